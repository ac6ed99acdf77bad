"""The plan: an organisation's incident management procedures, as people write them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from trainer.core.anchors import Anchor as Anchor
from trainer.core.anchors import step_of as step_of
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.plan_parts import Communication as Communication
from trainer.core.plan_parts import Contact as Contact
from trainer.core.plan_parts import Day as Day
from trainer.core.plan_parts import DecisionRight as DecisionRight
from trainer.core.plan_parts import EscalationLevel as EscalationLevel
from trainer.core.plan_parts import NoAnswer as NoAnswer
from trainer.core.plan_parts import PlanChange as PlanChange
from trainer.core.plan_parts import Scope as Scope
from trainer.core.plan_parts import Section as Section
from trainer.core.plan_parts import Service as Service
from trainer.core.plan_parts import Tool as Tool
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
    OPERATE = "operate"
    LOOK = "look"
    ANSWER = "answer"
    SHOW = "show"


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


class AfterIncident(Written):
    """What closes an incident, and what is due afterwards."""

    exit_criteria: tuple[Line, ...] = ()
    closing_words: Line | None = None
    review_within: Duration | BySeverity | None = None
    review_calendar: Calendar = Calendar.BUSINESS_DAYS
    report_within: Duration | BySeverity | None = None
    metrics: tuple[Line, ...] = ()


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
    changes: tuple[PlanChange, ...] = ()

    def steps(self) -> tuple[tuple[Procedure, Step], ...]:
        """Every step with its procedure, in the plan's order."""
        return tuple((procedure, step) for procedure in self.procedures for step in procedure.steps)

    def severity_order(self) -> tuple[str, ...]:
        """Severity identifiers, worst first."""
        return tuple(severity.id for severity in self.severities)
