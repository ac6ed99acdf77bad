"""How the monitoring colours a service: from its measured figures, never from what is really broken."""

from __future__ import annotations

from typing import Final

from trainer.core.services.measuring import Tape
from trainer.core.services.views import Health
from trainer.core.simulation import Measure, ServiceKind, ServicePart
from trainer.core.time import SECOND

_DOWN: Final = 0.5
_CRITICAL: Final = 0.05
_WARNING: Final = 0.02
_FULL: Final = 0.9
_AGES: Final = (60.0, 600.0)


def health_of(tape: Tape, part: ServicePart, normal: tuple[float, float] | None) -> Health:
    """Down: half of the requests fail or no replica serves. Critical: 5 % fail, or answers take the whole timeout.

    Warning: 2 % fail, answers take three times the usual or half the timeout, workers, memory or disk are 90 % in
    use. Answers count where requests arrive. A queue is coloured by the age of what waits: a minute, ten minutes.
    """
    errors = tape.newest(part.id, Measure.ERRORS)
    if errors >= _DOWN or tape.newest(part.id, Measure.REPLICAS) < 1:
        return "down"
    if part.kind is ServiceKind.QUEUE:
        return _queue(tape, part, errors)
    timeout = part.timeout / SECOND
    # Where no request arrives, nothing was answered slowly: what the model gives is what an answer would take.
    slow = tape.newest(part.id, Measure.P95) if tape.newest(part.id, Measure.RATE) > 0 else 0.0
    usual_errors, usual = normal if normal is not None else (part.errors, timeout)
    if errors >= max(_CRITICAL, 2 * usual_errors) or slow >= 0.9 * timeout:
        return "critical"
    scarce = max(
        tape.newest(part.id, Measure.SATURATION),
        tape.newest(part.id, Measure.MEMORY) / max(part.memory_limit, part.memory, 1.0),
        tape.newest(part.id, Measure.DISK),
    )
    warned = errors >= max(_WARNING, 2 * usual_errors) or (slow > 0 and slow >= min(3 * usual, 0.5 * timeout))
    return "warning" if warned or scarce >= _FULL else "well"


def _queue(tape: Tape, part: ServicePart, errors: float) -> Health:
    age = tape.newest(part.id, Measure.QUEUE_AGE)
    if errors >= _CRITICAL or age >= _AGES[1]:
        return "critical"
    return "warning" if errors >= _WARNING or age >= _AGES[0] else "well"
