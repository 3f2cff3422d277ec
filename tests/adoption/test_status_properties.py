"""Whatever is adopted and withdrawn, in whatever order: each day after the first adoption has one structure."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from orgunits.adoption import status as adoption
from orgunits.models import Structure
from tests.helpers.acts_and_posts import make_act
from tests.helpers.adoption import adopt
from tests.helpers.factories import make_structure
from tests.helpers.people import person

pytestmark = pytest.mark.django_db

FIRST = date(2026, 11, 20)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
TODAY = DAYS[3]
STEPS = st.lists(st.tuples(st.sampled_from(["adopt", "adopt", "withdraw"]), st.integers(0, 7)), max_size=6)


@pytest.mark.any_django  # the rules are ours
@settings(max_examples=15)
@given(STEPS)
def test_each_day_from_the_first_adoption_on_has_exactly_one_structure(steps):
    with transaction.atomic():
        act, adopter = make_act("order"), person("adopter", "change_structure", "adopt_structure")
        make_structure("first", "gs", status="adopted", effective_from=FIRST)
        for number, (verb, which) in enumerate(steps):
            try:
                if verb == "adopt":
                    draft = make_structure(f"number-{number}", "gs")
                    adopt(draft, adopter, act, day=DAYS[which], today=TODAY, reason="So it is.")
                else:
                    adopted = list(Structure.objects.adopted().order_by("effective_from"))
                    chosen = adopted[which % len(adopted)]
                    adoption.withdraw(chosen, reason="So it is.", by=adopter, today=TODAY)
                    assert chosen.effective_from > TODAY
            except ValidationError:
                assert verb == "withdraw" or Structure.objects.adopted().filter(effective_from=DAYS[which]).exists()

        adopted = list(Structure.objects.adopted().with_successor())
        for day in DAYS:
            assert [row for row in adopted if row.is_in_force_on(day)] == [Structure.objects.in_force_on(day)]
        transaction.set_rollback(True)
