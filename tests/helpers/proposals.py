"""Proposals as organizations send them, and the staff who answer them."""

import re
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from orgunits.models import AgreementProposal, CooperationAgreement, Structure, UnitOfficer
from tests.helpers.admin_forms import fields_of
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import assert_valid_html

FORM = "/en/agreements/propose/"
SENT = "/en/agreements/propose/sent/"
TODAY = """
gs | general_secretariat | General Secretariat
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
    social | department | Department of Social Inclusion
  spa | secretariat | Secretariat for Political Affairs | SPA
"""
PROPOSAL = {
    "organization": "Friends of the Rivers",
    "organization_kind": "civil_society",
    "email": "rivers@example.org",
    "type": "general",
    "title": "Clean rivers",
    "text": "We want to clean the rivers together.",
    "unit": "social",
}


def today(tree=TODAY):
    return make_structure("today", tree, status=Structure.Status.ADOPTED, effective_from=date(2016, 1, 1))


def pdf(size=0, name="plan.pdf"):
    """A small document that readers of PDF open, filled up to `size` bytes."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    head += b"%" + b"x" * max(0, size - 300) + b"\n"
    body = head + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(head)
    return SimpleUploadedFile(name, body, content_type="application/pdf")


def send(client, address=FORM, *, follow=False, **changes):
    """Opens the form, fills it in and sends it. A None takes a field out."""
    fields = {**fields_of(client.get(address), "proposal"), **PROPOSAL, **changes}
    return client.post(FORM, {name: value for name, value in fields.items() if value is not None}, follow=follow)


def errors(response):
    """{field: sentences} of a form that came back."""
    assert response.status_code in (200, 429)
    assert_valid_html(response)
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


def stored():
    """How many proposals are stored, with their agreements."""
    assert AgreementProposal.objects.count() == CooperationAgreement.objects.filter(proposal__isnull=False).count()
    return AgreementProposal.objects.count()


def link_in(message):
    """The path of the secret address in a mail."""
    return re.search(r"https?://[^/]+(/\w\w/agreements/follow/[\w-]{43}/)", message.body)[1]


def make_officer(name, *units, email=""):
    user = get_user_model().objects.create_user(name, email, "secret", is_staff=True)
    for unit in units:
        UnitOfficer.objects.create(user=user, unit=make_unit(unit))
    return user


def make_office(name="office", email=""):
    """Of the Secretary General's office."""
    user = get_user_model().objects.create_user(name, email, "secret", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="decide_cooperationagreement"))
    return user
