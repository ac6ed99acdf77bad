"""What opens an exercise: to play it, to resume it, to review it; and what happens when its journal fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer.core.time import SECOND
from trainer.ports import Exercise
from trainer.ui.bridge import Pulse, fault_words
from trainer.ui.notice import show_notice
from trainer.ui.shell import places
from trainer.ui.shell.places import Play
from trainer.ui.shell.stage import Stage, leading_role
from trainer.ui.words import format_clock
from trainer.workspace import ExerciseEntry, Opened, Unusable, Workspace

if TYPE_CHECKING:
    from trainer.ui.home.setup_form import Wanted
    from trainer.ui.shell.leaving import Leaving
    from trainer.ui.shell.window import MainWindow

__all__ = ["Openings"]

_PAUSES = "The exercise pauses where it is and can be resumed from Home. Nothing that was recorded is lost."
_Ended = Callable[[Exercise], str]


class Openings(QObject):
    """Opens exercises into the main window, one to play and one to review at a time."""

    def __init__(self, workspace: Workspace, stage: Stage, leaving: Leaving, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._stage, self._window = workspace, stage, window
        self._leaving = leaving
        self._reviewed: Play | None = None
        self._ended: _Ended | None = None
        stage.ended.connect(self._on_ended)

    # -- playing ------------------------------------------------------------------------------------------

    def start(self, wanted: Wanted) -> None:
        """Create an exercise as it was set up, and open it with its windows."""

        def create() -> None:
            opened = self._opened(lambda: self._workspace.create(wanted.setup))
            if opened is not None:
                self._take(opened)
                self._stage.open_windows(wanted.windows, wanted.room)
                if wanted.speed is not None:
                    self._stage.start_clock(wanted.speed)

        self._once_left(create)

    def resume(self, entry: ExerciseEntry) -> None:
        """Open an exercise that has not ended; where it is open already, go to it."""
        if entry.id == self._stage.id():
            self._window.go("exercise")
            return

        def take_up() -> None:
            opened = self._opened(lambda: self._workspace.open(entry.id))
            if opened is not None:
                self._take(opened)

        self._once_left(take_up)

    def begin(self, opened: Opened, seat: str | None, room: bool, speed: int, ended: _Ended | None) -> None:
        """Open an exercise beside a seat and the room display, and let its clock run."""
        self._take(opened)
        self._ended = ended
        role = seat or leading_role(opened.exercise.script)
        self._stage.open_windows([role] if role else [], room)
        self._stage.start_clock(speed)

    def close(self) -> None:
        """Close the open exercise; while it is in play, ask once."""
        self._once_left(self._close)

    def export(self) -> None:
        """Export the open exercise."""
        catalogue = self._window.catalogue
        catalogue.refresh()
        entry = next((one for one in catalogue.exercises if one.id == self._stage.id()), None)
        if entry is not None:
            self._window.requests.export.emit(entry)

    def _close(self) -> None:
        self._drop_review_of(self._stage.id())
        self._stage.close()
        self._window.show_page("exercise", None)
        self._window.banner.hide()

    def _once_left(self, then: Callable[[], None]) -> None:
        """Do something that closes the open exercise, after asking if it is in play, or live in a real system."""
        if not self._leaving.ask(_PAUSES, "leave it", then):
            then()

    def _take(self, opened: Opened) -> None:
        self._close()
        self._ended = None
        console = self._stage.take(opened)
        console.ended.connect(self._review_played)
        self._window.show_page("exercise", console)
        self._window.go("exercise")

    def _opened(self, how: Callable[[], Opened]) -> Opened | None:
        try:
            return how()
        except Unusable as unusable:
            show_notice(str(unusable), "bad", self._window)
            return None

    def _on_ended(self) -> None:
        play, ended = self._stage.play, self._ended
        self._ended = None
        if play is None or ended is None:
            return
        try:
            said = ended(play.opened.exercise)
        except Unusable as unusable:
            show_notice(str(unusable), "bad", self._window)
            return
        self._review_played()
        if said:
            show_notice(said, "info", self._window)

    # -- reviewing ----------------------------------------------------------------------------------------

    def review(self, entry: ExerciseEntry) -> None:
        """Open the review of an exercise that has ended."""
        if entry.id == self._stage.id():
            self._review_played()
            return
        opened = self._opened(lambda: self._workspace.open(entry.id))
        if opened is not None:
            self._show_review(Play(opened, Pulse(opened.exercise, opened.driver, self)))

    def _review_played(self) -> None:
        if self._stage.play is not None:
            self._show_review(self._stage.play)

    def _show_review(self, play: Play) -> None:
        if self._reviewed is play:
            self._window.go("review")
            return
        self.let_go()
        self._reviewed = play
        page = places.review(play, self._workspace, self._window.catalogue.today, self._window)
        page.closed.connect(self.leave_review)
        self._window.show_page("review", page)
        self._window.go("review")

    def leave_review(self) -> None:
        """Go back to the choice of what is reviewed."""
        self.let_go()
        self._window.show_page("review", None)
        self._window.go("review")

    def _drop_review_of(self, exercise: str | None) -> None:
        if self._reviewed is not None and self._reviewed.opened.exercise.id == exercise:
            self.let_go()
            self._window.show_page("review", None)

    def let_go(self) -> None:
        """Let go of the exercise that is reviewed, unless it is the one that is open to play."""
        reviewed, self._reviewed = self._reviewed, None
        if reviewed is not None and reviewed is not self._stage.play:
            reviewed.close()
            reviewed.pulse.deleteLater()

    # -- when the journal fails ---------------------------------------------------------------------------

    def show_fault(self, words: str) -> None:
        """Say that the journal cannot be written, where the exercise stands, and what to do."""
        play = self._stage.play
        stands = format_clock(play.pulse.shown() / SECOND) if play is not None else ""
        text = (
            f"{words} The exercise stands at {stands}, and everything up to there is kept. Free some space or bring "
            "the disk back, then try again."
        )
        self._window.banner.show_message(text, "bad", "Try again")

    def retry(self) -> None:
        """Take the exercise up from its journal again: paused at the last second that was shown."""
        stage = self._stage
        exercise = stage.id()
        if exercise is None:
            return
        try:
            opened = self._workspace.open(exercise)
        except Unusable as unusable:
            self.show_fault(str(unusable))
        except Exception as fault:  # the journal still cannot be written, whatever its store calls that
            self.show_fault(fault_words(fault))
        else:
            self._take(opened)
