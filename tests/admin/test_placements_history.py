"""The history of a unit's place, and bringing back an older version without damage to the tree."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from orgunits.models import Source
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.admin_forms import save
from tests.helpers.admin_placements import FORM, lock, url_of
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def revert(client, placement, version, **changes):
    url = reverse("admin:orgunits_placement_simple_history", args=[placement.pk, version.pk])
    return save(client, url, f"historical{FORM}", **changes)


def test_an_older_version_brings_back_content_name_and_parent(admin_client):
    draft = make_structure()
    sedi = place(draft, "sedi")
    oldest = sedi.history.get()
    trees.change(sedi, name_en="Development", purpose_en="Develops.")
    trees.move(sedi, place(draft, "sla"))

    response = revert(admin_client, sedi, oldest)

    assert response.status_code == 302
    sedi = place(draft, "sedi")
    assert (sedi.name_en, sedi.purpose_en) == ("Sedi", None)
    assert drawn(draft) == "gs\n  osg\n  sla\n  sedi\n    education\n    trade"
    assert faults(draft) == []


def test_an_older_version_leaves_the_neighbours_where_they_are_now(admin_client):
    draft = make_structure()
    trade = place(draft, "trade")
    oldest = trade.history.get()
    trees.change(trade, purpose_en="Trades.")
    trees.add(draft, make_unit("press"), parent=place(draft, "osg"), kind="office", name="Press")
    trees.remove(place(draft, "education"))

    revert(admin_client, trade, oldest)

    assert drawn(draft) == "gs\n  osg\n    press\n  sedi\n    trade\n  sla"
    assert faults(draft) == []
    assert place(draft, "trade").purpose_en is None


def test_an_older_version_brings_back_its_sources(admin_client):
    sedi = place(make_structure(), "sedi")
    old, new = (Source.objects.create(slug=slug, kind="document", title=slug) for slug in ("old", "new"))
    sedi.sources.set([old])
    version = sedi.history.first()
    sedi.sources.set([new])

    revert(admin_client, sedi, version)

    assert list(sedi.sources.all()) == [old]


def test_a_version_that_records_no_sources_leaves_them(admin_client):
    sedi = place(make_structure(), "sedi")
    first = sedi.history.get()
    source = Source.objects.create(slug="order", kind="document", title="Order")
    sedi.sources.set([source])

    revert(admin_client, sedi, first)

    assert list(sedi.sources.all()) == [source]


def test_an_older_name_does_not_come_back_in_a_locked_structure(admin_client):
    draft = make_structure("draft")
    sedi = place(draft, "sedi")
    oldest = sedi.history.get()
    trees.change(sedi, name_en="Development", purpose_en="Develops.")
    lock(draft)

    response = revert(admin_client, sedi, oldest)

    [error] = errors_of_version(response)
    assert error.startswith("The edition “Structure draft” is adopted: this can only be changed by a correction.")
    sedi.refresh_from_db()
    assert (sedi.name_en, sedi.purpose_en) == ("Development", "Develops.")


def errors_of_version(response):
    form = response.context["adminform"].form
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]


def test_an_older_content_comes_back_in_a_locked_structure(admin_client):
    sedi = place(make_structure("locked", status="adopted"), "sedi")
    oldest = sedi.history.get()
    trees.change(sedi, purpose_en="Develops.")

    response = revert(admin_client, sedi, oldest)

    assert response.status_code == 302
    sedi.refresh_from_db()
    assert sedi.purpose_en is None


def test_an_older_version_under_a_parent_that_is_gone_is_refused(admin_client):
    draft = make_structure()
    trade = place(draft, "trade")
    oldest = trade.history.get()
    trees.move(trade, place(draft, "osg"))
    trees.remove(place(draft, "sedi"))

    response = revert(admin_client, trade, oldest)

    assert response.status_code == 200
    assert errors_of_version(response)
    assert drawn(draft) == "gs\n  osg\n    trade\n  sla"


def test_a_version_of_a_unit_that_was_taken_out_does_not_come_back_into_the_tree(admin_client):
    draft = make_structure()
    sla = place(draft, "sla")
    version = sla.history.get()
    trees.remove(sla)

    response = revert(admin_client, sla, version)

    assert errors_of_version(response) == ["This unit has since been removed from the edition. Add it again there."]
    assert drawn(draft) == "gs\n  osg\n  sedi\n    education\n    trade"
    assert faults(draft) == []


def test_the_history_tells_who_changed_what_and_why(admin_client):
    sedi = place(make_structure(), "sedi")
    source = Source.objects.create(slug="order", kind="document", title="The order")
    changes = {"name_en": "Development", "kind": "secretariat", "purpose_source": source.pk}
    save(admin_client, url_of(sedi), FORM, change_reason="Order 08-01", **changes)

    page = admin_client.get(url_of(sedi, "history")).content.decode()

    words = " ".join(strip_tags(page).replace("\xa0", " ").replace("&nbsp;", " ").split())
    assert "admin Order 08-01" in words
    assert "Kind: Department &rarr; Secretariat" in words
    assert "Source of the purpose: – &rarr; The order" in words
