"""Units as permanent records: their addresses, other names, and where they are in each structure."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.keys import number
from orgunits.models import FormerSlug, OrganizationalUnit, Placement, Structure, UnitAlias
from orgunits.models.folding import fold
from orgunits.models.languages import fallback_chain, page_language
from orgunits.models.units import check_slug, rename_slug
from orgunits.search.names import called
from orgunits.search.units import matching

from .alike import ConfirmsOther, described
from .forms import TouchedForm
from .records import RecordAdmin, RecordInline, admin_url, give_reason, last_history_row


class UnitForm(ConfirmsOther):
    name_field = "label"

    def alike(self, name):
        """Those that are or were called so, in any edition or by an alias."""
        rows = [called(model.objects.all(), name).values("unit") for model in (Placement, UnitAlias)]
        named = Q(label__iexact=name) | Q(pk__in=rows[0]) | Q(pk__in=rows[1])
        units = OrganizationalUnit.objects.filter(named).exclude(pk=self.instance.pk).order_by("label", "pk")
        return [(admin_url(OrganizationalUnit, "change", unit.pk), in_choices(unit)) for unit in with_place(units)[:10]]

    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned:
            check_slug(cleaned["slug"], unit=self.instance if self.instance.pk else None)
        return cleaned


class FormerSlugForm(TouchedForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if unit := OrganizationalUnit.objects.filter(slug=slug).first():
            raise ValidationError(_("This address now belongs to “%(unit)s”.") % {"unit": unit})
        return slug


class UnitAliasInline(RecordInline, admin.TabularInline):
    model = UnitAlias
    fields = ["kind", "text", "language", "source"]
    autocomplete_fields = ["source"]


class FormerSlugInline(RecordInline, admin.TabularInline):
    model = FormerSlug
    form = FormerSlugForm
    fields = ["slug"]
    verbose_name, verbose_name_plural = gettext_lazy("former address"), gettext_lazy("Former addresses")


def with_place(units):
    """Adds to each unit where it is, or was last: `placed_as`, `placed_under`, `placed_in`."""
    latest = Placement.objects.filter(unit=OuterRef("pk")).latest_first()

    def text(column):
        languages = (NullIf(f"{column}_{language}", Value("")) for language in fallback_chain(page_language()))
        return Subquery(latest.annotate(text=Coalesce(*languages, output_field=TextField())).values("text")[:1])

    columns = {"as": "acronym", "under": "parent__name", "in": "structure__name"}
    return units.annotate(**{f"placed_{name}": text(column) for name, column in columns.items()})


def in_choices(unit):
    """Its label, and what distinguishes it from others of that label: acronym, the unit above, the latest edition."""
    if not hasattr(unit, "placed_in"):
        return str(unit)
    under = _("under %(unit)s") % {"unit": unit.placed_under} if unit.placed_under else ""
    return described(unit, unit.placed_as, under, unit.placed_in or _("in no edition yet"), unit.slug)


@admin.register(OrganizationalUnit)
class OrganizationalUnitAdmin(RecordAdmin):
    form = UnitForm
    inlines = [UnitAliasInline, FormerSlugInline]
    search_fields = ["label", "slug"]
    list_display = ["label", "in_address", "email", "phone"]
    autocomplete_fields = ["named_in", "sources"]
    slug_from = "label"
    fieldsets = [
        (None, {"fields": ["label", "is_another", "slug"]}),
        (gettext_lazy("Current contact details"), {"fields": ["address", "phone", "email", "website"]}),
        (gettext_lazy("Record"), {"fields": ["places", ("named_on", "named_on_precision"), "named_in", "sources"]}),
    ]
    readonly_fields = ["places"]

    @admin.display(description=gettext_lazy("places by edition"))
    def places(self, unit):
        """Where it is in each structure, the latest first; each place is edited on its own page."""
        found = Placement.objects.filter(unit=unit.pk).select_related("structure", "parent").latest_first()
        columns = [_("Structure"), _("Name in that edition"), _("Under"), _("Kind")]
        rows = [
            (
                placement.structure.name,
                placement.structure.get_status_display(),
                columns[1],
                admin_url(Placement, "change", placement.pk),
                placement.name,
                columns[2],
                placement.parent.name if placement.parent else "–",
                columns[3],
                placement.get_kind_display(),
            )
            for placement in found
        ]
        if not rows:
            return _("Not in any edition yet.")
        cells = (
            '<tr><th scope="row">{} ({})</th><td data-label="{}"><a href="{}">{}</a></td>'
            '<td data-label="{}">{}</td><td data-label="{}">{}</td></tr>'
        )
        head = format_html_join("", '<th scope="col">{}</th>', [(column,) for column in columns])
        return format_html(
            '<table class="cards"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
            head,
            format_html_join("", cells, rows),
        )

    def name_in_choices(self, unit):
        return in_choices(unit)

    def get_search_results(self, request, queryset, search_term):
        """By label and address, and by all names, acronyms, aliases and themes, accents and case aside."""
        standing = Placement.objects.values("unit")
        if "standing_in" in request.GET:
            queryset = queryset.filter(pk__in=standing.filter(tree_id=number(request.GET["standing_in"])))
        if "not_standing_in" in request.GET:
            queryset = queryset.exclude(pk__in=standing.filter(tree_id=number(request.GET["not_standing_in"])))
        if request.resolver_match.url_name == "autocomplete":
            queryset = with_place(queryset)
        if not fold(search_term):
            return queryset, False
        by_label, _unused = super().get_search_results(request, queryset, search_term)
        by_name = matching(queryset, search_term, structures=Structure.objects.all())
        return queryset.filter(Q(pk__in=by_label.values("pk")) | Q(pk__in=by_name.values("pk"))), False

    def save_model(self, request, obj, form, change):
        live = OrganizationalUnit.objects.filter(pk=obj.pk).first() if change else None
        if live and live.slug != obj.slug:
            last = last_history_row(live)
            rename_slug(live, obj.slug)
            give_reason(live, form.cleaned_data.get("change_reason"), since=last)
            if not form.reverts_to and {*form.changed_data} <= {"slug", "change_reason"}:
                return
        super().save_model(request, obj, form, change)
