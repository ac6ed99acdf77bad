"""Fields for days, written as ISO days."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit

from trainer.ui import look
from trainer.ui.panels import indented

__all__ = ["day_field", "day_of", "show_day"]


def day_field(name: str, day: date) -> QDateEdit:
    """A field for a day; `name` is what assistive technology calls it."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setDisplayFormat("yyyy-MM-dd")
    made.setAccessibleName(name)
    made.setMinimumWidth(look.metrics().horizontalAdvance("0000-00-00") + look.tokens().px(44))
    return indented(made)


def day_of(field: QDateEdit) -> date:
    """The day in a field."""
    return cast("date", field.date().toPython())


def show_day(field: QDateEdit, day: date) -> None:
    """Show a day in a field."""
    field.setDate(QDate(day.year, day.month, day.day))
