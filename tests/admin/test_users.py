"""Two superusers at one user or group: nothing that one of them took away comes back with the other's page."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from orgunits.forms.new_password import ChangedPasswordForm, ChosenPasswordForm
from tests.helpers.admin_forms import fields_of
from tests.helpers.locks import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def superuser(name):
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


@pytest.fixture
def ana(db):
    return superuser("ana")


@pytest.fixture
def ben(db):
    return superuser("ben")


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer", "old@example.org", "secret", is_staff=True)


def saving(client, record, *without, **changes):
    """A request with the page as it is now, sent later."""
    page = f"/admin/auth/{record._meta.model_name}/{record.pk}/change/"
    form = {**fields_of(client.get(page), f"{record._meta.model_name}_form"), "_save": ["Save"], **changes}
    return lambda: client.post(page, {name: value for name, value in form.items() if name not in without})


def test_a_page_that_was_open_does_not_let_somebody_in_again(ana, ben, officer):
    mail = saving(ana, officer, email="new@example.org")
    lock_out = saving(ben, officer, "is_active")

    assert [lock_out().status_code, mail().status_code] == [302, 302]

    officer.refresh_from_db()
    assert (officer.is_active, officer.is_staff, officer.email) == (False, True, "new@example.org")


def test_two_who_save_a_user_at_once_are_both_heard(ana, ben, officer):
    mail, lock_out = saving(ana, officer, email="new@example.org"), saving(ben, officer, "is_active")

    assert [answer.status_code for answer in at_once(officer, mail, lock_out)] == [302, 302]

    officer.refresh_from_db()
    assert (officer.is_active, officer.is_staff, officer.email) == (False, True, "new@example.org")


def test_a_new_password_does_not_let_somebody_in_again(ana, ben, officer):
    page = f"/admin/auth/user/{officer.pk}/password/"
    typed = {"usable_password": "true", "password1": "a long sentence", "password2": "a long sentence"}

    answers = at_once(officer, lambda: ana.post(page, typed), saving(ben, officer, "is_active"))

    assert [answer.status_code for answer in answers] == [302, 302]
    officer.refresh_from_db()
    assert (officer.is_active, officer.check_password("a long sentence")) == (False, True)


def test_the_second_to_save_one_field_of_a_user_is_told(ana, ben, officer):
    first, second = saving(ana, officer, email="ana@example.org"), saving(ben, officer, email="ben@example.org")

    answers = [first(), second()]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "Somebody else changed this while you had the page open." in answers[1].content.decode()
    officer.refresh_from_db()
    assert officer.email == "ana@example.org"


def test_a_permission_that_was_taken_from_a_group_stays_away(ana, ben):
    view, change = Permission.objects.filter(content_type__model="theme", codename__in=["view_theme", "change_theme"])
    group = Group.objects.create(name="Editors")
    group.permissions.set([view, change])
    rename, take = saving(ana, group, name="Readers"), saving(ben, group, permissions=[str(view.pk)])

    assert [answer.status_code for answer in at_once(group, rename, take)] == [302, 302]

    group.refresh_from_db()
    assert (group.name, list(group.permissions.all())) == ("Readers", [view])


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (ChosenPasswordForm, {}),
        (ChangedPasswordForm, {"old_password": "secret"}),
    ],
)
def test_a_new_password_brings_back_nothing_else_of_the_user(officer, form, fields):
    """Its form counts out the password for half a second; meanwhile somebody locks the user out."""
    words = {"new_password1": "quite another one", "new_password2": "quite another one"}
    filled = form(User.objects.get(pk=officer.pk), {**fields, **words})
    assert filled.is_valid(), filled.errors
    User.objects.filter(pk=officer.pk).update(is_active=False)

    filled.save()

    officer.refresh_from_db()
    assert (officer.is_active, officer.check_password("quite another one")) == (False, True)
