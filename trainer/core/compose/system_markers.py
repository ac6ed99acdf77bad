"""Human decisions and the system's turns, as marks on one time axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from trainer.core import events as ev
from trainer.core.aar_system import Marker, MarkerKind, Tone
from trainer.core.actions import (
    Acknowledge,
    AssumeRole,
    Classify,
    Contain,
    Decide,
    Diagnose,
    PostUpdate,
    Resolve,
    Verify,
)
from trainer.core.compose.times import secs
from trainer.core.compose.words import say
from trainer.core.facts import Act, Facts
from trainer.core.operation_effects import Effect
from trainer.core.services.order_words import first_up, order_words
from trainer.core.stated_causes import Verdict
from trainer.core.system_record import Moment, Ordered, SystemFacts
from trainer.core.time import seconds

_KINDS: Final[Mapping[type, MarkerKind]] = {
    Acknowledge: "acknowledged",
    Classify: "classified",
    Contain: "decided",
    Decide: "decided",
    PostUpdate: "told",
    Verify: "verified",
}
_NEAR: Final[Mapping[Verdict, Tone]] = {"right": "ok", "partly right": "warn", "wrong": "bad"}
_EFFECTS: Final[Mapping[str, Tone]] = {
    "mended": "ok",
    "impact ended": "ok",
    "eased": "ok",
    "no effect": "neutral",
    "worse": "bad",
    "failed": "warn",
    "under way": "neutral",
}


def markers(facts: Facts, system: SystemFacts, effects: Mapping[int, Effect]) -> Iterator[Marker]:
    """Every mark, in the order of time; what people did, and what the system did, on lanes of their own."""
    found = (*_of_system(facts, system), *_of_people(facts, system), *_operations(facts, system, effects))
    yield from sorted(found, key=lambda marker: (marker.at_s, marker.seq))


def _marker(
    kind: MarkerKind, tone: Tone, title: str, at: Moment, until: Moment | None = None, role: str | None = None
) -> Marker:
    return Marker(
        at_s=seconds(at[0]),
        until_s=secs(until[0]) if until is not None else None,
        lane="system" if role is None else "people",
        kind=kind,
        tone=tone,
        title=title,
        role=role,
        seq=at[1],
    )


def _of_system(facts: Facts, system: SystemFacts) -> Iterator[Marker]:
    end = (facts.ended_at, 0)
    for broken in system.broken:
        kind: MarkerKind = "activity" if broken.experiment is not None else "fault"
        yield _marker(kind, "bad", broken.trouble.title, broken.began, broken.ended or end)
    for stretch in system.impact:
        title = f"Steady state of {stretch.of} not met" if stretch.of else "Users notice"
        yield _marker("impact", "bad", title, stretch.began, stretch.ended or end)
    for alert in system.alerts:
        tone: Tone = "bad" if alert.rule.level == "critical" else "warn"
        cleared = [at for at in alert.cleared if at > alert.raised[0]]
        title = facts.script.filled(alert.rule.title)
        yield _marker("alert", tone, title, alert.raised[0], cleared[-1] if cleared else end)
    for over in (stretch.ended for stretch in system.unsound if stretch.ended is not None):
        yield _marker("recovered", "ok", "The system had recovered", over)
    for record in facts.standing:
        at = (record.happened, record.seq)
        if isinstance(record.event, ev.RollbacksRan):
            yield _marker("rollback", "info", f"Rollbacks: {record.event.reason}", at)
        elif isinstance(record.event, ev.SystemChanged) and record.event.turn == "relapsed":
            yield _marker("relapsed", "bad", "The system was disturbed again", at)


def _of_people(facts: Facts, system: SystemFacts) -> Iterator[Marker]:
    near = {said.seq: _NEAR[said.match.verdict] for said in system.diagnoses}
    early = {said.seq for said in system.declared if said.early}
    for act in facts.in_order:
        found = _of_act(facts, act, near, early)
        if found is not None:
            kind, tone = found
            title = say(facts.script, act[0])[0]
            yield _marker(kind, tone, title, (act[0].happened, act[0].seq), role=act[1].role)


def _of_act(
    facts: Facts, act: Act, near: Mapping[int, Tone], early: set[int]
) -> tuple[MarkerKind, Tone] | None:
    record, event = act
    match event.action:
        case Diagnose():
            return "diagnosed", near.get(record.seq, "neutral")
        case Resolve():
            return "resolved", "bad" if record.seq in early else "ok"
        case AssumeRole() if event.action.role in facts.script.leads:
            return "declared", "info"
        case _:
            kind = _KINDS.get(type(event.action))
            return (kind, "info") if kind is not None else None


def _operations(facts: Facts, system: SystemFacts, effects: Mapping[int, Effect]) -> Iterator[Marker]:
    for ordered in system.operations:
        yield _operation(facts, ordered, effects[ordered.seq])


def _operation(facts: Facts, ordered: Ordered, effect: Effect) -> Marker:
    title = f"{first_up(order_words(facts.script.simulated, ordered.action))}: {effect.why}"
    at = (ordered.at, ordered.seq)
    return _marker(
        "operation", _EFFECTS[effect.kind], title, at, ordered.ended or (facts.ended_at, 0), ordered.role
    )
