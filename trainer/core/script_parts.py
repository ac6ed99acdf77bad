"""The smaller parts that scripts are made of: kinds, channels, conditions, releases, what is expected and asked."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from trainer.core.anchors import Anchor
from trainer.core.model import Identifier, Line, Text, Written
from trainer.core.time import Duration


class Kind(StrEnum):
    """The three kinds of exercise (NIST SP 800-53r5 IR-3, CP-4)."""

    TABLETOP = "tabletop"
    WALKTHROUGH = "walk-through"
    SIMULATION = "simulation"


class Channel(StrEnum):
    """How an inject reaches people."""

    ALERT = "alert"
    PAGE = "page"
    TICKET = "ticket"
    CHAT = "chat"
    MAIL = "mail"
    PHONE = "phone"
    STATUS_PAGE = "status page"
    NEWS = "news"
    SOCIAL = "social"
    DASHBOARD = "dashboard"


class Difficulty(StrEnum):
    """How demanding a scenario is for a team that knows its plan."""

    INTRODUCTORY = "introductory"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Condition(Written):
    """One statement about the exercise so far; exactly one key.

    `done` and `overdue` name a plan step, `delivered` an inject, `chose` a decision's option as `decision/option`,
    `severity` the severity in force, `reached` an anchor event, `from_time` the scenario time.
    """

    done: Identifier | None = None
    overdue: Identifier | None = None
    delivered: Identifier | None = None
    chose: Line | None = None
    severity: Line | None = None
    reached: Anchor | None = None
    from_time: Duration | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.model_fields_set) != 1:
            keys = "done, overdue, delivered, chose, severity, reached, from_time, all, any, not"
            raise PydanticCustomError(
                "bad-condition",
                "a condition has exactly one key",
                {"fix": f"choose one of {keys}; join with all or any"},
            )
        return self

    def parts(self) -> Iterator[Condition]:
        """This condition and every one inside it."""
        yield self
        for inner in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from inner.parts()


class After(Written):
    """An event that an inject follows: exactly one of `inject`, `step`, `chose` or `reached`, plus a delay."""

    inject: Identifier | None = None
    step: Identifier | None = None
    chose: Line | None = None
    reached: Anchor | None = None
    delay: Duration = 0

    @model_validator(mode="after")
    def _one_event(self) -> Self:
        if sum(value is not None for value in (self.inject, self.step, self.chose, self.reached)) != 1:
            raise PydanticCustomError(
                "bad-release",
                "`after` names exactly one event",
                {"fix": "give one of inject, step, chose or reached"},
            )
        return self


class Release(Written):
    """When an inject is due: `at` a scenario time, `after` an event, `when` a condition holds, or `by_hand`."""

    at: Duration | None = None
    after: After | None = None
    when: Condition | None = None
    by_hand: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.at is not None, self.after is not None, self.when is not None, self.by_hand)
        if sum(ways) != 1:
            raise PydanticCustomError(
                "bad-release",
                "an inject is released in exactly one way",
                {"fix": "give one of at, after, when or by_hand: true"},
            )
        return self


class Expected(Written):
    """An expected action: a step of the plan that an inject calls for.

    The plan gives owner, clock and limit. `within` adds a limit, counted from the inject's delivery, for a step to
    which the plan gives none; it never replaces the plan's own target.
    """

    step: Identifier
    within: Duration | None = None
    note: Text = ""


class Question(Written):
    """Something to discuss, and the points that a good answer touches."""

    ask: Line
    points: tuple[Line, ...] = ()
