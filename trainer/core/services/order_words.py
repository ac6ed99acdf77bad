"""Operations and looks in words, by the titles that the scenario gives to services, flags and backups.

Everybody hears these words, so nothing is taken for them but what participants see: no fault, no note, no effect.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from trainer.core.actions import Look, Operate
from trainer.core.services.reading import parsed_switch
from trainer.core.simulation import Operation, Simulation


class _Said(NamedTuple):
    """An operation before its object: as an order, and as the thing that was ordered."""

    order: str
    thing: str
    whole: str = "the system"
    """the object where no service is named"""
    value: str = " ({})"
    """how the value follows"""
    region: str = " in {}"
    """how the region follows"""


_WORDS: Final = {
    Operation.ROLL_BACK: _Said("roll back", "roll back of", value=" to {}"),
    Operation.FAIL_OVER: _Said("fail over", "failover of", region=" to {}"),
    Operation.SHIFT_TRAFFIC: _Said(
        "shift the traffic of", "shift of the traffic of", value=" to {}", region=" in {}"
    ),
    Operation.SWITCH_FLAG: _Said("switch a flag of", "switching a flag of"),
    Operation.RESTART: _Said("restart", "restart of"),
    Operation.SCALE: _Said("scale", "scaling of", value=" to {} replicas"),
    Operation.BLOCK: _Said("block", "blocking of", whole=""),
    Operation.RESTORE: _Said("restore", "restore of", value=" from {}"),
    Operation.RENEW_CERTIFICATE: _Said("renew the certificate of", "renewal of the certificate of"),
    Operation.ROTATE_CREDENTIALS: _Said("rotate the credentials of", "rotation of the credentials of"),
    Operation.FREE_SPACE: _Said("free space on", "freeing of space on"),
    Operation.DRAIN_QUEUE: _Said("drain", "draining of"),
    Operation.CHANGE_CONFIGURATION: _Said("change the configuration of", "change of the configuration of"),
}


def order_words(simulation: Simulation | None, action: Operate) -> str:
    """An operation as it is ordered: `roll back Checkout to 416`, `switch off “Remember this device”`."""
    return _words(simulation, action, ordered=True)


def operation_words(simulation: Simulation | None, action: Operate | Look) -> str:
    """What was ordered or looked up: `roll back of Checkout to 416`, `the look at the logs of Checkout`."""
    if isinstance(action, Look):
        return f"the look at the {look_words(simulation, action)}"
    return _words(simulation, action, ordered=False)


def look_words(simulation: Simulation | None, look: Look) -> str:
    """What is looked at: `logs of Checkout`."""
    return f"{look.at} of {_service(simulation, look.service)}" if look.service else look.at


def first_up(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def _words(simulation: Simulation | None, action: Operate, ordered: bool) -> str:
    said = _WORDS[action.operation]
    head = said.order if ordered else said.thing
    switched = _switched(simulation, action, ordered)
    if switched:
        return switched
    place, value = _service(simulation, action.service), action.value
    region = said.region.format(action.region) if action.region else ""
    if action.operation is Operation.BLOCK:
        at = f" at {place}" if place else ""
        return f"{head} {value or 'an address'}{at}{region}"
    if action.operation is Operation.RESTORE:
        value = _backup(simulation, action.service, value)
    follows = said.value.format(value) if value else ""
    return f"{head} {place or said.whole}{region}{follows}"


def _switched(simulation: Simulation | None, action: Operate, ordered: bool) -> str:
    """A flag by its title, and where it goes; empty where the operation does not say which flag."""
    flag, on = parsed_switch(action.value)
    if action.operation is not Operation.SWITCH_FLAG or not flag:
        return ""
    flags = simulation.flags if simulation is not None else ()
    title = next((each.title for each in flags if each.id == flag), flag)
    to = "" if on is None else " on" if on else " off"
    return f"{'switch' if ordered else 'switching'}{to} “{title}”"


def _service(simulation: Simulation | None, name: str | None) -> str:
    parts = simulation.services if simulation is not None else ()
    return next((part.title for part in parts if part.id == name), name or "")


def _backup(simulation: Simulation | None, service: str | None, name: str | None) -> str | None:
    parts = simulation.services if simulation is not None else ()
    kept = (backup for part in parts if part.id == service for backup in part.backups)
    return next((backup.title for backup in kept if backup.id == name), name)
