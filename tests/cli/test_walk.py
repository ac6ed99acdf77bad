"""`trainer walk`, and the walk-through that is rehearsed with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainer.cli import main

Out = pytest.CaptureFixture[str]
PLAN = "incident-management-procedures"


def rehearse(folder: Path, name: str, *more: str) -> int:
    library = str(folder / f"{name}.db")
    words = ["--library", library, "rehearse", str(folder / "walk.yaml"), "--kind", "walk-through"]
    return main([*words, "--out", str(folder / name), *more])


@pytest.fixture
def walk(tmp_path: Path, capsys: Out) -> Path:
    """A walk-through of one procedure, as a file."""
    assert main(["walk", PLAN, "--procedure", "detection", "--to", str(tmp_path / "walk.yaml")]) == 0
    capsys.readouterr()
    return tmp_path / "walk.yaml"


def test_a_walk_through_is_written_checked_and_rehearsed_without_a_scenario(walk: Path, capsys: Out) -> None:
    assert main(["check", str(walk)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err
    assert rehearse(walk.parent, "out", "--team", "perfect") == 0
    told = json.loads((walk.parent / "out" / "aar.json").read_text())
    assert told["exercise"]["kind"] == "walk-through"
    assert [step["step"] for step in told["exercise"]["walk"]["steps"]] == [
        "acknowledge-alert",
        "open-ticket",
        "escalate-page",
    ]
    assert told["gaps"] == []


def test_the_command_names_the_file_and_how_to_try_it_out(tmp_path: Path, capsys: Out) -> None:
    plan = tmp_path / "plans" / "ours.yaml"
    plan.parent.mkdir()
    plan.write_text(
        "id: our-plan\ntitle: Ours\nroles: [{id: lead, title: Lead}]\n"
        "procedures: [{id: p, title: P, phase: detection, steps: [{id: s, title: S, role: lead}]}]\n"
    )
    assert main(["walk", str(plan), "--to", str(tmp_path / "walk.yaml")]) == 0
    told = capsys.readouterr()
    assert told.out == f"{tmp_path / 'walk.yaml'}\n"
    assert f"--plan {plan}" in told.err
    assert rehearse(tmp_path, "out", "--plan", str(plan)) == 0


def test_a_rehearsed_walk_through_gives_the_same_bytes_twice(walk: Path) -> None:
    for name in ("one", "two"):
        assert rehearse(walk.parent, name, "--team", "struggling", "--seed", "4") == 0
    for file in ("aar.json", "aar.html"):
        assert (walk.parent / "one" / file).read_bytes() == (walk.parent / "two" / file).read_bytes()


def test_a_file_that_exists_is_left_as_it_is_unless_that_is_asked_for(walk: Path, capsys: Out) -> None:
    before = walk.read_bytes()
    again = ["walk", PLAN, "--step", "classify", "--to", str(walk)]
    assert main(again) == 2
    assert "exists already and was left as it is" in capsys.readouterr().err
    assert walk.read_bytes() == before
    assert main([*again, "--force"]) == 0
    assert walk.read_bytes() != before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope"], "no plan nope: name a file, or one that ships"),
        ([PLAN, "--procedure", "detecton"], 'no procedure "detecton" (did you mean "detection"?)'),
        ([PLAN, "--step", "clasify"], 'no step "clasify" (did you mean "classify"?)'),
        ([PLAN, "--severity", "SEV9"], 'no severity "SEV9"'),
    ],
)
def test_a_bad_argument_ends_in_one_clear_line(
    words: list[str], said: str, tmp_path: Path, capsys: Out
) -> None:
    assert main(["walk", *words, "--to", str(tmp_path / "walk.yaml")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert not (tmp_path / "walk.yaml").exists()


def test_a_plan_with_errors_is_not_walked(tmp_path: Path, capsys: Out) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("id: our-plan\ntitle: Ours\nroles: [{id: lead}]\n")
    assert main(["walk", str(plan), "--to", str(tmp_path / "walk.yaml")]) == 1
    assert "cannot be walked through; mend what is listed above" in capsys.readouterr().err


def test_a_folder_is_no_file_to_write(tmp_path: Path, capsys: Out) -> None:
    assert main(["walk", PLAN, "--to", str(tmp_path)]) == 2
    assert "is a folder; name a file to write" in capsys.readouterr().err


def test_a_team_file_answers_and_shows_and_one_that_waits_for_injects_is_refused(
    walk: Path, capsys: Out
) -> None:
    team = walk.parent / "team.yaml"
    acts = "{at: 1m, do: answer, step: open-ticket, question: means, answer: blocked, note: No licence}"
    team.write_text(f"team: ours\nmembers: [{{role: on-call-engineer, acts: [{acts}]}}]\n")
    assert rehearse(walk.parent, "out", "--team", str(team)) == 0
    told = json.loads((walk.parent / "out" / "aar.json").read_text())
    assert "G06-ticketing" in [gap["id"] for gap in told["gaps"]]
    capsys.readouterr()
    team.write_text(
        f"team: ours\nmembers: [{{role: on-call-engineer, acts: [{acts.replace('at: 1m', 'after: x')}]}}]\n"
    )
    assert rehearse(walk.parent, "no", "--team", str(team)) == 2
    assert "in a walk-through no inject comes" in capsys.readouterr().err


def test_a_scenario_that_declares_no_walk_through_is_not_walked(walk: Path, capsys: Out) -> None:
    walk.write_text(walk.read_text().replace("kinds: [walk-through]", "kinds: [tabletop]"))
    assert rehearse(walk.parent, "out") != 0
    assert capsys.readouterr().err.strip()
