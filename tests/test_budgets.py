"""The budgets keep the promise of DESIGN, section 6, and stand in one file."""

import re
from pathlib import Path

from tests import budgets

TESTS = Path(__file__).parent
OF_PAGES = [path for folder in ("admin", "views") for path in sorted((TESTS / folder).glob("test_*.py"))]


def test_no_page_costs_more_than_twelve_queries_and_a_units_page_twenty():
    others = {**budgets.PAGES, **budgets.ADMIN}

    assert (budgets.MOST, budgets.MOST_OF_A_UNIT) == (12, 20)
    assert {name: number for name, number in others.items() if number > budgets.MOST} == {}
    assert {name: number for name, number in budgets.UNIT_PAGES.items() if number > budgets.MOST_OF_A_UNIT} == {}
    assert all(name.startswith("unit") for name in budgets.UNIT_PAGES)


def test_no_test_of_a_page_holds_a_budget_of_its_own():
    """Write it into budgets.py and ask for it by its name: with costs("…")."""
    assert [path.name for path in OF_PAGES if re.search(r"num_queries\(\d", path.read_text(encoding="utf-8"))] == []


def test_every_budget_is_the_budget_of_a_test():
    texts = "".join(path.read_text(encoding="utf-8") for path in OF_PAGES)

    assert [name for name in budgets.BUDGETS if f'"{name}"' not in texts] == []
