"""Parts of a plan that stand by themselves: contacts, tools, communications, decision rights, services, free text."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.time import Duration


class Contact(Written):
    """Somebody who can be reached, and how when the usual way is down; `external` is outside our organisation."""

    id: Identifier
    title: Line
    role: Identifier | None = None
    reach: Line | None = None
    out_of_band: Line | None = None
    depends_on: tuple[Identifier, ...] = ()
    external: bool = False


class Tool(Written):
    """A tool of the response: what for, who holds access, and the alternative and how long it serves."""

    id: Identifier
    title: Line
    purpose: Text = ""
    access: tuple[Identifier, ...] = ()
    alternative: Line | None = None
    alternative_serves: Duration | None = None
    depends_on: tuple[Identifier, ...] = ()


class Communication(Written):
    """One audience: what is said to it, through what, by whom, and who approves."""

    id: Identifier
    audience: Identifier
    title: Line
    channel: Line
    template: Text = ""
    author: Identifier | None = None
    approver: Identifier | None = None
    fallback: Line | None = None
    public: bool = False


class NoAnswer(Written):
    """Who may decide when nobody answers."""

    after: Duration
    role: Identifier


class DecisionRight(Written):
    """Who decides what."""

    id: Identifier
    decision: Line
    role: Identifier | None = None
    by_severity: dict[str, Identifier] = Field(default_factory=dict)
    no_answer: NoAnswer | None = None
    clause: Line | None = None


class EscalationLevel(Written):
    """One level of the ladder that is climbed until somebody acknowledges."""

    level: int = Field(ge=1, le=20)
    contact: Identifier
    acknowledge_within: Duration | None = None


class Service(Written):
    """A service that the plan protects, and how often it is drilled."""

    id: Identifier
    title: Line
    tier: int = Field(default=1, ge=1, le=9)
    tabletop_every: Duration | None = None
    simulation_every: Duration | None = None


class Section(Written):
    """Free text with a heading, kept so that a finding can quote it."""

    heading: Line
    text: Text = ""


class Scope(Written):
    """What counts as an incident here, and when another plan takes over."""

    incident: Text = ""
    problem: Text = ""
    trigger: tuple[Line, ...] = ()
    hands_over_to: tuple[Line, ...] = ()


def _iso_date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise PydanticCustomError(
                "bad-date",
                "{text}",
                {"text": f"{value[:40]!r} is not a date", "fix": "write it like 2026-03-31"},
            ) from None
    return value


Day = Annotated[
    date,
    BeforeValidator(_iso_date),
    WithJsonSchema({"type": "string", "format": "date", "description": "a date such as 2026-03-31"}),
]


class PlanChange(Written):
    """An entry of the plan's change log: what became different in a version, and what the next drill has to retest."""

    version: Line
    date: Day
    what: tuple[Line, ...] = Field(min_length=1)
    retest: tuple[Identifier, ...] = ()
    exercise: Line | None = None
