"""The verification matrix of a walk-through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core import aar_walk as part
from trainer.core.actions import ShowStep
from trainer.core.compose.times import day, secs
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.plan import Procedure, Step
from trainer.core.time import seconds
from trainer.core.walk.chains import Chain
from trainer.core.walk.durations import shown, stated
from trainer.core.walk.progress import Answered, Shown, StepWalk
from trainer.core.walk.questions import COMMON, StepQuestion, questions_of
from trainer.core.walk.reading import steps_of, told_in
from trainer.core.walk.sayings import anchor_words, counted_from
from trainer.core.walk.standings import ORDER, standing_of
from trainer.core.walk.unfit import chains_of
from trainer.core.walk.unwalked import left_out

_ANSWERS: Final[tuple[part.WalkedAnswer, ...]] = ("confirmed", "unclear", "wrong", "missing", "blocked")


def walk_part(facts: Facts) -> part.WalkPart | None:
    """What a walk-through verified; None for the other kinds."""
    if facts.state.walk is None:
        return None
    walk = facts.script.scenario.walkthrough
    steps = tuple(_step(facts, judgement) for judgement in facts.judgements)
    cells = [cell for step in steps for cell in (*step.cells, *step.own)]
    answers = Counter(cell.reply.answer for cell in cells if cell.reply is not None)
    standings = Counter(step.standing for step in steps)
    return part.WalkPart(
        situation=facts.script.filled(walk.situation) if walk is not None else "",
        severity=facts.state.true_severity,
        procedures=tuple(_procedures(facts, steps)),
        columns=tuple(_columns(steps)),
        steps=steps,
        chains=tuple(_chain(facts, chain) for chain in chains_of(facts) if _tells(chain)),
        answer_counts={answer: answers[answer] for answer in _ANSWERS},
        questions_asked=len(cells),
        questions_answered=sum(answers.values()),
        standing_counts={standing: standings[standing] for standing in ORDER},
        shown=sum(step.shown_s is not None for step in steps),
        to_be_shown=sum(step.to_be_shown for step in steps),
    )


def _columns(steps: Iterable[part.WalkedStep]) -> Iterator[tuple[str, str]]:
    """The common questions that were asked about some step, in their order."""
    headings = {cell.question: cell.heading for step in steps for cell in step.cells}
    return ((name, headings[name]) for name in COMMON if name in headings)


# Procedures -----------------------------------------------------------------------------------------------------------


def _procedures(facts: Facts, steps: tuple[part.WalkedStep, ...]) -> Iterator[part.WalkedProcedure]:
    for procedure in facts.script.plan.procedures:
        mine = [step for step in steps if step.procedure == procedure.id]
        if mine:
            yield _procedure(facts, procedure, mine)


def _procedure(facts: Facts, procedure: Procedure, mine: list[part.WalkedStep]) -> part.WalkedProcedure:
    walked = [step for step in mine if step.standing != "not walked"]
    return part.WalkedProcedure(
        procedure=procedure.id,
        title=procedure.title,
        clause=procedure.clause,
        steps=len(procedure.steps),
        in_walk=len(mine),
        walked=len(walked),
        confirmed=sum(step.standing == "as written" for step in mine),
        complete=len(walked) == len(procedure.steps),
        plan_version=facts.script.plan.version,
        held_on=day(facts.started.at).isoformat() if facts.started is not None else None,
        evidence=_sorted(seq for step in walked for seq in step.evidence) or facts.frame,
    )


def _sorted(seqs: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(seqs)))


# Steps ----------------------------------------------------------------------------------------------------------------


def _step(facts: Facts, judgement: Judgement) -> part.WalkedStep:
    step = facts.script.steps[judgement.step]
    walked = steps_of(facts)[step.id]
    questions = questions_of(facts.script, step)
    cells = {question.id: _cell(facts, walked, question) for question in questions}
    said, done = stated(walked), shown(walked)
    walk = facts.script.scenario.walkthrough
    procedure = facts.script.procedure_of[step.id]
    return part.WalkedStep(
        step=step.id,
        title=step.title,
        procedure=procedure.id,
        procedure_title=procedure.title,
        clause=facts.script.clause(step),
        role=step.role,
        role_title=facts.role_title(step.role),
        critical=step.critical,
        standing=standing_of(facts, judgement),
        why=judgement.why if judgement.overruled is None else judgement.overruled,
        cells=tuple(cell for name, cell in cells.items() if name in COMMON),
        own=tuple(cell for name, cell in cells.items() if name not in COMMON),
        to_be_shown=walk is not None and step.id in walk.show,
        showings=tuple(_showing(facts, found) for found in walked.shown),
        stated_s=secs(said.micros if said is not None else None),
        shown_s=secs(done.micros if done is not None else None),
        target_s=secs(judgement.limit),
        counted_from=_from(facts, step) if judgement.limit is not None else "",
        fits=judgement.met,
        left_out=left_out(facts, step.id),
        evidence=judgement.evidence,
    )


def _from(facts: Facts, step: Step) -> str:
    return counted_from(facts.script, step.target) if step.target is not None else ""


def _cell(facts: Facts, walked: StepWalk, question: StepQuestion) -> part.WalkCell:
    newest = walked.answers.get(question.id)
    before = (answer for answer in walked.earlier if answer.action.question == question.id)
    replies = (_reply(facts, answer) for answer in before)
    return part.WalkCell(
        question=question.id,
        heading=question.heading,
        ask=question.ask,
        points=question.points,
        plan_says=question.plan_says,
        reply=_reply(facts, newest) if newest is not None else None,
        earlier=tuple(reply for reply in replies if reply is not None),
    )


def _reply(facts: Facts, answer: Answered) -> part.WalkReply | None:
    told = told_in(facts, answer.seq)
    if told is None:
        return None
    return part.WalkReply(
        answer=told.answer,
        note=told.note,
        role=answer.role,
        role_title=facts.role_title(answer.role),
        elapsed_s=seconds(answer.at),
        takes_s=secs(told.takes),
        seq=answer.seq,
    )


def _showing(facts: Facts, found: Shown) -> part.WalkShowing:
    act = facts.act_of.get(found.ended_seq) if found.ended_seq is not None else None
    how = act.action.now if act is not None and isinstance(act.action, ShowStep) else "begun"
    note = act.action.note if act is not None and isinstance(act.action, ShowStep) else ""
    return part.WalkShowing(
        role=found.role,
        role_title=facts.role_title(found.role),
        began_s=seconds(found.began),
        took_s=secs(found.took),
        how="under way" if how == "begun" else how,
        note=note,
        evidence=tuple(seq for seq in (found.began_seq, found.ended_seq) if seq is not None),
    )


# Chains ---------------------------------------------------------------------------------------------------------------


def _tells(chain: Chain) -> bool:
    """Whether a chain says more than the row of its step: it has several links, or does not fit."""
    return len(chain.links) > 1 or chain.fits is False


def _chain(facts: Facts, chain: Chain) -> part.WalkChain:
    steps = facts.script.steps
    return part.WalkChain(
        step=chain.step,
        title=steps[chain.step].title,
        counted_from=f"from {anchor_words(facts.script, chain.anchor)}",
        allowed_s=seconds(chain.allowed),
        needed_s=seconds(chain.needed),
        over_s=seconds(chain.by),
        fits=chain.fits,
        sum_words=chain.sum_words,
        response_target=chain.level is not None,
        links=tuple(
            part.WalkLink(
                step=link.step,
                title=steps[link.step].title,
                seconds=secs(link.took.micros if link.took is not None else None),
                source=link.took.source if link.took is not None else None,
            )
            for link in chain.links
        ),
        evidence=chain.seqs,
    )
