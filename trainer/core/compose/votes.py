"""Votes: what each role answered alone, and how far the answers agree."""

from __future__ import annotations

from trainer.core import aar, agreement
from trainer.core.agreement import Tally, tallies
from trainer.core.facts import Facts
from trainer.core.gaps.once import once
from trainer.core.time import seconds


def results(facts: Facts) -> tuple[aar.VoteResult, ...]:
    """Every vote that was put to the team, in the order of the scenario, with the newest answer of each role."""
    return tuple(_result(facts, found) for found in once(facts, tallies))


def _result(facts: Facts, found: Tally) -> aar.VoteResult:
    vote, counts = found.vote, tuple(found.counts.values())
    return aar.VoteResult(
        vote=vote.id,
        question=facts.script.filled(vote.question),
        about=vote.about,
        step=vote.step,
        asked=len(found.asked),
        counts=tuple((facts.script.filled(option), count) for option, count in found.counts.items()),
        agreement=_rounded(agreement.share_agreeing(counts)),
        largest_share=_rounded(agreement.largest_share(counts)),
        truth=facts.script.filled(vote.truth) if vote.truth is not None else None,
        right=found.right,
        surely_wrong=found.surely_wrong,
        ballots=tuple(
            aar.Ballot(
                role=ballot.role,
                choice=facts.script.filled(ballot.choice),
                confidence=ballot.confidence,
                elapsed_s=seconds(ballot.at),
                seq=ballot.seq,
            )
            for ballot in found.ballots
        ),
        evidence=tuple(sorted((*found.opened, *(ballot.seq for ballot in found.ballots)))),
    )


def kappa(facts: Facts) -> float | None:
    """Fleiss' kappa over the votes that have the same options and the same number of answers.

    Of several such sets the largest counts. None where no two votes are alike in this, or where it means nothing.
    """
    alike: dict[tuple[tuple[str, ...], int], list[list[int]]] = {}
    for found in once(facts, tallies):
        options = tuple(sorted(found.vote.options))
        row = [found.counts[option] for option in options]
        alike.setdefault((options, sum(row)), []).append(row)
    return _rounded(agreement.fleiss_kappa(max(alike.values(), key=len, default=[])))


def _rounded(figure: float | None) -> float | None:
    """A share or a kappa to three places: more would claim what a handful of answers cannot tell."""
    return None if figure is None else round(figure, 3)
