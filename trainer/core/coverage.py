"""What exercises have covered of a plan: each procedure when it was last walked, last drilled, and what never was.

The plan as it stands today is the measure: a step that it gained since counts as not walked, and a walk of another
version of the plan says so. Exercises by virtual teams covered nothing; whoever calls leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.core.history import EarlierDrill
from trainer.core.plan import Plan, Procedure
from trainer.core.scenario import Kind

__all__ = ["Exercised", "ProcedureCoverage", "coverage"]


@dataclass(frozen=True, slots=True)
class Exercised:
    """One exercise as far as it concerns a procedure. `held` is an ISO day.

    `steps` counts the steps of today's procedure that it put to the test, `gaps` what it found wrong with them in plan,
    means or execution.
    """

    exercise: str
    title: str
    kind: Kind
    held: str
    plan_version: str
    steps: int
    gaps: int


@dataclass(frozen=True, slots=True)
class ProcedureCoverage:
    """A procedure of the plan, and what is known of it from exercises; None where it was not exercised so.

    `walk` is the newest walk-through of any of its steps; `whole` the newest of all of them, where that is another one;
    `drill` the newest tabletop or simulation. `unwalked` are the steps that no walk-through ever went through.
    """

    procedure: str
    title: str
    clause: str | None
    steps: int
    walk: Exercised | None
    whole: Exercised | None
    drill: Exercised | None
    unwalked: tuple[str, ...]


def coverage(plan: Plan, drills: Iterable[EarlierDrill]) -> tuple[ProcedureCoverage, ...]:
    """Every procedure that has steps, in the order of the plan. Drills of one day count in the order they are given."""
    newest = sorted(drills, key=lambda drill: drill.held, reverse=True)
    return tuple(_covered(procedure, newest) for procedure in plan.procedures if procedure.steps)


def _covered(procedure: Procedure, newest: Sequence[EarlierDrill]) -> ProcedureCoverage:
    steps = {step.id for step in procedure.steps}
    found = [part for drill in newest if (part := _part(steps, drill)).steps]
    walks = [part for part in found if part.kind is Kind.WALKTHROUGH]
    whole = next((part for part in walks if part.steps == len(steps)), None)
    walked = {s.step for drill in newest if drill.kind == Kind.WALKTHROUGH.value for s in drill.steps}
    return ProcedureCoverage(
        procedure=procedure.id,
        title=procedure.title,
        clause=procedure.clause,
        steps=len(steps),
        walk=walks[0] if walks else None,
        whole=whole if whole is not None and whole is not walks[0] else None,
        drill=next((part for part in found if part.kind is not Kind.WALKTHROUGH), None),
        unwalked=tuple(step.id for step in procedure.steps if step.id not in walked),
    )


def _part(steps: set[str], drill: EarlierDrill) -> Exercised:
    # An artefact is a gap of the exercise: it says nothing about the procedure.
    gaps = [gap for gap in drill.gaps if gap.step in steps and gap.kind != "artefact"]
    return Exercised(
        exercise=drill.exercise,
        title=drill.title,
        kind=Kind(drill.kind),
        held=drill.held,
        plan_version=drill.plan_version,
        steps=len({step.step for step in drill.steps} & steps),
        gaps=len(gaps),
    )
