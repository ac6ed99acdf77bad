"""The page of the experiments: what each does on the left; shop, problems, standing and approval on the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from trainer.core.time import seconds
from trainer.ui import look
from trainer.ui.experiment_words import stage_words
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.experiments.approval import Approval
from trainer.ui.facilitator.experiments.problems import Problems
from trainer.ui.facilitator.experiments.reading import Reading
from trainer.ui.facilitator.experiments.shop import ShopBar
from trainer.ui.facilitator.experiments.standing import Activities, Standing
from trainer.ui.facilitator.experiments.watch import Watch
from trainer.ui.facilitator.experiments.words import STAGE_STATUS, every_words, hindrance, over_words
from trainer.ui.facilitator.splitters import splitter
from trainer.ui.notice import show_notice
from trainer.ui.panels import Card, Chip, label, rule, spaced
from trainer.ui.words import format_duration
from trainer.workspace import Experiments, ExperimentView, Workspace

__all__ = ["ExperimentsPage"]

_SIDE = 286
"""Pixels at 100 % that the side needs"""
_CHANGED = "It was changed since you read it. Read it again, then confirm."


class Sheet(QWidget):
    """One experiment."""

    def __init__(self, desk: Desk, watch: Watch, experiment: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._watch, self._id = desk, watch, experiment
        self._digest = ""
        self._parts: tuple[QWidget, ...] = ()
        self._title, self._chip = label("", "heading", wrap=True), Chip("")
        self._target = label("", "muted", wrap=True)
        self.reading, self.shop, self.problems = Reading(), ShopBar(), Problems()
        self.standing, self.approval = Standing(desk, experiment), Approval()
        self.activities = Activities(desk)
        self._rules = [rule() for _ in range(4)]
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        left = Card()
        left.setAccessibleName("What the experiment does")
        head = spaced(QHBoxLayout(), gap=8)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addLayout(head)
        left.add(self._target)
        left.add(self.reading, 1)
        right = Card()
        right.setAccessibleName("Standing and approval")
        right.add(self._side())
        columns = splitter("facilitator/experiment", Qt.Orientation.Horizontal, (left, right), (11, 10))
        spaced(QVBoxLayout(self), gap=0).addWidget(columns)
        self.setFocusProxy(self.reading)

    def _side(self) -> QScrollArea:
        """Shop, problems, standing, approval and activities below each other."""
        px = look.tokens().px
        parts = QWidget()
        self._column = spaced(QVBoxLayout(parts), gap=12)
        self._column.setContentsMargins(0, 0, px(10), px(4))
        self._column.addStretch(1)
        self._order_parts()
        made = _Scrolling()
        made.setWidget(parts)
        return made

    def _order_parts(self, standing_first: bool = False) -> None:
        """The shop comes first while it has to be started, and last once there is something that runs on it."""
        rest = (self.problems, self.standing, self.approval, self.activities)
        parts = (*rest, self.shop) if standing_first else (self.shop, *rest)
        if parts == self._parts:
            return
        self._parts = parts
        rows = [parts[0], *(each for pair in zip(self._rules, parts[1:], strict=True) for each in pair)]
        for number, each in enumerate(rows):
            self._column.removeWidget(each)
            self._column.insertWidget(number, each)

    def _connect(self) -> None:
        self.reading.seen.connect(self.refresh)
        self.shop.start.connect(self._watch.start_shop)
        self.shop.start.connect(self.reading.setFocus)
        self.shop.stop.connect(self._watch.stop_shop)
        self.problems.again.connect(partial(self._watch.read_anew, self._id))
        self.problems.allow.connect(self._allow)
        self.standing.again.connect(self._roll_back_again)
        self.approval.wanted.connect(self._approve)
        self.activities.released.connect(self.reading.setFocus)

    def view(self) -> ExperimentView:
        """The experiment as it stood at the last look."""
        return self._watch.view(self._id)

    def refresh(self) -> None:
        """Show how everything stands now."""
        view, shop = self.view(), self._watch.shop if self.view().practice else None
        experiment = self._desk.script.experiments[self._id]
        self._title.setText(view.title)
        self._chip.show_status(stage_words(view.stage), STAGE_STATUS[view.stage])
        limit = format_duration(seconds(experiment.time_limit))
        self._target.setText(f"Target: {view.target} · rolled back after {limit} at the latest")
        changed = self.reading.show_view(view, every_words(experiment.probe_every))
        if changed and self._digest and self._digest != view.digest:
            self.approval.refuse(_CHANGED)
        self._digest = view.digest
        self.shop.show_shop(shop, view.at_work)
        self.problems.show_view(view, self._watch.can_allow())
        self.standing.show_view(view)
        self.activities.show_view(view)
        ended = self._desk.state.status == "ended"
        self.approval.setVisible(not ended and view.stage in ("shown", "over", "not undone", "dry run"))
        self.approval.show_view(view, self.reading.was_seen(), hindrance(self._desk, view, shop))
        approved = self._desk.state.experiments[self._id].approved is not None
        to_start = shop is not None and shop.standing != "running" and not view.at_work
        self._order_parts(approved and not to_start)
        shown = [not part.isHidden() for part in self._parts]
        for number, line in enumerate(self._rules, 1):
            line.setVisible(shown[number] and any(shown[:number]))

    def showEvent(self, event: QShowEvent) -> None:
        """What fits on the screen is seen at once."""
        super().showEvent(event)
        self.reading.look()

    def _approve(self, dry_run: bool) -> None:
        form = self.approval
        why = self._watch.approve(self.view(), form.typed.text(), form.not_production.isChecked(), dry_run)
        if why:
            form.refuse(why)
        else:
            form.refused.hide()
            form.begin()
            # Not to the stop button, which is next: nobody means it by a key pressed on.
            self.reading.setFocus()
        self.refresh()

    def _allow(self, sort: str, entry: str) -> None:
        why = self._watch.allow(sort, entry)
        words = why or f"The {sort} {entry} is on the list of what experiments may do."
        show_notice(words, "bad" if why else "ok", self)

    def _roll_back_again(self) -> None:
        why = self._watch.roll_back_again(self._desk.exercise.id)
        if why:
            show_notice(why, "bad", self)


class _Scrolling(QScrollArea):
    """Scrolls downwards alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Standing and approval")
        self.verticalScrollBar().setAccessibleName("Standing and approval, scroll")

    def minimumSizeHint(self) -> QSize:
        """Wide enough for every button on it, whichever are shown now, so that nothing is cut off at the side."""
        return QSize(look.tokens().px(_SIDE), look.tokens().px(120))


class ExperimentsPage(QWidget):
    """All experiments of an exercise; `live` carries those whose processes live, at every look."""

    live = Signal(tuple)

    def __init__(
        self, desk: Desk, experiments: Experiments, workspace: Workspace | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Experiments in a real system")
        self.watch = Watch(experiments, workspace, self)
        self.tabs, self._pages = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName("Experiments")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.sheets = [Sheet(desk, self.watch, view.id) for view in self.watch.views]
        for view, sheet in zip(self.watch.views, self.sheets, strict=True):
            self.tabs.addTab(view.title or view.id)
            self._pages.addWidget(sheet)
        self.tabs.setVisible(len(self.sheets) > 1)
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.watch.looked.connect(self._on_looked)
        self.watch.over.connect(self._on_over)

    def begin(self) -> None:
        """Put the keyboard into the list of what is done."""
        self.sheets[self._pages.currentIndex()].reading.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """The exercise went on."""
        if self.isVisible():
            for sheet in self.sheets:
                sheet.refresh()

    def stop(self) -> None:
        """The stop button."""
        self.watch.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Show how everything stands now."""
        super().showEvent(event)
        self.refresh()

    def _on_looked(self) -> None:
        self.refresh()
        self.live.emit(self.watch.live())

    def _on_over(self, view: ExperimentView) -> None:
        words, level = over_words(view)
        show_notice(words, level, self)
