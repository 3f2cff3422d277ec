import gc
from contextlib import contextmanager

import pytest
from django.core.signals import setting_changed
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from orgunits.templatetags import directory
from tests.budgets import BUDGETS, TEXTS
from tests.helpers import clock
from tests.helpers import demo as demo_data
from tests.helpers.flushing import flush_quickly

# Every run tries the same examples, however slow the machine; `--hypothesis-profile=default` looks for new ones.
UNHURRIED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("steady", derandomize=True, database=None, deadline=None, suppress_health_check=UNHURRIED)
settings.load_profile("steady")

clock.start()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what asks a database; a test that runs once must not."""
    for item in items:
        if item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames:
            item.add_marker("database")
            if item.get_closest_marker("once"):
                raise pytest.UsageError(f"{item.nodeid} asks the tests' database: it can't be marked as once.")


def pytest_collection_finish():
    """Like oasdir/wsgi.py: what is there by now stays, and needs no looking at. A tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def forget_what_pages_kept(*, setting, **kwargs):
    """A process keeps what its settings say of the site; only tests change them."""
    if setting.startswith(("SITE_", "IDENTITY", "DEMO")):
        directory._kept.clear()


setting_changed.connect(forget_what_pages_kept)


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """Django's hasher is slow on purpose, half a second a user; no test is about it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_on_demand():
    """Every client starts the middleware again, and whitenoise would look at all static files each time."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_demonstration():
    """Whether the demo was loaded in this folder must not decide."""
    with override_settings(DEMO=False):
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_flush():
    with pytest.MonkeyPatch.context() as monkeypatch:
        flush_quickly(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its language active, and fields without a language in their name would follow it."""
    yield
    translation.deactivate()


@pytest.fixture
def costs(django_assert_num_queries):
    """`with costs("units"):` asserts that a page takes exactly the queries of its line in budgets.py, and that their
    text, without the values, is no longer than TEXTS says.
    """

    @contextmanager
    def costs(name):
        letters = []

        def counted(execute, sql, *rest):
            letters.append(len(sql))
            return execute(sql, *rest)

        with django_assert_num_queries(BUDGETS[name]) as queries, connection.execute_wrapper(counted):
            yield queries
        if name in TEXTS:
            assert sum(letters) <= 1000 * TEXTS[name]

    return costs


@pytest.fixture
def demo(db):
    """The demo's data, in the transaction of the test."""
    demo_data.load()


@pytest.fixture
def indexed_demo(demo):
    """The same, and what searches read of it."""
    demo_data.load_index()


@pytest.fixture
def documents(settings, tmp_path):
    """The folder in which the documents of proposals are kept."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR
