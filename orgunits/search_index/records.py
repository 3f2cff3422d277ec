"""Themes, bodies, partners, agreements and sources → their documents."""

from ..models import AgreementParty, Body, CooperationAgreement, Partner, Source, Theme, UnitRelation
from ..models.languages import LANGUAGES, language_columns
from ..models.structure import day_of
from .documents import Document, Kind, Role


def themes(keys):
    rows = Theme.objects.public().filter(pk__in=keys).order_by("pk")
    for row in rows.values("pk", "slug", *language_columns("name")):
        document = Document(Kind.THEME, row["pk"], ("unit_list", [], {"theme": row["slug"]}))
        document.name_in_each(Role.NAME, row, "name")
        yield document


def public_bodies():
    """Those that a unit serves in some edition the public may see."""
    served = UnitRelation.objects.public().filter(to_body__isnull=False)
    return Body.objects.filter(pk__in=served.order_by().values("to_body"))


def bodies(keys):
    """A body leads to the unit that served it last."""
    rows = UnitRelation.objects.public().filter(to_body__in=public_bodies().filter(pk__in=keys))
    found = {}
    names = language_columns("to_body__name")
    latest_first = ("to_body", day_of("structure__").desc(nulls_last=True), "pk")
    for row in rows.order_by(*latest_first).values("to_body", "unit__slug", *names):
        if row["to_body"] not in found:
            document = Document(Kind.BODY, row["to_body"], ("unit_detail", [row["unit__slug"]]))
            found[row["to_body"]] = document
            for column in names:
                document.name_and_acronym(row[column], column[-2:])
    return found.values()


def public_partners():
    """Those of an agreement that the public may see."""
    parties = AgreementParty.objects.filter(agreement__in=CooperationAgreement.objects.public())
    return Partner.objects.filter(pk__in=parties.order_by().values("partner"))


def partners(keys):
    for row in public_partners().filter(pk__in=keys).order_by("pk").values("pk", "name", "distinction"):
        document = Document(Kind.PARTNER, row["pk"], ("agreement_list", [], {"q": row["name"]}))
        document.name_and_acronym(row["name"])
        document.about = dict.fromkeys(LANGUAGES, row["distinction"])
        yield document


def agreements(keys):
    columns = language_columns("title", "subject", "note")
    rows = CooperationAgreement.objects.public().filter(pk__in=keys).order_by("pk")
    found = {}
    for row in rows.values("pk", "slug", "registry_number", "signed_on", "ends_on", "terminated_on", *columns):
        document = found[row["pk"]] = Document(Kind.AGREEMENT, row["pk"], ("agreement_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "title")
        document.name(Role.SYMBOL, row["registry_number"])
        if not any(row[column] for column in language_columns("title")):
            document.name_in_each(Role.NAME, row, "subject")
        document.say_in_each(row, "subject", "note")
        document.since, document.until = row["signed_on"], row["terminated_on"] or row["ends_on"]
    partners_of = {}
    for row in AgreementParty.objects.filter(agreement__in=found).order_by("pk").values("agreement", "partner__name"):
        found[row["agreement"]].name(Role.SUBJECT, row["partner__name"])
        partners_of.setdefault(row["agreement"], []).append(row["partner__name"])
    for agreement, partners in partners_of.items():
        found[agreement].about = dict.fromkeys(LANGUAGES, " · ".join(partners))
    about = CooperationAgreement.themes.through.objects.filter(
        cooperationagreement__in=found, theme__in=Theme.objects.public()
    )
    names = language_columns("theme__name")
    for row in about.order_by("pk").values("cooperationagreement", *names):
        for column in names:
            found[row["cooperationagreement"]].name(Role.SUBJECT, row[column], column[-2:])
    return found.values()


def sources(keys):
    columns = ("pk", "slug", "title", "language", "publisher", "file_name", "published_on", *language_columns("note"))
    for row in Source.objects.public().filter(pk__in=keys).order_by("pk").values(*columns):
        document = Document(Kind.SOURCE, row["pk"], ("source_detail", [row["slug"]]))
        document.name(Role.NAME, row["title"], row["language"])
        year = f"{row['published_on'].year}" if row["published_on"] else ""
        line = ", ".join(part for part in (row["publisher"], year) if part)
        document.about = dict.fromkeys(LANGUAGES, line)
        document.say(row["publisher"])
        document.say(row["file_name"])
        document.say_in_each(row, "note")
        document.since = row["published_on"]
        yield document
