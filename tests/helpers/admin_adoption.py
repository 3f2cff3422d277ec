"""The pages that check and adopt a structure, as an editor goes through them."""

from datetime import timedelta

from django.utils.timezone import localdate

from tests.helpers.admin_structures import url_of

TOMORROW = localdate() + timedelta(days=1)


def check_of(draft, **query):
    return f"{url_of(draft, 'check')}?" + "&".join(f"{name}={value}" for name, value in query.items())


def send(client, draft, action, day=TOMORROW, acts=(), **data):
    data |= {"action": action, "day": day.isoformat(), "acts": [act.pk for act in acts]}
    return client.post(url_of(draft, "check"), data, follow=True)


def acknowledge_all(client, draft, **kwargs):
    page = client.get(url_of(draft, "check"), {"day": kwargs.get("day", TOMORROW).isoformat()})
    keys = [row.obstacle.key for row in page.context["open_warnings"]]
    return send(client, draft, "acknowledge", warning=keys, **kwargs)
