"""What a finished (or running) exercise amounts to, gathered once from its journal for all findings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from trainer.core import events as ev
from trainer.core.actions import Classify, Decide, HandOver, PostUpdate
from trainer.core.chains import makers
from trainer.core.conduct import Conduct
from trainer.core.events import Record
from trainer.core.history import EarlierDrill
from trainer.core.msel import HELD_TOO_LONG, HELD_TOO_LONG_IN_DISCUSSION, planned_at
from trainer.core.outcomes import Judgement, judge
from trainer.core.plan import Cadence, Communication
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.state import State, replay_without
from trainer.core.time import Micros
from trainer.core.walk.judging import judge_walk

Act = tuple[Record, ev.ActionTaken]
"""An act of a role, with its place in the journal."""


@dataclass(frozen=True)
class CadenceFact:
    """How one cadence was kept: intervals due and within; times in microseconds."""

    cadence: Cadence
    began: Micros | None
    interval: Micros | None
    due: int
    within: int
    worst: Micros | None
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Facts:
    """Script, journal, the state after it and the judged steps; look-ups are worked out when first asked for."""

    script: Script
    records: tuple[Record, ...]
    state: State
    created: ev.ExerciseCreated
    ended_at: Micros
    judgements: tuple[Judgement, ...]

    @cached_property
    def standing(self) -> tuple[Record, ...]:
        """Records that were not taken back, in the order of the journal."""
        undone = self.state.undone
        return tuple(
            record
            for record in self.records
            if record.seq not in undone and not isinstance(record.event, ev.FacilitatorUndone)
        )

    @cached_property
    def record_of(self) -> dict[int, Record]:
        """Standing records by sequence number."""
        return {record.seq: record for record in self.standing}

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Acts of roles that stand, in the order of the journal."""
        return tuple((r, r.event) for r in self.standing if isinstance(r.event, ev.ActionTaken))

    @cached_property
    def act_of(self) -> dict[int, ev.ActionTaken]:
        """The act recorded under a sequence number."""
        return {record.seq: event for record, event in self.acts}

    @cached_property
    def in_order(self) -> tuple[Act, ...]:
        """Acts of roles that stand, in the order in which they happened; some are recorded later than that."""
        return tuple(sorted(self.acts, key=lambda entry: (entry[0].happened, entry[0].seq)))

    @cached_property
    def by_role(self) -> dict[str, tuple[Act, ...]]:
        """What each role did, in the order in which it happened."""
        return _grouped(self.in_order, lambda act: act[1].role)

    @cached_property
    def by_kind(self) -> dict[str, tuple[Act, ...]]:
        """Acts of each kind, in the order in which they happened."""
        return _grouped(self.in_order, lambda act: act[1].action.do)

    @cached_property
    def first_done(self) -> dict[int, Judgement]:
        """The expected action that an act was the first to do, by the act's sequence number."""
        closed = ((self.state.expectations.items[j.key].done, j) for j in reversed(self.judgements))
        return {done.seq: judgement for done, judgement in closed if done is not None}

    @cached_property
    def deliveries(self) -> dict[str, tuple[Record, ev.InjectDelivered]]:
        """Delivery of each planned inject that reached its roles."""
        return {
            r.event.inject: (r, r.event) for r in self.standing if isinstance(r.event, ev.InjectDelivered)
        }

    @cached_property
    def received(self) -> dict[str, tuple[tuple[Micros, str], ...]]:
        """For each role the planned injects that reached it, as (time, inject), first to last."""
        found: dict[str, list[tuple[Micros, str]]] = {}
        for name, (record, event) in self.deliveries.items():
            for role in event.to:
                found.setdefault(role, []).append((record.elapsed, name))
        return {role: tuple(sorted(items)) for role, items in found.items()}

    @cached_property
    def closed_by(self) -> dict[int, str]:
        """The step that an act was taken for, by the act's sequence number."""
        items = self.state.expectations
        closed = {claim.seq: item.step for item in items for claim in item.claims}
        closed |= {claim.seq: step for step, claims in items.outside.items() for claim in claims}
        return closed

    @cached_property
    def started(self) -> Record | None:
        """The start of play."""
        return next((r for r in self.standing if isinstance(r.event, ev.ClockStarted)), None)

    @cached_property
    def ended(self) -> Record | None:
        """The end of play."""
        return next((r for r in reversed(self.standing) if isinstance(r.event, ev.ExerciseEnded)), None)

    @cached_property
    def _went_on_until(self) -> Micros:
        return min(self.ended_at, max((r.happened for r, _ in self.acts), default=self.ended_at))

    def ran_until(self, cadence: Cadence) -> Micros:
        """Until when a cadence that nothing ended was to be kept.

        That is the end of play, or the last act where the response broke off: the step that would have
        ended the cadence was missed, and that is its gap.
        """
        ending = makers(self.script, self.state.true_severity).get(cadence.until, ())
        broke_off = any(not j.done for name in ending for j in self.of_step.get(name, ()))
        return self._went_on_until if broke_off else self.ended_at

    @cached_property
    def frame(self) -> tuple[int, ...]:
        """Sequence numbers of start and end of play: what a finding rests on when nobody acted."""
        return tuple(record.seq for record in (self.started, self.ended) if record is not None)

    @cached_property
    def of_step(self) -> dict[str, tuple[Judgement, ...]]:
        """Judgements by step, first to last."""
        found: dict[str, list[Judgement]] = {}
        for judgement in self.judgements:
            found.setdefault(judgement.step, []).append(judgement)
        return {step: tuple(items) for step, items in found.items()}

    @cached_property
    def objectives_of(self) -> dict[str, tuple[str, ...]]:
        """Objectives that name a step."""
        found: dict[str, list[str]] = {}
        for objective in self.script.scenario.objectives:
            for step in objective.steps:
                found.setdefault(step, []).append(objective.id)
        return {step: tuple(names) for step, names in found.items()}

    @cached_property
    def seated(self) -> frozenset[str]:
        """Roles that somebody took before or during play: seats, and roles that acted."""
        return frozenset({seat.role for seat in self.created.seats} | {event.role for _, event in self.acts})

    @cached_property
    def updates(self) -> tuple[tuple[Record, str, PostUpdate], ...]:
        """Updates that were posted, in the order in which they happened, each with its role."""
        found = [(r, e.role, e.action) for r, e in self.acts if isinstance(e.action, PostUpdate)]
        return tuple(sorted(found, key=lambda entry: (entry[0].happened, entry[0].seq)))

    @cached_property
    def classifications(self) -> tuple[tuple[Record, str, Classify], ...]:
        """Severities that were set, in the order in which they happened, each with its role."""
        found = [(r, e.role, e.action) for r, e in self.acts if isinstance(e.action, Classify)]
        return tuple(sorted(found, key=lambda entry: (entry[0].happened, entry[0].seq)))

    @cached_property
    def handovers(self) -> tuple[tuple[int, HandOver], ...]:
        """Roles that were handed over, each with the act's sequence number."""
        return tuple((r.seq, e.action) for r, e in self.acts if isinstance(e.action, HandOver))

    @cached_property
    def plan_opened(self) -> tuple[tuple[Record, ev.PlanOpened], ...]:
        """Openings of the plan."""
        return tuple((r, r.event) for r in self.standing if isinstance(r.event, ev.PlanOpened))

    @cached_property
    def observations(self) -> tuple[tuple[Record, ev.ObservationRecorded], ...]:
        """What facilitator and evaluators noted."""
        return tuple((r, r.event) for r in self.standing if isinstance(r.event, ev.ObservationRecorded))

    @cached_property
    def history(self) -> tuple[EarlierDrill, ...]:
        """Earlier drills on the same plan, first to last."""
        noted = [r.event for r in self.standing if isinstance(r.event, ev.EarlierDrillsNoted)]
        return tuple(
            sorted((drill for event in noted for drill in event.drills), key=lambda drill: drill.held)
        )

    @cached_property
    def history_seq(self) -> tuple[int, ...]:
        """Where the journal keeps the earlier drills."""
        return tuple(r.seq for r in self.standing if isinstance(r.event, ev.EarlierDrillsNoted))

    @cached_property
    def assessments(self) -> dict[str, tuple[tuple[Record, ev.StepAssessed], ...]]:
        """By step: what evaluators said of it, the newest word of each."""
        newest: dict[tuple[str, str], tuple[Record, ev.StepAssessed]] = {}
        for record in self.standing:
            if isinstance(record.event, ev.StepAssessed):
                newest[record.event.step, record.event.by] = (record, record.event)
        found: dict[str, list[tuple[Record, ev.StepAssessed]]] = {}
        for (step, _), entry in newest.items():
            found.setdefault(step, []).append(entry)
        return {step: tuple(entries) for step, entries in found.items()}

    @cached_property
    def cadences(self) -> tuple[CadenceFact, ...]:
        """How every cadence of the plan was kept."""
        return tuple(_kept(self, cadence) for cadence in self.script.plan.cadences)

    @cached_property
    def delays(self) -> dict[str, Micros]:
        """Injects that were delivered much later than planned, and by how much."""
        paced = self.created.kind is not Kind.SIMULATION
        bearable = HELD_TOO_LONG_IN_DISCUSSION if paced else HELD_TOO_LONG
        found: dict[str, Micros] = {}
        for name, (record, event) in self.deliveries.items():
            planned = self._due(record, event)
            if planned is not None and record.elapsed - planned > bearable:
                found[name] = record.elapsed - planned
        return found

    def _due(self, record: Record, event: ev.InjectDelivered) -> Micros | None:
        """When an inject was to come: by the script, also where the facilitator moved it, but not before its branch."""
        inject = self.script.injects[event.inject]
        jumped = sum(by for jump, by in self.state.clock.jumps if jump < record.seq)
        at = None if inject.release.at is None else inject.release.at - jumped
        times = [time for time in (planned_at(self.state, record, event), at) if time is not None]
        return max(min(times), self.state.branches.get(inject.branch or "", 0)) if times else None

    @cached_property
    def artefacts(self) -> dict[str, str]:
        """Expected actions that the exercise itself spoiled, with the reason; they are left out of every score."""
        conduct = Conduct(self.script, self.state, self.standing, self.seated, self.delays, self.ended_at)
        return {j.key: reason for j in self.judgements if (reason := conduct.spoiled(j)) is not None}

    @cached_property
    def unreached(self) -> frozenset[str]:
        """Expected actions that the response did not get to, since a step before them was missed by its own doing."""
        return frozenset(j.key for j in self.judgements if j.blocked_by and not self._stopped_by_exercise(j))

    def _stopped_by_exercise(self, judgement: Judgement) -> bool:
        """Whether the miss at the head of the chain is the exercise's own fault."""
        head, seen = judgement, {judgement.step}
        while head.blocked_by is not None and head.blocked_by not in seen:
            seen.add(head.blocked_by)
            head = self.of_step[head.blocked_by][0]
        return head.key in self.artefacts

    @cached_property
    def against_plan(self) -> frozenset[str]:
        """Expected actions done by a decision for another option than the plan calls for, where no evaluator judged."""
        found: set[str] = set()
        for judgement in self.judgements:
            done = self.state.expectations.items[judgement.key].done
            act = self.act_of.get(done.seq) if done is not None and judgement.overruled is None else None
            if act is not None and isinstance(act.action, Decide) and self.called_for(act.action):
                found.add(judgement.key)
        return frozenset(found)

    @cached_property
    def misjudged(self) -> dict[str, str]:
        """Expected actions that set another severity than the true one, and which, where no evaluator judged."""
        truth, found = self.script.scenario.truth.severity, dict[str, str]()
        for judgement in self.judgements:
            done = self.state.expectations.items[judgement.key].done
            act = self.act_of.get(done.seq) if done is not None and judgement.overruled is None else None
            said = act.action.severity if act is not None and isinstance(act.action, Classify) else truth
            if truth is not None and said is not None and said != truth:
                found[judgement.key] = said
        return found

    def called_for(self, action: Decide) -> tuple[str, ...]:
        """The options that the plan calls for, where a decision took none of them; else empty."""
        decision = self.script.decisions.get(action.decision)
        options = decision.options if decision is not None else ()
        wanted = tuple(option.id for option in options if option.plan_calls_for)
        return () if action.option in wanted else wanted

    @cached_property
    def scored(self) -> tuple[Judgement, ...]:
        """Judgements that count: observed, and not spoiled by the exercise."""
        return tuple(j for j in self.judgements if j.observed and j.key not in self.artefacts)

    def earliest(self, anchor: str) -> tuple[Micros, int] | None:
        """When an anchor event first happened, and its sequence number."""
        return min(self.state.anchors.get(anchor, ()), default=None)

    def severity_at(self, moment: Micros) -> str | None:
        """The severity by which a moment is judged: the true one, or else the one in force then."""
        truth = self.script.scenario.truth.severity
        if truth is not None:
            return truth
        index = bisect_right(self.classifications, moment, key=lambda entry: entry[0].happened)
        return self.classifications[index - 1][2].severity if index else None

    def channel_of(self, audience: str) -> tuple[Communication, ...]:
        """The plan's entries for an audience."""
        return tuple(item for item in self.script.plan.communications if item.audience == audience)

    def role_title(self, role: str | None) -> str:
        """A role's title for people, or its identifier where the plan has none."""
        if role is None:
            return "nobody named"
        known = self.script.roles.get(role)
        return known.title if known else role


def gather(script: Script, records: Sequence[Record]) -> Facts:
    """The facts of an exercise. One fold, whatever number of acts was taken back.

    Raises ValueError where the journal does not begin with the creation of an exercise.
    """
    first = records[0].event if records else None
    if not isinstance(first, ev.ExerciseCreated):
        raise ValueError("the journal does not begin with the creation of an exercise")
    undone = {r.event.undone_seq for r in records if isinstance(r.event, ev.FacilitatorUndone)}
    state = replay_without(script, records, undone)
    ends = [r.elapsed for r in records if isinstance(r.event, ev.ExerciseEnded)]
    ended_at = ends[-1] if ends else records[-1].elapsed
    if state.system is not None:
        state.system.happened(ended_at)
    judgements = judge_walk(state) if state.walk is not None else judge(state, ended_at)
    return Facts(script, tuple(records), state, first, ended_at, judgements)


def _grouped(acts: Iterable[Act], key: Callable[[Act], str]) -> dict[str, tuple[Act, ...]]:
    """Acts by what they have in common, each group in their order."""
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(key(act), []).append(act)
    return {name: tuple(group) for name, group in found.items()}


# Cadence: from each update, the next is due after the interval in force -----------------------------------------------


def _kept(facts: Facts, cadence: Cadence) -> CadenceFact:
    start = facts.earliest(cadence.from_)
    if start is None:
        return CadenceFact(cadence, None, None, 0, 0, None, ())
    stop = facts.earliest(cadence.until)
    end = min(facts.ended_at, stop[0]) if stop is not None else facts.ran_until(cadence)
    posts = [
        (record.happened, record.seq)
        for record, _, action in facts.updates
        if action.audience == cadence.audience and start < (record.happened, record.seq)
    ]
    due, within, worst, previous = 0, 0, 0, start[0]
    seqs = [start[1]]
    for at, seq in [post for post in posts if post[0] <= end]:
        counted, kept = _interval(facts, cadence, previous - start[0], previous, at)
        due, within, worst, previous = due + counted, within + kept, max(worst, at - previous), at
        seqs.append(seq)
    interval = cadence.interval(facts.severity_at(previous), previous - start[0])
    if interval is not None and interval > 0 and end - previous > interval:
        due, worst = due + (end - previous - 1) // interval, max(worst, end - previous)
    first = cadence.interval(facts.severity_at(start[0]), 0)
    return CadenceFact(cadence, start[0], first, due, within, worst if due else None, tuple(seqs))


def _interval(facts: Facts, cadence: Cadence, running: Micros, since: Micros, at: Micros) -> tuple[int, int]:
    """(updates due, updates in time) between one update and the next."""
    interval = cadence.interval(facts.severity_at(since), running)
    if interval is None or interval <= 0:
        return 0, 0
    gap = at - since
    return (1, 1) if gap <= interval else (gap // interval, 0)
