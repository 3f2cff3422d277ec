import pytest
from django.utils import translation

from tests.helpers.compared import make_pair


@pytest.fixture(autouse=True)
def _english_outside_of_requests():
    """A request in another language must not leave it behind for what a test does next."""
    with translation.override("en"):
        yield


@pytest.fixture
def pair():
    """Two editions to compare."""
    return make_pair()
