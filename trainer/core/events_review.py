"""Events of evaluation and review: links, judgements, ratings, and what leads settle on the findings."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from trainer.core.amendments import Edit, Verdict
from trainer.core.history import EarlierDrill


class Fact(BaseModel):
    """Something that happened: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


Answer = Literal["yes", "partly", "no"]
Remark = Literal["note", "observation", "strength", "improvement", "artefact"]


class ActionLinked(Fact):
    """The evaluator says which expected step an action was (`step` None: it was none)."""

    type: Literal["action linked"] = "action linked"
    action_seq: int
    step: str | None
    by: str = "evaluator"
    reason: str = ""


class OutcomeOverruled(Fact):
    """The evaluator judges an expected action otherwise than the automatic finding; both stay."""

    type: Literal["outcome overruled"] = "outcome overruled"
    expectation: str
    outcome: Outcome
    reason: str
    by: str = "evaluator"


class ObservationRecorded(Fact):
    """Something seen or noted by facilitator or evaluator; `observation` becomes evidence, `note` stays a note.

    `artefact` says that the scenario or its conduct was at fault; what it names is left out of every score.
    """

    type: Literal["observation recorded"] = "observation recorded"
    kind: Remark = "note"
    text: str
    role: str | None = None
    step: str | None = None
    inject: str | None = None
    by: str = "facilitator"


class HotWashRecorded(Fact):
    """An answer in the hot wash, per role or anonymous."""

    type: Literal["hot wash recorded"] = "hot wash recorded"
    topic: Literal["worked", "did not work", "change", "score"]
    text: str = ""
    role: str | None = None
    score: int | None = None
    question: str = ""


class ObjectiveRated(Fact):
    """A rater's judgement of an objective; `consensus` is what all raters agreed on, beside the rating of each."""

    type: Literal["objective rated"] = "objective rated"
    objective: str
    rating: Rating
    rater: str = "evaluator"
    reason: str = ""
    evidence: tuple[int, ...] = ()
    consensus: bool = False


class StepAssessed(Fact):
    """An evaluator's two judgements of a step: was it followed, and was it adequate? (NIST SP 800-61r2, section 3.4)

    They stand beside the automatic outcome and change none; None where the evaluator did not say.
    """

    type: Literal["step assessed"] = "step assessed"
    step: str
    followed: Answer | None = None
    adequate: Answer | None = None
    note: str = ""
    by: str = "evaluator"


class GapJudged(Fact):
    """An evaluator confirms an automatic finding, or says with a reason why it is none; both stay."""

    type: Literal["gap judged"] = "gap judged"
    gap: str
    stands: bool
    reason: str = ""
    by: str = "evaluator"


class AmendmentDecided(Fact):
    """The lead accepted, edited or rejected a proposed change of the plan; `edits` are the edited ones."""

    type: Literal["amendment decided"] = "amendment decided"
    amendment: str
    verdict: Verdict
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    by: str = "lead"


class ActionAssigned(Fact):
    """A corrective action got an owner and a date (ISO day); the newest assignment counts."""

    type: Literal["action assigned"] = "action assigned"
    action: str
    owner: str
    due: str
    text: str = ""
    link: str = ""
    by: str = "lead"


class ActionClosed(Fact):
    """A corrective action is done, or its risk was accepted with a signature; `on` is the ISO day."""

    type: Literal["action closed"] = "action closed"
    action: str
    on: str
    proof: str
    accepted_risk: bool = False
    by: str = "lead"


class EarlierDrillsNoted(Fact):
    """What earlier drills on the same plan left behind, kept with the exercise that follows them."""

    type: Literal["earlier drills noted"] = "earlier drills noted"
    drills: tuple[EarlierDrill, ...]
