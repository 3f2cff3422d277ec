"""The budgets keep the promise of docs/testing.md, and stand in one file."""

import ast
from pathlib import Path

from tests import budgets

TESTS = Path(__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("test_*.py"))}


def test_no_page_costs_more_than_twelve_queries():
    pages = {**budgets.PAGES, **budgets.ADMIN}

    assert budgets.MOST == 12
    assert {name: number for name, number in pages.items() if number > budgets.MOST} == {}


def test_the_texts_are_those_of_pages():
    assert budgets.TEXTS.keys() <= budgets.PAGES.keys()


def numbers_in(tree):
    """The lines on which queries are counted against a number that is written there, alone or in a sum."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if "numqueries" in ast.unparse(call.func).lower().replace("_", ""):
            yield from {node.lineno for node in ast.walk(call) if isinstance(getattr(node, "value", None), int)}


def test_no_test_holds_a_budget_of_its_own():
    """Write it into budgets.py and ask for it by its name: with costs("…")."""
    found = [f"{path.relative_to(TESTS)}:{line}" for path, tree in TREES.items() for line in numbers_in(tree)]
    assert found == []


def test_every_budget_is_the_budget_of_a_test():
    texts = {node.value for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}

    assert [name for name in budgets.BUDGETS if name not in texts] == []
