"""What bears on a service at a moment: versions, flags, faults and measures, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trainer.core.simulation import Effect
from trainer.core.time import SECOND


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that changes services while it stands: a fault, an operation under way, a measure."""

    effect: Effect
    service: str | None = None
    """None: every service"""
    region: str | None = None
    hangs: bool = False
    """whether failed requests get no answer at all, instead of a refusal at once"""
    admitted: float = 1.0
    """share of the requests that are let in"""

    def bears_on(self, service: str, region: str | None) -> bool:
        """Whether a service in a region is concerned."""
        return self.service in (None, service) and self.region in (None, region)


@dataclass(slots=True)
class Bearing:
    """Everything that bears on a service, multiplied or added up; the last word counts on retries and timeout."""

    slower: float = 1.0
    sound: float = 1.0
    """share of requests that nothing makes fail"""
    capacity: float = 1.0
    load: float = 1.0
    consume: float = 1.0
    leak: float = 0.0
    """MiB a second"""
    disk: float = 0.0
    """share a second"""
    hung: float = 0.0
    admitted: float = 1.0
    retries: int | None = None
    timeout: float | None = None

    def add(self, effect: Effect) -> None:
        """Let an effect bear too."""
        self.slower *= 1.0 if effect.slower is None else effect.slower
        self.sound *= 1.0 - (effect.errors or 0.0)
        self.capacity *= 1.0 if effect.capacity is None else effect.capacity
        self.load *= 1.0 if effect.load is None else effect.load
        self.consume *= 1.0 if effect.consume is None else effect.consume
        self.leak += (effect.leak or 0.0) / 60
        self.disk += (effect.disk or 0.0) / 60
        self.retries = self.retries if effect.retries is None else effect.retries
        self.timeout = self.timeout if effect.timeout is None else effect.timeout / SECOND

    def add_standing(self, standing: Standing) -> None:
        """Let a fault, operation or measure bear too."""
        self.add(standing.effect)
        self.admitted *= standing.admitted
        if standing.hangs:
            self.hung = max(self.hung, standing.effect.errors or 0.0)


def together(effects: Iterable[Effect], standing: Iterable[Standing]) -> Bearing:
    """What effects and standing causes come to."""
    bearing = Bearing()
    for effect in effects:
        bearing.add(effect)
    for one in standing:
        bearing.add_standing(one)
    return bearing


def over(effect: Effect, usual: Effect) -> Effect:
    """An effect with what it does not name taken from the usual one."""
    return usual.model_copy(update={name: getattr(effect, name) for name in effect.model_fields_set})
