"""Undo records on a disk that makes trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.chaos.undo import UndoRecord, left, read_undo, write_undo

RECORD = UndoRecord("e", "x", "shop", "d", "2026-01-01", 1, 1, {"title": "t", "method": ["a" * 5_000]})


def test_a_record_that_finds_no_room_leaves_the_earlier_one_and_nothing_else(tmp_path: Path):
    resource = pytest.importorskip("resource")
    write_undo(tmp_path, "k", RECORD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            write_undo(tmp_path, "k", RECORD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [each.name for each in tmp_path.iterdir()] == ["k.undo"]
    assert read_undo(tmp_path, "k") == RECORD


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"exercise": 1}', "[" * 100_000, "\udcff"])
def test_a_record_that_cannot_be_read_is_told_and_never_run(tmp_path: Path, text: str):
    (tmp_path / "k.undo").write_bytes(text.encode("utf-8", "surrogatepass"))
    (found,) = left(tmp_path)
    assert (found.state, found.undo) == ("unreadable", None)
