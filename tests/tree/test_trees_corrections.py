"""The one door to a tree, orgunits/tree/trees.py: corrections of a locked shape."""

import pytest
from django.core.exceptions import ValidationError

from orgunits.models import Correction, Structure
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def sentence(refused):
    return " ".join(refused.value.messages)


def test_a_correction_mends_one_fact_and_is_recorded(admin_user):
    structure = make_structure(status=Structure.Status.ADOPTED)

    trees.correct(
        structure,
        make_unit("osg"),
        fact="name_en",
        after="Office of the SG",
        reason="Misread.",
        by=admin_user,
    )
    trees.correct(structure, make_unit("trade"), fact="parent", after=place(structure, "sla"), reason="Rev. 7 says so.")

    assert drawn(structure) == "gs\n  osg\n  sedi\n    education\n  sla\n    trade"
    assert faults(structure) == []
    assert place(structure, "osg").name == "Office of the SG"
    assert list(Correction.objects.values_list("unit__slug", "fact", "before", "after", "reason", "made_by")) == [
        ("trade", "parent", "Sedi · 2", "Sla · 1", "Rev. 7 says so.", None),
        ("osg", "name_en", "Osg", "Office of the SG", "Misread.", admin_user.pk),
    ]


@pytest.mark.parametrize(
    ("fact", "after", "reason", "said"),
    [
        ("name_en", "Other", "  ", "A correction needs its reason."),
        ("name_en", "Osg", "Because.", "Nothing would change."),
        ("kind", "nonsense", "Because.", "Value 'nonsense' is not a valid choice."),
        ("name_en", "", "Because.", "This field cannot be blank."),
        ("purpose_en", "Other", "Because.", "This is not part of the tree: change it directly."),
    ],
)
def test_a_bad_correction_changes_nothing(fact, after, reason, said):
    structure = make_structure(status=Structure.Status.ADOPTED)
    with pytest.raises(ValidationError) as refused:
        trees.correct(structure, make_unit("osg"), fact=fact, after=after, reason=reason)
    assert said in sentence(refused)
    assert place(structure, "osg").name == "Osg"
    assert not Correction.objects.exists()


def test_a_correction_is_for_locked_structures_and_their_units():
    draft, adopted = make_structure("draft"), make_structure("adopted", "gs", status=Structure.Status.ADOPTED)
    with pytest.raises(ValidationError) as editable:
        trees.correct(draft, make_unit("osg"), fact="name_en", after="Other", reason="Because.")
    with pytest.raises(ValidationError) as absent:
        trees.correct(adopted, make_unit("osg"), fact="name_en", after="Other", reason="Because.")
    assert sentence(editable) == "This edition can still be edited: change it directly."
    assert sentence(absent) == "This unit is not in the edition."
