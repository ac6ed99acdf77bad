"""A walk-through as rows: its steps with a cell for each question, the questions of one step, and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.actions import WalkAnswer
from trainer.core.plan import Step, Strength
from trainer.core.state import State
from trainer.core.time import Micros, say_duration
from trainer.core.walk.chains import Chain, Chains
from trainer.core.walk.durations import took
from trainer.core.walk.judging import judge_walk
from trainer.core.walk.progress import Answered, StepWalk, Walk
from trainer.core.walk.questions import ASKED, StepQuestion, questions_of
from trainer.ui.facilitator.desk import Desk
from trainer.ui.walk.questions import QuestionRow
from trainer.ui.walk.showing import ToShow, shown_words
from trainer.ui.walk.words import ANSWERS, answer_words, question_word, with_words

__all__ = [
    "Cell", "Figures", "StepRow", "figures", "limit_of", "question_rows", "showing_row", "step_rows", "target_of",
    "walk_of",
]  # fmt: skip

Progress = Literal["to come", "begun", "walked", "left out"]
_SPOKEN: Final[dict[Progress, str]] = {
    "to come": "not walked yet",
    "begun": "begun",
    "walked": "walked",
    "left out": "left out",
}


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: a question in one word, and its answer where there is one."""

    question: str
    word: str
    answer: WalkAnswer | None
    tip: str


@dataclass(frozen=True)
class StepRow:
    """A step of the walk with its cells; `now` is the one that is walked."""

    step: str
    number: int
    title: str
    owner: str
    lane: int | None
    progress: Progress
    now: bool
    cells: tuple[Cell, ...]
    left_out: str = ""
    showing: bool = False

    def spoken(self) -> str:
        """The row as assistive technology says it."""
        answered = ", ".join(f"{c.word} {c.answer}" for c in self.cells if c.answer is not None)
        here = "the step that is walked now, " if self.now else ""
        why = f": {self.left_out}" if self.left_out else ""
        parts = (f"{self.number}. {self.title}", self.owner, f"{here}{_SPOKEN[self.progress]}{why}", answered)
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class Figures:
    """How far the walk is: steps and answers counted, and durations against the targets as the report judges them.

    `took` adds up `took_steps` durations, shown ones before stated ones; the targets that are `kept` hold by themselves
    and along the chain of steps, of those that are `judged`.
    """

    steps: int
    place: int
    walked: int
    begun: int
    left_out: int
    answers: Mapping[WalkAnswer, int]
    took: Micros
    took_steps: int
    judged: int
    kept: int
    chain: Chain | None = None
    """the chain of durations that is nearest to what the plan allows, or furthest beyond it"""

    @property
    def to_go(self) -> int:
        """Steps that were neither answered in full nor left out."""
        return self.steps - self.walked - self.left_out

    @property
    def all_met(self) -> bool:
        """Whether something was recorded on every step, or it was left out."""
        return self.to_go == self.begun


def walk_of(desk: Desk) -> Walk:
    """The walk of the exercise on the desk. Raises ValueError where it is none."""
    walk = desk.state.walk
    if walk is None:
        raise ValueError("this exercise is no walk-through")
    return walk


def step_rows(desk: Desk) -> list[StepRow]:
    """Every step of the walk, in its order."""
    walk = walk_of(desk)
    return [_step_row(desk, walk, number, name) for number, name in enumerate(walk.steps, 1)]


def _step_row(desk: Desk, walk: Walk, number: int, name: str) -> StepRow:
    step, walked = desk.script.steps[name], walk.steps[name]
    questions = questions_of(desk.script, step)
    return StepRow(
        step=name,
        number=number,
        title=desk.step_title(name),
        owner=desk.title(step.role) if step.role else "no owner",
        lane=desk.lane(step.role),
        progress=_progress(walked, questions),
        now=walk.current == name,
        cells=tuple(_cell(walked, question) for question in questions),
        left_out=walked.left_out or "",
        showing=walk.showing(name) is not None,
    )


def _progress(walked: StepWalk, questions: Sequence[StepQuestion]) -> Progress:
    if walked.left_out is not None:
        return "left out"
    if all(question.id in walked.answers for question in questions):
        return "walked"
    return "begun" if walked.touched else "to come"


def _cell(walked: StepWalk, question: StepQuestion) -> Cell:
    answered = walked.answers.get(question.id)
    if answered is None:
        return Cell(question.id, question_word(question.id), None, f"{question.ask} Not answered yet.")
    tip = f"{question.ask} {answer_words(answered.action).capitalize()}"
    return Cell(question.id, question_word(question.id), answered.action.answer, tip)


def question_rows(desk: Desk, step: str) -> list[QuestionRow]:
    """The questions about a step with what was answered so far."""
    walked = walk_of(desk).steps[step].answers
    rows = []
    for number, question in enumerate(questions_of(desk.script, desk.script.steps[step]), 1):
        answered = walked.get(question.id)
        rows.append(
            QuestionRow(
                id=question.id,
                number=number,
                ask=question.ask,
                # The scenario's own questions go beyond the plan.
                plan_says=question.plan_says or (None if question.id.startswith(ASKED) else ""),
                points=tuple(desk.script.filled(point) for point in question.points),
                answer=answered.action.answer if answered else None,
                by=desk.title(answered.role) if answered else "",
                said=_said(desk, step, answered) if answered else "",
            )
        )
    return rows


def _said(desk: Desk, step: str, answered: Answered) -> str:
    """What was said with an answer, and by whom; nothing where the owner said no more than the answer."""
    said = with_words(answered.action)
    owner = answered.role == desk.script.steps[step].role
    return (
        f"{desk.title(answered.role)}: {said}" if said else "" if owner else f"By {desk.title(answered.role)}"
    )


def showing_row(desk: Desk, name: str) -> ToShow:
    """A step as it may be shown, or is being shown."""
    walk, shown = walk_of(desk), walk_of(desk).steps[name].shown
    running = walk.showing(name)
    asked = desk.script.scenario.walkthrough
    last = shown[-1] if shown and shown[-1].ended is not None else None
    said = ""
    if last is not None and last.ended is not None:
        said = shown_words(last.how, last.ended - last.began, desk.title(last.role), last.note)
    return ToShow(
        began=running.began if running is not None else None,
        by=desk.title(running.role) if running is not None else "",
        limit=limit_of(desk.state, desk.script.steps[name]),
        wanted=asked is not None and name in asked.show,
        said=said,
    )


def limit_of(state: State, step: Step) -> Micros | None:
    """The step's target at the severity whose targets count."""
    return state.script.limit(step, None, state.true_severity)


def target_of(state: State, step: Step) -> str:
    """The target in words: `target 5 min at SEV1`; says so where there is none."""
    limit = limit_of(state, step)
    if limit is None or step.target is None:
        return "no target"
    at = f" at {state.true_severity}" if isinstance(step.target.within, dict) and state.true_severity else ""
    return f"target {say_duration(limit)}{at}"


def binding_of(step: Step) -> str:
    """How binding a step is, where it is not a must."""
    return "" if step.strength is Strength.MUST else step.strength.value


def figures(desk: Desk) -> Figures:
    """How far the walk is."""
    walk = walk_of(desk)
    answers = dict.fromkeys(ANSWERS, 0)
    for walked in walk.steps.values():
        for answered in walked.answers.values():
            answers[answered.action.answer] += 1
    durations = [found.micros for walked in walk.steps.values() if (found := took(walked)) is not None]
    judged = [found.met for found in judge_walk(desk.state) if found.observed and found.met is not None]
    names = list(walk.steps)
    reached = [
        _progress(walk.steps[name], questions_of(desk.script, desk.script.steps[name])) for name in names
    ]
    return Figures(
        steps=len(names),
        place=names.index(walk.current) + 1 if walk.current in names else 0,
        walked=reached.count("walked"),
        begun=reached.count("begun"),
        left_out=reached.count("left out"),
        answers=answers,
        took=sum(durations),
        took_steps=len(durations),
        judged=len(judged),
        kept=sum(judged),
        chain=max(_chains(desk), key=lambda chain: chain.needed / max(1, chain.allowed), default=None),
    )


def _chains(desk: Desk) -> Iterator[Chain]:
    """Chains of several steps of which durations are known."""
    chains = Chains(desk.script, walk_of(desk), desk.state.true_severity)
    return (chain for chain in chains.all if len(chain.known) > 1)
