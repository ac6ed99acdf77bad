"""What may be asked of a walk-through: commands become events, or are refused."""

from __future__ import annotations

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.events import Event
from trainer.core.refusing import Refused, require
from trainer.core.state import State
from trainer.core.walk.progress import Walk
from trainer.core.walk.questions import questions_of


def walk_on(state: State, command: cmd.OpenStep | cmd.LeaveOutStep) -> tuple[Event, ...]:
    """Come to a step, or leave it out. Raises Refused."""
    walk = _walk(state)
    require(state.status in ("running", "paused"), "The exercise is not in play.")
    require(command.step in walk.steps, f"The step {command.step} is not walked in this exercise.")
    if isinstance(command, cmd.OpenStep):
        return (ev.StepOpened(step=command.step),) if walk.current != command.step else ()
    require(bool(command.reason.strip()), "Leaving a step out needs a reason.")
    return (ev.StepLeftOut(step=command.step, reason=command.reason.strip()),)


def check_walking(state: State, action: AnswerStep | ShowStep) -> None:
    """Raises Refused where an answer or a showing does not fit the walk."""
    walk = _walk(state)
    require(action.step in walk.steps, f"The step {action.step} is not walked in this exercise.")
    if isinstance(action, ShowStep):
        running = walk.showing(action.step)
        if action.now == "begun":
            require(running is None, "This step is being shown already.")
        else:
            require(running is not None, "This step is not being shown.")
        return
    known = {question.id for question in questions_of(state.script, state.script.steps[action.step])}
    require(action.question in known, f"The step {action.step} has no question {action.question}.")
    require(
        action.answer == "confirmed" or bool(action.note.strip()),
        f'"{action.answer}" needs a note that says what is {action.answer}.',
    )


def _walk(state: State) -> Walk:
    if state.walk is None:
        raise Refused("Steps are answered and shown in a walk-through only.")
    return state.walk
