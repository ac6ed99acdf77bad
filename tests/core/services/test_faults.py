"""Each kind of fault shows itself, is ended by what helps against it, and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.services.worlds import Hand, shop, simulation
from trainer.core.simulation import FaultKind, Simulation

Order = tuple[str, str | None, dict[str, Any]]

SHOWN: dict[str, tuple[str | None, dict[str, Any], tuple[str, str, float]]] = {
    # kind: (service, more of the fault, (service, measure, what it is above after five minutes))
    "bad deployment": ("checkout", {}, ("checkout", "errors", 0.25)),
    "configuration error": ("catalogue", {}, ("catalogue", "errors", 0.3)),
    "dependency down": ("payments", {}, ("checkout", "errors", 0.9)),
    "region lost": (None, {"region": "north"}, ("web", "errors", 0.4)),
    "node lost": ("database", {"effect": {"capacity": 0.01}}, ("web", "errors", 0.05)),
    "database slow": ("database", {"effect": {"slower": 200}}, ("checkout", "p95", 1.0)),
    "database full": ("database", {"effect": {"disk": 0.3}}, ("database", "errors", 0.5)),
    "queue backlog": ("orders", {}, ("orders", "queue age", 60)),
    "certificate expired": ("catalogue", {}, ("web", "errors", 0.7)),
    "leak": ("checkout", {"value": "418", "effect": {"leak": 60}}, ("checkout", "memory", 750)),
    "traffic surge": ("web", {"effect": {"load": 25}}, ("web", "errors", 0.2)),
    "credential leak": ("web", {}, ("web", "rate", 135)),
    "data deleted": ("database", {}, ("checkout", "errors", 0.3)),
}
HELPS: dict[str, Order] = {
    "bad deployment": ("roll back", "checkout", {}),
    "configuration error": ("change configuration", "catalogue", {}),
    "dependency down": ("fail over", "payments", {}),
    "region lost": ("fail over", None, {"region": "south"}),
    "node lost": ("restart", "database", {}),
    "database slow": ("fail over", "database", {}),
    "database full": ("free space", "database", {}),
    "queue backlog": ("restart", "orders", {}),
    "certificate expired": ("renew certificate", "catalogue", {}),
    "leak": ("roll back", "checkout", {}),
    "traffic surge": ("block", "web", {"value": "203.0.113.0/24"}),
    "credential leak": ("rotate credentials", "web", {}),
    "data deleted": ("restore", "database", {"value": "snapshot"}),
}
OTHERS: tuple[Order, ...] = (
    ("restart", "catalogue", {}),
    ("scale", "catalogue", {"value": "6"}),
    ("free space", "web", {}),
    ("rotate credentials", "catalogue", {}),
    ("change configuration", "orders", {}),
    ("block", "orders", {"value": "198.51.100.9"}),
    ("drain queue", "orders", {}),
    ("renew certificate", "checkout", {}),
    ("restore", "database", {"value": "nightly"}),
    ("shift traffic", None, {"region": "north", "value": "50%"}),
)


def broken(kind: str, seconds: int = 300) -> Hand:
    """The shop, with a fault that has lasted for a while."""
    service, more, _ = SHOWN[kind]
    hand = Hand(shop())
    hand.run(59)
    hand.fault(kind, service, **more)
    hand.run(seconds)
    return hand


def test_every_kind_of_fault_is_tried() -> None:
    assert set(SHOWN) == set(HELPS) == {kind.value for kind in FaultKind}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_fault_shows_in_what_is_measured(kind: str) -> None:
    service, measure, above = SHOWN[kind][2]
    quiet, ill = Hand(shop()), broken(kind)
    quiet.run(359)
    assert quiet.now(service, measure) < above < ill.now(service, measure)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_fault_is_not_ended_by_what_does_not_help(kind: str) -> None:
    hand = broken(kind)
    for operation, service, more in OTHERS:
        hand.do(operation, service, **more)
    assert hand.active() == {kind.replace(" ", "-")}


@pytest.mark.parametrize("kind", HELPS)
def test_what_helps_brings_the_system_back(kind: str) -> None:
    hand = broken(kind)
    operation, service, more = HELPS[kind]
    assert hand.do(operation, service, **more)
    hand.run(900)
    assert hand.system.recovered()
    assert not hand.system.impact()
    assert hand.active() == ({"region-lost"} if kind == "region lost" else set())


@pytest.mark.parametrize("kind", SHOWN)
def test_the_logs_or_the_access_list_give_a_fault_away(kind: str) -> None:
    words = {
        "bad deployment": "418",
        "configuration error": "configuration change cannot be used",
        "dependency down": "no answer from Payments",
        "region lost": "unreachable",
        "node lost": "node not ready",
        "database slow": "slow query",
        "database full": "no space left",
        "queue backlog": "rebalancing",
        "certificate expired": "certificate has expired",
        "leak": "garbage collection",
        "traffic surge": "requests in the last minute",
        "credential leak": "deploy-bot",
        "data deleted": "does not exist any more",
    }[kind]
    hand = broken(kind)
    assert hand.look("logs", search=words).total > 0
    quiet = Hand(shop())
    quiet.run(359)
    assert quiet.look("logs", search=words).total == 0


def test_of_an_outside_service_there_is_what_its_callers_wrote_about_it() -> None:
    found = broken("dependency down").look("logs", "payments")
    assert found.notes == ("Payments belongs to somebody else; these lines are of those who call it.",)
    assert {line.service for line in found.lines} == {"checkout"}
    assert all("Payments" in line.text for line in found.lines)
    assert Hand(shop()).look("logs", "payments").lines == ()


def test_a_needed_dependency_can_be_switched_off_without_ending_its_fault() -> None:
    hand = broken("dependency down")
    assert hand.do("switch flag", "checkout", value="card-payments off")
    hand.run(300)
    assert hand.now("checkout", "errors") < 0.01
    assert hand.system.recovered()
    assert hand.active() == {"dependency-down"}
    assert hand.do("switch flag", "checkout", value="card-payments on")
    hand.run(120)
    assert not hand.system.recovered()
    assert [turn for turn, _ in hand.turns()].count("relapsed") == 1


def test_a_dependency_that_hangs_holds_the_workers_of_its_callers() -> None:
    hand = broken("dependency down")
    assert hand.now("checkout", "saturation") > 0.95
    assert hand.now("checkout", "p95") > 2
    assert hand.now("web", "errors") > 0.2


def test_a_bad_deployment_is_among_the_deployments_and_goes_when_rolled_back() -> None:
    hand = broken("bad deployment")
    found = hand.look("deployments", "checkout")
    assert [one.version for one in found.deployments] == ["416", "417", "418"]
    assert found.deployments[-1].second == 60
    assert hand.do("roll back", "checkout")
    assert {seen.id: seen.version for seen in hand.system.services()}["checkout"] == "417"


def test_rolling_back_the_wrong_service_loses_what_its_version_had_mended() -> None:
    hand = Hand(shop())
    hand.run(60)
    assert hand.do("roll back", "checkout")
    hand.run(60)
    assert hand.now("checkout", "errors") > 0.02
    assert hand.do("roll back", "checkout", value="417")
    hand.run(60)
    assert hand.now("checkout", "errors") < 0.02


def test_a_restart_only_buys_time_against_a_leak() -> None:
    hand = broken("leak")
    before = hand.now("checkout", "memory")
    assert hand.do("restart", "checkout")
    hand.run(5)
    assert hand.now("checkout", "memory") < before - 200
    assert hand.active() == {"leak"}
    hand.run(300)
    assert hand.now("checkout", "memory") > 750


def test_a_leak_ends_in_a_sawtooth_of_restarts() -> None:
    hand = broken("leak", 1_500)
    memory = hand.between("checkout", "memory", 60, 1_500)
    falls = [second for second in range(1, len(memory)) if memory[second] < memory[second - 1] - 100]
    assert len(falls) >= 4
    assert max(memory) <= 1_024
    assert min(hand.between("checkout", "replicas", 60, 1_500)) < 6
    assert hand.look("logs", "checkout", "out of memory").total >= 4


def test_a_slow_leak_is_seen_hours_ahead() -> None:
    rule = {
        "id": "memory",
        "title": "Memory of checkout runs out",
        "level": "warning",
        "when": {"service": "checkout", "measure": "memory full in", "below": 10_800, "for": "2m"},
    }
    hand = Hand(shop(alerts=[rule]))
    hand.run(59)
    hand.fault("leak", "checkout", effect={"leak": 4})
    hand.run(1_200)
    alert = hand.system.alerts()[0]
    assert alert.raised < 900
    assert hand.now("checkout", "memory full in") == pytest.approx((512 - 4 * 20) / 4 * 60, rel=0.1)
    assert not hand.system.impact()


def test_a_lost_region_overloads_the_other_when_traffic_is_shifted() -> None:
    hand = Hand(tight())
    hand.run(59)
    hand.fault("region lost", None, region="north")
    hand.run(120)
    assert hand.now("web", "errors") == pytest.approx(0.5, abs=0.05)
    assert hand.do("fail over", None, region="south")
    hand.run(180)
    assert hand.now("web", "saturation") > 0.95
    assert hand.now("web", "errors") > 0.2
    assert hand.do("scale", "web", region="south", value="8")
    hand.run(240)
    assert hand.now("web", "errors") < 0.01
    assert hand.system.recovered()


def tight() -> Simulation:
    """One service in two regions, neither of which can bear everything."""
    service = {"id": "web", "replicas": {"north": 2, "south": 2}, "takes": "50ms", "load": 420}
    return simulation([service], regions=["north", "south"])


def test_a_cache_is_cold_after_a_restart_and_its_database_feels_it() -> None:
    hand = Hand(shop())
    hand.run(120)
    before = hand.now("database", "rate")
    assert hand.do("restart", "cache")
    hand.run(3)
    assert hand.now("database", "rate") > before + 60
    hand.run(600)
    assert hand.now("database", "rate") == pytest.approx(before, rel=0.2)


def test_a_restart_of_the_only_replica_is_an_outage() -> None:
    hand = Hand(shop())
    hand.run(60)
    hand.order("restart", "database")
    hand.run(30)
    assert hand.now("database", "replicas") == 0
    assert {seen.id: seen.health for seen in hand.system.services()}["database"] == "down"
    hand.run(60)
    assert hand.now("database", "replicas") == 1
    assert hand.now("database", "errors") < 0.01


def test_draining_a_queue_loses_its_messages_and_not_the_cause() -> None:
    hand = broken("queue backlog")
    waiting = hand.now("orders", "queue")
    failed = sum(hand.between("orders", "failed", 0, 360))
    assert hand.do("drain queue", "orders")
    assert waiting > 1_000
    hand.run(1)
    assert sum(hand.between("orders", "failed", 0, hand.second + 1)) > failed + waiting * 0.9
    assert hand.active() == {"queue-backlog"}
    hand.run(300)
    assert hand.now("orders", "queue") > 1_000


def test_scaling_a_service_can_drown_its_database() -> None:
    services = [
        {"id": "web", "replicas": 2, "takes": "50ms", "load": 900, "calls": [{"service": "database"}]},
        {"id": "database", "kind": "database", "replicas": 1, "workers": 4, "takes": "10ms", "timeout": "1s"},
    ]
    hand = Hand(simulation(services))
    hand.run(120)
    good = hand.now("web", "good")
    assert good > 100
    assert hand.do("scale", "web", value="20")
    hand.run(240)
    assert hand.now("database", "saturation") > 0.99
    assert hand.now("web", "good") < good


def test_blocking_the_address_of_an_intruder_slows_them_and_does_not_end_it() -> None:
    hand = broken("credential leak")
    line = hand.look("access", "web", "deploy-bot").lines[0]
    address = line.text.split(" from ")[1].split(":")[0]
    before = hand.now("web", "rate")
    assert hand.do("block", "web", value=address)
    hand.run(60)
    assert hand.now("web", "rate") < before * 0.9
    assert hand.active() == {"credential-leak"}
    assert hand.do("rotate credentials", "web")
    assert hand.active() == set()


def test_a_bad_backup_cannot_be_restored_and_takes_its_time() -> None:
    hand = broken("data deleted")
    before = hand.second
    assert not hand.do("restore", "database", value="nightly")
    assert hand.second - before > 500
    assert hand.active() == {"data-deleted"}
    assert "cannot be restored" in hand.system.operations()[-1].text


def test_a_certificate_runs_out_by_itself_unless_it_is_renewed_before() -> None:
    services: list[dict[str, Any]] = [
        {"id": "web", "load": 50, "calls": [{"service": "auth"}]},
        {"id": "auth", "certificate_expires": "10m"},
    ]
    late, early = Hand(simulation(services)), Hand(simulation(services))
    assert "expires at 09:10:00" in late.look("configuration", "auth").notes[1]
    assert early.do("renew certificate", "auth")
    late.run(700)
    early.run(700)
    assert late.now("web", "errors") > 0.9
    assert late.active() == {"certificate-auth"}
    assert early.now("web", "errors") < 0.01
    assert late.do("renew certificate", "auth")
    late.run(120)
    assert late.system.recovered()


def test_a_wrong_flag_is_mended_by_setting_it_back() -> None:
    hand = Hand(shop())
    hand.run(59)
    hand.fault("configuration error", "checkout", value="card-payments")
    hand.run(120)
    assert [flag.on for flag in hand.system.flags()] == [False]
    assert hand.do("switch flag", "checkout", value="card-payments on")
    assert hand.active() == set()


def test_an_intermittent_fault_comes_and_goes() -> None:
    hand = Hand(shop())
    hand.run(59)
    hand.fault("bad deployment", "checkout", lasts="1m", every="3m")
    hand.run(600)
    bad = [second for second, errors in enumerate(hand.between("checkout", "errors", 0, 640)) if errors > 0.2]
    assert all((second - 60) % 180 < 60 for second in bad)
    assert {(second - 60) // 180 for second in bad} == {0, 1, 2, 3}
    assert hand.active() == {"bad-deployment"}
    assert hand.do("roll back", "checkout")
    hand.run(400)
    assert max(hand.between("checkout", "errors", hand.second - 300, hand.second)) < 0.1


def test_a_fault_that_lasts_ends_by_itself() -> None:
    hand = Hand(shop())
    hand.run(59)
    hand.fault("certificate expired", "catalogue", lasts="5m")
    hand.run(600)
    assert hand.active() == set()
    assert ("fault ended", 360) in hand.turns()
    assert hand.system.recovered()


def test_several_faults_at_once_are_each_mended_by_their_own() -> None:
    hand = Hand(shop())
    hand.run(59)
    kinds = [kind for kind in SHOWN if kind != "region lost"]
    for kind in kinds:
        service, more, _ = SHOWN[kind]
        hand.fault(kind, service, **more)
    hand.run(200)
    left = {kind.replace(" ", "-") for kind in kinds}
    assert hand.active() == left
    for kind in kinds:
        operation, service, more = HELPS[kind]
        assert hand.do(operation, service, **more)
        left = {one for one in left if one != kind.replace(" ", "-")}
        assert hand.active() <= left
    hand.run(1_800)
    assert hand.system.recovered()


def test_what_the_scenario_says_mends_takes_the_place_of_the_usual() -> None:
    hand = Hand(shop())
    hand.run(59)
    mend = {"operation": "restart", "service": "cache"}
    hand.fault("bad deployment", "checkout", mended_by=[mend])
    hand.run(60)
    assert hand.do("roll back", "checkout")
    assert hand.active() == {"bad-deployment"}
    assert hand.do("restart", "cache")
    assert hand.active() == set()


def test_the_facilitator_ends_a_fault() -> None:
    hand = broken("bad deployment")
    hand.system.end_fault("bad-deployment", hand.second + 1)
    hand.run(120)
    assert hand.active() == set()
    assert hand.system.recovered()
    assert {seen.id: seen.version for seen in hand.system.services()}["checkout"] == "417"
