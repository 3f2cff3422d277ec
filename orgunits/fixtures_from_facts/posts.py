"""The posts, and the people whom sources name in them; representatives of country offices come with the offices."""

from django.utils.text import slugify

from orgunits.models import Appointment, Post, PostResponsibility

from .facts import facts, in_languages, own_texts, person, typeset
from .relations import body
from .rows import row
from .sources import partial_date, partial_end, source, sources

FOR_EACH = {
    "(each department)": Post.ForEach.DEPARTMENT,
    "(each office)": Post.ForEach.OFFICE,
    "(each section)": Post.ForEach.SECTION,
    "(each country office)": Post.ForEach.COUNTRY_OFFICE,
}


def post_rows():
    posts = facts("posts")["items"]
    responsibilities = [
        row(
            PostResponsibility,
            post=[post["key"]],
            position=position,
            text_en=each["text"],
            source=source(each["source"]),
        )
        for post in posts
        for position, each in enumerate(post.get("responsibilities", []), start=1)
    ]
    appointments = [_appointment_row(post["key"], holder) for post in posts for holder in post["holders"]]
    # Those that others report to stand first.
    posts = sorted(posts, key=lambda post: "reports_to" in post)
    return [_post_row(post) for post in posts] + responsibilities + appointments


def _post_row(post):
    texts = own_texts("posts")["posts"][post["key"]]
    for_each = FOR_EACH.get(post["unit_key"])
    return row(
        Post,
        slug=post["key"],
        unit=None if for_each else [post["unit_key"]],
        for_each=for_each,
        heads=[[key] for key in post.get("head_of", [])],
        seniority=post["rank"],
        reports_to=[post["reports_to"]] if "reports_to" in post else None,
        elected_by=body(post["elected_by"]) if "elected_by" in post else None,
        term_years=post.get("term_years"),
        max_terms=post.get("max_terms"),
        term_source=source(post["term_source"]) if "term_source" in post else None,
        sources=sources([*post["sources"], *texts.get("more_sources", [])]),
        **in_languages("title", {"en": texts.get("en", post["title"]), "es": texts["es"]}),
        **in_languages("note", texts.get("note")),
    )


def _appointment_row(post, holder):
    texts = own_texts("posts")["appointments"].get(f"{post}/{holder['name']}", {})
    # Bare years read the same in every language.
    as_of = typeset(holder["as_of"]) if holder.get("as_of") else None
    seen = {"en": as_of, "es": as_of, **texts.get("seen", {})}
    return row(
        Appointment,
        slug=slugify(f"{post} {holder['name']}"),
        post=[post],
        unit=[holder["unit_key"]] if "unit_key" in holder else None,
        name=holder["name"],
        person=[person(holder["name"])],
        country=[holder["country_iso2"]] if holder.get("country_iso2") else None,
        open_ended=texts.get("open", False),
        seen_on=partial_date("seen_on", texts.get("seen_on")).get("seen_on"),
        acting=holder["acting"],
        sources=sources(holder["sources"]),
        **partial_date("starts", holder["term_from"]),
        **partial_end("ends", holder["term_to"]),
        **in_languages("seen", seen),
        **in_languages("note", texts.get("note")),
    )
