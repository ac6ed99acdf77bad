"""G18, recurrent: a gap of an earlier drill is back, although its remedy is done, overdue or was never agreed on.

It is no detector of its own facts: it looks at the gaps that this exercise shows and at what became of the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.dates import day_of, held_on, said
from trainer.core.gaps.finding import NAMES, Detector, Finding, quoted
from trainer.core.history import EarlierAction, EarlierDrill, EarlierGap
from trainer.core.plan import PlanChange

_CODE: Final = "G18"
_POETE: Final = "Exercise"
_FINAL: Final = 30
"""Days after an exercise by which its report is final, and every gap has an action or a signed risk acceptance."""
_OF_ONE_JOURNAL: Final = re.compile(r"(?:^|-)\d+$")
"""A subject that ends in the number of a record means something else in every exercise."""


@dataclass(frozen=True, slots=True)
class _Before:
    """An earlier drill that found the same gap, and the actions that it led to."""

    drill: EarlierDrill
    actions: tuple[EarlierAction, ...]


def after(facts: Facts, found: Iterable[Finding]) -> Iterator[Finding]:
    """For each gap that stands in this exercise: whether it is back in spite of a remedy."""
    if not facts.history:
        return
    for finding in found:
        # What an exercise left untested or spoiled is asked for again: it recurs by nature.
        if finding.kind == "artefact" or not _comparable(finding):
            continue
        before = _before(facts, finding)
        why = _why(facts, finding, before) if before else None
        if why is not None:
            yield _recurrent(facts, finding, before, why)


def _comparable(finding: Finding) -> bool:
    return finding.step is not None or not _OF_ONE_JOURNAL.search(finding.subject)


def _before(facts: Facts, finding: Finding) -> list[_Before]:
    """Earlier drills with the same gap, the newest first."""
    found: list[_Before] = []
    for drill in reversed(facts.history):
        same = [gap for gap in drill.gaps if _same(gap, finding)]
        if same:
            found.append(
                _Before(drill, tuple(a for a in drill.actions if any(_answers(a, gap) for gap in same)))
            )
    return found


def _same(gap: EarlierGap, finding: Finding) -> bool:
    """The same code about the same step, or about the same subject where it is about no step."""
    if gap.code != finding.code or gap.kind == "artefact":
        return False
    return gap.step == finding.step if finding.step is not None else gap.subject == finding.subject


def _answers(action: EarlierAction, gap: EarlierGap) -> bool:
    """Whether an action was agreed on because of a gap; one action may answer several."""
    names = {f"{gap.code}-{gap.subject}", f"{gap.code}-{gap.step}"}
    return any(name.strip() in names for name in action.gap.split(","))


def _why(facts: Facts, finding: Finding, before: Sequence[_Before]) -> str | None:
    """Why it should not have come back, in words; None where its remedy is under way, or its risk was accepted."""
    held = held_on(facts)
    newest = next((earlier.actions for earlier in before if earlier.actions), ())
    if any(action.status == "accepted risk" for action in newest):
        return None
    for earlier in before:
        change = _amended(facts, finding, earlier, held)
        if change is not None:
            return (
                f"The plan was changed because of it on {change.date.isoformat()} (version {change.version}), and the "
                "amendment did not hold"
            )
        for action in earlier.actions:
            stands = _stands(action, held)
            if stands is not None:
                owner = f", owner {action.owner}," if action.owner else ""
                return f"Its corrective action {quoted(action.action, 120)}{owner} {stands}"
    return _never_acted_on(before, held)


def _amended(facts: Facts, finding: Finding, before: _Before, held: date) -> PlanChange | None:
    """The change of the plan by which the step was to be better after an earlier drill."""
    since = day_of(before.drill.held)
    changes = [
        change
        for change in facts.script.plan.changes
        if finding.step in change.retest and since is not None and since < change.date <= held
    ]
    return max(changes, key=lambda change: change.date, default=None)


def _stands(action: EarlierAction, held: date) -> str | None:
    """How an action stands that should have ended the gap; None where it is still under way, or not agreed on."""
    due, closed = day_of(action.due), day_of(action.closed)
    if action.status == "closed":
        on = f" on {closed.isoformat()}" if closed is not None else ""
        return None if closed is not None and closed > held else f"was closed{on}"
    if action.status == "accepted risk" or due is None or due >= held:
        return None
    return f"was due on {due.isoformat()} and is {said((held - due).days)} overdue"


def _never_acted_on(before: Sequence[_Before], held: date) -> str | None:
    """A report is final within thirty days: by then somebody should have been given the action."""
    since = day_of(before[-1].drill.held)
    agreed = any(action.status != "proposed" for earlier in before for action in earlier.actions)
    if agreed or since is None or (held - since).days <= _FINAL:
        return None
    return f"In the {said((held - since).days)} since then nobody was given an action for it"


def _recurrent(facts: Facts, finding: Finding, before: Sequence[_Before], why: str) -> Finding:
    drills = len(facts.history) + 1
    name = f"{finding.code} {NAMES[finding.code]}"
    return Finding(
        code=_CODE,
        kind=finding.kind,
        subject=f"{finding.code}-{finding.subject}",
        statement=f"Again {name}: {_shortened(finding)} It was found on {_dates(before)} too, in {len(before) + 1} of "
        f"{drills} exercises on the plan. {why}.",
        consequence="The same thing will go wrong in an incident, in spite of what was learnt.",
        proposed_change="Ask why the remedy did not take hold, choose another one that can be checked, give it one "
        "owner and a date, and look at it again in the next drill.",
        poete=_POETE,
        evidence=tuple(sorted({*finding.evidence, *facts.history_seq})),
        # Nobody has decided on it yet where no action was given: it weighs what the gap itself weighs.
        priority="high"
        if any(a.status != "proposed" for b in before for a in b.actions)
        else finding.priority,
        step=finding.step,
        clause=finding.clause,
        role=finding.role,
        about=finding.about,
    )


def _dates(before: Sequence[_Before]) -> str:
    """The days on which a gap was found before, first to last, and the newest exercise by its title."""
    days = [earlier.drill.held for earlier in reversed(before)]
    return f'{", ".join(days)} ("{before[0].drill.title}")'


def _shortened(finding: Finding) -> str:
    """The first sentence of what was found now."""
    first = re.split(r"(?<=[.;]) (?=[A-Z\"])", finding.statement, maxsplit=1)[0]
    return first if first.endswith(".") else f"{first.rstrip(';')}."


def _none(_facts: Facts) -> tuple[Finding, ...]:
    """Recurrence shows only once the gaps of the exercise are known: see `after`."""
    return ()


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "capability", "execution"),
    "a gap with the code and the step (or the subject) of one that an earlier exercise on the plan found, whose action "
    "was closed, is overdue or was never agreed on within thirty days, or for which the plan was changed since; never "
    "one whose risk was accepted, nor what is untested or an artefact",
    _none,
)
