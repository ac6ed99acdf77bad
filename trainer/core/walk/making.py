"""A walk-through of any plan without a scenario: the script for it, written as an author would write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import JsonValue

from trainer.core.amend.emit import USUAL, indented, listed, mapping, pair, wrapped
from trainer.core.plan import Plan, Procedure, Step
from trainer.core.problems import did_you_mean, quoted
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE, Micros

A_STEP: Final = 4 * MINUTE
"""So much time is planned for a step; a guess that the author may change."""
SHORTEST: Final = 15 * MINUTE
_ROUND: Final = 5 * MINUTE
_LINE: Final = 300
_IDENTIFIER: Final = 80
_NAMED: Final = 3
"""So many procedures stand by their names in a title."""

_RULES: Final = (
    "We verify the procedure, not the people: what is unclear, wrong, missing or blocked is what we came to find.",
    "Answer from what is written and from what works today, not from memory.",
    "Say how long a step really takes, not how long it may take.",
)


class NotWalkable(ValueError):
    """A walk-through that cannot be made from a plan; the message says what to give instead."""


def scenario_text(
    plan: Plan,
    procedures: Sequence[str] = (),
    steps: Sequence[str] = (),
    severity: str | None = None,
    title: str | None = None,
) -> str:
    """The scenario (YAML) of a walk-through: whole procedures, or a path of steps across several, or both.

    Without either, every procedure that has steps is walked. `severity` says whose targets count: the plan's worst
    by default. Raises NotWalkable where the plan has no such procedure, step or severity, no roles, or nothing to walk.
    """
    if not plan.roles:
        raise NotWalkable("the plan has no roles, so nobody could answer for a step; list them under `roles`")
    whole = _procedures(plan, procedures, steps)
    path = _known("step", steps, [step.id for _, step in plan.steps()])
    level = _severity(plan, severity)
    walked = _walked(plan, whole, path)
    named = _line(title) if title and title.strip() else _title(plan, whole, path)
    lines = (
        *_opening(plan),
        *mapping(_head(plan, _name(plan, whole, path), named, walked)),
        *_middle(list(_objectives(plan, walked, level)), level),
        *_walk(whole, path, walked),
    )
    return "\n".join((*lines, ""))


def length_of(steps: int) -> Micros:
    """The time that a walk through so many steps is planned for."""
    return max(SHORTEST, -(-steps * A_STEP // _ROUND) * _ROUND)


# What is walked -------------------------------------------------------------------------------------------------------


def _known(what: str, names: Sequence[str], ids: Sequence[str]) -> list[str]:
    """The names, each once; every one of them has to exist."""
    for name in names:
        if name not in ids:
            near = did_you_mean(name, ids) or f"the plan has {_several(ids, what)}"
            raise NotWalkable(f"the plan has no {what} {quoted(name)} ({near})")
    return list(dict.fromkeys(names))


def _several(ids: Sequence[str], what: str) -> str:
    return (
        ", ".join(quoted(name) for name in ids[:8]) + (" and more" if ids[8:] else "")
        if ids
        else f"no {what}"
    )


def _procedures(plan: Plan, procedures: Sequence[str], steps: Sequence[str]) -> list[str]:
    asked = _known("procedure", procedures, [procedure.id for procedure in plan.procedures])
    with_steps = [procedure.id for procedure in plan.procedures if procedure.steps]
    if not asked and not steps:
        asked = with_steps
    empty = [name for name in asked if name not in with_steps]
    if empty:
        raise NotWalkable(
            f"the procedure {quoted(empty[0])} has no steps, so there is nothing to walk through"
        )
    if not asked and not steps:
        raise NotWalkable("the plan has no procedure with steps, so there is nothing to walk through")
    return asked


def _severity(plan: Plan, severity: str | None) -> str | None:
    order = plan.severity_order()
    if severity is None:
        return order[0] if order else None
    wanted = severity.strip().casefold()
    for level in plan.severities:
        if wanted in (level.id.casefold(), *(name.casefold() for name in level.also)):
            return level.id
    _known("severity", [severity], order)
    return severity


def _walked(plan: Plan, whole: Sequence[str], path: Sequence[str]) -> list[tuple[Procedure, Step]]:
    """Steps with their procedures, in the order in which they are walked."""
    placed = {step.id: (procedure, step) for procedure, step in plan.steps()}
    inside = [step.id for name in whole for p in plan.procedures if p.id == name for step in p.steps]
    return [placed[name] for name in dict.fromkeys((*path, *inside))]


# The parts of the scenario --------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    """A title that may stand in a scenario: one line, and no mark of a variable."""
    line = " ".join(text.split()).replace("{{", "{ {")
    return line if len(line) <= _LINE else f"{line[: _LINE - 1].rstrip()}…"


def _title(plan: Plan, whole: Sequence[str], path: Sequence[str]) -> str:
    """What is walked, so that several walk-throughs of one plan can be told apart in a list."""
    titles = {procedure.id: procedure.title for procedure in plan.procedures}
    if path and not whole:
        steps = {step.id: step.title for _, step in plan.steps()}
        ends = [steps[name] for name in dict.fromkeys((path[0], path[-1]))]
        return _line(f"Walk-through: {' → '.join(ends)}")
    if whole and len(whole) <= _NAMED and not path:
        return _line(f"Walk-through: {', '.join(titles[name] for name in whole)}")
    return _line(f"Walk-through of {plan.title}")


def _name(plan: Plan, whole: Sequence[str], path: Sequence[str]) -> str:
    about = whole[0] if len(whole) == 1 and not path else path[0] if len(path) == 1 and not whole else plan.id
    return f"walk-through-{about}"[:_IDENTIFIER].rstrip("-.")


def _opening(plan: Plan) -> Iterable[str]:
    told = (
        f"A walk-through of {_line(plan.title)}, version {plan.version}: each step is gone through with the people who "
        "must do it. Change what does not fit; the keys are explained in scenarios/README.md."
    )
    yield from (f"# {line}" for line in wrapped(" ".join(told.split()), 116))
    yield ""


def _head(
    plan: Plan, name: str, title: str, walked: Sequence[tuple[Procedure, Step]]
) -> dict[str, JsonValue]:
    minutes = length_of(len(walked)) // MINUTE
    head: dict[str, JsonValue] = {
        "id": name,
        "title": title,
        "kinds": [Kind.WALKTHROUGH.value],
        "plan": plan.id,
        "length": f"{minutes}m",
    }
    roles = _owners(plan, [step for _, step in walked])
    if roles:
        head["roles"] = list(roles)
    head["briefing"] = {"rules": list(_RULES)}
    return head


def _owners(plan: Plan, steps: Iterable[Step]) -> list[str]:
    """Roles that own the steps, in the plan's order; those that the plan does not have cannot take part."""
    named = {step.role for step in steps}
    return [role.id for role in plan.roles if role.id in named]


def _objectives(
    plan: Plan, walked: Sequence[tuple[Procedure, Step]], severity: str | None
) -> Iterable[JsonValue]:
    for procedure in plan.procedures:
        steps = [step for owner, step in walked if owner.id == procedure.id]
        if not steps:
            continue
        asked = [step for step in steps if step.applies_at(severity)] or steps
        objective: dict[str, JsonValue] = {
            "id": f"verify-{procedure.id}"[:_IDENTIFIER].rstrip("-."),
            "title": _line(f"{procedure.title}: every step can be done as it is written"),
        }
        if any(step.critical for step in asked):
            objective["critical"] = True
        objective["steps"] = [step.id for step in asked]
        yield objective


def _middle(objectives: Sequence[JsonValue], severity: str | None) -> Iterable[str]:
    yield ""
    yield "# One objective for each procedure; its rating says how far the procedure can be done as it is written."
    yield from ["objectives:", *indented(listed(objectives), 2)]
    yield ""
    if severity is not None:
        yield "# The severity whose targets count."
        yield from pair("truth", {"severity": severity})
        yield ""


def _walk(
    whole: Sequence[str], path: Sequence[str], walked: Sequence[tuple[Procedure, Step]]
) -> Iterable[str]:
    """The part that the walk-through follows, with examples of what may be added."""
    yield "walkthrough:"
    if path:
        yield from indented(pair("path", list(path), USUAL.narrower(2)), 2)
    if whole:
        yield from indented(pair("procedures", list(whole), USUAL.narrower(2)), 2)
    example = next((step for _, step in walked if step.critical), walked[0][1])
    yield "  # What may be added: a situation to picture, your own questions, steps to be done for real and timed."
    yield "  # situation: It is Sunday, 03:10, and the person on call is alone."
    yield "  # questions:"
    yield f"  #   - step: {example.id}"
    yield "  #     ask: What if the usual tool is down?"
    yield "  #     points: [names the alternative, says how long it serves]"
    yield f"  # show: [{example.id}]"
