"""How far independent judgements agree: figures over counts of answers, and the votes of an exercise counted.

Agreement beyond chance is Fleiss' kappa for many raters on a nominal scale (J. L. Fleiss, "Measuring nominal scale
agreement among many raters", Psychological Bulletin 76, 1971) and Cohen's weighted kappa for two raters on an ordinal
one (J. Cohen, "Weighted kappa", Psychological Bulletin 70, 1968). Both are 1 for perfect agreement, 0 for what chance
alone would give, and less where people agree less than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from trainer.core.actions import CastVote
from trainer.core.facts import Facts
from trainer.core.scenario import Vote
from trainer.core.time import Micros

UNIFIED: Final = 0.6
"""A vote with a smaller share than this behind one answer shows no common view."""
LEAST_ANSWERS: Final = 2
"""Fewer answers than this say nothing about agreement."""
_UNDOUBTED: Final = 0.8
"""With so many of one mind, even somebody who is sure of something else is a single voice."""
LEAST_RATED: Final = 3
"""Fewer objectives than this rated by both say nothing about two raters' agreement."""
SURE: Final = 4
UNSURE: Final = 2
"""Confidence runs from 1 (guess) to 5 (certain): from `SURE` up somebody is sure, up to `UNSURE` somebody guesses."""


# Figures --------------------------------------------------------------------------------------------------------------


def share_agreeing(counts: Sequence[int]) -> float | None:
    """Share of all pairs of answers that agree, from the answers to each option; None with fewer than two answers."""
    answers = sum(counts)
    if answers < LEAST_ANSWERS:
        return None
    return sum(count * (count - 1) for count in counts) / (answers * (answers - 1))


def largest_share(counts: Sequence[int]) -> float | None:
    """Share of the answers behind the most frequent one; None without an answer."""
    answers = sum(counts)
    return max(counts) / answers if answers else None


def fleiss_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa (1971): one row for each question, with the answers to each option in the same order.

    None where it would mean nothing: fewer than two questions or two answers to each, rows that differ in length or in
    the number of answers, or all answers to all questions the same.
    """
    if len(table) < 2 or len({len(row) for row in table}) != 1 or len({sum(row) for row in table}) != 1:
        return None
    raters = sum(table[0])
    if raters < LEAST_ANSWERS:
        return None
    columns: list[int] = [sum(column) for column in zip(*table, strict=True)]
    answers = len(table) * raters
    if max(columns) == answers:
        return None
    agreeing = sum(share_agreeing(row) or 0.0 for row in table) / len(table)
    by_chance = sum(column * column for column in columns) / (answers * answers)
    return (agreeing - by_chance) / (1 - by_chance)


def weighted_kappa(pairs: Sequence[tuple[int, int]], categories: int) -> float | None:
    """Cohen's weighted kappa (1968) of two raters: the ranks, counted from 0, that each gave to the same things.

    Weights are linear: two ranks apart is twice as far as one. None where it would mean nothing: fewer than three
    things rated by both, or both raters gave everything the same rank.
    """
    if len(pairs) < LEAST_RATED or categories < 2:
        return None
    apart = sum(abs(one - other) for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(
        count * others * abs(one - other) for one, count in first.items() for other, others in second.items()
    ) / (len(pairs) ** 2)
    return 1 - apart / by_chance if by_chance else None


# Votes ----------------------------------------------------------------------------------------------------------------

Conviction = Literal["sure", "mixed", "unsure"]


@dataclass(frozen=True, slots=True)
class Cast:
    """What one role answered last. `at` is the time on the exercise clock, in microseconds."""

    role: str
    choice: str
    confidence: int | None
    at: Micros
    seq: int

    @property
    def sure(self) -> bool:
        """Whether it was given with confidence 4 or 5."""
        return self.confidence is not None and self.confidence >= SURE

    @property
    def unsure(self) -> bool:
        """Whether it was given with confidence 1 or 2."""
        return self.confidence is not None and self.confidence <= UNSURE


@dataclass(frozen=True)
class Tally:
    """A vote that was put to the team, counted: of each role its newest answer."""

    vote: Vote
    asked: tuple[str, ...]
    """roles that the question was put to"""
    opened_at: Micros
    opened: tuple[int, ...]
    """the deliveries that put it, by sequence number"""
    ballots: tuple[Cast, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Answers to each option, in the order of the options."""
        given = Counter(ballot.choice for ballot in self.ballots)
        return {option: given[option] for option in self.vote.options}

    @property
    def largest(self) -> float:
        """Share of the answers behind the most frequent one; 0 without an answer."""
        return largest_share(tuple(self.counts.values())) or 0.0

    @property
    def top(self) -> str:
        """The most frequent answer; of several the one that comes first among the options."""
        return max(self.vote.options, key=lambda option: self.counts[option])

    @property
    def spread(self) -> str:
        """The answers that were given, with their numbers, in words."""
        return ", ".join(f"{option} ({count})" for option, count in self.counts.items() if count)

    @property
    def right(self) -> int | None:
        """Answers that match the truth; None where the scenario states none."""
        return None if self.vote.truth is None else self.counts.get(self.vote.truth, 0)

    @cached_property
    def wrong(self) -> tuple[Cast, ...]:
        """Ballots that do not match the truth; none where the scenario states none."""
        truth = self.vote.truth
        return tuple(ballot for ballot in self.ballots if truth is not None and ballot.choice != truth)

    @property
    def surely_wrong(self) -> int:
        """Wrong answers that were given with confidence 4 or 5."""
        return sum(ballot.sure for ballot in self.wrong)

    @property
    def united(self) -> bool:
        """Whether at least 60 % stand behind one answer."""
        return self.largest >= UNIFIED

    @property
    def disagrees(self) -> bool:
        """Whether the vote speaks against the plan's clarity: no common view, or a common one that is wrong."""
        if len(self.ballots) < LEAST_ANSWERS:
            return False
        if self.vote.truth is not None:
            return not self.united or self.vote.truth != self.top
        # Without a known truth, a few who are sure of something else say as much as many who are not.
        return not self.united or (self.largest < _UNDOUBTED and self.conviction == "sure")

    @property
    def conviction(self) -> Conviction:
        """How sure they were who were wrong; without a known truth, how sure those were who contradict each other."""
        if self.vote.truth is None:
            contradicting = len({ballot.choice for ballot in self.ballots if ballot.sure}) > 1
            return "sure" if contradicting else "unsure" if _all_unsure(self.ballots) else "mixed"
        if self.wrong and self.surely_wrong * 2 >= len(self.wrong):
            return "sure"
        return "unsure" if _all_unsure(self.wrong) else "mixed"

    @property
    def conviction_said(self) -> str:
        """The same as a sentence with a blank before it, or nothing where it adds nothing."""
        if self.conviction == "mixed":
            return ""
        if self.vote.truth is None:
            sure = "Roles that contradict each other were sure of their answers (confidence 4 or 5)."
            return f" {sure if self.conviction == 'sure' else 'Nobody was sure (confidence 1 or 2).'}"
        if self.conviction == "sure":
            return f" Of the {len(self.wrong)} wrong, {self.surely_wrong} were sure (confidence 4 or 5)."
        return " Those who were wrong were not sure (confidence 1 or 2)."


def _all_unsure(ballots: Sequence[Cast]) -> bool:
    return bool(ballots) and all(ballot.unsure for ballot in ballots)


def tallies(facts: Facts) -> tuple[Tally, ...]:
    """Every vote that was put to the team, counted, in the order of the scenario."""
    return tuple(tally(facts, vote) for vote in facts.script.scenario.votes if vote.id in facts.state.votes)


def tally(facts: Facts, vote: Vote) -> Tally:
    """A vote counted. A later answer of a role takes the place of its earlier one, which stays in the journal."""
    newest: dict[str, Cast] = {}
    entries = [
        (record.happened, record.seq, event.role, event.action)
        for record, event in facts.acts
        if isinstance(event.action, CastVote) and event.action.vote == vote.id
    ]
    for at, seq, role, cast in sorted(entries, key=lambda entry: entry[:2]):
        newest[role] = Cast(role, cast.choice, cast.confidence, at, seq)
    put = [
        (record, event)
        for name, (record, event) in facts.deliveries.items()
        if facts.script.injects[name].vote == vote.id
    ]
    reached = [role for _, event in put for role in event.to if not vote.roles or role in vote.roles]
    return Tally(
        vote=vote,
        asked=tuple(dict.fromkeys((*reached, *newest))),
        opened_at=min((record.elapsed for record, _ in put), default=0),
        opened=tuple(record.seq for record, _ in put),
        ballots=tuple(sorted(newest.values(), key=lambda cast: cast.seq)),
    )
