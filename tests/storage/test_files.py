"""Plans, scenarios and team files on disk, and the scripts that they make."""

from __future__ import annotations

import json

import pytest

from tests.cli.bad_models import BAD_MODELS
from tests.core.diagnosed import PLAN_TEXT, SCENARIO_TEXT
from trainer.core.diagnose.salvage import salvage
from trainer.core.problems import Problem
from trainer.shipped import scenarios_folder
from trainer.storage.errors import StorageError
from trainer.storage.files import (
    UnusableFile,
    describe,
    find_plan,
    kind_of_file,
    load_plan,
    load_scenario,
    load_script,
    load_team,
    scenario_in,
    script_from_bytes,
)
from trainer.storage.yaml_source import parse_source

TEAM_TEXT = """\
team: The night shift
scenario: small-scenario
members:
  - role: engineer
    acts: [{after: alert, delay: 40s, do: acknowledge, inject: alert}]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "small-plan.yaml").write_text(PLAN_TEXT, encoding="utf-8")
    (tmp_path / "drill.yaml").write_text(SCENARIO_TEXT, encoding="utf-8")
    (tmp_path / "team.yaml").write_text(TEAM_TEXT, encoding="utf-8")
    return tmp_path


def kinds(problems):
    return [located.problem.kind for located in problems]


def test_a_script_is_a_scenario_with_the_plan_that_it_names(folder):
    loaded = load_script(folder / "drill.yaml", None)
    assert loaded.script is not None
    assert (loaded.script.plan.id, loaded.script.scenario.id) == ("small-plan", "small-scenario")
    assert loaded.problems == ()
    assert (loaded.plan_name, loaded.plan_data) == ("small-plan.yaml", PLAN_TEXT.encode())
    assert (loaded.scenario_name, loaded.scenario_data) == ("drill.yaml", SCENARIO_TEXT.encode())


def test_the_very_bytes_of_the_files_make_the_same_script_again(folder):
    loaded = load_script(folder / "drill.yaml", None)
    assert script_from_bytes(loaded.plan_data, loaded.scenario_data) == loaded.script


def test_a_plan_is_found_beside_the_scenario_then_below_it_then_in_the_folders_given(folder, tmp_path):
    below = folder / "plans" / "small-plan.yaml"
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "small-plan.yml").write_text(PLAN_TEXT, encoding="utf-8")
    beside = folder / "small-plan.yaml"
    beside.write_text(PLAN_TEXT, encoding="utf-8")
    assert find_plan("small-plan", folder, [shipped]) == beside
    beside.unlink()
    assert find_plan("small-plan", folder, [shipped]) == below
    below.unlink()
    assert find_plan("small-plan", folder, [shipped]) == shipped / "small-plan.yml"
    assert find_plan("small-plan", folder) is None
    assert load_script(folder / "drill.yaml", None, [shipped]).script is not None


@pytest.mark.parametrize(
    "name", ["../small-plan", "plans/small-plan", "/etc/passwd", ".", "..", "", "a\0b", "x" * 5_000]
)
def test_a_scenario_cannot_name_a_path(name, folder):
    (folder / "inner").mkdir()
    assert find_plan(name, folder / "inner", [folder / "plans"]) is None


def test_a_plan_may_be_given_instead_of_the_one_that_is_named(folder):
    other = folder / "other.yaml"
    other.write_text(PLAN_TEXT.replace("id: small-plan", "id: other"), encoding="utf-8")
    loaded = load_script(folder / "drill.yaml", other)
    assert loaded.script is not None
    assert loaded.script.plan.id == "other"
    assert kinds(loaded.problems) == ["other-plan"]


def test_a_script_needs_a_plan(folder):
    (folder / "plans" / "small-plan.yaml").unlink()
    missing = load_script(folder / "drill.yaml", None)
    assert missing.script is None
    assert missing.plan is None
    assert missing.plan_data == b""
    assert str(missing.problems[0]).startswith(f"{folder / 'drill.yaml'}:4:7: error: the plan")
    (folder / "drill.yaml").write_text(SCENARIO_TEXT.replace("plan: small-plan\n", ""), encoding="utf-8")
    assert kinds(load_script(folder / "drill.yaml", None).problems) == ["no-plan"]


@pytest.mark.parametrize("name", ["plans/small-plan.yaml", "drill.yaml"])
def test_a_script_is_not_made_of_files_with_errors(name, folder):
    path = folder / name
    path.write_text(
        path.read_text(encoding="utf-8").replace("role: commander", "role: comander"), encoding="utf-8"
    )
    loaded = load_script(folder / "drill.yaml", None)
    assert loaded.script is None
    assert "unknown-role" in kinds(loaded.problems)


def test_a_missing_scenario_is_a_problem_and_no_exception(tmp_path):
    loaded = load_script(tmp_path / "gone.yaml", None)
    assert loaded.script is None
    assert kinds(loaded.problems) == ["missing-file"]


def test_a_value_with_errors_is_there_and_not_usable(folder):
    path = folder / "drill.yaml"
    path.write_text(SCENARIO_TEXT.replace("{at: 1m}", "{at: 2h}"), encoding="utf-8")
    loaded = load_scenario(path, load_plan(folder / "plans" / "small-plan.yaml").value)
    assert loaded.value is not None
    assert not loaded.usable
    assert "beyond-length" in kinds(loaded.problems)


def test_a_team_is_checked_against_a_script_where_there_is_one(folder):
    script = load_script(folder / "drill.yaml", None).script
    assert load_team(folder / "team.yaml", script).usable
    (folder / "team.yaml").write_text(TEAM_TEXT.replace("role: engineer", "role: enginer"), encoding="utf-8")
    assert load_team(folder / "team.yaml").usable
    found = load_team(folder / "team.yaml", script).problems
    assert kinds(found) == ["unknown-role"]
    assert (found[0].line, found[0].column) == (4, 11)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PLAN_TEXT, "plan"),
        (SCENARIO_TEXT, "scenario"),
        (TEAM_TEXT, "team"),
        ("{id: p, title: P}", "plan"),
        ("{id: p, title: P, roles: [{id: r, title: R}]}", "plan"),
        ("{id: s, title: S, roles: [r]}", "scenario"),
        ("{id: s, injects: []}", "scenario"),
        ("{members: []}", "team"),
        ("{services: {web: {image: x}}, version: 3}", "plan"),
        ("{networks: {}}", None),
        ("{id: x}", None),
        ("{}", None),
    ],
)
def test_a_file_is_told_by_its_keys(text, kind):
    assert kind_of_file(parse_source(text.encode(), "x").value) == kind


def test_every_file_that_ships_is_told_by_its_keys():
    by_folder = {"plans": "plan", "teams": "team", "scenarios": "scenario"}
    for path in scenarios_folder().rglob("*.yaml"):
        described = describe(path, [scenarios_folder() / "plans"])
        assert described.kind == by_folder[path.parent.name]
        assert described.problems == ()
        assert described.title


@pytest.mark.parametrize(
    ("load", "name", "words"),
    [
        (load_plan, "drill.yaml", "this is a scenario, not a plan"),
        (lambda path: load_scenario(path, None), "team.yaml", "this is a team, not a scenario"),
        (load_team, "plans/small-plan.yaml", "this is a plan, not a team"),
    ],
)
def test_a_file_of_the_wrong_kind_is_said_to_be_one(load, name, words, folder):
    loaded = load(folder / name)
    assert loaded.value is None
    assert [located.problem.message for located in loaded.problems] == [words]


def test_a_file_is_described_before_it_is_chosen(folder):
    described = describe(folder / "drill.yaml")
    assert (described.kind, described.id, described.title) == (
        "scenario",
        "small-scenario",
        "A small scenario",
    )
    assert described.value is not None
    team = describe(folder / "team.yaml")
    assert (team.kind, team.id, team.title) == ("team", None, "The night shift")
    (folder / "other.yaml").write_text("networks: {}\n", encoding="utf-8")
    assert (describe(folder / "other.yaml").kind, kinds(describe(folder / "other.yaml").problems)) == (
        None,
        ["unknown-file"],
    )
    (folder / "broken.yaml").write_text("[", encoding="utf-8")
    assert describe(folder / "broken.yaml").kind is None
    assert describe(folder / "broken.yaml").problems


def test_a_scenario_without_its_plan_can_still_be_described(folder):
    (folder / "plans" / "small-plan.yaml").unlink()
    assert describe(folder / "drill.yaml").problems == ()


@pytest.mark.parametrize(
    ("plan", "scenario"),
    [
        (b"", SCENARIO_TEXT.encode()),
        (PLAN_TEXT.encode(), b"\x00"),
        (PLAN_TEXT.encode(), b"id: s\n"),
        (SCENARIO_TEXT.encode(), PLAN_TEXT.encode()),
    ],
)
def test_stored_bytes_that_are_no_script_end_in_one_line(plan, scenario):
    with pytest.raises(UnusableFile) as caught:
        script_from_bytes(plan, scenario)
    assert isinstance(caught.value, StorageError)
    assert str(caught.value).startswith("the stored ")
    assert str(caught.value).isprintable()


def test_a_stored_script_is_not_diagnosed_again(folder):
    """An exercise that was played must open even when a later version would find fault with its files."""
    late = SCENARIO_TEXT.replace("{at: 1m}", "{at: 2h}").encode()
    assert script_from_bytes(PLAN_TEXT.encode(), late).scenario.injects[0].release.at == 2 * 3_600_000_000


def test_very_many_problems_are_listed_in_part_and_counted(folder):
    wrong = SCENARIO_TEXT.replace("marks: [impact]", f"to: [{', '.join(f'r{n}' for n in range(500))}]")
    path = folder / "drill.yaml"
    path.write_text(wrong.replace("{shop: The shop}", "{shop: S, " + ", ".join(f"v{n}: 1" for n in range(300)) + "}"),
                    encoding="utf-8")  # fmt: skip
    found = load_scenario(path, load_plan(folder / "plans" / "small-plan.yaml").value).problems
    errors = [located for located in found if located.problem.level == "error"]
    warnings = [located for located in found if located.problem.level == "warning"]
    assert (len(errors), len(warnings)) == (201, 201)
    assert [str(located).partition(": ")[2] for located in found[-2:]] == [
        f"error: {errors[-1].problem.message} (mend those above and check again) [more-problems]",
        "warning: 100 more warnings are not listed [more-problems]",
    ]


# A file that does not fit its model is cross-checked all the same.


def both(shape, name, folder):
    """The kinds found in a file with a fault of shape and a fault of names."""
    text = SCENARIO_TEXT.replace(*shape).replace(*name)
    path = folder / "drill.yaml"
    path.write_text(text, encoding="utf-8")
    return kinds(load_scenario(path, load_plan(folder / "plans" / "small-plan.yaml").value).problems)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (("length: 90m", "length: 90"), "bad-duration"),
        (("channel: social", "channel: socal"), "unknown-value"),
        (("    from: Customers\n", ""), "missing-key"),
        (("{at: 1m}", "{at: 1m, by_hand: true}"), "bad-release"),
        (("{overdue: publish}", "{overdue: publish, done: publish}"), "bad-condition"),
        (("marks: [impact]", "marks: [impct]"), "unknown-anchor"),
        (("title: Complaints", "title: [Complaints]"), "wrong-type"),
        (("title: Complaints", "titel: Complaints"), "unknown-key"),
        (("{at: 1m}", "{at: soon}"), "bad-duration"),
        (("    question: Roll back", "    qustion: Roll back"), "unknown-key"),
        (("expects: [{step: publish}]", "expects: [publish]"), "wrong-type"),
        (("when: {reached: impact}", "when: reached"), "wrong-type"),
        (("kinds: [tabletop, walk-through]", "kinds: [tabletop, walkthrough]"), "unknown-value"),
    ],
)
def test_a_fault_of_shape_does_not_hide_a_fault_of_names(shape, kind, folder):
    name = ("vote: level", "vote: levle")
    assert sorted(both(shape, name, folder)) == sorted([kind, "unknown-vote"])


@pytest.mark.parametrize("name", [name for name, bad in BAD_MODELS.items() if bad.file == "scenario"])
def test_what_is_told_of_a_faulty_file_is_never_a_consequence_of_its_repair(name, folder):
    """A file with a fault of shape alone has no fault of names."""
    bad = BAD_MODELS[name]
    source = parse_source(bad.text().encode(), "drill.yaml")
    loaded = scenario_in(source, load_plan(folder / "plans" / "small-plan.yaml").value)
    if loaded.value is None:
        assert kinds(loaded.problems) == [bad.kind]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (("    id: alert", "    id: [alert]"), None),
        (("- id: alert", "- ID: alert"), ["unknown-key"]),
        (("- id: alert", "- id: first alert"), ["bad-identifier"]),
        (("decisions:\n  - id: way", "decisions:\n  - id: the way"), ["bad-identifier"]),
        (("branches:\n  - {id: public,", "branches:\n  - {id: [public],"), ["wrong-type"]),
        (("injects:\n", "injcts:\n"), ["unknown-key"]),
        (("variables: {shop: The shop}", "variables: [shop]"), ["wrong-type"]),
        (("    options:\n      - {id: back", "    optoins:\n      - {id: back"), ["unknown-key"]),
    ],
)
def test_references_to_what_could_not_be_read_are_not_called_wrong(shape, expected, folder):
    found = both(shape, ("nothing", "nothing"), folder)
    assert found == (expected or [])


def test_in_a_plan_too_a_fault_of_shape_does_not_hide_a_fault_of_names(folder):
    path = folder / "plans" / "small-plan.yaml"
    path.write_text(
        PLAN_TEXT.replace("phase: detection", "phase: detecting").replace(
            "after: [declare]", "after: [decalre]"
        ),
        encoding="utf-8",
    )
    assert kinds(load_plan(path).problems) == ["unknown-value", "unknown-step"]
    for shape in (
        ("roles:\n  - {id: commander", "roles:\n  - {ID: commander"),
        ("    steps:\n      - id: ack", "    stpes:\n      - id: ack"),
    ):
        path.write_text(PLAN_TEXT.replace(*shape), encoding="utf-8")
        assert kinds(load_plan(path).problems) == ["unknown-key"]


def test_what_cannot_be_repaired_is_left_alone():
    fault = Problem("odd", "error", "odd", "", ("a",))
    asked = []

    def never(value):
        asked.append(json.dumps(value))
        return None, (fault,)

    assert salvage({"a": 1}, (fault,), never, lambda _: ()) == ()
    assert asked == ["{}"]
