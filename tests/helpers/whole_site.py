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


def addresses():
    """Of every page, of every record, and of its history."""
    return [*public(), *histories()]


def public():
    found = [page.address(language) for page in PAGES for language in ("en", "es")]
    for name, model in DETAILS.items():
        slugs = apps.get_model("orgunits", model)._base_manager.order_by("pk").values_list("slug", flat=True)
        found += [reverse(f"orgunits:{name}", args=[slug]) for slug in slugs]
    return list(dict.fromkeys(found))


def histories(of_each=None):
    """Those of the first `of_each` records of a kind, None: of all, deleted ones among them."""
    found = []
    for model in registered_models.values():
        if admin.site.is_registered(model):
            keys = model.history.order_by("id").values_list("id", flat=True).distinct()
            name = f"admin:orgunits_{model._meta.model_name}_history"
            found += [reverse(name, args=[key]) for key in keys[:of_each]]
    return found


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


def main():
    """Writes {address: digest of the page}."""
    setup_test_environment()
    json.dump(digests(addresses()), sys.stdout, indent=1)
