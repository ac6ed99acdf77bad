"""How a walk-through is spoken of, and what a seat or the room display knows of it. Needs no Qt.

`WalkSeen` is a fold over seat items, beside `Told`: the step that is walked, what was answered, what is being shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, get_args

from trainer.core.actions import AnswerStep, WalkAnswer
from trainer.core.plan import Step
from trainer.core.seat_items import Announced, OwnAct, SeatItem, TakenBack, WalkAsked, WalkedTo
from trainer.core.time import Micros, say_duration
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PLACE, PROOF, TIME
from trainer.ui.look.tokens import Status

__all__ = [
    "ANSWERS", "AnswerLook", "GivenAnswer", "Showing", "WalkSeen", "answer_of", "answer_words", "limit_words",
    "question_word", "with_words",
]  # fmt: skip


class AnswerLook(NamedTuple):
    """How a kind of answer is shown and asked for. `ask` is what a note is wanted for; empty where none is."""

    word: str
    icon: str
    status: Status
    key: str
    ask: str


ANSWERS: Final[dict[WalkAnswer, AnswerLook]] = {
    "confirmed": AnswerLook("Confirmed", "ok", "ok", "1", ""),
    "unclear": AnswerLook("Unclear", "help", "warn", "2", "What is unclear?"),
    "wrong": AnswerLook("Wrong", "cross", "bad", "3", "What is wrong, and what is right?"),
    "missing": AnswerLook("Missing", "remove", "bad", "4", "What is missing?"),
    "blocked": AnswerLook("Blocked", "lock", "bad", "5", "What blocks it?"),
}
"""The five answers, in the order of their keys."""

_WORDS: Final = {
    OWNER: "Who",
    PLACE: "Where",
    MEANS: "Access",
    CONTACT: "Contact",
    TIME: "Time",
    PROOF: "Proof",
}


def question_word(question: str) -> str:
    """A question in one word: `Who`, `Where`, `Time`; the scenario's own by number."""
    own = question.rpartition("-")[2]
    return _WORDS.get(question) or (f"Q{own}" if own.isdigit() else question.capitalize())


def answer_of(text: str) -> WalkAnswer | None:
    """The answer that a word names; None where it names none."""
    return next((answer for answer in get_args(WalkAnswer) if answer == text), None)


def limit_words(step: Step) -> str:
    """The step's target as the plan has it: `5 min`, or one for each severity; empty where there is none."""
    if step.target is None:
        return ""
    within = step.target.within
    if not isinstance(within, dict):
        return say_duration(within)
    return ", ".join(f"{level} {say_duration(limit)}" for level, limit in within.items())


def with_words(answer: AnswerStep) -> str:
    """What was stated and noted with an answer: `takes 4 min; the console is slow`."""
    return _stated(answer.takes, answer.note)


def _stated(takes: Micros | None, note: str) -> str:
    words = f"takes {say_duration(takes)}" if takes is not None else ""
    return "; ".join(part for part in (words, note) if part)


def answer_words(answer: AnswerStep) -> str:
    """An answer with what was stated and noted: `confirmed: takes 4 min`."""
    said = with_words(answer)
    return f"{answer.answer}: {said}" if said else answer.answer


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as a seat or the room hears it; note and stated time only of the seat's own."""

    by: str
    answer: WalkAnswer
    at: Micros
    note: str = ""
    takes: Micros | None = None
    seq: int | None = None

    def said(self) -> str:
        """What was stated and noted with it."""
        return _stated(self.takes, self.note)


@dataclass(frozen=True)
class Showing:
    """A step that is being done for real: by whom, and since when on the exercise clock."""

    by: str
    step: str
    began: Micros


@dataclass(frozen=True)
class Shown:
    """How a showing ended, and how long it took."""

    showing: Showing
    how: str
    took: Micros

    @property
    def by(self) -> str:
        """Who showed it."""
        return self.showing.by


@dataclass
class WalkSeen:
    """How far the walk has come, as those who take part are told."""

    role: str
    step: str = ""
    number: int = 0
    steps: int = 0
    asked: tuple[WalkAsked, ...] = ()
    wants_showing: bool = False
    came_at: Micros = 0
    showing: Showing | None = None
    _ended: dict[str, list[Shown]] = field(default_factory=dict)
    _given: dict[tuple[str, str], list[GivenAnswer]] = field(default_factory=dict)

    def hear(self, items: Iterable[SeatItem]) -> bool:
        """Take items in; returns whether the walk changed by any of them."""
        heard = [self._hear_one(item) for item in items]
        return any(heard)

    def answer(self, question: str, step: str = "") -> GivenAnswer | None:
        """The newest answer to a question about a step, the present one by default."""
        given = self._given.get((step or self.step, question))
        return given[-1] if given else None

    def ended(self, step: str) -> Shown | None:
        """How the last showing of a step ended; None where there was none."""
        ended = self._ended.get(step)
        return ended[-1] if ended else None

    def open_questions(self) -> tuple[WalkAsked, ...]:
        """Questions about the present step that nobody has answered."""
        return tuple(asked for asked in self.asked if self.answer(asked.id) is None)

    def _hear_one(self, item: SeatItem) -> bool:
        match item:
            case WalkedTo():
                self.step, self.number, self.steps = item.step, item.number, item.steps
                self.asked, self.wants_showing, self.came_at = item.asked, item.show, item.elapsed
            case OwnAct(action=AnswerStep() as answer):
                self._answered(item, answer)
            case Announced(what="answer"):
                self._announced(item)
            case Announced(what="showing"):
                self._showed(item)
            case TakenBack():
                return self._taken_back(item)
            case _:
                return False
        return True

    def _answered(self, item: OwnAct, answer: AnswerStep) -> None:
        given = GivenAnswer(self.role, answer.answer, item.elapsed, answer.note, answer.takes, item.seq)
        self._given.setdefault((answer.step, answer.question), []).append(given)

    def _announced(self, item: Announced) -> None:
        step, _, question = item.subject.partition("/")
        answer = answer_of(item.text)
        # The seat's own answers have been heard with all that was said in them.
        if answer is not None and item.by != self.role:
            self._given.setdefault((step, question), []).append(GivenAnswer(item.by, answer, item.elapsed))

    def _showed(self, item: Announced) -> None:
        if item.text == "begun":
            self.showing = Showing(item.by, item.subject, item.elapsed)
            return
        if self.showing is not None:
            took = max(0, item.elapsed - self.showing.began)
            self._ended.setdefault(item.subject, []).append(Shown(self.showing, item.text, took))
        self.showing = None

    def _taken_back(self, item: TakenBack) -> bool:
        step, _, question = item.asked.partition("/")
        given = self._given.get((step, question))
        if given:
            mine = [one for one in given if one.by == item.by]
            given.remove(mine[-1] if mine else given[-1])
            return True
        return bool(item.asked) and self._showing_taken_back(item.asked)

    def _showing_taken_back(self, step: str) -> bool:
        if self.showing is not None and self.showing.step == step:
            self.showing = None
            return True
        ended = self._ended.get(step)
        if not ended:
            return False
        # Its end was recorded by mistake: it goes on.
        self.showing = ended.pop().showing
        return True
