"""What is asked about every step of a procedure that is walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.core.plan import Step
from trainer.core.script import Script

OWNER: Final = "owner"
PLACE: Final = "place"
MEANS: Final = "means"
CONTACT: Final = "contact"
TIME: Final = "time"
PROOF: Final = "proof"
ASKED: Final = "asked-"


@dataclass(frozen=True, slots=True)
class StepQuestion:
    """A question about one step: `id` within the step, its column heading, its words, and what the plan answers."""

    id: str
    heading: str
    ask: str
    plan_says: str = ""
    points: tuple[str, ...] = ()


_COMMON: Final = (
    (OWNER, "Who", "Who does this step, and who if that person is away?"),
    (PLACE, "Where written", "Where is it written down? Open it."),
    (MEANS, "Tool and access", "With what tool and what access? Do you have them now?"),
    (CONTACT, "Contact", "Whom do you contact, and does that work now?"),
    (TIME, "How long", "How long does it take from the moment its clock starts?"),
    (PROOF, "Proof", "How do you know that it worked?"),
)
COMMON: Final = tuple(name for name, _, _ in _COMMON)
"""Identifiers of the questions that are asked about every step, in order."""


def questions_of(script: Script, step: Step) -> tuple[StepQuestion, ...]:
    """The questions about a step: the common ones, those that do not concern it left out, then the scenario's own."""
    asked = [
        StepQuestion(name, heading, ask, _plan_says(script, step, name))
        for name, heading, ask in _COMMON
        if name != CONTACT or _has_contact(script, step)
    ]
    walk = script.scenario.walkthrough
    own = [question for question in walk.questions if question.step == step.id] if walk is not None else []
    asked += [
        StepQuestion(f"{ASKED}{n}", "Question", script.filled(question.ask), points=question.points)
        for n, question in enumerate(own, 1)
    ]
    return tuple(asked)


def _has_contact(script: Script, step: Step) -> bool:
    """Whether somebody has to be reached for a step."""
    return bool(step.needs.contacts) or any(e.contact or e.audience for e in step.shown_by)


def _plan_says(script: Script, step: Step, question: str) -> str:
    raise NotImplementedError
