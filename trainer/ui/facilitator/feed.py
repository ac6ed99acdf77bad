"""The live feed: everything that happened, and the acts that want a word on which step they were."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from trainer.core.commands import LinkAction
from trainer.core.events import ActionTaken
from trainer.core.time import Micros
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.happenings import FILTERS, Happenings, linkable_steps
from trainer.ui.models import KEY_ROLE
from trainer.ui.panels import Card, Feed, button

__all__ = ["LiveFeed"]

_KEPT: Final = 600
"""So many entries stand in the feed; earlier ones stand in the review, and measuring them would cost time."""
_SPARE: Final = 200


class LiveFeed(Card):
    """What happened, newest at the bottom."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("What happened", parent)
        self._desk = desk
        self._happenings = Happenings(desk)
        self.link = button("Link…", "quiet", "link", "Say which step the selected act was (L)")
        self.filter = QComboBox()
        self.filter.setAccessibleName("What the feed shows")
        self.filter.addItems(FILTERS)
        self.feed = Feed("What happened")
        self.feed.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for widget in (self.link, self.filter):
            self.add_action(widget)
        self.add(self.feed, 1)
        self.filter.currentIndexChanged.connect(self._show_all)
        self.feed.activated_key.connect(lambda _key: self.ask_link())
        self.feed.customContextMenuRequested.connect(self._on_menu_requested)
        self.feed.selectionModel().currentChanged.connect(self._show_link)
        self.link.clicked.connect(self.ask_link)
        self._show_link()

    # -- what is shown ------------------------------------------------------------------------------------

    def refresh(self, now: Micros) -> None:
        """Take up what is new."""
        new, changed = self._happenings.take(now)
        if changed or self.filter.currentText() != FILTERS[0]:
            self._show_all()
        elif new:
            self._append(len(new))
        waiting = len(self._happenings.to_link())
        place = FILTERS.index("To link")
        self.filter.setItemText(place, f"To link ({waiting})" if waiting else FILTERS[place])
        self._show_link()

    def _append(self, count: int) -> None:
        if len(self.feed.entries()) + count > _KEPT + _SPARE:
            self._show_all()
        else:
            self.feed.append(list(self._happenings.entries.values())[-count:])

    def _show_all(self) -> None:
        self.feed.update_entries(self._happenings.matching(FILTERS[self.filter.currentIndex()])[-_KEPT:])

    # -- linking ------------------------------------------------------------------------------------------

    def selected_act(self) -> int | None:
        """Sequence number of the selected act, or None where something else is selected."""
        key = self.feed.currentIndex().data(KEY_ROLE)
        record = self._happenings.record(str(key)) if key is not None else None
        undone = record is not None and record.seq in self._desk.state.undone
        return record.seq if record and isinstance(record.event, ActionTaken) and not undone else None

    def _show_link(self) -> None:
        self.link.setEnabled(self.selected_act() is not None)

    def link_menu(self) -> QMenu | None:
        """A menu of steps for the selected act; None where no act is selected."""
        seq = self.selected_act()
        if seq is None:
            return None
        menu = QMenu(self)
        menu.setAccessibleName("Which step was it?")
        fitting, open_ = linkable_steps(self._desk, seq)
        for words, steps in (("It fits", fitting), ("Open now", open_)):
            if steps:
                # A heading that every style shows; sections are only a line in some.
                menu.addAction(words).setEnabled(False)
                for step in steps:
                    menu.addAction(self._action(menu, seq, step))
        menu.addSeparator()
        menu.addAction(look.icon("cross"), "It was none of the plan's steps", partial(self._link, seq, None))
        return menu

    def _action(self, menu: QMenu, seq: int, step: str) -> QAction:
        made = QAction(look.icon("plan"), self._desk.step_title(step), menu)
        made.triggered.connect(partial(self._link, seq, step))
        return made

    def _link(self, seq: int, step: str | None, *_checked: bool) -> None:
        self._desk.do(LinkAction(seq, step, by="facilitator"))

    def ask_link(self) -> None:
        """Open the menu of steps beside the selected act."""
        rect = self.feed.visualRect(self.feed.currentIndex())
        self._popup(self.feed.viewport().mapToGlobal(rect.center()))

    def _on_menu_requested(self, where: QPoint) -> None:
        index = self.feed.indexAt(where)
        if index.isValid():
            self.feed.setCurrentIndex(index)
        self._popup(self.feed.viewport().mapToGlobal(where))

    def _popup(self, where: QPoint) -> None:
        menu = self.link_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(where)
