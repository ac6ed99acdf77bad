"""Parts side by side where there is room for them, else behind tabs; shares and choice are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import spaced
from trainer.ui.settings import Settings

__all__ = ["Halves", "split"]


def split(
    name: str, way: Qt.Orientation, parts: Sequence[QWidget], sizes: Sequence[int], grows: int | None = None
) -> QSplitter:
    """Parts in these sizes (pixels at 100 %) until a person has chosen others, which are kept under `name`.

    A larger window gives all of them more, or only the one whose number `grows` is.
    """
    made, settings = QSplitter(way), Settings()
    made.setAccessibleName(name.rpartition("/")[2].capitalize())
    made.setChildrenCollapsible(False)
    for number, part in enumerate(parts):
        made.addWidget(part)
        made.setStretchFactor(number, sizes[number] if grows is None else int(number == grows))
    made.setSizes([look.tokens().px(size) for size in sizes])
    stored = settings.blob(name)
    if stored is not None:
        made.restoreState(stored)
    made.splitterMoved.connect(lambda: settings.set_blob(name, made.saveState()))
    return made


class Halves(QWidget):
    """Two parts: beside each other from a width on (pixels at 100 %), below it one at a time behind tabs.

    `shown` follows what can be seen. The parts themselves stay what they are.
    """

    shown = Signal()

    def __init__(
        self, name: str, parts: Sequence[tuple[str, str, QWidget]], sizes: Sequence[int], least: int
    ) -> None:
        """`parts` are (title, keys, widget); `name` keeps shares and choice."""
        super().__init__()
        self._name, self._least = name, least
        self._parts = [part for _, _, part in parts]
        self._beside: bool | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Parts of the window")
        self.tabs.setExpanding(False)
        for title, keys, part in parts:
            self.tabs.setTabToolTip(self.tabs.addTab(title), f"{title} ({keys})" if keys else title)
            part.setSizePolicy(part.sizePolicy().horizontalPolicy(), part.sizePolicy().verticalPolicy())
        self._split = split(f"{name}/beside", Qt.Orientation.Horizontal, self._parts, sizes)
        column = spaced(QVBoxLayout(self), gap=4)
        column.addWidget(self.tabs)
        column.addWidget(self._split, 1)
        stored = Settings().text(f"{name}/shown")
        self._only = int(stored) if stored in ("0", "1") else 0
        self.tabs.currentChanged.connect(self.show_part)
        self._stand(beside=False)

    def is_beside(self) -> bool:
        """Whether both can be seen."""
        return bool(self._beside)

    def part(self) -> int:
        """The part that is seen where there is room for one."""
        return self._only

    def show_part(self, number: int) -> None:
        """Bring a part into view."""
        if number != self._only:
            self._only = number
            Settings().set_text(f"{self._name}/shown", str(number))
        self._show_parts()

    def set_title(self, number: int, title: str) -> None:
        """Name a part's tab."""
        if self.tabs.tabText(number) != title:
            self.tabs.setTabText(number, title)

    def _stand(self, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        self.tabs.setVisible(not beside)
        self._show_parts()

    def _show_parts(self) -> None:
        for number, part in enumerate(self._parts):
            part.setVisible(bool(self._beside) or number == self._only)
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(self._only)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or not."""
        super().resizeEvent(event)
        self._stand(self.width() >= look.tokens().px(self._least))

    def minimumSizeHint(self) -> QSize:
        """Room for the part that needs more."""
        hints = [part.minimumSizeHint() for part in self._parts]
        tabs = self.tabs.sizeHint().height()
        return QSize(max(hint.width() for hint in hints), max(hint.height() for hint in hints) + tabs)
