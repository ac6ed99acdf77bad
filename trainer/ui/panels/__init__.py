"""Generic widgets of the program, all painted by the tokens of `trainer.ui.look`.

They show values they are given and say what the user did; none of them knows an exercise.
"""

from trainer.ui.panels.banner import Banner
from trainer.ui.panels.basic import (
    Card,
    Chip,
    EmptyState,
    Heading,
    Icon,
    button,
    label,
    rule,
    spaced,
    tool_button,
)
from trainer.ui.panels.clock import BigClock, ClockState
from trainer.ui.panels.feed import Entry, Feed
from trainer.ui.panels.inputs import indented, search_field, spin_box
from trainer.ui.panels.painted import Painted
from trainer.ui.panels.targets import TargetBar, TargetBarList
from trainer.ui.panels.timeline import TimelineStrip
from trainer.ui.panels.timeline_layout import Mark, MarkState
from trainer.ui.panels.timers import Timer, TimerState, timer_state

__all__ = [
    "Banner", "BigClock", "Card", "Chip", "ClockState", "EmptyState", "Entry", "Feed", "Heading", "Icon", "Mark",
    "MarkState", "Painted", "TargetBar", "TargetBarList", "TimelineStrip", "Timer", "TimerState", "button",
    "indented", "label", "rule", "search_field", "spaced", "spin_box", "timer_state", "tool_button",
]  # fmt: skip
