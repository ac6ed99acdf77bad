"""People's names out of the report's body: findings speak of roles, names stay in the participants' appendix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from pydantic import BaseModel

from trainer.core import events as ev
from trainer.core.events import Event, Record
from trainer.core.outcomes import Judgement
from trainer.core.script import Script

_FREE: Final = frozenset(
    {
        *("text", "reason", "note", "to", "briefed", "statement", "cause", "measure", "what", "evidence"),
        *("missing", "rater", "by", "title", "sender", "hint"),
    }
)
"""Fields of events and actions in which people write what they like."""
_SHORTEST: Final = 3
_Part = TypeVar("_Part", bound=BaseModel)


@dataclass(frozen=True)
class Names:
    """Known names of participants, and the roles that stand in their place."""

    pattern: re.Pattern[str] | None
    instead: dict[str, str]

    def hidden(self, text: str) -> str:
        """The text with every known name replaced by the role that the person played."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda match: self.instead[match[0].casefold()], text)

    def without(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """Records of which no free text names a participant; the seats keep their names for the appendix."""
        if self.pattern is None:
            return tuple(records)
        return tuple(replace(record, event=self._event(record.event)) for record in records)

    def judged(self, judgement: Judgement) -> Judgement:
        """A judgement whose reasons, the automatic one and an evaluator's, name no participant."""
        if self.pattern is None:
            return judgement
        said = None if judgement.overruled is None else self.hidden(judgement.overruled)
        return replace(judgement, why=self.hidden(judgement.why), overruled=said)

    def _event(self, event: Event) -> Event:
        if isinstance(event, ev.ExerciseCreated):
            return event
        if isinstance(event, ev.ActionTaken):
            action = self._part(event.action)
            return event if action is event.action else event.model_copy(update={"action": action})
        return self._part(event)

    def _part(self, part: _Part) -> _Part:
        changed: dict[str, str] = {}
        for name, value in part:
            # Plain strings alone: an enumeration is a string too, and must stay what it is.
            if name in _FREE and type(value) is str and (hidden := self.hidden(value)) != value:
                changed[name] = hidden
        return part.model_copy(update=changed) if changed else part


def names_of(script: Script, created: ev.ExerciseCreated) -> Names:
    """The names under which people took part; one that is also a word of the plan cannot be told from it."""
    instead: dict[str, str] = {}
    for seat in created.seats:
        role = script.roles.get(seat.role)
        instead.setdefault(seat.name.strip().casefold(), role.title if role else seat.role)
    instead.setdefault(created.facilitator.strip().casefold(), "the facilitator")
    taken = {word.casefold() for role in script.plan.roles for word in (role.id, role.title)}
    taken |= {"facilitator", "evaluator", "observer", "system"}
    known = {name: role for name, role in instead.items() if len(name) >= _SHORTEST and name not in taken}
    if not known:
        return Names(None, {})
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name) for name in longest_first)
    return Names(re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), known)
