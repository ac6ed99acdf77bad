"""How long the steps of a walk take: as they were shown, or else as they were stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trainer.core.time import MINUTE, Micros, say_duration
from trainer.core.walk.progress import StepWalk
from trainer.core.walk.questions import TIME

Source = Literal["shown", "stated"]


@dataclass(frozen=True, slots=True)
class Took:
    """How long one step takes, in microseconds, by what it was said or shown, and in which records."""

    micros: Micros
    source: Source
    seqs: tuple[int, ...]


def stated(step: StepWalk) -> Took | None:
    """The newest duration that was stated: with the answer to how long it takes, or else with another one."""
    answer = step.answers.get(TIME)
    told = [answer] if answer is not None else []
    told += sorted((a for a in step.answers.values() if a is not answer), key=lambda a: -a.seq)
    for found in told:
        if found.action.takes is not None:
            return Took(found.action.takes, "stated", (found.seq,))
    return None


def shown(step: StepWalk) -> Took | None:
    """The newest duration that was shown: the step was done for real, from its beginning to its end."""
    for found in reversed(step.shown):
        if found.took is not None and found.ended_seq is not None:
            return Took(found.took, "shown", (found.began_seq, found.ended_seq))
    return None


def took(step: StepWalk) -> Took | None:
    """How long a step takes: the shown duration where there is one, else the stated one; None without either."""
    return shown(step) or stated(step)


def added_up(times: list[Micros]) -> str:
    """Durations as a sum in words: `4 + 6 + 9 min`, or with a unit each where they are not whole minutes."""
    if len(times) > 1 and all(time % MINUTE == 0 and 0 < time < 60 * MINUTE for time in times):
        return f"{' + '.join(str(time // MINUTE) for time in times)} min"
    return " + ".join(say_duration(time) for time in times)
