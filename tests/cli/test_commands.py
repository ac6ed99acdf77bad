"""The commands as people type them: results, messages, exit codes; every refusal one clear line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from trainer.cli import main

Out = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path) -> str:
    return str(tmp_path / "library.db")


@pytest.fixture
def rehearsed(library: str, tmp_path: Path, capsys: Out) -> str:
    """The identifier of a rehearsal in the library."""
    code = main(
        ["--library", library, "rehearse", "payment-gateway-outage", "--out", str(tmp_path / "first")]
    )
    assert code == 0
    return capsys.readouterr().out.splitlines()[0]


def test_a_rehearsal_twice_with_one_seed_gives_the_same_bytes(tmp_path: Path, capsys: Out) -> None:
    for name in ("one", "two"):
        arguments = ["rehearse", "payment-gateway-outage", "--seed", "9", "--out", str(tmp_path / name)]
        assert main(["--library", str(tmp_path / f"{name}.db"), *arguments]) == 0
    assert (tmp_path / "one" / "aar.json").read_bytes() == (tmp_path / "two" / "aar.json").read_bytes()
    assert (tmp_path / "one" / "aar.html").read_bytes() == (tmp_path / "two" / "aar.html").read_bytes()
    first, second = capsys.readouterr().out.split("\n")[0], capsys.readouterr().out
    assert first.startswith("rehearsal-")
    assert second == ""


def test_another_seed_gives_another_exercise(tmp_path: Path, library: str) -> None:
    for seed in ("1", "2"):
        arguments = ["rehearse", "payment-gateway-outage", "--seed", seed, "--out", str(tmp_path / seed)]
        assert main(["--library", library, *arguments]) == 0
    assert (tmp_path / "1" / "aar.json").read_bytes() != (tmp_path / "2" / "aar.json").read_bytes()


def test_the_report_from_the_journal_is_the_same_bytes_again(
    library: str, rehearsed: str, tmp_path: Path
) -> None:
    assert main(["--library", library, "report", rehearsed, "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "aar.json").read_bytes() == (tmp_path / "first" / "aar.json").read_bytes()
    assert (tmp_path / "again" / "aar.html").read_bytes() == (tmp_path / "first" / "aar.html").read_bytes()


def test_rehearsing_again_keeps_one_exercise_in_the_library(
    library: str, rehearsed: str, tmp_path: Path, capsys: Out
) -> None:
    main(["--library", library, "rehearse", "payment-gateway-outage", "--out", str(tmp_path / "second")])
    capsys.readouterr()
    main(["--library", library, "list", "--format", "json"])
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == [rehearsed]


def test_list_names_what_the_contract_promises(library: str, rehearsed: str, capsys: Out) -> None:
    assert main(["list", "--library", library, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["id"] == rehearsed
    assert row["kind"] == "tabletop"
    assert row["state"] == "ended"
    assert row["started"].startswith("2026-11-02T09:00:00")
    assert row["title"]


def test_the_library_may_be_named_by_the_environment(
    library: str, rehearsed: str, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINER_LIBRARY", library)
    assert main(["list"]) == 0
    assert rehearsed in capsys.readouterr().out


def test_show_tells_the_journal_in_words_and_as_json(library: str, rehearsed: str, capsys: Out) -> None:
    assert main(["--library", library, "show", rehearsed]) == 0
    told = capsys.readouterr().out
    assert "Play began" in told
    assert main(["--library", library, "show", rehearsed[:14], "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["journal"][0]["event"]["type"] == "exercise created"


def test_export_and_import_lose_nothing(library: str, rehearsed: str, tmp_path: Path, capsys: Out) -> None:
    file, other = tmp_path / "drill.drill", str(tmp_path / "other.db")
    assert main(["--library", library, "export", rehearsed, str(file)]) == 0
    assert main(["--library", other, "import", str(file)]) == 0
    assert main(["--library", other, "verify", rehearsed]) == 0
    assert main(["--library", other, "report", rehearsed, "--out", str(tmp_path / "moved")]) == 0
    assert (tmp_path / "moved" / "aar.json").read_bytes() == (tmp_path / "first" / "aar.json").read_bytes()
    capsys.readouterr()
    assert main(["--library", library, "export", rehearsed, str(file)]) == 2
    assert "drill.drill" in capsys.readouterr().err


def test_verify_names_an_altered_event(library: str, rehearsed: str, capsys: Out) -> None:
    assert main(["--library", library, "verify", rehearsed]) == 0
    with sqlite3.connect(library) as database:
        database.execute("UPDATE event SET text = replace(text, '\"type\"', '\"typf\"') WHERE seq = 7")
    capsys.readouterr()
    assert main(["--library", library, "verify", rehearsed]) == 1
    assert "event 7" in capsys.readouterr().out


def test_a_scripted_team_is_rehearsed(library: str, tmp_path: Path) -> None:
    from trainer import shipped

    team = shipped.scenarios_folder() / "teams" / "example-team.yaml"
    arguments = ["rehearse", "payment-gateway-outage", "--team", str(team), "--out", str(tmp_path / "out")]
    assert main(["--library", library, *arguments]) == 0
    report = json.loads((tmp_path / "out" / "aar.json").read_text(encoding="utf-8"))
    outcomes = {step["outcome"] for step in report["steps"]}
    assert {"on time", "late", "missed", "wrong role"} <= outcomes


def test_the_report_holds_the_parts_that_the_contract_names(
    library: str, rehearsed: str, tmp_path: Path
) -> None:
    report = json.loads((tmp_path / "first" / "aar.json").read_text(encoding="utf-8"))
    assert set(report) == {
        "schema",
        "control",
        "summary",
        "exercise",
        "method",
        "objectives",
        "steps",
        "metrics",
        "timeline",
        "strengths",
        "gaps",
        "deviations",
        "communications",
        "voice",
        "previous_actions",
        "improvement_plan",
        "evidence",
        "participants",
        "integrity",
    }


def test_demo_without_a_screen_leaves_its_report(
    library: str, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--library", library, "demo", "--no-window"]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {path.name for path in paths} == {"aar.json", "aar.html"}
    assert all(path.parent == tmp_path / "trainer-demo" and path.is_file() for path in paths)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rehearse", "nothing-here", "--out", "x"], "no scenario nothing-here"),
        (["rehearse", "payment-gateway-outage", "--team", "superb", "--out", "x"], "no team superb"),
        (["rehearse", "payment-gateway-outage", "--start", "noon", "--out", "x"], "is not a time"),
        (["rehearse", "payment-gateway-outage", "--format", "xyz", "--out", "x"], "no format xyz"),
        (["rehearse", "payment-gateway-outage", "--plan", "none.yaml", "--out", "x"], "none.yaml"),
        (["rehearse", "sign-in-slow-leak", "--kind", "tabletop", "--out", "x"], "tabletop"),
        (["show", "none"], "none"),
        (["report", "none", "--out", "x"], "none"),
        (["export", "none", "x.drill"], "none"),
        (["import", "none.drill"], "none.drill"),
        (["verify", "none"], "none"),
        (["demo", "--speed", "61", "--no-window"], "from 1 to 60"),
    ],
)
def test_bad_arguments_end_with_one_clear_line(
    library: str,
    tmp_path: Path,
    capsys: Out,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--library", library, *arguments]) in (1, 2)
    spoken = capsys.readouterr()
    assert words in spoken.err
    assert spoken.err.splitlines()[-1].startswith("trainer: ")
    assert "Traceback" not in spoken.err


@pytest.mark.parametrize(
    "command", ["demo", "check", "rehearse", "report", "list", "show", "verify", "export"]
)
def test_every_command_explains_itself_with_an_example(capsys: Out, command: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "Example: trainer" in capsys.readouterr().out


def test_a_library_that_is_not_one_is_named(tmp_path: Path, capsys: Out) -> None:
    broken = tmp_path / "library.db"
    broken.write_bytes(b"this is not a database" * 100)
    assert main(["--library", str(broken), "list"]) == 2
    assert "library.db" in capsys.readouterr().err


def test_a_report_folder_that_is_a_file_is_refused_before_any_work(
    library: str, tmp_path: Path, capsys: Out
) -> None:
    (tmp_path / "out").write_text("in the way")
    assert (
        main(["--library", library, "rehearse", "payment-gateway-outage", "--out", str(tmp_path / "out")])
        == 2
    )
    assert "is a file" in capsys.readouterr().err
