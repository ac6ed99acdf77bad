"""G09, severity criteria inadequate: a wrong, disputed or repeated classification.

A level may be right when it is set and wrong later. Facts that the script changed, and lowering the level once the harm
has ended, are no misjudgement. Where nearly all, asked alone, knew the level and one act set another, the criteria are
clear: that is a matter of skill.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import Classify
from trainer.core.agreement import Conviction, Tally, tallies
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, Priority, named, quoted
from trainer.core.gaps.likeness import meaning
from trainer.core.gaps.once import once
from trainer.core.msel import clock_words
from trainer.core.plan import ActionKind
from trainer.core.time import Micros

_CODE: Final = "G09"
_POETE: Final = "Planning"
_CLEAR: Final = 0.8
_CLEAR_ANSWERS: Final = 3
"""At least so many answers, and such a share of them right, show that the criteria can be understood."""
_GREW: Final = re.compile(
    r"\b(now|by now|meanwhile|in the meantime|spread\w*|grown|grew|growing|wors\w*|rising|escalat\w*|as well|also|"
    r"no longer|(a|one|two|three|a few|some|\d+) (moments?|minutes?)( ago)?|just|suddenly|since then|"
    r"has become|have become|another|recovered|recovering|eased)\b",
    re.IGNORECASE,
)
_HARM_ENDS: Final = ("contained", "recovered", "resolved")
_WEIGHS: Final[dict[Conviction, Priority]] = {"sure": "high", "mixed": "medium", "unsure": "low"}
_Entry = tuple[Record, str, Classify]
_Messages = list[tuple[Micros, str]]
_Told = tuple[str, str, str]
"""Statement, consequence and proposed change."""


def find(facts: Facts) -> Iterable[Finding]:
    """Severity set wrongly or changed back and forth, and votes on it that disagree."""
    wrong = once(facts, misjudged)
    if wrong and not criteria_clear(facts):
        yield _wrong(facts, wrong)
    yield from _back_and_forth(facts)
    for found in once(facts, tallies):
        if found.vote.about == "severity" and found.disagrees:
            yield _disputed(facts, found)


def misread(facts: Facts) -> tuple[_Entry, ...]:
    """Classifications that missed the true level although a vote shows that the criteria are clear: skill, not plan."""
    return once(facts, misjudged) if criteria_clear(facts) else ()


# Where in the plan ----------------------------------------------------------------------------------------------------


def _classifies(facts: Facts, step: str) -> bool:
    return any(evidence.action is ActionKind.CLASSIFY for evidence in facts.script.steps[step].shown_by)


def _step(facts: Facts) -> str | None:
    """The step that classifies, in scope if there is one."""
    shown = [name for name in facts.script.steps if _classifies(facts, name)]
    in_scope = [name for name in shown if name in facts.of_step]
    return next(iter((*in_scope, *shown)), None)


def _where(facts: Facts, step: str | None) -> str:
    """The place of the plan that a change of the criteria belongs to."""
    return named(facts, step) if step else "the plan's severity scale"


# What counts as a misjudgement ----------------------------------------------------------------------------------------


def _while_harm_lasted(facts: Facts) -> tuple[_Entry, ...]:
    """Severities that were set; without those that lowered the level once the harm had ended."""
    ends = min((end for anchor in _HARM_ENDS if (end := facts.earliest(anchor)) is not None), default=None)
    order = {level: place for place, level in enumerate(facts.script.plan.severity_order())}
    kept: list[_Entry] = []
    for entry in facts.classifications:
        after = ends is not None and (entry[0].happened, entry[0].seq) > ends
        if after and kept and order.get(entry[2].severity, 0) > order.get(kept[-1][2].severity, 0):
            continue
        kept.append(entry)
    return tuple(kept)


def misjudged(facts: Facts) -> tuple[_Entry, ...]:
    """Classifications at another level than the true one that no change of the facts explains."""
    truth, history = facts.script.scenario.truth.severity, _while_harm_lasted(facts)
    if truth is None:
        return ()
    found: list[_Entry] = []
    for place, entry in enumerate(history):
        if entry[2].severity == truth:
            continue
        right = next((later for later in history[place:] if later[2].severity == truth), None)
        if right is None or not (_facts_changed(facts, entry, right) or _cautious(facts, entry, truth)):
            found.append(entry)
    return tuple(found)


def _cautious(facts: Facts, entry: _Entry, truth: str) -> bool:
    """Whether a level was taken too high, as a plan wants it that says: if unsure, take the higher."""
    order = facts.script.plan.severity_order()
    triage = facts.script.plan.triage
    asks = triage is not None and re.search(r"\b(high|upper|wors|more severe)", triage.unsure, re.IGNORECASE)
    level = entry[2].severity
    return bool(asks) and level in order and truth in order and order.index(level) < order.index(truth)


def _facts_changed(facts: Facts, before: _Entry, after: _Entry) -> bool:
    """Whether the script brought new facts between two classifications on which the second one rests.

    It did where it asks for a classification anew, and where the reason for the second level tells of a change or names
    what only a later message told. What came after the scenario itself held the later level for right changed nothing.
    """
    start, end = before[0].happened, after[0].happened
    known = _known_from(facts, after[2].severity)
    if any(start < at <= min(end, known) for at in _asked_anew(facts)):
        return True
    messages, until = once(facts, _messages), min(end + 1, known)
    place = bisect_right(messages, start, key=lambda message: message[0])
    came = messages[place : bisect_left(messages, until, key=lambda message: message[0])]
    if not came:
        return False
    reason, said, told = f"{after[2].reason} {after[2].statement}", before[2].reason, once(facts, _first_told)
    words = meaning(reason)
    new = (word for word in words - meaning(said) if start < told.get(word, start) < until)
    return _GREW.search(reason) is not None or any(new) or _moved(messages[:place], came, words)


def _moved(earlier: _Messages, later: _Messages, words: frozenset[str]) -> bool:
    """Whether a later message gives another figure of the same measure, and a reason (`words`) speaks of it."""
    old, new = (
        dict.fromkeys(text for _, text in told if len(meaning(text) & words) >= 2)
        for told in (earlier, later)
    )
    return any(
        len(meaning(was) & meaning(is_now) & words) >= 2 and bool(figures(is_now) - figures(was))
        for is_now in new
        for was in old
    )


def _first_told(facts: Facts) -> dict[str, Micros]:
    """By word: when a message first had it."""
    found: dict[str, Micros] = {}
    for at, text in once(facts, _messages):
        for word in meaning(text):
            found.setdefault(word, at)
    return found


def figures(text: str) -> frozenset[str]:
    """The numbers in a text, without times of day."""
    return frozenset(re.findall(r"(?<![\d:.])\d+(?:[.,]\d+)*(?![\d:])", text))


def _messages(facts: Facts) -> _Messages:
    """(time, words) of every message that tells of the incident, in the order of delivery; prompts are none."""
    found = [
        (record.elapsed, " ".join((inject.title, inject.text, *(part.text for part in inject.attachments))))
        for name, (record, _) in facts.deliveries.items()
        if (inject := facts.script.injects[name]).contingency_for is None
    ]
    found += [
        (record.elapsed, f"{record.event.title} {record.event.text}")
        for record in facts.standing
        if isinstance(record.event, ev.AdHocInjectDelivered)
    ]
    return sorted((at, facts.script.filled(text)) for at, text in found)


def _asked_anew(facts: Facts) -> list[Micros]:
    """When the script called for a further classification, after the first."""
    asked = [
        item.armed_at
        for item in facts.state.expectations
        if item.armed_seq is not None and item.armed_at is not None and _classifies(facts, item.step)
    ]
    return sorted(asked)[1:]


def _known_from(facts: Facts, level: str) -> Micros:
    """From when the scenario itself holds a level for right: a vote that it put says so; else after the end of play."""
    put = [found.opened_at for found in _votes(facts) if _truth_of(facts, found) == level]
    return min(put, default=facts.ended_at + 1)


def _votes(facts: Facts) -> Iterator[Tally]:
    return (found for found in once(facts, tallies) if found.vote.about == "severity")


def _truth_of(facts: Facts, found: Tally) -> str | None:
    truth = found.vote.truth
    return None if truth is None else facts.script.severity_named(truth) or truth


def criteria_clear(facts: Facts) -> bool:
    """Whether nearly all, asked alone before the true level was set, knew it: 80 % of three answers or more."""
    truth = facts.script.scenario.truth.severity
    right = [record.happened for record, _, action in facts.classifications if action.severity == truth]
    settled = min(right, default=None)
    return any(
        _truth_of(facts, found) == truth
        and len(found.ballots) >= _CLEAR_ANSWERS
        and (found.right or 0) >= _CLEAR * len(found.ballots)
        and (settled is None or found.opened_at < settled)
        for found in _votes(facts)
    )


# Findings -------------------------------------------------------------------------------------------------------------


def _wrong(facts: Facts, wrong: tuple[_Entry, ...]) -> Finding:
    truth, history = facts.script.scenario.truth.severity or "", _while_harm_lasted(facts)
    record, role, action = wrong[0]
    at_the_end = history[-1][2].severity != truth
    reason = (
        f"the reason given was {quoted(action.reason)}" if action.reason.strip() else "no reason is on record"
    )
    how = "which was not set in the end" if at_the_end else f"set at {_put_right(facts, truth, record)}"
    step = facts.closed_by.get(record.seq)
    told = (
        f"At {clock_words(record.happened)} {facts.role_title(role)} set {action.severity}; the true severity was "
        f"{truth}, {how}. For {action.severity}, {reason}.",
        f"{'To the end' if at_the_end else 'Until then'} the response ran to the targets of {action.severity}.",
        _sharper(facts, action.severity, truth),
    )
    place = step if step is not None and _classifies(facts, step) else None
    evidence = tuple(entry.seq for entry, _, _ in history)
    return _finding(facts, told, evidence, "high" if at_the_end else "medium", place)


def _put_right(facts: Facts, truth: str, wrong: Record) -> str:
    """When the true level was set, after it had been set otherwise."""
    after = (wrong.happened, wrong.seq)
    right = (r for r, _, action in facts.classifications if action.severity == truth)
    return clock_words(next(r.happened for r in right if (r.happened, r.seq) > after))


def _sharper(facts: Facts, said: str, truth: str) -> str:
    level = next((level for level in facts.script.plan.severities if level.id == truth), None)
    if level is None or not level.criteria:
        return (
            f"Write criteria for {truth} that can be checked in a minute, and an example that is not {said}."
        )
    return (
        f"Sharpen the criteria of {truth} ({quoted(level.criteria[0], 90)} and others) so that the facts of this "
        f"scenario lead there and not to {said}; add them as an example."
    )


def _back_and_forth(facts: Facts) -> Iterator[Finding]:
    """A level that was left and turned back to, with no new facts behind it."""
    history = _while_harm_lasted(facts)
    order = {level: place for place, level in enumerate(facts.script.plan.severity_order())}
    ways: list[bool] = []
    for before, after in pairwise(history):
        if before[2].severity != after[2].severity and not _facts_changed(facts, before, after):
            ways.append(order.get(after[2].severity, 0) > order.get(before[2].severity, 0))
    if len(set(ways)) < 2:
        return
    levels = ", ".join(action.severity for _, _, action in history)
    told = (
        f"The severity was changed {len(ways)} times and back again, with no new facts between: {levels}.",
        "Each change restarts the discussion of what applies.",
        "Say which facts decide between the levels that were changed between, and what forces a level up.",
    )
    yield _finding(facts, told, tuple(record.seq for record, _, _ in history), "medium", None)


def _disputed(facts: Facts, found: Tally) -> Finding:
    vote = found.vote
    verdict = f"most voted {found.top}, which is wrong" if found.united else "there was no common view"
    truth = f"; the right answer was {vote.truth}" if vote.truth else ""
    question = quoted(facts.script.filled(vote.question), 90)
    step = vote.step or _step(facts)
    told = (
        f"Voting each alone on {question}, {len(found.ballots)} roles answered {found.spread}: {verdict}{truth}."
        f"{found.conviction_said}",
        "The level depends on who happens to set it.",
        f"Add the facts of this vote to {_where(facts, step)} as an example, with the sentence that decides for "
        f"{vote.truth or 'one level'}.",
    )
    evidence = tuple(sorted((*found.opened, *(ballot.seq for ballot in found.ballots))))
    return _finding(facts, told, evidence, _WEIGHS[found.conviction], vote.step)


def _finding(
    facts: Facts, told: _Told, evidence: tuple[int, ...], priority: Priority, step: str | None
) -> Finding:
    where = step or _step(facts)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=where or "severity-scale",
        statement=told[0],
        consequence=told[1],
        proposed_change=told[2],
        poete=_POETE,
        evidence=evidence,
        priority=priority,
        step=where,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "severity set otherwise than the scenario's truth with no change of the facts behind it, unless a vote shows that "
    "nearly all knew the level; severity changed and back again without new facts; votes on it with less than 60 % "
    "behind one answer, or with a wrong majority (those who were wrong and sure weigh more than those who guessed)",
    find,
)
