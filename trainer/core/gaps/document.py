"""G14, plan unreachable or stale: nobody opened it while steps were missed, or its review is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, evidence_of, listed
from trainer.core.time import DAY

_CODE: Final = "G14"
_POETE: Final = "Equipment"


def find(facts: Facts) -> Iterable[Finding]:
    """A plan that was not at hand when it was needed, or that has not been reviewed in time."""
    yield from _never_opened(facts)
    yield from _overdue(facts)


def _never_opened(facts: Facts) -> Iterator[Finding]:
    missed = [j for j in facts.scored if j.outcome is Outcome.MISSED]
    # What the facilitator enters for others says nothing about whether they had the plan open.
    own = sum(event.source != "facilitator" for _, event in facts.acts)
    if not missed or own * 2 < len(facts.acts) or not own or facts.plan_opened:
        return
    titles = listed(facts.script.steps[judgement.step].title for judgement in missed)
    count = f"{len(missed)} expected action{'s were' if len(missed) > 1 else ' was'}"
    yield Finding(
        code=_CODE,
        kind="capability",
        subject="plan-not-opened",
        statement=f"No role opened the plan during play, and {count} missed: {titles}.",
        consequence="What the plan says cannot help those who do not see it.",
        proposed_change="Make the plan reachable from where people work in an incident, also when the usual tools are "
        "down, and open it together at the start of the call.",
        poete=_POETE,
        evidence=tuple(sorted({*evidence_of(missed), *facts.frame})),
    )


def _overdue(facts: Facts) -> Iterator[Finding]:
    plan, began = facts.script.plan, facts.started or facts.records[0]
    if plan.last_reviewed is None or plan.review_every is None:
        return
    held = datetime.fromtimestamp(began.at // 1_000_000, UTC).date()
    due = plan.last_reviewed + timedelta(days=plan.review_every // DAY)
    if held <= due:
        return
    owner = plan.owner or "its owner"
    days = (held - due).days
    yield Finding(
        code=_CODE,
        kind="plan",
        subject="plan-review",
        statement=f"The plan was last reviewed on {plan.last_reviewed.isoformat()} and was due again on "
        f"{due.isoformat()}; at the start of the exercise the review was {days} day{'s' if days > 1 else ''} overdue.",
        consequence="Names, contacts and limits may no longer be true.",
        proposed_change=f"Review the plan (for {owner}), give it a new version and date, and try every contact by "
        "calling it.",
        poete=_POETE,
        evidence=(began.seq,),
        clause=None,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "capability"),
    "a plan that nobody opened while expected actions were missed; a plan past its review date at the start",
    find,
)
