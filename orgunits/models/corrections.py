"""Mended facts of locked structures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import texts
from .kinds import Kind
from .structure import Structure
from .units import OrganizationalUnit


class Correction(models.Model):
    """One mended fact of a locked shape: who, when, why, before and after. Written by trees.correct() alone."""

    class Fact(models.TextChoices):
        PARENT = "parent", _("place in the tree")
        KIND = "kind", _("kind")
        NAME_EN = "name_en", _("official name (English)")
        NAME_ES = "name_es", _("official name (Spanish)")
        NAME_FR = "name_fr", _("official name (French)")
        NAME_PT = "name_pt", _("official name (Portuguese)")
        ACRONYM_EN = "acronym_en", _("official acronym (English)")
        ACRONYM_ES = "acronym_es", _("official acronym (Spanish)")
        ACRONYM_FR = "acronym_fr", _("official acronym (French)")
        ACRONYM_PT = "acronym_pt", _("official acronym (Portuguese)")

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="corrections")
    unit = models.ForeignKey(OrganizationalUnit, models.PROTECT, verbose_name=_("unit"), related_name="corrections")
    fact = models.CharField(_("what"), max_length=10, choices=Fact)
    before = texts.TextField(_("before"), blank=True)
    after = texts.TextField(_("after"), blank=True)
    reason = texts.TextField(_("reason"), help_text=_("Shown on the page of the edition."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("made by"),
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                name="correction_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A correction needs its reason."),
            )
        ]

    def __str__(self):
        return f"{self.unit}: {self.get_fact_display()}"

    @property
    def language(self):
        """The language of `before` and `after`, "" where they are in none."""
        return self.fact.rpartition("_")[2] if "_" in self.fact else ""

    @property
    def before_shown(self):
        return self._shown(self.before)

    @property
    def after_shown(self):
        return self._shown(self.after)

    def _shown(self, value):
        """A kind by its label, a place in words; names as they are."""
        if self.fact == self.Fact.PARENT and " · " in value:
            unit, _dot, number = value.rpartition(" · ")
            return gettext("%(unit)s, place %(number)s") % {"unit": unit, "number": number}
        return Kind(value).label if self.fact == self.Fact.KIND and value in Kind else value
