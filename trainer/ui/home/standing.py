"""The gaps of the plans in the library as they stand today, worked out once for each. Needs no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from trainer.core.diagnose import diagnose_plan
from trainer.core.gaps.finding import PRIORITIES
from trainer.core.plan import Plan
from trainer.core.problems import Located, Problem
from trainer.core.standing import PlanGap, of_plan, told_as_gap
from trainer.ui.home.words import counted
from trainer.ui.look.tokens import Status
from trainer.workspace import ScriptEntry

__all__ = ["PRIORITY_STATUS", "Standing", "families", "gap_words", "spoken"]

PRIORITY_STATUS: Final[dict[str, Status]] = {"high": "bad", "medium": "warn", "low": "neutral"}


class Standing:
    """Gaps of plans, kept while plan and day are the same."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._known: dict[str, tuple[ScriptEntry, date, tuple[PlanGap, ...], ScriptEntry]] = {}

    def of(self, entry: ScriptEntry) -> tuple[PlanGap, ...]:
        """The gaps of a plan, the most pressing first; none where it cannot be read."""
        return self._read(entry)[0]

    def rest(self, entry: ScriptEntry) -> ScriptEntry:
        """A plan's entry without the warnings that are told as gaps, so that each is said once."""
        return self._read(entry)[1]

    def _read(self, entry: ScriptEntry) -> tuple[tuple[PlanGap, ...], ScriptEntry]:
        plan, day = entry.value, self._today()
        if not isinstance(plan, Plan):
            return (), entry
        known = self._known.get(str(entry.path))
        if known is not None and known[0] is entry and known[1] == day:
            return known[2], known[3]
        gaps = of_plan(plan, day)
        rest = _without(entry, [each for each in diagnose_plan(plan) if told_as_gap(each, gaps)])
        self._known[str(entry.path)] = (entry, day, gaps, rest)
        return gaps, rest


def _without(entry: ScriptEntry, told: Sequence[Problem]) -> ScriptEntry:
    """An entry without these warnings; a line says a problem behind its file, line and column."""
    ends = tuple(str(Located("", 1, 1, problem)).removeprefix(":1:1") for problem in told)
    return replace(entry, problems=tuple(line for line in entry.problems if not line.endswith(ends)))


def families(gaps: Iterable[PlanGap]) -> dict[str, tuple[PlanGap, ...]]:
    """Gaps by code, the family with the most pressing gap first."""
    found: dict[str, list[PlanGap]] = {}
    for gap in gaps:
        found.setdefault(gap.code, []).append(gap)
    ordered = {
        code: sorted(same, key=lambda gap: PRIORITIES.index(gap.priority)) for code, same in found.items()
    }
    ranked = sorted(ordered.items(), key=lambda pair: (PRIORITIES.index(pair[1][0].priority), pair[0]))
    return {code: tuple(same) for code, same in ranked}


def gap_words(gaps: tuple[PlanGap, ...]) -> tuple[str, Status]:
    """How many gaps there are and how many of them press, for a line of a list."""
    if not gaps:
        return "none found", "ok"
    high = sum(gap.priority == "high" for gap in gaps)
    words = f"{len(gaps)}, {high} high" if high else str(len(gaps))
    return words, PRIORITY_STATUS[min((gap.priority for gap in gaps), key=PRIORITIES.index)]


def spoken(gaps: tuple[PlanGap, ...]) -> str:
    """The same for assistive technology."""
    high = sum(gap.priority == "high" for gap in gaps)
    return f"{counted(len(gaps), 'gap')}, {high} of high priority" if gaps else "no gap found"
