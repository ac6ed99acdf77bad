"""The journal as entries of the live feed, and which of them still want the facilitator's word. Needs no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from trainer.core import events as ev
from trainer.core.compose.words import say
from trainer.core.events import ActionTaken, Outcome, Record
from trainer.core.expected import Expectation
from trainer.core.outcomes import judge
from trainer.core.plan import ActionKind
from trainer.core.time import Micros, seconds
from trainer.ui.facilitator.desk import Desk
from trainer.ui.look import CHANNELS, Status
from trainer.ui.panels import Entry
from trainer.ui.words import format_delta

__all__ = ["FILTERS", "Happenings", "Sign", "linkable_steps"]

_LEFT_OUT: Final = (ev.InjectSeen, ev.FacilitatorUndone)
"""Events that would only drown the others; both stand in the journal."""

_ACT_ICONS: Final[dict[str, str]] = {
    ActionKind.ACKNOWLEDGE: "ok", ActionKind.CLASSIFY: "flag", ActionKind.ASSUME_ROLE: "person",
    ActionKind.HAND_OVER: "team", ActionKind.PAGE: "page", ActionKind.POST_UPDATE: "send",
    ActionKind.DECIDE: "decision", ActionKind.VOTE: "team", ActionKind.DO_STEP: "plan",
    ActionKind.IMPROVISE: "edit", ActionKind.REPORT_BLOCKED: "lock", ActionKind.ASK: "help",
    ActionKind.DIAGNOSE: "search", ActionKind.CONTAIN: "stop", ActionKind.VERIFY: "eye", ActionKind.RESOLVE: "star",
    ActionKind.OPERATE: "settings", ActionKind.LOOK: "search", ActionKind.ANSWER: "note", ActionKind.SHOW: "timer",
}  # fmt: skip
_EVENT_ICONS: Final[dict[str, str]] = {
    "exercise created": "scenario", "clock started": "play", "clock paused": "pause", "clock resumed": "play",
    "speed changed": "speed", "story advanced": "skip", "exercise interrupted": "warning", "inject held": "hold",
    "inject unheld": "play", "inject skipped": "skip", "inject rescheduled": "calendar", "hint given": "help",
    "branch taken": "next", "decision defaulted": "decision", "plan opened": "plan", "action linked": "link",
    "outcome overruled": "edit", "observation recorded": "note", "hot wash recorded": "chat",
    "objective rated": "target", "exercise ended": "stop", "step opened": "next", "step left out": "skip",
    "experiment approved": "lock", "activity ran": "settings", "steady state probed": "trend", "rollbacks ran": "undo",
    "operation ended": "settings", "system changed": "trend", "fault added": "add", "fault removed": "stop",
}  # fmt: skip
_OUTCOMES: Final[dict[Outcome, Status]] = {
    Outcome.ON_TIME: "ok",
    Outcome.LATE: "warn",
    Outcome.MISSED: "bad",
    Outcome.NOT_APPLICABLE: "neutral",
    Outcome.NOT_OBSERVED: "neutral",
}

FILTERS: Final = ("Everything", "Acts", "Injects", "Notes", "To link")


@dataclass(frozen=True)
class Sign:
    """What an act means for the plan: the step it closed or was taken for, and a chip."""

    step: str = ""
    chip: str = ""
    status: Status = "neutral"
    to_link: bool = False


@dataclass
class Happenings:
    """Entries by sequence number, brought up to date from the exercise without going through all of it again."""

    desk: Desk
    entries: dict[int, Entry] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    _records: dict[int, Record] = field(default_factory=dict)
    _signs: dict[int, Sign] = field(default_factory=dict)
    _undone: frozenset[int] = frozenset()

    def take(self, now: Micros) -> tuple[list[Entry], bool]:
        """Entries that are new, and whether earlier ones changed (a link, an undo, a judgement)."""
        signs = dict(self._current_signs(now))
        undone = frozenset(self.desk.state.undone)
        records = self.desk.state.records
        changed = {seq for seq in signs.keys() | self._signs.keys() if signs.get(seq) != self._signs.get(seq)}
        changed = (changed | (undone ^ self._undone)) & self._records.keys()
        self._signs, self._undone = signs, undone
        for seq in changed:
            self.entries[seq] = self._entry(self._records[seq])
        new = list(self._unseen(records))
        for record in new:
            self._records[record.seq] = record
            self.kinds[record.seq] = _kind(record)
            self.entries[record.seq] = self._entry(record)
        return [self.entries[record.seq] for record in new], bool(changed)

    def _unseen(self, records: Sequence[Record]) -> Iterator[Record]:
        last = next(reversed(self._records), -1)
        place = len(records)
        while place > 0 and records[place - 1].seq > last:
            place -= 1
        for record in records[place:]:
            if not isinstance(record.event, _LEFT_OUT):
                yield record

    def record(self, key: str) -> Record | None:
        """The record behind an entry."""
        return self._records.get(int(key)) if key.isdigit() else None

    def to_link(self) -> list[int]:
        """Acts that could not be told to a step by themselves, oldest first."""
        return [seq for seq, sign in self._signs.items() if sign.to_link and seq in self._records]

    def matching(self, name: str) -> list[Entry]:
        """Entries of one of FILTERS, oldest first."""
        if name == "To link":
            return [self.entries[seq] for seq in sorted(self.to_link())]
        if name == "Everything":
            return list(self.entries.values())
        return [entry for seq, entry in self.entries.items() if self.kinds[seq] == name]

    # -- what an act means --------------------------------------------------------------------------------

    def _current_signs(self, now: Micros) -> Iterator[tuple[int, Sign]]:
        expectations = self.desk.state.expectations
        judged = {found.key: found for found in judge(self.desk.state, now)}
        for item in expectations:
            done = item.done
            for claim in item.claims:
                if done is not None and claim.seq == done.seq:
                    found = judged[item.key]
                    yield claim.seq, _closing(item, found.outcome, found.delta)
                else:
                    yield claim.seq, Sign(item.step, "again", "neutral")
        for step, claims in expectations.outside.items():
            for claim in claims:
                yield claim.seq, Sign(step, "outside this drill", "neutral")
        yield from self._open_signs()

    def _open_signs(self) -> Iterator[tuple[int, Sign]]:
        expectations = self.desk.state.expectations
        for seq in expectations.unmatched.keys() | expectations.ambiguous.keys():
            fits = len(expectations.ambiguous.get(seq, ()))
            yield seq, Sign(chip=f"Link: {fits} fit" if fits else "Link…", status="info", to_link=True)

    # -- words --------------------------------------------------------------------------------------------

    def _entry(self, record: Record) -> Entry:
        event = record.event
        title, detail = say(self.desk.script, record)
        who, lane = self._who(record)
        if who and title.startswith(f"{who} "):
            title = title.removeprefix(f"{who} ")
            title = title[:1].upper() + title[1:]
        listed = self.kinds.get(record.seq) == "Injects" or isinstance(event, ev.ExperimentApproved)
        detail = _shortened(detail, 90 if listed else 300)
        sign = self._signs.get(record.seq, Sign())
        if sign.step:
            known = self.desk.script.steps.get(sign.step)
            named = known is not None and known.title in title
            closed = f"→ {self.desk.clause(sign.step) if named else self.desk.step_title(sign.step)}"
            detail = f"{detail}\n{closed}" if detail else closed
        chip, status = sign.chip, sign.status
        if record.seq in self._undone:
            chip, status = "taken back", "neutral"
        if isinstance(event, ActionTaken) and event.happened is not None:
            detail = (
                f"{detail}\nRecorded {format_delta(seconds(record.elapsed - event.happened))} later".strip()
            )
        return Entry(
            key=str(record.seq),
            time_s=seconds(record.happened),
            title=title,
            detail=detail,
            who=who,
            lane=lane,
            icon=self._icon(record),
            chip=chip,
            chip_status=status,
        )

    def _who(self, record: Record) -> tuple[str, int | None]:
        event = record.event
        match event:
            case ev.ActionTaken() | ev.PlanOpened():
                return self.desk.title(event.role), self.desk.lane(event.role)
            case ev.InjectDelivered():
                known = self.desk.script.injects.get(event.inject)
                return (self.desk.script.filled(known.from_) if known else "Inject"), None
            case ev.AdHocInjectDelivered():
                return event.sender or "Facilitator", None
            case ev.ObservationRecorded() | ev.ActionLinked() | ev.OutcomeOverruled():
                return event.by.capitalize(), None
            case ev.BranchTaken() | ev.DecisionDefaulted():
                return "Scenario", None
            case ev.OperationEnded():
                begun = self._records.get(event.act)
                return self._who(begun) if begun is not None else ("The system", None)
            case ev.ActivityRan() | ev.SteadyStateProbed() | ev.RollbacksRan() | ev.ExperimentJournalKept():
                return "The system", None
            case ev.SystemChanged():
                return ("Monitoring" if event.turn.startswith("alert") else "The system"), None
            case _:
                return "Facilitator", None

    def _icon(self, record: Record) -> str:
        event = record.event
        match event:
            case ev.ActionTaken():
                return _ACT_ICONS[event.action.do]
            case ev.InjectDelivered():
                known = self.desk.script.injects.get(event.inject)
                return CHANNELS[known.channel.value][1] if known else "note"
            case ev.AdHocInjectDelivered():
                return CHANNELS[event.channel.value][1]
            case _:
                return _EVENT_ICONS.get(event.type, "note")


def _shortened(text: str, most: int) -> str:
    """The beginning of a text: what the list and the plan hold in full would drown the rest of the feed."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _closing(item: Expectation, outcome: Outcome, delta: Micros | None) -> Sign:
    late = outcome is Outcome.LATE and delta is not None
    words = f"late {format_delta(seconds(delta or 0))}" if late else outcome.value
    return Sign(item.step, words, _OUTCOMES.get(outcome, "warn"))


def _kind(record: Record) -> str:
    match record.event:
        case ev.ActionTaken():
            return "Acts"
        case ev.InjectDelivered() | ev.AdHocInjectDelivered() | ev.HintGiven():
            return "Injects"
        case ev.ObservationRecorded():
            return "Notes"
        case _:
            return ""


def linkable_steps(desk: Desk, seq: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Steps that an act may be linked to: those that fit it, and the others that are open."""
    expectations = desk.state.expectations
    fitting = expectations.ambiguous.get(seq, ())
    open_ = [
        name
        for name in desk.script.scope
        if name not in fitting
        and (item := expectations.of_step(name)[-1]).done is None
        and (item.started_at is not None or item.armed_at is not None)
    ]
    return tuple(fitting), tuple(open_)
