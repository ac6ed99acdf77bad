"""The plan: an organisation's incident management procedures, as people write them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainer.core.anchors import Anchor as Anchor
from trainer.core.anchors import step_of as step_of
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.time import Duration, Micros


class Phase(StrEnum):
    """Where in an incident's life a procedure belongs."""

    DETECTION = "detection"
    CLASSIFICATION = "classification"
    CONTAINMENT = "containment"
    RESOLUTION = "resolution"
    REVIEW = "review"
    COMMUNICATION = "communication"


class Calendar(StrEnum):
    """Which time counts towards a limit."""

    CLOCK = "clock"
    OFFICE_HOURS = "office hours"
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"


class Strength(StrEnum):
    """How binding a step is."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class ActionKind(StrEnum):
    """What a participant can do; design of the seat's actions."""

    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    ASSUME_ROLE = "assume role"
    HAND_OVER = "hand over"
    PAGE = "page"
    POST_UPDATE = "post update"
    DECIDE = "decide"
    VOTE = "vote"
    DO_STEP = "do step"
    IMPROVISE = "improvise"
    REPORT_BLOCKED = "report blocked"
    ASK = "ask"
    DIAGNOSE = "diagnose"
    CONTAIN = "contain"
    VERIFY = "verify"
    RESOLVE = "resolve"


BySeverity = dict[str, Duration]


class Target(Written):
    """A time limit: anchor + limit + calendar, per severity."""

    from_: Anchor = Field(alias="from")
    within: Duration | BySeverity
    calendar: Calendar = Calendar.CLOCK

    def limit(self, severity: str | None) -> Micros | None:
        """The limit at a severity, in microseconds; None where the plan sets none for it."""
        if not isinstance(self.within, dict):
            return self.within
        return self.within.get(severity) if severity is not None else None


class Evidence(Written):
    """What shows that a step was done: an action, narrowed by whom it addresses or by words it contains."""

    action: ActionKind
    audience: Identifier | None = None
    contact: Identifier | None = None
    role: Identifier | None = None
    decision: Identifier | None = None
    phrase: Line | None = None


class Needs(Written):
    """What a step needs to be possible."""

    tools: tuple[Identifier, ...] = ()
    access: tuple[Line, ...] = ()
    contacts: tuple[Identifier, ...] = ()


class Step(Written):
    """One step of a procedure: who, by when, how it is known to be done."""

    id: Identifier
    title: Line
    text: Text = ""
    role: Identifier | None = None
    clause: Line | None = None
    strength: Strength = Strength.MUST
    critical: bool = False
    after: tuple[Identifier, ...] = ()
    condition: Line | None = None
    severities: tuple[str, ...] = ()
    target: Target | None = None
    needs: Needs = Needs()
    shown_by: tuple[Evidence, ...] = ()
    marks: Anchor | None = None

    def applies_at(self, severity: str | None) -> bool:
        """Whether the step is asked for at a severity; unknown severity counts as yes."""
        return not self.severities or severity is None or severity in self.severities


class Procedure(Written):
    """An ordered list of steps for one phase."""

    id: Identifier
    title: Line
    phase: Phase
    clause: Line | None = None
    purpose: Text = ""
    steps: tuple[Step, ...] = ()


class Severity(Written):
    """One level of the severity scale, worst first in the plan."""

    id: Identifier
    title: Line
    also: tuple[Line, ...] = ()
    criteria: tuple[Line, ...] = ()
    examples: tuple[Line, ...] = ()
    respond_within: Duration | None = None
    update_every: Duration | None = None
    pages: tuple[Identifier, ...] = ()
    forced_by: tuple[Line, ...] = ()
    may_come_down: Text = ""


class TriageRule(Written):
    """One cell of the impact x urgency table."""

    impact: Line
    urgency: Line
    severity: Identifier


class Triage(Written):
    """How impact and urgency lead to a severity, and the one sentence that triage ends in."""

    impact: dict[str, Text] = Field(default_factory=dict)
    urgency: dict[str, Text] = Field(default_factory=dict)
    rules: tuple[TriageRule, ...] = ()
    unsure: Text = ""
    statement: Line | None = None


class Role(Written):
    """A role in the response, filled by whoever is on duty; people are not part of a plan."""

    id: Identifier
    title: Line
    duties: tuple[Line, ...] = ()
    required: bool = True
    leads: bool = False
    deputies: tuple[Identifier, ...] = ()
    not_with: tuple[Identifier, ...] = ()
    engaged: Line | None = None
    longest: Duration | None = None
    handover: Text = ""


class Contact(Written):
    """Somebody who can be reached, and how when the usual way is down."""

    id: Identifier
    title: Line
    role: Identifier | None = None
    reach: Line | None = None
    out_of_band: Line | None = None
    depends_on: tuple[Identifier, ...] = ()


class Tool(Written):
    """A tool of the response: what for, who holds access, and the alternative and how long it serves."""

    id: Identifier
    title: Line
    purpose: Text = ""
    access: tuple[Identifier, ...] = ()
    alternative: Line | None = None
    alternative_serves: Duration | None = None
    depends_on: tuple[Identifier, ...] = ()


class CadenceChange(Written):
    """A different interval once some time has passed since the cadence began."""

    after: Duration
    every: Duration | BySeverity


class Cadence(Written):
    """A target that repeats until an event."""

    id: Identifier
    title: Line
    audience: Identifier
    role: Identifier
    clause: Line | None = None
    from_: Anchor = Field(alias="from")
    until: Anchor = "resolved"
    every: Duration | BySeverity
    changes: tuple[CadenceChange, ...] = ()
    also_on: tuple[Line, ...] = ()

    def interval(self, severity: str | None, running: Micros) -> Micros | None:
        """Interval in force after the cadence has been running for `running` microseconds."""
        every: int | BySeverity = self.every
        for change in self.changes:
            if running >= change.after:
                every = change.every
        if not isinstance(every, dict):
            return every
        return every.get(severity) if severity is not None else None


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


class DeadlineStage(Written):
    """One stage of an external deadline."""

    within: Duration
    what: Line


class ExternalDeadline(Written):
    """A clock that somebody outside sets, such as a regulator."""

    id: Identifier
    authority: Line
    applies_when: Line
    from_: Anchor = Field(alias="from")
    role: Identifier | None = None
    calendar: Calendar = Calendar.CLOCK
    stages: tuple[DeadlineStage, ...] = Field(min_length=1)


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


class AfterIncident(Written):
    """What closes an incident, and what is due afterwards."""

    exit_criteria: tuple[Line, ...] = ()
    closing_words: Line | None = None
    review_within: Duration | BySeverity | None = None
    review_calendar: Calendar = Calendar.BUSINESS_DAYS
    report_within: Duration | BySeverity | None = None
    metrics: tuple[Line, ...] = ()


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


class Plan(Written):
    """An incident management plan. Only `id` and `title` are required."""

    id: Identifier
    title: Line
    version: Line = "unversioned"
    owner: Line | None = None
    licence: Line | None = None
    last_reviewed: Day | None = None
    review_every: Duration | None = None
    last_tested: Day | None = None
    scope: Scope = Scope()
    severities: tuple[Severity, ...] = ()
    triage: Triage | None = None
    roles: tuple[Role, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tools: tuple[Tool, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    communications: tuple[Communication, ...] = ()
    external_deadlines: tuple[ExternalDeadline, ...] = ()
    decision_rights: tuple[DecisionRight, ...] = ()
    escalation: tuple[EscalationLevel, ...] = ()
    after_incident: AfterIncident | None = None
    services: tuple[Service, ...] = ()
    sections: tuple[Section, ...] = ()

    def steps(self) -> tuple[tuple[Procedure, Step], ...]:
        """Every step with its procedure, in the plan's order."""
        return tuple((procedure, step) for procedure in self.procedures for step in procedure.steps)

    def severity_order(self) -> tuple[str, ...]:
        """Severity identifiers, worst first."""
        return tuple(severity.id for severity in self.severities)
