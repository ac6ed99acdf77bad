"""G03, unclear ownership or authority: steps, decisions and deadlines that nobody owns, or that two own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import DecisionRight, Strength
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading, titled
from trainer.core.standing.words import in_words, sentences

_CODE: Final = "G03"
_DISCOURAGES: Final = re.compile(
    r"\b(?:should(?: not|n't)|ideally|preferably|avoid|try not|better not|not recommended|discouraged|if possible"
    r"|where possible|whenever possible|rather not)\b",
    re.IGNORECASE,
)
_DOUBLES: Final = re.compile(
    r"\b(?:two|both|several|multiple|more than one) roles\b|\bmore than one role\b"
    r"|\b(?:two|several|multiple) hats\b",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(r"\broles?\b", re.IGNORECASE)
_TOGETHER: Final = re.compile(r"\b(?:same|one) person\b|\b(?:combin|doubl)\w+", re.IGNORECASE)
_UNOWNED: Final = Words(
    one="{} has no owner.",
    many="{count} steps have no owner: {}.",
    consequence="In an incident everybody takes it for somebody else's, or two do it at the same time.",
    change="Name the one role that does {}.",
    change_many="Name one role for each of them.",
)
_NO_ANSWER: Final = Words(
    one="{} has nobody who may decide when no answer comes.",
    many="{count} decisions have nobody who may decide when no answer comes: {}.",
    consequence="The response waits for one role, or somebody acts without being entitled to.",
    change="Say who may take {} when no answer has come, and after how long.",
    change_many="Say for each who may take it when no answer has come, and after how long.",
)
_NO_DECIDER: Final = Words(
    one="{} is listed, but nobody is named who takes it.",
    many="{count} decisions are listed, but nobody is named who takes them: {}.",
    consequence="Who decides is settled anew in every incident, while the harm goes on.",
    change="Name the role that takes {}, for each severity if they differ.",
    change_many="Name the role that takes each of them, for each severity if they differ.",
)
_NO_KEEPER: Final = Words(
    one="{} has no owner.",
    many="{count} external deadlines have no owner: {}.",
    consequence="The clock runs from the moment the event is known, and nobody watches it.",
    change="Name the role that keeps {}.",
    change_many="Name the role that keeps each of them.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """What nobody owns, or what two could own."""
    yield from _command(reading)
    yield from _steps(reading)
    yield from _two_owners(reading)
    yield from _decisions(reading)
    keepers = [
        (Place(d.id, f"the deadline of {quoted(d.authority, 80)}", ("external_deadlines", i)), _HIGH)
        for i, d in enumerate(reading.plan.external_deadlines)
        if d.role is None
    ]
    yield from told(_CODE, "deadlines-without-owner", _NO_KEEPER, keepers)
    yield from _discouraged(reading)


_HIGH: Final[Priority] = "high"


def nobody_leads(reading: Reading) -> bool:
    """Whether several roles take part and none of them takes command."""
    return len(reading.plan.roles) > 1 and not reading.leads


def _command(reading: Reading) -> Iterator[PlanGap]:
    roles = reading.plan.roles
    if not roles:
        yield gap(
            _CODE,
            Place("roles", "the roles", ("roles",)),
            "The plan names no roles.",
            "Who leads, who informs and who repairs is settled while the harm goes on, and nobody can be "
            "called by role.",
            "Name at least who leads, who informs and who works on the fault, with their duties, deputies and "
            "contacts.",
            "high",
        )
    elif nobody_leads(reading):
        yield gap(
            _CODE,
            Place("command", "the roles", ("roles",)),
            f"None of the plan's {len(roles)} roles leads the response.",
            "Several give orders, or nobody does.",
            "Say which role takes command, and in which words.",
            "high",
        )


def _steps(reading: Reading) -> Iterator[PlanGap]:
    if not reading.plan.roles:
        return  # Told once: there is nobody to name.
    unowned = [p for p in reading.steps if p.step.role is None and p.step.strength is not Strength.MAY]
    lacks: list[tuple[Place, Priority]] = [
        (p.place(), "high" if p.step.critical else "medium") for p in unowned
    ]
    yield from told(_CODE, "steps-without-owner", _UNOWNED, lacks)


def _two_owners(reading: Reading) -> Iterator[PlanGap]:
    """The same step in two places, each time with another owner."""
    for other, placed in reading.repeated:
        if placed.step.role is None or other.step.role in (None, placed.step.role):
            continue
        one, two = reading.role_title(other.step.role), reading.role_title(placed.step.role)
        yield gap(
            _CODE,
            placed.place("role", subject=f"twice-{placed.step.id}"),
            f"{other.named} belongs to {one}, and {placed.named}, the same step elsewhere, to {two}.",
            "Both act, each without knowing of the other, or each waits for the other.",
            "Keep one of the two steps with one owner, or say what tells them apart.",
            "high" if placed.step.critical or other.step.critical else "medium",
        )


def _decisions(reading: Reading) -> Iterator[PlanGap]:
    nobody: list[tuple[Place, Priority]] = []
    silent: list[tuple[Place, Priority]] = []
    for i, right in enumerate(reading.plan.decision_rights):
        named = f"the decision {titled(right.decision, right.clause)}"
        place = Place(right.id, named, ("decision_rights", i), clause=right.clause, role=right.role)
        open_at = _undecided_at(reading, right)
        if right.role is None and not right.by_severity:
            nobody.append((place, "high"))
        elif open_at:
            yield gap(
                _CODE,
                place,
                f"{named[0].upper()}{named[1:]} belongs to nobody at {in_words(open_at)}, although somebody "
                f"takes it at {in_words([s for s in reading.plan.severity_order() if s in right.by_severity])}.",
                _NO_DECIDER.consequence,
                f"Name who takes it at {in_words(open_at)}.",
                "high",
            )
        elif not _delegated(reading, right):
            silent.append((place, "medium"))
    yield from told(_CODE, "decisions-without-owner", _NO_DECIDER, nobody)
    yield from told(_CODE, "decisions-without-delegation", _NO_ANSWER, silent)


def _undecided_at(reading: Reading, right: DecisionRight) -> list[str]:
    """Levels without a decider, down to the mildest that has one; below it a decision may not be worth a rule."""
    order = reading.plan.severity_order()
    if right.role is not None or not right.by_severity:
        return []
    mildest = max((order.index(name) for name in right.by_severity if name in order), default=-1)
    return [name for name in order[: mildest + 1] if name not in right.by_severity]


def _delegated(reading: Reading, right: DecisionRight) -> bool:
    """Whether somebody else may decide when no answer comes."""
    if right.no_answer is None:
        return False
    deciders = {right.role, *right.by_severity.values()} - {None}
    if deciders != {right.no_answer.role}:
        return True
    role = reading.roles.get(right.no_answer.role)
    return role is not None and any(deputy != role.id for deputy in role.deputies)


def _discouraged(reading: Reading) -> Iterator[PlanGap]:
    """A text that advises against holding two roles, while no role forbids it."""
    if not reading.plan.roles or any(role.not_with for role in reading.plan.roles):
        return
    for text, path in reading.texts:
        for sentence in sentences(text):
            if _DISCOURAGES.search(sentence) and _speaks_of_double_roles(sentence):
                yield gap(
                    _CODE,
                    Place("double-roles", "the roles", path),
                    f"The plan advises against holding two roles ({quoted(sentence, 120)}), but forbids it for none.",
                    "When people are short one person leads and repairs, which is what the advice is there to prevent.",
                    "Say for each role with which others it must not be combined.",
                    "medium",
                )
                return


def _speaks_of_double_roles(sentence: str) -> bool:
    together = _ROLE.search(sentence) is not None and _TOGETHER.search(sentence) is not None
    return together or _DOUBLES.search(sentence) is not None


CHECK: Final = Check(
    _CODE,
    'no roles, or none that leads; a step without an owner (offers, "may", left out); the same step in two places with '
    "two owners; a decision that nobody takes, at no severity or at one between others, or that waits for ever when "
    "nobody answers; an external deadline without an owner; advice against double roles that no role makes binding",
    find,
)
