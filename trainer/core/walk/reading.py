"""Answers as findings read them: with participants' names taken out, beside what the plan says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.facts import Facts
from trainer.core.plan import Contact, Step, Tool
from trainer.core.walk.judging import failed_showing
from trainer.core.walk.progress import Answered, StepWalk
from trainer.core.walk.questions import StepQuestion, questions_of
from trainer.core.walk.sayings import contacts_of

_KEPT: Final = "replies of the walk"


@dataclass(frozen=True, slots=True)
class Reply:
    """The newest answer to a question about a step, as it may be quoted."""

    step: Step
    question: StepQuestion
    answer: AnswerStep
    role: str
    seq: int

    @property
    def troubled(self) -> bool:
        """Whether it confirms nothing."""
        return self.answer.answer != "confirmed"


@dataclass(frozen=True, slots=True)
class Failed:
    """A step that could not be shown: by which role, with what note."""

    step: Step
    role: str
    note: str
    seqs: tuple[int, ...]


def steps_of(facts: Facts) -> Mapping[str, StepWalk]:
    """The steps of the walk by their names, in its order; none in the other kinds of exercise."""
    return facts.state.walk.steps if facts.state.walk is not None else {}


def walked_steps(facts: Facts) -> tuple[StepWalk, ...]:
    """Every step of the walk, in its order; none in the other kinds of exercise."""
    return tuple(steps_of(facts).values())


def told_in(facts: Facts, seq: int) -> AnswerStep | None:
    """An answer as it may be quoted."""
    act = facts.act_of.get(seq)
    return act.action if act is not None and isinstance(act.action, AnswerStep) else None


def reply_of(facts: Facts, answer: Answered) -> Reply | None:
    """One answer with its question; None where the question is not asked any more."""
    told, step = told_in(facts, answer.seq), facts.script.steps[answer.action.step]
    asked = {question.id: question for question in questions_of(facts.script, step)}
    question = asked.get(answer.action.question)
    if told is None or question is None:
        return None
    return Reply(step, question, told, answer.role, answer.seq)


def _replies(facts: Facts) -> tuple[Reply, ...]:
    found = (reply_of(facts, answer) for step in walked_steps(facts) for answer in step.answers.values())
    return tuple(reply for reply in found if reply is not None)


def replies(facts: Facts) -> tuple[Reply, ...]:
    """The newest answer to every question, in the order of the walk; worked out once, and kept with the facts."""
    kept = vars(facts)
    if _KEPT not in kept:
        kept[_KEPT] = _replies(facts)
    return cast(tuple[Reply, ...], kept[_KEPT])


def failures(facts: Facts) -> Iterator[Failed]:
    """Steps of which the newest showing failed."""
    for walked in walked_steps(facts):
        show = failed_showing(walked)
        if show is None or show.ended_seq is None:
            continue
        act = facts.act_of.get(show.ended_seq)
        note = act.action.note if act is not None and isinstance(act.action, ShowStep) else ""
        yield Failed(facts.script.steps[walked.step], show.role, note, (show.began_seq, show.ended_seq))


def disagreements(facts: Facts) -> Iterator[tuple[Reply, Reply]]:
    """Where a role confirmed what another role did not, each by its newest answer to the same question."""
    for walked in walked_steps(facts):
        by: dict[str, dict[str, Answered]] = {}
        for answer in sorted((*walked.earlier, *walked.answers.values()), key=lambda a: a.seq):
            by.setdefault(answer.action.question, {})[answer.role] = answer
        for answers in by.values():
            found = [reply for answer in answers.values() if (reply := reply_of(facts, answer)) is not None]
            yes = next((reply for reply in found if not reply.troubled), None)
            no = next((reply for reply in found if reply.troubled), None)
            if yes is not None and no is not None:
                yield yes, no


# What an answer is about ----------------------------------------------------------------------------------------------


def roles_in(facts: Facts, words: str) -> tuple[str, ...]:
    """Roles of the plan that somebody's words name by title or identifier, the longest name first."""
    rest, found = words.casefold(), list[str]()
    names = {(text.casefold(), role.id) for role in facts.script.plan.roles for text in (role.title, role.id)}
    for name, role in sorted(names, key=lambda entry: (-len(entry[0]), entry)):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest)
            found.append(role)
    return tuple(dict.fromkeys(found))


def contact_in(facts: Facts, step: Step, words: str) -> Contact | None:
    """The contact of a step that somebody means: the one that the words name, or the only one there is."""
    known = {entry.id: entry for entry in facts.script.plan.contacts}
    mine = [known[name] for name in contacts_of(step) if name in known]
    heard = words.casefold()
    named = [c for c in mine if c.title.casefold() in heard or c.id.replace("-", " ") in heard]
    return named[0] if named else mine[0] if len(mine) == 1 else None


def tool_in(facts: Facts, step: Step, words: str) -> Tool | None:
    """The tool of a step that somebody means: the one that the words name, or the only one there is."""
    known = {tool.id: tool for tool in facts.script.plan.tools}
    mine = [known[name] for name in step.needs.tools if name in known]
    heard = words.casefold()
    named = [t for t in mine if t.title.casefold() in heard or t.id.replace("-", " ") in heard]
    return named[0] if named else mine[0] if len(mine) == 1 else None
