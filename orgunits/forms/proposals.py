"""What an organization writes to propose an agreement, and later to add to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..documents import check_document
from ..formatting import alphabetical, translation_of
from ..models import CooperationAgreement, MemberState, OrganizationalUnit, Partner, Placement
from ..pasted import EmailField, LineField, TextField
from .agreements import choices_of
from .find import offered_themes
from .menus import Menu
from .units import capitalized, has_words

Type, SpecialType, Basis = CooperationAgreement.Type, CooperationAgreement.SpecialType, CooperationAgreement.Basis
# So many units are offered, those nearest to the top first; a link may name any other.
UNITS = 500
LONGEST_TEXT = 20_000
UNSURE = "unsure"
AS_WRITTEN = ("organization", "organization_kind", "email", "title", "text", "document")
TYPES = [
    (Type.GENERAL.value, _("General: to advise, and to tell others what the Organization does")),
    (SpecialType.PROGRAM.value, _("Special: a project or program together with a department")),
    (SpecialType.SPECIALIZED_ORGANIZATION.value, _("Special: relating to a Specialized Organization")),
    (SpecialType.SECRETARY_GENERAL.value, _("Special: established directly by the Secretary General")),
    (UNSURE, _("We don’t know yet")),
]


def _errors(missing):
    """What to do, in the place of what the framework says of every field."""
    return {
        "required": missing,
        "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d."),
    }


def _line(label, missing, *, size, **options):
    attrs = {"class": "usa-input", **options.pop("attrs", {})}
    return LineField(
        label=label,
        max_length=size,
        validators=[has_words],
        widget=forms.TextInput(attrs=attrs),
        error_messages=_errors(missing),
        **options,
    )


def _boxes(label, error, **options):
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": error},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        **options,
    )


class ProposalForm(forms.Form):
    """`structure` is the one in force today, or None; only its units can be asked."""

    organization = _line(
        _("Name of your organization"),
        _("Say which organization proposes the agreement."),
        size=300,
        attrs={"autocomplete": "organization"},
    )
    organization_kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=capitalized(Partner.Kind.choices),
        initial=Partner.Kind.CIVIL_SOCIETY,
        error_messages={
            "required": _("Choose the kind of organization; “Other” fits where none does."),
            "invalid_choice": _("There is no kind of organization “%(value)s”."),
        },
        widget=Menu(),
    )
    email = EmailField(
        label=_("E-mail of the contact person"),
        max_length=254,
        help_text=_("To this address we send the link by which you follow the proposal. It is not published."),
        error_messages=_errors(_("Give an e-mail address: without one we can’t send you the link to your proposal."))
        | {"invalid": _("Write the whole e-mail address, such as name@example.org.")},
        widget=forms.EmailInput(attrs={"class": "usa-input", "autocomplete": "email"}),
    )
    unit = forms.ChoiceField(
        label=_("Unit you address"),
        required=False,
        help_text=_("If you don’t know which, the General Secretariat is the first point of contact."),
        error_messages={"invalid_choice": _("There is no unit “%(value)s” in today’s structure.")},
        widget=Menu(),
    )
    type = forms.ChoiceField(
        label=_("Type of agreement"),
        choices=TYPES,
        error_messages={
            "required": _("Choose a type, or that you don’t know yet."),
            "invalid_choice": _("There is no type “%(value)s”."),
        },
        widget=forms.RadioSelect(attrs={"class": "choice__input"}),
    )
    title = _line(
        _("Title"),
        _("Give your proposal a title: a few words on what it is about."),
        size=200,
        help_text=_("What it is about, in a few words."),
    )
    text = TextField(
        label=_("What you want to do together"),
        max_length=LONGEST_TEXT,
        help_text=_("What your organization does, what you propose, with whom and by when."),
        error_messages=_errors(_("Describe what you want to do together; a few sentences are enough to begin.")),
        widget=forms.Textarea(attrs={"class": "usa-input", "rows": 10}),
    )
    countries = _boxes(_("Countries it is about"), _("There is no member state “%(value)s”."))
    themes = _boxes(_("Themes it is about"), _("There is no theme “%(value)s”."))
    document = forms.FileField(
        label=_("Document (PDF)"),
        required=False,
        validators=[check_document],
        widget=forms.FileInput(attrs={"class": "file-input", "accept": ".pdf,application/pdf"}),
        error_messages={"empty": _("The file is empty.")},
    )
    # A trap: people don't see it, programs fill in whatever there is.
    fax = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "off", "tabindex": "-1"}),
    )
    renews = forms.CharField(widget=forms.HiddenInput, required=False)

    # As the page shows them, and its summary of errors too.
    field_order = ["organization", "organization_kind", "email", "title", "text", "unit", "type"]

    def __init__(self, *args, structure, asked="", **kwargs):
        super().__init__(*args, **kwargs)
        self.units = todays_units(structure, self._asked(asked))
        self.member_states = {state.iso2.lower(): state for state in alphabetical(MemberState.objects.all())}
        self.theme_records = {theme.slug: theme for theme in alphabetical(offered_themes())}
        root, *others = self.units.values() or [None]
        names = [("", _("We don’t know: the General Secretariat"))]
        self.fields["unit"].choices = names + [(row.unit.slug, _indented(row)) for row in others]
        self.root = root
        self.fields["countries"].choices = choices_of(self.member_states)
        self.fields["themes"].choices = choices_of(self.theme_records)

    def _asked(self, slug):
        """The unit that is chosen: it is offered, however deep it stands."""
        return self.data.get("unit", "") if self.is_bound else slug

    def clean_fax(self):
        if self.cleaned_data["fax"]:
            raise ValidationError(_("This field is a trap for programs. Empty it and send the form again."))
        return ""

    def clean_renews(self):
        """The signed agreement of this address; one that isn't signed does not exist here."""
        slug = self.cleaned_data["renews"]
        renewed = renewed_by(slug)
        if slug and renewed is None:
            # It stands in no field that could be mended, and is gone from the form that comes back.
            self.add_error(None, _("The agreement to be renewed is not in the register. Send it as a new proposal."))
        return renewed

    @property
    def is_not_stored(self):
        """Whether its document could not be stored; it is shown again, and nothing was sent."""
        return self.has_error("document", code="not_stored")

    @cached_property
    def values(self):
        """What propose() takes, of a form that is valid."""
        data = self.cleaned_data
        kind = data["type"]
        columns = {"type": Type.GENERAL, "type_basis": Basis.STATED}
        if kind == UNSURE:
            columns["type_basis"] = Basis.INFERRED
        elif kind != Type.GENERAL:
            columns |= {"type": Type.SPECIAL, "special_type": kind}
        placement = self.units.get(data["unit"], self.root)
        columns["unit"] = placement and placement.unit
        columns["renews"] = data["renews"]
        return {
            **{
                name: data[name] for name in ("organization", "organization_kind", "email", "title", "text", "document")
            },
            "member_states": [self.member_states[iso2] for iso2 in data["countries"]],
            "themes": [self.theme_records[slug] for slug in data["themes"]],
            "agreement": columns,
        }


def todays_units(structure, asked=""):
    """{slug: placement} of today's structure in the order of its tree, its root first."""
    if structure is None:
        return {}
    tree = Placement.objects.filter(tree_id=structure.pk).select_related("unit")
    rows = {row.pk: row for row in tree.order_by("level", "lft")[:UNITS]}
    if len(rows) == UNITS and "\0" not in asked:
        rows |= {row.pk: row for row in tree.filter(unit__slug=asked)}
    return {row.unit.slug: row for row in sorted(rows.values(), key=lambda row: row.lft)}


def _indented(placement):
    return "\u2003" * (placement.level - 1) + translation_of(placement, "name")[0]


def renewed_by(slug):
    """The signed agreement that a proposal is to renew, None where there is none of this address."""
    return CooperationAgreement.objects.public().select_related("unit").filter(slug=slug).first() if slug else None


def renewed_name(agreement):
    return translation_of(agreement, "title")[0] or translation_of(agreement, "subject")[0]


def as_before(agreement):
    """What the form says at first of the renewal of an agreement."""
    kinds = {party.partner.kind for party in agreement.parties.select_related("partner")}
    return {
        "renews": agreement.slug,
        "title": " ".join(renewed_name(agreement).split())[:200],
        "type": agreement.special_type or agreement.type,
        **({"organization_kind": kinds.pop()} if len(kinds) == 1 else {}),
    }


def asked_for(query):
    """What a link that leads to the form says of it: unit, country, theme and words, as find/ passes them, or the
    agreement to be renewed.
    """
    renewed = renewed_by(query.get("renews", ""))
    return {
        "unit": query.get("unit", "") or (renewed.unit.slug if renewed and renewed.unit else ""),
        "countries": [query.get("country", "").lower()],
        "themes": [query.get("theme", "")],
        "title": query.get("q", "")[:200],
        **(as_before(renewed) if renewed else {}),
    }


class LetterForm(ProposalForm):
    """The same for a letter that the organization sends itself: no document, nothing to keep programs out."""

    document = None
    fax = None
    email = EmailField(
        label=_("E-mail for the answer"),
        max_length=254,
        help_text=_("It is written in the letter, so that the unit can answer you. It is not stored here."),
        error_messages=_errors(_("Give an e-mail address: the unit needs one to answer you."))
        | {"invalid": _("Write the whole e-mail address, such as name@example.org.")},
        widget=forms.EmailInput(attrs={"class": "usa-input", "autocomplete": "email"}),
    )

    @property
    def placement(self):
        """Of the unit the letter is addressed to: the one chosen, else the General Secretariat; may be None."""
        return self.units.get(self.cleaned_data["unit"], self.root)

    @property
    def type_in_words(self):
        """The type as the letter names it; empty where it isn't known yet."""
        chosen = self.cleaned_data["type"]
        if chosen == UNSURE:
            return ""
        kind = Type.GENERAL if chosen == Type.GENERAL else Type.SPECIAL
        return kind.label if kind == Type.GENERAL else f"{kind.label}, {SpecialType(chosen).label}"


class MessageForm(forms.Form):
    """What a proposer adds."""

    text = TextField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        error_messages=_errors(_("Write your message before you send it.")),
        widget=forms.Textarea(attrs={"class": "usa-input", "rows": 5}),
    )


class WithdrawalForm(forms.Form):
    """Why a proposer withdraws, if they say so; `stage` is the one they saw."""

    reason = TextField(
        label=_("Why (you need not say)"),
        max_length=2000,
        required=False,
        error_messages=_errors(""),
        widget=forms.Textarea(attrs={"class": "usa-input", "rows": 3}),
    )
    stage = forms.ChoiceField(choices=CooperationAgreement.Stage.choices, widget=forms.HiddenInput)


def outside_today(slug):
    """The unit of a link that doesn't stand in today's structure, if the public knows it."""
    return OrganizationalUnit.objects.public().filter(slug=slug).first() if slug and "\0" not in slug else None
