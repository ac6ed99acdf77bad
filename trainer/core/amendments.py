"""Changes of a plan as values: what is set or added where, why, and what became of the proposal.

An edit speaks of the plan as it is written in its file: keys, and in lists the `id` of an entry. Durations and dates
are texts, as people write them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Place = tuple[str, ...]
"""The way to a part of a plan file: `("procedures", "detection", "steps", "classify", "target", "within", "SEV1")`."""

Verdict = Literal["accepted", "edited", "rejected"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Edit(_Value):
    """One change at one place.

    `set` gives the key at the end of `place` a value, whether it is there or not. `add` puts a value into the list at
    `place`, behind the entry named by `after`, or at the end; a list that does not exist yet is made.
    """

    do: Literal["set", "add"]
    place: Place = Field(min_length=1)
    value: JsonValue
    after: str | None = None


class Amendment(_Value):
    """A proposed change of the plan that answers one gap; `reason` names the figures and their number.

    `retest` are the steps that the next drill has to put to the test when it was accepted.
    """

    id: str
    gap: str
    title: str
    reason: str
    edits: tuple[Edit, ...] = Field(min_length=1)
    retest: tuple[str, ...] = ()
