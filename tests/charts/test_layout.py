"""Where boxes and lines stand: whatever the tree, nothing lies upon another and everything is on the sheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgunits.charts.boxes import Box, tree_of
from orgunits.charts.layout import RATIO, overlaps
from orgunits.charts.lines import circles, joined
from orgunits.charts.maze import Maze, passes_behind
from orgunits.charts.sheet import MARGIN, Cell, Key, add_foot, chart
from orgunits.models import UnitRelation
from tests.helpers.charts import words_outside

KINDS = ("general_secretariat", "head_office", "secretariat", "department", "office")
CELLS = [Cell("Structure", "Seven secretariats, as adopted"), Cell("Act", "Executive Order 08-01 Rev. 9")]
NAMES = (
    "Protocol",
    "Department of Financial and Administrative Management Services",
    "Office of the Secretariat to the General Assembly, the Meeting of Consultation, the Permanent Council, and "
    "Subsidiary Organs",
    "Oficina",
    "x" * 300,
)
WALL = [("start", 0, 100, 100), ("between", -100, 40, 220)]  # key, x, y, width


def sheet_of(root, relations=(), cells=CELLS):
    sheet = chart(root, list(relations), title="Organizational chart", description="")
    add_foot(sheet, lambda sheet: cells, [Key("box", "inferred", "Place: inferred")], address="http://a.example/")
    return sheet


@st.composite
def trees(draw):
    """Boxes in the order of a random tree, the first at its top."""
    rows, level = [], 0
    for number in range(draw(st.integers(1, 45))):
        level = draw(st.integers(1, level + 1)) if number else 0
        name, kind = draw(st.sampled_from(NAMES)), draw(st.sampled_from(KINDS))
        box = Box(number, name, draw(st.sampled_from(["", "SEDI"])), kind, more=draw(st.sampled_from([0, 0, 3])))
        box.more_words = draw(st.sampled_from(["+ 3 more units below", "+ 3 unidades más por debajo de esta"]))
        box.is_apart = draw(st.integers(0, 5)) == 0 and number > 0
        rows.append((box, level))
    tree_of(rows)
    return [box for box, _level in rows]


@st.composite
def trees_with_relations(draw):
    boxes = draw(trees())
    ends = st.sampled_from(boxes)
    relations = draw(st.lists(st.tuples(st.sampled_from(UnitRelation.Kind.values), ends, ends), max_size=8))
    return boxes, [(kind, box, other) for kind, box, other in relations if box is not other]


@settings(max_examples=25)
@given(trees_with_relations())
def test_boxes_never_lie_upon_each_other_and_all_stand_on_the_sheet(drawn):
    boxes, relations = drawn
    sheet = sheet_of(boxes[0], relations)

    assert overlaps(boxes) == []
    assert round(sheet.width / sheet.height, 3) == round(RATIO, 3)
    left, top, right, bottom = -sheet.x, -sheet.y, sheet.width - sheet.x, sheet.height - sheet.y
    assert all(left <= box.x and box.right <= right and top <= box.y and box.bottom <= bottom for box in boxes)
    points = [point for bundle in sheet.bundles for piece in bundle.pieces for point in piece]
    points += [point for wire in sheet.drawn.wires for point in wire.points]
    assert all(left <= x <= right and top <= y <= bottom for x, y in points)


@settings(max_examples=50)
@given(trees_with_relations())
def test_no_line_leads_behind_a_box(drawn):
    boxes, relations = drawn
    sheet = sheet_of(boxes[0], relations)

    lines = [wire.points for wire in sheet.drawn.wires]
    pieces = [piece for points in lines for piece in zip(points, points[1:], strict=False)]
    pieces += [piece for bundle in sheet.bundles for piece in bundle.pieces]
    assert [piece for piece in pieces if passes_behind([piece], boxes)] == []


def test_a_line_goes_around_the_box_in_its_way_the_shorter_way():
    start, between = (Box(key, "", x=x, y=y, width=wide, height=20) for key, x, y, wide in WALL)
    maze = Maze([start, between], number=1, xs=[50], ys=[0, 110])

    path = maze.path([((50, start.y), (0, -1)), ((start.right, 110), (1, 0))], 0)

    assert path == [(100, 110), (124.5, 110), (124.5, 0)]
    assert not passes_behind(zip(path, path[1:], strict=False), [start, between])
    assert passes_behind([((50, 100), (50, 0))], [start, between])


@settings(max_examples=25)
@given(trees())
def test_the_foot_covers_no_box_and_its_words_stay_on_the_sheet(boxes):
    sheet = sheet_of(boxes[0])

    margin = MARGIN * sheet.scale
    foot = sheet.height - margin - sheet.foot_height * sheet.scale
    left, top, wide, high = (value * sheet.scale for value in sheet.frame)
    for box in boxes:
        is_beside = sheet.x + box.right <= margin + left
        assert is_beside or sheet.y + box.bottom <= foot + top
    for text in sheet.texts:
        assert (text.x + text.length) * sheet.scale <= sheet.width - 2 * margin


@settings(max_examples=25)
@given(trees())
def test_words_stay_within_their_box(boxes):
    sheet_of(boxes[0])

    for box in boxes:
        assert words_outside(box) == []
        drawn = "".join(part for line in box.lines for part in line)
        assert drawn.replace(" ", "") == f"{box.name}{box.acronym}".replace(" ", "")


def box(name, kind="department", *below, **fields):
    made = Box(name, name, kind=kind, **fields)
    for child in below:
        child.above = made
        made.below.append(child)
    return made


def test_a_small_chart_stands_exactly_so():
    osg, oasg = box("OSG", "head_office"), box("OASG", "head_office")
    library = box("Library", "office")
    sedi = box("SEDI", "secretariat", box("Education"), box("Trade"))
    sla = box("SLA", "secretariat")
    root = box("General Secretariat", "general_secretariat", osg, oasg, library, sedi, sla)

    drawn = sheet_of(root).drawn

    places = {each.name: (round(each.x), round(each.y), round(each.width), each.height) for each in root.walk()}
    assert places == {
        "General Secretariat": (211, 0, 190, 36),
        "OSG": (0, 80, 197, 32),
        "OASG": (416, 80, 197, 32),
        "Library": (215, 134, 184, 29),
        "SEDI": (128, 206, 164, 31),
        "Education": (148, 246, 144, 29),
        "Trade": (148, 284, 144, 29),
        "SLA": (322, 206, 164, 31),
    }
    assert drawn.spine == root.centre == library.centre
    assert osg.y == oasg.y
    assert osg.right < library.x
    assert library.right < oasg.x
    assert library.bottom < sedi.y == sla.y
    assert sedi.right < sla.x


def test_a_chart_of_sisters_ranges_them_side_by_side():
    root = box("SEDI", "secretariat", *(box(f"Department {number}") for number in range(5)))

    sheet_of(root)

    assert len({each.y for each in root.below}) == 1


def test_the_unit_only_administratively_under_a_head_stands_apart_on_a_dotted_line():
    ombudsperson = box("Ombudsperson", "office", is_apart=True)
    osg = box("OSG", "head_office", box("Protocol", "office"), ombudsperson)
    root = box("GS", "general_secretariat", osg, box("OASG", "head_office"))

    drawn = sheet_of(root).drawn

    assert ombudsperson.right < osg.x
    assert [wire.points[-1] for wire in drawn.wires if wire.is_dotted] == [(ombudsperson.right, ombudsperson.middle)]


def test_units_jointly_coordinated_stand_between_the_heads_with_a_line_to_both():
    osg, oasg = box("OSG", "head_office"), box("OASG", "head_office")
    joint = [box("Library", "office"), box("Museum", "office")]
    root = box("GS", "general_secretariat", osg, oasg, *joint, box("SLA", "secretariat"))
    relations = [("coordinated_by", unit, head) for unit in joint for head in (osg, oasg)]

    (bundle,) = sheet_of(root, relations).bundles

    assert {x for x, _y in bundle.ends} == {osg.right, oasg.x, joint[0].x, joint[0].right}
    assert all(osg.right < unit.x and unit.right < oasg.x for unit in joint)


def test_units_that_all_coordinate_with_each_other_share_one_line():
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]
    assert circles(pairs) == [["a", "b", "c"], ["c", "d"]]


def test_pieces_upon_each_other_are_drawn_once():
    assert joined([((0, 5), (10, 5)), ((4, 5), (20, 5)), ((3, 0), (3, 5))]) == [((3, 0), (3, 5)), ((0, 5), (20, 5))]


@pytest.mark.parametrize(("number", "fanout"), [(60, 7), (2000, 12), (2000, 3)])
def test_large_trees_come_near_the_shape_of_the_sheet(number, fanout):
    boxes = [Box(each, f"Department of Financial Matters {each}", kind="department") for each in range(number)]
    for place, each in enumerate(boxes[1:], 1):
        each.above = boxes[(place - 1) // fanout]
        each.above.below.append(each)

    drawn = sheet_of(boxes[0]).drawn

    assert overlaps(boxes) == []
    assert 0.8 < drawn.width / drawn.height < 2.6
