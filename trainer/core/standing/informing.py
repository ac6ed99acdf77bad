"""G10, communication gap: audiences without words, approval or a second channel, and updates that nobody repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import ActionKind, Communication, Phase
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Placed, Reading
from trainer.core.standing.words import filled, in_words, plain, several

_CODE: Final = "G10"
_LAST_WORDS: Final = ("resolved", "recovered", "contained")
_ABOUT_WORDS: Final = re.compile(
    r"\b(?:wording|updates?|messages?|statements?|announc\w+|communicat\w+|publish\w*|publication|press|public)\b",
    re.IGNORECASE,
)
_INFORMS: Final = re.compile(
    r"\b(?:inform|notif|communicat|publish|announc|updat|tell|brief)\w*", re.IGNORECASE
)
_LACKING: Final = Words(
    one="{} has {detail}.",
    many="{count} audiences lack words, approval or a second channel: {}.",
    consequence="The first update waits for its words, its permission or its channel.",
    change="Write down what is missing, so that the first update needs only its facts.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """What stands between an incident and those who should hear of it."""
    if nobody_informed(reading):
        yield _no_communications(reading)
    lacks = [found for audience in _audiences(reading) if (found := _lacking(reading, audience))]
    yield from told(_CODE, "audiences", _LACKING, lacks)
    yield from _never_repeated(reading)


def _audiences(reading: Reading) -> list[str]:
    return list(dict.fromkeys(item.audience for item in reading.plan.communications))


def _updates(reading: Reading) -> dict[str, list[Placed]]:
    """By audience: the steps that send it an update."""
    found: dict[str, list[Placed]] = {}
    for placed, evidence in reading.shown():
        if evidence.action is ActionKind.POST_UPDATE and evidence.audience is not None:
            found.setdefault(evidence.audience, []).append(placed)
    return found


def _told_to(reading: Reading) -> list[str]:
    """Audiences that steps and cadences inform."""
    return list(dict.fromkeys((*_updates(reading), *(c.audience for c in reading.plan.cadences))))


def nobody_informed(reading: Reading) -> bool:
    """Whether the plan has no entry on communication where it would need one."""
    if reading.plan.communications:
        return False
    return bool(_told_to(reading)) or not any(_informs(placed) for placed in reading.steps)


def _no_communications(reading: Reading) -> PlanGap:
    audiences = [quoted(name) for name in _told_to(reading)]
    senders = {placed.step.id: placed.named for steps in _updates(reading).values() for placed in steps}
    by = f" in {several(list(senders.values()))}" if senders else ""
    statement = (
        "The plan does not say who is informed in an incident, through which channel and in which words."
    )
    if audiences:
        statement = (
            f"Updates go to {several(audiences)}{by}, but the plan does not say through which channel, in which words "
            "and with whose approval."
        )
    return gap(
        _CODE,
        Place("communications", "the communications", ("communications",)),
        statement,
        "Customers, staff and executives learn of the incident by chance, each something else.",
        "List each audience with its channel, a template, who writes, who approves, and the channel to use when the "
        "first is down.",
        "high" if audiences else "medium",
    )


def _informs(placed: Placed) -> bool:
    """Whether a step is about informing somebody, though no act of it says so."""
    return placed.procedure.phase is Phase.COMMUNICATION or _INFORMS.search(placed.step.title) is not None


def _lacking(reading: Reading, audience: str) -> tuple[Place, Priority] | None:
    entries = [(i, c) for i, c in enumerate(reading.plan.communications) if c.audience == audience]
    items = [item for _, item in entries]
    public = any(item.public for item in items)
    lacks = []
    if not any(item.template.strip() for item in items):
        lacks.append("no template")
    if public and not any(item.approver for item in items) and not _approved_by_right(reading):
        lacks.append("nobody who approves")
    if not _has_second_channel(reading, items):
        lacks.append("no other channel for when the usual one is down")
    if not lacks:
        return None
    named, path = f"the audience {quoted(audience)}", ("communications", entries[0][0])
    return Place(f"audience-{audience}", named, path, detail=in_words(lacks)), "high" if public else "medium"


def _approved_by_right(reading: Reading) -> bool:
    """Whether a decision right says who approves what is published."""
    return any(
        _ABOUT_WORDS.search(right.decision) and (right.role or right.by_severity)
        for right in reading.plan.decision_rights
    )


def _has_second_channel(reading: Reading, items: list[Communication]) -> bool:
    """Whether an audience can be reached when its usual channel is down."""
    if any(item.fallback and plain(item.fallback) != plain(item.channel) for item in items):
        return True
    channels = {plain(item.channel) for item in items}
    if len(channels) > 1:
        return True
    backed = [plain(tool.title) for tool in reading.plan.tools if filled(tool.alternative)]
    return any(title and _within(title, channel) for title in backed for channel in channels)


def _within(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    size = len(words)
    return any(longer[start : start + size] == words for start in range(len(longer) - size + 1))


def _never_repeated(reading: Reading) -> Iterator[PlanGap]:
    """First updates at severities at which nothing says when the next is due."""
    plan = reading.plan
    every = {severity.id for severity in plan.severities if severity.update_every is not None}
    for audience, steps in _updates(reading).items():
        first = [placed for placed in steps if _opens(placed)]
        open_at = [
            severity
            for severity in reading.severities
            if severity not in every
            and any(placed.step.applies_at(severity) for placed in first)
            and not any(c.audience == audience and c.interval(severity, 0) is not None for c in plan.cadences)
        ]
        if not open_at:
            continue
        placed = next(p for p in first if p.step.applies_at(open_at[0]))
        levels = [level for level in open_at if level]
        at = f" at {in_words(levels)}" if levels else ""
        yield gap(
            _CODE,
            placed.place(subject=f"cadence-{audience}"),
            f"{placed.named} informs {quoted(audience)}{at}, but nothing says how often to do so again.",
            "After the first update there is silence, and those affected fill it with guesses.",
            f"Set an interval for updates to {quoted(audience)}{at}, and until when it holds.",
            "medium",
        )


def _opens(placed: Placed) -> bool:
    """Whether a step begins to inform, rather than giving the all clear or answering a special case."""
    step = placed.step
    if step.condition or placed.procedure.phase in (Phase.RESOLUTION, Phase.REVIEW):
        return False
    return step.target is None or step.target.from_ not in _LAST_WORDS


CHECK: Final = Check(
    _CODE,
    "no word on who is informed, or updates to audiences for which no channel is written; an audience without "
    "a template, without a second channel, or, outside the organisation, without anybody who approves; a first "
    "update at a severity for which no interval is set",
    find,
)
