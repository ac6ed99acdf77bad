"""The parts of a seat in three columns, in two, or in one, as the window is wide; what has no column has a tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, get_args

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QTabBar, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import spaced

__all__ = ["Columns", "Part", "columns_in"]

Part = Literal["inbox", "message", "plan", "log"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
_TITLES: Final[dict[Part, str]] = {"inbox": "Inbox", "message": "Message", "plan": "Plan", "log": "Log"}
_LEAST: Final = {3: 930, 2: 680}
_SIZES: Final = {3: [262, 664, 318], 2: [250, 490, 0], 1: [100, 100, 0]}
_BESIDE: Final = {"side": 250, "message": 410, "plan": 250}


def columns_in(width: float) -> int:
    """How many columns have room in a width in pixels at 100 %."""
    return next((count for count, least in _LEAST.items() if width >= least), 1)


class _Kept(NamedTuple):
    """Where the keyboard was, and in which part."""

    widget: QWidget | None
    part: Part | None


class Columns(QWidget):
    """Three columns: inbox over log, message, plan. Two: a side with tabs, message. One: tabs for all four.

    The parts themselves stay what they are, with all that was written and chosen in them. `changed` follows what can
    be seen.
    """

    changed = Signal()

    def __init__(self, parts: dict[Part, QWidget]) -> None:
        super().__init__()
        self._parts = parts
        self._count = 0
        self._sizes = {count: list(sizes) for count, sizes in _SIZES.items()}
        #: What one column shows, and what the side of two columns shows.
        self._only: Part = "message"
        self._beside: Part = "inbox"
        self.tabs = self._tab_bar()
        self._lists = QSplitter(Qt.Orientation.Vertical)
        self._side = QWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._stand(3)

    def _tab_bar(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setAccessibleName("Parts of the seat")
        tabs.setExpanding(False)
        for number, part in enumerate(PARTS):
            tabs.addTab(_TITLES[part])
            tabs.setTabToolTip(number, f"{_TITLES[part]} (Alt+{number + 1})")
        tabs.currentChanged.connect(lambda number: self.show_part(PARTS[number]))
        return tabs

    def _lay_out(self) -> None:
        px = look.tokens().px
        for splitter in (self._lists, self._split):
            splitter.setChildrenCollapsible(False)
        for part, stretch, height in (("inbox", 3, 430), ("log", 2, 290)):
            self._lists.addWidget(self._parts[part])  # type: ignore[index]
            self._lists.setStretchFactor(self._lists.count() - 1, stretch)
            self._parts[part].resize(px(250), px(height))  # type: ignore[index]
        self._lists.setSizes([430, 290])
        self._in_side = spaced(QVBoxLayout(self._side), gap=6)
        self._in_side.addWidget(self._lists, 1)
        beside = (
            (self._side, 3, "side"),
            (self._parts["message"], 6, "message"),
            (self._parts["plan"], 4, "plan"),
        )
        for number, (widget, stretch, name) in enumerate(beside):
            widget.setMinimumWidth(px(_BESIDE[name]))
            self._split.addWidget(widget)
            self._split.setStretchFactor(number, stretch)
        self._split.splitterMoved.connect(self._on_moved)
        self._column = spaced(QVBoxLayout(self), gap=6)
        self._column.addWidget(self._split, 1)

    # -- what is seen -------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many columns there are now."""
        return self._count

    def shows(self, part: Part) -> bool:
        """Whether a part can be seen."""
        if self._count == 3:
            return True
        if self._count == 2:
            return part in ("message", self._beside)
        return part == self._only

    def show_part(self, part: Part) -> None:
        """Bring a part into view where there is no room for all."""
        if part != "message":
            self._beside = part
        self._only = part
        self._show_parts()

    def set_title(self, part: Part, title: str) -> None:
        """Name a part's tab."""
        self.tabs.setTabText(PARTS.index(part), title)

    def minimumSizeHint(self) -> QSize:
        """One column."""
        px = look.tokens().px
        return QSize(px(400), px(260))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as have room."""
        super().resizeEvent(event)
        self._stand(columns_in(self.width() / look.tokens().scale))

    # -- changing the columns -----------------------------------------------------------------------------

    def _stand(self, count: int) -> None:
        if count == self._count:
            return
        kept = self._keyboard()
        self._count = count
        if kept.part is not None:
            self._only = kept.part
            self._beside = kept.part if kept.part != "message" else self._beside
        if count == 3:
            self._split.addWidget(self._parts["plan"])
        else:
            self._in_side.addWidget(self._parts["plan"], 1)
        over: Callable[[int, QWidget], None] = (
            self._column.insertWidget if count == 1 else self._in_side.insertWidget
        )
        over(0, self.tabs)
        self.tabs.setVisible(count < 3)
        self.tabs.setTabVisible(PARTS.index("message"), count == 1)
        self._show_parts()
        self._split.setSizes(self._sizes[count])
        if kept.widget is not None and kept.widget.isVisibleTo(self):
            kept.widget.setFocus()

    def _show_parts(self) -> None:
        kept = self._keyboard()
        lists = self.shows("inbox") or self.shows("log")
        for part, widget in self._parts.items():
            widget.setVisible(self.shows(part))
        self._lists.setVisible(lists)
        self._side.setVisible(lists or (self._count < 3 and self.shows("plan")))
        shown = self._only if self._count == 1 else self._beside
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(PARTS.index(shown))
        if kept.part is not None and not self.shows(kept.part):
            self.tabs.setFocus()
        self.changed.emit()

    def _keyboard(self) -> _Kept:
        focus = QApplication.focusWidget()
        if focus is None:
            return _Kept(None, None)
        part = next((name for name, widget in self._parts.items() if widget.isAncestorOf(focus)), None)
        return _Kept(focus if part is not None else None, part)

    def _on_moved(self) -> None:
        self._sizes[self._count] = self._split.sizes()
