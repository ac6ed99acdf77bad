"""A walk-through that was made from a plan is kept as a scenario of the person's own, and can be set up."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer import shipped
from trainer.cli.local import LocalWorkspace
from trainer.cli.own_files import keep_scenario
from trainer.core.events import Seat
from trainer.core.scenario import Kind, Scenario
from trainer.core.walk.making import scenario_text
from trainer.storage.files import load_plan
from trainer.workspace import Setup, Unusable

_PLAN = shipped.scenarios_folder() / "plans" / "incident-management-procedures.yaml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def _text(title: str | None = None) -> str:
    plan = load_plan(_PLAN).value
    assert plan is not None
    return scenario_text(plan, ["detection"], title=title)


def test_a_walk_through_is_kept_under_its_identifier_and_not_twice_word_for_word(home: Path) -> None:
    first = keep_scenario(_text())
    assert first.name == "walk-through-detection.yaml"
    assert first.is_relative_to(home)
    assert keep_scenario(_text()) == first
    other = keep_scenario(_text("With the night shift"))
    assert other.name == "walk-through-detection-2.yaml"
    assert first.read_text(encoding="utf-8") == _text()


def test_a_walk_through_is_written_where_the_person_says(home: Path) -> None:
    file = home / "elsewhere" / "mine.yaml"
    assert keep_scenario(_text(), file) == file
    assert file.read_text(encoding="utf-8") == _text()


def test_what_was_kept_is_choosable_and_becomes_a_walk_through(home: Path) -> None:
    workspace = LocalWorkspace(str(home / "library.sqlite"))
    entry = workspace.keep_walk(_text())
    assert isinstance(entry.value, Scenario)
    assert entry.path in [one.path for one in workspace.scenarios()]
    seats = (Seat(role="on-call-engineer"),)
    opened = workspace.create(Setup("Walked", Kind.WALKTHROUGH, entry.path, _PLAN, seats))
    assert opened.exercise.state.walk is not None
    assert list(opened.exercise.state.walk.steps) == ["acknowledge-alert", "open-ticket", "escalate-page"]
    opened.close()


def test_a_place_that_cannot_be_written_ends_in_one_line(home: Path) -> None:
    blocked = home / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Unusable, match="file"):
        LocalWorkspace(str(home / "library.sqlite")).keep_walk(_text(), blocked / "walk.yaml")
