"""A walk-through of the tiny plan: its script, and the facilitator's console with the hands to work it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import ManualClock, MemoryJournal, created, live, tiny_plan
from trainer.core import events as ev
from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.commands import Act, OpenStep, StartClock
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import SECOND
from trainer.core.walk.making import scenario_text
from trainer.session import Session
from trainer.storage.files import scenario_in
from trainer.storage.yaml_source import parse_source
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator.walk import WalkConsole
from trainer.workspace import Opened

__all__ = ["WalkDesk", "acts", "open_walk", "walk_script"]


def walk_script(
    procedures: Sequence[str] = ("respond",), steps: Sequence[str] = (), **walk: object
) -> Script:
    """A walk-through of procedures or steps of the tiny plan; `walk` adds to what the scenario says about it."""
    plan = tiny_plan()
    text = scenario_text(plan, procedures if not steps else (), steps)
    found = scenario_in(parse_source(text.encode(), "walk.yaml"), plan).value
    assert isinstance(found, Scenario)
    assert found.walkthrough is not None
    whole = found.walkthrough.model_dump(by_alias=True) | walk
    scenario = found.model_copy(update={"walkthrough": type(found.walkthrough).model_validate(whole)})
    return Script(plan, scenario).as_kind(Kind.WALKTHROUGH)


def open_walk(script: Script | None = None, clock: ManualClock | None = None) -> Opened:
    """A walk-through that was set up and has not begun."""
    script, clock, journal = script or walk_script(), clock or ManualClock(), MemoryJournal()
    journal.append([(clock.wall(), 0, created(script, kind=Kind.WALKTHROUGH))])
    return live(script, clock, journal)


def acts(opened: Opened) -> list[tuple[str, AnswerStep | ShowStep]]:
    """What was answered and shown, by role, as the journal has it."""
    return [
        (record.event.role, record.event.action)
        for record in opened.exercise.records
        if isinstance(record.event, ev.ActionTaken) and isinstance(record.event.action, AnswerStep | ShowStep)
    ]


class WalkDesk:
    """A console of a walk-through on a session whose clock is moved by hand."""

    def __init__(self, qtbot: QtBot, script: Script | None = None) -> None:
        self.qtbot, self.clock = qtbot, ManualClock()
        self.opened = open_walk(script, self.clock)
        self.pulse = Pulse(self.opened.exercise, self.opened.driver)
        self.console = WalkConsole(self.opened, self.pulse)
        qtbot.addWidget(self.console, before_close_func=lambda _console: self.pulse.close())
        self.console.resize(1_280, 760)
        self.console.show()
        self.console.activateWindow()
        qtbot.waitUntil(self.console.isActiveWindow)

    @property
    def session(self) -> Session:
        session = self.opened.exercise
        assert isinstance(session, Session)
        return session

    def start(self) -> None:
        """Begin play with the button; the console has come to the first step."""
        self.qtbot.mouseClick(self.console.transport.play, Qt.MouseButton.LeftButton)
        self.console.refresh()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(round(seconds * SECOND))
        self.console.refresh()
        self.console.tick(self.session.elapsed())

    def key(
        self, key: Qt.Key, widget: QWidget | None = None, modifier=Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key on the questions or on another widget; the console has taken everything up."""
        self.qtbot.keyClick(widget or self.console.questions, key, modifier)
        self.console.refresh()

    def note(self, words: str) -> None:
        """Type into the line that asks, and store it."""
        self.qtbot.keyClicks(self.console.entry.line, words)
        self.key(Qt.Key.Key_Return, self.console.entry.line)

    def answered(self) -> list[tuple[str, str, str]]:
        """Role, question and answer of everything recorded so far."""
        return [
            (role, act.question, act.answer) for role, act in acts(self.opened) if isinstance(act, AnswerStep)
        ]

    def cells(self, step: str) -> dict[str, str | None]:
        """The cells of a step's row as they are shown."""
        row = self.console.steps.rows().row(self.console.steps.rows().place(step) or 0)
        assert row is not None
        assert row.step == step
        return {cell.word: cell.answer for cell in row.cells}

    def walk_on(self, step: str) -> None:
        """Come to a step and answer every question about it, past the console."""
        self.session.submit(OpenStep(step))
        owner = self.session.script.steps[step].role or "commander"
        for question in self.console.questions.rows().rows() or ():
            self.session.submit(
                Act(owner, AnswerStep(step=step, question=question.id, answer="confirmed"), "facilitator")
            )

    def begin(self) -> None:
        """Begin play without the console."""
        self.session.submit(StartClock())
