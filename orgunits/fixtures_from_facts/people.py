"""The people whom sources name in posts: one of a name, and said to be so by the name alone where it comes twice.

Where a source itself says that two names are of one person, our own texts join them.
"""

from collections import Counter

from django.utils.text import slugify

from orgunits.models import Appointment, Person

from .facts import own_texts, person
from .offices import representative_rows
from .posts import post_rows
from .rows import row

NAMED = (post_rows, representative_rows)


def person_rows():
    rows = [each for named in NAMED for each in named()]
    model = Appointment._meta.label_lower
    names = [each["fields"]["name"] for each in rows if each["model"] == model]
    times = Counter(map(person, names))
    by_slug = {slugify(name): name for name in reversed(names)}  # the first spelling counts
    said = {person(name) for name in own_texts("people")}
    return [
        row(Person, slug=slug, name=by_slug[slug], by_name=number > 1 and slug not in said)
        for slug, number in times.items()
    ]
