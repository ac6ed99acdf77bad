"""Small words for writing drills: a world that runs well, and the twists that are put into it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from tests.bench.case import Case, Planted
from trainer.core.commands import Command

Values = dict[str, Any]
Edit = Callable[[Values], None]


@dataclass(frozen=True)
class World:
    """A plan, a scenario and what a good team does: act label to role and act."""

    plan: Values
    scenario: Values
    acts: Mapping[str, tuple[str, Values]]


class Twist(TypedDict, total=False):
    """What is different from the world that runs well."""

    plan: Sequence[Edit]
    scenario: Sequence[Edit]
    acts: Mapping[str, tuple[str, Values] | Values | None]
    unopened: Sequence[str]
    controls: Sequence[tuple[str, Command]]
    earlier: Sequence[Values]
    debatable: tuple[str, ...]


def drill(world: World, name: str, story: str, *planted: Planted, **twist: Unpack[Twist]) -> Case:
    """A case: the world with a twist, and what belongs into the register because of it."""
    plan, scenario = copy.deepcopy(world.plan), copy.deepcopy(world.scenario)
    for change in twist.get("plan", ()):
        change(plan)
    for change in twist.get("scenario", ()):
        change(scenario)
    return Case(
        name=name,
        story=story,
        plan=plan,
        scenario=scenario,
        team=_team(world, scenario, twist),
        planted=planted,
        debatable=twist.get("debatable", ()),
        controls=twist.get("controls", ()),
        earlier=twist.get("earlier", ()),
    )


def _team(world: World, scenario: Values, twist: Twist) -> Values:
    acts = dict(world.acts)
    for label, change in twist.get("acts", {}).items():
        if change is None:
            del acts[label]
        elif isinstance(change, tuple):
            acts[label] = change
        else:
            role, act = acts[label]
            acts[label] = (role, {**act, **change})
    unopened = set(twist.get("unopened", ()))
    members = [
        {
            "role": role,
            "opens_plan": role not in unopened,
            "acts": [a for who, a in acts.values() if who == role],
        }
        for role in scenario["roles"]
    ]
    return {"team": "The shift of the day", "members": members}


def top(**values: Any) -> Edit:
    """Set keys of the document; None takes one away."""
    return lambda data: _update(data, values)


def entry(kind: str, name: str, /, **values: Any) -> Edit:
    """Set keys of one entry of a list."""
    return lambda data: _update(_find(data[kind], name), values)


def add(kind: str, *items: Values) -> Edit:
    """Add entries to a list."""
    return lambda data: data.setdefault(kind, []).extend(copy.deepcopy(items))


def drop(kind: str, *names: str) -> Edit:
    """Take entries out of a list."""

    def change(data: Values) -> None:
        data[kind] = [item for item in data[kind] if item["id"] not in names]

    return change


def step(name: str, /, **values: Any) -> Edit:
    """Set keys of a step of the plan."""
    return lambda data: _update(_find([s for p in data["procedures"] for s in p["steps"]], name), values)


def drop_step(name: str) -> Edit:
    """Take a step out of the plan."""

    def change(data: Values) -> None:
        for procedure in data["procedures"]:
            procedure["steps"] = [s for s in procedure["steps"] if s["id"] != name]

    return change


def unasked(name: str) -> Edit:
    """Take a step out of all that a scenario asks for."""

    def change(data: Values) -> None:
        for objective in data["objectives"]:
            objective["steps"] = [s for s in objective["steps"] if s != name]
        for inject in data["injects"]:
            inject["expects"] = [e for e in inject.get("expects", ()) if e["step"] != name]

    return change


def inject(name: str, at: str, to: str, text: str, /, **more: Any) -> Values:
    """A message at a time of the story; `to` names roles apart by a blank, `asks` steps of the plan."""
    asks = more.pop("asks", "")
    base: Values = {
        "id": name,
        "title": more.pop("title", name.replace("-", " ").capitalize()),
        "release": more.pop("release", {"at": at}),
        "channel": more.pop("channel", "chat"),
        "from": more.pop("sender", "The floor"),
        "to": to.split(),
        "text": text,
        "expects": [{"step": one} for one in asks.split()],
    }
    return {**base, **more}


def act(role: str, at: str, do: str, /, **more: Any) -> tuple[str, Values]:
    """What a role does at a time of the exercise."""
    return role, {"at": at, "do": do, **more}


def before(held: str, /, **parts: Any) -> Values:
    """An earlier drill on the same plan, held on a day."""
    base = {"exercise": f"drill-{held}", "title": "An earlier drill", "kind": "tabletop", "held": held}
    return {**base, "plan_version": "earlier", **parts}


def found(code: str, kind: str, where: str) -> Values:
    """A gap about a step that an earlier drill told."""
    return {"code": code, "kind": kind, "subject": where, "step": where}


def _find(items: Sequence[Values], name: str) -> Values:
    return next(item for item in items if item["id"] == name)


def _update(data: Values, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if value is None:
            data.pop(key, None)
        else:
            data[key.rstrip("_")] = value
