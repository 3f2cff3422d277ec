"""The drawing: well-formed, complete, safe, with everything in it that it needs to stand alone."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from orgunits.charts.boxes import Box
from orgunits.charts.sheet import Cell, Key, add_foot, chart
from orgunits.charts.svg import Writer, drawing_css, policy
from orgunits.views.chart_sheet import Shown

SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PLAIN = Shown("/en/units/gs/", "/en/chart/?branch=gs", "General Secretariat", "", "", "", "en", "en")
HOSTILE = [
    "<script>alert(1)</script>",
    "Law & Order \"quoted\" 'single'",
    "]]> --> <!-- {{ x }}",
    "مكتب الأمين العام",
    "🎉👩‍👩‍👧‍👦 Office",
    "y" * 300,
    "Tab\tNUL\x00\x0b\x1f\ufffe\ud800",
    "javascript:alert(1)",
]


def drawing(name="General Secretariat", *, paper=None, language="en", shown=PLAIN, **fields):
    root = Box("gs", name, kind="general_secretariat", shown=shown, **fields)
    root.below = [
        Box("sla", "Legal Affairs", "SLA", "secretariat", above=root, shown=replace(shown, pillar="democracy"))
    ]
    sheet = chart(root, [], title=name, description=name)
    keys = [Key("pillar", "democracy", "Pillar: Democracy"), Key("box", "inferred", "Place: inferred")]
    add_foot(sheet, lambda sheet: [Cell("Structure", name, "en")], keys, address="http://a.example/")
    return Writer(sheet, language=language, paper=paper).write()


@pytest.mark.parametrize("paper", [None, "a3"])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_names_it_is_well_formed_and_runs_nothing(name, paper):
    address = 'https://a.example/?a=1&b="2"'
    root = ET.fromstring(drawing(name, paper=paper, shown=replace(PLAIN, address=address, title=name)))

    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "rect", "circle", "a", "text", "tspan"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on") or key == "style"]
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == {address}


def test_a_box_is_a_link_with_its_whole_name():
    link = ET.fromstring(drawing()).find(f".//{SVG}a")

    assert link.get("href") == "/en/units/gs/"
    assert link.find(f"{SVG}title").text == "General Secretariat"
    assert "".join(link.find(f"{SVG}text").itertext()) == "General Secretariat"


def test_links_come_in_the_order_of_the_tree():
    names = [link.find(f"{SVG}title") for link in ET.fromstring(drawing()).iter(f"{SVG}a")]
    assert len(names) == 2


def test_a_name_in_another_language_is_marked():
    inside, alone = (ET.fromstring(drawing(language="es", paper=paper)) for paper in (None, "a4"))

    assert inside.find(f".//{SVG}a//{SVG}tspan").get("lang") == "en"
    assert alone.find(f".//{SVG}a//{SVG}tspan").get(XML_LANG) == "en"
    assert alone.get(XML_LANG) == "es"


def test_a_branch_with_more_below_says_how_many_and_leads_there():
    shown = replace(PLAIN, more_title="5 more units below: the chart of X")
    links = list(ET.fromstring(drawing(more=5, more_words="+ 5 more units below", shown=shown)).iter(f"{SVG}a"))

    assert [link.get("class").split()[0] for link in links] == ["box", "more", "box"]
    assert "".join(links[1].find(f"{SVG}text").itertext()) == "+ 5 more units below"
    assert links[1].get("href") == "/en/chart/?branch=gs"


def test_in_a_page_it_takes_the_pages_colours_and_alone_it_brings_its_own():
    inside, alone = drawing(), drawing(paper="a3")

    assert "<style>" not in inside
    assert "data:font/woff2;base64," in alone
    assert "var(--" not in alone
    assert "#0b3a82" in alone
    without_font = re.sub(r"base64,[^)]+", "", alone.replace("http://www.w3.org/2000/svg", ""))
    assert re.findall(r"//[^\"\s<]+", without_font) == ["//a.example/"]


def test_alone_it_has_the_size_of_the_paper():
    root = ET.fromstring(drawing(paper="a4"))

    assert (root.get("width"), root.get("height")) == ("297mm", "210mm")
    *_origin, width, height = map(float, root.get("viewBox").split())
    assert width / height == pytest.approx(297 / 210, rel=0.001)


def test_the_second_file_of_the_font_comes_along_only_where_it_is_needed():
    assert drawing(paper="a3").count("@font-face") == 1
    assert drawing("Łódź", paper="a3").count("@font-face") == 2


@pytest.mark.parametrize("name", ["مكتب الأمين العام", "Guarani\u0303 G\u0303", "Ẽ"])
def test_dejavu_comes_along_for_words_that_need_it_and_is_not_stretched(name):
    alone = drawing(name, paper="a3")

    assert alone.count('font-family: "Directory DejaVu"; font-weight:') == 2
    text = ET.fromstring(alone).find(f".//{SVG}a/{SVG}text")
    assert "".join(text.itertext()) == name
    [line] = [span for span in text.iter(f"{SVG}tspan") if span.get("x")]
    assert line.get("textLength") is None
    assert [span.get("class") for span in line] == ["other"]


def test_each_line_from_the_right_is_a_text_of_its_own_that_ends_where_lines_begin():
    name = "مكتب الأمين العام لمنظمة الدول الأمريكية في واشنطن"
    link = ET.fromstring(drawing(name)).find(f".//{SVG}a")

    texts = link.findall(f"{SVG}text")
    assert " ".join("".join(text.itertext()) for text in texts) == name
    assert len(texts) > 1
    assert {(text.get("direction"), text.get("text-anchor")) for text in texts} == {("rtl", "end")}


def test_its_policy_lets_its_own_style_and_font_through_and_nothing_else():
    directives = dict(part.strip().split(" ", 1) for part in policy(drawing(paper="a3")).split(";"))

    assert directives["default-src"] == "'none'"
    assert directives["font-src"] == "data:"
    assert directives["style-src"].startswith("'sha256-")
    assert "script-src" not in directives


def test_every_class_of_the_drawing_has_a_rule():
    classes = {
        name for value in re.findall(r'class="([^"]+)"', drawing(more=1, more_words="+ 1")) for name in value.split()
    }
    plain = {"box--unit", "weight-400", "pillar-democracy"}
    assert {name for name in classes - plain if f".{name}" not in drawing_css()} == set()
