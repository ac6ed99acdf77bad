"""The quick recorder: what a role says or does, in one line, as fast as people talk."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.core.actions import Classify, Contain, Decide
from trainer.core.commands import Act
from trainer.core.compose.words import say
from trainer.core.events import ActionTaken, Record
from trainer.core.time import SECOND, say_duration
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.line_edit import SentLine
from trainer.ui.facilitator.offers import Offers
from trainer.ui.facilitator.reading import Offer, Reading, line_for, read
from trainer.ui.facilitator.roles import RoleRow
from trainer.ui.panels import Icon, button, spaced, spin_box

__all__ = ["Recorder"]

_HINT: Final = (
    "For example:  tl contain roll back because it is quick   ·   ic step open-channel   ·   "
    "oe sev1 because … 30s ago   ·   2 update customers We are looking into it. next 20m"
)


class Recorder(QFrame):
    """Who, what, when, and how it will be understood."""

    def __init__(self, desk: Desk, over: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        look.mark(self, "panel", "card")
        self.setAccessibleName("Record what a role says or does")
        self.roles = RoleRow(desk)
        self.line = SentLine("What a role says or does", "Who did what?  Return records it")
        self.line.keeps_blanks = False
        self.line.setToolTip("“because …” gives the reason, “30s ago” at the end says when it happened")
        self.ago = spin_box("Seconds ago", 0, 3_600, " s ago")
        self.ago.setSpecialValueText("just now")
        self.ago.setSingleStep(5)
        self.ago.setToolTip(
            "How long ago it happened (Alt+Up and Alt+Down in the line, or “30s ago” at its end)"
        )
        self.record = button("Record", "primary", "add", "Record it (Return)")
        self.preview = ElidedLabel("base", "muted")
        self.lacking = ElidedLabel("caption", "muted")
        self.lacking.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.lacking.hide()
        self.closes = ElidedLabel("base", "text")
        self.closes.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._sign = Icon("info", "muted", 15)
        self.offers = Offers(self.line, over)
        self._confirmed = -1
        """How many acts were taken back when the last one was confirmed; -1 once the words are old."""
        self._arrange()
        self._connect()
        self._relook()
        self._show_hint()

    def _arrange(self) -> None:
        column = spaced(QVBoxLayout(self), margin=10, gap=6)
        column.addWidget(self.roles)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(self.line, 1)
        row.addWidget(self.ago)
        row.addWidget(self.record)
        column.addLayout(row)
        below = spaced(QHBoxLayout(), gap=6)
        below.addWidget(self._sign)
        below.addWidget(self.preview, 1)
        below.addWidget(self.lacking)
        below.addWidget(self.closes)
        column.addLayout(below)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._on_changed)
        self.line.returnPressed.connect(self._on_return)
        self.line.moved.connect(self._on_moved)
        self.line.stepped.connect(lambda by: self.ago.stepBy(by))
        self.line.completed.connect(self._on_completed)
        self.line.left.connect(self._on_left)
        self.line.deserted.connect(self._hide_offers)
        look.changes().changed.connect(self._relook)
        self.offers.taken.connect(self._take)
        self.roles.chosen.connect(self._on_role_chosen)
        self.record.clicked.connect(self.send)

    def _relook(self) -> None:
        """Room for the longest value, in the size that the text has now."""
        px = look.tokens().px
        self.ago.lineEdit().setTextMargins(px(6), 0, 0, 0)
        self.ago.setFixedWidth(look.metrics().horizontalAdvance("3600 s ago") + px(42))

    # -- what a console uses ------------------------------------------------------------------------------

    def begin(self, line: str) -> None:
        """Put a beginning into the line and the keyboard behind it."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.setText(line)
        self.line.setCursorPosition(len(line))

    def type_on(self, text: str) -> None:
        """Take over what was typed where nothing can be typed."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.end(False)
        self.line.insert(text)

    def begin_step(self, step: str) -> None:
        """Prepare to record that a step was done, by its owner."""
        self.roles.choose(self._desk.script.steps[step].role)
        self.begin(line_for(self._desk.state, step))

    def choose_role(self, number: int) -> None:
        """Choose who acts by number, and go to the line."""
        self.roles.choose_number(number)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """The exercise went on: what is typed may mean something else now."""
        self.setEnabled(self._desk.state.status != "ended")
        if self.line.text():
            self._show(self.reading())
        else:
            self._show_hint()

    def reading(self) -> Reading:
        """How the line is understood now."""
        return read(self._desk.state, self.line.text(), self.roles.role())

    def command(self, reading: Reading) -> Act | None:
        """What will be recorded; None while something is missing."""
        if reading.action is None or reading.role is None:
            return None
        ago = reading.ago or self.ago.value() * SECOND
        return Act(reading.role, reading.action, source="facilitator", ago=ago)

    def send(self) -> None:
        """Record the line; where something is missing, say what."""
        reading = self.reading()
        command = self.command(reading)
        refusal = reading.missing if command is None else self._desk.refusal(command)
        if command is None or refusal:
            self._say(refusal or reading.missing, "warn", "warning")
            self.line.setFocus()
            return
        said = self._words(command)
        if self._desk.do(command):
            self.line.empty()
            self.ago.setValue(0)
            self.offers.show_offers(())
            self._say(f"Recorded: {said}", "ok", "ok")
            self._confirmed = len(self._desk.state.undone)
        self.line.setFocus()

    # -- what is shown ------------------------------------------------------------------------------------

    def _on_changed(self, text: str) -> None:
        if not text:
            self.offers.show_offers(())
            self.line.completes = False
            self.roles.show_role(self.roles.role())
            self._show_hint()
            return
        self._confirmed = -1
        reading = self.reading()
        offered = reading.offers if self.line.hasFocus() and self._is_new(reading) else ()
        self.offers.show_offers(offered)
        self.line.completes = bool(offered)
        self._show(reading)

    def _is_new(self, reading: Reading) -> bool:
        """Whether an offer would add anything to what stands there."""
        return any(offer.line.strip() != self.line.text().strip() for offer in reading.offers)

    def _show(self, reading: Reading) -> None:
        self.roles.show_role(reading.role)
        command = self.command(reading)
        if command is None:
            who = f"{self._desk.title(reading.role)}: " if reading.role else ""
            self._say(f"{who}{reading.missing}", "muted", "more")
            return
        refusal = self._desk.refusal(command)
        if refusal:
            self._say(refusal, "warn", "warning")
        else:
            self._say(self._words(command), "text", "right", *self._closes(command))
            self._show_lacking(command)

    def _show_hint(self) -> None:
        if self._desk.state.status == "created":
            self._say("Start the exercise to record what people say and do.", "muted", "info")
        elif self._desk.state.status == "ended":
            self._say("Play has ended. Notes and observations can still be taken.", "muted", "info")
        elif self._confirmed != len(self._desk.state.undone):
            self._say(_HINT, "muted", "info")

    def _say(self, words: str, ink: str, icon: str, closes: str = "", closes_ink: str = "muted") -> None:
        self._sign.show_icon(icon, ink)
        self.preview.show_text(words, ink)
        self.closes.show_text(closes, closes_ink)
        self.closes.setVisible(bool(closes))
        self.lacking.hide()
        self.closes.setMaximumWidth(max(self.width() // 2, self.width() - self.preview.sizeHint().width()))
        self.closes.updateGeometry()

    def _show_lacking(self, command: Act) -> None:
        """Say how a reason is given, where one is wanted and there is none yet."""
        action = command.action
        wanted = isinstance(action, Classify | Contain | Decide) and not action.reason
        self.lacking.show_text("no reason yet: add “because …”" if wanted else "")
        self.lacking.setVisible(wanted)
        if wanted:
            # What will be recorded goes before what it closes.
            self.closes.setMaximumWidth(self.width() // 3)

    def _taken(self, command: Act) -> ActionTaken:
        return ActionTaken(role=command.role, action=command.action, source="facilitator")

    def _words(self, command: Act) -> str:
        record = Record(0, 0, self._desk.now(), self._taken(command), "")
        title, detail = say(self._desk.script, record)
        ago = f", {say_duration(command.ago)} ago" if command.ago else ""
        return f"{title}{ago}{': ' if detail else ''}{' '.join(detail.split())}"

    def _closes(self, command: Act) -> tuple[str, str]:
        """What the act means for the plan, and the ink to say it in."""
        expectations = self._desk.state.expectations
        step = expectations.would_close(self._taken(command))
        if step is None:
            return "No step closes by itself; link it afterwards", "muted"
        item = expectations.of_step(step)[-1]
        again = " again" if item.claims else ""
        limit = self._desk.script.limit(
            self._desk.script.steps[step], item.inject, self._desk.state.true_severity
        )
        timing, taken = "", 0
        if item.started_at is not None and not item.claims:
            taken = max(0, self._desk.now() - command.ago - item.started_at)
            timing = f" ({say_duration(taken)}{f' of {say_duration(limit)}' if limit is not None else ''})"
        late = limit is not None and bool(timing) and taken > limit
        return f"→ {self._desk.step_title(step)}{again}{timing}", "warn" if late else "ok"

    # -- keys ---------------------------------------------------------------------------------------------

    def _on_role_chosen(self) -> None:
        if self.line.text():
            self._show(self.reading())
        self.line.setFocus()

    def _on_return(self) -> None:
        chosen = self.offers.chosen() if self.offers.isVisible() else None
        if chosen is not None:
            self._take(chosen)
        else:
            self.send()

    def _on_moved(self, by: int) -> None:
        if self.offers.isVisible():
            self.offers.move_by(by)
        elif not self.line.text():
            self._offer_all()

    def _offer_all(self) -> None:
        offers = read(self._desk.state, "", self.roles.role()).offers
        self.offers.show_offers(offers)
        self.line.completes = bool(offers)

    def _on_completed(self) -> None:
        offer = self.offers.chosen() or self.offers.first()
        if offer is not None:
            self._take(offer)

    def _take(self, offer: Offer) -> None:
        self.line.setText(offer.line)
        self.line.setFocus()

    def _hide_offers(self) -> None:
        self.offers.show_offers(())
        self.line.completes = False

    def _on_left(self) -> None:
        if self.offers.isVisible():
            self._hide_offers()
        else:
            self.line.empty()
            self.ago.setValue(0)
            self.roles.choose(None)
