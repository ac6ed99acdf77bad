"""What went well in a walk-through: what can be done as it is written, was shown in time, or was mended."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core import aar
from trainer.core.compose.title_words import counted, step_title
from trainer.core.facts import Facts
from trainer.core.history import EarlierDrill, EarlierStep
from trainer.core.outcomes import Judgement
from trainer.core.plan import Procedure
from trainer.core.scenario import Kind
from trainer.core.time import say_duration
from trainer.core.walk.durations import shown
from trainer.core.walk.reading import steps_of
from trainer.core.walk.standings import standing_of

_SHORT = {"missed": "could not be done", "late": "did not fit its target"}
_OTHERWISE = "was done otherwise than written"


def verified(facts: Facts) -> Iterator[aar.Strength]:
    """Steps mended since an earlier walk-through, procedures confirmed whole, critical steps shown in time."""
    good = [j for j in facts.scored if standing_of(facts, j) == "as written"]
    yield from _mended(facts, good)
    yield from _whole(facts, good)
    yield from _shown(facts, good)


def _whole(facts: Facts, good: list[Judgement]) -> Iterator[aar.Strength]:
    """Procedures of which every step can be done as it is written."""
    by_step = {judgement.step: judgement for judgement in good}
    for procedure in facts.script.plan.procedures:
        if procedure.steps and all(step.id in by_step for step in procedure.steps):
            mine = [by_step[step.id] for step in procedure.steps]
            yield _procedure(facts, procedure, mine)


def _procedure(facts: Facts, procedure: Procedure, mine: list[Judgement]) -> aar.Strength:
    answers = sum(len(steps_of(facts)[j.step].answers) for j in mine)
    steps = (
        f"all {len(mine)} steps can be done as they are"
        if len(mine) > 1
        else "its one step can be done as it is"
    )
    return aar.Strength(
        statement=f'"{procedure.title}": {steps} written; {counted(answers, "answer")} confirmed it.',
        step=mine[0].step,
        role=None,
        evidence=tuple(sorted({seq for judgement in mine for seq in judgement.evidence})),
    )


def _shown(facts: Facts, good: list[Judgement]) -> Iterator[aar.Strength]:
    for judgement in good:
        done = shown(steps_of(facts)[judgement.step])
        if done is None or not facts.script.steps[judgement.step].critical:
            continue
        limit = f" of the {say_duration(judgement.limit)} that its target allows" if judgement.limit else ""
        yield aar.Strength(
            statement=f"{facts.role_title(judgement.done_by)} showed {step_title(facts.script, judgement.step)} for "
            f"real, in {say_duration(done.micros)}{limit}.",
            step=judgement.step,
            role=judgement.done_by,
            evidence=judgement.evidence,
        )


def _mended(facts: Facts, good: list[Judgement]) -> Iterator[aar.Strength]:
    """Steps that an earlier walk-through found wanting; exercises of other kinds are never compared with it."""
    for judgement in good:
        found = _before(facts, judgement.step)
        if found is None or found[1].outcome in ("on time", "not observed", "not applicable"):
            continue
        drill, was = found
        title, then = step_title(facts.script, judgement.step), _SHORT.get(was.outcome, _OTHERWISE)
        yield aar.Strength(
            statement=f'{title} {then} in "{drill.title}" on {drill.held}; now it can be done as it is written.',
            step=judgement.step,
            role=judgement.done_by,
            evidence=tuple(sorted({*facts.history_seq, *judgement.evidence})),
        )


def _before(facts: Facts, step: str) -> tuple[EarlierDrill, EarlierStep] | None:
    """The newest earlier walk-through of a step, and how the step stood."""
    for drill in reversed(facts.history):
        if drill.kind == Kind.WALKTHROUGH.value:
            found = next((each for each in drill.steps if each.step == step), None)
            if found is not None:
                return drill, found
    return None
