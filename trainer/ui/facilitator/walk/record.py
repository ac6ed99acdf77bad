"""Who answers, what was recorded, and the line in which a note on the present step is taken."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QTabBar, QWidget

from trainer.core.commands import RecordObservation
from trainer.core.events import Remark
from trainer.core.time import Micros
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.guide import Guide
from trainer.ui.facilitator.happenings import Happenings
from trainer.ui.facilitator.line_edit import SentLine
from trainer.ui.panels import Card, Feed, button, spaced

__all__ = ["RoleChoice", "StepNote", "WalkFeed"]

_KINDS: Final[tuple[tuple[Remark, str, str], ...]] = (
    ("note", "Note", "A note to yourself; it is no evidence"),
    ("observation", "Observation", "Something seen; it becomes evidence"),
    ("strength", "Strength", "Something that worked and should be kept"),
    ("improvement", "To improve", "Something in the plan or the means that should change"),
    ("artefact", "Artefact", "The exercise itself was at fault; it is left out of every score"),
)


class RoleChoice(QComboBox):
    """Who answers: the roles that play first. Typing goes to the role that begins so.

    `chosen` follows Return, Escape, and a choice from the open list.
    """

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName("Who answers")
        self.setToolTip("Who answers: the step's owner unless you choose another (R, then type the role)")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(15)
        for role in desk.roles:
            self.addItem(desk.title(role), role)

    def choose(self, role: str | None) -> None:
        """Choose who answers; where nobody is named, whoever answered last still does."""
        place = self.findData(role)
        if place >= 0:
            self.setCurrentIndex(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Escape are through with choosing; letters search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.chosen.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def hidePopup(self) -> None:  # noqa: N802 - Qt's name
        """The list was closed, whatever was chosen; Qt also asks for that when there was none."""
        was_open = self.view().isVisible()
        super().hidePopup()
        if was_open:
            self.chosen.emit()

    def choose_number(self, number: int) -> None:
        """Choose by the place among the roles that play, counted from 1."""
        if 1 <= number <= len(self._desk.played):
            self.choose(self._desk.played[number - 1])


class WalkFeed(Card):
    """Everything that happened, newest at the bottom; and the guide, which is in front until play begins."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("What happened, and the guide")
        self._desk, self._happenings = desk, Happenings(desk)
        self.feed, self.guide = Feed("What happened"), Guide(desk)
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName("What happened or guide")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for title, page, tip in (
            ("What happened", self.feed, "Everything that was recorded (F8)"),
            ("Guide", self.guide, "Situation, rules, and notes for you"),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
            self._stack.addWidget(page)
        self.add(self.tabs)
        self.add(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._before_play = desk.state.status == "created"
        self.tabs.setCurrentIndex(1 if self._before_play else 0)

    def sizeHint(self) -> QSize:
        """No higher than it has to be: what is over goes to it anyway, and a page that asks for more scrolls."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def open_feed(self) -> None:
        """Show what happened and go to it."""
        self.tabs.setCurrentIndex(0)
        self.feed.setFocus()

    def refresh(self, now: Micros) -> None:
        """Take up what is new."""
        if self._before_play and self._desk.state.status != "created":
            self._before_play = False
            self.tabs.setCurrentIndex(0)
        new, changed = self._happenings.take(now)
        if changed:
            self.feed.update_entries(self._happenings.entries.values())
        elif new:
            self.feed.append(new)


class StepNote(QFrame):
    """Takes a note or an observation on the present step. `left` follows Escape in an empty line."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        look.mark(self, "panel", "card")
        self.setAccessibleName("Notes and observations")
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind of note")
        for key, title, tip in _KINDS:
            self.kind.addItem(title, key)
            self.kind.setItemData(self.kind.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.line = SentLine("Note or observation", "Note or observation on this step (Ctrl+N)")
        self.keep = button("Keep", "normal", "note", "Keep it (Return)")
        row = spaced(QHBoxLayout(self), margin=8, gap=6)
        row.addWidget(self.kind)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        self.line.returnPressed.connect(self.send)
        self.line.left.connect(self._on_left)
        self.keep.clicked.connect(self.send)

    def begin(self) -> None:
        """Put the keyboard into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        """Keep the note."""
        text = self.line.text().strip()
        walk = self._desk.state.walk
        step = walk.current if walk is not None else None
        command = RecordObservation(text, self.kind.currentData(), step=step)
        if text and self._desk.do(command):
            self.line.empty()
            self.kind.setCurrentIndex(0)
        self.line.setFocus()

    def _on_left(self) -> None:
        if self.line.text():
            self.line.empty()
        else:
            self.left.emit()
