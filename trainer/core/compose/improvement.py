"""The improvement plan: an action for each gap in plan or capability, and a few for what is to be practised.

A gap that evaluators overruled leads to no action. What the lead settled (owner, date, proof, changes of the plan) is
filled in from the journal, the newest word first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from trainer.core import aar
from trainer.core.amend.offers import Offer, offers
from trainer.core.compose.words import inject_title, step_title
from trainer.core.events import ActionAssigned, ActionClosed, ObservationRecorded
from trainer.core.facts import Facts
from trainer.core.gaps.finding import PRIORITIES, quoted
from trainer.core.gaps.once import once


def proposed(facts: Facts, gaps: Sequence[aar.Gap]) -> tuple[aar.CorrectiveAction, ...]:
    """Corrective actions as far as they are settled."""
    standing = [gap for gap in gaps if gap.stands]
    found = [
        *_single(facts, standing),
        *_practice(standing),
        *_noted(facts),
        *_next_drill(facts, standing),
    ]
    found += _own(facts, {action.id for action in found} | {_action_on(gap) for gap in gaps})
    changes = {offer.amendment.gap: offer for offer in offers(facts, standing)}
    return tuple(_settled(facts, action, changes.get(action.gap)) for action in sorted(found, key=_pressing))


def _pressing(action: aar.CorrectiveAction) -> tuple[bool, bool, int]:
    """Changes of the plan before the rest, what can wait after all of it."""
    return action.priority == "low", action.poete != "Planning", PRIORITIES.index(action.priority)


def _single(facts: Facts, gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    for gap in gaps:
        if gap.kind in ("plan", "capability"):
            yield aar.CorrectiveAction(
                id=_action_on(gap),
                gap=gap.id,
                action=gap.proposed_change,
                poete=gap.poete,
                priority=gap.priority,
                verification=_verification(facts, gap),
            )


def _action_on(gap: aar.Gap) -> str:
    return f"A-{gap.id}"


def _verification(facts: Facts, gap: aar.Gap) -> str:
    drill = f"asks for {step_title(facts.script, gap.step)}" if gap.step else "has the same situation"
    first = "Try it out" if gap.kind == "capability" else "Publish the changed plan"
    return f"{first}, then run a drill that {drill}: its report shows no {gap.code} there."


def _practice(gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    """One action for the gaps in execution that carry the same code: they are practised together."""
    found = [gap for gap in gaps if gap.kind == "execution"]
    for code in dict.fromkeys(gap.code for gap in found):
        same = [gap for gap in found if gap.code == code]
        yield aar.CorrectiveAction(
            id=f"A-practise-{code}",
            gap=", ".join(gap.id for gap in same),
            action=" ".join(dict.fromkeys(gap.proposed_change for gap in same)),
            poete="Training",
            priority=min((gap.priority for gap in same), key=PRIORITIES.index),
            verification=f"Run a drill that asks for the same: its report shows no {code} there.",
        )


def _noted(facts: Facts) -> Iterator[aar.CorrectiveAction]:
    """One action for what facilitator and evaluators saw that should change."""
    noted = [event for _, event in facts.observations if event.kind == "improvement"]
    if not noted:
        return
    said = " ".join(f"{_about(facts, event)}: {quoted(event.text)}." for event in noted)
    yield aar.CorrectiveAction(
        id="A-noted",
        gap="noted",
        action=f"Decide what to change on what was noted during the exercise. {said}",
        poete="Planning",
        priority="medium",
        verification="Each point has an action of its own with owner and date, or a reason why there is none.",
    )


def _about(facts: Facts, event: ObservationRecorded) -> str:
    """What an observation is about: a step, an inject or a role; else the exercise as a whole."""
    if event.step is not None:
        return f"On {step_title(facts.script, event.step)}"
    if event.inject is not None:
        return f"On {inject_title(facts.script, event.inject)}"
    return f"On {facts.role_title(event.role)}" if event.role is not None else "In general"


def _next_drill(facts: Facts, gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    found = [gap for gap in gaps if gap.kind == "artefact"]
    if not found:
        return
    steps = list(dict.fromkeys(gap.step for gap in found if gap.step in facts.script.steps))
    titles = "; ".join(f'"{facts.script.steps[name].title}"' for name in steps if name)
    named = f" in which these steps are put to the test: {titles}" if titles else ""
    yield aar.CorrectiveAction(
        id="A-next-drill",
        gap=", ".join(gap.id for gap in found),
        action=f"Plan an exercise{named or ' that mends what the conduct of this one spoiled'}.",
        poete="Exercise",
        priority="medium" if any(gap.priority != "low" for gap in found) else "low",
        verification="The coverage of its report shows these steps as exercised.",
    )


# What the lead settled ------------------------------------------------------------------------------------------------


def _own(facts: Facts, known: Collection[str]) -> Iterator[aar.CorrectiveAction]:
    """Actions that the lead gave out in own words, beside those that follow from gaps."""
    for name, text in once(facts, _worded).items():
        if name not in known:
            yield aar.CorrectiveAction(
                id=name,
                gap="noted",
                action=text,
                poete="Planning",
                priority="medium",
                verification="Show what came of it in the review of the next drill.",
            )


def _worded(facts: Facts) -> dict[str, str]:
    """The newest words that the lead gave to an action, by its name."""
    found = (record.event for record in facts.standing)
    return {
        event.action: event.text
        for event in found
        if isinstance(event, ActionAssigned) and event.text.strip()
    }


def _settled(facts: Facts, action: aar.CorrectiveAction, offer: Offer | None) -> aar.CorrectiveAction:
    """An action with owner, date and proof; one that is given out again after it was closed is open again."""
    values: dict[str, Any] = {"action": once(facts, _worded).get(action.id, action.action)}
    values |= {"amendments": (_entry(offer),)} if offer is not None else {}
    assigned: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    for seq, event in once(facts, _settlements).get(action.id, ()):
        if isinstance(event, ActionAssigned):
            assigned, closed = (seq,), ()
            values |= {
                "owner": event.owner,
                "due": event.due,
                "status": "assigned",
                "closed": None,
                "proof": "",
            }
            values |= {"link": event.link} if event.link.strip() else {}
        else:
            closed = (seq,)
            values |= {"status": "accepted risk" if event.accepted_risk else "closed"}
            values |= {"closed": event.on, "proof": event.proof}
    return action.model_copy(update={**values, "evidence": (*action.evidence, *assigned, *closed)})


def _settlements(facts: Facts) -> dict[str, list[tuple[int, ActionAssigned | ActionClosed]]]:
    """By action: how it was given out and closed, in the order of the journal, each with its sequence number."""
    found: dict[str, list[tuple[int, ActionAssigned | ActionClosed]]] = {}
    for record in facts.standing:
        if isinstance(record.event, ActionAssigned | ActionClosed):
            found.setdefault(record.event.action, []).append((record.seq, record.event))
    return found


def _entry(offer: Offer) -> aar.AmendmentEntry:
    return aar.AmendmentEntry(
        id=offer.amendment.id,
        title=offer.amendment.title,
        reason=offer.amendment.reason,
        place=offer.place,
        before=offer.before,
        after=offer.after,
        retest=offer.amendment.retest,
        status=offer.status,
        decided_by=offer.by,
        decided_reason=offer.reason,
        seq=offer.seq,
    )
