"""What can be sent to a seat or to the room display: the closed union of items, and nothing else."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from trainer.core.actions import Action
from trainer.core.scenario import Channel
from trainer.core.time import Micros


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    elapsed: Micros


class Briefed(_Item):
    """The seat is taken: what participants are told before play."""

    type: Literal["briefed"] = "briefed"
    exercise: str
    kind: str
    situation: str
    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


class Shown(BaseModel):
    """A text that came with a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    text: str


class Asked(BaseModel):
    """A decision or a vote that is put to the seat: question and options, nothing about what they lead to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["decision", "vote"]
    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    time_limit: Micros | None = None


class Received(_Item):
    """A message arrived."""

    type: Literal["received"] = "received"
    inject: str
    channel: Channel
    sender: str
    to: tuple[str, ...]
    title: str
    text: str
    attachments: tuple[Shown, ...] = ()
    asked: tuple[Asked, ...] = ()


class Withdrawn(_Item):
    """A message that was sent by mistake."""

    type: Literal["withdrawn"] = "withdrawn"
    inject: str


class TakenBack(_Item):
    """An act that was recorded by mistake, and the decision or the vote that is open again by it, if any."""

    type: Literal["taken back"] = "taken back"
    seq: int
    by: str
    asked: str = ""


class HintHeard(_Item):
    """The facilitator said something to help."""

    type: Literal["hint heard"] = "hint heard"
    text: str


class ClockShown(_Item):
    """The clock started, stopped or changed its speed; `elapsed` is its reading, None means as before."""

    type: Literal["clock shown"] = "clock shown"
    status: Literal["running", "paused", "ended"] | None = None
    speed: int | None = None


Said = Literal[
    "update",
    "role",
    "handover",
    "severity",
    "decision",
    "containment",
    "resolved",
    "operation",
    "operation ended",
    "operation failed",
    "answer",
    "showing",
]


class Announced(_Item):
    """Something a role did in front of everyone: an update, a role taken, a severity, a decision."""

    type: Literal["announced"] = "announced"
    by: str
    what: Said
    text: str
    subject: str = ""
    about: str = ""
    """the operation that is through, in words"""


class Consequence(_Item):
    """What the team sees follow from a decision."""

    type: Literal["consequence"] = "consequence"
    decision: str
    text: str


class Lapsed(_Item):
    """A decision's time ran out; `text` is the option that was taken for want of one, empty where there is none."""

    type: Literal["lapsed"] = "lapsed"
    decision: str
    text: str


class Opened(_Item):
    """The seat opened a message earlier."""

    type: Literal["opened"] = "opened"
    inject: str


class OwnAct(_Item):
    """The seat's own act, as recorded."""

    type: Literal["own act"] = "own act"
    seq: int
    action: Action
    recorded_by: str
    about: str = ""
    """an operation or what was looked at, in words; empty for other acts"""


class Reopened(_Item):
    """The exercise was interrupted and stands at this reading."""

    type: Literal["reopened"] = "reopened"


class WalkAsked(BaseModel):
    """A question about the step that is walked: no points of a good answer, and nothing of what the plan says."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    heading: str
    ask: str


class WalkedTo(_Item):
    """The walk-through came to a step; `number` of `steps`, counted from 1. `show`: it is to be done for real."""

    type: Literal["walked to"] = "walked to"
    step: str
    number: int
    steps: int
    asked: tuple[WalkAsked, ...] = ()
    show: bool = False


SeatItem = Annotated[
    Briefed
    | Received
    | Withdrawn
    | TakenBack
    | HintHeard
    | ClockShown
    | Announced
    | Consequence
    | Lapsed
    | Opened
    | OwnAct
    | Reopened
    | WalkedTo,
    Field(discriminator="type"),
]
