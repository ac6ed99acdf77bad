"""What earlier drills on the same plan left behind, as it is written into the journal of the next one.

It is part of the journal, so that a report stays a function of journal, scenario and plan alone.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from trainer.core.time import Micros


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EarlierStep(_Fact):
    """How a step went in an earlier drill: its outcome, and where it was timed how long it took (microseconds).

    `competent` says that the right role did it, in order and unprompted; only such times speak for or against a target.
    """

    step: str
    outcome: str
    elapsed: Micros | None = None
    limit: Micros | None = None
    competent: bool = False


class EarlierGap(_Fact):
    """A gap that an earlier drill found; `subject` is what it was about, the step where it was about one."""

    code: str
    kind: Literal["plan", "capability", "execution", "artefact"]
    subject: str
    step: str | None = None


class EarlierAction(_Fact):
    """A corrective action that an earlier drill led to. Dates are ISO days; `gap` has the form `G05-declare`.

    `status` is how it stood when the next drill was set up; `due` is the date agreed, if one was.
    """

    id: str
    gap: str
    action: str
    status: Literal["proposed", "assigned", "closed", "accepted risk"]
    owner: str = ""
    due: str | None = None
    closed: str | None = None


class EarlierDrill(_Fact):
    """One earlier exercise on the same plan. `held` is the ISO day on which play began."""

    exercise: str
    title: str
    kind: Literal["tabletop", "walk-through", "simulation"]
    held: str
    plan_version: str
    steps: tuple[EarlierStep, ...] = ()
    gaps: tuple[EarlierGap, ...] = ()
    actions: tuple[EarlierAction, ...] = ()
