"""What became of the corrective actions of earlier exercises on the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from trainer.core import aar
from trainer.core.facts import Facts
from trainer.core.gaps.dates import day_of, held_on
from trainer.core.history import EarlierAction, EarlierDrill, EarlierGap

Status = Literal["closed", "open", "ineffective", "repeated"]
_SETTLED: Final = ("closed", "accepted risk")
_Entry = tuple[EarlierDrill, EarlierAction]


def previous(facts: Facts, gaps: Sequence[aar.Gap]) -> tuple[aar.PreviousAction, ...]:
    """Every action of earlier exercises as it stands now, those of the newest exercise first.

    `gaps` are those of this exercise. The newest exercise that speaks of an action has the last word on it; an action
    that answers several gaps is one entry for each status.
    """
    grouped: dict[tuple[str, str, Status], list[tuple[_Entry, aar.Gap | None]]] = {}
    for entry in _newest(facts):
        drill, action = entry
        again = _again(drill, action, gaps)
        grouped.setdefault((drill.exercise, action.id, _status(action, again)), []).append((entry, again))
    return tuple(_told(facts, status, found) for (_, _, status), found in grouped.items())


def _newest(facts: Facts) -> Iterator[_Entry]:
    """The newest word on each action and gap that it answers."""
    known: set[tuple[str, str]] = set()
    for drill in reversed(facts.history):
        for action in drill.actions:
            if (action.id, action.gap) not in known:
                yield drill, action
        known |= {(action.id, action.gap) for action in drill.actions}


def _again(drill: EarlierDrill, action: EarlierAction, gaps: Sequence[aar.Gap]) -> aar.Gap | None:
    """The gap of this exercise for which the action was agreed on; the same code on the same step is the same gap."""
    names = [name.strip() for name in action.gap.split(",")]
    steps = {(gap.code, gap.step) for gap in drill.gaps if _id(gap) in names and gap.step is not None}
    standing = (gap for gap in gaps if gap.stands)
    return next((gap for gap in standing if gap.id in names or (gap.code, gap.step) in steps), None)


def _id(gap: EarlierGap) -> str:
    return f"{gap.code}-{gap.subject}"


def _status(action: EarlierAction, again: aar.Gap | None) -> Status:
    """A risk that was accepted is settled, whether the gap shows again or not."""
    if action.status == "accepted risk":
        return "closed"
    if action.status == "closed":
        return "closed" if again is None else "ineffective"
    return "open" if again is None else "repeated"


def _told(facts: Facts, status: Status, found: Sequence[tuple[_Entry, aar.Gap | None]]) -> aar.PreviousAction:
    (drill, action), _ = found[0]
    due = day_of(action.due)
    seqs = {seq for _, gap in found if gap is not None for seq in gap.evidence}
    return aar.PreviousAction(
        action=action.action,
        exercise=drill.title,
        status=status,
        gap=", ".join(dict.fromkeys(entry.gap for (_, entry), _ in found)),
        owner=action.owner,
        due=action.due,
        overdue=action.status not in _SETTLED and due is not None and due < held_on(facts),
        held=drill.held,
        evidence=tuple(sorted({*facts.history_seq, *seqs})),
    )
