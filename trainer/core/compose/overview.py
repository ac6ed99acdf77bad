"""Cover, overview, participants and integrity of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trainer.core import aar
from trainer.core import events as ev
from trainer.core.compose.simulated import system_part
from trainer.core.compose.times import day, iso
from trainer.core.compose.walked import walk_part
from trainer.core.events import GENESIS, Record, chained, encode
from trainer.core.facts import Facts
from trainer.core.msel import clock_words
from trainer.core.time import Micros, seconds

FACILITATOR = "facilitator"


def control(facts: Facts, program: str) -> aar.Control:
    """Document control: which plan, which scenario, which exercise."""
    plan, scenario, created = facts.script.plan, facts.script.scenario, facts.created
    began = facts.started or facts.records[0]
    return aar.Control(
        title=created.title,
        plan=aar.Document(
            id=plan.id,
            title=plan.title,
            version=plan.version,
            sha256=created.plan_sha256,
            owner=plan.owner,
            last_reviewed=plan.last_reviewed.isoformat() if plan.last_reviewed else None,
        ),
        scenario=aar.Document(
            id=scenario.id,
            title=scenario.title,
            version=scenario.version,
            sha256=created.scenario_sha256,
            owner=scenario.author,
        ),
        held_on=day(began.at).isoformat() if facts.started else None,
        program=program,
    )


def exercise(facts: Facts) -> aar.ExerciseOverview:
    """When, what kind, how long; wall time beside exercise time."""
    scenario, created = facts.script.scenario, facts.created
    stops = [r.event for r in facts.standing if isinstance(r.event, ev.ClockPaused | ev.ExerciseInterrupted)]
    return aar.ExerciseOverview(
        id=created.exercise,
        title=created.title,
        kind=created.kind.value,
        service=_service(facts),
        difficulty=scenario.difficulty.value,
        started=iso(facts.started.at) if facts.started else None,
        ended=iso(facts.ended.at) if facts.ended else None,
        planned_length_s=seconds(scenario.length),
        active_s=seconds(facts.ended_at),
        wall_s=seconds(_wall(facts)),
        paused_s=seconds(paused(facts)),
        pauses=sum(isinstance(event, ev.ClockPaused) for event in stops),
        jumped_s=seconds(facts.state.clock.offset),
        interruptions=sum(isinstance(event, ev.ExerciseInterrupted) for event in stops),
        state=facts.state.status,
        summary=facts.script.filled(scenario.summary),
        true_severity=scenario.truth.severity,
        true_cause=facts.script.filled(scenario.truth.cause),
        situation=facts.script.filled(scenario.briefing.situation),
        facilitator="named in the list of participants" if created.facilitator else "",
        team=created.team,
        seed=created.seed,
        walk=walk_part(facts),
        system=system_part(facts),
    )


def _service(facts: Facts) -> str | None:
    name = facts.script.scenario.service
    return next((service.title for service in facts.script.plan.services if service.id == name), name)


def _last(facts: Facts) -> Record:
    return facts.ended or facts.records[-1]


def _wall(facts: Facts) -> Micros:
    return max(0, _last(facts).at - facts.started.at) if facts.started else 0


def paused(facts: Facts) -> Micros:
    """Wall time for which the exercise clock stood still between start and end of play, in microseconds."""
    total, since = 0, None
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.ClockPaused) and since is None:
            since = record.at
        elif isinstance(event, ev.ExerciseInterrupted) and since is None:
            since = event.last_seen_at
        elif isinstance(event, ev.ClockResumed | ev.ExerciseEnded) and since is not None:
            total, since = total + max(0, record.at - since), None
    return total if since is None else total + max(0, _last(facts).at - since)


def speeds(facts: Facts) -> tuple[str, ...]:
    """From which reading of the clock it ran how many times as fast as real time."""
    return tuple(
        f"{'real time' if event.speed == 1 else f'{event.speed} times real time'} from {clock_words(record.elapsed)}"
        for record in facts.standing
        if isinstance(event := record.event, ev.ClockStarted | ev.SpeedChanged)
    )


def participants(facts: Facts) -> tuple[aar.ParticipantEntry, ...]:
    """Who played what, the facilitator last; the only place of the report that names people."""
    return (*_seats(facts), *_without_seat(facts), *_facilitator(facts))


def _seats(facts: Facts) -> Iterator[aar.ParticipantEntry]:
    counts = _acts_by_role(facts)
    for seat in facts.created.seats:
        yield aar.ParticipantEntry(
            role=seat.role,
            role_title=facts.role_title(seat.role),
            name=seat.name,
            virtual=seat.virtual,
            actions=counts.get(seat.role, 0),
        )


def _without_seat(facts: Facts) -> Iterator[aar.ParticipantEntry]:
    seated = {seat.role for seat in facts.created.seats}
    for role, count in _acts_by_role(facts).items():
        if role not in seated:
            title = facts.role_title(role)
            yield aar.ParticipantEntry(role=role, role_title=title, name="", virtual=False, actions=count)


def _acts_by_role(facts: Facts) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _, event in facts.acts:
        counts[event.role] = counts.get(event.role, 0) + 1
    return counts


def _facilitator(facts: Facts) -> Iterator[aar.ParticipantEntry]:
    name = facts.created.facilitator
    if name:
        yield aar.ParticipantEntry(
            role=FACILITATOR, role_title="Facilitator", name=name, virtual=False, actions=0
        )


def integrity(facts: Facts, records: Sequence[Record]) -> aar.Integrity:
    """Whether the journal, as it was stored, is complete and unaltered."""
    return aar.Integrity(
        events=len(records),
        last_hash=records[-1].hash,
        chain="complete" if unbroken(records) else "broken",
        plan_sha256=facts.created.plan_sha256,
        scenario_sha256=facts.created.scenario_sha256,
    )


def unbroken(records: Sequence[Record]) -> bool:
    """Whether every record follows the one before it, in number and in hash."""
    previous = GENESIS
    for record in records:
        text = encode(record.event)
        if record.hash != chained(previous, record.seq, record.at, record.elapsed, text):
            return False
        previous = record.hash
    return all(later.seq == earlier.seq + 1 for earlier, later in pairwise(records))
