"""Looking things up: logs with a search, deployments, configuration, backups, access. A look takes its time."""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainer.core.actions import Look
from trainer.core.services.views import OperationSeen
from trainer.ui import look
from trainer.ui.monitor.found import FoundList
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.rows import LOOKS, found_rows, look_words
from trainer.ui.panels import Banner, EmptyState, button, label, search_field, spaced
from trainer.ui.words import format_duration

__all__ = ["Lookup"]

_At = Literal["logs", "deployments", "configuration", "backups", "access"]
_EMPTY = "Choose what to look up. It takes a little while, as it would for real."
_NOTHING_FOUND = "Nothing was found. Search for less, or look at another service."


class Lookup(QWidget):
    """What to look up above, what was found below; earlier looks stay in a list."""

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._shown: int | None = None
        self._wanted: int | None = None
        self.setAccessibleName("Look up")
        self.what, self.where, self.search = QComboBox(), QComboBox(), QLineEdit()
        self.go = button("Look it up", "primary", "search", "It takes a little while (Return)")
        self.earlier = QComboBox()
        self.filter = search_field("Filter what was found")
        self.progress = QProgressBar(textVisible=False)
        self._left = label("", "caption")
        self._count = label("", "caption")
        self._banner = Banner()
        self.found = FoundList()
        self._total = 0
        self._empty = EmptyState("search", _EMPTY)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for words, (title, icon) in LOOKS.items():
            self.what.addItem(look.icon(icon, "muted"), title, words)
        for box, name in ((self.what, "What to look up"), (self.where, "Of which service"),
                          (self.earlier, "Earlier looks")):  # fmt: skip
            box.setAccessibleName(name)
            box.view().setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.setMinimumWidth(look.tokens().px(96))
        self.search.setAccessibleName("Search the logs for")
        self.search.setPlaceholderText("Search for, such as timeout")
        self.progress.setAccessibleName("How far the look is")
        self.earlier.setToolTip("What was looked up before")
        column = spaced(QVBoxLayout(self), gap=6)
        for fields in ((self.what, self.where), (self.search, self.go)):
            row = spaced(QHBoxLayout(), gap=6)
            for number, field in enumerate(fields):
                row.addWidget(field, 0 if field is self.go else 2 + number)
            column.addLayout(row)
        column.addWidget(self._banner)
        column.addWidget(self._under_way())
        column.addWidget(self.earlier)
        column.addWidget(self._stack, 1)
        for page in (self._empty, self._results()):
            self._stack.addWidget(page)
        self.earlier.hide()

    def _under_way(self) -> QWidget:
        self._running = QWidget()
        self._running.setAccessibleName("A look is under way")
        row = spaced(QHBoxLayout(self._running), gap=8)
        row.addWidget(self.progress, 1)
        row.addWidget(self._left)
        self._running.hide()
        return self._running

    def _results(self) -> QWidget:
        page = QWidget()
        column = spaced(QVBoxLayout(page), gap=6)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(self.filter, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self.found, 1)
        return page

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._show_search)
        self.search.returnPressed.connect(self.look_up)
        self.go.clicked.connect(self.look_up)
        self.earlier.activated.connect(self._on_earlier)
        self.filter.textChanged.connect(self._on_filter)

    # -- asking -------------------------------------------------------------------------------------------

    def show_service(self, service: str) -> None:
        """Offer the services, this one chosen."""
        titles = self._host.titles
        if self.where.count() != len(titles) + 1:
            self.where.clear()
            self.where.addItem("All services", None)
            for name, title in titles.items():
                self.where.addItem(title, name)
        self.where.setCurrentIndex(max(0, self.where.findData(service or None)))

    def begin(self, at: str = "") -> None:
        """Keyboard to the question."""
        if at:
            self.what.setCurrentIndex(max(0, self.what.findData(at)))
        first = self.search if self.search.isEnabled() else self.go
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look_up(self) -> None:
        """Ask for what stands in the fields."""
        if not self.go.isEnabled():
            return
        at = cast("_At", self.what.currentData())
        words = self.search.text().strip() if at == "logs" else ""
        action = Look(at=at, service=self.where.currentData(), search=words or None)
        before = {seen.act for seen in self._mine()}
        problem = self._host.perform(action)
        if problem:
            self._banner.show_message(problem, "warn")
            return
        self._banner.hide()
        self._wanted = next((seen.act for seen in self._mine() if seen.act not in before), None)
        self.refresh()

    def set_ready(self, why_not: str) -> None:
        """Let things be looked up, or say why not now."""
        self.go.setEnabled(not why_not)
        self.go.setToolTip(why_not or "It takes a little while (Return)")

    def _show_search(self) -> None:
        self.search.setEnabled(self.what.currentData() == "logs")

    # -- finding ------------------------------------------------------------------------------------------

    def _mine(self) -> list[OperationSeen]:
        role = self._host.role()
        operations = self._host.telemetry.operations()
        return [seen for seen in operations if seen.role == role and isinstance(seen.action, Look)]

    def refresh(self) -> int:
        """Show progress and what was found; returns how many looks are under way."""
        mine = self._mine()
        running = [seen for seen in mine if seen.ok is None]
        self._show_progress(running[-1] if running else None)
        through = [seen for seen in mine if seen.ok is not None]
        self._list_earlier(through)
        acts = {seen.act for seen in through}
        if self._wanted in acts:
            self._show_found(self._wanted)
            self._wanted = None
        elif self._shown is not None and self._shown not in acts:
            self._show_found(through[-1].act if through else None)
        elif self._shown is None and through and not running:
            self._show_found(through[-1].act)
        return len(running)

    def _show_progress(self, seen: OperationSeen | None) -> None:
        self._running.setVisible(seen is not None)
        if seen is None:
            return
        now = self._host.telemetry.now()
        left, length = max(0, seen.ends - now), max(1, seen.ends - seen.began)
        self.progress.setRange(0, length)
        self.progress.setValue(min(length, length - left))
        words = f"{format_duration(left)} left" if left else "about to end"
        self._left.setText(words)
        self.progress.setAccessibleDescription(words)

    def _list_earlier(self, through: list[OperationSeen]) -> None:
        acts = [seen.act for seen in reversed(through)]
        if acts != [self.earlier.itemData(number) for number in range(self.earlier.count())]:
            telemetry = self._host.telemetry
            self.earlier.clear()
            for seen in reversed(through):
                if isinstance(seen.action, Look):
                    words = f"{telemetry.clock(seen.ends)}  {look_words(seen.action, self._host.titles)}"
                    self.earlier.addItem(words, seen.act)
        self.earlier.setVisible(bool(acts))
        self.earlier.setCurrentIndex(self.earlier.findData(self._shown))

    def _on_earlier(self) -> None:
        self._wanted = None
        self._show_found(self.earlier.currentData())

    def _show_found(self, act: int | None) -> None:
        self._shown = act
        found = self._host.telemetry.found(act) if act is not None else None
        if found is None:
            self._empty.show_sentence(_EMPTY)
            self._stack.setCurrentIndex(0)
            return
        rows = found_rows(found, self._host)
        self.found.show_rows(rows)
        self.filter.clear()
        self._empty.show_sentence(_NOTHING_FOUND)
        self._stack.setCurrentIndex(1 if rows else 0)
        self.earlier.setCurrentIndex(self.earlier.findData(act))
        self._total = max(found.total, len(rows))
        self._show_count()

    def _on_filter(self, text: str) -> None:
        self.found.filtered.set_text(text)
        self.found.scheduleDelayedItemsLayout()
        self._show_count()

    def _show_count(self) -> None:
        listed, shown = self.found.lines.rowCount(), self.found.filtered.rowCount()
        newest = f"newest {listed:,} of {self._total:,}" if self._total > listed else f"{listed:,}"
        self._count.setText(f"{shown:,} of {newest}" if shown != listed else newest)
