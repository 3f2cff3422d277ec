"""What of a structure the chart shows, and for which paper."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..formatting import translation_of
from ..models import Placement
from ..models.placements import BRANCHES
from .branches import BranchForm
from .menus import Menu

DEEPEST = 20


class ChartForm(BranchForm):
    """`depth` counts levels below the branch."""

    depth = forms.IntegerField(
        label=gettext_lazy("Levels"),
        required=False,
        min_value=1,
        max_value=DEEPEST,
        widget=Menu(),
        error_messages={
            "invalid": gettext_lazy("The number of levels is a whole number from 1 on."),
            "min_value": gettext_lazy("At least one level below the top is shown."),
            "max_value": gettext_lazy("At most %(limit_value)s levels are shown."),
        },
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        required=False,
        choices=[
            ("", gettext_lazy("Smallest that fits")),
            ("a3", gettext_lazy("A3 landscape")),
            ("a4", gettext_lazy("A4 landscape")),
        ],
        widget=Menu(),
        error_messages={"invalid_choice": gettext_lazy("Paper is a3 or a4.")},
    )

    def __init__(self, data, *, structure):
        super().__init__(data, structure=structure, auto_id="chart_%s")

    def offer(self, deepest):
        """Fills the lists to choose from; `deepest` is the number of levels below the top of what is shown."""
        branches = Placement.objects.of_structure(self.structure).with_units_below().filter(level__in=(1, 2))
        options = [
            (row.unit.slug, f"{'– ' if row.level > 1 else ''}{translation_of(row, 'name')[0]}")
            for row in branches.select_related("unit")[:BRANCHES]
        ]
        branch = self.cleaned_data.get("branch")
        if branch and branch.unit.slug not in dict(options) and branch.level:
            options.append((branch.unit.slug, translation_of(branch, "name")[0]))
        self.fields["branch"].widget.choices = [("", _("The whole structure")), *options]
        levels = range(1, max(deepest, self.cleaned_data.get("depth") or 1) + 1)
        self.fields["depth"].widget.choices = [("", _("As many as fit")), *((each, each) for each in levels)]
