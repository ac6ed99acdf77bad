"""The geometry of the report's charts: everything that templates draw is measured here, in units of the viewBox.

No template does arithmetic. A bar of the timing table shows time used against the target: all targets stand on one
line down the column, whatever their length, so that overruns are seen at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.aar import StepResult
from trainer.report.lanes import Lanes, swim_lanes
from trainer.report.words import OUTCOMES, spoken, tone

__all__ = [
    "Bar",
    "Lanes",
    "OutcomeBar",
    "Segment",
    "TargetRow",
    "outcome_bar",
    "swim_lanes",
    "target_row",
    "timing_bar",
    "timing_bars",
]

_BAR_WIDTH: Final = 140.0
_BAR_HEIGHT: Final = 18.0
_THICK: Final = 9.0
_TARGET_AT: Final = 84.0
"""Where the target stands: bars run on to five thirds of it and are broken off there."""
_END: Final = _BAR_WIDTH - 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row's bar. `used` and `over` are the widths up to the target and beyond it."""

    kind: Literal["timed", "missed", "none"]
    tone: str
    says: str
    """the same in words, for those who do not see the bar"""
    target_x: float | None = None
    used: float = 0.0
    over: float = 0.0
    broken: str = ""
    """the break, as path data, of a bar that is longer than there is room for"""
    width: float = _BAR_WIDTH
    height: float = _BAR_HEIGHT
    top: float = (_BAR_HEIGHT - _THICK) / 2
    thick: float = _THICK


def timing_bars(steps: Sequence[StepResult]) -> tuple[Bar, ...]:
    """A bar for each step, in the order of the steps."""
    return tuple(timing_bar(step) for step in steps)


def timing_bar(step: StepResult) -> Bar:
    """Time used against the target of one step."""
    colour = tone(step.outcome)
    target, elapsed = step.target_s, step.elapsed_s
    if step.outcome == "missed":
        says = f"not done; target {spoken(target)}" if target else "not done"
        return Bar("missed", colour, says, _TARGET_AT if target else None)
    if elapsed is None:
        return Bar("none", colour, "no time taken")
    if target is None or target <= 0:
        return Bar("none", colour, f"{spoken(elapsed)}; no target")
    length = max(0.0, elapsed) / target * _TARGET_AT
    over = max(0.0, min(length, _END) - _TARGET_AT)
    return Bar(
        kind="timed",
        tone=colour,
        says=f"{spoken(elapsed)} of {spoken(target)}",
        target_x=_TARGET_AT,
        used=round(min(length, _TARGET_AT), 1),
        over=round(over, 1),
        broken=_break(_END - 12.0) if length > _END else "",
    )


def _break(x: float) -> str:
    """Two slanting lines across a bar, from the top of its box to the bottom."""
    return " ".join(f"M{at + 5:g} 1 L{at:g} {_BAR_HEIGHT - 1:g}" for at in (x, x + 5))


@dataclass(frozen=True, slots=True)
class Segment:
    """One outcome's share of the stacked bar; `sign_x` is where its sign stands, None where it would not fit."""

    outcome: str
    tone: str
    number: int
    x: float
    width: float
    sign_x: float | None


@dataclass(frozen=True, slots=True)
class OutcomeBar:
    """How many expected actions ended how, as one bar."""

    segments: tuple[Segment, ...]
    total: int
    width: float
    height: float
    sign: float
    """width and height of a sign"""
    sign_y: float


_ALL_WIDTH: Final = 640.0
_ALL_HEIGHT: Final = 22.0
_GAP: Final = 2.0
_SIGN: Final = 12.0
_PLANNED_FIRST: Final = (
    "on time",
    "improvised equivalent",
    "prompted",
    "out of order",
    "late",
    "wrong role",
    "missed",
)


def outcome_bar(counts: Mapping[str, int], known: Sequence[str] = ()) -> OutcomeBar:
    """One bar of all outcomes: what went as planned from the left, what was missed, then what says nothing.

    `known` gives the order of other names than those of the outcomes.
    """
    known = known or (*_PLANNED_FIRST, *(name for name in OUTCOMES if name not in _PLANNED_FIRST))
    order = (*known, *sorted(name for name in counts if name not in known))
    shown = [(name, counts[name]) for name in order if counts.get(name, 0) > 0]
    total = sum(number for _, number in shown)
    room = _ALL_WIDTH - _GAP * max(0, len(shown) - 1)
    segments: list[Segment] = []
    x = 0.0
    for name, number in shown:
        width = room * number / total
        sign_x = round(x + (width - _SIGN) / 2, 1) if width >= _SIGN + 4 else None
        segments.append(Segment(name, tone(name), number, round(x, 1), round(width, 1), sign_x))
        x += width + _GAP
    return OutcomeBar(tuple(segments), total, _ALL_WIDTH, _ALL_HEIGHT, _SIGN, (_ALL_HEIGHT - _SIGN) / 2)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """Targets met out of those judged: a box for each, or one bar where there are too many to count by eye."""

    boxes: tuple[tuple[float, float, bool], ...]
    """(x, y, met)"""
    filled: float
    """width of the bar's filled part, where there are no boxes"""
    width: float
    height: float
    box: float


_BOX: Final = 15.0
_PITCH: Final = 19.0
_IN_A_ROW: Final = 12
_MOST_BOXES: Final = 36
_ROW_WIDTH: Final = _IN_A_ROW * _PITCH - (_PITCH - _BOX)


def target_row(met: int, judged: int) -> TargetRow:
    """The figure beside "targets met": rows of twelve boxes, those met first."""
    met, judged = max(0, min(met, judged)), max(0, judged)
    if judged > _MOST_BOXES:
        return TargetRow((), round(_ROW_WIDTH * met / judged, 1), _ROW_WIDTH, _BOX, _BOX)
    boxes = tuple((at % _IN_A_ROW * _PITCH, at // _IN_A_ROW * _PITCH, at < met) for at in range(judged))
    rows = max(1, -(-judged // _IN_A_ROW))
    return TargetRow(boxes, 0.0, _ROW_WIDTH, rows * _PITCH - (_PITCH - _BOX), _BOX)
