"""Units as lasting things: their addresses, other names, and where they stand in each structure."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.keys import number
from orgunits.models import FormerSlug, OrganizationalUnit, Placement, Structure, UnitAlias
from orgunits.models.folding import fold
from orgunits.models.units import check_slug, rename_slug
from orgunits.search.units import matching

from .forms import RecordForm, TouchedForm
from .records import RecordAdmin, RecordInline, admin_url, give_reason, last_history_row


class UnitForm(RecordForm):
    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned:
            check_slug(cleaned["slug"], unit=self.instance if self.instance.pk else None)
        return cleaned


class FormerSlugForm(TouchedForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if unit := OrganizationalUnit.objects.filter(slug=slug).first():
            raise ValidationError(_("This is the address of “%(unit)s” now.") % {"unit": unit})
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


@admin.register(OrganizationalUnit)
class OrganizationalUnitAdmin(RecordAdmin):
    form = UnitForm
    inlines = [UnitAliasInline, FormerSlugInline]
    search_fields = ["label", "slug"]
    list_display = ["label", "in_address", "email", "phone"]
    autocomplete_fields = ["sources"]
    slug_from = "label"
    fieldsets = [
        (None, {"fields": ["label", "slug"]}),
        (gettext_lazy("Contacts of today"), {"fields": ["address", "phone", "email", "website"]}),
        (gettext_lazy("Record"), {"fields": ["places", "sources"]}),
    ]
    readonly_fields = ["places"]

    @admin.display(description=gettext_lazy("places in the structures"))
    def places(self, unit):
        """Where it stands in each structure, the latest first; each place is edited on its own page."""
        found = Placement.objects.filter(unit=unit.pk).select_related("structure", "parent").latest_first()
        columns = [_("Structure"), _("Name there"), _("Under"), _("Kind")]
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
            return _("It stands in no structure yet.")
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

    def get_search_results(self, request, queryset, search_term):
        """By label and address, and by all names, acronyms, aliases and themes, accents and case aside."""
        standing = Placement.objects.values("unit")
        if "standing_in" in request.GET:
            queryset = queryset.filter(pk__in=standing.filter(tree_id=number(request.GET["standing_in"])))
        if "not_standing_in" in request.GET:
            queryset = queryset.exclude(pk__in=standing.filter(tree_id=number(request.GET["not_standing_in"])))
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
