"""How scenarios, exercises and due dates are put into words. Needs no Qt."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from trainer.core.cadence import Due
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import SECOND
from trainer.core.walk.making import length_of
from trainer.ui.look.tokens import Status
from trainer.ui.words import format_duration
from trainer.workspace import ExerciseEntry, ScriptEntry

__all__ = [
    "counted",
    "day_words",
    "due_words",
    "exercise_facts",
    "is_resumable",
    "kind_words",
    "local_day",
    "plan_facts",
    "problem_words",
    "scenario_facts",
    "script_facts",
    "shortened",
    "standing_status",
    "state_words",
    "when_words",
]

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATES: Final[dict[str, tuple[str, Status]]] = {
    "created": ("Not started", "info"),
    "running": ("Interrupted", "warn"),
    "interrupted": ("Interrupted", "warn"),
    "paused": ("Paused", "warn"),
    "ended": ("Ended", "neutral"),
}
_STANDINGS: Final[dict[str, Status]] = {"never": "warn", "overdue": "bad", "due": "warn", "coming": "ok"}


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 role`, `4 roles`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def kind_words(kind: str) -> str:
    """A kind of exercise as it begins a sentence."""
    return kind[:1].upper() + kind[1:]


def day_words(day: date) -> str:
    """A day as written: `2 Mar 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone()


def local_day(iso: str) -> date:
    """The day of a wall time, on this machine's calendar."""
    return _local(iso).date()


def when_words(iso: str, today: date) -> str:
    """A wall time as people say it: `today 14:05`, `yesterday 09:30`, `2 Mar 2026`."""
    moment = _local(iso)
    days = (today - moment.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]} {moment:%H:%M}"
    return day_words(moment.date())


def state_words(state: str) -> tuple[str, Status]:
    """The state of an exercise in the library: word and status."""
    return _STATES.get(state, (kind_words(state), "neutral"))


def is_resumable(entry: ExerciseEntry) -> bool:
    """Whether an exercise can still be played."""
    return entry.state != "ended"


def scenario_facts(scenario: Scenario) -> str:
    """Length, difficulty and size of a scenario in one line."""
    # A walk-through asks what is so, and is as hard as the plan is.
    hard = [kind_words(scenario.difficulty.value)] if scenario.injects or scenario.walkthrough is None else []
    return " · ".join(
        (
            format_duration(scenario.length // SECOND),
            *hard,
            counted(len(scenario.roles), "role") if scenario.roles else "all roles of the plan",
            _size(scenario),
        )
    )


def script_facts(script: Script) -> str:
    """The same of a scenario as the kind that is chosen: a walk-through is as long as its steps are many."""
    if script.kind is not Kind.WALKTHROUGH:
        return scenario_facts(script.scenario)
    steps = len(script.walked)
    about = format_duration(length_of(steps) // SECOND)
    roles = counted(len(script.played_roles), "role")
    return f"about {about} · {roles} · walks {counted(steps, 'step')}"


def _size(scenario: Scenario) -> str:
    """How much there is to play: injects, or what is walked where there are none."""
    walk = scenario.walkthrough
    if scenario.injects or walk is None:
        return counted(len(scenario.injects), "inject")
    if walk.procedures:
        return f"walks {counted(len(walk.procedures), 'procedure')}"
    return f"walks {counted(len(walk.path), 'step')}"


def plan_facts(plan: Plan) -> str:
    """Version and size of a plan in one line."""
    steps = sum(len(procedure.steps) for procedure in plan.procedures)
    return " · ".join(
        (
            f"Version {plan.version}",
            counted(len(plan.roles), "role"),
            counted(len(plan.procedures), "procedure"),
            counted(steps, "step"),
        )
    )


def exercise_facts(entry: ExerciseEntry, today: date) -> str:
    """Kind, day and team of an exercise in one line."""
    when = entry.started or entry.created
    parts = [kind_words(entry.kind), when_words(when, today), *(["virtual team"] if entry.virtual else [])]
    return " · ".join(parts)


def problem_words(entry: ScriptEntry) -> tuple[str, Status] | None:
    """How many errors and warnings a file has, or None where it has none."""
    warnings = len(entry.problems) - entry.errors
    if entry.errors:
        return counted(entry.errors, "error"), "bad"
    return (counted(warnings, "warning"), "warn") if warnings > 0 else None


def due_words(due: Due) -> str:
    """When an exercise is due, as a sentence without its service: `Tabletop was due 12 days ago`.

    A walk-through held meanwhile is told, since people who held one wonder why the other is still due.
    """
    walked = f" · walked through {day_words(due.walked)}" if due.walked is not None else ""
    return _due_words(due) + walked


def _due_words(due: Due) -> str:
    kind = kind_words(due.kind.value)
    if due.left is None or due.due_on is None:
        return f"{kind}: never held"
    if due.left < 0:
        return f"{kind} was due {counted(-due.left, 'day')} ago"
    if due.left == 0:
        return f"{kind} is due today"
    return f"{kind} is due in {counted(due.left, 'day')}, on {day_words(due.due_on)}"


def standing_status(due: Due) -> Status:
    """The status a due date shows in."""
    return _STANDINGS[due.standing]


def shortened(text: str, limit: int) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def playable_kinds(scenario: Scenario) -> tuple[Kind, ...]:
    """Kinds that the scenario declares and this version can run; a simulation needs something to simulate."""
    simulates = scenario.simulation is not None
    return tuple(
        kind for kind in scenario.kinds if kind in RUNS and (kind is not Kind.SIMULATION or simulates)
    )


RUNS: Final = frozenset({Kind.TABLETOP, Kind.WALKTHROUGH, Kind.SIMULATION})
"""Kinds of exercise that this version can run."""
