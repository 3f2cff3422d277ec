from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgunitsConfig(AppConfig):
    name = "orgunits"
    verbose_name = _("Directory")

    def ready(self):
        """Raw loads need the receiver of trees.py, whoever else asks for it; and all deletions the guard of lists."""
        from .protection import protect_listed
        from .tree import trees  # noqa: F401 - registers pin_tree

        protect_listed(self.label)
