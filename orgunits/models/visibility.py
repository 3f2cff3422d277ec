"""Who sees which records: what only drafts know is for staff."""

from django.db import models


class VisibleQuerySet(models.QuerySet):
    """Its subclasses say in public() what everybody may see."""

    def public(self):
        raise NotImplementedError

    def visible_to(self, user):
        """All of them for staff, the public ones for everybody else."""
        return self.all() if user.is_staff else self.public()


class AlwaysPublicQuerySet(VisibleQuerySet):
    """Of records that no draft can hide."""

    def public(self):
        return self.all()
