"""What a seat itself did, and how that is said. No Qt."""

from __future__ import annotations

from dataclasses import replace

from trainer.core import actions as act
from trainer.core.actions import Action
from trainer.core.time import say_duration
from trainer.core.visibility import OwnAct
from trainer.ui.seat_words import Heard, Names, Told, Words, joined
from trainer.ui.walk.words import question_word, with_words

__all__ = ["OwnTold", "act_words"]


def act_words(action: Action, names: Names) -> Words:
    """An act in the past tense, what was written with it, and its icon."""
    return _said_aloud(action, names) or _chosen(action, names) or _done(action, names)


def _said_aloud(action: Action, names: Names) -> Words | None:
    match action:
        case act.Classify():
            title = f"Set the severity to {names.severity(action.severity)}"
            return Words(title, joined(action.statement, action.reason), "flag")
        case act.AssumeRole():
            return Words(f"Took the role {names.role(action.role)}", "", "person")
        case act.HandOver():
            to = f" to {names.role(action.to)}" if action.to else ""
            open_end = "" if action.accepted else "Not accepted yet."
            return Words(
                f"Handed {names.role(action.role)} over{to}", joined(action.briefed, open_end), "team"
            )
        case act.PostUpdate():
            after = f"Next update in {say_duration(action.next_in)}." if action.next_in else ""
            approved = f"Approved by {names.role(action.approved_by)}." if action.approved_by else ""
            return Words(
                f"Told {names.audience(action.audience)}", joined(action.text, after, approved), "send"
            )
        case act.Contain():
            return Words(f"Ordered: {action.measure}", action.reason, "lock")
        case act.Resolve():
            return Words("Declared the incident resolved", action.statement, "ok")
        case _:
            return None


def _chosen(action: Action, names: Names) -> Words | None:
    match action:
        case act.Acknowledge():
            return Words("Acknowledged", "", "ok")
        case act.Page():
            return Words(f"Paged {names.contact(action.contact)}: {action.result}", action.note, "page")
        case act.Decide():
            return Words(f"Decided: {action.option}", action.reason, "decision")
        case act.CastVote():
            sure = f", confidence {action.confidence} of 5" if action.confidence else ""
            return Words(f"Voted {action.choice}{sure}", "", "decision")
        case _:
            return None


def _done(action: Action, names: Names) -> Words:
    match action:
        case act.DoStep():
            return Words(f"Did {names.step(action.step)}", action.note, "plan")
        case act.Improvise():
            instead = f"Instead of {names.step(action.instead_of)}." if action.instead_of else ""
            return Words("Acted outside the plan", joined(action.text, instead), "star")
        case act.ReportBlocked():
            where = f"At {names.step(action.step)}." if action.step else ""
            return Words(f"Blocked: {action.missing}", where, "warning")
        case act.Ask():
            return Words("Asked", action.text, "help")
        case act.Diagnose():
            return Words("Stated cause or scope", action.cause, "search")
        case act.Verify():
            return Words(f"Confirmed: {action.what}", action.evidence, "eye")
        case act.Operate():
            return Words(f"Ordered: {act.words_of_operation(action)}", action.reason, "settings")
        case act.Look():
            where = f" of {action.service}" if action.service else ""
            search = f"Searched for “{action.search}”." if action.search else ""
            return Words(f"Looked up {action.at}{where}", search, "search")
        case _:
            return _walked(action, names)


_SHOWN = {
    "begun": "Began to show",
    "done": "Showed",
    "failed": "Could not show",
    "stopped": "Stopped showing",
}


def _walked(action: Action, names: Names) -> Words:
    """What was answered and shown on a walk-through."""
    match action:
        case act.AnswerStep():
            word = question_word(action.question)
            said = joined(names.step(action.step), with_words(action))
            return Words(f"{word}: {action.answer}", said, "note")
        case act.ShowStep():
            return Words(f"{_SHOWN[action.now]} {names.step(action.step)}", action.note, "timer")
        case _:
            return Words(action.do.capitalize(), "", "note")


class OwnTold(Told):
    """What the seat of a role was told, with a line for each of its own acts."""

    def _own(self, item: OwnAct, heard: Heard) -> None:
        self.own.append(item)
        words = act_words(item.action, self.names)
        match item.action:
            case act.Acknowledge(inject=str(inject)) if inject in self.messages:
                message = self.messages[inject]
                self.messages[inject] = replace(message, acknowledged_at=item.elapsed)
                heard.messages.append(inject)
                words = words._replace(title=f"Acknowledged “{message.title}”")
            case act.CastVote(vote=vote, choice=choice):
                self.answered(vote, choice, self.role, item.elapsed, heard)
            case act.Operate() if item.about:
                words = words._replace(title=f"Ordered: {item.about}")
            case act.Look() if item.about:
                words = words._replace(title=f"Looked up {item.about}")
            case act.Decide(decision=decision, option=option):
                words = words._replace(title=f"Decided: {self._option_text(decision, option)}")
            case _:
                pass
        self.add_line(heard, item.elapsed, words, self.role)

    def _option_text(self, decision: str, option: str) -> str:
        question = self.questions.get(decision)
        return dict(question.asked.options).get(option, option) if question else option
