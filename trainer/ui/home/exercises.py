"""All exercises of the library in one table, with a filter and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.requests import Requests
from trainer.ui.home.words import is_resumable, kind_words, state_words, when_words
from trainer.ui.models import Column, FilterModel, RowsModel
from trainer.ui.panels import EmptyState, button, search_field, spaced
from trainer.ui.tables import table
from trainer.workspace import ExerciseEntry

__all__ = ["ExercisesPane"]

_SHOWN = (("All exercises", None), ("Can be resumed", True), ("Ended", False))


_NARROWEST = 760
_LEFT_OUT = ("kind", "scenario", "events")
_NO_EXERCISE = "No exercise has been set up yet. Set one up, and it will be kept here with its journal."
_NO_REVIEW = "No exercise has ended yet. Play one to its end, and it can be reviewed here."


class ExercisesPane(QWidget):
    """The table and its actions; Return opens the chosen exercise, Delete asks to remove it.

    `ended_only` leaves out what can still be played.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        requests: Requests,
        ended_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue, self._requests, self._ended_only = catalogue, requests, ended_only
        self._model: RowsModel[ExerciseEntry] = RowsModel(
            _columns(catalogue.today), key=lambda entry: entry.id, parent=self
        )
        self._filter = FilterModel(self._model, self)
        self._view = table(self._filter, "Exercises", "library-exercises", stretch="title")
        self._search = search_field("Search exercises")
        self._state = QComboBox()
        self._stack = QStackedWidget()
        self._empty = EmptyState("report", _NO_REVIEW if ended_only else _NO_EXERCISE, "New exercise")
        self._buttons: dict[str, QPushButton] = {}
        self._build()
        catalogue.changed.connect(self.show_catalogue)
        self.show_catalogue()

    def _build(self) -> None:
        self._search.textChanged.connect(self._filter.set_text)
        self._state.setAccessibleName("Which exercises")
        for words, resumable in _SHOWN:
            self._state.addItem(words, resumable)
        if self._ended_only:
            self._state.hide()
        self._state.currentIndexChanged.connect(self._on_state_changed)
        self._empty.acted.connect(lambda: self._requests.set_up.emit(None))
        self._view.activated.connect(self._on_open_clicked)
        self._view.selectionModel().currentRowChanged.connect(self._show_actions)
        top = spaced(QHBoxLayout(), gap=8)
        top.addWidget(self._search, 1)
        top.addWidget(self._state)
        page = QWidget()
        column = spaced(QVBoxLayout(page), gap=8)
        column.addLayout(top)
        column.addWidget(self._view, 1)
        column.addLayout(self._actions())
        self._stack.addWidget(page)
        self._stack.addWidget(self._empty)
        spaced(QVBoxLayout(self)).addWidget(self._stack)

    def _actions(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(look.tokens().gap)
        for key, words, kind, icon in (
            ("open", "Open", "primary", "open"),
            ("report", "Write report…", "normal", "report"),
            ("export", "Export…", "normal", "export"),
            ("delete", "Delete…", "normal", "delete"),
        ):
            made = button(words, kind, icon)  # type: ignore[arg-type]
            self._buttons[key] = made
            across.addWidget(made)
        across.insertStretch(1)
        self._buttons["open"].clicked.connect(self._on_open_clicked)
        for key, request in (
            ("report", self._requests.write_report),
            ("export", self._requests.export),
            ("delete", self._requests.delete),
        ):
            self._buttons[key].clicked.connect(lambda _=False, request=request: self._ask(request))
        return across

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is told elsewhere where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < look.tokens().px(_NARROWEST)
        for number, column in enumerate(self._model.columns):
            if column.key in _LEFT_OUT:
                self._view.setColumnHidden(number, narrow)

    def show_catalogue(self) -> None:
        """Show what the catalogue holds now."""
        shown = self._catalogue.ended() if self._ended_only else self._catalogue.exercises
        self._model.update(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self.setFocusProxy(self._view if shown else self._empty.action or self._view)
        if shown and not self._view.currentIndex().isValid():
            self._view.selectRow(0)
        self._show_actions()

    def chosen(self) -> ExerciseEntry | None:
        """The exercise under the cursor."""
        return cast("ExerciseEntry | None", self._view.current_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks to remove the chosen exercise."""
        if event.key() == Qt.Key.Key_Delete and self.chosen() is not None:
            self._requests.delete.emit(self.chosen())
            return
        super().keyPressEvent(event)

    def _on_state_changed(self) -> None:
        wanted = self._state.currentData()
        self._filter.set_keep(None if wanted is None else lambda entry: is_resumable(entry) == wanted)

    def _on_open_clicked(self) -> None:
        entry = self.chosen()
        if entry is not None:
            (self._requests.resume if is_resumable(entry) else self._requests.review).emit(entry)

    def _ask(self, request: SignalInstance) -> None:
        entry = self.chosen()
        if entry is not None:
            request.emit(entry)

    def _show_actions(self) -> None:
        entry = self.chosen()
        for made in self._buttons.values():
            made.setEnabled(entry is not None)
        resumes = entry is not None and is_resumable(entry)
        self._buttons["open"].setText("Resume" if resumes else "Review")
        self._buttons["open"].setAccessibleName(self._buttons["open"].text())
        self._buttons["open"].setIcon(look.icon("play" if resumes else "report", "on_accent"))


def _columns(today: Callable[[], date]) -> Sequence[Column[ExerciseEntry]]:
    return (
        Column("title", "Exercise", lambda entry: entry.title, width=30),
        Column("state", "State", lambda entry: state_words(entry.state)[0],
               status=lambda entry: state_words(entry.state)[1], width=11),
        Column("kind", "Kind", lambda entry: kind_words(entry.kind), width=9),
        Column("started", "Held", lambda entry: when_words(entry.started or entry.created, today()),
               lambda entry: entry.started or entry.created, width=12),
        Column("scenario", "Scenario", lambda entry: entry.scenario_title, width=18),
        Column("team", "Team", lambda entry: "virtual" if entry.virtual else "people", width=6),
        Column("events", "Events", lambda entry: f"{entry.events:,}", lambda entry: entry.events, align="right",
               width=6),
    )  # fmt: skip
