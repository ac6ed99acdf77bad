"""A running time against its target, as a value, and what is said of it. Paints nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from trainer.ui.look.tokens import Status
from trainer.ui.words import format_clock, format_delta, spell_duration

__all__ = [
    "AT_RISK_SHARE",
    "BarShape",
    "Timer",
    "TimerState",
    "Verdict",
    "bar_shape",
    "timer_state",
    "urgency",
    "verdict",
]

TimerState = Literal["open", "at_risk", "overdue", "done_on_time", "done_late"]
#: From this share of the limit on an open timer is at risk.
AT_RISK_SHARE = 0.75
#: The bar is this many limits long, so that all targets of a list stand one below the other.
BAR_LIMITS = 1.5


@dataclass(frozen=True)
class Timer:
    """One time that runs, or ran, against a target; times in seconds on the exercise clock."""

    key: str
    title: str
    role: str
    elapsed_s: float
    limit_s: float | None
    state: TimerState
    #: Place of the role in the exercise's list of roles, for its colour.
    lane: int | None = None
    #: Said in the tool tip: clause, anchor, whatever helps.
    detail: str = ""

    @property
    def overrun_s(self) -> float:
        """Seconds beyond the limit; 0 within it or without one."""
        return max(0.0, self.elapsed_s - self.limit_s) if self.limit_s is not None else 0.0


class Verdict(NamedTuple):
    """What is said of a timer: a short word, its status, and the overrun or the time left as written."""

    word: str
    status: Status
    figure: str


class BarShape(NamedTuple):
    """A bullet bar in shares of its width: filled to `fill`, target at `target`, beyond it to `over`."""

    fill: float
    target: float | None
    over: float
    clipped: bool


def timer_state(elapsed_s: float, limit_s: float | None, done: bool = False) -> TimerState:
    """The state of a timer; without a limit it is open, or done on time."""
    late = limit_s is not None and elapsed_s > limit_s
    if done:
        return "done_late" if late else "done_on_time"
    if late:
        return "overdue"
    return "at_risk" if limit_s is not None and elapsed_s > AT_RISK_SHARE * limit_s else "open"


def verdict(timer: Timer) -> Verdict:
    """Word, status and figure for a timer's state."""
    left = "" if timer.limit_s is None else f"{_clock(max(0.0, timer.limit_s - timer.elapsed_s))} left"
    over = format_delta(timer.overrun_s)
    return {
        "open": Verdict("open", "info", left),
        "at_risk": Verdict("at risk", "warn", left),
        "overdue": Verdict("overdue", "bad", over),
        "done_on_time": Verdict("on time" if timer.limit_s is not None else "done", "ok", ""),
        "done_late": Verdict("late", "warn", over),
    }[timer.state]


def _clock(seconds: float) -> str:
    # Time left counts up to the next second: "0:00 left" must not stand there while the target is still met.
    whole = -int(-seconds // 1)
    return format_delta(whole)[1:]


def times(timer: Timer) -> str:
    """Elapsed against limit, as written: `04:12 / 05:00`."""
    if timer.limit_s is None:
        return f"{format_clock(timer.elapsed_s)}, no target"
    return f"{format_clock(timer.elapsed_s)} / {format_clock(timer.limit_s)}"


def spoken(timer: Timer) -> str:
    """A timer as assistive technology says it."""
    said = verdict(timer)
    limit = "no target" if timer.limit_s is None else f"of {spell_duration(timer.limit_s)}"
    who = f", {timer.role}" if timer.role else ""
    over = f" by {spell_duration(timer.overrun_s)}" if timer.overrun_s >= 1 else ""
    return f"{timer.title}{who}: {spell_duration(timer.elapsed_s)} {limit}, {said.word}{over}"


def bar_shape(timer: Timer) -> BarShape:
    """The bullet bar of a timer; without a limit an empty one."""
    if not timer.limit_s or timer.limit_s <= 0:
        return BarShape(0.0, None, 0.0, False)
    share = max(0.0, timer.elapsed_s) / timer.limit_s
    reached = min(share, BAR_LIMITS) / BAR_LIMITS
    target = 1 / BAR_LIMITS
    return BarShape(min(reached, target), target, max(reached, target), share > BAR_LIMITS)


_ORDER: tuple[TimerState, ...] = ("overdue", "at_risk", "open", "done_late", "done_on_time")


def urgency(timer: Timer) -> tuple[int, float, str]:
    """Sort key: overdue first, then by what is left (or by how far over), then by title."""
    if timer.limit_s is None:
        return _ORDER.index(timer.state), float("inf"), timer.title
    return _ORDER.index(timer.state), timer.limit_s - timer.elapsed_s, timer.title
