"""The events that a plan may start a clock at."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from trainer.core.problems import closest

ANCHORS: Final = (
    "impact",
    "first alert",
    "first signal",
    "noticed",
    "acknowledged",
    "classified",
    "declared",
    "call started",
    "first update",
    "first post",
    "previous update",
    "identified",
    "containment decided",
    "contained",
    "recovered",
    "resolved",
    "handover started",
    "inject",
)
"""The events that may start a step's clock, beside `step <id>` (that step was done)."""


def _anchor(value: str) -> str:
    if value.strip().startswith("step "):
        text = "step " + value.strip()[5:].strip()
    else:
        text = " ".join(value.replace("_", " ").split())
    if text in ANCHORS or (text.startswith("step ") and len(text) > 5):
        return text
    near = closest(text, ANCHORS)
    fix = f'did you mean "{near}"?' if near else "one of: " + ", ".join(ANCHORS) + ", step <id>"
    raise PydanticCustomError(
        "unknown-anchor", "{text}", {"text": f"unknown anchor {text[:40]!r}", "fix": fix}
    )


Anchor = Annotated[
    str,
    AfterValidator(_anchor),
    WithJsonSchema({"type": "string", "anyOf": [{"enum": list(ANCHORS)}, {"pattern": "^step .+"}]}),
]


def step_of(anchor: str) -> str | None:
    """The step that an anchor `step <id>` names, or None for a named event."""
    return anchor[5:] if anchor.startswith("step ") else None
