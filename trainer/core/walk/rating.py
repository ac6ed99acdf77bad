"""The suggested rating of an objective in a walk-through: how far its steps can be done as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trainer.core.aar_walk import Standing
from trainer.core.events import Outcome, Rating
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.scenario import Objective
from trainer.core.walk.standings import standing_of

RULES: Final = (
    "The decisive steps of an objective are its critical steps; where none is critical, all its steps.",
    "P is suggested where every step of the objective was walked and can be done as it is written, with every question "
    "answered and every known duration within its target. S: something about a step is unclear or was not asked, a "
    "duration does not fit its target, or a step that is not decisive cannot be done as written.",
    "M is suggested where a decisive step cannot be done, or is done otherwise than written or by another role. U: "
    "fewer than half of the decisive steps that were walked can be done.",
    "N/O is suggested where nothing was walked, or where fewer than half of the decisive steps were and nothing is "
    "wrong with those: what was not walked never counts as success.",
    "What the scenario says must hold at the end for an objective to be achieved is not asked in a walk-through: "
    "nothing is brought about in it. Steps that the exercise itself spoiled are left out.",
    "What the raters settled on together stands. Until then, where raters differ, the report shows each and counts the "
    "lower rating; N/O gives way to a rating on the scale. Critical objectives want two raters.",
)
_WRONG: Final[frozenset[Standing]] = frozenset({"otherwise", "cannot be done"})
_SHOWN: Final = 4


def suggest(facts: Facts, judged: Sequence[Judgement], objective: Objective) -> tuple[Rating, str]:
    """The suggested rating for an objective, and why in words; steps that the walk leaves aside count as not walked."""
    asked = [j for j in judged if j.outcome is not Outcome.NOT_APPLICABLE and j.key not in facts.artefacts]
    stands = {j.key: standing_of(facts, j) for j in asked}
    walked = [j for j in asked if stands[j.key] != "not walked"]
    if not walked:
        return Rating.NOT_OBSERVED, "None of its steps was walked through."
    wanted = [*(j.step for j in asked), *_aside(facts, objective)]
    critical = [name for name in wanted if facts.script.steps[name].critical]
    decisive, what = critical or wanted, "critical step" if critical else "step"
    put = [j for j in walked if j.step in decisive]
    wrong = [j for j in put if stands[j.key] in _WRONG]
    if len(put) * 2 < len(decisive) and not wrong:
        return (
            Rating.NOT_OBSERVED,
            f"Only {len(put)} of {_count(len(decisive), what)} could be walked through.",
        )
    rating, reason = _on_scale(facts, stands, walked, put, what)
    left = len(wanted) - len(walked)
    if left and rating is Rating.PERFORMED:
        rating = Rating.SOME_CHALLENGES
    unwalked = f" {_count(left, 'step')} not walked." if left else ""
    return rating, reason + unwalked


def _aside(facts: Facts, objective: Objective) -> list[str]:
    """Steps of an objective that the walk was not to go through, of those that the plan asks for."""
    severity, steps = facts.state.true_severity, facts.script.steps
    return [
        name for name in objective.steps if name not in facts.of_step and steps[name].applies_at(severity)
    ]


def _on_scale(
    facts: Facts, stands: dict[str, Standing], walked: list[Judgement], put: list[Judgement], what: str
) -> tuple[Rating, str]:
    able = [j for j in put if stands[j.key] != "cannot be done"]
    wrong = [j for j in put if stands[j.key] in _WRONG]
    weaker = [j for j in walked if stands[j.key] != "as written"]
    if len(able) * 2 < len(put):
        share = f"{len(able)} of {_count(len(put), what)} can be done"
        return Rating.UNABLE, f"{share}: {_told(facts, stands, wrong)}."
    if wrong:
        return (
            Rating.MAJOR_CHALLENGES,
            f"Not everything can be done as written: {_told(facts, stands, wrong)}.",
        )
    if weaker:
        done = len(walked) - len(weaker)
        share = f"{done} of {_count(len(walked), 'walked step')} can be done as written"
        return Rating.SOME_CHALLENGES, f"{share}; {_told(facts, stands, weaker)}."
    if len(walked) == 1:
        return Rating.PERFORMED, "The one walked step can be done as it is written."
    return Rating.PERFORMED, f"All {len(walked)} walked steps can be done as they are written."


_WORDS: Final[dict[Standing, str]] = {
    "in part": "was not confirmed in full",
    "does not fit": "does not fit its target",
    "otherwise": "is done otherwise than written",
    "cannot be done": "cannot be done",
    "not walked": "was not walked",
    "as written": "can be done",
}


def _told(facts: Facts, stands: dict[str, Standing], judged: Sequence[Judgement]) -> str:
    parts = [f'"{facts.script.steps[j.step].title}" {_WORDS[stands[j.key]]}' for j in judged[:_SHOWN]]
    return "; ".join(parts) + (f"; and {len(judged) - _SHOWN} more" if len(judged) > _SHOWN else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
