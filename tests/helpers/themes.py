"""Themes by their names, and their labels."""

from orgunits.models import Theme, ThemeLabel


def make_theme(name):
    return Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def make_label(theme, language, text, **fields):
    return ThemeLabel.objects.create(theme=theme, language=language, text=text, **fields)
