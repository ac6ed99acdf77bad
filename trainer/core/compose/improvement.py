"""The improvement plan: one proposed action for each gap in plan or capability, one for what needs practice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.core import aar
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Priority


def proposed(
    facts: Facts, gaps: Sequence[aar.Gap], execution: Sequence[str]
) -> tuple[aar.CorrectiveAction, ...]:
    """Corrective actions, without owner and date: those are for people to agree. `execution` names further steps."""
    return (*_single(gaps), *_practice(facts, gaps, execution), *_next_drill(facts, gaps))


def _single(gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    for gap in gaps:
        if gap.kind in ("plan", "capability"):
            yield aar.CorrectiveAction(
                id=f"A-{gap.id}",
                gap=gap.id,
                action=gap.proposed_change,
                poete=gap.poete,
                priority=gap.priority,
                verification=_verification(gap),
            )


def _verification(gap: aar.Gap) -> str:
    what = f"step {gap.step}" if gap.step else f"the subject of {gap.id}"
    if gap.kind == "capability":
        return f"Try it out before the next drill; then run a drill that asks for {what} and find no {gap.code} there."
    return f"Publish the changed clause, then run a drill that asks for {what} and find no {gap.code} there."


def _practice(
    facts: Facts, gaps: Sequence[aar.Gap], execution: Sequence[str]
) -> Iterator[aar.CorrectiveAction]:
    found = [gap for gap in gaps if gap.kind == "execution"]
    steps = [gap.step for gap in found if gap.step]
    names = list(dict.fromkeys([*steps, *execution]))
    if not names and not found:
        return
    titles = "; ".join(f'"{facts.script.steps[name].title}"' for name in names)
    changes = " ".join(dict.fromkeys(gap.proposed_change for gap in found))
    practise = f"Practise these steps as the plan has them: {titles}." if titles else ""
    critical = any(facts.script.steps[name].critical for name in names)
    priority: Priority = "high" if critical or any(gap.priority == "high" for gap in found) else "medium"
    yield aar.CorrectiveAction(
        id="A-execution",
        gap=", ".join(gap.id for gap in found) or "execution",
        action=f"{practise} {changes}".strip(),
        poete="Training",
        priority=priority,
        verification="Ask for the same steps in the next drill: each is done by its owner, in order and in time.",
    )


def _next_drill(facts: Facts, gaps: Sequence[aar.Gap]) -> Iterator[aar.CorrectiveAction]:
    found = [gap for gap in gaps if gap.kind == "artefact"]
    if not found:
        return
    steps = list(dict.fromkeys(gap.step for gap in found if gap.step in facts.script.steps))
    titles = "; ".join(f'"{facts.script.steps[name].title}"' for name in steps if name)
    named = f" so that these steps are put to the test: {titles}" if titles else ""
    yield aar.CorrectiveAction(
        id="A-next-drill",
        gap=", ".join(gap.id for gap in found),
        action=f"Design and run a further exercise{named}.",
        poete="Exercise",
        priority="medium" if any(gap.priority != "low" for gap in found) else "low",
        verification="The coverage of its report shows these steps as exercised.",
    )
