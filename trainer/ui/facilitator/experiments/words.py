"""How an experiment stands, in words. Needs no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.core import events as ev
from trainer.core.commands import ReleaseInject
from trainer.core.events import Record
from trainer.core.time import SECOND, Micros, seconds
from trainer.ui.facilitator.desk import Desk
from trainer.ui.look.tokens import Status
from trainer.ui.words import format_clock, format_duration
from trainer.workspace import AllowedEntry, ExperimentStage, ExperimentView, PracticeShop

__all__ = [
    "STAGE_STATUS",
    "ActivityLine",
    "Since",
    "activity_lines",
    "advice",
    "ago",
    "allowing",
    "asks_to_allow",
    "every_words",
    "hindrance",
    "limit_words",
    "over_words",
    "shop_words",
    "steady",
    "strip_words",
]  # fmt: skip

STAGE_STATUS: Final[dict[ExperimentStage, Status]] = {
    "shown": "neutral",
    "starting": "info",
    "dry run": "info",
    "running": "warn",
    "rolling back": "warn",
    "over": "ok",
    "not undone": "bad",
}
_ASKS: Final = "; if it is no production,"
_ADVICE: Final = (
    ("looks like production", "Experiments never touch production: let the scenario name a test system."),
    ("management of a cloud", "Experiments never touch it: let the scenario name a host of a test system."),
    ("is a public address", "Experiments reach private systems alone: name a host of a test system."),
)


class Since:
    """When the steady state of an experiment last changed, by the journal; reads every record once."""

    def __init__(self, experiment: str) -> None:
        self._experiment, self._read = experiment, 0
        self._at: Micros | None = None

    def at(self, records: tuple[Record, ...] | list[Record]) -> Micros | None:
        """The exercise time of the probe that found the newest change; None where none was found in this run."""
        for record in records[self._read :]:
            event = record.event
            if isinstance(event, ev.ExperimentApproved) and event.experiment == self._experiment:
                self._at = None
            if isinstance(event, ev.SteadyStateProbed) and event.experiment == self._experiment:
                self._at = event.probed
        self._read = len(records)
        return self._at


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity: what became of it or what it waits for; `inject` where it can be released now."""

    title: str
    words: str
    status: Status
    inject: str = ""


def steady(view: ExperimentView, since: Micros | None) -> tuple[str, Status]:
    """Whether all is well in the real system, as the newest probe found."""
    if not view.probes:
        return "Nothing is probed: that the system has recovered is what the team says.", "neutral"
    at = f" since {format_clock(seconds(since))}" if since is not None else ""
    if view.met is None:
        return "Not probed yet.", "neutral"
    if view.met:
        return f"All is well{at}: the steady state is met.", "ok"
    return f"Not well{at}: {view.found or 'the steady state is not met'}.", "bad"


def ago(view: ExperimentView) -> str:
    """How many probes have answered, and when the newest did."""
    if not view.probed:
        return ""
    count = f"{view.probed:,} probe{'' if view.probed == 1 else 's'} so far"
    if view.since_probe is None or not view.at_work:
        return count
    return f"{count}, the newest {format_duration(seconds(view.since_probe))} ago"


def every_words(every: Micros) -> str:
    """How often something is probed; less than a second counts here."""
    return format_duration(seconds(every)) if every % SECOND == 0 else f"{every / SECOND:g} s"


def limit_words(view: ExperimentView) -> str:
    """When it is rolled back by itself."""
    if view.time_left is None:
        return ""
    left = seconds(view.time_left)
    shown = format_duration(left if left < 120 else left // 60 * 60)
    return f"Rolled back by itself in {shown}"


def activity_lines(desk: Desk, view: ExperimentView) -> tuple[ActivityLine, ...]:
    """The activities of an experiment in the order of its method."""
    experiment = desk.script.experiments[view.id]
    titles = {each.name: each.title or each.name for each in experiment.activities}
    mine = [(inject, name) for inject, (of, name) in desk.script.activities.items() if of == view.id]
    return tuple(_line(desk, view, inject, name, titles.get(name, name)) for inject, name in mine)


def _line(desk: Desk, view: ExperimentView, inject: str, name: str, title: str) -> ActivityLine:
    ran = desk.state.experiments[view.id].ran.get(name)
    if ran is not None:
        what = "Carried out" if ran.ok else "Failed"
        said = f": {ran.text}" if ran.text else ""
        return ActivityLine(
            title, f"{what} at {format_clock(seconds(ran.began))}{said}", "ok" if ran.ok else "bad"
        )
    current = desk.state.injects[inject]
    if current.status == "delivered":
        return ActivityLine(title, "Under way", "info")
    if current.status == "skipped" or desk.state.status == "ended":
        return ActivityLine(title, "Skipped" if current.status == "skipped" else "Not played", "neutral")
    waits = "Held" if current.status == "held" else _waits(desk, inject)
    may = not desk.refusal(ReleaseInject(inject))
    return ActivityLine(title, waits, "neutral", inject if may else "")


def _waits(desk: Desk, inject: str) -> str:
    known, due = desk.script.injects[inject], desk.state.injects[inject].due
    release = known.release
    at = due if due is not None else release.at
    if at is not None:
        return f"Waits until {format_clock(seconds(max(0, at - desk.state.clock.offset)))}"
    if release.by_hand:
        return "Waits for you to release it"
    return "Waits for what comes before it" if release.after is not None else "Waits for its condition"


def hindrance(desk: Desk, view: ExperimentView, shop: PracticeShop | None) -> str:
    """Why an experiment cannot be approved now, whatever is confirmed; empty where it can."""
    if view.problems:
        return "It cannot be approved while there is something against it; see above."
    if shop is not None and shop.standing != "running":
        return "Start the practice shop first."
    if desk.state.clock.speed != 1:
        return "A real system keeps real time: set the clock to 1× first."
    return ""


def asks_to_allow(problem: str) -> bool:
    """Whether a problem is merely that something is not on the list of what is allowed."""
    return _ASKS in problem


def advice(problem: str) -> tuple[str, str]:
    """A problem, and what to do about it where the problem itself does not say it."""
    head = problem.partition(_ASKS)[0]
    found = next((words for phrase, words in _ADVICE if phrase in problem), "")
    return f"{head[:1].upper()}{head[1:].rstrip('.')}.", found


def allowing(entry: AllowedEntry) -> str:
    """The question before something is allowed."""
    return f"Allow the {entry.sort} “{entry.entry}”?"


def strip_words(live: tuple[ExperimentView, ...]) -> tuple[str, str]:
    """What the strip of the stop button says of the experiments that are live: which, and how they stand."""
    dry = all(view.stage == "dry run" for view in live)
    rolling = any(view.stage == "rolling back" for view in live)
    targets = ", ".join(dict.fromkeys(view.target for view in live))
    if rolling:
        return f"Rolling back on {targets}", " ".join(
            view.said for view in live if view.stage == "rolling back"
        )
    limits = [words for view in live if (words := limit_words(view))]
    head = " · ".join(
        [f"{'Dry run' if dry else 'Live'} on {targets}", *(each.lower() for each in limits[:1])]
    )
    return head, " · ".join(filter(None, map(_stands, live)))


def _stands(view: ExperimentView) -> str:
    if view.stage == "starting":
        return "Its process is starting."
    if view.met is None:
        return ""
    return "All is well." if view.met else f"Not well: {view.found or 'the steady state is not met'}."


def over_words(view: ExperimentView) -> tuple[str, Status]:
    """What came of an experiment whose process has ended."""
    level: Status = "bad" if view.stage == "not undone" else "ok"
    return f"Experiment on {view.target}. {view.said or 'It is over.'}", level


def shop_words(shop: PracticeShop) -> tuple[str, Status]:
    """How the practice shop stands."""
    match shop.standing:
        case "not here":
            return shop.said, "bad"
        case "stopped":
            return "The practice shop does not run. The experiment needs it.", "warn"
        case "starting":
            return "The practice shop is starting…", "info"
        case "stopping":
            return "The practice shop is being ended…", "info"
        case "in parts":
            return "Some processes of the practice shop are gone.", "warn"
        case "running":
            return "The practice shop runs.", "ok"
