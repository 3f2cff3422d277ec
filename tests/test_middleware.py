"""Cookies that nobody of ours set, and what orgunits/middleware.py makes of them."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "status"), [("/en/", 200), ("/es/", 200), ("/admin/", 302)])
def test_a_session_cookie_with_a_nul_is_as_good_as_none(client, path, status):
    response = client.get(path, headers={"cookie": 'sessionid="\\000\\000\\000aaaaaaaaa"'})

    assert response.status_code == status
