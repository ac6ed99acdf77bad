"""Tables: rows are frozen values made by the core, columns say how to show them.

    columns = [Column("title", "Title", lambda step: step.title), ...]
    model = RowsModel(columns, key=lambda step: step.id)
    model.update(steps)          # emits only what changed
    view = table(FilterModel(model), "Steps")          # trainer.ui.tables

`RowsModel` never resets: `update` compares by key, so selection and scroll position survive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QBrush

from trainer.ui import look
from trainer.ui.look import Status

__all__ = ["KEY_ROLE", "ROW_ROLE", "Column", "FilterModel", "RowsModel"]

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: The row value itself, and its key.
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: how a row's value reads, sorts, looks and sounds.

    A column with a `status` shows the status' ink and, unless it names its own `icon`, the status' icon.
    Sort keys of one column must be comparable with each other; rows whose key is None stand last.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    tooltip: Callable[[Row], str | None] | None = None
    align: Literal["left", "right", "centre"] = "left"
    icon: Callable[[Row], str | None] | None = None
    status: Callable[[Row], Status | None] | None = None
    #: What assistive technology reads instead of the text.
    spoken: Callable[[Row], str] | None = None
    #: Width to start with, in characters.
    width: int = 14

    def icon_and_tint(self, row: Row) -> tuple[str, str] | None:
        """Icon name and tint of a cell, or None."""
        status = self.status(row) if self.status else None
        name = self.icon(row) if self.icon else None
        if name is None and status is not None:
            name = look.tokens().status(status).icon
        return (name, status or "muted") if name else None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A table over frozen rows, each with a key of its own."""

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}

    # -- what a console uses ------------------------------------------------------------------------------

    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return tuple(self._rows)

    def row(self, index: AnyIndex | int) -> Row | None:
        """The row at an index of this model (or at a number), or None outside."""
        number = index if isinstance(index, int) else index.row()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place(self, key: str) -> int | None:
        """The number of the row with this key, or None."""
        return self._places.get(key)

    def append(self, rows: Iterable[Row]) -> None:
        """Add rows at the end. Raises ValueError when a key is there already."""
        self._insert(len(self._rows), list(rows))

    def update(self, rows: Iterable[Row]) -> None:
        """Become exactly these rows, telling views only of what went, came, moved or changed."""
        wanted = list(rows)
        keys = [self._key(row) for row in wanted]
        if len(set(keys)) != len(keys):
            raise ValueError("two rows have the same key")
        self._remove_all_but(set(keys))
        self._reorder(keys)
        self._insert_missing(wanted, keys)
        self._replace_changed(wanted)

    # -- steps of an update -------------------------------------------------------------------------------

    def _number(self) -> None:
        self._places = {self._key(row): number for number, row in enumerate(self._rows)}

    def _insert(self, at: int, rows: list[Row]) -> None:
        if not rows:
            return
        keys = [self._key(row) for row in rows]
        if len(set(keys)) != len(keys) or any(key in self._places for key in keys):
            raise ValueError("a row with this key is there already")
        self.beginInsertRows(_NOWHERE, at, at + len(rows) - 1)
        at_end = at == len(self._rows)
        self._rows[at:at] = rows
        if at_end:
            self._places |= {key: at + offset for offset, key in enumerate(keys)}
        else:
            self._number()
        self.endInsertRows()

    def _remove_all_but(self, kept: set[str]) -> None:
        gone = [number for number, row in enumerate(self._rows) if self._key(row) not in kept]
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._rows[first : last + 1]
            self._number()
            self.endRemoveRows()

    def _reorder(self, keys: list[str]) -> None:
        """Bring the rows that stay into the wanted order; persistent indexes follow their rows."""
        order = [self._places[key] for key in keys if key in self._places]
        if all(one < other for one, other in pairwise(order)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._rows = [self._rows[number] for number in order]
        moved = {old: new for new, old in enumerate(order)}
        self._number()
        after = [self.index(moved[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_missing(self, wanted: list[Row], keys: list[str]) -> None:
        missing = [number for number, key in enumerate(keys) if key not in self._places]
        for first, last in _runs(missing):
            self._insert(first, wanted[first : last + 1])

    def _replace_changed(self, wanted: list[Row]) -> None:
        changed = [number for number, row in enumerate(wanted) if row != self._rows[number]]
        for first, last in _runs(changed):
            self._rows[first : last + 1] = wanted[first : last + 1]
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # -- what views ask -----------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Number of rows; none below a cell."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Number of columns; none below a cell."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns, aligned as their cells are."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a view asks of a cell."""
        row = self.row(index) if index.isValid() else None
        answer = _CELLS.get(role)
        if row is None or answer is None:
            return None
        if role == KEY_ROLE:
            return self._key(row)
        return answer(self.columns[index.column()], row)

    def sort_value(self, number: int, column: int) -> Any:
        """What a row sorts by in a column; None stands last."""
        spec = self.columns[column]
        row = self._rows[number]
        return spec.sort(row) if spec.sort else spec.text(row).casefold()

    def matches(self, number: int, words: Sequence[str]) -> bool:
        """Whether each word (casefolded) stands in some column of the row."""
        if not words:
            return True
        text = "\n".join(column.text(self._rows[number]) for column in self.columns).casefold()
        return all(word in text for word in words)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _spoken(column: Column[Any], row: Any) -> str:
    return f"{column.title}: {column.spoken(row) if column.spoken else column.text(row)}"


def _ink(column: Column[Any], row: Any) -> QBrush | None:
    status = column.status(row) if column.status else None
    return QBrush(look.colour(status)) if status else None


def _decoration(column: Column[Any], row: Any) -> Any:
    found = column.icon_and_tint(row)
    return look.icon(*found) if found else None


_CELLS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.ToolTipRole: lambda column, row: column.tooltip(row) if column.tooltip else None,
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _: _ALIGN[column.align],
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.ForegroundRole: _ink,
    Qt.ItemDataRole.DecorationRole: _decoration,
    ROW_ROLE: lambda _, row: row,
    KEY_ROLE: lambda _, row: row,
}


class FilterModel(QSortFilterProxyModel):
    """Sorts by the columns' sort keys and keeps the rows in which every word typed stands somewhere."""

    def __init__(self, rows: RowsModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._words: list[str] = []
        self._keep: Callable[[Any], bool] | None = None
        self.setSourceModel(rows)

    def source(self) -> RowsModel[Any]:
        """The rows behind the filter."""
        return self._rows

    def set_text(self, text: str) -> None:
        """Keep the rows in which each of these words stands; no word keeps all."""
        self._refilter(text.casefold().split(), self._keep)

    def set_keep(self, keep: Callable[[Any], bool] | None) -> None:
        """Keep, besides, only the rows this says yes to."""
        self._refilter(self._words, keep)

    def _refilter(self, words: list[str], keep: Callable[[Any], bool] | None) -> None:
        self.beginFilterChange()
        self._words, self._keep = words, keep
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def row(self, index: AnyIndex) -> Any | None:
        """The row at an index of this model, or None."""
        return self._rows.row(self.mapToSource(index)) if index.isValid() else None

    def index_of(self, key: str) -> QModelIndex:
        """The index of the row with this key in this model; invalid when it is filtered out."""
        place = self._rows.place(key)
        return self.mapFromSource(self._rows.index(place, 0)) if place is not None else QModelIndex()

    def filterAcceptsRow(self, number: int, _parent: AnyIndex) -> bool:
        """Whether a source row passes words and predicate."""
        if self._keep is not None and not self._keep(self._rows.row(number)):
            return False
        return self._rows.matches(number, self._words)

    def lessThan(self, left: AnyIndex, right: AnyIndex) -> bool:
        """Order by sort key, rows without one last whichever way the column is sorted."""
        one = self._rows.sort_value(left.row(), left.column())
        other = self._rows.sort_value(right.row(), right.column())
        if one is None or other is None:
            falling = self.sortOrder() is Qt.SortOrder.DescendingOrder
            return (one is None and other is not None) if falling else (other is None and one is not None)
        return bool(one < other)
