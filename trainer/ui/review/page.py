"""The review of one exercise: its header, its parts, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from trainer.core.events import HotWashRecorded, ObjectiveRated
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.panels import Banner, label, spaced
from trainer.ui.review.amendments import AmendmentsPart
from trainer.ui.review.desk import Desk
from trainer.ui.review.errands import Errands
from trainer.ui.review.figures import FiguresPart
from trainer.ui.review.gaps import GapsPart
from trainer.ui.review.header import Header
from trainer.ui.review.hotwash import HotWashPart
from trainer.ui.review.improvement import ImprovementPart
from trainer.ui.review.keys import shortcut
from trainer.ui.review.part import Part
from trainer.ui.review.places import Amendment, EventsOf, GapOf, GapsOf, Objective, PartOf, Place, StepsOf
from trainer.ui.review.plans import MethodPart
from trainer.ui.review.ratings import RatingsPart
from trainer.ui.review.reading import Findings, Reading
from trainer.ui.review.summary import SummaryPart
from trainer.ui.review.timeline import TimelinePart
from trainer.ui.review.timing import TimingPart
from trainer.ui.review.walk import WalkReview
from trainer.ui.settings import Settings
from trainer.workspace import Opened, Workspace

__all__ = ["ReviewPage"]

PartKind = TypeVar("PartKind", bound=Part)
_REMEMBERED: Final = "review/part"
_PRELIMINARY: Final = (
    "Play has not ended: everything here is preliminary. Steps still running are not judged yet, and what is "
    "recorded now stays."
)
_NUMBERED: Final = 9
"""So many parts have a digit as their shortcut."""
_WAITING: Final = "Working out what happened…"


class ReviewPage(QWidget):
    """Where an exercise is debriefed, rated and read. `closed` follows the wish to leave it."""

    closed = Signal()

    def __init__(
        self,
        opened: Opened,
        workspace: Workspace,
        pulse: Pulse,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Review")
        self._desk = Desk(opened.exercise, self, today)
        self._reading = Reading(opened.exercise, workspace, self)
        self._header = Header(self._desk)
        self._state, self._said = Banner(), Banner()
        self._errands = Errands(self._desk, workspace, self._said, self)
        self._tabs, self._stack = QTabBar(), QStackedWidget()
        self._parts = self._made(workspace)
        self._stale = set(self._parts)
        self._was_ended = self._desk.ended()
        self._build()
        self._connect(pulse)
        self._show_state()
        self.open_part(self._first())

    # -- building -----------------------------------------------------------------------------------------

    def _made(self, workspace: Workspace) -> dict[str, Part]:
        desk = self._desk
        parts: tuple[tuple[str, Part], ...] = (
            ("Hot wash", HotWashPart(desk)),
            ("Ratings", RatingsPart(desk)),
            ("Summary", SummaryPart(desk)),
            *((("Walk-through", WalkReview(desk)),) if desk.state.walk is not None else ()),
            ("Timing", TimingPart(desk)),
            ("Gaps", GapsPart(desk)),
            ("Plan changes", AmendmentsPart(desk, workspace)),
            ("Timeline", TimelinePart(desk)),
            ("Figures", FiguresPart(desk)),
            ("Improvement plan", ImprovementPart(desk)),
            ("Method and limits", MethodPart(desk)),
        )
        return dict(parts)

    def _build(self) -> None:
        self._tabs.setAccessibleName("Part of the review")
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._show_scrolling()
        self._wait = QWidget()
        column = spaced(QVBoxLayout(self._wait), margin=16, gap=12)
        bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        bar.setAccessibleName(_WAITING)
        bar.setMaximumWidth(look.tokens().px(260))
        column.addStretch(1)
        column.addWidget(label(_WAITING, "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for number, (name, part) in enumerate(self._parts.items()):
            self._tabs.addTab(name)
            keys = f"Ctrl+{number + 1}" if number < _NUMBERED else "Ctrl+Page Down"
            self._tabs.setTabToolTip(number, f"{name} ({keys})")
            self._stack.addWidget(part)
        self._stack.addWidget(self._wait)
        outer = spaced(QVBoxLayout(self), margin=16, gap=12)
        for widget in (self._header, self._said, self._state, self._tabs):
            outer.addWidget(widget)
        outer.addWidget(self._stack, 1)

    def _show_scrolling(self) -> None:
        """Give the arrows that scroll the tabs room and a sign: where not all fit, nobody should miss the rest."""
        self._tabs.setStyleSheet(
            f"QTabBar::scroller {{ width: {look.tokens().px(26)}px; }} QTabBar QToolButton {{ padding: 0; }} "
            "QTabBar::tear { width: 0; }"
        )
        for name, icon in (("ScrollLeftButton", "left"), ("ScrollRightButton", "right")):
            scroll = self._tabs.findChild(QToolButton, name)
            if scroll is not None:
                scroll.setArrowType(Qt.ArrowType.NoArrow)
                scroll.setIcon(look.icon(icon))

    def _connect(self, pulse: Pulse) -> None:
        self._tabs.currentChanged.connect(self._on_tab_changed)
        for part in self._parts.values():
            part.event_wanted.connect(self.show_event)
            part.step_wanted.connect(self.show_step)
            part.place_wanted.connect(self.show_place)
            if isinstance(part, AmendmentsPart):
                part.plan_wanted.connect(self._errands.choose_plan)
        header = self._header
        header.closed.connect(self.closed)
        header.saved.connect(self._errands.choose_report_folder)
        header.exported.connect(self._errands.choose_export)
        self._said.acted.connect(self._errands.act)
        self._errands.retried.connect(self._reading.again)
        self._reading.changed.connect(self._on_findings)
        self._reading.failed.connect(self._on_failed)
        self._reading.began.connect(self._on_began)
        pulse.recorded.connect(self._on_recorded)
        look.changes().changed.connect(self._show_scrolling)
        shortcut(self, "Ctrl+Z", "Take back the last answer, rating or correction", header.take_back)
        shortcut(self, "Ctrl+S", "Save the report", self._errands.choose_report_folder)
        for number, name in enumerate(list(self._parts)[:_NUMBERED]):
            shortcut(self, f"Ctrl+{number + 1}", f"Review: {name}", partial(self.open_part, name))
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut(
                self, keys, f"Review: the {'next' if by > 0 else 'previous'} part", partial(self._turn, by)
            )

    def _first(self) -> str:
        """The part to begin with: the hot wash while nobody has said anything, else the one looked at last."""
        said = any(
            isinstance(record.event, HotWashRecorded | ObjectiveRated) for record in self._desk.standing()
        )
        if self._desk.ended() and self._desk.people() and not said:
            return "Hot wash"
        remembered = Settings().text(_REMEMBERED)
        return remembered if remembered in self._parts else "Summary"

    # -- parts --------------------------------------------------------------------------------------------

    def open_part(self, name: str) -> None:
        """Show a part by its name."""
        self._tabs.setCurrentIndex(list(self._parts).index(name))
        self._on_tab_changed()

    def _turn(self, by: int) -> None:
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + by) % self._tabs.count())

    def part(self) -> str:
        """The name of the part that is shown."""
        return list(self._parts)[self._tabs.currentIndex()]

    def show_event(self, seq: int) -> None:
        """Show an event where it stands in the timeline."""
        self._opened(TimelinePart).show_event(seq)

    def show_step(self, key: str) -> None:
        """Show how an expected action was judged."""
        self._opened(TimingPart).show_step(key)

    def show_place(self, place: Place) -> None:
        """Go where a figure or a name leads."""
        match place:
            case GapsOf():
                self._opened(GapsPart).show_kind(place.kind)
            case GapOf():
                self._opened(GapsPart).show_gap(place.gap)
            case Amendment():
                self._opened(AmendmentsPart).show_amendment(place.amendment)
            case StepsOf():
                self._opened(TimingPart).show_which(place.which)
            case Objective():
                self._opened(RatingsPart).show_objective(place.objective)
            case EventsOf():
                self._opened(TimelinePart).show_events(place.title, place.events)
            case PartOf():
                self.open_part(place.part)

    def _opened(self, kind: type[PartKind]) -> PartKind:
        """The part of a kind, opened."""
        name, part = next((name, part) for name, part in self._parts.items() if isinstance(part, kind))
        self.open_part(name)
        return part

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Pass the keyboard on to what a person does here first."""
        self._parts[self.part()].first_control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab_changed(self) -> None:
        name = self.part()
        Settings().set_text(_REMEMBERED, name)
        self._fill()
        part = self._parts[name]
        # The hot wash rests on what was said, not on findings, so nobody has to wait for it.
        waits = self._reading.findings is None and not isinstance(part, HotWashPart)
        self._stack.setCurrentWidget(self._wait if waits else part)

    def _fill(self) -> None:
        """Let the part that is shown catch up; the others do when they are looked at."""
        name, findings = self.part(), self._reading.findings
        if findings is not None and name in self._stale:
            self._stale.discard(name)
            self._parts[name].show_findings(findings)

    # -- what changes -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the journal."""
        super().showEvent(event)
        self._reading.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the journal alone while nobody looks."""
        super().hideEvent(event)
        self._reading.watch(False)

    def _on_recorded(self) -> None:
        ended = self._desk.ended()
        if ended and not self._was_ended:
            self._was_ended = ended
            self._show_state()
        self._header.refresh()
        hot_wash = self._parts["Hot wash"]
        assert isinstance(hot_wash, HotWashPart)
        hot_wash.refresh()
        self._reading.refresh()

    def _on_findings(self, findings: Findings) -> None:
        self._stale = set(self._parts)
        self._header.show_findings(findings)
        counts = {
            "Gaps": len(findings.standing),
            "Plan changes": sum(entry.status == "proposed" for entry, _ in findings.amendments.values()),
        }
        for number, name in enumerate(self._parts):
            self._tabs.setTabText(number, f"{name} ({counts[name]})" if counts.get(name) else name)
        self._errands.report_is_back()
        self._on_tab_changed()

    def _on_failed(self, words: str) -> None:
        self._header.show_busy(False)
        self._errands.report_is_missing(words)

    def _on_began(self) -> None:
        self._header.show_busy(self._reading.findings is not None)

    def _show_state(self) -> None:
        if self._desk.ended():
            self._state.hide()
        else:
            self._state.show_message(_PRELIMINARY, "info")
        self._header.refresh()
