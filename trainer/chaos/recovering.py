"""Runs that were left over: found at the next start, rolled back, and told in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trainer.chaos.allowed import Allowed
from trainer.chaos.errors import ChaosError, missing
from trainer.chaos.launch import Running
from trainer.chaos.lines import Order
from trainer.chaos.parts import sealed
from trainer.chaos.resolve import Resolved, secrets_of
from trainer.chaos.safety import refusals
from trainer.chaos.undo import Left, UndoRecord, forget, left
from trainer.core.problems import one_line


@dataclass(frozen=True, slots=True)
class Leftover:
    """A run of an earlier program, in words. `waits` says why it is not rolled back by itself: a person decides."""

    key: str
    exercise: str
    experiment: str
    target: str
    text: str
    done: bool = False
    waits: str = ""


class Recovery:
    """Rolls back what was left over, once each; `allowed` is asked anew every time."""

    def __init__(self, folder: Path, allowed: Callable[[], Allowed]) -> None:
        self._folder, self._allowed = folder, allowed
        self._running: dict[str, Running] = {}
        self._failed: dict[str, str] = {}

    def begin(self) -> None:
        """Roll back every record that nobody works on and that may be rolled back without asking."""
        for each in left(self._folder):
            if each.state == "undone" and each.undo is not None and not self._hindered(each.undo):
                self._start(each.key, each.undo)

    def undo(self, key: str) -> None:
        """Roll a record back because a person says so. Raises ChaosError."""
        found = next((each for each in left(self._folder) if each.key == key), None)
        if found is None or found.undo is None:
            raise ChaosError(f"there is nothing to roll back under {key}")
        if found.state == "running":
            raise ChaosError("another process is rolling it back at this moment")
        if why := self._altered(found.undo):
            raise ChaosError(why)
        self._failed.pop(key, None)
        self._start(key, found.undo)
        if key in self._failed:
            raise ChaosError(self._failed[key])

    def discard(self, key: str) -> None:
        """Give up a record: somebody has put the system right by hand, or knows what came of it. Raises ChaosError."""
        found = next((each for each in left(self._folder) if each.key == key), None)
        self.over()
        if key in self._running or (found is not None and found.state == "running"):
            raise ChaosError("a process is at work on it; stop the experiment first")
        self._failed.pop(key, None)
        forget(self._folder, key, undo=True)

    def over(self) -> tuple[Leftover, ...]:
        """Everything that is left over, in words."""
        for key, running in list(self._running.items()):
            for message in running.came():
                if message.get("said") == "over" and not message.get("ok"):
                    self._failed[key] = str(message.get("text"))
                if message.get("said") == "failed" or (
                    message.get("said") == "ended" and message.get("code")
                ):
                    self._failed.setdefault(key, str(message.get("text") or "its process ended"))
                if message.get("said") == "ended":
                    del self._running[key]
        return tuple(self._worded(each) for each in left(self._folder))

    def wait(self, seconds: float) -> bool:
        """Wait until what was begun has ended, so long at most for each; whether it has."""
        waited = [running.wait(seconds) for running in self._running.values()]
        return all(waited)

    def _start(self, key: str, record: UndoRecord) -> None:
        order = Order(
            key=key,
            folder=str(self._folder),
            exercise=record.exercise,
            experiment=record.experiment,
            target=record.target,
            digest=record.digest,
            probe_every=record.probe_every,
            time_limit=record.time_limit,
            document=record.document,
            recover=True,
        )
        try:
            self._running[key] = Running(order)
        except ChaosError as error:
            self._failed[key] = str(error)

    def _altered(self, record: UndoRecord) -> str:
        digest = sealed(record.document, record.target, record.probe_every, record.time_limit)
        return (
            ""
            if digest == record.digest
            else "its record was altered, so nothing of it is run: repair by hand"
        )

    def _hindered(self, record: UndoRecord) -> str:
        """Why a record is not rolled back without asking."""
        if why := self._altered(record) or missing():
            return why
        resolved = Resolved(dict(record.document), (), secrets_of(record.document))
        found = refusals(resolved, record.target, self._allowed())
        return f"it was approved, but is not allowed any more: {found[0]}" if found else ""

    def _worded(self, each: Left) -> Leftover:
        known = each.undo or each.told
        if known is None:
            text = f"a record in {self._folder} cannot be read; look what it was about, then discard it"
            return Leftover(each.key, "", "", "", one_line(text), waits="it cannot be read")
        whose = f"The experiment {known.experiment} on {known.target}"
        done, waits = False, ""
        if each.state == "running":
            text = f"{whose} belongs to a process that still runs."
        elif each.state == "undone" and each.undo is not None:
            waits = self._failed.get(each.key) or self._hindered(each.undo)
            when = f"was begun on {each.undo.began[:16].replace('T', ' at ')} UTC and never rolled back"
            text = f"{whose} {when}{f': {waits}' if waits else '.'}"
        else:
            done = True
            said = each.told.text if each.told is not None else ""
            text = f"{whose} was ended because {each.told.reason if each.told else ''}; {said}."
        return Leftover(
            each.key, known.exercise, known.experiment, known.target, one_line(text, 900), done, waits
        )
