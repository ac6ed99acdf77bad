"""G08, single-person dependency: a role drops out and nobody steps in, or one person does the work of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core.actions import AssumeRole, HandOver
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    choice,
    evidence_of,
    lapse,
    named,
    quoted,
    roles_named,
)
from trainer.core.gaps.followed import ends_at, fell_short
from trainer.core.gaps.hands import receiver
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind
from trainer.core.time import Micros, say_duration

_CODE: Final = "G08"
_POETE: Final = "Organisation"
_ENOUGH: Final = 5
"""Fewer different critical steps than this say nothing about how the work was shared..."""
_ENOUGH_IF_ALL: Final = 3
"""...except where one person did every one of them, and so the work of several others."""
_ROLES: Final = 3
"""With fewer roles in play somebody has to do most of it."""
_TAKEN: Final = 2
"""One step of another role is a slip; so many are the way in which the response was run."""


def find(facts: Facts) -> Iterable[Finding]:
    """Roles that dropped out and were not replaced, and one person or role that did most critical steps."""
    for absence in absences(facts):
        yield _dropped_out(facts, absence)
    yield from _one_for_all(facts)


# A role drops out -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Absence:
    """A role that could not be reached, and what stayed undone or came late because nobody had stepped in."""

    role: str
    since: Micros
    seq: int
    lost: tuple[Judgement, ...]
    undecided: tuple[str, ...]


def absences(facts: Facts) -> tuple[Absence, ...]:
    """Every role whose absence stopped something."""
    found: list[Absence] = []
    for role, (since, seq) in facts.state.absent.items():
        replaced = _replaced(facts, role, since)
        lost = tuple(j for j in facts.scored if _lost(facts, j, role, since, replaced))
        undecided = tuple(_undecided(facts, role, since, replaced))
        if lost or undecided:
            found.append(Absence(role, since, seq, lost, undecided))
    return tuple(found)


def _replaced(facts: Facts, role: str, since: Micros) -> Micros | None:
    """When somebody had taken an absent role on: aloud, by a handover, as its deputy, or its holder came back."""
    known = facts.script.roles.get(role)
    deputies = known.deputies if known else ()
    times: list[Micros] = []
    for record, event in facts.acts:
        action, at = event.action, record.happened
        if isinstance(action, HandOver) and _took_it(facts, action, role, at >= since):
            times.append(max(at, since))
        if at < since:
            continue
        step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
        for_role = step is not None and step.role == role
        taken = isinstance(action, AssumeRole) and action.role == role
        if taken or event.role == role or (for_role and event.role in deputies):
            times.append(at)
    return min(times, default=None)


def _took_it(facts: Facts, action: HandOver, role: str, absent: bool) -> bool:
    """Whether a handover left a role with somebody else: given up before its holder dropped out, with another role."""
    return action.role == role and action.accepted and (absent or receiver(facts, action) not in (None, role))


def _lost(facts: Facts, judgement: Judgement, role: str, since: Micros, replaced: Micros | None) -> bool:
    """Whether a step of an absent role ran out, after the role had dropped out and before anybody took it on."""
    if facts.script.steps[judgement.step].role != role or not fell_short(facts, judgement):
        return False
    ends = ends_at(facts, judgement)
    return ends > since and (replaced is None or replaced > ends)


def _undecided(facts: Facts, role: str, since: Micros, replaced: Micros | None) -> Iterator[str]:
    """Decisions of an absent role that nobody took in time."""
    for name, opened in facts.state.decisions.items():
        decision = facts.script.decisions[name]
        step = facts.script.steps.get(decision.step or "")
        owner = decision.role or (step.role if step is not None else None)
        ends = opened.opened_at + (decision.time_limit or 0)
        if opened.defaulted and owner == role and ends > since and (replaced is None or replaced > ends):
            yield name


def _dropped_out(facts: Facts, absence: Absence) -> Finding:
    role = facts.role_title(absence.role)
    steps = list(dict.fromkeys(j.step for j in absence.lost))
    vital = [name for name in steps if facts.script.steps[name].critical]
    statement = (
        f"{role} could not be reached from {clock_words(absence.since)}, and nobody stepped in: "
        f"{_undone(facts, absence)}. {_deputies_said(facts, absence.role)}{_unreached(facts, steps)}"
    )
    return Finding(
        code=_CODE,
        kind="capability",
        subject=absence.role,
        statement=statement,
        consequence=f"When {role} drops out, the response stops at whatever is theirs to do.",
        proposed_change=_change(facts, absence.role),
        poete=_POETE,
        evidence=tuple(sorted({absence.seq, *evidence_of(absence.lost), *_opened(facts, absence)})),
        priority="high" if vital or absence.undecided else "medium",
        step=next(iter((*vital, *steps)), None),
        role=absence.role,
        about=(*(lapse(name) for name in steps), *(choice(name) for name in absence.undecided)),
    )


def _opened(facts: Facts, absence: Absence) -> Iterator[int]:
    for name in absence.undecided:
        opened = facts.state.decisions[name]
        yield from (seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None)


def _undone(facts: Facts, absence: Absence) -> str:
    """What was not done, and how it ended, as a list in words."""
    parts = [f"{named(facts, j.step)} {_how(j)}" for j in {j.step: j for j in absence.lost}.values()]
    for name in absence.undecided:
        parts.append(f"nobody decided {quoted(facts.script.filled(facts.script.decisions[name].question))}")
    shown = parts[:4] + ([f"{len(parts) - 4} more likewise"] if len(parts) > 4 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _how(judgement: Judgement) -> str:
    if judgement.outcome is Outcome.MISSED:
        return "was missed"
    return f"was {say_duration(judgement.delta or 0)} late"


def _deputies_of(facts: Facts, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The deputies that the plan names for a role, and those of them that had a seat."""
    known = facts.script.roles.get(role)
    deputies = known.deputies if known else ()
    return deputies, tuple(name for name in deputies if name in facts.seated)


def _deputies_said(facts: Facts, role: str) -> str:
    deputies, seated = _deputies_of(facts, role)
    if not deputies:
        return "The plan names no deputy for the role."
    had = "who had a seat and did not take over" if seated else "who had no seat in this exercise"
    if seated and all(name in facts.state.absent for name in seated):
        had = "who could not be reached either"
    return f"The plan names {roles_named(facts, seated or deputies)} as deputy, {had}."


def _unreached(facts: Facts, steps: list[str]) -> str:
    """Steps that could not begin because those of the absent role were missing."""
    stopped = {j.step for j in facts.judgements if j.key in facts.unreached and _behind(facts, j, set(steps))}
    if not stopped:
        return ""
    count = "1 further step was" if len(stopped) == 1 else f"{len(stopped)} further steps were"
    return f" {count} not reached because of it."


def _behind(facts: Facts, judgement: Judgement, lost: set[str]) -> bool:
    """Whether a chain of steps that could not begin leads back to one that was lost."""
    seen: set[str] = set()
    head: Judgement | None = judgement
    while head is not None and head.blocked_by is not None and head.blocked_by not in seen:
        if head.blocked_by in lost:
            return True
        seen.add(head.blocked_by)
        head = next(iter(facts.of_step.get(head.blocked_by, ())), None)
    return False


def _change(facts: Facts, role: str) -> str:
    title, (deputies, seated) = facts.role_title(role), _deputies_of(facts, role)
    if not deputies:
        return (
            f"Name a deputy for {title} in the plan, give the deputy the same access and practice, and say after how "
            "long without an answer the deputy takes over."
        )
    who = roles_named(facts, seated or deputies)
    return (
        f"Agree by what sign and after how long {who} takes over from {title} without being asked, write it into the "
        "plan, and let the deputy lead a drill."
    )


# One person for all ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Share:
    """The critical steps that were done, and those of them that one person did; `roles` are that person's seats."""

    done: tuple[Judgement, ...]
    mine: tuple[Judgement, ...]
    roles: tuple[str, ...]

    def at_least(self, part: int, whole: int) -> bool:
        """Whether the person's share is at least part/whole."""
        return len(self.mine) * whole >= len(self.done) * part

    @property
    def said(self) -> str:
        return f"{len(self.mine)} of {len(self.done)} critical steps that were done"


def _one_for_all(facts: Facts) -> Iterator[Finding]:
    share = _largest(facts)
    seats = {seat.role for seat in facts.created.seats} or facts.seated
    if share is None or len(seats) < _ROLES or not share.at_least(2, 3):
        return
    taken = _taken_over(facts, share)
    steps = len({j.step for j in share.done})
    several = len({facts.script.steps[j.step].role for j in taken}) > 1
    if taken and (steps >= _ENOUGH or (several and share.at_least(1, 1))):
        yield _took_over(facts, share, taken)
    elif steps < _ENOUGH:
        return
    elif len(share.roles) > 1:
        yield _several_seats(facts, share)
    else:
        yield from _by_the_plan(facts, share)


def _largest(facts: Facts) -> _Share | None:
    """The largest share of the critical steps done that one person did, as the dependency metric counts it."""
    person = {seat.role: seat.name or seat.role for seat in facts.created.seats}
    done = tuple(j for j in facts.scored if j.done and facts.script.steps[j.step].critical and j.done_by)
    if len({j.step for j in done}) < _ENOUGH_IF_ALL or len(set(person.values())) == 1:
        return None
    by: dict[str, list[Judgement]] = {}
    for judgement in done:
        doer = judgement.done_by or ""
        by.setdefault(person.get(doer, doer), []).append(judgement)
    mine = min(by.values(), key=lambda found: (-len(found), found[0].done_by or ""))
    roles = tuple(sorted({j.done_by for j in mine if j.done_by is not None}))
    return _Share(done, tuple(mine), roles)


def _taken_over(facts: Facts, share: _Share) -> tuple[Judgement, ...]:
    """Steps that the person did although other roles own them, were there, and had not given them up.

    Empty where it is a slip, or where a deputy stood in for one role and did nothing critical of its own.
    """
    taken = [j for j in share.mine if _of_another(facts, j, share.roles)]
    strange = {j.step for j in taken if not _entitled(facts, j)}
    owners = {facts.script.steps[j.step].role for j in taken}
    steps = len({j.step for j in taken})
    beside_own = steps > _TAKEN and len(taken) < len(share.mine)
    enough = len(strange) >= _TAKEN or beside_own or (len(owners) >= _TAKEN and steps >= _TAKEN)
    return tuple(taken) if enough else ()


def _of_another(facts: Facts, judgement: Judgement, roles: tuple[str, ...]) -> bool:
    """Whether a step belongs to a role that was seated, was there, and is not the doer's."""
    owner = facts.script.steps[judgement.step].role
    if owner is None or owner in roles or owner not in facts.seated:
        return False
    absent = facts.state.absent.get(owner)
    return absent is None or (judgement.done_at or 0) < absent[0]


def _entitled(facts: Facts, judgement: Judgement) -> bool:
    """Whether the doer is the owner's deputy, or had taken the owner's role before."""
    step = facts.script.steps[judgement.step]
    if judgement.done_by in facts.script.owners(step):
        return True
    return any(
        isinstance(event.action, HandOver | AssumeRole)
        and event.action.role == step.role
        and record.happened <= (judgement.done_at or 0)
        for kind in (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER)
        for record, event in facts.by_kind.get(kind, ())
    )


def _took_over(facts: Facts, share: _Share, taken: tuple[Judgement, ...]) -> Finding:
    owners = list(dict.fromkeys(facts.script.steps[j.step].role or "" for j in taken))
    who, others = roles_named(facts, share.roles), roles_named(facts, owners)
    steps = list(dict.fromkeys(j.step for j in taken))
    count = "1 of them belongs" if len(steps) == 1 else f"{len(steps)} of them belong"
    wrong = dict.fromkeys(
        j.step for j in taken if j.done_by not in facts.script.owners(facts.script.steps[j.step])
    )
    return Finding(
        code=_CODE,
        kind="capability",
        subject="-".join(share.roles),
        statement=f"{who} did {share.said}; {count} to {others} by the plan.",
        consequence=f"The response ran through one pair of hands: without {who} most of it would have stood still, "
        "and two things at once could not be done.",
        proposed_change=f"Let {others} do their own steps in the next drill, with {who} not allowed to help; give them "
        "the access and the practice that they lack, and name deputies.",
        poete=_POETE,
        evidence=evidence_of(share.mine),
        priority="high" if share.at_least(5, 6) else "medium",
        role=share.roles[0],
        about=tuple(lapse(name) for name in wrong),
    )


def _several_seats(facts: Facts, share: _Share) -> Finding:
    who = roles_named(facts, share.roles)
    return Finding(
        code=_CODE,
        kind="capability",
        subject="-".join(share.roles),
        statement=f"{share.said[0].upper()}{share.said[1:]} were done by the same person in the roles {who}.",
        consequence="If this one person cannot be reached, several roles fall away at once.",
        proposed_change=f"Fill {who} with different people in every rota, or write into the plan which of these roles "
        "may be combined and who takes the others on.",
        poete=_POETE,
        evidence=evidence_of(share.mine),
        role=share.roles[0],
    )


def _by_the_plan(facts: Facts, share: _Share) -> Iterator[Finding]:
    """The plan itself gives nearly all critical steps to one role, and names nobody who could stand in."""
    role, own = share.roles[0], [j for j in share.mine if facts.script.steps[j.step].role in share.roles]
    deputies, _ = _deputies_of(facts, role)
    if deputies or len(own) * 4 < len(share.done) * 3:
        return
    title = facts.role_title(role)
    yield Finding(
        code=_CODE,
        kind="capability",
        subject=role,
        statement=f"{title} did {share.said}, as the plan asks, and the plan names no deputy for {title}.",
        consequence=f"If {title} cannot be reached, most of what matters is nobody's.",
        proposed_change=f"Name a deputy for {title}, or give some of these steps to roles that have less to do.",
        poete=_POETE,
        evidence=evidence_of(own),
        priority="low",
        role=role,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("capability",),
    "steps and decisions of a role that had dropped out, missed or late because nobody had stepped in; at least two "
    "thirds of five or more critical steps done by one person who did the work of other roles or held several seats; "
    "three quarters of them given by the plan to one role without a deputy",
    find,
)
