"""Portable files: nothing lost on the way, nothing taken in unseen, and no file that does harm."""

from __future__ import annotations

import io
import json
import os
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.builders import script_of
from tests.storage.test_library import SOURCES, START, drill, edited, one_line, play
from trainer.core import events as ev
from trainer.core.events import GENESIS, chained, encode
from trainer.core.state import replay
from trainer.core.time import MINUTE
from trainer.storage import portable
from trainer.storage.errors import BadPortableFile, DamagedJournal, ExerciseExists, NoSuchExercise
from trainer.storage.library import Library, Sources
from trainer.storage.portable import export_exercise, import_exercise, verify_file

ENTRIES = ["manifest.json", "plan.yaml", "scenario.yaml", "events.jsonl"]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "library.sqlite")) as opened:
        play(opened)
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "other.sqlite")) as opened:
        yield opened


@pytest.fixture
def file(library: Library, tmp_path: Path) -> Path:
    path = tmp_path / "autumn.drill"
    export_exercise(library, "drill-1", path)
    return path


def packed(file: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> None:
    """The file as somebody with a ZIP program would make it."""
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited_events(file: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """The file with its journal changed, the rest as it was."""
    entries = unpacked(file)
    lines = [json.loads(line) for line in entries["events.jsonl"].splitlines()]
    change(lines)
    dumped = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    packed(file, entries | {"events.jsonl": "".join(dumped).encode()})


def edited_manifest(file: Path, **changes: object) -> None:
    entries = unpacked(file)
    manifest = json.loads(entries["manifest.json"]) | changes
    packed(file, entries | {"manifest.json": json.dumps(manifest, indent=2).encode() + b"\n"})


def not_brought_in(library: Library, file: Path) -> str:
    """Why a file is refused; the library stays empty."""
    with pytest.raises(BadPortableFile) as caught:
        import_exercise(library, file)
    assert library.exercises() == ()
    return one_line(caught.value)


# There and back --------------------------------------------------------------------------------------------------


def test_nothing_is_lost_on_the_way_there_and_back(
    library: Library, other: Library, file: Path, tmp_path: Path
):
    imported = import_exercise(other, file)
    assert (imported.exercise, imported.new) == ("drill-1", True)
    assert other.content("drill-1") == library.content("drill-1")
    assert other.exercises() == library.exercises()
    assert other.verify("drill-1").count == 6
    export_exercise(other, "drill-1", tmp_path / "again.drill")
    assert (tmp_path / "again.drill").read_bytes() == file.read_bytes()
    before, after = (replay(script_of(), shelf.journal("drill-1").records()) for shelf in (library, other))
    assert before == after


def test_odd_bytes_names_and_words_survive(library: Library, other: Library, tmp_path: Path):
    odd = Sources("plän\u2028.yaml", bytes(range(256)), "s'\".yaml", b"", 'Zürich, "2"')
    journal = library.create(odd, drill("odd", odd, title="Ünïcode 🔥\n\x00"), START)
    journal.append([(START, 0, ev.ObservationRecorded(text='\u2028\r\n{"a": "\\"}\x00'))])
    export_exercise(library, "odd", tmp_path / "odd.drill")
    import_exercise(other, tmp_path / "odd.drill")
    assert other.content("odd") == library.content("odd")
    assert verify_file(tmp_path / "odd.drill").ok


def test_an_exercise_in_play_resumes_elsewhere_where_it_was_seen(
    library: Library, other: Library, tmp_path: Path
):
    journal = library.create(SOURCES, drill("live"), START)
    journal.append([(START, 0, ev.ClockStarted())])
    journal.mark(START + MINUTE, MINUTE)
    export_exercise(library, "live", tmp_path / "live.drill")
    import_exercise(other, tmp_path / "live.drill")
    assert other.journal("live").last_mark() == (START + MINUTE, MINUTE)
    assert other.exercises()[0].state == "running"
    assert other.journal("live").append([(START, 0, ev.ClockPaused())])[0].seq == 3


def test_any_zip_program_shows_what_is_in_it(file: Path):
    entries = unpacked(file)
    assert list(entries) == ENTRIES
    assert (entries["plan.yaml"], entries["scenario.yaml"]) == (SOURCES.plan_data, SOURCES.scenario_data)
    assert [json.loads(line)["seq"] for line in entries["events.jsonl"].splitlines()] == [1, 2, 3, 4, 5, 6]
    manifest = json.loads(entries["manifest.json"])
    assert (manifest["exercise"], manifest["title"], manifest["events"]) == ("drill-1", "Autumn drill", 6)


# Writing ---------------------------------------------------------------------------------------------------------


def test_a_file_is_not_replaced_unless_told_so(library: Library, file: Path):
    file.write_bytes(b"mine")
    with pytest.raises(BadPortableFile) as caught:
        export_exercise(library, "drill-1", file)
    assert "exists already and was left as it is" in one_line(caught.value)
    assert file.read_bytes() == b"mine"
    export_exercise(library, "drill-1", file, overwrite=True)
    assert verify_file(file).ok


def test_a_failed_export_leaves_nothing_behind(library: Library, tmp_path: Path):
    for target in (tmp_path / "no" / "x.drill", tmp_path, Path("/"), Path("a\0b")):
        with pytest.raises(BadPortableFile) as caught:
            export_exercise(library, "drill-1", target, overwrite=True)
        one_line(caught.value)
    with pytest.raises(NoSuchExercise):
        export_exercise(library, "drill-2", tmp_path / "x.drill")
    assert not list(tmp_path.glob("*drill*")) + list(tmp_path.glob(".*"))


def test_a_damaged_exercise_is_not_exported(library: Library, tmp_path: Path):
    with edited(tmp_path / "library.sqlite") as database:
        database.execute("UPDATE event SET elapsed = elapsed + 1 WHERE seq = 4")
    with pytest.raises(DamagedJournal, match="not exported: event 4 was altered"):
        export_exercise(library, "drill-1", tmp_path / "x.drill")
    assert not (tmp_path / "x.drill").exists()


def test_what_does_not_fit_is_told_at_the_export(library: Library, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(portable, "MAX_BYTES", 1_000)
    with pytest.raises(BadPortableFile, match="does not fit into a portable file"):
        export_exercise(library, "drill-1", tmp_path / "x.drill")


# Bringing in what is there already -------------------------------------------------------------------------------


def test_the_same_exercise_is_brought_in_once(library: Library, file: Path):
    imported = import_exercise(library, file)
    assert (imported.exercise, imported.new) == ("drill-1", False)
    assert len(library.exercises()) == 1


def test_an_older_or_newer_stage_does_not_replace_the_other(library: Library, other: Library, file: Path):
    import_exercise(other, file)
    library.journal("drill-1").append([(START, 0, ev.ObservationRecorded(text="One more."))])
    with pytest.raises(ExerciseExists, match="has gone on since: 7 events against 6"):
        import_exercise(library, file)
    export_exercise(library, "drill-1", file, overwrite=True)
    with pytest.raises(ExerciseExists, match="later stage: 7 events against 6"):
        import_exercise(other, file)
    assert (library.verify("drill-1").count, other.verify("drill-1").count) == (7, 6)


def test_another_exercise_of_the_same_name_is_refused(library: Library, other: Library, file: Path):
    other.create(SOURCES, drill(title="Another"), START)
    with pytest.raises(ExerciseExists) as caught:
        import_exercise(other, file)
    assert "differs from event 1 on; nothing was changed" in one_line(caught.value)
    assert other.exercises()[0].title == "Another"


# Files that are not sound ----------------------------------------------------------------------------------------


def test_no_changed_byte_goes_unnoticed(other: Library, file: Path):
    whole = file.read_bytes()
    chance = random.Random(1)
    events = range(whole.index(b"events.jsonl"), len(whole), 3)
    for place in {*range(0, len(whole), 17), *events}:
        file.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
        found = verify_file(file)
        assert not found.ok, place
        assert found.problem.isprintable()
    not_brought_in(other, file)


def test_a_file_that_was_cut_off_or_grew_is_noticed(other: Library, file: Path):
    whole = file.read_bytes()
    for length in [0, 1, 10, *range(20, len(whole), 97), len(whole) - 1]:
        file.write_bytes(whole[:length])
        assert not verify_file(file).ok
        not_brought_in(other, file)
    for more in (whole + b"\0", b"\0" + whole, whole + whole):
        file.write_bytes(more)
        assert not verify_file(file).ok


@pytest.mark.parametrize(
    ("change", "seq", "problem"),
    [
        (lambda lines: lines[3].update(elapsed=1), 4, "event 4 was altered"),
        (
            lambda lines: lines[3].update(text=lines[3]["text"].replace("on-call", "comms")),
            4,
            "event 4 was altered",
        ),
        (lambda lines: lines[3].update(hash="0" * 64), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(hash="x"), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(at="noon"), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(at=10**30), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(at=True), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(more=1), 4, "event 4 was altered"),
        (lambda lines: lines[3].update(seq=9), 4, "event 4 is out of order: it is stored as number 9"),
        (lambda lines: lines.pop(3), 4, "event 4 is missing"),
        (lambda lines: lines.pop(), 6, "the end is cut off"),
        (lambda lines: lines.append(lines[5] | {"seq": 7}), 7, "event 7 was altered"),
        (lambda lines: lines.clear(), 1, "the journal is empty"),
        (lambda lines: lines.reverse(), 1, "event 1 is out of order: event 6 stands in its place"),
        (
            lambda lines: lines.insert(2, lines.pop(3)),
            3,
            "event 3 is out of order: event 4 stands in its place",
        ),
    ],
)
def test_a_changed_event_in_a_file_is_named(
    other: Library, file: Path, change, seq: int | None, problem: str
):
    edited_events(file, change)
    found = verify_file(file)
    assert (found.ok, found.seq) == (False, seq)
    assert problem in found.problem
    assert problem in not_brought_in(other, file)


def test_a_journal_chained_anew_does_not_match_its_manifest(other: Library, file: Path):
    def forge(lines: list[dict[str, Any]]) -> None:
        lines[5]["text"] = encode(ev.ExerciseEnded(reason="all was well"))
        previous = GENESIS
        for line in lines:
            line["hash"] = previous = chained(
                previous, line["seq"], line["at"], line["elapsed"], line["text"]
            )

    edited_events(file, forge)
    assert "event 6 is not the one that was recorded as the newest" in not_brought_in(other, file)


@pytest.mark.parametrize("name", ["plan.yaml", "scenario.yaml"])
def test_a_changed_plan_or_scenario_in_a_file_is_named(other: Library, file: Path, name: str):
    entries = unpacked(file)
    packed(file, entries | {name: entries[name] + b"\n"})
    assert f"the {name.removesuffix('.yaml')} is not the one" in not_brought_in(other, file)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"version": 2}, "a newer version of this program wrote it (format 2); update the program"),
        ({"version": 0}, 'not sound at "version"'),
        ({"format": "holiday pictures"}, "not a portable exercise file"),
        ({"exercise": "../../etc"}, 'not sound at "exercise"'),
        ({"exercise": "drill-2"}, "belongs to the exercise"),
        ({"title": "Another"}, "altered"),
        ({"events": 10**12}, 'not sound at "events"'),
        ({"events": 5}, "event 6 was added"),
        ({"events": "6"}, 'not sound at "events"'),
        ({"head": "0" * 64}, "event 6 is not the one"),
        ({"mark_at": -1}, 'not sound at "mark_at"'),
        ({"mark_at": 5}, "altered"),
        ({"extra": 1}, 'not sound at "extra"'),
        ({"plan": {"name": "x\ny", "sha256": "0" * 64}}, 'not sound at "plan.name"'),
    ],
)
def test_a_manifest_that_lies_is_refused(other: Library, file: Path, changes: dict[str, object], answer: str):
    edited_manifest(file, **changes)
    assert not verify_file(file).ok
    assert answer in not_brought_in(other, file)


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"null", b"{" * 100_000, b"[" * 100_000, b"\xff\xfe", b'{"version":NaN}']
)
def test_a_manifest_that_is_none_is_refused(other: Library, file: Path, manifest: bytes):
    packed(file, unpacked(file) | {"manifest.json": manifest})
    assert "not a portable exercise file" in not_brought_in(other, file)


def test_a_bomb_is_refused_before_it_goes_off(other: Library, file: Path):
    entries = unpacked(file) | {"events.jsonl": b"\n" * 60_000_000}
    packed(file, entries, zipfile.ZIP_DEFLATED)
    assert file.stat().st_size < 1_000_000
    assert "packed anew" in not_brought_in(other, file)


@pytest.mark.parametrize("name", ["../plan.yaml", "/etc/passwd", "more.txt", "plan.yaml", "events.jsonl/"])
def test_other_entries_are_refused(other: Library, file: Path, name: str):
    with zipfile.ZipFile(file, "a") as archive, pytest.warns() if name in ENTRIES else nullcontext():
        archive.writestr(name, b"x")
    assert "not a portable exercise file" in not_brought_in(other, file)


def test_the_same_content_packed_by_another_program_is_refused(other: Library, file: Path):
    packed(file, dict(unpacked(file)))
    assert "packed anew" in not_brought_in(other, file)
    packed(file, dict(reversed(unpacked(file).items())))
    assert "not a portable exercise file" in not_brought_in(other, file)


def test_too_many_events_are_refused(other: Library, file: Path):
    packed(file, unpacked(file) | {"events.jsonl": b"\n" * (portable.MAX_EVENTS + 1)})
    assert "holds more than 200,000 events" in not_brought_in(other, file)


def test_what_is_no_file_is_refused(other: Library, file: Path, tmp_path: Path):
    assert "cannot be read: No such file" in not_brought_in(other, tmp_path / "nowhere.drill")
    assert "is not a file" in not_brought_in(other, tmp_path)
    assert "cannot be read" in not_brought_in(other, Path("a\0b"))
    with pytest.raises(BadPortableFile):
        verify_file(tmp_path / "nowhere.drill")
    with file.open("r+b") as grown:
        grown.truncate(portable.MAX_BYTES + 1)
    assert "larger than 200 MB" in not_brought_in(other, file)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        assert "is not a file" in not_brought_in(other, tmp_path / "pipe")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\0" * 18, b"id: plan\n" * 1_000, b"SQLite format 3\0" * 99]
)
def test_other_files_are_refused(other: Library, file: Path, content: bytes):
    file.write_bytes(content)
    assert "not a portable exercise file" in not_brought_in(other, file)
    assert "not a portable exercise file" in verify_file(file).problem


def test_noise_never_makes_a_traceback(other: Library, file: Path):
    whole = file.read_bytes()
    chance = random.Random(2)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        tail = archive.start_dir
    for _ in range(400):
        noisy = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            noisy[chance.randrange(tail, len(whole))] = chance.randrange(256)
        file.write_bytes(noisy)
        assert verify_file(file).ok == (bytes(noisy) == whole)
    not_brought_in(other, file)
