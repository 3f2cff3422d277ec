"""Asks one checkout for its pages; the half of bench/same_pages.py that runs in the checkout's own Python.

    python -P bench/same_checkout.py CHECKOUT FOLDER manage ARGUMENT…    its manage.py, with a database in FOLDER
    python -P bench/same_checkout.py CHECKOUT FOLDER crawl               its pages into FOLDER/answers.jsonl
    python -P bench/same_checkout.py CHECKOUT FOLDER crawl-some          the same for some of the records
    python -P bench/same_checkout.py CHECKOUT FOLDER ask ADDRESSES       those of a JSON file, into the same file
    python -P bench/same_checkout.py CHECKOUT FOLDER session             prints the key of a session of the superuser

The clock stands still, so that neither the day nor the moment of loading shows, and nothing is written into the
checkout.
"""

import base64
import datetime
import importlib
import itertools
import json
import logging
import os
import re
import runpy
import subprocess
import sys
from collections import Counter, deque
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

sys.path.append(str(Path(__file__).parent))  # -P leaves it out, so that no module of it comes before the checkout's
import same_forms

NOW = datetime.datetime(2026, 7, 1, 16, tzinfo=datetime.UTC)
LINK = re.compile(r"""<(?:a|link|area|form|object|img|iframe)\b[^>]*?\s(?:href|action|data|src)="([^"]*)\"""")
# How many addresses of one pattern are asked for: with one set of parameters, and of how many; pages of records.
WITH_PARAMETERS = {"public": 4, "admin": 2}
NAMES_AT_MOST = {"public": 3, "admin": 2}
RECORDS = {"public": 10_000, "admin": 3}
SOME_RECORDS = 3
NOT_COMPARED = {"Content-Length", "Date", "ETag", "Expires", "Last-Modified", "Set-Cookie"}
WHO = [("", "en"), ("admin", "en"), ("admin", "es"), ("officer", "en")]
PUBLIC = [
    "healthz", "readyz", "favicon.ico", "robots.txt", "no-such-page", "en/no-such-page/", "es/no-such-page/",
    *(
        f"{language}/{path}"
        for language in ("en", "es")
        for path in (
            "", "about/", "accessibility/", "structure/", "structures/", "chart/", "chart.svg", "chart.pdf", "compare/",
            "compare.csv", "compare.json", "units/", "mandates/", "instruments/", "posts/", "agreements/",
            "agreements/types/", "agreements/propose/", "agreements/propose/sent/", "agreements/follow/no-such-token/",
            "agreements/follow/no-such-token/document/", "find/", "offices/", "member-states/pe/", "sources/",
            "data-quality/", "units/no-such-unit/", "member-states/xx/", "structure/?on=1900-01-01", "?on=tomorrow",
            "?on=2010-01-01", "compare/?from=1999-five-areas", "units/?kind=castle", "units/?q=zeppelin",
            "units/?q=migration", "units/?q=migration&on=2010-01-01", "units/?standing=former", "find/?q=zeppelin",
            "find/?q=migration", "find/?q=migration&country=pe&wish=propose", "agreements/?q=zeppelin",
            "agreements/?q=university", "agreements/?year=2015", "agreements/?page=99", "sources/?page=99",
            "sources/?q=charter", "mandates/?on=2001-01-01", "offices/?on=2012-01-01", "posts/?on=2012-07-01",
            "agreements/propose/?unit=sedi&theme=migration", "chart/?branch=sedi", "chart/?depth=2",
            "compare/?from=2008-six-secretariats&to=2015-proposal", "units/sedi/?on=2010-01-01",
        )
    ),
]  # fmt: skip


def main():
    checkout, folder, task, *arguments = sys.argv[1:]
    folder = Path(folder).resolve()
    use(Path(checkout).resolve(), folder)
    if task == "manage":
        manage(arguments)
    elif task == "session":
        print(session())
    elif task == "ask":
        ask(folder, only=json.loads(Path(arguments[0]).read_text()))
    else:
        ask(folder, some=task == "crawl-some")


def command_in(checkout, folder):
    return [checkout / ".venv/bin/python", "-P", Path(__file__).resolve(), checkout, folder]


def run_in(checkout, folder, *task):
    """What a task prints that is done in the checkout."""
    done = subprocess.run([*command_in(checkout, folder), *task], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{checkout}: {' '.join(task)} failed\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def use(checkout, folder):
    """From here on this process is the checkout's, with still clock and a database of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(checkout)
    sys.path.insert(0, str(checkout))
    for name in ("HTTPS", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL", "PROXIES", "CSRF_TRUSTED_ORIGINS"):
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = "bench" * 12
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'directory.sqlite3'}"
    os.environ["DOCUMENTS_DIR"] = str(folder / "documents")
    os.environ["DJANGO_SETTINGS_MODULE"] = "oasdir.settings"
    from django.utils import timezone

    timezone.now = lambda: NOW
    same_forms.make_secrets_known()
    settings = importlib.import_module("oasdir.settings")
    settings.VAR_DIR = folder
    # Files as they are in the checkout, not as they may have been collected there one day.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.WHITENOISE_USE_FINDERS = True
    settings.USE_X_FORWARDED_HOST = True  # a page that prints its own address says no port
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def manage(arguments):
    sys.argv = ["manage.py", *arguments]
    runpy.run_path("manage.py", run_name="__main__")


def session():
    import django

    django.setup()
    return Visitor("admin", "en").client.session.session_key


def ask(folder, only=None, *, some=False):
    """Writes the answers; without `only`, those to all addresses that links lead to, and to forms that are sent."""
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.contrib.auth import get_user_model

    get_user_model().objects.update(password="!")  # a hash is another one each time
    secret = [] if only else same_forms.enter(Visitor("", "en").client, Visitor("admin", "en").client)
    with (folder / "answers.jsonl").open("a" if only else "w") as file:
        for who, language in WHO:
            name = f"{who}@{language} " if who else ""
            if some and language == "es":
                continue
            visitor = Visitor(who, language, some=some)
            if only:
                own = [address.removeprefix(name) for address in only if address.startswith(name or "/")]
                answers = ((address, visitor.ask(address)) for address in own)
            else:
                start = admin_pages(some=some) if who else [*(f"/{path}" for path in PUBLIC), *secret]
                answers = itertools.chain(
                    visitor.follow(start), visitor.send(same_forms.forms_of(who)), [] if who else visitor.errors()
                )
            for address, answer in answers:
                file.write(json.dumps({"address": name + address, **answer}) + "\n")


class Visitor:
    """Asks for pages and for what they link to, as one user in one language."""

    def __init__(self, who, language, *, some=False):
        from django.contrib.auth import get_user_model
        from django.test import Client

        self.who, self.some = who, some
        self.headers = {"host": "localhost", "accept-language": language}
        self.client = Client(raise_request_exception=False, headers=self.headers)
        if who:
            self.client.force_login(get_user_model().objects.get(username=who))
        self.counts = Counter()

    def follow(self, addresses):
        seen = set(addresses)
        queue = deque(dict.fromkeys(addresses))
        while queue:
            address = queue.popleft()
            answer = self.ask(address)
            yield address, answer
            for link in links(address, answer):
                if link not in seen and self.is_wanted(link):
                    seen.add(link)
                    queue.append(link)

    def send(self, forms):
        for address, fields in forms:
            yield (
                f"POST {address} {fields.get('action', '')}",
                self.kept(same_forms.answer_to(self.client, address, fields)),
            )

    def errors(self):
        for language in ("en", "es"):
            for name, answer in same_forms.errors_of(self.headers, language).items():
                yield f"{name} {language}", self.kept(answer)

    def ask(self, address):
        return self.kept(self.client.get(address))

    def kept(self, response):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in sorted(response.headers.items()) if name not in NOT_COMPARED}
        try:
            text = {"text": content.decode()}
        except UnicodeDecodeError:
            text = {"bytes": base64.b64encode(content).decode()}
        return {"status": response.status_code, "headers": headers, **text}

    def is_wanted(self, address):
        """Whether an address that a page links to is asked for: some of each pattern and set of parameters."""
        from django.urls import Resolver404, resolve

        parts = urlsplit(address)
        if parts.path.startswith("/admin/") != bool(self.who) or "/logout/" in parts.path:
            return False
        # The same page with another way back; a chart that the page shows already, and that takes seconds to write.
        if "_changelist_filters" in parts.query or parts.path.endswith(".pdf"):
            return False
        try:
            route = resolve(parts.path).route
        except Resolver404:
            route = parts.path
        names = frozenset(name for name, _value in parse_qsl(parts.query, keep_blank_values=True))
        is_record = "<" in route
        if not names and not is_record or names == {"structure"} and not is_record:
            return True
        self.counts[route, names] += 1
        return self.counts[route, names] <= self.most(names)

    def most(self, names):
        """How many addresses of one pattern with these parameters are asked for."""
        side = "admin" if self.who else "public"
        if len(names) > (1 if self.some else NAMES_AT_MOST[side]):
            return 0
        if names:
            return 1 if self.some else WITH_PARAMETERS[side]
        return SOME_RECORDS if self.some else RECORDS[side]


def links(address, answer):
    """The addresses of this site that a page of HTML, or a drawing, links to."""
    found = [answer["headers"].get("Location", "")]
    if answer["headers"].get("Content-Type", "").startswith(("text/html", "image/svg")):
        found += (each.replace("&amp;", "&") for each in LINK.findall(answer.get("text", "")))
    for each in found:
        parts = urlsplit(urljoin(f"http://localhost{address}", each.partition("#")[0]))
        if each and parts.netloc == "localhost" and not parts.path.startswith("/static/"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def admin_pages(*, some):
    """The start, and of each kind of record its list, the form to add one, and pages of three records."""
    from django.contrib import admin
    from django.urls import NoReverseMatch, reverse

    pages = [reverse("admin:index"), "/admin/no-such-page/"]
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label_lower):
        options = model._meta
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        wanted = dict.fromkeys([keys[0], keys[len(keys) // 2], keys[-1]] if keys and not some else keys[:1])
        views = [("changelist", []), ("add", [])]
        views += [(view, [key]) for view in ("change", "history", "delete") for key in wanted]
        for view, arguments in views:
            try:
                pages.append(reverse(f"admin:{options.app_label}_{options.model_name}_{view}", args=arguments))
            except NoReverseMatch:
                continue
    return pages


if __name__ == "__main__":
    main()
