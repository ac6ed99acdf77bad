"""G05, unrealistic target: the plan's own steps need more time than it allows, or nobody competent ever met it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.chains import makers
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, evidence_of, judged, named
from trainer.core.outcomes import Judgement
from trainer.core.plan import Step, step_of
from trainer.core.time import Micros, say_duration

_CODE: Final = "G05"
_POETE: Final = "Planning"
_EVERY_TIME: Final = 3
"""So many late repetitions speak against the target by themselves; two do when the owner had the step open."""
_Bound = tuple[str, Micros]
"""An anchor event and the time after it by which a step is done when every limit is used up."""


def find(facts: Facts) -> Iterable[Finding]:
    """Targets that the steps before them use up, and targets missed every time by those who knew what to do."""
    chains = _Chains(facts)
    for name in facts.script.scope:
        step = facts.script.steps[name]
        if step.applies_at(facts.state.true_severity):
            yield from _used_up(facts, chains, step)
            yield from _never_met(facts, step)


class _Chains:
    """How long the plan allows a step to take, counted back to the event at which its chain of clocks begins."""

    def __init__(self, facts: Facts) -> None:
        self._severity = facts.state.true_severity
        self._steps = {
            name: step for name, step in facts.script.steps.items() if step.applies_at(self._severity)
        }
        self._makers = self._found_makers(facts)
        self._own: dict[str, _Bound | None] = {}
        self._all: dict[str, dict[str, Micros]] = {}

    def _found_makers(self, facts: Facts) -> dict[str, str]:
        """The one step that brings an anchor event about; events that several steps may bring about are left out."""
        found = makers(facts.script, self._severity)
        return {anchor: names[0] for anchor, names in found.items() if len(names) == 1}

    def own(self, name: str) -> _Bound | None:
        """When a step is done at the latest by its own target; None where it has none, or its clocks go in a circle."""
        chain: list[str] = []
        current: str | None = name
        while current is not None and current not in self._own:
            if current in chain:
                self._own |= dict.fromkeys(chain)
                return None
            chain.append(current)
            current = self._started_by(current)
        for link in reversed(chain):
            self._own[link] = self._bound(link)
        return self._own[name]

    def _limit(self, name: str | None) -> Micros | None:
        step = self._steps.get(name or "")
        return step.target.limit(self._severity) if step is not None and step.target is not None else None

    def _started_by(self, name: str) -> str | None:
        """The step whose doing starts a step's clock, where both have a limit."""
        step = self._steps.get(name)
        if step is None or step.target is None or self._limit(name) is None:
            return None
        maker = step_of(step.target.from_) or self._makers.get(step.target.from_)
        return maker if maker != name and self._limit(maker) is not None else None

    def _bound(self, name: str) -> _Bound | None:
        step, limit = self._steps.get(name), self._limit(name)
        if step is None or step.target is None or limit is None:
            return None
        maker = self._started_by(name)
        if maker is None:
            return step.target.from_, limit
        before = self._own[maker]
        return None if before is None else (before[0], before[1] + limit)

    def before(self, name: str) -> dict[str, tuple[Micros, str]]:
        """By anchor event: the time that the steps before a step may take at most, and the step that takes it."""
        longest: dict[str, tuple[Micros, str]] = {}
        seen, waiting = {name}, list(self._steps[name].after)
        while waiting:
            earlier = waiting.pop()
            if earlier in seen or earlier not in self._steps:
                continue
            seen.add(earlier)
            waiting.extend(self._steps[earlier].after)
            bound = self.own(earlier)
            if bound is not None and bound[1] > longest.get(bound[0], (-1, ""))[0]:
                longest[bound[0]] = (bound[1], earlier)
        return longest


def _used_up(facts: Facts, chains: _Chains, step: Step) -> Iterator[Finding]:
    own = chains.own(step.id)
    if own is None:
        return
    anchor, limit = own
    needed, earlier = chains.before(step.id).get(anchor, (0, ""))
    if needed <= limit:
        return
    short = [j for j in judged(facts, step.id) if j.outcome in (Outcome.LATE, Outcome.MISSED)]
    evidence = evidence_of((*judged(facts, step.id), *judged(facts, earlier))) or facts.frame
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f'{named(facts, step.id)} is due {say_duration(limit)} after "{anchor}", but '
        f"{named(facts, earlier)}, which comes before it, may take {say_duration(needed)} from the "
        f"same event.{_how_it_went(short)}",
        consequence="A team that keeps every earlier limit cannot keep this one.",
        proposed_change=f"Give {named(facts, step.id)} more than {say_duration(needed)} from "
        f'"{anchor}", or shorten the limit of {named(facts, earlier)} to less than {say_duration(limit)}.',
        poete=_POETE,
        evidence=evidence,
        priority="high" if step.critical or short else "medium",
        step=step.id,
        root_cause="The limits were set one by one and never added up.",
    )


def _how_it_went(short: list[Judgement]) -> str:
    if not short:
        return ""
    return " In this exercise it was " + " and ".join(dict.fromkeys(j.outcome.value for j in short)) + "."


def _never_met(facts: Facts, step: Step) -> Iterator[Finding]:
    """Every repetition late, each by the right role, in order and unprompted."""
    seen = [j for j in judged(facts, step.id) if j.limit is not None and j.observed]
    late = [j for j in seen if j.outcome is Outcome.LATE]
    if len(late) != len(seen) or len(late) < 2:
        return
    knew = all(_had_it_open(facts, j) for j in late)
    if len(late) < _EVERY_TIME and not knew:
        return
    times = [say_duration(j.elapsed or 0) for j in late]
    limit = say_duration(late[0].limit or 0)
    opened = ", each time with the step open in the plan" if knew else ""
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"{named(facts, step.id)} was late every time, {len(late)} times, although the right role did it"
        f"{opened}: it took {', '.join(times)}; the limit is {limit}.",
        consequence="A limit that nobody meets is not taken seriously, nor are the limits beside it.",
        proposed_change=f"Find out what takes the time in {named(facts, step.id)}; remove it, or set the limit to what "
        "a prepared team reaches.",
        poete=_POETE,
        evidence=evidence_of(late),
        priority="high" if step.critical else "medium",
        step=step.id,
    )


def _had_it_open(facts: Facts, judgement: Judgement) -> bool:
    """Whether the acting role had opened the step, or its procedure, before it acted."""
    procedure = facts.script.procedure_of[judgement.step].id
    return any(
        event.role == judgement.done_by
        and event.section in (judgement.step, procedure)
        and record.elapsed <= (judgement.done_at or 0)
        for record, event in facts.plan_opened
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "a step whose limit ends before the limits of the steps before it; a step late in every repetition by the "
    "right role (three times, or twice with the step open in the plan); never a single late act",
    find,
)
