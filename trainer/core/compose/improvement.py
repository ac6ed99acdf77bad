"""The improvement plan: an action for each gap in plan or capability, and a few for what is to be practised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trainer.core import aar
from trainer.core.compose.words import inject_title, step_title
from trainer.core.events import ObservationRecorded, Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import PRIORITIES, Priority, quoted
from trainer.core.outcomes import DONE

_IN_DRILL: Final = (
    "Ask for the same steps in the next drill: each is done by its owner, in order and in time."
)


def proposed(
    facts: Facts, gaps: Sequence[aar.Gap], execution: Sequence[str]
) -> tuple[aar.CorrectiveAction, ...]:
    """Corrective actions, without owner and date: those are for people to agree. `execution` names further steps."""
    found = (
        *_single(facts, gaps),
        *_practice(gaps),
        *_further(facts, execution),
        *_noted(facts),
        *_next_drill(facts, gaps),
    )
    return tuple(sorted(found, key=_pressing))


def _pressing(action: aar.CorrectiveAction) -> tuple[bool, bool, int]:
    """Changes of the plan before the rest, what can wait after all of it."""
    return action.priority == "low", action.poete != "Planning", PRIORITIES.index(action.priority)


def _single(facts: Facts, gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    for gap in gaps:
        if gap.kind in ("plan", "capability"):
            yield aar.CorrectiveAction(
                id=f"A-{gap.id}",
                gap=gap.id,
                action=gap.proposed_change,
                poete=gap.poete,
                priority=gap.priority,
                verification=_verification(facts, gap),
            )


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


def _further(facts: Facts, execution: Sequence[str]) -> Iterator[aar.CorrectiveAction]:
    """One action for the steps that were not done as written and that no gap speaks of, by the role that owns them."""
    if not execution:
        return
    owned: dict[str | None, list[str]] = {}
    for name in execution:
        owned.setdefault(facts.script.steps[name].role, []).append(
            f"{step_title(facts.script, name)} ({_how(facts, name)})"
        )
    listed = "; ".join(f"{_owner(facts, role)}: {', '.join(steps)}" for role, steps in owned.items())
    critical = any(facts.script.steps[name].critical for name in execution)
    priority: Priority = "high" if critical else "medium"
    yield aar.CorrectiveAction(
        id="A-practise-steps",
        gap="execution",
        action=f"Go through these steps with the roles that own them, and ask what kept them from it. {listed}.",
        poete="Training",
        priority=priority,
        verification=_IN_DRILL,
    )


def _owner(facts: Facts, role: str | None) -> str:
    return facts.role_title(role) if role is not None else "No owner"


def _how(facts: Facts, step: str) -> str:
    """What became of a step, in a word or two."""
    found = [
        j for j in facts.of_step[step] if j.outcome is not Outcome.ON_TIME and j.key not in facts.artefacts
    ]
    words = [
        outcome.value for j in found for outcome in (j.outcome, *j.also) if outcome in DONE or not j.done
    ]
    return ", ".join(dict.fromkeys(words)) or "decided otherwise"


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
