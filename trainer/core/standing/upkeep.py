"""G14, plan unreachable or stale: reviews overdue or never planned, and steps that cannot be cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from trainer.core.plan import Plan
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import filled, in_words
from trainer.core.time import DAY

_CODE: Final = "G14"
_UNCITED: Final = Words(
    one="{} has no clause, nor has its procedure.",
    many="{count} steps have no clause, nor have their procedures: {}.",
    consequence="A finding cannot say where the plan is wrong, and nobody can be pointed to the place in an incident.",
    change="Number {}, or its procedure, as in the document.",
    change_many="Number them, or their procedures, as in the document.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Whether the plan is kept alive, and can be cited."""
    yield from _review(reading)
    uncited = [placed.place() for placed in reading.steps if placed.clause is None]
    yield from told(_CODE, "steps-without-clause", _UNCITED, [(place, "low") for place in uncited])


def _review(reading: Reading) -> Iterator[PlanGap]:
    plan = reading.plan
    due = review_due(plan)
    if due is not None and reading.on > due:
        yield _overdue(plan, due, reading.on)
    lacks = []
    if not filled(plan.owner):
        lacks.append("nobody who answers for it")
    if plan.last_reviewed is None:
        lacks.append("no date of its last review")
    if plan.review_every is None:
        lacks.append("no interval for reviews")
    if lacks:
        yield gap(
            _CODE,
            Place(
                "plan-upkeep", "the plan", ("owner",) if plan.owner and not filled(plan.owner) else ("title",)
            ),
            f"The plan has {in_words(lacks)}.",
            "It ages unnoticed: people, numbers and limits change, and the text does not.",
            "Say at the head of the plan who answers for it, when it was last reviewed and how often that happens.",
            "medium",
        )


def review_due(plan: Plan) -> date | None:
    """The last day on which the plan's review is in time; None where the plan does not say."""
    if plan.last_reviewed is None or plan.review_every is None:
        return None
    try:
        return plan.last_reviewed + timedelta(days=plan.review_every // DAY)
    except OverflowError:  # a date at the end of the calendar
        return None


def _overdue(plan: Plan, due: date, on: date) -> PlanGap:
    days = (on - due).days
    last = plan.last_reviewed.isoformat() if plan.last_reviewed else ""
    return gap(
        _CODE,
        Place("plan-review", "the plan", ("last_reviewed",)),
        f"The plan was last reviewed on {last} and was due again on {due.isoformat()}; on {on.isoformat()} the "
        f"review is {days:,} day{'s' if days > 1 else ''} overdue.",
        "Names, contacts and limits may no longer be true.",
        f"Review the plan (for {plan.owner or 'its owner'}), give it a new version and date, and try every contact by "
        "calling it.",
        "medium",
    )


CHECK: Final = Check(
    _CODE,
    "a review that is overdue on the given day; no owner of the plan, no date of its last review or no interval for "
    "reviews; steps without a clause in themselves and in their procedure",
    find,
)
