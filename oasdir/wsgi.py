"""The directory as a WSGI application, for gunicorn and its like."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oasdir.settings")

application = get_wsgi_application()

# What is loaded by now stays: the collector needn't look through it, and looks less often through what a request makes.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
