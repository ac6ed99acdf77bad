"""What the texts of a plan give away: places left to be filled in, and clauses out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trainer.core.diagnose.naming import warning
from trainer.core.plan import Plan
from trainer.core.problems import Path, Problem, quoted

_UNFILLED: Final = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b"
    r"|(?i:lorem ipsum)"
    r"|(?i:[<\[](?:insert|enter|your|add|name|title|date|number|author)\b[^<>\[\]\n]{0,60}[>\]])"
)
_CLAUSE: Final = re.compile(r"\d+(?:\.\d+)*")


def check_texts(plan: Plan) -> Iterator[Problem]:
    """Unfilled places and clauses whose numbers go back."""
    for text, path in _texts(plan):
        found = _UNFILLED.search(text)
        if found:
            message = f"{quoted(found[0])} is still to be filled in"
            yield warning("unfilled-placeholder", message, "write what belongs there, or remove it", *path)
    yield from _clauses(plan)


def _texts(plan: Plan) -> Iterator[tuple[str, Path]]:
    yield plan.title, ("title",)
    if plan.owner:
        yield plan.owner, ("owner",)
    for i, role in enumerate(plan.roles):
        yield role.title, ("roles", i, "title")
        yield from ((duty, ("roles", i, "duties", k)) for k, duty in enumerate(role.duties))
    for i, contact in enumerate(plan.contacts):
        yield contact.title, ("contacts", i, "title")
        yield contact.reach or "", ("contacts", i, "reach")
        yield contact.out_of_band or "", ("contacts", i, "out_of_band")
    for i, tool in enumerate(plan.tools):
        yield tool.alternative or "", ("tools", i, "alternative")
    for i, procedure in enumerate(plan.procedures):
        yield procedure.title, ("procedures", i, "title")
        yield procedure.purpose, ("procedures", i, "purpose")
        for j, step in enumerate(procedure.steps):
            yield step.title, ("procedures", i, "steps", j, "title")
            yield step.text, ("procedures", i, "steps", j, "text")
    for i, section in enumerate(plan.sections):
        yield section.heading, ("sections", i, "heading")
        yield section.text, ("sections", i, "text")


def _clauses(plan: Plan) -> Iterator[Problem]:
    """Numbers of clauses should rise within a procedure: where they do not, one is often mistyped."""
    for i, procedure in enumerate(plan.procedures):
        before: tuple[int, ...] = ()
        for j, step in enumerate(procedure.steps):
            if step.clause is None or not _CLAUSE.fullmatch(step.clause):
                continue
            number = tuple(int(part[:9]) for part in step.clause.split("."))
            if number < before:
                shown = ".".join(str(part) for part in before)
                message = f"the clause {quoted(step.clause)} comes after {quoted(shown)}"
                yield warning(
                    "clause-order", message, "check the numbering", "procedures", i, "steps", j, "clause"
                )
            before = number
