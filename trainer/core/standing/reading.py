"""A plan as the checks read it: looked up by name, every part with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from trainer.core.diagnose import diagnose_plan
from trainer.core.gaps.finding import quoted
from trainer.core.plan import Evidence, Plan, Procedure, Role, Step, Strength
from trainer.core.problems import Path, Problem
from trainer.core.standing.words import content

_NAME: Final = 80
_LEVELS: Final = 20
"""So many severities are looked at; no plan has more, and a file that has must not take minutes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gap is: what it is called in a statement, what it is about, and the way to it in the file."""

    subject: str
    named: str
    path: Path
    step: str | None = None
    clause: str | None = None
    role: str | None = None
    detail: str = ""
    """what a statement adds about this place"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step with its procedure and its place."""

    step: Step
    procedure: Procedure
    path: Path
    first: bool
    """Whether it is the first of its procedure."""

    @property
    def clause(self) -> str | None:
        """Where the plan says it: the step's own clause, or its procedure's."""
        return self.step.clause or self.procedure.clause

    @property
    def named(self) -> str:
        """The step's title, and the clause where there is one."""
        return titled(self.step.title, self.clause)

    def place(self, *more: str | int, subject: str | None = None) -> Place:
        """The step as the place of a gap; `more` leads on to one of its values."""
        step = self.step
        return Place(subject or step.id, self.named, (*self.path, *more), step.id, self.clause, step.role)


def titled(title: str, clause: str | None = None) -> str:
    """A title in quotation marks, and the clause where there is one."""
    return f"{quoted(title, _NAME)} (clause {clause})" if clause else quoted(title, _NAME)


@dataclass(frozen=True)
class Reading:
    """A plan that is read on a date."""

    plan: Plan
    on: date

    @cached_property
    def steps(self) -> tuple[Placed, ...]:
        """Every step, in the plan's order."""
        return tuple(
            Placed(step, procedure, ("procedures", i, "steps", j), j == 0)
            for i, procedure in enumerate(self.plan.procedures)
            for j, step in enumerate(procedure.steps)
        )

    @cached_property
    def step_by_id(self) -> Mapping[str, Placed]:
        """Steps by identifier."""
        return {placed.step.id: placed for placed in self.steps}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles by identifier."""
        return {role.id: role for role in self.plan.roles}

    @cached_property
    def leads(self) -> frozenset[str]:
        """Roles that take command."""
        return frozenset(role.id for role in self.plan.roles if role.leads)

    @cached_property
    def public(self) -> frozenset[str]:
        """Audiences outside the organisation."""
        return frozenset(item.audience for item in self.plan.communications if item.public)

    @cached_property
    def severities(self) -> tuple[str | None, ...]:
        """The levels at which limits are looked up, worst first; one that has no name where there is no scale."""
        return self.plan.severity_order()[:_LEVELS] or (None,)

    @cached_property
    def owners(self) -> frozenset[str]:
        """Roles that own a step which has to be done."""
        return frozenset(
            placed.step.role
            for placed in self.steps
            if placed.step.role is not None and placed.step.strength is not Strength.MAY
        )

    @cached_property
    def critical_owners(self) -> frozenset[str]:
        """Roles that own a critical step."""
        return frozenset(p.step.role for p in self.steps if p.step.role is not None and p.step.critical)

    @cached_property
    def critical_needs(self) -> frozenset[str]:
        """Tools and contacts that a critical step needs."""
        needs = [placed.step.needs for placed in self.steps if placed.step.critical]
        return frozenset(name for each in needs for name in (*each.tools, *each.contacts))

    @cached_property
    def means(self) -> Mapping[str, str]:
        """Titles of tools and services by identifier."""
        tools = {tool.id: tool.title for tool in self.plan.tools}
        return tools | {service.id: service.title for service in self.plan.services}

    @cached_property
    def services(self) -> frozenset[str]:
        """Services that the plan protects."""
        return frozenset(service.id for service in self.plan.services)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What cross-checks say about the plan."""
        return diagnose_plan(self.plan)

    @cached_property
    def texts(self) -> tuple[tuple[str, Path], ...]:
        """Every text of the plan with its place."""
        return tuple(_texts(self.plan.model_dump(by_alias=True, exclude_defaults=True), ()))

    @cached_property
    def repeated(self) -> tuple[tuple[Placed, Placed], ...]:
        """Steps that stand in two places: the same words for the same severity, event and condition."""
        first: dict[tuple[str, ...], Placed] = {}
        pairs = []
        for placed in self.steps:
            words = content(placed.step.title)
            other = first.setdefault(words, placed)
            if other is not placed and len(words) > 1 and self._same_moment(other.step, placed.step):
                pairs.append((other, placed))
        return tuple(pairs)

    def _same_moment(self, one: Step, two: Step) -> bool:
        if one.condition != two.condition or one.id in two.after or two.id in one.after:
            return False
        if one.target is not None and two.target is not None and one.target.from_ != two.target.from_:
            return False
        return any(one.applies_at(severity) and two.applies_at(severity) for severity in self.severities)

    def role_title(self, role: str | None) -> str:
        """What a role is called."""
        found = self.roles.get(role or "")
        return found.title if found is not None else role or "nobody"

    def shown(self) -> Iterator[tuple[Placed, Evidence]]:
        """Every act that shows a step, with the step."""
        for placed in self.steps:
            for evidence in placed.step.shown_by:
                yield placed, evidence

    def step_at(self, path: Path) -> Placed | None:
        """The step that a path leads into."""
        return self._by_path.get(path[:4])

    def at(self, path: Path, about: str, detail: str = "") -> Place:
        """A value of the plan as the place of a gap, called after the step or the entry that it belongs to."""
        placed = self.step_at(path)
        subject = f"{'.'.join(str(part) for part in path)}-{about}"
        if placed is None:
            return Place(subject, _part(path), path, detail=detail)
        step = placed.step
        return Place(subject, placed.named, path, step.id, placed.clause, step.role, detail)

    @cached_property
    def _by_path(self) -> Mapping[Path, Placed]:
        return {placed.path: placed for placed in self.steps}


def _part(path: Path) -> str:
    """A part of the plan that is no step, in words."""
    part = str(path[0]).replace("_", " ") if path else "plan"
    return (
        f"entry {path[1] + 1} of the {part}" if len(path) > 1 and isinstance(path[1], int) else f"the {part}"
    )


def _texts(value: object, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(value, str):
        yield str(value), path
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, (*path, key))
    elif isinstance(value, tuple | list):
        for index, part in enumerate(value):
            yield from _texts(part, (*path, index))
