"""G02, G16 and G17: what a step should say so that it is read alike, works, and leaves a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.actions import Ask, CastVote, Classify, Contain, Decide, DoStep, ReportBlocked, Verify
from trainer.core.amend import agreeing
from trainer.core.amend.draft import (
    Draft,
    acts_of,
    added,
    clean,
    line,
    put,
    sentence,
    step_of_gap,
    step_place,
    subject_of,
    with_more,
)
from trainer.core.amend.editing import fill_in
from trainer.core.amend.owners import owner_of
from trainer.core.facts import Facts
from trainer.core.plan import Step
from trainer.core.scenario import Vote

_RECORDS: Final = "Records"


def _in_step(facts: Facts, step: Step, more: str, title: str, reason: str) -> Draft | None:
    """A sentence more in a step; None where it stands there already."""
    if more in step.text:
        return None
    edit = put((*step_place(facts, step.id), "text"), with_more(step.text, more))
    return Draft(title, reason, (edit,), (step.id,))


# Read alike -----------------------------------------------------------------------------------------------------------


def propose_clearer(facts: Facts, gap: aar.Gap) -> Draft | None:
    """The answer to what was asked or voted on, where the plan leaves it open; or one value where it has two."""
    votes, said = list(_votes(facts, gap)), list(_doubts(facts, gap))
    agreed = agreeing.propose(facts, gap) if not votes and not said else None
    said = said or list(_notes(facts, gap))
    if agreed is not None or not (votes or said):
        return agreed
    step = facts.script.steps.get(_step(facts, gap, votes) or "")
    question = line(facts.script.filled(votes[0].question) if votes else said[0], 200)
    answer = votes[0].truth if votes else None
    holds = facts.script.filled(answer) if answer else fill_in("the answer that holds from now on")
    more = f'To the question "{question}" the answer is: {holds.rstrip(".")}.'
    how = "Those who voted alone read it differently" if votes else "It was in doubt during the drill"
    reason = f"{how}, and the plan does not settle it." + ("" if answer else " What holds is for you to say.")
    if step is not None:
        return _in_step(facts, step, more, f'Settle in "{step.title}" what was read differently', reason)
    entry: JsonValue = {"heading": question, "text": more}
    if any(section.heading == question for section in facts.script.plan.sections):
        return None
    return Draft(
        f'Settle the question "{line(question, 120)}" in the plan', reason, (added(("sections",), entry),)
    )


def _doubts(facts: Facts, gap: aar.Gap) -> Iterator[str]:
    """What people wrote that shows a doubt about the plan: questions, reports, what evaluators noted."""
    for _, event in acts_of(facts, gap):
        match event.action:
            case Ask(text=text) | ReportBlocked(missing=text) if text.strip():
                yield text
            case _:
                pass
    for record, seen in facts.observations:
        if record.seq in gap.evidence and seen.text.strip():
            yield seen.text


def _notes(facts: Facts, gap: aar.Gap) -> Iterator[str]:
    """Remarks beside an act."""
    for _, event in acts_of(facts, gap):
        match event.action:
            case DoStep(note=text) | Decide(reason=text) | Contain(reason=text) | Classify(reason=text) if (
                text.strip()
            ):
                yield text
            case _:
                pass


def _votes(facts: Facts, gap: aar.Gap) -> Iterator[Vote]:
    """The votes that a gap rests on, or that it is named after."""
    cast = [event.action.vote for _, event in acts_of(facts, gap) if isinstance(event.action, CastVote)]
    for name in dict.fromkeys((subject_of(gap), subject_of(gap).removeprefix("vote-"), *cast)):
        vote = facts.script.votes.get(name)
        # Which level it was, and whose it was, holds for this drill alone: no sentence of a step settles that.
        if vote is not None and vote.about in ("decision", "other"):
            yield vote


def _step(facts: Facts, gap: aar.Gap, votes: Iterable[Vote]) -> str | None:
    named = step_of_gap(facts, gap)
    return named or next((vote.step for vote in votes if vote.step in facts.script.steps), None)


# Works ----------------------------------------------------------------------------------------------------------------


def propose_better(facts: Facts, gap: aar.Gap) -> Draft | None:
    """What evaluators saw to be lacking, in the step that was followed and did not help."""
    name = step_of_gap(facts, gap) or _last_of_objective(facts, subject_of(gap))
    if name is None:
        return None
    step, lacked = facts.script.steps[name], list(_lacked(facts, name))
    more = " ".join(lacked) if lacked else fill_in("what the step lacks so that it works")
    noted = "An evaluator noted what was lacking." if lacked else "What was lacking is for you to say."
    return _in_step(
        facts,
        step,
        more,
        f'Add to "{step.title}" what it lacked',
        f"The step was followed as it stands, and it did not do what it is for. {noted}",
    )


def _last_of_objective(facts: Facts, name: str) -> str | None:
    """The last step of an objective that was done, the critical ones first."""
    objective = facts.script.objectives.get(name.removeprefix("objective-"))
    if objective is None:
        return None
    done = [step for step in objective.steps if any(j.done for j in facts.of_step.get(step, ()))]
    critical = [step for step in done if facts.script.steps[step].critical]
    return next(reversed(critical or done), None)


def _lacked(facts: Facts, step: str) -> Iterator[str]:
    """What evaluators wrote beside "not adequate" or as an improvement of a step."""
    for _, said in facts.assessments.get(step, ()):
        if said.adequate in ("no", "partly") and said.note.strip():
            yield sentence(said.note)
    for _, seen in facts.observations:
        if seen.kind == "improvement" and seen.step == step and seen.text.strip():
            yield sentence(seen.text)


# Leaves a record ------------------------------------------------------------------------------------------------------


def propose_record(facts: Facts, gap: aar.Gap) -> Draft | None:
    """That the reason or the proof is recorded: in the step, or among the duties of whoever keeps the log."""
    lacks = _unrecorded(facts, gap)
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    if not lacks:
        return owner_of(facts, gap, step) if step is not None and step.role is None else None
    what = " and ".join(lacks)
    reason = f"In the drill no {' and no '.join(lacks)} was recorded, and the plan does not ask for it."
    if step is not None:
        return _in_step(
            facts,
            step,
            f"Record the {what} in the log.",
            f'Have the {what} recorded at "{step.title}"',
            reason,
        )
    duty = f"Records the {what} of every decision and measure."
    keeper = next((role for role in facts.script.plan.roles if _keeps_log(role.id, *role.duties)), None)
    if keeper is not None:
        if duty in keeper.duties:
            return None
        edit = added(("roles", keeper.id, "duties"), duty)
        return Draft(f"Have {keeper.title} record the {what} of decisions", reason, (edit,))
    if any(section.heading == _RECORDS for section in facts.script.plan.sections):
        return None
    told = f"Whoever decides or acts records the {what} in the log at once."
    section: JsonValue = {"heading": _RECORDS, "text": told}
    return Draft(f"Say in the plan that the {what} is recorded", reason, (added(("sections",), section),))


def _unrecorded(facts: Facts, gap: aar.Gap) -> list[str]:
    """What the acts behind a gap left out."""
    lacks: dict[str, None] = {}
    for _, event in acts_of(facts, gap):
        match event.action:
            case Classify(reason=reason) | Contain(reason=reason) | Decide(reason=reason) if (
                not reason.strip()
            ):
                lacks["reason"] = None
            case Verify(evidence=evidence) if not evidence.strip():
                lacks["evidence"] = None
            case _:
                pass
    return list(lacks)


def _keeps_log(name: str, *duties: str) -> bool:
    return name == "scribe" or any("keeps the log" in clean(duty).casefold() for duty in duties)
