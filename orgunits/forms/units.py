"""The filters of the list of units."""

from textwrap import shorten

from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.forms import TextInput
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter, FilterSet

from ..compiled import compiled
from ..formatting import alphabetical, translated
from ..models import Kind, OrganizationalUnit, Pillar, Placement, PlacementTheme, SearchDocument, Structure, Theme
from ..models.folding import fold
from ..models.sorting import sort_column
from ..search.holding import keys_called
from ..search.units import Sought, found_in
from .listing import LineFilter
from .menus import Menu

CURRENT, FORMER = "current", "former"
# Letters of a choice in a menu.
WIDEST = 80
BY_STRUCTURE, BY_NAME, BY_KIND = "structure", "name", "kind"


def in_a_menu(name):
    """A name as a choice of a menu, which is as wide as its longest line: a very long one is cut at a word."""
    name = " ".join(name.split())
    return name if len(name) <= WIDEST else shorten(name, WIDEST, placeholder="…")


def has_words(text):
    """Refuses a search of signs alone: it would find everything."""
    if not fold(text):
        raise ValidationError(_("Write at least one letter or digit."))


def capitalized(choices):
    """As the entries of a menu begin, each with its own language in mind."""
    return [(value, capfirst(label)) for value, label in choices]


def choice(label, nothing, error, **options):
    """A filter of one value out of some; `nothing` is the entry that filters nothing."""
    return ChoiceFilter(
        label=label,
        empty_label=nothing,
        error_messages={"invalid_choice": error},
        widget=Menu(),
        **options,
    )


class UnitFilter(FilterSet):
    """Placements that name the units asked for, one a unit.

    Without words: those of the shown structure. With words: of all structures that the public, or staff, may see, since
    people look for a unit by what it was called. `standing` narrows both.
    """

    q = LineFilter(
        label=_("Name, acronym or theme"),
        max_length=200,
        validators=[has_words],
        widget=TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
        method="by_words",
    )
    kind = choice(_("Kind"), _("Any kind"), _("There is no kind “%(value)s”."), choices=Kind.choices)
    theme = choice(_("Theme"), _("Any theme"), _("There is no theme “%(value)s”."), method="by_theme")
    pillar = choice(_("Pillar"), _("Any pillar"), _("There is no pillar “%(value)s”."), method="by_pillar")
    branch = choice(
        _("Part of the structure"),
        _("The whole structure"),
        _("There is no unit “%(value)s” in this edition."),
        method="by_branch",
    )
    standing = choice(
        _("Current or former"),
        None,
        _("“%(value)s” is neither “current” nor “former”."),
        choices=[(CURRENT, _("In this edition")), (FORMER, _("Not in this edition"))],
        method="by_standing",
    )
    sort = choice(
        _("Order"),
        None,
        _("There is no order “%(value)s”."),
        choices=[(BY_STRUCTURE, _("Structure")), (BY_NAME, _("Name")), (BY_KIND, _("Kind"))],
        method="sorted_by",
    )

    class Meta:
        model = Placement
        fields = []

    def __init__(self, data, *, structure, day, to_staff):
        super().__init__(data, queryset=Placement.objects.none())
        self.structure, self.day, self.to_staff = structure, day, to_staff
        self.structures = Structure.objects.visible(to_staff=to_staff)
        self.themes = {theme.slug: theme for theme in alphabetical(_themes(to_staff=to_staff))}
        self.pillars = {pillar.slug: pillar for pillar in _pillars()}
        branches = _branches(structure, self.data.get("branch", ""))
        self.branches = {placement.unit.slug: placement for placement in branches}
        for name, records in [("theme", self.themes), ("pillar", self.pillars), ("branch", self.branches)]:
            self.filters[name].extra["choices"] = [(slug, in_a_menu(record.name)) for slug, record in records.items()]

    @property
    def looks_through_editions(self):
        """Whether units are looked for in all structures, and not only in the one that is shown."""
        chosen = self.form.cleaned_data
        return bool(chosen["q"] or chosen["standing"] == FORMER)

    @cached_property
    def sought(self):
        """What the words are looked for by, Sought."""
        return Sought(self.form.cleaned_data["q"], to_staff=self.to_staff)

    def filter_queryset(self, queryset):
        chosen = self.form.cleaned_data
        if self.looks_through_editions:
            units = OrganizationalUnit.objects.all()
            if chosen["standing"] == FORMER:
                # Before their names are looked for: few of a large structure's units are.
                units = units.filter(~Exists(Placement.objects.filter(structure=self.structure, unit=OuterRef("pk"))))
            if chosen["q"]:
                units = self.sought.find(units)
            placements = Placement.objects.naming(self.structure, among=self.structures, units=units, day=self.day)
        else:
            placements = Placement.objects.of_structure(self.structure)
        return super().filter_queryset(self._in_order(placements))

    def _in_order(self, placements):
        """The shown structure from the top down, then the units that are not in it, by name."""
        if not self.looks_through_editions:
            return placements.order_by("lft")
        return _shown_first(placements, self.structure)

    def by_words(self, placements, name, text):
        """What filter_queryset() found by the words: exact names first, then names that have them."""
        sought, words = self.sought, self.sought.folded
        return _closest_first(placements, sought.whole, sought.due, sought.called_due, words, _later(words))

    def keys_found(self):
        """The keys of what is found, in order, of a list that looks_through_editions."""
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        if chosen.keys() == {"q"}:
            sought, words = self.sought, self.sought.folded
            return _found_by_words(
                self.structure,
                self.day,
                sought.whole,
                sought.due,
                sought.found_due,
                sought.called_due,
                *sought.terms,
                *words,
                *_later(words),
                number=len(words),
                shape=sought.shape,
                to_staff=self.to_staff,
            )
        return list(self.qs.rewrite(False).values_list("pk", flat=True))  # no column of theirs is translated

    def by_theme(self, placements, name, slug):
        return placements.with_theme(self.themes[slug], self.structure, self.day)

    def by_pillar(self, placements, name, slug):
        return placements.with_pillar(self.pillars[slug], self.structure, self.day)

    def by_branch(self, placements, name, slug):
        return placements.within(self.branches[slug])

    def by_standing(self, placements, name, standing):
        if not self.looks_through_editions:
            return placements  # which are of the shown structure
        in_structure = Q(structure=self.structure)
        return placements.filter(in_structure if standing == CURRENT else ~in_structure)

    def sorted_by(self, placements, name, order):
        if order == BY_STRUCTURE:
            return self._in_order(placements)
        by = [] if order == BY_NAME else [by_kind()]
        return placements.order_by(*by, sort_column(), "pk")

    @property
    def chips(self):
        """What is chosen: label, value and the query without it."""
        named = {"theme": self.themes, "pillar": self.pillars, "branch": self.branches}
        chips = []
        for name in ("q", "kind", "theme", "pillar", "branch"):
            value = self.form.cleaned_data.get(name)
            if not value:
                continue
            if name == "kind":
                value = Kind(value).label
            elif name in named:
                value = translated(named[name][value], "name")
            chips.append({"label": self.form.fields[name].label, "value": value, "query": self._query(name, "")})
        return chips

    @property
    def standings(self):
        """The same list with the other standings: label, query, whether it is this one."""
        in_structure, not_in_it = self.filters["standing"].extra["choices"]
        if self.data.get("q"):
            return self._links("standing", [("", pgettext_lazy("units", "All")), in_structure, not_in_it])
        return self._links("standing", [("", in_structure[1]), not_in_it])

    @property
    def orders(self):
        """The same list in the other orders: label, query, whether it is this one."""
        by_structure, *others = self.filters["sort"].extra["choices"]
        if self.data.get("q"):
            return self._links("sort", [("", _("Best match")), by_structure, *others])
        return self._links("sort", [("", by_structure[1]), *others])

    @property
    def carried(self):
        """What the form itself has no field for: (name, value)."""
        return [(name, value) for name in ("standing", "sort") if (value := self.form.cleaned_data.get(name))]

    def _links(self, name, choices):
        chosen = self.form.cleaned_data.get(name, "")
        if chosen not in dict(choices):
            chosen = ""
        return [
            {"label": label, "query": self._query(name, value), "is_current": value == chosen}
            for value, label in choices
        ]

    def _query(self, name, value):
        """The query of this page with another value of one filter, from its first page on."""
        query = self.data.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value:
            query[name] = value
        return query.urlencode()


def _shown_first(placements, structure):
    """The shown structure from the top down, then the units that are not in it, by name."""
    in_structure = When(structure=structure, then=F("lft"))
    place = Case(in_structure, default=None, output_field=IntegerField())
    return placements.annotate(place=place).order_by(F("place").asc(nulls_last=True), sort_column(), "pk")


def _later(words):
    """The words as they are in a name behind others."""
    return [f" {word}" for word in words]


def _closest_first(placements, whole, due, called_due, words, later_words):
    """Exact names first, then names that have the words, each time in the order of the placements."""
    exact = (Q(unit__in=keys_called(SearchDocument.Kind.UNIT, whole)) & ~Q(unit__in=due)) | Q(unit__in=called_due)
    named = Q()
    for word, later_word in zip(words, later_words, strict=True):
        named &= Q(folded__startswith=word) | Q(folded__contains=later_word)
    lines = [When(exact, then=Value(0)), When(named, then=Value(1))]
    return placements.order_by(Case(*lines, default=Value(2), output_field=IntegerField()), *placements.query.order_by)


@compiled
def _found_by_words(structure, day, whole, due, found_due, called_due, *given, number, shape, to_staff):
    """What a search that chooses nothing else finds; `given` are terms, then so many words, then these as _later()."""
    terms, words, later_words = given[: -2 * number], given[-2 * number : -number], given[-number:]
    units = OrganizationalUnit.objects.all()
    units = found_in(units, due, found_due, terms, words if to_staff else None, shape=shape)
    among = Structure.objects.visible(to_staff=to_staff)
    placements = Placement.objects.naming(structure, among=among, units=units, day=day)
    found = _closest_first(_shown_first(placements, structure), whole, due, called_due, words, later_words)
    return found.rewrite(False).values_list("pk", flat=True)


@compiled
def _themes(*, to_staff):
    seen = Structure.objects.visible(to_staff=to_staff)
    held = PlacementTheme.objects.filter(placement__structure__in=seen).order_by().values("theme")
    return Theme.objects.filter(pk__in=held).only("slug", "name")


@compiled
def _pillars():
    return Pillar.objects.only("slug", "name")


@compiled
def _branches(structure, asked):
    branches = Placement.objects.branches_of(structure, asked=asked)
    return branches.only("name", "lft", "rght", "tree_id", "unit__slug")


def by_kind():
    """Sorts by the order in which the kinds are declared."""
    return Case(*[When(kind=kind, then=Value(place)) for place, kind in enumerate(Kind.values)])
