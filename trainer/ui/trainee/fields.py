"""Fields of the short forms: what they are called, how they are read, filled and emptied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from trainer.ui import look
from trainer.ui.panels import indented
from trainer.ui.panels.inputs import spin_box
from trainer.ui.trainee.flow import FlowLayout
from trainer.ui.trainee.options import OptionList

__all__ = ["Field", "WordsEdit", "choice", "gap_in", "line", "minutes", "options", "radios", "tick", "words"]

_GAP = re.compile(r"\{[^{}]+\}")


def gap_in(text: str) -> str:
    """The first place in a template that is still to be filled, such as `{time}`; empty when there is none."""
    gap = _GAP.search(text)
    return gap[0] if gap else ""


@dataclass(frozen=True)
class Field:
    """One field of a form; `read` gives None while it is empty. `missing` is said when it must be filled."""

    name: str
    title: str
    widget: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], None]
    missing: str = ""

    def clear(self) -> None:
        """Empty the field."""
        self.write(None)


class WordsEdit(QPlainTextEdit):
    """Words to type. Tab goes to the next gap of a template (`{…}`), and on from the last one."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        px = look.tokens().px
        return QSize(px(200), self.fontMetrics().lineSpacing() * self._lines + px(18))

    def minimumSizeHint(self) -> QSize:
        """At least two lines."""
        px = look.tokens().px
        return QSize(px(120), self.fontMetrics().lineSpacing() * min(2, self._lines) + px(18))

    def to_gap(self, start: int = 0) -> bool:
        """Select the first gap from a place on; False when there is none."""
        gap = _GAP.search(self.toPlainText(), start)
        if gap is None:
            return False
        cursor = self.textCursor()
        cursor.setPosition(gap.start())
        cursor.setPosition(gap.end(), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by Tab, it begins at its first gap."""
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.TabFocusReason:
            self.to_gap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab goes from gap to gap."""
        forward = event.key() == Qt.Key.Key_Tab and not event.modifiers()
        if forward and self.to_gap(self.textCursor().selectionEnd()):
            event.accept()
            return
        super().keyPressEvent(event)


def words(name: str, title: str, lines: int = 2, missing: str = "", hint: str = "") -> Field:
    """A field for some lines of text."""
    edit = WordsEdit(lines)
    edit.setAccessibleName(title)
    edit.setPlaceholderText(hint)

    def write(text: Any) -> None:
        edit.setPlainText(str(text or ""))

    return Field(name, title, edit, lambda: edit.toPlainText().strip() or None, write, missing)


def line(name: str, title: str, missing: str = "", hint: str = "") -> Field:
    """A field for one line of text."""
    edit = QLineEdit(placeholderText=hint)
    edit.setAccessibleName(title)
    edit.setMaxLength(300)
    return Field(
        name,
        title,
        edit,
        lambda: edit.text().strip() or None,
        lambda text: edit.setText(str(text or "")),
        missing,
    )


def choice(name: str, title: str, choices: Sequence[tuple[str, str]], none: str, missing: str = "") -> Field:
    """A list to choose one of; `none` stands in it while nothing is chosen."""
    box = QComboBox()
    box.setAccessibleName(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    box.view().setAccessibleName(title)
    box.addItem(none, None)
    for key, text in choices:
        box.addItem(text, key)

    def write(key: Any) -> None:
        box.setCurrentIndex(max(0, box.findData(key)) if key is not None else 0)

    return Field(name, title, box, box.currentData, write, missing)


def options(name: str, title: str, choices: Sequence[tuple[str, str, str]], missing: str = "") -> Field:
    """Cards to choose one of: (key, title, detail)."""
    cards = OptionList(title, choices)
    return Field(
        name, title, cards, lambda: cards.value() or None, lambda key: cards.choose(key or ""), missing
    )


def radios(name: str, title: str, choices: Sequence[tuple[Any, str]], missing: str = "") -> Field:
    """A few short answers side by side, in several lines where they have no room in one."""
    holder = QWidget()
    holder.setAccessibleName(title)
    row = FlowLayout(holder, look.tokens().px(8))
    group = QButtonGroup(holder)
    for number, (_, text) in enumerate(choices):
        button = QRadioButton(text)
        button.setAccessibleName(f"{title}: {text}")
        group.addButton(button, number)
        row.addWidget(button)
    holder.setFocusProxy(group.button(0))

    def read() -> Any:
        return choices[group.checkedId()][0] if group.checkedId() >= 0 else None

    def write(value: Any) -> None:
        group.setExclusive(False)
        for number, (key, _) in enumerate(choices):
            group.button(number).setChecked(value is not None and key == value)
        group.setExclusive(True)

    return Field(name, title, holder, read, write, missing)


def minutes(name: str, title: str) -> Field:
    """A number of minutes, 0 for none; read as microseconds' worth of text such as `20m`."""
    box = spin_box(title, 0, 1440, " min")
    box.setSpecialValueText("not said")
    box.setMaximumWidth(look.tokens().px(140))
    indented(box)

    def write(value: Any) -> None:
        box.setValue(int(value or 0))

    return Field(name, title, box, lambda: f"{box.value()}m" if box.value() else None, write)


def tick(name: str, title: str, text: str) -> Field:
    """A box to tick."""
    box = QCheckBox(text)
    box.setAccessibleName(text)
    return Field(name, title, box, box.isChecked, lambda on: box.setChecked(bool(on)))
