"""Steps of a walk-through judged: can the step be done as it is written, and do the durations fit its target?

A walk-through judges what was answered and shown, never an act in an incident. The outcomes are those of every
exercise, so that ratings, coverage and later drills read them alike; what each means here is in RULES.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from trainer.core.events import ClockStarted, ExerciseEnded, Outcome
from trainer.core.outcomes import Judgement, as_overruled
from trainer.core.plan import Step
from trainer.core.state import State
from trainer.core.time import Micros, say_duration
from trainer.core.walk.chains import Chain, Chains
from trainer.core.walk.durations import took
from trainer.core.walk.progress import Answered, Shown, StepWalk
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, TIME, questions_of
from trainer.core.walk.sayings import anchor_words

RULES: Final = (
    "A step of the walk is judged by the newest answer to each of its questions and by what was shown last; answers "
    "that a newer one replaced stay in the record.",
    "Not observed is a step that was left out, or of which nothing was answered or shown. That is neither success nor "
    "failure.",
    "A step cannot be done (missed) where an answer says that it is blocked, where nobody does it, where its tool, its "
    "access or its contact does not exist, or where showing it failed.",
    "A step is done by another role (wrong role) where the answer says that the plan's owner is wrong, and otherwise "
    "than written (improvised equivalent) where another answer is that the plan is wrong, or that what it asks for is "
    "missing and the step is done all the same.",
    "The time of a step is the time in which it was shown, else the one that was stated. A target runs from its anchor "
    "event, a duration from the step's own beginning: a step does not fit its target (late) where it takes longer by "
    "itself, or where the durations along the chain of steps from that event add up to more.",
    "A step that can be done as written is on time where its duration fits its target, and on time without a target "
    "where there is no target or no duration; then it does not count among the targets judged.",
    "Targets are taken at the severity that the scenario states. A step that the plan does not ask for at that "
    "severity is judged only where it was walked, and without a target.",
    "An evaluator's judgement stands in place of the automatic one; the report keeps both, with the reason.",
)

_NEEDED: Final = frozenset({OWNER, MEANS, CONTACT})
"""Questions to which the answer that there is none means that the step cannot be done."""
_TROUBLES: Final = ("blocked", "missing", "wrong", "unclear")


def judge_walk(state: State) -> tuple[Judgement, ...]:
    """Every step of a walk, in the order in which it is walked; a walk that goes on is judged as it stands."""
    walk = state.walk
    if walk is None:
        return ()
    chains = Chains(state.script, walk, state.true_severity)
    frame = tuple(r.seq for r in state.records if isinstance(r.event, ClockStarted | ExerciseEnded))
    return as_overruled(state, (_judged(state, step, chains, frame) for step in walk.steps.values()))


def _judged(state: State, walked: StepWalk, chains: Chains, frame: tuple[int, ...]) -> Judgement:
    step = state.script.steps[walked.step]
    severity = state.true_severity
    limit = step.target.limit(severity) if step.target is not None and step.applies_at(severity) else None
    bare = Judgement(
        key=step.id,
        step=step.id,
        inject=None,
        outcome=Outcome.NOT_OBSERVED,
        automatic=Outcome.NOT_OBSERVED,
        why="",
        limit=limit,
        started_at=walked.opened,
        evidence=evidence_of_step(walked) or frame,
    )
    unwalked = _not_walked(step, walked, severity)
    if unwalked is not None:
        return _with(bare, *unwalked)
    return _by_answers(state, walked, _measured(walked, bare, chains.of_step(step.id)), chains)


def _with(found: Judgement, outcome: Outcome, why: str) -> Judgement:
    return replace(found, outcome=outcome, automatic=outcome, why=why)


def _not_walked(step: Step, walked: StepWalk, severity: str | None) -> tuple[Outcome, str] | None:
    if walked.touched:
        return None
    if walked.left_out is not None:
        return Outcome.NOT_OBSERVED, f"It was left out: {walked.left_out}"
    if not step.applies_at(severity):
        return Outcome.NOT_APPLICABLE, f"The plan does not ask for it at {severity}, and it was not walked."
    if walked.opened is not None:
        return Outcome.NOT_OBSERVED, "It was opened, and nothing about it was answered or shown."
    return Outcome.NOT_OBSERVED, "The walk-through did not come to it."


def _measured(walked: StepWalk, bare: Judgement, chain: Chain | None) -> Judgement:
    """Who, when and how long, and whether that fits the target; before the outcome is known."""
    duration, limit = took(walked), bare.limit
    elapsed = duration.micros if duration is not None else None
    last = max(
        [
            *((answer.at, answer.role) for answer in walked.answers.values()),
            *(((show.ended if show.ended is not None else show.began), show.role) for show in walked.shown),
        ]
    )
    met, delta = None, None
    if elapsed is not None and limit is not None:
        needed = max(elapsed, chain.needed if chain is not None else 0)
        met, delta = needed <= limit, needed - limit
    roles = _roles(walked)
    return replace(
        bare,
        started_at=bare.started_at if bare.started_at is not None else _first(walked),
        done_at=last[0],
        elapsed=elapsed,
        delta=delta,
        met=met,
        done_by=roles[0],
        also_done_by=roles[1:],
    )


def _first(walked: StepWalk) -> Micros:
    return min([*(a.at for a in walked.answers.values()), *(show.began for show in walked.shown)])


def _roles(walked: StepWalk) -> tuple[str, ...]:
    """Roles that answered or showed, whoever said who does the step first."""
    owner = walked.answers.get(OWNER)
    told = sorted([*((a.seq, a.role) for a in walked.answers.values()), *_showed(walked)])
    return tuple(dict.fromkeys([*([owner.role] if owner is not None else []), *(role for _, role in told)]))


def _showed(walked: StepWalk) -> Iterator[tuple[int, str]]:
    return ((show.began_seq, show.role) for show in walked.shown)


def _by_answers(state: State, walked: StepWalk, found: Judgement, chains: Chains) -> Judgement:
    """The outcome by what was answered and shown: the first that holds, what further holds beside it."""
    shortfalls = [*_stopped(state, walked), *_otherwise(state, walked)]
    if found.met is False:
        shortfalls.append((Outcome.LATE, _too_long(state, found, chains.of_step(walked.step))))
    if not shortfalls:
        return _with(found, Outcome.ON_TIME, _as_written(state, walked, found))
    outcome, why = shortfalls[0]
    also = tuple(dict.fromkeys(other for other, _ in shortfalls[1:] if other is not outcome))
    judged = replace(_with(found, outcome, why), also=also)
    # A duration in which it could be done meets no target while it cannot be done.
    return replace(judged, met=None, delta=None) if outcome is Outcome.MISSED and found.met else judged


def _stopped(state: State, walked: StepWalk) -> Iterator[tuple[Outcome, str]]:
    """What makes a step impossible today."""
    for name, answer in walked.answers.items():
        said = answer.action.answer
        if said == "blocked" or (said == "missing" and name in _NEEDED):
            yield Outcome.MISSED, _said(state, answer)
    failed = failed_showing(walked)
    if failed is not None:
        yield Outcome.MISSED, f"Showing it failed{f': {failed.note}' if failed.note else '.'}"


def failed_showing(walked: StepWalk) -> Shown | None:
    """The newest showing that came to an end, where it failed; one that was broken off says nothing."""
    ended = [show for show in walked.shown if show.how in ("done", "failed")]
    return ended[-1] if ended and ended[-1].how == "failed" else None


def _otherwise(state: State, walked: StepWalk) -> Iterator[tuple[Outcome, str]]:
    """What is done otherwise than the plan has it."""
    for name, answer in walked.answers.items():
        said = answer.action.answer
        if name == OWNER and said == "wrong":
            yield Outcome.WRONG_ROLE, _said(state, answer)
        elif name != TIME and (said == "wrong" or (said == "missing" and name not in _NEEDED)):
            yield Outcome.IMPROVISED, _said(state, answer)


def _said(state: State, answer: Answered) -> str:
    """An answer in words: the question's heading, the answer, and the note."""
    step = state.script.steps[answer.action.step]
    headings = {question.id: question.heading for question in questions_of(state.script, step)}
    about = headings.get(answer.action.question, "Question")
    return f"{about}: {answer.action.answer}. {answer.action.note}".strip()


def _too_long(state: State, found: Judgement, chain: Chain | None) -> str:
    limit, elapsed = found.limit or 0, found.elapsed or 0
    if elapsed > limit or chain is None:
        return f"It takes {say_duration(elapsed)} by itself; its target is {say_duration(limit)}."
    since = anchor_words(state.script, chain.anchor)
    return f"{chain.sum_words} along the chain up to it; its target is {say_duration(limit)} from {since}."


def _as_written(state: State, walked: StepWalk, found: Judgement) -> str:
    unclear = [_said(state, a) for a in walked.answers.values() if a.action.answer != "confirmed"]
    if unclear:
        return f"It can be done, but not everything about it is clear. {' '.join(unclear)}"
    open_ones = unanswered(state, walked)
    asked = len(walked.answers) + len(open_ones)
    if not walked.answers:
        told = "It was shown; its questions were not asked"
    elif open_ones:
        told = f"Confirmed as far as it was asked: {len(walked.answers)} of {asked} answers"
    else:
        told = f"All {asked} answers confirmed it" if asked > 1 else "The answer confirmed it"
    return f"{told}{_in_time(found)}."


def _in_time(found: Judgement) -> str:
    if found.elapsed is None:
        return "; no duration was stated" if found.limit is not None else "; the plan sets no target"
    if found.limit is None:
        return f"; it takes {say_duration(found.elapsed)}, and the plan sets no target"
    return (
        f"; it takes {say_duration(found.elapsed)} of the {say_duration(found.limit)} that its target allows"
    )


def unanswered(state: State, walked: StepWalk) -> tuple[str, ...]:
    """The questions about a step that nobody answered, the scenario's own among them."""
    asked = questions_of(state.script, state.script.steps[walked.step])
    return tuple(question.id for question in asked if question.id not in walked.answers)


def in_part(state: State, walked: StepWalk) -> bool:
    """Whether a walked step stands open in part: an answer is not confirmed, or was never asked for."""
    troubled = any(answer.action.answer in _TROUBLES for answer in walked.answers.values())
    return troubled or bool(unanswered(state, walked))


def evidence_of_step(walked: StepWalk) -> tuple[int, ...]:
    """Everything that was recorded of a step and that counts."""
    seqs = {answer.seq for answer in walked.answers.values()}
    for show in walked.shown:
        seqs |= {show.began_seq} | ({show.ended_seq} if show.ended_seq is not None else set())
    marks = (walked.opened_seq, walked.left_out_seq)
    return tuple(sorted(seqs | {seq for seq in marks if seq is not None}))
