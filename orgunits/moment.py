"""The moment a page shows: a day and the structure of that day, or a structure somebody chose.

One form reads `?on=` and `?structure=` into `request.moment`; views marked `timeless` ignore them.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .compiled import compiled
from .middleware import bad_request
from .models import Structure
from .models.languages import reading
from .models.periods import Precision, day_before, show_partial, show_when
from .models.structure import set_successors
from .pasted import SlugField

PARAMETERS = ("on", "structure")


@dataclass(frozen=True)
class Moment:
    """What `request.moment` holds. `structure` is None where none is recorded for the day."""

    day: date
    structure: Structure | None
    is_today: bool
    # The parameters that lead back here, for links: {} for today.
    parameters: dict = field(default_factory=dict)
    # Those of the page that search engines keep in the place of this one: days are endless, editions are few. {} for
    # today, None where no edition has the day.
    canonical: dict | None = field(default_factory=dict)
    # The editions the reader may see, oldest first: the head of every page leads to them.
    editions: list = field(default_factory=list)
    today: date | None = None
    # Of an edition of the past that somebody chose, and not a day of it: the first and the last of its days.
    span: tuple | None = None

    @property
    def has_heads(self):
        """Whether anybody can be said to have headed its units; of what was only to be, nobody."""
        return self.structure is None or self.structure.status in Structure.SEEN

    @property
    def is_to_come(self):
        """Whether the day is after today: nobody knows who will be in a post."""
        return self.today is not None and self.day > self.today

    @property
    def of_today(self):
        """The moment of the same page without a day or an edition."""
        in_force = _in_force_among(self.editions, self.today)
        return Moment(self.today, in_force, is_today=True, editions=self.editions, today=self.today)

    @property
    def in_doubt(self):
        """Bounds in words, where another edition may have been in force on that day; else ""."""
        if self.structure is None or "on" not in self.parameters:
            return ""
        first, last = self.structure.effective_not_before, self.structure.effective_not_after
        if first and self.day < last:
            return self.structure.begins_between
        return self.structure.ends_between if self.structure.may_have_ended_by(self.day) else ""

    def address_of(self, name, *args, **query):
        """The address of a page of the directory at this moment, with `query` added.

        A moment in `query` (on or structure) stands in for this one.
        """
        return address_of(name, *args, **(query if query.keys() & {*PARAMETERS} else {**self.parameters, **query}))


def address_of(name, *args, **query):
    """The address of a page of the directory, with `query`."""
    address = _address(name, args, get_language(), get_script_prefix())
    return f"{address}?{urlencode(query)}" if query else address


@lru_cache(maxsize=1000)
def _address(name, args, _language, _prefix):
    """The two that are not used decide the address, too."""
    return reverse(f"orgunits:{name}", args=args)


class MomentForm(forms.Form):
    """Reads the moment; `today` and `user` are what the request knows."""

    on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("“on” takes one day, written as 2010-06-01.")},
    )
    structure = SlugField(
        required=False,
        error_messages={"invalid": gettext_lazy("“structure” takes the web address ending of one edition.")},
    )

    def __init__(self, data):
        super().__init__(data)
        self.repeated = [name for name in PARAMETERS if len(data.getlist(name)) > 1]

    def clean(self):
        for name in self.repeated:
            message = _("“%(name)s” may be given only once.") % {"name": name}
            raise ValidationError(message)
        if self.cleaned_data.get("on") and self.cleaned_data.get("structure"):
            raise ValidationError(_("Ask for a day (“on”) or an edition (“structure”), not both."))

    def moment(self, *, today, editions):
        """Among `editions`, those the reader may see, with their successors; Http404 for one that isn't there."""
        day, slug = self.cleaned_data["on"] or today, self.cleaned_data["structure"]
        if not slug:
            in_force = _in_force_among(editions, day)
            if day == today:
                return Moment(day, in_force, is_today=True, editions=editions, today=today)
            is_todays = in_force is not None and in_force.is_in_force_on(today)
            canonical = {} if is_todays else in_force and {"structure": in_force.slug}
            return Moment(day, in_force, False, {"on": day}, canonical, editions, today)
        structure = next((edition for edition in editions if edition.slug == slug), None)
        if structure is None:
            raise Http404(_("There is no edition “%(slug)s”.") % {"slug": slug})
        if structure.is_in_force_on(today):
            return Moment(today, structure, is_today=True, editions=editions, today=today)
        adopted = structure.status == Structure.Status.ADOPTED
        day, parameters = structure.effective_from if adopted else today, {"structure": slug}
        is_past = adopted and structure.next_from is not None and structure.next_from <= today
        span = (day, day_before(structure.next_from)) if is_past else None
        return Moment(day, structure, False, parameters, parameters, editions, today, span)


def _in_force_among(editions, day):
    return next((edition for edition in editions if edition.is_in_force_on(day)), None)


class MomentMiddleware:
    """Sets `request.moment` for the pages of the directory; a malformed moment gets the 400 page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "on" in getattr(getattr(request, "moment", None), "parameters", {}):
            not_indexed(response)
        return response

    def process_view(self, request, view, args, kwargs):
        if "orgunits" not in request.resolver_match.namespaces or getattr(view, "timeless", False):
            return None
        form = MomentForm(request.GET)
        if not form.is_valid():
            return bad_request(request, *(error for errors in form.errors.values() for error in errors))
        editions = _editions(to_staff=request.user.is_staff)
        set_successors(editions)
        request.moment = form.moment(today=timezone.localdate(), editions=editions)
        return None


def not_indexed(response):
    """Keeps what shows a day out of search engines; in the header, since drawings and tables have no head."""
    response.headers.setdefault("X-Robots-Tag", "noindex")
    return response


# What pages say of the editions through time, and of the one they show.
OF_AN_EDITION = (
    *("slug", "name", "status", "was_proposed", "basis", "effective_from", "effective_from_precision"),
    *("effective_not_before", "effective_not_after", "as_of", "as_of_precision", "as_of_note", "based_on"),
)


@compiled
def _editions(*, to_staff):
    return reading(Structure.objects.visible(to_staff=to_staff).chronological(), "short_title", *OF_AN_EDITION)


def timeless(view):
    """Marks a view whose page is the same on every day."""
    view.timeless = True
    return view


class NoStructure(Http404):
    """No structure is recorded for `day`; `first` is the earliest on record, or None."""

    def __init__(self, day):
        super().__init__(no_structure(day))
        self.day, self.first = show_partial(day, Precision.DAY), _first_adopted()
        self.begins = self.first and show_when(self.first.effective_from, self.first.effective_from_precision)


def shown_structure(request):
    """The structure of the moment; NoStructure, naming the earliest day, where none is recorded."""
    if request.moment.structure is None:
        raise NoStructure(request.moment.day)
    return request.moment.structure


def no_structure(day):
    """A sentence saying that no structure is recorded for `day`, and from which day on one is."""
    first = _first_adopted()
    if first is None:
        return _("No edition is recorded yet.")
    return _("No edition is recorded for %(day)s. The earliest on record begins %(first)s.") % {
        "day": show_partial(day, Precision.DAY),
        "first": show_when(first.effective_from, first.effective_from_precision),
    }


def _first_adopted():
    return Structure.objects.adopted().order_by("effective_from").first()
