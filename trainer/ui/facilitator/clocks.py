"""Every clock that runs: expected actions, open decisions and votes, as bars against their targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.core.actions import PostUpdate
from trainer.core.events import ActionTaken
from trainer.core.outcomes import TimerRow, TimerStatus
from trainer.core.time import SECOND, Micros, seconds
from trainer.ui.facilitator.desk import Desk
from trainer.ui.panels import Card, Chip, TargetBarList, Timer, TimerState, button, label, timer_state
from trainer.ui.settings import Settings

__all__ = ["Clocks", "clock_timers"]

_DECISION: Final = "decision:"
_VOTE: Final = "vote:"
_UPDATE: Final = "update:"
_SHOW_DONE: Final = "facilitator/show-done"


def clock_timers(
    desk: Desk, rows: Sequence[TimerRow], now: Micros, posts: Mapping[str, Micros]
) -> tuple[Timer, ...]:
    """Expected actions whose clock runs or was closed, updates that are due again, and what is open to be decided.

    `posts` says when each audience last heard something.
    """
    steps = (_step(desk, row, now) for row in rows if row.state != "waiting")
    return (*steps, *_updates(desk, now, posts), *_decisions(desk, now), *_votes(desk, now))


def _step(desk: Desk, row: TimerRow, now: Micros) -> Timer:
    elapsed = row.elapsed
    if elapsed is None:
        # Asked for without a clock: it counts from when it was asked for.
        armed = desk.state.expectations.items[row.key].armed_at
        elapsed = max(0, now - armed) if armed is not None else 0
    done = row.state.startswith("done")
    taken, limit = _shown(elapsed), None if row.limit is None else seconds(row.limit)
    return Timer(
        key=row.key,
        title=row.title,
        role=desk.title(row.role),
        elapsed_s=taken,
        limit_s=limit,
        # The core's own word where it has one, so that bar and report never differ.
        state=_BY_STATE.get(row.state) or timer_state(taken, limit, done),
        lane=desk.lane(row.role),
        detail=_detail(desk, row),
    )


_BY_STATE: Final[dict[TimerStatus, TimerState]] = {
    "open": "open",
    "at risk": "at_risk",
    "overdue": "overdue",
    "done on time": "done_on_time",
    "done late": "done_late",
}


def _shown(elapsed: Micros) -> float:
    """Whole seconds: a bar that changed with every reading would be painted ten times a second for nothing."""
    return float(elapsed // SECOND)


def _detail(desk: Desk, row: TimerRow) -> str:
    step = desk.script.steps[row.step]
    parts = [row.title, desk.clause(row.step), "critical" if step.critical else ""]
    if step.target is not None:
        parts.append(f"counts from {step.target.from_}")
    if row.state == "done otherwise":
        parts.append("done otherwise than the plan says")
    return "\n".join(part for part in parts if part) + "\nReturn or double click: record it"


def _updates(desk: Desk, now: Micros, posts: Mapping[str, Micros]) -> Iterator[Timer]:
    """Repeating updates: from the last one to that audience, against the interval in force."""
    state = desk.state
    for cadence in desk.script.plan.cadences:
        began = state.reached(cadence.from_)
        if began is None or state.reached(cadence.until) is not None or state.status == "ended":
            continue
        last = max(began, posts.get(cadence.audience, began))
        interval = cadence.interval(state.true_severity, last - began)
        if interval is None:
            continue
        taken, limit = _shown(max(0, now - last)), seconds(interval)
        yield Timer(
            key=_UPDATE + cadence.id,
            title=f"{cadence.title}: next one",
            role=desk.title(cadence.role),
            elapsed_s=taken,
            limit_s=limit,
            state=timer_state(taken, limit),
            lane=desk.lane(cadence.role),
            detail=f"{cadence.title}\nCounts from the last one\nReturn or double click: record one",
        )


def _decisions(desk: Desk, now: Micros) -> Iterator[Timer]:
    for name, opened in desk.state.decisions.items():
        decision = desk.script.decisions[name]
        if opened.option is not None or opened.defaulted:
            continue
        limit = None if decision.time_limit is None else seconds(decision.time_limit)
        taken = _shown(max(0, now - opened.opened_at))
        question = desk.script.filled(decision.question)
        yield Timer(
            key=_DECISION + name,
            title=question,
            role=desk.title(decision.role),
            elapsed_s=taken,
            limit_s=limit,
            state=timer_state(taken, limit),
            lane=desk.lane(decision.role),
            detail=f"{question}\nAn open decision\nReturn or double click: record it",
        )


def _votes(desk: Desk, now: Micros) -> Iterator[Timer]:
    for name, cast in desk.state.votes.items():
        vote = desk.script.votes[name]
        asked = vote.roles or desk.script.played_roles
        if len(cast) >= len(asked):
            continue
        opened = [
            desk.state.injects[inject.id].delivered_at
            for inject in desk.script.scenario.injects
            if inject.vote == name and desk.state.injects[inject.id].delivered_at is not None
        ]
        question = desk.script.filled(vote.question)
        yield Timer(
            key=_VOTE + name,
            title=f"Vote: {len(cast)} of {len(asked)} answered",
            role=question,
            elapsed_s=_shown(max(0, now - (opened[0] or 0))) if opened else 0.0,
            limit_s=None,
            state="open",
            detail=f"{question}\nReturn or double click: record an answer",
        )


def _nothing_runs(desk: Desk, done: bool) -> str:
    match desk.state.status:
        case "created":
            return "The clocks of the plan's steps run here once play has begun."
        case "ended":
            return "Play has ended: nothing runs any more."
        case _:
            return "Nothing is open." if done else "Nothing is asked of anybody yet."


class Clocks(Card):
    """What runs, overdue first. `step_wanted` names a step to record, `line_wanted` carries the beginning of a line."""

    step_wanted = Signal(str)
    line_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Expected actions", parent)
        self._desk = desk
        self._timers: tuple[Timer, ...] = ()
        self._posts: dict[str, Micros] = {}
        self._read = (0, 0)
        """How many records, and how many that were taken back, the posts were read from."""
        self._settings = Settings()
        self.overdue = Chip("0 overdue", "bad")
        self.at_risk = Chip("0 at risk", "warn")
        self.show_done = button("Show done", "quiet", None, "Show what was done below what is open")
        self.show_done.setCheckable(True)
        self.show_done.setChecked(self._settings.text(_SHOW_DONE) == "yes")
        self.bars = TargetBarList("Expected actions")
        for widget in (self.overdue, self.at_risk, self.show_done):
            self.add_action(widget)
        self._nothing = label("", "muted", wrap=True)
        self.add(self._nothing)
        self.add(self.bars, 1)
        self.show_done.toggled.connect(self._on_toggled)
        self.bars.activated_key.connect(self._on_activated)
        self._show()

    def show_rows(self, rows: Sequence[TimerRow], now: Micros) -> None:
        """Show these clocks."""
        self._read_posts()
        timers = clock_timers(self._desk, rows, now, self._posts)
        if timers != self._timers:
            self._timers = timers
            self._show()

    def _read_posts(self) -> None:
        """Take up what was posted since; after an undo, everything again."""
        state = self._desk.state
        begun, undone = self._read
        if len(state.undone) != undone:
            begun, self._posts = 0, {}
        for record in state.records[begun:]:
            event = record.event
            if not isinstance(event, ActionTaken) or record.seq in state.undone:
                continue
            if isinstance(event.action, PostUpdate):
                audience = event.action.audience
                self._posts[audience] = max(record.happened, self._posts.get(audience, 0))
        self._read = (len(state.records), len(state.undone))

    def _show(self) -> None:
        done = [timer for timer in self._timers if timer.state.startswith("done")]
        shown = self._timers if self.show_done.isChecked() else [t for t in self._timers if t not in done]
        self.bars.show_timers(shown)
        self._nothing.setVisible(not shown)
        self._nothing.setText(_nothing_runs(self._desk, bool(done)))
        for chip, state, words in (
            (self.overdue, "overdue", "overdue"),
            (self.at_risk, "at_risk", "at risk"),
        ):
            count = sum(timer.state == state for timer in self._timers)
            # One chip at a time: where something is overdue, what is at risk stands in its bar.
            behind = chip is self.at_risk and any(timer.state == "overdue" for timer in self._timers)
            chip.setVisible(count > 0 and not behind)
            if count:
                chip.show_status(f"{count} {words}", "bad" if state == "overdue" else "warn")
        self.show_done.setText(f"Done ({len(done)})")
        self.show_done.setAccessibleName(f"Show the {len(done)} actions that were done")

    def _on_toggled(self, on: bool) -> None:
        self._settings.set_text(_SHOW_DONE, "yes" if on else "no")
        self._show()

    def _on_activated(self, key: str) -> None:
        if key.startswith(_DECISION):
            owner = self._desk.script.decisions[key.removeprefix(_DECISION)].role
            self.line_wanted.emit(f"{owner} decide " if owner else "decide ")
        elif key.startswith(_VOTE):
            self.line_wanted.emit("vote ")
        elif key.startswith(_UPDATE):
            cadence = next(c for c in self._desk.script.plan.cadences if c.id == key.removeprefix(_UPDATE))
            self.line_wanted.emit(f"{cadence.role} update {cadence.audience} ")
        else:
            self.step_wanted.emit(self._desk.state.expectations.items[key].step)
