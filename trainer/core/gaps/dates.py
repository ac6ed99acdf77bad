"""Days in UTC, by which dates of the plan, of actions and of exercises are compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from trainer.core.facts import Facts
from trainer.core.time import SECOND

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH


def held_on(facts: Facts) -> date:
    """The day on which play began, or on which the exercise was set up where it has not begun."""
    record = facts.started or facts.records[0]
    since = timedelta(seconds=max(0, record.at // SECOND)) if record.at < 10**18 else _LAST
    return (_EPOCH + min(since, _LAST)).date()


def day_of(text: str | None) -> date | None:
    """The day that an ISO text names; None for none, and for a text that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def said(days: int) -> str:
    """A number of days in words."""
    return f"{days} day{'' if days == 1 else 's'}"
