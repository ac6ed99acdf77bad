"""Small parts of pages that are read: sections with a sign, and words that can be copied."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainer.ui.panels import Icon, label, spaced

__all__ = ["section", "words"]


def words(text: str, step: Literal["base", "muted", "mono"] = "base") -> QLabel:
    """Wrapped words that can be marked and copied with the mouse."""
    made = label(text, step, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def section(title: str, icon: str) -> tuple[QWidget, QVBoxLayout]:
    """A part of a page with a small heading; and where its content goes."""
    box = QWidget()
    box.setAccessibleName(title)
    column = QVBoxLayout(box)
    spaced(column, gap=5)
    head = spaced(QHBoxLayout(), gap=6)
    head.addWidget(Icon(icon, "muted", 14))
    head.addWidget(label(title, "caption"), 1)
    column.addLayout(head)
    return box, column
