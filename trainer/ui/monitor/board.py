"""The charts of what is chosen: a grid with one time axis and one cursor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainer.core.services.views import Telemetry
from trainer.ui import look
from trainer.ui.monitor.buckets import Traces
from trainer.ui.monitor.chart import LineChart
from trainer.ui.monitor.plot import WINDOWS, ChartSpec, Mark, TimeSpan, plotted
from trainer.ui.monitor.words import Words
from trainer.ui.panels import button, spaced, tool_button
from trainer.ui.settings import Settings

__all__ = ["Board", "best_columns"]

_NARROWEST = 230
"""Width of a chart in pixels at 100 % from which on another stands beside it."""
_WINDOW: Final = "monitor/window"
_LEAST_HEIGHT = 122
_SHAPE: Final = 1.8
"""Width by height that a chart has at best."""
_EMPTY_PLACE: Final = 0.2
_SCROLLED: Final = 2.0
"""What counts against an arrangement, beside its shape: a place left empty, a height that has to be scrolled to."""
_WORDY = 560
"""Width in pixels at 100 % from which the time shown has room in words."""


def best_columns(count: int, most: int, width: int, height: int, least: int) -> int:
    """How many of `count` charts stand side by side, at most `most`, in an area of `width` x `height` pixels.

    The shape that a line over time is read best in is somewhat wider than high; a chart is at least `least` high,
    below that the area scrolls; an empty place in the last row counts against an arrangement.
    """

    def lack(across: int) -> float:
        rows = -(-count // across)
        shape = (width / across) / max(least, height / rows)
        return abs(math.log(shape / _SHAPE)) + _EMPTY_PLACE * (rows * across - count) + _SCROLLED * max(
            0, rows * least - height
        ) / max(1, height)  # fmt: skip

    return min(range(1, max(1, most) + 1), key=lack)


class Board(QWidget):
    """Charts over the same stretch of time. `reached` follows a change of that stretch.

    Each chart is plotted and painted in a turn of the event loop of its own, so that no frame has to paint them all.
    """

    reached = Signal()

    def __init__(self, telemetry: Telemetry, traces: Traces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telemetry, self._traces = telemetry, traces
        self._specs: tuple[ChartSpec, ...] = ()
        self._events: tuple[Mark, ...] = ()
        self._held: int | None = None
        self._cursor: int | None = None
        self.charts: list[LineChart] = []
        self._title = Words("heading")
        self._time = Words("base", "muted")
        self._length = self._remembered()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._plot_next)
        self._waiting: list[int] = []
        self._lay_out()
        self.setAccessibleName("Charts")

    @staticmethod
    def _remembered() -> int:
        stored = Settings().text(_WINDOW)
        lengths = {str(length): length for length, _ in WINDOWS}
        return lengths.get(stored, WINDOWS[1][0])

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), gap=6)
        column.addLayout(self._head())
        page = QWidget()
        page.setAccessibleName("Charts")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.tokens().px(6))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Charts")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.verticalScrollBar().setAccessibleName("Charts, scroll")
        self._area.setWidget(page)
        column.addWidget(self._area, 1)

    def _head(self) -> QBoxLayout:
        row = spaced(QHBoxLayout(), gap=2)
        row.addWidget(self._title, 5)
        row.addWidget(self._time, 3)
        self.earlier = tool_button("left", "Earlier", "Look back by half of what is shown")
        self.later = tool_button("right", "Later", "Look on by half of what is shown")
        self.live = tool_button("next", "Follow the time", "Show what happens now again")
        for made, run in (
            (self.earlier, self.look_back),
            (self.later, self.look_on),
            (self.live, self.follow),
        ):
            made.clicked.connect(run)
            row.addWidget(made)
        row.addSpacing(look.tokens().px(6))
        self._lengths = QButtonGroup(self)
        for length, words in WINDOWS:
            choice = button(words, "quiet", tip=f"Show the last {words}")
            choice.setAccessibleName(f"Show {words}")
            choice.setCheckable(True)
            choice.setChecked(length == self._length)
            self._lengths.addButton(choice, length)
            row.addWidget(choice)
        self._lengths.idClicked.connect(self.show_length)
        return row

    # -- what is shown ------------------------------------------------------------------------------------

    def title(self) -> str:
        """The heading above the charts."""
        return self._title.text()

    def time(self) -> TimeSpan:
        """The stretch of time shown."""
        end = self._held if self._held is not None else self._telemetry.now()
        return TimeSpan(end, self._length)

    def show_charts(self, title: str, specs: Sequence[ChartSpec]) -> None:
        """Show these charts from now on."""
        self._title.show_text(title)
        if tuple(specs) == self._specs:
            return
        self._specs = tuple(specs)
        while len(self.charts) < len(specs):
            made = LineChart(self._telemetry.clock)
            made.pointed.connect(self._on_pointed)
            self.charts.append(made)
        for number, chart in enumerate(self.charts):
            chart.clear(specs[number].title if number < len(specs) else "")
            chart.setVisible(number < len(specs))
        self._place()
        self.refresh()

    def show_events(self, events: Sequence[Mark]) -> None:
        """What happened, to be marked on the time axis."""
        self._events = tuple(events)

    def refresh(self) -> None:
        """Show the newest second, each chart in its turn."""
        time = self.time()
        looking_back = self._held is not None
        self.later.setEnabled(looking_back)
        self.live.setEnabled(looking_back)
        clock = self._telemetry.clock
        span = f"{clock(time.start)[:5]} to {clock(time.end)}"
        self._time.show_text(f"Looking back: {span}" if looking_back else f"until now, {clock(time.end)}")
        self._waiting = list(range(len(self._specs)))
        self._turn.start()

    def _plot_next(self) -> None:
        if not self._waiting:
            self._turn.stop()
            return
        number = self._waiting.pop(0)
        chart = self.charts[number]
        began = self._telemetry.began()
        chart.show_plot(
            plotted(self._specs[number], self._traces, self.time(), began, chart.columns(), self._events)
        )

    def show_length(self, length: int) -> None:
        """Show so many seconds."""
        self._length = length
        Settings().set_text(_WINDOW, str(length))
        chosen = self._lengths.button(length)
        if chosen is not None:
            chosen.setChecked(True)
        self.refresh()
        self.reached.emit()

    def look_back(self) -> None:
        """Show earlier times; the charts no longer follow."""
        first = self._telemetry.began() + self._length
        self._held = max(min(first, self._telemetry.now()), self.time().end - self._length // 2)
        self.refresh()

    def look_on(self) -> None:
        """Show later times; from the newest on the charts follow again."""
        end = self.time().end + self._length // 2
        self._held = end if end < self._telemetry.now() else None
        self.refresh()

    def follow(self) -> None:
        """Follow the time again."""
        self._held = None
        self.refresh()

    def _on_pointed(self, second: int | None) -> None:
        self._cursor = second
        for chart in self.charts[: len(self._specs)]:
            chart.show_cursor(second)

    # -- the size -----------------------------------------------------------------------------------------

    def _place(self) -> None:
        """As many charts side by side as give each of them the best shape in the room there is."""
        px = look.tokens().px
        most = max(1, min(3, self.width() // px(_NARROWEST), len(self._specs)))
        across = best_columns(len(self._specs), most, self.width(), self._area.height(), px(_LEAST_HEIGHT))
        rows = -(-len(self._specs) // across)
        for number, chart in enumerate(self.charts):
            self._grid.removeWidget(chart)
            if number < len(self._specs):
                self._grid.addWidget(chart, number // across, number % across)
        for place in range(max(self._grid.columnCount(), 3)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        for place in range(max(self._grid.rowCount(), rows)):
            self._grid.setRowStretch(place, 1 if place < rows else 0)
            self._grid.setRowMinimumHeight(place, px(_LEAST_HEIGHT) if place < rows else 0)
        self._grid.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place and plot anew."""
        super().resizeEvent(event)
        self._time.setVisible(self.width() > look.tokens().px(_WORDY))
        self._place()
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """One chart."""
        px = look.tokens().px
        return QSize(px(300), px(150))
