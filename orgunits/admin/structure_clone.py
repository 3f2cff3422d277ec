"""The page that makes a draft of the next structure from any other."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from orgunits.models import Structure
from orgunits.tree.clone import clone

from .in_structure import tree_url
from .records import SLUG_LABEL


class CloneForm(forms.ModelForm):
    class Meta:
        model = Structure
        fields = ["slug", "name_en"]
        labels = {"slug": SLUG_LABEL, "name_en": gettext_lazy("Name (English)")}
        help_texts = {
            "slug": gettext_lazy("The ending of its web address, such as 2027-reform. It can’t be changed later.")
        }
        widgets = {"slug": admin.widgets.AdminTextInputWidget, "name_en": admin.widgets.AdminTextInputWidget}


class ClonePage:
    """For the admin of structures."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.clone_view)
        return [path("<path:object_id>/clone/", view, name="orgunits_structure_clone"), *super().get_urls()]

    def may_clone(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def clone_view(self, request, object_id):
        if not self.may_clone(request):
            raise PermissionDenied
        source = self.get_object(request, unquote(object_id))
        if source is None:
            raise Http404
        form = CloneForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            slug, name = form.cleaned_data["slug"], form.cleaned_data["name_en"]
            try:
                with override("en"):  # the language of the name
                    draft = clone(source, slug=slug, name=name, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                self.log_addition(request, draft, _("Cloned from “%(structure)s”.") % {"structure": source.name})
                text = _("“%(draft)s” is a draft with the whole tree of “%(structure)s”; only staff can see it.")
                self.message_user(request, text % {"draft": draft.name, "structure": source.name}, messages.SUCCESS)
                return redirect(tree_url(draft))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Clone as draft"),
            "subtitle": source.name,
            "opts": self.opts,
            "original": source,
            "form": form,
        }
        return TemplateResponse(request, "admin/orgunits/structure/clone.html", context)
