"""Events of the other two kinds of exercise: what the system did, and how a procedure was walked."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import field_serializer

from trainer.core.events_review import Fact
from trainer.core.simulation import Fault
from trainer.core.time import Micros

SystemTurn = Literal[
    "fault ended",
    "impact began",
    "impact ended",
    "recovered",
    "relapsed",
    "alert cleared",
    "alert raised again",
]


class FaultAdded(Fact):
    """The facilitator let a further fault begin that the scenario does not have."""

    type: Literal["fault added"] = "fault added"
    fault: Fault

    @field_serializer("fault", when_used="json")
    def _as_written(self, fault: Fault) -> dict[str, Any]:
        """With durations as people write them: a number without a unit is refused when the journal is read again."""
        return _written(fault.model_dump(mode="json", by_alias=True, exclude_defaults=True))


_DURATIONS: Final = ("lasts", "every", "timeout", "at", "delay", "from_time")


def _written(parts: dict[str, Any]) -> dict[str, Any]:
    """Parts of a scenario with their durations in milliseconds, as text."""
    made: dict[str, Any] = {}
    for name, value in parts.items():
        if isinstance(value, dict):
            made[name] = _written(value)
        else:
            timed = name in _DURATIONS and isinstance(value, int)
            made[name] = f"{value // 1_000}ms" if timed else value
    return made


class FaultRemoved(Fact):
    """The facilitator ended a fault."""

    type: Literal["fault removed"] = "fault removed"
    fault: str
    reason: str = ""


class OperationEnded(Fact):
    """An operation, or a look at the system, is through; `act` is the event that began it, `what` is it in words."""

    type: Literal["operation ended"] = "operation ended"
    act: int
    ok: bool
    text: str = ""
    what: str = ""


class SystemChanged(Fact):
    """The system took a turn. `subject` is the fault or alert that it is about, empty for the system as a whole.

    Impact is what users notice; recovered is what the scenario calls so. `value` is what was measured, where a
    threshold is behind it.
    """

    type: Literal["system changed"] = "system changed"
    turn: SystemTurn
    subject: str = ""
    service: str | None = None
    text: str = ""
    value: float | None = None


class StepOpened(Fact):
    """A walk-through came to a step."""

    type: Literal["step opened"] = "step opened"
    step: str


class StepLeftOut(Fact):
    """A step is not walked this time, for a reason."""

    type: Literal["step left out"] = "step left out"
    step: str
    reason: str


class ExperimentApproved(Fact):
    """A person has seen every action and target, said that it is not production, and typed the target's name.

    `digest` is the SHA-256 of the experiment as it was shown; anything else is never run under this approval.
    """

    type: Literal["experiment approved"] = "experiment approved"
    experiment: str
    target: str
    digest: str
    actions: tuple[str, ...]
    """one line an action, as it was shown"""
    dry_run: bool = False


class ActivityRan(Fact):
    """An activity of an experiment was carried out in the real system, or failed; `began` is on the exercise clock."""

    type: Literal["activity ran"] = "activity ran"
    experiment: str
    activity: str
    inject: str | None = None
    ok: bool
    text: str = ""
    began: Micros
    took: Micros = 0


class SteadyStateProbed(Fact):
    """The steady-state hypothesis of an experiment changed between met and not met; `at_probe` counts the probes.

    `probed` is when the probe that found it began, on the exercise clock; where an action struck while that probe
    ran, it is when the action began.
    """

    type: Literal["steady state probed"] = "steady state probed"
    experiment: str
    met: bool
    text: str = ""
    probed: Micros
    at_probe: int = 0
    rolling_back: bool = False
    """whether the rollbacks had begun when the answer came: then they, and not people, made the difference"""


class RollbacksRan(Fact):
    """An experiment is over and its rollbacks were run, and why. The text says so where there were none to run."""

    type: Literal["rollbacks ran"] = "rollbacks ran"
    experiment: str
    reason: str
    ok: bool
    text: str = ""

    @property
    def none_ran(self) -> bool:
        """Whether there was nothing to roll back, or nothing to do it with."""
        return self.ok and self.text.startswith(_NONE_RAN)


_NONE_RAN: Final = ("nothing ", "the experiment declares no rollbacks")
"""How the text begins where no rollback had to run."""


class ExperimentJournalKept(Fact):
    """The journal that Chaos Toolkit keeps of an experiment, as JSON."""

    type: Literal["experiment journal kept"] = "experiment journal kept"
    experiment: str
    journal: str
