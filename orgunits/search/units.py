"""Units found by the words of a text: in the index of searches, and over the places that only staff see.

The last word may be the beginning of one; what has fewer than four letters is looked for whole.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from ..compiled import compiled, together
from ..models import Placement, PlacementTheme, SearchDocument, Structure, UnitAlias, UnitFunction
from ..models.folding import fold
from ..models.languages import language_columns, reading
from ..models.search_documents import IN_TEXT, LONGEST_NAME, WHOLE
from ..models.structure import is_hidden_from_the_public
from ..search_index.documents import Kind
from ..search_index.words import SHORTEST_STEMMED, squeezed, terms
from . import query as queries
from .acronyms import acronyms_among, acronyms_of
from .candidates import LAST
from .holding import keys_called, keys_holding
from .pending import Pending, due
from .ranking import spoken

# What is said of the edition that calls a unit so.
OF_AN_EDITION = ("name", "slug", "status", "was_proposed", "effective_from", "as_of")


@compiled
def _editions(*, to_staff):
    return reading(Structure.objects.visible(to_staff=to_staff).order_by("pk"), *OF_AN_EDITION)


@dataclass(frozen=True)
class NameWords:
    """The words of a text, each in the forms that names have it in; the last may be but the `beginning` of one."""

    words: tuple
    beginning: str

    @classmethod
    def of(cls, query):
        last = query.last.text if query.last else ""
        every = (*query.words, *query.others)
        # The last one last: it alone is looked for as a beginning, too.
        words = (*(word for word in every if word.text != last), *(word for word in every if word.text == last))
        return cls(words, last if len(last) >= SHORTEST_STEMMED else "")

    def has(self, word, folded, languages):
        """Whether a folded name has the word; `languages` are those of the name in a row ("enes"), or none."""
        if word.text == squeezed(folded):
            return True
        if self.beginning == word.text and any(each.startswith(word.text) for each in folded.split()):
            return True
        if word.is_acronym:
            return word.text in folded.split()
        return any(not set(word.forms).isdisjoint(terms(folded, each)) for each in spoken(languages) or [""])

    def have(self, postings):
        """Whether the names of a document, of which these are the postings, have every word."""
        of_names = [term for term, distance in postings.items() if distance < IN_TEXT]
        begun = not self.beginning or any(term.startswith(self.beginning) for term in of_names)
        last = {self.words[-1]} if self.beginning and self.words else set()
        return begun and all(not set(word.forms).isdisjoint(of_names) for word in self.words if word not in last)


class Sought:
    """What is looked for of units by the words of a text: one statement, before the one that finds them.

    `editions` are all that the reader may see, by key. What is due in the index is read from the records.
    """

    def __init__(self, text, *, to_staff):
        query = queries.read(text)
        self.folded = fold(text).split()
        self.whole = squeezed(fold(text))
        self.to_staff = to_staff
        asked = {"due": due.of(), "acronyms": acronyms_among(query.inflected)}
        found = together(**asked, editions=_editions.of(to_staff=to_staff))
        self.editions = {edition.pk: edition for edition in found["editions"]}
        self.pending = Pending(found["due"], (Kind.UNIT.value,), self.whole)
        acronyms = acronyms_of(query.inflected, found["acronyms"], self.pending)
        self.words = NameWords.of(query.knowing(acronyms))
        self.due = [key for _kind, key in self.pending.keys]
        postings = {document.key: self.pending.postings[number] for number, document in self.pending.documents.items()}
        self.found_due = [key for key, of_unit in postings.items() if self.words.have(of_unit)]
        self.called_due = [key for key, of_unit in postings.items() if of_unit.get(self.whole) == WHOLE]

    @property
    def terms(self):
        """As keys_holding() takes them."""
        begun = [self.words.beginning, self.words.beginning + LAST] if self.words.beginning else []
        return [form for word in self.words.words for form in word.forms] + begun

    @property
    def shape(self):
        """As keys_holding() takes it: the last word may be a beginning."""
        begins = bool(self.words.beginning)
        last = len(self.words.words) - 1
        return tuple((len(word.forms), begins and place == last) for place, word in enumerate(self.words.words))

    def find(self, units):
        """Those of `units` that are found."""
        words = self.folded if self.to_staff else None
        return found_in(units, self.due, self.found_due, self.terms, words, shape=self.shape)

    def names(self, units):
        """{unit: its names, as Document.kept_names() has them} of keys of units that the public sees."""
        due_names = {document.key: document.kept_names() for document in self.pending.documents.values()}
        written = [key for key in units if key not in self.due]
        read = dict(_names(written)) if written else {}
        return read | {key: names for key, names in due_names.items() if key in units}

    def names_called(self):
        """{unit: names} of those of which a name in the index is the text, spaces and hyphens aside."""
        read = {key: names for key, names in _called_names(self.whole) if key not in self.due}
        return read | self.names(self.called_due)


@compiled
def _called_names(whole):
    documents = SearchDocument.objects.filter(kind=Kind.UNIT.value, key__in=keys_called(Kind.UNIT, whole)).order_by(
        "key"
    )
    return documents.values_list("key", "names")


@compiled
def _names(units):
    return SearchDocument.objects.filter(kind=Kind.UNIT.value, key__in=units).values_list("key", "names")


def found_in(units, due, found_due, terms, words, *, shape):
    """Those of `units` that Sought finds, by what it says; `words` are looked for in drafts, None for the public."""
    in_names = keys_holding(Kind.UNIT, terms, shape, farthest=LONGEST_NAME)
    found = (Q(pk__in=in_names) & ~Q(pk__in=due)) | Q(pk__in=found_due)
    if words is not None:
        hidden = hidden_structures()
        found |= Q(pk__in=holding_all(units.placed_in(hidden), words, structures=hidden).order_by().values("pk"))
    return units.filter(found)


def hidden_structures():
    """Drafts, and what was withdrawn before the public knew of it: no word of theirs is in the index."""
    return Structure.objects.filter(is_hidden_from_the_public())


def matching(units, text, *, structures):
    """Those of `units` of which each word of `text` is in a name, acronym, alias or theme in one of `structures`.

    Accents, case and language don't matter; parts of words count. For few structures, or staff.
    """
    return holding_all(units, fold(text).split(), structures=structures)


def holding_all(units, words, *, structures):
    """The same of folded words."""
    for word in words:
        units = units.filter(_called_or_themed(word, structures))
    return units


def holding_any(words, *, structures):
    """A condition for units: one of `words` is in a name, alias, theme, purpose or function in one of `structures`.

    Parts of words count; in purposes and functions accents do.
    """
    return Q(*(_concerned_with(word, structures) for word in words), _connector=Q.OR) if words else Q(pk__in=[])


def _concerned_with(word, structures):
    functions = UnitFunction.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
    named_or_for = Q(folded__contains=word) | _holds(word, "purpose")
    return _called_or_themed(word, structures, named_or_for) | Exists(functions.filter(_holds(word, "title", "text")))


def _called_or_themed(word, structures, named=None):
    """`named` is what is asked of a placement where that is more than its names."""
    placements = Placement.objects.filter(unit=OuterRef("pk"), structure__in=structures)
    themes = PlacementTheme.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
    return (
        Exists(placements.filter(Q(folded__contains=word) if named is None else named))
        | Exists(UnitAlias.objects.filter(unit=OuterRef("pk"), folded__contains=word))
        | Exists(themes.filter(theme__folded__contains=word))
    )


def _holds(word, *fields):
    """One of the fields has the word in some language."""
    return Q(*[(f"{column}__icontains", word) for column in language_columns(*fields)], _connector=Q.OR)
