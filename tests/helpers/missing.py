"""Says loudly what could not be tested here."""

import importlib
import os

import pytest


def needs(module, what, capsys):
    """Skips the test, saying so, where a module or a system library beneath it is missing; fails where CI runs."""
    try:
        importlib.import_module(module)
    except (ImportError, OSError) as error:
        not_tested(what, f"{module} can't be loaded ({error})", capsys)


def not_tested(what, why, capsys):
    """Skips the test, saying so; fails where CI runs."""
    message = f"NOT TESTED: {what}, since {why}."
    if os.environ.get("CI") or os.environ.get("REQUIRE_ALL"):
        pytest.fail(message, pytrace=False)
    with capsys.disabled():
        print(f"\n{message}")
    pytest.skip(message)
