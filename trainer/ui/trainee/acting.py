"""Doing something at a seat: the act goes to the exercise, and a refusal comes back as words."""

from __future__ import annotations

from collections.abc import Callable

from trainer.core.actions import Action
from trainer.core.engine import Refused
from trainer.ports import Seat
from trainer.ui.bridge import fault_words

__all__ = ["Perform", "performer"]

Perform = Callable[[Action], str]
"""Does an act; returns an empty text, or in one line why it was not done."""


def performer(seat: Seat) -> Perform:
    """What does the acts of a seat."""

    def perform(action: Action) -> str:
        try:
            seat.act(action)
        except Refused as refusal:
            return str(refusal)
        except (
            Exception
        ) as fault:  # a journal that cannot be written, a line that broke: said, never swallowed
            return f"{fault_words(fault)} What you did was not recorded; try it again."
        return ""

    return perform
