"""What the parts of the review share: the exercise, how to ask something of it, and how its people and events read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from trainer.core import events as ev
from trainer.core.commands import Command
from trainer.core.compose.words import say
from trainer.core.events import Record
from trainer.core.script import Script
from trainer.core.state import State, last_undoable
from trainer.ports import Exercise
from trainer.ui.bridge import submit

__all__ = ["FACILITATOR", "SYSTEM", "Desk"]

FACILITATOR: Final = "facilitator"
SYSTEM: Final = "system"
_JUDGEMENTS: Final = (
    ev.HotWashRecorded,
    ev.ObjectiveRated,
    ev.OutcomeOverruled,
    ev.ActionLinked,
    ev.ObservationRecorded,
    ev.StepAssessed,
    ev.GapJudged,
    ev.AmendmentDecided,
    ev.ActionAssigned,
    ev.ActionClosed,
)
"""What a review records, and what it therefore takes back; acts of play belong to the facilitator's console."""


class Desk:
    """The exercise that is reviewed."""

    def __init__(self, exercise: Exercise, window: QWidget, today: Callable[[], date]) -> None:
        self.exercise: Final = exercise
        self.today: Final = today
        self._window = window
        script = exercise.script
        played = [role for role in script.played_roles if role in script.roles]
        self.roles: Final = (*played, *(role for role in script.roles if role not in played))
        self._lanes = {role: lane for lane, role in enumerate(self.roles)}

    @property
    def script(self) -> Script:
        """Plan and scenario."""
        return self.exercise.script

    @property
    def state(self) -> State:
        """The state after the newest record."""
        return self.exercise.state

    def created(self) -> ev.ExerciseCreated:
        """How the exercise was set up."""
        first = self.exercise.records[0].event
        assert isinstance(first, ev.ExerciseCreated)
        return first

    def ended(self) -> bool:
        """Whether play is over, so that findings are final."""
        return self.state.status == "ended"

    def people(self) -> bool:
        """Whether at least one role was played by a person, who can be asked how it went."""
        seats = self.created().seats
        return not seats or not all(seat.virtual for seat in seats)

    def standing(self) -> list[Record]:
        """Records that were not taken back."""
        return [record for record in self.exercise.records if record.seq not in self.state.undone]

    def do(self, command: Command) -> bool:
        """Ask something of the exercise; a refusal becomes a message. True when it was done."""
        return submit(self.exercise, command, self._window)

    def last_judgement(self) -> Record | None:
        """What taking back would take back: the newest act, if it is one of the review's."""
        record = last_undoable(self.state)
        return record if record is not None and isinstance(record.event, _JUDGEMENTS) else None

    def said(self, record: Record) -> tuple[str, str]:
        """An event in words: one line, and what was written with it."""
        return say(self.script, record)

    def title(self, role: str | None) -> str:
        """Who: a role's title, the facilitator, or the exercise itself."""
        known = self.script.roles.get(role or "")
        if known is not None:
            return known.title
        return {FACILITATOR: "Facilitator", SYSTEM: "Exercise"}.get(role or "", role or "")

    def lane(self, role: str | None) -> int | None:
        """The place of a role in the exercise's order, for its colour."""
        return self._lanes.get(role or "")

    def retest_title(self, step: str) -> str:
        """A step that the next drill tries again; one that a change adds is known by its identifier alone."""
        return self.step_title(step) if step in self.script.steps else step.replace("-", " ").capitalize()

    def step_title(self, step: str | None) -> str:
        """A step's title; its identifier where the plan has no such step."""
        known = self.script.steps.get(step or "")
        return known.title if known else step or ""
