"""Small tools for writing cases: a drill that goes well, and edits that change one thing in it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.bench.case import Case, GapKind, Planted
from trainer.core.time import parse_duration

Deed: TypeAlias = dict[str, Any]
Duties: TypeAlias = dict[str, tuple[str, Deed]]


@dataclass
class Kit:
    """Plan, scenario and what the team does; `deeds` are named so that an edit can take one out or move it."""

    plan: dict[str, Any]
    scenario: dict[str, Any]
    deeds: Duties
    by_heart: frozenset[str] = frozenset()

    def team(self) -> dict[str, Any]:
        """The team file: a member per seat."""
        members = []
        for role in self.scenario["roles"]:
            acts = [deed for doer, deed in self.deeds.values() if doer == role]
            members.append({"role": role, "opens_plan": role not in self.by_heart, "acts": acts})
        return {"team": "The shift of the day", "scenario": self.scenario["id"], "members": members}


Edit: TypeAlias = Callable[[Kit], None]
Base: TypeAlias = Callable[[], Kit]


def deed(role: str, at: str, do: str, /, **keys: Any) -> tuple[str, Deed]:
    """What a role does at an exercise time."""
    return role, {"at": at, "do": do, **keys}


def done(role: str, at: str, step: str, note: str = "") -> tuple[str, Deed]:
    """A step done by its name."""
    return deed(role, at, "do step", step=step, note=note)


def timed(anchor: str, within: str | dict[str, str]) -> dict[str, Any]:
    """A limit."""
    return {"from": anchor, "within": within}


def shown(action: str, **keys: str) -> list[dict[str, str]]:
    """What shows a step."""
    return [{"action": action, **keys}]


def inject(name: str, at: str, channel: str, sender: str, text: str, **keys: Any) -> dict[str, Any]:
    """A message at a time of the story; `expects` may be plain step names."""
    expects = [{"step": step} for step in keys.pop("expects", ())]
    title = keys.pop("title", name.replace("-", " ").capitalize())
    made = {
        "id": name,
        "title": title,
        "release": {"at": at},
        "channel": channel,
        "from": sender,
        "text": text,
    }
    return {**made, **({"expects": expects} if expects else {}), **keys}


def _named(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(item for item in items if item["id"] == name)


def _set(item: dict[str, Any], keys: Mapping[str, Any]) -> None:
    for key, value in keys.items():
        name = key.rstrip("_")
        if value is None:
            item.pop(name, None)
        else:
            item[name] = value


def _step(kit: Kit, name: str) -> dict[str, Any]:
    steps = [step for procedure in kit.plan["procedures"] for step in procedure["steps"]]
    return _named(steps, name)


# The plan ----------------------------------------------------------------------------------------------------------


def step(name: str, /, **keys: Any) -> Edit:
    """Other values in a step; None takes a key out."""
    return lambda kit: _set(_step(kit, name), keys)


def new_step(procedure: str, /, **keys: Any) -> Edit:
    """One more step at the end of a procedure."""

    def edit(kit: Kit) -> None:
        _named(kit.plan["procedures"], procedure)["steps"].append(keys)

    return edit


def no_step(name: str) -> Edit:
    """The plan does not have a step, nor does anything refer to it."""

    def edit(kit: Kit) -> None:
        for procedure in kit.plan["procedures"]:
            procedure["steps"] = [one for one in procedure["steps"] if one["id"] != name]
            for one in procedure["steps"]:
                if name in one.get("after", ()):
                    one["after"] = [other for other in one["after"] if other != name]
        kit.plan["procedures"] = [one for one in kit.plan["procedures"] if one["steps"]]
        _out_of_scope(kit, name)

    return edit


def _out_of_scope(kit: Kit, name: str) -> None:
    for objective in kit.scenario["objectives"]:
        objective["steps"] = [one for one in objective["steps"] if one != name]
    kit.scenario["objectives"] = [one for one in kit.scenario["objectives"] if one["steps"]]
    for message in kit.scenario["injects"]:
        message["expects"] = [one for one in message.get("expects", ()) if one["step"] != name]


def out_of_scope(name: str) -> Edit:
    """The scenario does not ask for a step that the plan has."""
    return lambda kit: _out_of_scope(kit, name)


def part(kind: str, name: str, /, **keys: Any) -> Edit:
    """Other values in a role, contact, tool, communication, cadence, ... of the plan."""
    return lambda kit: _set(_named(kit.plan[kind], name), keys)


def without(kind: str, name: str) -> Edit:
    """The plan lacks a role, contact, tool, communication, ..."""

    def edit(kit: Kit) -> None:
        kit.plan[kind] = [one for one in kit.plan[kind] if one["id"] != name]

    return edit


def with_one(kind: str, /, **keys: Any) -> Edit:
    """The plan has one more role, contact, tool, ..."""
    return lambda kit: kit.plan.setdefault(kind, []).append(keys)


def plan(**keys: Any) -> Edit:
    """Other values at the top of the plan."""
    return lambda kit: _set(kit.plan, keys)


# The scenario ------------------------------------------------------------------------------------------------------


def more(*messages: dict[str, Any]) -> Edit:
    """Further injects."""
    return lambda kit: kit.scenario["injects"].extend(copy.deepcopy(messages))


def message(name: str, /, **keys: Any) -> Edit:
    """Other values in an inject."""
    return lambda kit: _set(_named(kit.scenario["injects"], name), keys)


def scene(**keys: Any) -> Edit:
    """Other values at the top of the scenario."""
    return lambda kit: _set(kit.scenario, keys)


def truth(**keys: Any) -> Edit:
    """Other values in what really happened."""
    return lambda kit: _set(kit.scenario["truth"], keys)


def objective(name: str, /, **keys: Any) -> Edit:
    """Other values in an objective."""
    return lambda kit: _set(_named(kit.scenario["objectives"], name), keys)


# The team ----------------------------------------------------------------------------------------------------------


def skip(*labels: str) -> Edit:
    """Nobody does this."""

    def edit(kit: Kit) -> None:
        for label in labels:
            del kit.deeds[label]

    return edit


def move(label: str, at: str) -> Edit:
    """It is done at another time."""
    return lambda kit: kit.deeds[label][1].__setitem__("at", at)


def change(label: str, /, **keys: Any) -> Edit:
    """It is done otherwise."""
    return lambda kit: _set(kit.deeds[label][1], keys)


def by(role: str, *labels: str) -> Edit:
    """Another role does it."""

    def edit(kit: Kit) -> None:
        for label in labels:
            kit.deeds[label] = (role, kit.deeds[label][1])

    return edit


def seat(*roles: str) -> Edit:
    """One more seat in the room."""
    return lambda kit: kit.scenario["roles"].extend(roles)


def also(*deeds: tuple[str, Deed]) -> Edit:
    """What is done besides."""

    def edit(kit: Kit) -> None:
        for one in deeds:
            kit.deeds[f"extra-{len(kit.deeds)}"] = one

    return edit


def by_heart(*roles: str) -> Edit:
    """These do not look anything up."""

    def edit(kit: Kit) -> None:
        kit.by_heart = frozenset(roles or kit.scenario["roles"])

    return edit


def ballot(at: str, vote: Mapping[str, Any], **choices: tuple[str, int]) -> Edit:
    """A question that each answers alone, a minute after it was put; `choices` by role, with `_` for a dash."""

    def edit(kit: Kit) -> None:
        roles = {name.replace("_", "-"): choice for name, choice in choices.items()}
        kit.scenario.setdefault("votes", []).append({**vote, "roles": list(roles)})
        asked = inject(f"ask-{vote['id']}", at, "chat", "Exercise desk", vote["question"], vote=vote["id"])
        kit.scenario["injects"].append({**asked, "to": list(roles)})
        for role, (choice, sure) in roles.items():
            answer = {"do": "vote", "vote": vote["id"], "choice": choice, "confidence": sure}
            kit.deeds[f"vote-{role}"] = (role, {"after": asked["id"], "delay": "1m", **answer})

    return edit


def earlier(held: str, *gaps: tuple[str, GapKind, str, str], **steps: str) -> dict[str, Any]:
    """An earlier drill: gaps as (code, kind, step or subject, status of the action), and how long steps took.

    The status is `closed` or a date in the past on which the action was due; steps are `name=took/limit/outcome`.
    """
    found, actions, timings = [], [], []
    for number, (code, kind, about, status) in enumerate(gaps):
        found.append({"code": code, "kind": kind, "subject": about, "step": about})
        end = {"status": "closed", "closed": "2026-07-20"}
        state = end if status == "closed" else {"status": "assigned", "due": status}
        action = {"id": f"A-{number}", "gap": f"{code}-{about}", "action": "Mend it", "owner": "Team lead"}
        actions.append({**action, **state})
    for name, value in steps.items():
        took, limit, outcome = value.split("/")
        timings.append(
            {
                "step": name.replace("_", "-"),
                "outcome": outcome,
                "elapsed": parse_duration(took),
                "limit": parse_duration(limit),
                "competent": True,
            }
        )
    return {
        "exercise": f"drill-{held}",
        "title": "The drill before",
        "kind": "tabletop",
        "held": held,
        "plan_version": "1",
        "steps": timings,
        "gaps": found,
        "actions": actions,
    }


# Cases -------------------------------------------------------------------------------------------------------------


def gap(code: str, kind: GapKind, step: str | None = None) -> Planted:
    """What has to be found."""
    return Planted(code, kind, step)


def case(name: str, story: str, base: Base, *edits: Edit, **keys: Any) -> Case:
    """A case: a drill that goes well, edited."""
    kit = base()
    for edit in edits:
        edit(kit)
    planted: Sequence[Planted] | Planted = keys.pop("planted", ())
    given = (planted,) if isinstance(planted, Planted) else tuple(planted)
    return Case(name, story, kit.plan, kit.scenario, kit.team(), given, **keys)
