"""What happened in an exercise: the closed union of journal events, and the record that carries one.

Events are facts in the past tense. A mistake is corrected by a further event, never by a change. `elapsed` is time on
the exercise clock (pauses excluded), `at` is wall time since the Unix epoch in UTC; both in microseconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from trainer.core.actions import Action
from trainer.core.scenario import Channel, Kind
from trainer.core.time import Micros


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seat(_Event):
    """Who plays a role: a person's name (optional, kept for the appendix) or a virtual participant."""

    role: str
    name: str = ""
    virtual: bool = False


class Outcome(StrEnum):
    """How an expected action ended."""

    ON_TIME = "on time"
    LATE = "late"
    MISSED = "missed"
    WRONG_ROLE = "wrong role"
    OUT_OF_ORDER = "out of order"
    PROMPTED = "prompted"
    IMPROVISED = "improvised equivalent"
    NOT_APPLICABLE = "not applicable"
    NOT_OBSERVED = "not observed"


class Rating(StrEnum):
    """HSEEP objective ratings; N/O stands outside the scale."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"
    NOT_OBSERVED = "N/O"


class Cause(StrEnum):
    """Why an inject was delivered."""

    TIMED = "timed"
    AFTER = "after"
    CONDITION = "condition"
    DECISION = "decision"
    BY_HAND = "by hand"
    AD_HOC = "ad hoc"


class ExerciseCreated(_Event):
    """An exercise was set up. Title, scenario and plan are fixed from here on; the files are kept with the journal."""

    type: Literal["exercise created"] = "exercise created"
    exercise: str
    title: str
    kind: Kind
    scenario_id: str
    scenario_sha256: str
    plan_id: str
    plan_sha256: str
    seats: tuple[Seat, ...] = ()
    service: str | None = None
    facilitator: str = ""
    seed: int | None = None
    team: str = ""
    program: str = ""


class ClockStarted(_Event):
    """Play began."""

    type: Literal["clock started"] = "clock started"
    speed: int = 1


class ClockPaused(_Event):
    """The exercise clock stopped."""

    type: Literal["clock paused"] = "clock paused"
    reason: str = ""


class ClockResumed(_Event):
    """The exercise clock went on."""

    type: Literal["clock resumed"] = "clock resumed"


class SpeedChanged(_Event):
    """Exercise time runs `speed` times as fast as wall time from here on (1 to 60)."""

    type: Literal["speed changed"] = "speed changed"
    speed: int


class StoryAdvanced(_Event):
    """The facilitator jumped: scenario time moved on by `by`, the exercise clock and every open timer did not."""

    type: Literal["story advanced"] = "story advanced"
    by: Micros
    inject: str | None = None


class ExerciseInterrupted(_Event):
    """The program ended without ending the exercise, or the machine slept; play was paused at this point."""

    type: Literal["exercise interrupted"] = "exercise interrupted"
    last_seen_at: Micros
    reason: str = ""


class InjectDelivered(_Event):
    """An inject reached its roles. `planned` is the elapsed time at which it was due, where it had one."""

    type: Literal["inject delivered"] = "inject delivered"
    inject: str
    to: tuple[str, ...]
    cause: Cause
    planned: Micros | None = None


class AdHocInjectDelivered(_Event):
    """An inject that the facilitator wrote during play reached its roles."""

    type: Literal["ad-hoc inject delivered"] = "ad-hoc inject delivered"
    inject: str
    to: tuple[str, ...]
    channel: Channel
    sender: str
    title: str
    text: str


class InjectHeld(_Event):
    """An inject will not be released by itself until it is unheld."""

    type: Literal["inject held"] = "inject held"
    inject: str


class InjectUnheld(_Event):
    """A held inject may be released again."""

    type: Literal["inject unheld"] = "inject unheld"
    inject: str


class InjectSkipped(_Event):
    """An inject will not be played."""

    type: Literal["inject skipped"] = "inject skipped"
    inject: str
    reason: str = ""


class InjectRescheduled(_Event):
    """An inject is now due at another scenario time."""

    type: Literal["inject rescheduled"] = "inject rescheduled"
    inject: str
    to: Micros
    was: Micros | None = None


class InjectSeen(_Event):
    """A role opened an inject."""

    type: Literal["inject seen"] = "inject seen"
    inject: str
    role: str


class HintGiven(_Event):
    """The facilitator gave a hint that an inject offers: steps done after it are prompted."""

    type: Literal["hint given"] = "hint given"
    inject: str
    hint: str


class BranchTaken(_Event):
    """A branch's condition held; its injects may play from here on."""

    type: Literal["branch taken"] = "branch taken"
    branch: str


class DecisionDefaulted(_Event):
    """A decision's time ran out; its default, if it has one, was taken."""

    type: Literal["decision defaulted"] = "decision defaulted"
    decision: str
    option: str | None


class PlanOpened(_Event):
    """A role opened a part of the plan; `section` is a step, a procedure or a heading, empty for the whole."""

    type: Literal["plan opened"] = "plan opened"
    role: str
    section: str = ""


class ActionTaken(_Event):
    """A role did or said something. `happened` is when, where it was recorded later than it happened."""

    type: Literal["action taken"] = "action taken"
    role: str
    action: Action
    source: Literal["seat", "facilitator", "virtual"] = "seat"
    happened: Micros | None = None


class ActionLinked(_Event):
    """The evaluator says which expected step an action was (`step` None: it was none)."""

    type: Literal["action linked"] = "action linked"
    action_seq: int
    step: str | None
    by: str = "evaluator"
    reason: str = ""


class OutcomeOverruled(_Event):
    """The evaluator judges an expected action otherwise than the automatic finding; both stay."""

    type: Literal["outcome overruled"] = "outcome overruled"
    expectation: str
    outcome: Outcome
    reason: str
    by: str = "evaluator"


class ObservationRecorded(_Event):
    """Something seen or noted by facilitator or evaluator; `observation` becomes evidence, `note` stays a note."""

    type: Literal["observation recorded"] = "observation recorded"
    kind: Literal["note", "observation", "strength", "improvement"] = "note"
    text: str
    role: str | None = None
    step: str | None = None
    inject: str | None = None
    by: str = "facilitator"


class HotWashRecorded(_Event):
    """An answer in the hot wash, per role or anonymous."""

    type: Literal["hot wash recorded"] = "hot wash recorded"
    topic: Literal["worked", "did not work", "change", "score"]
    text: str = ""
    role: str | None = None
    score: int | None = None
    question: str = ""


class ObjectiveRated(_Event):
    """A rater's judgement of an objective."""

    type: Literal["objective rated"] = "objective rated"
    objective: str
    rating: Rating
    rater: str = "evaluator"
    reason: str = ""
    evidence: tuple[int, ...] = ()


class FacilitatorUndone(_Event):
    """The facilitator took back an earlier act; the act stays in the journal."""

    type: Literal["facilitator undone"] = "facilitator undone"
    undone_seq: int


class ExerciseEnded(_Event):
    """Play ended; the hot wash and the review follow."""

    type: Literal["exercise ended"] = "exercise ended"
    reason: str = ""


Event = Annotated[
    ExerciseCreated
    | ClockStarted
    | ClockPaused
    | ClockResumed
    | SpeedChanged
    | StoryAdvanced
    | ExerciseInterrupted
    | InjectDelivered
    | AdHocInjectDelivered
    | InjectHeld
    | InjectUnheld
    | InjectSkipped
    | InjectRescheduled
    | InjectSeen
    | HintGiven
    | BranchTaken
    | DecisionDefaulted
    | PlanOpened
    | ActionTaken
    | ActionLinked
    | OutcomeOverruled
    | ObservationRecorded
    | HotWashRecorded
    | ObjectiveRated
    | FacilitatorUndone
    | ExerciseEnded,
    Field(discriminator="type"),
]

_CODEC: Final[TypeAdapter[Event]] = TypeAdapter(Event)


def encode(event: Event) -> str:
    """An event as canonical JSON: the text that is stored and hashed."""
    return _CODEC.dump_json(event).decode()


def decode(text: str | bytes) -> Event:
    """The event in a stored text. Raises ValueError where the text is not one."""
    return _CODEC.validate_json(text)


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place in the journal. `hash` chains it to all that came before."""

    seq: int
    at: Micros
    elapsed: Micros
    event: Event
    hash: str

    @property
    def happened(self) -> Micros:
        """Exercise time of the fact itself, which may be earlier than when it was recorded."""
        event = self.event
        if isinstance(event, ActionTaken) and event.happened is not None:
            return event.happened
        return self.elapsed


def chained(previous: str, seq: int, at: Micros, elapsed: Micros, text: str) -> str:
    """SHA-256 (hex) over the previous hash and everything that is stored of an event."""
    return hashlib.sha256(f"{previous}\n{seq}\n{at}\n{elapsed}\n{text}".encode()).hexdigest()


GENESIS: Final = "0" * 64
