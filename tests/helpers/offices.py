"""Offices, member states and their memberships for tests."""

from datetime import date

from orgunits.models import Appointment, CountryOffice, Membership, MemberState, Post
from tests.helpers.factories import make_source, make_unit

TREE = """
    gs | general_secretariat | General Secretariat | GS
      oasg | head_office | Office of the Assistant Secretary General | OASG
        coordinating-office | office | Coordinating Office | OGSMS
      osg | head_office | Office of the Secretary General | OSG
    """
LEFT = date(2023, 11, 19)  # the day on which Nicaragua was no member any more


def make_state(iso2="BB", name="Barbados", **fields):
    fields = {
        "iso3": f"{iso2}X",
        "sub_region": "caribbean",
        "capital": "Capital",
        "latitude": 13,
        "longitude": -59,
        **fields,
    }
    return MemberState.objects.get_or_create(iso2=iso2, defaults={"name": name, **fields})[0]


def make_membership(status="member", starts=date(1948, 1, 1), ends=None, *, iso2="NI", known="day", open_ended=None):
    return Membership.objects.create(
        member_state=make_state(iso2, iso2),
        status=status,
        starts=starts,
        starts_precision=known,
        ends=ends,
        ends_precision=known if ends else "",
        open_ended=ends is None if open_ended is None else open_ended,
    )


def make_office(slug="office-bb", **fields):
    if "member_state" not in fields and fields.get("kind") != CountryOffice.Kind.FIELD:
        fields["member_state"] = make_state()
    for day in ("established", "closed"):
        if day in fields:
            fields.setdefault(f"{day}_precision", "day")
    return CountryOffice.objects.create(slug=slug, **{"name": f"Office {slug}", "status": "operating", **fields})


def make_offices(count):
    for number in range(count):
        state = make_state(f"A{number}", f"State {number}")
        unit = make_unit("coordinating-office")
        office = make_office(
            f"office-a{number}",
            member_state=state,
            established=date(1990, 1, 1),
            coordinating_unit=unit,
            latitude=13,
            longitude=-60,
            city="Town",
        )
        office.sources.add(make_source(f"source-{number}"))


def make_barbados(**fields):
    fields = {
        "established": date(1969, 6, 21),
        "city": "Bridgetown",
        "latitude": "13.07",
        "longitude": "-59.6",
        **fields,
    }
    return make_office("office-bb", **fields)


def make_nicaragua():
    return make_office(
        "office-ni",
        member_state=make_state("NI", "Nicaragua", sub_region="central_america"),
        closed=date(2022, 4, 24),
        status="closed",
        city="Managua",
        latitude="12.14",
        longitude="-86.25",
    )


def make_representative(office, name, **fields):
    post = Post.objects.get_or_create(
        slug="representative", defaults={"title": "Representative", "for_each": "country_office"}
    )[0]
    return Appointment.objects.create(
        slug=f"{office.slug}-{name.lower()}", post=post, office=office, name=name, **fields
    )
