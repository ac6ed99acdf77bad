"""Who speaks: the label of the evaluator or lead at this desk, remembered from one use to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from trainer.ui.settings import Settings

__all__ = ["EVALUATOR", "LEAD", "WhoField", "who"]

EVALUATOR: Final = ("review/rater", ("evaluator", "second evaluator", "facilitator"))
LEAD: Final = ("review/lead", ("lead", "plan owner", "facilitator"))
"""Where the label is kept, and what it may be; the first where nothing was ever chosen. Any other may be typed."""
_LONGEST: Final = 60
_CHARACTERS: Final = 10


def who(kind: tuple[str, tuple[str, ...]]) -> str:
    """The label that was used last."""
    key, offered = kind
    return Settings().text(key) or offered[0]


class WhoField(QComboBox):
    """A label by name or function, chosen or typed. `changed` carries it once it is complete."""

    changed = Signal(str)

    def __init__(self, name: str, kind: tuple[str, tuple[str, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHARACTERS)
        self.addItems(kind[1])
        self.setAccessibleName(name)
        field = self.lineEdit()
        assert field is not None
        field.setAccessibleName(name)
        field.setMaxLength(_LONGEST)
        self.show_again()
        self._said = self.label()
        field.editingFinished.connect(self._settle)
        self.textActivated.connect(lambda _text: self._settle())

    def label(self) -> str:
        """Who speaks; the usual label where the field is empty."""
        return " ".join(self.currentText().split()) or self._kind[1][0]

    def show_again(self, others: Iterable[str] = ()) -> None:
        """Show the label that was used last, and offer those of `others` too."""
        label = who(self._kind)
        for other in (*others, label):
            if self.findText(other) < 0:
                self.addItem(other)
        field = self.lineEdit()
        if field is None or not field.hasFocus():
            self.setCurrentText(label)
            self._said = label

    def _settle(self) -> None:
        label = self.label()
        Settings().set_text(self._kind[0], label)
        if label != self._said:
            self._said = label
            self.changed.emit(label)
