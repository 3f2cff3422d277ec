"""Member states and country offices → their documents."""

from ..models import Appointment, CountryOffice, MemberState
from ..models.languages import LANGUAGES, language_columns
from .documents import Document, Kind, Role


def member_states(keys):
    columns = language_columns("name", "capital", "note")
    rows = MemberState.objects.filter(pk__in=keys).order_by("pk")
    for row in rows.values("pk", "iso2", "iso3", "old_code", *columns):
        document = Document(Kind.MEMBER_STATE, row["pk"], ("member_state_detail", [row["iso2"].lower()]))
        document.name_in_each(Role.NAME, row, "name")
        for code in (row["old_code"], row["iso3"]):
            document.name(Role.ACRONYM, code)
        document.name_in_each(Role.PLACE, row, "capital")
        document.say_in_each(row, "note")
        yield document


def offices(keys):
    columns = language_columns("name", "member_state__name", "note")
    rows = CountryOffice.objects.filter(pk__in=keys).order_by("pk")
    found = {}
    for row in rows.values("pk", "slug", "city", "address", "email", "established", "closed", *columns):
        document = found[row["pk"]] = Document(Kind.OFFICE, row["pk"], ("office_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "name")
        document.name(Role.PLACE, row["city"])
        document.name_in_each(Role.SUBJECT, row, "member_state__name")
        document.about = dict.fromkeys(LANGUAGES, row["city"])
        document.say(row["address"])
        document.say(row["email"])
        document.say_in_each(row, "note")
        document.since, document.until = row["established"], row["closed"]
    known = set()
    for row in Appointment.objects.public().filter(office__in=found).order_by("pk").values("office", "name"):
        if (row["office"], row["name"]) not in known:
            known.add((row["office"], row["name"]))
            found[row["office"]].name(Role.SUBJECT, row["name"])
    return found.values()
