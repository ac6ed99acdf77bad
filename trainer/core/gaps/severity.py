"""G09, severity criteria inadequate: a wrong, disputed or repeated classification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from trainer.core.actions import CastVote
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, Priority, named, quoted
from trainer.core.msel import clock_words
from trainer.core.plan import ActionKind
from trainer.core.scenario import Vote

_CODE: Final = "G09"
_POETE: Final = "Planning"
_UNIFIED: Final = 0.6
"""A vote with a smaller share than this behind one answer is disputed."""


def find(facts: Facts) -> Iterable[Finding]:
    """Severity set wrongly or changed back and forth, and votes on it that disagree."""
    yield from _wrong(facts)
    yield from _back_and_forth(facts)
    for vote in facts.script.scenario.votes:
        if vote.about == "severity":
            yield from _disputed(facts, vote)


def _subject(facts: Facts) -> tuple[str, str | None]:
    """The step that classifies, in scope if there is one; else the plan's severity scale."""
    shown = [
        name
        for name, step in facts.script.steps.items()
        if any(evidence.action is ActionKind.CLASSIFY for evidence in step.shown_by)
    ]
    in_scope = [name for name in shown if name in facts.of_step]
    step = next(iter((*in_scope, *shown)), None)
    return step or "severity-scale", step


def _where(facts: Facts) -> str:
    """The place of the plan that a change of the criteria belongs to."""
    _, step = _subject(facts)
    return named(facts, step) if step else "the plan's severity scale"


def _reviews(facts: Facts) -> int:
    """How often the script itself called for a further classification."""
    asked = [
        item
        for item in facts.state.expectations
        if item.armed_seq is not None
        and any(e.action is ActionKind.CLASSIFY for e in facts.script.steps[item.step].shown_by)
    ]
    return max(0, len(asked) - 1)


def _wrong(facts: Facts) -> Iterator[Finding]:
    truth, history = facts.script.scenario.truth.severity, facts.classifications
    if truth is None or not history:
        return
    wrong = [(record, role, action) for record, role, action in history if action.severity != truth]
    if not wrong:
        return
    record, role, action = wrong[0]
    at_the_end = history[-1][2].severity != truth
    reason = (
        f"the reason given was {quoted(action.reason)}" if action.reason.strip() else "no reason is on record"
    )
    how = "which was not set in the end" if at_the_end else f"set at {_put_right(facts, truth, record)}"
    # Where the script makes the facts change, a level that was put right may have been right when it was set.
    changed = _reviews(facts) > 0 and not at_the_end
    found = _finding(
        facts,
        f"At {clock_words(record.happened)} {facts.role_title(role)} set {action.severity}; the true severity was "
        f"{truth}, {how}. For {action.severity}, {reason}.",
        f"{'To the end' if at_the_end else 'Until then'} the response ran to the targets of {action.severity}.",
        _sharper(facts, action.severity, truth),
        tuple(record.seq for record, _, _ in history),
        priority="high" if at_the_end else "low" if changed else "medium",
    )
    doubt = f"Whether the first facts already pointed to {truth} is for the review to say."
    yield replace(found, root_cause=doubt) if changed else found


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
    history = facts.classifications
    levels = [action.severity for _, _, action in history]
    changes = sum(before != after for before, after in pairwise(levels))
    if changes - _reviews(facts) < 2:
        return
    yield _finding(
        facts,
        f"The severity was changed {changes} times: {', '.join(levels)}.",
        "Each change restarts the discussion of what applies.",
        "Say which facts decide between the levels that were changed between, and what forces a level up.",
        tuple(record.seq for record, _, _ in history),
    )


def _disputed(facts: Facts, vote: Vote) -> Iterator[Finding]:
    ballots = [
        (record.seq, event.role, event.action)
        for record, event in facts.acts
        if isinstance(event.action, CastVote) and event.action.vote == vote.id
    ]
    newest = {role: (seq, action) for seq, role, action in ballots}
    if len(newest) < 2:
        return
    counts = Counter(action.choice for _, action in newest.values())
    top, most = min(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    agreed = most / len(newest) >= _UNIFIED
    if agreed and vote.truth in (None, top):
        return
    spread = ", ".join(f"{choice} ({count})" for choice, count in sorted(counts.items()))
    verdict = f"most voted {top}, which is wrong" if agreed else "there was no common view"
    truth = f"; the right answer was {vote.truth}" if vote.truth else ""
    right = vote.truth or "one level"
    question = quoted(facts.script.filled(vote.question), 90)
    yield _finding(
        facts,
        f"Voting each alone on {question}, {len(newest)} roles answered {spread}: {verdict}{truth}.",
        "The level depends on who happens to set it.",
        f"Add the facts of this vote to {_where(facts)} as an example, with the sentence that decides for {right}.",
        tuple(sorted(seq for seq, _ in newest.values())),
    )


def _finding(
    facts: Facts,
    statement: str,
    consequence: str,
    change: str,
    evidence: tuple[int, ...],
    priority: Priority = "medium",
) -> Finding:
    subject, step = _subject(facts)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=subject,
        statement=statement,
        consequence=consequence,
        proposed_change=change,
        poete=_POETE,
        evidence=evidence,
        priority=priority,
        step=step,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "severity set otherwise than the scenario's truth; severity changed back and forth; votes on it with less than "
    "60 % behind one answer, or with a wrong majority",
    find,
)
