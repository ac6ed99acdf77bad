"""In words: what the system of a simulation did, and what was answered and shown in a walk-through."""

from __future__ import annotations

from typing import Final

from trainer.core import events as ev
from trainer.core.actions import AnswerStep, Look, Operate, ShowStep
from trainer.core.compose.title_words import step_title
from trainer.core.script import Script
from trainer.core.services.order_words import first_up, look_words, order_words
from trainer.core.time import Micros, say_duration
from trainer.core.walk.questions import questions_of

Words = tuple[str, str]
Turn = (
    ev.FaultAdded
    | ev.FaultRemoved
    | ev.OperationEnded
    | ev.SystemChanged
    | ev.StepOpened
    | ev.StepLeftOut
    | ev.ExperimentApproved
    | ev.ActivityRan
    | ev.SteadyStateProbed
    | ev.RollbacksRan
    | ev.ExperimentJournalKept
)
_TURNS: Final = {
    "impact began": "Users began to notice",
    "impact ended": "Users noticed nothing any more",
    "recovered": "The system had recovered",
    "relapsed": "The system was disturbed again",
}
_SHOWN: Final = {
    "begun": "began to show",
    "done": "showed",
    "failed": "could not show",
    "stopped": "stopped showing",
}


def turned(script: Script, event: Turn) -> Words:
    """What happened in the system or on a walk, in one line, and the words that go with it."""
    match event:
        case ev.FaultAdded():
            return f'The facilitator added a fault: "{event.fault.title}"', event.fault.note
        case ev.FaultRemoved():
            return f"The facilitator ended the fault {_fault(script, event.fault)}", event.reason
        case ev.OperationEnded():
            done = "is done" if event.ok else "failed"
            return f"{first_up(event.what or f'what entry {event.act} had begun')} {done}", event.text
        case ev.SystemChanged():
            return _changed(script, event), event.text
        case ev.StepOpened():
            return f"The walk-through came to {step_title(script, event.step)}", ""
        case ev.StepLeftOut():
            return f"{step_title(script, event.step)} was left out", event.reason
        case _:
            return _experiment(event)


def _experiment(
    event: ev.ExperimentApproved
    | ev.ActivityRan
    | ev.SteadyStateProbed
    | ev.RollbacksRan
    | ev.ExperimentJournalKept,
) -> Words:
    match event:
        case ev.ExperimentApproved():
            rehearsed = " as a dry run" if event.dry_run else ""
            return f"The experiment on {event.target} was approved{rehearsed}", "\n".join(event.actions)
        case ev.ActivityRan():
            done = "was carried out" if event.ok else "failed"
            return f'"{event.activity}" {done} in the real system{_lasting(event.took)}', event.text
        case ev.SteadyStateProbed():
            met = "met" if event.met else "not met"
            return f"The steady state of {event.experiment} was {met}", event.text
        case ev.RollbacksRan() if event.none_ran:
            return f"The experiment {event.experiment} is over: {event.reason}", event.text
        case ev.RollbacksRan():
            done = "ran" if event.ok else "failed"
            return f"The rollbacks of {event.experiment} {done}: {event.reason}", event.text
        case ev.ExperimentJournalKept():
            return f"The journal of the experiment {event.experiment} was kept", ""


def _lasting(took: Micros) -> str:
    return f" ({say_duration(took)})" if took >= 1_000_000 else ""


def _fault(script: Script, name: str) -> str:
    simulation = script.scenario.simulation
    known = next((f.title for f in simulation.faults if f.id == name), None) if simulation else None
    return f'"{known or name}"'


def _alert(script: Script, name: str) -> str:
    known = script.injects.get(name)
    return f'"{script.filled(known.title)}"' if known is not None else f'"{name}"'


def _changed(script: Script, event: ev.SystemChanged) -> str:
    match event.turn:
        case "fault ended":
            return f"The fault {_fault(script, event.subject)} ended"
        case "alert cleared":
            return f"The alert {_alert(script, event.subject)} cleared"
        case "alert raised again":
            return f"The alert {_alert(script, event.subject)} was raised again"
        case _:
            return _TURNS[event.turn]


def of_kind(script: Script, action: Operate | Look | AnswerStep | ShowStep) -> Words:
    """Predicate and words of an act in the system or on a walk."""
    match action:
        case Operate():
            return f"ordered: {order_words(script.simulated, action)}", action.reason
        case Look():
            return (
                f"looked at the {look_words(script.simulated, action)}",
                f"Search: {action.search}" if action.search else "",
            )
        case AnswerStep():
            return _answered(script, action)
        case ShowStep():
            return f"{_SHOWN[action.now]} {step_title(script, action.step)}", action.note


def _answered(script: Script, action: AnswerStep) -> Words:
    step = script.steps.get(action.step)
    asked = {q.id: q.heading for q in questions_of(script, step)} if step is not None else {}
    heading = asked.get(action.question, action.question)
    takes = f"Takes {say_duration(action.takes)}." if action.takes is not None else ""
    return (
        f"answered on {step_title(script, action.step)}, {heading.lower()}: {action.answer}",
        f"{action.note} {takes}".strip(),
    )
