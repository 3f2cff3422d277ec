"""Agreements that are not signed yet; who answers for them is said in agreements/responsible.py."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

DECIDES = "orgunits.decide_cooperationagreement"


class PendingQuerySet(models.QuerySet):
    """Questions about agreements between their proposal and their end."""

    def pending(self):
        return self.filter(stage__in=self.model.WITH_UNIT | self.model.WITH_OFFICE)

    def with_waiting(self):
        """Adds `waiting_since`, the time of the last move, and `has_news`, a message of the proposer after it."""
        AgreementStep = self.model._meta.get_field("steps").related_model
        steps = AgreementStep.objects.filter(agreement=OuterRef("pk"))
        moves = steps.filter(kind=AgreementStep.Kind.MOVED).order_by("-pk")
        since = self.annotate(waiting_since=Coalesce(Subquery(moves.values("at")[:1]), F("proposal__made_at")))
        messages = steps.filter(kind=AgreementStep.Kind.MESSAGE, at__gt=OuterRef("waiting_since"))
        return since.annotate(has_news=Exists(messages))
