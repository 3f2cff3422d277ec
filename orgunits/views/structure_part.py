"""What of a structure one page lists: the way down to a unit, and as many levels below it as fit."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from ..models import Placement
from ..models.kinds import SECRETARIATS
from .structure_tree import COLUMNS, first_levels, in_order

# So many units below one are listed on a page. With a long name a line is 400 bytes.
MOST = 500


@dataclass
class Part:
    """`rows` of COLUMNS in the order of the tree, from the level of the unit the page is about, `top`, down to `depth`.

    Those above that unit come first. Where those right below it are too many for one page, `page` is one of several.
    """

    rows: list = field(default_factory=list)
    top: int = 0
    depth: int = 0
    page: Page | None = None
    is_whole: bool = True
    unit_count: int = 0
    secretariat_count: int = 0


def part_of(structure, branch, number):
    """The Part of `structure` below `branch` (a placement, None for the whole); `number` is that of its page."""
    tree = Placement.objects.of_structure(structure)
    rows, is_whole = first_levels(tree.within(branch) if branch and branch.level else tree, MOST)
    if not rows:
        return Part()
    page = None
    if not is_whole and len(rows) == 1:
        page = Paginator(tree.filter(parent=rows[0].pk).values_list(*COLUMNS, named=True), MOST).get_page(number)
        rows += page
    above = list(tree.above(branch).values_list(*COLUMNS, named=True)) if branch and branch.level else []
    is_whole = is_whole and not above
    root = (above or rows)[0]
    return Part(
        rows=above + in_order(rows),
        top=rows[0].level,
        depth=max(row.level for row in rows),
        page=page,
        is_whole=is_whole,
        unit_count=(root.rght - root.lft + 1) // 2,
        secretariat_count=sum(row.kind in SECRETARIATS for row in rows) if is_whole else tree.secretariats().count(),
    )
