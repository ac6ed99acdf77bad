"""What the palette of a seat offers: acts, messages, steps, and where to go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from trainer.ui.monitor.values import OPERATIONS
from trainer.ui.trainee.kinds import KINDS
from trainer.ui.trainee.palette import Command

if TYPE_CHECKING:
    from trainer.ui.trainee.watching import Watching
    from trainer.ui.trainee.window import SeatWindow

__all__ = ["commands"]


def commands(window: SeatWindow) -> Iterator[Command]:
    """Everything that can be done now, acts first."""
    desk = window.desk
    for kind, shown in KINDS.items():
        letter = shown.text[shown.text.index("&") + 1].upper()
        text = f"{shown.text.replace('&', '')} (Alt+{letter})"
        yield Command(f"act {kind.value}", f"{text}: {shown.hint}", shown.icon, partial(desk.open_form, kind))
    if desk.acts.acknowledge.isEnabled():
        yield Command("acknowledge", desk.acts.acknowledge.toolTip(), "ok", desk.acts.acknowledge.click)
    yield from _places(window)
    if window.halves is not None:
        yield from _of_system(window.halves)
    for mail in desk.inbox.rows().rows():
        message = mail.message
        text = f"Open “{message.title}” from {message.sender}"
        yield Command(f"open {message.inject}", text, "mail", partial(window.open_message, message.inject))
    for row in desk.plan.rows().rows():
        if row.step is not None:
            text = f"Plan: {row.title}"
            yield Command(f"plan {row.step.id}", text, "plan", partial(desk.go_to_step, row.step.id))


def _of_system(halves: Watching) -> Iterator[Command]:
    """Where to look in a simulated system, and everything that can be done to it."""
    monitor = halves.monitor
    for key, text, icon, run in (
        ("map", "Go to the service map (Alt+5)", "trend", monitor.go_to_map),
        ("alerts", "Go to the alerts (Alt+6)", "alert", monitor.go_to_alerts),
        ("doing", "Do something to the system (Alt+7)", "settings", monitor.go_to_doing),
        ("lookup", "Look up logs, deployments and more (Alt+8)", "search", monitor.go_to_lookup),
        ("operations", "Go to what was ordered (Alt+9)", "timer", monitor.go_to_operations),
    ):
        yield Command(f"system {key}", text, icon, partial(halves.in_system, run))
    for service, title in (("", "the whole system"), *monitor.services()):
        if service:
            charts = partial(halves.in_system, partial(monitor.open_charts, service))
            yield Command(f"charts {service}", f"Charts of {title}", "trend", charts)
        for offer in monitor.offers(service or None):
            words, icon = OPERATIONS[offer.operation]
            run = partial(halves.in_system, partial(monitor.go_to_doing, service, offer.operation))
            yield Command(f"do {service} {offer.operation.value}", f"{words}: {title}…", icon, run)


def _places(window: SeatWindow) -> Iterator[Command]:
    desk = window.desk
    for key, text, icon, run in (
        ("unread", "Next unread message (Alt+N)", "next", window.open_next_unread),
        ("briefing", "Show the briefing (F1)", "info", window.show_briefing),
        ("inbox", "Go to the inbox (Alt+1)", "mail", desk.go_to_inbox),
        ("message", "Go to the open message (Alt+2)", "eye", desk.go_to_message),
        ("plan", "Go to the plan (Alt+3)", "plan", desk.go_to_plan),
        ("log", "Go to what happened (Alt+4)", "list", desk.go_to_log),
        ("search", "Search the plan (Ctrl+F)", "search", desk.go_to_search),
    ):
        yield Command(f"go {key}", text, icon, run)
