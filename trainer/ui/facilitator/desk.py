"""What the parts of the console share: the exercise, how to ask something of it, and how its roles are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from trainer.core import engine
from trainer.core.commands import Command
from trainer.core.engine import Refused
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import Micros
from trainer.ports import Exercise
from trainer.ui.bridge import submit
from trainer.ui.facilitator.lexicon import initials

__all__ = ["Desk"]


class Desk:
    """The exercise on the facilitator's desk."""

    def __init__(self, exercise: Exercise, window: QWidget) -> None:
        self.exercise: Final = exercise
        self._window = window
        script = exercise.script
        played = [role for role in script.played_roles if role in script.roles]
        self.roles: Final = (*played, *(role for role in script.roles if role not in played))
        self.played: Final = tuple(played)
        self._lanes = {role: lane for lane, role in enumerate(self.roles)}
        self._everyone = frozenset(script.played_roles)
        # Thousands of injects go to a handful of groups.
        self._short: dict[tuple[str, ...], str] = {}
        self._long: dict[tuple[str, ...], str] = {}

    @property
    def script(self) -> Script:
        """Plan and scenario."""
        return self.exercise.script

    @property
    def state(self) -> State:
        """The state after the newest record."""
        return self.exercise.state

    def now(self) -> Micros:
        """The exercise clock's reading."""
        return self.exercise.elapsed()

    def in_play(self) -> bool:
        """Whether play has begun and not ended."""
        return self.state.status in ("running", "paused")

    def do(self, command: Command) -> bool:
        """Ask something of the exercise; a refusal becomes a message. True when it was done."""
        return submit(self.exercise, command, self._window)

    def refusal(self, command: Command) -> str:
        """Why the exercise would refuse a command now, or an empty text."""
        try:
            engine.decide(self.state, command, self.now())
        except Refused as refused:
            return str(refused)
        return ""

    def title(self, role: str | None) -> str:
        """A role's title; its identifier where the plan does not know it."""
        known = self.script.roles.get(role or "")
        return known.title if known else role or ""

    def lane(self, role: str | None) -> int | None:
        """The place of a role in the exercise's order, for its colour."""
        return self._lanes.get(role or "")

    def short(self, roles: Sequence[str]) -> str:
        """Roles as initials; `everyone` where none of those that play is left out."""
        return self._said(self._short, tuple(roles), lambda role: initials(self.title(role)))

    def long(self, roles: Sequence[str]) -> str:
        """Roles by title; `everyone` where none of those that play is left out."""
        return self._said(self._long, tuple(roles), self.title)

    def _said(
        self, known: dict[tuple[str, ...], str], roles: tuple[str, ...], name: Callable[[str], str]
    ) -> str:
        if roles not in known:
            everyone = self._everyone <= set(roles)
            known[roles] = "everyone" if everyone else ", ".join(name(role) for role in roles)
        return known[roles]

    def clause(self, step: str) -> str:
        """A step's clause as it is quoted, or an empty text."""
        known = self.script.steps.get(step)
        clause = self.script.clause(known) if known else None
        return f"clause {clause}" if clause else ""

    def step_title(self, step: str) -> str:
        """A step's clause and title."""
        known = self.script.steps.get(step)
        if known is None:
            return step
        clause = self.script.clause(known)
        return f"{clause}  {known.title}" if clause else known.title
