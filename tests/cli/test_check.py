"""`trainer check`: through the command's own function, on real files."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.bad_models import BAD_MODELS
from tests.core.diagnosed import PLAN_TEXT, SCENARIO_TEXT
from tests.storage.bad_files import BAD_CONTENT, BAD_FILES
from trainer.cli import check, console
from trainer.shipped import scenarios_folder

BAD = {**BAD_FILES, **BAD_CONTENT}


def run(*arguments):
    """The exit code of the command; a Failure counts as its own code, as in the program."""
    parser = argparse.ArgumentParser()
    check.add_parser(parser.add_subparsers())
    parsed = parser.parse_args(["check", *map(str, arguments)])
    try:
        return parsed.run(parsed)
    except console.Failure as failure:
        console.say(f"trainer: {failure}")
        return failure.code


@pytest.fixture
def folder(tmp_path):
    """A folder with the sound scenario and, in plans/ below it, its plan."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "small-plan.yaml").write_text(PLAN_TEXT, encoding="utf-8")
    (tmp_path / "drill.yaml").write_text(SCENARIO_TEXT, encoding="utf-8")
    return tmp_path


def test_sound_files_are_clean(folder, capsys):
    assert run(folder) == 0
    assert capsys.readouterr() == ("", "2 files, 0 errors, 0 warnings\n")


def test_the_files_that_ship_are_clean(capsys):
    assert run(scenarios_folder()) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "0 errors, 0 warnings" in err


@pytest.mark.parametrize("name", BAD_MODELS)
def test_a_wrong_file_is_told_with_its_place_in_time(name, folder, capsys):
    bad = BAD_MODELS[name]
    path = folder / ("plans/small-plan.yaml" if bad.file == "plan" else "drill.yaml")
    path.write_text(bad.text(), encoding="utf-8")
    start = time.process_time()
    assert run(folder) == 1
    assert time.process_time() - start < 2
    lines = capsys.readouterr().out.splitlines()
    line, column = bad.place()
    beginning, end = f"{path}:{line}:{column}: error: ", f"[{bad.kind}]"
    assert any(told.startswith(beginning) and told.endswith(end) for told in lines), "\n".join(lines)
    assert all(told.isprintable() and len(told) < 1_200 for told in lines)


def test_at_least_forty_kinds_of_faults_are_told_apart():
    assert len(BAD_MODELS) >= 40
    assert len({bad.kind for bad in BAD_MODELS.values()}) >= 25


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_plan_at_all_ends_in_clear_lines_in_time(name, tmp_path, capsys):
    path = BAD[name](tmp_path)
    start = time.process_time()
    code = run(path)
    assert time.process_time() - start < 2
    out, err = capsys.readouterr()
    if code == 2:
        assert out == ""
        assert err.startswith("trainer: ")
        assert len(err.splitlines()) == 1
    else:
        assert code == 1
        told = out.splitlines()
        assert all(line.isprintable() for line in told)
        assert any(" error: " in line for line in told)
    assert "Traceback" not in out + err


def test_all_problems_are_told_at_once_in_the_order_of_the_file(folder, capsys):
    text = SCENARIO_TEXT.replace("{inject: alert, delay: 4m}", "{inject: alarm, delay: 4m}")
    text = text.replace("channel: social", "channel: socal").replace("{step: publish}]", "{step: publsh}]")
    (folder / "drill.yaml").write_text(text.replace("length: 90m", "length: 90"), encoding="utf-8")
    assert run(folder) == 1
    out, err = capsys.readouterr()
    kinds = [line.rpartition("[")[2].rstrip("]") for line in out.splitlines()]
    assert kinds == ["bad-duration", "unknown-inject", "unknown-value", "unknown-step"]
    assert err == "2 files, 4 errors, 0 warnings\n"


def test_a_warning_alone_leaves_the_exit_code_at_zero(folder, capsys):
    path = folder / "drill.yaml"
    path.write_text(
        SCENARIO_TEXT.replace("{shop: The shop}", "{shop: The shop, year: 2031}"), encoding="utf-8"
    )
    assert run(folder) == 0
    out, err = capsys.readouterr()
    assert out == f'{path}:8:29: warning: no text uses the variable "year" (remove it) [unused-variable]\n'
    assert err == "2 files, 0 errors, 1 warning\n"


def test_json_says_the_same_as_objects(folder, capsys):
    path = folder / "drill.yaml"
    path.write_text(SCENARIO_TEXT.replace("to: [engineer]", "to: [enginer]"), encoding="utf-8")
    assert run(path, "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told[0] == {
        "file": str(path),
        "line": 18,
        "column": 10,
        "level": "error",
        "kind": "unknown-role",
        "message": 'there is no role "enginer" in the plan',
        "fix": 'did you mean "engineer"?',
        "path": ["injects", 0, "to", 0],
    }


def test_json_of_sound_files_is_an_empty_list(folder, capsys):
    assert run(folder, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_scenario_finds_its_plan_beside_it_and_among_the_files_named(folder, tmp_path, capsys):
    plan = folder / "plans" / "small-plan.yaml"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run(folder / "drill.yaml") == 0
    renamed = plan.rename(elsewhere / "another-name.yaml")
    assert run(folder / "drill.yaml") == 1
    assert "[missing-plan]" in capsys.readouterr().out
    assert run(folder / "drill.yaml", renamed) == 0


def test_a_missing_plan_is_answered_with_one_of_a_similar_name(folder, capsys):
    (folder / "drill.yaml").write_text(
        SCENARIO_TEXT.replace("plan: small-plan", "plan: smal-plan"), encoding="utf-8"
    )
    assert run(folder / "drill.yaml") == 1
    assert 'did you mean "small-plan"?' in capsys.readouterr().out


def test_a_scenario_cannot_lead_to_a_file_elsewhere(folder, capsys):
    outside = folder / "outside.yaml"
    outside.write_text(PLAN_TEXT, encoding="utf-8")
    inner = folder / "inner"
    inner.mkdir()
    path = inner / "drill.yaml"
    path.write_text(SCENARIO_TEXT.replace("plan: small-plan", "plan: ../outside"), encoding="utf-8")
    assert run(path) == 1
    out = capsys.readouterr().out
    assert "[bad-identifier]" in out
    assert "[missing-plan]" in out


def test_a_plan_that_is_named_stands_over_the_one_in_the_scenario(folder, capsys):
    other = folder / "other.yaml"
    other.write_text(PLAN_TEXT.replace("id: small-plan", "id: other-plan"), encoding="utf-8")
    assert run(folder / "drill.yaml", "--plan", other) == 0
    assert "[other-plan]" in capsys.readouterr().out
    (folder / "drill.yaml").write_text(SCENARIO_TEXT.replace("plan: small-plan\n", ""), encoding="utf-8")
    assert run(folder / "drill.yaml", "--plan", other) == 0
    assert capsys.readouterr().out == ""
    assert run(folder / "drill.yaml") == 0
    assert "[no-plan]" in capsys.readouterr().out


def test_a_scenario_given_as_the_plan_is_said_so(folder, capsys):
    assert run(folder / "drill.yaml", "--plan", folder / "drill.yaml") == 1
    assert "this is a scenario, not a plan" in capsys.readouterr().out


def test_errors_in_the_plan_of_a_scenario_are_not_passed_over(folder, capsys):
    plan = folder / "plans" / "small-plan.yaml"
    plan.write_text(PLAN_TEXT.replace("phase: detection", "phase: detecting"), encoding="utf-8")
    assert run(folder / "drill.yaml") == 1
    assert f"trainer check {plan}" in capsys.readouterr().out


def test_a_team_is_checked_against_the_scenario_it_names(folder, capsys):
    team = folder / "team.yaml"
    acts = "[{after: alert, do: acknowledge, inject: alarm}]"
    team.write_text(
        f"team: T\nscenario: small-scenario\nmembers: [{{role: engineer, acts: {acts}}}]\n", encoding="utf-8"
    )
    assert run(folder) == 1
    assert f"{team}:3:75: error: there is no inject" in capsys.readouterr().out
    assert run(team) == 0


def test_files_of_other_programs_are_an_error_only_when_they_are_named(folder, capsys):
    other = folder / "compose.yaml"
    other.write_text("networks: {a: {}}\n", encoding="utf-8")
    hidden = folder / ".hidden"
    hidden.mkdir()
    (hidden / "broken.yaml").write_text("[", encoding="utf-8")
    assert run(folder) == 0
    assert "warning: this is neither a plan nor a scenario nor a team file" in capsys.readouterr().out
    assert run(other) == 1


def test_a_file_that_is_named_twice_is_checked_once(folder, capsys):
    assert run(folder, folder / "drill.yaml", folder / "plans" / ".." / "drill.yaml") == 0
    assert capsys.readouterr().err.startswith("2 files")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone.yaml"], "there is no file or folder gone.yaml"),
        (["drll.yaml"], 'did you mean "drill.yaml"?'),
        (["empty"], "holds no YAML files"),
        (["drill.yaml", "--plan", "gone.yaml"], "there is no file or folder gone.yaml"),
        (["drill.yaml", "--plan", "plans"], "name a plan file with --plan"),
    ],
)
def test_unusable_arguments_end_with_one_line_and_code_two(arguments, words, folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_circle_of_links_in_a_folder_is_told(folder, capsys):
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "again").symlink_to(folder)
    assert run(folder) == 1
    assert "loop.yaml:1:1: error:" in capsys.readouterr().out


def test_a_terminal_without_the_characters_of_a_file_ends_nothing(folder):
    path = folder / "drill.yaml"
    path.write_text(SCENARIO_TEXT.replace("to: [engineer]", "to: [Ingeniörin→☎]"), encoding="utf-8")
    done = trainer_check(path, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert b"Ingeni\\xf6rin\\u2192\\u260e" in done.stdout
    assert b"Traceback" not in done.stderr


def test_checking_needs_neither_windows_nor_a_database(folder):
    modules = "PySide6", "sqlalchemy", "jinja2"
    code = (
        "import sys, argparse\n"
        "from trainer.cli import check, schema\n"
        "parser = argparse.ArgumentParser()\n"
        "check.add_parser(parser.add_subparsers())\n"
        "arguments = parser.parse_args(sys.argv[1:])\n"
        "arguments.run(arguments)\n"
        f"sys.exit(str([name for name in {modules} if name in sys.modules] or ''))\n"
    )
    done = python("-c", code, "check", str(folder))
    assert done.stderr == b"2 files, 0 errors, 0 warnings\n\n"


def trainer_check(*paths, **environment):
    code = "import sys; from trainer.cli import main; sys.exit(main(sys.argv[1:]))"
    return python("-c", code, "check", *map(str, paths), **environment)


def python(*arguments, **environment):
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        cwd=root,
        env={**os.environ, **environment},
        timeout=60,
    )
