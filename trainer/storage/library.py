"""The library: every exercise on this machine with its journal and the exact files that it was played from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, and_, delete, func, insert, select

from trainer.core.events import GENESIS, ExerciseCreated, Record, decode
from trainer.core.model import Identifier
from trainer.core.problems import did_you_mean, one_line, quoted
from trainer.core.time import Micros
from trainer.storage.errors import (
    DamagedJournal,
    ExerciseExists,
    NoSuchExercise,
    StorageError,
)
from trainer.storage.journal import (
    LibraryJournal,
    Standing,
    StoredEvent,
    Verification,
    load_events,
    load_mark,
    load_standing,
    numbered,
    store_events,
    store_mark,
    verify_chain,
)
from trainer.storage.tables import EVENT, EXERCISE, SOURCE, Database, open_database
from trainer.storage.tables import data_folder as data_folder
from trainer.storage.tables import default_url as default_url

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT: Final[Micros] = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
"""The latest wall time that a calendar can show."""
MAX_NAME: Final = 300
"""So many characters of a file's name are kept."""
_NAMES_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Sources:
    """The plan and the scenario of an exercise, byte for byte, and what their files were called."""

    plan_name: str
    plan_data: bytes = field(repr=False)
    scenario_name: str
    scenario_data: bytes = field(repr=False)
    scenario_title: str = ""

    def difference(self, created: ExerciseCreated) -> str:
        """Which file is not the one that an exercise was created with; empty where both are."""
        if hashlib.sha256(self.plan_data).hexdigest() != created.plan_sha256:
            return "the plan is not the one that the exercise was created with"
        if hashlib.sha256(self.scenario_data).hexdigest() != created.scenario_sha256:
            return "the scenario is not the one that the exercise was created with"
        return ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is stored of an exercise, in one consistent view.

    `count` and `head` are number and hash of the event that was recorded as the newest.
    """

    exercise: str
    sources: Sources
    events: tuple[StoredEvent, ...]
    count: int
    head: str
    mark: tuple[Micros, Micros] | None = None

    def verify(self) -> Verification:
        """Whether journal, plan and scenario are complete and unaltered."""
        found = verify_chain(self.events, self.count, self.head)
        if not found.ok:
            return found
        created = self.created()
        if created.exercise != self.exercise:
            wrong = f"event 1 belongs to the exercise {quoted(created.exercise)}"
            return Verification(False, found.count, 1, wrong)
        wrong = self.sources.difference(created)
        return Verification(False, found.count, 1, f"{wrong} (event 1)") if wrong else found

    def created(self) -> ExerciseCreated:
        """The first event. Raises ValueError where it is another, which `verify` finds."""
        first = decode(self.events[0].text)
        if not isinstance(first, ExerciseCreated):
            raise ValueError("the journal does not begin with the creation of an exercise")
        return first

    def entry(self) -> dict[str, Any]:
        """The exercise's row in the library, as it follows from a sound journal; without the mark."""
        created = self.created()
        records = [Record(e.seq, e.at, e.elapsed, decode(e.text), e.hash) for e in self.events]
        standing = Standing().after(records)
        return {
            "id": self.exercise,
            "title": created.title,
            "kind": created.kind,
            "created": records[0].at,
            "scenario_id": created.scenario_id,
            "scenario_title": _kept_name(self.sources.scenario_title),
            "plan_id": created.plan_id,
            "service": created.service,
            "virtual": _virtual(created),
            "state": standing.state,
            "started": standing.started,
        }


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise in the list. Times are ISO 8601 in UTC.

    `state` is created, running, paused, interrupted or ended, as the journal says, or damaged where it cannot be
    told; an exercise whose program was killed stays running until it is opened again. `last_seen` is the newest sign
    of life in the journal. `virtual` says that nobody but virtual participants took part.
    """

    id: str
    title: str
    kind: str
    state: str
    started: str | None
    created: str
    last_seen: str
    events: int
    scenario: str
    scenario_title: str
    plan: str
    service: str | None
    virtual: bool


class Library:
    """A library that is open. Threads may share it; every method raises LibraryUnavailable where the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str | None = None, *, create: bool = True) -> Self:
        """Open the library at a path or at an SQLAlchemy URL (`sqlite:///...`), None for the user's own.

        A library that does not exist is made, unless `create` is False. Raises LibraryUnavailable, or NewerLibrary
        where a newer program wrote it.
        """
        return cls(open_database(url, create))

    def close(self) -> None:
        """Let go of the library; whatever was written is durable already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where the library lies, as messages call it."""
        return self._database.place

    def create(self, sources: Sources, created: ExerciseCreated, at: Micros) -> LibraryJournal:
        """Add an exercise: its files and its first event, in one transaction. `at` is wall time in microseconds.

        Raises ExerciseExists, and StorageError where identifier or digests do not fit.
        """
        _require_identifier(created.exercise)
        if wrong := sources.difference(created):
            raise StorageError(f"{wrong}: check the digests of {created.exercise}")
        records, rows = numbered(created.exercise, Standing(), ((at, 0, created),))
        stored = tuple(StoredEvent(*row[1:6]) for row in rows)
        self._insert(Content(created.exercise, sources, stored, 1, stored[0].hash))
        return LibraryJournal(self._database, created.exercise, Standing().after(records))

    def journal(self, exercise: str) -> LibraryJournal:
        """The journal of an exercise, to read and to go on with. Raises NoSuchExercise, DamagedJournal.

        With its first write, the exercise belongs to this program until the library is closed or the program ends.
        """
        with self._database.reading() as connection:
            standing = load_standing(connection, exercise)
        if standing is None:
            raise self._missing(exercise)
        return LibraryJournal(self._database, exercise, standing)

    def sources(self, exercise: str) -> Sources:
        """Plan and scenario as they were when the exercise was created. Raises NoSuchExercise, DamagedJournal."""
        with self._database.reading() as connection:
            found = _load_sources(connection, exercise)
        if found is None:
            raise self._missing(exercise)
        return found

    def exercises(self) -> tuple[ExerciseRow, ...]:
        """Every exercise, newest first."""
        events = EVENT.alias()
        count = select(func.max(events.c.seq)).where(events.c.exercise_id == EXERCISE.c.id).scalar_subquery()
        last = and_(EVENT.c.exercise_id == EXERCISE.c.id, EVENT.c.seq == count)
        query = select(EXERCISE, EVENT.c.seq, EVENT.c.at).select_from(EXERCISE.outerjoin(EVENT, last))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(EXERCISE.c.created.desc(), EXERCISE.c.id.desc())).all()
        return tuple(map(_listed, rows))

    def find(self, text: str) -> str:
        """The identifier that a text stands for: itself, its unique beginning, or the exercise's whole title.

        Raises NoSuchExercise, with what may have been meant.
        """
        query = select(EXERCISE.c.id, EXERCISE.c.title).order_by(EXERCISE.c.created)
        with self._database.reading() as connection:
            rows: list[tuple[str, str]] = [(row.id, str(row.title)) for row in connection.execute(query)]
        wanted = text.strip().casefold()
        by_rank: tuple[Callable[[str, str], bool], ...] = (
            lambda name, _: name == text,
            lambda name, _: name.casefold() == wanted,
            lambda _, title: title.casefold() == wanted,
            lambda name, _: bool(wanted) and name.casefold().startswith(wanted),
        )
        for fits in by_rank:
            found = [name for name, title in rows if fits(name, title)]
            if len(found) == 1:
                return found[0]
            if found:
                raise NoSuchExercise(_ambiguous(text, found))
        raise self._missing(text, [name for row in rows for name in row])

    def delete(self, exercise: str) -> None:
        """Remove an exercise for good. Raises NoSuchExercise, and ConcurrentWriter while another program writes it."""
        self._database.claim(exercise)
        with self._database.writing() as connection:
            for table in (EVENT, SOURCE):
                connection.execute(delete(table).where(table.c.exercise_id == exercise))
            gone = connection.execute(delete(EXERCISE).where(EXERCISE.c.id == exercise)).rowcount
        if not gone:
            raise self._missing(exercise)

    def verify(self, exercise: str) -> Verification:
        """Whether an exercise is complete and unaltered: hash chain, recorded end, plan and scenario.

        Somebody who rewrites the whole chain and its recorded end leaves no trace in the library itself; an
        exported file or a printed hash is what tells then. Raises NoSuchExercise, and DamagedJournal where its
        entry or its files are missing.
        """
        with self._database.reading() as connection:
            content = self._content(connection, exercise)
            row = connection.execute(select(EXERCISE).where(EXERCISE.c.id == exercise)).first()
        if content is None or row is None:
            raise self._missing(exercise)
        found = content.verify()
        if found.ok and not content.entry().items() <= row._asdict().items():
            return Verification(
                False, found.count, 1, "the library's entry contradicts the journal (event 1)"
            )
        return found

    def content(self, exercise: str) -> Content:
        """Everything that is stored of an exercise, unchecked. Raises NoSuchExercise, DamagedJournal."""
        with self._database.reading() as connection:
            content = self._content(connection, exercise)
        if content is None:
            raise self._missing(exercise)
        return content

    def add(self, content: Content) -> None:
        """Bring in an exercise from elsewhere, all of it in one transaction.

        Raises ExerciseExists, and DamagedJournal where it is not whole.
        """
        _require_identifier(content.exercise)
        found = content.verify()
        if not found.ok:
            raise DamagedJournal(f"the exercise {content.exercise} is not brought in: {found.problem}")
        self._insert(content)

    def _content(self, connection: Connection, exercise: str) -> Content | None:
        sources = _load_sources(connection, exercise)
        if sources is None:
            return None
        events, count = load_events(connection, exercise)
        head = events[-1].hash if events else GENESIS
        return Content(exercise, sources, events, count, head, load_mark(connection, exercise))

    def _insert(self, content: Content) -> None:
        exercise, sources, entry = content.exercise, content.sources, content.entry()
        parts = (
            ("plan", sources.plan_name, sources.plan_data),
            ("scenario", sources.scenario_name, sources.scenario_data),
        )
        files = [
            {"exercise_id": exercise, "part": part, "name": _kept_name(name), "data": data}
            for part, name, data in parts
        ]
        with self._database.writing() as connection:
            if load_standing(connection, exercise) is not None:
                raise ExerciseExists(
                    f"the library {self.place} already holds an exercise {exercise}; "
                    "choose another identifier, or delete that exercise first"
                )
            connection.execute(insert(EXERCISE), entry)
            connection.execute(insert(SOURCE), files)
            store_events(connection, exercise, content.events)
            if content.mark is not None:
                store_mark(connection, exercise, *content.mark)

    def _missing(self, text: str, known: Sequence[str] | None = None) -> NoSuchExercise:
        if known is None:
            with self._database.reading() as connection:
                known = connection.execute(select(EXERCISE.c.id)).scalars().all()
        if not known:
            return NoSuchExercise(f"there is no exercise {quoted(text)}: the library {self.place} is empty")
        fix = did_you_mean(text, known) or "list the exercises to see what there is"
        return NoSuchExercise(f"there is no exercise {quoted(text)} in the library {self.place}; {fix}")


def _kept_name(name: str) -> str:
    # A file's name may hold bytes that are no text.
    return one_line(name, MAX_NAME)


def _sound_name(name: object) -> bool:
    return isinstance(name, str) and name == _kept_name(name)


def _require_identifier(exercise: str) -> None:
    try:
        TypeAdapter(Identifier).validate_python(exercise)
    except ValidationError:
        raise StorageError(
            f"{quoted(exercise)} cannot identify an exercise; use letters, digits, dots, dashes and underscores"
        ) from None


def _virtual(created: ExerciseCreated) -> bool:
    if created.seats:
        return all(seat.virtual for seat in created.seats)
    return bool(created.team)


def _load_sources(connection: Connection, exercise: str) -> Sources | None:
    """Plan and scenario, None where there is no such exercise. Raises DamagedJournal where one is missing."""
    title = select(EXERCISE.c.scenario_title).where(EXERCISE.c.id == exercise)
    row = connection.execute(title).first()
    if row is None:
        return None
    query = select(SOURCE.c.part, SOURCE.c.name, SOURCE.c.data).where(SOURCE.c.exercise_id == exercise)
    parts = {part: (name, data) for part, name, data in connection.execute(query)}
    if parts.keys() != {"plan", "scenario"}:
        raise DamagedJournal(
            f"plan or scenario of the exercise {exercise} is missing; restore the library from a copy"
        )
    return Sources(*parts["plan"], *parts["scenario"], row.scenario_title)


def _listed(row: Row[Any]) -> ExerciseRow:
    # A database that somebody edited may hold anything in any column; the other exercises are listed all the same.
    sound = all(isinstance(value, int) for value in (row.created, row.seq, row.at))
    seen = [moment for moment in (row.created, row.at, row.mark_at) if isinstance(moment, int)]
    return ExerciseRow(
        id=_text(row.id),
        title=_text(row.title),
        kind=_text(row.kind),
        state=_text(row.state) if sound else "damaged",
        started=_iso(row.started) if isinstance(row.started, int) else None,
        created=_iso(row.created if sound else 0),
        last_seen=_iso(max(seen, default=0)),
        events=row.seq if sound else 0,
        scenario=_text(row.scenario_id),
        scenario_title=_text(row.scenario_title),
        plan=_text(row.plan_id),
        service=None if row.service is None else _text(row.service),
        virtual=bool(row.virtual),
    )


def _text(value: object) -> str:
    return str(value).encode(errors="replace").decode()


def _iso(micros: Micros) -> str:
    moment = _EPOCH + timedelta(microseconds=min(max(micros, 0), LAST_MOMENT))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ambiguous(text: str, found: Sequence[str]) -> str:
    listed = ", ".join(found[-_NAMES_LISTED:])
    more = f" and {len(found) - _NAMES_LISTED} more" if len(found) > _NAMES_LISTED else ""
    return f"{quoted(text)} means {len(found)} exercises: {listed}{more}; give the whole identifier"
