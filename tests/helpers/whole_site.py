"""Every page of a site for its readers in both languages, and every list, form and history of the admin.

To compare two sites with the same records, bench/backup_drill.py has them all. Of one site:
python manage.py shell -v 0 -c "from tests.helpers import whole_site; whole_site.main()"
"""

import json
import re
import sys
from hashlib import sha256

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils.translation import override
from simple_history.models import registered_models

from tests.helpers.pages import PAGES

# What each answer has of its own; and keys of content types and permissions, which a backup holds by name.
OWN = re.compile(r'(name="csrfmiddlewaretoken" value=|data-csrf=)"[^"]*"|/admin/r/[0-9]+/')
PERMISSIONS = re.compile(
    r'<select name="(?:user_)?permissions".*?</select>|<input [^>]*name="initial-(?:user_)?permissions"[^>]*>',
    re.DOTALL,
)
OF_EACH_SITE = {AccessAttempt, AccessFailureLog, AccessLog}
DETAILS = {
    "structure_detail": "Structure",
    "unit_detail": "OrganizationalUnit",
    "mandate_detail": "Mandate",
    "instrument_detail": "LegalInstrument",
    "post_detail": "Post",
    "person_detail": "Person",
    "theme_detail": "Theme",
    "body_detail": "Body",
    "office_detail": "CountryOffice",
    "agreement_detail": "CooperationAgreement",
    "source_detail": "Source",
}


def addresses():
    """Of every page, of every record, of its form and of its history."""
    return [*public(), *lists(), *forms(), *histories()]


def public():
    found = [page.address(language) for page in PAGES for language in ("en", "es")]
    for name, model in DETAILS.items():
        slugs = apps.get_model("orgunits", model)._base_manager.order_by("pk").values_list("slug", flat=True)
        for language in ("en", "es"):
            with override(language):
                found += [reverse(f"orgunits:{name}", args=[slug]) for slug in slugs]
    return list(dict.fromkeys(found))


def lists():
    """Each list of the admin, sheet by sheet, and the form of a new record."""
    found = [reverse("admin:index")]
    for model, its_admin in edited():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        sheets = -(-model._base_manager.count() // its_admin.list_per_page) or 1
        found += [address, *[f"{address}?p={number}" for number in range(2, sheets + 1)], f"{address}add/"]
    return found


def forms():
    found = []
    for model, _admin in edited():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        found += [reverse(name, args=[key]) for key in keys]
    return found


def edited():
    return [(model, its_admin) for model, its_admin in admin.site._registry.items() if model not in OF_EACH_SITE]


def histories(of_each=None):
    """Those of the first `of_each` records of a kind, None: of all, deleted ones among them."""
    found = []
    for model in registered_models.values():
        if admin.site.is_registered(model):
            keys = model.history.order_by("id").values_list("id", flat=True).distinct()
            name = f"admin:orgunits_{model._meta.model_name}_history"
            found += [reverse(name, args=[key]) for key in keys[:of_each]]
    return found


def page(client, address):
    response = client.get(address)
    body = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
    body = PERMISSIONS.sub(lambda found: re.sub(r'value="[0-9]+"', "", found[0]), body)
    return f"{response.status_code} {OWN.sub('', body)}"


def pages(paths):
    """{address: the page, as a superuser sees it}"""
    client = Client(raise_request_exception=False)
    sign_in(client, get_user_model().objects.filter(is_superuser=True).order_by("pk").first())
    return {path: page(client, path) for path in paths}


def sign_in(client, user):
    """Without a trace in the records, which would differ from then on."""
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()


def digests(paths):
    return {path: sha256(shown.encode()).hexdigest() for path, shown in pages(paths).items()}


def main():
    """Writes {address: digest of the page}."""
    setup_test_environment()
    json.dump(digests(addresses()), sys.stdout, indent=1)
