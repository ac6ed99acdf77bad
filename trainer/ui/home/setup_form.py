"""What is chosen when an exercise is set up, and what is pointed out before it starts. Needs no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from trainer.core.events import Seat
from trainer.core.plan import Role
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.ui.home.words import counted
from trainer.ui.look.tokens import Status
from trainer.workspace import Setup

__all__ = ["TEAMS", "Casting", "Finding", "Played", "Wanted", "findings", "role_facts", "seats"]

Played = Literal["person", "virtual", "nobody"]

TEAMS: Final[dict[str, str]] = {
    "perfect": "Does every step by the right role and well in time.",
    "typical": "Mostly in time; some steps are late, skipped or done by the wrong role.",
    "struggling": "Often late, opens the plan rarely, and misses steps.",
}
"""Virtual teams by name, and what they are like."""


@dataclass(frozen=True)
class Casting:
    """Who plays one role, and whether its seat gets a window on this screen."""

    role: str
    title: str
    played: Played = "person"
    name: str = ""
    window: bool = False


@dataclass(frozen=True)
class Finding:
    """Something to know before the start; `blocks` when the exercise cannot start with it."""

    text: str
    status: Status
    blocks: bool = False


@dataclass(frozen=True)
class Wanted:
    """A new exercise as it was set up: what it is made of, and what is opened with it.

    `speed` is None where the facilitator starts the clock later.
    """

    setup: Setup
    speed: int | None
    windows: tuple[str, ...]
    room: bool


def seats(castings: Sequence[Casting]) -> tuple[Seat, ...]:
    """The seats of the exercise: roles that somebody plays."""
    return tuple(
        Seat(
            role=one.role,
            name=one.name.strip() if one.played == "person" else "",
            virtual=one.played == "virtual",
        )
        for one in castings
        if one.played != "nobody"
    )


def role_facts(script: Script, role: str) -> str:
    """What a person who takes a role should know, in one line."""
    steps = _steps_of(script, role)
    found = script.roles.get(role)
    walks = script.kind is Kind.WALKTHROUGH
    parts = [counted(steps, _step_word(script)) if steps or not walks else "no step of its own"]
    if found is not None:
        parts += [] if found.required else ["optional"]
        if found.deputies:
            parts.append(f"deputy: {_titles(script, found.deputies)}")
    return " · ".join(parts)


def findings(script: Script, castings: Sequence[Casting]) -> tuple[Finding, ...]:
    """What is to be pointed out before the exercise starts."""
    if all(one.played == "nobody" for one in castings):
        return (Finding("Nobody plays any role; choose who plays at least one.", "bad", blocks=True),)
    return (*_really_broken(script), *_unplayed(script, castings), *_kept_apart(script, castings))


def _really_broken(script: Script) -> Iterator[Finding]:
    targets = ", ".join(dict.fromkeys(each.target for each in script.experiments.values()))
    if targets:
        yield Finding(
            f"It breaks a real system: {targets}. Nothing runs before you have approved it on the next page.",
            "info",
        )


def _unplayed(script: Script, castings: Sequence[Casting]) -> Iterator[Finding]:
    played = {one.role for one in castings if one.played != "nobody"}
    for one in castings:
        if one.played != "nobody":
            continue
        text = f"Nobody plays {one.title}."
        steps = _steps_of(script, one.role)
        if steps:
            rest = "rests" if steps == 1 else "rest"
            text = f"Nobody plays {one.title}: {counted(steps, _step_word(script))} {rest} on this role."
        deputies = [name for name in _role(script, one.role).deputies if name in played]
        if deputies:
            text += f" {_titles(script, deputies)} may stand in as deputy."
        yield Finding(text, "warn" if steps else "info")


def _kept_apart(script: Script, castings: Sequence[Casting]) -> Iterator[Finding]:
    people = [one for one in castings if one.played == "person" and one.name.strip()]
    for one, other in combinations(people, 2):
        same = one.name.strip().casefold() == other.name.strip().casefold()
        apart = (
            other.role in _role(script, one.role).not_with or one.role in _role(script, other.role).not_with
        )
        if same and apart:
            text = f"{one.name.strip()} plays {one.title} and {other.title}, which the plan keeps apart."
            yield Finding(text, "warn")


def _role(script: Script, name: str) -> Role:
    return script.roles.get(name) or Role(id=name, title=name)


def _step_word(script: Script) -> str:
    # In a walk-through every step is asked about; in the other kinds steps are expected to be done.
    return "step" if script.kind is Kind.WALKTHROUGH else "expected step"


def _steps_of(script: Script, role: str) -> int:
    return sum(script.steps[name].role == role for name in script.scope)


def _titles(script: Script, names: Sequence[str]) -> str:
    return ", ".join(_role(script, name).title for name in names)
