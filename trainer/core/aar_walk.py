"""The part of the report that a walk-through adds: what was verified of the procedures, and what was not."""

from __future__ import annotations

from typing import Literal

from trainer.core.aar_parts import Evidence, Part, Seconds

WalkedAnswer = Literal["confirmed", "unclear", "wrong", "missing", "blocked"]
Standing = Literal["as written", "in part", "does not fit", "otherwise", "cannot be done", "not walked"]
"""How a step of the walk stands: as written (all confirmed), in part (something is unclear or was not asked), does not
fit its target, otherwise than written, cannot be done, or not walked at all."""


class WalkReply(Part):
    """An answer as it was given."""

    answer: WalkedAnswer
    note: str
    role: str
    role_title: str
    elapsed_s: Seconds
    """when it was given, on the exercise clock"""
    takes_s: Seconds | None
    """how long the step takes, where it was stated with this answer"""
    seq: int


class WalkCell(Part):
    """One question about one step: what the plan says, the newest answer, and those that it replaced."""

    question: str
    heading: str
    ask: str
    points: tuple[str, ...]
    """what a good answer touches, where the scenario says so"""
    plan_says: str
    reply: WalkReply | None
    """None where nobody answered"""
    earlier: tuple[WalkReply, ...] = ()


class WalkShowing(Part):
    """A step that was done for real, or tried."""

    role: str
    role_title: str
    began_s: Seconds
    took_s: Seconds | None
    """None where it was not done"""
    how: Literal["done", "failed", "stopped", "under way"]
    note: str
    evidence: Evidence


class WalkedStep(Part):
    """A row of the verification matrix."""

    step: str
    title: str
    procedure: str
    procedure_title: str
    clause: str | None
    role: str | None
    role_title: str
    critical: bool
    standing: Standing
    why: str
    cells: tuple[WalkCell, ...]
    """the questions that are asked about every step; one that does not concern the step is left out"""
    own: tuple[WalkCell, ...]
    """the scenario's own questions about the step"""
    to_be_shown: bool
    """whether the scenario asks that it be done for real"""
    showings: tuple[WalkShowing, ...]
    stated_s: Seconds | None
    shown_s: Seconds | None
    target_s: Seconds | None
    counted_from: str
    """from what the target counts, in words"""
    fits: bool | None
    """whether the durations fit the target, by themselves and along the chain; None where that is not known"""
    left_out: str | None
    evidence: Evidence


class WalkedProcedure(Part):
    """A procedure of which steps were walked: how far it was verified, in which version and on which day."""

    procedure: str
    title: str
    clause: str | None
    steps: int
    """steps of the procedure in the plan"""
    in_walk: int
    """those that this walk was to go through"""
    walked: int
    """those of which something was answered or shown"""
    confirmed: int
    """those that can be done as they are written, with every question answered"""
    complete: bool
    """whether every step of the procedure was walked"""
    plan_version: str
    held_on: str | None
    evidence: Evidence


class WalkLink(Part):
    """One step of a chain of durations."""

    step: str
    title: str
    seconds: Seconds | None
    """None where nobody stated or showed it"""
    source: Literal["shown", "stated"] | None


class WalkChain(Part):
    """Durations added up along a chain of steps, against what the plan allows."""

    step: str
    title: str
    counted_from: str
    allowed_s: Seconds
    needed_s: Seconds
    """the sum of what is known: so long it takes at least"""
    over_s: Seconds
    """needed minus allowed; negative where there is time left"""
    fits: bool | None
    """None where it fits as far as durations are known, and not all are"""
    sum_words: str
    response_target: bool
    """whether the limit is the severity's response target rather than the step's own"""
    links: tuple[WalkLink, ...]
    evidence: Evidence


class WalkPart(Part):
    """The verification matrix of the procedures that were walked."""

    situation: str
    severity: str | None
    """whose targets count"""
    procedures: tuple[WalkedProcedure, ...]
    columns: tuple[tuple[str, str], ...]
    """(question, heading) of the questions that are asked about every step"""
    steps: tuple[WalkedStep, ...]
    chains: tuple[WalkChain, ...]
    """of several steps, and those that do not fit"""
    answer_counts: dict[str, int]
    questions_asked: int
    questions_answered: int
    standing_counts: dict[str, int]
    shown: int
    """steps that were done for real"""
    to_be_shown: int
    """steps that the scenario asks to be done for real"""
