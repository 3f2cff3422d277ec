"""A load_demo that keeps its log-ins in a folder of the test."""

import shutil

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command

from orgunits.demo import fixtures
from orgunits.models import SearchPending
from tests.helpers import demo as demo_data


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


FIRST = {}


@pytest.fixture
def loaded(demo, run, var_dir, tmp_path_factory):
    """The database after a first load_demo: its data, their first history rows, the log-ins.

    Made by the command for the first test, and as long as permissions keep their keys copied for the others.
    """
    permissions = dict(Permission.objects.values_list("pk", "codename"))
    if FIRST.get("permissions") != permissions:
        before = demo_data.filled()
        said = run()
        folder = shutil.copytree(var_dir, tmp_path_factory.mktemp("first") / "var")
        tables = {table: demo_data.read(table) for table in demo_data.filled() if table not in before}
        FIRST.update(permissions=permissions, said=said, at=var_dir, folder=folder, tables=tables)
        return said
    shutil.copytree(FIRST["folder"], var_dir)
    tables = FIRST["tables"]
    demo_data.insert(tables, [each for each in apps.get_models(True) if each._meta.db_table in tables])
    SearchPending.objects.all().delete()
    return FIRST["said"].replace(str(FIRST["at"]), str(var_dir))


@pytest.fixture
def never_loads(monkeypatch):
    def load():
        pytest.fail("loaded again")

    monkeypatch.setattr(fixtures, "load", load)
