"""Themes, bodies, partners, agreements and sources → their documents."""

from ..models import AgreementParty, CooperationAgreement, Partner, Source, Theme, ThemeLabel
from ..models.languages import LANGUAGES, language_columns
from ..models.posts import bodies_on_record
from .documents import Document, Kind, Role


def public_themes():
    """Those of a unit or an agreement that the public may see."""
    return Theme.objects.with_pages(to_staff=False)


def themes(keys):
    rows = public_themes().filter(pk__in=keys).order_by("pk")
    found = {}
    for row in rows.values("pk", "slug", *language_columns("name")):
        document = found[row["pk"]] = Document(Kind.THEME, row["pk"], ("theme_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "name")
    labels = ThemeLabel.objects.filter(theme__in=found).order_by("pk")
    for theme, text, language in labels.values_list("theme", "text", "language"):
        found[theme].name(Role.ALIAS, text, language)
    return found.values()


def bodies(keys):
    rows = bodies_on_record(to_staff=False).filter(pk__in=keys).order_by("pk")
    for row in rows.values("pk", "slug", *language_columns("name")):
        document = Document(Kind.BODY, row["pk"], ("body_detail", [row["slug"]]))
        for language in LANGUAGES:
            document.name_and_acronym(row[f"name_{language}"], language)
        yield document


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
    about = CooperationAgreement.themes.through.objects.filter(cooperationagreement__in=found).order_by("pk")
    add_themes(found, about.filter(theme__draft=None).values_list("cooperationagreement", "theme"))
    return found.values()


def add_themes(found, held):
    """Gives documents what their themes are called, and looked for by; `held` are (key of a document, theme)."""
    held = list(held)
    names = {}
    themes = Theme.objects.filter(pk__in={theme for _key, theme in held}).order_by("pk")
    for row in themes.values("pk", *language_columns("name")):
        names[row["pk"]] = [(row[f"name_{language}"], language) for language in LANGUAGES]
    labels = ThemeLabel.objects.filter(theme__in=names).order_by("pk")
    for theme, text, language in labels.values_list("theme", "text", "language"):
        names[theme].append((text, language))
    given = set()
    for key, theme in held:
        for name in names[theme]:
            if (key, *name) not in given:
                given.add((key, *name))
                found[key].name(Role.SUBJECT, *name)


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
