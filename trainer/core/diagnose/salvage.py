"""Cross-checks of a file that does not fit its model, so that all of its problems are told at once.

Faulty values are taken out or replaced by stand-ins until the rest fits, and the names in it are checked. Nothing is
told that could be a consequence of what was replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from trainer.core.problems import Path, Problem

Model = TypeVar("Model")
Raw = dict[str, Any]
Validate = Callable[[Raw], tuple[Model | None, Sequence[Problem]]]

_ROUNDS: Final = 8
_MAX_FAULTS: Final = 100
_WORD: Final = "stand-in"
_MISSING: Final = "missing-key"
_UNKNOWN: Final = "unknown-key"
_STAND_INS: Final[Mapping[str, Any]] = {
    "from": "noticed",
    "release": {"by_hand": True},
    "channel": "chat",
    "phase": "detection",
    "action": "acknowledge",
    "when": {"from_time": "0s"},
    "within": "1m",
    "every": "1m",
    "after": "1m",
    "length": "90m",
    "level": 1,
    "steps": [_WORD],
    "stages": [{"within": "1m", "what": _WORD}],
}
_THRESHOLD: Final = {"service": _WORD, "measure": "errors", "above": 0.5}
_IN_SIMULATION: Final[Mapping[str, Any]] = {
    "kind": "leak",
    "operation": "restart",
    "when": _THRESHOLD,
}
"""Stand-ins below `simulation`, where keys of these names hold something else."""
_ENTRIES: Final[tuple[Any, ...]] = (
    _WORD,
    "noticed",
    "tabletop",
    {},
    {"from_time": "0s"},
    {"action": "acknowledge"},
    _THRESHOLD,
)
"""What is tried in place of a faulty entry of a list, whose other entries must keep their places."""
_DEFINES: Final = {
    "severities": "severity",
    "roles": "role",
    "contacts": "contact",
    "tools": "tool",
    "procedures": "procedure",
    "communications": "audience",
    "decision_rights": "decision-right",
    "services": "service",
    "triage": "impact",
    "injects": "inject",
    "decisions": "decision",
    "branches": "branch",
    "votes": "vote",
    "variables": "variable",
}
"""Keys at the top of a file, and what is defined below them."""
_OF_SYSTEM: Final = {
    "services": ("service", "version", "backup"),
    "flags": ("flag",),
    "regions": ("region",),
    "figures": ("figure",),
    "alerts": ("inject",),
    "faults": ("fault", "inject"),
    "experiments": ("activity", "inject"),
}
"""Keys below `simulation`, and what is defined below them."""
_INSIDE: Final = {"procedures": ("steps", "step"), "decisions": ("options", "option")}
_RELIABLE: Final = frozenset({"duplicate-id", "bad-choice", "step-cycle", "reserved-name", "self-reference"})


def salvage(
    raw: Raw,
    faults: Sequence[Problem],
    validate: Validate[Model],
    diagnose: Callable[[Model], Sequence[Problem]],
) -> tuple[Problem, ...]:
    """The problems with names in a file that does not fit its model; `faults` are those of the validation."""
    paths = {fault.path for fault in faults}
    if not faults or any(len(fault.path) < 2 and fault.kind == _UNKNOWN for fault in faults):
        return ()
    model = _mended(raw, faults, validate)
    if model is None:
        return ()
    lost = _lost(raw, faults)
    kept = (
        problem
        for problem in diagnose(model)
        if (problem.kind in _RELIABLE or problem.kind.startswith("unknown-"))
        and problem.kind not in lost
        and f'"{_WORD}' not in problem.message
        and not any(problem.path[:end] in paths for end in range(len(problem.path) + 1))
    )
    return tuple(replace(problem, fix="") if _WORD in problem.fix else problem for problem in kept)


def _mended(raw: Raw, faults: Sequence[Problem], validate: Validate[Model]) -> Model | None:
    """The model of the file with stand-ins for what is faulty; None where that leads nowhere."""
    value: Raw = _copied(raw)
    tries: Counter[tuple[Path, bool]] = Counter()
    for _ in range(_ROUNDS):
        if not 0 < len(faults) <= _MAX_FAULTS:
            return None
        for fault in faults:
            if not _replaced(value, fault, tries):
                return None
        model, faults = validate(value)
        if model is not None:
            return model
    return None


def _replaced(value: Raw, fault: Problem, tries: Counter[tuple[Path, bool]]) -> bool:
    """Take out or replace what is faulty; False where nothing is left to try."""
    if not fault.path:
        return False
    holder = _at(value, fault.path[:-1])
    if holder is None:  # it went with another fault
        return True
    step = fault.path[-1]
    missing = fault.kind == _MISSING
    count = tries[fault.path, missing]
    tries[fault.path, missing] += 1
    if isinstance(holder, dict) and isinstance(step, str):
        if not missing:
            return holder.pop(step, fault) is not fault
        in_simulation = fault.path[0] == "simulation" and step in _IN_SIMULATION and count == 0
        holder[step] = _copied(_IN_SIMULATION[step]) if in_simulation else _stand_in(step, count, len(tries))
        return True
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder) and count < len(_ENTRIES):
        holder[step] = _copied(_ENTRIES[count])
        return True
    return False


def _stand_in(key: str, count: int, number: int) -> Any:
    if key == "id":
        return f"{_WORD}-{number}"
    if key == "options":
        return (
            [{"id": "a", "text": _WORD}, {"id": "b", "text": _WORD}] if count == 0 else [_WORD, f"{_WORD} 2"]
        )
    return _copied(_STAND_INS.get(key, _WORD) if count == 0 else _WORD)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _at(value: Any, path: Path) -> Any:
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def _lost(raw: Raw, faults: Iterable[Problem]) -> set[str]:
    """Kinds of problem that may only follow from a definition which could not be read."""
    lost: set[str] = set()
    for fault in faults:
        top = str(fault.path[0]) if fault.path else ""
        inner, what = _INSIDE.get(top, ("", ""))
        if top in _DEFINES and _hits_definition(raw, fault, fault.path[1:]):
            lost |= {f"unknown-{_DEFINES[top]}", *([f"unknown-{what}"] if what else ())}
        if inner and (fault.path[2:3] == (inner,) and _hits_definition(raw, fault, fault.path[3:], 3)):
            lost.add(f"unknown-{what}")
        if inner and len(fault.path) == 3 and fault.kind in (_UNKNOWN, _MISSING):
            lost.add(f"unknown-{what}")
        if top == "simulation":
            lost |= _lost_of_system(raw, fault)
        if top == "triage":
            lost |= {"unknown-impact", "unknown-urgency"}
        if top == "severities":
            lost.add("unknown-severity-key")
    return lost


def _lost_of_system(raw: Raw, fault: Problem) -> set[str]:
    key = str(fault.path[1]) if len(fault.path) > 1 else ""
    if key and key not in _OF_SYSTEM:
        return set()
    keys = [key] if key else list(_OF_SYSTEM)
    hit = not key or _hits_definition(raw, fault, fault.path[2:], 2)
    inside = key == "services" and fault.path[3:4] in (("versions",), ("backups",))
    return {f"unknown-{what}" for each in keys for what in _OF_SYSTEM[each]} if hit or inside else set()


def _hits_definition(raw: Raw, fault: Problem, rest: Path, depth: int = 1) -> bool:
    """Whether a fault concerns a list of definitions, one of them as a whole, or its identifier."""
    if len(rest) < 2 or rest[1] in ("id", "audience", "also"):
        return True
    entry = _at(raw, fault.path[: depth + 1])
    return fault.kind == _UNKNOWN and len(rest) == 2 and isinstance(entry, dict) and "id" not in entry
