"""G05 in a walk-through: stated and shown durations that do not fit a target, by themselves or along the chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.core.facts import Facts
from trainer.core.gaps.finding import Finding, named
from trainer.core.gaps.once import once
from trainer.core.plan import Step
from trainer.core.time import Micros, say_duration
from trainer.core.walk.chains import Chain, Chains
from trainer.core.walk.durations import took
from trainer.core.walk.pressing import priority
from trainer.core.walk.sayings import anchor_words

_SET_ALONE = "The limits were set one by one and never added up."


def chains_of(facts: Facts) -> tuple[Chain, ...]:
    """The chains of a walk of which a duration is known, in its order; none in the other kinds of exercise."""
    return once(facts, _chains)


def _chains(facts: Facts) -> tuple[Chain, ...]:
    walk = facts.state.walk
    return Chains(facts.script, walk, facts.state.true_severity).all if walk is not None else ()


def chain_of(facts: Facts, step: str) -> Chain | None:
    """The chain of a step's own target."""
    return next((chain for chain in chains_of(facts) if chain.step == step and chain.level is None), None)


def find(facts: Facts) -> Iterator[Finding]:
    """Targets that what was stated and shown cannot keep; what one step's overrun alone upsets is told with it."""
    chains = [c for c in chains_of(facts) if c.fits is False and (len(c.links) > 1 or c.level is not None)]
    upset: dict[str, list[Chain]] = {}
    for chain in chains:
        root = None if chain.level is not None or _by_itself(chain) else _upset_by(facts, chain)
        if root is not None:
            upset.setdefault(root, []).append(chain)
    told = {id(chain) for found in upset.values() for chain in found}
    for judgement in facts.judgements:
        duration, limit = judgement.elapsed, judgement.limit
        if duration is not None and limit is not None and duration > limit:
            behind = upset.get(judgement.step, [])
            yield _alone(facts, facts.script.steps[judgement.step], behind)
    for chain in chains:
        own = facts.script.steps[chain.step]
        if chain.level is not None:
            yield _response(facts, own, chain)
        elif not _by_itself(chain) and id(chain) not in told:
            yield _together(facts, own, chain)


def _upset_by(facts: Facts, chain: Chain) -> str | None:
    """The step of a chain that takes longer than its own target and without whose overrun the chain would fit."""
    over: dict[str, Micros] = {}
    for link in chain.known[:-1] if chain.known and chain.known[-1].step == chain.step else chain.known:
        found = facts.of_step.get(link.step, ())
        limit = found[0].limit if found else None
        if link.took is not None and limit is not None and link.took.micros > limit:
            over[link.step] = link.took.micros - limit
    worst = max(over, key=lambda name: over[name], default=None)
    return worst if worst is not None and chain.by <= over[worst] else None


def _by_itself(chain: Chain) -> bool:
    """Whether the last step alone takes longer than is allowed: that is told of the step."""
    last = chain.links[-1].took
    return last is not None and last.micros > chain.allowed


def _alone(facts: Facts, step: Step, behind: Sequence[Chain]) -> Finding:
    walk = facts.state.walk
    duration = took(walk.steps[step.id]) if walk is not None else None
    judgement, title = facts.of_step[step.id][0], named(facts, step.id)
    limit, long = say_duration(judgement.limit or 0), say_duration(judgement.elapsed or 0)
    since = anchor_words(facts.script, step.target.from_) if step.target is not None else ""
    source = duration.source if duration is not None else "stated"
    who = facts.role_title(judgement.done_by)
    own = duration.seqs if duration is not None else judgement.evidence
    return Finding(
        code="G05",
        kind="plan",
        subject=step.id,
        statement=f"{title} takes {long} by itself, as {who} {'showed' if source == 'shown' else 'stated'}; "
        f"{limit} allowed from {since}.{_upset(facts, behind)}",
        consequence="The target cannot be kept, even if nothing comes before the step.",
        proposed_change=f"Find out what takes the time in {title}; remove it, or allow at least {long}.",
        poete="Planning",
        evidence=tuple(sorted({*own, *(seq for chain in behind for seq in chain.seqs)})),
        priority=priority(step, grave=True),
        step=step.id,
        root_cause="The target was set without trying how long the step takes.",
        about=(f"duration {step.id}",),
    )


def _upset(facts: Facts, behind: Sequence[Chain]) -> str:
    """Steps further down the chain that cannot be done in time because of one before them."""
    parts = [
        f'"{facts.script.steps[chain.step].title}" ({chain.sum_words}, {say_duration(chain.allowed)} allowed)'
        for chain in behind
    ]
    return f" So these cannot be done in time either: {'; '.join(parts)}." if parts else ""


def _together(facts: Facts, step: Step, chain: Chain) -> Finding:
    title, since = named(facts, step.id), anchor_words(facts.script, chain.anchor)
    return Finding(
        code="G05",
        kind="plan",
        subject=step.id,
        statement=f"{title} cannot be done in time: {chain.sum_words}, {say_duration(chain.allowed)} allowed from "
        f"{since}. {chain_words(facts, chain)}",
        consequence=f"A team that needs no longer than it says is {say_duration(chain.by)} late all the same.",
        proposed_change=f"Allow {title} at least {say_duration(chain.needed)} from {since}, let steps before it run "
        "side by side, or make them shorter.",
        poete="Planning",
        evidence=chain.seqs,
        priority=priority(step, grave=True),
        step=step.id,
        root_cause=_SET_ALONE,
        about=(f"chain {step.id}",),
    )


def _response(facts: Facts, step: Step, chain: Chain) -> Finding:
    title = named(facts, step.id)
    return Finding(
        code="G05",
        kind="plan",
        subject=step.id,
        statement=f"At {chain.level} the plan promises a response within {say_duration(chain.allowed)} of the first "
        f"signal, and only with {title} is the incident acknowledged: {chain.sum_words}. {chain_words(facts, chain)}",
        consequence="A team that needs no longer than it says does not keep the response target.",
        proposed_change=f"Shorten what comes up to {title} to {say_duration(chain.allowed)} in all, or promise for "
        f"{chain.level} a response that it allows.",
        poete="Planning",
        evidence=chain.seqs,
        priority=priority(step, grave=True),
        step=step.id,
        root_cause=_SET_ALONE,
        about=(f"response {step.id}",),
    )


def chain_words(facts: Facts, chain: Chain) -> str:
    """The links of a chain by their titles, and those of which no duration is known."""
    steps = facts.script.steps
    parts = [
        f'"{steps[link.step].title}" {say_duration(link.took.micros)}'
        for link in chain.known
        if link.took is not None
    ]
    unknown = [f'"{steps[name].title}"' for name in chain.unknown]
    more = f" Not counted, since nobody said how long it takes: {', '.join(unknown)}." if unknown else ""
    return f"In turn: {', then '.join(parts)}.{more}"
