"""G11: what a role hands over, and for how long it is held at most."""

from __future__ import annotations

from typing import Final

from trainer.core import aar
from trainer.core.actions import AssumeRole, HandOver
from trainer.core.amend.draft import Draft, acts_of, added, known_role, leading, put, subject_of
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind

_BRIEF: Final = (
    "Brief the successor on state, open tasks and their owners, decisions still to be made and when the next update is "
    'due. The successor repeats it and says aloud "I have taken over"; only then does the predecessor leave.'
)
_LOG: Final = (
    "Keeps the log of facts, decisions with their reasons, tasks and times, and says who takes it over."
)
_LONGEST: Final = "3h"
"""A commander hands over after three hours at the latest (PagerDuty incident response docs)."""


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """How the role that changed hands is handed over."""
    acts = [event.action for _, event in acts_of(facts, gap)]
    handed = [action.role for action in acts if isinstance(action, HandOver | AssumeRole)]
    subject = subject_of(gap)
    if subject == "log":
        return _log_keeper(facts)
    role = known_role(facts, subject, subject.removeprefix("role-"), *handed, gap.role, leading(facts))
    return written_for(facts, role) if role is not None else None


def _log_keeper(facts: Facts) -> Draft | None:
    """The log as somebody's duty."""
    names = [role.id for role in facts.script.plan.roles if "scribe" in f"{role.id} {role.title}".casefold()]
    role = known_role(facts, *names, leading(facts))
    if role is None or _LOG in facts.script.roles[role].duties:
        return None
    return Draft(
        f"Make the log a duty of {facts.role_title(role)}",
        "The log was found behind in the drill, and the plan gives it to nobody.",
        (added(("roles", role, "duties"), _LOG),),
    )


def written_for(facts: Facts, role: str) -> Draft | None:
    """What a role's handover consists of; None where the plan says it."""
    known = facts.script.roles.get(role)
    if known is None:
        return None
    edits: list[Edit] = []
    if not known.handover.strip():
        edits.append(put(("roles", role, "handover"), _BRIEF))
    if known.longest is None:
        edits.append(put(("roles", role, "longest"), _LONGEST))
    if not edits or known.handover.strip():
        return None
    steps = tuple(
        step.id
        for step in facts.script.steps.values()
        if any(e.action is ActionKind.HAND_OVER and e.role in (None, role) for e in step.shown_by)
    )
    longest = "" if known.longest is not None else f" {_LONGEST} in a role at most is what others plan with."
    return Draft(
        f"Say what {known.title} hands over, and that the successor accepts it aloud",
        f"The role changed hands in the drill, and the plan does not say how.{longest}",
        tuple(edits),
        steps,
    )
