"""The after-action report as a value: everything that a rendering shows, already worked out.

Renderings count nothing and compute nothing. Times are seconds on the exercise clock unless a name says otherwise;
wall times are ISO 8601 in UTC; `evidence` lists sequence numbers of journal events. What each part holds follows
HSEEP's report sections; metric definitions and gap codes are given in the report's own method section.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trainer.core.aar_parts import AmendmentEntry as AmendmentEntry
from trainer.core.aar_parts import Assessment as Assessment
from trainer.core.aar_parts import Ballot as Ballot
from trainer.core.aar_parts import CadenceResult as CadenceResult
from trainer.core.aar_parts import CommunicationsPart as CommunicationsPart
from trainer.core.aar_parts import CorrectiveAction as CorrectiveAction
from trainer.core.aar_parts import Coverage as Coverage
from trainer.core.aar_parts import DecisionResult as DecisionResult
from trainer.core.aar_parts import Evidence as Evidence
from trainer.core.aar_parts import EvidenceEntry as EvidenceEntry
from trainer.core.aar_parts import EvidencePart as EvidencePart
from trainer.core.aar_parts import Figure as Figure
from trainer.core.aar_parts import GapVerdict as GapVerdict
from trainer.core.aar_parts import Integrity as Integrity
from trainer.core.aar_parts import MselEntry as MselEntry
from trainer.core.aar_parts import Part as Part
from trainer.core.aar_parts import ParticipantEntry as ParticipantEntry
from trainer.core.aar_parts import PreviousAction as PreviousAction
from trainer.core.aar_parts import Seconds as Seconds
from trainer.core.aar_parts import Update as Update
from trainer.core.aar_parts import VoicePart as VoicePart
from trainer.core.aar_parts import VoteResult as VoteResult
from trainer.core.aar_system import SystemPart as SystemPart
from trainer.core.aar_walk import WalkPart as WalkPart


class Document(Part):
    """A plan or scenario as it was used."""

    id: str
    title: str
    version: str
    sha256: str
    owner: str | None = None
    last_reviewed: str | None = None


class Control(Part):
    """Document control."""

    title: str
    status: Literal["draft", "final"] = "draft"
    marking: str = "TLP:AMBER"
    plan: Document
    scenario: Document
    held_on: str | None
    approver: str | None = None
    program: str


class Verdict(Part):
    """One objective in the summary."""

    objective: str
    title: str
    rating: str
    critical: bool


class Summary(Part):
    """The report on one page."""

    headline: str
    verdicts: tuple[Verdict, ...]
    strengths: tuple[str, ...]
    top_gaps: tuple[str, ...]
    targets_met: int
    targets_judged: int
    steps_in_scope: int
    steps_by_right_role: int
    steps_applicable: int
    not_exercised: int
    outcome_counts: dict[str, int]
    gap_counts: dict[str, int]
    overdue_actions: int = 0
    repeated_actions: int = 0


class ExerciseOverview(Part):
    """When, what kind, how long."""

    id: str
    title: str
    kind: str
    service: str | None
    difficulty: str
    started: str | None
    ended: str | None
    planned_length_s: Seconds
    active_s: Seconds
    wall_s: Seconds
    paused_s: Seconds
    pauses: int
    jumped_s: Seconds
    interruptions: int
    state: str
    summary: str
    true_severity: str | None
    true_cause: str
    situation: str
    facilitator: str
    team: str
    seed: int | None
    walk: WalkPart | None = None
    """what a walk-through verified"""
    system: SystemPart | None = None
    """what the system of a simulation did"""


class Method(Part):
    """How the figures came about, and what they do not say."""

    kind_note: str
    rules: tuple[str, ...]
    detectors: tuple[tuple[str, str, str], ...]
    """(code, name, what it looks for)"""
    not_detected: tuple[tuple[str, str], ...]
    """(code, name) of gaps that this version cannot find by itself"""
    limitations: tuple[str, ...]
    not_exercised: tuple[str, ...]
    not_evaluated: tuple[str, ...]
    raters: tuple[str, ...]
    speeds: tuple[str, ...]


class RatingGiven(Part):
    """One rater's judgement, or the one they agreed on."""

    rater: str
    rating: str
    reason: str
    consensus: bool = False
    evidence: Evidence


class ObjectiveResult(Part):
    """An objective: suggested and given ratings, with their reasons."""

    id: str
    title: str
    capability: str | None
    critical: bool
    steps: tuple[str, ...]
    suggested: str
    suggested_reason: str
    given: tuple[RatingGiven, ...]
    rating: str
    automatic: bool
    consensus: bool = False
    """whether the raters settled on the rating together"""
    agreed: bool = True
    """whether all raters gave the same rating"""
    evidence: Evidence


class StepResult(Part):
    """One expected action judged."""

    key: str
    step: str
    title: str
    procedure: str
    phase: str
    role: str | None
    role_title: str
    clause: str | None
    strength: str
    critical: bool
    anchor: str | None
    started_s: Seconds | None
    done_s: Seconds | None
    target_s: Seconds | None
    elapsed_s: Seconds | None
    delta_s: Seconds | None
    """elapsed minus target; negative where there was time left"""
    met: bool | None
    outcome: str
    automatic_outcome: str
    why: str = ""
    """the reason for the automatic outcome, in words"""
    also: tuple[str, ...] = ()
    """further shortcomings behind the outcome that weighs most"""
    overruled: str | None
    """the evaluator's reason where the automatic outcome was overruled"""
    overruled_by: str | None = None
    done_by_role: str | None
    also_done_by: tuple[str, ...]
    inject: str | None
    assessments: tuple[Assessment, ...] = ()
    """what evaluators said beside the automatic outcome: followed? adequate?"""
    evidence: Evidence


class Metric(Part):
    """A figure with its definition."""

    name: str
    expansion: str
    definition: str
    value_s: Seconds | None = None
    value: float | int | None = None
    unit: str = "s"
    target_s: Seconds | None = None
    met: bool | None = None
    detail: str = ""
    evidence: Evidence = ()


class TimelineEntry(Part):
    """A fact, in the order in which things happened."""

    seq: int
    elapsed_s: Seconds
    at: str
    lane: str
    """a role's identifier, `facilitator` or `system`"""
    kind: Literal["inject", "action", "decision", "clock", "observation", "plan", "system"]
    title: str
    text: str
    step: str | None = None
    outcome: str | None = None
    channel: str | None = None
    to: tuple[str, ...] = ()
    planned_s: Seconds | None = None


class Strength(Part):
    """Something that went well, with its evidence."""

    statement: str
    step: str | None
    role: str | None
    evidence: Evidence


class Gap(Part):
    """A gap, with all that is known of it."""

    id: str
    code: str
    name: str
    kind: Literal["plan", "capability", "execution", "artefact"]
    statement: str
    step: str | None
    clause: str
    """the clause, or `no clause`"""
    role: str | None
    poete: str
    evidence: Evidence
    consequence: str
    root_cause: str = ""
    objectives: tuple[str, ...]
    confidence: Literal["automatic", "evaluator", "consensus"]
    priority: Literal["high", "medium", "low"]
    proposed_change: str
    symptoms: tuple[str, ...] = ()
    """other gaps that the same facts would have been, had this one not explained them"""
    verdicts: tuple[GapVerdict, ...] = ()
    stands: bool = True
    """False where every evaluator who judged it overruled it; it stays in the register and counts for nothing"""


class Deviation(Part):
    """Something done otherwise than written, or outside the plan."""

    statement: str
    role: str
    step: str | None
    worked: bool | None
    evidence: Evidence


class Report(Part):
    """aar.json."""

    schema_: Literal["trainer/aar/1"] = Field(default="trainer/aar/1", alias="schema")
    control: Control
    summary: Summary
    exercise: ExerciseOverview
    method: Method
    objectives: tuple[ObjectiveResult, ...]
    steps: tuple[StepResult, ...]
    metrics: tuple[Metric, ...]
    timeline: tuple[TimelineEntry, ...]
    strengths: tuple[Strength, ...]
    gaps: tuple[Gap, ...]
    deviations: tuple[Deviation, ...]
    communications: CommunicationsPart
    voice: VoicePart
    previous_actions: tuple[PreviousAction, ...]
    improvement_plan: tuple[CorrectiveAction, ...]
    evidence: EvidencePart
    participants: tuple[ParticipantEntry, ...]
    integrity: Integrity

    def json_text(self) -> str:
        """aar.json: stable, indented, ends with a line feed."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
