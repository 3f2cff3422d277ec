"""What is in a backup: every table of the site but the sessions and the search index, each column by its name."""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import AutoField, FileField

from ..models import SearchDocument, SearchPending, SearchPosting, SearchWord

# Made by migrate, under other keys in each installation; so they are in a backup by name (see rows.py).
NAMED = {ContentType: ("app_label", "model"), Permission: ("content_type_id", "codename", "name")}

# Made of the other tables, those first that others refer to.
DERIVED = [SearchDocument, SearchPosting, SearchWord, SearchPending]

# Rows that would act once more: {table: (column, what is said of them)}. A row in which the column holds something is
# restored without it. Mails that waited when the backup was made may have been sent since.
AT_REST = {
    "orgunits_mail": (
        "due_at",
        "Mails that waited when the backup was made: {number}. They are restored as given up, since they may have been "
        "sent after it. “Try to send again”, in the admin's list of mails, has those you choose sent.",
    )
}


def tables():
    """The models whose rows are kept as they are; what others refer to mostly comes first."""
    models = apps.get_models(include_auto_created=True)
    left_out = {Session, *DERIVED, *NAMED}
    return [model for model in models if not {model, *model.__mro__} & left_out and has_table(model)]


def has_table(model):
    return model._meta.managed and not model._meta.proxy


def columns(model):
    """Its fields, one a column."""
    if model in NAMED:
        return [field for field in model._meta.local_concrete_fields if field.attname in NAMED[model]]
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def columns_of_documents():
    return [(model, field) for model in tables() for field in columns(model) if isinstance(field, FileField)]


def numbered():
    """The models that the database gives keys."""
    return [model for model in tables() if isinstance(model._meta.pk, AutoField)]
