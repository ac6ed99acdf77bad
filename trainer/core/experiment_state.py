"""What became of an experiment in a real system: a fold over its events."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.core import events as ev
from trainer.core.events import Record
from trainer.core.time import Micros


@dataclass(slots=True)
class ExperimentState:
    """Approval, activities, steady state and rollbacks of one experiment."""

    approved: ev.ExperimentApproved | None = None
    """the newest approval"""
    active: bool = False
    """whether that approval holds: from then until the rollbacks have run"""
    ran: dict[str, ev.ActivityRan] = field(default_factory=dict)
    met: bool | None = None
    """whether the steady-state hypothesis was met when it was last probed"""
    disturbed: bool = False
    """whether it was ever not met after it had been met"""
    rolled_back: list[tuple[Micros, ev.RollbacksRan]] = field(default_factory=list)
    journal: str | None = None

    def fold(self, record: Record) -> tuple[str, ...]:
        """Take the next record; the anchors of the plan that it reaches."""
        event = record.event
        match event:
            case ev.ExperimentApproved():
                # The first probe of a new run says how the system was found; only what changes after it is an effect.
                self.approved, self.active, self.met = event, True, None
            case ev.ActivityRan():
                self.ran[event.activity] = event
            case ev.RollbacksRan():
                self.rolled_back.append((record.elapsed, event))
                self.active = False
            case ev.ExperimentJournalKept():
                self.journal = event.journal
            case ev.SteadyStateProbed():
                return self._probed(event)
            case _:
                pass
        return ()

    def _probed(self, event: ev.SteadyStateProbed) -> tuple[str, ...]:
        before, self.met = self.met, event.met
        if not event.met:
            if before is not True:
                return ()
            self.disturbed = True
            return ("first signal", "first alert", "impact")
        return ("recovered",) if self.disturbed and before is False else ()
