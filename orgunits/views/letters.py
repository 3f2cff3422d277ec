"""The letter by which an organization proposes an agreement itself, where the site takes no mail for others.

It is made of what the form says and given back at once: nothing is stored, counted or sent.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from ..formatting import translation_of
from ..forms.languages import IN_THIS_LANGUAGE, as_typed
from ..forms.proposals import LetterForm, asked_for, outside_today, renewed_by, renewed_name
from ..middleware import bad_request
from ..models import Structure

# The buttons of the page with the letter.
SAVE, CHANGE = "save", "change"


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def letter(request):
    """The form, then the letter; `propose` leads here."""
    if refusal := refused_for_nul(request):
        return refusal
    structure = todays_structure()
    if request.method != "POST" or IN_THIS_LANGUAGE in request.POST or CHANGE in request.POST:
        initial = as_typed(LetterForm, request.POST) if request.method == "POST" else asked_for(request.GET)
        asked = initial["unit"] or ""
        form = LetterForm(initial=initial, structure=structure, asked=asked)
        outside = outside_today(asked) if asked not in form.units else None
        return _form(request, form, renewed=renewed_by(initial.get("renews")), outside=outside)
    form = LetterForm(request.POST, structure=structure)
    if not form.is_valid():
        return _form(request, form, renewed=form.cleaned_data.get("renews"))
    context = _letter(form)
    context["letter"] = render_to_string("orgunits/agreements/letter.txt", context).strip() + "\n"
    if SAVE in request.POST:
        response = HttpResponse(context["letter"], content_type="text/plain; charset=utf-8")
        name = _("proposal-letter")
        response["Content-Disposition"] = f'attachment; filename="{name}.txt"'
        return response
    return render(request, "orgunits/agreements/letter.html", context)


def _form(request, form, **context):
    context |= {"form": form, "typed_form": "proposal"}
    return render(request, "orgunits/agreements/letter_form.html", context)


def _letter(form):
    """What the letter says, and how its unit, or the nearest above it of which that is known, is reached."""
    data, placement = form.cleaned_data, form.placement
    above = placement.get_ancestors(ascending=True, include_self=True).select_related("unit") if placement else ()
    return {
        **{name: data[name] for name in ("organization", "email", "title", "text", "renews")},
        "kind": dict(form.fields["organization_kind"].choices)[data["organization_kind"]],
        "type": form.type_in_words,
        "renewed_name": renewed_name(data["renews"]) if data["renews"] else "",
        "countries": [translation_of(form.member_states[iso2], "name")[0] for iso2 in data["countries"]],
        "themes": [translation_of(form.theme_records[slug], "name")[0] for slug in data["themes"]],
        "day": timezone.localdate(),
        "placement": placement if placement != form.root else None,
        "reached": next((row for row in above if row.unit.has_contact), None),
        "form": form,
        "typed_form": "answers",
    }


def todays_structure():
    return Structure.objects.up_to(timezone.localdate()).first()


def refused_for_nul(request):
    """The answer to a form with what nobody can type and no page could show again."""
    if request.method == "POST" and any(
        "\0" in value for values in request.POST.lists() for value in (values[0], *values[1])
    ):
        return bad_request(request, _("The form holds a character that no text can hold (NUL)."))
    return None
