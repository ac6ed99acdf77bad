"""Answers of a walk-through that only confirm what is written, a line a step instead of a line an answer.

What was confirmed stands in the matrix, answer by answer; in lists of everything that happened it would bury the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from trainer.core.aar import Report
from trainer.core.aar_walk import WalkedStep


@dataclass(frozen=True, slots=True)
class Fold:
    """The answers about one step, of which all say that it is as written; sequence numbers in order."""

    seqs: tuple[int, ...]
    headings: tuple[str, ...]

    @property
    def title(self) -> str:
        """What happened, in one line."""
        return f"Answered on {len(self.seqs)} questions, and all confirmed"


def folds(report: Report) -> Mapping[int, Fold]:
    """Steps of which more than one answer was given and nothing but confirmed, by the number of each answer."""
    walk = report.exercise.walk
    found = [_fold(step) for step in walk.steps] if walk is not None else []
    return {seq: fold for fold in found if fold is not None for seq in fold.seqs}


def _fold(step: WalkedStep) -> Fold | None:
    cells = [cell for cell in (*step.cells, *step.own) if cell.reply is not None]
    replies = [reply for cell in cells for reply in (*cell.earlier, cell.reply) if reply is not None]
    if len(replies) < 2 or any(reply.answer != "confirmed" for reply in replies):
        return None
    return Fold(tuple(sorted(reply.seq for reply in replies)), tuple(cell.heading for cell in cells))


def numbers(seqs: Iterable[int]) -> str:
    """Sequence numbers as people list them: `12–15, 18`."""
    runs = groupby(enumerate(sorted(set(seqs))), key=lambda pair: pair[1] - pair[0])
    ends = [[seq for _, seq in run] for _, run in runs]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in ends)
