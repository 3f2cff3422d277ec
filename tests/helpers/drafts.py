"""What only a draft knows, for tests."""

from orgunits.drafts.references import OWNED
from orgunits.models import Discrepancy, DiscrepancyClaim, PlacementTheme, Theme

from .acts_and_posts import appoint, make_act, make_mandate, make_post
from .changes import make_change
from .factories import make_source, place


def hidden():
    """{slug: slug of its draft} of all that a draft keeps."""
    rows = [model.objects.filter(draft__isnull=False).values_list("slug", "draft__slug") for model in OWNED]
    return {slug: draft for found in rows for slug, draft in found}


def everything(draft):
    """One of each kind that only `draft` knows."""
    act = make_act("order", draft=draft)
    draft.authorities.add(act)
    make_mandate("task", act=act, units=["secret"])
    appoint(make_post("head", unit="secret"), "Somebody")
    PlacementTheme.objects.create(
        placement=place(draft, "secret"), theme=Theme.objects.create(slug="theme", name="Theme")
    )
    make_change("created", [], ["secret"], slug="change", to=draft)
    about = Discrepancy.objects.create(slug="doubt", topic="Doubt", reading="Reading", draft=draft)
    source = make_source("source", draft=draft)
    DiscrepancyClaim.objects.create(discrepancy=about, position=1, text="Text", source=source)
    return {"gs", "secret", "order", "task", "head", "head-somebody", "theme", "change", "doubt", "source"}
