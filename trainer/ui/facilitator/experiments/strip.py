"""The stop button: large, red, and on the console as long as an experiment's process lives."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.experiments.words import strip_words
from trainer.ui.look import Status
from trainer.ui.panels import Painted, button, spaced
from trainer.workspace import ExperimentView

__all__ = ["STOP_KEYS", "StopStrip"]

STOP_KEYS = "Ctrl+Shift+X"


class _Large(QPushButton):
    """A button that nobody has to look for."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__(text)
        self.setToolTip(tip)
        self.setAutoDefault(False)
        # A click leaves the keyboard where it is: a key pressed on must not meet the button that comes next.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(look.icon("stop", "on_danger"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.mark(self, "kind", "danger")

    def sizeHint(self) -> QSize:
        """Larger than the style sheet makes buttons, and of one width whatever it says."""
        words = self.fontMetrics().horizontalAdvance("STOP and roll back")
        return QSize(words + look.tokens().px(56), look.tokens().px(46))

    def minimumSizeHint(self) -> QSize:
        """It never shrinks."""
        return self.sizeHint()


class StopStrip(Painted):
    """One click stops and rolls everything back; nothing is asked. `wanted` leads to the experiment's page."""

    stop = Signal()
    wanted = Signal()
    gone = Signal()
    """The keyboard was on it, and it is about to go: whoever hears this takes the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Status = "bad"
        self.setAccessibleName("Experiment in a real system")
        tip = f"Interrupt whatever runs and run the rollbacks, at once and without a question ({STOP_KEYS})"
        self.button = _Large("STOP and roll back", tip)
        self._head, self._below = ElidedLabel("strong"), ElidedLabel("base")
        self.show_page = button("Show it", "quiet", "right", "Go to the experiment")
        self._arrange()
        self.button.clicked.connect(self.stop)
        self.show_page.clicked.connect(self.wanted)
        look.changes().changed.connect(self.relook)
        self.relook()
        self.hide()

    def _arrange(self) -> None:
        px = look.tokens().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(14))
        row.addWidget(self.button)
        words = spaced(QVBoxLayout(), gap=0)
        words.addStretch(1)
        words.addWidget(self._head)
        words.addWidget(self._below)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.show_page, 0, Qt.AlignmentFlag.AlignVCenter)

    def relook(self) -> None:
        """Be as large as the text wants."""
        self.button.setFont(look.font("title"))
        self.button.updateGeometry()

    def show_live(self, live: tuple[ExperimentView, ...]) -> None:
        """Show what is live; nothing at all where nothing is."""
        if not live:
            focus = QApplication.focusWidget()
            if self.isVisible() and focus is not None and self.isAncestorOf(focus):
                self.gone.emit()
            self.hide()
            return
        self.show()
        head, below = strip_words(live)
        rolling = all(view.stage == "rolling back" for view in live)
        self._level = "warn" if rolling or all(view.stage == "dry run" for view in live) else "bad"
        self._head.show_text(head, self._level)
        self._below.show_text(below)
        self.button.setEnabled(not rolling)
        self.button.setText("Rolling back…" if rolling else "STOP and roll back")
        self.button.setAccessibleName("Rolling back" if rolling else f"Stop and roll back: {head}")
        self.update()

    def words(self) -> str:
        """What it says, for a test or assistive technology."""
        return f"{self._head.text()}\n{self._below.text()}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground in the tint of the level, with an edge below."""
        tokens = look.tokens()
        shown = tokens.status(self._level)
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour(shown.tint))
        painter.setPen(QPen(look.colour(shown.fill), tokens.px(1)))
        rect = QRectF(self.rect())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
