"""The scenario: the script of an exercise, as people write it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.plan import Anchor
from trainer.core.time import Duration


class Kind(StrEnum):
    """The three kinds of exercise (NIST SP 800-53r5 IR-3, CP-4)."""

    TABLETOP = "tabletop"
    WALKTHROUGH = "walk-through"
    SIMULATION = "simulation"


class Channel(StrEnum):
    """How an inject reaches people."""

    ALERT = "alert"
    PAGE = "page"
    TICKET = "ticket"
    CHAT = "chat"
    MAIL = "mail"
    PHONE = "phone"
    STATUS_PAGE = "status page"
    NEWS = "news"
    SOCIAL = "social"
    DASHBOARD = "dashboard"


class Difficulty(StrEnum):
    """How demanding a scenario is for a team that knows its plan."""

    INTRODUCTORY = "introductory"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Condition(Written):
    """One statement about the exercise so far; exactly one key.

    `done` and `overdue` name a plan step, `delivered` an inject, `chose` a decision's option as `decision/option`,
    `severity` the severity in force, `reached` an anchor event, `from_time` the scenario time.
    """

    done: Identifier | None = None
    overdue: Identifier | None = None
    delivered: Identifier | None = None
    chose: Line | None = None
    severity: Line | None = None
    reached: Anchor | None = None
    from_time: Duration | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.model_fields_set) != 1:
            keys = "done, overdue, delivered, chose, severity, reached, from_time, all, any, not"
            raise PydanticCustomError(
                "bad-condition",
                "a condition has exactly one key",
                {"fix": f"choose one of {keys}; join with all or any"},
            )
        return self

    def parts(self) -> Iterator[Condition]:
        """This condition and every one inside it."""
        yield self
        for inner in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from inner.parts()


class After(Written):
    """An event that an inject follows: exactly one of `inject`, `step`, `chose` or `reached`, plus a delay."""

    inject: Identifier | None = None
    step: Identifier | None = None
    chose: Line | None = None
    reached: Anchor | None = None
    delay: Duration = 0

    @model_validator(mode="after")
    def _one_event(self) -> Self:
        if sum(value is not None for value in (self.inject, self.step, self.chose, self.reached)) != 1:
            raise PydanticCustomError(
                "bad-release",
                "`after` names exactly one event",
                {"fix": "give one of inject, step, chose or reached"},
            )
        return self


class Release(Written):
    """When an inject is due: `at` a scenario time, `after` an event, `when` a condition holds, or `by_hand`."""

    at: Duration | None = None
    after: After | None = None
    when: Condition | None = None
    by_hand: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.at is not None, self.after is not None, self.when is not None, self.by_hand)
        if sum(ways) != 1:
            raise PydanticCustomError(
                "bad-release",
                "an inject is released in exactly one way",
                {"fix": "give one of at, after, when or by_hand: true"},
            )
        return self


class Expected(Written):
    """An expected action: a step of the plan that an inject calls for.

    The plan gives owner, clock and limit. `within` adds a limit, counted from the inject's delivery, for a step to
    which the plan gives none; it never replaces the plan's own target.
    """

    step: Identifier
    within: Duration | None = None
    note: Text = ""


class Question(Written):
    """Something to discuss, and the points that a good answer touches."""

    ask: Line
    points: tuple[Line, ...] = ()


class Attachment(Written):
    """Text that comes with an inject, such as a log excerpt or a table of figures."""

    title: Line
    text: Text


class Inject(Written):
    """A scripted event that reaches one or more roles; roles that it makes `absent` cannot be reached from then on."""

    id: Identifier
    title: Line
    release: Release
    channel: Channel
    from_: Line = Field(alias="from")
    to: tuple[Identifier, ...] = ()
    text: Text
    attachments: tuple[Attachment, ...] = ()
    expects: tuple[Expected, ...] = ()
    questions: tuple[Question, ...] = ()
    hints: tuple[Line, ...] = ()
    contingency_for: Identifier | None = None
    branch: Identifier | None = None
    decision: Identifier | None = None
    vote: Identifier | None = None
    marks: tuple[Anchor, ...] = ()
    absent: tuple[Identifier, ...] = ()
    note: Text = ""


class Consequence(Written):
    """What follows from an option: words for those who decided, and injects that become due."""

    text: Text = ""
    releases: tuple[Identifier, ...] = ()
    skips: tuple[Identifier, ...] = ()
    delay: Duration = 0


class Option(Written):
    """One answer to a decision's question.

    Deciding closes the step that the decision stands for, unless the option `leaves_step_open`: choosing to delete
    the traces is a decision, but it does not preserve them.
    """

    id: Identifier
    text: Line
    plan_calls_for: bool = False
    leaves_step_open: bool = False
    consequence: Consequence = Consequence()


class Decision(Written):
    """A choice the team must make; opened by the inject that names it."""

    id: Identifier
    question: Line
    role: Identifier | None = None
    step: Identifier | None = None
    options: tuple[Option, ...] = Field(min_length=2)
    time_limit: Duration | None = None
    default: Identifier | None = None

    def option(self, name: str) -> Option | None:
        """The option with an identifier, or None."""
        return next((option for option in self.options if option.id == name), None)


class Vote(Written):
    """A question that every participant answers alone."""

    id: Identifier
    question: Line
    about: Literal["severity", "decision", "ownership", "other"] = "other"
    options: tuple[Line, ...] = Field(min_length=2)
    roles: tuple[Identifier, ...] = ()
    truth: Line | None = None
    step: Identifier | None = None


class Branch(Written):
    """A path of the story: its injects play only once its condition has held."""

    id: Identifier
    title: Line
    when: Condition


class Objective(Written):
    """What the exercise is to show, in terms of the plan's steps.

    `achieved_when` says what must hold at the end of play, whatever was done for it.
    """

    id: Identifier
    title: Line
    capability: Line | None = None
    critical: bool = False
    steps: tuple[Identifier, ...] = Field(min_length=1)
    achieved_when: Condition | None = None


class Briefing(Written):
    """What participants are told before play begins."""

    situation: Text = ""
    rules: tuple[Line, ...] = ()
    assumptions: tuple[Line, ...] = ()


class Truth(Written):
    """What really happened; never shown to participants before the end.

    `external_deadlines` are clocks that others set and that the incident starts: identifiers of the plan's own, or
    words where the plan may know none.
    """

    severity: Identifier | None = None
    cause: Text = ""
    affected: Text = ""
    onset: Duration = 0
    external_deadlines: tuple[Line, ...] = ()


class Simulation(Written):
    """What a simulation runs on; read by the simulation engine, kept as written here."""

    services: tuple[dict[str, object], ...] = ()
    faults: tuple[dict[str, object], ...] = ()
    recovered_when: Text = ""


class WalkQuestion(Written):
    """A question asked about one step of a procedure that is walked through."""

    step: Identifier
    ask: Line


class Walkthrough(Written):
    """Which procedures a walk-through follows, and what is asked on the way."""

    procedures: tuple[Identifier, ...] = ()
    questions: tuple[WalkQuestion, ...] = ()


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Variable = Annotated[str, BeforeValidator(_plain), WithJsonSchema({"type": ["string", "number", "boolean"]})]
EVERYONE: Final = "everyone"


class Scenario(Written):
    """A scenario: one script for tabletop, walk-through and simulation."""

    id: Identifier
    title: Line
    version: Line = "1"
    author: Line | None = None
    licence: Line | None = None
    summary: Text = ""
    kinds: tuple[Kind, ...] = Field(default=(Kind.TABLETOP,), min_length=1)
    plan: Identifier | None = None
    service: Identifier | None = None
    difficulty: Difficulty = Difficulty.INTERMEDIATE
    length: Duration
    roles: tuple[Identifier, ...] = ()
    objectives: tuple[Objective, ...] = ()
    briefing: Briefing = Briefing()
    facilitator_notes: Text = ""
    variables: dict[str, Variable] = Field(default_factory=dict)
    injects: tuple[Inject, ...] = ()
    decisions: tuple[Decision, ...] = ()
    branches: tuple[Branch, ...] = ()
    votes: tuple[Vote, ...] = ()
    hot_wash: tuple[Question, ...] = ()
    truth: Truth = Truth()
    simulation: Simulation | None = None
    walkthrough: Walkthrough | None = None
