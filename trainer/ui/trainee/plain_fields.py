"""The fields of the forms that ask for words, a role or a step, and nothing that depends on other fields."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.core.plan import ActionKind
from trainer.ui.trainee.fields import Field, choice, line, tick, words

__all__ = ["Choices", "plain_fields"]

Choices = Sequence[tuple[str, str]]


def plain_fields(kind: ActionKind, roles: Choices, steps: Choices) -> list[Field]:
    """The fields of an act's form."""
    return _of_words(kind) or _of_choices(kind, roles, steps)


def _of_words(kind: ActionKind) -> list[Field]:
    match kind:
        case ActionKind.DIAGNOSE:
            hint = "Who is hit, since when, what works; then the cause"
            return [words("cause", "Scope, cause", 4, "Say what is affected, or why.", hint)]
        case ActionKind.CONTAIN:
            hint = "What is done, by whom, and the way back"
            measure = words("measure", "Measure", 3, "Say which measure you order.", hint)
            return [measure, words("reason", "Reason", 2, hint="Why this one")]
        case ActionKind.VERIFY:
            hint = "Which measure works, or that service is back"
            what = words("what", "What works", 2, "Say what you confirm.", hint)
            return [what, words("evidence", "Figures", 2, hint="Figures, and where they come from")]
        case ActionKind.RESOLVE:
            return [words("statement", "Closing words", 3, hint="What everyone hears; remaining risk")]
        case ActionKind.ASK:
            return [words("text", "Question", 3, "Write your question.", "What do you need to know?")]
        case _:
            return []


def _of_choices(kind: ActionKind, roles: Choices, steps: Choices) -> list[Field]:
    match kind:
        case ActionKind.REPORT_BLOCKED:
            hint = "A tool, an access, a contact, a decision"
            missing = line("missing", "Missing", "Say what is missing.", hint)
            return [missing, choice("step", "At step", steps, "No particular step")]
        case ActionKind.IMPROVISE:
            what = words("text", "What you do", 3, "Say what you do.", "What, and why the plan did not help")
            return [what, choice("instead_of", "Instead of", steps, "Nothing in the plan")]
        case ActionKind.ASSUME_ROLE:
            return [choice("role", "Role", roles, "Choose a role", "Choose the role you take.")]
        case ActionKind.HAND_OVER:
            return [
                choice("role", "Role", roles, "Choose a role", "Choose the role you hand over."),
                choice("to", "To", roles, "Somebody without a seat here"),
                words("briefed", "Briefing", 3, hint="State, open tasks and owners, decisions, next update"),
                tick("accepted", "Accepted", "The successor has said so aloud"),
            ]
        case _:
            step = choice("step", "Step", steps, "Choose a step", "Choose the step you do.")
            return [step, words("note", "Note", 2, hint="What was done, with what result")]
