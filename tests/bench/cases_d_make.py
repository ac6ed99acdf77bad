"""Words in which the cases of this family are written: a world, and what is different from it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from tests.bench.case import Case, GapKind, Planted

Values = dict[str, Any]
Changes = Mapping[str, Any]
GONE: Final = object()
"""As the value of a change: the place is taken out."""


@dataclass(frozen=True)
class World:
    """A plan, a scenario on it, and a team that does everything as the plan says: acts by name."""

    plan: Values
    scenario: Values
    acts: dict[str, Values]


def world(plan: str, scenario: str, acts: str) -> World:
    """A world from three texts."""
    return World(yaml.safe_load(plan), yaml.safe_load(scenario), yaml.safe_load(acts))


def _step(plan: Values, name: str) -> tuple[list[Values], int]:
    for procedure in plan["procedures"]:
        for place, step in enumerate(procedure["steps"]):
            if step["id"] == name:
                return procedure["steps"], place
    raise KeyError(name)


def _place(holder: Any, key: str) -> Any:
    if not isinstance(holder, list):
        return key
    if key == "+":
        return key
    names = [str(item["id"]) if isinstance(item, dict) and "id" in item else str(item) for item in holder]
    return names.index(key)


def _changed(values: Values, changes: Changes) -> Values:
    """A copy with changes. A path goes through keys and identifiers; `step` finds a step, `+` appends."""
    made = copy.deepcopy(values)
    for path, value in changes.items():
        keys = path.split("/")
        holder: Any = made
        place: Any
        if keys[0] == "step":
            steps, at = _step(made, keys[1])
            holder, keys = (steps[at], keys[2:]) if len(keys) > 2 else (steps, keys[1:])
        *way, last = keys
        for key in way:
            if isinstance(holder, dict) and key not in holder:
                holder[key] = {}
            holder = holder[_place(holder, key)]
        place = _place(holder, last)
        if value is GONE:
            del holder[place]
        elif place == "+":
            holder.extend(copy.deepcopy(value) if isinstance(value, list) else [copy.deepcopy(value)])
        else:
            holder[place] = copy.deepcopy(value)
    return made


def _acts(given: Mapping[str, Values], changes: Mapping[str, Values | None]) -> dict[str, Values]:
    """The acts with some changed, added or (None) left out; a key set to None is left out of its act."""
    acts = copy.deepcopy(dict(given))
    for name, change in changes.items():
        if change is None:
            del acts[name]
            continue
        act = {**acts.get(name, {}), **change}
        if "after" in change:
            act.pop("at", None)
        acts[name] = {key: value for key, value in act.items() if value is not None}
    return acts


def _team(acts: Mapping[str, Values], roles: Sequence[str], closed: Sequence[str]) -> Values:
    members = []
    for role in roles:
        own = [
            {key: value for key, value in act.items() if key != "who"}
            for act in acts.values()
            if act["who"] == role
        ]
        members.append({"role": role, "opens_plan": role not in closed, "acts": own})
    return {"team": "The room", "members": members}


@dataclass(frozen=True)
class Twist:
    """How a case differs from its world."""

    acts: Mapping[str, Values | None] | None = None
    plan: Changes | None = None
    scenario: Changes | None = None
    closed: Sequence[str] = ()


def case(
    base: World, name: str, story: str, *planted: Planted, twist: Twist | None = None, **rest: Any
) -> Case:
    """A case that is the world but for the twist; `rest` are further fields of the case."""
    change = twist or Twist()
    scenario = _changed(base.scenario, change.scenario or {})
    acts = _acts(base.acts, change.acts or {})
    return Case(
        name=name,
        story=story,
        plan=_changed(base.plan, change.plan or {}),
        scenario=scenario,
        team=_team(acts, scenario["roles"], change.closed),
        planted=planted,
        **rest,
    )


def gap(code: str, kind: GapKind, step: str | None = None) -> Planted:
    """A gap that a fair reader wants in the register."""
    return Planted(code, kind, step)


def earlier(held: str, steps: Sequence[Values] = (), **rest: Any) -> Values:
    """An earlier drill on the same plan."""
    return {
        "exercise": f"drill-{held}",
        "title": "The drill before",
        "kind": "tabletop",
        "held": held,
        "plan_version": rest.pop("version", "3"),
        "steps": list(steps),
        **rest,
    }


def timed(step: str, minutes: float, limit: float) -> Values:
    """A step that a competent team took some minutes for in an earlier drill."""
    return {
        "step": step,
        "outcome": "on time" if minutes <= limit else "late",
        "elapsed": round(minutes * 60_000_000),
        "limit": round(limit * 60_000_000),
        "competent": True,
    }


def ballot(who: str, at: str, vote: str, choice: str, confidence: int) -> Values:
    """A vote cast alone, from 1 (a guess) to 5 (certain)."""
    return {"who": who, "at": at, "do": "vote", "vote": vote, "choice": choice, "confidence": confidence}
