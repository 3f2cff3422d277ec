import logging

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class OrgunitsConfig(AppConfig):
    name = "orgunits"
    verbose_name = _("Directory")

    def ready(self):
        """What must be there before anything else.

        Raw loads need the receiver of trees.py, and all writes those of ownership.py, whoever else asks for them; all
        deletions the guard of lists. Gunicorn writes its own log, into which our settings don't reach.
        """
        from .drafts import ownership  # noqa: F401 - registers keep_hidden and claim
        from .logs import WithoutSecrets
        from .protection import protect_listed
        from .search_index import noting
        from .tree import trees  # noqa: F401 - registers pin_tree

        protect_listed(self.label)
        pre_migrate.connect(
            lambda using, plan, **kwargs: noting.take_out_before_it_migrates(using, plan), sender=self, weak=False
        )
        post_migrate.connect(lambda using, apps=apps, **kwargs: noting.install(using, apps), sender=self, weak=False)
        logging.getLogger("gunicorn.error").addFilter(WithoutSecrets())
