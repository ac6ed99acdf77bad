"""The MSEL: the timeline above, the table below, in step with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QVBoxLayout, QWidget

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
_PATIENCE: Final = 20_000
_WIDE: Final = 640
_NARROWEST: Final = 430
_TITLE_ONLY: Final = 280
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
        self._by_itself = False
        """Whether the selection moves because the exercise did, not because the person chose."""
        self._chosen = QElapsedTimer()
        self._delivered: frozenset[str] = frozenset()
        self._next: str | None = None
        self.patience = _PATIENCE
        """Milliseconds for which a choice of the person is left alone."""
        self._scale = look.tokens().scale
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
        self.view.clicked.connect(self._on_clicked)
        self.strip.selected_key.connect(self.select)
        look.changes().changed.connect(self.relook)
        self._widen()

    def relook(self) -> None:
        """Let the columns grow with the text, whatever they were made for."""
        grown, self._scale = look.tokens().scale / self._scale, look.tokens().scale
        if grown == 1:
            return
        header = self.view.horizontalHeader()
        for number in self._own_widths():
            wanted = round(header.sectionSize(number) * grown)
            if self.rows.columns[number].key in NARROW:
                wanted = min(wanted, self.view.sizeHintForColumn(number))
            header.resizeSection(number, wanted)
        self._widen()
        self._show_columns()
        self.view.scrollTo(self.view.currentIndex())

    def _own_widths(self) -> list[int]:
        header = self.view.horizontalHeader()
        stretched = QHeaderView.ResizeMode.Stretch
        return [
            number
            for number in range(len(self.rows.columns))
            if header.sectionSize(number) and header.sectionResizeMode(number) is not stretched
        ]

    def _widen(self) -> None:
        """No column is narrower than its heading."""
        header = self.view.horizontalHeader()
        for number in self._own_widths():
            header.resizeSection(number, max(header.sectionSize(number), self._heading_width(number)))

    def _heading_width(self, number: int) -> int:
        metrics = self.view.horizontalHeader().fontMetrics()
        return metrics.horizontalAdvance(self.rows.columns[number].title) + look.tokens().px(20)

    def minimumSizeHint(self) -> QSize:
        """The time and the heading of the title are to be read in any case."""
        hint, bar = super().minimumSizeHint(), self.view.verticalScrollBar().sizeHint().width()
        places = {column.key: number for number, column in enumerate(self.rows.columns)}
        time, title = self.view.sizeHintForColumn(places["when"]), self._heading_width(places["title"])
        least = max(time, self._heading_width(places["when"])) + round(1.5 * title) + bar
        return QSize(max(hint.width(), least), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title room to be read: a narrow table says in a letter what a wide one says in words."""
        super().resizeEvent(event)
        self._show_columns()

    def _show_columns(self) -> None:
        wide = self.width() >= look.tokens().px(_WIDE)
        for number, column in enumerate(self.rows.columns):
            if column.key == "flags":
                narrowest = self.width() < look.tokens().px(_TITLE_ONLY)
                self.view.setColumnHidden(number, wide or narrowest)
            elif column.key in WIDE | NARROW:
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
        elif index.isValid() and not self._following:
            self._on_clicked(index)

    def _on_current_changed(self, current: QModelIndex) -> None:
        key = current.data(KEY_ROLE)
        if key is None or self._following:
            return
        if not self._by_itself:
            self._on_chosen()
        self._following = True
        pinned = any(mark.key == key for mark in self.strip.marks())
        self.strip.select(str(key) if pinned else None)
        self._following = False
        if not self._by_itself:
            self.selected.emit(str(key))

    def _on_clicked(self, index: QModelIndex) -> None:
        """What is selected already was chosen again."""
        if not self._by_itself:
            self._on_chosen()
            self.selected.emit(str(index.data(KEY_ROLE)))

    def _on_chosen(self) -> None:
        self._chosen.start()

    def _on_filter_changed(self, text: str) -> None:
        self.filtered.set_text(text)
        self._show_count()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[InjectLine]) -> None:
        """Show these injects; only what changed is told to the views."""
        self._by_itself = True
        self.rows.update(lines)
        self.strip.show_marks(marks(tuple(lines)))
        self._show_count()
        self._follow(lines)
        self._by_itself = False

    def _follow(self, lines: Sequence[InjectLine]) -> None:
        """Go to what was delivered since, unless the person has just chosen something else."""
        came = [line.inject for line in lines if line.delivered is not None]
        new = [inject for inject in came if inject not in self._delivered]
        coming = next((line.inject for line in lines if line.status == "next"), None)
        line = self.current()
        if line is None and lines:
            self.select(came[-1] if came else coming or lines[0].inject)
        elif line is not None and new and (self._may_follow() or line.inject == self._next):
            self._go_to(new[-1], coming)
        self._delivered, self._next = frozenset(came), coming

    def _may_follow(self) -> bool:
        return not self._chosen.isValid() or self._chosen.elapsed() >= self.patience

    def _go_to(self, inject: str, coming: str | None) -> None:
        """Select what came; what comes next stays in view where both have room. A filter stays as it is."""
        index = self.filtered.index_of(inject)
        if not index.isValid():
            return
        self.view.setCurrentIndex(index)
        if coming is not None and self.filtered.index_of(coming).isValid():
            self.view.scrollTo(self.filtered.index_of(coming))
        self.view.scrollTo(index)

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
            self._desk.do(_held(line))

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

    def advance(self) -> None:
        """Make the selected inject due 5 minutes sooner."""
        self.postpone(-_POSTPONED)

    def can_hold(self) -> bool:
        """Whether the selected inject can be held, or held no longer."""
        line = self.current()
        return line is not None and not self._desk.refusal(_held(line))

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
            ("Release now", "send", "Ctrl+R", self.release, open_ and self._desk.in_play()),
            ("Hold no longer" if line.status == "held" else "Hold", "hold", "Ctrl+H", self.hold,
             open_ and line.status != "skipped"),
            ("Skip", "skip", "Ctrl+K", self.skip, open_ and line.status != "skipped"),
            ("5 minutes later", "right", "Alt+Right", self.postpone, due),
            ("5 minutes sooner", "left", "Alt+Left", self.advance, due),
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


def _held(line: InjectLine) -> HoldInject | UnholdInject:
    return UnholdInject(line.inject) if line.status == "held" else HoldInject(line.inject)
