"""A real shop to break, and an exercise whose experiments do it through the real process."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.builders import SCENARIO, created, script_of
from tests.chaos import faults
from trainer.chaos.allowed import allow
from trainer.cli.drive import Drive
from trainer.cli.experiment_place import ExperimentPlace
from trainer.cli.experiments import RealExperiments
from trainer.core import events as ev
from trainer.core.commands import EndExercise, ReleaseInject, StartClock
from trainer.core.scenario import Kind
from trainer.session import Session
from trainer.storage.clock import SystemClock
from trainer.storage.memory import MemoryJournal
from trainer.workspace import ExperimentView

MODULE = "tests.chaos.faults"
EVERY = 0.4


PATIENCE = 60.0
"""Seconds after which what did not come about is given up; far more than anything takes on a busy machine"""


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What a condition says once it says yes; a failure that names what was waited for after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.005)
    raise AssertionError(f"waited {seconds:g} s in vain until {what}")


class Shop:
    """The service in its folder, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        faults.start(folder)

    @property
    def url(self) -> str:
        return faults.url_of(self.folder)

    @property
    def pid(self) -> int:
        return faults.pid_of(self.folder)

    def answers(self, within: float = 0.5) -> float | None:
        """How long an answer takes in seconds; None where none comes in time."""
        began = time.monotonic()
        with suppress(OSError), urlopen(self.url, timeout=within) as answer:
            return time.monotonic() - began if answer.status == 200 else None
        return None

    def well(self) -> bool:
        """Whether it answers, or begins to within some seconds."""
        return until(lambda: self.answers(2.0), "the shop answers") is not None

    def healed(self) -> int:
        """How often the rollback ran."""
        note = self.folder / "healed"
        return len(note.read_text().splitlines()) if note.exists() else 0

    def frozen(self) -> bool:
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    def close(self) -> None:
        """It ends, and so does one that a late rollback starts."""
        (self.folder / "closed").touch()
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)


def action(name: str, func: str, folder: Path, **arguments: Any) -> dict[str, Any]:
    provider = {
        "type": "python",
        "module": MODULE,
        "func": func,
        "arguments": {"folder": str(folder), **arguments},
    }
    return {"type": "action", "name": name, "provider": provider}


def experiment(shop: Shop, *method: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An experiment in Chaos Toolkit's format: the shop answers, something is done to it, it is healed."""
    probe = {"type": "http", "url": shop.url}
    return {
        "title": "The shop loses a part",
        "description": "Does the team notice?",
        "steady-state-hypothesis": {
            "title": "The shop answers",
            "probes": [{"type": "probe", "name": "answers", "tolerance": 200, "provider": probe}],
        },
        "method": list(method),
        "rollbacks": [action("heal", "heal", shop.folder)],
        **more,
    }


GAMES: list[Game] = []
"""Games of the running test: whatever becomes of it, nothing of them stays at work"""


class Game:
    """A simulation on a real system: its session, drive and experiments, on the machine's own clock."""

    def __init__(self, data: Path, inline: dict[str, Any], beside: Path | None = None, **more: Any) -> None:
        self.place = ExperimentPlace(data)
        allow(self.place.settings, "function", f"{MODULE}.*")
        declared = {
            "id": "shop",
            "target": "practice shop",
            "probe_every": f"{round(EVERY * 1000)}ms",
            **more,
        }
        if "file" not in more:
            declared["inline"] = inline
        self.clock, self.journal = SystemClock(), MemoryJournal()
        scenario = {
            **SCENARIO,
            "kinds": ["simulation"],
            "injects": [],
            "decisions": [],
            "branches": [],
            "simulation": {"experiments": [declared]},
        }
        self.script = script_of(scenario=scenario).as_kind(Kind.SIMULATION)
        begun = created(self.script).model_copy(update={"kind": Kind.SIMULATION})
        self.journal.append(((self.clock.wall(), 0, begun),))
        self.beside = beside
        self.open()
        GAMES.append(self)

    def open(self) -> None:
        """Take the exercise up, as a program does at its start."""
        self.session = Session(self.script, self.journal, self.clock)
        joined = self.place.join(self.session, self.clock, self.beside)
        assert isinstance(joined, RealExperiments)
        self.real = joined
        self.drive = Drive(self.session, attached=self.real)

    @property
    def view(self) -> ExperimentView:
        return self.real.views()[0]

    def approve(self, **more: Any) -> None:
        given = {"digest": self.view.digest, "typed": "practice shop", "not_production": True, **more}
        self.real.approve("shop", **given)

    def start(self) -> None:
        self.session.submit(StartClock())

    def release(self, number: int = 1) -> None:
        self.session.submit(ReleaseInject(f"activity-shop-{number}"))

    def end(self) -> None:
        self.session.submit(EndExercise())

    def events(self, kind: type[Any]) -> list[Any]:
        return [record.event for record in self.session.records if isinstance(record.event, kind)]

    def wait(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
        """Beat until a condition holds."""

        def beaten() -> Any:
            self.drive.beat()
            return condition()

        return until(beaten, what, seconds)

    def probed(self, met: bool) -> Any:
        """The newest change of the steady state, once it is this one."""

        def newest() -> Any:
            found = self.events(ev.SteadyStateProbed)
            return found[-1] if found and found[-1].met is met else None

        return self.wait(newest, f"the steady state is {'met' if met else 'not met'}")

    def ran(self, activity: str) -> Any:
        def found() -> Any:
            return next((each for each in self.events(ev.ActivityRan) if each.activity == activity), None)

        return self.wait(found, f"{activity} ran")

    def rolled_back(self) -> Any:
        def found() -> Any:
            ran = self.events(ev.RollbacksRan)
            return ran[-1] if ran and not self.real.busy() else None

        return self.wait(found, "the rollbacks ran")

    def kept(self) -> dict[str, Any]:
        """The newest journal of the library that the exercise keeps."""
        return json.loads(self.events(ev.ExperimentJournalKept)[-1].journal)
