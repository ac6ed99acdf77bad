"""Earlier drills as a journal keeps them, for tests of what is compared with the present one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.core.findings_world import STARTED_AT, Drill
from trainer.core.events import EarlierDrillsNoted
from trainer.core.history import EarlierAction, EarlierDrill, EarlierGap, EarlierStep
from trainer.core.time import parse_duration


def earlier(held: str = "2026-05-01", **more: Any) -> EarlierDrill:
    """A drill of the same kind and plan; the present one of the tests is held on 1 July 2026."""
    return EarlierDrill(
        exercise=f"ex-{held}",
        title=f"Drill of {held}",
        held=held,
        **{"kind": "simulation", "plan_version": "1.0", **more},
    )


def went(step: str, took: str | None = None, limit: str | None = "5m", **more: Any) -> EarlierStep:
    """How a step went: late where it took longer than its limit, else on time; missed where no time is given."""
    elapsed = parse_duration(took) if took is not None else None
    within = parse_duration(limit) if limit is not None else None
    outcome = (
        "missed" if elapsed is None else "late" if within is not None and elapsed > within else "on time"
    )
    fields = {"outcome": outcome, "competent": elapsed is not None, **more}
    return EarlierStep(step=step, elapsed=elapsed, limit=within, **fields)


def gap(name: str, kind: str = "execution", step: str | None = "") -> EarlierGap:
    """A gap by its name, such as `G15-mend`; its step is its subject unless another is given."""
    code, _, subject = name.partition("-")
    return EarlierGap.model_validate(
        {"code": code, "kind": kind, "subject": subject, "step": subject if step == "" else step}
    )


def action(gap_name: str, status: str = "assigned", **more: Any) -> EarlierAction:
    """A corrective action for a gap."""
    return EarlierAction.model_validate(
        {"id": f"A-{gap_name}", "gap": gap_name, "action": f"Mend {gap_name}", "status": status, **more}
    )


def noting(drill: Drill, drills: Iterable[EarlierDrill]) -> Drill:
    """The same drill with earlier ones in its journal."""
    drill.journal.append(((STARTED_AT, 0, EarlierDrillsNoted(drills=tuple(drills))),))
    return drill
