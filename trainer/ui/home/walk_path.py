"""A path across procedures: all steps on the left, those that are walked on the right, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.plan import Plan
from trainer.ui import look
from trainer.ui.models import Column, FilterModel, RowsModel
from trainer.ui.panels import button, label, search_field, spaced, tool_button
from trainer.ui.tables import table

__all__ = ["PathForm", "PathRow"]

_LEAST = 300


@dataclass(frozen=True)
class PathRow:
    """A step of the plan; `number` is its place on the path, counted from 1, or 0 for one that is not on it."""

    step: str
    title: str
    owner: str
    procedure: str
    number: int = 0


def _tip(row: PathRow) -> str:
    return f"{row.title}\n{row.procedure}, {row.owner}"


def _spoken(row: PathRow) -> str:
    return f"{row.title}, {row.procedure}, {row.owner}"


class PathForm(QWidget):
    """Return or a double click puts a step on the path. `changed` follows every change of the path."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[PathRow, ...] = ()
        self._path: list[str] = []
        columns = (
            Column[PathRow]("title", "Step", lambda row: row.title, tooltip=_tip, spoken=_spoken, width=22),
            Column[PathRow]("owner", "Owner", lambda row: row.owner, width=9),
            Column[PathRow]("procedure", "Procedure", lambda row: row.procedure),
        )
        self.offered: RowsModel[PathRow] = RowsModel(columns, lambda row: row.step, self)
        self._filter = FilterModel(self.offered, self)
        self.steps_view = table(self._filter, "Steps of the plan", stretch="title")
        # It is there to be searched for; the clause tells it as well.
        self.steps_view.setColumnHidden(2, True)
        self._search = search_field("Search steps")
        ordered = (
            Column[PathRow]("number", "No.", lambda row: str(row.number), lambda row: row.number, width=2),
            Column[PathRow]("title", "Path", lambda row: row.title, tooltip=_tip, spoken=_spoken, width=20),
        )
        self.rows: RowsModel[PathRow] = RowsModel(ordered, lambda row: row.step, self)
        self.path_view = table(self.rows, "Path, in the order in which it is walked", stretch="title")
        self.add = button("Add", "normal", "add", "Put the chosen step at the end of the path (Return)")
        self.up = tool_button("up", "Earlier", "Walk it earlier (Alt+Up)")
        self.down = tool_button("down", "Later", "Walk it later (Alt+Down)")
        self.remove = tool_button("remove", "Take it off the path", "Take it off the path (Delete)")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        left, right = spaced(QVBoxLayout(), gap=6), spaced(QVBoxLayout(), gap=6)
        top = spaced(QHBoxLayout(), gap=6)
        top.addWidget(self._search, 1)
        top.addWidget(self.add)
        left.addLayout(top)
        left.addWidget(self.steps_view, 1)
        tools = spaced(QHBoxLayout(), gap=2)
        tools.addWidget(label("Walked in this order", "caption"), 1)
        for made in (self.up, self.down, self.remove):
            tools.addWidget(made)
        right.addLayout(tools)
        right.addWidget(self.path_view, 1)
        across = spaced(QHBoxLayout(self), gap=12)
        across.addLayout(left, 5)
        across.addLayout(right, 4)
        self.setMinimumHeight(look.tokens().px(_LEAST))

    def _connect(self) -> None:
        self._search.textChanged.connect(self._filter.set_text)
        self.steps_view.activated.connect(self.put)
        self.add.clicked.connect(self.put)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.remove.clicked.connect(self.take_off)
        self.path_view.selectionModel().currentRowChanged.connect(self._show_tools)
        # As shortcuts, for a table would move its cursor with these keys.
        for keys, act in (
            ("Alt+Up", lambda: self.shift(-1)), ("Alt+Down", lambda: self.shift(1)), ("Del", self.take_off),
        ):  # fmt: skip
            made = QShortcut(QKeySequence(keys), self.path_view)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    def show_plan(self, plan: Plan) -> None:
        """Offer the steps of a plan; the path is empty."""
        titles = {role.id: role.title for role in plan.roles}
        self._all = tuple(
            PathRow(
                step.id,
                f"{step.clause}  {step.title}" if step.clause else step.title,
                titles.get(step.role or "", "no owner"),
                procedure.title,
            )
            for procedure, step in plan.steps()
        )
        self._path = []
        self._search.clear()
        self.offered.update(self._all)
        self.steps_view.selectRow(0)
        self._show()

    def steps(self) -> list[str]:
        """The steps of the path, in their order."""
        return list(self._path)

    def put(self) -> None:
        """Put the chosen step at the end of the path."""
        row = self.steps_view.current_row()
        if isinstance(row, PathRow) and row.step not in self._path:
            self._path.append(row.step)
            self._show(row.step)

    def shift(self, by: int) -> None:
        """Walk the chosen step of the path earlier or later."""
        row = self.path_view.current_row()
        if not isinstance(row, PathRow):
            return
        at = self._path.index(row.step)
        to = at + by
        if 0 <= to < len(self._path):
            self._path[at], self._path[to] = self._path[to], self._path[at]
            self._show(row.step)

    def take_off(self) -> None:
        """Take the chosen step off the path."""
        row = self.path_view.current_row()
        if isinstance(row, PathRow):
            self._path.remove(row.step)
            self._show()

    def _show(self, chosen: str | None = None) -> None:
        known = {row.step: row for row in self._all}
        self.rows.update(
            PathRow(row.step, row.title, row.owner, row.procedure, number)
            for number, row in enumerate((known[name] for name in self._path), 1)
        )
        place = self.rows.place(chosen) if chosen is not None else None
        if place is not None:
            self.path_view.selectRow(place)
        self._show_tools()
        self.changed.emit()

    def _show_tools(self) -> None:
        row = self.path_view.current_row()
        at = self._path.index(row.step) if isinstance(row, PathRow) and row.step in self._path else -1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(self._path) - 1)
        self.remove.setEnabled(at >= 0)
