"""Words for writing drills: worlds that were played without a fault, and ways to spoil one of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.case import Case, GapKind, Planted
from trainer.core.commands import Command
from trainer.core.scenario import Kind

Act = tuple[str, dict[str, Any]]
Edit = tuple[str, Any]

GONE: Final = object()
"""As the value of an edit: the key or list item is taken away."""


def step(name: str, title: str, role: str | None, clock: str | None = None, /, **more: Any) -> dict[str, Any]:
    """A step; `clock` reads `first alert: 5m`, `by` holds limits per severity instead, `how` is what shows it."""
    made: dict[str, Any] = {"id": name, "title": title}
    if role is not None:
        made["role"] = role
    how, by = more.pop("how", None), more.pop("by", None)
    if clock is not None:
        anchor, _, limit = clock.partition(": ")
        made["target"] = {"from": anchor, "within": by or limit}
    if how is not None:
        made["shown_by"] = [how if isinstance(how, dict) else {"action": how}]
    return {**made, **more}


def inject(name: str, when: str, channel: str, sender: str, text: str, /, **more: Any) -> dict[str, Any]:
    """An inject; `when` is a time, `hand`, or `event+delay` after another inject; `calls` lists steps."""
    release: dict[str, Any]
    if when == "hand":
        release = {"by_hand": True}
    elif when.startswith("overdue "):
        release = {"when": {"overdue": when[8:]}}
    elif "+" in when:
        before, _, delay = when.partition("+")
        release = {"after": {"inject": before, "delay": delay}}
    else:
        release = {"at": when}
    made = {"id": name, "title": more.pop("title", name.replace("-", " ").capitalize()), "release": release}
    made |= {"channel": channel, "from": sender, "text": text}
    if calls := more.pop("calls", None):
        made["expects"] = [{"step": called} if isinstance(called, str) else called for called in calls]
    return {**made, **more}


def act(role: str, when: str, do: str, /, **more: Any) -> Act:
    """Somebody's act, `at` a time or `inject+delay`."""
    before, plus, delay = when.partition("+")
    timing = {"after": before, "delay": delay} if plus else {"at": when}
    return role, {**timing, "do": do, **more}


def gap(code: str, kind: GapKind, step: str | None = None) -> Planted:
    """A gap that belongs into the register."""
    return Planted(code, kind, step)


@dataclass(frozen=True)
class World:
    """A plan, a scenario and a team that does all of it as the plan says."""

    name: str
    plan: Mapping[str, Any]
    scenario: Mapping[str, Any]
    team: Mapping[str, Act]

    def case(
        self,
        name: str,
        story: str,
        *planted: Planted,
        team: Mapping[str, Act | None] | None = None,
        plan: Iterable[Edit] = (),
        script: Iterable[Edit] = (),
        unread: Sequence[str] = (),
        **more: Any,
    ) -> Case:
        """A drill in this world with acts exchanged (None: not done) and edits to plan and script.

        `unread` names roles that never look into the plan.
        """
        acts: dict[str, Act | None] = {**self.team, **(team or {})}
        tags = frozenset({self.name, *more.pop("tags", ())})
        controls: Sequence[tuple[str, Command]] = more.pop("controls", ())
        kind: Kind = more.pop("kind", Kind.TABLETOP)
        return Case(
            name=f"{self.name}: {name}",
            story=story,
            plan=edited(self.plan, plan),
            scenario=edited(self.scenario, script),
            team=_team(self.name, [one for one in acts.values() if one is not None], unread),
            planted=planted,
            controls=controls,
            kind=kind,
            tags=tags,
            **more,
        )


def _team(name: str, acts: Iterable[Act], unread: Sequence[str]) -> dict[str, Any]:
    members: dict[str, dict[str, Any]] = {}
    for role, one in acts:
        member = members.setdefault(role, {"role": role, "acts": []})
        if role in unread:
            member["opens_plan"] = False
        member["acts"].append(dict(one))
    return {"team": f"People of {name}", "members": list(members.values())}


def edited(data: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """A copy with edits: `contacts/maker/reach`, `step:declare/target/within`, `tools/+` to add to a list."""
    made: dict[str, Any] = copy.deepcopy(dict(data))
    for path, value in edits:
        *way, last = path.split("/")
        holder: Any = made
        for part in way:
            holder = _step_of(made, part[5:]) if part.startswith("step:") else _inside(holder, part)
        _put(holder, last, value)
    return made


def _put(holder: Any, last: str, value: Any) -> None:
    if last.startswith("step:"):
        raise KeyError("name what of the step is to change")
    if isinstance(holder, list):
        if last == "+":
            holder.append(value)
            return
        place = holder.index(_inside(holder, last))
        if value is GONE:
            del holder[place]
        else:
            holder[place] = value
    elif value is GONE:
        del holder[last]
    else:
        holder[last] = value


def _inside(holder: Any, part: str) -> Any:
    if isinstance(holder, list):
        if part.isdigit() and int(part) < len(holder):
            return holder[int(part)]
        return next(
            item for item in holder if item == part or (isinstance(item, dict) and part == item.get("id"))
        )
    if part not in holder:
        holder[part] = []
    return holder[part]


def _step_of(plan: Mapping[str, Any], name: str) -> Any:
    steps = (one for procedure in plan["procedures"] for one in procedure["steps"])
    return next(one for one in steps if one["id"] == name)


def without(name: str) -> Edit:
    """The edit that takes a top-level part out."""
    return name, GONE


def drill(day: str, *, version: str, steps: Sequence[Mapping[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """An earlier drill as the journal keeps it."""
    return {
        "exercise": f"drill-{day}",
        "title": f"Drill of {day}",
        "kind": "tabletop",
        "held": day,
        "plan_version": version,
        "steps": list(steps),
        **more,
    }


def timed(name: str, outcome: str, minutes: float, limit: float, competent: bool = True) -> dict[str, Any]:
    """How a step went in an earlier drill."""
    micros = 60 * 1_000_000
    return {
        "step": name,
        "outcome": outcome,
        "elapsed": round(minutes * micros),
        "limit": round(limit * micros),
        "competent": competent,
    }
