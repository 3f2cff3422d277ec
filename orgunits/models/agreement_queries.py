"""Questions about agreements: which are public, and which match what a reader asks for."""

from functools import partial

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from ..compiled import Part, compiled
from .agreement_access import PendingQuerySet
from .agreement_states import STATED_BY, AgreementState, conditions_of, is_in, state_in_database
from .folding import fold
from .languages import reading
from .partners import AgreementParty


class CooperationAgreementQuerySet(PendingQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """The signed ones: what is only proposed or under review is between its parties."""
        return self.filter(stage=self.model.Stage.SIGNED)

    def with_state_on(self, day):
        """Adds `state`: what is known of each on `day`."""
        return self.annotate(state=state_in_database(day))

    def signed_by(self, day):
        """Without those signed later than `day`; those without a date stay."""
        return self.filter(is_in(set(AgreementState) - {AgreementState.NOT_YET_SIGNED}, day))

    def in_state(self, state, day):
        """Those in one state. The dates it needs are asked for too, since they have indexes."""
        return self.filter(conditions_of(state, day), is_in({state}, day))

    def by_end(self, which, day, *, soon):
        """Those that end "soon" (within the time `soon`), that "ended", or of which the end is "not_recorded"."""
        over = Q(ends_on__lt=day) | Q(terminated_on__lt=day)
        if which == "ended":
            return self.filter(over)
        if which == "soon":
            return self.filter(ends_on__range=(day, day + soon), terminated_on__isnull=True)
        return self.filter(stage="signed", ends_on__isnull=True, terminated_on__isnull=True, open_ended=False)

    def of_units(self, units):
        """Those of which one of `units` is the responsible unit or another unit named."""
        return self._where(unit={"unit__in": units}, other_unit={"organizationalunit__in": units})

    def of_unit(self, unit):
        return self._where(unit={"unit": unit}, other_unit={"organizationalunit": unit})

    def _where(self, *, unit, other_unit):
        # A union, and not one or the other: each half then goes by its own index.
        own = self.model.objects.filter(**unit).order_by().values("pk")
        others = self._others("other_units").filter(**other_unit).values("cooperationagreement")
        return self.filter(pk__in=own.union(others))

    def of_partner(self, partner):
        parties = AgreementParty.objects.filter(partner=partner).order_by()
        return self.filter(pk__in=parties.values("agreement"))

    def with_partner(self, **wanted):
        """Those with a partner that is as `wanted`."""
        parties = AgreementParty.objects.filter(agreement=OuterRef("pk"))
        return self.filter(Exists(parties.filter(**{f"partner__{name}": value for name, value in wanted.items()})))

    def concerning(self, member_state):
        """Those that are about a member state, or with an organization in it."""
        return self.about_or_in(member_state, member_state.iso2)

    def about_or_in(self, member_state, country):
        """The same by the code of its country."""
        named = self._others("member_states").filter(memberstate=member_state).values("cooperationagreement")
        parties = AgreementParty.objects.filter(partner__country=country).order_by().values("agreement")
        return self.filter(pk__in=named.union(parties))

    def on_theme(self, theme):
        return self.filter(pk__in=self._others("themes").filter(theme=theme).values("cooperationagreement"))

    def matching(self, text):
        """Those of which each word of `text` is in the title, subject, number, a partner's name or a theme's.

        Accents, case and language don't matter; parts of words count.
        """
        return self.holding(fold(text).split())

    def holding(self, words):
        """The same of folded words."""
        agreements = self
        for word in words:
            # A union, and not one or the other: each part then goes by its own index.
            own = self.model.objects.filter(folded__contains=word).order_by().values("pk")
            parties = AgreementParty.objects.filter(partner__folded__contains=word).order_by().values("agreement")
            themes = self._others("themes").filter(theme__folded__contains=word).values("cooperationagreement")
            agreements = agreements.filter(pk__in=own.union(parties, themes))
        return agreements

    def on_subject(self, holds, theme):
        """Those that meet `holds`, a condition on their words, or are on `theme`; each may be None.

        Adds `holds_words` and `is_on_theme`.
        """
        if holds is None or theme is None:
            found = self.filter(holds) if holds is not None else self.on_theme(theme)
            holds, is_on = models.Value(holds is not None), models.Value(theme is not None)
            return found.annotate(holds_words=holds, is_on_theme=is_on)
        is_on = Q(pk__in=self.model.objects.on_theme(theme).values("pk"))
        both = self.annotate(holds_words=holds, is_on_theme=is_on)
        return both.filter(Q(holds_words=True) | Q(is_on_theme=True))

    def lines(self, day):
        """A list of them with what a line shows of each and no more: with `state` and `partner_names`, too."""
        return as_lines(self.for_lines(), day)

    def for_lines(self):
        """With what as_lines() needs of each, and no more."""
        own = ("slug", "title", "subject", "unit", "unit_basis", "signed_on_precision", "signed_words", "folded")
        return reading(self, *own, *STATED_BY)

    def for_listing(self):
        """With parties and their partners."""
        parties = models.Prefetch("parties", AgreementParty.objects.select_related("partner"))
        return self.select_related("unit").prefetch_related(parties)

    def latest_first(self):
        """By the day of signature, those without one last."""
        return self.order_by(F("signed_on").desc(nulls_last=True), "slug")

    def _others(self, field):
        """The rows that join agreements to what a field of many names."""
        return self.model._meta.get_field(field).remote_field.through.objects


def as_lines(agreements, day):
    """A list of them with `state`, what is known of each on `day`, and `partner_names`."""
    found = list(agreements)
    for each in found:
        each.state = each.state_on(day)
    partners_of(found).alone()
    return found


def partners_of(agreements):
    """A Part that sets `partner_names` of each of a list of agreements."""
    asked = _partner_names.of([each.pk for each in agreements]) if agreements else None
    return Part(partial(_set_partner_names, agreements), rows=asked)


def _set_partner_names(agreements, rows):
    names = {}
    for agreement, name in rows:
        names.setdefault(agreement, []).append(name)
    for each in agreements:
        each.partner_names = names.get(each.pk, [])


@compiled
def _partner_names(agreements):
    parties = AgreementParty.objects.filter(agreement__in=agreements).order_by("pk")
    return parties.values_list("agreement", "partner__name")
