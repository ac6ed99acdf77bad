"""The confirmation without which nothing runs: read, not production, and the target's name typed by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer.ui.facilitator.experiments.parts import Line
from trainer.ui.panels import Banner, button, label, spaced
from trainer.workspace import ExperimentView

__all__ = ["Approval", "left_to_do"]


def left_to_do(target: str, seen: bool, not_production: bool, typed: str) -> tuple[str, ...]:
    """What a person still has to do before an experiment can be approved."""
    found = [] if seen else ["read what it does to its end"]
    if not not_production:
        found.append("say that it is not production")
    if typed.strip() != target:
        found.append(
            "type the name of the target exactly as it stands" if typed.strip() else "type the target’s name"
        )
    return tuple(found)


class Approval(QWidget):
    """Empty at first and again after each use; `wanted` carries whether a dry run is meant."""

    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Approve the experiment")
        self._view: ExperimentView | None = None
        self._seen, self._hindered = False, ""
        self._heading = label("", "heading", wrap=True)
        self.refused = Banner()
        self.not_production = QCheckBox("This is &not production")
        self._asks = label("", wrap=True)
        self.typed = QLineEdit(maxLength=200)
        self._asks.setBuddy(self.typed)
        self._still = Line("", "info")
        self.dry = button(
            "&Dry run", "normal", "eye", "Probe the system and go through the motions; no action is run"
        )
        self.approve = button(
            "&Approve", "primary", "ok", "From then on its actions run when the exercise comes to them"
        )
        self._lay_out()
        self.not_production.toggled.connect(self._refresh)
        self.typed.textChanged.connect(self._refresh)
        self.dry.clicked.connect(lambda: self.wanted.emit(True))
        self.approve.clicked.connect(lambda: self.wanted.emit(False))

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), gap=8)
        buttons = spaced(QHBoxLayout(), gap=8)
        for each in (self.dry, self.approve):
            buttons.addWidget(each)
        buttons.addStretch(1)
        for part in (self._heading, self.refused, self.not_production, self._asks, self.typed):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self._still)

    def begin(self) -> None:
        """Empty: what was confirmed counts once."""
        self.not_production.setChecked(False)
        self.typed.clear()

    def show_view(self, view: ExperimentView, seen: bool, hindered: str) -> None:
        """Ask for this experiment; `hindered` says why it cannot be approved whatever is confirmed."""
        if self._view is None or (self._view.id, self._view.target) != (view.id, view.target):
            self.begin()
        self._view, self._seen, self._hindered = view, seen, hindered
        headings = {
            "dry run": "Approve it for real",
            "over": "Approve it again",
            "not undone": "Approve it again",
        }
        self._heading.setText(headings.get(view.stage, "Approve it"))
        self._asks.setText(f"Type the target’s name: {view.target}")
        self.typed.setAccessibleName(f"The target’s name: {view.target}")
        self._refresh()

    def refuse(self, why: str) -> None:
        """Say why it was not approved; what was confirmed counts no more."""
        self.begin()
        self.refused.show_message(why, "warn")

    def _refresh(self) -> None:
        view = self._view
        if view is None:
            return
        left = left_to_do(view.target, self._seen, self.not_production.isChecked(), self.typed.text())
        ready = not left and not self._hindered
        self.dry.setEnabled(ready and not view.at_work)
        self.approve.setEnabled(ready)
        if self._hindered:
            self._still.show_line(self._hindered, "warn")
        elif left:
            self._still.show_line(f"Still to do: {', '.join(left)}.", "info")
        else:
            self._still.show_line(
                f"Ready. Its actions run on {view.target} when the exercise comes to them, or when you release them.",
                "ok",
            )
