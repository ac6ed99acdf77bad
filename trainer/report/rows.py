"""Lines of the report as templates show them: an entry of the report with its anchor, and what belongs beside it."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.core.aar import (
    CorrectiveAction,
    EvidenceEntry,
    Gap,
    MselEntry,
    ObjectiveResult,
    PreviousAction,
    StepResult,
    TimelineEntry,
    VoteResult,
)
from trainer.core.aar_walk import WalkChain
from trainer.report.anchors import Finding
from trainer.report.charts import Bar


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step's line in the timing table."""

    anchor: str
    step: StepResult
    bar: Bar


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line in the list of facts. Of several facts that say the same, the first, and the anchors of all."""

    anchor: str
    entry: TimelineEntry
    role: str
    numbers: str
    """sequence numbers of all facts that it tells"""
    also: tuple[str, ...] = ()
    """anchors of the others"""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap with its anchor."""

    anchor: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps of one kind, the pressing ones first."""

    kind: str
    title: str
    note: str
    rows: tuple[GapRow, ...]
    counted: int = 0
    """those that stand, as the summary counts them"""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of the method that share a topic."""

    topic: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective with the gaps that touch it."""

    anchor: str
    objective: ObjectiveResult
    gaps: tuple[GapRow, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A journal event, or several that say the same, and the findings that rest on any of them."""

    anchor: str
    entry: EvidenceEntry
    cited_by: tuple[Finding, ...]
    numbers: str
    also: tuple[str, ...] = ()
    """anchors of the others"""


@dataclass(frozen=True, slots=True)
class MselRow:
    """An inject as planned and as run, with its anchor."""

    anchor: str
    entry: MselEntry


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A line of the improvement plan; `gaps` are the identifiers of all gaps that it answers."""

    anchor: str
    action: CorrectiveAction
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviousRow:
    """An action of an earlier exercise, with its anchor."""

    anchor: str
    action: PreviousAction


@dataclass(frozen=True, slots=True)
class ChainRow:
    """Durations along a chain of steps, with its anchor."""

    anchor: str
    chain: WalkChain


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote, with its anchor."""

    anchor: str
    vote: VoteResult
