"""Experiments in a real system, in words that more than one window uses. Needs no Qt."""

from __future__ import annotations

import re
from typing import Final

from trainer.workspace import AllowedEntry, ExperimentStage, ExperimentView

__all__ = ["admits", "breakable", "called", "listed", "sort_words", "stage_words", "targets_of"]

_SORTS: Final = {"function": "Function", "command": "Command", "host": "Host"}
_STAGES: Final[dict[ExperimentStage, str]] = {
    "shown": "Not approved",
    "starting": "Starting",
    "dry run": "Dry run",
    "running": "Live",
    "rolling back": "Rolling back",
    "over": "Rolled back",
    "not undone": "Not rolled back",
}
_ANY: Final = "Experiments may send any request to"
_BREAKS: Final = re.compile(
    r"(?<=\w/)(?=\w)|(?<=[,(&?])(?=[^\s.,(&?\"')])|(?<=\w\.)(?=[A-Za-z_])|(?<=[A-Z]_)(?=[A-Z])"
)


def sort_words(sort: str) -> str:
    """What sort of thing an entry allows, as it begins a sentence."""
    return _SORTS.get(sort, sort)


def admits(entry: AllowedEntry) -> str:
    """What an entry of the list of what is allowed admits, in a sentence or two."""
    if entry.fixed:
        what = "probes" if ".probes." in entry.entry else "faults"
        return f"The {what} of the practice shop, which comes with the program. Always allowed."
    match entry.sort:
        case "function":
            return _function(entry.entry)
        case "command":
            return _command(entry.entry)
        case "host":
            return _host(entry.entry)


def _function(entry: str) -> str:
    module, _, name = entry.rpartition(".")
    if name == "*":
        return (
            f"Experiments may call every function that the Python module {module} defines, with any arguments; those "
            "whose names begin with an underscore only where they are listed by name."
        )
    return f"Experiments may call the function {name} of the Python module {module}, with any arguments."


def _command(entry: str) -> str:
    star = " In a word, * stands for any text." if "*" in entry else ""
    return (
        f"Experiments may run every command line that begins with these words, whatever follows them.{star}"
    )


def _host(entry: str) -> str:
    name, colon, port = entry.rpartition(":")
    if colon and port.isdigit() and (":" not in name or name.endswith("]")):
        return f"{_ANY} {name} on port {port}, also one that changes or deletes something."
    return f"{_ANY} {entry} on any port, also one that changes or deletes something."


def stage_words(stage: ExperimentStage) -> str:
    """The stage of an experiment in a word or two."""
    return _STAGES[stage]


def called(line: str) -> tuple[str, str]:
    """The name of an activity and what exactly it calls, of the line that says both."""
    name, colon, call = line.partition(": ")
    return (name, call) if colon else ("", line)


def breakable(text: str) -> str:
    """A text with places, between its parts, at which a line may end without showing anything."""
    return _BREAKS.sub("\u200b", text)


def listed(words: tuple[str, ...]) -> str:
    """Words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def targets_of(views: tuple[ExperimentView, ...]) -> str:
    """The targets of experiments whose processes live, as a list in a sentence; empty where there is none."""
    return listed(tuple(dict.fromkeys(view.target for view in views if view.at_work)))
