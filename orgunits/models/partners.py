"""The organizations that agreements are made with, and their part in each."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from . import texts
from .countries import country_choices
from .folding import FoldedField, fold
from .named import name_of
from .sorting import SortKeys


class PartnerQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """A partner known only to agreements that are not signed does not exist for the public."""
        return self.filter(Exists(AgreementParty.objects.filter(partner=OuterRef("pk"), agreement__stage="signed")))

    def alike(self, name, *, but=None):
        """Those of this name, accents and case aside, the one of the key `but` left out."""
        return self.filter(folded=fold(name)).exclude(pk=but).order_by("pk")

    def named(self, name, *, kind, chosen="", distinction=""):
        """The partner that somebody `chosen`, by its key, among those of this name; a new one where there is none.

        NEW with what tells it apart makes another one of the same name. Without a choice a name that is on record is
        refused: only who records it knows whether it is the same. Within a transaction, until the end of which the
        partner stays; of two who ask at once for a new one the second waits for the first.
        """
        while True:
            # The slug first: whoever else made it since is found by its name, or is in the way of this one.
            slug = self._free_slug(name)
            alike = list(self.select_for_update(no_key=True).alike(name))
            if same := [partner for partner in alike if str(partner.pk) == str(chosen)]:
                return same[0]
            if alike:
                self._check_other(alike, chosen, distinction)
            try:
                with transaction.atomic():
                    return self.create(slug=slug, name=name, kind=kind, distinction=distinction if alike else "")
            except IntegrityError:
                if not self.filter(slug=slug).exists():  # it is another rule that was broken
                    raise

    def _check_other(self, alike, chosen, distinction):
        if chosen != self.model.NEW:
            raise ValidationError(
                {"partner": _("A partner with this name is on record. Choose whether it is the same one.")}
            )
        if not distinction.strip() or fold(distinction) in {fold(partner.distinction) for partner in alike}:
            raise ValidationError({"distinction": _("Say how to tell it apart from others with the same name.")})

    def _free_slug(self, name):
        stem = slugify(name)[:100].strip("-") or "partner"
        taken = set(self.filter(slug__startswith=stem).values_list("slug", flat=True))
        slugs = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
        return next(slug for slug in slugs if slug not in taken)


class Partner(models.Model):
    """An organization that made an agreement with the General Secretariat."""

    class Kind(models.TextChoices):
        UN_BODY = "un_body", _("body of the United Nations")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
        DEVELOPMENT_BANK = "development_bank", _("development bank")
        GOVERNMENT = "government", _("government or its agency")
        UNIVERSITY = "university", _("university")
        FOUNDATION = "foundation", _("foundation")
        CIVIL_SOCIETY = "civil_society", _("civil society organization")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    PUBLIC_BODIES = frozenset((Kind.UN_BODY, Kind.INTERGOVERNMENTAL, Kind.DEVELOPMENT_BANK, Kind.GOVERNMENT))
    NEW = "new"  # in the place of a key: none of those on record

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True)
    name = texts.CharField(_("name"), max_length=300, help_text=_("As the source writes it. Not translated."))
    distinction = texts.CharField(
        _("distinguished by"),
        max_length=100,
        blank=True,
        help_text=_("If others have the same name: a place or a parent organization. Shown in brackets after it."),
    )
    kind = models.CharField(_("kind"), max_length=17, choices=Kind, help_text=_("A filter of the register."))
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    website = texts.URLField(_("website"), max_length=500, blank=True)
    folded = FoldedField(of=["name"])
    sort_key = SortKeys(of=["name"])

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return f"{self.name} ({self.distinction})" if self.distinction else self.name

    def natural_key(self):
        return (self.slug,)


class AgreementPartyManager(models.Manager):
    def get_by_natural_key(self, agreement, partner):
        return self.get(agreement__slug=agreement, partner__slug=partner)


class AgreementParty(models.Model):
    """A partner of an agreement, and who signed for it."""

    agreement = models.ForeignKey(
        "orgunits.CooperationAgreement", models.CASCADE, verbose_name=_("agreement"), related_name="parties"
    )
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("partner"), related_name="parties")
    signatory = texts.CharField(_("signed by"), max_length=200, blank=True)

    objects = AgreementPartyManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                name="agreement_party_once",
                fields=["agreement", "partner"],
                violation_error_message=_("This partner is already listed."),
            )
        ]

    def __str__(self):
        return name_of(self, "partner")

    def natural_key(self):
        return (*self.agreement.natural_key(), *self.partner.natural_key())

    natural_key.dependencies = ["orgunits.cooperationagreement", "orgunits.partner"]
