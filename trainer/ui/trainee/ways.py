"""How a step of the plan is done at a seat: the act that shows it, with what the plan already says filled in. No Qt."""

from __future__ import annotations

from typing import Any, NamedTuple

from trainer.core.plan import ActionKind, Communication, Evidence, Plan, Step

__all__ = ["Way", "way_to_do"]

_BY_THEMSELVES = (
    ActionKind.ACKNOWLEDGE,
    ActionKind.CLASSIFY,
    ActionKind.DIAGNOSE,
    ActionKind.CONTAIN,
    ActionKind.VERIFY,
    ActionKind.RESOLVE,
)


class Way(NamedTuple):
    """An act, and fields of its form that are known."""

    kind: ActionKind
    known: dict[str, Any]


def way_to_do(step: Step, plan: Plan) -> Way:
    """The act that the plan says shows the step; where it names none that has a form, the step itself."""
    for evidence in step.shown_by:
        way = _by_evidence(evidence, step, plan)
        if way is not None:
            return way
    return Way(ActionKind.DO_STEP, {"step": step.id})


def _by_evidence(evidence: Evidence, step: Step, plan: Plan) -> Way | None:
    if evidence.action is ActionKind.POST_UPDATE:
        said = _communication(evidence, step, plan)
        return Way(ActionKind.POST_UPDATE, {"audience": said.id}) if said else None
    if evidence.phrase is not None:
        return None  # the words would have to be guessed
    if evidence.action in _BY_THEMSELVES:
        return Way(evidence.action, {})
    if evidence.action is ActionKind.PAGE and evidence.contact:
        return Way(ActionKind.PAGE, {"contact": evidence.contact})
    if evidence.action in (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER) and evidence.role:
        return Way(evidence.action, {"role": evidence.role})
    return None


def _communication(evidence: Evidence, step: Step, plan: Plan) -> Communication | None:
    """What is said to the audience; of several, what has the phrase, or shares most words with the step."""
    said = [item for item in plan.communications if item.audience == evidence.audience]
    if evidence.phrase is not None:
        phrase = evidence.phrase.casefold()
        said = [item for item in said if phrase in item.template.casefold()]
    words = set(f"{step.title} {step.text}".casefold().split())
    return max(said, key=lambda item: len(words & set(item.title.casefold().split())), default=None)
