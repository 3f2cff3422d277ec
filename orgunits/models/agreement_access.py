"""Who may see an agreement that is not signed yet, and for whom it waits."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .officers import units_handled_by

DECIDES = "orgunits.decide_cooperationagreement"


class OnTheWayQuerySet(models.QuerySet):
    """Questions about agreements between their proposal and their end, on a `day`, which is today."""

    def on_their_way(self):
        return self.filter(stage__in=self.model.WITH_UNIT | self.model.WITH_OFFICE)

    def handled_by(self, user, day):
        """Those of the branches of which `user` is an officer; all of them for a superuser."""
        return self.all() if user.is_superuser else self.filter(units_handled_by(user, day))

    def known_to(self, user, day):
        """The same, and all of them for the Secretary General's office."""
        return self.all() if user.has_perm(DECIDES) else self.handled_by(user, day)

    def waiting_for(self, user, day):
        """Those that wait for a move of `user`."""
        with_office = Q(stage__in=self.model.WITH_OFFICE) if user.has_perm(DECIDES) else Q(pk__in=[])
        with_unit = Q(stage__in=self.model.WITH_UNIT)
        if not user.is_superuser:
            with_unit &= units_handled_by(user, day)
        return self.filter(with_office | with_unit)

    def with_waiting(self):
        """Adds `waiting_since`, the time of the last move, and `has_news`, a message of the proposer after it."""
        AgreementStep = self.model._meta.get_field("steps").related_model
        steps = AgreementStep.objects.filter(agreement=OuterRef("pk"))
        moves = steps.filter(kind=AgreementStep.Kind.MOVED).order_by("-pk")
        since = self.annotate(waiting_since=Coalesce(Subquery(moves.values("at")[:1]), F("proposal__made_at")))
        messages = steps.filter(kind=AgreementStep.Kind.MESSAGE, at__gt=OuterRef("waiting_since"))
        return since.annotate(has_news=Exists(messages))
