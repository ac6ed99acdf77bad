"""How a test works a window: it reads the words that are shown and presses what a person would press."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

__all__ = ["control", "nameless", "press", "words"]

Control = TypeVar("Control", bound=QWidget)


def words(widget: QWidget) -> str:
    """Everything that labels and buttons of a widget show now, a line each."""
    found: list[QLabel | QAbstractButton] = [
        *widget.findChildren(QLabel),
        *widget.findChildren(QAbstractButton),
    ]
    return "\n".join(one.text() for one in found if one.isVisible() and one.text())


def control(widget: QWidget, kind: type[Control], name: str) -> Control:
    """The visible control of a kind that assistive technology calls by a name."""
    named = [one for one in widget.findChildren(kind) if one.isVisible() and one.accessibleName() == name]
    if len(named) != 1:
        there = sorted({one.accessibleName() for one in widget.findChildren(kind) if one.isVisible()})
        raise AssertionError(f"{len(named)} controls are called {name!r}; there are {there}")
    return named[0]


def press(qtbot: QtBot, widget: QWidget, name: str) -> None:
    """Click the button with this name."""
    qtbot.mouseClick(control(widget, QAbstractButton, name), Qt.MouseButton.LeftButton)


def nameless(widget: QWidget) -> list[str]:
    """Controls that the keyboard reaches and assistive technology could not call by a name."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or one.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if one.focusProxy() is not None or one.objectName().startswith("qt_"):
            continue
        face = QAccessible.queryAccessibleInterface(one)
        if face is not None and not face.text(QAccessible.Text.Name):
            found.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
    return found
