"""The member states, and how each stood to the Organization through time."""

from orgunits.models import Membership, MemberState
from orgunits.models.languages import LANGUAGES

from .facts import facts, in_languages, own_texts
from .rows import row
from .sources import GENERAL_KNOWLEDGE, partial_date, partial_end, sources

YEARS_OF_JOINING = "https://indiaawebcentre.org/ebook/ready-reckoner/files/basic-html/page381.html"


def member_state_rows():
    states = facts("member_states")["items"]
    return [_state_row(state) for state in states] + [
        _membership_row(state, each) for state in states for each in _memberships(state)
    ]


def _state_row(state):
    texts = own_texts("member_states")[state["iso2"]]
    return row(
        MemberState,
        iso2=state["iso2"],
        iso3=state["iso3"],
        old_code=state["oas_old_site_code"],
        sub_region=texts["sub_region"],
        latitude=f"{state['capital_lat']:.2f}",
        longitude=f"{state['capital_lon']:.2f}",
        sources=sources([GENERAL_KNOWLEDGE]),
        **in_languages("name", {language: state[f"name_{language}"] for language in LANGUAGES}),
        **in_languages("capital", {"en": state["capital"], **texts.get("capital", {})}),
        **in_languages("note", texts.get("note")),
    )


def _memberships(state):
    """As our texts date them; else a member since the year of joining, as the facts list all 35."""
    since_joining = {
        "status": state["membership_status"],
        "from": str(state["joined_year"]),
        "open": True,
        "sources": [YEARS_OF_JOINING],
    }
    return own_texts("member_states")[state["iso2"]].get("memberships", [since_joining])


def _membership_row(state, each):
    return row(
        Membership,
        member_state=[state["iso2"]],
        status=each["status"],
        open_ended=each.get("open", False),
        sources=sources(each["sources"]),
        **partial_date("starts", each["from"]),
        **partial_end("ends", each.get("to")),
        **in_languages("note", each.get("note")),
    )
