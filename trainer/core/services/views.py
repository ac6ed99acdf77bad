"""What is seen of a simulated system: plain values, and the faces behind which the model stands.

`Telemetry` is what participants may see: nothing in it tells what is really broken. `SimulatedSystem` adds the truth,
for the facilitator's eyes and for the record. Seconds are whole seconds of the exercise clock; those of the quiet past
before play are negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from trainer.core.actions import Look, Operate
from trainer.core.events_system import SystemTurn
from trainer.core.simulation import Fault, Level, Measure, Mend, Operation, ServiceKind

Health = Literal["well", "warning", "critical", "down"]
"""As the monitoring colours a service, from its measured figures alone."""


@dataclass(frozen=True, slots=True)
class ServiceSeen:
    """A service on the map."""

    id: str
    title: str
    kind: ServiceKind
    calls: tuple[str, ...]
    health: Health
    version: str
    replicas: int
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """A figure of the business."""

    id: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class AlertSeen:
    """An alert that was raised; `cleared` is None while it stands."""

    id: str
    title: str
    level: Literal["critical", "warning", "information"]
    service: str | None
    detail: str
    raised: int
    cleared: int | None
    times: int
    """how often it was raised"""


@dataclass(frozen=True, slots=True)
class DeploymentSeen:
    """A version that went live, or was rolled back to."""

    second: int
    service: str
    version: str
    note: str


@dataclass(frozen=True, slots=True)
class FlagSeen:
    """A switch as it stands."""

    id: str
    title: str
    service: str
    on: bool
    changed: int | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a log; `level` as services write it."""

    second: int
    service: str
    level: Literal["INFO", "WARN", "ERROR"]
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the system showed."""

    act: int
    """the event that began it"""
    look: Look
    second: int
    """when it was through"""
    lines: tuple[LogLine, ...] = ()
    deployments: tuple[DeploymentSeen, ...] = ()
    notes: tuple[str, ...] = ()
    total: int = 0
    """log lines that fit, of which the newest are in `lines`"""


@dataclass(frozen=True, slots=True)
class OperationSeen:
    """An operation that was ordered. `ends` is when it will be or was through; `ok` is None until then."""

    act: int
    role: str
    action: Operate | Look
    began: int
    ends: int
    ok: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class OperationOffer:
    """An operation that can be ordered on a service, with the values it takes and how long it usually lasts."""

    operation: Operation
    service: str | None
    values: tuple[str, ...] | None
    """None: no value; empty: free text; else one of these"""
    regions: tuple[str, ...]
    takes: int
    what: str
    """in words: what it does and what it risks"""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that the system did of itself, to be recorded. Exactly one of alert, act and turn is set.

    An `alert` is raised for the first time (its inject is delivered); an `act` is an operation that is through.
    """

    second: int
    alert: str | None = None
    act: int | None = None
    turn: SystemTurn | None = None
    subject: str = ""
    service: str | None = None
    ok: bool = True
    text: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault as it really stands; for the facilitator alone."""

    fault: Fault
    began: int | None
    ended: int | None
    active: bool
    mends: tuple[str, ...]
    """in words: what ends it"""
    helps: tuple[Mend, ...] = ()
    """the same as the model reads it"""


@dataclass(frozen=True, slots=True)
class Toll:
    """What the outage has cost so far."""

    impact_seconds: int
    failed_requests: float
    cost: float
    currency: str


class Telemetry(Protocol):
    """What participants may see of the system."""

    def began(self) -> int:
        """The first second of the recorded past (zero or negative)."""
        ...

    def now(self) -> int:
        """The newest second that is measured."""
        ...

    def services(self) -> Sequence[ServiceSeen]: ...
    def figures(self) -> Sequence[FigureSeen]: ...
    def regions(self) -> Sequence[str]: ...
    def series(self, service: str, measure: Measure) -> Sequence[float]:
        """One value for each second from `began` to `now`; grows at its end, is never copied: do not change it."""
        ...

    def figure(self, name: str) -> Sequence[float]: ...
    def alerts(self) -> Sequence[AlertSeen]: ...
    def thresholds(self) -> Sequence[Level]:
        """The thresholds at which the monitoring raises alerts, as its charts show them."""
        ...

    def flags(self) -> Sequence[FlagSeen]: ...
    def operations(self) -> Sequence[OperationSeen]: ...
    def offers(self, service: str | None) -> Sequence[OperationOffer]: ...
    def found(self, act: int) -> Found | None:
        """What a look showed, once it is through."""
        ...

    def clock(self, second: int) -> str:
        """A second as the time of day in the story, `19:04:05`."""
        ...


class SimulatedSystem(Telemetry, Protocol):
    """The model itself: driven by seconds and by what people do, the same for the same input and seed."""

    def advance(self, second: int) -> Sequence[Happening]:
        """Compute up to and including a second; everything that has happened since the beginning, in order."""
        ...

    def begin_fault(self, fault: Fault, second: int) -> None:
        """Let a fault begin; it shows from this second on, which must lie ahead of `now`."""
        ...

    def end_fault(self, name: str, second: int) -> None: ...
    def refusal(self, action: Operate | Look) -> str | None:
        """Why an operation cannot be ordered, in words; None where it can."""
        ...

    def order(self, act: int, role: str, action: Operate | Look, second: int) -> None:
        """An operation or a look was ordered; it begins at this second, which must lie ahead of `now`."""
        ...

    def truth(self) -> Sequence[FaultSeen]: ...
    def impact(self) -> bool:
        """Whether users notice something now."""
        ...

    def recovered(self) -> bool: ...
    def toll(self) -> Toll: ...
