"""G02, ambiguous instruction: nobody can tell when a step begins, by when it is due, or what an incident is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from trainer.core.gaps.finding import Priority
from trainer.core.plan import ActionKind, Strength
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Placed, Reading
from trainer.core.standing.words import filled, sentences

_CODE: Final = "G02"
_SAYS_WHEN: Final = re.compile(
    r"\b(?:when|whenever|if|once|as soon as|after|before|until|at the start|at the end|every|daily|hourly"
    r"|immediately|at once)\b",
    re.IGNORECASE,
)
_SCOPE: Final = re.compile(
    r"\b(?:scope|incident|definitions?|triggers?|activat\w+|when to use|applies)\b", re.IGNORECASE
)
_UNSTARTED: Final = Words(
    one="{} does not say when it begins: no event starts its clock, it follows no other step and it has no condition.",
    many="{count} steps do not say when they begin (no event starts their clock, they follow no other step and have "
    "no condition): {}.",
    consequence="Each waits for somebody else to begin, and nobody can be late.",
    change="Say from which event {} counts, which step it follows, or under which condition it applies.",
    change_many="Say for each from which event it counts, which step it follows, or under which condition it applies.",
)
_UNLIMITED: Final = Words(
    one="{} has no time limit{detail}, although much depends on it.",
    many="{count} steps on which much depends have no time limit: {}.",
    consequence="It is never late: in an incident nobody misses it, and no drill can time it.",
    change="Give {} a limit, counted from the event that starts it, for each severity.",
    change_many="Give each of them a limit, counted from the event that starts it, for each severity.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Steps and plans that leave open when they apply."""
    yield from _scope(reading)
    if not reading.steps:
        return
    if all(placed.step.target is None for placed in reading.steps):
        yield _no_limits(reading)
        return
    unlimited: list[tuple[Place, Priority]] = []
    unstarted: list[tuple[Place, Priority]] = []
    for placed in reading.steps:
        begins = not _without_trigger(placed)
        if placed.step.target is None and _weighty(reading, placed):
            detail = "" if begins else ", nor any word on when it begins"
            unlimited.append((replace(placed.place(), detail=detail), "high"))
        elif not begins:
            # Where nothing else is said, steps may be meant to follow each other as they are listed.
            unstarted.append((placed.place(), "high" if placed.step.critical else "low"))
    yield from told(_CODE, "steps-without-limit", _UNLIMITED, unlimited)
    yield from told(_CODE, "steps-without-trigger", _UNSTARTED, unstarted)


def _scope(reading: Reading) -> Iterator[PlanGap]:
    scope = reading.plan.scope
    if filled(scope.incident) or scope.trigger:
        return
    if any(_SCOPE.search(section.heading) and filled(section.text) for section in reading.plan.sections):
        return
    yield gap(
        _CODE,
        Place("scope", "the scope", ("scope",)),
        "The plan does not say what counts as an incident, nor what sets it going.",
        "Some wait while others have begun; the first minutes go into the question whether this is one.",
        "Write in the scope what an incident is here, and which observations open one without asking anybody.",
        "medium",
    )


def _no_limits(reading: Reading) -> PlanGap:
    count = len(reading.steps)
    return gap(
        _CODE,
        Place("steps-without-limit", "the steps", ("procedures",)),
        f"None of the plan's {count:,} steps has a time limit."
        if count > 1
        else "The plan's only step has no time limit.",
        "Nothing is ever late: in an incident nobody notices what is missing, and a drill has nothing to measure by.",
        "Give at least acknowledging, setting the severity, taking command, the first update and containing a limit, "
        "each counted from a named event.",
        "high",
    )


def _without_trigger(placed: Placed) -> bool:
    step = placed.step
    # No incident has injects: "inject" says only when a drill calls for the step.
    counts = step.target is not None and step.target.from_ != "inject"
    if counts or step.after or step.condition or placed.first:
        return False
    first = next(iter(sentences(step.text)), "")
    return not (_SAYS_WHEN.search(step.title) or _SAYS_WHEN.search(first))


def _weighty(reading: Reading, placed: Placed) -> bool:
    """Whether much depends on when a step is done: it is critical, declares the commander or informs the public."""
    step = placed.step
    if step.strength is Strength.MAY:
        return False
    return step.critical or any(
        (evidence.action is ActionKind.ASSUME_ROLE and evidence.role in reading.leads)
        or (evidence.action is ActionKind.POST_UPDATE and evidence.audience in reading.public)
        for evidence in step.shown_by
    )


CHECK: Final = Check(
    _CODE,
    "a plan that does not say what an incident is; a plan without any time limit; a step that no event, step or "
    "condition starts, unless it is the first of its procedure or says when in words; a step without a time limit that "
    "is critical, declares the commander or informs the public",
    find,
)
