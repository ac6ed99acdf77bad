"""The report arranged for reading: what comes first, what belongs together, which name stands for which identifier.

Nothing is judged here and nothing is left out: orders and groups, chart geometry and the anchors of links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from trainer.core.aar import (
    Report,
    Summary,
    TimelineEntry,
    Verdict,
)
from trainer.report.anchors import (
    AmendmentRow,
    Finding,
    Places,
    amendment_rows,
    anchor,
    cited_by,
    event_anchor,
    findings,
    places,
)
from trainer.report.charts import (
    Lanes,
    OutcomeBar,
    TargetRow,
    outcome_bar,
    swim_lanes,
    target_row,
    timing_bar,
)
from trainer.report.folding import folds, numbers
from trainer.report.plots import PlotGroup, small_plots
from trainer.report.rows import (
    ActionRow,
    ChainRow,
    EvidenceRow,
    FactRow,
    GapGroup,
    GapRow,
    MselRow,
    ObjectiveRow,
    PreviousRow,
    RuleGroup,
    StepRow,
    VoteRow,
)
from trainer.report.system_chart import SystemChart, system_chart
from trainer.report.words import OUTCOMES, STANDINGS

_GAP_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "plan": ("Gaps in the plan", "The document is wrong or silent: change the plan."),
    "capability": (
        "Gaps in capability",
        "People, tools or access were lacking: the plan could not be carried out as written.",
    ),
    "execution": ("Gaps in execution", "The plan is sound and was not followed: practise it."),
    "artefact": (
        "Exercise artefacts",
        "The scenario or its conduct is at fault. Artefacts are left out of every score.",
    ),
}
_PRIORITIES: Final = ("high", "medium", "low")
_VERDICTS_SHOWN: Final = 7
"""So many verdicts fit one page; where there are more, the line that says so takes the place of one."""
_POINTS_SHOWN: Final = 3
_IMPROVE: Final = "Area for improvement"
"""How the timeline names an observation of this kind."""
_TOPIC: Final = 12
"""A topic before a rule's colon has at most so many letters."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """What the summary shows: as much as one page holds; `more_*` say how many stand only further back."""

    verdicts: tuple[Verdict, ...]
    more_verdicts: int
    strengths: tuple[str, ...]
    more_strengths: int
    gaps: tuple[str, ...]
    more_gaps: int
    targets: TargetRow
    outcomes: OutcomeBar
    gap_kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a template shows beside the report itself."""

    page: OnePage
    roles: Mapping[str, str]
    step_titles: Mapping[str, str]
    objective_titles: Mapping[str, str]
    places: Places
    steps: tuple[StepRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    other_gaps: tuple[GapRow, ...]
    """gaps that touch no objective; artefacts left out"""
    gap_groups: tuple[GapGroup, ...]
    gap_of: Mapping[str, GapRow]
    """gaps by their statement, which is how the summary names them"""
    rules: tuple[RuleGroup, ...]
    rehearsed: bool
    """whether no person took part: a virtual team played"""
    facts: tuple[FactRow, ...]
    noted: tuple[FactRow, ...]
    """what facilitator and evaluators noted that should change"""
    actions: tuple[ActionRow, ...]
    amendments: tuple[AmendmentRow, ...]
    """proposed changes of the plan"""
    previous: tuple[PreviousRow, ...]
    """what became of the actions of earlier exercises"""
    votes: tuple[VoteRow, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceRow, ...]
    msel: tuple[MselRow, ...]
    lanes: Lanes
    chains: tuple[ChainRow, ...]
    """durations along the chains of a walk-through, what does not fit first; none in the other kinds"""
    system_chart: SystemChart | None
    """decisions and the system's behaviour on one axis; None where there was no system"""
    system_plots: tuple[PlotGroup, ...]
    gap_codes: tuple[tuple[str, str, str], ...]
    """(code, name, what is looked for; empty where the program does not look for it by itself)"""


def arrange(report: Report) -> View:
    """The view of a report; the same report gives the same view."""
    roles, system = _roles(report), report.exercise.system
    found = findings(report)
    citing = cited_by(found)
    gaps = tuple(GapRow(anchor("gaps", at), gap) for at, gap in enumerate(report.gaps))
    return View(
        page=_one_page(report.summary, _ended(report)),
        roles=roles,
        step_titles=_step_titles(report),
        objective_titles={item.id: item.title for item in report.objectives},
        places=places(report),
        steps=_steps(report),
        objectives=_objectives(report, gaps),
        other_gaps=_pressing_first(
            row for row in gaps if not row.gap.objectives and row.gap.kind != "artefact"
        ),
        gap_groups=_gap_groups(gaps, report.summary.gap_counts),
        gap_of={row.gap.statement: row for row in reversed(gaps)},
        rules=_rule_groups(report.method.rules),
        rehearsed=_rehearsed(report),
        facts=_facts(report, roles),
        noted=tuple(row for row in _facts(report, roles) if _to_improve(row.entry)),
        actions=tuple(
            ActionRow(anchor("actions", at), action, tuple(part.strip() for part in action.gap.split(",")))
            for at, action in enumerate(report.improvement_plan)
        ),
        amendments=amendment_rows(report),
        previous=tuple(
            PreviousRow(anchor("previous", at), action) for at, action in enumerate(report.previous_actions)
        ),
        votes=tuple(
            VoteRow(anchor("votes", at), vote) for at, vote in enumerate(report.communications.votes)
        ),
        findings=found,
        evidence=tuple(_events(report, citing)),
        msel=tuple(MselRow(anchor("injects", at), entry) for at, entry in enumerate(report.evidence.msel)),
        lanes=_lanes(report),
        chains=_chains(report),
        system_chart=system_chart(system, roles) if system is not None else None,
        system_plots=small_plots(system) if system is not None else (),
        gap_codes=_gap_codes(report),
    )


def _lanes(report: Report) -> Lanes:
    """The chart of the exercise. In a walk-through no step's time runs out, and who was not asked has no lane."""
    steps, seated = report.steps, _seated(report)
    if report.exercise.walk is not None:
        spoke = {entry.lane for entry in report.timeline}
        steps, seated = (), {role: title for role, title in seated.items() if role in spoke}
    return swim_lanes(report.timeline, steps, seated, report.exercise.active_s, _raised(report))


def _roles(report: Report) -> Mapping[str, str]:
    """Titles of roles: those that played, then those that only own a step."""
    titles = dict(_seated(report))
    for step in report.steps:
        if step.role is not None:
            titles.setdefault(step.role, step.role_title or step.role)
    of_itself = "Exercise clock" if report.exercise.system is None else "System and clock"
    return {**titles, "facilitator": "Facilitator", "system": of_itself}


def _raised(report: Report) -> frozenset[int] | None:
    """What the monitoring of a simulation raised by itself; None where there was no system."""
    system = report.exercise.system
    return frozenset(seq for alert in system.alerts for seq in alert.evidence) if system is not None else None


def _rehearsed(report: Report) -> bool:
    seats = [person for person in report.participants if person.role != "facilitator"]
    return bool(seats) and all(person.virtual for person in seats)


def _seated(report: Report) -> Mapping[str, str]:
    return {person.role: person.role_title or person.role for person in report.participants}


def _step_titles(report: Report) -> Mapping[str, str]:
    titles: dict[str, str] = {}
    for step in report.steps:
        titles[step.key] = step.title
        titles.setdefault(step.step, step.title)
    return titles


def _steps(report: Report) -> tuple[StepRow, ...]:
    """Misses first, then by what needs attention; critical steps before others, the most overdue before the rest."""
    order = list(OUTCOMES)

    def urgency(row: StepRow) -> tuple[int, bool, float, float]:
        step = row.step
        rank = order.index(step.outcome) if step.outcome in OUTCOMES else len(order)
        return rank, not step.critical, -float(step.delta_s or 0), float(step.started_s or 0)

    rows = [StepRow(anchor("steps", at), step, timing_bar(step)) for at, step in enumerate(report.steps)]
    return tuple(sorted(rows, key=urgency))


def _pressing_first(rows: Iterable[GapRow]) -> tuple[GapRow, ...]:
    return tuple(sorted(rows, key=lambda row: (_PRIORITIES.index(row.gap.priority), row.gap.code)))


def _objectives(report: Report, gaps: tuple[GapRow, ...]) -> tuple[ObjectiveRow, ...]:
    return tuple(
        ObjectiveRow(
            anchor("objectives", at),
            objective,
            _pressing_first(
                row for row in gaps if objective.id in row.gap.objectives and row.gap.kind != "artefact"
            ),
        )
        for at, objective in enumerate(report.objectives)
    )


def _gap_groups(gaps: tuple[GapRow, ...], counts: Mapping[str, int]) -> tuple[GapGroup, ...]:
    """One group for each kind, the plan's first, also where it holds no gap."""
    return tuple(
        GapGroup(
            kind,
            title,
            note,
            _pressing_first(row for row in gaps if row.gap.kind == kind),
            counts.get(kind, 0),
        )
        for kind, (title, note) in _GAP_KINDS.items()
    )


def _rule_groups(rules: tuple[str, ...]) -> tuple[RuleGroup, ...]:
    """Rules by the topic that stands before the colon; those without one come under no heading."""
    groups: dict[str, list[str]] = {}
    for rule in rules:
        topic, colon, words = rule.partition(": ")
        known = colon and len(topic) <= _TOPIC
        groups.setdefault(topic if known else "", []).append(words if known else rule)
    return tuple(RuleGroup(topic, tuple(found)) for topic, found in groups.items())


def _facts(report: Report, roles: Mapping[str, str]) -> tuple[FactRow, ...]:
    """Every fact, what only confirms a step in one line for the step."""
    folded, told = folds(report), list(enumerate(report.timeline))
    by_seq = {entry.seq: (at, entry) for at, entry in told}
    rows: list[FactRow] = []
    for at, entry in told:
        fold = folded.get(entry.seq)
        if fold is None:
            who = roles.get(entry.lane, entry.lane)
            rows.append(FactRow(anchor("timeline", at), entry, who, numbers((entry.seq,))))
        elif entry.seq == fold.seqs[0]:
            others = [by_seq[seq] for seq in fold.seqs[1:]]
            who = ", ".join(
                dict.fromkeys(roles.get(e.lane, e.lane) for e in (entry, *(e for _, e in others)))
            )
            said = entry.model_copy(update={"title": fold.title, "text": "; ".join(fold.headings)})
            also = tuple(anchor("timeline", other) for other, _ in others)
            rows.append(FactRow(anchor("timeline", at), said, who, numbers(fold.seqs), also))
    return tuple(rows)


def _events(report: Report, citing: Mapping[int, tuple[Finding, ...]]) -> Iterable[EvidenceRow]:
    """Every event that is cited, what only confirms a step in one line for the step."""
    folded, known = folds(report), {entry.seq for entry in report.evidence.entries}
    for entry in report.evidence.entries:
        fold = folded.get(entry.seq)
        seqs = tuple(seq for seq in fold.seqs if seq in known) if fold is not None else (entry.seq,)
        if fold is None or len(seqs) == 1:
            yield EvidenceRow(event_anchor(entry.seq), entry, citing.get(entry.seq, ()), numbers(seqs))
        elif entry.seq == seqs[0]:
            cited = dict.fromkeys(finding for seq in seqs for finding in citing.get(seq, ()))
            said = entry.model_copy(update={"text": f"{fold.title}: {'; '.join(fold.headings)}"})
            also = tuple(event_anchor(seq) for seq in seqs[1:])
            yield EvidenceRow(event_anchor(entry.seq), said, tuple(cited), numbers(seqs), also)


def _to_improve(entry: TimelineEntry) -> bool:
    return entry.kind == "observation" and entry.title.startswith(_IMPROVE)


def _ended(report: Report) -> OutcomeBar:
    """How the expected actions ended; in a walk-through, how its steps stand."""
    walk = report.exercise.walk
    if walk is None:
        return outcome_bar(report.summary.outcome_counts)
    return outcome_bar(walk.standing_counts, tuple(STANDINGS))


def _chains(report: Report) -> tuple[ChainRow, ...]:
    walk = report.exercise.walk
    rows = [ChainRow(anchor("chains", at), chain) for at, chain in enumerate(walk.chains if walk else ())]
    return tuple(sorted(rows, key=lambda row: (row.chain.fits is not False, row.chain.fits is True)))


def _one_page(summary: Summary, ended: OutcomeBar) -> OnePage:
    """As much of the summary as one page holds; critical objectives and poor ratings first where not all fit."""
    order = ("U", "M", "S", "P", "N/O")

    def urgency(verdict: Verdict) -> tuple[bool, int]:
        return not verdict.critical, order.index(verdict.rating) if verdict.rating in order else len(order)

    verdicts = summary.verdicts
    if len(verdicts) > _VERDICTS_SHOWN:
        verdicts = tuple(sorted(verdicts, key=urgency)[: _VERDICTS_SHOWN - 1])
    kinds = [(kind, summary.gap_counts.get(kind, 0)) for kind in _GAP_KINDS]
    return OnePage(
        verdicts=verdicts,
        more_verdicts=len(summary.verdicts) - len(verdicts),
        strengths=summary.strengths[:_POINTS_SHOWN],
        more_strengths=max(0, len(summary.strengths) - _POINTS_SHOWN),
        gaps=summary.top_gaps[:_POINTS_SHOWN],
        more_gaps=max(0, len(summary.top_gaps) - _POINTS_SHOWN),
        targets=target_row(summary.targets_met, summary.targets_judged),
        outcomes=ended,
        gap_kinds=tuple(kinds),
    )


def _gap_codes(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Every code that the report's method names or a gap carries, in order."""
    codes: dict[str, tuple[str, str]] = {code: (name, "") for code, name in report.method.not_detected}
    codes |= {code: (name, looks_for) for code, name, looks_for in report.method.detectors}
    for gap in report.gaps:
        codes.setdefault(gap.code, (gap.name, ""))
    return tuple((code, *codes[code]) for code in sorted(codes))
