"""What a site goes through in years, in a few seconds: through the doors of its pages, on the demo's data."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from orgunits.agreements.stages import advance
from orgunits.demo import fixtures, history, logins
from orgunits.models import AgreementProposal, FollowLink, Structure, Theme
from tests.helpers import demo
from tests.helpers.acts_and_posts import make_act
from tests.helpers.admin_adoption import acknowledge_all
from tests.helpers.admin_adoption import send as press
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.admin_structures import url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.factories import place
from tests.helpers.proposals import pdf, send


def run():
    """Returns the secret of a link to the proposal, and the number people call it by."""
    demo.load()
    for owner, models in fixtures.PARTS.items():
        for model in models:
            history.write_first_rows(fixtures.in_database(owner, model))
    logins.make_logins()
    client = Client()
    client.force_login(get_user_model().objects.get(username="admin"))
    adopt_a_clone(client)
    delete_a_draft(client)
    delete_and_revert(client)
    correct(client)
    return propose()


def adopt_a_clone(client):
    in_force = Structure.objects.in_force_on(localdate())
    client.post(url_of(in_force, "clone"), {"slug": "drill", "name_en": "The next structure"})
    draft, act = Structure.objects.get(slug="drill"), make_act("drill-order", symbol="Executive Order 26-99")
    moved = {"cmd": "move_node", "position": "last-child", "cut_item": place(draft, "press-communication").pk}
    client.post(tree_of(draft), {**moved, "pasted_on": place(draft, "osg").pk})
    acknowledge_all(client, draft, acts=[act])
    press(client, draft, "confirm", acts=[act])
    draft.refresh_from_db()
    assert draft.status == "adopted"


def delete_a_draft(client):
    """The last one, so that its keys are free, and keep their history."""
    in_force = Structure.objects.in_force_on(localdate())
    client.post(url_of(in_force, "clone"), {"slug": "late", "name_en": "The late structure"})
    client.post(url_of(Structure.objects.get(slug="late"), "delete"), {"post": "yes"})
    assert not Structure.objects.filter(slug="late").exists()


def delete_and_revert(client):
    theme = Theme.objects.order_by("pk").first()
    change = reverse("admin:orgunits_theme_change", args=[theme.pk])
    save(client, change, "theme_form", name_es="Otro tema")
    first = theme.history.order_by("history_id").first()
    version = reverse("admin:orgunits_theme_simple_history", args=[theme.pk, first.pk])
    response = save(client, version, "historicaltheme_form")
    assert response.status_code == 302, errors_of(response)
    gone = Theme.objects.create(slug="gone", name="Gone")
    client.post(reverse("admin:orgunits_theme_delete", args=[gone.pk]), {"post": "yes"})
    assert not Theme.objects.filter(slug="gone").exists()


def correct(client):
    locked = Structure.objects.get(slug="2016-adopted")
    about = f"structure={locked.pk}&unit={place(locked, 'sla').unit_id}&fact=acronym_en"
    url = f"{reverse('admin:orgunits_correction_add')}?{about}"
    response = save(client, url, "correction_form", new_text="SLX", reason="Typing error.")
    assert response.status_code == 302, errors_of(response)


def propose():
    stranger = Client()
    send(stranger, unit="sedi", document=pdf(size=60_000))
    proposal = AgreementProposal.objects.get()
    officer = get_user_model().objects.get(username="admin")
    day = localdate() + timedelta(days=1)
    advance(proposal.agreement, "under_review", by=officer, reason="Welcome", day=day)
    return FollowLink.objects.make(proposal), proposal.number
