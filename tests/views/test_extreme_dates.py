"""Every page, with records that begin on the first day there is or end on the last one."""

from datetime import date

import pytest

from orgunits.models import Structure
from tests.helpers import whole_site
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.offices import make_membership, make_office

pytestmark = pytest.mark.django_db

FIRST, LAST = "0001-01-01", "9999-12-31"
TREE = "gs\n  osg\n  law"


@pytest.fixture
def record():
    """Of each kind of record, one from the first day to the last, one known to those years, one that is open."""
    adopted = Structure.Status.ADOPTED
    make_structure("first", "gs\n  osg", status=adopted, effective_from=date.min)
    make_structure("today", TREE, status=adopted, effective_from=date(2016, 1, 1))
    make_structure("last", TREE, status=adopted, effective_from=date.max)
    post, state = (
        make_post("head", unit="osg", heads=["osg"], seniority=1),
        make_membership(starts=date.min).member_state,
    )
    make_membership("contested", date.max)
    office = make_office("office", member_state=state, established=date.min, closed=date.max)
    make_office("other", member_state=state, established=date.max)
    representative = make_post("representative", for_each="country_office")
    of_the_office = {"office": office}
    for place, (starts, ends) in enumerate([(FIRST, LAST), ("0001", "9999"), (FIRST, None), (LAST, None)]):
        period = {"starts": starts, "ends": ends, "open_ended": ends is None}
        appoint(post, f"Ada {place}", **period)
        appoint(representative, f"Bo {place}", **period, **of_the_office)
        make_mandate(f"mandate-{place}", act=make_act(f"act-{place}", adopted=starts), units=["law"], **period)
        made = {name: text for name, text in {"in_force_on": starts, "ends_on": ends}.items() if text}
        make_agreement(f"agreement-{place}", unit=make_unit("law"), open_ended=ends is None, signed_on=starts, **made)
    make_change("created", results=["law"], when=(FIRST, LAST))
    make_change("renamed", ["osg"], when=LAST)


@pytest.mark.parametrize("moment", ["", f"?on={FIRST}", f"?on={LAST}", "?on=2015-12-31", "?structure=last"])
def test_every_page_of_every_record_answers(client, record, moment):
    for address in {address.partition("?")[0] for address in whole_site.public()}:
        # A page of a record of the demo, which this site doesn't have, is not found.
        found = client.get(f"{address}{moment}").status_code
        assert found in (200, 302) or (found == 404 and address.count("/") == 4), address


@pytest.mark.parametrize(
    "address", ["compare/?from=first&to=last", "compare.csv?from=first&to=last", "compare.json?from=last&to=first"]
)
def test_the_first_and_the_last_edition_are_compared(client, record, address):
    assert client.get(f"/en/{address}").status_code == 200


def test_every_list_and_form_of_the_admin_answers(admin_client, record):
    for address in [*whole_site.lists(), *whole_site.forms()]:
        # Mails and what waits in the inbox are made nowhere in the admin.
        wanted = 403 if address.endswith(("agreementonitsway/add/", "mail/add/")) else 200
        assert admin_client.get(address, follow=True).status_code == wanted, address
