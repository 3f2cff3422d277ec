"""The demo's log-ins: who may do what, with passwords made once."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from simple_history.models import registered_models

from orgunits.models import CooperationAgreement, Correction, OrganizationalUnit, UnitOfficer

EDITORS = "Editors"
OFFICE = "Secretary General's office"
# Corrections are recorded for good, and editors don't say who handles agreements.
ACTIONS = {Correction: ("add", "view"), UnitOfficer: ("view",)}
# The unit whose agreements the demo's officer handles, with those of the units below it.
OFFICER_OF = "sare"
ALL_ACTIONS = ("add", "change", "delete", "view")


def path():
    return settings.VAR_DIR / "demo-logins.txt"


def make_logins():
    """Creates the log-ins that aren't there; returns {name: password, or None where somebody else made it}."""
    passwords = _kept_passwords()
    users = get_user_model().objects
    logins = {}
    for name, create in CREATE.items():
        user = users.filter(username=name).first()
        if user is None:
            passwords.setdefault(name, secrets.token_urlsafe(12))
            create(name, passwords[name])
        elif name not in passwords or not user.check_password(passwords[name]):
            logins[name] = None
            continue
        logins[name] = passwords[name]
    _keep(passwords)
    return logins


def _create_admin(name, password):
    get_user_model().objects.create_superuser(name, password=password)


def _create_editor(name, password):
    _create_staff(name, password).groups.add(_editors())


def _create_officer(name, password):
    """Handles the agreements of one branch, and edits nothing else."""
    officer = _create_staff(name, password)
    if unit := OrganizationalUnit.objects.filter(slug=OFFICER_OF).first():
        UnitOfficer.objects.create(user=officer, unit=unit)


def _create_office(name, password):
    """Approves and signs for the Secretary General."""
    group, is_new = Group.objects.get_or_create(name=OFFICE)
    if is_new:
        model = CooperationAgreement._meta.model_name
        group.permissions.set(Permission.objects.filter(content_type__app_label="orgunits", codename=f"decide_{model}"))
    _create_staff(name, password).groups.add(group)


def _create_staff(name, password):
    return get_user_model().objects.create_user(name, f"{name}@example.org", password, is_staff=True)


CREATE = {"admin": _create_admin, "editor": _create_editor, "officer": _create_officer, "sg-office": _create_office}


def _editors():
    """The group, with permission to edit the directory; one that is there stays as it is."""
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if is_new:
        codenames = [
            f"{action}_{model._meta.model_name}"
            for model in [*registered_models.values(), Correction]
            for action in ACTIONS.get(model, ALL_ACTIONS)
        ]
        group.permissions.set(Permission.objects.filter(content_type__app_label="orgunits", codename__in=codenames))
    return group


def _kept_passwords():
    if not path().exists():
        return {}
    return dict(line.split() for line in path().read_text(encoding="utf-8").splitlines() if line.strip())


def _keep(passwords):
    settings.VAR_DIR.mkdir(exist_ok=True)
    text = "".join(f"{name} {password}\n" for name, password in passwords.items())
    with os.fdopen(os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    path().chmod(0o600)
