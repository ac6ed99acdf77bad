"""Shortcuts that hold wherever the keyboard is within the review."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

__all__ = ["shortcut"]


def shortcut(place: QWidget, keys: str, what: str, act: Callable[[], object]) -> QShortcut:
    """Let keys do something wherever the keyboard is within `place`; `what` names it in the keyboard overview."""
    made = QShortcut(QKeySequence(keys), place)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setWhatsThis(what)
    made.activated.connect(act)
    return made
