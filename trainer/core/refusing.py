"""Refusals: what a command may name, and what makes no sense now."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core import events as ev
from trainer.core.scenario import Inject
from trainer.core.state import State


class Refused(Exception):
    """A command that makes no sense now; the message says why, in words for the person who gave it."""


def known_inject(state: State, name: str) -> Inject:
    """The inject of a name. Raises Refused."""
    inject = state.script.injects.get(name)
    if inject is None:
        raise Refused(f"The scenario has no inject {name}.")
    return inject


def known_role(state: State, role: str) -> None:
    """Raises Refused where the plan has no such role."""
    require(role in state.script.roles, f"The plan has no role {role}.")


def require(holds: bool, otherwise: str) -> None:
    """Raises Refused, in the words given, where something does not hold."""
    if not holds:
        raise Refused(otherwise)


def deliveries_of(state: State, inject: str) -> Iterator[ev.InjectDelivered | ev.AdHocInjectDelivered]:
    """The deliveries of a message that were not called back."""
    for record in state.records:
        event = record.event
        if not isinstance(event, ev.InjectDelivered | ev.AdHocInjectDelivered):
            continue
        if event.inject == inject and record.seq not in state.undone:
            yield event
