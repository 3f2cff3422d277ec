"""What searches read: a document for each record that the public may see, the terms that find it, and what is due.

Made of the other tables by the room search_index, and by nothing else; so no backup and no fixture has them.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# How near a term is to its document: a whole name, a word of a name of so many words, a word of what else is said.
WHOLE, LONGEST_NAME, IN_TEXT = 0, 15, 16


class SearchDocument(models.Model):
    """A record, by its kind and key, as searches find and show it."""

    class Kind(models.TextChoices):
        """In the order in which results of one rank come."""

        UNIT = "unit", _("unit")
        MEMBER_STATE = "member_state", _("member state")
        OFFICE = "office", _("country office")
        PERSON = "person", _("person")
        THEME = "theme", _("theme")
        BODY = "body", _("body")
        PARTNER = "partner", _("partner")
        INSTRUMENT = "instrument", _("legal act")
        MANDATE = "mandate", _("mandate")
        POST = "post", _("post")
        AGREEMENT = "agreement", _("agreement")
        EDITION = "edition", _("edition")
        SOURCE = "source", _("source")
        PAGE = "page", _("page of the site")

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.BigIntegerField()
    # See search_index/documents.py: what it is called, and what else of it is shown.
    names = models.JSONField()
    shown = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="search_document_once", fields=["kind", "key"])]

    def __str__(self):
        return f"{self.kind} {self.key}"


class SearchPosting(models.Model):
    """That a term finds a document, and how near it is to it (`distance`)."""

    document = models.ForeignKey(SearchDocument, models.CASCADE, related_name="postings", db_index=False)
    # Folded; on PostgreSQL in the order of its bytes, as on SQLite: migration 0028 sees to it.
    term = models.CharField(max_length=200)
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="search_posting_once", fields=["document", "term"])]
        indexes = [
            models.Index(name="search_posting_term", fields=["term", "distance", "document"]),
            models.Index(name="search_posting_name", fields=["term", "document"], condition=Q(distance=WHOLE)),
        ]

    def __str__(self):
        return self.term


class SearchWord(models.Model):
    """A word of some name, for the search of words that are much like one that was typed.

    One that no name has any more is here until the next build: what offers a word first looks whether a posting of a
    name has it.
    """

    word = models.CharField(max_length=60, unique=True)
    backwards = models.CharField(max_length=60, db_index=True)

    def __str__(self):
        return self.word


class SearchPending(models.Model):
    """That something a document is made of was written since; rows come from triggers of the database."""

    kind = models.CharField(max_length=12)
    key = models.BigIntegerField()

    def __str__(self):
        return f"{self.kind} {self.key}"
