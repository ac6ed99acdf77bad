"""Spoilers: whatever a seat or the room display holds in its windows and models, nothing secret is among it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget

from tests.ui.fakes import isolated_settings
from tests.ui.gallery_seats import Drill, shipped_script
from trainer.core.plan import ActionKind
from trainer.core.script import Script
from trainer.core.time import MINUTE
from trainer.ui import look
from trainer.ui.models import ROW_ROLE
from trainer.ui.panels import Banner, Feed
from trainer.ui.room import RoomWindow
from trainer.ui.trainee import SeatWindow
from trainer.ui.trainee.kinds import KINDS

ROLES = shipped_script().played_roles
_READ = ("text", "toPlainText", "placeholderText", "title", "windowTitle", "toolTip", "accessibleName",
         "accessibleDescription", "whatsThis", "statusTip")  # fmt: skip
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
          Qt.ItemDataRole.UserRole, ROW_ROLE)  # fmt: skip


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            for role in _ROLES:
                value = model.index(row, column).data(role)
                if value is not None:
                    yield str(value)


def everything_in(window: QWidget) -> str:
    """All words of all widgets, hidden ones too, and of all models behind them."""
    texts: list[str] = []
    for widget in (window, *window.findChildren(QWidget)):
        texts += [str(getattr(widget, name)()) for name in _READ if callable(getattr(widget, name, None))]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            texts += _of_model(widget.model())
        if isinstance(widget, QComboBox):
            texts += _of_model(widget.model())
    for model in window.findChildren(QAbstractItemModel):
        texts += _of_model(model)
    return _flat("\n".join(texts))


def _sentences(script: Script, *texts: str) -> Iterator[str]:
    for text in texts:
        for part in re.split(r"(?<=[.!?])\s+|\n", script.filled(text)):
            if len(_flat(part)) >= 20:
                yield _flat(part)


def secrets(script: Script, delivered: dict[str, tuple[str, ...]], role: str) -> set[str]:
    """Sentences that a role may not know, given who received which inject."""
    scenario = script.scenario
    hidden = [scenario.facilitator_notes, scenario.truth.cause, scenario.truth.affected]
    for inject in scenario.injects:
        hidden += [inject.note, *inject.hints, *(expected.note for expected in inject.expects)]
        hidden += [part for question in inject.questions for part in (question.ask, *question.points)]
        if role not in delivered.get(inject.id, ()) and not (role == "room" and inject.id in delivered):
            hidden += [inject.text, *(part.text for part in inject.attachments)]
    hidden += [question.ask for question in scenario.hot_wash]
    hidden += [objective.title for objective in scenario.objectives]
    hidden += [branch.title for branch in scenario.branches]
    chosen = {"small-share"}  # what the team of the drill has chosen by then
    for decision in scenario.decisions:
        hidden += [option.consequence.text for option in decision.options if option.id not in chosen]
    return set(_sentences(script, *hidden))


def _known(script: Script, delivered: dict[str, tuple[str, ...]], role: str) -> str:
    """What the role may know: the plan, the briefing, and what reached it."""
    texts = [str(script.plan.model_dump()), str(script.scenario.briefing.model_dump())]
    for inject in script.scenario.injects:
        if role in delivered.get(inject.id, ()) or (role == "room" and inject.id in delivered):
            texts += [inject.title, inject.text]
    return _flat(script.filled("\n".join(texts)))


def _delivered(drill: Drill) -> dict[str, tuple[str, ...]]:
    return {
        record.event.inject: record.event.to
        for record in drill.exercise.records
        if record.event.type == "inject delivered"
    }


@pytest.fixture(scope="module")
def drill(qapp: QApplication):
    made = Drill()
    made.play_to(31 * MINUTE)
    yield made
    made.close()


@pytest.mark.parametrize("role", ROLES)
def test_a_seat_holds_nothing_secret_in_the_middle_of_a_drill(qtbot, drill: Drill, role: str):
    script = drill.exercise.script
    window = SeatWindow(drill.exercise.seat(role), script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    for inject in tuple(window.told().messages):
        window.open_message(inject)
    for kind in KINDS:
        window.desk.acts.open(kind)
    window.desk.acts.open(ActionKind.CLASSIFY)
    window.open_palette()
    held = everything_in(window)
    delivered = _delivered(drill)
    known = _known(script, delivered, role)
    hidden = {text for text in secrets(script, delivered, role) if text not in known}
    assert len(hidden) > 150  # the list is worth something
    assert {text for text in hidden if text in held} == set()
    for inject in window.told().messages:
        assert _flat(script.filled(script.injects[inject].text)) in held  # and the search finds what is there


def test_the_room_display_holds_nothing_secret_in_the_middle_of_a_drill(qtbot, drill: Drill):
    script = drill.exercise.script
    window = RoomWindow(drill.exercise.room(), script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    held = ""
    for _ in window.told().messages:
        window.look_back()
        held += everything_in(window)
    delivered = _delivered(drill)
    known = _known(script, delivered, "room")
    hidden = {text for text in secrets(script, delivered, "room") if text not in known}
    assert len(hidden) > 150
    assert {text for text in hidden if text in held} == set()


_CONTROLS = (
    QAccessible.Role.Button, QAccessible.Role.EditableText, QAccessible.Role.ComboBox, QAccessible.Role.List,
    QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.SpinBox, QAccessible.Role.PageTab,
)  # fmt: skip


def nameless(window: QWidget) -> list[str]:
    """Controls that assistive technology would meet without a name."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.objectName().startswith("qt_") or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if isinstance(widget.parentWidget(), Banner | Feed) and not widget.isVisible():
            continue  # a banner without anything to do about it, a log without anything newer
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name and (interface is None or interface.role() in _CONTROLS):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_control_of_a_seat_has_a_name(qtbot, drill: Drill):
    window = SeatWindow(drill.exercise.seat("incident-commander"), drill.exercise.script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    for inject in tuple(window.told().messages):
        window.open_message(inject)
    for kind in KINDS:
        window.desk.acts.open(kind)
    window.open_palette()
    assert nameless(window) == []


def test_every_control_of_the_room_display_has_a_name(qtbot, drill: Drill):
    window = RoomWindow(drill.exercise.room(), drill.exercise.script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    assert nameless(window) == []
