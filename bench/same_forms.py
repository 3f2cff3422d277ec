"""What bench/same_checkout.py enters before it looks, and the forms that it sends only to see the answer.

All by way of the pages: modules may move between two checkouts, addresses and fields don't. The demo has no drafts and
nobody's proposal; without them a good part of the pages for staff would never be shown.
"""

import itertools
import re
import secrets

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(type|name|value)="([^"]*)"')
ADMIN = "/admin/orgunits"
CLONES = {"2016-adopted": "draft", "2019-2024-observed": "ready"}
PROPOSAL = {
    "organization": "Friends of the Rivers",
    "organization_kind": "civil_society",
    "email": "rivers@example.org",
    "type": "general",
    "title": "Clean rivers",
    "text": "We want to clean the rivers together.\n\nFirst the Amazon.",
    "unit": "sedi",
}


def make_secrets_known():
    """Secret links and slugs are the same ones in both checkouts."""
    numbers = itertools.count()
    secrets.token_urlsafe = lambda size=32: f"{next(numbers):0{(size * 4 + 2) // 3}d}"
    secrets.token_hex = lambda size=32: f"{next(numbers):0{2 * size}d}"


def enter(anybody, staff):
    """Two drafts, and three proposals at different stages; returns the addresses at which these are followed."""
    from django.apps import apps
    from django.core import mail
    from django.test.utils import override_settings

    keys = dict(apps.get_model("orgunits", "Structure").objects.values_list("slug", "pk"))
    for slug, name in CLONES.items():
        send(staff, f"{ADMIN}/structure/{keys[slug]}/clone/", slug=name, name_en=f"The {name} structure")
    links = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        for number, unit in enumerate(("sedi", "sare", ""), 1):
            mail.outbox = []
            fields = {**PROPOSAL, "title": f"Clean rivers {number}", "unit": unit}
            send(anybody, "/en/agreements/propose/", **fields)
            links += re.findall(r"/\w\w/agreements/follow/[\w-]{43}/", "".join(each.body for each in mail.outbox))
    agreements = apps.get_model("orgunits", "CooperationAgreement").objects.filter(slug__startswith="proposal-")
    _untouched, first, second = agreements.order_by("pk").values_list("pk", flat=True)
    for key, stages in ((first, ["under_review"]), (second, ["under_review", "declined"])):
        for stage in stages:
            page = f"{ADMIN}/agreementonitsway/{key}/"
            send(staff, f"{page}move/{stage}/", reason=f"We have read it: {stage}.")
    return list(dict.fromkeys(links))


def send(client, address, **fields):
    """Opens a form and sends it with its hidden fields; it must be accepted."""
    page = client.get(address)
    fields = hidden_fields(page.content.decode()) | fields
    answer = client.post(address, fields)
    if answer.status_code != 302:
        message = f"{address} did not take what was entered: {answer.status_code}\n{answer.content.decode()}"
        raise SystemExit(message)


def hidden_fields(page):
    inputs = [dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(page)]
    return {each["name"]: each.get("value", "") for each in inputs if each.get("type") == "hidden" and "name" in each}


def forms_of(who):
    """[(address, fields)] to be sent by one user, "" for anybody: empty forms, and what asks before it deletes."""
    if not who:
        empty = [(f"/{language}/agreements/propose/", {"title": " "}) for language in ("en", "es")]
        return [*empty, ("/en/no-such-page/", {})]
    from django.contrib import admin
    from django.urls import reverse

    sent = []
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label_lower):
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:1])
        sent.append((reverse(f"{page}_add"), {}))
        for key in keys:
            sent.append((reverse(f"{page}_change", args=[key]), {}))
            chosen = {"action": "delete_selected", "_selected_action": key}
            sent.append((reverse(f"{page}_changelist"), chosen))
    return sent


def answer_to(client, address, fields):
    """The answer; what it may have stored is taken back."""
    from django.db import transaction

    with transaction.atomic():
        answer = client.post(address, fields)
        transaction.set_rollback(True)
    return answer


def errors_of(headers, language):
    """{name: answer}: the pages for faults that no address leads to, and for a form that comes without its token."""
    from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
    from django.test import Client, RequestFactory
    from django.urls import get_resolver
    from django.utils.translation import override

    request, resolver = RequestFactory().get(f"/{language}/", headers=headers), get_resolver()
    with override(language):
        return {
            "ERROR 400": resolver.resolve_error_handler(400)(request, exception=SuspiciousOperation()),
            "ERROR 413": resolver.resolve_error_handler(400)(request, exception=RequestDataTooBig()),
            "ERROR 500": resolver.resolve_error_handler(500)(request),
            "ERROR 403": Client(enforce_csrf_checks=True, headers=headers).post(f"/{language}/agreements/propose/"),
        }
