"""Pydantic's errors in the words of somebody who writes a plan or a scenario."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic_core.core_schema import ErrorType

from trainer.core.problems import Path, Problem, closest, did_you_mean, one_line, quoted
from trainer.storage.schema_trail import LISTS, MAPPINGS, Declaration, Schema, Trail
from trainer.storage.yaml_scalars import Value

UNKNOWN_KEY: Final = "extra_forbidden"
MISSING_KEY: Final = "missing"
_TAG_MISSING: Final = "union_tag_not_found"
TAG_UNKNOWN: Final = "union_tag_invalid"
_BUILT_IN: Final = frozenset(get_args(ErrorType))
_SHOWN_CHOICES: Final = 12
_SUBJECT: Final = re.compile(r"^[A-Z]\w* should ")

_MAPPING: Final = "keys with values"
_LIST: Final = "a list"
_TEXT: Final = "text"
_NUMBER: Final = "a number"
_TRUTH: Final = "true or false"
_EXPECTED: Final[Mapping[str, str]] = {
    "string": _TEXT, "string_sub": _TEXT, "string_unicode": _TEXT,
    "int": "a whole number", "int_from_float": "a whole number", "int_parsing_size": "a smaller number",
    "float": _NUMBER, "decimal": _NUMBER, "finite_number": "a finite number",
    "bool": _TRUTH,
    "list": _LIST, "tuple": _LIST, "set": _LIST, "frozen_set": _LIST, "iterable": _LIST,
    "dict": _MAPPING, "mapping": _MAPPING, "dataclass": _MAPPING,
    "model": _MAPPING, "model_attributes": _MAPPING,
    "none_required": "nothing",
    "date": "a date such as 2026-03-31", "date_from_datetime": "a date such as 2026-03-31",
    "date_from_datetime_inexact": "a date such as 2026-03-31",
    "datetime": "a date and time such as 2026-03-31T09:00:00Z",
    "datetime_from_date": "a date and time such as 2026-03-31T09:00:00Z",
    "time": "a time of day such as 09:00", "time_delta": "a duration",
    "url": "an address such as https://example.org", "uuid": "a UUID",
}  # fmt: skip
_FIXES: Final[Mapping[str, str]] = {
    _LIST: "start each entry on a line of its own with `- `",
    _MAPPING: "write `key: value` on lines of their own, indented",
    _TRUTH: "write true or false",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One error of pydantic and what the file has at its place."""

    kind: str
    message: str
    context: Mapping[str, Any]
    trail: Trail
    value: Value
    """What stands there, or holds the key that is missing."""
    alternatives: tuple[str, ...] = ()
    """What else might stand there, where several types were tried."""

    @property
    def path(self) -> Path:
        return self.trail.path

    @property
    def at_key(self) -> bool:
        """Whether the key is at fault rather than its value."""
        return self.trail.at_key or self.kind in (UNKNOWN_KEY, MISSING_KEY, _TAG_MISSING)

    @property
    def expected(self) -> str | None:
        """What type of value was expected, where that is what is wrong."""
        return _EXPECTED.get(self.kind) or _EXPECTED.get(re.sub("_(type|parsing)$", "", self.kind))

    @property
    def misshapen(self) -> bool:
        """Whether the value is of another shape than what was expected, not merely wrong in itself."""
        if self.expected is not None:
            return True
        shapes = {node["type"] for node in self.trail.nodes}
        if isinstance(self.value, dict):
            return shapes.isdisjoint(MAPPINGS)
        return isinstance(self.value, list) and shapes.isdisjoint(LISTS)


def tag_key(context: Mapping[str, Any]) -> str:
    """The key whose word chooses between types, from the context of an error about it."""
    return str(context.get("discriminator", "")).strip("'")


def problem_of(case: Case, declaration: Declaration) -> Problem:
    """The problem that an error stands for."""
    known: dict[str, Callable[[Case, Declaration], Problem]] = {
        UNKNOWN_KEY: _unknown_key,
        MISSING_KEY: _missing_key,
        _TAG_MISSING: _missing_tag,
        TAG_UNKNOWN: _unknown_tag,
        "enum": _unknown_value,
        "literal_error": _unknown_value,
        "value_error": _refused,
        "assertion_error": _refused,
    }
    if case.kind in known:
        return known[case.kind](case, declaration)
    if case.expected is not None:
        return _wrong_type(case)
    return _constraint(case) if case.kind in _BUILT_IN else _custom(case)


def _unknown_key(case: Case, declaration: Declaration) -> Problem:
    key = str(case.path[-1])
    names = declaration.names(case.trail.parents)
    used = case.value if isinstance(case.value, dict) else {}
    free = [name for name in names if name not in used]
    fix = did_you_mean(key, free) or _choices("known here", free)
    return Problem("unknown-key", "error", f"unknown key {quoted(key)}", fix, case.path)


def _missing_key(case: Case, _: Declaration) -> Problem:
    key = case.path[-1] if case.path else ""
    if isinstance(key, int):
        return Problem("missing-key", "error", f"the list lacks entry {key + 1}", "", case.path)
    return Problem("missing-key", "error", f"the key {quoted(key)} is missing", "", case.path)


def _missing_tag(case: Case, _: Declaration) -> Problem:
    key = tag_key(case.context)
    near = closest(key, case.value) if isinstance(case.value, dict) else None
    fix = "" if near is None else f"did you write {quoted(near)} for it?"
    return Problem("missing-key", "error", f"the key {quoted(key)} is missing", fix, case.path)


def _unknown_tag(case: Case, _: Declaration) -> Problem:
    choices = [str(tag) for node in case.trail.nodes for tag in node.get("choices", ())]
    return _not_among(case.value, choices, case.path)


def _unknown_value(case: Case, _: Declaration) -> Problem:
    return _not_among(case.value, _allowed(case.trail.nodes), case.path)


def _allowed(nodes: Iterable[Schema]) -> list[str]:
    literal = [choice for node in nodes for choice in node.get("expected", ())]
    members = [member.value for node in nodes for member in node.get("members", ())]
    return [str(getattr(choice, "value", choice)) for choice in (*literal, *members)]


def _not_among(value: Value, choices: list[str], path: Path) -> Problem:
    if value is None or isinstance(value, dict | list):
        message = f"expected one of a few words{_of(path)}, found {_found(value)}"
        return Problem("wrong-type", "error", message, _choices("one of", choices), path)
    shown = _typed(value)
    if shown in choices:
        fix = "remove the quotes" if isinstance(value, str) else f"put it in quotes: {quoted(shown)}"
    else:
        fix = did_you_mean(shown, choices) or _choices("one of", choices)
    return Problem("unknown-value", "error", f"unknown value {quoted(shown)}{_of(path)}", fix, path)


def _wrong_type(case: Case) -> Problem:
    expected = " or ".join(case.alternatives) or case.expected or ""
    message = f"expected {expected}{_of(case.path)}, found {_found(case.value)}"
    return Problem("wrong-type", "error", message, _type_fix(expected, case.value), case.path)


def _type_fix(expected: str, value: Value) -> str:
    if value is None:
        return "give a value, or remove the key"
    if expected == _TEXT:
        return "put it in quotes if it is meant as a text"
    return _FIXES.get(expected, "")


def _refused(case: Case, _: Declaration) -> Problem:
    error = case.context.get("error", "")
    return Problem("bad-value", "error", str(error) or f"unusable value{_of(case.path)}", "", case.path)


def _constraint(case: Case) -> Problem:
    subject = quoted(str(case.path[-1])) if case.path else "the value"
    message = _SUBJECT.sub(f"{subject} should ", case.message.replace(" after validation", ""))
    return Problem("bad-value", "error", f"{message}; found {_found(case.value)}", "", case.path)


def _custom(case: Case) -> Problem:
    fix = str(case.context.get("fix", ""))
    return Problem(case.kind.replace("_", "-"), "error", case.message, fix, case.path)


def _of(path: Path) -> str:
    """The name of the value for a message."""
    if not path:
        return ""
    if isinstance(path[-1], str):
        return f" for {quoted(path[-1])}"
    name = next((step for step in reversed(path) if isinstance(step, str)), None)
    return "" if name is None else f" in {quoted(name)}"


def _found(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return _MAPPING
    if isinstance(value, list):
        return _LIST
    if isinstance(value, str):
        return f"the text {quoted(value)}" if value else "an empty text"
    return _typed(value) if isinstance(value, bool) else f"the number {_typed(value)}"


def _typed(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _choices(lead: str, choices: list[str]) -> str:
    if not choices:
        return ""
    shown = ", ".join(one_line(choice, 40) for choice in choices[:_SHOWN_CHOICES])
    return f"{lead}: {shown}" + (", …" if len(choices) > _SHOWN_CHOICES else "")
