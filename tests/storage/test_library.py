"""The library: kept byte for byte, checked to the byte, and clear about every file that it cannot use."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.builders import PLAN, SCENARIO
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, PostUpdate
from trainer.core.events import Event, ExerciseCreated, Seat, chained, encode
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE, SECOND
from trainer.storage.errors import (
    DamagedJournal,
    ExerciseExists,
    LibraryUnavailable,
    NewerLibrary,
    NoSuchExercise,
    StorageError,
)
from trainer.storage.library import Library, Sources, data_folder, default_url
from trainer.storage.tables import SCHEMA_VERSION, data_folder_on

SOURCES = Sources(
    plan_name="plan.yaml",
    plan_data=json.dumps(PLAN).encode(),
    scenario_name="scenario.yaml",
    scenario_data=json.dumps(SCENARIO).encode(),
    scenario_title="A small scenario",
)
# 2026-11-24 09:00 UTC
START = 1_795_510_800 * SECOND


def drill(exercise: str = "drill-1", sources: Sources = SOURCES, **more: Any) -> ExerciseCreated:
    """The event that an exercise of the small plan and scenario begins with."""
    told = {"title": "Autumn drill", "kind": Kind.TABLETOP, "seats": (Seat(role="on-call"),)} | more
    return ExerciseCreated(
        exercise=exercise,
        scenario_id="scenario",
        scenario_sha256=hashlib.sha256(sources.scenario_data).hexdigest(),
        plan_id="plan",
        plan_sha256=hashlib.sha256(sources.plan_data).hexdigest(),
        **told,
    )


def play(library: Library, exercise: str = "drill-1") -> None:
    """An exercise of six events."""
    journal = library.create(SOURCES, drill(exercise), START)
    journal.append([(START + SECOND, 0, ev.ClockStarted())])
    journal.append(
        [
            (START + MINUTE, MINUTE, ev.ActionTaken(role="on-call", action=Acknowledge(inject="alert"))),
            (START + MINUTE, MINUTE, ev.PlanOpened(role="on-call", section="classify")),
        ]
    )
    update = PostUpdate(audience="customers", text="Wir prüfen – 调查中 🔍", next_in=30 * MINUTE)
    journal.append([(START + 2 * MINUTE, 2 * MINUTE, ev.ActionTaken(role="comms", action=update))])
    journal.append([(START + 3 * MINUTE, 3 * MINUTE, ev.ExerciseEnded(reason="done"))])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(str(path)) as opened:
        yield opened


@contextlib.contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    """The library as somebody with a database tool sees it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    try:
        yield connection
    finally:
        connection.close()


def refused(url: str, error: type[StorageError] = LibraryUnavailable, **options: Any) -> str:
    with pytest.raises(error) as caught:
        Library.open(url, **options)
    return one_line(caught.value)


def one_line(error: BaseException) -> str:
    text = str(error)
    assert text.isprintable(), text
    return text


# What it keeps ---------------------------------------------------------------------------------------------------


def test_a_library_is_made_where_there_is_none_and_found_again(path: Path):
    with Library.open(str(path)) as library:
        assert library.exercises() == ()
        play(library)
    with Library.open(f"sqlite:///{path}") as library:
        assert [row.id for row in library.exercises()] == ["drill-1"]
        assert library.place == str(path)


def test_plan_and_scenario_come_back_byte_for_byte(path: Path):
    odd = Sources("p.yaml", b"\xef\xbb\xbfid: p\r\n\x00\xff", "s.yaml", bytes(range(256)) * 300, "Zürich")
    with Library.open(str(path)) as library:
        library.create(odd, drill(sources=odd), START)
    with Library.open(str(path)) as library:
        assert library.sources("drill-1") == odd
        assert library.verify("drill-1").ok


def test_a_file_name_that_is_no_text_is_kept_readable(library: Library):
    name = os.fsdecode(b"pl\xe4n\n.yaml")
    odd = Sources(name, SOURCES.plan_data, "s" * 1_000, SOURCES.scenario_data)
    library.create(odd, drill(), START)
    kept = library.sources("drill-1")
    assert kept.plan_name == "pl\\udce4n\\n.yaml"
    assert len(kept.scenario_name) == 300
    assert library.verify("drill-1").ok


@pytest.mark.parametrize("part", ["plan", "scenario"])
def test_an_exercise_is_not_made_with_other_files_than_it_names(library: Library, part: str):
    created = drill().model_copy(update={f"{part}_sha256": "0" * 64})
    with pytest.raises(StorageError, match=f"the {part} is not the one"):
        library.create(SOURCES, created, START)
    assert library.exercises() == ()


def test_an_identifier_is_used_once(library: Library):
    play(library)
    with pytest.raises(ExerciseExists, match="already holds an exercise drill-1"):
        library.create(SOURCES, drill(title="Another"), START + SECOND)
    assert [row.title for row in library.exercises()] == ["Autumn drill"]
    assert library.verify("drill-1").count == 6


@pytest.mark.parametrize("name", ["", "../x", "a b", "é", "x" * 81, "a\nb"])
def test_an_exercise_needs_an_identifier_that_a_file_can_have(library: Library, name: str):
    with pytest.raises(StorageError) as caught:
        library.create(SOURCES, drill(name), START)
    assert "cannot identify an exercise" in one_line(caught.value)


# The list --------------------------------------------------------------------------------------------------------


def test_the_list_follows_the_journal_through_every_state(library: Library):
    journal = library.create(SOURCES, drill(), START)
    seen = [library.exercises()[0]]
    happenings: tuple[Event, ...] = (
        ev.ClockStarted(),
        ev.ClockPaused(),
        ev.ClockResumed(),
        ev.ExerciseInterrupted(last_seen_at=0),
        ev.ClockResumed(),
        ev.PlanOpened(role="on-call"),
        ev.ExerciseEnded(),
        ev.ObservationRecorded(text="Late, but well done."),
    )
    for number, happened in enumerate(happenings, 1):
        journal.append([(START + number * SECOND, 0, happened)])
        seen.append(library.exercises()[0])
    states = [
        "created",
        "running",
        "paused",
        "running",
        "interrupted",
        "running",
        "running",
        "ended",
        "ended",
    ]
    assert [row.state for row in seen] == states
    assert [row.events for row in seen] == list(range(1, 10))
    assert [row.started for row in seen] == [None, *["2026-11-24T09:00:01.000Z"] * 8]
    assert {row.created for row in seen} == {"2026-11-24T09:00:00.000Z"}
    assert seen[-1].last_seen == "2026-11-24T09:00:08.000Z"
    assert library.verify("drill-1").ok


def test_the_list_says_what_each_exercise_is_newest_first(library: Library):
    library.create(SOURCES, drill("b", title="Älter"), START)
    library.create(SOURCES, drill("a", kind=Kind.SIMULATION, service="payments"), START + SECOND)
    newest, oldest = library.exercises()
    assert (newest.id, newest.kind, oldest.id, oldest.title) == ("a", "simulation", "b", "Älter")
    assert (newest.scenario, newest.scenario_title, newest.plan) == ("scenario", "A small scenario", "plan")
    assert (newest.service, oldest.service) == ("payments", None)
    assert json.loads(json.dumps([newest.kind, newest.virtual])) == ["simulation", False]


def test_a_mark_is_a_sign_of_life_in_the_list(library: Library):
    library.create(SOURCES, drill(), START).mark(START + MINUTE, MINUTE)
    assert library.exercises()[0].last_seen == "2026-11-24T09:01:00.000Z"


@pytest.mark.parametrize(
    ("virtual", "seats", "team"),
    [
        (False, (Seat(role="a"),), ""),
        (False, (Seat(role="a"), Seat(role="b", virtual=True)), "typical"),
        (True, (Seat(role="a", virtual=True), Seat(role="b", virtual=True)), ""),
        (False, (), ""),
        (True, (), "typical"),
    ],
)
def test_an_exercise_is_virtual_when_no_person_took_part(library: Library, virtual: bool, seats, team: str):
    library.create(SOURCES, drill(seats=seats, team=team), START)
    assert library.exercises()[0].virtual is virtual


def test_a_title_that_is_no_text_is_shown_all_the_same(library: Library, path: Path):
    library.create(SOURCES, drill(), START)
    with edited(path) as database:
        database.execute("UPDATE exercise SET title = CAST(x'4fff' AS TEXT)")
    assert library.exercises()[0].title == "O?"
    assert not library.verify("drill-1").ok


# Finding and deleting --------------------------------------------------------------------------------------------


@pytest.fixture
def three(library: Library) -> Library:
    library.create(SOURCES, drill("q4-payments", title="Payments down"), START)
    library.create(SOURCES, drill("q4", title="Card outage"), START + 1)
    library.create(SOURCES, drill("q3-payments", title="Payments down"), START + 2)
    return library


@pytest.mark.parametrize(
    ("text", "exercise"),
    [("q4", "q4"), ("q4-", "q4-payments"), ("Q3", "q3-payments"), ("card OUTAGE ", "q4")],
)
def test_an_exercise_is_found_by_identifier_beginning_or_title(three: Library, text: str, exercise: str):
    assert three.find(text) == exercise


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("payments down", "means 2 exercises: q4-payments, q3-payments; give the whole identifier"),
        ("q", "means 3 exercises"),
        ("q4-paiments", 'did you mean "q4-payments"?'),
        ("Card outrage", 'did you mean "Card outage"?'),
        ("zzz", "list the exercises"),
        ("", "there is no exercise"),
    ],
)
def test_what_is_not_found_comes_with_what_may_be_meant(three: Library, text: str, answer: str):
    with pytest.raises(NoSuchExercise) as caught:
        three.find(text)
    assert answer in one_line(caught.value)


def test_an_empty_library_says_so(library: Library):
    for ask in (
        library.find,
        library.journal,
        library.sources,
        library.verify,
        library.content,
        library.delete,
    ):
        with pytest.raises(NoSuchExercise, match="is empty"):
            ask("drill-1")


def test_a_deleted_exercise_is_gone_and_the_others_are_not(three: Library):
    journal = three.journal("q4")
    three.delete("q4")
    assert [row.id for row in three.exercises()] == ["q3-payments", "q4-payments"]
    for write in (lambda: journal.append([(START, 0, ev.ClockStarted())]), lambda: journal.mark(START, 0)):
        with pytest.raises(NoSuchExercise, match="q4 was deleted"):
            write()
    assert three.verify("q4-payments").ok
    three.create(SOURCES, drill("q4"), START)
    assert three.verify("q4").count == 1


# Checking --------------------------------------------------------------------------------------------------------


def test_a_sound_exercise_verifies(library: Library):
    play(library)
    found = library.verify("drill-1")
    assert (found.ok, found.count, found.seq, found.problem) == (True, 6, None, "")


@pytest.mark.parametrize("column", ["text", "hash"])
def test_any_byte_of_an_event_that_changes_is_noticed(library: Library, path: Path, column: str):
    play(library)
    with edited(path) as database:
        (stored,) = database.execute(f"SELECT {column} FROM event WHERE seq = 5").fetchone()
        whole = stored.encode()
        for place in range(len(whole)):
            changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
            database.execute(f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE seq = 5", (changed,))
            found = library.verify("drill-1")
            assert (found.ok, found.seq) == (False, 5), (place, found)
        database.execute(f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE seq = 5", (whole,))
    assert library.verify("drill-1").ok


@pytest.mark.parametrize(
    "change",
    [
        "at = at + 1",
        "elapsed = elapsed + 1",
        "elapsed = 'soon'",
        "elapsed = x'00'",
        "text = replace(text, 'e', 'E')",
        "text = text || ' '",
        "text = CAST(text AS BLOB)",
        "text = CAST(x'ff7b7d' AS TEXT)",
        "hash = substr(hash, 2) || '0'",
        "hash = upper(hash) || 'X'",
        "seq = seq + 100",
        "seq = -seq",
        "seq = 2.5 * seq + 0.25",
        "exercise_id = 'other'",
    ],
)
def test_a_changed_event_is_named(library: Library, path: Path, change: str):
    play(library)
    with edited(path) as database:
        database.execute("CREATE TABLE sound AS SELECT * FROM event")
        for seq in range(1, 7):
            database.execute(f"UPDATE event SET {change} WHERE seq = ?", (seq,))
            found = library.verify("drill-1")
            assert (found.ok, found.seq) == (False, seq)
            lost_end = seq == 6 and change.startswith("exercise_id")
            assert ("the end is cut off" if lost_end else f"event {seq} ") in found.problem
            database.execute("DELETE FROM event")
            database.execute("INSERT INTO event SELECT * FROM sound")
    assert library.verify("drill-1").ok


def test_a_missing_event_is_named(library: Library, path: Path):
    play(library)
    with edited(path) as database:
        database.execute("DELETE FROM event WHERE seq = 3")
    found = library.verify("drill-1")
    assert (found.ok, found.count, found.seq, found.problem) == (False, 5, 3, "event 3 is missing")
    with pytest.raises(DamagedJournal, match="event 3 is missing or out of place"):
        library.journal("drill-1").records()


def test_events_that_changed_places_are_named(library: Library, path: Path):
    play(library)
    with edited(path) as database:
        for was, now in ((3, 99), (4, 3), (99, 4)):
            database.execute("UPDATE event SET seq = ? WHERE seq = ?", (now, was))
    found = library.verify("drill-1")
    assert (found.seq, found.problem) == (3, "event 3 is out of order: it is stored as number 4")


@pytest.mark.parametrize("left", [5, 3, 1])
def test_a_lost_end_is_noticed(library: Library, path: Path, left: int):
    play(library)
    with edited(path) as database:
        database.execute("DELETE FROM event WHERE seq > ?", (left,))
    found = library.verify("drill-1")
    assert (found.ok, found.count, found.seq) == (False, left, left + 1)
    assert found.problem == f"the end is cut off: what followed event {left} is missing"
    with pytest.raises(DamagedJournal, match=f"what followed event {left} is missing"):
        library.journal("drill-1").append([(START, 0, ev.PlanOpened(role="on-call"))])


def test_a_journal_without_any_event_is_noticed(library: Library, path: Path):
    play(library)
    with edited(path) as database:
        database.execute("DELETE FROM event")
    assert library.verify("drill-1").problem == "the journal is empty"
    with pytest.raises(DamagedJournal, match="empty or damaged"):
        library.journal("drill-1")
    library.create(SOURCES, drill("sound"), START + 1)
    assert [(row.id, row.state) for row in library.exercises()] == [
        ("sound", "created"),
        ("drill-1", "damaged"),
    ]
    library.delete("drill-1")
    assert [row.id for row in library.exercises()] == ["sound"]


def test_an_event_that_somebody_added_is_noticed(library: Library, path: Path):
    play(library)
    last = library.journal("drill-1").records()[-1]
    text = encode(ev.PlanOpened(role="comms"))
    row = ("drill-1", 7, START, 0, text, chained(last.hash, 7, START, 0, text))
    with edited(path) as database:
        database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, 0)", row)
    found = library.verify("drill-1")
    assert (found.seq, found.problem) == (7, "event 7 was added: the journal was recorded up to event 6")


def test_a_well_chained_event_that_no_program_writes_is_noticed(library: Library, path: Path):
    play(library)
    before = library.journal("drill-1").records()[4]
    for text in ('{"type":"moon rose"}', encode(drill())):
        forged = chained(before.hash, 6, START, 0, text)
        with edited(path) as database:
            database.execute(
                "UPDATE event SET at=?, elapsed=0, text=?, hash=? WHERE seq=6", (START, text, forged)
            )
        found = library.verify("drill-1")
        assert (found.ok, found.seq) == (False, 6)


@pytest.mark.parametrize("part", ["plan", "scenario"])
@pytest.mark.parametrize(
    "change",
    ["replace(data, 'small', 'Small')", "substr(data, 2)", "CAST(data AS TEXT) || ' '", "zeroblob(9)"],
)
def test_a_changed_plan_or_scenario_is_noticed(library: Library, path: Path, part: str, change: str):
    play(library)
    with edited(path) as database:
        database.execute(f"UPDATE source SET data = {change} WHERE part = ?", (part,))
    found = library.verify("drill-1")
    assert (found.ok, found.seq) == (False, 1)
    assert f"the {part} is not the one" in found.problem


def test_a_missing_plan_is_damage(library: Library, path: Path):
    play(library)
    with edited(path) as database:
        database.execute("DELETE FROM source WHERE part = 'plan'")
    for ask in (library.sources, library.verify):
        with pytest.raises(DamagedJournal, match="plan or scenario"):
            ask("drill-1")


@pytest.mark.parametrize(
    "change", ["title = 'Other'", "kind = 'simulation'", "state = 'paused'", "started = 1"]
)
def test_a_list_that_contradicts_the_journal_is_noticed(library: Library, path: Path, change: str):
    play(library)
    with edited(path) as database:
        database.execute(f"UPDATE exercise SET {change}")
    assert "contradicts the journal" in library.verify("drill-1").problem


def test_an_exercise_under_another_name_is_noticed(library: Library, path: Path):
    play(library)
    with edited(path) as database:
        for change in ("exercise SET id", "event SET exercise_id", "source SET exercise_id"):
            database.execute(f"UPDATE {change} = 'stolen'")
    assert "belongs to the exercise" in library.verify("stolen").problem


def test_no_byte_of_the_file_makes_a_traceback(path: Path):
    with Library.open(str(path)) as library:
        play(library)
        records = library.journal("drill-1").records()
    whole = path.read_bytes()
    chance = random.Random(20_261_124)
    for _ in range(100):
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :])
        for rest in path.parent.glob("library.sqlite-*"):
            rest.unlink()
        with contextlib.suppress(StorageError), Library.open(str(path)) as library:
            library.exercises()
            if library.verify("drill-1").ok:
                kept = library.sources("drill-1")
                assert library.journal("drill-1").records() == records
                assert (kept.plan_data, kept.scenario_data) == (SOURCES.plan_data, SOURCES.scenario_data)


# Files that it cannot use ----------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_left_alone(path: Path):
    path.write_bytes(b"id: plan\ntitle: A plan\n" * 100)
    before = path.read_bytes()
    assert "is not a library" in refused(str(path))
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(path: Path):
    with edited(path) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    assert "database of another program" in refused(str(path))
    assert path.read_bytes() == before


def test_a_library_of_a_newer_program_is_refused_and_left_alone(path: Path):
    with Library.open(str(path)) as library:
        play(library)
    with edited(path) as database:
        database.execute("UPDATE library_version SET version = ?", (SCHEMA_VERSION + 1,))
    message = refused(str(path), NewerLibrary)
    assert "update the program" in message
    assert f"format {SCHEMA_VERSION + 1}" in message


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM library_version",
        "UPDATE library_version SET version = 'x'",
        "UPDATE library_version SET version = 0",
        "DROP TABLE event",
    ],
)
def test_a_damaged_library_is_refused(path: Path, damage: str):
    Library.open(str(path)).close()
    with edited(path) as database:
        database.execute(damage)
    assert "is damaged; restore it from a copy" in refused(str(path))


def test_a_place_that_cannot_hold_a_library_is_named(tmp_path: Path):
    assert f"the folder {tmp_path / 'no'} does not exist" in refused(str(tmp_path / "no" / "library.sqlite"))
    assert f"{tmp_path} is a folder" in refused(str(tmp_path))
    assert "the library's name is empty" in refused(" ")
    assert "cannot be opened" in refused("a\0b")
    assert "cannot be opened" in refused("x" * 5_000)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        assert "is a device or a pipe" in refused(str(tmp_path / "pipe"))


def test_a_library_that_must_be_there_is_not_made(path: Path):
    assert f"there is no library {path}" in refused(str(path), create=False)
    path.touch()
    assert "holds no library" in refused(str(path), create=False)
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("postgresql://me:secret@host/db", 'cannot be in a "postgresql" database'),
        ("sqlite+aiosqlite:///x", "cannot be in a"),
        ("://secret", "cannot be read"),
        ("sqlite://secret/x", "too few slashes"),
        ("sqlite:///x?colour=secret", "unknown options"),
        ("sqlite:///x?timeout=secret", "cannot be opened"),
    ],
)
def test_a_url_that_names_no_library_is_refused_without_its_secrets(url: str, answer: str):
    message = refused(url)
    assert answer in message
    assert "secret" not in message.replace("'secret'", "")


def test_a_library_that_may_only_be_read_is_read_and_not_written(path: Path):
    with Library.open(str(path)) as library:
        play(library)
    with Library.open(f"sqlite:///file:{path}?mode=ro&uri=true") as library:
        assert library.verify("drill-1").ok
        journal = library.journal("drill-1")
        with pytest.raises(LibraryUnavailable) as caught:
            journal.append([(START, 0, ev.PlanOpened(role="on-call"))])
        assert "may only be read" in one_line(caught.value)
        with pytest.raises(LibraryUnavailable):
            library.create(SOURCES, drill("two"), START)
        assert len(journal.records()) == 6


def test_a_locked_library_says_so_and_can_be_tried_again(path: Path):
    with Library.open(f"sqlite:///{path}?timeout=0.01") as library:
        play(library)
        journal = library.journal("drill-1")
        with edited(path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LibraryUnavailable) as caught:
                journal.append([(START, 0, ev.PlanOpened(role="on-call"))])
            assert "is locked by another program" in one_line(caught.value)
            assert len(library.journal("drill-1").records()) == 6
            other.execute("ROLLBACK")
        assert journal.append([(START, 0, ev.PlanOpened(role="on-call"))])[0].seq == 7
        assert library.verify("drill-1").ok


def test_a_full_disk_says_so_loses_nothing_and_can_be_tried_again(path: Path):
    connections: list[sqlite3.Connection] = []
    event.listen(Engine, "connect", hook := lambda connection, _: connections.append(connection))
    try:
        library = Library.open(str(path))
    finally:
        event.remove(Engine, "connect", hook)
    with library:
        play(library)
        journal = library.journal("drill-1")
        (pages,) = connections[0].execute("PRAGMA page_count").fetchone()
        connections[0].execute(f"PRAGMA max_page_count={pages}")
        long = [(START, 0, ev.ObservationRecorded(text="x" * 5_000)) for _ in range(3)]
        with pytest.raises(LibraryUnavailable) as caught:
            journal.append(long)
        assert "is full" in one_line(caught.value)
        assert library.verify("drill-1").count == 6
        with pytest.raises(LibraryUnavailable):
            library.create(
                Sources("p", b"p" * 9_000, "s", b"s"), drill("two", Sources("", b"p" * 9_000, "", b"s")), 0
            )
        connections[0].execute("PRAGMA max_page_count=1000000")
        assert [record.seq for record in journal.append(long)] == [7, 8, 9]
        assert library.verify("drill-1").count == 9
        assert [row.id for row in library.exercises()] == ["drill-1"]


def test_a_closed_library_says_so(path: Path):
    library = Library.open(str(path))
    play(library)
    journal = library.journal("drill-1")
    library.close()
    library.close()
    for use in (library.exercises, lambda: journal.append([(START, 0, ev.PlanOpened(role="a"))])):
        with pytest.raises(LibraryUnavailable, match="has been closed"):
            use()


def test_a_closed_library_is_one_file_that_can_be_copied(path: Path, tmp_path: Path):
    with Library.open(str(path)) as library:
        play(library)
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with Library.open(str(copy), create=False) as library:
        assert library.verify("drill-1").count == 6


def test_several_programs_may_make_the_same_library_at_once(path: Path):
    together, failures = threading.Barrier(8), []

    def opens(number: int) -> None:
        together.wait()
        try:
            with Library.open(str(path)) as library:
                library.create(SOURCES, drill(f"drill-{number}"), START)
        except StorageError as error:
            failures.append(error)

    threads = [threading.Thread(target=opens, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with Library.open(str(path)) as library:
        assert len(library.exercises()) == 8


def test_a_library_is_durable_at_every_commit(path: Path):
    connections: list[sqlite3.Connection] = []
    event.listen(Engine, "connect", hook := lambda connection, _: connections.append(connection))
    try:
        library = Library.open(str(path))
    finally:
        event.remove(Engine, "connect", hook)
    with library:
        settings = {
            name: connections[0].execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1}


# Where the user's own lies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, "home/.local/share/incident-trainer"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/incident-trainer"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "home/.local/share/incident-trainer"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "home/Library/Application Support/Incident Trainer"),
        ("win32", {"LOCALAPPDATA": "C:/local", "APPDATA": "C:/roaming"}, "C:/local/Incident Trainer"),
        ("win32", {"APPDATA": "C:/roaming"}, "C:/roaming/Incident Trainer"),
        ("win32", {}, "home/AppData/Local/Incident Trainer"),
    ],
)
def test_the_users_own_library_lies_where_the_platform_keeps_data(platform: str, environ, folder: str):
    assert data_folder_on(platform, environ, Path("home")) == Path(folder)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is for other platforms")
def test_without_a_name_the_users_own_library_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with Library.open() as library:
        play(library)
    assert data_folder() == tmp_path / "data" / "incident-trainer"
    with Library.open(default_url(), create=False) as library:
        assert library.verify("drill-1").ok
    (tmp_path / "blocked").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "blocked"))
    with pytest.raises(LibraryUnavailable, match="cannot be made"):
        Library.open()
