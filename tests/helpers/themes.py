"""Themes by their names."""

from orgunits.models import Theme


def make_theme(name):
    return Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
