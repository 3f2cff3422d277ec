"""How the templates are written; what they show is tested with the pages."""

import pytest
from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils.translation import gettext, override

from orgunits.templatetags import directory, words

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


@pytest.fixture
def frame(monkeypatch):
    """Renders the menu as kept() does, and counts what it keeps."""
    kept = {}
    monkeypatch.setattr(directory, "_kept", kept)
    template = engines["django"].from_string('{% load directory %}{% kept "components/nav.html" %}').template

    def render(**context):
        return template.render(Context(context))

    render.kept = kept
    return render


def test_the_frame_is_kept_by_language_page_and_moment(frame):
    request = RequestFactory().get("/")
    assert 'href="/en/chart/"' in frame(request=request)
    with override("es"):
        assert 'href="/es/chart/"' in frame(request=request)
    request.resolver_match = type("Match", (), {"url_name": "chart"})
    assert '<a href="/en/chart/" aria-current="page">' in frame(request=request)
    request.moment = type(
        "Moment", (), {"parameters": {"on": "2010-01-01"}, "address_of": lambda *_names, **_query: "/then/"}
    )
    assert 'href="/then/"' in frame(request=request)
    assert 'href="/en/chart/"' in frame()  # an error page has no request
    assert len(frame.kept) == 4


def test_of_the_frame_no_more_is_kept_than_there_is_room_for(frame, monkeypatch):
    monkeypatch.setattr(directory, "MOST_KEPT", 2)
    for name in ("chart", "find", "about", "home"):
        request = RequestFactory().get("/")
        request.resolver_match = type("Match", (), {"url_name": name})
        frame(request=request)
        assert len(frame.kept) <= 2


def test_constant_words_are_asked_for_once_a_language(monkeypatch):
    asked = []
    monkeypatch.setattr(words, "gettext", lambda text: asked.append(text) or gettext(text))
    template = engines["django"].from_string('{% load i18n %}{% translate "Name in that edition" %}')

    for language, shown in [("en", "Name in that edition"), ("es", "Nombre en esa edición")] * 2:
        with override(language):
            assert template.render() == shown

    assert asked == ["Name in that edition"] * 2


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ('{% translate "to" context "a unit" %}', "a"),
        ('{% translate "Name in that edition" as name %}<b>{{ name }}</b>', "<b>Nombre en esa edición</b>"),
        ('{% trans "Name in that edition" %}', "Nombre en esa edición"),
        ("{% translate text %}", "Nombre en esa edición"),
        ('{% translate "to" context sense %}', "a"),
        ('{% translate "Name in that edition"|upper %}', "NOMBRE EN ESA EDICIÓN"),
        ('{% translate "Name in that edition" noop %}', "Name in that edition"),
        ('{% translate "100 % of <b>it</b>" %}', "100 % of <b>it</b>"),
        ("{% blocktranslate %}Name in that edition{% endblocktranslate %}", "Nombre en esa edición"),
    ],
)
def test_words_are_those_of_django(tag, shown):
    context = {"text": "Name in that edition", "sense": "a unit"}
    with override("es"):
        ours = engines["django"].from_string("{% load i18n %}" + tag).render(context)
        library = {"OPTIONS": {"libraries": {"i18n": "django.templatetags.i18n"}}}
        django = DjangoTemplates({"NAME": "plain", "DIRS": [], "APP_DIRS": False, **library})
        assert ours == django.from_string("{% load i18n %}" + tag).render(context) == shown
