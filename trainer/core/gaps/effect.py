"""G16, followed but ineffective: the plan was followed to the letter, and its objective still failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import Decide, Diagnose, DoStep, ReportBlocked, Resolve, Verify
from trainer.core.chains import makers
from trainer.core.due import holds, scheduled
from trainer.core.events import Rating, Record
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Confidence, Detector, Finding, Priority, act, evidence_of, named, quoted
from trainer.core.gaps.followed import (
    is_check,
    is_open,
    measures,
    measures_kept,
    reached_by,
    to_the_letter,
    turning,
)
from trainer.core.gaps.helped import in_vain
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import step_of
from trainer.core.scenario import Condition, Objective
from trainer.core.state import State
from trainer.core.time import Micros

_CODE: Final = "G16"
_SEVERAL: Final = 2
_SURE: Final[tuple[Confidence, ...]] = ("consensus", "evaluator", "automatic")


def find(facts: Facts) -> Iterable[Finding]:
    """Measures and steps that did not help although they were done as the plan says; one gap for one failure."""
    signals, kept = [*_assessed(facts), *_in_play(facts)], dict[str, tuple[Judgement, ...]]()
    for objective in facts.script.scenario.objectives:
        done = reached_by(facts, objective)
        if done is not None:
            found = (*_rated(facts, objective, done), *_unmet(facts, objective, done))
            signals += found
            kept |= {objective.id: done} if found else {}
    return _as_one(signals, kept)


def _as_one(signals: list[Finding], kept: dict[str, tuple[Judgement, ...]]) -> Iterator[Finding]:
    """Signals of the same failure under one subject: the first objective that its steps belong to."""
    home: dict[str, str] = {}
    for objective, judged in kept.items():
        subject = next((home[j.step] for j in judged if j.step in home), objective)
        home |= {j.step: home.get(j.step, subject) for j in judged}
    grouped: dict[str, list[Finding]] = {}
    for signal in signals:
        grouped.setdefault(home.get(signal.step or "", signal.subject), []).append(signal)
    for subject, found in grouped.items():
        step = found[0].step
        confidence = min((signal.confidence for signal in found), key=_SURE.index)
        yield from (replace(s, subject=subject, step=step, confidence=confidence) for s in found)


def _finding(
    facts: Facts,
    subject: str,
    step: str | None,
    statement: str,
    evidence: Iterable[int],
    priority: Priority = "high",
) -> Finding:
    where = named(facts, step) if step is not None else "the plan"
    return Finding(
        code=_CODE,
        kind="plan",
        subject=subject,
        statement=statement,
        consequence="A team that follows the plan to the letter would fail again in the same way.",
        proposed_change=f"Work out with those who know the service why {where} does not do what it is for; replace it "
        "or add what comes next, with a check by which its success is recognised and a time after which to go on.",
        poete="Planning",
        evidence=tuple(sorted(set(evidence))),
        priority=priority,
        step=step,
        root_cause="The plan was followed, and what it asks for is not enough.",
    )


# Objectives -----------------------------------------------------------------------------------------------------------


def _unmet(facts: Facts, objective: Objective, kept: tuple[Judgement, ...]) -> Iterator[Finding]:
    """What an objective wanted did not hold at the end of play, although its steps were done as the plan says."""
    wanted, state = objective.achieved_when, facts.state
    if wanted is None or holds(state, wanted, facts.ended_at):
        return
    if not (_played_out(facts) or _lost_for_good(state, wanted, facts.ended_at)):
        return
    if any(_explained(facts, part) for part in _causes(state, wanted, facts.ended_at)):
        return
    step = turning(facts, kept)
    count = f"all {len(kept)} of its decisive steps were" if len(kept) > 1 else f"{named(facts, step)} was"
    last = f"; the last that counts is {named(facts, step)}" if len(kept) > 1 else ""
    yield _finding(
        facts,
        objective.id,
        step,
        f'"{objective.title}" was not achieved by the end of play, although {count} done on time, by the right role '
        f"and in order{last}.",
        (*evidence_of(kept), *facts.frame),
    )


def _played_out(facts: Facts) -> bool:
    """Whether play went on to the scenario's length, or nothing more was to come: no message, and no step open."""
    state = facts.state
    if facts.ended_at + state.clock.offset >= facts.script.scenario.length:
        return True
    to_come = any(scheduled(state, inject) is not None for inject in facts.script.scenario.injects)
    return not to_come and not any(is_open(j) for j in facts.judgements)


def _lost_for_good(state: State, wanted: Condition, at: Micros) -> bool:
    """Whether a condition that does not hold could not have come to hold later."""
    if wanted.all is not None:
        return any(_lost_for_good(state, part, at) for part in wanted.all)
    if wanted.any is not None:
        return all(_lost_for_good(state, part, at) for part in wanted.any)
    if wanted.not_ is not None:
        lasting = wanted.not_.severity is None and wanted.not_.overdue is None
        return lasting and holds(state, wanted.not_, at)
    return False


def _causes(state: State, wanted: Condition, at: Micros) -> Iterator[Condition]:
    """The single statements because of which a condition does not hold."""
    if wanted.all is not None:
        for part in wanted.all:
            if not holds(state, part, at):
                yield from _causes(state, part, at)
    elif wanted.any is not None:
        for part in wanted.any:
            yield from _causes(state, part, at)
    elif wanted.not_ is not None:
        yield from wanted.not_.parts()
    else:
        yield wanted


def _found_amiss(facts: Facts) -> bool:
    """Whether the last check of the state of things says that it is not as it should be."""
    checks = [(r.happened, r.seq, report) for r, e in facts.acts if (report := _check(facts, r, e))]
    return bool(checks) and in_vain(max(checks)[2]) is not None


def _explained(facts: Facts, cause: Condition) -> bool:
    """Whether what people did, or the conduct of the exercise, explains why a statement does not hold."""
    if cause.severity is not None or cause.from_time is not None:
        return True
    steps = [name for name in (cause.done, cause.overdue) if name is not None]
    if cause.reached is not None:
        named_step = step_of(cause.reached)
        made = makers(facts.script, facts.state.true_severity).get(cause.reached, ())
        steps += [name for name in (named_step, *made) if name is not None]
        if cause.reached == "contained" and not any(isinstance(e.action, Verify) for _, e in facts.acts):
            return True  # Nobody checked, so nobody can say.
    if any(not to_the_letter(facts, j) for name in steps for j in facts.of_step.get(name, ())):
        return True
    if cause.delivered is not None:
        inject = facts.state.injects[cause.delivered]
        by_hand = facts.script.injects[cause.delivered].release.by_hand
        # What the facilitator did not send says nothing by itself; it does where somebody looked and found it amiss.
        if inject.status in ("held", "skipped") or (
            inject.status != "delivered" and by_hand and not _found_amiss(facts)
        ):
            return True
    return not measures_kept(facts)


def _rated(facts: Facts, objective: Objective, kept: tuple[Judgement, ...]) -> Iterator[Finding]:
    """An objective that raters found unmet or badly met, although its steps were done as the plan says."""
    newest: dict[str, tuple[Record, ev.ObjectiveRated]] = {}
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.ObjectiveRated) and event.objective == objective.id:
            newest["" if event.consensus else event.rater] = (record, event)
    agreed = newest.get("")
    counted = [agreed] if agreed is not None else list(newest.values())
    low = [(r, e) for r, e in counted if e.rating in (Rating.MAJOR_CHALLENGES, Rating.UNABLE)]
    if not low:
        return
    step, split = turning(facts, kept), len(low) < len(counted)
    ratings = " and ".join(dict.fromkeys(event.rating.value for _, event in low))
    reasons = "; ".join(quoted(event.reason) for _, event in low if event.reason.strip())
    said = (
        f'"{objective.title}" was rated {ratings}, although its decisive steps were all done as the plan says'
    )
    priority: Priority = "high" if any(e.rating is Rating.UNABLE for _, e in low) and not split else "medium"
    yield replace(
        _finding(
            facts,
            objective.id,
            step,
            said + (f": {reasons}." if reasons else ".") + (" The raters disagree." if split else ""),
            (*evidence_of(kept), *(record.seq for record, _ in low)),
            priority,
        ),
        confidence="consensus" if agreed is not None or (len(low) >= _SEVERAL and not split) else "evaluator",
    )


# Steps ----------------------------------------------------------------------------------------------------------------


def _assessed(facts: Facts) -> Iterator[Finding]:
    """Steps of which evaluators say that they were followed and that they were not adequate."""
    for name, entries in facts.assessments.items():
        done = [j for j in facts.of_step.get(name, ()) if j.observed]
        as_written = bool(done) and all(to_the_letter(facts, j) for j in done)
        followed = [(r, e) for r, e in entries if e.followed == "yes" or (e.followed is None and as_written)]
        against = [(r, e) for r, e in followed if e.adequate in ("no", "partly")]
        if not against:
            continue
        said = [event.adequate for _, event in entries if event.adequate is not None]
        split = len(set(said)) > 1 or any(event.followed in ("no", "partly") for _, event in entries)
        plainly = any(event.adequate == "no" for _, event in against)
        notes = "; ".join(quoted(event.note) for _, event in against if event.note.strip())
        statement = (
            f"{named(facts, name)} was followed and found {'not' if plainly else 'only partly'} adequate"
        )
        statement += (f": {notes}." if notes else ".") + (" The evaluators disagree." if split else "")
        priority: Priority = "high" if plainly and not split else "medium" if plainly or not split else "low"
        seqs = (*evidence_of(done), *(record.seq for record, _ in against))
        agreed = len(against) >= _SEVERAL and not split
        yield replace(
            _finding(facts, name, name, statement, seqs, priority),
            confidence="consensus" if agreed else "evaluator",
        )


# In play --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure that the plan calls for and that was taken; `step` is None for a decision without a step."""

    at: Micros
    seq: int
    step: str | None
    decision: str | None

    @property
    def place(self) -> tuple[Micros, int]:
        return self.at, self.seq


def _taken(facts: Facts) -> list[_Measure]:
    """Measures of the plan that were taken as it says, in the order in which they were taken."""
    found: list[_Measure] = []
    for judgement in measures(facts):
        done = facts.state.expectations.items[judgement.key].done
        if done is not None and judgement.observed:
            found.append(_Measure(done.at, done.seq, judgement.step, None))
    for name, opened in facts.state.decisions.items():
        decision, event = facts.script.decisions[name], facts.act_of.get(opened.decided_seq or -1)
        called_for = any(option.plan_calls_for for option in decision.options)
        if event is not None and called_for and decision.step is None and opened.decided_at is not None:
            found.append(_Measure(opened.decided_at, opened.decided_seq or 0, None, name))
    return sorted(found, key=lambda measure: measure.place)


def _in_play(facts: Facts) -> Iterator[Finding]:
    """The last measure that the plan calls for was taken, and what was said after it is that it did not help."""
    taken = _taken(facts)
    if not taken or not measures_kept(facts):
        return
    last = taken[-1]
    signs = sorted((*_said(facts, last), *_followed(facts, last)))
    if not signs or _helped(facts, last, signs[0][0]):
        return
    what = named(facts, last.step) if last.step else "the option that the plan calls for"
    told = "; ".join(
        dict.fromkeys(f"at {clock_words(place[0])} {who}: {quoted(said)}" for place, who, said in signs[:3])
    )
    seqs = tuple(place[1] for place, _, _ in signs)
    finding = _finding(
        facts,
        last.step or f"decision-{last.decision}",
        last.step,
        f"{what[0].upper()}{what[1:]} was done as the plan says, and it did not help: {told}.",
        (last.seq, *seqs),
    )
    yield replace(finding, about=tuple(act(seq) for seq in seqs if _explains(facts, seq) and seq != last.seq))


def _explains(facts: Facts, seq: int) -> bool:
    """Whether an act is told here for good; what somebody reports as missing may be a gap of its own."""
    event = facts.act_of.get(seq)
    return event is not None and not isinstance(event.action, ReportBlocked)


_Sign = tuple[tuple[Micros, int], str, str]
"""((when, sequence number), who, what was said)"""


def _said(facts: Facts, measure: _Measure) -> Iterator[_Sign]:
    """What roles said after a measure: that it did not help."""
    for record, event in facts.acts:
        said = _complaint(facts, record, event) if _after(record, measure) else None
        if said is not None:
            yield (record.happened, record.seq), facts.role_title(event.role), said


def _after(record: Record, measure: _Measure) -> bool:
    return (record.happened, record.seq) > measure.place


def _complaint(facts: Facts, record: Record, event: ev.ActionTaken) -> str | None:
    """What an act says of a measure that did not help; None where it says nothing of the kind."""
    match event.action:
        case Diagnose(cause=cause):
            return in_vain((cause,), "cause")
        case ReportBlocked(missing=missing):
            return in_vain((missing,), "block")
        case _:
            return in_vain(_check(facts, record, event))


def _check(facts: Facts, record: Record, event: ev.ActionTaken) -> tuple[str, ...]:
    """What a check of the state of things found; empty for acts that are none."""
    if isinstance(event.action, Verify):
        return event.action.what, event.action.evidence
    step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
    if isinstance(event.action, DoStep) and step is not None and is_check(step):
        return (event.action.note or step.title,)
    return ()


def _followed(facts: Facts, measure: _Measure) -> Iterator[_Sign]:
    """What the story says follows from a measure: that it did not help."""
    name = _decision(facts, measure)
    chosen = facts.state.decisions[name].option if name is not None else None
    option = facts.script.decisions[name].option(chosen) if name is not None and chosen is not None else None
    if option is not None and (said := in_vain((facts.script.filled(option.consequence.text),))) is not None:
        yield measure.place, "the story", said
    for inject, (record, _) in facts.deliveries.items():
        written = facts.script.injects[inject]
        after, released = written.release.after, option is not None and inject in option.consequence.releases
        by_step = after is not None and measure.step is not None and after.step == measure.step
        by_choice = after is not None and name is not None and after.chose == f"{name}/{chosen}"
        if not (released or by_step or by_choice) or not _after(record, measure):
            continue
        said = in_vain((facts.script.filled(written.text),))
        if said is not None:
            yield (record.elapsed, record.seq), facts.script.filled(written.from_), said


def _decision(facts: Facts, measure: _Measure) -> str | None:
    """The decision by which a measure was taken, if it was one."""
    event = facts.act_of.get(measure.seq)
    return event.action.decision if event is not None and isinstance(event.action, Decide) else None


def _helped(facts: Facts, measure: _Measure, since: tuple[Micros, int]) -> bool:
    """Whether it came right all the same: service was back, all was resolved, or the last check found nothing amiss."""
    if any(place > measure.place for place in facts.state.anchors.get("recovered", ())):
        return True
    acts = [(r, e) for r, e in facts.acts if _after(r, measure)]
    if any(isinstance(e.action, Resolve) and (r.happened, r.seq) > since for r, e in acts):
        return True
    checks = [(r.happened, r.seq, report) for r, e in acts if (report := _check(facts, r, e))]
    return bool(checks) and in_vain(max(checks)[2]) is None


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "objectives that were not achieved, or were rated M or U, although every decisive step was done on time, by the "
    "right role, in order and unprompted; steps that evaluators found followed and not adequate; measures taken as the "
    "plan says after which people reported no effect, and nothing worked after that",
    find,
)
