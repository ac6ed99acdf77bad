"""G08: who may stand in for a role on which too much hung."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from trainer.core import aar
from trainer.core.amend.draft import Draft, added, known_role, put, step_of_gap, subject_of, with_more
from trainer.core.facts import Facts
from trainer.core.plan import Role

WAIT: Final = "5 minutes"
"""When nobody answers for so long somebody else acts, as a page escalates (PagerDuty incident response docs)."""


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """Somebody to stand in for a role on which too much hung."""
    together = _of_one_person(facts, gap)
    if together:
        return _kept_apart(facts, together)
    role = _depended_on(facts, gap)
    if role is None:
        return None
    if role.deputies:
        return _by_itself(facts, role)
    stood_in = _stood_in(facts, role)
    deputy = next((name for name in (*stood_in, *_free(facts, role)) if fits(facts, role, name)), None)
    if deputy is None:
        return None
    title, other = role.title, facts.role_title(deputy)
    why = f"{other} stepped in for it in the drill."
    if deputy not in stood_in:
        why = f"{other} is near to the same work; whether that role can do it is for you to judge."
    steps = tuple(step.id for step in facts.script.steps.values() if step.role == role.id and step.critical)
    return Draft(
        f"Name {other} as a deputy of {title}",
        f"Too much hung on {title} alone. {why} The plan does not keep the two apart.",
        (added(("roles", role.id, "deputies"), deputy),),
        steps,
    )


def _of_one_person(facts: Facts, gap: aar.Gap) -> list[Role]:
    """The roles of a gap that one and the same person held in the exercise, if it was about several."""
    names = {seat.role: seat.name for seat in facts.created.seats if seat.name}
    if subject_of(gap) in facts.script.roles:
        return []
    found = [role for role in facts.script.plan.roles if role.id in names and role.id in subject_of(gap)]
    held = Counter(names[role.id] for role in found)
    return [role for role in found if held[names[role.id]] > 1][:2]


def _kept_apart(facts: Facts, roles: list[Role]) -> Draft | None:
    """Two roles that are to be held by different people."""
    one, other = roles
    pairs = ((one, other), (other, one))
    edits = [added(("roles", a.id, "not_with"), b.id) for a, b in pairs if b.id not in a.not_with]
    if not edits or other.id in one.deputies or one.id in other.deputies:
        return None
    owned = (step for step in facts.script.steps.values() if step.role in (one.id, other.id))
    return Draft(
        f"Keep {one.title} and {other.title} in different hands",
        "One person held both in the drill and did most of the critical steps; without that person both fall away.",
        tuple(edits),
        tuple(step.id for step in owned if step.critical),
    )


def _by_itself(facts: Facts, role: Role) -> Draft | None:
    """The deputy that the plan names takes over without being asked."""
    deputy = facts.role_title(role.deputies[0])
    more = f"When {role.title} does not answer for {WAIT}, {deputy} takes over without being asked and says so aloud."
    if more in role.handover:
        return None
    return Draft(
        f"Say when {deputy} takes over from {role.title} without being asked",
        f"The plan names {deputy} as deputy, and in the drill the work of {role.title} stayed undone all the same.",
        (put(("roles", role.id, "handover"), with_more(role.handover, more)),),
        tuple(step.id for step in facts.script.steps.values() if step.role == role.id and step.critical),
    )


def _depended_on(facts: Facts, gap: aar.Gap) -> Role | None:
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    subject, owner = subject_of(gap), step.role if step is not None else None
    name = known_role(facts, subject, subject.removeprefix("role-"), gap.role, owner)
    return facts.script.roles[name] if name is not None else None


def _stood_in(facts: Facts, role: Role) -> tuple[str, ...]:
    """Other roles that did steps of a role, the one that did most of them first."""
    did = [
        judgement.done_by
        for judgement in facts.judgements
        if judgement.done_by not in (None, role.id) and facts.script.steps[judgement.step].role == role.id
    ]
    return tuple(name for name, _ in Counter(name for name in did if name).most_common())


def _free(facts: Facts, role: Role) -> Iterator[str]:
    """Roles of the exercise: those with steps in the same procedures first, then those that had the least to do."""
    acts = Counter(event.role for _, event in facts.acts)
    homes = {procedure.id for procedure, step in facts.script.plan.steps() if step.role == role.id}
    near = Counter(step.role for procedure, step in facts.script.plan.steps() if procedure.id in homes)
    names = [name for name in facts.script.played_roles if name != role.id and name in facts.script.roles]
    yield from sorted(names, key=lambda name: (-near[name], acts[name]))


def fits(facts: Facts, role: Role, name: str) -> bool:
    """Whether the plan allows a role to stand in for another, and does not name it already."""
    known = facts.script.roles.get(name)
    if known is None or name in role.deputies or name in facts.state.absent or name == role.id:
        return False
    return name not in role.not_with and role.id not in known.not_with
