"""A live server with the demo's data, and a Chromium to look at it, each once a session.

The server's threads read what the database really holds, so it is one of the session's own, and the data are committed.
Only `site` touches it: Playwright keeps an event loop running in this thread, in which Django refuses to.
"""

import contextlib
import os
import shutil

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from orgunits.models import CooperationAgreement, Structure
from orgunits.search_index import writing
from orgunits.tree.clone import clone
from tests.helpers import demo
from tests.helpers.proposals import link_in, send

from ..helpers.looking import SCREENS, Look

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine is slow, not wrong: as long as this is waited for only where a test fails. In milliseconds.
LONG = 120_000
expect.set_options(timeout=LONG)
STAFF, PASSWORD = "staff", "only-for-these-tests"


def missing(what):
    """Something of this machine is not there: a failure where nothing may be left out, else said loudly."""
    if os.environ.get("CI") or os.environ.get("REQUIRE_ALL"):
        pytest.fail(f"NOT LOOKED AT IN A BROWSER: {what}", pytrace=False)
    MISSING.append(what)
    pytest.skip(what)


MISSING = []


def pytest_terminal_summary(terminalreporter):
    for what in dict.fromkeys(MISSING):
        terminalreporter.write_sep("!", "NOT LOOKED AT IN A BROWSER", red=True, bold=True)
        terminalreporter.write_line(what)


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium of this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return found or missing("There is no Chromium here. On Debian: sudo apt install chromium")


@pytest.fixture(scope="session")
def made(chromium, django_test_environment, django_db_blocker):
    """The demo's data, somebody who may edit, a draft and a proposal on its way: the keys of what was made."""
    own = connection.settings_dict["TEST"]
    own["MIGRATE"] = False  # the tables as the models say: a fifth of the time
    if connection.vendor == "sqlite":  # another suite may run at the same time
        own["NAME"] = str(settings.VAR_DIR / "test-browser.sqlite3")
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        demo.load()
        get_user_model().objects.create_superuser(STAFF, password=PASSWORD)
        draft = clone(Structure.objects.get(slug="2016-adopted"), slug="draft", name="A draft")
        in_force = Structure.objects.get(slug="2019-2024-observed")
        ready = clone(in_force, slug="ready", name="A draft that nothing blocks")
        send(Client(), unit="sedi")
        writing.build()
        yield {
            "draft": draft.pk,
            "ready": ready.pk,
            "place": draft.placements.last().pk,
            "proposed": Structure.objects.get(slug="2015-proposal").pk,
            "agreement": CooperationAgreement.objects.get(proposal__isnull=False).pk,
            "follow": link_in(mail.outbox[-1]).partition("/agreements/")[2],
        }
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def site(made):
    """The address of a live server."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def browser(chromium, site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def look(browser, site):
    """Opens a window of its own, as on a first visit: look(page, language, screen) or look("/address")."""
    with contextlib.ExitStack() as stack:

        def open_window(page, language="en", screen="desktop", **options):
            width, height = SCREENS.get(screen, screen)
            window = browser.new_context(
                base_url=site, locale=language, viewport={"width": width, "height": height}, **options
            )
            window.set_default_timeout(LONG)
            stack.callback(window.close)
            return Look(window.new_page(), page, language)

        yield open_window


@pytest.fixture(scope="session")
def staff_cookies(browser, site):
    """The cookies of somebody who has logged in to the admin."""
    window = browser.new_context(base_url=site)
    window.set_default_timeout(LONG)
    page = window.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(STAFF)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    cookies = window.cookies()
    window.close()
    return cookies


@pytest.fixture
def admin(look, staff_cookies, made):
    """admin("orgunits/…") opens a page of the admin."""

    def open_page(address, language="en", screen="desktop", **options):
        state = {"cookies": staff_cookies, "origins": []}
        return look(f"/admin/{address.format(**made)}", language, screen, storage_state=state, **options)

    return open_page
