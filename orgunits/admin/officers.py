"""Who handles the agreements of which unit."""

from django.contrib import admin

from orgunits.models import UnitOfficer

from .records import RecordAdmin


@admin.register(UnitOfficer)
class UnitOfficerAdmin(RecordAdmin):
    list_display = ["user", "unit"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__username", "unit__label", "unit__slug"]
    autocomplete_fields = ["user", "unit"]
    fieldsets = [(None, {"fields": ["user", "unit"]})]
