"""The measures of a walk-through: shares of what was verified. Nothing is timed as in an incident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trainer.core.facts import Facts
from trainer.core.metrics.measure import Measure
from trainer.core.outcomes import Judgement
from trainer.core.walk.judging import unanswered
from trainer.core.walk.reading import replies, walked_steps
from trainer.core.walk.standings import standing_of


def verified(facts: Facts) -> tuple[Measure, ...]:
    """Steps, answers, durations and showings of a walk-through."""
    walked = [j for j in facts.scored if standing_of(facts, j) != "not walked"]
    as_written = [j for j in walked if standing_of(facts, j) == "as written"]
    judged = [j for j in facts.scored if j.met is not None]
    return (
        _share(
            ("As written", "steps that can be done as written"),
            "steps with every question answered and confirmed, and within their target where a duration is known / "
            "steps walked",
            (len(as_written), len(walked)),
            "no step was walked",
            _seqs(walked),
        ),
        _confirmed(facts),
        _share(
            ("Fits", "targets that the durations fit"),
            "targets kept by the stated and shown durations, by themselves and along the chain of steps / targets of "
            "which a duration is known",
            (sum(1 for j in judged if j.met), len(judged)),
            "no duration was stated or shown for a step with a target",
            _seqs(judged),
        ),
        _shown(facts),
    )


def _seqs(judged: Iterable[Judgement]) -> tuple[int, ...]:
    return tuple(sorted({seq for judgement in judged for seq in judgement.evidence}))


def _share(
    names: tuple[str, str], definition: str, part: tuple[int, int], none: str, evidence: tuple[int, ...]
) -> Measure:
    count, whole = part
    return Measure(
        *names,
        definition,
        figure=round(100 * count / whole, 1) if whole else None,
        unit="%",
        detail=f"{count} of {whole}" if whole else none,
        evidence=evidence if whole else (),
    )


def _confirmed(facts: Facts) -> Measure:
    found = replies(facts)
    confirmed = sum(not reply.troubled for reply in found)
    touched = [step for step in walked_steps(facts) if step.touched]
    opened = sum(len(unanswered(facts.state, step)) for step in touched)
    asked = f"; {opened} questions about walked steps were not answered" if opened else ""
    measure = _share(
        ("Confirmed", "answers that confirm the plan"),
        'answers "confirmed" / questions answered, the newest answer to each',
        (confirmed, len(found)),
        "no question was answered",
        tuple(sorted(reply.seq for reply in found)),
    )
    return replace(measure, detail=measure.detail + asked)


def _shown(facts: Facts) -> Measure:
    walk = facts.script.scenario.walkthrough
    wanted = walk.show if walk is not None else ()
    tried = [
        step for step in walked_steps(facts) if any(show.how in ("done", "failed") for show in step.shown)
    ]
    done = [step for step in tried if any(show.took is not None for show in step.shown)]
    seqs = {show.began_seq for step in tried for show in step.shown}
    missed = sum(step.step in wanted and step not in tried for step in walked_steps(facts))
    more = f"; {missed} that the scenario asks for were not tried" if missed else ""
    measure = _share(
        ("Shown", "steps that were done for real"),
        "steps shown from beginning to end / steps of which it was tried",
        (len(done), len(tried)),
        "no step was done for real",
        tuple(sorted(seqs)),
    )
    return replace(measure, detail=measure.detail + more)
