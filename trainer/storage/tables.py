"""The library's tables, where it lies, and the one connection through which it is read and written."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Final, cast

from sqlalchemy import (
    URL,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from trainer.core.problems import quoted
from trainer.storage.errors import ConcurrentWriter, LibraryUnavailable, NewerLibrary, explained

SCHEMA_VERSION: Final = 1
_FILE: Final = "library.sqlite"
_PATIENCE: Final = 3.0
"""Seconds to wait for another program's transaction; one takes a few milliseconds."""

Step = tuple[str, Sequence[Any]]
"""A statement in the driver's own terms, and the rows of values that it is carried out for."""


class _Bytes(LargeBinary):
    """Bytes, also where somebody's edit of the database turned them into text."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bytes]:  # noqa: ARG002
        return lambda value: (
            value if isinstance(value, bytes) else str(value).encode(errors="surrogateescape")
        )


METADATA: Final = MetaData()

LIBRARY_VERSION: Final = Table("library_version", METADATA, Column("version", Integer, nullable=False))

# Times are in microseconds. State and start follow from the journal, and are kept so that a list is quick.
EXERCISE: Final = Table(
    "exercise",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("scenario_id", String(80), nullable=False),
    Column("scenario_title", Text, nullable=False),
    Column("plan_id", String(80), nullable=False),
    Column("service", String(80)),
    Column("virtual", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("started", BigInteger),
    Column("mark_at", BigInteger),
    Column("mark_elapsed", BigInteger),
    sqlite_with_rowid=False,
)

SOURCE: Final = Table(
    "source",
    METADATA,
    Column("exercise_id", ForeignKey(EXERCISE.c.id), primary_key=True),
    Column("part", String(20), primary_key=True),
    Column("name", Text, nullable=False),
    Column("data", _Bytes, nullable=False),
)

# Stored once, in its key's order: no second copy of a sequence number could disagree. The newest event is marked (1,
# the others 0), so that a loss at the end is noticed; an append writes the page with that mark anyway.
EVENT: Final = Table(
    "event",
    METADATA,
    Column("exercise_id", ForeignKey(EXERCISE.c.id), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("elapsed", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("newest", Integer, nullable=False),
    sqlite_with_rowid=False,
)


class Database:
    """One long-lived connection to a library, used by one thread at a time."""

    def __init__(self, url: URL, place: str, file: Path | None, create: bool) -> None:
        """Connect; `place` is what messages call the library, `file` where it lies, if it is one.

        Raises LibraryUnavailable, or NewerLibrary.
        """
        self.place = place
        self._lock = RLock()
        self._claims = _Claims(Path(f"{file}-writers")) if file is not None else None
        connect_args: dict[str, object] = {"check_same_thread": False, "isolation_level": None}
        if "timeout" not in url.query:
            connect_args["timeout"] = _PATIENCE
        with self._explained():
            self._engine = create_engine(url, poolclass=NullPool, connect_args=connect_args)
            event.listen(self._engine, "connect", _on_connect)
            self._connection = self._engine.connect()
            self._driver = cast(Any, self._connection.connection.driver_connection)
            self._cursor = self._driver.cursor()
        self._closed = False
        self.dialect: Final = self._engine.dialect
        # SQLite's driver would begin late, and a reader that turns writer may be refused. Others begin themselves.
        self._tells_begin = self.dialect.name == "sqlite"
        try:
            self._prepare(create)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the library; whatever was written is durable already."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._cursor.close()  # or else SQLite would keep the file open
            self._connection.close()
            self._engine.dispose()
            if self._claims is not None:
                self._claims.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view of the library. Raises LibraryUnavailable."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it is durable afterwards, or none of it happened. Raises LibraryUnavailable."""
        return self._transaction("BEGIN IMMEDIATE")

    def write(self, steps: Sequence[Step]) -> bool:
        """Carry out statements in one transaction and in the driver's own terms: an append waits for the disk alone.

        Durable when this returns True. Where the first statement did not meet exactly one row, nothing happens and
        it returns False. Raises LibraryUnavailable.
        """
        with self._lock:
            self._require_open()
            driver, cursor = self._driver, self._cursor
            try:
                if self._tells_begin:
                    cursor.execute("BEGIN IMMEDIATE")
                for number, (sql, rows) in enumerate(steps):
                    cursor.executemany(sql, rows)
                    if number == 0 and cursor.rowcount != 1:
                        driver.rollback()
                        return False
                driver.commit()
            except BaseException as error:
                with suppress(sqlite3.Error):
                    driver.rollback()
                if isinstance(error, sqlite3.Error):
                    raise explained(error, self.place) from error
                raise
        return True

    def claim(self, exercise: str) -> None:
        """Keep other programs from writing an exercise while this one does. Raises ConcurrentWriter."""
        with self._lock:
            taken = self._claims is None or self._claims.take(exercise)
        if not taken:
            raise ConcurrentWriter(
                f"another program is writing the exercise {exercise} in {self.place}; close it there first"
            )

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._lock, self._explained():
            self._require_open()
            with self._connection.begin():
                if self._tells_begin:
                    self._connection.exec_driver_sql(begin)
                yield self._connection

    def _require_open(self) -> None:
        if self._closed:
            raise LibraryUnavailable(f"the library {self.place} has been closed")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explained(error.orig or error, self.place) from error

    def _prepare(self, create: bool) -> None:
        with self.reading() as connection:
            new = not inspect(connection).get_table_names()
        if new and not create:
            raise LibraryUnavailable(f"{self.place} holds no library; check the name")
        if new:
            with self.writing() as connection:
                if not inspect(connection).get_table_names():  # or else another program was faster
                    METADATA.create_all(connection)
                    connection.execute(insert(LIBRARY_VERSION).values(version=SCHEMA_VERSION))
        with self.reading() as connection:
            self._check_version(connection)
        # Only now: a database that is not ours must stay as it was found. Where the file system knows no
        # shared memory, or the library may not be written, SQLite keeps another journal, just as durable.
        with suppress(DBAPIError):
            self._connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        self._connection.rollback()

    def _check_version(self, connection: Connection) -> None:
        missing = set(METADATA.tables) - set(inspect(connection).get_table_names())
        if LIBRARY_VERSION.name in missing:
            raise LibraryUnavailable(f"{self.place} is a database of another program; name another file")
        versions = connection.execute(select(LIBRARY_VERSION.c.version)).scalars().all()
        version = versions[0] if len(versions) == 1 else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise NewerLibrary(
                f"the library {self.place} was written by a newer version of this program (format {version}; "
                f"this one reads up to {SCHEMA_VERSION}); update the program"
            )
        if version != SCHEMA_VERSION or missing:
            raise LibraryUnavailable(f"the library {self.place} is damaged; restore it from a copy")


def _on_connect(connection: sqlite3.Connection, _: object) -> None:
    # Bytes that are not UTF-8 must come out, so that a check can name the event they stand in.
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    # An append writes one small row, and with it a page of a file that is yet to be made: small pages.
    for pragma in ("page_size=2048", "foreign_keys=ON", "synchronous=FULL", "fullfsync=ON"):
        connection.execute(f"PRAGMA {pragma}")


class _Claims:
    """The exercises that this program writes; the system drops them when the program ends, however it ends.

    A claim is a lock on one byte of a file beside the library. Where locks do not work, the unique key of the
    event table still refuses a second writer's events; it only finds out later, and may be the wrong one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._held: set[str] = set()

    def take(self, exercise: str) -> bool:
        """Whether this program may write an exercise; the claim is kept until `close`."""
        if exercise in self._held:
            return True
        place = int.from_bytes(hashlib.sha256(exercise.encode()).digest()[:4]) >> 2
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            _lock_byte(self._file, place)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK) and self._file is not None:
                return False
        self._held.add(exercise)
        return True

    def close(self) -> None:
        """Give all claims up."""
        if self._file is not None:
            os.close(self._file)
        self._file = None
        self._held.clear()


if sys.platform == "win32":
    import msvcrt

    def _lock_byte(file: int, place: int) -> None:
        os.lseek(file, place, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_byte(file: int, place: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)


# Where a library lies --------------------------------------------------------------------------------------------


def open_database(url: str | None, create: bool) -> Database:
    """Connect to the library at a path or URL, None for the user's own. Raises LibraryUnavailable, NewerLibrary."""
    if url is None:
        folder = data_folder()
        _make_folder(folder)
        url = str(folder / _FILE)
    parsed = _parsed(url)
    file = _file_of(parsed, create)
    try:
        return Database(parsed, str(file or parsed), file, create)
    except (ArgumentError, ValueError) as error:
        raise LibraryUnavailable(
            f"the library cannot be opened: {error}; give a path or sqlite:///PATH"
        ) from None


def default_url() -> str:
    """The library in the user's own data folder."""
    return f"sqlite:///{data_folder() / _FILE}"


def data_folder() -> Path:
    """The folder for this program's own data; it may not exist yet. Raises LibraryUnavailable."""
    try:
        home = Path.home()
    except RuntimeError:
        raise LibraryUnavailable("no home folder is known; name a library with --library") from None
    return data_folder_on(sys.platform, os.environ, home)


def data_folder_on(platform: str, environ: Mapping[str, str], home: Path) -> Path:
    """The folder for this program's own data, by the conventions of a platform (`sys.platform`)."""
    if platform == "win32":
        # Not the roaming folder first: a database in use must not be copied about.
        local = environ.get("LOCALAPPDATA") or environ.get("APPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "Incident Trainer"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Incident Trainer"
    # XDG Base Directory Specification: a relative path is to be ignored.
    data = Path(environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else home / ".local" / "share") / "incident-trainer"


def _parsed(url: str) -> URL:
    if "://" not in url:
        if not url.strip():
            raise LibraryUnavailable("the library's name is empty; give a path or sqlite:///PATH")
        return URL.create("sqlite", database=url)
    # The rest of a URL may hold a password.
    scheme = quoted(url.partition("://")[0])
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise LibraryUnavailable(f"the library's {scheme} URL cannot be read; write sqlite:///PATH") from None
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise LibraryUnavailable(f"a library cannot be in a {scheme} database; write sqlite:///PATH")
    options = set(parsed.query) - {"timeout", "uri"}
    if parsed.host or (options and "uri" not in parsed.query):
        raise LibraryUnavailable("the URL has too few slashes or unknown options; write sqlite:///PATH")
    return parsed


def _file_of(url: URL, create: bool) -> Path | None:
    """The file that holds the library, None in memory. Raises LibraryUnavailable where it cannot be one."""
    if url.database in (None, "", ":memory:") or "uri" in url.query:
        return None
    try:
        path = Path(url.database or "").absolute()
        if path.is_dir():
            raise LibraryUnavailable(f"{path} is a folder; name a file in it")
        if not path.parent.is_dir():
            raise LibraryUnavailable(f"the folder {path.parent} does not exist; create it, or name another")
        if path.exists() and not path.is_file():
            raise LibraryUnavailable(f"{path} is a device or a pipe, not a library; name a file")
        if not path.exists() and not create:
            raise LibraryUnavailable(f"there is no library {path}; check the name")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryUnavailable(f"the library cannot be opened ({reason}): {url.database}") from None
    return path


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnavailable(
            f"the folder {folder} cannot be made: {error.strerror}; name a library with --library"
        ) from None
