"""Where pages and consoles come from. They are imported when first wanted, so that none costs time at the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from trainer.ui.panels import EmptyState, Heading, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from trainer.ui.bridge import Pulse
    from trainer.ui.facilitator import FacilitatorConsole
    from trainer.ui.facilitator.walk import WalkConsole
    from trainer.ui.home.catalogue import Catalogue
    from trainer.ui.home.library import LibraryPage
    from trainer.ui.home.requests import Requests
    from trainer.ui.home.setup import SetupPage
    from trainer.ui.home.walk import WalkPage
    from trainer.ui.review import ReviewPage
    from trainer.ui.room import RoomWindow
    from trainer.ui.shell.allow_list import AllowList
    from trainer.ui.trainee import SeatWindow
    from trainer.ui.trainee.walk import WalkSeatWindow
    from trainer.workspace import Opened, Workspace

__all__ = [
    "Play", "about", "allow_list", "console", "fitted", "keyboard_overview", "library", "no_exercise", "review",
    "reviews", "room", "seat", "setup", "walk",
]  # fmt: skip


@dataclass(frozen=True)
class Play:
    """An exercise that is open in the windows, and what drives it."""

    opened: Opened
    pulse: Pulse

    @property
    def walks(self) -> bool:
        """Whether it is a walk-through."""
        return self.opened.exercise.state.walk is not None

    def close(self) -> None:
        """Stop driving it and let go of it."""
        self.pulse.close()
        self.opened.close()


def console(
    play: Play, parent: QWidget, workspace: Workspace | None = None
) -> FacilitatorConsole | WalkConsole:
    """The facilitator's console of an exercise: a walk-through is paced by its steps, the others by injects."""
    if play.walks:
        from trainer.ui.facilitator.walk import WalkConsole

        return WalkConsole(play.opened, play.pulse, parent)
    from trainer.ui.facilitator import FacilitatorConsole

    return FacilitatorConsole(play.opened, play.pulse, parent, workspace)


def seat(play: Play, role: str) -> SeatWindow | WalkSeatWindow:
    """A window for the seat of a role."""
    exercise = play.opened.exercise
    if play.walks:
        from trainer.ui.trainee.walk import WalkSeatWindow

        return WalkSeatWindow(exercise.seat(role), exercise.script.plan, play.pulse)
    from trainer.ui.trainee import SeatWindow

    return SeatWindow(exercise.seat(role), exercise.script.plan, play.pulse)


def room(play: Play) -> RoomWindow:
    """The display for everyone in the room."""
    from trainer.ui.room import RoomWindow

    exercise = play.opened.exercise
    return RoomWindow(exercise.room(), exercise.script.plan, play.pulse)


def review(play: Play, workspace: Workspace, today: Callable[[], date], parent: QWidget) -> ReviewPage:
    """The review of an exercise; `today` says what day it is on this machine's calendar."""
    from trainer.ui.review import ReviewPage

    return ReviewPage(play.opened, workspace, play.pulse, today, parent)


def fitted(page: QWidget) -> QScrollArea:
    """A page that scrolls where the window is too small for it, so that nothing on it is out of reach."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    area.setFocusProxy(page)
    for bar, where in ((area.verticalScrollBar(), "scroll"), (area.horizontalScrollBar(), "scroll sideways")):
        bar.setAccessibleName(f"{page.accessibleName()}, {where}")
    return area


def library(workspace: Workspace, catalogue: Catalogue, requests: Requests) -> LibraryPage:
    """The library."""
    from trainer.ui.home.library import LibraryPage

    return LibraryPage(workspace, catalogue, requests)


def setup(workspace: Workspace, catalogue: Catalogue, requests: Requests) -> SetupPage:
    """The page on which an exercise is set up."""
    from trainer.ui.home.setup import SetupPage

    return SetupPage(workspace, catalogue, requests)


def walk(requests: Requests) -> WalkPage:
    """The page on which a walk-through of a plan is put together."""
    from trainer.ui.home.walk import WalkPage

    return WalkPage(requests)


def no_exercise(requests: Requests) -> EmptyState:
    """What the Exercise place shows while no exercise is open."""
    empty = EmptyState(
        "play",
        "No exercise is open. Set one up, or resume one from Home. It stays open here while you look elsewhere.",
        "New exercise",
    )
    empty.acted.connect(lambda: requests.set_up.emit(None))
    if empty.action is not None:
        empty.setFocusProxy(empty.action)
    return empty


def reviews(catalogue: Catalogue, requests: Requests) -> QWidget:
    """What the Review place shows while nothing is reviewed: the exercises that can be."""
    from trainer.ui.home.exercises import ExercisesPane

    page = QWidget()
    page.setAccessibleName("Review")
    column = spaced(QVBoxLayout(page), margin=16, gap=12)
    column.addWidget(
        Heading("Review", "Choose an exercise that has ended to see what happened and what to change.")
    )
    pane = ExercisesPane(catalogue, requests, ended_only=True)
    page.setFocusProxy(pane)
    column.addWidget(pane, 1)
    return page


def allow_list(workspace: Workspace, window: QWidget) -> AllowList:
    """What experiments in a real system may do on this machine, to read and to change."""
    from trainer.ui.shell.allow_list import AllowList

    dialog = AllowList(workspace, window)
    dialog.open()
    return dialog


def keyboard_overview(window: QWidget, others: Iterable[QWidget]) -> QDialog:
    """Every shortcut there is."""
    from trainer.ui.shell import keys

    return keys.keyboard_overview(window, others)


def about(window: QWidget, library_name: str) -> QDialog:
    """What the program is."""
    from trainer.ui.shell import keys

    return keys.about(window, library_name)
