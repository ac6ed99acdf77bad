"""Activities in words: exactly what would be done, to what, with which arguments."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from string import Template
from typing import Any, Final

from trainer.chaos.parts import provider_of
from trainer.chaos.told import expected_words
from trainer.core.problems import one_line

LONGEST: Final = 4_000
"""Characters of one line; an activity that needs more is refused, for nobody would read it."""


def command_words(provider: Mapping[str, Any]) -> list[str]:
    """The command line of a process: its path and its arguments, as the library makes it (chaoslib 1.44)."""
    given = provider.get("arguments") or []
    flat = [part for pair in given.items() for part in pair] if isinstance(given, dict) else given
    if not isinstance(flat, list):
        flat = [flat]
    return [str(provider.get("path", "")), *(str(part) for part in flat if part not in (None, ""))]


def in_words(
    activity: Mapping[str, Any], secrets: Mapping[str, str], handed: Mapping[str, Any] | None = None
) -> str:
    """One line: name, what is called, with what; secrets by their names.

    `handed` is what a function gets beside its arguments where it asks for it.
    """
    provider = provider_of(activity)
    called = {"python": _function, "process": _command, "http": _request}.get(
        str(provider.get("type")), _unknown
    )
    also = f", where it asks for it with configuration {_value(handed)}" if handed else ""
    line = f"{activity.get('name')}: {called(provider)}{also}{_expected(activity)}{_around(activity)}"
    return one_line(_masked(line, secrets), LONGEST)


def _function(provider: Mapping[str, Any]) -> str:
    given = provider.get("arguments") or {}
    named = given.items() if isinstance(given, dict) else (("arguments", given),)
    arguments = ", ".join(f"{key}={_value(value)}" for key, value in named)
    handed = provider.get("secrets")
    also = f", secrets={_value(handed)}" if handed else ""
    return f"{provider.get('module')}.{provider.get('func')}({arguments}{also})"


def _command(provider: Mapping[str, Any]) -> str:
    given = provider.get("arguments")
    if isinstance(given, str):
        return f"{provider.get('path')} {given}"
    return shlex.join(command_words(provider))


def _request(provider: Mapping[str, Any]) -> str:
    method = str(provider.get("method", "GET")).upper()
    sent = f" with {_value(provider['arguments'])}" if provider.get("arguments") else ""
    headers = f" and headers {_value(provider['headers'])}" if provider.get("headers") else ""
    return f"{method} {provider.get('url')}{sent}{headers}"


def _unknown(provider: Mapping[str, Any]) -> str:
    return f"something of the type {provider.get('type')}"


def _expected(activity: Mapping[str, Any]) -> str:
    wanted = expected_words(activity.get("tolerance"))
    return f", expected {wanted}" if wanted else ""


def _around(activity: Mapping[str, Any]) -> str:
    pauses = activity.get("pauses") or {}
    waits = [
        f"waits {pauses[when]} s {words}"
        for when, words in (("before", "before it"), ("after", "after it"))
        if isinstance(pauses, dict) and pauses.get(when)
    ]
    if activity.get("background"):
        waits.append("goes on beside what follows")
    return f" ({', '.join(waits)})" if waits else ""


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _masked(line: str, secrets: Mapping[str, str]) -> str:
    return Template(line).safe_substitute({name: f"(secret {name})" for name in secrets})
