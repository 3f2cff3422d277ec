import pytest

from tests.helpers.factories import make_structure


@pytest.fixture
def draft(db):
    return make_structure("draft", "gs\n  secret")


@pytest.fixture
def other(db):
    return make_structure("other", "gs\n  another")
