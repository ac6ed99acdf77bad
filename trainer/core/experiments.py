"""Experiments in a real, non-production system, as a scenario names them (Chaos Toolkit's format)."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.script_parts import Release
from trainer.core.time import MINUTE, SECOND, Duration


class ExperimentActivity(Written):
    """An activity of an experiment's method, by its name there, and when it is released."""

    name: Line
    release: Release = Release(by_hand=True)
    title: Line | None = None
    known_as: tuple[Line, ...] = ()
    """words by which a stated cause is recognised as the right one"""


class Experiment(Written):
    """An experiment of Chaos Toolkit: its method's activities are injects, its hypothesis says when all is well.

    Exactly one of `file` (beside the scenario) and `inline` (the experiment itself). Nothing of it runs before a person
    has seen what it does, confirmed that the target is not production and typed the target's name.
    """

    id: Identifier
    target: Line
    """what the experiment works on; a person types it to confirm"""
    file: Line | None = None
    inline: dict[str, Any] | None = None
    activities: tuple[ExperimentActivity, ...] = ()
    probe_every: Duration = 2 * SECOND
    time_limit: Duration = 90 * MINUTE
    """rollbacks run when it has passed, whatever happens"""
    note: Text = ""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.file is None) == (self.inline is None):
            raise PydanticCustomError(
                "bad-experiment",
                "an experiment is either a `file` or `inline`",
                {"fix": "give exactly one of them"},
            )
        return self

    def names(self) -> tuple[str, ...]:
        """The activities that are injects, in order: those listed, else all actions of an inline method."""
        if self.activities or self.inline is None:
            return tuple(activity.name for activity in self.activities)
        method = self.inline.get("method")
        listed = method if isinstance(method, list) else []
        return tuple(
            str(each["name"])
            for each in listed
            if isinstance(each, dict) and each.get("type") == "action" and each.get("name")
        )
