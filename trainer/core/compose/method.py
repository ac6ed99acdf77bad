"""Method and limitations: how the figures came about, and what they do not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from trainer.core import aar, gaps, outcomes, ratings
from trainer.core import events as ev
from trainer.core.compose import method_system, walked_words
from trainer.core.compose.overview import paused, speeds
from trainer.core.compose.timeline import ambiguous, unlinked
from trainer.core.compose.words import counted, inject_title, step_title
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps import attribution
from trainer.core.metrics.shares import covered, lacking
from trainer.core.msel import MselRow, rows
from trainer.core.ratings import Rated
from trainer.core.scenario import Kind
from trainer.core.time import say_duration

_KIND_NOTES: Final = {
    Kind.TABLETOP: "Tabletop: the team talked the scenario through, and the facilitator paced it. Its times are "
    "discussion time. They are shown against the plan's targets and are not comparable with those of a simulation, nor "
    "with the durations of a walk-through.",
    Kind.WALKTHROUGH: walked_words.KIND_NOTE,
    Kind.SIMULATION: method_system.KIND_NOTE,
}

_CLOCK_RULES: Final = (
    "Times are taken on the exercise clock, which excludes pauses and interruptions; wall time is kept beside it.",
    "A step in scope starts its clock at the event that the plan names. A step with a condition starts no earlier than "
    "the delivery of the inject that brings the condition about.",
    "A step without a target starts when an inject calls for it.",
    "A step that an inject asks for again after it was done starts a new clock when that inject is delivered.",
    "An act closes a step by itself where that is unambiguous: it names the step, or it is what the plan says shows "
    "the step, and only one open step fits. Steps whose clock runs come first, then repeats, then steps whose clock "
    "has not started; among equals the acting role's own, and of steps in order the earlier. Otherwise the evaluator "
    "links it.",
    "A contingency inject or a hint makes a step that is done after it prompted.",
)

_GAP_RULES: Final = (
    "Gaps are of four kinds: in the plan (the document is wrong or silent), in capability (people, tools, access), in "
    "execution (the plan is fine and was not followed), and artefacts of the exercise, which no score counts.",
    "Signals of the same gap about the same step or subject are one gap. Where several gaps would be the same fact of "
    "the drill, what explains it stands, and what it explains is named beside it: first what stopped people, then what "
    "nobody owned or no time was left for, then what was unclear, and skill where nothing else explains it.",
    "An automatic finding is a question to the review. An evaluator may confirm or overrule it; what every evaluator "
    "overruled stays in the register and counts for nothing.",
)

_RULES: Final = {
    "Clocks": _CLOCK_RULES,
    "Steps": outcomes.RULES,
    "Ratings": ratings.RULES,
    "Gaps": _GAP_RULES,
    "Plan or practice": attribution.RULES,
}
_REHEARSED: Final = (
    "Rehearsal: a virtual team played the scenario in virtual time. Its acts are scripted or drawn by chance: its "
    "times, ratings and gaps try out scenario, plan and report, and say nothing about people."
)


def section(facts: Facts, rated: tuple[Rated, ...]) -> aar.Method:
    """The method section."""
    return aar.Method(
        kind_note=_kind_note(facts),
        rules=(
            *(f"{topic}: {rule}" for topic, rules in _rules(facts).items() for rule in rules),
            *method_system.rules(facts),
        ),
        detectors=gaps.looked_for(gaps.detectors_of(facts)),
        not_detected=gaps.not_yet(gaps.detectors_of(facts)),
        limitations=tuple(_limitations(facts)),
        not_exercised=tuple(_not_exercised(facts, rated)),
        not_evaluated=tuple(_not_evaluated(facts, rated)),
        raters=tuple(_raters(rated)),
        speeds=speeds(facts),
    )


def _rules(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The rules by their topics: a walk-through times no act, and has its own."""
    return {**walked_words.RULES, "Gaps": _GAP_RULES} if facts.state.walk is not None else _RULES


def _kind_note(facts: Facts) -> str:
    """What the times of an exercise of its kind mean, and that nobody took part where that is so."""
    note = _KIND_NOTES[facts.created.kind]
    return f"{_REHEARSED} {note}" if _virtual(facts) else note


def _virtual(facts: Facts) -> bool:
    """Whether no person took part."""
    return bool(facts.created.seats) and all(seat.virtual for seat in facts.created.seats)


def _limitations(facts: Facts) -> Iterator[str]:
    if facts.ended is None:
        yield "Play has not ended; this report shows the state so far."
    fast = [s.event.speed for s in facts.standing if isinstance(s.event, ev.ClockStarted | ev.SpeedChanged)]
    if any(speed != 1 for speed in fast):
        yield f"Exercise time ran up to {max(fast)} times as fast as real time; reading and typing weigh accordingly."
    if facts.state.clock.offset:
        jumped = say_duration(facts.state.clock.offset)
        yield f"The story was moved ahead by {jumped} in all; running clocks were not."
    if paused(facts):
        yield f"The clock stood still for {say_duration(paused(facts))} of wall time; no time counts for it."
    broken = sum(isinstance(r.event, ev.ExerciseInterrupted) for r in facts.standing)
    if broken:
        yield f"Play was interrupted {_times(broken)} and taken up again where it had stopped."
    yield from method_system.limitations(facts)
    yield from _artificial(facts)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _artificial(facts: Facts) -> Iterator[str]:
    virtual = [facts.role_title(seat.role) for seat in facts.created.seats if seat.virtual]
    if virtual:
        who = (
            "Every role was"
            if _virtual(facts)
            else f"{', '.join(virtual)} {'was' if len(virtual) == 1 else 'were'}"
        )
        yield f"{who} played by a virtual participant, whose acts are scripted or drawn by chance."
    by_hand = sum(event.source == "facilitator" for _, event in facts.acts)
    if by_hand:
        yield f"Entered by the facilitator, at the time that the entry gives: {by_hand} of {len(facts.acts)} acts."
    taken_back = len(facts.state.undone)
    if taken_back:
        yield f"Taken back, kept in the journal and counted for nothing: {counted(taken_back, 'act')}."
    for key, reason in facts.artefacts.items():
        step = step_title(facts.script, key.partition("#")[0])
        yield f"{step} is left out of every score: {reason}."
    if facts.state.walk is not None:
        yield from walked_words.limitations(facts)
    elif facts.script.scenario.truth.severity is None:
        yield "The scenario states no true severity; limits follow the severity that the team set last."


def _not_exercised(facts: Facts, rated: tuple[Rated, ...]) -> Iterator[str]:
    for judgement in facts.judgements:
        if judgement.outcome is Outcome.NOT_OBSERVED or judgement.outcome is Outcome.NOT_APPLICABLE:
            yield f"{step_title(facts.script, judgement.step)}: {judgement.why}"
    for item in rated:
        if item.suggested.value == "N/O":
            yield f'Objective "{item.objective.title}": {item.reason}'
    yield from walked_words.not_shown(facts)
    yield from _not_delivered(facts)
    silent = [role for role in facts.script.played_roles if role not in {e.role for _, e in facts.acts}]
    for role in silent:
        yield f"{facts.role_title(role)} did not {'act' if facts.state.walk is None else 'answer'}."
    yield from _outside(facts)
    if not covered(facts).steps[0]:
        yield "No step of the plan was put to the test."


def _not_delivered(facts: Facts) -> Iterator[str]:
    """Injects that were called for, each by itself; those that no course of play needs, together."""
    wanted, spared = lacking(facts), dict[str, list[str]]()
    for row in rows(facts.state, facts.ended_at):
        if row.status == "delivered" or row.ad_hoc:
            continue
        title = inject_title(facts.script, row.inject)
        if row.inject in wanted:
            status = "" if row.status == "pending" else f", {row.status}"
            yield f"Inject {title} was not delivered (planned {row.planned}{status})."
        else:
            spared.setdefault(_spared(facts, row), []).append(title)
    for why, titles in spared.items():
        yield f"By design of the scenario, and no shortfall: not delivered, since {why}: {', '.join(titles)}."


def _spared(facts: Facts, row: MselRow) -> str:
    simulation = facts.script.simulated
    if simulation is not None and any(rule.id == row.inject for rule in simulation.alerts):
        return "the monitoring saw no reason to raise it"
    if row.contingency:
        return "no prompt was called for (contingency)"
    return "the story took another turn" if row.status == "waiting" else "kept ready to be sent by hand"


def _outside(facts: Facts) -> Iterator[str]:
    """How much of the plan the scenario does not ask for, and which critical steps are among it."""
    steps, severity = facts.script.steps, facts.state.true_severity
    outside = [step for name, step in steps.items() if name not in facts.script.scope]
    if not outside:
        return
    critical = [f'"{step.title}"' for step in outside if step.critical and step.applies_at(severity)]
    named = f"; critical among them: {', '.join(critical)}" if critical else ""
    yield f"{len(outside)} of the plan's {len(steps)} steps were outside the scenario's scope{named}."


def _not_evaluated(facts: Facts, rated: tuple[Rated, ...]) -> Iterator[str]:
    alone = [item for item in rated if not item.given]
    if alone and len(alone) == len(rated):
        yield "No objective was rated by an evaluator: all ratings are suggestions by the rules below."
    elif alone:
        titles = "; ".join(f'"{item.objective.title}"' for item in alone)
        yield f"{counted(len(alone), 'objective')} rated by nobody, so that the suggestion stands: {titles}."
    for item in rated:
        if item.lacks_second_rater:
            yield f'Critical objective "{item.objective.title}" was rated by one rater; two are asked for.'
    open_acts = len(unlinked(facts))
    if open_acts:
        yield f"{counted(open_acts, 'act')} linked to no expected step."
    doubtful = len(ambiguous(facts))
    if doubtful:
        yield f"{counted(doubtful, 'act')} that would fit several open steps and that no evaluator linked."
    seen = dict.fromkeys(j.step for j in facts.scored if j.done)
    unsaid = [step for step in seen if not any(said.adequate for _, said in facts.assessments.get(step, ()))]
    if unsaid and facts.state.walk is None:
        done = counted(len(seen), "step")
        yield f"Whether they were adequate, beside whether they were followed: {len(unsaid)} of {done} that were done."


def _raters(rated: tuple[Rated, ...]) -> Iterator[str]:
    names = dict.fromkeys(given.rater for item in rated for given in item.given)
    for name in names:
        count = sum(any(given.rater == name for given in item.given) for item in rated)
        yield f"{name}: {count} of {len(rated)} objectives"
    yield from (pair.words for pair in ratings.agreements(rated))
