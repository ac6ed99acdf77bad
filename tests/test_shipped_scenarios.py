"""The scenarios that ship and the examples of the handbook: played as every kind that they declare."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.simulated import known
from trainer.cli import main
from trainer.core.actions import Operate
from trainer.core.scenario import Kind
from trainer.core.services import System
from trainer.core.simulation import Measure, Operation
from trainer.shipped import scenarios_folder
from trainer.storage.files import load_script

GATEWAY, LEAK = "payment-gateway-outage", "sign-in-slow-leak"
OWN_WORDS = {
    "tabletop": "discussion",
    "walk-through": "went through the procedure step by step",
    "simulation": "response times under the conditions of the exercise",
}
"""What the report of each kind says of its times."""


def shipped(name):
    """The script of a shipped scenario."""
    loaded = load_script(scenarios_folder() / f"{name}.yaml", None, [scenarios_folder() / "plans"])
    return known(loaded.script, f"a script without errors in {name}")


def rehearsed(scenario, kind, folder, *arguments, library=None, team="perfect"):
    """The report of a rehearsal, as data."""
    folder = folder / f"{Path(str(scenario)).stem}-{kind}-{Path(str(team)).stem}"
    place = library or folder.with_suffix(".sqlite")
    given = ["rehearse", str(scenario), "--kind", kind, "--team", str(team), "--out", str(folder)]
    assert main(["--library", str(place), *given, "--format", "json", *arguments]) == 0
    return json.loads((folder / "aar.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The shipped script as each of its three kinds, each alone in a library."""
    folder = tmp_path_factory.mktemp("kinds")
    return {kind.value: rehearsed(GATEWAY, kind.value, folder) for kind in Kind}


@pytest.fixture
def idle(tmp_path):
    """A team of which nobody ever does anything."""
    path = tmp_path / "idle.yaml"
    path.write_text("team: Nobody\nmembers:\n  - {role: on-call-engineer}\n", encoding="utf-8")
    return path


# One script, three kinds


def test_one_script_runs_as_all_three_kinds_without_being_changed(reports):
    assert {kind: report["exercise"]["kind"] for kind, report in reports.items()} == {
        k.value: k.value for k in Kind
    }
    assert len({report["control"]["scenario"]["sha256"] for report in reports.values()}) == 1


def test_each_report_says_what_its_own_times_mean_and_only_that(reports):
    for kind, report in reports.items():
        said = report["method"]["kind_note"]
        assert OWN_WORDS[kind] in said
        assert "compar" in said
        assert (
            len([words for words in OWN_WORDS.values() if words in said.replace("discussion times of", "")])
            == 1
        )


def test_only_a_walk_through_has_a_matrix_and_only_a_simulation_a_system(reports):
    assert [kind for kind, report in reports.items() if report["exercise"].get("walk")] == ["walk-through"]
    assert [kind for kind, report in reports.items() if report["exercise"].get("system")] == ["simulation"]


def test_times_of_one_kind_are_the_same_whatever_the_library_holds_of_the_others(reports, tmp_path):
    library = tmp_path / "all.sqlite"
    for day, kind in enumerate(("tabletop", "walk-through", "simulation", "tabletop"), 2):
        start = f"2026-11-{day:02}T09:00:00Z"
        both = rehearsed(GATEWAY, kind, tmp_path, "--start", start, library=library)
        for part in ("steps", "metrics"):
            alone = [without_evidence(each) for each in reports[kind][part]]
            assert [without_evidence(each) for each in both[part]] == alone, (kind, day, part)


def without_evidence(entry):
    """A step or a metric without the numbers of its records, which earlier drills push on."""
    return {key: value for key, value in entry.items() if not re.search(r"evidence|seq|links", key)}


def test_the_tabletop_plays_nothing_of_the_system_and_the_simulation_none_of_the_told_figures():
    script = shipped(GATEWAY)
    told = {inject.id for inject in script.scenario.injects if inject.kinds == (Kind.TABLETOP,)}
    tabletop, simulated = script.as_kind(Kind.TABLETOP), script.as_kind(Kind.SIMULATION)
    assert told >= {"first-alert", "impact-board", "full-outage", "steady-state"}
    assert told <= set(tabletop.injects)
    assert not told & set(simulated.injects)
    assert {"payments-failing", "fault-certificate-a"} <= set(simulated.injects) - set(tabletop.injects)
    assert set(tabletop.scope) == set(simulated.scope)


def test_the_walk_through_follows_the_report_to_the_first_public_word(reports):
    walked = [step["step"] for step in reports["walk-through"]["steps"]]
    assert walked[0] == "acknowledge-alert"
    assert walked[-1] == "first-public"
    assert {"declare-commander", "call-provider"} < set(walked)


# The payment system


def payment_system(*ordered, until=95):
    """The shipped payment system with its timed faults, and what was ordered at which minute; its telemetry."""
    script = shipped(GATEWAY)
    simulation = known(script.scenario.simulation, "the modelled system")
    system = System(simulation, 1)
    for fault in simulation.faults:
        begins = known(fault.release.at, f"when {fault.id} begins")
        system.begin_fault(fault, begins // 1_000_000 + 1)
    for act, (minute, action) in enumerate(ordered, 1):
        system.advance(minute * 60)
        assert system.refusal(action) is None
        system.order(act, "technical-lead", action, minute * 60 + 1)
    happened = system.advance(until * 60)
    return system, happened


def minute(system, series, at):
    """The mean of the minute that begins at a minute of play."""
    first = at * 60 - system.began()
    return sum(series[first : first + 60]) / 60


def test_the_figures_of_the_evening_are_those_of_the_story():
    system, _ = payment_system()
    failing = system.series("payment-service", Measure.ERRORS)
    assert minute(system, system.figure("orders"), -5) == pytest.approx(240, rel=0.05)
    assert minute(system, failing, 5) == pytest.approx(0.31, abs=0.02)
    assert minute(system, system.figure("orders"), 5) == pytest.approx(166, rel=0.06)
    assert minute(system, system.figure("lost"), 5) == pytest.approx(4_600, rel=0.06)
    assert minute(system, failing, 13) == pytest.approx(0.64, abs=0.06)
    assert minute(system, failing, 17) > 0.98
    usual = minute(system, system.series("provider-site-a", Measure.RATE), -5)
    assert minute(system, system.series("provider-site-a", Measure.RATE), 5) == pytest.approx(
        4 * usual, rel=0.1
    )
    assert minute(system, system.series("payment-service", Measure.SATURATION), 20) > 0.9


def test_waiting_for_the_provider_alone_does_not_bring_payment_back():
    system, happened = payment_system()
    assert (
        sum(each.turn == "fault ended" and each.subject.startswith("certificate") for each in happened) == 3
    )
    assert not system.recovered()
    assert system.impact()


@pytest.mark.parametrize(
    "action",
    [
        Operate(operation=Operation.SWITCH_FLAG, service="payment-service", value="automatic-retries off"),
        Operate(operation=Operation.ROLL_BACK, service="payment-service"),
        Operate(operation=Operation.ROLL_BACK, service="checkout"),
        Operate(operation=Operation.CHANGE_CONFIGURATION, service="payment-service", value="retries 0"),
    ],
)
def test_taking_the_retries_away_lets_payment_come_back_with_the_provider(action):
    system, happened = payment_system((25, action))
    recovered = [each.second for each in happened if each.turn == "recovered"]
    assert system.recovered()
    assert 54 * 60 < recovered[0] < 62 * 60


def test_orders_without_card_payment_end_the_harm_long_before_the_provider_does():
    ordering = Operate(operation=Operation.SWITCH_FLAG, service="checkout", value="card-payment off")
    system, happened = payment_system((25, ordering), until=50)
    ended = [each.second for each in happened if each.turn == "impact ended"]
    assert 25 * 60 < ended[0] < 28 * 60
    assert not system.recovered()
    assert minute(system, system.figure("orders"), 40) > 220


# Virtual teams


def test_a_perfect_team_recovers_the_payment_system(reports):
    system = reports["simulation"]["exercise"]["system"]
    assert system["recovered_s"] is not None
    assert all(fault["ended_by"] != "" for fault in system["faults"])
    assert system["declared"][0]["early"] is False


def test_the_scripted_team_lets_customers_order_long_before_the_provider_is_back(tmp_path):
    team = scenarios_folder() / "teams" / "example-simulation-team.yaml"
    report = rehearsed(GATEWAY, "simulation", tmp_path, team=team)
    system = report["exercise"]["system"]
    assert report["summary"]["targets_met"] == report["summary"]["targets_judged"]
    assert [round(stretch["ended_s"] / 60) for stretch in system["impact"]] == [26]
    assert 57 * 60 < system["recovered_s"] < 63 * 60


def test_a_team_that_does_nothing_does_not_recover_it(idle, tmp_path):
    system = rehearsed(GATEWAY, "simulation", tmp_path, team=idle)["exercise"]["system"]
    assert system["recovered_s"] is None
    assert system["impact"][-1]["ended_s"] is None


def test_the_clocks_of_a_simulation_start_from_what_the_system_does(reports):
    alerts = {
        alert["id"]: alert["raised_s"] for alert in reports["simulation"]["exercise"]["system"]["alerts"]
    }
    assert 60 <= alerts["payments-failing"] <= 75
    acknowledged = next(s for s in reports["simulation"]["steps"] if s["step"] == "acknowledge-alert")
    assert acknowledged["outcome"] == "on time"


def test_whoever_heeds_the_leading_indicator_spares_everybody_the_outage(tmp_path, idle):
    early = rehearsed(LEAK, "simulation", tmp_path)["exercise"]["system"]
    assert early["impact"] == []
    late = rehearsed(LEAK, "simulation", tmp_path, team=idle)["exercise"]["system"]
    raised = {alert["id"]: alert["raised_s"] for alert in late["alerts"]}
    began = late["impact"][0]["began_s"]
    assert began - raised["memory-fills"] > 30 * 60
    assert late["recovered_s"] is None
    assert "everybody-again" in {fault["id"] for fault in late["faults"] if fault["began_s"] is not None}
    assert "everybody-again" not in {fault["id"] for fault in early["faults"] if fault["began_s"] is not None}


# The examples of the handbook


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Every complete example, a file each in one folder."""
    folder = tmp_path_factory.mktemp("examples")
    text = (scenarios_folder() / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        named = re.match(r"(id|team): (.*)", block)
        if named is not None:
            (folder / f"{named[2].replace(' ', '-')}.yaml").write_text(block, encoding="utf-8")
    return folder


def test_the_examples_of_the_handbook_are_clean(examples, capsys):
    assert len(list(examples.iterdir())) == 5
    assert main(["check", str(examples)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("search-is-down", "tabletop"),
        ("first-minutes-walked", "walk-through"),
        ("checkout-runs-full", "simulation"),
    ],
)
def test_the_examples_of_the_handbook_play(examples, name, kind, tmp_path):
    report = rehearsed(
        examples / f"{name}.yaml", kind, tmp_path, "--plan", str(examples / "our-procedures.yaml")
    )
    assert report["exercise"]["kind"] == kind
    assert [step["outcome"] for step in report["steps"] if step["step"] == "acknowledge-alert"] == ["on time"]


def test_the_leading_indicator_of_the_example_comes_a_quarter_of_an_hour_early(examples, tmp_path, idle):
    report = rehearsed(
        examples / "checkout-runs-full.yaml", "simulation", tmp_path, "--plan", str(examples / "our-procedures.yaml"),
        team=idle,
    )  # fmt: skip
    system = report["exercise"]["system"]
    raised = {alert["id"]: alert["raised_s"] for alert in system["alerts"]}
    assert system["impact"][0]["began_s"] - raised["memory-fills"] > 14 * 60
    assert system["recovered_s"] is None


def test_every_key_of_a_simulation_stands_in_the_handbook():
    """A key that the format has and the handbook does not is one that nobody finds."""
    schema = json.loads((scenarios_folder() / "schemas" / "scenario.schema.json").read_text(encoding="utf-8"))
    text = (scenarios_folder() / "README.md").read_text(encoding="utf-8")
    described = text[text.index("## The simulation\n") : text.index("## The team file: keys")]
    for part in ("Simulation", "ServicePart", "Call", "Version", "Backup", "Flag", "Figure", "AlertRule", "Fault",
                 "Mend", "OperationRule", "Cost", "Effect", "Level", "Experiment", "ExperimentActivity"):  # fmt: skip
        missing = [key for key in schema["$defs"][part]["properties"] if f"`{key}" not in described]
        assert not missing, (part, missing)
