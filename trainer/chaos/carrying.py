"""Activities, hypothesis and rollbacks, carried out by Chaos Toolkit's published library (chaoslib 1.44).

The library's own runner works through a method from top to bottom; in an exercise people and the clock decide when an
activity begins. So its functions for activities, for the hypothesis and for rollbacks are called one by one, and its
journal is kept in its format. Controls, which would load code of the settings, are never initialised.
"""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from chaoslib import PayloadEncoder
from chaoslib.activity import run_activities
from chaoslib.exceptions import ChaosException
from chaoslib.experiment import ensure_experiment_is_valid
from chaoslib.hypothesis import run_steady_state_hypothesis
from chaoslib.rollback import run_rollbacks
from chaoslib.run import EventHandlerRegistry, initialize_run_journal
from chaoslib.secret import load_secrets
from chaoslib.types import Dry

from trainer.chaos.direct import call_directly
from trainer.chaos.parts import activities_of, hypothesis_probes, listed, provider_of
from trainer.chaos.told import last_line, outcome, probe_text
from trainer.chaos.undo import wall

Run = dict[str, Any]

_LONGEST: Final = 2_000
"""Characters of an output that the journal keeps"""


class Stopped(SystemExit):
    """Interrupts whatever an activity waits for; the library does not take it for a failure of the activity."""


class CannotCarryOut(Exception):
    """The library finds an experiment unusable; the message is one line."""


@dataclass(frozen=True, slots=True)
class Probed:
    """One look at the hypothesis; times are readings of the machine's monotonic clock in microseconds."""

    met: bool
    text: str
    began: int
    took: int


@dataclass(frozen=True, slots=True)
class Ran:
    """One activity that was carried out, or tried; `text` says what came of it."""

    name: str
    kind: str
    ok: bool
    text: str
    began: int
    took: int


class Carrier:
    """One experiment in the hands of the library."""

    def __init__(self, document: dict[str, Any], dry: bool) -> None:
        call_directly()
        self._document = document
        self._dry = Dry.ACTIONS if dry else None
        self._configuration = document.get("configuration") or {}
        self._secrets = load_secrets(document.get("secrets") or {}, self._configuration)
        self._events = EventHandlerRegistry()
        background = sum(bool(each.get("background")) for each in listed(document, "method"))
        self._pool = ThreadPoolExecutor(max_workers=background) if background else None
        self._began = time.monotonic()
        self.struck = 0
        """when the newest action began, microseconds on the machine's monotonic clock; 0 before the first one"""
        self.journal: dict[str, Any] = initialize_run_journal(document)

    def has_hypothesis(self) -> bool:
        """Whether there is anything to probe."""
        return bool(hypothesis_probes(self._document))

    def check(self, starred: Iterable[str]) -> None:
        """Let the library look at it, and see that functions are what they were allowed as. Raises CannotCarryOut."""
        try:
            ensure_experiment_is_valid(self._document)
        except ChaosException as error:
            raise CannotCarryOut(last_line(str(error))) from error
        except Exception as error:
            raise CannotCarryOut(f"a part of it cannot be loaded: {type(error).__name__}: {error}") from error
        wanted = set(starred)
        for activity in activities_of(self._document):
            module, name = (str(provider_of(activity).get(key)) for key in ("module", "func"))
            if f"{module}.{name}" in wanted:
                own = getattr(getattr(importlib.import_module(module), name, None), "__module__", None)
                if own != module:
                    raise CannotCarryOut(
                        f"{module}.{name} is defined in {own}, not in {module}, which alone is allowed as a whole"
                    )

    def probe(self) -> Probed:
        """Look at the hypothesis once. Never raises."""
        began, clock = time.monotonic_ns(), wall()
        # The library writes a probe's answer into the judge's arguments.
        document = deepcopy(self._document)
        try:
            state = run_steady_state_hypothesis(
                document, self._configuration, self._secrets, dry=self._dry, event_registry=self._events
            )
            met, text = bool(state and state["steady_state_met"]), probe_text(state)
        except (Exception, SystemExit) as error:
            state = {"steady_state_met": False, "probes": [], "exception": f"{type(error).__name__}: {error}"}
            met, text = False, last_line(str(state["exception"]))
        self._note_state(state, clock)
        return Probed(met, text, began // 1_000, (time.monotonic_ns() - began) // 1_000)

    def _note_state(self, state: Any, clock: str) -> None:
        """Keep the first look, and every one that changed the answer: the format's before and during."""
        states = self.journal["steady_states"]
        noted = {**_short(state), "start": clock}
        if states["before"] is None:
            states["before"] = noted
            return
        last = states["during"][-1] if states["during"] else states["before"]
        if last["steady_state_met"] != noted["steady_state_met"]:
            states["during"].append(noted)
        states["after"] = noted

    def after(self, name: str) -> list[dict[str, Any]]:
        """An activity of the method by name, and the probes that follow it there: they belong to it."""
        method = listed(self._document, "method")
        place = next((i for i, each in enumerate(method) if each.get("name") == name), None)
        if place is None:
            return []
        rest = method[place + 1 :]
        end = next((i for i, each in enumerate(rest) if each.get("type") == "action"), len(rest))
        return [method[place], *rest[:end]]

    def run(self, activity: dict[str, Any]) -> Iterator[Ran | Future[Ran]]:
        """Carry out one activity; one in the background comes as a future."""
        began = time.monotonic_ns()
        if activity.get("type") == "action" and self._dry is None:
            self.struck = began // 1_000
        kept: list[Run] = []
        given = False
        alone = {**self._document, "method": [activity]}
        try:
            for run in run_activities(
                alone, self._configuration, self._secrets, self._pool, self._dry, self._events, runs=kept
            ):
                if isinstance(run, Future):
                    yield _told_later(run, activity, began, self.journal["run"])
                else:
                    given = True
                    yield _ran(activity, run, began)
        except (Exception, SystemExit) as error:
            if isinstance(error, Stopped):
                if not given and kept and kept[-1].get("status") == "succeeded":
                    # It was through; only the pause after it was cut short.
                    yield _ran(activity, kept[-1], began)
                raise
            yield _ran(
                activity, {"status": "failed", "exception": [f"{type(error).__name__}: {error}"]}, began
            )
        finally:
            if not activity.get("background"):
                self.journal["run"].extend(_short({"status": "aborted", **each}) for each in kept)

    def roll_back(self, activity: dict[str, Any]) -> Ran:
        """Carry out one rollback. What goes wrong with it is its outcome, so that the next one runs as well."""
        began = time.monotonic_ns()
        kept: list[Run] = []
        alone = {**self._document, "rollbacks": [{**activity, "background": False}]}
        run: Run
        try:
            (run,) = run_rollbacks(
                alone, self._configuration, self._secrets, None, self._dry, self._events, runs=kept
            )
        except (Exception, SystemExit) as error:
            if isinstance(error, Stopped):
                raise
            run = {"status": "failed", "exception": [f"{type(error).__name__}: {error}"]}
        finally:
            self.journal["rollbacks"].extend(_short({"status": "aborted", **each}) for each in kept)
        return _ran(activity, run, began)

    def close(self, status: str) -> str:
        """The journal in the library's format, as JSON. `status` is one of those that the format knows."""
        journal = self.journal
        met = (journal["steady_states"]["after"] or {}).get("steady_state_met")
        journal["end"] = wall()
        journal["duration"] = time.monotonic() - self._began
        journal["status"], journal["deviated"] = status, met is False
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        return json.dumps(journal, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    """What activities give back can be anything."""
    try:
        return str(PayloadEncoder().default(value))
    except TypeError:
        return repr(value)[:_LONGEST]


def _told_later(future: Future[Run], activity: dict[str, Any], began: int, runs: list[Run]) -> Future[Ran]:
    told: Future[Ran] = Future()

    def done(finished: Future[Run]) -> None:
        error = None if finished.cancelled() else finished.exception()
        run = finished.result() if not finished.cancelled() and error is None else _broken(error)
        runs.append(_short(run))
        told.set_result(_ran(activity, run, began))

    future.add_done_callback(done)
    return told


def _broken(error: BaseException | None) -> Run:
    return {
        "status": "aborted",
        "exception": [f"{type(error).__name__}: {error}" if error else "it was cancelled"],
    }


def _ran(activity: dict[str, Any], run: Run, began: int) -> Ran:
    ok, text = outcome(activity, run)
    took = (time.monotonic_ns() - began) // 1_000
    return Ran(str(activity.get("name")), str(activity.get("type")), ok, text, began // 1_000, took)


def _short(value: Any) -> Any:
    """A value whose long texts are cut: a page fetched a thousand times is not what the journal is for."""
    if isinstance(value, dict):
        return {key: _short(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_short(inner) for inner in value]
    if isinstance(value, str | bytes) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]!s}… ({len(value) - _LONGEST} more)"
    return value
