"""`trainer check --gaps`: the gaps that stand in plans before any drill, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from trainer.cli.console import Failure
from trainer.core.problems import Located, one_line, quoted
from trainer.core.time import SECOND

if TYPE_CHECKING:
    from trainer.core.plan import Plan
    from trainer.core.standing import PlanGap
    from trainer.storage.files import Loaded


@dataclass(frozen=True, slots=True)
class LocatedGap:
    """A gap and where it stands: `line` and `column` count from 1.

    `str()` gives `FILE:LINE:COLUMN: gap CODE (KIND): statement; proposed change`, always as one printable line.
    """

    file: str
    line: int
    column: int
    gap: PlanGap

    def __str__(self) -> str:
        place = f"{one_line(self.file)}:{self.line}:{self.column}"
        statement = one_line(self.gap.statement.rstrip("."))
        return f"{place}: gap {self.gap.code} ({self.gap.kind}): {statement}; {_continued(self.gap.proposed_change)}"

    def as_json(self) -> dict[str, object]:
        """The keys of a problem, and those that only a gap has."""
        gap = self.gap
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "level": "gap",
            "kind": gap.code,
            "message": gap.statement,
            "fix": gap.proposed_change,
            "path": list(gap.path),
            "code": gap.code,
            "gap_kind": gap.kind,
            "consequence": gap.consequence,
            "priority": gap.priority,
            "step": gap.step,
            "clause": gap.clause,
        }


@dataclass
class Searched:
    """What a search of several plans found."""

    gaps: list[LocatedGap] = field(default_factory=list)
    told_already: set[Located] = field(default_factory=set)
    """warnings of the check that say the same as a gap"""
    unsearched: list[str] = field(default_factory=list)
    """plans whose errors have to be mended first"""


def day_asked(text: str | None) -> date:
    """The day on which plans are looked at: today (UTC) unless one is given. Raises Failure for what is no date."""
    if text is None:
        from trainer.storage.clock import SystemClock

        return datetime.fromtimestamp(SystemClock().wall() // SECOND, UTC).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Failure(f"--on {quoted(text)} is not a date; write it like 2026-11-02") from None


def search(plans: Iterable[Loaded[Plan]], on: date) -> Searched:
    """The gaps of every plan that is free of errors, in the order of each file."""
    from trainer.core.standing import of_plan, told_as_gap

    searched = Searched()
    for loaded in plans:
        if loaded.value is None or not loaded.usable:
            searched.unsearched.append(loaded.source.name)
            continue
        gaps = of_plan(loaded.value, on)
        located = [LocatedGap(loaded.source.name, *loaded.source.position(gap.path), gap) for gap in gaps]
        searched.gaps += sorted(located, key=lambda each: (each.line, each.column, each.gap.id))
        searched.told_already |= {each for each in loaded.problems if told_as_gap(each.problem, gaps)}
    return searched


def _continued(sentence: str) -> str:
    """A sentence as it goes on behind a semicolon."""
    text = one_line(sentence.rstrip("."))
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
