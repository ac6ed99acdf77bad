"""What an experiment does, to be read before it may run: every action, rollback and probe with its exact call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.experiment_words import breakable
from trainer.ui.facilitator.experiments.parts import Line, call_row, plain
from trainer.ui.panels import label, spaced
from trainer.workspace import ExperimentView

__all__ = ["Reading"]

_NEAR: Final = 8
"""Pixels at 100 % from the end at which the end counts as seen"""


class Reading(QScrollArea):
    """Scrolls; `seen` follows once its end has been on the screen since this very text was shown."""

    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What the experiment does")
        self.verticalScrollBar().setAccessibleName("What the experiment does, scroll")
        self._shown: tuple[object, ...] = ()
        self._seen = False
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.verticalScrollBar().rangeChanged.connect(self._look)

    def was_seen(self) -> bool:
        """Whether the end of what is shown now has been on the screen."""
        return self._seen

    def show_view(self, view: ExperimentView, every: str) -> bool:
        """Show an experiment; `every` says how often it is probed. True where that is another text than before."""
        shown = (
            view.digest, view.target, view.note, every, view.actions, view.rollbacks, view.probes, view.left_out,
            view.warnings,
        )  # fmt: skip
        if shown == self._shown:
            return False
        self._shown, self._seen = shown, False
        page = QWidget()
        page.setAccessibleName("What the experiment does")
        column = spaced(QVBoxLayout(page), gap=10)
        column.setContentsMargins(0, 0, look.tokens().px(12), look.tokens().px(4))
        self._fill(column, view, every)
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)
        return True

    def _fill(self, column: QLayout, view: ExperimentView, every: str) -> None:
        if view.note:
            column.addWidget(plain(breakable(view.note)))
        for line in view.warnings:
            column.addWidget(Line(line, "warn"))
        _part(
            column,
            f"What it does to {view.target}",
            "Nothing: it has no actions.",
            view.actions,
            numbered=True,
        )
        _part(column, "How everything is put back", "", view.rollbacks)
        _part(column, f"How it is found out whether all is well, every {every}", "", view.probes)
        _part(column, "In its file, but never run in this exercise", "", view.left_out)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for calls that end their lines between their parts."""
        return QSize(look.tokens().px(250), look.tokens().px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of it may be on the screen now."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        bar = self.verticalScrollBar()
        # Before the first layout there is no range, and nothing was on the screen.
        if self._seen or not self.isVisible() or not self._shown or not self._laid_out():
            return
        if bar.value() >= bar.maximum() - look.tokens().px(_NEAR):
            self._seen = True
            self.seen.emit()

    def _laid_out(self) -> bool:
        page = self.widget()
        return page is not None and page.height() >= page.minimumSizeHint().height()

    def look(self) -> None:
        """See whether the end is on the screen."""
        self._look()


def _part(column: QLayout, title: str, empty: str, lines: Sequence[str], numbered: bool = False) -> None:
    if not lines and not empty:
        return
    column.addWidget(label(title, "heading", wrap=True))
    if not lines:
        column.addWidget(plain(empty))
    for number, line in enumerate(lines, 1):
        column.addWidget(call_row(f"{number}" if numbered else "", line))
