"""Legal acts, each with the chain of its revisions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField, fold
from .periods import date_and_precision, precision_is_given
from .sorting import SortKeys
from .sources import Source
from .visibility import DraftQuerySet, draft_field


class LegalInstrumentQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def matching(self, text):
        """Acts of which each word of `text` is in the symbol, title or note; accents and case don't matter."""
        acts = self
        for word in fold(text).split():
            acts = acts.filter(folded__contains=word)
        return acts

    def chain_of(self, slug):
        """The revisions the act of that address belongs to, the first one first; only itself where it neither revises
        nor is revised, empty where there is none.
        """
        revised = Exists(LegalInstrument.objects.filter(revises=OuterRef("pk")))
        linked = self.filter(Q(slug=slug) | Q(revises__isnull=False) | revised)
        acts = {act.pk: act for act in linked.order_by(F("adopted_on").asc(nulls_last=True), "pk")}
        first = next((act for act in acts.values() if act.slug == slug), None)
        if first is None:
            return []
        before = []
        while first.revises_id in acts and first not in before:
            before.append(first)
            first = acts[first.revises_id]
        chain = [first]
        for act in chain:
            chain += [each for each in acts.values() if each.revises_id == act.pk and each not in chain]
        return chain


class LegalInstrument(models.Model):
    """An act the structure and its units rest on: the Charter, a resolution, an executive order."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("Charter")
        TREATY = "treaty", _("treaty")
        RESOLUTION = "resolution", _("resolution")
        EXECUTIVE_ORDER = "executive_order", _("executive order")
        RULES = "rules", _("rules or statute")
        PLAN = "plan", _("plan or program")
        DECLARATION = "declaration", _("declaration")
        OTHER = "other", _("other act")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    symbol = texts.CharField(
        _("symbol"),
        max_length=200,
        blank=True,
        help_text=_("As the act cites itself: “AG/RES. 2814 (XLIV-O/14)”."),
    )
    title = texts.CharField(_("title"), max_length=500)
    body = texts.CharField(_("body"), max_length=200, blank=True, help_text=_("The organ that adopted it."))
    adopted_on, adopted_on_precision = date_and_precision(_("adopted on"))
    url = texts.URLField(_("address of the text"), max_length=500, blank=True)
    revises = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("revises"), related_name="revisions", null=True, blank=True
    )
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown with the act."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="legal_instruments", blank=True)
    draft = draft_field()
    folded = FoldedField(of=["symbol", "title", "note"])
    sort_key = SortKeys(of=["title"])

    objects = LegalInstrumentQuerySet.as_manager()

    class Meta:
        ordering = [F("adopted_on").asc(nulls_last=True), "slug"]
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")
        constraints = [
            precision_is_given("legal_instrument_adopted_precision", "adopted_on"),
            models.CheckConstraint(
                name="legal_instrument_not_its_own_revision",
                condition=~Q(revises=F("pk")),
                violation_error_message=_("An act can't revise itself."),
            ),
        ]

    def __str__(self):
        return self.symbol or self.title

    def get_absolute_url(self):
        return reverse("orgunits:instrument_detail", args=[self.slug])

    @property
    def is_resolution_of_the_general_assembly(self):
        by_assembly = self.body.startswith("General Assembly") or self.symbol.startswith("AG/RES")
        return self.kind == self.Kind.RESOLUTION and by_assembly

    def natural_key(self):
        return (self.slug,)

    def clean(self):
        """No act revises what revises it, at any distance."""
        seen, act = {self.pk}, self.revises
        while act is not None:
            if act.pk in seen:
                raise ValidationError({"revises": gettext("The chain of revisions would lead back to this act.")})
            seen.add(act.pk)
            act = act.revises
