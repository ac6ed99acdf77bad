"""Obstacles: what people said they lacked, which steps that stood in the way of, and what became of those steps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from trainer.core.actions import Ask, Improvise, Page, ReportBlocked
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.finding import act, choice, lapse
from trainer.core.gaps.once import once, once_for
from trainer.core.gaps.talk import Missing, contact_meant, missing
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Contact, Plan, Step, Tool, step_of
from trainer.core.time import MINUTE, Micros

_SOON: Final = 15 * MINUTE
"""An act outside the plan within this time of an obstacle may be the way round it."""
_SHORT: Final = frozenset(
    {Outcome.LATE, Outcome.MISSED, Outcome.WRONG_ROLE, Outcome.OUT_OF_ORDER, Outcome.PROMPTED}
)
_UNAIDED: Final = frozenset({ActionKind.ACKNOWLEDGE, ActionKind.CLASSIFY, ActionKind.POST_UPDATE})
"""Acts that a role does by itself, whomever it cannot reach."""
_FAILS: Final = re.compile(
    r"\b(?:log-?ins?|log ?(?:in|on)|logged|sign(?:ed)? in|password\w*|access|accounts?|credentials?|tokens?|opens?"
    r"|loads?|down|unavailable|offline|reject\w*|respond\w*|errors?|timed? out|white|blank|hangs?|frozen|crash\w*)\b",
    re.IGNORECASE,
)
"""Words for a tool that does not do its work, or lets somebody not in, where it is not named."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Somebody could not go on. `at` is the time on the exercise clock, in microseconds."""

    seq: int
    at: Micros
    role: str
    words: str
    missing: Missing
    tools: tuple[Tool, ...]
    contact: Contact | None
    steps: tuple[str, ...]
    """the steps that it stood in the way of, the one that it is about first; empty where that cannot be said"""

    @property
    def step(self) -> str | None:
        """The step that it is about."""
        return self.steps[0] if self.steps else None


def obstacles(facts: Facts) -> tuple[Obstacle, ...]:
    """Everything that somebody said was missing, in the order of the journal.

    What an evaluator put down to the scenario or its conduct is left out: it was missing in the exercise alone.
    """
    return once(facts, _obstacles)


def _obstacles(facts: Facts) -> tuple[Obstacle, ...]:
    told = ((r, e.role, e.action) for r, e in facts.acts if isinstance(e.action, ReportBlocked))
    found = (_obstacle(facts, record, role, action) for record, role, action in told)
    excused = _artefacts(facts)
    return tuple(obstacle for obstacle in found if obstacle.step not in excused)


def _artefacts(facts: Facts) -> frozenset[str]:
    """Steps of which somebody noted that the exercise itself was at fault."""
    noted = [event for _, event in facts.observations if event.kind == "artefact"]
    steps = {event.step for event in noted if event.step is not None}
    injects = (facts.script.injects.get(event.inject or "") for event in noted if event.step is None)
    steps |= {expected.step for inject in injects if inject is not None for expected in inject.expects}
    return frozenset(steps)


def _obstacle(facts: Facts, record: Record, role: str, action: ReportBlocked) -> Obstacle:
    script, said = facts.script, action.missing
    named, contact = mentions.tools_named(script, said), once_for(facts, _contact_meant, (said, None))
    steps = _steps(facts, record, role, action, (named, contact))
    main = steps[0] if steps else None
    step, lacks = facts.script.steps.get(main or ""), once_for(facts, _missing, (action, main))
    tools = named or (_assumed(script.plan, said, step) if lacks is Missing.MEANS else ())
    return Obstacle(
        seq=record.seq,
        at=record.happened,
        role=role,
        words=said,
        missing=lacks,
        tools=tools,
        contact=once_for(facts, _contact_meant, (said, main)),
        steps=steps,
    )


def _missing(facts: Facts, blocked: tuple[ReportBlocked, str | None]) -> Missing:
    """What a blocker lacks that stood in the way of a step."""
    action, step = blocked
    return missing(facts.script, action, facts.script.steps.get(step or ""))


def _contact_meant(facts: Facts, said: tuple[str, str | None]) -> Contact | None:
    """The contact that words are about which were said at a step."""
    text, step = said
    return contact_meant(facts.script, text, facts.script.steps.get(step or ""))


def _assumed(plan: Plan, said: str, step: Step | None) -> tuple[Tool, ...]:
    """The tools that a step needs, where the words name none and speak of one that fails or lets nobody in."""
    if step is None or not _FAILS.search(said):
        return ()
    access = mentions.words(" ".join(step.needs.access))
    if mentions.shared(mentions.words(said), access):
        return ()
    return tuple(tool for tool in plan.tools if tool.id in step.needs.tools)


# Which steps ----------------------------------------------------------------------------------------------------------


def _steps(
    facts: Facts,
    record: Record,
    role: str,
    action: ReportBlocked,
    named: tuple[tuple[Tool, ...], Contact | None],
) -> tuple[str, ...]:
    """The step that was named; else the open ones that need what is missing, or the only one it can be."""
    if action.step is not None and action.step in facts.script.steps:
        return (action.step,)
    opened = tuple(open_steps(facts, record.happened))
    own = tuple(name for name in opened if role in facts.script.owners(facts.script.steps[name]))
    needing = [name for name in (own or opened) if _needs(facts, name, *named)]
    if needing:
        return tuple(needing)
    alike = mentions.step_alike(facts.script, own, action.missing, least=2)
    if alike is not None:
        return (alike,)
    return own if len(own) == 1 else ()


def open_steps(facts: Facts, moment: Micros) -> Iterator[str]:
    """Steps that had been asked for and were not done at a moment, in the plan's order."""
    for judgement in facts.judgements:
        if _open(facts, judgement, moment) and judgement.outcome is not Outcome.NOT_APPLICABLE:
            yield judgement.step


def _open(facts: Facts, judgement: Judgement, moment: Micros) -> bool:
    item = facts.state.expectations.items[judgement.key]
    begun = min((at for at in (item.started_at, item.armed_at) if at is not None), default=None)
    return (
        begun is not None and begun <= moment and (judgement.done_at is None or judgement.done_at >= moment)
    )


def _needs(facts: Facts, name: str, tools: tuple[Tool, ...], contact: Contact | None) -> bool:
    step = facts.script.steps[name]
    if contact is not None and contact.id in (*step.needs.contacts, *(e.contact for e in step.shown_by)):
        return True
    wanted = tools_behind(facts.script.plan, step.needs.tools)
    return any(tool.id in wanted for tool in tools)


def tools_behind(plan: Plan, names: Iterable[str]) -> frozenset[str]:
    """Tools and everything that they depend on."""
    known = {tool.id: tool for tool in plan.tools}
    found: set[str] = set()
    waiting = [name for name in names if name in known]
    while waiting:
        name = waiting.pop()
        if name not in found and name in known:
            found.add(name)
            waiting.extend(known[name].depends_on)
    return frozenset(found)


# What became of them --------------------------------------------------------------------------------------------------


def instance(facts: Facts, step: str, moment: Micros) -> Judgement | None:
    """How a step went that was open at a moment; the last of its repetitions where none was."""
    found = [j for j in facts.of_step.get(step, ()) if j.key not in facts.artefacts]
    at_the_time = (j for j in reversed(found) if _open(facts, j, moment))
    return next(at_the_time, found[-1] if found else None)


def short(judgement: Judgement | None) -> bool:
    """Whether a step was not done as the plan says."""
    if judgement is None:
        return False
    return bool({judgement.outcome, *judgement.also} & _SHORT) or judgement.met is False


def hampered(facts: Facts, steps: Iterable[str], moment: Micros) -> tuple[Judgement, ...]:
    """Of some steps those that were not done as the plan says, and what was not done because of them."""
    first = [
        j for name in dict.fromkeys(steps) if (j := instance(facts, name, moment)) is not None and short(j)
    ]
    found = {judgement.key: judgement for judgement in first}
    waiting = list(first)
    while waiting:
        cause = waiting.pop()
        for judgement in facts.judgements:
            if judgement.key not in found and _follows(facts, cause, judgement):
                found[judgement.key] = judgement
                waiting.append(judgement)
    return tuple(found.values())


def _follows(facts: Facts, cause: Judgement, judgement: Judgement) -> bool:
    """Whether a step was late or left undone because one before it was."""
    if judgement.key in facts.artefacts:
        return False
    if judgement.blocked_by == cause.step:
        return True
    if cause.step not in facts.script.steps[judgement.step].after or not short(judgement):
        return False
    if cause.done_at is None:
        return judgement.done_at is None
    due = (judgement.started_at or 0) + (judgement.limit or 0)
    return judgement.limit is not None and judgement.started_at is not None and cause.done_at > due


def followers(facts: Facts, steps: Iterable[str], moment: Micros) -> tuple[Judgement, ...]:
    """What comes after some steps by the plan and was not done as it says, later than a moment or not at all."""
    names = set(steps)
    first = [
        j
        for j in facts.judgements
        if j.key not in facts.artefacts
        and names & {*facts.script.steps[j.step].after, _anchored(facts, j.step)}
        and short(j)
        and (j.done_at is None or j.done_at > moment)
    ]
    return tuple(dict.fromkeys((*first, *(k for j in first for k in hampered(facts, (j.step,), moment)))))


def _anchored(facts: Facts, name: str) -> str | None:
    """The step whose doing starts a step's clock."""
    target = facts.script.steps[name].target
    return step_of(target.from_) if target is not None else None


def sole_short(facts: Facts, role: str, moment: Micros, besides: Iterable[str]) -> tuple[Judgement, ...]:
    """The one step that a role had before it at a moment and did not do as the plan says; none where there are several.

    `besides` are steps that are looked at already.
    """
    left_out = set(besides)
    own = [
        name for name in open_steps(facts, moment) if role in facts.script.owners(facts.script.steps[name])
    ]
    found = [name for name in own if name not in left_out and short(instance(facts, name, moment))]
    alone = len(found) == 1 and not any(e.action in _UNAIDED for e in facts.script.steps[found[0]].shown_by)
    return hampered(facts, found, moment) if alone else ()


def about(
    facts: Facts, seqs: Iterable[int], steps: Iterable[str], lost: Iterable[Judgement]
) -> tuple[str, ...]:
    """The facts that an obstacle explains: what was said of it, and the steps and decisions that suffered from it."""
    suffered = list(
        dict.fromkeys((*(j.step for j in lost), *(name for name in steps if _improvised(facts, name))))
    )
    choices = [
        decision.id
        for decision in facts.script.scenario.decisions
        if decision.step in suffered and decision.id in facts.state.decisions
    ]
    marks = (
        *(act(seq) for seq in seqs),
        *(lapse(name) for name in suffered),
        *(choice(name) for name in choices),
    )
    return tuple(dict.fromkeys(marks))


def _improvised(facts: Facts, step: str) -> bool:
    return any(j.outcome is Outcome.IMPROVISED for j in facts.of_step.get(step, ()))


def ways_round(facts: Facts, role: str, moment: Micros, said: str) -> tuple[int, ...]:
    """Acts outside the plan by which a role got round an obstacle, or tried to.

    They speak of what was missing, or they are what the role did next; questions and further calls aside.
    """
    own = once(facts, _doings).get(role, ())
    place = bisect_left(own, moment, key=lambda doing: doing.at)
    first = own[place].seq if place < len(own) else 0
    outside = once(facts, _doings_outside).get(role, ())
    place = bisect_left(outside, moment, key=lambda doing: doing.at)
    soon = takewhile(lambda doing: doing.at <= moment + _SOON, outside[place:])
    heard = mentions.words(said)
    return tuple(doing.seq for doing in soon if doing.seq == first or _in_common(heard, doing.words))


@dataclass(frozen=True, slots=True)
class _Doing:
    """Something that a role did, other than to ask, to report or to call somebody whom the plan knows."""

    seq: int
    at: Micros
    outside: bool
    words: tuple[str, ...]


def _doings(facts: Facts) -> dict[str, tuple[_Doing, ...]]:
    """What each role did beside questions, reports and calls by the plan, first to last."""
    found: dict[str, list[_Doing]] = {}
    for record, event in facts.in_order:
        outside = _outside(facts, event.action)
        if isinstance(event.action, ReportBlocked | Ask) or (isinstance(event.action, Page) and not outside):
            continue
        words = mentions.words(_said(event.action)) if outside else ()
        found.setdefault(event.role, []).append(_Doing(record.seq, record.happened, outside, words))
    return {role: tuple(doings) for role, doings in found.items()}


def _doings_outside(facts: Facts) -> dict[str, tuple[_Doing, ...]]:
    """What each role did that the plan has nothing on, first to last."""
    doings = once(facts, _doings)
    return {role: tuple(doing for doing in own if doing.outside) for role, own in doings.items()}


@lru_cache(maxsize=10_000)
def _in_common(heard: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether two texts have a word in common, in one form or another."""
    return bool(mentions.shared(heard, words))


def _outside(facts: Facts, action: object) -> bool:
    """Whether the plan has nothing on an act: an improvised one, or a call to somebody whom it does not know."""
    if isinstance(action, Page):
        return all(contact.id != action.contact for contact in facts.script.plan.contacts)
    return isinstance(action, Improvise)


def _said(action: object) -> str:
    if isinstance(action, Page):
        return f"{action.contact.replace('-', ' ')} {action.note}"
    return action.text if isinstance(action, Improvise) else ""
