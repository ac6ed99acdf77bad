"""Where things stand in the report: the anchors of steps, facts, gaps, objectives and events, and who cites what.

Anchors are made of positions and sequence numbers alone, never of words that people wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trainer.core.aar import AmendmentEntry, CorrectiveAction, Evidence, Report

_LETTERS: Final = {
    "objectives": "o",
    "procedures": "w",
    "steps": "s",
    "timeline": "f",
    "gaps": "g",
    "strengths": "p",
    "deviations": "d",
    "metrics": "m",
    "actions": "a",
    "decisions": "c",
    "cadences": "k",
    "votes": "v",
    "previous": "b",
    "amendments": "h",
    "injects": "i",
    "findings": "n",
    "figures": "q",
    "chains": "r",
    "statements": "t",
    "faults": "u",
    "causes": "x",
    "operations": "y",
    "alerts": "z",
}


def anchor(part: str, at: int) -> str:
    """The anchor of the entry at a position (from 0) of a part of the report."""
    return f"{_LETTERS[part]}{at + 1}"


def event_anchor(seq: int) -> str:
    """The anchor of a journal event in the table of evidence."""
    return f"e{seq}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the report says, and the events it rests on; `number` is its own in the map of evidence."""

    number: int
    anchor: str
    part: str
    label: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Places:
    """Anchors by identifier: what a template needs for a link whose target is known to exist."""

    events: Mapping[int, str]
    steps: Mapping[str, str]
    gaps: Mapping[str, str]
    objectives: Mapping[str, str]
    injects: Mapping[str, str]
    rests_on: Mapping[str, str]
    """by the anchor of a finding: its row in the map of evidence, where its events are listed"""
    figures: Mapping[str, str]
    """by the name of a count: its row in the map of evidence"""
    amendments: Mapping[str, str]
    """by the gap that it answers: the proposed change of the plan"""


def places(report: Report) -> Places:
    """Anchors of everything that is referred to by an identifier. A step's own name leads to its first entry."""
    found = findings(report)
    rows = {item.anchor: anchor("findings", item.number - 1) for item in found if item.evidence}
    steps: dict[str, str] = {step.key: anchor("steps", at) for at, step in enumerate(report.steps)}
    for at, step in enumerate(report.steps):
        steps.setdefault(step.step, anchor("steps", at))
    return Places(
        events={entry.seq: event_anchor(entry.seq) for entry in report.evidence.entries},
        steps=steps,
        gaps={gap.id: anchor("gaps", at) for at, gap in enumerate(report.gaps)},
        objectives={item.id: anchor("objectives", at) for at, item in enumerate(report.objectives)},
        injects={entry.inject: anchor("injects", at) for at, entry in enumerate(report.evidence.msel)},
        rests_on=rows,
        figures={
            figure.name: rows[anchor("figures", at)]
            for at, figure in enumerate(report.evidence.figures)
            if figure.evidence
            if figure.evidence
        },
        amendments={row.action.gap: row.anchor for row in amendment_rows(report)},
    )


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A proposed change of the plan, with its anchor and the action that it belongs to."""

    anchor: str
    action: CorrectiveAction
    amendment: AmendmentEntry


def amendment_rows(report: Report) -> tuple[AmendmentRow, ...]:
    """Every proposed change of the plan, in the order of the improvement plan."""
    every = [(action, change) for action in report.improvement_plan for change in action.amendments]
    return tuple(
        AmendmentRow(anchor("amendments", at), action, change) for at, (action, change) in enumerate(every)
    )


def findings(report: Report) -> tuple[Finding, ...]:
    """Everything in the report that rests on evidence, in the order of its sections."""
    return tuple(Finding(at + 1, *found) for at, found in enumerate(_findings(report)))


def _findings(report: Report) -> Iterator[tuple[str, str, str, Evidence]]:
    """Anchor, part, label and evidence of each."""
    for at, objective in enumerate(report.objectives):
        given = tuple(seq for rating in objective.given for seq in rating.evidence)
        rests_on = tuple(dict.fromkeys((*objective.evidence, *given)))
        yield (anchor("objectives", at), "Objective", f"{objective.title}: {objective.rating}", rests_on)
    yield from _of_steps(report)
    yield from _of_system(report)
    for at, metric in enumerate(report.metrics):
        yield (anchor("metrics", at), "Measure", metric.expansion, metric.evidence)
    for at, strength in enumerate(report.strengths):
        yield (anchor("strengths", at), "Strength", strength.statement, strength.evidence)
    for at, gap in enumerate(report.gaps):
        yield (anchor("gaps", at), "Gap", f"{gap.code} {gap.name}", gap.evidence)
    for at, deviation in enumerate(report.deviations):
        yield (anchor("deviations", at), "Deviation", deviation.statement, deviation.evidence)
    for at, decision in enumerate(report.communications.decisions):
        yield (anchor("decisions", at), "Decision", decision.question, decision.evidence)
    for at, cadence in enumerate(report.communications.cadences):
        yield (anchor("cadences", at), "Cadence", cadence.title, cadence.evidence)
    yield from _settled(report)


def _of_steps(report: Report) -> Iterator[tuple[str, str, str, Evidence]]:
    """Steps; of a walk-through its procedures and the durations along its chains as well."""
    walk = report.exercise.walk
    stands = {step.step: step.standing for step in walk.steps} if walk is not None else {}
    for at, step in enumerate(report.steps):
        label = f"{step.title}: {stands.get(step.step, step.outcome)}"
        yield (anchor("steps", at), "Step", label, step.evidence)
    for at, procedure in enumerate(walk.procedures if walk is not None else ()):
        label = f"{procedure.title}: {procedure.walked} of {procedure.steps} steps walked"
        yield (anchor("procedures", at), "Procedure", label, procedure.evidence)
    for at, chain in enumerate(walk.chains if walk is not None else ()):
        yield (anchor("chains", at), "Duration", f"{chain.title}: {chain.sum_words}", chain.evidence)


def _of_system(report: Report) -> Iterator[tuple[str, str, str, Evidence]]:
    """What is said of the system of a simulation, and of what was done and said about it."""
    system = report.exercise.system
    if system is None:
        return
    for at, said in enumerate(system.statements):
        yield (anchor("statements", at), "Statement", said.words, said.evidence)
    for at, fault in enumerate(system.faults):
        yield (anchor("faults", at), "Fault", f"{fault.title}: {fault.ended_by}", fault.evidence)
    for at, cause in enumerate(system.causes):
        yield (anchor("causes", at), "Stated cause", f"{cause.cause}: {cause.verdict}", (cause.seq,))
    for at, done in enumerate(system.operations):
        yield (anchor("operations", at), "Operation", f"{done.what}: {done.effect}", done.evidence)
    for at, alert in enumerate(system.alerts):
        yield (anchor("alerts", at), "Alert", alert.title, alert.evidence)


def _settled(report: Report) -> Iterator[tuple[str, str, str, Evidence]]:
    """Votes, actions and what was decided on them, and the counts that stand outside a row."""
    for at, vote in enumerate(report.communications.votes):
        yield (anchor("votes", at), "Vote", vote.question, vote.evidence)
    for at, earlier in enumerate(report.previous_actions):
        yield (anchor("previous", at), "Earlier action", earlier.action, earlier.evidence)
    for at, action in enumerate(report.improvement_plan):
        if action.evidence:
            yield (anchor("actions", at), "Action", action.id, action.evidence)
    for row in amendment_rows(report):
        if row.amendment.seq is not None:
            yield (row.anchor, "Amendment", row.amendment.title, (row.amendment.seq,))
    for at, figure in enumerate(report.evidence.figures):
        yield (anchor("figures", at), "Count", figure.label, figure.evidence)


def cited_by(found: tuple[Finding, ...]) -> Mapping[int, tuple[Finding, ...]]:
    """The findings that rest on each event, by its sequence number."""
    citing: dict[int, list[Finding]] = {}
    for finding in found:
        for seq in dict.fromkeys(finding.evidence):
            citing.setdefault(seq, []).append(finding)
    return {seq: tuple(those) for seq, those in citing.items()}
