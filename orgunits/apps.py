from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgunitsConfig(AppConfig):
    name = "orgunits"
    verbose_name = _("Directory")

    def ready(self):
        """Raw loads need the receiver of trees.py, whether or not anything else has asked for it."""
        from .models import trees  # noqa: F401 - registers pin_tree
