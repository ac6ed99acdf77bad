"""The after-action report, put together from script and journal alone: the same input gives the same report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trainer.core import aar, gaps, ratings
from trainer.core.compose import (
    communications,
    improvement,
    method,
    overview,
    previous,
    results,
    strengths,
    summary,
    timeline,
)
from trainer.core.compose.figures import counted_from
from trainer.core.compose.names import names_of
from trainer.core.events import Record
from trainer.core.facts import Facts, gather
from trainer.core.metrics import measure
from trainer.core.script import Script


def report(script: Script, records: Sequence[Record], program: str) -> aar.Report:
    """The report of an exercise; `program` says what made it. Also for an exercise that has not ended.

    Raises ValueError where the journal does not begin with the creation of an exercise.
    """
    facts = _without_names(gather(script, records))
    rated, found, deviations = ratings.rate(facts), gaps.find(facts), strengths.deviations(facts)
    strong = strengths.found(facts, deviations)
    draft = aar.Report(
        control=overview.control(facts, program),
        summary=summary.one_page(facts, rated, strong, found),
        exercise=overview.exercise(facts),
        method=method.section(facts, rated),
        objectives=results.objectives(rated),
        steps=results.steps(facts),
        metrics=results.metrics(measure(facts)),
        timeline=timeline.as_it_happened(facts),
        strengths=strong,
        gaps=found,
        deviations=deviations,
        communications=communications.told(facts),
        voice=communications.voice(facts),
        previous_actions=previous.previous(facts, found),
        improvement_plan=improvement.proposed(facts, found),
        evidence=_uncited(facts),
        participants=overview.participants(facts),
        integrity=overview.integrity(facts, records),
    )
    counted = draft.evidence.model_copy(update={"figures": counted_from(facts, draft)})
    told = draft.model_copy(update={"evidence": counted})
    return told.model_copy(update={"evidence": _cited(facts, told)})


def _without_names(facts: Facts) -> Facts:
    """The facts with every participant's name taken out of what people wrote; the fold has seen the originals."""
    names = names_of(facts.script, facts.created)
    judgements = tuple(names.judged(judgement) for judgement in facts.judgements)
    return replace(facts, records=names.without(facts.records), judgements=judgements)


def _uncited(facts: Facts) -> aar.EvidencePart:
    return aar.EvidencePart(
        entries=(),
        msel=results.msel(facts),
        coverage=results.coverage(facts),
        unlinked_actions=timeline.unlinked(facts),
        ambiguous_actions=timeline.ambiguous(facts),
    )


def _cited(facts: Facts, draft: aar.Report) -> aar.EvidencePart:
    """The evidence part, with every event that some finding cites."""
    told = draft.communications
    cited = {seq for objective in draft.objectives for seq in objective.evidence}
    cited |= {seq for step in draft.steps for seq in step.evidence}
    cited |= {seq for metric in draft.metrics for seq in metric.evidence}
    cited |= {seq for strength in draft.strengths for seq in strength.evidence}
    cited |= {seq for gap in draft.gaps for seq in gap.evidence}
    cited |= {seq for deviation in draft.deviations for seq in deviation.evidence}
    cited |= {seq for figure in draft.evidence.figures for seq in figure.evidence}
    cited |= {seq for vote in told.votes for seq in vote.evidence}
    cited |= {entry.seq for step in draft.steps for entry in step.assessments}
    cited |= {verdict.seq for gap in draft.gaps for verdict in gap.verdicts}
    cited |= {seq for action in draft.improvement_plan for seq in action.evidence}
    cited |= {seq for action in draft.previous_actions for seq in action.evidence}
    cited |= {seq for decision in told.decisions for seq in decision.evidence}
    cited |= {seq for cadence in told.cadences for seq in cadence.evidence}
    cited |= {entry[4] for entry in told.severity_history} | {entry[3] for entry in told.command_history}
    cited |= {update.seq for update in told.updates} | set(draft.evidence.unlinked_actions)
    cited |= {seq for seq, _ in draft.evidence.ambiguous_actions}
    cited |= {fact.seq for fact in draft.timeline}
    cited |= {entry.seq for entry in draft.evidence.msel if entry.seq is not None}
    return draft.evidence.model_copy(update={"entries": timeline.entries(facts, cited)})
