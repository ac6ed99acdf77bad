"""Earlier drills on the same plan, as the library holds them: what a new exercise has to know of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from trainer.core.events import EarlierDrillsNoted
from trainer.core.time import SECOND, Micros

if TYPE_CHECKING:
    from trainer.core.history import EarlierDrill
    from trainer.storage.library import ExerciseRow, Library

_LOOKED_AT: Final = 8
"""So many earlier drills are taken into account, the newest ones: two years of quarterly drills."""


def earlier_drills(library: Library, plan: str, before: Micros, virtual: bool) -> EarlierDrillsNoted | None:
    """What drills on a plan that began before a moment left behind; None where there were none.

    Rehearsals by virtual teams follow rehearsals only, and drills by people follow drills by people. An exercise that
    cannot be read any more is left out: it must not stand in the way of the next.
    """
    rows = [
        row
        for row in library.exercises()
        if row.plan == plan and row.virtual == virtual and row.state == "ended" and _began(row, before)
    ]
    newest = sorted(rows, key=lambda row: (row.started or "", row.id))[-_LOOKED_AT:]
    drills = tuple(drill for row in newest if (drill := looked_at(library, row.id)) is not None)
    return EarlierDrillsNoted(drills=drills) if drills else None


def _began(row: ExerciseRow, before: Micros) -> bool:
    return row.started is not None and datetime.fromisoformat(row.started).timestamp() * SECOND < before


def looked_at(library: Library, exercise: str) -> EarlierDrill | None:
    """What an exercise left behind; None where it cannot be read any more."""
    from trainer.cli.exercises import stored_script
    from trainer.core.compose.lookback import look_back
    from trainer.storage.errors import StorageError

    try:
        return look_back(stored_script(library, exercise), library.journal(exercise).records())
    except (StorageError, ValueError):
        return None
