"""What can go wrong around experiments; every message is one line that says what, where, and what to do."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from trainer.core.problems import one_line

HOW_TO_INSTALL: Final = (
    "experiments in a real system need Chaos Toolkit, which is an extra of this program: "
    'install it with pip install "incident-trainer[chaos]"'
)


class ChaosError(Exception):
    """Something stands in the way of an experiment."""

    def __init__(self, message: str) -> None:
        # Names in it come from files: they must not forge a second line.
        super().__init__(one_line(message, 1_000))


def missing() -> str:
    """How to install what experiments need; empty where it is there. Nothing of it is loaded for the answer."""
    return "" if find_spec("chaoslib") is not None else HOW_TO_INSTALL
