"""G14, plan unreachable or stale: nobody opened it while much was missed, it was not to hand, or it is out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final

from trainer.core.actions import Ask, ReportBlocked, words_of
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.dates import held_on, said
from trainer.core.gaps.editions import old_edition
from trainer.core.gaps.finding import Detector, Finding, Priority, act, evidence_of, lapse, listed, quoted
from trainer.core.gaps.likeness import meaning
from trainer.core.gaps.obstacles import Obstacle, about, hampered, obstacles, open_steps, short
from trainer.core.gaps.once import once_for
from trainer.core.gaps.talk import Missing, Topic, topic
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.time import DAY

_CODE: Final = "G14"
_POETE: Final = "Equipment"
_SEVERAL: Final = 2
_SHARE: Final = 3
"""One of so many expected actions late or missed, where nobody opened the plan, is more than a slip."""
_DOC: Final = r"(?:plan|procedures?|runbooks?|playbooks?|handbook|manual|checklists?)"
_OLD: Final = (
    r"(?:older|old|outdated|out[- ]of[- ]date|previous|superseded|obsolete|last year's|expired|stale)"
)
_COPY: Final = r"(?:version|copy|edition|print-?out|issue|revision)"
_OLD_COPY: Final = re.compile(
    rf"\b(?:{_OLD}|wrong) (?:\w+ )?{_COPY} of (?:the |our |this )?(?:\w+ ){{0,2}}?{_DOC}\b"
    rf"|\b{_OLD} (?:\w+ )?(?:runbook|playbook|handbook|print-?out)\b|\b(?:{_DOC}|print-?out)\b[^.;:]{{0,30}}\b(?:is"
    rf"|was|are|were)\b (?:\w+ )?{_OLD}\b",
    re.IGNORECASE,
)
"""Somebody says that the document used is not the one that holds."""
_STALE: Final = re.compile(
    rf"\b{_OLD}\b|\bwrong {_COPY}\b|\bbehind\b|\blast year\b|\b(?:which|what|whose) {_COPY}\b"
    r"|\b(?:not|n't) (?:the |be )?(?:current|up[- ]to[- ]date)\b|\b(?:is|are) (?:this|that|these|it|my|our"
    r"|the)\b[^?]{0,60}\b(?:current|latest|newest|valid|up[- ]to[- ]date)\b",
    re.IGNORECASE,
)
"""In words about the document: that it is an old one, rather than that it is not to hand."""
_IN_USE: Final = re.compile(
    r"\b(?:work|us|read|follow|act|open|hold|held|hang|hung|found|brought|had|has|have|went|goes|relied|look|print"
    r"|lay|lie|carr|took|take|called from|quot)\w*\b",
    re.IGNORECASE,
)
_TELLING: Final = frozenset({"observation", "improvement"})
"""Kinds of remarks that are evidence of something to improve; a note stays a note."""
_NOT_IN_USE: Final = re.compile(
    r"\b(?:nobody|no one|none|not|never|instead of|rather than|withdr\w+|threw|thrown)\b[^.;]{0,40}\b(?:old|older"
    r"|outdated|previous|superseded|obsolete)\b",
    re.IGNORECASE,
)
"""Words of an evaluator who saw that an old copy was about, or that none was."""
_OTHER_COPY: Final = re.compile(
    r"\b(?:printed|paper|offline|local|laminated|cached|second) (?:copy|plan|version|folder|card|binder|runbook)\b"
    r"|\bprint-?outs?\b",
    re.IGNORECASE,
)
"""Another copy of the plan is to hand."""


def find(facts: Facts) -> Iterable[Finding]:
    """A plan that was not at hand when it was needed, was an old one, or has not been reviewed in time."""
    missed = _much_missed(facts)
    told = [o for o in obstacles(facts) if o.missing is Missing.DOCUMENT]
    old = {o.seq for o in told if _is_old(facts, o.words)}
    out_of_reach = list(_out_of_reach(facts, [o for o in told if o.seq not in old], missed))
    yield from out_of_reach
    if missed and not out_of_reach and _never_opened(facts):
        yield _unopened(facts, missed)
    yield from _old_version(facts, [o for o in told if o.seq in old])
    yield from _overdue(facts)


# Not opened -----------------------------------------------------------------------------------------------------------


def _much_missed(facts: Facts) -> tuple[Judgement, ...]:
    """Expected actions late or missed, where they are too many to be put down to single roles."""
    found = tuple(j for j in facts.scored if j.outcome in (Outcome.MISSED, Outcome.LATE))
    missed = sum(j.outcome is Outcome.MISSED for j in found)
    return found if missed >= _SEVERAL and len(found) * _SHARE >= len(facts.scored) else ()


def _never_opened(facts: Facts) -> bool:
    """Whether no role opened the plan, although that would be on record."""
    # What the facilitator enters for others says nothing about whether they had the plan open.
    own = sum(event.source != "facilitator" for _, event in facts.acts)
    return bool(own) and own * 2 >= len(facts.acts) and not facts.plan_opened


def _unopened(facts: Facts, missed: Sequence[Judgement]) -> Finding:
    titles = listed(facts.script.steps[j.step].title for j in missed)
    return Finding(
        code=_CODE,
        kind="capability",
        subject="plan-not-opened",
        statement=f"No role opened the plan during play, and {len(missed)} of {len(facts.scored)} expected actions "
        f"were missed or late: {titles}.",
        consequence="What the plan says cannot help those who do not see it.",
        proposed_change=_reachable(),
        poete=_POETE,
        evidence=tuple(sorted({*evidence_of(missed), *facts.frame})),
        priority=_pressing(facts, missed),
        about=tuple(dict.fromkeys(lapse(j.step) for j in missed)),
    )


def _reachable() -> str:
    return (
        "Make the plan reachable from where people work in an incident, also when the usual tools are down, and open "
        "it together at the start of the call."
    )


def _pressing(facts: Facts, lost: Iterable[Judgement]) -> Priority:
    return "high" if any(facts.script.steps[j.step].critical for j in lost) else "medium"


# Not to hand, or an old one -------------------------------------------------------------------------------------------


def _out_of_reach(
    facts: Facts, blocked: Sequence[Obstacle], missed: Sequence[Judgement]
) -> Iterator[Finding]:
    """Somebody could not get at the plan, and no other copy of it served."""
    seqs, lost, steps, telling = list[int](), dict[str, Judgement](), list[str](), list[str]()
    for found in blocked:
        names = _hindered(facts, found)
        suffered = hampered(facts, names, found.at)
        if not suffered and _another_served(found):
            continue
        seqs.append(found.seq)
        steps.extend(names)
        lost |= {j.key: j for j in suffered}
        telling.append(f"At {clock_words(found.at)} {facts.role_title(found.role)}: {quoted(found.words)}")
    for seq, at, role, text in _asked(facts):
        if not _is_old(facts, text):
            seqs.append(seq)
            telling.append(f"At {clock_words(at)} {facts.role_title(role)} asked: {quoted(text)}")
    if seqs:
        lost |= {j.key: j for j in missed} if _never_opened(facts) else {}
        yield _not_to_hand(facts, seqs, about(facts, seqs, steps, lost.values()), lost.values(), telling)


def _hindered(facts: Facts, found: Obstacle) -> tuple[str, ...]:
    """The steps that a plan out of reach stood in the way of: those named, or what the role had to do then."""
    if found.steps:
        return found.steps
    return tuple(
        name
        for name in dict.fromkeys(open_steps(facts, found.at))
        if found.role in facts.script.owners(facts.script.steps[name])
        and any(short(j) for j in facts.of_step[name])
    )


def _another_served(found: Obstacle) -> bool:
    """Whether the plan names another way to the same document, or somebody had another copy."""
    # Whoever speaks of the other way as well has not got that one either.
    named = meaning(found.words)
    ways = [tool.alternative for tool in found.tools if tool.alternative]
    return bool(_OTHER_COPY.search(found.words)) or any(not meaning(way) & named for way in ways)


def _asked(facts: Facts) -> Iterator[tuple[int, int, str, str]]:
    """Questions where the plan is, or which version holds, as (record, time, role, words)."""
    for record, event in facts.acts:
        if isinstance(event.action, Ask) and topic(facts, event.action.text) is Topic.DOCUMENT:
            yield record.seq, record.happened, event.role, event.action.text


def _not_to_hand(
    facts: Facts,
    seqs: Sequence[int],
    facts_told: tuple[str, ...],
    lost: Iterable[Judgement],
    telling: Sequence[str],
) -> Finding:
    suffered = list(lost)
    titles = listed(facts.script.steps[j.step].title for j in suffered)
    effect = f" Late, missed or done otherwise meanwhile: {titles}." if suffered else ""
    return Finding(
        code=_CODE,
        kind="capability",
        subject="plan-out-of-reach",
        statement=f"The plan was not to hand. {'. '.join(telling[:3])}.{effect}",
        consequence="What the plan says cannot help those who do not see it.",
        proposed_change=_reachable(),
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *evidence_of(suffered)})),
        priority=_pressing(facts, suffered),
        about=facts_told,
    )


def _is_old(facts: Facts, words: str) -> bool:
    """Whether words about a document say that it is an old one."""
    return bool(_STALE.search(words)) or old_edition(facts.script.plan, words)


def _old_copy(facts: Facts, words: str) -> bool:
    """Whether words say that a copy of the plan that is used is an old one."""
    return _OLD_COPY.search(words) is not None or old_edition(facts.script.plan, words)


def _seen(facts: Facts) -> Iterator[tuple[int, int, str | None, str]]:
    """What evaluators noted of an old copy in use, as (record, time, role, words)."""
    for record, event in facts.observations:
        words = event.text
        told = once_for(facts, _old_copy, words)
        if event.kind in _TELLING and told and _IN_USE.search(words) and not _NOT_IN_USE.search(words):
            yield record.seq, record.elapsed, event.role, words


def _old_version(facts: Facts, told: Sequence[Obstacle]) -> Iterator[Finding]:
    """Somebody worked from an old version of the plan, or could not tell which one holds."""
    found: dict[int, tuple[int, str | None, str]] = {o.seq: (o.at, o.role, o.words) for o in told}
    found |= {seq: (at, role, text) for seq, at, role, text in _asked(facts) if _is_old(facts, text)}
    noted = {seq: (at, role, words) for seq, at, role, words in _seen(facts)}
    found |= noted
    for record, event in facts.acts:
        words = words_of(event.action)
        if not isinstance(event.action, Ask | ReportBlocked) and once_for(facts, _old_copy, words):
            found[record.seq] = (record.happened, event.role, words)
    if found:
        yield _stale(facts, dict(sorted(found.items())), told, frozenset(noted))


def _stale(
    facts: Facts,
    found: dict[int, tuple[int, str | None, str]],
    told: Sequence[Obstacle],
    noted: frozenset[int],
) -> Finding:
    telling = [
        f"An evaluator noted: {quoted(words)}"
        if seq in noted
        else f"At {clock_words(at)} {facts.role_title(role)}: {quoted(words)}"
        for seq, (at, role, words) in found.items()
    ]
    lost = [j for o in told for j in hampered(facts, _hindered(facts, o), o.at)]
    return Finding(
        code=_CODE,
        kind="plan",
        subject="plan-version",
        statement=f"Not everybody worked from the version of the plan that holds ({facts.script.plan.version}). "
        f"{'. '.join(telling[:3])}.",
        consequence="Two people who both follow the plan do different things.",
        proposed_change="Keep one place for the plan, with its version and date on every page; withdraw old copies, "
        "and say in the plan how a printed copy is recognised as current.",
        poete=_POETE,
        evidence=tuple(sorted({*found, *evidence_of(lost)})),
        priority=_pressing(facts, lost),
        confidence="evaluator" if noted else "automatic",
        about=tuple(dict.fromkeys((*(act(seq) for seq in found), *(lapse(j.step) for j in lost)))),
    )


# Past its review ------------------------------------------------------------------------------------------------------


def _overdue(facts: Facts) -> Iterator[Finding]:
    """A review that was due before play began; it is a fact of the document, whatever happened in play."""
    plan, held = facts.script.plan, held_on(facts)
    if plan.last_reviewed is None or plan.review_every is None:
        return
    due = plan.last_reviewed + timedelta(days=plan.review_every // DAY)
    if held <= due:
        return
    yield Finding(
        code=_CODE,
        kind="plan",
        subject="plan-review",
        statement=f"The plan was last reviewed on {plan.last_reviewed.isoformat()} and was due again on "
        f"{due.isoformat()}; at the start of the exercise the review was {said((held - due).days)} overdue.",
        consequence="Names, contacts and limits may no longer be true.",
        proposed_change=f"Review the plan (for {plan.owner or 'its owner'}), give it a new version and date, and try "
        "every contact by calling it.",
        poete=_POETE,
        evidence=((facts.started or facts.records[0]).seq,),
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "capability"),
    "a plan that nobody opened while at least two expected actions were missed, and a third of all missed or late; "
    "words that the plan is not to hand, where no other copy of it served; words that it is an old version; a plan "
    "past its review date at the start",
    find,
)
