"""What the process of an experiment reports, as events of the exercise and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from trainer.chaos.launch import Running
from trainer.chaos.lines import Message
from trainer.core import events as ev
from trainer.core.experiments import Experiment
from trainer.core.problems import one_line
from trainer.core.time import Micros
from trainer.workspace import ExperimentStage

NoteEvent = ev.ActivityRan | ev.SteadyStateProbed | ev.RollbacksRan | ev.ExperimentJournalKept
Reading = Callable[[Any], Micros]
"""A reading of the machine's clock as one of the exercise clock"""


@dataclass
class Run:
    """One experiment of this exercise, as far as its process is concerned."""

    experiment: Experiment
    running: Running | None = None
    key: str = ""
    stage: ExperimentStage = "shown"
    said: str = ""
    met: bool | None = None
    noted: bool | None = None
    probed_at: Micros | None = None
    ends_at: Micros | None = None
    found: str = ""
    probes: int = 0
    undoing: bool = False
    """whether its rollbacks have begun"""
    over: bool = False
    waits: bool = False
    """whether it is not yet known what came of an earlier process"""
    facts: list[NoteEvent] = field(default_factory=list)


def ran(run: Run, message: Message, on_clock: Reading) -> NoteEvent:
    """An activity was carried out, or tried."""
    done = "was carried out" if message["ok"] else "failed"
    run.said = one_line(
        f"{message['activity']} {done}{': ' + message['text'] if message['text'] else ''}.", 400
    )
    return ev.ActivityRan(
        experiment=run.experiment.id,
        activity=str(message["activity"]),
        inject=message.get("inject"),
        ok=bool(message["ok"]),
        text=str(message["text"]),
        began=on_clock(message["began"]),
        took=int(message["took"]),
    )


def probed(run: Run, message: Message, on_clock: Reading) -> Iterator[NoteEvent]:
    """The hypothesis was probed; only a change of the answer is an event."""
    run.met, run.probed_at = bool(message["met"]), int(message["began"])
    run.found, run.probes = str(message["text"]), int(message["number"])
    if run.noted != run.met:
        run.noted = run.met
        yield ev.SteadyStateProbed(
            experiment=run.experiment.id,
            met=run.met,
            text=str(message["text"]),
            probed=on_clock(message["began"]),
            at_probe=int(message["number"]),
            rolling_back=run.undoing,
        )


def over(run: Run, message: Message) -> Iterator[NoteEvent]:
    """An experiment is over: its journal, and what became of the rollbacks."""
    run.over, run.ends_at = True, None
    run.stage = "over" if message["ok"] else "not undone"
    run.said = one_line(f"It is over: {message['reason']}; {message['text']}.", 600)
    name = run.experiment.id
    yield ev.ExperimentJournalKept(experiment=name, journal=str(message["journal"]))
    yield ev.RollbacksRan(
        experiment=name, reason=str(message["reason"]), ok=bool(message["ok"]), text=str(message["text"])
    )


def not_begun(run: Run, why: str) -> None:
    """Nothing of an experiment was begun; its approval is over."""
    run.stage, run.said = "shown", f"Nothing was begun: {why}."
    run.facts.append(
        ev.RollbacksRan(
            experiment=run.experiment.id,
            reason=f"it could not be begun: {why}",
            ok=True,
            text="nothing was begun",
        )
    )
