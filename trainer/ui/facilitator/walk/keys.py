"""The keyboard of a walk-through: one key an answer, the arrows for questions and steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from trainer.ui.facilitator.keys import PlainKeys, shortcut
from trainer.ui.walk.words import ANSWERS

if TYPE_CHECKING:
    from trainer.ui.facilitator.walk.console import WalkConsole

__all__ = ["bind_keys"]


def bind_keys(console: WalkConsole) -> PlainKeys:
    """Bind the keys of a console; returns the plain ones, which hold wherever nothing is typed."""
    for keys, what, act in (
        ("Ctrl+Space", "Start, pause or resume the clock", console.transport.toggle),
        ("Ctrl+.", "Run the clock faster", lambda: console.transport.change_speed(1)),
        ("Ctrl+,", "Run the clock slower", lambda: console.transport.change_speed(-1)),
        ("Ctrl+Z", "Take back the last act", console.transport.take_back),
        ("Alt+Right", "Next step", lambda: console.step_by(1)),
        ("Alt+Left", "Previous step", lambda: console.step_by(-1)),
        ("Ctrl+N", "Write a note", console.notes.begin),
        ("F2", "Go to the questions (1 to 5 answer there)", console.back),
        ("F6", "Go to the list of steps", console.steps.setFocus),
        ("F8", "Go to what happened", console.feed.open_feed),
        ("F12", "End the exercise", console.ask_end),
        ("Esc", "Back to the questions", console.back),
    ):
        shortcut(console, keys, what, act)
    for number in range(1, min(9, len(console.desk.played)) + 1):
        choose = partial(console.role.choose_number, number)
        shortcut(console, f"Ctrl+{number}", f"Role {number} answers", choose)
    _tell(console)
    acts = _plain(console)
    common = PlainKeys(acts, console)
    common.watch(console.steps, console.feed.feed)
    onward = {Qt.Key.Key_Return: console.go_on, Qt.Key.Key_Enter: console.go_on}
    PlainKeys(acts | onward, console).watch(console.questions)
    return common


def _tell(console: WalkConsole) -> None:
    """Let the keyboard overview list the plain keys: as shortcuts that are off, since these keys also type words."""
    for keys, what in (
        (("1", "2", "3", "4", "5"), f"Answer: {', '.join(ANSWERS)}"),
        (("Up", "Down"), "Another question"),
        (("Right", "Left"), "Next and previous step"),
        (("Return",), "Next step, once every question is answered"),
        (("S",), "Show me: begin to do the step for real"),
        (("D", "F", "X"), "The showing ends: done, failed, stopped"),
        (("R",), "Another role answers"),
        (("L",), "Leave the step out"),
        (("Space",), "Start, pause or resume the clock, where nothing is typed"),
    ):
        told = QShortcut(console)
        told.setKeys([QKeySequence(key) for key in keys])
        told.setWhatsThis(what)
        told.setEnabled(False)


def _plain(console: WalkConsole) -> dict[Qt.Key, Callable[[], object]]:
    acts: dict[Qt.Key, Callable[[], object]] = {
        Qt.Key.Key_Space: console.transport.toggle,
        Qt.Key.Key_R: console.role.setFocus,
        Qt.Key.Key_L: console.leave_out,
        Qt.Key.Key_S: partial(console.show_by_key, "begun"),
        Qt.Key.Key_D: partial(console.show_by_key, "done"),
        Qt.Key.Key_F: partial(console.show_by_key, "failed"),
        Qt.Key.Key_X: partial(console.show_by_key, "stopped"),
        Qt.Key.Key_Right: partial(console.step_by, 1),
        Qt.Key.Key_Left: partial(console.step_by, -1),
    }
    for answer, shown in ANSWERS.items():
        acts[Qt.Key(Qt.Key.Key_0 + int(shown.key))] = partial(console.answers.give, answer)
    return acts
