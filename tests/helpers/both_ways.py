"""Pages that are asked for twice: while what they find is due in the index of searches, and when it is written."""

import pytest

from orgunits.search_index import writing


@pytest.fixture(params=["due", "indexed"])
def client(client, request):
    """A client before whose questions the index is written, or is not."""
    if request.param == "indexed":
        get = client.get

        def get_of_the_index(*args, **options):
            writing.catch_up()
            return get(*args, **options)

        client.get = get_of_the_index
    return client
