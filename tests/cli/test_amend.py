"""`trainer amend`: decide on the changes that a drill speaks for, and write the plan's next version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainer.cli import main
from trainer.cli.exercises import creation, prepare, seats_for
from trainer.core.actions import DoStep
from trainer.core.commands import Act, StartClock
from trainer.core.scenario import Kind
from trainer.session import Session
from trainer.storage.clock import SystemClock
from trainer.storage.files import load_plan
from trainer.storage.library import Library

Out = pytest.CaptureFixture[str]

PLAN = """\
# Our own plan; keep this line.
id: small
title: Small plan
version: "1.0" # of this year
roles:
  - {id: lead, title: Lead, leads: true}
  - {id: tech, title: Technician}
procedures:
  - id: respond
    title: Respond
    phase: containment
    steps:
      - id: see # first
        title: See it
        role: tech
        target: {from: inject, within: 5m}
      # nobody owns this one
      - id: mend
        title: Mend it
        text: >-
          Mend it with care,
          and say so.
"""
SCENARIO = """\
id: small-drill
title: Small drill
plan: small
length: 30m
roles: [lead, tech]
objectives:
  - {id: o, title: Mend, steps: [see, mend]}
injects:
  - id: alarm
    title: Alarm
    release: {at: 1m}
    channel: alert
    from: Monitoring
    text: It is broken.
    expects: [{step: see}, {step: mend}]
  - id: flood
    title: Water in the cellar
    release: {at: 10m}
    channel: phone
    from: Caretaker
    text: There is water.
"""
TEAM = """\
team: Two
members:
  - role: tech
    acts:
      - {at: 2m, do: do step, step: see}
      - {at: 3m, do: do step, step: mend}
      - {at: 12m, do: ask, text: What does our plan say about water in the cellar?}
  - role: lead
    acts:
      - {at: 4m, do: do step, step: mend}
"""
OWNER = "M-G03-mend"
FLOOD = "M-G01-flood"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with plan, scenario and team, and a library in which they were played once."""
    for name, text in (("small.yaml", PLAN), ("drill.yaml", SCENARIO), ("team.yaml", TEAM)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRAINER_LIBRARY", str(tmp_path / "library.db"))
    assert (
        main(["rehearse", "drill.yaml", "--plan", "small.yaml", "--team", "team.yaml", "--out", "out"]) == 0
    )
    return tmp_path


def amend(capsys: Out, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["amend", "rehearsal", *words])
    spoken = capsys.readouterr()
    assert "Traceback" not in spoken.err
    return code, spoken.out, spoken.err


def states(capsys: Out) -> dict[str, str]:
    _, out, _ = amend(capsys, "--format", "json")
    return {entry["id"]: entry["status"] for entry in json.loads(out)}


def one_line(err: str) -> str:
    lines = [line for line in err.splitlines() if line.startswith("trainer: ")]
    assert len(lines) == 1, err
    return lines[0]


def test_the_list_shows_each_change_with_its_gap_before_after_and_state(home: Path, capsys: Out):
    code, out, err = amend(capsys)
    assert code == 0
    assert f"{OWNER}  [proposed]  Name Technician as the owner of" in out
    assert "gap:     G03-mend" in out
    assert "      role: tech" in out
    assert 'fill in: what is to be done on "Water in the cellar"' in out
    assert "--accept" in err


def test_what_is_accepted_is_in_the_journal_and_the_journal_is_still_whole(home: Path, capsys: Out):
    assert amend(capsys, "--accept", OWNER)[0] == 0
    assert states(capsys) == {OWNER: "accepted", FLOOD: "proposed"}
    assert main(["verify", "rehearsal"]) == 0
    main(["show", "rehearsal"])
    assert f"The amendment {OWNER} was accepted" in capsys.readouterr().out


def test_the_next_version_keeps_comments_and_is_a_valid_plan(home: Path, capsys: Out):
    code, out, err = amend(capsys, "--accept", OWNER, "--to", "next.yaml")
    assert (code, out) == (0, "next.yaml\n")
    assert "version 1.1, 1 change; the next drill has to retest 1 step: mend" in err
    text = Path("next.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        PLAN.replace('"1.0"', '"1.1"').replace(
            "          and say so.\n", "          and say so.\n        role: tech\n"
        )
    )
    assert main(["check", "next.yaml"]) == 0
    plan = load_plan(Path("next.yaml")).value
    assert plan is not None
    (entry,) = plan.changes
    assert (entry.version, entry.retest) == ("1.1", ("mend",))
    assert entry.exercise is not None
    assert entry.exercise.startswith("rehearsal-")
    assert entry.what == ('Name Technician as the owner of "Mend it"',)
    assert Path("small.yaml").read_text(encoding="utf-8") == PLAN


def test_the_difference_is_shown_without_writing_anything(home: Path, capsys: Out):
    code, out, _ = amend(capsys, "--accept", OWNER, "--diff")
    assert code == 0
    assert "+        role: tech\n" in out
    assert '-version: "1.0" # of this year\n+version: "1.1" # of this year\n' in out
    assert sorted(path.name for path in home.glob("*.yaml")) == ["drill.yaml", "small.yaml", "team.yaml"]


def test_a_change_with_something_to_fill_in_is_accepted_with_the_value(home: Path, capsys: Out):
    code, _, err = amend(capsys, "--accept", FLOOD)
    assert code == 1
    assert f"--set {FLOOD}=" in one_line(err)
    assert states(capsys)[FLOOD] == "proposed"
    assert amend(capsys, "--set", f"{FLOOD}=Call the caretaker's firm", "--to", "next.yaml")[0] == 0
    assert states(capsys)[FLOOD] == "edited"
    text = Path("next.yaml").read_text(encoding="utf-8")
    assert "title: Call the caretaker's firm" in text
    assert "fill in" not in text


def test_all_takes_what_is_complete_and_names_what_is_left(home: Path, capsys: Out):
    code, _, err = amend(capsys, "--all")
    assert code == 0
    assert f"{FLOOD} is left open" in err
    assert states(capsys) == {OWNER: "accepted", FLOOD: "proposed"}


def test_a_rejection_needs_its_reason_and_keeps_the_change_out(home: Path, capsys: Out):
    code, _, err = amend(capsys, "--reject", OWNER)
    assert code == 2
    assert "--reason" in one_line(err)
    assert amend(capsys, "--reject", OWNER, "--reason", "The lead has it")[0] == 0
    _, out, _ = amend(capsys)
    assert f"{OWNER}  [rejected]  (The lead has it)" in out
    code, _, err = amend(capsys, "--to", "next.yaml")
    assert code == 1
    assert "no change was accepted" in one_line(err)
    assert not Path("next.yaml").exists()


def test_a_change_may_be_edited_as_text(home: Path, capsys: Out):
    _, text, _ = amend(capsys, "--text", OWNER)
    assert text == "id: mend\ntitle: Mend it\nrole: tech\n"
    Path("change.yaml").write_text(text.replace("tech", "lead"), encoding="utf-8")
    assert amend(capsys, "--edit", f"{OWNER}=change.yaml", "--to", "next.yaml")[0] == 0
    plan = load_plan(Path("next.yaml")).value
    assert plan is not None
    assert plan.procedures[0].steps[1].role == "lead"
    assert plan.changes[0].what == ('Name Technician as the owner of "Mend it" (as edited: lead)',)


def test_an_edited_text_that_changes_more_is_refused(home: Path, capsys: Out):
    Path("change.yaml").write_text("id: mend\ntitle: Break it\nrole: tech\n", encoding="utf-8")
    code, _, err = amend(capsys, "--edit", f"{OWNER}=change.yaml")
    assert code == 1
    assert OWNER in one_line(err)
    assert states(capsys)[OWNER] == "proposed"


def test_a_value_that_is_no_role_stops_the_writing(home: Path, capsys: Out):
    code, _, err = amend(capsys, "--set", f"{OWNER}=nobody", "--to", "next.yaml")
    assert code == 1
    assert "nobody" in one_line(err)
    assert not Path("next.yaml").exists()


def test_the_present_plan_is_changed_where_it_has_moved_on(home: Path, capsys: Out):
    moved = PLAN.replace('"1.0"', '"4.2"').replace("Mend it with care,", "Mend it by the book,")
    Path("present.yaml").write_text(moved, encoding="utf-8")
    assert amend(capsys, "--accept", OWNER, "--plan", "present.yaml", "--to", "next.yaml")[0] == 0
    text = Path("next.yaml").read_text(encoding="utf-8")
    assert 'version: "4.3" # of this year' in text
    assert "Mend it by the book," in text


def test_a_place_that_is_gone_stops_everything_in_one_line(home: Path, capsys: Out):
    Path("present.yaml").write_text(PLAN[: PLAN.index("      # nobody")], encoding="utf-8")
    code, _, err = amend(capsys, "--accept", OWNER, "--plan", "present.yaml", "--to", "next.yaml")
    assert code == 1
    assert "respond > steps > mend" in one_line(err)
    assert not Path("next.yaml").exists()


def test_neither_the_plan_nor_another_file_is_replaced_unless_forced(home: Path, capsys: Out):
    code, _, err = amend(capsys, "--accept", OWNER, "--plan", "small.yaml", "--to", "small.yaml")
    assert code == 1
    assert "left as it is" in one_line(err)
    assert Path("small.yaml").read_text(encoding="utf-8") == PLAN
    code, _, err = amend(capsys, "--to", "team.yaml")
    assert code == 1
    assert "exists already" in one_line(err)
    assert amend(capsys, "--plan", "small.yaml", "--to", "small.yaml", "--force")[0] == 0
    assert 'version: "1.1"' in Path("small.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--accept", "M-G99-x"], "there is no change M-G99-x"),
        (["--reject", "M-G99-x", "--reason", "r"], "there is no change M-G99-x"),
        (["--accept", OWNER, "--reject", OWNER, "--reason", "r"], "not both"),
        (["--set", OWNER], "write --set ID=VALUE"),
        (["--edit", f"{OWNER}="], "write --edit ID=FILE"),
        (["--edit", f"{OWNER}=none.yaml"], "none.yaml cannot be read"),
        (["--text", "M-G99-x"], "there is no change M-G99-x"),
        (["--accept", OWNER, "--plan", "none.yaml", "--diff"], "none.yaml cannot be read"),
        (["--accept", OWNER, "--plan", "drill.yaml", "--diff"], "is the plan small-drill"),
        (["--accept", OWNER, "--plan", "library.db", "--diff"], "mend the plan file first"),
        (["--accept", OWNER, "--to", "no-folder/x.yaml"], "cannot be written"),
        (["--to", "next.yaml"], "no change was accepted"),
    ],
)
def test_what_cannot_be_done_ends_in_one_clear_line(home: Path, capsys: Out, words: list[str], said: str):
    code, _, err = amend(capsys, *words)
    assert code in (1, 2)
    assert said in one_line(err)


def test_an_exercise_that_has_not_ended_is_listed_and_not_decided_on(home: Path, capsys: Out):
    prepared = prepare(home / "drill.yaml", home / "small.yaml", [])
    created = creation(prepared, "live-1", Kind.TABLETOP, seats_for(prepared.script))
    with Library.open(str(home / "library.db")) as library:
        session = Session(prepared.script, library.create(prepared.sources, created, 1), SystemClock())
        session.submit(StartClock())
        for role in ("tech", "lead"):
            session.submit(Act(role, DoStep(step="mend")))
        before = len(library.journal("live-1").records())
    capsys.readouterr()
    assert main(["amend", "live-1"]) == 0
    assert f"{OWNER}  [proposed]" in capsys.readouterr().out
    assert main(["amend", "live-1", "--accept", OWNER]) == 2
    assert "once play has ended" in one_line(capsys.readouterr().err)
    with Library.open(str(home / "library.db")) as library:
        # Looking at it does not interrupt an exercise that runs.
        assert len(library.journal("live-1").records()) == before


def test_the_command_explains_itself_with_an_example(capsys: Out):
    with pytest.raises(SystemExit) as left:
        main(["amend", "--help"])
    assert left.value.code == 0
    assert "Example: trainer amend" in capsys.readouterr().out
