"""Input fields that need more than the style sheet can give them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QSpinBox

from trainer.ui import look

__all__ = ["indented", "search_field", "spin_box"]

Spin = TypeVar("Spin", bound=QAbstractSpinBox)


def indented(field: Spin) -> Spin:
    """The named spin box with room before its text (style sheets leave none), its inner field named alike."""
    field.lineEdit().setTextMargins(look.tokens().px(6), 0, 0, 0)
    field.lineEdit().setAccessibleName(field.accessibleName())
    return field


def spin_box(name: str, low: int, high: int, suffix: str = "") -> QSpinBox:
    """A field for whole numbers from `low` to `high`; `name` is what assistive technology calls it."""
    field = QSpinBox(minimum=low, maximum=high, suffix=suffix)
    field.setAccessibleName(name)
    return indented(field)


def search_field(name: str) -> QLineEdit:
    """A field to search in, with its sign and a way to clear it; `name` also stands in it while it is empty."""
    field = QLineEdit(placeholderText=name)
    field.setAccessibleName(name)
    field.setClearButtonEnabled(True)
    field.addAction(look.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
    return field
