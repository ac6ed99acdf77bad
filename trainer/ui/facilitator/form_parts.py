"""The fields of forms: made from a description, read as values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from trainer.ui import look
from trainer.ui.facilitator.lexicon import Named

__all__ = ["area_field", "choice_field", "fill_choices", "form_page", "line_field", "value_of"]


def form_page(area: QScrollArea) -> QFormLayout:
    """The rows of a form within a scroll area, labels beside the fields."""
    page = QWidget()
    rows = QFormLayout(page)
    px = look.tokens().px
    rows.setContentsMargins(px(4), px(4), px(8), px(8))
    rows.setHorizontalSpacing(px(10))
    rows.setVerticalSpacing(px(7))
    rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return rows


def line_field(name: str, placeholder: str = "") -> QLineEdit:
    """A field for words on one line."""
    made = QLineEdit(placeholderText=placeholder)
    made.setAccessibleName(name)
    return made


def area_field(name: str, placeholder: str = "") -> QPlainTextEdit:
    """A field for words on several lines; Tab leaves it."""
    made = _Area()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    return made


class _Area(QPlainTextEdit):
    """Three lines high, whatever the size of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changes().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(super().sizeHint().width(), look.metrics().height() * 3 + look.tokens().px(16))

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def choice_field(name: str) -> QComboBox:
    """A field to choose from names."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


def fill_choices(field: QComboBox, names: Sequence[Named], nothing: str | None = None) -> None:
    """Let a field offer these; what was chosen stays chosen where it is still there."""
    wanted = ([(nothing, None)] if nothing is not None else []) + [(name.title, name.id) for name in names]
    if wanted == [(field.itemText(at), field.itemData(at)) for at in range(field.count())]:
        return
    chosen = field.currentData()
    field.clear()
    for title, key in wanted:
        field.addItem(title, key)
    field.setCurrentIndex(max(0, field.findData(chosen)) if field.count() else -1)


def value_of(field: QWidget) -> object:
    """What stands in a field."""
    match field:
        case QComboBox():
            return field.currentData()
        case QCheckBox():
            return field.isChecked()
        case QPlainTextEdit():
            return field.toPlainText().strip()
        case QLineEdit():
            return field.text().strip()
        case _:
            return None
