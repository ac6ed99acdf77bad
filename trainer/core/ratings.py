"""Objectives rated: a suggestion with its reason, beside what evaluators gave.

The scale is HSEEP's (P, S, M, U; N/O stands outside it). Ratings belong to objectives, never to people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from trainer.core import events as ev
from trainer.core.agreement import weighted_kappa
from trainer.core.due import holds
from trainer.core.events import Outcome, Rating
from trainer.core.facts import Facts
from trainer.core.msel import condition_words
from trainer.core.outcomes import Judgement
from trainer.core.scenario import Objective
from trainer.core.walk import rating as of_walk

RULES: Final = (
    "The decisive steps of an objective are its critical steps; where none is critical, all its steps.",
    "P is suggested where every decisive step was done in time, in order, by the right role and unprompted, and the "
    "other steps too. S: the objective was met as the plan says, but a step was late, or one that is not decisive was "
    "missed or done otherwise, or the evaluator noted on one of its steps what could be better.",
    "M is suggested where the objective was met, but a decisive step was missed, or done by the wrong role, out of "
    "order, prompted, or otherwise than the plan says, also by a decision for another option than it calls for. U: "
    "fewer than half of the decisive steps were done.",
    "N/O is suggested where nothing was put to the test, or where fewer than half of the decisive steps were and "
    "nothing went wrong with those: what was not exercised never counts as success.",
    "A step that set another severity than the true one counts as an M where that was never put right and the step is "
    "decisive, else as an S.",
    "A decisive step that was called for and not reached counts as not done. Steps that the exercise itself spoiled "
    "are left out.",
    "Where the scenario says what must hold at the end for an objective to be achieved, that decides whether it was "
    "met: U where it does not hold, M at the worst where it does.",
    "No record tells whether an objective was reached at the cost of other activities or of added risk, which HSEEP "
    "rates M: that is for the raters.",
    "What the raters settled on together stands. Until then, where raters differ, the report shows each and counts the "
    "lower rating; N/O gives way to a rating on the scale. Critical objectives want two raters.",
    "Agreement of two raters is the share of the objectives that both rated on the scale and rated alike, and from "
    "three such objectives on Cohen's linearly weighted kappa (1968); a rating beside an N/O is counted apart.",
)

ORDER: Final = (
    Rating.PERFORMED,
    Rating.SOME_CHALLENGES,
    Rating.MAJOR_CHALLENGES,
    Rating.UNABLE,
)
"""The scale, best first."""

RATERS: Final = 2
"""A critical objective takes so many raters."""

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
    """whether all raters gave the same rating"""
    evidence: tuple[int, ...]
    consensus: Given | None = None
    """what the raters settled on together"""

    @property
    def automatic(self) -> bool:
        """Whether nobody rated it, so that the suggestion stands."""
        return not self.given and self.consensus is None

    @property
    def lacks_second_rater(self) -> bool:
        """Whether it is critical, was rated, and not by two raters each for themselves."""
        return self.objective.critical and not self.automatic and len(self.given) < RATERS


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree over the objectives that both rated."""

    first: str
    second: str
    both: int
    """objectives that both rated on the scale"""
    same: int
    """of these, the ones that they rated alike"""
    apart: int
    """objectives that one of them rated on the scale and the other as not observed"""
    kappa: float | None
    """Cohen's weighted kappa, to two places; None with fewer than three objectives, or where it means nothing"""

    @property
    def words(self) -> str:
        """The figures as a line of the report's method."""
        alike = f"{self.same} of {self.both} objectives that both rated on the scale rated alike"
        kappa = "" if self.kappa is None else f"; weighted kappa {self.kappa:.2f}"
        apart = f"; {self.apart} that only one of them saw" if self.apart else ""
        return f"{self.first} and {self.second}: {alike}{kappa}{apart}"


def rate(facts: Facts) -> tuple[Rated, ...]:
    """Every objective of the scenario, in its order."""
    own, settled = _given(facts)
    return tuple(
        _rated(facts, objective, tuple(own.get(objective.id, {}).values()), settled.get(objective.id))
        for objective in facts.script.scenario.objectives
    )


def standing(given: Iterable[Rating]) -> Rating:
    """The rating that counts when raters gave several: the lower one; N/O only where nobody rated on the scale."""
    on_scale = [rating for rating in given if rating is not Rating.NOT_OBSERVED]
    return max(on_scale, key=ORDER.index) if on_scale else Rating.NOT_OBSERVED


def agreements(rated: Iterable[Rated]) -> tuple[Agreement, ...]:
    """Every two raters who rated an objective in common, in the order in which they first appear."""
    by_rater: dict[str, dict[str, Rating]] = {}
    for item in rated:
        for given in item.given:
            by_rater.setdefault(given.rater, {})[item.objective.id] = given.rating
    found = (
        _agreement(first, second, by_rater[first], by_rater[second])
        for first, second in combinations(by_rater, 2)
    )
    return tuple(pair for pair in found if pair.both or pair.apart)


def _agreement(first: str, second: str, one: dict[str, Rating], other: dict[str, Rating]) -> Agreement:
    pairs = [(one[objective], other[objective]) for objective in one if objective in other]
    on_scale = [(a, b) for a, b in pairs if Rating.NOT_OBSERVED not in (a, b)]
    kappa = weighted_kappa([(ORDER.index(a), ORDER.index(b)) for a, b in on_scale], len(ORDER))
    return Agreement(
        first=first,
        second=second,
        both=len(on_scale),
        same=sum(a is b for a, b in on_scale),
        apart=sum((a is Rating.NOT_OBSERVED) != (b is Rating.NOT_OBSERVED) for a, b in pairs),
        kappa=None if kappa is None else round(kappa, 2),
    )


_Own = dict[str, dict[str, Given]]


def _given(facts: Facts) -> tuple[_Own, dict[str, Given]]:
    """By objective: each rater's newest own rating, and the newest one that they settled on together."""
    own: _Own = {}
    settled: dict[str, Given] = {}
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.ObjectiveRated):
            rating = Given(event.rater, event.rating, event.reason, event.evidence, record.seq)
            if event.consensus:
                settled[event.objective] = rating
            else:
                own.setdefault(event.objective, {})[event.rater] = rating
    return own, settled


def _rated(facts: Facts, objective: Objective, given: tuple[Given, ...], consensus: Given | None) -> Rated:
    judged = [j for step in objective.steps for j in facts.of_step.get(step, ())]
    suggested, reason = suggest(facts, judged, objective)
    rating = standing(item.rating for item in given) if given else suggested
    said = (*given, consensus) if consensus is not None else given
    seqs = {seq for j in judged if j.observed for seq in j.evidence}
    seqs |= {seq for item in said for seq in (*item.evidence, item.seq)}
    return Rated(
        objective=objective,
        suggested=suggested,
        reason=reason,
        given=given,
        rating=consensus.rating if consensus is not None else rating,
        agreed=len({item.rating for item in given}) <= 1,
        evidence=tuple(sorted(seqs)),
        consensus=consensus,
    )


def suggest(facts: Facts, judged: list[Judgement], objective: Objective) -> tuple[Rating, str]:
    """The suggested rating for an objective's expected actions, and why in words."""
    if facts.state.walk is not None:
        return of_walk.suggest(facts, judged, objective)
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
    rating, reason = _achieved(facts, objective, _on_scale(facts, seen, put, major, what))
    return rating, reason + unseen


def _achieved(facts: Facts, objective: Objective, by_steps: tuple[Rating, str]) -> tuple[Rating, str]:
    """What the steps suggest, set right by what the scenario says must hold at the end of play."""
    wanted, (rating, reason) = objective.achieved_when, by_steps
    if wanted is None or facts.ended is None:
        return by_steps
    words = condition_words(facts.script, wanted)
    if not holds(facts.state, wanted, facts.ended_at):
        return Rating.UNABLE, f"It was not achieved: at the end it did not hold that {words}. {reason}"
    if rating is Rating.UNABLE:
        return Rating.MAJOR_CHALLENGES, f"It was achieved, for {words}; but {reason[:1].lower()}{reason[1:]}"
    return by_steps


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
    well = f"{steps} done by the right role, in order and in time"
    better = _could_be_better(facts, {j.step for j in seen})
    if better:
        return Rating.SOME_CHALLENGES, f"{well}, but the evaluator noted what could be better: {better}."
    return Rating.PERFORMED, f"{well}."


def _could_be_better(facts: Facts, steps: set[str]) -> str:
    """Steps on which something to improve was noted: by HSEEP's words that is performed with some challenges."""
    noted = [
        event.step for _, event in facts.observations if event.kind == "improvement" and event.step in steps
    ]
    return ", ".join(
        f'"{facts.script.steps[name].title}"' for name in dict.fromkeys(noted) if name is not None
    )


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
