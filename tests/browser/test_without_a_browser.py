"""A machine without a Chromium: said loudly, and a failure where nothing may be left out. Runs with all other tests."""

import pytest

from tests.helpers.missing import needs

from . import conftest


@pytest.mark.parametrize("variable", ["CI", "REQUIRE_ALL"])
def test_a_missing_program_fails_where_nothing_may_be_left_out(variable, monkeypatch, capsys):
    monkeypatch.setenv(variable, "1")

    with pytest.raises(pytest.fail.Exception, match="NOT LOOKED AT IN A BROWSER: no Chromium"):
        conftest.missing("no Chromium")
    with pytest.raises(pytest.fail.Exception, match="NOT TESTED: a sheet, since no_such_module"):
        needs("no_such_module", "a sheet", capsys)


def test_elsewhere_it_is_left_out_and_told_at_the_end(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    monkeypatch.setattr(conftest, "MISSING", [])

    with pytest.raises(pytest.skip.Exception):
        conftest.missing("no Chromium")

    assert conftest.MISSING == ["no Chromium"]
