"""A drill that follows others on the same plan knows what they left behind, and actions can be followed up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trainer import shipped
from trainer.cli import main
from trainer.cli.local import LocalWorkspace
from trainer.core.commands import EndExercise, StartClock
from trainer.core.events import EarlierDrillsNoted, Seat
from trainer.core.scenario import Kind
from trainer.workspace import Setup

Out = pytest.CaptureFixture[str]
SCENARIO = "payment-gateway-outage"


@pytest.fixture
def library(tmp_path: Path) -> str:
    return str(tmp_path / "library.db")


def rehearsed(library: str, folder: Path, day: str, capsys: Out, seed: int = 3) -> str:
    """The identifier of a rehearsal that began on a day."""
    words = ["rehearse", SCENARIO, "--team", "struggling", "--seed", str(seed), "--start", f"{day}T09:00:00Z"]
    assert main(["--library", library, *words, "--out", str(folder / day)]) == 0
    return capsys.readouterr().out.splitlines()[0]


def earlier_in(library: str, exercise: str, capsys: Out) -> list[dict[str, Any]]:
    assert main(["--library", library, "show", exercise, "--format", "json"]) == 0
    journal = json.loads(capsys.readouterr().out)["journal"]
    noted = [entry["event"] for entry in journal if entry["event"]["type"] == "earlier drills noted"]
    return [drill for event in noted for drill in event["drills"]]


def actions_of(library: str, exercise: str, capsys: Out, *words: str) -> dict[str, dict[str, Any]]:
    assert main(["--library", library, "actions", exercise, *words, "--format", "json"]) == 0
    return {action["id"]: action for action in json.loads(capsys.readouterr().out)}


def test_a_later_rehearsal_knows_the_earlier_one_and_not_the_other_way_round(
    library: str, tmp_path: Path, capsys: Out
) -> None:
    second = rehearsed(library, tmp_path, "2026-08-03", capsys)
    first = rehearsed(library, tmp_path, "2026-05-04", capsys)
    third = rehearsed(library, tmp_path, "2026-11-02", capsys)
    assert [drill["held"] for drill in earlier_in(library, third, capsys)] == ["2026-05-04", "2026-08-03"]
    assert earlier_in(library, first, capsys) == []
    assert earlier_in(library, second, capsys) == []


def test_rehearsals_at_the_same_time_do_not_know_of_each_other(
    library: str, tmp_path: Path, capsys: Out
) -> None:
    rehearsed(library, tmp_path, "2026-11-02", capsys, seed=1)
    other = rehearsed(library, tmp_path, "2026-11-02", capsys, seed=2)
    assert earlier_in(library, other, capsys) == []


def test_what_is_kept_of_an_earlier_drill_are_its_steps_gaps_and_actions(
    library: str, tmp_path: Path, capsys: Out
) -> None:
    rehearsed(library, tmp_path, "2026-08-03", capsys)
    report = json.loads((tmp_path / "2026-08-03" / "aar.json").read_text(encoding="utf-8"))
    (drill,) = earlier_in(library, rehearsed(library, tmp_path, "2026-11-02", capsys), capsys)
    assert [(gap["code"], gap["step"]) for gap in drill["gaps"]] == [
        (g["code"], g["step"]) for g in report["gaps"]
    ]
    assert {action["id"] for action in drill["actions"]} <= {
        action["id"] for action in report["improvement_plan"]
    }
    assert drill["actions"]
    timed = {step["step"]: step["elapsed"] for step in drill["steps"] if step["elapsed"] is not None}
    seconds = {step["step"]: step["elapsed_s"] for step in report["steps"] if step["elapsed_s"] is not None}
    assert timed
    assert all(elapsed == round(seconds[step] * 1_000_000) for step, elapsed in timed.items())


def test_an_action_that_was_assigned_and_closed_is_so_for_the_next_drill(
    library: str, tmp_path: Path, capsys: Out
) -> None:
    first = rehearsed(library, tmp_path, "2026-08-03", capsys)
    name = next(iter(actions_of(library, first, capsys)))
    given = ("--assign", name, "--owner", "Head of operations", "--due", "2026-09-30")
    assert actions_of(library, first, capsys, *given)[name]["owner"] == "Head of operations"
    done = ("--close", name, "--proof", "Published as version 1.1", "--on", "2026-09-14")
    assert actions_of(library, first, capsys, *done)[name]["status"] == "closed"
    (drill,) = earlier_in(library, rehearsed(library, tmp_path, "2026-11-02", capsys), capsys)
    kept = next(action for action in drill["actions"] if action["id"] == name)
    assert (kept["status"], kept["due"], kept["closed"]) == ("closed", "2026-09-30", "2026-09-14")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--assign", "A-none", "--owner", "Somebody", "--due", "2026-09-30"), "there is no action A-none"),
        (("--assign", "{name}", "--due", "2026-09-30"), "An action has one owner."),
        (("--assign", "{name}", "--owner", "Somebody", "--due", "soon"), '"soon" is not a date'),
        (("--close", "{name}"), "Closing an action needs its proof"),
    ],
)
def test_an_action_that_cannot_be_settled_is_refused_in_one_line(
    library: str, tmp_path: Path, capsys: Out, words: tuple[str, ...], complaint: str
) -> None:
    first = rehearsed(library, tmp_path, "2026-08-03", capsys)
    before = actions_of(library, first, capsys)
    asked = [word.format(name=next(iter(before))) for word in words]
    assert main(["--library", library, "actions", first, *asked]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line
    assert actions_of(library, first, capsys) == before


def test_a_drill_by_people_does_not_follow_rehearsals(library: str, tmp_path: Path, capsys: Out) -> None:
    rehearsed(library, tmp_path, "2025-08-04", capsys)
    workspace = LocalWorkspace(library)
    seats = (Seat(role="incident-commander"),)
    setup = Setup("By people", Kind.TABLETOP, shipped.scenarios_folder() / f"{SCENARIO}.yaml", None, seats)
    first = workspace.create(setup).exercise
    assert not [record for record in first.records if isinstance(record.event, EarlierDrillsNoted)]
    first.submit(StartClock())
    first.submit(EndExercise())
    second = workspace.create(setup).exercise
    noted = [record.event for record in second.records if isinstance(record.event, EarlierDrillsNoted)]
    assert [[drill.exercise for drill in event.drills] for event in noted] == [[first.id]]


def test_looking_at_the_actions_of_a_running_drill_leaves_it_running(library: str, capsys: Out) -> None:
    seats = (Seat(role="incident-commander"),)
    setup = Setup("Running", Kind.TABLETOP, shipped.scenarios_folder() / f"{SCENARIO}.yaml", None, seats)
    exercise = LocalWorkspace(library).create(setup).exercise
    exercise.submit(StartClock())
    before = len(exercise.records)
    actions_of(library, exercise.id, capsys)
    assert main(["--library", library, "actions", exercise.id, "--close", "A-x", "--proof", "Done"]) == 2
    assert "has not ended" in capsys.readouterr().err
    assert main(["--library", library, "show", exercise.id, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["journal"]) == before
