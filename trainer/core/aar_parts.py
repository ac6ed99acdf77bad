"""The later parts of the after-action report: communications, voice, improvement plan, evidence and appendices."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Evidence = tuple[int, ...]
Seconds = float | int


class Part(BaseModel):
    """A part of the report: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Update(Part):
    """An update that was posted."""

    elapsed_s: Seconds
    role: str
    audience: str
    public: bool
    text: str
    next_in_s: Seconds | None
    approved_by: str | None
    seq: int


class CadenceResult(Part):
    """Adherence to one cadence."""

    cadence: str
    title: str
    audience: str
    interval_s: Seconds | None
    due: int
    within: int
    worst_gap_s: Seconds | None
    evidence: Evidence


class DecisionResult(Part):
    """A decision as it was taken."""

    decision: str
    question: str
    asked_s: Seconds
    decided_s: Seconds | None
    latency_s: Seconds | None
    by_role: str | None
    owner_role: str | None
    option: str | None
    reason: str
    plan_called_for: str | None
    as_planned: bool | None
    defaulted: bool
    evidence: Evidence


class Assessment(Part):
    """An evaluator's two judgements of a step (NIST SP 800-61r2): was it followed, and was it adequate?"""

    by: str
    followed: str | None
    adequate: str | None
    note: str
    seq: int


class GapVerdict(Part):
    """An evaluator's word on an automatic finding."""

    by: str
    stands: bool
    reason: str
    seq: int


class Ballot(Part):
    """What one role answered alone; confidence from 1 (guess) to 5 (certain)."""

    role: str
    choice: str
    confidence: int | None
    elapsed_s: Seconds
    seq: int


class VoteResult(Part):
    """A question that each role answered alone: what it says of the plan's clarity, and whether the answer is right."""

    vote: str
    question: str
    about: str
    step: str | None
    asked: int
    """roles that the question was put to"""
    counts: tuple[tuple[str, int], ...]
    """(option, answers), every option of the vote"""
    agreement: float | None
    """share of pairs of answers that agree; None with fewer than two answers"""
    largest_share: float | None
    """share of answers behind the most frequent one"""
    truth: str | None
    right: int | None
    """answers that match the truth; None where the scenario states none"""
    surely_wrong: int
    """wrong answers that were given with confidence 4 or 5"""
    ballots: tuple[Ballot, ...]
    evidence: Evidence


class CommunicationsPart(Part):
    """Command, decisions and communications."""

    severity_history: tuple[tuple[Seconds, str, str, str, int], ...]
    """(elapsed_s, severity, role, reason, event)"""
    command_history: tuple[tuple[Seconds, str, str, int], ...]
    """(elapsed_s, role assumed, by role, event)"""
    decisions: tuple[DecisionResult, ...]
    updates: tuple[Update, ...]
    cadences: tuple[CadenceResult, ...]
    votes: tuple[VoteResult, ...] = ()
    votes_kappa: float | None = None
    """Fleiss' kappa over the votes with the same options; None where it would mean nothing"""


class VoicePart(Part):
    """What participants said in the hot wash."""

    worked: tuple[tuple[str, str], ...]
    did_not_work: tuple[tuple[str, str], ...]
    change: tuple[tuple[str, str], ...]
    """(role or `anonymous`, words)"""
    scores: tuple[int, ...]
    questions: tuple[str, ...]


class PreviousAction(Part):
    """A corrective action of an earlier exercise."""

    action: str
    exercise: str
    status: Literal["closed", "open", "ineffective", "repeated"]
    """closed: done, and the gap was not seen again; open: still to be done; ineffective: closed, and the gap is back;
    repeated: not closed, and the gap was found again"""
    gap: str
    owner: str = ""
    due: str | None = None
    overdue: bool = False
    held: str = ""
    evidence: Evidence = ()


class AmendmentEntry(Part):
    """A change of the plan that would close a gap: where, how it reads now and then, and what the lead decided."""

    id: str
    title: str
    reason: str
    place: str
    """where in the plan file, in words"""
    before: str
    after: str
    """the part of the file before and after, as it is written"""
    retest: tuple[str, ...]
    status: Literal["proposed", "accepted", "edited", "rejected"] = "proposed"
    decided_by: str | None = None
    decided_reason: str = ""
    seq: int | None = None


class CorrectiveAction(Part):
    """A line of the improvement plan."""

    id: str
    gap: str
    action: str
    poete: str
    priority: Literal["high", "medium", "low"]
    owner: str | None = None
    start: str | None = None
    due: str | None = None
    verification: str
    link: str | None = None
    status: Literal["proposed", "assigned", "closed", "accepted risk"] = "proposed"
    closed: str | None = None
    proof: str = ""
    amendments: tuple[AmendmentEntry, ...] = ()
    evidence: Evidence = ()


class EvidenceEntry(Part):
    """A journal event, as the report cites it."""

    seq: int
    elapsed_s: Seconds
    at: str
    type: str
    text: str
    hash: str


class MselEntry(Part):
    """An inject as planned and as run."""

    inject: str
    title: str
    kind: Literal["inject", "contingency inject", "ad-hoc inject"]
    channel: str
    sender: str
    to: tuple[str, ...]
    planned: str
    """when it was to be released, in words"""
    planned_s: Seconds | None
    delivered_s: Seconds | None
    deviation_s: Seconds | None
    status: str
    cause: str | None
    expects: tuple[str, ...]
    seq: int | None


class ParticipantEntry(Part):
    """Who played what; names stay in this appendix."""

    role: str
    role_title: str
    name: str
    virtual: bool
    actions: int


class Coverage(Part):
    """Exercised out of in scope."""

    steps: tuple[int, int]
    plan_steps: tuple[int, int]
    roles: tuple[int, int]
    injects: tuple[int, int]
    objectives: tuple[int, int]


class Figure(Part):
    """A count of the report and the events that it was counted from."""

    name: str
    label: str
    evidence: Evidence


class EvidencePart(Part):
    """The map from findings to facts, and the script as run."""

    entries: tuple[EvidenceEntry, ...]
    msel: tuple[MselEntry, ...]
    coverage: Coverage
    unlinked_actions: Evidence
    ambiguous_actions: tuple[tuple[int, tuple[str, ...]], ...]
    figures: tuple[Figure, ...] = ()


class Integrity(Part):
    """What shows that the record was not altered."""

    events: int
    last_hash: str
    chain: Literal["complete", "broken"]
    plan_sha256: str
    scenario_sha256: str
