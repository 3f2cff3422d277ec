"""The people whom sources name in posts: one of a name, and said to be so by the name alone where it comes twice."""

from collections import Counter

from django.utils.text import slugify

from orgunits.models import Appointment, Person

from .offices import representative_rows
from .posts import post_rows
from .rows import row

NAMED = (post_rows, representative_rows)


def person_rows():
    rows = [each for named in NAMED for each in named()]
    model = Appointment._meta.label_lower
    names = [each["fields"]["name"] for each in rows if each["model"] == model]
    times = Counter(map(slugify, names))
    by_slug = {slugify(name): name for name in reversed(names)}  # the first spelling counts
    return [row(Person, slug=slug, name=by_slug[slug], by_name=number > 1) for slug, number in times.items()]
