"""Steps of a walk-through judged: the stated or shown duration against the target."""

from __future__ import annotations

from trainer.core.outcomes import Judgement
from trainer.core.state import State
from trainer.core.time import Micros


def judge_walk(state: State, ended_at: Micros) -> tuple[Judgement, ...]:
    """Every step of a walk, in the order in which it is walked."""
    raise NotImplementedError
