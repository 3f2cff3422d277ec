"""Whether what drafts hide is hidden, and nothing else: what plain loads of data can get wrong."""

from ..models.structure import is_seen_by_the_public
from .references import CITING, OWNED, is_hidden, references


def public_naming_hidden():
    """(record, field) of every public record that refers to a hidden one."""
    for model in CITING:
        for field in references(model):
            rows = model._base_manager.filter(~is_hidden(model), is_hidden(field.related_model, f"{field.name}__"))
            for record in rows.distinct().order_by("pk"):
                yield record, field


def kept_by_a_public_structure():
    """Records that a structure keeps to itself which the public sees."""
    for model in OWNED:
        yield from model.objects.filter(is_seen_by_the_public("draft__")).select_related("draft").order_by("pk")
