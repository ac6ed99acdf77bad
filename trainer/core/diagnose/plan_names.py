"""Names in a plan: defined once, and defined where they are referred to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trainer.core.anchors import step_of
from trainer.core.diagnose.naming import Names, PlanNames, duplicates, error, listed, twice, warning
from trainer.core.plan import ActionKind, Evidence, Plan, Step
from trainer.core.problems import Problem, quoted
from trainer.core.scenario import EVERYONE, NOBODY
from trainer.core.visibility import ROOM

_RESERVED: Final = {
    EVERYONE: "all roles of an exercise",
    NOBODY: "what reaches no role",
    ROOM: "the room display",
    "facilitator": "the facilitator's lane in the timeline",
    "system": "the program's lane in the timeline",
}
_NARROWS: Final[Mapping[str, tuple[ActionKind, ...]]] = {
    "audience": (ActionKind.POST_UPDATE,),
    "contact": (ActionKind.PAGE,),
    "role": (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER),
    "decision": (ActionKind.DECIDE,),
}


def check_names(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    """Duplicate identifiers, reserved ones, and references that lead nowhere."""
    yield from _duplicates(plan, names)
    yield from _severities(plan, names)
    yield from _roles(plan, names)
    yield from _means(plan, names)
    for i, procedure in enumerate(plan.procedures):
        for j, step in enumerate(procedure.steps):
            yield from _step(step, names, ("procedures", i, "steps", j))
    yield from _communication(plan, names)
    yield from _authority(plan, names)
    for i, change in enumerate(plan.changes):
        yield from names.steps.check_all(change.retest, "changes", i, "retest")


def _duplicates(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for known in (
        names.roles,
        names.contacts,
        names.tools,
        names.procedures,
        names.services,
        names.decision_rights,
    ):
        yield from duplicates(known.what, known.ids, known.key)
    yield from duplicates("cadence", [cadence.id for cadence in plan.cadences], "cadences")
    yield from duplicates("communication", [item.id for item in plan.communications], "communications")
    deadlines = [deadline.id for deadline in plan.external_deadlines]
    yield from duplicates("external deadline", deadlines, "external_deadlines")
    first: dict[str, str] = {}
    for i, procedure in enumerate(plan.procedures):
        for j, step in enumerate(procedure.steps):
            if step.id in first:
                yield twice("step", step.id, first[step.id], ("procedures", i, "steps", j, "id"))
            first.setdefault(step.id, f"step {j + 1} of the procedure {quoted(procedure.id)}")


def _severities(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    taken: dict[str, int] = {}
    for i, severity in enumerate(plan.severities):
        for name, path in (
            (severity.id, ("id",)),
            *((other, ("also", k)) for k, other in enumerate(severity.also)),
        ):
            owner = taken.setdefault(name.casefold(), i)
            if owner != i:
                message = (
                    f"{quoted(name)} already stands for the severity {quoted(plan.severities[owner].id)}"
                )
                fix = "give each severity names of its own; upper and lower case do not count"
                yield error("duplicate-id", message, fix, "severities", i, *path)
        yield from names.contacts.check_all(severity.pages, "severities", i, "pages")
    if plan.triage is None:
        return
    impact = Names("impact", "the plan's triage", "impact", tuple(plan.triage.impact))
    urgency = Names("urgency", "the plan's triage", "urgency", tuple(plan.triage.urgency))
    for i, rule in enumerate(plan.triage.rules):
        yield from impact.check(rule.impact, "triage", "rules", i, "impact")
        yield from urgency.check(rule.urgency, "triage", "rules", i, "urgency")
        yield from names.severities.check(rule.severity, "triage", "rules", i, "severity")


def _roles(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for i, role in enumerate(plan.roles):
        if role.id.casefold() in _RESERVED:
            message = f"{quoted(role.id)} already means {_RESERVED[role.id.casefold()]}"
            yield error("reserved-name", message, "call the role something else", "roles", i, "id")
        for key, others in (("deputies", role.deputies), ("not_with", role.not_with)):
            yield from names.roles.check_all(others, "roles", i, key)
            if role.id in others:
                message = f"the role {quoted(role.id)} names itself under {key!r}"
                yield warning("self-reference", message, "remove it", "roles", i, key, others.index(role.id))


def _means(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    """Contacts and tools, which may depend on tools and on services."""
    means = Names("tool or service", "the plan", "tools", (*names.tools.ids, *names.services.ids))
    for i, contact in enumerate(plan.contacts):
        yield from names.roles.check(contact.role, "contacts", i, "role")
        yield from means.check_all(contact.depends_on, "contacts", i, "depends_on")
    for i, tool in enumerate(plan.tools):
        yield from names.roles.check_all(tool.access, "tools", i, "access")
        yield from means.check_all(tool.depends_on, "tools", i, "depends_on")


def _step(step: Step, names: PlanNames, path: tuple[str | int, ...]) -> Iterator[Problem]:
    yield from names.roles.check(step.role, *path, "role")
    yield from names.steps.check_all(step.after, *path, "after")
    yield from names.severities.check_all(step.severities, *path, "severities")
    yield from names.tools.check_all(step.needs.tools, *path, "needs", "tools")
    yield from names.contacts.check_all(step.needs.contacts, *path, "needs", "contacts")
    if step.target is not None:
        yield from check_anchor(step.target.from_, names.steps, *path, "target", "from")
        yield from check_map(step.target.within, names, *path, "target", "within")
    yield from check_anchor(step.marks, names.steps, *path, "marks")
    for k, evidence in enumerate(step.shown_by):
        yield from _evidence(evidence, names, (*path, "shown_by", k))


def _evidence(evidence: Evidence, names: PlanNames, path: tuple[str | int, ...]) -> Iterator[Problem]:
    for key, kinds in _NARROWS.items():
        if getattr(evidence, key) is not None and evidence.action not in kinds:
            message = f"{key!r} does not narrow the action {quoted(evidence.action)}"
            fix = f"remove it; it goes with {listed(kinds, ' and ')}"
            yield warning("unused-key", message, fix, *path, key)
    if names.audiences.ids:
        yield from names.audiences.check(evidence.audience, *path, "audience")
    yield from names.contacts.check(evidence.contact, *path, "contact")
    yield from names.roles.check(evidence.role, *path, "role")
    if (
        evidence.decision is not None
        and names.decision_rights.ids
        and evidence.decision not in names.decision_rights
    ):
        message = f"{quoted(evidence.decision)} is none of the plan's decision rights"
        fix = names.decision_rights.fix(evidence.decision)
        yield warning("unknown-decision-right", message, fix, *path, "decision")


def _communication(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for i, item in enumerate(plan.communications):
        yield from names.roles.check(item.author, "communications", i, "author")
        yield from names.roles.check(item.approver, "communications", i, "approver")
    for i, cadence in enumerate(plan.cadences):
        if names.audiences.ids:
            yield from names.audiences.check(cadence.audience, "cadences", i, "audience")
        yield from names.roles.check(cadence.role, "cadences", i, "role")
        yield from check_anchor(cadence.from_, names.steps, "cadences", i, "from")
        yield from check_anchor(cadence.until, names.steps, "cadences", i, "until")
        yield from check_map(cadence.every, names, "cadences", i, "every")
        for k, change in enumerate(cadence.changes):
            yield from check_map(change.every, names, "cadences", i, "changes", k, "every")
    for i, deadline in enumerate(plan.external_deadlines):
        yield from names.roles.check(deadline.role, "external_deadlines", i, "role")
        yield from check_anchor(deadline.from_, names.steps, "external_deadlines", i, "from")


def _authority(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for i, right in enumerate(plan.decision_rights):
        yield from names.roles.check(right.role, "decision_rights", i, "role")
        yield from check_map(right.by_severity, names, "decision_rights", i, "by_severity")
        for severity, role in right.by_severity.items():
            yield from names.roles.check(role, "decision_rights", i, "by_severity", severity)
        if right.no_answer is not None:
            yield from names.roles.check(right.no_answer.role, "decision_rights", i, "no_answer", "role")
    for i, level in enumerate(plan.escalation):
        yield from names.contacts.check(level.contact, "escalation", i, "contact")
    if plan.after_incident is not None:
        yield from check_map(plan.after_incident.review_within, names, "after_incident", "review_within")
        yield from check_map(plan.after_incident.report_within, names, "after_incident", "report_within")


def check_anchor(anchor: str | None, steps: Names, *path: str | int) -> Iterator[Problem]:
    """An anchor `step <id>` must name a step."""
    step = step_of(anchor) if anchor is not None else None
    if step is not None and step not in steps:
        near = steps.fix(step).replace('did you mean "', 'did you mean "step ')
        message = f"there is no step {quoted(step)} in {steps.where} for the anchor {quoted(f'step {step}')}"
        yield error("unknown-step", message, near, *path)


def check_map(
    value: int | Mapping[str, object] | None, names: PlanNames, *path: str | int
) -> Iterator[Problem]:
    """The keys of a mapping by severity must be severities of the plan."""
    if isinstance(value, Mapping):
        for name in unknown_in(tuple(value), names):
            message = f"there is no severity {quoted(name)} in the plan"
            yield error("unknown-severity-key", message, names.severities.fix(name), *path, name)


def unknown_in(severities: Sequence[str], names: PlanNames) -> Iterator[str]:
    """Those that are no severities of the plan."""
    return (name for name in severities if name not in names.severities)
