"""Intervals between the events of an incident, t0 to t10, and how the severity was set."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trainer.core.facts import Facts
from trainer.core.metrics.measure import HAPPENED, LACKING, Measure, seqs
from trainer.core.metrics.moments import lacking, moment
from trainer.core.plan import ActionKind, Step
from trainer.core.system_facts import system_facts
from trainer.core.time import Micros, say_duration


@dataclass(frozen=True, slots=True)
class _Interval:
    """A metric between two anchor events; `ends` are the acts that close a step with the same target."""

    name: str
    expansion: str
    definition: str
    begins: tuple[str, ...]
    stops: str
    ends: tuple[ActionKind, ...] = ()


_INTERVALS: Final = (
    _Interval(
        "TTD",
        "time to detect",
        "first recognition by a role minus first signal delivered (t2 - t1)",
        ("first signal",),
        "noticed",
    ),
    _Interval(
        "TTA",
        "time to acknowledge",
        "first acknowledgement minus first signal delivered (t3 - t1)",
        ("first signal", "first alert"),
        "acknowledged",
        (ActionKind.ACKNOWLEDGE,),
    ),
    _Interval(
        "Time to classify",
        "time to classify",
        "first severity set minus first acknowledgement (t4 - t3)",
        ("acknowledged",),
        "classified",
        (ActionKind.CLASSIFY,),
    ),
    _Interval(
        "Time to command",
        "time to command",
        "incident commander declared minus first severity set (t5 - t4)",
        ("classified",),
        "declared",
        (ActionKind.ASSUME_ROLE,),
    ),
    _Interval(
        "TTI",
        "time to identify",
        "cause or scope first stated minus first recognition (t6 - t2)",
        ("noticed",),
        "identified",
        (ActionKind.DIAGNOSE,),
    ),
    _Interval(
        "TTC",
        "time to contain",
        "containment confirmed minus first recognition (t8 - t2)",
        ("noticed",),
        "contained",
        (ActionKind.VERIFY,),
    ),
    _Interval(
        "TTM",
        "time to mitigate",
        "user impact ended minus first acknowledgement (t9 - t3)",
        ("acknowledged",),
        "recovered",
    ),
    _Interval(
        "Time to resolve",
        "time to resolve",
        "incident declared resolved minus first recognition (t10 - t2)",
        ("noticed",),
        "resolved",
        (ActionKind.RESOLVE,),
    ),
)


def signal_delay(facts: Facts) -> Measure:
    """How long the fault went without a signal, by the design of the scenario or by what the monitoring saw."""
    system = system_facts(facts)
    if system is not None:
        return _measured_delay(facts)
    signal = facts.earliest("first signal")
    truth = facts.script.scenario.truth
    span, detail = None, ""
    if "onset" not in truth.model_fields_set:
        detail = "the scenario does not say when the fault began"
    elif signal is None:
        detail = LACKING["first signal"]
    else:
        span = facts.state.clock.story(*signal) - truth.onset
    return Measure(
        "Signal delay",
        "signal delay, by the scenario's design",
        "first signal delivered minus fault onset, in scenario time (t1 - t0); no part of the response",
        span=span,
        detail=detail,
        evidence=(signal[1],) if signal and span is not None else (),
    )


def _measured_delay(facts: Facts) -> Measure:
    """From the fault's onset in the system to the first message that reached anybody."""
    system = system_facts(facts)
    onset, signal = (system.onset, system.signal) if system is not None else (None, None)
    detail = (
        "nothing failed"
        if onset is None
        else "no message came after the fault began"
        if signal is None
        else ""
    )
    return Measure(
        "Signal delay",
        "signal delay, by the scenario's design",
        "first signal delivered minus fault onset in the system (t1 - t0); no part of the response",
        span=signal[0] - onset[0] if onset is not None and signal is not None else None,
        detail=detail,
        evidence=seqs(onset, signal) if signal is not None else (),
    )


def _between(facts: Facts, interval: _Interval) -> Measure:
    start, stop = moment(facts, interval.begins[0]), moment(facts, interval.stops)
    target = _target(facts, interval)
    span, detail = None, ""
    if start is None or stop is None:
        missing = [name for name, at in ((interval.begins[0], start), (interval.stops, stop)) if at is None]
        detail = "; ".join(lacking(facts, name) for name in missing)
    else:
        span = max(0, stop[0] - start[0])
        if stop[0] < start[0]:
            early = say_duration(start[0] - stop[0])
            detail = f"{HAPPENED[interval.stops]} {early} before {HAPPENED[interval.begins[0]]}"
    return Measure(
        interval.name,
        interval.expansion,
        interval.definition,
        span=span,
        target=target,
        met=span <= target if span is not None and target is not None else None,
        detail=detail,
        evidence=seqs(start, stop) if span is not None else (),
    )


def _target(facts: Facts, interval: _Interval) -> Micros | None:
    """The plan's target for the same interval: a step's, or for acknowledging the severity's response target."""
    severity = facts.state.true_severity
    for step in facts.script.steps.values():
        limit = _step_limit(facts, step, interval.begins, interval.ends)
        if limit is not None:
            return limit
    if interval.name == "TTA":
        levels = {level.id: level.respond_within for level in facts.script.plan.severities}
        return levels.get(severity or "")
    return None


def _step_limit(
    facts: Facts, step: Step, begins: tuple[str, ...], ends: Iterable[ActionKind]
) -> Micros | None:
    severity = facts.state.true_severity
    if step.target is None or step.target.from_ not in begins or not step.applies_at(severity):
        return None
    return step.target.limit(severity) if any(e.action in tuple(ends) for e in step.shown_by) else None


def severity(facts: Facts) -> tuple[Measure, ...]:
    """Whether the severity was right, and how often it was changed."""
    truth, history = facts.script.scenario.truth.severity, facts.classifications
    set_by = tuple(record.seq for record, _, _ in history)
    levels = [action.severity for _, _, action in history]
    changes = sum(before != after for before, after in itertools.pairwise(levels))
    right, detail = None, ""
    if truth is None:
        detail = "the scenario does not state the true severity"
    elif not levels:
        detail = LACKING["classified"]
    else:
        right = int(levels[-1] == truth)
        detail = f"first {levels[0]}, last {levels[-1]}; the true severity is {truth}"
    return (
        Measure(
            "Severity correct",
            "severity correct at the end",
            "1 where the severity set last is the scenario's true severity, else 0",
            figure=right,
            unit="yes = 1",
            detail=detail,
            evidence=set_by if right is not None else (),
        ),
        Measure(
            "Re-classified",
            "changes of severity",
            "times the severity was changed to another level after it was first set",
            figure=changes if levels else None,
            unit="times",
            detail="" if levels else LACKING["classified"],
            evidence=set_by,
        ),
    )


def spans(facts: Facts) -> list[Measure]:
    """Every interval of the table, in its order."""
    return [_between(facts, interval) for interval in _INTERVALS]
