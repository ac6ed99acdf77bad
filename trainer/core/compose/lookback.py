"""What a finished drill leaves behind for the next one on the same plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from trainer.core import aar
from trainer.core.compose import report
from trainer.core.events import Outcome, Record
from trainer.core.facts import gather
from trainer.core.history import EarlierAction, EarlierDrill, EarlierGap, EarlierStep
from trainer.core.outcomes import Judgement
from trainer.core.script import Script
from trainer.core.time import SECOND

_COMPETENT: Final = frozenset({Outcome.ON_TIME, Outcome.LATE})
"""Outcomes in which the right role did the step, in order and unprompted: such times speak about the target."""


def look_back(script: Script, records: Sequence[Record]) -> EarlierDrill:
    """An exercise as the next drill's journal keeps it.

    Raises ValueError where the journal does not begin with the creation of an exercise.
    """
    facts = gather(script, records)
    composed = report(script, records, "")
    created = facts.created
    return EarlierDrill(
        exercise=created.exercise,
        title=composed.control.title,
        kind=created.kind.value,
        held=_day(facts.started or records[0]),
        plan_version=script.plan.version,
        steps=tuple(_step(judgement) for judgement in facts.scored),
        gaps=tuple(
            EarlierGap(
                code=gap.code, kind=gap.kind, subject=gap.id.removeprefix(f"{gap.code}-"), step=gap.step
            )
            for gap in composed.gaps
            if gap.stands
        ),
        actions=tuple(_actions(composed)),
    )


def _day(record: Record) -> str:
    """The date in UTC on which something was recorded."""
    return datetime.fromtimestamp(record.at // SECOND, UTC).date().isoformat()


def _step(judgement: Judgement) -> EarlierStep:
    return EarlierStep(
        step=judgement.step,
        outcome=judgement.outcome.value,
        elapsed=judgement.elapsed,
        limit=judgement.limit,
        competent=judgement.outcome in _COMPETENT and not judgement.also,
    )


def _actions(composed: aar.Report) -> Iterator[EarlierAction]:
    """Corrective actions, one entry for each gap that an action answers."""
    known = {gap.id for gap in composed.gaps}
    for action in composed.improvement_plan:
        for gap in (name.strip() for name in action.gap.split(",")):
            if gap in known:
                yield EarlierAction(
                    id=action.id,
                    gap=gap,
                    action=action.action,
                    status=action.status,
                    owner=action.owner or "",
                    due=action.due,
                    closed=action.closed,
                )
