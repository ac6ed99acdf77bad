"""Strengths in how people worked together: what was mended, who stood in, what was handed over, whom they reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core import aar
from trainer.core.actions import HandOver, Page
from trainer.core.agreement import LEAST_ANSWERS, tallies
from trainer.core.compose.title_words import counted, step_title
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.gaps.means import served
from trainer.core.gaps.once import once
from trainer.core.history import EarlierDrill, EarlierStep
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, EscalationLevel
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE, Micros, say_duration

_SHORT: Final = frozenset(
    outcome.value
    for outcome in (
        Outcome.LATE,
        Outcome.MISSED,
        Outcome.WRONG_ROLE,
        Outcome.OUT_OF_ORDER,
        Outcome.PROMPTED,
    )
)
_NO_TIME_SAID: Final = 15 * MINUTE
"""How long one waits for an answer where the ladder does not say."""


def other(facts: Facts) -> Iterator[aar.Strength]:
    """Votes of one mind, roles well handed over, and ladders climbed."""
    yield from _votes(facts)
    yield from _handed_over(facts)
    yield from _climbed(facts)


def _well(judgement: Judgement) -> bool:
    return judgement.outcome is Outcome.ON_TIME and judgement.met is not False


# Since the last drill -------------------------------------------------------------------------------------------------


def mended(facts: Facts) -> Iterator[aar.Strength]:
    """Steps that fell short in the newest earlier drill that asked for them, and were done as the plan says now."""
    for step, judgements in facts.of_step.items():
        seen = [j for j in judgements if j.observed and j.key not in facts.artefacts]
        before = _before(facts, step)
        if not seen or before is None or not all(_well(j) for j in seen):
            continue
        drill, was = before
        if was.outcome in _SHORT:
            yield _mended(facts, step, seen[0], drill, was)


def _before(facts: Facts, step: str) -> tuple[EarlierDrill, EarlierStep] | None:
    """The newest earlier drill that put a step to the test, and how it went there; of repetitions the worst."""
    for drill in reversed(facts.history):
        if drill.kind == Kind.WALKTHROUGH.value:
            continue  # Whether a step can be done as written says nothing of how it was done.
        found = [each for each in drill.steps if each.step == step and each.outcome != "not observed"]
        if found:
            return drill, next((each for each in found if each.outcome in _SHORT), found[0])
    return None


def _mended(facts: Facts, step: str, now: Judgement, drill: EarlierDrill, was: EarlierStep) -> aar.Strength:
    changed = next((c for c in reversed(facts.script.plan.changes) if step in c.retest), None)
    version = f" Version {changed.version} of the plan had changed it." if changed is not None else ""
    then = f"{was.outcome} ({say_duration(was.elapsed)})" if was.elapsed is not None else was.outcome
    took = f" in {say_duration(now.elapsed)}" if now.elapsed is not None else ""
    limit = f" of {say_duration(now.limit)}" if now.limit is not None and took else ""
    return aar.Strength(
        statement=f'{step_title(facts.script, step)} was {then} in "{drill.title}" on {drill.held}; this time '
        f"{facts.role_title(now.done_by)} did it as the plan says{took}{limit}.{version}",
        step=step,
        role=now.done_by,
        evidence=tuple(sorted({*facts.history_seq, *now.evidence})),
    )


# Deputies and other ways ----------------------------------------------------------------------------------------------


def stood_in(facts: Facts) -> Iterator[aar.Strength]:
    """Deputies who did a step in time for a role that could not be reached."""
    for judgement in facts.scored:
        step = facts.script.steps[judgement.step]
        absent = facts.state.absent.get(step.role or "")
        if absent is None or not _well(judgement) or judgement.done_by in (None, step.role):
            continue
        if absent[0] <= (judgement.done_at or 0):
            yield aar.Strength(
                statement=f"{facts.role_title(judgement.done_by)} stood in for {facts.role_title(step.role)}, who "
                f"could not be reached, and did {step_title(facts.script, step.id)} in time.",
                step=step.id,
                role=judgement.done_by,
                evidence=tuple(sorted({absent[1], *judgement.evidence})),
            )


def ways_round(facts: Facts) -> Iterator[aar.Strength]:
    """Alternatives of the plan that kept a step in time although what it needs was lost."""
    for way in served(facts):
        yield aar.Strength(statement=way.statement, step=way.step, role=way.role, evidence=way.evidence)


# Votes ----------------------------------------------------------------------------------------------------------------


def _votes(facts: Facts) -> Iterator[aar.Strength]:
    """Questions that all, each alone, answered rightly."""
    for found in once(facts, tallies):
        answers = len(found.ballots)
        if answers >= LEAST_ANSWERS and found.right == answers:
            question = facts.script.filled(found.vote.question)
            yield aar.Strength(
                statement=f'Asked alone "{question}", all {answers} roles gave the right answer, {found.vote.truth}: '
                "the plan is clear on it.",
                step=found.vote.step,
                role=None,
                evidence=tuple(sorted((*found.opened, *(ballot.seq for ballot in found.ballots)))),
            )


# Handovers ------------------------------------------------------------------------------------------------------------


def _handed_over(facts: Facts) -> Iterator[aar.Strength]:
    """Roles handed over with a briefing and an acceptance, of which every open task was then done in time."""
    for record, event in facts.acts:
        action = event.action
        if not isinstance(action, HandOver) or not action.accepted or not action.briefed.strip():
            continue
        open_then = [j for j in facts.scored if _open_at(facts, j, action.role, record.happened)]
        if open_then and all(_well(j) for j in open_then):
            steps = ", ".join(step_title(facts.script, j.step) for j in open_then[:3])
            tasks = counted(len(open_then), "task")
            was = "was" if len(open_then) == 1 else "were"
            yield aar.Strength(
                statement=f"The role of {facts.role_title(action.role)} was handed over with a briefing and accepted; "
                f"{tasks} open then {was} done in time: {steps}.",
                step=None,
                role=action.role,
                evidence=tuple(sorted({record.seq, *(seq for j in open_then for seq in j.evidence)})),
            )


def _open_at(facts: Facts, judgement: Judgement, role: str, moment: Micros) -> bool:
    """Whether a step of a role had begun and was not done at a moment."""
    mine = facts.script.steps[judgement.step].role == role
    begun = judgement.started_at is not None and judgement.started_at <= moment
    return mine and begun and (judgement.done_at is None or judgement.done_at > moment)


# Ladders --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Call:
    record: Record
    role: str
    page: Page
    level: EscalationLevel


def _climbed(facts: Facts) -> Iterator[aar.Strength]:
    """Calls that stayed without an answer and were passed on to the next level in the time that the plan gives."""
    levels = {level.contact: level for level in facts.script.plan.escalation}
    calls = [
        _Call(record, event.role, event.action, levels[event.action.contact])
        for record, event in facts.by_kind.get(ActionKind.PAGE, ())
        if isinstance(event.action, Page) and event.action.contact in levels
    ]
    for call, above in _next_above(calls):
        if call.page.result != "answered" and _in_time(facts, call, above):
            yield _passed_on(facts, call, above)


def _next_above(calls: list[_Call]) -> list[tuple[_Call, _Call]]:
    """Calls, each with the first one after it that went to a higher level; without those that had none."""
    found: list[tuple[_Call, _Call]] = []
    following: dict[int, tuple[int, _Call]] = {}
    for place, call in reversed(list(enumerate(calls))):
        above = (entry for level, entry in following.items() if level > call.level.level)
        nearest = min(above, key=lambda entry: entry[0], default=None)
        if nearest is not None:
            found.append((call, nearest[1]))
        following[call.level.level] = (place, call)
    return found[::-1]


def _in_time(facts: Facts, call: _Call, above: _Call) -> bool:
    """Whether it was the level that comes next, called before the wait was over by half again, and answered."""
    between = [
        level for level in facts.script.plan.escalation if call.level.level < level.level < above.level.level
    ]
    wait = call.level.acknowledge_within or _NO_TIME_SAID
    waited = above.record.happened - call.record.happened
    return not between and waited * 2 <= wait * 3 and above.page.result == "answered"


def _passed_on(facts: Facts, call: _Call, above: _Call) -> aar.Strength:
    contacts = {contact.id: contact.title for contact in facts.script.plan.contacts}
    first, then = (contacts.get(c.page.contact, c.page.contact) for c in (call, above))
    waited = say_duration(above.record.happened - call.record.happened)
    return aar.Strength(
        statement=f'{facts.role_title(call.role)} did not reach "{first}"; after {waited} "{then}" was called, the '
        "next level of the plan's escalation, and answered.",
        step=None,
        role=above.role,
        evidence=(call.record.seq, above.record.seq),
    )
