"""Cross-checks of a simulation: names, sense, and what an exercise could do with it."""

from __future__ import annotations

import time

import pytest

from tests.core.diagnosed import REMOVED, SCENARIO_TEXT, one_of, only, plan
from tests.core.simulated import SIMULATION_TEXT, in_simulation, with_simulation
from tests.simulated import known
from trainer.core.diagnose import diagnose_scenario, diagnose_team
from trainer.core.diagnose.system_faults import mends_of
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.services.breaking import mends
from trainer.core.services.world import World
from trainer.core.simulation import Fault, FaultKind, Simulation
from trainer.core.team import Team
from trainer.storage.files import scenario_in
from trainer.storage.yaml_source import parse_source

SERVICE, ALERT, FAULT = ("sim", "services"), ("sim", "alerts"), ("sim", "faults")
WEB, ORDERS, MAILS, BANK = range(4)
BAD_RELEASE, BANK_DOWN, LOST = range(3)
INLINE = ("sim", "experiments", 0, "inline")


def place(path):
    """A path of `in_simulation` as problems have it."""
    return tuple("simulation" if part == "sim" else part for part in path)


def test_a_simulation_without_any_fault_has_no_problems():
    assert in_simulation() == ()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ((*SERVICE, WEB, "calls", 0, "service"), "unknown-service"),
        ((*SERVICE, WEB, "calls", 2, "flag"), "unknown-flag"),
        (("sim", "flags", 0, "service"), "unknown-service"),
        (("sim", "figures", 0, "service"), "unknown-service"),
        ((*ALERT, 0, "when", "service"), "unknown-service"),
        ((*ALERT, 0, "to", 0), "unknown-role"),
        ((*ALERT, 0, "expects", 0, "step"), "unknown-step"),
        ((*FAULT, BAD_RELEASE, "service"), "unknown-service"),
        ((*FAULT, LOST, "region"), "unknown-region"),
        ((*FAULT, LOST, "release", "after", "inject"), "unknown-inject"),
        (("sim", "operations", 0, "service"), "unknown-service"),
        (("sim", "impact_when", 0, "service"), "unknown-service"),
        (("sim", "recovered_when", 1, "figure"), "unknown-figure"),
        (("sim", "experiments", 0, "activities", 0, "name"), "unknown-activity"),
        (("injects", 0, "starts"), "unknown-fault"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_where_it_stands(path, kind):
    found = one_of(in_simulation((path, "nowhere")), kind, "error", *place(path))
    assert '"nowhere"' in found.message


def test_a_misspelt_service_is_suggested():
    found = in_simulation(((*SERVICE, WEB, "calls", 0, "service"), "order"))
    assert (
        'did you mean "orders"?'
        in one_of(found, "unknown-service", "error", "simulation", "services", 0, "calls", 0, "service").fix
    )


@pytest.mark.parametrize(
    ("mend", "key", "kind"),
    [
        ({"operation": "restart", "service": "nowhere"}, "service", "unknown-service"),
        ({"operation": "roll back", "value": "7"}, "value", "unknown-version"),
        ({"operation": "switch flag", "value": "paymnt off"}, "value", "unknown-flag"),
        ({"operation": "restore", "service": "orders", "value": "weekly"}, "value", "unknown-backup"),
    ],
)
def test_what_ends_a_fault_names_what_there_is(mend, key, kind):
    found = in_simulation(((*FAULT, BAD_RELEASE, "mended_by"), [mend]))
    one_of(found, kind, "error", "simulation", "faults", BAD_RELEASE, "mended_by", 0, key)


def test_a_switch_without_on_or_off_is_warned_about():
    mend = [{"operation": "switch flag", "value": "payment"}]
    found = in_simulation(((*FAULT, BAD_RELEASE, "mended_by"), mend))
    path = ("simulation", "faults", BAD_RELEASE, "mended_by", 0, "value")
    assert '"payment off"' in only(found, "half-switch", "warning", *path).fix


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        ((*SERVICE, MAILS, "id"), "orders", ("services", MAILS, "id")),
        ((*SERVICE, WEB, "versions", 1, "id"), "1", ("services", WEB, "versions", 1, "id")),
        ((*ALERT, 1, "id"), "web-errors", ("alerts", 1, "id")),
        ((*ALERT, 1, "id"), "complaints", ("alerts", 1, "id")),
        ((*FAULT, BANK_DOWN, "id"), "bad-release", ("faults", BANK_DOWN, "id")),
        ((*ALERT, 1, "id"), "fault-bad-release", ("faults", BAD_RELEASE, "id")),
        (("injects", 5, "id"), "activity-kill-it-1", ("experiments", 0, "id")),
    ],
)
def test_an_identifier_that_is_given_twice_is_an_error(path, value, at):
    one_of(in_simulation((path, value)), "duplicate-id", "error", "simulation", *at)


def test_an_identifier_that_is_too_long_for_the_list_of_injects_is_an_error():
    found = in_simulation(((*FAULT, BANK_DOWN, "id"), "b" * 78))
    told = one_of(found, "bad-identifier", "error", "simulation", "faults", BANK_DOWN, "id")
    assert told.fix == "shorten the identifier by 4 characters"


def test_services_that_need_each_other_are_an_error():
    found = in_simulation(((*SERVICE, ORDERS, "calls"), [{"service": "web"}]))
    told = one_of(found, "call-cycle", "error", "simulation", "services", WEB, "calls")
    assert '"web" → "orders" → "web"' in told.message
    unneeded = in_simulation(((*SERVICE, ORDERS, "calls"), [{"service": "web", "needed": False}]))
    assert unneeded == ()


def test_a_service_that_no_request_reaches_is_warned_about():
    lonely = {"id": "reports", "title": "Reports"}
    only(in_simulation(((*SERVICE, 4), lonely)), "idle-service", "warning", "simulation", "services", 4)


def test_a_system_without_load_is_an_error():
    found = in_simulation(((*SERVICE, WEB, "load"), 0))
    only(found, "no-load", "error", "simulation", "services")


def test_an_alert_to_a_role_that_nobody_plays_is_told_where_it_stands():
    found = in_simulation(((*ALERT, 0, "to"), ["deputy"]))
    told = one_of(found, "unplayed-role", "error", "simulation", "alerts", 0, "to", 0)
    assert told.message.startswith("in a simulation, ")


def test_a_fault_after_the_end_is_an_error_at_its_release():
    found = in_simulation(((*FAULT, BAD_RELEASE, "release"), {"at": "2h"}))
    told = only(found, "beyond-length", "error", "simulation", "faults", BAD_RELEASE, "release", "at")
    assert "the exercise lasts 1 h 30 min" in told.message


def test_a_fault_that_nothing_can_notice_is_warned_about():
    reports = {"id": "reports", "title": "Reports", "load": 1}
    leak = {"id": "slow", "title": "Slow", "kind": "database slow", "service": "reports", "lasts": "5m"}
    found = in_simulation(((*SERVICE, 4), reports), ((*FAULT, 3), leak))
    told = only(found, "unnoticed-fault", "warning", "simulation", "faults", 3, "service")
    assert '"reports"' in told.message


def test_a_simulation_without_alerts_is_warned_about():
    found = in_simulation(((*ALERT[:1], "alerts"), []), ((*FAULT, LOST, "release"), {"by_hand": True}))
    one_of(found, "no-alerts", "warning", "simulation")


def test_data_that_no_backup_brings_back_is_warned_about_where_recovery_needs_it():
    gone = {"id": "gone", "title": "Orders deleted", "kind": "data deleted", "service": "orders"}
    assert in_simulation(((*FAULT, 3), gone)) == ()
    bad = ((*SERVICE, ORDERS, "backups", 0, "good"), False)
    told = only(
        in_simulation(((*FAULT, 3), gone), bad), "endless-fault", "warning", "simulation", "faults", 3
    )
    assert "no backup is good" in told.message
    not_needed = (("sim", "recovered_when"), [{"service": "bank", "measure": "errors", "below": "5%"}])
    assert in_simulation(((*FAULT, 3), gone), bad, not_needed) == ()


def test_a_fault_that_only_a_forbidden_operation_ends_is_warned_about():
    rule = {"operation": "roll back", "available": False}
    found = in_simulation((("sim", "operations", 0), rule))
    told = only(found, "endless-fault", "warning", "simulation", "faults", BAD_RELEASE)
    assert '"roll back" cannot be done here' in told.message
    assert in_simulation((("sim", "operations", 0), {**rule, "service": "mails"})) == ()


def test_an_outside_service_cannot_be_mended_by_the_team():
    found = in_simulation(((*FAULT, BANK_DOWN, "mended_by"), [{"operation": "restart"}]))
    path = ("simulation", "faults", BANK_DOWN, "mended_by", 0, "operation")
    only(found, "idle-operation", "warning", *path)


@pytest.mark.parametrize("key", ["impact_when", "recovered_when"])
def test_a_missing_threshold_of_impact_or_recovery_is_warned_about(key):
    kind = {"impact_when": "no-impact", "recovered_when": "no-recovery"}[key]
    only(in_simulation((("sim", key), [])), kind, "warning", "simulation")


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        (("sim", "day_shape"), [1] * 23, "bad-day-shape"),
        (("sim", "day_shape"), [0] * 24, "bad-day-shape"),
        (("sim", "starts_at"), "9 o'clock", "bad-time"),
        (("sim", "starts_at"), "24:00", "bad-time"),
        (("sim", "history"), "3 days", "beyond-length"),
        ((*SERVICE, WEB, "replicas", "north"), -1, "bad-value"),
        ((*SERVICE, WEB, "replicas"), {"north": 0}, "bad-value"),
        ((*SERVICE, ORDERS, "memory"), 2048, "bad-value"),
        ((*ALERT, 0, "when", "above"), 5, "bad-threshold"),
        ((*ALERT, 0, "when", "above"), 1, "bad-threshold"),
        ((*ALERT, 1, "when", "below"), 0, "bad-threshold"),
        (("sim", "recovered_when", 1, "above"), float("nan"), "bad-threshold"),
        (("sim", "recovered_when", 1, "above"), -3, "bad-threshold"),
        ((*FAULT, BANK_DOWN, "lasts"), "0s", "bad-value"),
        ((*FAULT, BANK_DOWN, "every"), "20m", "bad-repeat"),
        ((*FAULT, BAD_RELEASE, "every"), "10m", "bad-repeat"),
        ((*FAULT, BAD_RELEASE, "service"), REMOVED, "fault-nowhere"),
        ((*FAULT, LOST, "region"), REMOVED, "fault-nowhere"),
    ],
)
def test_a_value_that_makes_no_sense_is_an_error(path, value, kind):
    found = in_simulation((path, value))
    assert [(each.kind, each.level) for each in found] == [(kind, "error")], found


def test_a_share_written_as_a_number_of_percent_is_told_with_the_right_way():
    path = ("simulation", "alerts", 0, "when", "above")
    found = only(in_simulation(((*ALERT, 0, "when", "above"), 5)), "bad-threshold", "error", *path)
    assert found.fix == "write it like 5%"


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ((*ALERT, 0, "when", "for"), "3h", "beyond-length"),
        ((*ALERT, 1, "when"), {"service": "bank", "measure": "memory", "above": 100}, "odd-measure"),
        ((*SERVICE, WEB, "calls", 1, "per_request"), 0, "idle-call"),
        (("sim", "operations", 0, "fails"), "100%", "never-succeeds"),
        (("sim", "operations", 0, "operation"), "restore", "idle-operation"),
        (("injects", 5, "starts"), "bad-release", "begins-twice"),
        (("sim", "regions", 2), "south", "repeated-entry"),
    ],
)
def test_what_is_probably_not_meant_so_is_warned_about(path, value, kind):
    found = in_simulation((path, value))
    assert (kind, "warning") in [(each.kind, each.level) for each in found], found
    assert all(each.level == "warning" for each in found), found


@pytest.mark.parametrize(
    ("path", "value", "kind", "level"),
    [
        ((*INLINE, "method"), [], "no-actions", "error"),
        ((*INLINE, "method"), "all of it", "bad-experiment", "error"),
        ((*INLINE, "title"), REMOVED, "bad-experiment", "error"),
        ((*INLINE, "method", 0, "name"), REMOVED, "bad-experiment", "error"),
        ((*INLINE, "method", 0, "name"), "kill the shop", "duplicate-id", "error"),
        ((*INLINE, "rollbacks"), REMOVED, "no-rollbacks", "warning"),
        ((*INLINE, "steady-state-hypothesis"), REMOVED, "no-hypothesis", "warning"),
        ((*INLINE, "controls"), [{"name": "c"}], "not-run", "warning"),
        ((*INLINE, "secrets"), {"shop": {"token": "abc"}}, "open-secret", "warning"),
        (("sim", "experiments", 0, "time_limit"), "5s", "bad-value", "error"),
        (("sim", "experiments", 0, "probe_every"), "1ms", "bad-value", "error"),
    ],
)
def test_what_is_wrong_with_an_experiment_is_told(path, value, kind, level):
    found = in_simulation((path, value))
    assert (kind, level) in [(each.kind, each.level) for each in found], found


def test_secrets_from_the_surroundings_are_fine():
    secret = {"shop": {"token": {"type": "env", "key": "SHOP_TOKEN"}}}
    assert in_simulation(((*INLINE, "secrets"), secret)) == ()


@pytest.mark.parametrize("file", ["/etc/kill.json", "../kill.json", "https://example.org/kill.json"])
def test_an_experiment_lies_beside_its_scenario(file):
    found = in_simulation(((*INLINE,), REMOVED), (("sim", "experiments", 0, "file"), file))
    only(found, "bad-file", "error", "simulation", "experiments", 0, "file")


def test_an_experiment_in_a_file_names_its_activities():
    experiment = [{"id": "kill", "target": "shop", "file": "kill.json"}]
    only(
        in_simulation((("sim", "experiments"), experiment)),
        "no-actions",
        "error",
        "simulation",
        "experiments",
        0,
    )


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("value", [None, "2", "payment"])
@pytest.mark.parametrize("service", ["web", "orders", "mails", "bank"])
def test_what_is_taken_to_end_a_fault_is_what_the_model_takes(kind, value, service):
    simulation = known(with_simulation().simulation, "the modelled system")
    fault = Fault(id="f", title="F", kind=kind, service=service, region="north", value=value)
    parts = {part.id: part for part in simulation.services}
    assert mends_of(fault, simulation, parts) == mends(World(simulation, 1), fault)


def _large(count):
    """A chain of services, each with a fault and an alert."""
    ids = [f"s{n}" for n in range(count)]
    services = [
        {"id": name, "title": name, "load": 1 if n == 0 else 0, "calls": [{"service": ids[(n + 1) % count]}]}
        for n, name in enumerate(ids)
    ]
    faults = [{"id": name, "title": name, "kind": "leak", "service": name} for name in ids]
    alerts = [
        {"id": f"a{name}", "title": name, "when": {"service": name, "measure": "p95", "above": 2}}
        for name in ids
    ]
    return {"services": services, "faults": faults, "alerts": alerts}


def test_ten_thousand_services_in_a_circle_are_checked_in_seconds():
    big = with_simulation().model_copy(update={"simulation": Simulation.model_validate(_large(10_000))})
    start = time.process_time()
    found = diagnose_scenario(big, plan())
    assert time.process_time() - start < 8
    assert "call-cycle" in {problem.kind for problem in found}


def test_a_simulation_alone_needs_neither_injects_nor_roles():
    alone = {
        "id": "alone", "title": "Alone", "kinds": ["simulation"], "length": "30m", "plan": "small-plan",
        "objectives": [{"id": "o", "title": "O", "steps": ["acknowledge"]}],
        "simulation": {
            "services": [{"id": "web", "title": "Web", "load": 3}],
            "faults": [{"id": "f", "title": "F", "kind": "database slow", "service": "web", "lasts": "5m"}],
            "alerts": [{"id": "a", "title": "A", "when": {"service": "web", "measure": "p95", "above": 1}}],
            "impact_when": [{"service": "web", "measure": "p95", "above": 2}],
            "recovered_when": [{"service": "web", "measure": "p95", "below": 0.5}],
        },
    }  # fmt: skip
    assert diagnose_scenario(Scenario.model_validate(alone), plan()) == ()


# Files that do not fit the format either


def told_of(old, new, more=("", "")):
    """Kinds of the problems of a file with a simulation in which one text, or two, became another."""
    indented = "".join(f"  {line}\n" for line in SIMULATION_TEXT.splitlines())
    text = f"{SCENARIO_TEXT}simulation:\n{indented}"
    for before, after in ((old, new), more):
        assert not before or text.count(before) == 1, before
        text = text.replace(before, after) if before else text
    found = scenario_in(parse_source(text.encode(), "drill.yaml"), plan()).problems
    return sorted(each.problem.kind for each in found if each.problem.level == "error")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("kind: bad deployment, ", "", "missing-key"),
        ("{service: web, measure: errors, above: 5%, for: 1m}", "{service: web, above: 5%}", "bad-threshold"),
        ("measure: memory full in", "measure: memory", None),
        ("measure: memory full in", "measure: memry", "unknown-value"),
        ("{operation: restart, service", "{operation: reboot, service", "unknown-value"),
        ("load: 40", "laod: 40", "unknown-key"),
        ("  when: {service: web, measure: memory full in, below: 7200}", "", "missing-key"),
    ],
)
def test_a_fault_of_shape_in_a_simulation_hides_no_fault_of_names(old, new, kind):
    shape = [kind] if kind is not None else []
    assert told_of(old, new) == shape
    assert told_of(old, new, ("service: bank, per_request", "service: bnk, per_request")) == sorted(
        [*shape, "unknown-service"]
    )


def test_what_may_follow_from_a_service_that_could_not_be_read_is_not_told():
    assert told_of("- id: orders\n", "- ident: orders\n") == ["missing-key", "unknown-key"]


# Scripted teams


def in_team(*acts, kind=Kind.SIMULATION):
    """What is found in a team of which the engineer does something."""
    values = {"team": "T", "members": [{"role": "engineer", "acts": list(acts)}]}
    return diagnose_team(Team.model_validate(values), Script(plan(), with_simulation()).as_kind(kind))


def test_a_team_may_act_after_an_alert_and_do_things_to_the_system():
    look = {"do": "look", "at": "logs", "service": "web"}
    assert in_team({"after": "web-errors", "action": look}) == ()
    assert in_team({"at": "5m", "do": "operate", "operation": "switch flag", "value": "payment off"}) == ()


@pytest.mark.parametrize(
    ("act", "kind", "key"),
    [
        ({"operation": "restart", "service": "wbe"}, "unknown-service", "service"),
        ({"operation": "fail over", "region": "west"}, "unknown-region", "region"),
        ({"operation": "switch flag", "value": "paymnt off"}, "unknown-flag", "value"),
        ({"operation": "restore", "service": "orders", "value": "weekly"}, "unknown-backup", "value"),
    ],
)
def test_what_a_team_does_to_the_system_names_a_part_of_it(act, kind, key):
    found = in_team({"at": "5m", "do": "operate", **act})
    only(found, kind, "error", "members", 0, "acts", 0, key)


def test_a_team_that_answers_in_a_walk_through_names_steps_of_the_plan():
    answer = {"at": "1m", "do": "answer", "step": "nowhere", "question": "owner", "answer": "confirmed"}
    only(in_team(answer, kind=Kind.WALKTHROUGH), "unknown-step", "error", "members", 0, "acts", 0, "step")


def test_nothing_can_be_done_to_a_system_that_the_scenario_does_not_have():
    bare = with_simulation().model_copy(update={"simulation": None, "kinds": (Kind.TABLETOP,)})
    team = Team.model_validate(
        {
            "team": "T",
            "members": [
                {"role": "engineer", "acts": [{"at": "1m", "do": "operate", "operation": "restart"}]}
            ],
        }
    )
    only(diagnose_team(team, Script(plan(), bare)), "no-system", "error", "members", 0, "acts", 0)
