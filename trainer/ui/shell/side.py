"""The bar of places along the left edge."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from trainer.ui import look
from trainer.ui.panels import Chip, button, label, spaced

__all__ = ["PLACES", "Place", "PlaceName", "SideBar"]

PlaceName = Literal["home", "exercise", "library", "review"]


class Place(NamedTuple):
    """A place of the main window: name, words, icon, shortcut."""

    name: PlaceName
    words: str
    icon: str
    keys: str


PLACES: Final = (
    Place("home", "Home", "home", "Alt+1"),
    Place("exercise", "Exercise", "play", "Alt+2"),
    Place("library", "Library", "library", "Alt+3"),
    Place("review", "Review", "report", "Alt+4"),
)
_WIDTH: Final = 148
_COMPACT: Final = 58
_ROOMY: Final = 1_200


class SideBar(QFrame):
    """One button a place; `wanted` says which was pressed."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look.mark(self, "panel", "side")
        self.setAccessibleName("Places")
        self._compact = False
        self._buttons: dict[PlaceName, QPushButton] = {}
        group = QButtonGroup(self)
        column = spaced(QVBoxLayout(self), margin=8, gap=4)
        for place in PLACES:
            made = button(place.words, "nav", place.icon, f"{place.words} ({place.keys})")
            made.clicked.connect(lambda _=False, name=place.name: self.wanted.emit(name))
            group.addButton(made)
            self._buttons[place.name] = made
            column.addWidget(made)
        column.addStretch(1)
        self._title = label("", "caption", wrap=True)
        self._chip = Chip("", "neutral")
        column.addWidget(self._title)
        column.addWidget(self._chip)
        self.show_exercise("", "created")
        self.relook()
        look.changes().changed.connect(self.relook)

    @staticmethod
    def width_at_least() -> int:
        """The width with icons alone, in pixels."""
        return look.tokens().px(_COMPACT)

    def relook(self) -> None:
        """Take the width from the text size in force."""
        self.setFixedWidth(look.tokens().px(_COMPACT if self._compact else _WIDTH))

    def fit(self, window_width: int) -> None:
        """Show icons alone where words would take too much of the window."""
        compact = window_width < look.tokens().px(_ROOMY)
        if compact == self._compact:
            return
        self._compact = compact
        for place in PLACES:
            self._buttons[place.name].setText("" if compact else place.words)
        self._show_title()
        self.relook()

    def show_place(self, name: PlaceName) -> None:
        """Show where the person is."""
        self._buttons[name].setChecked(True)

    def show_exercise(self, title: str, status: str) -> None:
        """Show which exercise is open, and what its clock does; an empty title shows none.

        `stopped` is an exercise whose journal cannot be written.
        """
        words, level = _CLOCKS[status]
        self._title.setText(title)
        self._show_title()
        self._chip.show_status(words, level, _ICONS[status])

    def _show_title(self) -> None:
        shown = bool(self._title.text()) and not self._compact
        self._title.setVisible(shown)
        self._chip.setVisible(shown)


_CLOCKS: Final[dict[str, tuple[str, look.Status]]] = {
    "created": ("Not started", "neutral"),
    "running": ("In play", "ok"),
    "paused": ("Paused", "warn"),
    "ended": ("Ended", "neutral"),
    "stopped": ("Stopped", "bad"),
}
_ICONS: Final = {
    "created": "clock",
    "running": "play",
    "paused": "pause",
    "ended": "stop",
    "stopped": "cross",
}
