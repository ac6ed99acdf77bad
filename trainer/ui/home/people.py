"""Who plays which role: a line of controls for each role that the scenario needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from trainer.core.script import Script
from trainer.ui import look
from trainer.ui.home.parts import cleared
from trainer.ui.home.setup_form import Casting, Played, role_facts
from trainer.ui.panels import label, spaced

__all__ = ["PeopleForm"]

_PLAYED: tuple[tuple[Played, str], ...] = (
    ("person", "A person"),
    ("virtual", "Virtual team"),
    ("nobody", "Nobody"),
)


@dataclass(frozen=True)
class _Line:
    casting: Casting
    played: QComboBox
    name: QLineEdit
    window: QCheckBox

    def read(self) -> Casting:
        played = cast("Played", self.played.currentData())
        window = self.window.isChecked() and played != "nobody"
        return replace(self.casting, played=played, name=self.name.text(), window=window)


class PeopleForm(QWidget):
    """Roles below each other; `changed` follows every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.tokens().pad)
        self._grid.setVerticalSpacing(look.tokens().gap)
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(2, 3)

    def castings(self) -> tuple[Casting, ...]:
        """Who plays what, as chosen now."""
        return tuple(line.read() for line in self._lines)

    def show_script(self, script: Script) -> None:
        """Ask for the roles of a script; what was chosen for a role before stays."""
        before = {casting.role: casting for casting in self.castings()}
        cleared(self._grid)
        self._lines = []
        for column, title in enumerate(("Role", "Played by", "Name (optional)", "Seat window")):
            self._grid.addWidget(label(title, "caption"), 0, column)
        for place, role in enumerate(script.played_roles, 1):
            title = script.roles[role].title if role in script.roles else role
            casting = before.get(role, Casting(role, title))
            self._add(place, replace(casting, title=title), role_facts(script, role))
        self._chain_tabs()
        self.changed.emit()

    def play_all(self, played: Played) -> None:
        """Let all roles be played the same way."""
        for line in self._lines:
            line.played.setCurrentIndex(line.played.findData(played))

    def first_field(self) -> QWidget | None:
        """Where a person begins to type."""
        fields = (line.name if line.name.isEnabled() else line.played for line in self._lines)
        return next(fields, None)

    def _add(self, place: int, casting: Casting, facts: str) -> None:
        words = QWidget()
        column = spaced(QVBoxLayout(words), gap=0)
        column.addWidget(label(casting.title, "strong", wrap=True))
        column.addWidget(label(facts, "caption", wrap=True))
        line = _Line(casting, self._played(casting), self._name(casting), self._window(casting))
        line.played.currentIndexChanged.connect(lambda: self._on_played_changed(line))
        line.name.textChanged.connect(self.changed)
        line.window.toggled.connect(self.changed)
        self._lines.append(line)
        self._grid.addWidget(words, place, 0)
        for number, control in enumerate((line.played, line.name, line.window), 1):
            where = Qt.AlignmentFlag.AlignVCenter
            if number == 3:
                where |= Qt.AlignmentFlag.AlignHCenter
            self._grid.addWidget(control, place, number, where)
            # At once rather than with the next event, so that it can take the focus.
            control.show()
        self._enable(line)

    def _played(self, casting: Casting) -> QComboBox:
        played = QComboBox()
        played.setAccessibleName(f"{casting.title} is played by")
        for value, words in _PLAYED:
            played.addItem(words, value)
        played.setCurrentIndex(played.findData(casting.played))
        return played

    def _name(self, casting: Casting) -> QLineEdit:
        name = QLineEdit(casting.name)
        name.setAccessibleName(f"Name of the person who plays {casting.title}")
        name.setMaxLength(80)
        name.setMinimumWidth(look.tokens().px(110))
        return name

    def _window(self, casting: Casting) -> QCheckBox:
        window = QCheckBox()
        window.setAccessibleName(f"Open a window for the seat of {casting.title}")
        window.setToolTip("Open this seat in a window of its own when the exercise starts")
        window.setChecked(casting.window)
        return window

    def _on_played_changed(self, line: _Line) -> None:
        self._enable(line)
        self.changed.emit()

    def _enable(self, line: _Line) -> None:
        played = line.played.currentData()
        line.name.setEnabled(played == "person")
        line.window.setEnabled(played != "nobody")

    def _chain_tabs(self) -> None:
        controls = [control for line in self._lines for control in (line.played, line.name, line.window)]
        for one, other in pairwise(controls):
            QWidget.setTabOrder(one, other)
