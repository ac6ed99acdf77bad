"""What activities and probes came to, in one line for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from trainer.chaos.parts import provider_of

_LONGEST: Final = 300
_ELSEWHERE: Final = ", which sends elsewhere; that is not followed"


def last_line(text: str) -> str:
    """The last line of a message: where there is a trail of calls, it says what happened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_LONGEST] if lines else ""


def outcome(activity: Mapping[str, Any], run: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether an activity succeeded, and what to say of it.

    The library counts a command that ends with an error code, and a request that is answered with one, as succeeded; a
    person who waits for the fault or for its repair does not.
    """
    if run.get("status") != "succeeded":
        said = run.get("exception") or run.get("status") or "it failed"
        return False, _without_class(last_line("".join(said) if isinstance(said, list) else str(said)))
    output = run.get("output")
    provider = provider_of(activity).get("type")
    if activity.get("type") == "action" and isinstance(output, dict):
        status = output.get("status")
        if provider == "process" and status != 0:
            return (
                False,
                f"it ended with code {status}: {last_line(str(output.get('stderr') or output.get('stdout')))}",
            )
        if provider == "http" and isinstance(status, int) and status >= 300:
            return False, f"it was answered with {status}{_ELSEWHERE if status < 400 else ''}"
    return True, said_of(output)


def said_of(output: Any) -> str:
    """What was given back, in a few words; empty for nothing."""
    if output is None or output == "":
        return ""
    if isinstance(output, dict) and "status" in output:
        return f"status {output['status']}"
    return str(output)[:_LONGEST]


def probe_text(state: Mapping[str, Any] | None) -> str:
    """Why the hypothesis is not met: the probe that said so, and what it found. Empty where it is met."""
    probes = (state or {}).get("probes") or []
    if not state or state.get("steady_state_met") or not probes:
        return ""
    run = probes[-1]
    activity = run.get("activity") or {}
    if run.get("status") == "failed":
        return f"{activity.get('name')}: {outcome(activity, run)[1]}"
    wanted = expected_words(activity.get("tolerance")) or "another answer"
    shown = said_of(run.get("output")) or "nothing"
    return f"{activity.get('name')}: found {shown}, expected {wanted}"[:_LONGEST]


def expected_words(wanted: Any) -> str:
    """A probe's tolerance in words; empty where there is none, or another activity judges."""
    if wanted is None or (isinstance(wanted, dict) and wanted.get("type") == "probe"):
        return ""
    if isinstance(wanted, dict) and wanted.get("type") == "range":
        bounds = wanted.get("range")
        if isinstance(bounds, list) and len(bounds) == 2:
            return f"between {bounds[0]} and {bounds[1]}"
    return json.dumps(wanted, ensure_ascii=False, default=str)


def _without_class(line: str) -> str:
    """A message without the name of the library's own class before it."""
    head, colon, rest = line.partition(": ")
    return rest if colon and head.startswith("chaoslib.") and rest else line
