"""Who sees which records: records of drafts are for staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def draft_field():
    """The draft that alone knows a record; NULL for what everybody may see.

    Set when the record is made, and taken away for good when the draft is published: see the room drafts.
    """
    return models.ForeignKey(
        "orgunits.Structure",
        models.PROTECT,
        verbose_name=_("only in the draft"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_(
            "Hidden from the public until the draft is proposed, adopted or observed. Leave blank to make it public."
        ),
    )


class VisibleQuerySet(models.QuerySet):
    """Its subclasses say in public() what everybody may see."""

    def public(self):
        raise NotImplementedError

    def visible_to(self, user):
        """All of them for staff, the public ones for everybody else."""
        return self.visible(to_staff=user.is_staff)

    def visible(self, *, to_staff):
        """The same where no user is at hand, as in a compiled query."""
        return self.all() if to_staff else self.public()


class AlwaysPublicQuerySet(VisibleQuerySet):
    """Of records that no draft can hide."""

    def public(self):
        return self.all()


class DraftQuerySet(VisibleQuerySet):
    """Of records that have a draft_field()."""

    def public(self):
        """Those that no draft keeps to itself."""
        return self.filter(draft__isnull=True)
