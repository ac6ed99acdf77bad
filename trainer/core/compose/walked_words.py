"""The summary and the method of a walk-through: what it says in place of what a timed exercise says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from trainer.core.compose.title_words import counted, step_title
from trainer.core.facts import Facts
from trainer.core.walk.durations import took
from trainer.core.walk.judging import RULES as STEP_RULES
from trainer.core.walk.judging import unanswered
from trainer.core.walk.rating import RULES as RATING_RULES
from trainer.core.walk.reading import walked_steps
from trainer.core.walk.standings import standing_of

KIND_NOTE: Final = (
    "Walk-through: the role-holders went through the procedure step by step, and said or showed how each step is done. "
    "Nothing happened as in an incident. Its durations are those that were stated, or shown by doing the step for "
    "real, from the beginning of a step to its end; they are set against the plan's targets and are not response "
    "times. They are not comparable with the times of a tabletop exercise or a simulation."
)
_TIME_RULES: Final = (
    "Moments are taken on the exercise clock, which excludes pauses and interruptions; wall time is kept beside it. "
    "How long it was talked about a step is no duration of the step.",
    "The durations along a chain are added where the plan puts steps one after the other, or lets a step's clock start "
    "when another is done; steps that may run side by side are not added. A step of which no duration is known counts "
    "as nothing, so that the sum is what it takes at least.",
    "On a path the work passes from step to step: each comes after the one before it, but for neighbours whose clocks "
    "are started by the same step, which may run side by side. Where the path runs against the plan, the plan holds.",
    "A step lies on the way of a target where its own clock starts with the target's event, where it comes after such "
    "a step or after the one that brings the event about, or where the event is one with which an incident begins. "
    "Steps that may be left out, or that wait for a condition, hold nothing up unless the path leads over them.",
)
RULES: Final = {"Durations": _TIME_RULES, "Steps": STEP_RULES, "Ratings": RATING_RULES}


def headline(facts: Facts, targets: tuple[int, int], gaps: str) -> str:
    """Three short sentences for a lead: what was walked and how it stands, which targets fit, where the gaps lie."""
    stands = Counter(standing_of(facts, judgement) for judgement in facts.scored)
    total = sum(stands.values())
    if not total:
        return "Nothing was verified: no step of this walk-through was answered or shown."
    parts = {
        "confirmed in part": stands["in part"],
        "not within the target": stands["does not fit"],
        "otherwise than written": stands["otherwise"],
        "cannot be done": stands["cannot be done"],
    }
    told = ", ".join(f"{number} {words}" for words, number in parts.items() if number)
    unwalked = len(facts.judgements) - total
    of_all = f" of {len(facts.judgements)}" if unwalked else ""
    first = f"{total}{of_all} {'step' if len(facts.judgements) == 1 else 'steps'} walked: "
    first += f"{stands['as written']} as written{f', {told}' if told else ''}."
    met, judged = targets
    fits = f" {met} of {counted(judged, 'target')} kept by the durations." if judged else ""
    return f"{first}{fits} {gaps}"


def limitations(facts: Facts) -> Iterator[str]:
    """What a walk-through cannot say, and what this one left open."""
    yield (
        "Answers are what people said; only what was shown was seen. Nothing says how a step goes under pressure, at "
        "night, or while other steps are running."
    )
    open_ones = {
        step.step: len(unanswered(facts.state, step)) for step in walked_steps(facts) if step.touched
    }
    left = sum(open_ones.values())
    if left:
        steps = sum(number > 0 for number in open_ones.values())
        yield f"{counted(left, 'question')} about {counted(steps, 'walked step')} had no answer."
    timeless = [
        step_title(facts.script, step.step)
        for step in walked_steps(facts)
        if step.touched and took(step) is None
    ]
    if timeless:
        yield f"No duration was stated or shown for {_several(timeless)}: sums along their chains are at least so long."
    if facts.script.scenario.truth.severity is None:
        yield "The scenario states no severity; targets that the plan sets for each severity were not judged."


def not_shown(facts: Facts) -> Iterator[str]:
    """Steps that the scenario asks to be done for real, and that nobody tried."""
    walk = facts.script.scenario.walkthrough
    for step in walked_steps(facts):
        if walk is not None and step.step in walk.show and not step.shown and step.left_out is None:
            yield f"{step_title(facts.script, step.step)} was to be done for real, and that was not tried."


def _several(titles: list[str], shown: int = 4) -> str:
    more = f" and {len(titles) - shown} more" if len(titles) > shown else ""
    return ", ".join(titles[:shown]) + more
