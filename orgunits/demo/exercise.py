"""Made-up records to try the directory with, made as people make them; each says Exercise."""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import override

from orgunits.adoption import status
from orgunits.adoption.checks import check
from orgunits.agreements.proposals import propose
from orgunits.agreements.stages import advance
from orgunits.models import CooperationAgreement, LegalInstrument, OrganizationalUnit, Partner, Structure
from orgunits.models.languages import LANGUAGES
from orgunits.models.periods import Precision
from orgunits.tree import trees
from orgunits.tree.clone import clone

LABEL = "Exercise"
# Who does what nobody did, and where the new units and the proposals go.
USER, UNDER, RESPONSIBLE = "admin", "osg", "sedi"
Stage = CooperationAgreement.Stage


def is_there():
    return Structure.objects.filter(slug__in=[edition["slug"] for edition in _texts()["editions"]]).exists()


def make(today):
    """Makes all of it on the demo as it is in force `today`."""
    texts, user = _texts(), get_user_model().objects.get(username=USER)
    with override("en"), transaction.atomic():
        act = _act(texts["act"], today)
        base = Structure.objects.in_force_on(today)
        for edition in texts["editions"]:
            _make_edition(edition, texts["units"], base, act, user, today)
        for number, agreement in enumerate(texts["agreements"], start=1):
            _make_agreement(number, agreement, user, today)


def _texts():
    return json.loads((settings.BASE_DIR / "fixtures" / "exercise" / "exercise.json").read_text(encoding="utf-8"))


def _in_each_language(field, texts):
    return {f"{field}_{language}": texts[language] for language in LANGUAGES}


def _act(texts, today):
    own = {name: texts[name] for name in ("slug", "kind", "symbol")}
    words = _in_each_language("title", texts["title"]) | _in_each_language("note", texts["note"])
    return LegalInstrument.objects.create(**own, **words, adopted_on=today, adopted_on_precision=Precision.DAY)


def _make_edition(edition, units, base, act, user, today):
    draft = clone(base, slug=edition["slug"], name=edition["name"]["en"], by=user)
    for name in ("name", "summary"):
        for column, text in _in_each_language(name, edition[name]).items():
            setattr(draft, column, text)
    day = today + timedelta(days=edition["in_days"]) if "in_days" in edition else None
    if edition["status"] == Structure.Status.PROPOSED:
        draft.effective_from, draft.effective_from_precision = day, Precision.DAY
    draft.save()
    draft.sources.clear()  # no document says so
    parent = draft.placements.get(unit__slug=UNDER)
    for slug in edition["units"]:
        unit, _is_new = OrganizationalUnit.objects.get_or_create(
            slug=slug, defaults={"label": units[slug]["en"], "draft": draft}
        )
        names = {f"name_{language}": units[slug][language] for language in LANGUAGES if language != "en"}
        parent = trees.add(draft, unit, parent=parent, kind=units[slug]["kind"], name=units[slug]["en"], **names)
    if edition["status"] == Structure.Status.PROPOSED:
        status.propose(draft, by=user)
    elif edition["status"] == Structure.Status.ADOPTED:
        status.acknowledge(draft, check(draft, day=day, acts=[act], today=today).open_warnings, by=user)
        status.adopt(draft, day=day, acts=[act], by=user, today=today)


def _make_agreement(number, agreement, user, today):
    proposal, _is_new = propose(
        title=f"{LABEL} {number}: cooperation with {agreement['organization']}",
        text=f"{LABEL}: nobody made this proposal.",
        language="en",
        day=today,
        agreement={
            "type": CooperationAgreement.Type.GENERAL,
            "unit": OrganizationalUnit.objects.get(slug=RESPONSIBLE),
            "unit_basis": CooperationAgreement.Basis.STATED,
        },
        organization=agreement["organization"],
        organization_kind=Partner.Kind.CIVIL_SOCIETY,
        email=f"exercise-{number}@example.org",
    )
    row = proposal.agreement
    for stage in agreement["moves"]:
        facts = _signature(row, today) if stage == Stage.SIGNED else None
        by = None if stage == Stage.WITHDRAWN else user
        advance(row, stage, by=by, reason=f"{LABEL}: to show this stage.", day=today, facts=facts)
        row.refresh_from_db()


def _signature(row, today):
    """No person is made up: who signed says Exercise, too."""
    return {
        "signed_on": today,
        "open_ended": True,
        "signatory": f"{LABEL}: nobody signed",
        "signatory_capacity_en": LABEL,
        "subject_en": row.title_en,
    }
