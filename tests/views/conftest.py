import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english_outside_of_requests():
    """A request in another language must not leave it behind for what a test does next."""
    with translation.override("en"):
        yield
