"""The filter of the lists of what the record lacks."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..data_quality import in_branch
from ..models import ChangeEvent, Discrepancy, Placement
from ..models.folding import fold
from .listing import ListFilter
from .mandates import words
from .units import choice

# Where the words are looked for; other models know it themselves.
COLUMNS = {
    Placement: ("folded",),
    ChangeEvent: ("description_en", "description_es"),
    Discrepancy: ("topic_en", "topic_es", "claims__text"),
}


class QualityFilter(ListFilter):
    """The records of one check, of which those of units that stand, or last stood, in one part of the structure."""

    chips_of = ("q", "branch")

    q = words(_("Words"))
    branch = choice(
        _("Part of the structure"),
        _("The whole structure"),
        _("There is no unit “%(value)s” in this edition."),
        method="by_branch",
    )

    def __init__(self, data, queryset, *, check, structure, day):
        super().__init__(data, queryset=queryset)
        self.check, self.structure, self.day = check, structure, day
        offered = Placement.objects.branches_of(structure.pk, asked=self.data.get("branch", ""))
        self.branches = {placement.unit.slug: placement for placement in offered}
        self.filters["branch"].extra["choices"] = [(slug, place.name) for slug, place in self.branches.items()]

    def by_words(self, rows, name, text):
        if rows.model not in COLUMNS:
            return rows.matching(text)
        columns = COLUMNS[rows.model]
        for word in fold(text).split() if rows.model is Placement else text.split():
            rows = rows.filter(Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR))
        return rows.distinct() if rows.model is Discrepancy else rows

    def by_branch(self, rows, name, slug):
        return in_branch(self.check, rows, self.branches[slug], self.structure, self.day)
