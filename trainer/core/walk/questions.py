"""What is asked about every step of a procedure that is walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.core.plan import Step
from trainer.core.script import Script
from trainer.core.walk import sayings

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
    (OWNER, "Who", "Who does this step, and who if that person is away?", sayings.owner),
    (PLACE, "Where written", "Where is it written down? Open it.", sayings.place),
    (MEANS, "Tool and access", "With what tool and what access? Do you have them now?", sayings.means),
    (CONTACT, "Contact", "Whom do you contact, and does that work now?", sayings.contact),
    (TIME, "How long", "How long does it take, from when you begin it until it is done?", sayings.time),
    (PROOF, "Proof", "How do you know that it worked?", sayings.proof),
)
COMMON: Final = tuple(name for name, _, _, _ in _COMMON)
"""Identifiers of the questions that are asked about every step, in order."""


def questions_of(script: Script, step: Step) -> tuple[StepQuestion, ...]:
    """The questions about a step: the common ones, then the scenario's own.

    Whom to contact is asked only where somebody has to be reached. Tool and access are asked also where the plan
    names none: what a plan is silent about is what a walk-through finds.
    """
    asked = [
        StepQuestion(name, heading, ask, says(script, step))
        for name, heading, ask, says in _COMMON
        if name != CONTACT or sayings.reaches_somebody(step)
    ]
    walk = script.scenario.walkthrough
    own = [question for question in walk.questions if question.step == step.id] if walk is not None else []
    asked += [
        StepQuestion(
            f"{ASKED}{n}",
            "Question",
            script.filled(question.ask),
            points=tuple(script.filled(point) for point in question.points),
        )
        for n, question in enumerate(own, 1)
    ]
    return tuple(asked)
