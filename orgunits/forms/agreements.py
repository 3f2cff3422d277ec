"""The filters of the register of agreements."""

from django.db.models import Exists, F, OrderBy, OuterRef, Q, Subquery
from django.forms import NumberInput, TextInput
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter

from ..compiled import compiled
from ..formatting import alphabetical, translation_of
from ..models import (
    AgreementParty,
    AgreementState,
    CooperationAgreement,
    MemberState,
    OrganizationalUnit,
    Partner,
    Placement,
    Structure,
    Theme,
)
from ..models.folding import fold
from ..models.sorting import sort_column
from .listing import LineFilter, ListFilter
from .units import capitalized, choice, has_words, in_a_menu

LATEST, OLDEST, BY_TITLE, BY_PARTNER = "latest", "oldest", "title", "partner"
# Outside of them databases differ in what a year is.
FIRST_YEAR, LAST_YEAR = 1890, 2999
FOUR_DIGITS = _("Write the year in four digits, such as 2015.")


class AgreementFilter(ListFilter):
    """Signed agreements, by their state on `day`.

    Those signed later than `day` are left out unless their state is asked for; those without a date stay.
    `structure` may be None: units are then named by the latest edition that is seen, and have nothing below them.
    """

    chips_of = (
        "q",
        "type",
        "special_type",
        "state",
        "unit",
        "partner",
        "partner_kind",
        "member_state",
        "theme",
        "year",
    )

    q = LineFilter(
        label=_("Words"),
        max_length=200,
        validators=[has_words],
        help_text=_("In the title, the subject, a theme or the name of a partner."),
        widget=TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
        method="by_words",
    )
    type = choice(
        _("Type"),
        _("Any type"),
        _("There is no type “%(value)s”."),
        choices=capitalized(CooperationAgreement.Type.choices),
    )
    special_type = choice(
        _("Kind of special agreement"),
        _("Any kind"),
        _("There is no kind “%(value)s”."),
        choices=capitalized(CooperationAgreement.SpecialType.choices),
    )
    state = choice(
        _("Status of the agreement"),
        _("Any status"),
        _("There is no status “%(value)s”."),
        choices=capitalized(AgreementState.choices),
        method="by_state",
    )
    unit = choice(_("Unit, with all below it"), _("Any unit"), _("No unit “%(value)s” is on record."), method="by_unit")
    partner = choice(
        _("Partner"), _("Any partner"), _("There is no partner “%(value)s” in the register."), method="by_partner"
    )
    partner_kind = choice(
        _("Kind of partner"),
        _("Any kind"),
        _("There is no kind of partner “%(value)s”."),
        choices=capitalized(Partner.Kind.choices),
        method="by_partner_kind",
    )
    member_state = choice(
        _("Member state"), _("Any member state"), _("There is no member state “%(value)s”."), method="by_member_state"
    )
    theme = choice(_("Theme"), _("Any theme"), _("No agreement has a theme “%(value)s”."), method="by_theme")
    year = NumberFilter(
        label=_("Signed in the year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value", "max_decimal_places"], FOUR_DIGITS),
        widget=NumberInput(attrs={"class": "usa-input", "inputmode": "numeric"}),
        method="by_year",
    )
    sort = choice(
        _("Order"),
        None,
        _("There is no order “%(value)s”."),
        choices=[
            (LATEST, _("Latest first")),
            (OLDEST, _("Oldest first")),
            (BY_TITLE, _("Title")),
            (BY_PARTNER, _("Partner")),
        ],
        method="sorted_by",
    )

    class Meta:
        model = CooperationAgreement
        fields = []

    def __init__(self, data, *, structure, day, to_staff):
        super().__init__(data, queryset=CooperationAgreement.objects.public().latest_first())
        self.partners = self._partners()
        self.structure, self.day = structure, day
        self.themes = {theme.slug: theme for theme in alphabetical(_themes())}
        self.member_states = {state.iso2.lower(): state for state in alphabetical(_member_states())}
        units = alphabetical(_units(structure, self.data.get("unit", ""), to_staff=to_staff))
        self.units = {placement.unit.slug: placement for placement in units}
        for name, records in self._records().items():
            self.filters[name].extra["choices"] = menu_of(records)

    def _records(self):
        return {"theme": self.themes, "member_state": self.member_states, "unit": self.units}

    def _partners(self):
        """{slug: partner} of the one asked for by its key, or of those of its name, of whom one is to be chosen."""
        asked = self.data.get("partner", "")
        found = _partners_called(asked, fold(asked)) if asked else []
        found = [partner for partner in found if partner.slug == asked] or found
        if len(found) == 1:
            self.data = self.data.copy()
            self.data["partner"] = found[0].slug
        options = self.filters["partner"].extra
        if len(found) > 1:
            options["error_messages"] = {"invalid_choice": _("Several partners are called “%(value)s”. Choose one.")}
        options["choices"] = [(partner.slug, in_a_menu(str(partner))) for partner in found]
        return {partner.slug: partner for partner in found}

    @cached_property
    def called_so(self):
        """The partners whose whole name is the words that are looked for."""
        words = self.form.cleaned_data.get("q", "")
        return _partners_called("", fold(words)) if words and not self.partners else []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["state"] else found.signed_by(self.day)

    def by_words(self, agreements, name, text):
        return agreements.matching(text)

    def by_state(self, agreements, name, state):
        return agreements.in_state(state, self.day)

    def by_unit(self, agreements, name, slug):
        placement = self.units[slug]
        stands = self.structure and placement.structure_id == self.structure.pk
        if stands and not placement.is_leaf_node():
            return agreements.of_units(Placement.objects.within(placement).values("unit"))
        return agreements.of_units([placement.unit])

    def by_partner(self, agreements, name, slug):
        return agreements.of_partner(self.partners[slug])

    def by_partner_kind(self, agreements, name, kind):
        return agreements.with_partner(kind=kind)

    def by_member_state(self, agreements, name, slug):
        return agreements.concerning(self.member_states[slug])

    def by_theme(self, agreements, name, slug):
        return agreements.on_theme(self.themes[slug])

    def by_year(self, agreements, name, year):
        return agreements.filter(signed_on__year=int(year))

    def sorted_by(self, agreements, name, order):
        if order == LATEST:
            return agreements
        if order == OLDEST:
            return agreements.order_by(F("signed_on").asc(nulls_last=True), "slug")
        if order == BY_TITLE:
            return agreements.order_by(sort_column(), "slug")
        partners = AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by("pk")
        first = Subquery(partners.values(sort_column("partner__"))[:1])
        return agreements.order_by(OrderBy(first, nulls_last=True), "slug")


def choices_of(records):
    """{slug: record} as the choices of a field."""
    return [(slug, translation_of(record, "name")[0]) for slug, record in records.items()]


def menu_of(records):
    """The same for a select."""
    return [(slug, in_a_menu(name)) for slug, name in choices_of(records)]


@compiled
def _partners_called(slug, name):
    """Those that the public knows of this key or of this name, which is folded."""
    known = Partner.objects.public().filter(Q(slug=slug) | Q(folded=name))
    return known.order_by("name", "distinction", "pk").only("slug", "name", "distinction")


@compiled
def _themes():
    """Those of agreements that the public sees."""
    through = CooperationAgreement.themes.through.objects
    held = through.filter(theme=OuterRef("pk"), cooperationagreement__stage=CooperationAgreement.Stage.SIGNED)
    return Theme.objects.filter(Exists(held)).only("slug", "name")


@compiled
def _member_states():
    return MemberState.objects.only("iso2", "name")


@compiled
def _units(structure, asked, *, to_staff):
    """Placements that name units with agreements, those with others below them, and the one asked for."""
    public = CooperationAgreement.objects.public()
    others = public.model.other_units.through.objects
    offered = [
        others.filter(cooperationagreement__stage=public.model.Stage.SIGNED).values("organizationalunit"),
        OrganizationalUnit.objects.filter(slug=asked).order_by().values("pk"),
    ]
    if structure is not None:
        below_the_top = Placement.objects.filter(structure=structure, level=1, rght__gt=F("lft") + 1)
        offered.append(below_the_top.order_by().values("unit"))
    keys = public.filter(unit__isnull=False).order_by().values("unit").union(*offered)
    units = OrganizationalUnit.objects.filter(pk__in=keys)
    placements = Placement.objects.naming(structure, among=Structure.objects.visible(to_staff=to_staff), units=units)
    return placements.select_related("unit").only("name", "structure", "lft", "rght", "tree_id", "unit__slug")
