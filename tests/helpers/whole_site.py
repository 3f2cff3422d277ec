"""Every page of a site for its readers, and the history of every record, to compare two sites with the same records.

Of all records: python manage.py shell -v 0 -c "from tests.helpers import whole_site; whole_site.main()"
"""

import json
import re
import sys
from hashlib import sha256

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from simple_history.models import registered_models

from tests.helpers.pages import PAGES

# What each answer has of its own.
OWN = re.compile(r'(name="csrfmiddlewaretoken" value=|data-csrf=)"[^"]*"')
DETAILS = {
    "structure_detail": "Structure",
    "unit_detail": "OrganizationalUnit",
    "mandate_detail": "Mandate",
    "instrument_detail": "LegalInstrument",
    "post_detail": "Post",
    "office_detail": "CountryOffice",
    "agreement_detail": "CooperationAgreement",
    "source_detail": "Source",
}


def addresses(of_each=None):
    """Of lists, of records (the first `of_each` of a kind, None: all) and of their histories."""
    found = [page.address(language) for page in PAGES for language in ("en", "es")]
    for name, model in DETAILS.items():
        slugs = apps.get_model("orgunits", model)._base_manager.order_by("pk").values_list("slug", flat=True)
        found += [reverse(f"orgunits:{name}", args=[slug]) for slug in slugs[:of_each]]
    for model in registered_models.values():
        if admin.site.is_registered(model):
            kept = model.history.order_by("id").values_list("id", flat=True).distinct()
            name = f"admin:orgunits_{model._meta.model_name}_history"
            found += [reverse(name, args=[key]) for key in kept[:of_each]]
    return list(dict.fromkeys(found))


def page(client, address):
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.status_code} {OWN.sub('', body.decode())}"


def pages(paths):
    """{address: the page, as a superuser sees it}"""
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.filter(is_superuser=True).order_by("pk").first())
    return {path: page(client, path) for path in paths}


def digests(paths):
    return {path: sha256(shown.encode()).hexdigest() for path, shown in pages(paths).items()}


def main(of_each=None):
    """Writes {address: digest of the page}."""
    setup_test_environment()
    json.dump(digests(addresses(of_each)), sys.stdout, indent=1)
