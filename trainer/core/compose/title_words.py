"""Counts and titles, as every sentence of the report uses them."""

from __future__ import annotations

from trainer.core.script import Script


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 step`, `2 steps`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def role_title(script: Script, role: str) -> str:
    """A role's title, or the role's identifier where the plan has none."""
    known = script.roles.get(role)
    return known.title if known else role


def step_title(script: Script, step: str) -> str:
    """A step's title in quotation marks, or its identifier where the plan has no such step."""
    known = script.steps.get(step)
    return f'"{known.title}"' if known else step
