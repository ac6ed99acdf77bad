"""The process in which an experiment runs: python -m trainer.chaos.child, orders on standard input, facts on output.

It ends with the rollbacks, whatever ends it: an order, the time limit, a signal, or the loss of the program that
started it, which shows as the end of its input. Only SIGKILL leaves no time for that; the undo record is for then.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import IO, Any, Final

from trainer.chaos.carrying import CannotCarryOut, Carrier, Probed, Ran, Stopped
from trainer.chaos.guard import BEAT, Guard
from trainer.chaos.lines import Order, Voice, ears
from trainer.chaos.parts import ROLLBACK_LIMIT, listed, sealed
from trainer.chaos.probing import Probing
from trainer.chaos.undo import (
    Told,
    UndoRecord,
    drop_undo,
    forget,
    hold,
    read_undo,
    wall,
    write_told,
    write_undo,
)

_LOCK_PATIENCE: Final = 2.0
_SETTLE: Final = 10.0
"""Seconds after the rollbacks in which the probes may still find that all is well again"""
_MICRO: Final = 1_000_000


class Child:
    """One experiment from its approval to its rollbacks. Only `main`'s thread carries out activities."""

    def __init__(self, order: Order, voice: Voice, hears: IO[bytes]) -> None:
        self._order, self._voice = order, voice
        self._guard = Guard(hears, order.time_limit / _MICRO, self._look, self._finish_beside)
        # A record that was left over has no method to go on with: it begins at the end.
        self._guard.stopped = order.recover
        self._recorded = False
        self._ending = threading.Lock()
        self._acted = order.recover
        self._background: list[Future[Ran]] = []
        self._carrier: Carrier | None = None
        self._probing: Probing | None = None

    def run(self) -> int:
        """Do what was ordered; the exit code is 0 where nothing is left to undo."""
        lock = self._locked()
        if lock is None:
            return self._fail("another process is at work on this experiment")
        with lock:
            order = self._order
            if order.recover and read_undo(_folder(order), order.key) is None:
                return self._fail("there is nothing to roll back any more")
            if sealed(order.document, order.target, order.probe_every, order.time_limit) != order.digest:
                why = "the experiment is not the one that was approved"
            else:
                self._guard.listen()
                why = self._prepared()
            if why or self._carrier is None:
                forget(_folder(order), order.key)
                return self._fail(why)
            return self._work(self._carrier)

    def _prepared(self) -> str:
        """Have the library look at the experiment; why it cannot be carried out, empty where it can."""
        order = self._order
        try:
            self._carrier = Carrier(dict(order.document), order.dry)
            if not order.recover:
                self._carrier.check(order.starred)
        except CannotCarryOut as error:
            return str(error)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def _locked(self) -> IO[bytes] | None:
        until = time.monotonic() + _LOCK_PATIENCE
        while True:
            held = hold(_folder(self._order), self._order.key)
            if held is not None or time.monotonic() > until:
                return held
            self._guard.lost.wait(BEAT)

    def _fail(self, text: str) -> int:
        self._voice.say("failed", text=text)
        return 1

    def _work(self, carrier: Carrier) -> int:
        if carrier.has_hypothesis():
            self._probing = Probing(carrier.probe, self._order.probe_every / _MICRO, self._tell_probe)
            if not self._order.recover:
                self._probing.start()
        self._voice.say("ready")
        try:
            self._obey()
        except (Exception, Stopped) as error:
            self._guard.reason = (
                self._guard.reason or f"its process had a fault ({type(error).__name__}: {error})"
            )
        self._guard.stopped = True
        return self._finish(carrier)

    def _look(self) -> None:
        if self._probing is not None:
            self._probing.overdue()

    # ---------------------------------------------------------------- activities

    def _obey(self) -> None:
        while not self._guard.stopped:
            with suppress(Empty):
                message = self._guard.orders.get(timeout=BEAT)
                if message.get("do") == "run":
                    self._activity(str(message.get("activity")), message.get("inject"))
            self._collect()

    def _activity(self, name: str, inject: Any) -> None:
        began = time.monotonic_ns() // 1_000
        why = self._not_now()
        carrier = self._carrier
        if why or carrier is None:
            self._voice.say("ran", activity=name, inject=inject, ok=False, text=why, began=began, took=0)
            return
        told = False

        def tell(ran: Ran) -> None:
            nonlocal told
            told = told or ran.name == name
            self._tell_ran(ran, inject if ran.name == name else None)

        with self._guard.interruptible():
            for activity in carrier.after(name):
                if activity.get("type") == "action" and not self._order.dry:
                    self._acted = True
                    self._record(name)
                for ran in carrier.run(activity):
                    tell(ran) if isinstance(ran, Ran) else self._beside(ran, tell)
                told = told or bool(activity.get("background"))
        if not told:
            took = time.monotonic_ns() // 1_000 - began
            self._voice.say(
                "ran",
                activity=name,
                inject=inject,
                ok=False,
                text="it was interrupted",
                began=began,
                took=took,
            )

    def _not_now(self) -> str:
        """Why no activity may begin; the library, too, begins none unless the hypothesis was met before."""
        probing = self._probing
        if probing is not None:
            while not probing.answered.wait(BEAT) and not self._guard.stopped:
                pass
            if not probing.ever_met:
                return "it was not begun: the steady state was not met beforehand; repair the system first"
        return "it was not begun: the experiment was stopped" if self._guard.stopped else ""

    def _beside(self, ran: Future[Ran], tell: Callable[[Ran], None]) -> None:
        self._background.append(ran)
        ran.add_done_callback(lambda finished: tell(finished.result()))

    def _collect(self) -> None:
        self._background = [future for future in self._background if not future.done()]

    def _record(self, first_action: str) -> None:
        """Before the first action: what has to be undone is on disk. A disk that cannot keep it stops everything."""
        if self._recorded:
            return
        order = self._order
        record = UndoRecord(
            order.exercise,
            order.experiment,
            order.target,
            order.digest,
            wall(),
            order.probe_every,
            order.time_limit,
            order.document,
            first_action,
        )
        try:
            write_undo(_folder(order), order.key, record)
        except OSError as error:
            self._acted = False
            self._guard.stop(f"the undo record could not be written ({error.strerror}), so nothing was begun")
            raise Stopped(20) from error
        self._recorded = True

    # ---------------------------------------------------------------- the end

    def _finish_beside(self) -> None:
        """An activity cannot be interrupted: roll back in another thread, and end the process under it."""
        if self._carrier is not None:
            code = self._finish(self._carrier)
            self._voice.end(5.0)
            os._exit(code)

    def _finish(self, carrier: Carrier) -> int:
        # Taken once and for all: whichever thread comes second waits here for the end of the process.
        self._ending.acquire()
        order = self._order
        reason = order_reason(order) if order.recover else self._guard.reason
        for future in self._background:
            with suppress(Exception):
                future.result(timeout=1.0)
        self._voice.say("rolling back", reason=reason)
        ok, text = self._roll_back(carrier)
        self._settle()
        journal = carrier.close("completed" if self._guard.ended_well else "interrupted")
        told = Told(
            order.exercise,
            order.experiment,
            order.target,
            reason,
            ok,
            text,
            wall(),
            journal,
        )
        with suppress(OSError):
            if order.dry:
                forget(_folder(order), order.key)
            else:
                write_told(_folder(order), order.key, told)
                if ok:
                    drop_undo(_folder(order), order.key)
        self._voice.say("over", reason=reason, ok=ok, text=text, journal=journal)
        return 0 if ok else 1

    def _roll_back(self, carrier: Carrier) -> tuple[bool, str]:
        """Run every rollback, whatever becomes of the one before; whether all succeeded, and what to say."""
        rollbacks = listed(dict(self._order.document), "rollbacks")
        if not self._acted:
            why = "it was a dry run" if self._order.dry else "no action had been begun"
            return True, f"nothing had to be rolled back: {why}"
        if not rollbacks:
            return True, "the experiment declares no rollbacks; what it broke is repaired by people"
        found = []
        for activity in rollbacks:
            ran = Ran(str(activity.get("name")), "action", False, "it took too long and was given up", 0, 0)
            with self._guard.interruptible(ROLLBACK_LIMIT):
                ran = carrier.roll_back(activity)
            found.append(ran)
        failed = [f"{ran.name} failed: {ran.text}" for ran in found if not ran.ok]
        done = ", ".join(f"{ran.name}{f' ({ran.text})' if ran.text else ''}" for ran in found if ran.ok)
        return not failed, "; ".join([*failed, *([f"rolled back: {done}"] if done else [])])

    def _settle(self) -> None:
        """Let the probes find that the system is well again, while somebody listens."""
        probing = self._probing
        if probing is None:
            return
        if self._order.recover:
            probing.start()
        until = time.monotonic() + (_SETTLE if self._acted else 0)
        wait = min(BEAT, self._order.probe_every / _MICRO)
        while time.monotonic() < until and probing.met is not True and not self._guard.lost.wait(wait):
            pass
        probing.stop(1.0)

    # ---------------------------------------------------------------- telling

    def _tell_ran(self, ran: Ran, inject: Any) -> None:
        text = "not carried out: this is a dry run" if self._order.dry and ran.kind == "action" else ran.text
        self._voice.say(
            "ran", activity=ran.name, inject=inject, ok=ran.ok, text=text, began=ran.began, took=ran.took
        )

    def _tell_probe(self, found: Probed, number: int) -> None:
        began, struck = found.began, self._carrier.struck if self._carrier is not None else 0
        if not found.met and struck <= found.began + found.took:
            # An action that struck while the probe ran is what it found: that cannot have been before the action.
            began = max(began, struck + 1)
        self._voice.say("probed", met=found.met, text=found.text, began=began, took=found.took, number=number)


def order_reason(order: Order) -> str:
    """Why a record that was left over is rolled back."""
    record = read_undo(_folder(order), order.key)
    since = f", some time after {record.began[:16].replace('T', ' at ')} UTC," if record is not None else ""
    return f"the program and the experiment's process had ended{since} without doing so"


def _folder(order: Order) -> Path:
    return Path(order.folder)


def main() -> int:
    """Read the order, do it, and say everything there is to say."""
    voice, hears = Voice.take_over(), ears()
    try:
        order = Order.of(hears.readline())
    except (ValueError, TypeError, KeyError):
        voice.say("failed", text="the order to the experiment's process could not be read")
        voice.end(1.0)
        return 2
    code = Child(order, voice, hears).run()
    voice.end(5.0)
    return code


if __name__ == "__main__":
    exit_code = main()
    sys.stderr.flush()
    # Threads of an activity that cannot be interrupted must not keep the process, and its lock, alive.
    os._exit(exit_code)
