"""Timeline: everything in order, as swim lanes by role and as a feed, filtered by who and what."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import TimelineEntry
from trainer.core.scenario import Kind
from trainer.ui.models import KEY_ROLE
from trainer.ui.panels import Feed, Icon, button, label, search_field, spaced, tool_button
from trainer.ui.review.desk import FACILITATOR, SYSTEM, Desk
from trainer.ui.review.lanes import LaneMark, LanesView
from trainer.ui.review.part import Part, entry_of
from trainer.ui.review.parts import splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import counted, outcome_status, outcome_words
from trainer.ui.words import format_clock

__all__ = ["TimelinePart"]

_KINDS: Final = (
    ("Everything", ""),
    ("Injects", "inject"),
    ("Acts", "action"),
    ("Decisions", "decision"),
    ("Observations and ratings", "observation"),
    ("Plan opened", "plan"),
    ("Clock", "clock"),
)
_LEGEND: Final = (
    "Squares are injects, dots are acts, diamonds decisions, rings notes and readings; a cross stands where a "
    "limit ran out. Choose a mark to read it below."
)
_WALKED: Final = (
    "Dots are answers, and steps that are done for real; rings are notes and readings. A walk-through has no injects, "
    "and no limit runs out in it. Choose a mark to read it below."
)
_NOT_WALKED: Final = frozenset({"inject", "decision"})
"""What a walk-through has none of."""
_DRAWN: Final = frozenset({"inject", "action", "decision", "observation", "plan"})


class TimelinePart(Part):
    """The picture above, the feed below; what is chosen in one is chosen in the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Timeline", desk, parent)
        self._findings: Findings | None = None
        self._walked = desk.script.kind is Kind.WALKTHROUGH
        self._search = search_field("Search the timeline")
        self._who, self._kind = QComboBox(), QComboBox()
        self._count = label("", "muted")
        self._lanes, self._feed = LanesView(), Feed("Timeline")
        self._wanted: int | None = None
        self._only: tuple[str, frozenset[int]] | None = None
        self._behind, self._behind_words = QWidget(), label("", wrap=True)
        self._build()

    def _build(self) -> None:
        self._who.setAccessibleName("Who")
        self._kind.setAccessibleName("What")
        self._who.addItem("Everyone", "")
        for lane in (*self._desk.roles, FACILITATOR, SYSTEM):
            self._who.addItem(self._desk.title(lane), lane)
        for words, kind in _KINDS:
            if not (self._walked and kind in _NOT_WALKED):
                self._kind.addItem(words, kind)
        for box in (self._who, self._kind):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._search, 1)
        row.addWidget(self._who)
        row.addWidget(self._kind)
        row.addWidget(self._count)
        for icon, name, factor in (("add", "Zoom in", 1.5), ("remove", "Zoom out", 1 / 1.5)):
            made = tool_button(icon, name, f"{name} ({'+' if factor > 1 else '-'} in the lanes)")
            made.clicked.connect(partial(self._lanes.zoom_by, factor))
            row.addWidget(made)
        outer = spaced(QVBoxLayout(self), gap=8)
        outer.addLayout(row)
        outer.addWidget(self._behind_row())
        picture = QWidget()
        above = spaced(QVBoxLayout(picture), gap=4)
        above.addWidget(self._lanes, 1)
        above.addWidget(label(_WALKED if self._walked else _LEGEND, "caption", wrap=True))
        both = splitter("review/timeline", Qt.Orientation.Vertical, [picture, self._feed], [1, 1])
        outer.addWidget(both, 1)
        self._search.textChanged.connect(self._fill)
        self._who.currentIndexChanged.connect(self._fill)
        self._kind.currentIndexChanged.connect(self._fill)
        self._lanes.chosen.connect(self._on_mark)
        self._lanes.activated_key.connect(self._on_mark_activated)
        self._feed.selectionModel().currentChanged.connect(self._on_entry)

    def _behind_row(self) -> QWidget:
        """What the timeline is narrowed to when a figure led here, and the way back to everything."""
        across = spaced(QHBoxLayout(self._behind), gap=8)
        across.addWidget(Icon("filter", "accent", 16))
        across.addWidget(self._behind_words, 1)
        back = button("Show every event", "normal", "cross")
        back.clicked.connect(self._show_all)
        across.addWidget(back)
        self._behind.hide()
        return self._behind

    def first_control(self) -> QWidget:
        """The feed."""
        return self._feed

    # -- what is shown ------------------------------------------------------------------------------------

    def show_findings(self, findings: Findings) -> None:
        """Show what happened; what is chosen stays chosen."""
        first = self._findings is None
        self._findings = findings
        marks = self._marks(findings)
        # In a walk-through only those have something to say who are asked.
        played = {mark.lane for mark in marks}
        seated = () if self._walked else self._desk.script.played_roles
        lanes = [role for role in self._desk.roles if role in played or role in seated]
        named = [(lane, self._desk.title(lane), self._desk.lane(lane)) for lane in lanes]
        if FACILITATOR in played:
            named.append((FACILITATOR, "Facilitator", None))
        length = max((entry.elapsed_s for entry in findings.report.timeline), default=0)
        self._lanes.show_lanes(named, marks, length)
        self._fill()
        if first:
            self._feed.scrollToTop()
            QTimer.singleShot(0, self, self._go)

    def _marks(self, findings: Findings) -> list[LaneMark]:
        marks = [self._mark(entry) for entry in findings.report.timeline if entry.kind in _DRAWN]
        # In a walk-through a step is said to be possible or not; no time runs out on anybody.
        for step in () if self._walked else findings.report.steps:
            if step.outcome == "missed" and step.role is not None and step.started_s is not None:
                when = step.started_s + (step.target_s or 0)
                words = f"Not done in time: {step.title}"
                marks.append(LaneMark(f"step:{step.key}", when, step.role, "missed", words, status="bad"))
        return marks

    def _mark(self, entry: TimelineEntry) -> LaneMark:
        said = entry_of(self._desk, entry)
        outcome = f", {outcome_words(entry.outcome)}" if entry.outcome else ""
        title = (
            entry.title if entry.kind == "inject" else f"{said.who}: {said.title}" if said.who else said.title
        )
        return LaneMark(
            str(entry.seq), entry.elapsed_s, entry.lane, entry.kind,
            f"{format_clock(entry.elapsed_s)}  {title}{outcome}", icon=said.icon, to=entry.to,
            channel=entry.channel or "", status=outcome_status(entry.outcome) if entry.outcome else None,
        )  # fmt: skip

    def _matching(self) -> list[TimelineEntry]:
        assert self._findings is not None
        only = self._only[1] if self._only is not None else None
        who, kind = self._who.currentData(), self._kind.currentData()
        words = self._search.text().casefold().split()
        found = []
        for entry in self._findings.report.timeline:
            if only is not None and entry.seq not in only:
                continue
            if who and entry.lane != who and who not in entry.to:
                continue
            if kind and entry.kind != kind:
                continue
            text = f"{entry.title} {entry.text} {self._desk.title(entry.lane)}".casefold()
            if all(word in text for word in words):
                found.append(entry)
        return found

    def _fill(self) -> None:
        if self._findings is None:
            return
        found = self._matching()
        whole = len(self._findings.report.timeline)
        self._feed.update_entries(entry_of(self._desk, entry) for entry in found)
        shown = counted(len(found), "event")
        self._count.setText(shown if len(found) == whole else f"{len(found)} of {counted(whole, 'event')}")
        filtered = len(found) != whole
        self._lanes.emphasise({str(entry.seq) for entry in found} if filtered else None)

    # -- choosing -----------------------------------------------------------------------------------------

    def show_event(self, seq: int) -> None:
        """Choose an event; the filter gives way to it."""
        self._wanted = seq
        self._narrow(None)
        self._go()
        self._feed.setFocus()

    def show_events(self, title: str, events: tuple[int, ...]) -> None:
        """Show only the events behind a figure, and what it is."""
        self._narrow((title, frozenset(events)))
        self._wanted = min(events, default=None)
        self._go()
        self._feed.setFocus()

    def _show_all(self) -> None:
        self._narrow(None)
        self._feed.setFocus()

    def _narrow(self, only: tuple[str, frozenset[int]] | None) -> None:
        """Show all events, or some; what was searched for before is forgotten."""
        self._only = only
        for field in (self._search, self._who, self._kind):
            field.blockSignals(True)
        self._search.clear()
        self._who.setCurrentIndex(0)
        self._kind.setCurrentIndex(0)
        for field in (self._search, self._who, self._kind):
            field.blockSignals(False)
        self._behind.setVisible(only is not None)
        if only is not None:
            self._behind_words.setText(f"What “{only[0]}” rests on")
        self._fill()

    def _go(self) -> None:
        """Go to the event that is wanted; to the beginning where none is."""
        if self._wanted is None:
            self._feed.scrollToTop()
            return
        self._choose(str(self._wanted))

    def _choose(self, key: str) -> None:
        places = {entry.key: place for place, entry in enumerate(self._feed.entries())}
        if key in places:
            index = self._feed.model().index(places[key], 0)
            self._feed.setCurrentIndex(index)
            self._feed.scrollTo(index, Feed.ScrollHint.PositionAtCenter)

    def _on_entry(self, index: QModelIndex) -> None:
        key = index.data(KEY_ROLE)
        if key is not None:
            self._lanes.choose(str(key))

    def _on_mark(self, key: str) -> None:
        if not key.startswith("step:"):
            self._choose(key)

    def _on_mark_activated(self, key: str) -> None:
        if key.startswith("step:"):
            self.step_wanted.emit(key.removeprefix("step:"))
        else:
            self._choose(key)
            self._feed.setFocus()
