"""Who answers for an agreement: one rule, for mails, the inbox, permissions and the page of the proposer.

A unit's officers are its own, and those of the units above it in the structure of the day; of a unit that is not in
that structure, its own and those of the units that have its functions now. An officer who can't log in, or may not any
more, is none.

Before its signature an agreement is somebody's turn: while it is with its unit, that of the unit's officers; where none
of them can be reached by mail, that of the Secretary General's office, too; where nobody there can be reached either,
that of the administrators. While it is with the office it begins there. Who has the turn is notified (if there is an
address), has it in the inbox, and may make the moves.
"""

from collections import defaultdict
from contextlib import contextmanager
from functools import cached_property

from django.contrib.auth import get_user_model
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from ..compiled import compiled
from ..models import AgreementStep, ChangeEvent, CooperationAgreement, Placement, Structure, UnitOfficer
from ..models.agreement_access import DECIDES
from ..succession.succession import Succession
from ..tree import trees
from .turns import Desk, Turn

Stage, Kind = CooperationAgreement.Stage, AgreementStep.Kind
# Of the two that check log-ins, the one that knows permissions.
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Responsible:
    """The staff on a day; what is asked of it more than once is read once.

    `structure` is that of the day unless another one is given, as before an adoption. Units and users are given by
    their keys; None stands for the unit of an agreement that names none.
    """

    def __init__(self, day, *, structure=None):
        self._day, self._structure = day, structure
        self._places, self._heirs, self._read = {}, {}, set()  # {unit: (lft, rght)}, {unit: [units]}

    @cached_property
    def structure(self):
        return self._structure or next(iter(_in_force(self._day)), None)

    @cached_property
    def _officers(self):
        """{unit: {user: address}}, only those who can log in."""
        found = defaultdict(dict)
        for unit, user, email in _officers():
            found[unit][user] = email
        return found

    @cached_property
    def _deciding(self):
        """({user: address} of the Secretary General's office, the same of the administrators)."""
        rows = _deciding()
        return (
            {user: email for user, email, decides, _is_admin in rows if decides},
            {user: email for user, email, _decides, is_admin in rows if is_admin},
        )

    @property
    def addresses(self):
        """{user: address} of everybody who may have a turn."""
        return {user: email for people in (*self._officers.values(), *self._deciding) for user, email in people.items()}

    def read(self, units):
        """Reads where units and those of officers are, and who has the functions of those that are not there."""
        wanted = {*units, *self._officers} - self._read - {None}
        self._read |= wanted
        if not wanted or self.structure is None:
            return
        self._places |= _read_places(self.structure, wanted)
        if gone := wanted - self._places.keys():
            succession = Succession(_links(self.structure))
            followers = {step.after for unit in gone for step in succession.steps_after(unit)}
            self._places |= _read_places(self.structure, followers) if followers else {}
            self._heirs |= {unit: [heir.unit for heir in succession.heirs(unit, self._places)] for unit in gone}

    def stands(self, unit):
        """Whether the unit is in the structure of the day; where none is recorded, nothing says that it is not."""
        self.read([unit])
        return self.structure is None or unit in self._places

    def asked(self, unit):
        """The units whose officers answer for `unit`: itself, or those that have its functions now."""
        self.read([unit])
        return tuple(self._heirs.get(unit) or [unit]) if unit is not None else ()

    def officers(self, unit):
        """{user: address} of the officers of a unit."""
        self.read([unit])
        found = {}
        for above, people in self._officers.items():
            if self.covers(above, unit):
                found |= people
        return found

    def covers(self, above, unit):
        """Whether officers of `above` answer for `unit`."""
        self.read([above, unit])
        first, last = self._places.get(above, (1, 0))
        places = [(each, *self._places.get(each, (0, 0))) for each in {unit, *self.asked(unit)} - {None}]
        return any(each == above or (first <= lft and rght <= last) for each, lft, rght in places)

    def desk_in_place(self, user):
        """Where a user of this key may act in a unit's place; None for who may not, or not any more."""
        office, administrators = self._deciding
        return Desk.OFFICE if user in office else Desk.ADMINISTRATORS if user in administrators else None

    def turn(self, unit, stage):
        """The Turn of an agreement of `unit` at `stage`; None where it is nobody's any more."""
        if stage in CooperationAgreement.WITH_UNIT:
            first, units = Desk.UNIT, self.asked(unit)
        elif stage in CooperationAgreement.WITH_OFFICE:
            first, units = Desk.OFFICE, ()
        else:
            return None
        people, with_address = set(), set()
        for desk, found in self._desks(unit, first):
            people |= found.keys()
            with_address |= {user for user, email in found.items() if email}
            if with_address:
                return Turn(first, desk, frozenset(people), frozenset(with_address), units)
        return Turn(first, Desk.NOBODY, frozenset(people), units=units)

    def _desks(self, unit, first):
        if first == Desk.UNIT:
            yield Desk.UNIT, self.officers(unit)
        office, administrators = self._deciding
        yield Desk.OFFICE, office
        yield Desk.ADMINISTRATORS, administrators

    def turn_of(self, agreement):
        return self.turn(agreement.unit_id, agreement.stage)

    def set_turns(self, agreements):
        """Sets `turn` of each of a list of agreements."""
        self.read({each.unit_id for each in agreements})
        for each in agreements:
            each.turn = self.turn_of(each)

    def is_officer_somewhere(self, user):
        return user.is_superuser or any(user.pk in people for people in self._officers.values())

    def is_officer(self, user, agreement):
        """Whether `user` is an officer of its unit, as superusers are of all."""
        return user.is_superuser or user.pk in self.officers(agreement.unit_id)

    def acts_for_unit(self, user, agreement):
        """Whether `user` may make the moves that are the unit's: its officers, and who has the turn in their place."""
        return user.is_superuser or user.pk in self.turn(agreement.unit_id, Stage.PROPOSED).people

    def acts_for_office(self, user, agreement):
        """Whether `user` may make the moves of the Secretary General's office."""
        return user.has_perm(DECIDES)

    def leads(self, user, agreement):
        """Whether `user` may hand it over or amend it."""
        return self.acts_for_office(user, agreement) or self.is_officer(user, agreement)

    def handled_by(self, user, agreements):
        """Those of `agreements` of whose unit `user` is an officer; all of them for a superuser."""
        if user.is_superuser:
            return agreements
        units = _units_of(agreements)
        self.read(units)
        return agreements.filter(unit__in=[unit for unit in units - {None} if user.pk in self.officers(unit)])

    def known_to(self, user, agreements):
        """Those of `agreements` that `user` may see before the signature: the same, and all for the office."""
        return agreements if user.has_perm(DECIDES) else self.handled_by(user, agreements)

    def waiting_for(self, user, agreements):
        """Those of `agreements` whose turn is that of `user`."""
        units = _units_of(CooperationAgreement.objects.pending())
        self.read(units)
        own = {unit for unit in units if user.pk in self.turn(unit, Stage.PROPOSED).people}
        without_unit = Q(unit__isnull=True) if None in own else Q(pk__in=[])
        theirs = Q(stage__in=CooperationAgreement.WITH_UNIT) & (Q(unit__in=own - {None}) | without_unit)
        if user.pk in self.turn(None, Stage.WITH_SECRETARY_GENERAL).people:
            theirs |= Q(stage__in=CooperationAgreement.WITH_OFFICE)
        return agreements.filter(theirs)

    def uncovered(self):
        """How many pending agreements are with others than those who are asked first, and how many with nobody."""
        pending = list(CooperationAgreement.objects.pending().only("stage", "unit"))
        self.set_turns(pending)
        unreached = sum(each.turn.desk == Desk.NOBODY for each in pending)
        return sum(each.turn.stands_in for each in pending) - unreached, unreached


@contextmanager
def edition_held(day):
    """Nobody adopts another edition meanwhile: who answers for a unit stays as it is found, till the transaction ends.

    An adoption locks every edition, so it comes before or after; what it did is seen here.
    """
    structure = next(iter(_in_force(day)), None)
    if structure is None:
        yield
        return
    with trees.hold(structure):
        yield


def staff_to_notify(agreement, step=None, *, day):
    """Users with a mail address who have to know of `step`, or of a proposal that is new where there is none.

    As of users_to_write_to(). What the staff do concerns others only where it becomes their turn by it; what a
    proposer does concerns who has the turn, and the unit's officers while the agreement is with the office, too.
    """
    return users_to_write_to(_concerned(agreement, step, day)).exclude(pk=step and step.by_id)


def users_to_write_to(keys):
    """Users by their keys, each with `language`, the one they last wrote in, None where that is not known."""
    wrote = AgreementStep.objects.filter(by=OuterRef("pk")).exclude(language="").order_by("-pk").values("language")
    users = get_user_model().objects.filter(pk__in=keys)
    return users.annotate(language=Subquery(wrote[:1])).order_by("pk")


def _concerned(agreement, step, day):
    """Keys of users with an address."""
    responsible, stage = Responsible(day), agreement.stage
    if step is not None:
        becomes_theirs = step.kind == Kind.HANDED_OVER or step.to_stage == Stage.WITH_SECRETARY_GENERAL
        if step.by_id and not becomes_theirs:
            return frozenset()
        if not step.by_id:  # the proposer's own steps are news to who had the turn before them
            stage = step.from_stage or stage
    turn = responsible.turn(agreement.unit_id, stage)
    if turn is None:
        return frozenset()
    if stage not in CooperationAgreement.WITH_OFFICE or (step is not None and step.by_id):
        return turn.with_address
    officers = responsible.officers(agreement.unit_id)
    return turn.with_address | {user for user, email in officers.items() if email}


def _units_of(agreements):
    return set(agreements.order_by().values_list("unit", flat=True).distinct())


def _read_places(structure, units):
    return {unit: (lft, rght) for unit, lft, rght in _places(structure, units)}


@compiled
def _in_force(day):
    return Structure.objects.up_to(day).without_long_texts()[:1]


@compiled
def _officers():
    able = UnitOfficer.objects.filter(user__is_active=True, user__is_staff=True).order_by("pk")
    return able.values_list("unit", "user", "user__email")


@compiled
def _places(structure, units):
    return Placement.objects.filter(structure=structure, unit__in=units).order_by().values_list("unit", "lft", "rght")


@compiled
def _links(structure):
    """What had happened, or happens with `structure`, as ChangeEventQuerySet.links()."""
    happened = ChangeEvent.objects.filter(Q(draft__isnull=True, only_proposed=False) | Q(structure=structure))
    return happened.links()


@compiled
def _deciding():
    """(user, address, whether in the Secretary General's office, whether an administrator) of who can log in."""
    users = get_user_model().objects
    office = users.with_perm(DECIDES, include_superusers=False, backend=BACKEND)
    able = users.filter(is_active=True, is_staff=True).annotate(
        decides=Case(When(pk__in=office.order_by().values("pk"), then=Value(True)), default=Value(False))
    )
    return (
        able.filter(Q(decides=True) | Q(is_superuser=True))
        .order_by("pk")
        .values_list("pk", "email", "decides", "is_superuser")
    )
