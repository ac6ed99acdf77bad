"""The model of simulated services: telemetry, faults, effects of actions."""

from trainer.core.services.system import System as System
