"""Whose site this is: its name, owner, contact and emblem, and the one sentence that says so; all from the settings.

Pages, forms, mails, downloads and the chart take them from here and nowhere else. Nothing comes from the database.
"""

import re
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Error, Warning, register
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

OFFICIAL, INDEPENDENT = "official", "independent"
EMBLEMS = (".svg", ".png")
# A file of static/, or a path of this site: no other host, no way up, nothing that ends an attribute.
EMBLEM = re.compile(r"/?[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)


def is_official():
    """Whether the site is the Secretariat's own; a demonstration is nobody's."""
    return settings.IDENTITY == OFFICIAL and not settings.DEMO


def takes_proposals():
    """Whether proposals are received here; an independent site takes no mail for others."""
    return settings.IDENTITY == OFFICIAL


def name():
    return _set_in_this_language(settings.SITE_NAME) or _("Directory of the General Secretariat")


def owner():
    """Who publishes the site, to stand in a sentence."""
    if given := _set_in_this_language(settings.SITE_OWNER):
        return given
    if settings.IDENTITY == OFFICIAL:
        return _("the General Secretariat of the Organization of American States")
    return _("an independent project")


def above_name():
    """The few words over the name at the head of each page."""
    if settings.DEMO:
        return _("Demonstration")
    return _("Organization of American States") if is_official() else _("Independent compilation")


def sentence():
    """Whose site this is, in one sentence."""
    if settings.DEMO:
        return demo_sentence()
    if is_official():
        return _("Published by %(owner)s, from its documents and other public sources.") % {"owner": owner()}
    return _(
        "An independent compilation by %(owner)s, from public documents and pages; not an official publication of the"
        " Organization of American States."
    ) % {"owner": owner()}


def demo_sentence():
    """What a demonstration says on its pages, forms and mails; empty where the site is none."""
    if not settings.DEMO:
        return ""
    return _(
        "This is a demonstration: it is not a site of the Organization of American States, and nothing sent here"
        " reaches the Organization."
    )


def contact():
    """A mail address or the address of a page; may be empty."""
    return settings.SITE_CONTACT


def contact_link():
    """Where the contact leads."""
    return f"mailto:{contact()}" if contact() and "://" not in contact() else contact()


def emblem():
    """The address of the emblem; empty where the site's own mark is shown."""
    path = settings.SITE_EMBLEM
    if not _may_be_emblem(path) or path.startswith("/"):
        return path if _may_be_emblem(path) else ""
    try:
        return staticfiles_storage.url(path)
    except ValueError:  # not among the collected files: the check says so
        return ""


# --- mails ---


def sender():
    """The sender of mails: the site's name, and the address of EMAIL_FROM, which may bring a name of its own."""
    given, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return settings.DEFAULT_FROM_EMAIL if given or "@" not in address else str(Address(name(), addr_spec=address))


def subject(words):
    """The subject of a mail; that of a demonstration begins by saying so."""
    return pgettext("subject of a mail", "Demonstration: %(subject)s") % {"subject": words} if settings.DEMO else words


def signed(text):
    """A mail's text with whose mail it is at its foot."""
    lines = [name(), sentence(), settings.SITE_URL, contact()]
    return "\n".join([text.rstrip(), "", "--", *filter(None, lines), ""])


def _set_in_this_language(texts):
    return texts.get(get_language() or settings.LANGUAGE_CODE, "")


# --- what `manage.py check` says ---


@register
def check_identity(app_configs, **kwargs):
    """Names and owner in every language of the site, a contact that can be used, an emblem that can be shown."""
    return [*_check_texts(), *_check_demo(), *_check_contact(), *_check_emblem()]


def _check_texts():
    languages = dict(settings.LANGUAGES)
    for setting in ("SITE_NAME", "SITE_OWNER"):
        texts = getattr(settings, setting)
        missing = [code for code in languages if not texts.get(code)]
        if missing and len(missing) < len(languages):
            names = ", ".join(f"{setting}_{code.upper()}" for code in missing)
            yield Error(
                f"{setting} is not set in every language of the site.", hint=f"Set {names}, too.", id="orgunits.E001"
            )
    if settings.IDENTITY == INDEPENDENT and not any(settings.SITE_OWNER.values()):
        yield Error(
            "An independent compilation has to say who publishes it.",
            hint="Set SITE_OWNER_EN and SITE_OWNER_ES, such as “the Rivers Institute” and “el Instituto de los Ríos”.",
            id="orgunits.E002",
        )


def _check_demo():
    if settings.IDENTITY == INDEPENDENT and settings.DEMO:
        yield Warning(
            "Pages say that this is a demonstration, in the place of who publishes it.",
            hint="Set DEMO=0 where the site is a real one: where load_demo ran in this folder, 1 is the default.",
            id="orgunits.W001",
        )


def _check_contact():
    given = contact()
    try:
        if given:
            (URLValidator(["https", "http"]) if "://" in given else validate_email)(given)
    except ValidationError:
        yield Error(
            f"SITE_CONTACT is neither a mail address nor the address of a page: {given!r}.",
            hint="Set an address such as directory@example.org, or https://example.org/contact.",
            id="orgunits.E003",
        )


def _check_emblem():
    path = settings.SITE_EMBLEM
    if path and not _may_be_emblem(path):
        yield Error(
            f"SITE_EMBLEM is no SVG or PNG file of this site: {path!r}.",
            hint="Name a file in static/, such as img/emblem.svg, or a path of this site, such as /files/emblem.png.",
            id="orgunits.E004",
        )
    elif path and not path.startswith("/") and not _is_static(path):
        yield Error(
            f"SITE_EMBLEM names no file in static/: {path!r}.",
            hint="Put the file there and, where static files are collected, run collectstatic again.",
            id="orgunits.E005",
        )


def _may_be_emblem(path):
    return bool(EMBLEM.fullmatch(path)) and path.lower().endswith(EMBLEMS)


def _is_static(path):
    try:
        return bool(finders.find(path))
    except SuspiciousFileOperation:
        return False
