"""Counts what was found of what was planted: recall, precision, and whether the kind is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.case import Case, Planted
from tests.bench.play import reported
from trainer.core import aar


@dataclass
class Tally:
    """Found, overlooked and wrongly raised, of one code, of one kind, or of all."""

    found: int = 0
    overlooked: int = 0
    false: int = 0
    kind_right: int = 0

    @property
    def recall(self) -> float:
        """Share of the planted gaps that were found."""
        planted = self.found + self.overlooked
        return self.found / planted if planted else 1.0

    @property
    def precision(self) -> float:
        """Share of the gaps raised that were planted."""
        raised = self.found + self.false
        return self.found / raised if raised else 1.0

    @property
    def kinds(self) -> float:
        """Share of the gaps found whose kind is right."""
        return self.kind_right / self.found if self.found else 1.0


@dataclass
class Score:
    """What came out of a set of cases; `remarks` names every difference."""

    total: Tally = field(default_factory=Tally)
    by_code: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_kind: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alarmed: list[str] = field(default_factory=list)
    """clean cases in which something was raised"""
    remarks: list[str] = field(default_factory=list)


def score(cases: Iterable[Case]) -> Score:
    """Play every case and compare."""
    result = Score()
    for case in cases:
        _compare(case, reported(case).gaps, result)
    return result


def _compare(case: Case, gaps: tuple[aar.Gap, ...], result: Score) -> None:
    left = [gap for gap in gaps if gap.stands]
    for planted in case.planted:
        gap = _match(planted, left)
        for tally in (result.total, result.by_code[planted.code], result.by_kind[planted.kind]):
            tally.found += gap is not None
            tally.overlooked += gap is None
            tally.kind_right += gap is not None and gap.kind == planted.kind
        if gap is None:
            result.remarks.append(
                f"{case.name}: {planted.code} {planted.kind} on {planted.step} was overlooked"
            )
            continue
        left.remove(gap)
        if gap.kind != planted.kind:
            result.remarks.append(f"{case.name}: {gap.id} is {gap.kind}, it should be {planted.kind}")
    raised = [gap for gap in left if gap.code not in case.debatable]
    for gap in raised:
        for tally in (result.total, result.by_code[gap.code], result.by_kind[gap.kind]):
            tally.false += 1
        result.remarks.append(f"{case.name}: {gap.id} ({gap.kind}) was raised: {gap.statement}")
    if raised and not case.planted:
        result.alarmed.append(case.name)


def _match(planted: Planted, gaps: list[aar.Gap]) -> aar.Gap | None:
    """The gap that was planted: of its code, on its step where one is named, best of its kind too."""
    fits = [g for g in gaps if g.code == planted.code and planted.step in (None, g.step)]
    return next((g for g in fits if g.kind == planted.kind), fits[0] if fits else None)


def table(result: Score) -> str:
    """The score as lines to print."""
    rows = [("all", result.total), *sorted(result.by_code.items()), *sorted(result.by_kind.items())]
    lines = [f"{'':12}{'planted':>8}{'found':>7}{'false':>7}{'recall':>8}{'precision':>11}{'kind':>7}"]
    lines += [
        f"{name:12}{t.found + t.overlooked:8}{t.found:7}{t.false:7}{t.recall:8.2f}{t.precision:11.2f}{t.kinds:7.2f}"
        for name, t in rows
    ]
    return "\n".join([*lines, f"clean cases with an alarm: {len(result.alarmed)}", *result.remarks])
