"""What may be asked of an exercise: the closed union of commands, in the imperative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trainer.core.actions import Action
from trainer.core.amendments import Edit, Verdict
from trainer.core.events import (
    ActivityRan,
    Answer,
    ExperimentJournalKept,
    Outcome,
    Rating,
    Remark,
    RollbacksRan,
    SteadyStateProbed,
)
from trainer.core.scenario import Channel
from trainer.core.simulation import Fault
from trainer.core.time import Micros


@dataclass(frozen=True, slots=True)
class StartClock:
    """Begin play at a speed of 1 to 60."""

    speed: int = 1


@dataclass(frozen=True, slots=True)
class PauseClock:
    """Stop the exercise clock."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResumeClock:
    """Let the exercise clock go on."""


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Let exercise time run 1 to 60 times as fast as wall time."""

    speed: int


@dataclass(frozen=True, slots=True)
class JumpToNextInject:
    """Move scenario time to the next scheduled inject; open timers are not touched."""


@dataclass(frozen=True, slots=True)
class ReleaseInject:
    """Deliver a planned inject now."""

    inject: str


@dataclass(frozen=True, slots=True)
class HoldInject:
    """Keep an inject back until it is unheld or released."""

    inject: str


@dataclass(frozen=True, slots=True)
class UnholdInject:
    """Let a held inject be released by its own rule again."""

    inject: str


@dataclass(frozen=True, slots=True)
class SkipInject:
    """Do not play an inject."""

    inject: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RescheduleInject:
    """Make an inject due at another scenario time."""

    inject: str
    to: Micros


@dataclass(frozen=True, slots=True)
class SendAdHocInject:
    """Deliver an inject that is not in the script."""

    to: tuple[str, ...]
    channel: Channel
    sender: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GiveHint:
    """Give one of an inject's hints to the room."""

    inject: str
    hint: str


@dataclass(frozen=True, slots=True)
class UndoLast:
    """Take back the facilitator's last act that can be taken back."""


@dataclass(frozen=True, slots=True)
class Act:
    """A role acts. `ago` is how long before now it happened, in exercise time."""

    role: str
    action: Action
    source: Literal["seat", "facilitator", "virtual"] = "seat"
    ago: Micros = 0


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A role opens a part of the plan."""

    role: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """A role opened an inject."""

    role: str
    inject: str


@dataclass(frozen=True, slots=True)
class LinkAction:
    """Say which expected step an action was."""

    action_seq: int
    step: str | None
    reason: str = ""
    by: str = "evaluator"


@dataclass(frozen=True, slots=True)
class OverruleOutcome:
    """Judge an expected action otherwise than the automatic finding."""

    expectation: str
    outcome: Outcome
    reason: str
    by: str = "evaluator"


@dataclass(frozen=True, slots=True)
class RecordObservation:
    """Note something."""

    text: str
    kind: Remark = "note"
    role: str | None = None
    step: str | None = None
    inject: str | None = None
    by: str = "facilitator"


@dataclass(frozen=True, slots=True)
class RecordHotWash:
    """Keep an answer of the hot wash; scores run from 1 to 5. `question` is the one of the scenario, if it was one."""

    topic: Literal["worked", "did not work", "change", "score"]
    text: str = ""
    role: str | None = None
    score: int | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class RateObjective:
    """Rate an objective, with the evidence (sequence numbers of events) it rests on."""

    objective: str
    rating: Rating
    rater: str = "evaluator"
    reason: str = ""
    evidence: tuple[int, ...] = ()
    consensus: bool = False


@dataclass(frozen=True, slots=True)
class AssessStep:
    """Judge whether a step was followed, and whether it was adequate."""

    step: str
    followed: Answer | None = None
    adequate: Answer | None = None
    note: str = ""
    by: str = "evaluator"


@dataclass(frozen=True, slots=True)
class JudgeGap:
    """Confirm a finding, or overrule it with a reason."""

    gap: str
    stands: bool
    reason: str = ""
    by: str = "evaluator"


@dataclass(frozen=True, slots=True)
class DecideAmendment:
    """Accept, edit or reject a proposed change of the plan."""

    amendment: str
    verdict: Verdict
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    by: str = "lead"


@dataclass(frozen=True, slots=True)
class AssignAction:
    """Give a corrective action one owner and a date (ISO day)."""

    action: str
    owner: str
    due: str
    text: str = ""
    link: str = ""
    by: str = "lead"


@dataclass(frozen=True, slots=True)
class CloseAction:
    """Close a corrective action with the proof that it is done, or accept its risk; `on` is the ISO day."""

    action: str
    on: str
    proof: str
    accepted_risk: bool = False
    by: str = "lead"


@dataclass(frozen=True, slots=True)
class AddFault:
    """Let a further fault begin now."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class RemoveFault:
    """End a fault, whatever the team does."""

    fault: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """Come to a step of a walk-through."""

    step: str


@dataclass(frozen=True, slots=True)
class LeaveOutStep:
    """Do not walk a step this time."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproveExperiment:
    """Allow an experiment to run: `typed` is the target's name as the person typed it."""

    experiment: str
    digest: str
    typed: str
    not_production: bool
    actions: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class NoteExperiment:
    """Record what an experiment reports from the real system."""

    event: ActivityRan | SteadyStateProbed | RollbacksRan | ExperimentJournalKept


@dataclass(frozen=True, slots=True)
class EndExercise:
    """End play."""

    reason: str = ""


Command = (
    StartClock
    | PauseClock
    | ResumeClock
    | SetSpeed
    | JumpToNextInject
    | ReleaseInject
    | HoldInject
    | UnholdInject
    | SkipInject
    | RescheduleInject
    | SendAdHocInject
    | GiveHint
    | UndoLast
    | Act
    | OpenPlan
    | MarkSeen
    | LinkAction
    | OverruleOutcome
    | RecordObservation
    | RecordHotWash
    | RateObjective
    | AssessStep
    | JudgeGap
    | DecideAmendment
    | AssignAction
    | CloseAction
    | AddFault
    | RemoveFault
    | OpenStep
    | LeaveOutStep
    | ApproveExperiment
    | NoteExperiment
    | EndExercise
)
