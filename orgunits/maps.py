"""The two maps of the offices: where a place on the globe falls on them.

Lambert's azimuthal equal-area projection, so that no country looks larger than another of its size. The land beneath
is drawn once by `manage.py build_map`.
"""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

# The antipodes have no place on the map.
FARTHEST = -0.9


@dataclass(frozen=True)
class Map:
    name: str
    latitude: float
    longitude: float
    # Units of the map to one radius of the Earth at its centre.
    scale: float
    # Where its centre falls.
    x: float
    y: float
    width: int
    height: int
    # How large its marks are drawn, since the one map is shown smaller than the other.
    mark_scale: float = 1

    def place(self, latitude, longitude):
        """(x, y) of a place, in units of the map; None on the far side of the Earth."""
        phi, turn, centre = radians(latitude), radians(longitude - self.longitude), radians(self.latitude)
        nearness = sin(centre) * sin(phi) + cos(centre) * cos(phi) * cos(turn)
        if nearness < FARTHEST:
            return None
        k = self.scale * sqrt(2 / (1 + nearness))
        east = k * cos(phi) * sin(turn)
        north = k * (cos(centre) * sin(phi) - sin(centre) * cos(phi) * cos(turn))
        return self.x + east, self.y - north

    def shows(self, latitude, longitude):
        point = self.place(latitude, longitude)
        return point is not None and 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


AMERICAS = Map("americas", latitude=6, longitude=-82, scale=325, x=292, y=408, width=560, height=744, mark_scale=1.5)
# Where most of the offices are, and where they would lie upon each other on the other map.
CARIBBEAN = Map("caribbean", latitude=16, longitude=-73, scale=920, x=325, y=190, width=640, height=390)
MAPS = (CARIBBEAN, AMERICAS)


def map_of(latitude, longitude):
    """The map that a place is marked on: the larger scale wins; None where neither shows it."""
    return next((each for each in MAPS if each.shows(latitude, longitude)), None)


def frame():
    """The corners of the Caribbean map on the map of the Americas: x, y, width, height."""
    west, north = AMERICAS.place(27.6, -93.5)
    east, south = AMERICAS.place(4.2, -52.5)
    return round(west), round(north), round(east - west), round(south - north)
