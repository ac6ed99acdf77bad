"""G01: the step, contact, audience or decision right that the plan lacked, from what the team did without it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.actions import (
    Ask,
    Classify,
    Contain,
    Diagnose,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    Resolve,
    Verify,
    words_of,
)
from trainer.core.amend import audiences, contacts, decisions, handovers
from trainer.core.amend.draft import (
    Draft,
    acts_of,
    added,
    clean,
    heading,
    line,
    next_clause,
    rounded_up,
    sentence,
    slug,
    subject_of,
)
from trainer.core.amend.editing import fill_in
from trainer.core.amend.written import duration
from trainer.core.events import ActionTaken, Record
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind, Phase, Procedure
from trainer.core.time import MINUTE, Micros, say_duration

_PHASES: Final = {
    ActionKind.CLASSIFY: Phase.CLASSIFICATION,
    ActionKind.DIAGNOSE: Phase.CONTAINMENT,
    ActionKind.CONTAIN: Phase.CONTAINMENT,
    ActionKind.VERIFY: Phase.CONTAINMENT,
    ActionKind.RESOLVE: Phase.RESOLUTION,
}
_SHORTEST: Final = 5 * MINUTE
"""A limit from one drill is not set tighter than this."""


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """What the plan lacked, as the team made up for it."""
    subject = subject_of(gap)
    decision = facts.script.decisions.get(subject.removeprefix("decision-"))
    if decision is not None and subject.startswith("decision-"):
        return decisions.new_right(facts, decision)
    acts = acts_of(facts, gap)
    if not acts:
        return None
    record, event = next((act for act in acts if isinstance(act[1].action, Improvise)), acts[0])
    match event.action:
        case PostUpdate(audience=audience):
            return audiences.new_entry(facts, audience)
        case Page(contact=contact):
            return contacts.new_entry(facts, contact, external=False)
        case HandOver(role=role):
            return handovers.written_for(facts, role)
        case _:
            return _Writing(facts, gap, record, event).draft()


@dataclass(frozen=True)
class _Writing:
    """A step in the making: from an act, its words, the role that did it, where the team was and how long it took."""

    facts: Facts
    gap: aar.Gap
    record: Record
    event: ActionTaken

    def draft(self) -> Draft:
        before = self._before()
        procedure, is_new = self._procedure(before)
        step, told = self._step(procedure, before)
        place = ("procedures", procedure.id, "steps")
        edit = added(place, step, before if before in {other.id for other in procedure.steps} else None)
        if is_new:
            home: dict[str, JsonValue] = {"id": procedure.id, "title": procedure.title}
            edit = added(("procedures",), {**home, "phase": procedure.phase.value, "steps": [step]})
        what = f"Add a step for {self._about}" if self._asked else f'Add the step "{step["title"]}"'
        return Draft(f'{what} to the procedure "{procedure.title}"', told, (edit,), (str(step["id"]),))

    def _before(self) -> str | None:
        """The step that the team was at: the acting role's last one, or else anybody's."""
        facts, now = self.facts, (self.record.happened, self.record.seq)
        for acts in (facts.by_role.get(self.event.role, ()), facts.in_order):
            place = bisect_left(acts, now, key=lambda act: (act[0].happened, act[0].seq))
            steps = (facts.closed_by.get(record.seq) for record, _ in reversed(acts[:place]))
            last = next((step for step in steps if step in facts.script.steps), None)
            if last is not None:
                return last
        return None

    def _procedure(self, before: str | None) -> tuple[Procedure, bool]:
        """Where the step belongs, and whether the plan has to get that procedure first."""
        plan = self.facts.script.plan
        phase = _PHASES.get(ActionKind(self.event.action.do))
        if phase is not None and all(found.phase is not phase for found in plan.procedures):
            taken = {found.id for found in plan.procedures}
            return Procedure(id=slug(phase.value, taken), title=phase.value.capitalize(), phase=phase), True
        if before is not None:
            return self.facts.script.procedure_of[before], False
        with_steps = [found for found in plan.procedures if found.steps]
        if not (with_steps or plan.procedures):
            return Procedure(id="response", title="Response", phase=Phase.CONTAINMENT), True
        return (with_steps or plan.procedures)[0], False

    def _step(self, procedure: Procedure, before: str | None) -> tuple[dict[str, JsonValue], str]:
        """The step as the plan would have it, and why so."""
        anchor, since, condition = self._start(before)
        taken = max(self.record.happened - since, 0)
        limit, level = duration(max(rounded_up(taken), _SHORTEST)), self._level()
        step = self._named()
        if self.event.role in self.facts.script.roles:
            step["role"] = self.event.role
        clause = _clause(procedure, before)
        step |= {"clause": clause} if clause else {}
        step |= {"condition": condition} if condition else {}
        step |= {"severities": [level]} if level is not None else {}
        if self._asked:
            return (
                step,
                f"{self._role} looked for it in vain in the plan; what is to be done is for you to say.",
            )
        within: JsonValue = {level: limit} if level is not None else limit
        step["target"] = {"from": anchor, "within": within}
        if ActionKind(self.event.action.do) in _PHASES:
            step["shown_by"] = [{"action": self.event.action.do}]
        return step, self._reason(taken, limit, level)

    @property
    def _asked(self) -> bool:
        return isinstance(self.event.action, Ask | ReportBlocked)

    @property
    def _role(self) -> str:
        return self.facts.role_title(self.event.role)

    def _level(self) -> str | None:
        """The level that the step is written for, where the plan has several."""
        several = len(self.facts.script.plan.severities) > 1
        return self.facts.state.true_severity if several else None

    def _named(self) -> dict[str, JsonValue]:
        """Name, title and text of the step: what was said, or a mark where something was only asked."""
        said, inject, taken = _said(self.event), subject_of(self.gap), self.facts.script.steps
        if not self._asked:
            title = heading(said)
            longer = len(clean(said).rstrip(".")) > len(title)
            return {"id": slug(title, taken), "title": title, **({"text": sentence(said)} if longer else {})}
        name = inject if inject in self.facts.deliveries else said
        return {"id": slug(name, taken), "title": fill_in(f"what is to be done on {self._about}")}

    @property
    def _about(self) -> str:
        """What a question was about: the message that it was asked on, or else its own words."""
        inject = subject_of(self.gap)
        known = inject in self.facts.deliveries
        words = (
            self.facts.script.filled(self.facts.script.injects[inject].title) if known else _said(self.event)
        )
        return f'"{line(words, 100)}"'

    def _start(self, before: str | None) -> tuple[str, Micros, str]:
        """The event that starts the clock, when it was in this drill, and the condition in words."""
        delivered = self.facts.deliveries.get(subject_of(self.gap))
        if delivered is not None:
            inject = self.facts.script.injects[delivered[1].inject]
            title = line(self.facts.script.filled(inject.title), 200)
            return "inject", delivered[0].elapsed, f'A message such as "{title}" has come in'
        done = self.facts.state.reached(f"step {before}") if before is not None else None
        if before is not None and done is not None:
            return f"step {before}", done, ""
        return "first signal", self.facts.state.reached("first signal") or 0, ""

    def _reason(self, taken: Micros, limit: str, severity: str | None) -> str:
        level = (
            f" It is written for {severity}; add the levels at which it holds as well." if severity else ""
        )
        return (
            f"{self._role} did it outside the plan, {say_duration(taken)} after what called for it. The limit of "
            f"{limit} is that time rounded up, five minutes at least: a first estimate from one drill (n=1).{level}"
        )


def _said(event: ActionTaken) -> str:
    """What an act did, in the words of who did it."""
    match event.action:
        case Improvise(text=text):
            return text
        case Contain(measure=measure):
            return measure or "Contain the damage"
        case Diagnose(cause=cause):
            return cause or "State scope and cause"
        case Verify(what=what):
            return what or "Confirm the result"
        case Classify():
            return "Set the severity"
        case Resolve():
            return "Declare the incident resolved"
        case ReportBlocked(missing=missing):
            return missing
        case action:
            return words_of(action) or action.do


def _clause(procedure: Procedure, before: str | None) -> str | None:
    """The number of a new step: the next one at the end of a procedure; in between, the one before it and a letter."""
    clauses = [step.clause for step in procedure.steps]
    place = next((number for number, step in enumerate(procedure.steps) if step.id == before), None)
    if place is None or place == len(procedure.steps) - 1:
        return next_clause(clauses)
    first = procedure.steps[place].clause
    letters = (f"{first}{letter}" for letter in "abcdefgh")
    return next((clause for clause in letters if clause not in clauses), None) if first else None
