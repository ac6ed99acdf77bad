"""What of a response the exercise itself spoiled, so that no score counts it: its script, or how it was conducted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import (
    Action,
    AssumeRole,
    Classify,
    Contain,
    Decide,
    HandOver,
    Page,
    PostUpdate,
    Resolve,
)
from trainer.core.events import Outcome, Record
from trainer.core.msel import rows
from trainer.core.outcomes import Judgement
from trainer.core.plan import Step
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import Micros, say_duration

_ALOUD: Final = (AssumeRole, Classify, Contain, Decide, HandOver, PostUpdate, Resolve)
"""Acts that everybody hears."""
_PASSES_ON: Final = (HandOver, PostUpdate)
"""Acts by which somebody may pass on what only some were told."""
_NOT_SENT: Final = {
    "held": "was held back and never came",
    "skipped": "was left out",
    "withdrawn": "was called back",
    "pending": "had not come when play ended",
}


@dataclass(frozen=True)
class Conduct:
    """How an exercise was run: its script, the state after it, what stands in its journal, who was seated.

    `delays` are injects that came much later than planned, and by how much; times are microseconds.
    """

    script: Script
    state: State
    standing: tuple[Record, ...]
    seated: frozenset[str]
    delays: Mapping[str, Micros]
    ended_at: Micros

    def spoiled(self, judgement: Judgement) -> str | None:
        """Why an outcome says nothing about the response, as a clause in words; None where it does."""
        if not judgement.observed and judgement.blocked_by is None:
            return None
        found = self._noted(judgement)
        if found is not None or judgement.outcome not in (Outcome.MISSED, Outcome.WRONG_ROLE, Outcome.LATE):
            return found
        found = self._nobody_seated(judgement)
        if found is not None or judgement.outcome is Outcome.WRONG_ROLE:
            return found
        return self._kept_back(judgement) or self._too_early(judgement) or self._untold(judgement)

    @cached_property
    def _deliveries(self) -> dict[str, tuple[Record, ev.InjectDelivered]]:
        return {
            r.event.inject: (r, r.event) for r in self.standing if isinstance(r.event, ev.InjectDelivered)
        }

    def _titled(self, inject: str) -> str:
        return f'the inject "{self.script.filled(self.script.injects[inject].title)}"'

    def _role(self, role: str | None) -> str:
        known = self.script.roles.get(role or "")
        return known.title if known is not None else role or "nobody named"

    # What somebody noted ----------------------------------------------------------------------------------------------

    def _noted(self, judgement: Judgement) -> str | None:
        said = [event.text for event in self.artefacts_noted if noted_on(self.script, event, judgement)]
        words = "; ".join(dict.fromkeys(f'"{" ".join(text.split())}"' for text in said))
        return f"it was noted as an artefact of the exercise: {words}" if said else None

    @cached_property
    def artefacts_noted(self) -> tuple[ev.ObservationRecorded, ...]:
        """What facilitator and evaluators noted as the fault of scenario or conduct."""
        events = (record.event for record in self.standing)
        return tuple(e for e in events if isinstance(e, ev.ObservationRecorded) and e.kind == "artefact")

    # Who was there, and what they were sent ---------------------------------------------------------------------------

    def _nobody_seated(self, judgement: Judgement) -> str | None:
        if self.state.walk is not None:
            return None  # What was answered about a step holds, whoever knew it.
        step = self.script.steps[judgement.step]
        owners = self.script.owners(step)
        if self.state.seats and owners and not owners & self.seated:
            return f"no seat was taken for {self._role(step.role)}"
        return None

    def _kept_back(self, judgement: Judgement) -> str | None:
        """The clock of a step ran while the inject that calls for it was kept back."""
        delivered = self._deliveries.get(judgement.inject or "")
        if delivered is None or judgement.started_at is None:
            return None
        delay = self.delays.get(delivered[1].inject)
        if delay is None or delivered[0].elapsed <= judgement.started_at:
            return None
        return (
            f"its clock ran while {self._titled(delivered[1].inject)} was kept back for {say_duration(delay)}"
        )

    def _too_early(self, judgement: Judgement) -> str | None:
        """A step before it was asked for only when its own limit had run out."""
        if judgement.started_at is None or judgement.limit is None or judgement.key != judgement.step:
            return None
        end = judgement.started_at + judgement.limit
        for name in self.script.steps[judgement.step].after:
            asked = self._asked_at(name)
            if (
                asked is not None
                and asked > end
                and (judgement.done_at is None or judgement.done_at >= asked)
            ):
                title = self.script.steps[name].title
                return f'"{title}", which comes before it, was asked for only when its limit had run out'
        return None

    def _asked_at(self, name: str) -> Micros | None:
        """When an inject first asked for a step whose clock waits for that."""
        step = self.script.steps.get(name)
        items = self.state.expectations.of_step(name) if step is not None else ()
        waits = step is not None and step.applies_at(self.state.true_severity) and _by_inject(step)
        return items[0].armed_at if items and waits else None

    def _untold(self, judgement: Judgement) -> str | None:
        """No inject that calls for a missed step reached anybody who could do it."""
        step = self.script.steps[judgement.step]
        owners, calls = self.script.owners(step), self.script.expected_by.get(step.id, ())
        if judgement.outcome is not Outcome.MISSED or judgement.key != step.id or not calls:
            return None
        sent = [self._deliveries[name] for name in calls if name in self._deliveries]
        if not sent:
            return self._never_sent(calls)
        if owners & self.state.absent.keys():
            return None  # They could not have been told: the response had nobody else.
        listening = self._listening(owners)
        if (
            not owners
            or any(listening & set(event.to) for _, event in sent)
            or self._aware(step, judgement, sent)
        ):
            return None
        others = " and ".join(self._role(role) for role in sent[0][1].to)
        return f"{self._titled(sent[0][1].inject)}, which calls for it, reached {others} alone, and nobody passed it on"

    def _never_sent(self, calls: Sequence[str]) -> str | None:
        """An inject that was to call for a step and did not, where the story itself has not taken another turn."""
        spared = {
            name
            for decision, opened in self.state.decisions.items()
            if opened.option and (option := self.script.decisions[decision].option(opened.option)) is not None
            for name in option.consequence.skips
        }
        status = {row.inject: row.status for row in rows(self.state, self.ended_at)}
        lacking = [name for name in calls if name not in spared and status[name] in _NOT_SENT]
        if not lacking or len(lacking) < len(calls):
            return None
        return f"{self._titled(lacking[0])}, which calls for it, {_NOT_SENT[status[lacking[0]]]}"

    def _listening(self, owners: frozenset[str]) -> frozenset[str]:
        """Roles whose messages somebody reads who may do a step: owner, deputies, and what else they play or took."""
        people = {seat.name for seat in self.state.seats if seat.role in owners and seat.name}
        others = {seat.role for seat in self.state.seats if seat.name in people}
        return owners | others | {by for role, by in self.state.holders.items() if role in owners}

    def _aware(self, step: Step, judgement: Judgement, sent: list[tuple[Record, ev.InjectDelivered]]) -> bool:
        """Whether those who may do a step could know otherwise that it was to be done."""
        listening = self._listening(self.script.owners(step))
        limit = judgement.limit
        until = judgement.started_at + limit if judgement.started_at is not None and limit else self.ended_at
        if _by_inject(step):
            since, told = sent[0][0].elapsed, {role for _, event in sent for role in event.to}
            return any(self._passed_on(r, listening, told) for r in self._between(since, until))
        return any(self._heard(record, listening) for record in self._between(0, until))

    def _between(self, since: Micros, until: Micros) -> Iterator[Record]:
        return (record for record in self.standing if since <= record.elapsed <= until)

    def _passed_on(self, record: Record, listening: frozenset[str], told: set[str]) -> bool:
        """Whether somebody who was told, or the facilitator, brought it to those who were not."""
        event = record.event
        if isinstance(event, ev.AdHocInjectDelivered):
            return bool(listening & set(event.to))
        if not isinstance(event, ev.ActionTaken):
            return isinstance(event, ev.HintGiven)
        passed = isinstance(event.action, _PASSES_ON) or self._calls(event.action, listening)
        return event.role in told and passed

    def _heard(self, record: Record, listening: frozenset[str]) -> bool:
        """Whether a role knew that something was the matter: by a message, by what others said aloud, by acting."""
        event = record.event
        if isinstance(event, ev.InjectDelivered) and not self._asks(event.inject):
            return False
        if isinstance(event, ev.AdHocInjectDelivered | ev.InjectDelivered):
            return bool(listening & set(event.to))
        if not isinstance(event, ev.ActionTaken):
            return isinstance(event, ev.HintGiven)
        return (
            event.role in listening
            or isinstance(event.action, _ALOUD)
            or self._calls(event.action, listening)
        )

    def _asks(self, name: str) -> bool:
        """Whether an inject is more than a message by the way: it calls for something, or marks an event."""
        inject = self.script.injects[name]
        return bool(inject.expects or inject.decision or inject.vote or inject.marks)

    def _calls(self, action: Action, listening: frozenset[str]) -> bool:
        """Whether an act is a call that somebody who listens answered."""
        if not isinstance(action, Page) or action.result != "answered":
            return False
        return any(c.id == action.contact and c.role in listening for c in self.script.plan.contacts)


def noted_on(script: Script, event: ev.ObservationRecorded, judgement: Judgement) -> bool:
    """Whether an observation is about an expected action: about its step, or about an inject that calls for it."""
    inject = script.injects.get(event.inject or "")
    if event.step is not None:
        return event.step == judgement.step and (inject is None or judgement.inject in (None, inject.id))
    if inject is None:
        return False
    called = {expected.step for expected in inject.expects} | {inject.contingency_for}
    return judgement.inject == inject.id or (judgement.step in called and judgement.key == judgement.step)


def _by_inject(step: Step) -> bool:
    """Whether the clock of a step waits for the inject that calls for it."""
    return step.target is None or step.target.from_ == "inject" or step.condition is not None
