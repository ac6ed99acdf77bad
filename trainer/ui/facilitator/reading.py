"""A typed line, understood: `tl contain roll back because it can be undone`, `2 update customers … next 20m`.

A line is a role (number, initials or name; the chosen one if left out), a verb, what the verb is about, and words.
` because ` begins the reason or the evidence, `30s ago` at the end says when it happened. Needs no Qt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from trainer.core import actions as act
from trainer.core.actions import Action
from trainer.core.plan import ActionKind
from trainer.core.problems import one_line
from trainer.core.state import State
from trainer.core.time import Micros
from trainer.ui.facilitator import lexicon
from trainer.ui.facilitator.lexicon import Named, best, fitting, touched, verb_named
from trainer.ui.facilitator.moments import cut_ago, cut_next

__all__ = ["Offer", "Reading", "read"]

_BECAUSE: Final = re.compile(r"(?:^|\s+)because\s+", re.IGNORECASE)
_CONFIDENCE: Final = re.compile(r"\s*([1-5])(?:\s*(?:of|/)\s*5)?\s*$")
_RESULTS: Final = ("no answer", "wrong person", "answered", "failed")
_MOST_OFFERED: Final = 8


@dataclass(frozen=True)
class Offer:
    """A way to go on: what is shown, and the line that follows from taking it."""

    title: str
    detail: str
    line: str


@dataclass(frozen=True)
class Reading:
    """How a line is understood. `missing` says in words what is lacking, and is empty when the act is complete."""

    role: str | None = None
    action: Action | None = None
    ago: Micros = 0
    missing: str = ""
    offers: tuple[Offer, ...] = ()


@dataclass
class _Line:
    """What is left of a line while it is read; `done` is the part that was understood."""

    state: State
    role: str | None
    words: list[str]
    ended: bool
    """Whether the last word was followed by a blank: nothing is being typed any more."""
    done: list[str] = field(default_factory=list)
    offered: tuple[Offer, ...] = ()

    def rest(self) -> str:
        return " ".join(self.words)

    def take(self, count: int) -> None:
        self.done += self.words[:count]
        del self.words[:count]

    def named(self, names: Sequence[Named], what: str) -> Named:
        """The thing that the next words name. Raises _Missing where they name none or several."""
        used, fits = fitting(self.words, names)
        chosen = best(fits)
        typing = used == len(self.words) and not self.ended
        if not self.words or typing or chosen is None:
            self.offer(fits or (names if not self.words or len(self.words) == 1 else ()))
        if not names:
            raise _Missing(f"{what}? There is none to choose from now.")
        if chosen is None:
            shown = ", ".join(name.title for name in fits[:3])
            raise _Missing(f"{what}? {shown}{' …' if len(fits) > 3 else ''}" if fits else f"{what}?")
        title = [word.casefold() for word in chosen.title.split()]
        whole = [word.casefold() for word in self.words[: len(title)]] == title
        self.take(max(used, len(title)) if whole else used)
        return chosen

    def offer(self, names: Sequence[Named]) -> None:
        start = " ".join(self.done)
        ranked = sorted(names, key=lambda name: name.rank)[:_MOST_OFFERED]
        self.offered = tuple(
            Offer(name.title, name.detail, f"{start} {insertion(name)} ".lstrip()) for name in ranked
        )

    def parted(self) -> tuple[str, str]:
        """What stands before and after ` because `."""
        before, *after = _BECAUSE.split(self.rest(), maxsplit=1)
        return before.strip(), after[0].strip() if after else ""


class _Missing(Exception):
    """The line is not complete; the message says what is lacking."""


def insertion(name: Named) -> str:
    """What is typed for a name: its identifier, or of an option and a choice the part that has no blank."""
    return name.also[0] if "/" in name.id and name.also and " " not in name.also[0] else name.id


def read(state: State, line: str, role: str | None = None) -> Reading:
    """Understand a line; `role` acts where the line names none."""
    text, ago = cut_ago(line)
    left = _Line(state, role, text.split(), not text or text[-1].isspace())
    try:
        action = _action(left)
    except _Missing as missing:
        return Reading(left.role, None, ago, str(missing), left.offered)
    except (ValidationError, PydanticCustomError) as error:
        return Reading(left.role, None, ago, _said(error), left.offered)
    if left.role is None:
        return Reading(None, None, ago, "Who? Begin with a role, or choose one above.", left.offered)
    return Reading(left.role, action, ago, "", left.offered)


def _said(error: ValidationError | PydanticCustomError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return one_line(f"{first['loc'][0] if first['loc'] else 'The line'}: {first['msg']}")
    return one_line(str(error))


def _action(left: _Line) -> Action:
    kind = _verb(left)
    if kind is None:
        _role(left)
        if not left.words:
            _offer_verbs(left)
            raise _Missing("What was said or done?")
        kind = _verb(left)
    if kind is None:
        return _without_verb(left)
    return _READERS[kind](left)


def _verb(left: _Line) -> ActionKind | None:
    if not left.words:
        return None
    kind = verb_named(left.words[0])
    if kind is not None and (len(left.words) > 1 or left.ended or left.words[0].casefold() in lexicon.VERBS):
        left.take(1)
        return kind
    return None


def _role(left: _Line) -> None:
    """A role at the beginning of the line, where there is one."""
    names = lexicon.roles(left.state.script)
    used, fits = fitting(left.words, names)
    # A whole title may be typed; a line that goes on with a verb ends the role.
    verb_at = next((at for at, word in enumerate(left.words[1:], 1) if verb_named(word)), len(left.words))
    used, fits = fitting(left.words[: min(used, verb_at)], names) if used else (0, [])
    chosen = best(fits)
    if used == len(left.words) and not left.ended:
        left.offer([*fits, *_verbs_beginning(left.words[0])] if len(left.words) == 1 else fits)
    if chosen is not None and (
        len(left.words) > used or left.ended or chosen.is_exactly(left.words[0].casefold())
    ):
        left.take(used)
        left.role = chosen.id


def _verbs_beginning(word: str) -> list[Named]:
    return [verb for verb in lexicon.verbs() if any(own.startswith(word.casefold()) for own in verb.words)]


def _offer_verbs(left: _Line) -> None:
    start = " ".join(left.done)
    left.offered = tuple(
        Offer(verb.id, verb.title, f"{start} {verb.id} ".lstrip()) for verb in lexicon.verbs()[:16]
    )


def _without_verb(left: _Line) -> Action:
    """No verb: a severity is a classification, words of a step are that step."""
    word = left.words[0].casefold()
    if any(level.is_exactly(word) for level in lexicon.severities(left.state.script)):
        return _classify(left)
    used, fits = fitting(left.words, lexicon.steps(left.state, left.role))
    verbs = _verbs_beginning(word)
    if used == len(left.words) and len(word) > 2 and best(fits) is not None and (left.ended or not verbs):
        return _do_step(left)
    if not left.offered and not left.ended and len(left.words) == 1:
        left.offer([*verbs, *fits])
    if best(fits) is not None and used == len(left.words) and len(word) > 3:
        return _do_step(left)
    raise _Missing("What was done? Use a verb such as step, classify, page, update, decide, contain, verify.")


# One reader a kind ----------------------------------------------------------------------------------------------------


def _acknowledge(left: _Line) -> Action:
    names = lexicon.injects(left.state, left.role)
    if not left.words:
        left.offer(names)
        return act.Acknowledge()
    return act.Acknowledge(inject=left.named(names, "Which message").id)


def _classify(left: _Line) -> Action:
    severity = left.named(lexicon.severities(left.state.script), "Which severity")
    statement, reason = left.parted()
    return act.Classify(severity=severity.id, reason=reason, statement=statement)


def _assume_role(left: _Line) -> Action:
    names = lexicon.roles(left.state.script)
    used, fits = fitting(left.words, names)
    chosen = best(fits)
    if not left.words or (used and not left.ended):
        left.offer(fits or names)
    if chosen is None and left.role is None:
        raise _Missing("Which role?")
    left.take(used)
    return act.AssumeRole(role=chosen.id if chosen else left.role or "")


def _hand_over(left: _Line) -> Action:
    if left.words and left.words[0].casefold() == "over":
        left.take(1)
    names = lexicon.roles(left.state.script)
    role = left.role
    if left.words and left.words[0].casefold() != "to":
        role = left.named(names, "Which role").id
    if left.words and left.words[0].casefold() == "to":
        left.take(1)
    if role is None:
        raise _Missing("Which role?")
    to = left.named(names, "To whom").id
    return act.HandOver(role=role, to=to, briefed=left.rest().strip(" :"))


def _page(left: _Line) -> Action:
    contact = _whom(left)
    note = left.rest()
    lower = note.casefold()
    result = next((word for word in _RESULTS if lower.startswith(word)), None)
    if not left.words:
        start = " ".join(left.done)
        left.offered = left.offered or tuple(Offer(word, "result", f"{start} {word} ") for word in _RESULTS)
    note = note[len(result) :] if result else note
    return act.Page.model_validate(
        {"contact": contact.id, "result": result or "answered", "note": note.strip(" ,;:")}
    )


def _whom(left: _Line) -> Named:
    """The contact that is meant; where several may be, or the role has none, they are offered."""
    names = lexicon.contacts(left.state.script)
    used, fits = fitting(left.words, names)
    if left.words and not fits:
        left.words[:1] = left.words[0].replace("-", " ").split() or left.words[:1]
        used, fits = fitting(left.words, names)
    if best(fits) is not None or not left.words or used == len(left.words):
        return left.named(names, "Whom")
    _, roles = fitting(left.words, lexicon.roles(left.state.script))
    role = best(roles)
    if not fits and role is not None:
        left.offer(names)
        raise _Missing(
            f"Whom? The plan has no contact for {role.title}. Choose another, or begin with improvise."
        )
    near = touched(left.words, names)
    left.offer(near or names)
    shown = ", ".join(name.title for name in near[:3])
    raise _Missing(f"Whom? {shown}{' …' if len(near) > 3 else ''}".rstrip())


def _post_update(left: _Line) -> Action:
    audience = left.named(lexicon.audiences(left.state.script), "To whom")
    text, following = cut_next(left.rest())
    return act.PostUpdate(audience=audience.id, text=text.strip(" :"), next_in=following)


def _decide(left: _Line) -> Action:
    option = left.named(lexicon.options(left.state), "Which option")
    decision, _, chosen = option.id.partition("/")
    before, after = left.parted()
    return act.Decide(decision=decision, option=chosen, reason=after or before.strip(" :"))


def _vote(left: _Line) -> Action:
    choice = left.named(lexicon.choices(left.state, left.role), "Which answer")
    vote, _, chosen = choice.id.partition("/")
    found = _CONFIDENCE.match(left.rest())
    return act.CastVote(vote=vote, choice=chosen, confidence=int(found[1]) if found else None)


def _do_step(left: _Line) -> Action:
    step = left.named(lexicon.steps(left.state, left.role), "Which step")
    return act.DoStep(step=step.id, note=left.rest().strip(" :"))


def _improvise(left: _Line) -> Action:
    text, _, instead = left.rest().partition(" instead of ")
    if not text.strip():
        raise _Missing("What was done outside the plan? Add “instead of” and a step where it stands for one.")
    step = None
    if instead:
        inner = replace(left, words=instead.split(), done=[*left.done, *text.split(), "instead of"])
        try:
            step = inner.named(lexicon.steps(left.state, left.role), "Instead of which step").id
        finally:
            left.offered = inner.offered
    return act.Improvise(text=text.strip(), instead_of=step)


def _blocked(left: _Line) -> Action:
    missing, _, at = left.rest().partition(" at step ")
    if not missing.strip():
        raise _Missing("What is missing? Add “at step” and the step where it is known.")
    step = None
    if at:
        inner = replace(left, words=at.split(), done=[*left.done, *missing.split(), "at step"])
        try:
            step = inner.named(lexicon.steps(left.state, left.role), "At which step").id
        finally:
            left.offered = inner.offered
    return act.ReportBlocked(missing=missing.strip(), step=step)


def _said_words(left: _Line, question: str) -> str:
    text = left.rest().strip()
    if not text:
        raise _Missing(question)
    return text


def _ask(left: _Line) -> Action:
    return act.Ask(text=_said_words(left, "What was asked?"))


def _diagnose(left: _Line) -> Action:
    return act.Diagnose(cause=_said_words(left, "Which cause or scope was stated?"))


def _contain(left: _Line) -> Action:
    _said_words(left, "Which measure? “because” begins the reason.")
    measure, reason = left.parted()
    return act.Contain(measure=measure, reason=reason)


def _verify(left: _Line) -> Action:
    _said_words(left, "What was confirmed? “because” begins the evidence.")
    what, evidence = left.parted()
    return act.Verify(what=what, evidence=evidence)


def _resolve(left: _Line) -> Action:
    return act.Resolve(statement=left.rest())


_READERS: Final[dict[ActionKind, Callable[[_Line], Action]]] = {
    ActionKind.ACKNOWLEDGE: _acknowledge,
    ActionKind.CLASSIFY: _classify,
    ActionKind.ASSUME_ROLE: _assume_role,
    ActionKind.HAND_OVER: _hand_over,
    ActionKind.PAGE: _page,
    ActionKind.POST_UPDATE: _post_update,
    ActionKind.DECIDE: _decide,
    ActionKind.VOTE: _vote,
    ActionKind.DO_STEP: _do_step,
    ActionKind.IMPROVISE: _improvise,
    ActionKind.REPORT_BLOCKED: _blocked,
    ActionKind.ASK: _ask,
    ActionKind.DIAGNOSE: _diagnose,
    ActionKind.CONTAIN: _contain,
    ActionKind.VERIFY: _verify,
    ActionKind.RESOLVE: _resolve,
}


def line_for(state: State, step: str) -> str:
    """How the doing of a step is usually typed: by what the plan says shows it, or as the step."""
    evidence = next(iter(state.script.steps[step].shown_by), None)
    if evidence is None:
        return f"step {step}"
    verb = next(word for word, kind in VERB_ORDER if kind is evidence.action)
    about = evidence.audience or evidence.contact or evidence.role or ""
    return f"{verb} {about} ".replace("  ", " ")


VERB_ORDER: Final = tuple(lexicon.VERBS.items())
