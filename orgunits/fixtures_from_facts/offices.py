"""The offices away from headquarters, and the representatives whom sources name at their head."""

from django.utils.text import slugify

from orgunits.models import Appointment, CountryOffice

from .facts import facts, in_languages, own_texts, person, typeset
from .member_states import member_state_rows
from .rows import row
from .sources import partial_date, partial_end, sources

FIELD_OFFICE = "adjacency-zone"
# Representatives report to its head: source document 002.
COORDINATING_UNIT = "coordinating-office"
STATUSES = {
    "operating": CountryOffice.Status.OPERATING,
    "evidence_of_operation": CountryOffice.Status.EVIDENCED,
    "closure_announced": CountryOffice.Status.CLOSURE_ANNOUNCED,
    "closed": CountryOffice.Status.CLOSED,
}


def member_state_and_office_rows():
    return [
        *member_state_rows(),
        *(_office_row(office) for office in facts("country_offices")["items"]),
        _field_office_row(),
    ]


def representative_rows():
    """The holders of the post `representative`, office by office."""
    named = [(office["id"], each) for office in facts("country_offices")["items"] for each in office["representatives"]]
    return [_representative_row(office, each) for office, each in named] + [_field_office_head_row()]


def _office_row(office):
    texts = own_texts("offices")["offices"][office["id"]]
    return row(
        CountryOffice,
        slug=office["id"],
        kind=CountryOffice.Kind.MEMBER_STATE,
        member_state=[office["iso2"]],
        city=office["city"],
        address=typeset(texts.get("address", office["address"]) or ""),
        phones=office["phones"],
        faxes=office["faxes"],
        email=office["email"],
        website=office["web"],
        latitude=f"{office['lat']:.2f}" if office["lat"] else None,
        longitude=f"{office['lon']:.2f}" if office["lon"] else None,
        status=STATUSES[office["status"]],
        coordinating_unit=[COORDINATING_UNIT],
        sources=sources([*office["sources"], *texts.get("more_sources", [])]),
        **in_languages("name", {"en": office["office_name"], **texts["name"]}),
        **in_languages("hours", office["hours"] and {"en": office["hours"], **texts["hours"]}),
        **in_languages("contact_as_of", texts.get("contact_as_of")),
        **in_languages("status_as_of", texts["status_as_of"]),
        **in_languages("note", texts.get("note")),
        **partial_date("established", office["established"]),
        **partial_end("closed", office["closed_on"]),
    )


def _field_office_row():
    """No unit is recorded as coordinating it, and no place: it is no office in a member state."""
    (office,) = (each for each in facts("country_offices")["special_offices"] if each["id"] == FIELD_OFFICE)
    texts = own_texts("offices")["offices"][FIELD_OFFICE]
    return row(
        CountryOffice,
        slug=FIELD_OFFICE,
        kind=CountryOffice.Kind.FIELD,
        status=CountryOffice.Status.EVIDENCED,
        sources=sources(office["sources"]),
        **in_languages("name", texts["name"]),
        **in_languages("status_as_of", texts["status_as_of"]),
        **in_languages("note", texts["note"]),
    )


def _representative_row(office, each):
    texts = own_texts("offices")["representatives"][f"{office}/{each['name']}"]
    (found,) = (item for item in facts("country_offices")["items"] if item["id"] == office)
    return _appointment_row(
        office,
        each["name"],
        acting=texts.get("acting", False),
        seen_on=partial_date("seen_on", texts.get("seen_on")).get("seen_on"),
        sources=sources(texts.get("sources", found["sources"])),
        **partial_date("starts", each.get("since")),
        **partial_end("ends", each.get("until")),
        **in_languages("seen", texts.get("seen")),
        **in_languages("note", texts.get("note")),
    )


def _field_office_head_row():
    texts = own_texts("offices")["field_office_head"]
    return _appointment_row(
        texts["office"],
        texts["name"],
        sources=sources(texts["sources"]),
        **partial_date("starts", texts["from"]),
        **partial_end("ends", texts.get("until")),
        **in_languages("note", texts["note"]),
    )


def _appointment_row(office, name, **columns):
    return row(
        Appointment,
        slug=slugify(f"{office} {name}"),
        post=["representative"],
        office=[office],
        name=name,
        person=[person(name)],
        **columns,
    )
