"""manage.py nightly: what only grows is deleted, and nothing else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from orgunits.models import Attempt

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


def test_what_is_old_goes_and_what_still_counts_stays(capsys):
    user = User.objects.create_user("ana", is_staff=True)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)
    Client().post("/admin/login/", {"username": "ana", "password": "wrong"})
    Client().post("/admin/login/", {"username": "ben", "password": "wrong"})
    Attempt.objects.count_one("propose", "old", now=ago(2))
    Attempt.objects.bulk_create([Attempt(key="new", hour=ago(0.5))])
    Session.objects.filter(pk=clients[0].session.session_key).update(expire_date=ago(1))
    for model in (AccessLog, AccessAttempt):
        row = model.objects.last()
        model.objects.filter(pk=row.pk).update(attempt_time=ago(91))

    call_command("nightly")
    call_command("nightly", verbosity=0)

    assert [session.session_key for session in Session.objects.all()] == [clients[1].session.session_key]
    assert [attempt.key for attempt in Attempt.objects.all()] == ["new"]
    assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == (1, 1)
    assert capsys.readouterr().out == "Ended sessions deleted; 1 counts of attempts, 2 rows of log-ins.\n"
    assert clients[1].get("/admin/").status_code == 200
    assert clients[0].get("/admin/").status_code == 302
