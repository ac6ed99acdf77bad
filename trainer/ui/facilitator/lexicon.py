"""Names that a typed line can mean: roles, verbs, steps, contacts, audiences, options. Needs no Qt.

A word fits a name when some word of the name begins with it; several words must all fit. An identifier typed in full
means that one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from trainer.core.plan import ActionKind
from trainer.core.script import Script
from trainer.core.state import State

__all__ = ["VERBS", "Named", "best", "fitting", "initials", "touched", "verb_named"]

_WORD: Final = re.compile(r"[^\W_]+")

VERBS: Final[dict[str, ActionKind]] = {
    "ack": ActionKind.ACKNOWLEDGE,
    "acknowledge": ActionKind.ACKNOWLEDGE,
    "classify": ActionKind.CLASSIFY,
    "severity": ActionKind.CLASSIFY,
    "take": ActionKind.ASSUME_ROLE,
    "assume": ActionKind.ASSUME_ROLE,
    "took": ActionKind.ASSUME_ROLE,
    "handover": ActionKind.HAND_OVER,
    "hand": ActionKind.HAND_OVER,
    "page": ActionKind.PAGE,
    "call": ActionKind.PAGE,
    "escalate": ActionKind.PAGE,
    "update": ActionKind.POST_UPDATE,
    "post": ActionKind.POST_UPDATE,
    "tell": ActionKind.POST_UPDATE,
    "told": ActionKind.POST_UPDATE,
    "decide": ActionKind.DECIDE,
    "choose": ActionKind.DECIDE,
    "chose": ActionKind.DECIDE,
    "vote": ActionKind.VOTE,
    "step": ActionKind.DO_STEP,
    "do": ActionKind.DO_STEP,
    "did": ActionKind.DO_STEP,
    "improvise": ActionKind.IMPROVISE,
    "outside": ActionKind.IMPROVISE,
    "blocked": ActionKind.REPORT_BLOCKED,
    "ask": ActionKind.ASK,
    "diagnose": ActionKind.DIAGNOSE,
    "cause": ActionKind.DIAGNOSE,
    "scope": ActionKind.DIAGNOSE,
    "contain": ActionKind.CONTAIN,
    "order": ActionKind.CONTAIN,
    "verify": ActionKind.VERIFY,
    "confirm": ActionKind.VERIFY,
    "resolve": ActionKind.RESOLVE,
    "close": ActionKind.RESOLVE,
}
"""What people type, and the act it means; the first word of each kind is the one that is offered."""


def initials(title: str) -> str:
    """The first letters of a title's words: `IC` for `Incident Commander`; a single word keeps three letters."""
    words = title.split()
    return "".join(word[0] for word in words).upper() if len(words) > 1 else title[:3].capitalize()


@dataclass(frozen=True)
class Named:
    """Something a line can name. `rank` puts what is likely now first; `also` are further ways to type it."""

    id: str
    title: str
    detail: str = ""
    rank: int = 0
    also: tuple[str, ...] = ()
    words: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        texts = (self.id, self.title, *self.also)
        words = {word for text in texts for word in _WORD.findall(text.casefold())}
        object.__setattr__(self, "words", frozenset(words | {text.casefold() for text in texts}))

    def is_exactly(self, word: str) -> bool:
        """Whether a word is the identifier or one of the other names, in full."""
        return word in (self.id.casefold(), *(name.casefold() for name in self.also))

    def fits(self, word: str) -> bool:
        """Whether some word of the name begins with this one; a plural's `s` does not count."""
        plain = word.removesuffix("s") if len(word) > 3 else word
        return any(own.startswith((word, plain)) for own in self.words)


def fitting(words: Sequence[str], names: Iterable[Named]) -> tuple[int, list[Named]]:
    """How many of the first words name something, and what they may name; a word that ends in `:` is the last one."""
    fits, used = list(names), 0
    for word in words:
        ends = word.endswith(":")
        plain = word.rstrip(":").casefold()
        exact = [name for name in fits if name.is_exactly(plain)]
        narrowed = exact or [name for name in fits if name.fits(plain)]
        if not plain or not narrowed or (len(fits) == 1 and used and not _continues(fits[0], plain)):
            break
        fits, used = narrowed, used + 1
        if exact or ends:
            break
    return used, fits if used else []


def _continues(name: Named, word: str) -> bool:
    """Whether a further word belongs to the one name that is left, rather than to the text that follows."""
    return len(word) > 3 and word in name.words


def touched(words: Sequence[str], names: Iterable[Named]) -> list[Named]:
    """The names that any of these words fits, those that most of them fit first."""
    plain = [word for text in words for word in _WORD.findall(text.casefold()) if len(word) > 2]
    counted = [(sum(name.fits(word) for word in plain), name) for name in names]
    return [name for count, name in sorted(counted, key=lambda row: -row[0]) if count]


def best(fits: Sequence[Named]) -> Named | None:
    """The one that is meant: the only one, or the only one of the best rank; None when it is not clear."""
    if not fits:
        return None
    rank = min(name.rank for name in fits)
    first = [name for name in fits if name.rank == rank]
    return first[0] if len(first) == 1 else None


def verb_named(word: str) -> ActionKind | None:
    """The act that a word means, also as `contains`, `verified`, `calls`."""
    plain = word.casefold().rstrip(":")
    forms = [plain, plain.removesuffix("s"), plain.removesuffix("d"), plain.removesuffix("ed")]
    forms += [plain.removesuffix(end) + "y" for end in ("ies", "ied") if plain.endswith(end)]
    return next((VERBS[form] for form in forms if form in VERBS), None)


def verbs() -> tuple[Named, ...]:
    """Every act once, by the word that is offered for it."""
    offered: dict[ActionKind, list[str]] = {}
    for word, kind in VERBS.items():
        offered.setdefault(kind, []).append(word)
    return tuple(Named(words[0], kind.value, also=tuple(words[1:])) for kind, words in offered.items())


def roles(script: Script) -> tuple[Named, ...]:
    """Roles by number, initials, identifier and title: those that are played first, in the exercise's order."""
    played = [name for name in script.played_roles if name in script.roles]
    others = [name for name in script.roles if name not in played]
    found = []
    for number, name in enumerate((*played, *others), start=1):
        title = script.roles[name].title
        short = initials(title).casefold()
        dashed = initials(title.replace("-", " ")).casefold()
        keys = (str(number),) if number <= min(9, len(played)) else ()
        found.append(
            Named(
                name,
                title,
                f"key {number}" if keys else "",
                0 if name in played else 1,
                (*keys, short, dashed),
            )
        )
    return tuple(found)


def severities(script: Script) -> tuple[Named, ...]:
    """The plan's levels and their other names."""
    return tuple(Named(level.id, level.title, also=level.also) for level in script.plan.severities)


def contacts(script: Script) -> tuple[Named, ...]:
    """Whom the plan lets people reach, also by the role that is reached: identifier, title and initials."""
    found = []
    for contact in script.plan.contacts:
        role = script.roles.get(contact.role or "")
        also = (role.id, role.title, initials(role.title)) if role else ()
        found.append(Named(contact.id, contact.title, contact.reach or "", also=also))
    return tuple(found)


def audiences(script: Script) -> tuple[Named, ...]:
    """To whom updates go."""
    titles = {item.audience: f"{item.title} ({item.channel})" for item in script.plan.communications}
    for cadence in script.plan.cadences:
        titles.setdefault(cadence.audience, cadence.title)
    return tuple(Named(audience, title) for audience, title in titles.items())


def options(state: State) -> tuple[Named, ...]:
    """Options of the decisions that are open, as `decision/option`."""
    script = state.script
    return tuple(
        Named(f"{name}/{option.id}", script.filled(option.text), script.filled(script.decisions[name].question),
              also=(option.id,))
        for name, opened in state.decisions.items()
        if opened.option is None
        for option in script.decisions[name].options
    )  # fmt: skip


def choices(state: State, role: str | None) -> tuple[Named, ...]:
    """Answers to the votes that a role has not cast yet, as `vote/choice`."""
    found = []
    for name, cast in state.votes.items():
        vote = state.script.votes[name]
        if role not in cast and (not vote.roles or role in vote.roles):
            question = state.script.filled(vote.question)
            found += [Named(f"{name}/{choice}", choice, question, also=(choice,)) for choice in vote.options]
    return tuple(found)


def injects(state: State, role: str | None) -> tuple[Named, ...]:
    """Messages that were delivered, those to this role first."""
    script = state.script
    return tuple(
        Named(inject.id, script.filled(inject.title), inject.channel.value,
              0 if role in script.addressed(inject) else 1)
        for inject in script.scenario.injects
        if state.injects[inject.id].status == "delivered"
    )  # fmt: skip


def steps(state: State, role: str | None) -> tuple[Named, ...]:
    """Steps of the plan: the role's own with a running clock first, then running, asked for, open, done, others."""
    script = state.script
    ranked = []
    for place, (procedure, step) in enumerate(script.plan.steps()):
        clause = step.clause or procedure.clause
        own = role is not None and role in script.owners(step)
        detail = f"clause {clause}" if clause else procedure.title
        ranked.append((step_rank(state, step.id, own), place, step, detail))
    return tuple(
        Named(step.id, step.title, detail, rank)
        for rank, _, step, detail in sorted(ranked, key=lambda row: row[:2])
    )


def step_rank(state: State, step: str, own: bool) -> int:
    """How likely it is that a step is being done now; the lower, the likelier."""
    items = state.expectations.of_step(step)
    if not items:
        return 10 if own else 11
    newest = items[-1]
    if newest.claims:
        rank = 8
    elif newest.started_at is not None:
        rank = 0
    else:
        rank = 2 if newest.armed_at is not None else 4
    return rank if own else rank + 1
