"""The plan as a list to search and to read: rows made from the plan, and which of them a search finds. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.core.actions import Action, DoStep, HandOver, Page, PostUpdate, kind_of, words_of
from trainer.core.actions import AssumeRole as Assume
from trainer.core.actions import Decide as Deciding
from trainer.core.plan import Calendar, Evidence, NoAnswer, Plan, Procedure, Severity, Step, Target, step_of
from trainer.core.time import Micros, say_duration

__all__ = ["PlanRow", "by_severity", "found", "limit_words", "plan_rows", "shown_by", "target_words"]


@dataclass(frozen=True)
class PlanRow:
    """A heading, a step or another section of the plan. `section` is how the journal names it."""

    key: str
    heading: bool
    title: str
    caption: str
    section: str
    #: Paragraphs to read: (caption, text); an empty caption for running text.
    parts: tuple[tuple[str, str], ...] = ()
    step: Step | None = None
    mine: bool = False
    group: str = ""

    @cached_property
    def words(self) -> str:
        """Everything a search looks through."""
        texts = (self.title, self.caption, *(part for pair in self.parts for part in pair))
        return "\n".join(texts).casefold()


def by_severity(value: int | dict[str, int] | None) -> str:
    """A limit as written: `15 min`, or one for each severity."""
    if value is None:
        return ""
    if isinstance(value, int):
        return say_duration(value)
    return ", ".join(f"{level} {say_duration(limit)}" for level, limit in value.items())


_ANCHORS: Final = {
    "impact": "impact is confirmed",
    "first alert": "the first alert",
    "first signal": "the first signal",
    "noticed": "it was noticed",
    "acknowledged": "the acknowledgement",
    "classified": "the severity is set",
    "declared": "a commander is declared",
    "call started": "the call starts",
    "first update": "the first internal update",
    "first post": "the first public update",
    "previous update": "the update before",
    "identified": "cause or scope is stated",
    "containment decided": "the measure is ordered",
    "contained": "containment is confirmed",
    "recovered": "service is back",
    "resolved": "the incident is resolved",
    "handover started": "the handover begins",
    "inject": "the message that calls for it",
}


def _anchor(anchor: str, titles: dict[str, str]) -> str:
    step = step_of(anchor)
    return f"“{titles.get(step, step)}”" if step else _ANCHORS.get(anchor, anchor)


def target_words(target: Target, titles: dict[str, str]) -> str:
    """A target in words: `SEV1 5 min, SEV2 15 min from the first alert`."""
    days = "" if target.calendar is Calendar.CLOCK else f" ({target.calendar.value})"
    return f"{by_severity(target.within)} from {_anchor(target.from_, titles)}{days}"


def limit_words(step: Step, severity: str) -> str:
    """The target in short, at the severity in force where there is one: `5 min`."""
    if step.target is None:
        return ""
    limit = step.target.limit(severity or None)
    if limit is not None:
        return say_duration(limit)
    limits = sorted(step.target.within.values()) if isinstance(step.target.within, dict) else []
    if not limits or severity:
        return ""
    low, high = say_duration(limits[0]), say_duration(limits[-1])
    return low if low == high else f"{low} to {high}"


def _matches(evidence: Evidence, action: Action) -> bool:
    if evidence.action != kind_of(action):
        return False
    if evidence.phrase and evidence.phrase.casefold() not in words_of(action).casefold():
        return False
    match action:
        case PostUpdate():
            return evidence.audience in (None, action.audience)
        case Page():
            return evidence.contact in (None, action.contact)
        case Assume() | HandOver():
            return evidence.role in (None, action.role)
        case Deciding():
            return evidence.decision in (None, action.decision)
        case _:
            return True


def shown_by(step: Step, acts: Iterable[tuple[Micros, Action]]) -> Micros | None:
    """When the seat last did what the plan says shows the step, or said that it did it; None if it did not."""
    last: Micros | None = None
    for at, action in acts:
        named = isinstance(action, DoStep) and action.step == step.id
        if named or any(_matches(evidence, action) for evidence in step.shown_by):
            last = at
    return last


class _Book:
    """Makes the rows of one plan for one role."""

    def __init__(self, plan: Plan, role: str) -> None:
        self.plan = plan
        self.role = role
        self.roles = {item.id: item.title for item in plan.roles}
        self.tools = {item.id: item for item in plan.tools}
        self.contacts = {item.id: item for item in plan.contacts}
        self.titles = {step.id: step.title for _, step in plan.steps()}

    def role_title(self, name: str | None) -> str:
        return self.roles.get(name, name) if name else "Anyone"

    def procedure(self, procedure: Procedure) -> Iterator[PlanRow]:
        key = f"procedure {procedure.id}"
        caption = f"Clause {procedure.clause}" if procedure.clause else procedure.phase.value.capitalize()
        parts = (("", procedure.purpose),) if procedure.purpose else ()
        yield PlanRow(key, True, procedure.title, caption, procedure.id, parts)
        for step in procedure.steps:
            title = f"{step.clause}  {step.title}" if step.clause else step.title
            mine = step.role == self.role
            caption = self.role_title(step.role)
            yield PlanRow(
                f"step {step.id}", False, title, caption, step.id, self.step_parts(step), step, mine, key
            )

    def step_parts(self, step: Step) -> tuple[tuple[str, str], ...]:
        pairs = (
            ("", step.text),
            ("Target", target_words(step.target, self.titles) if step.target else ""),
            ("Only if", step.condition or ""),
            ("At", ", ".join(step.severities)),
            ("After", ", ".join(self.titles.get(name, name) for name in step.after)),
            ("Needs", self.needs(step)),
        )
        return tuple((caption, text) for caption, text in pairs if text)

    def needs(self, step: Step) -> str:
        lines = []
        for name in step.needs.tools:
            tool = self.tools.get(name)
            lines.append(self.with_alternative(tool.title, tool.alternative) if tool else name)
        for name in step.needs.contacts:
            contact = self.contacts.get(name)
            lines.append(self.with_alternative(contact.title, contact.out_of_band) if contact else name)
        return "\n".join((*lines, *step.needs.access))

    def with_alternative(self, title: str, otherwise: str | None) -> str:
        return f"{title}. If it is down: {otherwise}" if otherwise else title

    def severity(self, level: Severity) -> tuple[tuple[str, str], ...]:
        pairs = (
            ("When", "\n".join(level.criteria)),
            ("Forced by", "\n".join(level.forced_by)),
            ("For example", "\n".join(level.examples)),
            ("Respond within", by_severity(level.respond_within)),
            ("Update every", by_severity(level.update_every)),
            ("Pages", ", ".join(self.contact_title(name) for name in level.pages)),
            ("May come down", level.may_come_down),
        )
        return tuple(pair for pair in pairs if pair[1])

    def contact_title(self, name: str) -> str:
        contact = self.contacts.get(name)
        return contact.title if contact else name

    def chapter(
        self, title: str, entries: Iterable[tuple[str, str, tuple[tuple[str, str], ...]]]
    ) -> Iterator[PlanRow]:
        """A heading with its entries (title, caption, parts); nothing when there is no entry."""
        key = f"chapter {title}"
        for number, (name, caption, parts) in enumerate(entries):
            if number == 0:
                yield PlanRow(key, True, title, "", title)
            filled = tuple(pair for pair in parts if pair[1])
            yield PlanRow(f"{key} {number}", False, name, caption, f"{title}: {name}", filled, group=key)

    def chapters(self) -> Iterator[PlanRow]:
        plan = self.plan
        levels = ((f"{level.id} {level.title}", "", self.severity(level)) for level in plan.severities)
        yield from self.chapter("Severity", (*levels, *self.triage()))
        yield from self.chapter("Who decides", (
            (right.decision, self.deciders(right.role, right.by_severity), self.right_parts(right.no_answer))
            for right in plan.decision_rights))  # fmt: skip
        yield from self.chapter("Updates that repeat", (
            (item.title, self.role_title(item.role), (
                ("Every", by_severity(item.every)), ("Also when", "\n".join(item.also_on))))
            for item in plan.cadences))  # fmt: skip
        yield from self.chapter("Escalation", (
            (f"Level {rung.level}: {self.contact_title(rung.contact)}", "", (
                ("Acknowledge within", by_severity(rung.acknowledge_within)),))
            for rung in plan.escalation))  # fmt: skip
        yield from self.chapter("Contacts", (
            (item.title, self.role_title(item.role) if item.role else "", (
                ("Reach", item.reach or ""), ("If that is down", item.out_of_band or "")))
            for item in plan.contacts))  # fmt: skip
        yield from self.chapter("Tools", (
            (item.title, "", (
                ("", item.purpose), ("If it is down", item.alternative or ""),
                ("Serves for", by_severity(item.alternative_serves)),
                ("Access", ", ".join(self.role_title(name) for name in item.access))))
            for item in plan.tools))  # fmt: skip
        yield from self.rest()

    def rest(self) -> Iterator[PlanRow]:
        plan = self.plan
        yield from self.chapter("Roles", (
            (item.title, "", (
                ("Duties", "\n".join(item.duties)), ("Engaged", item.engaged or ""),
                ("Deputies", ", ".join(self.role_title(name) for name in item.deputies)),
                ("Longest time", by_severity(item.longest)), ("Handover", item.handover)))
            for item in plan.roles))  # fmt: skip
        yield from self.chapter("External deadlines", (
            (item.authority, self.role_title(item.role) if item.role else "", (
                ("Applies when", item.applies_when),
                ("Due", "\n".join(f"{say_duration(stage.within)}: {stage.what}" for stage in item.stages))))
            for item in plan.external_deadlines))  # fmt: skip
        if plan.after_incident is not None and plan.after_incident.exit_criteria:
            criteria = "\n".join(plan.after_incident.exit_criteria)
            yield from self.chapter("Closing", (("Exit criteria", "", (("", criteria),)),))
        scope = plan.scope
        pairs = (("Incident", scope.incident), ("Problem", scope.problem), ("Triggers", "\n".join(scope.trigger)),
                 ("Another plan takes over", "\n".join(scope.hands_over_to)))  # fmt: skip
        yield from self.chapter("Scope", ((name, "", (("", text),)) for name, text in pairs if text))
        yield from self.chapter(
            "About this plan", ((part.heading, "", (("", part.text),)) for part in plan.sections)
        )

    def triage(self) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
        triage = self.plan.triage
        if triage is None:
            return
        table = "\n".join(f"{rule.impact}, {rule.urgency}: {rule.severity}" for rule in triage.rules)
        yield "Triage", "impact and urgency", (
            ("Impact", "\n".join(f"{name}: {text}" for name, text in triage.impact.items())),
            ("Urgency", "\n".join(f"{name}: {text}" for name, text in triage.urgency.items())),
            ("Level", table), ("If unsure", triage.unsure), ("Say", triage.statement or ""),
        )  # fmt: skip

    def deciders(self, role: str | None, per_level: dict[str, str]) -> str:
        if role or not per_level:
            return self.role_title(role)
        return ", ".join(f"{level} {self.role_title(name)}" for level, name in per_level.items())

    def right_parts(self, other: NoAnswer | None) -> tuple[tuple[str, str], ...]:
        if other is None:
            return ()
        return (("If nobody answers", f"After {say_duration(other.after)}: {self.role_title(other.role)}"),)


def plan_rows(plan: Plan, role: str) -> tuple[PlanRow, ...]:
    """The whole plan as rows, procedures first."""
    book = _Book(plan, role)
    steps = (row for procedure in plan.procedures for row in book.procedure(procedure))
    return (*steps, *book.chapters())


def found(
    rows: Iterable[PlanRow], text: str, keep: Callable[[PlanRow], bool] | None = None
) -> frozenset[str]:
    """Keys of the rows in which every word typed stands, or in their heading, with the headings they stand under."""
    words = text.casefold().split()
    hits: set[str] = set()
    above = ""
    for row in rows:
        if row.heading:
            above = row.title.casefold()
            continue
        if (keep is None or keep(row)) and all(word in row.words or word in above for word in words):
            hits |= {row.key, row.group}
    return frozenset(hits)
