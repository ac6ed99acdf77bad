"""Table views set up once, well: no grid, calm rows, whole-row selection, keyboard, widths that are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from trainer.ui import look
from trainer.ui.models import Column, FilterModel, RowsModel

__all__ = ["RowsView", "table"]


class RowsView(QTableView):
    """A table view whose Return key activates the current row, as a double click does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter activate."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def relook(self) -> None:
        """Take row heights from the font in force."""
        _set_row_height(self)

    def current_row(self) -> Any | None:
        """The row value under the cursor, or None."""
        model = cast("RowsModel[Any] | FilterModel", self.model())
        return model.row(self.currentIndex())


class _Widths(QObject):
    """Keeps a table's column widths under a settings key."""

    def __init__(self, view: QTableView, keys: Sequence[str], name: str) -> None:
        super().__init__(view)
        self._header = view.horizontalHeader()
        self._keys = keys
        self._name = f"tables/{name}"
        self._restore()
        self._header.sectionResized.connect(self._on_section_resized)

    def _on_section_resized(self) -> None:
        # Settings are gathered in memory and written by Qt when it is idle, so this is cheap while dragging.
        widths = {key: self._header.sectionSize(number) for number, key in enumerate(self._keys)}
        QSettings().setValue(self._name, json.dumps(widths))

    def _restore(self) -> None:
        try:
            stored = json.loads(str(QSettings().value(self._name, "{}")))
        except ValueError:
            stored = {}
        for number, key in enumerate(self._keys):
            width = stored.get(key) if isinstance(stored, dict) else None
            if isinstance(width, int) and width > 0:
                self._header.resizeSection(number, width)


def _shape_header(view: QTableView, columns: Sequence[Column[Any]], stretch: str | None) -> None:
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setMinimumSectionSize(look.tokens().px(48))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionsMovable(True)
    character = look.metrics().horizontalAdvance("0")
    for number, column in enumerate(columns):
        extra = 28 + (24 if column.status or column.icon else 0)
        header.resizeSection(number, column.width * character + look.tokens().px(extra))
        if column.key == stretch:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().hide()


def _set_row_height(view: QTableView) -> None:
    height = look.metrics().height() + look.tokens().px(14)
    view.verticalHeader().setMinimumSectionSize(height)
    view.verticalHeader().setDefaultSectionSize(height)


def table(
    model: RowsModel[Any] | FilterModel,
    name: str,
    remember: str | None = None,
    stretch: str | None = None,
    parent: QWidget | None = None,
) -> RowsView:
    """A table view set up for reading and keyboard.

    `name` is what assistive technology calls it; `remember` keeps column widths under that settings key;
    `stretch` is the key of the column that takes the room left over (the last one otherwise).
    """
    view = RowsView(parent)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setAlternatingRowColors(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    rows = model.source() if isinstance(model, FilterModel) else model
    _shape_header(view, rows.columns, stretch)
    if stretch is None:
        view.horizontalHeader().setStretchLastSection(True)
    _set_row_height(view)
    look.changes().changed.connect(view.relook)
    if isinstance(model, FilterModel):
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
    if remember:
        _Widths(view, [column.key for column in rows.columns], remember)
    return view
