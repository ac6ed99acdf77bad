"""Traces that were destroyed before anybody secured them, and that somebody asked for afterwards.

Evidence is preserved before any destructive act (NIST SP 800-61r2, section 3.3.2): wiping a machine is sound against an
intruder, and ends every question what the intruder did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trainer.core.actions import Ask, Contain, DoStep, Improvise, ReportBlocked, words_of
from trainer.core.events import ActionTaken, Record
from trainer.core.facts import Facts
from trainer.core.gaps.once import once
from trainer.core.time import Micros

_DESTROYS: Final = re.compile(
    r"\b(wip(e|es|ed|ing)|re-?imag\w*|re-?install\w*|format(ted|ting)?|eras\w*|shred\w*|overwr\w*|purg\w*|"
    r"set up (afresh|anew)|rebuil[dt]\w*|delet\w*|destroy\w*|factory reset)\b",
    re.IGNORECASE,
)
_HOLDS_TRACES: Final = re.compile(
    r"\b(hosts?|servers?|machines?|disks?|drives?|laptops?|computers?|workstations?|terminals?|phones?|systems?|logs?|"
    r"mailbox\w*|traces?|images?|evidence|instances?|nodes?)\b",
    re.IGNORECASE,
)
_SECURES: Final = re.compile(
    r"\b(imag(e|ed|ing)|copied|copy|copies|snapshots?|dumps?|preserv\w*|secur\w*|sav(e|ed|ing)|export\w*|archiv\w*|"
    r"back(ed)? ?up|kept|kept aside)\b",
    re.IGNORECASE,
)
_WANTED: Final = re.compile(
    r"\b(copies|copy|images?|evidence|traces?|logs?|forensic\w*|snapshots?|as they were|from before|"
    r"what was (read|taken))\b",
    re.IGNORECASE,
)


def destroyed(facts: Facts) -> Iterator[tuple[Record, ActionTaken, tuple[int, ...]]]:
    """Measures that destroyed traces which nobody had secured, with the later events that asked for them."""
    for record, event in facts.acts:
        if not isinstance(event.action, Contain | DoStep | Improvise) or not _destroys(
            words_of(event.action)
        ):
            continue
        wanted = tuple(seq for at, seq in once(facts, _wanted) if at > record.happened)
        if wanted and not _secured(facts, record):
            yield record, event, wanted


def _destroys(text: str) -> bool:
    return bool(_DESTROYS.search(text) and _HOLDS_TRACES.search(text) and not _SECURES.search(text))


def _secured(facts: Facts, act: Record) -> bool:
    """Whether anybody had secured traces before; what an act secures itself does not count."""
    # Of the first two at most one is the act itself.
    return any(at <= act.happened and seq != act.seq for at, seq in once(facts, _securing)[:2])


def _securing(facts: Facts) -> tuple[tuple[Micros, int], ...]:
    """When somebody secured traces, first to last (time, sequence number); questions and blockers secure nothing."""
    return tuple(
        (record.happened, record.seq)
        for record, event in facts.in_order
        if not isinstance(event.action, Ask | ReportBlocked)
        and _SECURES.search(said := _said(facts, record, event))
        and _HOLDS_TRACES.search(said)
    )


def _said(facts: Facts, record: Record, event: ActionTaken) -> str:
    """The words of an act, and of the step that it did."""
    step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
    return f"{words_of(event.action)} {step.title if step is not None else ''}"


def _wanted(facts: Facts) -> tuple[tuple[Micros, int], ...]:
    """Messages, questions and blockers that ask for what was there before: (time, sequence number)."""
    found: list[tuple[Micros, int]] = []
    for delivery, event in facts.deliveries.values():
        inject = facts.script.injects[event.inject]
        text = f"{inject.title} {inject.text}"
        if _WANTED.search(text) and _HOLDS_TRACES.search(text):
            found.append((delivery.elapsed, delivery.seq))
    for record, act in facts.acts:
        if isinstance(act.action, Ask | ReportBlocked):
            text = words_of(act.action)
            if _WANTED.search(text) and (_DESTROYS.search(text) or _HOLDS_TRACES.search(text)):
                found.append((record.happened, record.seq))
    return tuple(found)
