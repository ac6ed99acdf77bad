"""G02 where the plan has two values for one rule: the place that people follow holds, the other is made to agree."""

from __future__ import annotations

from trainer.core import aar
from trainer.core.amend.draft import Draft, put, step_of_gap, step_place, subject_of
from trainer.core.amend.owners import twins
from trainer.core.amend.written import duration
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind, Cadence, Severity, Step
from trainer.core.time import Micros, say_duration


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """One value in both places; None where the gap is about something else."""
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    if step is not None:
        return _response(facts, step) or _longest(facts, step) or _same_step(facts, step)
    name = subject_of(gap).removeprefix("cadence-")
    cadence = next((found for found in facts.script.plan.cadences if found.id == name), None)
    return (_promised(facts, cadence) or _same_updates(facts, cadence)) if cadence is not None else None


def _draft(what: str, one: Micros, other: Micros, edits: list[Edit], steps: tuple[str, ...]) -> Draft:
    return Draft(
        f"{what} {say_duration(one)} in both places",
        f"The plan has {say_duration(one)} in one place and {say_duration(other)} in another, and the drill went "
        f"between them. The place that people follow is taken to hold; edit it if {say_duration(other)} is right.",
        tuple(edits),
        steps,
    )


def _limit(facts: Facts, step: Step) -> Micros | None:
    return step.target.limit(facts.state.true_severity) if step.target is not None else None


def _levels(facts: Facts) -> list[Severity]:
    """The true severity and the milder ones."""
    levels = list(facts.script.plan.severities)
    place = next((n for n, level in enumerate(levels) if level.id == facts.state.true_severity), len(levels))
    return levels[place:]


def _response(facts: Facts, step: Step) -> Draft | None:
    """The limit of the step that acknowledges, and the response that the scale promises."""
    limit, levels = _limit(facts, step), _levels(facts)
    shown = any(evidence.action is ActionKind.ACKNOWLEDGE for evidence in step.shown_by)
    if not shown or limit is None or not levels or levels[0].respond_within in (None, limit):
        return None
    less = [lv for lv in levels[1:] if lv.respond_within is not None and lv.respond_within < limit]
    edits = [put(("severities", level.id, "respond_within"), duration(limit)) for level in (levels[0], *less)]
    what = f'Let "{step.title}" and the scale give {levels[0].id}'
    return _draft(what, limit, levels[0].respond_within or 0, edits, (step.id,))


def _longest(facts: Facts, step: Step) -> Draft | None:
    """The limit of the step that hands a role over, and the longest time in that role."""
    limit = _limit(facts, step)
    shown = [evidence for evidence in step.shown_by if evidence.action is ActionKind.HAND_OVER]
    roles = [facts.script.roles.get(evidence.role or step.role or "") for evidence in shown]
    role = next((found for found in roles if found is not None and found.longest not in (None, limit)), None)
    if limit is None or role is None:
        return None
    edits = [put(("roles", role.id, "longest"), duration(limit))]
    return _draft(
        f'Let "{step.title}" and the role {role.title} say', limit, role.longest or 0, edits, (step.id,)
    )


def _same_step(facts: Facts, step: Step) -> Draft | None:
    """Two steps that are one, with two limits."""
    limit, severity = _limit(facts, step), facts.state.true_severity
    for other in twins(facts, step):
        theirs = _limit(facts, other)
        if limit is None or theirs in (None, limit) or other.target is None or other.role != step.role:
            continue
        place = (*step_place(facts, other.id), "target", "within")
        full = (*place, severity) if isinstance(other.target.within, dict) and severity is not None else place
        what = f'Let "{step.title}" and "{other.title}" have'
        return _draft(what, limit, theirs or 0, [put(full, duration(limit))], (step.id, other.id))
    return None


def _interval(facts: Facts, cadence: Cadence) -> Micros | None:
    return cadence.interval(facts.state.true_severity, 0)


def _promised(facts: Facts, cadence: Cadence) -> Draft | None:
    """The interval of a cadence, and the one that the scale promises."""
    interval, levels = _interval(facts, cadence), _levels(facts)
    if interval is None or not levels or levels[0].update_every in (None, interval):
        return None
    less = [lv for lv in levels[1:] if lv.update_every is not None and lv.update_every < interval]
    edits = [
        put(("severities", level.id, "update_every"), duration(interval)) for level in (levels[0], *less)
    ]
    what = f'Let "{cadence.title}" and the scale promise updates at {levels[0].id} every'
    return _draft(what, interval, levels[0].update_every or 0, edits, ())


def _same_updates(facts: Facts, cadence: Cadence) -> Draft | None:
    """Two cadences for the same updates."""
    interval, severity = _interval(facts, cadence), facts.state.true_severity
    for other in facts.script.plan.cadences:
        theirs = _interval(facts, other)
        if other.id == cadence.id or other.audience != cadence.audience or theirs in (None, interval):
            continue
        place = ("cadences", other.id, "every")
        full = (*place, severity) if isinstance(other.every, dict) and severity is not None else place
        what = f'Let "{cadence.title}" and "{other.title}" have an interval of'
        return _draft(what, interval or 0, theirs or 0, [put(full, duration(interval or 0))], ())
    return None
