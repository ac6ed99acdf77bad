"""Alerts, operations and log lines as rows of lists: what is shown and what is said of each. Needs no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.actions import Look, Operate
from trainer.core.services.views import AlertSeen, FlagSeen, Found, OperationSeen, Telemetry
from trainer.core.simulation import Operation
from trainer.ui.look.tokens import Status
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.values import OPERATIONS
from trainer.ui.words import format_duration

__all__ = [
    "LEVELS", "LOOKS", "AlertRow", "FoundRow", "OperationRow", "alert_rows", "found_rows", "look_words",
    "operation_rows", "operation_words", "switch_words",
]  # fmt: skip

LEVELS: Final[dict[str, tuple[Status, str]]] = {
    "critical": ("bad", "alert"),
    "warning": ("warn", "warning"),
    "information": ("info", "info"),
}
LOOKS: Final[dict[str, tuple[str, str]]] = {
    "logs": ("Logs", "list"),
    "deployments": ("Deployments", "up"),
    "configuration": ("Configuration and flags", "settings"),
    "backups": ("Backups", "import"),
    "access": ("Access", "lock"),
}
"""What can be looked up: words and icon."""
_LOG_LEVELS: Final[dict[str, Status | None]] = {"ERROR": "bad", "WARN": "warn", "INFO": None}


@dataclass(frozen=True)
class AlertRow:
    """An alert in the list."""

    alert: AlertSeen
    service: str
    raised: str
    stands_for: str
    cleared: str
    acknowledged: str

    @property
    def stands(self) -> bool:
        """Whether it still holds."""
        return self.alert.cleared is None

    def second_line(self) -> str:
        """Where and since when, in a line."""
        since = f"Cleared {self.cleared}" if self.cleared else f"Since {self.raised} ({self.stands_for})"
        again = f"raised {self.alert.times} times" if self.alert.times > 1 else ""
        return " · ".join(part for part in (since, again, self.service) if part)

    def third_line(self) -> str:
        """Who acknowledged it, else what was measured; the service stands in the line above."""
        if self.acknowledged:
            return self.acknowledged
        detail = self.alert.detail.removeprefix(f"{self.service}, ") if self.service else self.alert.detail
        return f"When raised: {detail}" if detail else ""

    def spoken(self) -> str:
        """The row as assistive technology says it."""
        state = "stands" if self.stands else "cleared"
        parts = (
            self.alert.level,
            self.alert.title,
            state,
            self.second_line(),
            self.alert.detail,
            self.acknowledged,
        )
        return ", ".join(part for part in parts if part)


def alert_rows(host: Host) -> list[AlertRow]:
    """Alerts: those that stand first, the newest of them on top."""
    telemetry, titles = host.telemetry, host.titles
    now = telemetry.now()
    rows = [
        AlertRow(
            alert,
            titles.get(alert.service or "", ""),
            telemetry.clock(alert.raised),
            _rough(now - alert.raised),
            telemetry.clock(alert.cleared) if alert.cleared is not None else "",
            host.acknowledged(alert.id),
        )
        for alert in telemetry.alerts()
    ]
    return sorted(rows, key=lambda row: (not row.stands, -row.alert.raised))


def _rough(seconds: int) -> str:
    """A length that does not change every second."""
    return "just now" if seconds < 60 else format_duration(seconds // 60 * 60)


def switch_words(value: str, flags: Sequence[FlagSeen]) -> str:
    """Where a flag is switched to, by its title: `Switch off “Try again by itself”`; empty where it is not known."""
    name, _, to = value.rpartition(" ")
    title = next((flag.title for flag in flags if flag.id == name), "")
    return f"Switch {to} “{title}”" if title and to else ""


def operation_words(action: Operate, titles: Mapping[str, str], flags: Sequence[FlagSeen] = ()) -> str:
    """An operation by the titles of what it is done to: `Roll back: Checkout (417)`."""
    if action.operation is Operation.SWITCH_FLAG and (switched := switch_words(action.value or "", flags)):
        return switched
    words = OPERATIONS[action.operation][0]
    where = " in ".join(
        part for part in (titles.get(action.service or "", action.service), action.region) if part
    )
    value = f" ({action.value})" if action.value else ""
    return f"{words}: {where}{value}" if where else f"{words}{value}"


def look_words(look: Look, titles: Mapping[str, str]) -> str:
    """What was looked up: `Logs of Checkout, “timeout”`."""
    where = f" of {titles.get(look.service, look.service)}" if look.service else " of all services"
    search = f", “{look.search}”" if look.search else ""
    return f"{LOOKS[look.at][0]}{where}{search}"


@dataclass(frozen=True)
class OperationRow:
    """An operation or a look, under way or through; `share` of its time has passed."""

    act: int
    title: str
    who: str
    state: str
    status: Status
    share: float
    result: str
    look: bool
    running: bool

    def spoken(self) -> str:
        """The row as assistive technology says it."""
        parts = (self.title, f"by {self.who}" if self.who else "", self.state, self.result)
        return ", ".join(part for part in parts if part)


def operation_rows(host: Host, looks: bool = False) -> list[OperationRow]:
    """What was ordered, the newest on top; looks only where they are asked for."""
    telemetry = host.telemetry
    now = telemetry.now()
    made = (
        _operation_row(seen, host, now)
        for seen in reversed(telemetry.operations())
        if looks or isinstance(seen.action, Operate)
    )
    return list(made)


def _operation_row(seen: OperationSeen, host: Host, now: int) -> OperationRow:
    telemetry, action = host.telemetry, seen.action
    look = isinstance(action, Look)
    title = (
        look_words(action, host.titles)
        if isinstance(action, Look)
        else operation_words(action, host.titles, telemetry.flags())
    )
    who = host.name(seen.role)
    if seen.ok is None:
        left = max(0, seen.ends - now)
        share = min(1.0, max(0.0, (now - seen.began) / max(1, seen.ends - seen.began)))
        state = f"under way, {format_duration(left)} left" if left else "about to end"
        return OperationRow(seen.act, title, who, state, "info", share, "", look, True)
    ended = telemetry.clock(seen.ends)
    status: Status = "ok" if seen.ok else "bad"
    state = f"done at {ended}" if seen.ok else f"failed at {ended}"
    return OperationRow(seen.act, title, who, state, status, 1.0, seen.text, look, False)


@dataclass(frozen=True)
class FoundRow:
    """One line of what a look showed."""

    key: str
    time: str
    level: str
    service: str
    text: str
    status: Status | None = None


def found_rows(found: Found, host: Host) -> list[FoundRow]:
    """What a look showed, log lines and deployments the newest on top."""
    return [*_lines(found, host), *_deployments(found, host), *_notes(found.notes)]


def _lines(found: Found, host: Host) -> list[FoundRow]:
    titles, clock = host.titles, host.telemetry.clock
    return [
        FoundRow(
            f"line {number}", clock(line.second), line.level, titles.get(line.service, line.service), line.text,
            _LOG_LEVELS[line.level],
        )
        for number, line in reversed(list(enumerate(found.lines)))
    ]  # fmt: skip


def _deployments(found: Found, host: Host) -> list[FoundRow]:
    ordered = sorted(found.deployments, key=lambda made: made.second, reverse=True)
    titles = host.titles
    return [
        FoundRow(
            f"deployment {number}", _when(made.second, host.telemetry), made.version,
            titles.get(made.service, made.service), made.note or "no note",
        )
        for number, made in enumerate(ordered)
    ]  # fmt: skip


def _when(second: int, telemetry: Telemetry) -> str:
    """The time of day, and how long ago where that is another day."""
    ago = telemetry.now() - second
    clock = telemetry.clock(second)
    return clock if ago < 20 * 3_600 else f"{format_duration(ago // 3_600 * 3_600)} ago"


def _notes(notes: Sequence[str]) -> list[FoundRow]:
    return [FoundRow(f"note {number}", "", "", "", note) for number, note in enumerate(notes)]
