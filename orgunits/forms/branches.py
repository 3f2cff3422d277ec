"""A part of a structure that a page is asked for."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Placement
from ..pasted import SlugField
from .menus import Menu


class BranchForm(forms.Form):
    """`branch` becomes the placement of a unit of `structure`, None for the whole."""

    branch = SlugField(
        label=gettext_lazy("Part of the structure"),
        required=False,
        # Not max_length, which would write an attribute that a <select> must not have.
        validators=[MaxLengthValidator(120)],
        widget=Menu(),
        error_messages={"invalid": gettext_lazy("“branch” takes the web address ending of one unit.")},
    )

    def __init__(self, data, *, structure, **options):
        super().__init__(data, **options)
        self.structure = structure

    def clean_branch(self):
        slug = self.cleaned_data["branch"]
        if not slug:
            return None
        try:
            return Placement.objects.select_related("unit").get(structure=self.structure, unit__slug=slug)
        except Placement.DoesNotExist:
            message = _("There is no unit “%(slug)s” in this edition.") % {"slug": slug}
            raise ValidationError(message) from None
