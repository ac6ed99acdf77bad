"""The simulation part of a scenario: a modelled system, what fails in it, and what can be done about it.

Rates are requests per second, shares run from 0 to 1 (`30%` in a file), memory is in MiB. What the figures mean is
described with the model in trainer/core/services.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from trainer.core.experiments import Experiment
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.script_parts import Channel, Expected, Question, Release
from trainer.core.time import MINUTE, SECOND, Duration

HOUR: Final = 60 * MINUTE


def _share(value: Any) -> Any:
    """A share as people write it: 0.3 or 30%."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1].replace(",", ".")) / 100
        except ValueError:
            pass
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            text = f"{value[:40]!r} is not a share"
            raise PydanticCustomError(
                "bad-share", "{text}", {"text": text, "fix": "write it like 30% or 0.3"}
            ) from None
    return value


_SHARE_SCHEMA: Final = {"type": ["number", "string"], "description": "30% or 0.3"}
Share = Annotated[float, BeforeValidator(_share), Field(ge=0, le=1), WithJsonSchema(_SHARE_SCHEMA)]
Limit = Annotated[
    float,
    BeforeValidator(_share),
    WithJsonSchema({"type": ["number", "string"], "description": "a number, or a share such as 5%"}),
]
Rate = Annotated[float, Field(ge=0, le=1e9)]
Times = Annotated[float, Field(ge=0, le=1_000)]
"""A multiplier."""


class ServiceKind(StrEnum):
    """What a service is; it decides which operations make sense and how it fails."""

    SERVICE = "service"
    DATABASE = "database"
    QUEUE = "queue"
    CACHE = "cache"
    EXTERNAL = "external"


class Measure(StrEnum):
    """What is measured of a service; units in brackets."""

    RATE = "rate"
    """requests that arrived (per second)"""
    GOOD = "good"
    """requests answered well (per second)"""
    FAILED = "failed"
    """requests that failed (per second)"""
    ERRORS = "errors"
    """share of requests that failed (0 to 1)"""
    P50 = "p50"
    """median response time (seconds)"""
    P95 = "p95"
    """95th percentile of response times (seconds)"""
    P99 = "p99"
    """99th percentile of response times (seconds)"""
    SATURATION = "saturation"
    """share of the workers that are busy (0 to 1)"""
    QUEUE = "queue"
    """requests or messages that wait"""
    QUEUE_AGE = "queue age"
    """how long the newest would wait (seconds)"""
    MEMORY = "memory"
    """memory in use per replica (MiB)"""
    MEMORY_LEFT = "memory full in"
    """time until memory is full at the trend of the last ten minutes (seconds); very long where it does not grow"""
    DISK = "disk"
    """share of the disk in use (0 to 1)"""
    REPLICAS = "replicas"
    """replicas that serve"""


class Operation(StrEnum):
    """What a participant can do to the system."""

    ROLL_BACK = "roll back"
    FAIL_OVER = "fail over"
    SHIFT_TRAFFIC = "shift traffic"
    SWITCH_FLAG = "switch flag"
    RESTART = "restart"
    SCALE = "scale"
    BLOCK = "block"
    RESTORE = "restore"
    RENEW_CERTIFICATE = "renew certificate"
    ROTATE_CREDENTIALS = "rotate credentials"
    FREE_SPACE = "free space"
    DRAIN_QUEUE = "drain queue"
    CHANGE_CONFIGURATION = "change configuration"


class FaultKind(StrEnum):
    """What can go wrong in the modelled system."""

    BAD_DEPLOYMENT = "bad deployment"
    CONFIGURATION_ERROR = "configuration error"
    DEPENDENCY_DOWN = "dependency down"
    REGION_LOST = "region lost"
    NODE_LOST = "node lost"
    DATABASE_SLOW = "database slow"
    DATABASE_FULL = "database full"
    QUEUE_BACKLOG = "queue backlog"
    CERTIFICATE_EXPIRED = "certificate expired"
    LEAK = "leak"
    TRAFFIC_SURGE = "traffic surge"
    CREDENTIAL_LEAK = "credential leak"
    DATA_DELETED = "data deleted"


class Effect(Written):
    """How a version, a flag, a fault or a measure changes a service; what is not named stays as it is."""

    slower: Times | None = None
    """how many times as long a request takes"""
    errors: Share | None = None
    """share of requests that fail of themselves"""
    capacity: Times | None = None
    """share of the replicas that can be used"""
    load: Times | None = None
    """how many times as many requests arrive from outside"""
    retries: Annotated[int, Field(ge=0, le=20)] | None = None
    timeout: Duration | None = None
    leak: float | None = None
    """MiB that each replica loses a minute"""
    consume: Times | None = None
    """how many times as fast a queue is worked off"""
    disk: float | None = None
    """share of the disk that is filled a minute"""
    log: Line | None = None
    """what the service writes to its log while this holds"""


class Call(Written):
    """A dependency: each request to the caller makes `per_request` calls."""

    service: Identifier
    per_request: Times = 1
    needed: bool = True
    """whether the caller's request fails when the call fails"""
    flag: Identifier | None = None
    """only while this flag is on"""


class Version(Written):
    """A version that was deployed; `ago` is how long before the start of play."""

    id: Identifier
    ago: Duration = 0
    note: Text = ""
    effect: Effect = Effect()


class Backup(Written):
    """A backup that may be restored; whether it is `good` is known only by trying."""

    id: Identifier
    title: Line
    age: Duration = 0
    good: bool = True


class ServicePart(Written):
    """One service of the modelled system."""

    id: Identifier
    title: Line
    kind: ServiceKind = ServiceKind.SERVICE
    replicas: Annotated[int, Field(ge=1, le=10_000)] | dict[str, int] = 2
    """in all, or by region"""
    workers: Annotated[int, Field(ge=1, le=10_000)] = 8
    """requests that one replica works on at once"""
    takes: Duration = 50_000
    """its own work on a request, on average, without the calls that it makes"""
    timeout: Duration = 5 * SECOND
    """how long a caller waits for an answer"""
    retries: Annotated[int, Field(ge=0, le=20)] = 0
    """how often it tries a failed call again"""
    queue_limit: Annotated[int, Field(ge=0)] = 1_000
    """requests that may wait for a worker; more are turned away"""
    load: Rate = 0
    """requests per second from outside on a day's average hour"""
    errors: Share = 0.001
    calls: tuple[Call, ...] = ()
    memory: Rate = 512
    memory_limit: Rate = 1_024
    disk: Share = 0.4
    restart_takes: Duration = 45 * SECOND
    versions: tuple[Version, ...] = ()
    """newest last"""
    backups: tuple[Backup, ...] = ()
    certificate_expires: Duration | None = None
    """after so much play"""
    logs: tuple[Line, ...] = ()
    """what it writes to its log on a quiet day"""


class Flag(Written):
    """A switch; `effect` holds for `service` while it is on."""

    id: Identifier
    title: Line
    service: Identifier
    on: bool = True
    effect: Effect = Effect()


class Figure(Written):
    """A figure of the business that follows from a service's requests, such as checkouts per minute."""

    id: Identifier
    title: Line
    service: Identifier
    of: Literal["rate", "good", "failed"] = "good"
    per: Literal["second", "minute"] = "minute"
    factor: Times = 1
    unit: Line | None = None


class Level(Written):
    """A threshold on what is measured: of a service, or a figure of the business. Exactly one of above and below.

    Response times, ages and times left are in seconds, shares from 0 to 1 or with a percent sign.
    """

    service: Identifier | None = None
    figure: Identifier | None = None
    measure: Measure | None = None
    above: Limit | None = None
    below: Limit | None = None
    for_: Duration = Field(default=0, alias="for")
    """how long without a break"""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        measured = self.service is not None and self.measure is not None and self.figure is None
        business = self.figure is not None and self.service is None and self.measure is None
        if not (measured or business) or (self.above is None) == (self.below is None):
            raise PydanticCustomError(
                "bad-threshold",
                "a threshold names a service and a measure, or a figure, and is either above or below",
                {"fix": "write it like {service: checkout, measure: errors, above: 5%, for: 2m}"},
            )
        return self


class AlertRule(Written):
    """An alert as the monitoring raises it: an inject that is released when a threshold is crossed."""

    id: Identifier
    title: Line
    when: Level
    level: Literal["critical", "warning", "information"] = "critical"
    channel: Channel = Channel.ALERT
    from_: Line = Field(default="Monitoring", alias="from")
    to: tuple[Identifier, ...] = ()
    text: Text = ""
    expects: tuple[Expected, ...] = ()
    questions: tuple[Question, ...] = ()
    hints: tuple[Line, ...] = ()
    note: Text = ""


class Mend(Written):
    """An operation that ends a fault, on the fault's own service unless it names another."""

    operation: Operation
    service: Identifier | None = None
    value: Line | None = None


class Fault(Written):
    """Something that breaks; it begins when it is released, like an inject that reaches nobody."""

    id: Identifier
    title: Line
    kind: FaultKind
    service: Identifier | None = None
    region: Identifier | None = None
    release: Release = Release(at=0)
    effect: Effect = Effect()
    """in place of, or beside, what the kind does of itself"""
    lasts: Duration | None = None
    """ends of itself after so long; with `every` it comes back"""
    every: Duration | None = None
    value: Line | None = None
    """the version, flag or region that it is about"""
    mended_by: tuple[Mend, ...] = ()
    """any of these ends it; without, what usually helps against its kind"""
    known_as: tuple[Line, ...] = ()
    """words by which a stated cause is recognised as the right one"""
    note: Text = ""


class OperationRule(Written):
    """How an operation works in this system, where it differs from the usual."""

    operation: Operation
    service: Identifier | None = None
    takes: Duration | None = None
    fails: Share | None = None
    available: bool = True
    note: Text = ""


class Cost(Written):
    """What the outage costs."""

    per_minute: Rate = 0
    per_failed: Rate = 0
    currency: Line = "EUR"


class Simulation(Written):
    """What a simulation runs on: a modelled system, real experiments, or both.

    Impact begins when one of `impact_when` holds; the system has recovered when all of `recovered_when` hold.
    """

    services: tuple[ServicePart, ...] = ()
    flags: tuple[Flag, ...] = ()
    regions: tuple[Identifier, ...] = ()
    figures: tuple[Figure, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    faults: tuple[Fault, ...] = ()
    operations: tuple[OperationRule, ...] = ()
    impact_when: tuple[Level, ...] = ()
    recovered_when: tuple[Level, ...] = ()
    cost: Cost = Cost()
    look_takes: Duration = 10 * SECOND
    """how long it takes to search logs or to look something up"""
    day_shape: tuple[Times, ...] = ()
    """24 factors on the load, one for each hour of the day; without, the load is even"""
    starts_at: Line = "09:00"
    """time of day at which play starts, for the daily shape and the time stamps of logs"""
    history: Duration = HOUR
    """how much of a quiet past the charts show at the start"""
    noise: Share = 0.03
    experiments: tuple[Experiment, ...] = ()
