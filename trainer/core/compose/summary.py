"""The report on one page."""

from __future__ import annotations

from collections import Counter
from typing import Final

from trainer.core import aar
from trainer.core.compose import walked_words
from trainer.core.compose.words import counted
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import KINDS
from trainer.core.metrics.shares import adherent
from trainer.core.ratings import Rated

_SHOWN: Final = 3
_OTHERWISE: Final = frozenset({Outcome.WRONG_ROLE, Outcome.OUT_OF_ORDER, Outcome.PROMPTED})


def one_page(
    facts: Facts,
    rated: tuple[Rated, ...],
    strengths: tuple[aar.Strength, ...],
    gaps: tuple[aar.Gap, ...],
) -> aar.Summary:
    """Verdicts, three strengths, three gaps, and the counts behind them."""
    judged = [j for j in facts.scored if j.met is not None]
    standing = [gap for gap in gaps if gap.stands]
    counts = Counter(str(gap.kind) for gap in standing)
    gap_counts: dict[str, int] = {kind: counts[kind] for kind in KINDS}
    met = sum(1 for j in judged if j.met)
    return aar.Summary(
        headline=headline(facts, (met, len(judged)), gap_counts),
        verdicts=tuple(
            aar.Verdict(
                objective=item.objective.id,
                title=item.objective.title,
                rating=item.rating.value,
                critical=item.objective.critical,
            )
            for item in rated
        ),
        strengths=tuple(strength.statement for strength in strengths[:_SHOWN]),
        top_gaps=tuple(gap.statement for gap in standing if gap.kind != "artefact")[:_SHOWN],
        targets_met=met,
        targets_judged=len(judged),
        steps_in_scope=len(facts.script.scope),
        steps_by_right_role=adherent(facts),
        steps_applicable=len(facts.scored),
        not_exercised=sum(j.outcome is Outcome.NOT_OBSERVED for j in facts.judgements),
        outcome_counts=_outcomes(facts),
        gap_counts=gap_counts,
    )


def _outcomes(facts: Facts) -> dict[str, int]:
    counts = Counter(j.outcome for j in facts.judgements)
    return {outcome.value: counts[outcome] for outcome in Outcome}


def headline(facts: Facts, targets: tuple[int, int], gap_counts: dict[str, int]) -> str:
    """Three short sentences for a lead: which targets were met, what was not done as written, where the gaps lie."""
    if not facts.scored and facts.state.walk is None:
        return "Nothing was put to the test: no expected action of this exercise was observed."
    met, judged = targets
    times = f"{met} of {counted(judged, 'target')} met." if judged else "No step had a target."
    where = {"plan": "in the plan", "capability": "in means and access", "execution": "in carrying it out"}
    found = [f"{gap_counts[kind]} {words}" for kind, words in where.items() if gap_counts[kind]]
    gaps = f"Gaps: {', '.join(found)}." if found else "The checks of this version found no gap."
    if facts.state.walk is not None:
        return walked_words.headline(facts, targets, gaps)
    return f"{times} {_as_written(facts)} {gaps}"


def _as_written(facts: Facts) -> str:
    """How many expected actions were done as the plan has them, and what became of the others."""
    counts = Counter(j.outcome for j in facts.scored)
    wrong = facts.against_plan | facts.misjudged.keys()
    against = sum(j.outcome is Outcome.ON_TIME and j.key in wrong for j in facts.scored)
    other = sum(counts[outcome] for outcome in (*_OTHERWISE, Outcome.IMPROVISED)) + against
    short = {
        "missed": counts[Outcome.MISSED],
        "not reached": len(facts.unreached),
        "late": counts[Outcome.LATE],
        "done otherwise than the plan has it": other,
    }
    total = len(facts.scored) + len(facts.unreached)
    parts = [f"{number} {words}" for words, number in short.items() if number]
    if not parts:
        return "Every step put to the test was done in time, in order and by the right role."
    return f"Of {counted(total, 'step')} asked for: {', '.join(parts)}."
