"""What a participant can do: the closed union behind the seat's forms, a team file and the evaluator's quick entry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from trainer.core.model import Identifier, Line, Text
from trainer.core.plan import ActionKind
from trainer.core.simulation import Operation
from trainer.core.time import Span


class _Action(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", coerce_numbers_to_str=True, hide_input_in_errors=True
    )


class Acknowledge(_Action):
    """Says that an alert, page or message was seen and is being handled."""

    do: Literal["acknowledge"] = "acknowledge"
    inject: Identifier | None = None


class Classify(_Action):
    """Sets or changes the severity, with the reason and the statement that triage ends in."""

    do: Literal["classify"] = "classify"
    severity: Identifier
    reason: Text = ""
    statement: Text = ""


class AssumeRole(_Action):
    """Takes a role, aloud."""

    do: Literal["assume role"] = "assume role"
    role: Identifier


class HandOver(_Action):
    """Hands a role over; `accepted` says whether the receiver confirmed it."""

    do: Literal["hand over"] = "hand over"
    role: Identifier
    to: Line | None = None
    briefed: Text = ""
    accepted: bool = True


class Page(_Action):
    """Pages or escalates to a contact, with what came of it."""

    do: Literal["page"] = "page"
    contact: Identifier
    result: Literal["answered", "no answer", "failed", "wrong person"] = "answered"
    note: Text = ""


class PostUpdate(_Action):
    """Tells an audience something, and when it will hear again."""

    do: Literal["post update"] = "post update"
    audience: Identifier
    text: Text = ""
    next_in: Span | None = None
    approved_by: Identifier | None = None


class Decide(_Action):
    """Chooses an option of a decision, with the reason."""

    do: Literal["decide"] = "decide"
    decision: Identifier
    option: Identifier
    reason: Text = ""


class CastVote(_Action):
    """Answers a vote alone; `confidence` from 1 (guess) to 5 (certain)."""

    do: Literal["vote"] = "vote"
    vote: Identifier
    choice: Line
    confidence: int | None = Field(default=None, ge=1, le=5)


class DoStep(_Action):
    """Does a step of the plan, named by its identifier."""

    do: Literal["do step"] = "do step"
    step: Identifier
    note: Text = ""


class Improvise(_Action):
    """Acts outside the plan; `instead_of` names the step it stands for, if it stands for one."""

    do: Literal["improvise"] = "improvise"
    text: Text
    instead_of: Identifier | None = None


class ReportBlocked(_Action):
    """Cannot go on, and says what is missing."""

    do: Literal["report blocked"] = "report blocked"
    missing: Line
    step: Identifier | None = None


class Ask(_Action):
    """Asks the facilitator or the room something."""

    do: Literal["ask"] = "ask"
    text: Text


class Diagnose(_Action):
    """States cause or scope, and the service it is seen in."""

    do: Literal["diagnose"] = "diagnose"
    cause: Text
    service: Identifier | None = None


class Contain(_Action):
    """Decides on and starts a measure that stops the damage."""

    do: Literal["contain"] = "contain"
    measure: Text
    reason: Text = ""


class Verify(_Action):
    """Confirms with evidence that a measure works or that service is back."""

    do: Literal["verify"] = "verify"
    what: Text
    evidence: Text = ""


class Resolve(_Action):
    """Declares the incident resolved."""

    do: Literal["resolve"] = "resolve"
    statement: Text = ""


class Operate(_Action):
    """Does something to the system of a simulation.

    `value` is what the operation needs beside service and region: a version, a flag with on or off, a number of
    replicas, a share of the traffic, an address, a backup.
    """

    do: Literal["operate"] = "operate"
    operation: Operation
    service: Identifier | None = None
    region: Identifier | None = None
    value: Line | None = None
    reason: Text = ""


class Look(_Action):
    """Looks something up in the system of a simulation, which takes its time."""

    do: Literal["look"] = "look"
    at: Literal["logs", "deployments", "configuration", "backups", "access"]
    service: Identifier | None = None
    search: Line | None = None


WalkAnswer = Literal["confirmed", "unclear", "wrong", "missing", "blocked"]


class AnswerStep(_Action):
    """Answers a question about a step that is walked through; `takes` is how long the step takes, as stated.

    `question` is one of `core.walk.questions`: owner, place, means, contact, time, proof, or `asked-1` and so on for
    the scenario's own.
    """

    do: Literal["answer"] = "answer"
    step: Identifier
    question: Identifier
    answer: WalkAnswer
    note: Text = ""
    takes: Span | None = None


class ShowStep(_Action):
    """Begins or ends doing a step for real in a walk-through; the time between is measured."""

    do: Literal["show"] = "show"
    step: Identifier
    now: Literal["begun", "done", "failed", "stopped"]
    note: Text = ""


Action = Annotated[
    Acknowledge
    | Classify
    | AssumeRole
    | HandOver
    | Page
    | PostUpdate
    | Decide
    | CastVote
    | DoStep
    | Improvise
    | ReportBlocked
    | Ask
    | Diagnose
    | Contain
    | Verify
    | Resolve
    | Operate
    | Look
    | AnswerStep
    | ShowStep,
    Field(discriminator="do"),
]


def kind_of(action: Action) -> ActionKind:
    """The kind of an action, as the plan's `shown_by` names it."""
    return ActionKind(action.do)


def words_of(action: Action) -> str:
    """Everything a participant wrote in an action, for matching phrases and for the feed."""
    texts = (value for name, value in action if isinstance(value, str) and name != "do")
    return " ".join(text for text in texts if text)


def words_of_operation(action: Operate) -> str:
    """An operation in words: `roll back checkout (417)`."""
    where = " in ".join(part for part in (action.service, action.region) if part)
    value = f" ({action.value})" if action.value else ""
    return f"{action.operation.value} {where}".strip() + value
