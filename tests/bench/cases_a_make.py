"""Small words for writing cases: a clean drill as a base, and what is different in a variation of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.case import Case, Planted
from trainer.core.time import parse_duration

Values = dict[str, Any]
Timed = tuple[str, str, Values]


@dataclass(frozen=True)
class Base:
    """A drill that goes as its plan says. `acts`: by a short name the time, the role and the act."""

    plan: Values
    scenario: Values
    acts: dict[str, Timed]


def vary(base: Base, name: str, story: str, *planted: Planted, **changes: Any) -> Case:
    """A base with changes.

    `plan` and `scenario` change top-level keys, lists of things with identifiers by identifier (None takes out);
    `steps` changes steps wherever they stand (`into` names the procedure of a new one); `acts` changes the team: None
    takes an act out, a time moves it, a mapping changes its keys, a triple puts one in. `closed`: roles that never open
    the plan. Everything else is handed to the case as it is.
    """
    plan, scenario = copy.deepcopy(base.plan), copy.deepcopy(base.scenario)
    _change(plan, changes.pop("plan", {}))
    _change_steps(plan, changes.pop("steps", {}))
    _change(scenario, changes.pop("scenario", {}))
    _forget_missing(plan, scenario)
    acts, closed = changes.pop("acts", {}), changes.pop("closed", ())
    team = team_of(_acts(base.acts, acts), closed)
    return Case(name, story, plan, scenario, team, planted, **changes)


def team_of(acts: Mapping[str, Timed], closed: tuple[str, ...] = ()) -> Values:
    """A team file from timed acts."""
    roles = dict.fromkeys(role for _, role, _ in acts.values())
    ordered = sorted(acts.values(), key=lambda act: parse_duration(act[0]))
    members = [
        {
            "role": role,
            "opens_plan": role not in closed,
            "acts": [{"at": at, **act} for at, who, act in ordered if who == role],
        }
        for role in roles
    ]
    return {"team": "The team of the case", "members": members}


def _acts(known: Mapping[str, Timed], changes: Mapping[str, Any]) -> dict[str, Timed]:
    acts = dict(known)
    for name, change in changes.items():
        if change is None:
            del acts[name]
        elif isinstance(change, str):
            acts[name] = (change, *acts[name][1:])
        elif isinstance(change, dict):
            at, role, act = acts[name]
            acts[name] = (at, role, {**act, **change})
        else:
            acts[name] = change
    return acts


def _change(holder: Values, changes: Mapping[str, Any]) -> None:
    for key, change in changes.items():
        if change is None:
            holder.pop(key, None)
        elif isinstance(change, dict) and isinstance(holder.get(key), list):
            _change_list(holder[key], change)
        elif isinstance(change, dict) and isinstance(holder.get(key), dict):
            _change(holder[key], change)
        else:
            holder[key] = change


def _change_list(items: list[Values], changes: Mapping[str, Any]) -> None:
    for name, change in changes.items():
        found = next((item for item in items if item["id"] == name), None)
        if change is None:
            items[:] = [item for item in items if item["id"] != name]
        elif found is not None:
            _change(found, change)
        else:
            items.append({"id": name, **change})


def _change_steps(plan: Values, changes: Mapping[str, Any]) -> None:
    home = {step["id"]: procedure for procedure in plan["procedures"] for step in procedure["steps"]}
    procedures = {procedure["id"]: procedure for procedure in plan["procedures"]}
    for name, change in changes.items():
        if name in home:
            _change_list(home[name]["steps"], {name: change})
        else:
            new = dict(change)
            procedures[new.pop("into")]["steps"].append({"id": name, **new})


def _forget_missing(plan: Values, scenario: Values) -> None:
    """A step that the plan does not have cannot be expected."""
    known = {step["id"] for procedure in plan["procedures"] for step in procedure["steps"]}
    for objective in scenario["objectives"]:
        objective["steps"] = [step for step in objective["steps"] if step in known]
    for inject in scenario["injects"]:
        inject["expects"] = [entry for entry in inject.get("expects", ()) if entry["step"] in known]


def rule(name: str, clause: str, title: str, role: str | None, **more: Any) -> Values:
    """A step of a plan; `frm` and `within` make its target, `shown` is the act that shows it."""
    step: Values = {"id": name, "clause": clause, "title": title}
    if role is not None:
        step["role"] = role
    if "within" in more:
        step["target"] = {"from": more.pop("frm"), "within": more.pop("within")}
    if "shown" in more:
        step["shown_by"] = [more.pop("shown")]
    return {**step, **more}


def news(name: str, at: str, channel: str, sender: str, text: str, **more: Any) -> Values:
    """An inject; `calls` lists the steps that it calls for."""
    calls = more.pop("calls", ())
    return {
        "id": name,
        "title": text.split(".")[0][:60],
        "release": {"at": at},
        "channel": channel,
        "from": sender,
        "text": text,
        "expects": [{"step": step} for step in calls],
        **more,
    }


def ack(inject: str | None = None) -> Values:
    return {"do": "acknowledge", "inject": inject} if inject else {"do": "acknowledge"}


def rate(severity: str, reason: str) -> Values:
    return {"do": "classify", "severity": severity, "reason": reason}


def take(role: str) -> Values:
    return {"do": "assume role", "role": role}


def hand(role: str, to: str, briefed: str, accepted: bool = True) -> Values:
    return {"do": "hand over", "role": role, "to": to, "briefed": briefed, "accepted": accepted}


def page(contact: str, result: str = "answered", note: str = "") -> Values:
    return {"do": "page", "contact": contact, "result": result, "note": note}


def tell(audience: str, text: str, next_in: str | None = None, by: str | None = None) -> Values:
    act: Values = {"do": "post update", "audience": audience, "text": text}
    if next_in:
        act["next_in"] = next_in
    if by:
        act["approved_by"] = by
    return act


def pick(decision: str, option: str, reason: str) -> Values:
    return {"do": "decide", "decision": decision, "option": option, "reason": reason}


def vote(name: str, choice: str, confidence: int) -> Values:
    return {"do": "vote", "vote": name, "choice": choice, "confidence": confidence}


def does(step: str, note: str) -> Values:
    return {"do": "do step", "step": step, "note": note}


def outside(text: str, instead_of: str | None = None) -> Values:
    act: Values = {"do": "improvise", "text": text}
    return {**act, "instead_of": instead_of} if instead_of else act


def stuck(missing: str, step: str | None = None) -> Values:
    act: Values = {"do": "report blocked", "missing": missing}
    return {**act, "step": step} if step else act


def asks(text: str) -> Values:
    return {"do": "ask", "text": text}


def finds(cause: str) -> Values:
    return {"do": "diagnose", "cause": cause}


def measure(what: str, reason: str) -> Values:
    return {"do": "contain", "measure": what, "reason": reason}


def checks(what: str, evidence: str) -> Values:
    return {"do": "verify", "what": what, "evidence": evidence}


def ends(statement: str) -> Values:
    return {"do": "resolve", "statement": statement}


def earlier(
    held: str, version: str, *, steps: tuple[Values, ...], gap: Values | None, action: Values | None
) -> Values:
    """An earlier drill as the journal keeps it."""
    return {
        "exercise": f"drill-{held}",
        "title": "The drill before",
        "kind": "tabletop",
        "held": held,
        "plan_version": version,
        "steps": steps,
        "gaps": (gap,) if gap else (),
        "actions": (action,) if action else (),
    }


def went(base: Base, **other: Values) -> tuple[Values, ...]:
    """How a base's steps went in an earlier drill: on time, but for those that are named (with `_` for `-`)."""
    names = [step["id"] for procedure in base.plan["procedures"] for step in procedure["steps"]]
    odd = {name.replace("_", "-"): how for name, how in other.items()}
    fine = {"outcome": "on time", "competent": True}
    return tuple({"step": name, **odd.pop(name, fine)} for name in names) + tuple(
        {"step": name, **how} for name, how in odd.items()
    )
