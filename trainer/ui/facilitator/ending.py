"""Asking once before play ends, in the words of what ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from trainer.core.outcomes import TimerRow
from trainer.core.time import seconds
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.words import format_clock

__all__ = ["ask_end"]


def what_ends(desk: Desk, rows: Sequence[TimerRow]) -> str:
    """What the end of play means now."""
    left = len(desk.state.pending())
    running = sum(row.state in ("open", "at risk", "overdue") for row in rows)
    parts = _not_walked(desk)
    if left:
        parts.append(f"{left} inject{'' if left == 1 else 's'} will not be played")
    if running:
        parts.append(f"{running} expected action{' is' if running == 1 else 's are'} still open")
    ends = " and ".join(parts)
    begins = f"{ends[:1].upper()}{ends[1:]}. " if ends else ""
    kept = "Everything recorded is kept; the hot wash comes next. Play cannot be taken up again."
    return f"{begins}{_rolled_back(desk)}{kept}"


def _rolled_back(desk: Desk) -> str:
    live = [
        desk.script.experiments[name].target for name, each in desk.state.experiments.items() if each.active
    ]
    targets = ", ".join(dict.fromkeys(live))
    return f"The experiment on {targets} is stopped, and everything is rolled back. " if targets else ""


def _not_walked(desk: Desk) -> list[str]:
    walk = desk.state.walk
    waiting = [each for each in walk.steps.values() if not each.touched] if walk is not None else []
    count = sum(each.left_out is None for each in waiting)
    return [f"{count} step{'' if count == 1 else 's'} will not be walked"] if count else []


def ask_end(parent: QWidget, desk: Desk, rows: Sequence[TimerRow], then: Callable[[], object]) -> QMessageBox:
    """Open the question; `then` ends play if the person says so."""
    asked = QMessageBox(parent)
    asked.setIcon(QMessageBox.Icon.NoIcon)
    asked.setWindowTitle("End the exercise?")
    asked.setText(f"End play at {format_clock(seconds(desk.now()))} for everyone?")
    asked.setInformativeText(what_ends(desk, rows))
    end = asked.addButton("End play", QMessageBox.ButtonRole.AcceptRole)
    on = asked.addButton("Go on playing", QMessageBox.ButtonRole.RejectRole)
    for made, kind in ((end, "danger"), (on, "")):
        made.setAccessibleName(made.text())
        if kind:
            look.mark(made, "kind", kind)
    asked.setDefaultButton(on)
    asked.setEscapeButton(on)
    asked.accepted.connect(then)
    asked.finished.connect(asked.deleteLater)
    asked.open()
    return asked
