"""Draws the land of the maps of the offices from Natural Earth, once; the files it writes are kept.

It reads countries-10m.json of the npm package world-atlas 2.0.2 (TopoJSON); see static/img/map/ORIGIN.md.
"""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from orgunits.maps import MAPS

# By ISO 3166-1 numeric code, as Natural Earth knows them; all other land is a territory or not of the Organization.
MEMBER_STATES = (
    "028 032 044 052 068 076 084 124 152 170 188 192 212 214 218 222 308 320 328 332 340 388 484 558 591 600 604 659 "
    "662 670 740 780 840 858 862"
)
# In units of the map.
TOLERANCE = 0.5
SMALLEST = 1.6
DOT = 1.6
MARGIN = 8
# Land that lies wholly east of it is not the Americas.
EAST = -30


class Command(BaseCommand):
    help = "Draws static/img/map/*.svg from Natural Earth's countries (TopoJSON of the npm package world-atlas)."

    def add_arguments(self, parser):
        parser.add_argument("topology", type=Path, help="countries-10m.json")

    def handle(self, *, topology, **options):
        topology = json.loads(topology.read_text(encoding="utf-8"))
        folder = settings.BASE_DIR / "static" / "img" / "map"
        for each in MAPS:
            text = svg(each, topology)
            (folder / f"{each.name}.svg").write_text(text, encoding="utf-8", newline="\n")
            self.stdout.write(f"{each.name}.svg: {len(text):,} characters.")


def svg(shown, topology):
    """The land as two shapes, which a page colours: #states and #territories."""
    globe = list(decoded(topology))
    arcs = [simplified([shown.place(lat, lon) for lon, lat in arc]) for arc in globe]
    western = {place for place, arc in enumerate(globe) if min(lon for lon, _lat in arc) < EAST}
    codes = set(MEMBER_STATES.split())
    shapes = {"territories": [], "states": []}
    for country in topology["objects"]["countries"]["geometries"]:
        name = "states" if country.get("id") in codes else "territories"
        shapes[name] += outlines(country, arcs, western, shown)
    paths = "".join(f'<path id="{name}" d="{"".join(parts)}"/>\n' for name, parts in shapes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shown.width} {shown.height}" fill="#c3cfe2">'
        "<!-- Made by manage.py build_map from Natural Earth (public domain). See ORIGIN.md. -->\n"
        f"{paths}</svg>\n"
    )


def decoded(topology):
    """The arcs as lists of (longitude, latitude): TopoJSON keeps steps on a grid."""
    (scale_x, scale_y), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + x0, y * scale_y + y0))
        yield points


def outlines(country, arcs, western, shown):
    """The paths of a country: its outer rings; one too small to be seen becomes a dot, if it is its largest."""
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    outer = [polygon[0] for polygon in polygons if any(max(arc, ~arc) in western for arc in polygon[0])]
    rings = [ring for numbers in outer if (ring := joined(numbers, arcs)) and is_near(ring, shown)]
    largest = max(rings, key=extent, default=None)
    drawn = []
    for ring in rings:
        if extent(ring) >= SMALLEST:
            drawn.append(path(clipped(ring, shown)))
        elif ring is largest:
            drawn.append(dot(ring))
    return drawn


def joined(numbers, arcs):
    """A ring out of arcs; a negative number is an arc walked backwards. None where a point is not on the map."""
    ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return None if None in ring else ring


def is_near(ring, shown):
    xs, ys = zip(*ring, strict=True)
    return (
        max(xs) > -MARGIN and min(xs) < shown.width + MARGIN and max(ys) > -MARGIN and min(ys) < shown.height + MARGIN
    )


def extent(ring):
    xs, ys = zip(*ring, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def simplified(points):
    """The line without points that lie within TOLERANCE of what is left (Douglas and Peucker), ends kept."""
    if None in points or len(points) < 3:
        return points
    kept, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda place: distance(points[place], points[0], points[0]))
        kept.add(far)
        stack = [(0, far), (far, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda place: distance(points[place], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > TOLERANCE:
            kept.add(far)
            stack += [(first, far), (far, last)]
    return [points[place] for place in sorted(kept)]


def distance(point, start, end):
    """From a point to a line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0
    return ((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5


def clipped(ring, shown):
    """The ring without what lies beyond the margin of the map (Sutherland and Hodgman)."""
    edges = [
        (0, -MARGIN, 1),
        (0, shown.width + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, shown.height + MARGIN, -1),
    ]
    for axis, limit, sign in edges:
        points, ring = ring, []
        for before, point in zip([points[-1], *points[:-1]], points, strict=True):
            was_in, is_in = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
            if was_in != is_in:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                ring.append(tuple(b + share * (p - b) for b, p in zip(before, point, strict=True)))
            if is_in:
                ring.append(point)
        if not ring:
            return []
    return ring


def path(ring):
    """In steps of a tenth of a unit."""
    points = [(round(x * 10), round(y * 10)) for x, y in ring]
    if len(points) < 3:
        return ""
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in zip(points, points[1:], strict=False)]
    steps = [step for step in steps if step != (0, 0)]
    return f"M{number(points[0][0])} {number(points[0][1])}l" + joined_steps(steps) + "z"


def joined_steps(steps):
    text = ""
    for value in (value for step in steps for value in step):
        written = number(value)
        text += written if not text or written.startswith("-") else f" {written}"
    return text


def number(tenths):
    return f"{tenths / 10:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def dot(ring):
    xs, ys = zip(*ring, strict=True)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return f"M{x - DOT:.1f} {y:.1f}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0 {-2 * DOT} 0z"
