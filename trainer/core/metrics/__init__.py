"""Response metrics: intervals on the exercise clock, pauses excluded, each with its definition.

A figure that the journal does not support is None with the reason in `detail`; it is never 0.
"""

from __future__ import annotations

from trainer.core.facts import Facts
from trainer.core.metrics.communication import cadence_kept, first_update
from trainer.core.metrics.decisions import handoffs, latencies
from trainer.core.metrics.intervals import severity, signal_delay, spans
from trainer.core.metrics.measure import Measure as Measure
from trainer.core.metrics.shares import coverage, dependency, proportions
from trainer.core.metrics.system import of_system
from trainer.core.walk import measures as of_walk


def measure(facts: Facts) -> tuple[Measure, ...]:
    """Every metric, always in the same order; a walk-through has its own, for nothing in it is a time of response."""
    if facts.state.walk is not None:
        return (
            *of_walk.verified(facts),
            *(share for share in coverage(facts) if share.name != "Coverage: injects"),
        )
    return (
        signal_delay(facts),
        *spans(facts),
        *severity(facts),
        *latencies(facts),
        first_update(facts, public=False),
        first_update(facts, public=True),
        *(cadence_kept(kept) for kept in facts.cadences),
        *handoffs(facts),
        *proportions(facts),
        *coverage(facts),
        dependency(facts),
        *of_system(facts),
    )
