"""One proposed change of the plan: why, how the file reads now and then, and what the lead makes of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import AmendmentEntry
from trainer.core.amendments import Edit, Verdict
from trainer.core.commands import DecideAmendment
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Chip, Icon, button, label, rule, spaced
from trainer.ui.review.asking import ask_reason
from trainer.ui.review.changes import changed, unfinished
from trainer.ui.review.desk import Desk
from trainer.ui.review.file_text import FileText
from trainer.ui.review.keys import shortcut
from trainer.ui.review.links import LinkRow
from trainer.ui.review.parts import Column, bullets, chips, section
from trainer.ui.review.places import GapOf
from trainer.ui.review.rater import LEAD, WhoField
from trainer.ui.review.reading import Findings, answered
from trainer.ui.review.told import Told
from trainer.ui.review.words import AMENDMENT_STATUS, counted, sentence
from trainer.workspace import Unusable, Workspace

__all__ = ["AmendmentDetail"]

_NARROW: Final = 560
_SOON: Final = 150
"""Milliseconds after the last letter typed until the text is read."""


class AmendmentDetail(QWidget):
    """The chosen change. The text as it is to read can be edited where it stands."""

    place_wanted = Signal(object)
    event_wanted = Signal(int)

    def __init__(self, desk: Desk, workspace: Workspace, back: QWidget) -> None:
        super().__init__()
        self._desk, self._workspace = desk, workspace
        self.setAccessibleName("Proposed change")
        self._entry: AmendmentEntry | None = None
        self._edits: tuple[Edit, ...] = ()
        self._editing = False
        self._column = Column("Proposed change", margin=12)
        self._head, self._below = Told(back), Told(back)
        self._before, self._after = FileText("The plan now", went=True), FileText("The plan with this change")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sign, self._said = Icon("info", size=16), label("", wrap=True)
        self._who = WhoField("Who decides", LEAD)
        self._accept = button("Accept", "primary", "ok")
        self._edit = button("Edit", "normal", "edit", "Change the text of the proposal (Ctrl+E)")
        self._reject = button("Reject…", "normal", "cross")
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(look.tokens().gap)
        for title, text in (("Now", self._before), ("With this change", self._after)):
            side = spaced(QVBoxLayout(), gap=4)
            side.addWidget(label(title, "strong"))
            side.addWidget(text)
            side.addStretch(1)
            self._sides.addLayout(side, 1)
        self._column.add(self._head)
        self._column.body.addLayout(self._sides)
        self._column.add(self._below)
        self._column.body.addStretch(1)
        outer = spaced(QVBoxLayout(self), gap=0)
        outer.addWidget(self._column, 1)
        outer.addWidget(rule())
        outer.addLayout(self._foot())

    def _foot(self) -> QVBoxLayout:
        """What is wrong with the text, and the buttons: always in sight, however long the text is."""
        made = QVBoxLayout()
        spaced(made, margin=12, gap=8)
        said = spaced(QHBoxLayout(), gap=6)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._said, 1)
        made.addLayout(said)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(label("as", "muted"))
        row.addWidget(self._who)
        row.addStretch(1)
        for button_ in (self._accept, self._edit, self._reject):
            row.addWidget(button_)
        made.addLayout(row)
        return made

    def _connect(self) -> None:
        self._soon.timeout.connect(self._read)
        self._after.textChanged.connect(self._on_text)
        self._accept.clicked.connect(self.accept)
        self._edit.clicked.connect(self.edit)
        self._reject.clicked.connect(self._on_reject)
        shortcut(self, "Ctrl+Return", "Accept the change of the plan, or save its text", self.accept)
        shortcut(self, "Ctrl+E", "Edit the change of the plan, or stop editing", self.edit)
        shortcut(self, "Ctrl+Shift+Return", "Reject the change of the plan", self._on_reject)
        shortcut(self, "Esc", "Leave the text of the change as it was", self._stop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below each other where there is no room side by side."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        beside = self.width() >= look.tokens().px(_NARROW)
        self._sides.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_entry(self, entry: AmendmentEntry, findings: Findings) -> None:
        """Show a change. A text that is being edited stays."""
        fresh = self._entry is None or entry.id != self._entry.id
        editing = self._editing and entry == self._entry
        self._entry = entry
        self._head.tell(self._opening(entry, findings))
        self._below.tell(self._background(entry))
        if not editing:
            self._stop()
        self._enable()
        if fresh:
            self._column.to_top()

    def _opening(self, entry: AmendmentEntry, findings: Findings) -> list[QWidget]:
        decided = AMENDMENT_STATUS[entry.status]
        told: list[QWidget] = [
            label(entry.title, "heading", wrap=True),
            chips(Chip(decided.word, decided.status)),
        ]
        if entry.decided_by:
            reason = f": {entry.decided_reason}" if entry.decided_reason else "."
            row = LinkRow(
                f"{sentence(decided.word)} by {entry.decided_by}{reason}", "show in the timeline", "person"
            )
            seq = entry.seq
            if seq is not None:
                row.opens(lambda: self.event_wanted.emit(seq))
            told.append(row)
        told.append(section("Why", label(entry.reason, wrap=True), *self._gaps(entry, findings)))
        told.append(label(f"Where in the plan file: {entry.place}", "caption", wrap=True))
        return told

    def _gaps(self, entry: AmendmentEntry, findings: Findings) -> list[QWidget]:
        rows: list[QWidget] = []
        _, action = findings.amendments[entry.id]
        for gap in (findings.gaps[name] for name in answered(action) if name in findings.gaps):
            chip = ("overruled", "neutral") if not gap.stands else None
            row = LinkRow(f"{gap.code} {gap.name}", "show the gap", "flag", chip)  # type: ignore[arg-type]
            row.opens(lambda name=gap.id: self.place_wanted.emit(GapOf(name)))  # type: ignore[misc]
            rows.append(row)
        return rows

    def _background(self, entry: AmendmentEntry) -> list[QWidget]:
        steps = [self._desk.retest_title(step) for step in entry.retest]
        return [section("The next drill puts to the test", bullets(steps, "target"))] if steps else []

    def _show_texts(self) -> None:
        entry = self._entry
        if entry is not None:
            went, came = changed(entry.before, entry.after)
            self._before.show_text(entry.before, went)
            self._before.setPlaceholderText("Nothing stands here yet")
            self._after.show_text(entry.after, came, all_new=not entry.before.strip())

    # -- editing ------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Let the text be changed where it stands; once more leaves it as it was."""
        if self._editing:
            self._stop()
        elif self._entry is not None and self._desk.ended():
            self._editing = True
            self._after.setReadOnly(False)
            self._after.setFocus()
            self._read()

    def _stop(self) -> None:
        self._soon.stop()
        self._editing, self._edits = False, ()
        if self._after.hasFocus():
            self._edit.setFocus()
        self._after.setReadOnly(True)
        self._show_texts()
        self._enable()

    def _on_text(self) -> None:
        if self._editing:
            self._edits = ()
            self._soon.start()
            self._enable()

    def _read(self) -> None:
        """Read the text as it stands; what is wrong with it is said in one line."""
        entry = self._entry
        if entry is None or not self._editing:
            return
        text = self._after.toPlainText()
        went, came = changed(entry.before, text)
        self._before.mark(went)
        self._after.mark(came)
        try:
            self._edits = self._workspace.edited(self._desk.exercise, entry.id, text)
        except Unusable as unusable:
            self._edits = ()
            self._say(str(unusable), "bad")
            self._enable(said=True)
        else:
            self._enable()

    def _say(self, words: str, status: Status) -> None:
        self._sign.setVisible(bool(words) and status != "neutral")
        self._sign.show_icon(look.tokens().status(status).icon, status)
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _enable(self, said: bool = False) -> None:
        entry, editing, ended = self._entry, self._editing, self._desk.ended()
        self._accept.setText("Save" if editing else "Accept")
        self._accept.setAccessibleName(self._accept.text())
        self._edit.setText("Cancel" if editing else "Edit")
        self._edit.setAccessibleName(self._edit.text())
        self._reject.setVisible(not editing)
        open_still = entry is not None and entry.status in ("proposed", "rejected")
        self._accept.setEnabled(ended and (bool(self._edits) if editing else open_still))
        self._accept.setToolTip(self._accept_words(open_still))
        self._edit.setEnabled(ended)
        self._reject.setEnabled(ended and not editing and entry is not None and entry.status != "rejected")
        self._reject.setToolTip("Say why it is not to be made (Ctrl+Shift+Return)")
        if not said:
            self._say(*self._state_words())

    def _accept_words(self, open_still: bool) -> str:
        if not self._desk.ended():
            return "Changes are decided once play has ended"
        if self._editing:
            return "Keep this text and accept it (Ctrl+Return)"
        return (
            "Make this change in the next version (Ctrl+Return)" if open_still else "It is accepted already"
        )

    def _state_words(self) -> tuple[str, Status]:
        if self._editing and not self._edits:
            return "Reading…", "neutral"
        holes = len(unfinished(self._after.toPlainText()))
        if holes:
            places = f"{counted(holes, 'place')} still to fill in, marked {{fill in: …}}"
            return f"{places}. Edit the text before the next version is written.", "warn"
        if self._editing:
            return "The plan can be read with this text.", "ok"
        return "", "neutral"

    # -- deciding -----------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept the change, or the text as it was edited."""
        if self._editing:
            self._soon.stop()
            self._read()
        if not self._accept.isEnabled():
            return
        if not self._editing:
            self._decide("accepted")
        elif self._decide("edited", self._edits):
            self._stop()

    def _on_reject(self) -> None:
        entry = self._entry
        if entry is None or not self._reject.isEnabled():
            return
        ask_reason(
            "Reject this change of the plan?",
            f"{entry.title}. The gap stays in the register, and the reason in the report.",
            "Reject",
            self,
            lambda reason: self._decide("rejected", reason=reason),
            "Why the plan is to stay as it is, or what is to be done instead",
        )

    def _decide(self, verdict: Verdict, edits: tuple[Edit, ...] = (), reason: str = "") -> bool:
        if self._entry is None:
            return False
        return self._desk.do(DecideAmendment(self._entry.id, verdict, edits, reason, self._who.label()))

    def first_control(self) -> QWidget:
        """What a person does first: accept, or where that is done the text."""
        return self._accept if self._accept.isEnabled() else self._after
