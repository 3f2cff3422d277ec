import pytest

from tests import demo as demo_data


@pytest.fixture
def demo(db):
    """The demo's data, in the transaction of the test."""
    demo_data.load()
