"""A load_demo that keeps its log-ins in a folder of the test."""

import pytest
from django.core.management import call_command

from orgunits.demo import fixtures


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.VAR_DIR


@pytest.fixture
def run(capsys, var_dir):
    """Runs the command and returns what it said."""

    def run(*arguments):
        capsys.readouterr()
        call_command("load_demo", *arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def loaded(demo, run):
    """The database after a first load_demo: its data, their first history rows, the log-ins."""
    return run()


@pytest.fixture
def never_loads(monkeypatch):
    def load():
        pytest.fail("loaded again")

    monkeypatch.setattr(fixtures, "load", load)
