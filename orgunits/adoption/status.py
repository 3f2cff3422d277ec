"""How a structure's status changes: it is proposed, adopted or withdrawn.

Each is one transaction under the lock of all editions, so that what was checked still holds when it is written, however
many people act at once. Everything refused raises ValidationError with a sentence for the editor. An edition adopted
for a day to come takes effect by itself: what is in force on a day is computed.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..drafts.publishing import publish
from ..models import AdoptionPlan, Placement, Structure, StructureAuthority, StructureStep
from ..models.periods import Precision, show_date, show_partial
from ..tree import trees
from ..tree.history_lists import write_lists
from .checks import check
from .events import mark_events, propose_events, state_events
from .open_work import lock_open_work
from .passing_on import pass_on

Status = Structure.Status


def acknowledge(structure, obstacles, *, by):
    """Records that `by` has read these warnings and answers for them; who did so before stays."""
    _ask_for(by, "orgunits.change_structure")
    with trees.hold(structure) as locked:
        for obstacle in obstacles:
            if not obstacle.blocks:
                read = {"text": obstacle.text, "units": sorted(obstacle.units), "by": by}
                locked.acknowledgements.get_or_create(key=obstacle.key, defaults=read)


def plan(structure, *, day, acts, by, seen=None, reason=None):
    """Keeps the day and the acts chosen for an adoption until it is adopted, for everybody who works on it.

    Refuses, once, to write over what somebody else chose since the plan of the version `seen`; returns the plan.
    """
    _ask_for(by, "orgunits.change_structure")
    with trees.hold(structure) as locked:
        _check_move(locked, Status.ADOPTED)
        kept = AdoptionPlan.objects.filter(structure=locked).select_related("by").first()
        if kept and kept.says(day, acts):
            if reason is not None and reason != kept.reason:
                AdoptionPlan.objects.filter(pk=kept.pk).update(reason=reason)
            return kept
        if kept and kept.version != seen:
            text = _(
                "%(who)s chose %(day)s, or other acts, while you had the page open. Your choices are still in the "
                "fields: send them again to replace theirs."
            )
            text %= {"who": kept.by.get_username(), "day": show_partial(kept.day, Precision.DAY)}
            raise ValidationError(text)
        chosen = {"day": day, "acts": [act.pk for act in acts], "by": by}
        chosen["reason"] = (kept.reason if kept else "") if reason is None else reason
        return AdoptionPlan.objects.update_or_create(structure=locked, defaults=chosen)[0]


def propose(structure, *, by):
    """Shows a draft to the public, marked as a proposal."""
    _ask_for(by, "orgunits.change_structure")
    with _held(structure) as locked:
        _check_move(locked, Status.PROPOSED)
        if not locked.placements.exists():
            raise ValidationError(_("This edition has no units yet: build its tree first."))
        proposed = _take(locked, Status.PROPOSED, by=by, reason="")
        mark_events(proposed, only_proposed=True)
        return proposed


def adopt(structure, *, day, acts, by, today, reason=""):
    """Puts a draft or a proposal in force from `day` on by `acts`, beside those it names already.

    A day before that of another adopted edition asks for a reason. Proposes the changes it brings: see events.py. The
    open work of the units that it ends passes on when it takes effect: see passing_on.py.
    """
    _ask_for(by, "orgunits.adopt_structure")
    with _held(structure) as locked:
        _check_move(locked, Status.ADOPTED)
        lock_open_work(locked, day=day)
        checked = check(locked, day=day, acts=acts, today=today)
        refusals = [obstacle.text for obstacle in checked.errors]
        refusals += [_("Not acknowledged yet: %(warning)s") % {"warning": each.text} for each in checked.open_warnings]
        if checked.later and not reason.strip():
            refusals.append(reason_needed(checked))
        if refusals:
            raise ValidationError(refusals)
        for act in acts:
            StructureAuthority.objects.get_or_create(structure=locked, instrument=act)
        locked.effective_from, locked.effective_from_precision = day, Precision.DAY
        adopted = _take(locked, Status.ADOPTED, by=by, reason=reason, day=day)
        _state_places(adopted, by=by)
        propose_events(adopted, before=checked.before)
        mark_events(adopted, only_proposed=False)
        state_events(adopted)
        if day <= today:
            pass_on(adopted.steps.get(kind=Status.ADOPTED), today=today)
        return adopted


def _state_places(adopted, *, by):
    """Where its acts put a unit is stated, however its place in the edition before was known."""
    known_otherwise = list(adopted.placements.exclude(basis=Placement.Basis.STATED))
    for placement in known_otherwise:
        placement.basis = Placement.Basis.STATED
    Placement.objects.bulk_update(known_otherwise, ["basis"], batch_size=500)
    why = {"default_user": by, "default_change_reason": str(Status.ADOPTED.label)}
    write_lists(Placement.history.bulk_history_create(known_otherwise, batch_size=500, update=True, **why))


def reason_needed(checked):
    """The sentence that asks why an edition is adopted for a day before that of another one."""
    following = checked.later[0]
    text = _(
        "“%(structure)s” is already adopted, from %(day)s. This one would come before it and be in force only until "
        "then. Give the reason."
    )
    day = show_date(following, "effective_from")
    return text % {"structure": following.name, "day": day}


def withdraw(structure, *, reason, by, today):
    """Takes back a draft, a proposal, or an adopted edition before its day."""
    with _held(structure) as locked:
        adopted = locked.status == Status.ADOPTED
        _ask_for(by, "orgunits.adopt_structure" if adopted else "orgunits.change_structure")
        _check_move(locked, Status.WITHDRAWN)
        if adopted and locked.effective_from <= today:
            text = _("“%(structure)s” took effect on %(day)s and can't be withdrawn: adopt another one instead.")
            day = show_date(locked, "effective_from")
            raise ValidationError(text % {"structure": locked.name, "day": day})
        if not reason.strip():
            raise ValidationError({"reason": _("Give a reason for withdrawing.")})
        withdrawn = _take(locked, Status.WITHDRAWN, by=by, reason=reason)
        mark_events(withdrawn, only_proposed=True)
        return withdrawn


@contextmanager
def _held(structure):
    """All editions locked in one order, this one to be written; yields it as it now is."""
    with trees.hold_all(), trees.edit(structure) as locked:
        yield locked


def _check_move(locked, status):
    if status not in Structure.MOVES[locked.status]:
        raise ValidationError(
            _("“%(structure)s” is %(before)s and can't become %(after)s.")
            % {"structure": locked.name, "before": locked.get_status_display(), "after": Status(status).label}
        )


def _take(locked, status, *, by, reason, day=None):
    """Writes the new status and the step that led to it."""
    was_public = locked.is_public
    locked.status = status
    locked.full_clean()
    locked._change_reason, locked._history_user = reason[:100] or Status(status).label, by
    locked.save()
    if locked.is_public and not was_public:
        publish(locked, by=by)
    StructureStep.objects.create(structure=locked, kind=status, day=day, reason=reason.strip(), by=by)
    if Status.ADOPTED not in Structure.MOVES[status]:
        AdoptionPlan.objects.filter(structure=locked).delete()
    return locked


def _ask_for(by, permission):
    if by.has_perm(permission):
        return
    if permission == "orgunits.adopt_structure":
        raise ValidationError(
            _("You don't have permission to adopt editions. Ask someone who does, or an administrator.")
        )
    raise ValidationError(_("You don't have permission to change editions."))
