"""How an approved experiment stands: the steady state and the time limit, and what became of each activity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.commands import ReleaseInject
from trainer.ui import look
from trainer.ui.experiment_words import breakable
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.experiments.parts import Line, plain
from trainer.ui.facilitator.experiments.words import (
    ActivityLine,
    Since,
    activity_lines,
    ago,
    limit_words,
    steady,
)
from trainer.ui.panels import button, label, spaced
from trainer.workspace import ExperimentView

__all__ = ["Activities", "Standing"]


class Standing(QWidget):
    """Hidden while there is nothing to tell. `again` asks for another try at the rollbacks."""

    again = Signal()

    def __init__(self, desk: Desk, experiment: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How the experiment stands")
        self._desk, self._since = desk, Since(experiment)
        self._steady, self._said = Line("", "neutral", "strong"), Line("", "info")
        # A line each, so that nothing moves while the figures do.
        self._probes, self._limit = plain(""), plain("")
        self.try_again = button("&Try the rollbacks again", "danger", "undo")
        self.try_again.clicked.connect(self.again)
        column = spaced(QVBoxLayout(self), gap=6)
        for part in (self._steady, self._probes, self._limit, self._said):
            column.addWidget(part)
        column.addWidget(self.try_again, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: ExperimentView) -> None:
        """Show how it stands now."""
        since = self._since.at(self._desk.state.records)
        # What an earlier program found is in the list of what happened; what was not begun says why.
        self.setVisible(view.stage != "shown" or bool(view.said))
        self._steady.show_line(*steady(view, since))
        self._steady.setVisible(view.stage != "shown")
        for part, words in ((self._probes, ago(view)), (self._limit, limit_words(view))):
            part.setText(words)
            part.setVisible(bool(words))
        bad = view.stage == "not undone"
        self._said.show_line(view.said, "bad" if bad else "ok" if view.stage == "over" else "info")
        # While it runs, its newest word is about an activity or a probe, which are told where they stand.
        self._said.setVisible(bool(view.said) and view.stage not in ("running", "dry run"))
        self.try_again.setVisible(bad)


class Activities(QWidget):
    """What became of each activity, in the order of the method; hidden until the experiment was approved once.

    `released` follows the press of a button that is gone by then.
    """

    released = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Actions")
        self._desk = desk
        self._lines: tuple[ActivityLine, ...] = ()
        self._rows = QWidget()
        self._column = spaced(QVBoxLayout(self), gap=8)
        self._column.addWidget(label("Actions", "heading"))
        self._column.addWidget(self._rows)

    def show_view(self, view: ExperimentView) -> None:
        """Show what became of them by now."""
        approved = self._desk.state.experiments[view.id].approved is not None
        self.setVisible(approved)
        lines = activity_lines(self._desk, view) if approved else ()
        if lines == self._lines:
            return
        self._lines = lines
        fresh = self._made(lines)
        self._column.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh

    def _made(self, lines: Sequence[ActivityLine]) -> QWidget:
        made = QWidget()
        column = spaced(QVBoxLayout(made), gap=10)
        for line in lines:
            words = spaced(QVBoxLayout(), gap=1)
            words.addWidget(Line(line.title, line.status))
            row = spaced(QHBoxLayout(), gap=8)
            row.addSpacing(look.tokens().px(22))
            row.addWidget(plain(breakable(line.words)), 1)
            if line.inject:
                release = button("Release", "normal", "send", "Let it happen now")
                release.setAccessibleName(f"Release now: {line.title}")
                release.clicked.connect(partial(self._release, line.inject))
                row.addWidget(release, 0, Qt.AlignmentFlag.AlignTop)
            words.addLayout(row)
            column.addLayout(words)
        return made

    def _release(self, inject: str) -> None:
        if self._desk.do(ReleaseInject(inject)):
            self.released.emit()
