"""Agreements for the tests."""

from datetime import date

from orgunits.models import AgreementParty, CooperationAgreement, MemberState, Partner, Structure, Theme
from orgunits.models.periods import parse_partial, parse_partial_end
from tests.helpers.factories import make_source, make_structure, make_unit

ENDS = ("ends_on", "terminated_on")
ADOPTED = Structure.Status.ADOPTED


def make_partner(name="Friends of the Americas", kind=Partner.Kind.CIVIL_SOCIETY, **fields):
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Partner.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind, **fields})[0]


def make_agreement(slug, *, partners=("Friends of the Americas",), **fields):
    """A signed general agreement; dates are written as they are known: "2010", "2010-06" or "2010-06-01"."""
    fields |= as_columns({name: value for name, value in fields.items() if name.endswith("_on")})
    defaults = {"subject": f"Subject of {slug}", "type": "general", "stage": "signed"}
    lists = {name: fields.pop(name) for name in ("themes", "member_states", "other_units", "sources") if name in fields}
    agreement = CooperationAgreement.objects.create(slug=slug, **{**defaults, **fields})
    for name, records in lists.items():
        getattr(agreement, name).set(records)
    for partner in partners:
        partner = make_partner(partner) if isinstance(partner, str) else partner
        AgreementParty.objects.create(agreement=agreement, partner=partner)
    return agreement


def as_columns(dates):
    """Dates as they are known, as the columns that keep them."""
    columns = {}
    for name, text in dates.items():
        day, precision = (parse_partial_end if name in ENDS else parse_partial)(text)
        columns |= {name: day, f"{name}_precision": precision}
    return columns


def make_state(iso2="BB", name="Barbados", **fields):
    defaults = {"iso3": f"{iso2}X", "name": name, "sub_region": "caribbean", "capital": "Capital"}
    return MemberState.objects.create(iso2=iso2, **{**defaults, "latitude": 13, "longitude": -59, **fields})


JUNE_2010 = date(2010, 6, 1)

BEFORE = """
gs | general_secretariat | General Secretariat
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
    social | department | Department of Social Development
  spa | secretariat | Secretariat for Political Affairs | SPA
"""
TODAY = """
gs | general_secretariat | General Secretariat
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
  spa | secretariat | Secretariat for Strengthening Democracy | SSD
    social | department | Department of Social Inclusion
"""


def editions():
    make_structure("before", BEFORE, status=ADOPTED, effective_from=date(2008, 3, 26))
    return make_structure("today", TODAY, status=ADOPTED, effective_from=date(2016, 1, 1))


def register():
    """Agreements of every sort."""
    editions()
    make_agreement("social", title="On social matters", unit=make_unit("social"), signed_on="2010-06-01")
    make_agreement(
        "drugs",
        subject="Drug courts",
        type="special",
        special_type="program",
        unit=make_unit("spa"),
        partners=[make_partner("Government of Barbados", "government", country="BB")],
        member_states=[make_state()],
        signed_on="2013",
        ends_on="2014",
    )
    women = Theme.objects.create(slug="women", name="Women")
    make_agreement("women", subject="Rights of women", signed_on="2020-02", open_ended=True, themes=[women])
    make_agreement("undated", subject="Labour", unit=make_unit("gone"), signed_words="2008 or later")
    make_agreement("proposal", subject="A secret proposal", stage="under_review", unit=make_unit("sedi"))


def make_many(count):
    units = "\n".join(f"  u{number} | office | Office {number}" for number in range(count))
    make_structure("before", f"gs\n{units}", status=ADOPTED, effective_from=date(2008, 1, 1))
    make_structure("today", f"gs\n{units}", status=ADOPTED, effective_from=date(2016, 1, 1))
    for number in range(count):
        Theme.objects.create(slug=f"theme-{number}", name=f"Theme {number}")
        state = make_state(f"A{number}", f"State {number}")
        partner = make_partner(f"Partner {number}", country=f"A{number}")
        renewed = make_agreement(
            f"old-{number}", signed_on="2001", partners=[partner], type="special", special_type="program"
        )
        make_agreement(
            f"a{number}",
            unit=make_unit(f"u{number}"),
            other_units=[make_unit(f"u{each}") for each in range(count)],
            signed_on=f"20{10 + number}",
            partners=[partner, f"Second {number}"],
            themes=Theme.objects.all(),
            member_states=[state],
            renews=renewed,
            sources=[make_source(f"s{number}")],
        )
