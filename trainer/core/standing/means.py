"""G06, missing tool, access or resource: tools without an alternative, and owners without access."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Tool
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Placed, Reading
from trainer.core.standing.words import filled, in_words, plain, several

_CODE: Final = "G06"
_NO_ALTERNATIVE: Final = Words(
    one="{} has no alternative{detail}.",
    many="{count} tools have no alternative: {}.",
    consequence="When it is down or locked, the steps that need it stop.",
    change="Name what is used instead, for how long it serves, and who can use it.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Means that the response needs and may not have."""
    lacks = [found for i, tool in enumerate(reading.plan.tools) if (found := _tool(reading, i, tool))]
    yield from told(_CODE, "tools-without-alternative", _NO_ALTERNATIVE, lacks)
    yield from _locked_out(reading)
    yield from _stand_ins(reading)


def _tool(reading: Reading, i: int, tool: Tool) -> tuple[Place, Priority] | None:
    itself = plain(tool.alternative or "") == plain(tool.title)
    if filled(tool.alternative) and not itself:
        return None
    detail = " but itself" if itself else ""
    services = [
        quoted(service.title, 60) for service in reading.plan.services if service.id in tool.depends_on
    ]
    if services:
        detail += f" and goes down with {in_words(services)}, which it helps to restore"
    if len(set(tool.access)) == 1:
        detail += f"; {reading.role_title(tool.access[0])} alone holds access"
    weighty = services or tool.id in reading.critical_needs
    place = Place(tool.id, f"the tool {quoted(tool.title, 80)}", ("tools", i), detail=detail)
    return place, "high" if weighty else "medium"


def _needs(reading: Reading) -> Iterator[tuple[Placed, int, Tool]]:
    """Steps with an owner, and each tool that they need and whose access is written down."""
    tools = {tool.id: (i, tool) for i, tool in enumerate(reading.plan.tools) if tool.access}
    for placed in reading.steps:
        if placed.step.role is not None:
            yield from ((placed, *tools[name]) for name in placed.step.needs.tools if name in tools)


def _locked_out(reading: Reading) -> Iterator[PlanGap]:
    """Owners who hold no access to a tool that their step needs."""
    shut: dict[tuple[str, str], list[tuple[Placed, int, Tool]]] = {}
    for placed, i, tool in _needs(reading):
        if placed.step.role is not None and placed.step.role not in tool.access:
            shut.setdefault((placed.step.role, tool.id), []).append((placed, i, tool))
    for (role, name), found in shut.items():
        placed, i, tool = found[0]
        title, steps = reading.role_title(role), several([each.named for each, _, _ in found])
        yield gap(
            _CODE,
            Place(
                f"access-{role}-{name}",
                tool.title,
                ("tools", i, "access"),
                placed.step.id,
                placed.clause,
                role,
            ),
            f"{title} needs the tool {quoted(tool.title, 80)} for {steps}, but is not among those who hold access.",
            "The step stops at the login, or is done by somebody who does not own it.",
            f"Give {title} access to {quoted(tool.title, 80)} before the next incident, or the step another owner.",
            "high" if any(each.step.critical for each, _, _ in found) else "medium",
        )


def _stand_ins(reading: Reading) -> Iterator[PlanGap]:
    """Roles of whose deputies none holds access to a tool that the role's steps need."""
    shut: dict[str, dict[str, tuple[Tool, list[Placed]]]] = {}
    for placed, _, tool in _needs(reading):
        role = reading.roles.get(placed.step.role or "")
        if role is None or not role.deputies or role.id not in tool.access:
            continue
        if not set(role.deputies) & set(tool.access):
            shut.setdefault(role.id, {}).setdefault(tool.id, (tool, []))[1].append(placed)
    for i, role in enumerate(reading.plan.roles):
        if role.id not in shut:
            continue
        tools = [tool for tool, _ in shut[role.id].values()]
        steps = list({p.step.id: p for _, placed in shut[role.id].values() for p in placed}.values())
        deputies = in_words([reading.role_title(deputy) for deputy in role.deputies])
        titles = in_words([quoted(tool.title, 60) for tool in tools])
        verb = "stand" if len(role.deputies) > 1 else "stands"
        lacks = "none of them holds" if len(role.deputies) > 1 else "holds no"
        yield gap(
            _CODE,
            Place(f"access-for-{role.id}", role.title, ("roles", i, "deputies"), role=role.id),
            f"{deputies} {verb} in for {role.title}, but {lacks} access to {titles}, needed for "
            f"{several([p.named for p in steps])}.",
            f"When {role.title} is away, these steps stop although a deputy is there.",
            f"Give a deputy of {role.title} access to {titles} before the next incident.",
            "high" if any(p.step.critical for p in steps) else "medium",
        )


CHECK: Final = Check(
    _CODE,
    "a tool without an alternative, above all one that depends on a service that the plan protects, or to "
    "which one role alone holds access; a step whose owner is not among those who hold access to a tool that "
    "it needs; a role of whose deputies none is",
    find,
)
