"""G09: the facts of the drill as an example of the level that they belong to, and the sentence that decides."""

from __future__ import annotations

import re
from typing import Final

from trainer.core import aar
from trainer.core.actions import CastVote
from trainer.core.amend.draft import Draft, acts_of, added, clean, line, sentence
from trainer.core.amend.editing import fill_in
from trainer.core.facts import Facts
from trainer.core.plan import Severity

_SHORT: Final = 120
_SMALL: Final = 3
"""Words of so many letters say little of what a sentence is about."""


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """An example for the true level and, where roles disagreed, a criterion."""
    level = _right(facts, gap)
    if level is None:
        return None
    place = ("severities", level.id)
    example = _example(facts)
    edits = [] if example in level.examples else [added((*place, "examples"), example)]
    disputed = any(isinstance(event.action, CastVote) for _, event in acts_of(facts, gap))
    criterion = _criterion(facts, level)
    if disputed and criterion not in level.criteria:
        edits.append(added((*place, "criteria"), criterion))
    if not edits:
        return None
    more = " and say what decides for it" if len(edits) > 1 else ""
    voted = " Those who voted alone disagreed, so that a sentence has to decide." if disputed else ""
    return Draft(
        f"Name this drill's facts as an example of {level.id}{more}",
        f"The true level was {level.id}, and the criteria as they stand did not lead everybody there.{voted}",
        tuple(edits),
        (gap.step,) if gap.step is not None else (),
    )


def _right(facts: Facts, gap: aar.Gap) -> Severity | None:
    """The level that was right: by the scenario's truth, or by that of the vote."""
    votes = [event.action.vote for _, event in acts_of(facts, gap) if isinstance(event.action, CastVote)]
    truths = [facts.script.votes[name].truth for name in votes if name in facts.script.votes]
    names = (facts.script.scenario.truth.severity, *truths)
    found = (facts.script.severity_named(name) for name in names if name is not None)
    wanted = next((name for name in found if name is not None), None)
    return next((level for level in facts.script.plan.severities if level.id == wanted), None)


def _example(facts: Facts) -> str:
    """What happened, in one short line: what was affected, or else what the scenario is called."""
    scenario = facts.script.scenario
    affected = re.split(r"[.;!?](?:\s|$)", clean(facts.script.filled(scenario.truth.affected)), maxsplit=1)[0]
    # Times of the story say nothing to whoever reads the plan.
    short = 0 < len(affected) <= _SHORT and ":" not in affected
    return line(sentence(affected if short else facts.script.filled(scenario.title)))


def _repeats(reason: str, level: Severity) -> bool:
    """Whether a reason only says again what a criterion says."""
    said = _words(reason)
    known = (words for criterion in level.criteria if (words := _words(criterion)))
    return not said or any(len(said & words) * 2 > min(len(said), len(words)) for words in known)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > _SMALL}


def _criterion(facts: Facts, level: Severity) -> str:
    """The reason that was given for the right level, by the first who set it with one."""
    reasons = [
        clean(action.reason)
        for _, _, action in facts.classifications
        if action.severity == level.id and action.reason.strip() and not _repeats(action.reason, level)
    ]
    if reasons:
        return line(sentence(reasons[0]))
    return fill_in(f"the sentence that decides for {level.id}")
