"""Posts, what they are responsible for, and who holds them."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.models import Appointment, Post, PostResponsibility
from orgunits.models.languages import language_columns
from orgunits.models.periods import period_of, show_date, show_period

from .alike import described
from .forms import OrderedForm, OrderedFormSet
from .people import AppointmentForm, name_person
from .records import RecordAdmin, RecordInline, other_languages


class PostResponsibilityInline(RecordInline, TranslationStackedInline):
    model = PostResponsibility
    form = OrderedForm
    formset = OrderedFormSet
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["position", "text_en", "source"]}),
        other_languages(gettext_lazy("In the other languages"), "text"),
    ]


@admin.register(Post)
class PostAdmin(RecordAdmin, TranslationAdmin):
    inlines = [PostResponsibilityInline]
    search_fields = [*language_columns("title"), "slug"]
    list_display = ["title", "seniority", "unit", "for_each", "appointed"]
    list_filter = ["for_each"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit", "heads", "reports_to", "elected_by", "term_source", "sources"]
    slug_from = "title_en"
    fieldsets = [
        (None, {"fields": ["title_en", "slug", "unit", "for_each", "heads", "seniority", "reports_to", "note_en"]}),
        (gettext_lazy("Term"), {"fields": ["elected_by", ("term_years", "max_terms"), "term_source"]}),
        (gettext_lazy("Record"), {"fields": ["sources"]}),
        other_languages(gettext_lazy("Title and note in the other languages"), "title", "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("appointments"))

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset.select_related("unit"), search_term)

    def name_in_choices(self, post):
        return described(post, post.unit or post.get_for_each_display())

    @admin.display(description=gettext_lazy("people on record"), ordering="number")
    def appointed(self, post):
        return post.number


@admin.register(Appointment)
class AppointmentAdmin(RecordAdmin, TranslationAdmin):
    form = AppointmentForm
    search_fields = ["name", "post__title_en", "post__title_es", "unit__label"]
    list_display = ["name", "post", "unit", "office", "first_day", "last_day", "seen", "acting"]
    list_filter = ["acting", "open_ended"]
    list_select_related = ["post", "unit", "office"]
    autocomplete_fields = ["person", "post", "unit", "office", "country", "sources"]
    slug_from = "name"
    fieldsets = [
        (None, {"fields": ["name", "person", "is_another", "slug", "post", "unit", "office", "country", "acting"]}),
        (
            gettext_lazy("Term"),
            {
                "fields": [
                    ("starts", "starts_precision"),
                    ("ends", "ends_precision"),
                    "open_ended",
                    ("seen_en", "seen_on"),
                ],
                "description": gettext_lazy(
                    "Without a start nobody is said to hold the post on a day. Where both sides of a handover are known"
                    " to the year only, both are named all that year."
                ),
            },
        ),
        (gettext_lazy("Record"), {"fields": ["note_en", "sources"]}),
        other_languages(gettext_lazy("In the other languages"), "seen", "note"),
    ]

    def save_model(self, request, obj, form, change):
        """One of a name that nobody has yet, or that is none of those who have it, is a new person."""
        super().save_model(request, obj, form, change)
        if obj.person_id is None and "name" in form.changed_data and not form.reverts_to:
            name_person(obj)

    def overlaps_of(self, appointment):
        for other in Appointment.objects.beside(appointment):
            if period_of(appointment).shares_days_with(period_of(other)):
                text = _("In part of this time “%(name)s” is recorded in the post, too (%(period)s). Pages name both.")
                yield text % {"name": other.name, "period": show_period(period_of(other))}

    @admin.display(description=gettext_lazy("from"), ordering="starts")
    def first_day(self, appointment):
        return show_date(appointment, "starts")

    @admin.display(description=gettext_lazy("until"), ordering="ends")
    def last_day(self, appointment):
        if appointment.open_ended:
            return gettext_lazy("in the post")
        return show_date(appointment, "ends")
