"""The scenario: the script of an exercise, as people write it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from trainer.core.anchors import Anchor
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.script_parts import After as After
from trainer.core.script_parts import Channel as Channel
from trainer.core.script_parts import Condition as Condition
from trainer.core.script_parts import Difficulty as Difficulty
from trainer.core.script_parts import Expected as Expected
from trainer.core.script_parts import Kind as Kind
from trainer.core.script_parts import Question as Question
from trainer.core.script_parts import Release as Release
from trainer.core.simulation import Simulation as Simulation
from trainer.core.time import Duration


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
    kinds: tuple[Kind, ...] = ()
    """kinds of exercise in which it plays; without, all that the scenario declares"""
    starts: Identifier | None = None
    """the fault of the simulation that begins with it"""
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


class WalkQuestion(Written):
    """A question asked about one step of a procedure that is walked through, beside those asked about every step."""

    step: Identifier
    ask: Line
    points: tuple[Line, ...] = ()


class Walkthrough(Written):
    """What a walk-through follows, and what is asked on the way.

    `procedures` are walked whole, in their order; `path` names single steps across several procedures instead. In the
    steps of `show` the role-holder does the step for real, and it is timed.
    """

    procedures: tuple[Identifier, ...] = ()
    path: tuple[Identifier, ...] = ()
    situation: Text = ""
    questions: tuple[WalkQuestion, ...] = ()
    show: tuple[Identifier, ...] = ()


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Variable = Annotated[str, BeforeValidator(_plain), WithJsonSchema({"type": ["string", "number", "boolean"]})]
EVERYONE: Final = "everyone"
NOBODY: Final = "nobody"
"""Addressee of an inject that no role receives: something that happens to the system."""


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
