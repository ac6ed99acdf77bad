"""What a seat or the room display knows, and how it is said. Needs no Qt, and no more than the seat is sent.

`Told` is a fold over seat items: the messages, the questions put, the severity in force, who took which role, and a
line for everything that was said or done. It is fed with what a seat hears, never with events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from trainer.core.plan import Plan
from trainer.core.scenario import Channel
from trainer.core.time import Micros
from trainer.core.visibility import (
    Announced,
    Asked,
    Briefed,
    ClockShown,
    Consequence,
    HintHeard,
    Lapsed,
    Opened,
    OwnAct,
    Received,
    Reopened,
    SeatItem,
    Shown,
    TakenBack,
    Withdrawn,
)
from trainer.ui.said_words import Words, announced_words, joined

__all__ = [
    "CHANNEL_LOOKS", "ChannelLook", "Heard", "Line", "Message", "Names", "Question", "Status", "Told",
    "Words", "joined",
]  # fmt: skip

Status = Literal["not_started", "running", "paused", "ended"]
Loudness = Literal["bad", "warn", "info", "neutral"]
_LOUDNESS: tuple[Loudness, ...] = ("bad", "warn", "info")
Shape = Literal["signal", "screen", "letter", "talk", "call", "story"]


class ChannelLook(NamedTuple):
    """How a channel is spoken of, and which shape its messages have."""

    title: str
    sender: str
    to: str
    shape: Shape


CHANNEL_LOOKS: dict[Channel, ChannelLook] = {
    Channel.ALERT: ChannelLook("Alert", "Raised by", "Goes to", "signal"),
    Channel.PAGE: ChannelLook("Page", "Paged by", "Calls", "signal"),
    Channel.TICKET: ChannelLook("Ticket", "Opened by", "Assigned to", "letter"),
    Channel.CHAT: ChannelLook("Chat", "From", "To", "talk"),
    Channel.MAIL: ChannelLook("Mail", "From", "To", "letter"),
    Channel.PHONE: ChannelLook("Phone call", "Caller", "Answered by", "call"),
    Channel.STATUS_PAGE: ChannelLook("Status page", "Published by", "Seen by", "screen"),
    Channel.NEWS: ChannelLook("News", "Published by", "Seen by", "story"),
    Channel.SOCIAL: ChannelLook("Social media", "Posted by", "Seen by", "talk"),
    Channel.DASHBOARD: ChannelLook("Dashboard", "Source", "Seen by", "screen"),
}


class Names:
    """Titles for the identifiers of a plan; an identifier that the plan does not know stands for itself."""

    def __init__(self, plan: Plan) -> None:
        self._roles = {role.id: role.title for role in plan.roles}
        self._severities = {level.id: f"{level.id} {level.title}" for level in plan.severities}
        self.severities = plan.severity_order()
        self._contacts = {contact.id: contact.title for contact in plan.contacts}
        self._steps = {step.id: f"{step.clause} {step.title}" if step.clause else step.title
                       for _, step in plan.steps()}  # fmt: skip

    def role(self, name: str) -> str:
        """The title of a role."""
        return self._roles.get(name, name)

    def roles(self, names: Sequence[str]) -> str:
        """Titles of roles in one line."""
        return ", ".join(self.role(name) for name in names)

    def severity(self, name: str) -> str:
        """A severity as `SEV1 Critical`."""
        return self._severities.get(name, name)

    def contact(self, name: str) -> str:
        """Who is reached."""
        return self._contacts.get(name, name)

    def audience(self, name: str) -> str:
        """An audience as a word: `support-desk` becomes `support desk`."""
        return name.replace("-", " ").replace("_", " ")

    def step(self, name: str) -> str:
        """A step as `4.2 Open the incident ticket`."""
        return self._steps.get(name, name)


@dataclass(frozen=True)
class Message:
    """A message as it lies in an inbox; `at` on the exercise clock in microseconds."""

    inject: str
    at: Micros
    channel: Channel
    sender: str
    to: tuple[str, ...]
    title: str
    text: str
    attachments: tuple[Shown, ...] = ()
    asked: tuple[Asked, ...] = ()
    withdrawn: bool = False
    #: When this seat acknowledged it.
    acknowledged_at: Micros | None = None


@dataclass(frozen=True)
class Question:
    """A decision or a vote that was put, and what became of it; times on the exercise clock in microseconds."""

    asked: Asked
    message: str
    at: Micros
    #: The answer as written and the role that gave it; for a vote only the seat's own.
    answer: str = ""
    by: str = ""
    answered_at: Micros | None = None
    #: Nobody decided in time, and things took their course.
    lapsed: bool = False

    @property
    def open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and not self.lapsed

    def left(self, now: Micros) -> Micros | None:
        """Microseconds until the time is up, never below 0; None without a limit."""
        limit = self.asked.time_limit
        return None if limit is None else max(0, self.at + limit - now)


@dataclass(frozen=True)
class Line:
    """Something that was said or done, as one entry of a log."""

    key: str
    at: Micros
    title: str
    detail: str = ""
    #: The role it was done by, as its identifier; empty for the exercise itself.
    who: str = ""
    icon: str = "note"
    mine: bool = False
    aloud: bool = False


@dataclass
class Heard:
    """What changed by some items: keys of messages and questions, new lines, and whether the rest did."""

    messages: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    clock: bool = False
    room: bool = False


_CLOCK_WORDS: dict[str, tuple[str, str]] = {
    "running": ("The clock runs", "play"),
    "paused": ("The clock was stopped", "pause"),
    "ended": ("The exercise ended", "stop"),
}


class Told:
    """Everything a seat was told so far, in the order it was told."""

    def __init__(self, plan: Plan, role: str) -> None:
        self.names = Names(plan)
        self.role = role
        self.status: Status = "not_started"
        self.briefing: Briefed | None = None
        self.severity = ""
        self.severity_at: Micros | None = None
        #: Who holds a role: its identifier, with who took it (a role's identifier or a name) and when.
        self.holders: dict[str, tuple[str, Micros]] = {}
        self.messages: dict[str, Message] = {}
        self.questions: dict[str, Question] = {}
        self.lines: list[Line] = []
        self.own: list[OwnAct] = []
        #: Messages that the seat has opened.
        self.opened: set[str] = set()

    def hear(self, items: Iterable[SeatItem]) -> Heard:
        """Take items in; returns what changed."""
        heard = Heard()
        for item in items:
            self._hear_one(item, heard)
        self.lines.extend(heard.lines)
        return heard

    def lane(self, role: str) -> int | None:
        """The place of a role in the exercise's list of roles, for its colour."""
        names = [name for name, _ in self.briefing.roles] if self.briefing else []
        return names.index(role) if role in names else None

    def who(self, role: str) -> str:
        """A role as it is addressed here: the seat's own is `You`."""
        return "You" if role == self.role else self.names.role(role) if role else ""

    def addressed(self, to: Sequence[str]) -> str:
        """Who a message reached, in one line; `everyone` where it is every role that plays, or every one but one."""
        played = [name for name, _ in self.briefing.roles] if self.briefing else []
        left_out = [name for name in played if name not in to]
        if len(played) < 3 or len(left_out) > 1:
            return self.names.roles(to)
        return f"everyone but {self.names.role(left_out[0])}" if left_out else "everyone"

    def badness(self) -> Loudness:
        """How loud the severity in force is: the worst level, the second, the others, none set."""
        if not self.severity:
            return "neutral"
        place = self.names.severities.index(self.severity) if self.severity in self.names.severities else 0
        return _LOUDNESS[min(place, 2)]

    def _hear_one(self, item: SeatItem, heard: Heard) -> None:
        match item:
            case Briefed():
                self.briefing, heard.room = item, True
            case Received():
                self._received(item, heard)
            case Withdrawn():
                self._withdrawn(item, heard)
            case HintHeard() | Reopened() | TakenBack():
                self._facilitator(item, heard)
            case ClockShown():
                self._clock(item, heard)
            case Announced():
                self._announced(item, heard)
            case Consequence() | Lapsed():
                self._decision_followed(item, heard)
            case Opened():
                self.opened.add(item.inject)
                heard.messages.append(item.inject)
            case OwnAct():
                self._own(item, heard)

    def add_line(self, heard: Heard, at: Micros, words: Words, who: str = "", aloud: bool = False) -> None:
        """Put a line at the end of the log."""
        key = str(len(self.lines) + len(heard.lines))
        mine = bool(who) and who == self.role
        heard.lines.append(Line(key, at, words.title, words.detail, who, words.icon, mine, aloud))

    def _received(self, item: Received, heard: Heard) -> None:
        self.messages[item.inject] = Message(
            item.inject, item.elapsed, item.channel, item.sender, item.to, item.title, item.text,
            item.attachments, item.asked,
        )  # fmt: skip
        heard.messages.append(item.inject)
        for asked in item.asked:
            if asked.id not in self.questions:
                self.questions[asked.id] = Question(asked, item.inject, item.elapsed)
            heard.questions.append(asked.id)

    def _withdrawn(self, item: Withdrawn, heard: Heard) -> None:
        message = self.messages.get(item.inject)
        if message is not None:
            self.messages[item.inject] = replace(message, withdrawn=True)
            heard.messages.append(item.inject)
            self.add_line(heard, item.elapsed, Words("A message was withdrawn", message.title, "undo"))

    def _clock(self, item: ClockShown, heard: Heard) -> None:
        heard.clock = True
        if item.status is None or item.status == self.status:
            return
        title, icon = _CLOCK_WORDS[item.status]
        title = "The exercise began" if self.status == "not_started" else title
        self.status = item.status
        self.add_line(heard, item.elapsed, Words(title, "", icon))

    def _announced(self, item: Announced, heard: Heard) -> None:
        match item.what:
            case "severity":
                self.severity, self.severity_at, heard.room = item.subject, item.elapsed, True
            case "role":
                self.holders[item.subject] = (item.by, item.elapsed)
                heard.room = True
            case "handover":
                self.holders[item.subject] = (item.text or "", item.elapsed)
                heard.room = True
            case "decision":
                self.answered(item.subject, item.text, item.by, item.elapsed, heard)
            case _:
                pass
        through = item.what in ("operation ended", "operation failed")
        if item.by != self.role or through:  # the seat's own acts have a line of their own
            self.add_line(heard, item.elapsed, announced_words(item, self.names), item.by, aloud=True)

    def _facilitator(self, item: HintHeard | Reopened | TakenBack, heard: Heard) -> None:
        if isinstance(item, HintHeard):
            words = Words("A word from the facilitator", item.text, "info")
        elif isinstance(item, TakenBack):
            words = self._taken_back(item, heard)
        else:
            words = Words("The exercise was interrupted", "It stands where it was last seen.", "warning")
        self.add_line(heard, item.elapsed, words)

    def _taken_back(self, item: TakenBack, heard: Heard) -> Words:
        """An act that was recorded by mistake is gone, and what it answered is open again."""
        self.own = [own for own in self.own if own.seq != item.seq]
        question = self.questions.get(item.asked)
        if question is not None:
            self.questions[item.asked] = replace(question, answer="", by="", answered_at=None)
            heard.questions.append(item.asked)
        detail = question.asked.question if question is not None else ""
        return Words(f"Taken back: an act of {self.names.role(item.by)}", detail, "undo")

    def _decision_followed(self, item: Consequence | Lapsed, heard: Heard) -> None:
        if isinstance(item, Lapsed):
            self._lapsed(item, heard)
        else:
            self.add_line(heard, item.elapsed, Words("What follows", item.text, "next"), aloud=True)

    def _lapsed(self, item: Lapsed, heard: Heard) -> None:
        question = self.questions.get(item.decision)
        if question is not None and question.open:
            self.questions[item.decision] = replace(question, lapsed=True)
            heard.questions.append(item.decision)
        asked = question.asked.question if question is not None else ""
        detail = f"{asked} It falls to: {item.text}" if item.text else asked
        self.add_line(heard, item.elapsed, Words("Nobody decided in time", detail, "timer"), aloud=True)

    def answered(self, name: str, answer: str, by: str, at: Micros, heard: Heard) -> None:
        """Note the first answer to a question."""
        question = self.questions.get(name)
        if question is not None and question.answered_at is None:
            self.questions[name] = replace(question, answer=answer, by=by, answered_at=at)
            heard.questions.append(name)

    def _own(self, item: OwnAct, _heard: Heard) -> None:
        """Keep an act of the seat itself; a console of a role says more about it."""
        self.own.append(item)
