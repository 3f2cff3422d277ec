"""The filters of the lists of mandates and of legal instruments."""

from django.db.models import F, Q
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from ..models import Force, LegalInstrument, Mandate, Placement
from ..models.sorting import sort_column
from .listing import LineFilter, ListFilter
from .units import capitalized, choice, has_words

BY_ACT, NEWEST, BY_TITLE, OLDEST = "act", "newest", "title", "oldest"
ORPHAN, LIVING = "yes", "no"


def words(label):
    return LineFilter(
        label=label,
        max_length=200,
        validators=[has_words],
        widget=TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
        method="by_words",
    )


def kind_of_act(**options):
    return choice(
        _("Kind of act"),
        _("Any kind"),
        _("There is no kind “%(value)s”."),
        choices=capitalized(LegalInstrument.Kind.choices),
        **options,
    )


def by_act(mandates):
    """The oldest act first, those without a date last; within an act its provisions in their order."""
    return mandates.order_by(F("instrument__adopted_on").asc(nulls_last=True), "instrument__slug", "position", "slug")


class MandateFilter(ListFilter):
    """Mandates, by what is known of them on `day`. `structure` may be None: nothing is then said about its units."""

    chips_of = ("q", "kind", "force", "branch", "orphan")

    q = words(_("Words of the mandate or its act"))
    kind = kind_of_act(field_name="instrument__kind")
    force = choice(
        _("Whether in force"),
        _("Any"),
        _("There is no status “%(value)s”."),
        choices=capitalized(Force.choices),
        method="by_force",
    )
    branch = choice(
        _("Unit, with all below it"),
        _("Any unit"),
        _("There is no unit “%(value)s” in this edition."),
        method="by_branch",
    )
    orphan = choice(
        _("Its units"),
        _("Any"),
        _("“%(value)s” is neither “yes” nor “no”."),
        choices=[(ORPHAN, _("None is in this edition")), (LIVING, _("At least one is in this edition"))],
        method="by_standing",
    )
    sort = choice(
        _("Order"),
        None,
        _("There is no order “%(value)s”."),
        choices=[(BY_ACT, _("Act")), (NEWEST, _("Latest act first")), (BY_TITLE, _("Title"))],
        method="sorted_by",
    )

    class Meta:
        model = Mandate
        fields = []

    def __init__(self, data, *, structure, day, user):
        super().__init__(data, queryset=Mandate.objects.visible_to(user))
        self.structure, self.day, self.user = structure, day, user
        self.branches = {}
        if structure:
            branches = _branches(structure, self.data.get("branch", ""))
            self.branches = {placement.unit.slug: placement for placement in branches}
        else:
            self.filters["orphan"].extra["choices"] = []
            no_structure = {"invalid_choice": _("No edition is recorded for this day.")}
            for name in ("branch", "orphan"):
                self.filters[name].extra["error_messages"] = no_structure
        self.filters["branch"].extra["choices"] = [(slug, place.name) for slug, place in self.branches.items()]

    def filter_queryset(self, queryset):
        return super().filter_queryset(by_act(queryset))

    def by_words(self, mandates, name, text):
        return mandates.matching(text)

    def by_force(self, mandates, name, force):
        return mandates.with_force_on(self.day, user=self.user).filter(force=force)

    def by_branch(self, mandates, name, slug):
        return mandates.assigned_within(self.branches[slug])

    def by_standing(self, mandates, name, value):
        if value == ORPHAN:
            return mandates.orphaned_in(self.structure)
        return mandates.living_in(self.structure)

    def sorted_by(self, mandates, name, order):
        if order == NEWEST:
            newest = F("instrument__adopted_on").desc(nulls_last=True)
            return mandates.order_by(newest, "instrument__slug", "position", "slug")
        return mandates.order_by(sort_column(), "slug") if order == BY_TITLE else by_act(mandates)


@compiled
def _branches(structure, asked):
    """The top and the units below it that have others below them, and the one asked for, wherever it stands."""
    offered = Q(level__lte=1, rght__gt=F("lft") + 1) | Q(unit__slug=asked)
    found = Placement.objects.tree(structure).filter(offered).select_related("unit")
    return found.only("name", "lft", "rght", "tree_id", "unit__slug")


class InstrumentFilter(ListFilter):
    chips_of = ("q", "kind", "year")

    q = words(_("Words of the symbol, title or note"))
    kind = kind_of_act()
    year = choice(_("Year"), _("Any year"), _("No act of the year “%(value)s” is on record."), method="by_year")
    sort = choice(
        _("Order"),
        None,
        _("There is no order “%(value)s”."),
        choices=[(NEWEST, _("Latest first")), (OLDEST, _("Oldest first")), (BY_TITLE, _("Title"))],
        method="sorted_by",
    )

    class Meta:
        model = LegalInstrument
        fields = []

    def __init__(self, data, *, user):
        instruments = LegalInstrument.objects.visible_to(user)
        super().__init__(data, queryset=instruments)
        years = instruments.filter(adopted_on__isnull=False).order_by().values_list("adopted_on__year", flat=True)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in sorted(set(years), reverse=True)]

    def filter_queryset(self, queryset):
        return super().filter_queryset(self.sorted_by(queryset, "sort", NEWEST))

    def by_words(self, instruments, name, text):
        return instruments.matching(text)

    def by_year(self, instruments, name, year):
        return instruments.filter(adopted_on__year=year)

    def sorted_by(self, instruments, name, order):
        if order == BY_TITLE:
            return instruments.order_by(sort_column(), "slug")
        day = F("adopted_on")
        return instruments.order_by((day.asc if order == OLDEST else day.desc)(nulls_last=True), "slug")
