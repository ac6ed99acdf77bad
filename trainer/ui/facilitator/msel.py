"""The MSEL: the timeline above, the table below, in step with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from trainer.core.commands import HoldInject, ReleaseInject, RescheduleInject, SkipInject, UnholdInject
from trainer.core.time import MINUTE, Micros, seconds
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.lines import NARROW, WIDE, InjectLine, columns, marks
from trainer.ui.models import KEY_ROLE, FilterModel, RowsModel
from trainer.ui.panels import TimelineStrip, label, search_field, spaced
from trainer.ui.tables import table

__all__ = ["Msel"]

_POSTPONED: Final = 5 * MINUTE
_WIDE: Final = 640
_NARROWEST: Final = 430
"""Widths, in pixels at 100 %, from which a column more can be read."""
_AHEAD: Final = 0.03
"""So much of the length is shown beyond the end of play, for the words at its tick."""


class Msel(QWidget):
    """Table and filter; `strip` is the timeline, which stands where the console puts it.

    `selected` names the inject that is selected in both.
    """

    selected = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._following = False
        self._shown_at: Micros = -1
        self.strip = TimelineStrip("Timeline of injects")
        self.rows: RowsModel[InjectLine] = RowsModel(columns(), key=lambda line: line.inject, parent=self)
        self.filtered = FilterModel(self.rows, self)
        self.view = table(self.filtered, "Injects", remember="facilitator-msel", stretch="title")
        self.filter = search_field("Filter injects")
        self.filter.setToolTip("Show the injects in which every word stands (Ctrl+F)")
        self._count = label("", "caption")
        self._arrange()
        self.filter.textChanged.connect(self._on_filter_changed)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_requested)
        self.strip.selected_key.connect(self.select)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title room to be read: a narrow table says in a letter what a wide one says in words."""
        super().resizeEvent(event)
        wide = self.width() >= look.tokens().px(_WIDE)
        for number, column in enumerate(self.rows.columns):
            if column.key in WIDE | NARROW:
                self.view.setColumnHidden(number, column.key in (NARROW if wide else WIDE))
            elif column.key == "to":
                self.view.setColumnHidden(number, self.width() < look.tokens().px(_NARROWEST))

    def _arrange(self) -> None:
        column = spaced(QVBoxLayout(self), gap=6)
        row = spaced(QHBoxLayout())
        row.addWidget(self.filter, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    # -- selection ----------------------------------------------------------------------------------------

    def current(self) -> InjectLine | None:
        """The selected inject."""
        row = self.filtered.row(self.view.currentIndex())
        return row if isinstance(row, InjectLine) else None

    def select(self, inject: str) -> None:
        """Select an inject in table and timeline; one that is filtered out brings the whole list back."""
        if not self.filtered.index_of(inject).isValid() and self.rows.place(inject) is not None:
            self.filter.clear()
        index = self.filtered.index_of(inject)
        if index.isValid() and index.row() != self.view.currentIndex().row():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _on_current_changed(self, current: QModelIndex) -> None:
        key = current.data(KEY_ROLE)
        if key is None or self._following:
            return
        self._following = True
        pinned = any(mark.key == key for mark in self.strip.marks())
        self.strip.select(str(key) if pinned else None)
        self._following = False
        self.selected.emit(str(key))

    def _on_filter_changed(self, text: str) -> None:
        self.filtered.set_text(text)
        self._show_count()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[InjectLine]) -> None:
        """Show these injects; only what changed is told to the views."""
        self.rows.update(lines)
        self.strip.show_marks(marks(tuple(lines)))
        self._show_count()
        if not self.view.currentIndex().isValid() and lines:
            self.select(next((line.inject for line in lines if line.status == "next"), lines[0].inject))

    def tick(self, elapsed: Micros) -> None:
        """Move the line of now, where that can be seen."""
        length = max(1, self._desk.script.scenario.length - self._desk.state.clock.offset, elapsed)
        # A step of the line is a pixel or so: repainting more often costs and shows nothing.
        if self._shown_at < 0 or abs(elapsed - self._shown_at) * 2_000 >= length:
            self._shown_at = elapsed
            self.strip.show_now(seconds(elapsed), seconds(length) * (1 + _AHEAD))

    def _show_count(self) -> None:
        all_of_them = self.rows.rows()
        done = sum(line.status == "delivered" for line in all_of_them)
        shown = self.filtered.rowCount()
        words = f"{done} of {len(all_of_them)} delivered"
        self._count.setText(words if shown == len(all_of_them) else f"{shown} shown, {words}")

    # -- what can be done ---------------------------------------------------------------------------------

    def release(self) -> None:
        """Deliver the selected inject now."""
        line = self.current()
        if line is not None:
            self._desk.do(ReleaseInject(line.inject))

    def hold(self) -> None:
        """Keep the selected inject back, or stop keeping it back."""
        line = self.current()
        if line is not None:
            self._desk.do(UnholdInject(line.inject) if line.status == "held" else HoldInject(line.inject))

    def skip(self) -> None:
        """Leave the selected inject out."""
        line = self.current()
        if line is not None:
            self._desk.do(SkipInject(line.inject))

    def postpone(self, by: Micros = _POSTPONED) -> None:
        """Make the selected inject due later (or sooner) than it is now."""
        line = self.current()
        if line is not None and line.planned is not None:
            to = max(0, line.planned + by) + self._desk.state.clock.offset
            self._desk.do(RescheduleInject(line.inject, to))

    def menu(self) -> QMenu | None:
        """What can be done with the selected inject, as a menu; None where nothing is selected."""
        line = self.current()
        if line is None:
            return None
        menu = QMenu(self)
        menu.setAccessibleName(f"Inject {line.title}")
        open_ = line.status not in ("delivered",) and self._desk.state.status != "ended"
        due = open_ and line.planned is not None and line.status != "skipped"
        for words, icon, keys, act, on in (
            ("Release now", "send", "R", self.release, open_ and self._desk.in_play()),
            ("Hold no longer" if line.status == "held" else "Hold", "hold", "H", self.hold,
             open_ and line.status != "skipped"),
            ("Skip", "skip", "S", self.skip, open_ and line.status != "skipped"),
            ("5 minutes later", "right", "+", self.postpone, due),
            ("5 minutes sooner", "left", "-", lambda: self.postpone(-_POSTPONED), due),
        ):  # fmt: skip
            action = menu.addAction(look.icon(icon), words, act)
            action.setShortcut(QKeySequence(keys))
            action.setEnabled(on)
        return menu

    def _on_menu_requested(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if index.isValid():
            self.view.setCurrentIndex(index)
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(where))
