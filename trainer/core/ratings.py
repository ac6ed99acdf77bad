"""Objectives rated: a suggestion with its reason, beside what evaluators gave.

The scale is HSEEP's (P, S, M, U; N/O stands outside it). Ratings belong to objectives, never to people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trainer.core import events as ev
from trainer.core.events import Outcome, Rating
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.scenario import Objective

RULES: Final = (
    "The decisive steps of an objective are its critical steps; where none is critical, all its steps.",
    "P is suggested where every decisive step was done in time, in order, by the right role and unprompted, and the "
    "other steps too. S: the objective was met as the plan says, but a step was late, or one that is not decisive was "
    "missed or done otherwise.",
    "M is suggested where the objective was met, but a decisive step was missed, or done by the wrong role, out of "
    "order, prompted, or otherwise than the plan says, also by a decision for another option than it calls for. U: "
    "fewer than half of the decisive steps were done.",
    "N/O is suggested where nothing was put to the test, or where fewer than half of the decisive steps were and "
    "nothing went wrong with those: what was not exercised never counts as success.",
    "A step that set another severity than the true one counts as an M where that was never put right and the step is "
    "decisive, else as an S.",
    "A decisive step that was called for and not reached counts as not done. Steps that the exercise itself spoiled "
    "are left out.",
    "Where raters differ, the report shows each and counts the lower rating until they agree; N/O gives way to a "
    "rating on the scale.",
)

ORDER: Final = (
    Rating.PERFORMED,
    Rating.SOME_CHALLENGES,
    Rating.MAJOR_CHALLENGES,
    Rating.UNABLE,
)
"""The scale, best first."""

_MAJOR: Final = frozenset(
    {Outcome.MISSED, Outcome.WRONG_ROLE, Outcome.OUT_OF_ORDER, Outcome.PROMPTED, Outcome.IMPROVISED}
)


@dataclass(frozen=True, slots=True)
class Given:
    """One rater's newest judgement of an objective."""

    rater: str
    rating: Rating
    reason: str
    evidence: tuple[int, ...]
    seq: int


@dataclass(frozen=True, slots=True)
class Rated:
    """An objective with the suggested rating, those given, and the one that stands."""

    objective: Objective
    suggested: Rating
    reason: str
    given: tuple[Given, ...]
    rating: Rating
    agreed: bool
    evidence: tuple[int, ...]

    @property
    def automatic(self) -> bool:
        """Whether nobody rated it, so that the suggestion stands."""
        return not self.given


def rate(facts: Facts) -> tuple[Rated, ...]:
    """Every objective of the scenario, in its order."""
    given = _given(facts)
    objectives = facts.script.scenario.objectives
    return tuple(_rated(facts, objective, given.get(objective.id, ())) for objective in objectives)


def standing(given: Iterable[Rating]) -> Rating:
    """The rating that counts when raters gave several: the lower one; N/O only where nobody rated on the scale."""
    on_scale = [rating for rating in given if rating is not Rating.NOT_OBSERVED]
    return max(on_scale, key=ORDER.index) if on_scale else Rating.NOT_OBSERVED


def _given(facts: Facts) -> dict[str, tuple[Given, ...]]:
    newest: dict[str, dict[str, Given]] = {}
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.ObjectiveRated):
            rating = Given(event.rater, event.rating, event.reason, event.evidence, record.seq)
            newest.setdefault(event.objective, {})[event.rater] = rating
    return {objective: tuple(ratings.values()) for objective, ratings in newest.items()}


def _rated(facts: Facts, objective: Objective, given: tuple[Given, ...]) -> Rated:
    judged = [j for step in objective.steps for j in facts.of_step.get(step, ())]
    suggested, reason = suggest(facts, judged)
    rating = standing(item.rating for item in given) if given else suggested
    seqs = {seq for j in judged if j.observed for seq in j.evidence}
    seqs |= {seq for item in given for seq in (*item.evidence, item.seq)}
    agreed = len({item.rating for item in given}) <= 1
    return Rated(objective, suggested, reason, given, rating, agreed, tuple(sorted(seqs)))


def suggest(facts: Facts, judged: list[Judgement]) -> tuple[Rating, str]:
    """The suggested rating for an objective's expected actions, and why in words."""
    asked = [j for j in judged if j.outcome is not Outcome.NOT_APPLICABLE and j.key not in facts.artefacts]
    seen = [j for j in asked if j.observed or j.key in facts.unreached]
    if not seen:
        return Rating.NOT_OBSERVED, "None of its steps was put to the test."
    critical = [j for j in asked if facts.script.steps[j.step].critical]
    decisive = critical or asked
    put = [j for j in decisive if j in seen]
    what = "critical step" if critical else "step"
    major = [j for j in put if _weighs(facts, j)]
    if len(put) * 2 < len(decisive) and not major:
        return Rating.NOT_OBSERVED, f"Only {len(put)} of {_count(len(decisive), what)} could be observed."
    unseen = f" {_count(len(decisive) - len(put), what)} not observed." if len(put) < len(decisive) else ""
    rating, reason = _on_scale(facts, seen, put, major, what)
    return rating, reason + unseen


def _weighs(facts: Facts, judgement: Judgement) -> bool:
    """Whether a decisive step was missed, not reached, or done otherwise than the plan says; lateness alone is less."""
    if (
        judgement.key in facts.misjudged
        and facts.classifications[-1][2].severity != facts.state.true_severity
    ):
        return True
    return judgement.outcome in _MAJOR or judgement.key in facts.against_plan | facts.unreached


def _on_scale(
    facts: Facts, seen: list[Judgement], put: list[Judgement], major: list[Judgement], what: str
) -> tuple[Rating, str]:
    done = [j for j in put if j.done]
    share = f"{len(done)} of {_count(len(put), what)} done"
    if len(done) * 2 < len(put):
        return Rating.UNABLE, f"{share}: {_named(facts, put, done)}."
    if major:
        return Rating.MAJOR_CHALLENGES, f"{share}, but not all as the plan says: {_said(facts, major)}."
    wrong = facts.against_plan | facts.misjudged.keys()
    weaker = [j for j in seen if j.outcome is not Outcome.ON_TIME or j.key in wrong]
    if weaker:
        return Rating.SOME_CHALLENGES, f"{share}, with challenges: {_said(facts, weaker)}."
    steps = "The one observed step was" if len(seen) == 1 else f"All {len(seen)} observed steps were"
    return Rating.PERFORMED, f"{steps} done by the right role, in order and in time."


def _said(facts: Facts, judged: list[Judgement]) -> str:
    return "; ".join(f'"{facts.script.steps[j.step].title}" {_how(facts, j)}' for j in judged[:4]) + _more(
        judged
    )


def _how(facts: Facts, judgement: Judgement) -> str:
    """An outcome as a predicate."""
    if judgement.outcome is Outcome.ON_TIME and judgement.key in facts.against_plan:
        return "was decided otherwise than the plan calls for"
    if judgement.outcome in (Outcome.ON_TIME, Outcome.LATE) and judgement.key in facts.misjudged:
        return (
            f"set {facts.misjudged[judgement.key]}, while the true severity was {facts.state.true_severity}"
        )
    if judgement.key in facts.unreached:
        return "was not reached"
    words = {
        Outcome.IMPROVISED: "was replaced by an improvised act",
        Outcome.WRONG_ROLE: "was done by another role",
        Outcome.OUT_OF_ORDER: "was done out of order",
        Outcome.PROMPTED: "was done only after a prompt",
        Outcome.NOT_APPLICABLE: "did not apply",
        Outcome.NOT_OBSERVED: "was not observed",
        Outcome.ON_TIME: "was done on time",
    }
    return words.get(judgement.outcome, f"was {judgement.outcome.value}")


def _named(facts: Facts, put: list[Judgement], done: list[Judgement]) -> str:
    lacking = [j for j in put if j not in done]
    return _said(facts, lacking)


def _more(judged: list[Judgement]) -> str:
    return f"; and {len(judged) - 4} more" if len(judged) > 4 else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
