"""What happened in an exercise: the closed union of journal events, and the record that carries one.

Events are facts in the past tense. A mistake is corrected by a further event, never by a change. `elapsed` is time on
the exercise clock (pauses excluded), `at` is wall time since the Unix epoch in UTC; both in microseconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from trainer.core.actions import Action
from trainer.core.events_review import ActionAssigned as ActionAssigned
from trainer.core.events_review import ActionClosed as ActionClosed
from trainer.core.events_review import ActionLinked as ActionLinked
from trainer.core.events_review import AmendmentDecided as AmendmentDecided
from trainer.core.events_review import Answer as Answer
from trainer.core.events_review import EarlierDrillsNoted as EarlierDrillsNoted
from trainer.core.events_review import Fact as Fact
from trainer.core.events_review import GapJudged as GapJudged
from trainer.core.events_review import HotWashRecorded as HotWashRecorded
from trainer.core.events_review import ObjectiveRated as ObjectiveRated
from trainer.core.events_review import ObservationRecorded as ObservationRecorded
from trainer.core.events_review import Outcome as Outcome
from trainer.core.events_review import OutcomeOverruled as OutcomeOverruled
from trainer.core.events_review import Rating as Rating
from trainer.core.events_review import Remark as Remark
from trainer.core.events_review import StepAssessed as StepAssessed
from trainer.core.events_system import ActivityRan as ActivityRan
from trainer.core.events_system import ExperimentApproved as ExperimentApproved
from trainer.core.events_system import ExperimentJournalKept as ExperimentJournalKept
from trainer.core.events_system import FaultAdded as FaultAdded
from trainer.core.events_system import FaultRemoved as FaultRemoved
from trainer.core.events_system import OperationEnded as OperationEnded
from trainer.core.events_system import RollbacksRan as RollbacksRan
from trainer.core.events_system import SteadyStateProbed as SteadyStateProbed
from trainer.core.events_system import StepLeftOut as StepLeftOut
from trainer.core.events_system import StepOpened as StepOpened
from trainer.core.events_system import SystemChanged as SystemChanged
from trainer.core.scenario import Channel, Kind
from trainer.core.time import Micros


class Seat(Fact):
    """Who plays a role: a person's name (optional, kept for the appendix) or a virtual participant."""

    role: str
    name: str = ""
    virtual: bool = False


class Cause(StrEnum):
    """Why an inject was delivered."""

    TIMED = "timed"
    AFTER = "after"
    CONDITION = "condition"
    DECISION = "decision"
    BY_HAND = "by hand"
    AD_HOC = "ad hoc"
    SYSTEM = "system"


class ExerciseCreated(Fact):
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


class ClockStarted(Fact):
    """Play began."""

    type: Literal["clock started"] = "clock started"
    speed: int = 1


class ClockPaused(Fact):
    """The exercise clock stopped."""

    type: Literal["clock paused"] = "clock paused"
    reason: str = ""


class ClockResumed(Fact):
    """The exercise clock went on."""

    type: Literal["clock resumed"] = "clock resumed"


class SpeedChanged(Fact):
    """Exercise time runs `speed` times as fast as wall time from here on (1 to 60)."""

    type: Literal["speed changed"] = "speed changed"
    speed: int


class StoryAdvanced(Fact):
    """The facilitator jumped: scenario time moved on by `by`, the exercise clock and every open timer did not."""

    type: Literal["story advanced"] = "story advanced"
    by: Micros
    inject: str | None = None


class ExerciseInterrupted(Fact):
    """The program ended without ending the exercise, or the machine slept; play was paused at this point."""

    type: Literal["exercise interrupted"] = "exercise interrupted"
    last_seen_at: Micros
    reason: str = ""


class InjectDelivered(Fact):
    """An inject reached its roles. `planned` is the elapsed time at which it was due, where it had one."""

    type: Literal["inject delivered"] = "inject delivered"
    inject: str
    to: tuple[str, ...]
    cause: Cause
    planned: Micros | None = None
    detail: str = ""
    """what was measured, where the monitoring raised it"""


class AdHocInjectDelivered(Fact):
    """An inject that the facilitator wrote during play reached its roles."""

    type: Literal["ad-hoc inject delivered"] = "ad-hoc inject delivered"
    inject: str
    to: tuple[str, ...]
    channel: Channel
    sender: str
    title: str
    text: str


class InjectHeld(Fact):
    """An inject will not be released by itself until it is unheld."""

    type: Literal["inject held"] = "inject held"
    inject: str


class InjectUnheld(Fact):
    """A held inject may be released again."""

    type: Literal["inject unheld"] = "inject unheld"
    inject: str


class InjectSkipped(Fact):
    """An inject will not be played."""

    type: Literal["inject skipped"] = "inject skipped"
    inject: str
    reason: str = ""


class InjectRescheduled(Fact):
    """An inject is now due at another scenario time."""

    type: Literal["inject rescheduled"] = "inject rescheduled"
    inject: str
    to: Micros
    was: Micros | None = None


class InjectSeen(Fact):
    """A role opened an inject."""

    type: Literal["inject seen"] = "inject seen"
    inject: str
    role: str


class HintGiven(Fact):
    """The facilitator gave a hint that an inject offers: steps done after it are prompted."""

    type: Literal["hint given"] = "hint given"
    inject: str
    hint: str


class BranchTaken(Fact):
    """A branch's condition held; its injects may play from here on."""

    type: Literal["branch taken"] = "branch taken"
    branch: str


class DecisionDefaulted(Fact):
    """A decision's time ran out; its default, if it has one, was taken."""

    type: Literal["decision defaulted"] = "decision defaulted"
    decision: str
    option: str | None


class PlanOpened(Fact):
    """A role opened a part of the plan; `section` is a step, a procedure or a heading, empty for the whole."""

    type: Literal["plan opened"] = "plan opened"
    role: str
    section: str = ""


class ActionTaken(Fact):
    """A role did or said something. `happened` is when, where it was recorded later than it happened."""

    type: Literal["action taken"] = "action taken"
    role: str
    action: Action
    source: Literal["seat", "facilitator", "virtual"] = "seat"
    happened: Micros | None = None


class FacilitatorUndone(Fact):
    """The facilitator took back an earlier act; the act stays in the journal."""

    type: Literal["facilitator undone"] = "facilitator undone"
    undone_seq: int


class ExerciseEnded(Fact):
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
    | StepAssessed
    | GapJudged
    | AmendmentDecided
    | ActionAssigned
    | ActionClosed
    | EarlierDrillsNoted
    | ActivityRan
    | ExperimentApproved
    | ExperimentJournalKept
    | FaultAdded
    | FaultRemoved
    | OperationEnded
    | RollbacksRan
    | StepLeftOut
    | StepOpened
    | SteadyStateProbed
    | SystemChanged
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
        if isinstance(event, SteadyStateProbed):
            # A probe takes its time, and its answer has to come here: it is true of when it began.
            return min(event.probed, self.elapsed)
        return self.elapsed


def chained(previous: str, seq: int, at: Micros, elapsed: Micros, text: str) -> str:
    """SHA-256 (hex) over the previous hash and everything that is stored of an event."""
    return hashlib.sha256(f"{previous}\n{seq}\n{at}\n{elapsed}\n{text}".encode()).hexdigest()


GENESIS: Final = "0" * 64
