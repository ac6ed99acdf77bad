"""The MSEL as the console shows it: one frozen line an inject, without anything that changes as time passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core import events as ev
from trainer.core.msel import MselRow, planned_at, record_of, rows
from trainer.core.scenario import Inject
from trainer.core.state import State
from trainer.core.time import SECOND, Micros, seconds
from trainer.ui.facilitator.desk import Desk
from trainer.ui.look import Status
from trainer.ui.models import Column
from trainer.ui.panels import Mark, MarkState
from trainer.ui.words import format_clock, format_delta

__all__ = ["InjectLine", "columns", "marks", "msel_lines", "state_words", "way_words"]

LineStatus = Literal["pending", "next", "waiting", "held", "skipped", "delivered", "withdrawn"]


@dataclass(frozen=True, slots=True)
class InjectLine:
    """One inject; `planned` and `delivered` are microseconds of the exercise clock.

    `comes` says in a word what a pending inject waits for.
    """

    inject: str
    title: str
    channel: str
    to: str
    to_long: str
    planned: Micros | None
    planned_words: str
    delivered: Micros | None
    status: LineStatus
    comes: str
    calls_for: tuple[str, ...]
    contingency: bool
    branch: str
    note: bool
    seen: str


def msel_lines(desk: Desk, now: Micros) -> tuple[InjectLine, ...]:
    """Every inject in the order in which it came or is due; those without a time stand last, as in the script."""
    found = [_line(desk, row) for row in rows(desk.state, now)]
    return tuple(sorted(found, key=_when))


def _when(line: InjectLine) -> tuple[bool, Micros]:
    at = line.delivered if line.delivered is not None else line.planned
    return (at is None, at or 0)


def _line(desk: Desk, row: MselRow) -> InjectLine:
    inject = desk.script.injects.get(row.inject)
    return InjectLine(
        inject=row.inject,
        title=row.title,
        channel=row.channel,
        to=desk.short(row.to),
        to_long=desk.long(row.to),
        planned=_planned(desk.state, row, inject),
        planned_words=row.planned,
        delivered=row.delivered_at if row.status == "delivered" else None,
        status="next" if row.next else row.status,
        comes=_comes(inject) if inject else "",
        calls_for=_calls_for(inject) if inject else (),
        contingency=row.contingency,
        branch=desk.script.branches[inject.branch].title if inject and inject.branch else "",
        note=bool(row.note),
        seen=desk.short(row.seen_by) if row.seen_by else "",
    )


def _planned(state: State, row: MselRow, inject: Inject | None) -> Micros | None:
    if row.due is not None or inject is None:
        return row.due
    current = state.injects[inject.id]
    if current.status == "delivered" and current.delivered_seq is not None:
        record = record_of(state.records, current.delivered_seq)
        if record is not None and isinstance(record.event, ev.InjectDelivered):
            return planned_at(state, record, record.event)
    story = current.due if current.due is not None else inject.release.at
    return None if story is None or inject.branch else max(0, story - state.clock.offset)


def _comes(inject: Inject) -> str:
    if inject.contingency_for is not None:
        return "if needed"
    if inject.release.by_hand:
        return "by hand"
    if inject.branch is not None:
        return "on branch"
    if inject.release.after is not None:
        return "follows"
    return "on condition" if inject.release.when is not None else ""


def _calls_for(inject: Inject) -> tuple[str, ...]:
    parts = []
    if inject.decision:
        parts.append("decision")
    if inject.vote:
        parts.append("vote")
    if inject.expects:
        parts.append(f"{len(inject.expects)} step{'' if len(inject.expects) == 1 else 's'}")
    return tuple(parts)


def late_by(line: InjectLine) -> str:
    """How far from its planned time an inject came, where that is a second or more."""
    if line.delivered is None or line.planned is None or abs(line.delivered - line.planned) < SECOND:
        return ""
    return format_delta(seconds(line.delivered - line.planned))


def state_words(line: InjectLine) -> str:
    """What is to be said of an inject in its column."""
    if line.delivered is not None:
        return f"{format_clock(seconds(line.delivered))} {late_by(line)}".rstrip()
    match line.status:
        case "pending" | "waiting":
            return line.comes if line.planned is None else ""
        case status:
            return status


def when_words(line: InjectLine) -> str:
    """The one time that a narrow table has room for: when it came, else when it is due, else what it waits for."""
    if line.delivered is None and line.planned is not None and line.status in ("pending", "next", "waiting"):
        return format_clock(seconds(line.planned))
    return format_clock(seconds(line.delivered)) if line.delivered is not None else state_words(line)


_ICONS: Final[Mapping[LineStatus, tuple[str, Status]]] = {
    "delivered": ("ok", "ok"),
    "next": ("next", "info"),
    "held": ("hold", "warn"),
    "skipped": ("skip", "neutral"),
    "withdrawn": ("undo", "neutral"),
    "pending": ("clock", "neutral"),
    "waiting": ("dot", "neutral"),
}
_MARKS: Final[Mapping[LineStatus, MarkState]] = {
    "delivered": "delivered",
    "next": "next",
    "held": "held",
    "skipped": "skipped",
    "withdrawn": "withdrawn",
    "pending": "pending",
    "waiting": "pending",
}
_SAID: Final[Mapping[LineStatus, str]] = {
    "delivered": "delivered",
    "next": "next to be delivered",
    "held": "held back",
    "skipped": "skipped",
    "withdrawn": "delivered, then taken back",
    "pending": "not delivered yet",
    "waiting": "waiting",
}


def way_words(line: InjectLine) -> str:
    """By what and to whom it comes; what reaches nobody begins in the system and is noticed there or not at all."""
    return f"{line.channel} to {line.to_long}" if line.to_long else "reaches nobody; it begins in the system"


def _tooltip(line: InjectLine) -> str:
    kind = "Contingency inject" if line.contingency else "Inject"
    way = f"{kind} by {line.channel} to {line.to_long}" if line.to_long else way_words(line).capitalize()
    parts = [f"{line.title}", way, f"Planned {line.planned_words}"]
    parts.append(
        _SAID[line.status].capitalize() + (f" {state_words(line)}" if line.delivered is not None else "")
    )
    if line.branch:
        parts.append(f"On the branch: {line.branch}")
    if line.calls_for:
        parts.append(f"Calls for {_flags(line)}")
    if line.note:
        parts.append("Has a note for you")
    if line.seen:
        parts.append(f"Opened by {line.seen}")
    return "\n".join(parts)


def _flags(line: InjectLine) -> str:
    return ", ".join(line.calls_for)


def _short_flags(line: InjectLine) -> str:
    """The same for a narrow table: `D` a decision, `V` a vote, and the number of steps."""
    return " ".join(words[0].upper() for words in line.calls_for)


WIDE: Final = frozenset({"planned", "state", "calls"})
NARROW: Final = frozenset({"when", "flags"})


def columns() -> tuple[Column[InjectLine], ...]:
    """The columns of the MSEL table; those in WIDE and those in NARROW are shown in turn, as there is room."""
    return (*_times(), *_contents())


def _times() -> tuple[Column[InjectLine], ...]:
    return (
        Column[InjectLine](
            "when",
            "When",
            when_words,
            sort=lambda line: line.delivered if line.delivered is not None else line.planned,
            tooltip=_tooltip,
            icon=lambda line: _ICONS[line.status][0],
            status=lambda line: _ICONS[line.status][1],
            spoken=lambda line: f"{_SAID[line.status]} {when_words(line)}".rstrip(),
            width=7,
        ),
        Column[InjectLine](
            "planned",
            "Planned",
            lambda line: format_clock(seconds(line.planned)) if line.planned is not None else "–",
            sort=lambda line: line.planned,
            tooltip=_tooltip,
            spoken=lambda line: line.planned_words,
            width=5,
        ),
        Column[InjectLine](
            "state",
            "State",
            state_words,
            sort=lambda line: line.delivered,
            tooltip=_tooltip,
            icon=lambda line: _ICONS[line.status][0],
            status=lambda line: _ICONS[line.status][1],
            spoken=lambda line: f"{_SAID[line.status]} {state_words(line)}".rstrip(),
            width=8,
        ),
    )


def _contents() -> tuple[Column[InjectLine], ...]:
    return (
        Column[InjectLine](
            "title",
            "Inject",
            lambda line: line.title,
            tooltip=_tooltip,
            icon=channel_icon,
            spoken=lambda line: (
                f"{line.title}, by {line.channel}{', contingency' if line.contingency else ''}"
            ),
            width=24,
        ),
        Column[InjectLine](
            "to", "To", lambda line: line.to, tooltip=_tooltip, spoken=lambda line: line.to_long, width=7
        ),
        Column[InjectLine]("calls", "Calls for", _flags, tooltip=_tooltip, width=13),
        Column[InjectLine]("flags", "Asks", _short_flags, tooltip=_tooltip, spoken=_flags, width=3),
    )


def channel_icon(line: InjectLine) -> str:
    """The sign of the channel; a contingency inject shows its flag until it has come."""
    if line.contingency and line.delivered is None:
        return "flag"
    return _CHANNEL_ICONS.get(line.channel, "note")


_CHANNEL_ICONS: Final = {
    "alert": "alert", "page": "page", "ticket": "ticket", "chat": "chat", "mail": "mail", "phone": "phone",
    "status page": "status-page", "news": "news", "social": "social", "dashboard": "dashboard",
}  # fmt: skip


def marks(lines: tuple[InjectLine, ...]) -> tuple[Mark, ...]:
    """The injects that have a time, as pins of the timeline."""
    return tuple(
        Mark(
            key=line.inject,
            time_s=seconds(at),
            label=line.title,
            channel=line.channel,
            state=_MARKS[line.status],
            contingency=line.contingency,
        )
        for line in lines
        if (at := line.delivered if line.delivered is not None else line.planned) is not None
    )
