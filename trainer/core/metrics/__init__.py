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


def measure(facts: Facts) -> tuple[Measure, ...]:
    """Every metric, always in the same order."""
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
    )
