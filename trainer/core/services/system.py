"""The simulated system: the model's parts joined behind the faces of `views`."""

from __future__ import annotations

from trainer.core.services.views import SimulatedSystem
from trainer.core.simulation import Simulation


def System(simulation: Simulation, seed: int) -> SimulatedSystem:  # noqa: N802
    """A system at the start of play."""
    raise NotImplementedError
