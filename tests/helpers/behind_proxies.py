"""The settings of production, with an address that says whom the site takes for the sender."""

from oasdir.settings import *  # noqa: F403 - a site's settings, but for the static files, which nobody collected
from oasdir.settings import STORAGES

ROOT_URLCONF = "tests.helpers.behind_proxies_urls"
DATA_UPLOAD_MAX_MEMORY_SIZE = None
WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
