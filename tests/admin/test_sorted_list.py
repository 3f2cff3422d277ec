"""The lists of the admin: in the order of the language where there are keys, what is empty last on every database."""

import pytest

from orgunits.models import Theme
from tests.helpers.acts_and_posts import make_act, make_mandate, make_post
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_partner

pytestmark = pytest.mark.django_db


def listed(client, model, query=""):
    response = client.get(url(model) + query)
    assert response.status_code == 200
    return [str(record) for record in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["Álamo", "Ñandú", "Nube", "“Obra”", "Zeta"]), ("es", ["Álamo", "Nube", "Ñandú", "“Obra”", "Zeta"])],
)
def test_partners_are_in_the_order_of_the_language(admin_client, language, names):
    admin_client.cookies["django_language"] = language
    for name in ("Zeta", "“Obra”", "Ñandú", "Nube", "Álamo"):
        make_partner(name, slug=name.strip("“”").lower())

    assert listed(admin_client, "partner") == names
    assert listed(admin_client, "partner", "?o=-1") == names[::-1]


@pytest.mark.parametrize(("order", "found"), [("1", ["Acts", "Mines", "Zoos"]), ("-1", ["Zoos", "Mines", "Acts"])])
def test_titles_sort_by_their_keys(admin_client, order, found):
    for title in ("Mines", "Zoos", "Acts"):
        make_mandate(title.lower(), title=title)

    assert listed(admin_client, "mandate", f"?o={order}") == found


def test_a_name_that_is_not_translated_stands_where_it_is_read(admin_client):
    admin_client.cookies["django_language"] = "es"
    for slug, english, spanish in [("trade", "Trade", "Comercio"), ("drugs", "Drugs", ""), ("law", "Law", None)]:
        Theme.objects.create(slug=slug, name_en=english, name_es=spanish)

    assert listed(admin_client, "theme", "?o=1") == ["Comercio", "Drugs", "Law"]
    assert listed(admin_client, "theme", "?o=-1") == ["Law", "Drugs", "Comercio"]


def test_acts_without_a_day_are_last(admin_client):
    make_act("undated")
    make_act("old", adopted="1999")
    make_act("new", adopted="2012")
    assert [each.split()[-1].lower() for each in listed(admin_client, "legalinstrument")] == ["new", "old", "undated"]
    for order in ("4", "-4"):
        assert listed(admin_client, "legalinstrument", f"?o={order}")[-1].split()[-1].lower() == "undated"


def test_a_list_that_counts_is_sorted_by_a_translated_column(admin_client):
    for title in ("Secretary", "Director"):
        make_post(title.lower(), title=title, for_each="country_office")

    assert [title.split()[0] for title in listed(admin_client, "post", "?o=1")] == ["Director", "Secretary"]
