"""G09, severity criteria inadequate: a wrong, disputed or repeated classification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from trainer.core.actions import CastVote
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Finding, named, quoted
from trainer.core.msel import clock_words
from trainer.core.plan import ActionKind
from trainer.core.scenario import Vote

_CODE: Final = "G09"
_POETE: Final = "Planning"
_UNIFIED: Final = 0.6
"""A vote with a smaller share than this behind one answer is disputed."""


def find(facts: Facts) -> Iterable[Finding]:
    """Severity set wrongly or changed back and forth, and votes on it that disagree."""
    for number, finding in enumerate(_signals(facts)):
        # All of them are one gap, so that the step is named once.
        about = f" It concerns {named(facts, finding.step)}." if finding.step and not number else ""
        yield replace(finding, statement=finding.statement + about)


def _signals(facts: Facts) -> Iterator[Finding]:
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
    # Where the script makes the facts change, only the level that was reached in the end can be right or wrong.
    judged = history[-1:] if _reviews(facts) else history
    wrong = [(record, role, action) for record, role, action in judged if action.severity != truth]
    if not wrong:
        return
    record, role, action = wrong[0]
    at_the_end = history[-1][2].severity != truth
    reason = (
        f" with the reason {quoted(action.reason)}" if action.reason.strip() else " without a recorded reason"
    )
    how = "and it stayed wrong" if at_the_end else f"and it was put right at {_put_right(facts, truth)}"
    yield _finding(
        facts,
        f"At {clock_words(record.happened)} {facts.role_title(role)} set {action.severity}{reason}; "
        f"the true severity was {truth}, {how}.",
        f"Every target that depends on the severity ran as {action.severity}.",
        _sharper(facts, action.severity, truth),
        tuple(record.seq for record, _, _ in history),
        high=at_the_end,
    )


def _put_right(facts: Facts, truth: str) -> str:
    found = [record for record, _, action in facts.classifications if action.severity == truth]
    return clock_words(found[0].happened) if found else "no time"


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
    spread = ", ".join(f"{choice}: {count}" for choice, count in sorted(counts.items()))
    verdict = f"most voted {top}, which is wrong" if agreed else "there was no common view"
    truth = f"; the right answer was {vote.truth}" if vote.truth else ""
    yield _finding(
        facts,
        f"Asked alone, {len(newest)} roles answered {quoted(facts.script.filled(vote.question), 90)} "
        f"with {spread}: {verdict}{truth}.",
        "The level depends on who happens to set it.",
        "Take the facts of this vote into the plan as an example, with the level that they lead to and why.",
        tuple(sorted(seq for seq, _ in newest.values())),
    )


def _finding(
    facts: Facts,
    statement: str,
    consequence: str,
    change: str,
    evidence: tuple[int, ...],
    *,
    high: bool = False,
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
        priority="high" if high else "medium",
        step=step,
    )
