"""The counts of the report, each with the events that it was counted from, so that no number stands by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from trainer.core import aar
from trainer.core import events as ev
from trainer.core.events import Event, Outcome
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.walk.durations import shown
from trainer.core.walk.reading import replies, walked_steps
from trainer.core.walk.standings import ORDER as STANDINGS
from trainer.core.walk.standings import standing_of


def counted_from(facts: Facts, draft: aar.Report) -> tuple[aar.Figure, ...]:
    """Every count that stands outside a row with its own evidence, in the order of the report's sections."""
    return (
        *_targets(facts, draft.summary),
        *_outcomes(facts, draft.summary),
        *_gaps(draft),
        *_actions(draft),
        *_time(facts, draft.exercise),
        *_coverage(facts, draft),
        *_people(facts, draft),
    )


def _figure(name: str, label: str, evidence: Iterable[int]) -> aar.Figure:
    return aar.Figure(name=name, label=label, evidence=tuple(sorted(set(evidence))))


def _of(judgements: Iterable[Judgement]) -> Iterator[int]:
    return (seq for judgement in judgements for seq in judgement.evidence)


def _targets(facts: Facts, summary: aar.Summary) -> Iterator[aar.Figure]:
    judged = [j for j in facts.scored if j.met is not None]
    met = f"{summary.targets_met} of {summary.targets_judged}"
    walked = facts.state.walk is not None
    kept = "Targets kept by the durations" if walked else "Targets met"
    yield _figure("targets", f"{kept}: {met}", (*_of(judged), *facts.frame))
    done = f"{summary.steps_by_right_role} of {summary.steps_applicable}"
    how = "that can be done, by the role that the plan names" if walked else "done by the right role"
    yield _figure("right-role", f"Steps {how}: {done}", (*_of(facts.scored), *facts.frame))
    scope = f"{'Walk-through' if walked else 'Expected actions in scope'}: {summary.steps_in_scope} steps"
    yield _figure("scope", scope, (facts.records[0].seq, *_of(facts.judgements)))
    unseen = [j for j in facts.judgements if j.outcome is Outcome.NOT_OBSERVED]
    unseen_words = f"Not {'walked' if walked else 'exercised'}: {summary.not_exercised}"
    yield _figure("not-exercised", unseen_words, (*_of(unseen), *facts.frame))


def _outcomes(facts: Facts, summary: aar.Summary) -> Iterator[aar.Figure]:
    if facts.state.walk is not None:
        yield from _standings(facts)
        return
    for outcome, number in summary.outcome_counts.items():
        found = [j for j in facts.judgements if j.outcome.value == outcome]
        if number:
            yield _figure(
                f"outcome {outcome}", f"Expected actions that ended {outcome}: {number}", _of(found)
            )


def _standings(facts: Facts) -> Iterator[aar.Figure]:
    """How the steps of a walk-through stand, and what was answered and shown about them."""
    for standing in STANDINGS:
        found = [j for j in facts.judgements if standing_of(facts, j) == standing]
        if found:
            label = f"Steps of the walk-through, {standing}: {len(found)}"
            yield _figure(f"outcome {standing}", label, _of(found))
    answers: dict[str, list[int]] = {}
    for reply in replies(facts):
        answers.setdefault(reply.answer.answer, []).append(reply.seq)
    for answer, seqs in answers.items():
        yield _figure(f"answers {answer}", f"Answers, {answer}: {len(seqs)}", seqs)
    total = sum(map(len, answers.values()))
    if total:
        every = [seq for seqs in answers.values() for seq in seqs]
        yield _figure("answers", f"Questions answered: {total}", every)
    done = [took.seqs for step in walked_steps(facts) if (took := shown(step)) is not None]
    if done:
        yield _figure("shown", f"Steps shown for real: {len(done)}", [seq for seqs in done for seq in seqs])


def _gaps(draft: aar.Report) -> Iterator[aar.Figure]:
    for kind, number in draft.summary.gap_counts.items():
        seqs = [seq for gap in draft.gaps if gap.kind == kind and gap.stands for seq in gap.evidence]
        if number:
            yield _figure(f"gaps {kind}", f"Gaps of the kind {kind}: {number}", seqs)


def _actions(draft: aar.Report) -> Iterator[aar.Figure]:
    earlier = [action for action in draft.previous_actions if action.overdue]
    again = [action for action in draft.previous_actions if action.status in ("ineffective", "repeated")]
    for name, label, found in (("overdue", "Overdue", earlier), ("repeated", "Repeated", again)):
        if found:
            seqs = [seq for action in found for seq in action.evidence]
            yield _figure(f"{name}-actions", f"{label} actions of earlier exercises: {len(found)}", seqs)


def _time(facts: Facts, told: aar.ExerciseOverview) -> Iterator[aar.Figure]:
    created = facts.records[0].seq
    yield _figure("planned-length", "Planned length, fixed with the scenario", (created,))
    yield _figure("active", "Time on the exercise clock, from start to end", (*facts.frame, created))
    yield _figure("wall", "Time on the wall clock, from start to end", (*facts.frame, created))

    def stopped(event: Event) -> bool:
        return isinstance(event, ev.ClockPaused | ev.ClockResumed | ev.ExerciseInterrupted)

    if told.pauses or told.interruptions:
        yield _figure("pauses", f"Pauses: {told.pauses}", _seqs(facts, stopped))
    if told.jumped_s:
        jumped = _seqs(facts, lambda event: isinstance(event, ev.StoryAdvanced))
        yield _figure("jumped", "Story time that was moved on", jumped)
    if told.interruptions:
        broken = _seqs(facts, lambda event: isinstance(event, ev.ExerciseInterrupted))
        yield _figure("interruptions", f"Interruptions: {told.interruptions}", broken)


def _seqs(facts: Facts, wanted: Callable[[Event], bool]) -> list[int]:
    return [record.seq for record in facts.standing if wanted(record.event)]


def _coverage(facts: Facts, draft: aar.Report) -> Iterator[aar.Figure]:
    covered = draft.evidence.coverage
    judged = [j for j in facts.judgements if j.observed]
    delivered = [record.seq for record, _ in facts.deliveries.values()]
    first_acts = {event.role: record.seq for record, event in reversed(facts.acts)}
    created = facts.records[0].seq
    for name, label, pair, seqs in (
        ("steps", "Steps exercised", covered.steps, list(_of(judged))),
        ("plan-steps", "Steps of the plan exercised", covered.plan_steps, list(_of(judged))),
        ("roles", "Roles that acted", covered.roles, list(first_acts.values())),
        ("injects", "Injects delivered", covered.injects, delivered),
        ("objectives", "Objectives put to the test", covered.objectives, list(_of(judged))),
    ):
        yield _figure(f"coverage {name}", f"{label}: {pair[0]} of {pair[1]}", (created, *seqs))


def _people(facts: Facts, draft: aar.Report) -> Iterator[aar.Figure]:
    for person in draft.participants:
        seqs = [record.seq for record, event in facts.acts if event.role == person.role]
        if seqs:
            yield _figure(f"acts {person.role}", f"Acts of {person.role_title}: {len(seqs)}", seqs)
    scores = _seqs(facts, lambda event: isinstance(event, ev.HotWashRecorded) and event.score is not None)
    if scores:
        yield _figure("scores", f"Scores given in the hot wash: {len(scores)}", scores)
