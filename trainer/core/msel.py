"""The master scenario events list: what was planned beside what was delivered, live and for the report."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from trainer.core import events as ev
from trainer.core.due import scheduled
from trainer.core.events import Record
from trainer.core.scenario import After, Condition, Inject
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros, say_duration

MselStatus = Literal["pending", "waiting", "held", "skipped", "delivered", "withdrawn"]

HELD_TOO_LONG: Final = 2 * MINUTE
"""In a simulation an inject that comes later than this after its planned time is the exercise's own fault."""
HELD_TOO_LONG_IN_DISCUSSION: Final = 15 * MINUTE
"""The same where the facilitator paces the discussion."""


@dataclass(frozen=True, slots=True)
class MselRow:
    """One inject as the facilitator sees it; times in microseconds of the exercise clock.

    `waiting` means that its event, branch or condition has not come about; `withdrawn` that it was delivered, taken
    back, and will not come again by itself.
    """

    inject: str
    title: str
    channel: str
    sender: str
    to: tuple[str, ...]
    planned: str
    due: Micros | None
    due_in: Micros | None
    delivered_at: Micros | None
    status: MselStatus
    next: bool
    expects: tuple[str, ...]
    contingency: bool
    ad_hoc: bool
    seen_by: tuple[str, ...]
    note: str


def rows(state: State, elapsed: Micros) -> tuple[MselRow, ...]:
    """Every inject of the script in its order, then the facilitator's own, at a moment of the exercise clock.

    `next` marks the one that is due first, `due_in` says how long until then.
    """
    withdrawn = _withdrawn(state)
    found = [_row(state, inject, elapsed, withdrawn) for inject in state.script.scenario.injects]
    due = [
        (row.due, index) for index, row in enumerate(found) if row.due is not None and row.status == "pending"
    ]
    if due:
        _, index = min(due)
        found[index] = replace(found[index], next=True)
    return (*found, *_ad_hoc(state))


def _row(state: State, inject: Inject, elapsed: Micros, withdrawn: frozenset[str]) -> MselRow:
    current = state.injects[inject.id]
    due = scheduled(state, inject)
    return MselRow(
        inject=inject.id,
        title=state.script.filled(inject.title),
        channel=inject.channel.value,
        sender=state.script.filled(inject.from_),
        to=state.script.addressed(inject),
        planned=planned_words(state.script, inject, current.due),
        due=due,
        due_in=due - elapsed if due is not None else None,
        delivered_at=current.delivered_at,
        status=_status(state, inject, due, withdrawn),
        next=False,
        expects=tuple(expected.step for expected in inject.expects),
        contingency=inject.contingency_for is not None,
        ad_hoc=False,
        seen_by=current.seen_by,
        note=inject.note,
    )


def _status(state: State, inject: Inject, due: Micros | None, withdrawn: frozenset[str]) -> MselStatus:
    status = state.injects[inject.id].status
    if status != "pending":
        return status
    if due is not None:
        return "pending"
    if inject.id in withdrawn:
        return "withdrawn"
    by_hand = inject.release.by_hand and (inject.branch is None or inject.branch in state.branches)
    return "pending" if by_hand else "waiting"


def _withdrawn(state: State) -> frozenset[str]:
    """Injects of which a delivery was taken back."""
    taken_back = (record_of(state.records, seq) for seq in state.undone)
    return frozenset(
        record.event.inject
        for record in taken_back
        if record is not None and isinstance(record.event, ev.InjectDelivered | ev.AdHocInjectDelivered)
    )


def record_of(records: list[Record], seq: int) -> Record | None:
    """The record with a sequence number; records stand in the order of their numbers."""
    index = bisect_left(records, seq, key=lambda record: record.seq)
    return records[index] if index < len(records) and records[index].seq == seq else None


def _ad_hoc(state: State) -> Iterator[MselRow]:
    if not state.ad_hoc and not state.undone:
        return
    for record in state.records:
        event = record.event
        if isinstance(event, ev.AdHocInjectDelivered):
            yield MselRow(
                inject=event.inject,
                title=event.title,
                channel=event.channel.value,
                sender=event.sender,
                to=event.to,
                planned="not in the script",
                due=None,
                due_in=None,
                delivered_at=record.elapsed,
                status="withdrawn" if record.seq in state.undone else "delivered",
                next=False,
                expects=(),
                contingency=False,
                ad_hoc=True,
                seen_by=(),
                note="",
            )


# Planned time ---------------------------------------------------------------------------------------------------------


def planned_at(state: State, record: Record, event: ev.InjectDelivered) -> Micros | None:
    """When a delivered inject was to come, on the exercise clock; None where the script gives it no time."""
    if event.planned is not None:
        return event.planned
    inject = state.script.injects[event.inject]
    story = state.injects[inject.id].due
    story = inject.release.at if story is None else story
    if story is None:
        return None
    return story - sum(by for jump, by in state.clock.jumps if jump < record.seq)


def clock_words(micros: Micros) -> str:
    """A clock reading, hours first: `0:05:00`."""
    sign = "-" if micros < 0 else ""
    minutes, seconds = divmod(abs(micros) // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}"


def planned_words(script: Script, inject: Inject, moved_to: Micros | None = None) -> str:
    """How an inject is released, in words."""
    release = inject.release
    if release.at is not None:
        words = f"at {clock_words(release.at)}"
    elif release.after is not None:
        words = _after_words(script, release.after)
    elif release.when is not None:
        words = f"when {condition_words(script, release.when)}"
    elif script.simulated is not None and any(rule.id == inject.id for rule in script.simulated.alerts):
        words = "when the monitoring raises it"
    else:
        words = "by hand"
    if inject.branch is not None and inject.branch in script.branches:
        words += f', on the branch "{script.branches[inject.branch].title}"'
    return words if moved_to is None else f"{words}; moved to {clock_words(moved_to)}"


def _after_words(script: Script, after: After) -> str:
    if after.inject is not None:
        event = _inject_words(script, after.inject)
    elif after.step is not None:
        event = f"{_step_words(script, after.step)} is done"
    elif after.chose is not None:
        event = f"{_option_words(script, after.chose)} is chosen"
    else:
        event = f'"{after.reached}"'
    return f"{say_duration(after.delay)} after {event}" if after.delay else f"after {event}"


def _inject_words(script: Script, name: str) -> str:
    inject = script.injects.get(name)
    return f'"{script.filled(inject.title)}"' if inject is not None else name


def _step_words(script: Script, name: str) -> str:
    step = script.steps.get(name)
    return f'"{step.title}"' if step is not None else name


def _option_words(script: Script, name: str) -> str:
    decision, _, chosen = name.partition("/")
    found = script.decisions.get(decision)
    option = found.option(chosen) if found is not None else None
    return f'"{script.filled(option.text)}"' if option is not None else name


def condition_words(script: Script, condition: Condition) -> str:
    """A condition in words."""
    if condition.all is not None:
        return _joined(script, condition.all, " and ")
    if condition.any is not None:
        return _joined(script, condition.any, " or ")
    if condition.not_ is not None:
        return f"not ({condition_words(script, condition.not_)})"
    return _fact_words(script, condition)


def _fact_words(script: Script, condition: Condition) -> str:
    if condition.from_time is not None:
        return f"the story has reached {clock_words(condition.from_time)}"
    if condition.done is not None:
        return f"{_step_words(script, condition.done)} is done"
    if condition.overdue is not None:
        return f"{_step_words(script, condition.overdue)} is overdue"
    if condition.delivered is not None:
        return f"{_inject_words(script, condition.delivered)} was delivered"
    if condition.chose is not None:
        return f"{_option_words(script, condition.chose)} was chosen"
    if condition.severity is not None:
        return f"the severity is {condition.severity}"
    return f'"{condition.reached}" has happened'


def _joined(script: Script, conditions: tuple[Condition, ...], word: str) -> str:
    parts = [condition_words(script, part) for part in conditions]
    return parts[0] if len(parts) == 1 else word.join(f"({part})" if " " in part else part for part in parts)
