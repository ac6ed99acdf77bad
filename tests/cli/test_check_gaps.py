"""`trainer check --gaps`: through the command's own function, on real files."""

from __future__ import annotations

import argparse
import json
import re
from datetime import UTC, date, datetime

import pytest

from tests.cli.test_check import run
from tests.core.diagnosed import SCENARIO_TEXT
from tests.core.standing_plans import SHIPPED, SOUND_TEXT
from trainer.cli import check
from trainer.core.time import SECOND
from trainer.shipped import scenarios_folder
from trainer.storage.clock import SystemClock

DAY = ("--gaps", "--on", "2026-11-02")


@pytest.fixture
def plan(tmp_path):
    """The plan without gaps, in a file."""
    path = tmp_path / "sound-plan.yaml"
    path.write_text(SOUND_TEXT, encoding="utf-8")
    return path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_plan_without_gaps_is_clean(plan, capsys):
    assert run(plan, *DAY) == 0
    assert capsys.readouterr() == ("", "1 file, 0 errors, 0 warnings, 0 gaps\n")


def test_the_plan_that_ships_is_clean(capsys):
    assert run(SHIPPED, *DAY) == 0
    assert run(scenarios_folder(), *DAY) == 0
    assert "0 warnings, 0 gaps" in capsys.readouterr().err


def test_a_gap_is_told_with_its_place_its_code_and_what_to_change(plan, capsys):
    change(plan, "title: Open the call\n        role: commander\n", "title: Open the call\n")
    assert run(plan, *DAY) == 1
    out, err = capsys.readouterr()
    line = SOUND_TEXT.splitlines().index("      - id: open-call") + 1
    assert out == (
        f'{plan}:{line}:9: gap G03 (plan): "Open the call" (clause 1.4) has no owner; name the one role that '
        'does "Open the call" (clause 1.4)\n'
    )
    assert err == "1 file, 0 errors, 0 warnings, 1 gap\n"


def test_without_the_option_gaps_are_not_looked_for(plan, capsys):
    change(plan, "owner: Head of operations\n", "")
    assert run(plan) == 0
    assert capsys.readouterr() == ("", "1 file, 0 errors, 0 warnings\n")


def test_gaps_come_in_the_order_of_the_file_after_the_other_problems(plan, capsys):
    change(plan, "deputies: [second]", "deputies: []")
    change(plan, "owner: Head of operations\n", "")
    change(plan, 'clause: "1.3"', 'clause: "1.1"')
    assert run(plan, *DAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert ["warning" in line for line in lines] == [True, False, False]
    assert [re.findall(r"gap (G\d\d)", line) for line in lines[1:]] == [["G14"], ["G08"]]
    places = [int(line.removeprefix(f"{plan}:").split(":")[0]) for line in lines[1:]]
    assert places == sorted(places)


def test_what_a_gap_says_is_not_said_again_as_a_warning(plan, capsys):
    change(plan, "respond_within: 15m", "respond_within: 30m")
    change(plan, "title: Open the call\n", "title: Open the call\n        text: TODO\n")
    assert run(plan) == 0
    assert capsys.readouterr().out.count(": warning: ") == 2
    assert run(plan, *DAY) == 1
    out, err = capsys.readouterr()
    assert out.count(": gap G02 (plan): ") == 2
    assert ": warning: " not in out
    assert err == "1 file, 0 errors, 0 warnings, 2 gaps\n"


def test_the_day_decides_whether_a_review_is_overdue(plan, capsys):
    assert run(plan, "--gaps", "--on", "2027-03-30") == 0
    assert run(plan, "--gaps", "--on", "2027-03-31") == 1
    assert "the review is 1 day overdue" in capsys.readouterr().out


def test_without_a_day_it_is_today(plan, capsys):
    today = datetime.fromtimestamp(SystemClock().wall() // SECOND, UTC).date()
    change(
        plan, 'last_reviewed: "2026-10-01"', f'last_reviewed: "{date.fromordinal(today.toordinal() - 181)}"'
    )
    assert run(plan, "--gaps") == 1
    assert "overdue" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "02.11.2026", "", "2026-11-02T10:00", "x" * 500])
def test_a_bad_day_ends_in_one_clear_line(plan, capsys, day):
    assert run(plan, "--gaps", "--on", day) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("trainer: --on ")
    assert err.endswith("is not a date; write it like 2026-11-02\n")
    assert len(err) < 200


def test_a_day_without_gaps_is_refused(plan, capsys):
    assert run(plan, "--on", "2026-11-02") == 2
    assert "add --gaps" in capsys.readouterr().err


def test_gaps_without_a_plan_among_the_files_are_refused(plan, tmp_path, capsys):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "drill.yaml").write_text(SCENARIO_TEXT.replace("plan: small-plan", "plan: x"), encoding="utf-8")
    assert run(folder, *DAY) == 2
    err = capsys.readouterr().err
    assert err == "trainer: --gaps looks at plans, and none of these files is one; name a plan as well\n"


def test_a_plan_that_only_a_scenario_names_is_not_among_the_files(capsys):
    assert run(scenarios_folder() / "payment-gateway-outage.yaml", *DAY) == 2
    assert "name a plan as well" in capsys.readouterr().err


def test_a_plan_named_with_the_option_is(plan, tmp_path, capsys):
    drill = tmp_path / "drill.yaml"
    drill.write_text(
        (scenarios_folder() / "payment-gateway-outage.yaml").read_text("utf-8"), encoding="utf-8"
    )
    assert run("--plan", SHIPPED, drill, *DAY) == 0
    assert "2 files, 0 errors, 0 warnings, 0 gaps" in capsys.readouterr().err


def test_the_errors_of_a_plan_come_before_its_gaps(plan, capsys):
    change(plan, "owner: Head of operations", "ownr: Head of operations")
    assert run(plan, *DAY) == 1
    out, err = capsys.readouterr()
    assert "unknown-key" in out
    assert " gap " not in out
    assert err.splitlines() == [
        f"{plan}: gaps were not looked for; mend the errors first",
        "1 file, 1 error, 0 warnings, 0 gaps",
    ]


def test_a_file_that_cannot_be_read_may_be_a_plan_too(tmp_path, capsys):
    path = tmp_path / "plan.yaml"
    path.write_text("id: x\ntitle: [", encoding="utf-8")
    assert run(path, *DAY) == 1
    assert f"{path}: gaps were not looked for" in capsys.readouterr().err


def test_two_plans_are_told_apart(plan, tmp_path, capsys):
    other = tmp_path / "other.yaml"
    other.write_text("id: other\ntitle: Another plan\n", encoding="utf-8")
    assert run(plan, other, *DAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(line.startswith(f"{other}:") and line.isprintable() for line in lines)


def test_json_holds_the_gaps_beside_the_problems(plan, capsys):
    change(plan, "title: Open the call\n        role: commander\n", "title: Open the call\n")
    change(plan, 'clause: "1.3"', 'clause: "1.1"')
    assert run(plan, *DAY, "--format", "json") == 1
    problem, gap = json.loads(capsys.readouterr().out)
    assert set(problem) < set(gap)
    assert (problem["level"], problem["kind"]) == ("warning", "clause-order")
    assert gap == {
        "file": str(plan),
        "line": SOUND_TEXT.splitlines().index("      - id: open-call") + 1,
        "column": 9,
        "level": "gap",
        "kind": "G03",
        "message": '"Open the call" (clause 1.4) has no owner.',
        "fix": 'Name the one role that does "Open the call" (clause 1.4).',
        "path": ["procedures", 0, "steps", 3],
        "code": "G03",
        "gap_kind": "plan",
        "consequence": "In an incident everybody takes it for somebody else's, or two do it at the same time.",
        "priority": "medium",
        "step": "open-call",
        "clause": "1.4",
    }


def test_a_name_from_a_file_cannot_forge_a_line(plan, capsys):
    change(
        plan,
        "title: Open the call\n        role: commander\n",
        'title: "Open\\nx.yaml:1:1: error: y\\e[2J"\n',
    )
    assert run(plan, *DAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].isprintable()


def test_the_help_shows_an_example(capsys):
    parser = argparse.ArgumentParser()
    check.add_parser(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["check", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "trainer check our-plan.yaml --gaps --on 2026-11-02" in shown
