"""The hot wash: what the people who took part say right after play, question by question, one line at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from trainer.core.commands import RecordHotWash
from trainer.core.events import HotWashRecorded
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Card, button, label, spaced
from trainer.ui.panels.basic import EmptyState
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part
from trainer.ui.review.parts import bullets, cleared, splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import counted

__all__ = ["HotWashPart"]

Topic = Literal["worked", "did not work", "change", "score"]


@dataclass(frozen=True)
class _Question:
    """One question; `topic` None lets whoever writes say what kind of answer it is."""

    key: str
    ask: str
    points: tuple[str, ...]
    topic: Topic | None


_TOPICS: Final[dict[str, tuple[str, str, Status]]] = {
    "worked": ("Worked", "ok", "ok"),
    "did not work": ("Did not work", "warning", "warn"),
    "change": ("To change", "edit", "info"),
    "score": ("Score", "star", "neutral"),
}
_GUIDE: Final = (
    _Question("worked", "What worked?", (
        "What should stay exactly as it is?",
        "Which part of the plan helped, and what did somebody do that others should know?",
    ), "worked"),
    _Question("did not work", "What did not work?", (
        "Where did the plan, the tools or the contacts leave you without an answer?",
        "Speak of steps, tools and texts rather than of people.",
    ), "did not work"),
    _Question("change", "What should change?", (
        "Which one change would help most before the next drill?",
        "A clause to write, a contact to add, an access to arrange, a skill to practise.",
    ), "change"),
)  # fmt: skip
_SCORE: Final = _Question("score", "How ready are we for this, from 1 to 5?", (
    "Ask each role for one number: 1 not ready at all, 5 fully ready.",
    "A number opens the talk; it grades nobody.",
), "score")  # fmt: skip
_EMPTY: Final = "Nothing was said yet. Ask the room, and write down each answer in a line; Return keeps it."


class HotWashPart(Part):
    """Questions on the left, the one that is asked and its answers on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Hot wash", desk, parent)
        own = (_Question(f"own-{n}", one.ask, one.points, None) for n, one in enumerate(self._own()))
        self._questions = {question.key: question for question in (*_GUIDE, *own, _SCORE)}
        self._list = LineList("Questions")
        self._ask = label("", "title", wrap=True)
        self._points = spaced(QVBoxLayout(), gap=0)
        self._who, self._line = QComboBox(), QLineEdit()
        self._kind = QComboBox()
        self._add = button("Keep", "primary", "add", "Keep this answer (Return)")
        self._next = button("Next question", "normal", "down")
        self._scores = QWidget()
        self._score = QButtonGroup(self)
        self._answers = LineList("Answers")
        self._title = Card("Answers")
        self._empty = EmptyState("chat", _EMPTY)
        self._build()
        self._connect()
        self.refresh()

    def _own(self) -> list[_Question]:
        script = self._desk.script
        return [
            _Question("", script.filled(one.ask), tuple(script.filled(point) for point in one.points), None)
            for one in script.scenario.hot_wash
        ]

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        right = QWidget()
        column = spaced(QVBoxLayout(right), gap=12)
        asked = Card()
        asked.setAccessibleName("The question")
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._ask, 1)
        row.addWidget(self._next, 0, Qt.AlignmentFlag.AlignTop)
        asked.body.addLayout(row)
        asked.body.addLayout(self._points)
        asked.body.addLayout(self._entry_row())
        asked.add(self._score_row())
        column.addWidget(asked)
        self._title.add(self._empty, 1)
        self._title.add(self._answers, 1)
        column.addWidget(self._title, 1)
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(splitter("review/hot-wash", Qt.Orientation.Horizontal, [self._list, right], [4, 7]))

    def _entry_row(self) -> QHBoxLayout:
        self._who.setAccessibleName("Who says it")
        self._who.addItem("Anonymous", None)
        for role in self._desk.roles:
            self._who.addItem(self._desk.title(role), role)
        self._who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._who.setMinimumContentsLength(13)
        self._kind.setAccessibleName("What kind of answer it is")
        for topic in ("change", "did not work", "worked"):
            self._kind.addItem(_TOPICS[topic][0], topic)
        self._line.setAccessibleName("The answer")
        row = QHBoxLayout()
        row.setSpacing(look.tokens().gap)
        row.addWidget(self._who)
        row.addWidget(self._kind)
        row.addWidget(self._line, 1)
        row.addWidget(self._add)
        return row

    def _score_row(self) -> QWidget:
        row = spaced(QHBoxLayout(self._scores), gap=6)
        for number in range(1, 6):
            made = button(str(number))
            made.setAccessibleName(f"Score {number} of 5")
            made.setToolTip(f"Keep the score {number} of 5")
            made.setMinimumWidth(look.tokens().px(48))
            self._score.addButton(made, number)
            row.addWidget(made)
        row.addWidget(label("One press keeps one person's score.", "caption"))
        row.addStretch(1)
        return self._scores

    def _connect(self) -> None:
        self._list.chosen.connect(self._on_chosen)
        self._list.activated_key.connect(lambda _key: self._line.setFocus())
        self._line.returnPressed.connect(self._keep)
        self._add.clicked.connect(self._keep)
        self._next.clicked.connect(self._on_next)
        self._score.idClicked.connect(self._keep_score)
        self._line.textChanged.connect(self._enable)

    def first_control(self) -> QWidget:
        """The line to write answers in."""
        shown = self._current().topic != "score"
        return self._line if shown else self._first_score()

    def _first_score(self) -> QPushButton:
        made = self._score.button(1)
        assert isinstance(made, QPushButton)
        return made

    # -- what is shown ------------------------------------------------------------------------------------

    def show_findings(self, _findings: Findings) -> None:
        """Answers come from the journal, not from findings."""
        self.refresh()

    def refresh(self) -> None:
        """Show the questions with their counts, and every answer that stands."""
        said = [
            (record.seq, record.event)
            for record in self._desk.standing()
            if isinstance(record.event, HotWashRecorded)
        ]
        self._list.show_lines(self._line_of(question, said) for question in self._questions.values())
        order = list(_TOPICS)
        ranked = sorted(said, key=lambda pair: (order.index(pair[1].topic), pair[0]))
        self._answers.show_lines(self._said(seq, event) for seq, event in ranked)
        self._answers.setVisible(bool(said))
        self._empty.setVisible(not said)
        scores = [event.score for _, event in said if event.score is not None]
        about = f"{counted(len(said), 'answer')}" if said else ""
        if scores:
            about += f" · scores {' · '.join(map(str, sorted(scores)))}"
        self._title.show_title("Answers", about)

    def _line_of(self, question: _Question, said: list[tuple[int, HotWashRecorded]]) -> Line:
        if question.topic is None:
            count = sum(event.question == question.ask for _, event in said)
            icon, tint, group = "help", "muted", "Asked by this scenario"
        else:
            count = sum(event.topic == question.topic for _, event in said)
            icon, tint, group = (
                _TOPICS[question.topic][1],
                _TOPICS[question.topic][2],
                "Asked after every drill",
            )
        if question.topic == "score":
            group = "To close with"
        return Line(question.key, question.ask, icon=icon, tint=tint, chip=str(count) if count else "",
                    chip_status="ok", group=group)  # fmt: skip

    def _said(self, seq: int, event: HotWashRecorded) -> Line:
        words, icon, status = _TOPICS[event.topic]
        title = event.text or f"{event.score} of 5"
        if event.text and event.score is not None:
            title = f"{event.score} of 5: {event.text}"
        if event.question:
            title = f"{event.question} {title}"
        who = self._desk.title(event.role) if event.role else "Anonymous"
        return Line(
            str(seq), title, who, icon=icon, tint=status if status != "neutral" else "muted", group=words
        )

    def _current(self) -> _Question:
        return self._questions.get(self._list.current() or "", _GUIDE[0])

    def _on_chosen(self, key: str) -> None:
        question = self._questions[key]
        self._ask.setText(question.ask)
        cleared(self._points)
        if question.points:
            self._points.addWidget(bullets(question.points))
        scores = question.topic == "score"
        self._scores.setVisible(scores)
        for widget in (self._line, self._add):
            widget.setVisible(not scores)
        self._kind.setVisible(question.topic is None)
        self._line.setPlaceholderText("An answer in one line")
        self._next.setEnabled(key != list(self._questions)[-1])
        self._enable()

    def _enable(self) -> None:
        self._add.setEnabled(bool(self._line.text().strip()))

    def _on_next(self) -> None:
        keys = list(self._questions)
        place = keys.index(self._current().key)
        self._list.choose(keys[min(place + 1, len(keys) - 1)])
        self.first_control().setFocus()

    # -- what is recorded ---------------------------------------------------------------------------------

    def _keep(self) -> None:
        text, question = self._line.text().strip(), self._current()
        if not text:
            return
        topic: Topic = question.topic or self._kind.currentData()
        asked = "" if question.topic is not None else question.ask
        if self._desk.do(RecordHotWash(topic, text, self._who.currentData(), question=asked)):
            self._line.clear()
            self._line.setFocus()
            self._to_newest()

    def _keep_score(self, score: int) -> None:
        if self._desk.do(RecordHotWash("score", role=self._who.currentData(), score=score)):
            self._to_newest()

    def _to_newest(self) -> None:
        self.refresh()
        newest = max((int(line.key) for line in self._answers.lines()), default=0)
        self._answers.choose(str(newest))
