"""People, with all their appointments; and who is meant by the name of an appointment."""

from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from orgunits.models import Appointment, Person
from orgunits.models.periods import show_date

from .alike import ConfirmsOther, described
from .records import RecordAdmin, admin_url

POSTS_AT_MOST = 3  # named where a person is chosen


def in_choices(person):
    """The name, and the posts and years that distinguish a person from others of that name."""
    held = person.appointments.select_related("post", "unit", "office")[: POSTS_AT_MOST + 1]
    posts = [term_in_words(appointment) for appointment in held]
    return described(person, *posts[:POSTS_AT_MOST], "…" if len(posts) > POSTS_AT_MOST else "")


def term_in_words(appointment):
    years = f"{show_date(appointment, 'starts')}–{show_date(appointment, 'ends')}".strip("–") or appointment.seen
    place = appointment.unit or appointment.office
    post = f"{appointment.post}, {place}" if place else str(appointment.post)
    return f"{post} ({years})" if years else post


class AppointmentForm(ConfirmsOther):
    """Of a name that is on record, whoever records the appointment says whether it is the same person."""

    def alike(self, name):
        if self.cleaned_data.get("person"):
            return []
        people = [(admin_url(Person, "change", person.pk), in_choices(person)) for person in Person.objects.alike(name)]
        unsaid = Appointment.objects.filter(person=None, name__iexact=name).exclude(pk=self.instance.pk)
        return people + [(admin_url(Appointment, "change", each.pk), str(each)) for each in unsaid]


def name_person(appointment):
    """Makes a person of an appointment's name, and has its newest version of the history name them, too."""
    slug = Person.objects.free_slug(appointment.name)
    person = Person.objects.create(slug=slug, name=appointment.name, draft=appointment.draft)
    Appointment.objects.filter(pk=appointment.pk).update(person=person)
    appointment.person = person
    newest = appointment.history.order_by("-pk").values("pk")[:1]
    appointment.history.filter(pk__in=list(newest.values_list("pk", flat=True))).update(person=person)


class PersonForm(ConfirmsOther):
    def alike(self, name):
        people = Person.objects.alike(name, but=self.instance.pk)
        return [(admin_url(Person, "change", person.pk), in_choices(person)) for person in people]


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    form = PersonForm
    search_fields = ["folded"]
    list_display = ["name", "distinction", "by_name", "appointment_count"]
    list_filter = ["by_name"]
    ordering = ["name", "pk"]
    slug_from = "name"
    fieldsets = [(None, {"fields": ["name", "is_another", "distinction", "slug", "by_name", "appointments"]})]
    readonly_fields = ["appointments"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("appointments"))

    def name_in_choices(self, person):
        return in_choices(person)

    @admin.display(description=gettext_lazy("appointments"), ordering="number")
    def appointment_count(self, person):
        return person.number

    @admin.display(description=gettext_lazy("appointments"))
    def appointments(self, person):
        """Each is edited on its own page: there another person is chosen for it."""
        held = person.appointments.select_related("post", "unit", "office") if person.pk else []
        rows = [(admin_url(Appointment, "change", each.pk), term_in_words(each)) for each in held]
        return format_html_join("", '<p><a href="{}">{}</a></p>', rows) or "–"
