"""A scripted team: which virtual participant does what, and when. Written by people, for rehearsals and tests."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from trainer.core.actions import Action
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.time import Duration

_TIMING: Final = frozenset({"at", "after", "delay", "action"})


class ScriptedAct(Written):
    """One act: `at` an exercise time, or a `delay` after an inject reached the role; the other keys are the action's.

    Written flat: `{at: 2m, do: acknowledge, inject: first-alert}`.
    """

    at: Duration | None = None
    after: Identifier | None = None
    delay: Duration = 0
    action: Annotated[Action, Field(description="the action's own keys stand beside at, after and delay")]

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "action" in value:
            return value
        timing = {key: part for key, part in value.items() if key in _TIMING}
        return {**timing, "action": {key: part for key, part in value.items() if key not in _TIMING}}

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.at is None) == (self.after is None):
            raise PydanticCustomError(
                "bad-time",
                "an act happens `at` a time or `after` an inject",
                {"fix": "give exactly one of at and after"},
            )
        return self


class Member(Written):
    """A virtual participant: the role played, and what is done in it. `opens_plan`: each step is looked up first."""

    role: Identifier
    name: Line | None = None
    opens_plan: bool = True
    acts: tuple[ScriptedAct, ...] = ()


class Team(Written):
    """A scripted team."""

    team: Line
    scenario: Identifier | None = None
    note: Text = ""
    members: tuple[Member, ...] = Field(min_length=1)
