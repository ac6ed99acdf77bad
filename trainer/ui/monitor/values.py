"""How measured figures are called, written and scaled. Needs no Qt; units as in `core.simulation.Measure`."""

from __future__ import annotations

import math
from typing import Final, Literal, NamedTuple, get_args

from trainer.core.services.views import Health
from trainer.core.simulation import Measure, Operation, ServiceKind
from trainer.ui.look.tokens import Status
from trainer.ui.words import format_duration

__all__ = [
    "HEALTH", "KIND_WORDS", "MEASURES", "OPERATIONS", "VALUES", "HealthLook", "MeasureLook", "Unit", "axis", "say",
]  # fmt: skip

Unit = Literal["rate", "share", "seconds", "count", "mib", "left"]
NOTHING: Final = "–"
_VERY_LONG: Final = 30 * 86_400
"""Seconds: memory that lasts longer is not said to run full."""

_WHOLE_TIMES: Final = (60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600)


class MeasureLook(NamedTuple):
    """What a measure is called on a chart, and its unit."""

    title: str
    unit: Unit


class HealthLook(NamedTuple):
    """How a service's health is said and shown."""

    word: str
    status: Status
    icon: str


MEASURES: Final[dict[Measure, MeasureLook]] = {
    Measure.RATE: MeasureLook("all", "rate"),
    Measure.GOOD: MeasureLook("good", "rate"),
    Measure.FAILED: MeasureLook("failed", "rate"),
    Measure.ERRORS: MeasureLook("errors", "share"),
    Measure.P50: MeasureLook("p50", "seconds"),
    Measure.P95: MeasureLook("p95", "seconds"),
    Measure.P99: MeasureLook("p99", "seconds"),
    Measure.SATURATION: MeasureLook("busy", "share"),
    Measure.QUEUE: MeasureLook("waiting", "count"),
    Measure.QUEUE_AGE: MeasureLook("age", "seconds"),
    Measure.MEMORY: MeasureLook("per replica", "mib"),
    Measure.MEMORY_LEFT: MeasureLook("full in", "left"),
    Measure.DISK: MeasureLook("in use", "share"),
    Measure.REPLICAS: MeasureLook("serving", "count"),
}

HEALTH: Final[dict[Health, HealthLook]] = {
    "well": HealthLook("well", "ok", "ok"),
    "warning": HealthLook("warning", "warn", "warning"),
    "critical": HealthLook("critical", "bad", "cross"),
    "down": HealthLook("down", "bad", "stop"),
}

KIND_WORDS: Final[dict[ServiceKind, str]] = {
    ServiceKind.SERVICE: "service",
    ServiceKind.DATABASE: "database",
    ServiceKind.QUEUE: "queue",
    ServiceKind.CACHE: "cache",
    ServiceKind.EXTERNAL: "third party",
}

OPERATIONS: Final[dict[Operation, tuple[str, str]]] = {
    Operation.ROLL_BACK: ("Roll back", "undo"),
    Operation.FAIL_OVER: ("Fail over", "redo"),
    Operation.SHIFT_TRAFFIC: ("Shift traffic", "right"),
    Operation.SWITCH_FLAG: ("Switch a flag", "flag"),
    Operation.RESTART: ("Restart", "refresh"),
    Operation.SCALE: ("Scale", "up"),
    Operation.BLOCK: ("Block", "lock"),
    Operation.RESTORE: ("Restore a backup", "import"),
    Operation.RENEW_CERTIFICATE: ("Renew the certificate", "edit"),
    Operation.ROTATE_CREDENTIALS: ("Rotate credentials", "lock"),
    Operation.FREE_SPACE: ("Free space", "delete"),
    Operation.DRAIN_QUEUE: ("Drain the queue", "down"),
    Operation.CHANGE_CONFIGURATION: ("Change the configuration", "settings"),
}
"""Operations as they are offered: words and icon."""

VALUES: Final[dict[Operation, str]] = {
    Operation.ROLL_BACK: "Version",
    Operation.SHIFT_TRAFFIC: "Share",
    Operation.SWITCH_FLAG: "Flag",
    Operation.SCALE: "Replicas",
    Operation.BLOCK: "Address",
    Operation.RESTORE: "Backup",
    Operation.CHANGE_CONFIGURATION: "Setting",
}
"""What the value of an operation is called; others are just a value."""


def _figures(value: float) -> str:
    """Three figures at most, thousands as k and M: `0.4`, `12.3`, `345`, `1.2k`."""
    size = abs(value)
    for factor, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= factor * 0.9995:
            return _trimmed(value / factor) + letter
    return _trimmed(value)


def _trimmed(value: float) -> str:
    size = abs(value)
    decimals = 0 if size >= 99.95 or value == int(value) else 1 if size >= 9.995 else 2
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _seconds(value: float) -> str:
    if value < 0.9995:
        return f"{_trimmed(value * 1_000)} ms"
    return f"{_trimmed(value)} s" if value < 120 else format_duration(value)


def say(value: float | None, unit: Unit | str) -> str:
    """A figure with its unit; another text than a `Unit` is the unit itself. `–` where nothing was measured."""
    if value is None or math.isnan(value):
        return NOTHING
    match unit:
        case "rate":
            return f"{_figures(value)}/s"
        case "share":
            return f"{_trimmed(value * 100)} %"
        case "seconds":
            return _seconds(value) if math.isfinite(value) else "no answer"
        case "count":
            return _figures(value)
        case "mib":
            return f"{_trimmed(value / 1_024)} GiB" if value >= 10_000 else f"{_trimmed(round(value))} MiB"
        case "left":
            return "not foreseen" if value >= _VERY_LONG else format_duration(value)
        case _:
            return f"{_figures(value)} {unit}".rstrip()


def axis(top: float, unit: Unit | str) -> tuple[float, tuple[tuple[float, str], ...]]:
    """The upper end of a scale that holds `top`, and its marks with what stands at them; nought is the lower end."""
    least = {"share": 0.01, "seconds": 0.01, "rate": 1.0, "mib": 16.0}.get(unit, 1.0)
    top = max(top, least) if math.isfinite(top) else least
    step = _step(top / 3)
    if unit == "share":
        step = min(step, 0.5)
    if unit == "left" or (unit == "seconds" and top >= 120):
        step = next((whole for whole in _WHOLE_TIMES if whole * 4 >= top), step)
    count = max(1, math.ceil(top / step - 1e-9))
    end = min(1.0, count * step) if unit == "share" and top <= 1 else count * step
    marks = [number * step for number in range(count + 1) if number * step <= end * 1.0001]
    plain = unit not in get_args(Unit)  # the unit of a business figure stands at its newest value
    return end, tuple(
        (mark, (_figures(mark) if plain else say(mark, unit)) if mark else "0") for mark in marks
    )


def _step(rough: float) -> float:
    """The next larger of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.9999)
