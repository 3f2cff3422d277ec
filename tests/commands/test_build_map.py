"""The land of the maps: drawn from TopoJSON with the projection that places the offices."""

import json

import pytest
from django.conf import settings
from django.core.management import call_command

from orgunits.management.commands import build_map
from orgunits.maps import CARIBBEAN, MAPS

# Two countries of one degree each, side by side, with a border in common; the third is far away.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [-70, 10]},
    "arcs": [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
        [[90, 0], [1, 0], [0, 1], [-1, -1]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "862", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "999", "arcs": [[[2, -1]]]},
                {"type": "Polygon", "id": "250", "arcs": [[3]]},
            ]
        }
    },
}


def shapes(text):
    parts = {}
    for name in ("states", "territories"):
        parts[name] = text.split(f'<path id="{name}" d="')[1].split('"')[0]
    return parts


def test_states_and_territories_are_drawn_apart_and_the_old_world_not_at_all():
    drawn = shapes(build_map.svg(CARIBBEAN, TOPOLOGY))

    assert drawn["states"].count("M") == 1
    assert drawn["territories"].count("M") == 1


def test_land_lies_where_the_projection_puts_it():
    x, y = CARIBBEAN.place(10, -69)

    assert build_map.svg(CARIBBEAN, TOPOLOGY).count(f"M{x:.1f} {y:.1f}l") == 2


def test_an_island_too_small_to_be_seen_becomes_a_dot():
    tiny = {**TOPOLOGY, "transform": {"scale": [0.01, 0.01], "translate": [-70, 10]}}

    assert "a1.6 1.6" in shapes(build_map.svg(CARIBBEAN, tiny))["states"]


def test_land_beyond_the_edge_is_cut_off():
    ring = [(-100, 10), (50, 10), (50, 50), (-100, 50)]

    assert min(x for x, _y in build_map.clipped(ring, CARIBBEAN)) == -build_map.MARGIN


def test_points_that_change_nothing_are_left_out():
    assert build_map.simplified([(0, 0), (1, 0.1), (2, 0), (2, 5)]) == [(0, 0), (2, 0), (2, 5)]


@pytest.mark.parametrize(
    ("tenths", "written"), [(0, "0"), (5, ".5"), (-5, "-.5"), (10, "1"), (-123, "-12.3"), (100, "10")]
)
def test_numbers_are_written_short(tenths, written):
    assert build_map.number(tenths) == written


def test_the_command_writes_a_file_a_map(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "static/img/map").mkdir(parents=True)
    (tmp_path / "countries.json").write_text(json.dumps(TOPOLOGY))

    call_command("build_map", tmp_path / "countries.json", verbosity=0)

    assert sorted(path.name for path in (tmp_path / "static/img/map").iterdir()) == ["americas.svg", "caribbean.svg"]


@pytest.mark.parametrize("shown", MAPS, ids=lambda each: each.name)
def test_the_kept_files_fit_the_projection_and_are_light(shown):
    text = (settings.BASE_DIR / "static" / "img" / "map" / f"{shown.name}.svg").read_text(encoding="utf-8")

    assert f'viewBox="0 0 {shown.width} {shown.height}"' in text
    assert set(shapes(text)) == {"states", "territories"}
    assert len(text) < 64_000
