"""People and posts → their documents."""

import re

from django.db.models import F

from ..models import Appointment, Person, Placement, Post, Structure
from ..models.languages import LANGUAGES, language_columns
from .documents import Document, Kind, Role

OF_A_TERM = ("name", "starts", "ends", "open_ended", "seen_on")
OF_A_POST = language_columns("post__title")
# "Amb. Albert R. Ramdin" is asked for as "Albert Ramdin".
TITLES = re.compile(r"^(?:(?:Dr|Dra|Amb|Mr|Mrs|Ms|Sr|Sra|Lic|Ing|Prof|Gral|Gen|Hon|Min|H\.E)\.\s+)+")
INITIALS = re.compile(r"(?<=\s)[^\W\d_]\.\s+")


def public_posts():
    return Post.objects.public()


def public_people():
    return Person.objects.in_posts(to_staff=False)


def posts(keys):
    rows = public_posts().filter(pk__in=keys).order_by("pk")
    columns = language_columns("title")
    found = {}
    for row in rows.values("pk", "slug", *columns):
        document = found[row["pk"]] = Document(Kind.POST, row["pk"], ("post_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "title")
    _add_units(found)
    for row in Appointment.objects.public().filter(post__in=found).order_by("pk").values("post", "name"):
        document = found[row["post"]]
        if row["name"] not in {name.text for name in document.names}:
            document.name(Role.SUBJECT, row["name"])
    return found.values()


def _add_units(found):
    """A post is found by what its unit, or one that it heads, is called in some edition."""
    columns = language_columns("name", "acronym")
    for post in ("unit__posts", "unit__head_posts"):
        rows = Placement.objects.filter(**{f"{post}__in": found}, structure__in=Structure.objects.public())
        known = set()
        for row in rows.latest_first().values(post, *columns):
            for column in columns:
                subject = (row[post], row[column], column[-2:])
                if subject not in known:
                    known.add(subject)
                    found[row[post]].name(Role.SUBJECT, row[column], column[-2:])


def people(keys):
    terms = Appointment.objects.seen(to_staff=False).filter(person__in=public_people().filter(pk__in=keys))
    last_first = (
        F("ends").desc(nulls_first=True),
        F("starts").desc(nulls_last=True),
        F("seen_on").desc(nulls_last=True),
    )
    found, held = {}, {}
    of_a_person = ("person", "person__name", "person__slug")
    for row in terms.order_by(*last_first, "pk").values(*of_a_person, *OF_A_TERM, *OF_A_POST):
        if row["person"] not in found:
            document = found[row["person"]] = Document(
                Kind.PERSON, row["person"], ("person_detail", [row["person__slug"]])
            )
            document.name(Role.NAME, row["person__name"])
            if (short := INITIALS.sub("", TITLES.sub("", row["person__name"]))) != row["person__name"]:
                document.name(Role.ALIAS, short)
            document.until = None if row["open_ended"] else row["ends"] or row["seen_on"] or row["starts"]
        document = found[row["person"]]
        if row["name"] not in {name.text for name in document.names}:
            document.name(Role.ALIAS, row["name"])
        for language in LANGUAGES:
            document.say(row[f"post__title_{language}"], language)
            title = row[f"post__title_{language}"] or row[f"post__title_{LANGUAGES[0]}"]
            held.setdefault((row["person"], language), []).append(f"{title}{_years(row)}")
    for (person, language), posts_held in held.items():
        found[person].about[language] = " · ".join(dict.fromkeys(posts_held))
    return found.values()


def _years(row):
    """ ", 2005–2015", as far as they are known."""
    if row["starts"]:
        until = row["ends"].year if row["ends"] else ""
        return f", {row['starts'].year}" if until == row["starts"].year else f", {row['starts'].year}–{until}"
    if row["ends"]:
        return f", –{row['ends'].year}"
    return f", {row['seen_on'].year}" if row["seen_on"] else ""
