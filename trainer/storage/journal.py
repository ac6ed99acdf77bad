"""One exercise's journal in the library: appended to, read, and checked against its hash chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Update, bindparam, insert, select, update

from trainer.core import events as ev
from trainer.core.events import GENESIS, Event, ExerciseCreated, Record, chained, decode, encode
from trainer.core.time import Micros
from trainer.storage.errors import ConcurrentWriter, DamagedJournal, NoSuchExercise, StorageError
from trainer.storage.tables import EVENT, EXERCISE, Database, Step

Names = tuple[str, ...]
EventRow = tuple[str, int, Micros, Micros, str, str, int]
Stamped = tuple[Micros, Micros, Event]
"""An event with its wall time and its exercise time, before it has a number."""


class StoredEvent(NamedTuple):
    """An event as it lies in the library; see Record. `text` is its canonical JSON."""

    seq: int
    at: Micros
    elapsed: Micros
    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a journal is complete and unaltered.

    `count` events were found. Where something is wrong, `problem` says what, and `seq` is the number of the first event
    that it touches, if it touches one.
    """

    ok: bool
    count: int
    seq: int | None = None
    problem: str = ""


_STATE_AFTER: Final[dict[type[Event], str]] = {
    ev.ClockStarted: "running",
    ev.ClockResumed: "running",
    ev.ClockPaused: "paused",
    ev.ExerciseInterrupted: "interrupted",
    ev.ExerciseEnded: "ended",
}


class Standing(NamedTuple):
    """Where a journal stands: the number of its events, the hash of the newest, and the state of the exercise.

    `state` is created, running, paused, interrupted or ended; `started` is the wall time at which play began.
    """

    events: int = 0
    head: str = GENESIS
    state: str = "created"
    started: Micros | None = None

    def after(self, records: Sequence[Record]) -> Standing:
        """Where the journal stands after more records."""
        _, _, state, started = self
        for record in records:
            kind = type(record.event)
            if kind in _STATE_AFTER:
                state = _STATE_AFTER[kind]
                started = record.at if kind is ev.ClockStarted and started is None else started
        return Standing(records[-1].seq, records[-1].hash, state, started)


_INSERT: Final = insert(EVENT)
# What an update sets is named by the keys of its parameters.
_OVERTAKE: Final = update(EVENT).where(
    EVENT.c.exercise_id == bindparam("exercise"),
    EVENT.c.seq == bindparam("number"),
    EVENT.c.hash == bindparam("head"),
    EVENT.c.newest == bindparam("was_newest"),
)
_UPDATE: Final = update(EXERCISE).where(EXERCISE.c.id == bindparam("exercise"))
_EVENTS: Final = (
    select(*(EVENT.c[name] for name in StoredEvent._fields), EVENT.c.newest)
    .where(EVENT.c.exercise_id == bindparam("exercise"))
    .order_by(EVENT.c.seq)
)
_STANDING: Final = (
    select(EVENT.c.seq, EVENT.c.hash, EXERCISE.c.state, EXERCISE.c.started)
    .select_from(EXERCISE)
    .outerjoin(EVENT, EVENT.c.exercise_id == EXERCISE.c.id)
    .where(EXERCISE.c.id == bindparam("exercise"))
    .order_by(EVENT.c.seq.desc())
    .limit(1)
)
_LAST_MARK: Final = select(EXERCISE.c.mark_at, EXERCISE.c.mark_elapsed).where(
    EXERCISE.c.id == bindparam("exercise")
)


class _Statement:
    """A statement compiled once for the driver; its values are whole numbers and text.

    `columns` are set, `terms` are the parameters of the condition; values come in that order.
    """

    def __init__(
        self, statement: Insert | Update, dialect: Dialect, columns: Names, terms: Names = ()
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns))
        self._sql = str(compiled)
        self._names = (*columns, *terms)
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        self._as_given = self._order is not None and tuple(self._order) == self._names

    def __call__(self, rows: Sequence[tuple[object, ...]]) -> Step:
        if self._as_given:
            return self._sql, rows
        named = [dict(zip(self._names, row, strict=True)) for row in rows]
        if self._order is None:
            return self._sql, named
        return self._sql, [tuple(row[name] for name in self._order) for row in named]


class _Statements:
    """What a journal writes, compiled for a dialect."""

    def __init__(self, dialect: Dialect) -> None:
        row = ("exercise_id", *StoredEvent._fields, "newest")
        self.overtake = _Statement(
            _OVERTAKE, dialect, ("newest",), ("exercise", "number", "head", "was_newest")
        )
        self.insert = _Statement(_INSERT, dialect, row)
        self.state = _Statement(_UPDATE, dialect, ("state", "started"), ("exercise",))
        self.mark = _Statement(_UPDATE, dialect, ("mark_at", "mark_elapsed"), ("exercise",))


_statements = lru_cache(maxsize=8)(_Statements)


class LibraryJournal:
    """The journal of one exercise in a library; implements the Journal port.

    A failed append leaves library and journal as they were: it may be tried again.
    """

    def __init__(self, database: Database, exercise: str, standing: Standing) -> None:
        self._database = database
        self._exercise = exercise
        self._standing = standing
        self._statements = _statements(database.dialect)
        self._claimed = False

    @property
    def exercise(self) -> str:
        """The exercise's identifier."""
        return self._exercise

    def append(self, stamped: Sequence[Stamped]) -> tuple[Record, ...]:
        """Store (at, elapsed, event) in order, in one transaction; durable when this returns.

        Raises ConcurrentWriter where another program writes the exercise too, NoSuchExercise where it was deleted
        meanwhile, DamagedJournal where its end is missing, and LibraryUnavailable.
        """
        if not stamped:
            return ()
        before, exercise, sql = self._standing, self._exercise, self._statements
        records, rows = numbered(exercise, before, stamped)
        standing = before.after(records)
        steps = [sql.overtake([(0, exercise, before.events, before.head, 1)]), sql.insert(rows)]
        if standing[2:] != before[2:]:
            steps.append(sql.state([(standing.state, standing.started, exercise)]))
        self._claim()
        if not self._database.write(steps):
            raise self._overtaken()
        self._standing = standing
        return records

    def records(self) -> tuple[Record, ...]:
        """The whole journal. Raises DamagedJournal where an event is missing or cannot be read.

        The hash chain is not checked here; Library.verify does that.
        """
        with self._database.reading() as connection:
            stored, _ = load_events(connection, self._exercise)
        return tuple(self._record(expected, event) for expected, event in enumerate(stored, 1))

    def mark(self, at: Micros, elapsed: Micros) -> None:
        """Remember durably that the exercise clock has been seen at this reading. Raises as `append` does."""
        self._claim()
        if not self._database.write([self._statements.mark([(at, elapsed, self._exercise)])]):
            raise self._gone()

    def last_mark(self) -> tuple[Micros, Micros] | None:
        """The newest (at, elapsed) that was marked."""
        with self._database.reading() as connection:
            return load_mark(connection, self._exercise)

    def _claim(self) -> None:
        if not self._claimed:
            self._database.claim(self._exercise)
            self._claimed = True

    def _record(self, expected: int, stored: StoredEvent) -> Record:
        if stored.seq != expected:
            raise self._damaged(f"event {expected} is missing or out of place")
        if not isinstance(stored.at, int) or not isinstance(stored.elapsed, int):
            raise self._damaged(f"event {expected} has no time")
        try:
            event = decode(stored.text)
        except (ValueError, TypeError):
            raise self._damaged(f"event {expected} cannot be read") from None
        return Record(stored.seq, stored.at, stored.elapsed, event, stored.hash)

    def _overtaken(self) -> StorageError:
        with self._database.reading() as connection:
            standing = load_standing(connection, self._exercise)
        if standing is None:
            return self._gone()
        if standing.events <= self._standing.events:
            return self._damaged(f"what followed event {standing.events} is missing")
        return ConcurrentWriter(
            f"another program is writing the exercise {self._exercise} in {self._database.place}; "
            "close one of the two and open the exercise again"
        )

    def _gone(self) -> NoSuchExercise:
        return NoSuchExercise(f"the exercise {self._exercise} was deleted from {self._database.place}")

    def _damaged(self, what: str) -> DamagedJournal:
        return DamagedJournal(
            f"the journal of {self._exercise} in {self._database.place} is damaged: {what}; "
            "restore the library from a copy, or bring in an exported file of the exercise"
        )


def numbered(
    exercise: str, standing: Standing, stamped: Sequence[Stamped]
) -> tuple[tuple[Record, ...], list[EventRow]]:
    """Records for events that follow a standing, and their rows in the table, the last marked as the newest."""
    records, rows = [], []
    seq, head = standing.events, standing.head
    last = seq + len(stamped)
    for at, elapsed, event in stamped:
        seq += 1
        text = encode(event)
        head = chained(head, seq, at, elapsed, text)
        records.append(Record(seq, at, elapsed, event, head))
        rows.append((exercise, seq, at, elapsed, text, head, 1 if seq == last else 0))
    return tuple(records), rows


def store_events(connection: Connection, exercise: str, events: Sequence[StoredEvent]) -> None:
    """Insert all events of an exercise."""
    newest = events[-1].seq
    rows = [
        {"exercise_id": exercise, "newest": int(event.seq == newest), **event._asdict()} for event in events
    ]
    connection.execute(_INSERT, rows)


def load_events(connection: Connection, exercise: str) -> tuple[tuple[StoredEvent, ...], int]:
    """The events of an exercise as stored, by number, and the number of the one that was recorded as the newest.

    Where none is marked so, the end is missing: the number is then one too high.
    """
    rows = connection.execute(_EVENTS, {"exercise": exercise}).all()
    newest = min((row[0] for row in rows if row[5] and isinstance(row[0], int)), default=len(rows) + 1)
    return tuple(StoredEvent._make(row[:5]) for row in rows), newest


def load_standing(connection: Connection, exercise: str) -> Standing | None:
    """Where a journal stands, or None where there is no such exercise. Raises DamagedJournal."""
    row = connection.execute(_STANDING, {"exercise": exercise}).first()
    if row is None:
        return None
    # A database that somebody edited may hold anything in any column, or no event at all.
    if not isinstance(row.seq, int) or not isinstance(row.hash, str):
        raise DamagedJournal(
            f"the journal of the exercise {exercise} is empty or damaged; restore it from a copy"
        )
    return Standing(*row)


def store_mark(connection: Connection, exercise: str, at: Micros, elapsed: Micros) -> None:
    """Set the newest reading of an exercise's clock."""
    connection.execute(_UPDATE, {"exercise": exercise, "mark_at": at, "mark_elapsed": elapsed})


def load_mark(connection: Connection, exercise: str) -> tuple[Micros, Micros] | None:
    """The newest reading of an exercise's clock, if there is one."""
    row = connection.execute(_LAST_MARK, {"exercise": exercise}).first()
    if row is None or not isinstance(row.mark_at, int) or not isinstance(row.mark_elapsed, int):
        return None
    return row.mark_at, row.mark_elapsed


# The check -------------------------------------------------------------------------------------------------------


def verify_chain(events: Sequence[StoredEvent], count: int, head: str) -> Verification:
    """Whether events are whole: numbered without a gap, chained, readable, and ending where the end was recorded.

    `count` is the number of the event that was recorded as the newest, `head` its hash.
    """
    fault = _broken_link(events) or _wrong_end(events, count, head) or _unreadable(events)
    return Verification(True, len(events)) if fault is None else Verification(False, len(events), *fault)


_Fault = tuple[int, str]
"""The number of the first event that is touched, and what is wrong with it."""


def _broken_link(events: Sequence[StoredEvent]) -> _Fault | None:
    by_seq = {event.seq: event for event in events}
    previous = GENESIS
    for expected in range(1, len(events) + 1):
        event = by_seq.get(expected)
        if event is None or not _fits(previous, expected, event):
            return expected, _diagnosed(events, expected, previous)
        previous = event.hash
    for place, event in enumerate(events, 1):
        if event.seq != place:
            return place, f"event {place} is out of order: event {event.seq} stands in its place"
    return None


def _fits(previous: str, seq: int, event: StoredEvent) -> bool:
    try:
        return chained(previous, seq, event.at, event.elapsed, event.text) == event.hash
    except UnicodeEncodeError:  # bytes that are no text, see Database
        return False


def _diagnosed(events: Sequence[StoredEvent], expected: int, previous: str) -> str:
    """What became of the event that should follow `previous`."""
    for event in events:
        if event.seq != expected and _fits(previous, expected, event):
            return f"event {expected} is out of order: it is stored as number {event.seq}"
    if all(event.seq != expected for event in events):
        return f"event {expected} is missing"
    return f"event {expected} was altered: it does not match its hash"


def _wrong_end(events: Sequence[StoredEvent], count: int, head: str) -> _Fault | None:
    found = len(events)
    if not found:
        return 1, "the journal is empty"
    if found < count:
        return found + 1, f"the end is cut off: what followed event {found} is missing"
    if found > count:
        return count + 1, f"event {count + 1} was added: the journal was recorded up to event {count}"
    if events[-1].hash != head:
        return found, f"event {found} is not the one that was recorded as the newest"
    return None


def _unreadable(events: Sequence[StoredEvent]) -> _Fault | None:
    for event in events:
        try:
            decoded = decode(event.text)
        except (ValueError, TypeError):
            return event.seq, f"event {event.seq} is none that this program knows"
        if isinstance(decoded, ExerciseCreated) != (event.seq == 1):
            return (
                event.seq,
                f"event {event.seq} is out of place: an exercise is created once, at its beginning",
            )
    return None
