"""What earlier runs of experiments left over in a real system: what was rolled back, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton

from trainer.ui.dialogs import ask
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.home import HomePage
from trainer.ui.home.parts import cleared, row
from trainer.ui.home.requests import Requests
from trainer.ui.home.words import is_resumable
from trainer.ui.look import Status
from trainer.ui.notice import show_notice
from trainer.ui.panels import Card, button
from trainer.workspace import ExerciseEntry, LeftOver, Unusable, Workspace

__all__ = ["LeftOvers"]

_EVERY: Final = 500
"""Milliseconds between two looks while something is being rolled back"""
_GIVES_UP: Final = (
    "The program then forgets what it would have to undo there, and never rolls it back. Say so only where somebody "
    "has looked at the system and has put it right."
)


class LeftOvers(QObject):
    """Fills the top of Home from the workspace, whenever the catalogue was read and while something is under way."""

    def __init__(
        self, page: HomePage, catalogue: Catalogue, workspace: Workspace, requests: Requests
    ) -> None:
        super().__init__(page)
        self._page, self._catalogue, self._workspace, self._requests = page, catalogue, workspace, requests
        self._shown: tuple[object, ...] | None = None
        self._read: set[str] = set()
        """keys of what was rolled back and has been read by the person"""
        self._again = QTimer(self, singleShot=True, interval=_EVERY)
        self._again.timeout.connect(self.look)
        catalogue.changed.connect(self.look)

    def look(self) -> None:
        """Show what there is now."""
        try:
            found = self._workspace.left_over()
        except Unusable as unusable:
            show_notice(str(unusable), "bad", self._page)
            return
        found = tuple(each for each in found if self._concerns(each))
        known = {entry.id: entry for entry in self._catalogue.exercises}
        shown = (found, tuple(each.exercise in known for each in found))
        if shown != self._shown:
            self._shown = shown
            self._show(found, known)
        if any(not each.done and not each.waits for each in found):
            self._again.start()

    def _concerns(self, each: LeftOver) -> bool:
        """What the open exercise is doing at this moment was not left over; what was read has been told."""
        live = each.exercise == self._catalogue.in_play and not each.waits
        return not live and each.key not in self._read

    def _show(self, found: tuple[LeftOver, ...], known: dict[str, ExerciseEntry]) -> None:
        cleared(self._page.left_over_column)
        for each in found:
            card = Card()
            card.setAccessibleName(_title(each))
            actions = self._actions(each, known.get(each.exercise))
            card.add(row(_title(each), each.text, *actions, status=_status(each)))
            self._page.left_over_column.addWidget(card)
        self._page.left_over.setVisible(bool(found))

    def _actions(self, each: LeftOver, entry: ExerciseEntry | None) -> list[QPushButton]:
        if each.waits:
            undo = button("Roll back now", "primary", "undo")
            undo.clicked.connect(partial(self._undo, each.key))
            by_hand = button("I put it right by hand")
            by_hand.clicked.connect(partial(self._ask, each.key))
            return [undo, by_hand]
        if not each.done:
            return []
        read = button("I have read it", "quiet", "ok")
        read.clicked.connect(partial(self._on_read, each, entry is not None))
        if entry is None:
            return [read]
        opens = button("Open the exercise", tip="It is noted there what was rolled back, and when")
        asked = self._requests.resume if is_resumable(entry) else self._requests.review
        opens.clicked.connect(lambda: asked.emit(entry))
        return [opens, read]

    # -- what a person says -------------------------------------------------------------------------------

    def _undo(self, key: str) -> None:
        self._do(lambda: self._workspace.undo_left_over(key))

    def _ask(self, key: str) -> None:
        discard = partial(self._do, lambda: self._workspace.discard_left_over(key))
        ask(self._page, "Was it put right by hand?", _GIVES_UP, "It was put right", discard, danger=True)

    def _on_read(self, each: LeftOver, kept: bool) -> None:
        """Hide it; where no exercise is left to note it in, it is forgotten."""
        self._read.add(each.key)
        self._do((lambda: None) if kept else (lambda: self._workspace.discard_left_over(each.key)))

    def _do(self, what: Callable[[], None]) -> None:
        try:
            what()
        except Unusable as unusable:
            show_notice(str(unusable), "bad", self._page)
        self._shown = None
        self.look()


def _title(each: LeftOver) -> str:
    if each.done:
        return "Rolled back since the program ended"
    return "A real system may still be broken" if each.waits else "Being rolled back…"


def _status(each: LeftOver) -> Status:
    if each.done:
        return "ok"
    return "bad" if each.waits else "info"
