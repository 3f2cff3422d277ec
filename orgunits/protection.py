"""What a list of another record names can't be deleted.

Foreign keys say so themselves; the tables that Django makes for lists don't, and would let the line go in silence.
"""

from django.apps import apps
from django.db.models import PROTECT


def protect_listed(app_label):
    """Guards the records that lists name: a list goes with its owner, never because of what it names."""
    for model in apps.get_app_config(app_label).get_models():
        for field in model._meta.local_many_to_many:
            through = field.remote_field.through
            if through._meta.auto_created:
                through._meta.get_field(field.m2m_reverse_field_name()).remote_field.on_delete = PROTECT
