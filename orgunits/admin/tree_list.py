"""The list of places as the tree of exactly one structure, where units are dragged to where they belong."""

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from orgunits.keys import number
from orgunits.models import Correction, Kind, Placement, Structure
from orgunits.tree import trees

from .corrections import correction_url, leading_to_corrections
from .in_structure import last_edit, preview_url, structure_in_force_or_newest

WHICH = "structure__id__exact"


class TreeChangeList(ChangeList):
    """Rows of one structure, which share its one instance. Adds `kind_shown` and `basis_shown`."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        kinds = {value: str(label) for value, label in Kind.choices}
        bases = {value: str(label) for value, label in Placement.Basis.choices}
        for placement in self.result_list:
            placement.structure = request.shown_structure
            placement.kind_shown, placement.basis_shown = kinds[placement.kind], bases[placement.basis]


class TreeList:
    """The change list of PlacementAdmin."""

    # The columns are in the template: with Django's own rows 2,000 units take 2 s.
    list_display = list_display_links = ["name"]
    list_select_related = ["unit"]
    # A structure of 2,000 units is dragged on one page; a larger one comes in pages.
    list_per_page = 2500
    sortable_by = []  # the order is the record's
    expand_tree_by_default = True

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.POST.get("cmd") == "move_node":
            return self._move_node(request)
        structure = Structure.objects.filter(pk=number(request.GET.get(WHICH))).select_related("edited_by").first()
        if structure is None and (structure := structure_in_force_or_newest()):
            query = request.GET.copy()
            query[WHICH] = structure.pk
            return redirect(f"{request.path}?{query.urlencode()}")
        request.shown_structure = structure
        context = {
            "title": _("Tree of “%(structure)s”") % {"structure": structure.name} if structure else _("Trees"),
            "structure": structure,
            "last_edit": structure and last_edit(structure),
            "preview_url": structure and preview_url(structure),
            "structures": Structure.objects.chronological().reverse(),
            "correction_url": structure and correction_url(structure),
            "may_change_structures": request.user.has_perm("orgunits.change_structure"),
            # Not in a locked tree, which refuses it; not in a search, where neighbours are missing.
            "may_drag": bool(structure and structure.is_editable)
            and self.has_change_permission(request)
            and not request.GET.get("q"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if structure := getattr(request, "shown_structure", None):
            queryset = queryset.filter(tree_id=structure.pk)
        return queryset

    def get_actions(self, request, action_location=None):
        """None is offered in a locked tree; what is sent all the same is refused with a sentence.

        From Django 6.1 on forms may have actions, too; ours are the list's, and mptt knows of no others.
        """
        structure = getattr(request, "shown_structure", None)
        if structure and not structure.is_editable and request.method == "GET":
            return {}
        if action_location is not None and action_location.name != "CHANGE_LIST":
            return {}
        return super().get_actions(request)

    def get_changelist(self, request, **kwargs):
        return TreeChangeList

    def _tree_context(self, request):
        context = super()._tree_context(request)
        context["messages"] |= {
            "before": _("before this unit"),
            "child": _("below this unit"),
            "after": _("after this unit"),
            "collapseTree": _("Fold all"),
            "expandTree": _("Unfold all"),
        }
        return context

    def _move_node(self, request):
        """A drag. The script of the tree reloads the page whatever the answer, and so shows the message."""
        found = Placement.objects.select_related("structure").in_bulk(
            [number(request.POST.get(name)) or 0 for name in ("cut_item", "pasted_on")]
        )
        placement, target = (found.get(number(request.POST.get(name))) for name in ("cut_item", "pasted_on"))
        if not self.has_change_permission(request, placement):
            self.message_user(request, _("You don’t have permission to move units."), messages.ERROR)
            return HttpResponseForbidden("FAIL, no permission.")
        if placement is None or target is None:
            self.message_user(request, _("This unit has since been removed. Reload the page."), messages.ERROR)
            return HttpResponse("FAIL, invalid objects.")
        try:
            with transaction.atomic(), leading_to_corrections(placement, fact=Correction.Fact.PARENT):
                moved = trees.move(placement, target, request.POST.get("position"))
                self.log_change(request, moved, [{"changed": {"fields": [str(_("place in the tree"))]}}])
        except ValidationError as refusal:
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponse("FAIL, refused.")
        self.message_user(request, _("“%(unit)s” was moved.") % {"unit": placement.name}, messages.SUCCESS)
        return HttpResponse("OK, moved.")
