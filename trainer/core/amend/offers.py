"""Proposed changes of the plan together with what the lead settled on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from trainer.core import aar
from trainer.core.amend import proposed
from trainer.core.amend.editing import marks, with_edits
from trainer.core.amend.fragments import in_yaml, shown
from trainer.core.amend.places import CannotApply, in_words
from trainer.core.amend.written import written
from trainer.core.amendments import Amendment
from trainer.core.events import AmendmentDecided, Record
from trainer.core.facts import Facts

_Data = Mapping[str, Any]
Status = Literal["proposed", "accepted", "edited", "rejected"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed change as it stands: with the lead's edits where there are any, and the lead's verdict.

    `place`, `before` and `after` show it; `unfilled` is what a person still has to put in before it can be written.
    """

    amendment: Amendment
    status: Status
    place: str
    before: str
    after: str
    unfilled: tuple[str, ...]
    by: str | None = None
    reason: str = ""
    seq: int | None = None

    @property
    def taken(self) -> bool:
        """Whether the lead wants it in the plan."""
        return self.status in ("accepted", "edited")


def offers(facts: Facts, gaps: Sequence[aar.Gap]) -> tuple[Offer, ...]:
    """Every proposal for the gaps of an exercise, in their order, with the newest decision on each."""
    decided, plan = _decided(facts.standing), written(facts.script.plan)
    return tuple(_offer(plan, amendment, decided.get(amendment.id)) for amendment in proposed(facts, gaps))


def _decided(records: Iterable[Record]) -> dict[str, tuple[int, AmendmentDecided]]:
    """The newest decision on each amendment."""
    return {
        record.event.amendment: (record.seq, record.event)
        for record in records
        if isinstance(record.event, AmendmentDecided)
    }


def _offer(plan: _Data, amendment: Amendment, decided: tuple[int, AmendmentDecided] | None) -> Offer:
    seq, event = decided if decided is not None else (None, None)
    if event is not None and event.verdict == "edited":
        amendment = with_edits(amendment, event.edits)
    place, before, after = _shown(plan, amendment)
    return Offer(
        amendment=amendment,
        status=event.verdict if event is not None else "proposed",
        place=place,
        before=before,
        after=after,
        unfilled=marks(amendment.edits),
        by=event.by if event is not None else None,
        reason=event.reason if event is not None else "",
        seq=seq,
    )


def _shown(plan: _Data, amendment: Amendment) -> tuple[str, str, str]:
    """A change as people read it; edits that do not fit the plan are shown as they are."""
    try:
        return shown(plan, amendment)
    except CannotApply:
        places = "; ".join(dict.fromkeys(in_words(edit.place) for edit in amendment.edits))
        return places, "", "\n".join(in_yaml({edit.place[-1]: edit.value}) for edit in amendment.edits)
