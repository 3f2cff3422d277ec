"""The filter of the lists of what the record lacks."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import ChangeEvent, Discrepancy, Placement
from ..models.folding import fold
from .listing import ListFilter
from .mandates import words

# Where the words are looked for; other models know it themselves.
COLUMNS = {
    Placement: ("folded",),
    ChangeEvent: ("description_en", "description_es"),
    Discrepancy: ("topic_en", "topic_es", "claims__text"),
}


class QualityFilter(ListFilter):
    chips_of = ("q",)

    q = words(_("Words"))

    def by_words(self, rows, name, text):
        if rows.model not in COLUMNS:
            return rows.matching(text)
        columns = COLUMNS[rows.model]
        for word in fold(text).split() if rows.model is Placement else text.split():
            rows = rows.filter(Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR))
        return rows.distinct() if rows.model is Discrepancy else rows
