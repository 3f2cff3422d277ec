"""How the templates are written; what they show is tested with the pages."""

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
WIDEST = 160


def test_no_line_is_wider_than_a_reader_takes_in():
    """One sentence or tag a line; where a space would show, a line breaks inside a tag."""
    too_wide = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}: {len(line)} characters"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > WIDEST
    ]

    assert too_wide == []
