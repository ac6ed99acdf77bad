"""The monitoring that participants look at: the telemetry of a system and nothing of its truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trainer.core.services.views import (
    AlertSeen,
    FigureSeen,
    FlagSeen,
    Found,
    OperationOffer,
    OperationSeen,
    ServiceSeen,
    Telemetry,
)
from trainer.core.simulation import Level, Measure


class Monitor:
    """Passes on what `Telemetry` offers; holds no way to anything else. Implements Telemetry."""

    __slots__ = ("_system",)

    def __init__(self, system: Callable[[], Telemetry]) -> None:
        self._system = system

    def began(self) -> int:
        """The first second of the recorded past."""
        return self._system().began()

    def now(self) -> int:
        """The newest second that is measured."""
        return self._system().now()

    def services(self) -> Sequence[ServiceSeen]:
        """Every service as the map shows it."""
        return self._system().services()

    def figures(self) -> Sequence[FigureSeen]:
        """Figures of the business."""
        return self._system().figures()

    def regions(self) -> Sequence[str]:
        """Regions of the system."""
        return self._system().regions()

    def series(self, service: str, measure: Measure) -> Sequence[float]:
        """What was measured of a service, a value a second."""
        return self._system().series(service, measure)

    def figure(self, name: str) -> Sequence[float]:
        """A figure of the business, a value a second."""
        return self._system().figure(name)

    def alerts(self) -> Sequence[AlertSeen]:
        """Alerts that were raised, oldest first."""
        return self._system().alerts()

    def thresholds(self) -> Sequence[Level]:
        """Thresholds at which alerts are raised."""
        return self._system().thresholds()

    def flags(self) -> Sequence[FlagSeen]:
        """Switches as they stand."""
        return self._system().flags()

    def operations(self) -> Sequence[OperationSeen]:
        """Operations that were ordered, oldest first."""
        return self._system().operations()

    def offers(self, service: str | None) -> Sequence[OperationOffer]:
        """What can be done to a service, or to the system as a whole."""
        return self._system().offers(service)

    def found(self, act: int) -> Found | None:
        """What a look showed, once it is through."""
        return self._system().found(act)

    def clock(self, second: int) -> str:
        """A second as the time of day in the story."""
        return self._system().clock(second)
