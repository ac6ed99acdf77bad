"""What roles do in front of everyone, as lines of a log. Needs no Qt, and no more than the seat is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainer.core.visibility import Announced
from trainer.ui.walk.words import question_word

if TYPE_CHECKING:
    from trainer.ui.seat_words import Names

__all__ = ["Words", "announced_words", "joined"]

_SHOWING: dict[str, str] = {
    "begun": "Does it for real",
    "done": "Has shown it",
    "failed": "Could not show it",
    "stopped": "Stopped showing it",
}


class Words(NamedTuple):
    """A line of a log before it has a time: title, detail, and the name of an icon."""

    title: str
    detail: str
    icon: str


def joined(*parts: str) -> str:
    """The parts that say something, a line each."""
    return "\n".join(part for part in parts if part)


def announced_words(item: Announced, names: Names) -> Words:
    match item.what:
        case "update":
            return Words(f"Told {names.audience(item.subject)}", item.text, "send")
        case "role":
            return Words(f"Took the role {names.role(item.subject)}", "", "person")
        case "handover":
            to = f" to {names.role(item.text)}" if item.text else ""
            return Words(f"Handed {names.role(item.subject)} over{to}", "", "team")
        case "severity":
            return Words(f"Set the severity to {names.severity(item.subject)}", item.text, "flag")
        case "decision":
            return Words(f"Decided: {item.text}", "", "decision")
        case "containment":
            return Words(f"Ordered: {item.text}", "", "lock")
        case "resolved":
            return Words("Declared the incident resolved", item.text, "ok")
        case _:
            return _system_words(item, names)


def _system_words(item: Announced, names: Names) -> Words:
    """What was done to a simulated system, and what was answered on a walk-through."""
    match item.what:
        case "operation":
            return Words(f"Ordered: {item.text}", "", "settings")
        case "operation failed":
            return Words(f"{_operation(item)} failed", item.text, "warning")
        case "answer":
            step, _, question = item.subject.partition("/")
            return Words(f"{question_word(question)}: {item.text}", names.step(step), "note")
        case "showing":
            return Words(_SHOWING.get(item.text, item.text), names.step(item.subject), "timer")
        case _:
            return Words(f"{_operation(item)} is done", item.text, "ok")


def _operation(item: Announced) -> str:
    """The operation that is through, as a sentence begins."""
    return item.about[:1].upper() + item.about[1:] or "An operation"
