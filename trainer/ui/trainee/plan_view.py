"""The plan beside the messages: search, what is mine, and the step or section that is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trainer.core.plan import Plan, Step, Strength
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, FilterModel, RowsModel
from trainer.ui.panels import Card, Chip, EmptyState, button, label, search_field, spaced, tool_button
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.trainee.flow import FlowLayout
from trainer.ui.trainee.planbook import PlanRow, found, limit_words, plan_rows
from trainer.ui.trainee.scroll import ScrollPage, emptied
from trainer.ui.trainee.sheets import readable
from trainer.ui.words import format_clock

__all__ = ["PlanView"]


_DO = "Do it with what the plan says filled in"
_NOTE = "Note as done, for what was done aloud or by hand"
_STUCK = "Say what is missing for this step"


class _PlanDelegate(QStyledItemDelegate):
    """Paints headings and steps; asks the view which steps were done and which severity holds."""

    def __init__(
        self, view: QListView, done: Callable[[PlanRow], Micros | None], severity: Callable[[], str]
    ) -> None:
        super().__init__(view)
        self._done = done
        self._severity = severity

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line for a heading, two for a step."""
        row: PlanRow = index.data(ROW_ROLE)
        px = look.tokens().px
        lines = look.metrics("strong").height() + (
            0 if row.heading or not row.caption else look.metrics("caption").height()
        )
        return QSize(option.rect.width(), lines + px(14 if row.heading else 11))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: PlanRow = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        if row.heading:
            _paint_heading(painter, ground, row)
        else:
            self._paint_step(painter, ground, row)
        painter.restore()

    def _paint_step(self, painter: QPainter, ground: QRectF, row: PlanRow) -> None:
        px = look.tokens().px
        done = self._done(row)
        side = px(14)
        line = look.metrics().height()
        sign = QRectF(ground.left() + px(8), ground.top() + px(4) + (line - side) / 2, side, side)
        if done is not None:
            look.paint_icon(painter, "ok", sign, "ok")
        elif row.mine:
            look.paint_icon(painter, "dot", sign, "accent")
        words = ground.adjusted(px(28), px(4), -px(8), -px(4))
        right = _right_words(row, done, self._severity())
        room = look.metrics("caption").horizontalAdvance(right) + px(8) if right else 0
        top = QRectF(words.left(), words.top(), words.width() - room, line)
        draw_text(painter, top, row.title, look.font("medium" if row.mine else "base"), look.colour("text"))
        if right:
            corner = QRectF(words.right() - room + px(8), words.top(), room, line)
            ink = look.colour("ok" if done is not None else "muted")
            draw_text(painter, corner, right, look.font("caption", tabular=True), ink)
        if row.caption:
            below = QRectF(words.left(), words.top() + line, words.width(), look.metrics("caption").height())
            caption = (
                f"{row.caption} · critical" if row.step is not None and row.step.critical else row.caption
            )
            draw_text(painter, below, caption, look.font("caption"), look.colour("muted"))


def _right_words(row: PlanRow, done: Micros | None, severity: str) -> str:
    if done is not None:
        return format_clock(done / SECOND)
    return limit_words(row.step, severity) if row.step is not None else ""


def _paint_heading(painter: QPainter, ground: QRectF, row: PlanRow) -> None:
    px = look.tokens().px
    words = ground.adjusted(px(8), 0, -px(8), 0)
    room = look.metrics("caption").horizontalAdvance(row.caption) + px(10)
    draw_text(painter, words.adjusted(0, 0, -room, 0), row.title, look.font("strong"), look.colour("accent"))
    corner = QRectF(words.right() - room + px(10), words.top(), room, words.height())
    draw_text(painter, corner, row.caption, look.font("caption"), look.colour("muted"))


class _PlanList(QListView):
    """The rows; the arrows move, Return opens."""

    def __init__(self, model: FilterModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Steps and sections of the plan")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row under the cursor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class PlanView(Card):
    """Search, list and reading pane. `opened` carries the section; `do` and its kin carry a step's identifier."""

    opened = Signal(str)
    do = Signal(str)
    noted = Signal(str)
    blocked = Signal(str)

    def __init__(self, plan: Plan, role: str) -> None:
        super().__init__()
        self.show_title("Plan")
        self.setToolTip(f"{plan.title}, version {plan.version}")
        self._plan_rows = plan_rows(plan, role)
        self._done: dict[str, Micros] = {}
        self._severity = ""
        self._ready = ""
        column = Column[PlanRow](
            "row", "Plan", lambda row: row.title, tooltip=lambda row: row.title, spoken=self._spoken
        )
        self._rows: RowsModel[PlanRow] = RowsModel([column], lambda row: row.key, self)
        self._rows.append(self._plan_rows)
        self._shown = FilterModel(self._rows, self)
        self.list = _PlanList(self._shown)
        self.list.setItemDelegate(
            _PlanDelegate(self.list, lambda row: self._done.get(row.key), lambda: self._severity)
        )
        self.list.clicked.connect(self._on_activated)
        self.list.activated.connect(self._on_activated)
        self.search = search_field("Search the plan (Ctrl+F)")
        self.search.textChanged.connect(self.refilter)
        self.search.returnPressed.connect(self._on_search_returned)
        self._mine = self._toggle("&Mine", "Steps that belong to your role")
        self._all = self._toggle("&Whole plan", "Everything: procedures, severity, contacts, tools, rights")
        self._lay_out()
        has_own = any(row.mine for row in self._plan_rows)
        (self._mine if has_own else self._all).setChecked(True)
        self._mine.setEnabled(has_own)
        self.refilter()

    def _toggle(self, text: str, tip: str) -> QPushButton:
        made = button(text, "quiet", tip=tip)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.toggled.connect(self.refilter)
        return made

    def _lay_out(self) -> None:
        holder = QWidget()
        toggles = spaced(QHBoxLayout(holder), gap=2)
        toggles.addWidget(self._mine)
        toggles.addWidget(self._all)
        self.add_action(holder)
        self.add(self.search)
        self._nothing = EmptyState("search", "Nothing in the plan has these words.", "Search the whole plan")
        self._nothing.acted.connect(lambda: self._all.setChecked(True))
        self._listed = QStackedWidget()
        self._listed.addWidget(self.list)
        self._listed.addWidget(self._nothing)
        self._reader = _Reader()
        self._reader.do.connect(self.do)
        self._reader.noted.connect(self.noted)
        self._reader.blocked.connect(self.blocked)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._listed)
        split.addWidget(self._reader)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([420, 280])
        self.add(split, 1)

    def choices(self) -> tuple[QPushButton, ...]:
        """The buttons that choose between mine and the whole plan."""
        return self._mine, self._all

    def rows(self) -> RowsModel[PlanRow]:
        """All rows of the plan."""
        return self._rows

    def shown(self) -> FilterModel:
        """The rows that search and choice let through."""
        return self._shown

    def refilter(self) -> None:
        """Show what the search and the choice between mine and all let through."""
        mine = self._mine.isChecked()
        kept = found(self._plan_rows, self.search.text(), (lambda row: row.mine) if mine else None)
        self._shown.set_keep(lambda row: row.key in kept)
        self._listed.setCurrentWidget(self.list if kept else self._nothing)
        # The sentence for an empty list is higher than the list needs to be; it counts only while it is shown.
        self._listed.setMinimumHeight(look.tokens().px(76) if kept else 0)
        self._nothing.show_sentence(f"Nothing in {'your steps' if mine else 'the plan'} has these words.")
        if self._nothing.action is not None:
            self._nothing.action.setVisible(mine)

    def show_done(self, done: dict[str, Micros], severity: str) -> None:
        """Show when this seat did which step (by its row's key), and targets at the severity in force."""
        if (done, severity) == (self._done, self._severity):
            return
        self._done, self._severity = done, severity
        self.list.viewport().update()

    def set_ready(self, why_not: str) -> None:
        """Let steps be done, or say why they cannot be done now."""
        self._reader.set_ready(why_not)

    def answers_only(self) -> None:
        """Offer to read, and to say what is missing: in a walk-through steps are answered, not done."""
        self._reader.answers_only()

    def show_step(self, step: str) -> None:
        """Go to a step and open it, whatever the search hides."""
        key = f"step {step}"
        if not self._shown.index_of(key).isValid():
            self.search.clear()
            row = self._rows.row(self._rows.place(key) or 0)
            (self._mine if row is not None and row.mine else self._all).setChecked(True)
        index = self._shown.index_of(key)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self._on_activated(index)

    def _spoken(self, row: PlanRow) -> str:
        done = self._done.get(row.key)
        parts = (row.title, row.caption, "yours" if row.mine else "", _right_words(row, None, self._severity),
                 f"done at {format_clock(done / SECOND)}" if done is not None else "")  # fmt: skip
        return ", ".join(part for part in parts if part)

    def _on_search_returned(self) -> None:
        for number in range(self._shown.rowCount()):
            index = self._shown.index(number, 0)
            row = self._shown.row(index)
            if row is not None and not row.heading:
                self.list.setCurrentIndex(index)
                self.list.setFocus()
                self._on_activated(index)
                return

    def _on_activated(self, index: QModelIndex) -> None:
        row = self._rows.row(self._rows.place(str(index.data(KEY_ROLE))) or 0)
        if row is None:
            return
        self._reader.show_row(row)
        self.opened.emit(row.section)


class _Reader(QWidget):
    """The step or section that is open, and what can be done from it."""

    do = Signal(str)
    noted = Signal(str)
    blocked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._step: Step | None = None
        self._does = True
        """whether steps are done from here"""
        self._page = ScrollPage("The step or section that is open", gap=6)
        self._do = button("Do this step", "primary", "plan", _DO)
        self._note = button("Done…", "quiet", "ok", _NOTE)
        self._stuck = tool_button("warning", "Blocked at this step", _STUCK)
        self._note.setAccessibleName("Note this step as done")
        self._buttons = QWidget()
        row = FlowLayout(self._buttons, look.tokens().px(4))
        for widget, signal in ((self._do, self.do), (self._note, self.noted), (self._stuck, self.blocked)):
            row.addWidget(widget)
            widget.clicked.connect(lambda _=False, signal=signal: self._step and signal.emit(self._step.id))
        column = spaced(QVBoxLayout(self), gap=8)
        column.addWidget(self._page, 1)
        column.addWidget(self._buttons)
        self._show_buttons()
        self._page.body.addWidget(EmptyState("plan", "Choose a step to read what the plan says about it."))

    def show_row(self, row: PlanRow) -> None:
        """Show a row's words."""
        self._step = row.step
        emptied(self._page.body)
        self._page.body.addWidget(label(row.title, "heading", wrap=True))
        if row.step is not None:
            self._page.body.addWidget(_chips(row, row.step))
        for caption, text in row.parts:
            if caption:
                self._page.body.addWidget(label(caption, "caption"))
            self._page.body.addWidget(readable(text, name=f"{caption}: {text}" if caption else ""))
        self._page.body.addStretch(1)
        self._page.verticalScrollBar().setValue(0)
        self._show_buttons()

    def set_ready(self, why_not: str) -> None:
        """Let the step be done, or say why it cannot be done now."""
        for widget, tip in ((self._do, _DO), (self._note, _NOTE), (self._stuck, _STUCK)):
            widget.setEnabled(not why_not)
            widget.setToolTip(why_not or tip)

    def answers_only(self) -> None:
        """Offer no more than to say what is missing."""
        self._does = False
        self._show_buttons()

    def minimumSizeHint(self) -> QSize:
        """Some lines to read, and the buttons in as many lines as they take at the present width."""
        lines = (
            self._buttons.heightForWidth(self.width()) + look.tokens().gap if self._step is not None else 0
        )
        return QSize(super().minimumSizeHint().width(), self._page.minimumSizeHint().height() + lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may take another number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _show_buttons(self) -> None:
        for widget in (self._do, self._note, self._stuck):
            widget.setVisible(self._step is not None and (self._does or widget is self._stuck))
        self.updateGeometry()


def _chips(row: PlanRow, step: Step) -> QWidget:
    holder = QWidget()
    across = spaced(QHBoxLayout(holder), gap=6)
    across.addWidget(
        Chip(f"{row.caption} (you)" if row.mine else row.caption, "info" if row.mine else "neutral")
    )
    if step.strength is not Strength.MUST:
        across.addWidget(Chip(step.strength.value, "neutral"))
    if step.critical:
        across.addWidget(Chip("critical", "warn"))
    across.addStretch(1)
    return holder
