"""G02, ambiguous or contradictory instruction: what the plan says can be read in two ways, or says two things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core.actions import (
    Action,
    Ask,
    Classify,
    Contain,
    Decide,
    DoStep,
    Improvise,
    Page,
    ReportBlocked,
    words_of,
)
from trainer.core.agreement import Tally, tallies
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.contradictions import contradictions
from trainer.core.gaps.finding import (
    Confidence,
    Detector,
    Finding,
    Priority,
    evidence_of,
    named,
    quoted,
)
from trainer.core.gaps.obstacles import about, instance, open_steps, short
from trainer.core.gaps.once import once_for
from trainer.core.gaps.talk import Missing, Topic, contradiction, missing, own_words, topic
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement

_CODE: Final = "G02"
_POETE: Final = "Planning"
_UNCLEAR: Final = re.compile(
    r"\b(?:ambiguous|contradict(?:s|ory|ion|ed)?|two ways|(?:read|understood|took|interpreted) .{0,40}\bdifferently)\b",
    re.IGNORECASE,
)
"""Words of an evaluator who saw that an instruction was read in more than one way."""
_REMARKS: Final = (DoStep, Decide, Improvise, Contain, Classify, Page)
"""Acts that carry a remark or a reason."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Somebody did not know what the plan means. `at` is the time on the exercise clock, in microseconds."""

    seq: int
    at: int
    role: str | None
    words: str
    how: str
    steps: tuple[str, ...]
    confidence: Confidence = "automatic"


def find(facts: Facts) -> Iterable[Finding]:
    """Questions what the plan means, votes that show no common reading, and rules that the plan has twice."""
    for group in _grouped([*_voiced(facts), *_observed(facts)]):
        yield _unclear(facts, group)
    for tally in tallies(facts):
        if tally.vote.about in ("decision", "other") and tally.disagrees:
            yield _voted(facts, tally)
    for two in contradictions(facts):
        lost = two.judgement if short(two.judgement) else None
        yield Finding(
            code=_CODE,
            kind="plan",
            subject=two.subject,
            statement=two.statement,
            consequence="Two roles who both follow the plan act at different times, and each is right.",
            proposed_change=two.change,
            poete=_POETE,
            evidence=two.evidence,
            priority="high" if two.critical else "medium",
            step=two.step,
            clause=two.clause,
            role=two.role,
            root_cause="The plan has two values for the same thing.",
            about=about(facts, two.acts, (), (lost,) if lost else ()),
        )


# What was said --------------------------------------------------------------------------------------------------------


def _voiced(facts: Facts) -> Iterator[_Doubt]:
    """Questions, reports and remarks of participants about what the plan means."""
    for record, event in facts.acts:
        how = once_for(facts, _voices, event.action)
        if how is not None:
            words = event.action.text if isinstance(event.action, Ask) else _remark(event.action)
            steps = _meant(facts, record, event.role, words, event.action)
            yield _Doubt(record.seq, record.happened, event.role, words, how, steps)


def _voices(facts: Facts, action: Action) -> str | None:
    """How an act puts in doubt what the plan means; None where it does not."""
    if isinstance(action, Ask):
        return "asked what the plan means" if topic(facts, action.text) is Topic.INSTRUCTION else None
    if isinstance(action, ReportBlocked):
        lacks = missing(facts.script, action)
        return "could not go on, not knowing what the plan means" if lacks is Missing.INSTRUCTION else None
    if isinstance(action, _REMARKS) and contradiction(facts.script, own_words(facts, _remark(action))):
        return "pointed out that the plan contradicts itself"
    return None


def _remark(action: Action) -> str:
    """What somebody wrote beside an act; names of steps and decisions aside."""
    match action:
        case ReportBlocked():
            return action.missing
        case DoStep() | Page():
            return action.note
        case Decide() | Contain() | Classify():
            return action.reason
        case _:
            return words_of(action)


def _observed(facts: Facts) -> Iterator[_Doubt]:
    """What evaluators noted to improve in an instruction that was read in more than one way."""
    for record, event in facts.observations:
        if event.kind == "improvement" and _UNCLEAR.search(event.text):
            cited = mentions.steps_cited(facts.script, event.text)
            steps = (event.step,) if event.step in facts.script.steps else cited
            if steps:
                found = tuple(name for name in steps if name is not None)
                yield _Doubt(record.seq, record.elapsed, event.role, event.text, "", found, "evaluator")


def _meant(facts: Facts, record: Record, role: str, text: str, action: Action) -> tuple[str, ...]:
    """The steps that words are about, the likeliest first; none where that cannot be said."""
    script = facts.script
    if isinstance(action, ReportBlocked | DoStep) and action.step in script.steps:
        return (action.step or "",)
    said = own_words(facts, text)
    cited = (*mentions.steps_cited(script, said), *mentions.steps_titled(script, said))
    if cited:
        return tuple(sorted(dict.fromkeys(cited), key=lambda name: _distance(facts, record, role, name)))
    for names in (script.scope, tuple(script.steps)):
        quoting = [name for name in names if _quoted_in(facts, name, said)]
        if len(quoting) == 1:
            return tuple(quoting)
    alike = mentions.step_alike(script, script.scope, said)
    if alike is not None:
        return (alike,)
    figures = mentions.figures(said)
    timed = [name for name in script.scope if figures & mentions.step_figures(script.steps[name])]
    own = [name for name in open_steps(facts, record.happened) if role in script.owners(script.steps[name])]
    both = [name for name in timed if name in own]
    found = both or timed or own
    return tuple(found) if len(set(found)) == 1 else ()


def _distance(facts: Facts, record: Record, role: str, name: str) -> tuple[bool, bool, bool]:
    """How far a step is from somebody who asks: what is open and their own comes first, what is out of scope last."""
    opened = name in set(open_steps(facts, record.happened))
    return (
        name not in facts.script.scope,
        not opened,
        role not in facts.script.owners(facts.script.steps[name]),
    )


def _quoted_in(facts: Facts, name: str, said: str) -> bool:
    step = facts.script.steps[name]
    text = mentions.plain(f"{step.title} {step.text} {step.condition or ''}").casefold()
    return any(part.casefold().strip(" .,?") in text for part in mentions.quotes(facts.script, said))


def _grouped(doubts: list[_Doubt]) -> list[tuple[_Doubt, ...]]:
    """Doubts about the same step, or in much the same words."""
    groups: list[list[_Doubt]] = []
    for doubt in doubts:
        group = next((group for group in groups if _same(group[0], doubt)), None)
        if group is None:
            groups.append([doubt])
        else:
            group.append(doubt)
    return [tuple(group) for group in groups]


def _same(one: _Doubt, other: _Doubt) -> bool:
    if one.steps and other.steps:
        return one.steps[0] == other.steps[0] or bool(set(one.steps) & set(other.steps[:1]))
    if mentions.numbers(one.words) and mentions.numbers(one.words) == mentions.numbers(other.words):
        return True
    return not one.steps and not other.steps and mentions.much_alike(one.words, other.words)


def _unclear(facts: Facts, group: tuple[_Doubt, ...]) -> Finding:
    steps = tuple(dict.fromkeys(name for doubt in group for name in doubt.steps))
    main = steps[0] if steps else None
    lost = tuple(j for name in steps if (j := _late_after(facts, name, group)) is not None)
    critical = any(facts.script.steps[name].critical for name in steps)
    seqs = [doubt.seq for doubt in group]
    clause = _clause(group) if main is None else None
    told = " ".join(_said(facts, doubt) for doubt in group[:3])
    more = f" And {len(group) - 3} more of the kind." if len(group) > 3 else ""
    where = f" It is about {named(facts, main)}." if main is not None else ""
    return Finding(
        code=_CODE,
        kind="plan",
        subject=main or (f"clause-{clause}" if clause else f"act-{group[0].seq}"),
        statement=f"{told}{more}{where}{_ended(facts, lost)}",
        consequence="Whoever reads it in the other way acts otherwise, and both followed the plan.",
        proposed_change=f"Reword {named(facts, main) if main is not None else 'the passage'} so that it can be read in "
        "one way only: one value, the event from which it counts, and an example; where two passages disagree, decide "
        "which holds and write it in both.",
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *evidence_of(lost)})),
        priority="high" if critical else "medium",
        step=main,
        clause=clause,
        confidence="evaluator" if any(doubt.confidence == "evaluator" for doubt in group) else "automatic",
        about=about(facts, seqs, (), lost),
    )


def _said(facts: Facts, doubt: _Doubt) -> str:
    if doubt.confidence == "evaluator":
        return f"An evaluator noted: {quoted(doubt.words)}."
    return f"At {clock_words(doubt.at)} {facts.role_title(doubt.role)} {doubt.how}: {quoted(doubt.words)}."


def _clause(group: tuple[_Doubt, ...]) -> str | None:
    cited = mentions.numbers(group[0].words)
    return cited[0] if cited else None


def _late_after(facts: Facts, name: str, group: tuple[_Doubt, ...]) -> Judgement | None:
    """How a step went that was in doubt before it was done, where it was not done as the plan says."""
    first = min(doubt.at for doubt in group)
    found = instance(facts, name, first)
    before = found is not None and (found.done_at is None or found.done_at >= first)
    return found if before and short(found) else None


def _ended(facts: Facts, lost: tuple[Judgement, ...]) -> str:
    told = [f"{named(facts, judgement.step)} was {judgement.outcome.value}" for judgement in lost[:2]]
    return f" In this exercise {' and '.join(told)}." if told else ""


# What was voted -------------------------------------------------------------------------------------------------------


def _voted(facts: Facts, tally: Tally) -> Finding:
    step = facts.script.steps.get(tally.vote.step or "")
    question = quoted(facts.script.filled(tally.vote.question), 120)
    seqs = [ballot.seq for ballot in tally.ballots]
    judgement = instance(facts, step.id, tally.opened_at) if step is not None else None
    lost = (judgement,) if judgement is not None and short(judgement) else ()
    return Finding(
        code=_CODE,
        kind="plan",
        subject=step.id if step is not None else f"vote-{tally.vote.id}",
        statement=f"Asked alone, {len(tally.ballots)} roles answered {question} so: {tally.spread}."
        f"{_against_truth(tally)}{tally.conviction_said}"
        f"{f' It is about {named(facts, step.id)}.' if step is not None else ''}{_ended(facts, lost)}",
        consequence="Roles who read the plan alone come to different ends, and the loudest decides.",
        proposed_change=f"Say in {named(facts, step.id) if step is not None else 'the plan'} what holds, with an "
        "example of a case on each side, and put the same question again in the next exercise.",
        poete=_POETE,
        evidence=tuple(sorted({*tally.opened, *seqs, *evidence_of(lost)})),
        priority=_weight(tally, step is not None and step.critical),
        step=step.id if step is not None else None,
        about=about(facts, seqs, (step.id,) if step is not None else (), lost),
    )


def _against_truth(tally: Tally) -> str:
    if tally.vote.truth is None:
        return ""
    return f" {tally.right} of {len(tally.ballots)} gave the answer that the scenario holds to be right."


def _weight(tally: Tally, critical: bool) -> Priority:
    """Those who were sure weigh more than those who guessed."""
    if tally.conviction == "sure":
        return "high"
    if tally.conviction == "unsure":
        return "medium" if critical else "low"
    return "high" if critical else "medium"


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "questions and remarks about what an instruction means or that two passages contradict each other; independent "
    "votes on a decision or an instruction without a common answer or with a wrong one; two values for one rule where "
    "the exercise went between them",
    find,
)
