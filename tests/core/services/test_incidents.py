"""The shape of real incidents, as their public reports tell them: order, plateau, overshoot, recovery.

Rates and sizes are invented; what is compared is which turn follows which, how far down things went, and how quickly
they came back once the right thing was done. Minutes count from the trigger.
"""

from __future__ import annotations

import pytest

from tests.core.services.worlds import Hand, simulation


def share(values: list[float], of: float) -> float:
    """The mean of values, as a share of something."""
    return sum(values) / len(values) / of


def test_a_rule_that_pins_every_processor_until_the_global_kill() -> None:
    """Cloudflare, 2 July 2019: rule 13:42, first page 13:45, kill 14:07, traffic normal 14:09, about 80 % lost."""
    services = [
        {
            "id": "edge",
            "replicas": 40,
            "workers": 16,
            "takes": "40ms",
            "load": 4_000,
            "timeout": "30s",
            "queue_limit": 4_000,
        }
    ]
    flags = [{"id": "firewall", "title": "Firewall rules", "service": "edge"}]
    alerts = [
        {
            "id": "page",
            "title": "Edge errors",
            "when": {"service": "edge", "measure": "errors", "above": "10%", "for": "2m"},
        }
    ]
    hand = Hand(simulation(services, flags=flags, alerts=alerts, figures=[]))
    hand.run(119)
    trigger = 120
    hand.fault("bad deployment", "edge", value="firewall", effect={"slower": 20, "errors": 0})
    hand.run(24 * 60 + 30)
    plateau = hand.between("edge", "good", trigger + 60, hand.second)
    assert share(plateau, 4_000) == pytest.approx(0.2, abs=0.03)
    assert max(plateau) - min(plateau) < 0.1 * 4_000
    assert hand.now("edge", "saturation") > 0.99
    page = hand.system.alerts()[0].raised
    assert trigger + 60 <= page <= trigger + 3 * 60 + 15
    assert hand.do("switch flag", "edge", value="firewall off")
    killed = hand.second
    assert trigger + 24 * 60 < killed < trigger + 26 * 60
    hand.run(120)
    assert share(hand.between("edge", "good", killed + 60, killed + 120), 4_000) > 0.97
    assert hand.now("edge", "queue") < 1
    order = [turn for turn, _ in hand.turns()]
    assert order.index("impact began") < order.index("fault ended") < order.index("impact ended")
    hand.run(120)
    assert hand.system.recovered()


def test_a_backlog_keeps_a_service_down_after_its_cause_has_gone() -> None:
    """AWS, 20 October 2025: the table's name is back after 157 minutes, yet the manager of the hosts' leases has
    collapsed under what waits, and stays down for 109 minutes more, until engineers throttle the work and restart."""
    services = [
        {
            "id": "hosts",
            "replicas": 20,
            "workers": 400,
            "takes": "5ms",
            "load": 100,
            "retries": 4,
            "timeout": "60s",
            "queue_limit": 20_000,
            "calls": [{"service": "leases"}],
        },
        {
            "id": "leases",
            "replicas": 4,
            "workers": 8,
            "takes": "200ms",
            "timeout": "5s",
            "queue_limit": 2_000,
            "calls": [{"service": "table"}],
        },
        {"id": "table", "kind": "external", "replicas": 4, "workers": 200, "takes": "10ms", "timeout": "4s"},
    ]
    hand = Hand(simulation(services))
    hand.run(119)
    assert hand.now("leases", "saturation") == pytest.approx(0.65, abs=0.1)
    hand.fault("dependency down", "table", lasts="10m")
    hand.run(10 * 60 + 1)
    assert share(hand.between("hosts", "good", 300, 700), 100) < 0.05
    assert ("fault ended", 720) in hand.turns()
    hand.run(20 * 60)
    assert hand.now("table", "errors") < 0.01
    assert share(hand.between("hosts", "good", 900, hand.second), 100) < 0.1
    assert hand.now("leases", "saturation") > 0.99
    assert hand.now("leases", "rate") > 250
    assert not hand.system.recovered()

    assert hand.do("change configuration", "hosts", value="limit 20%")
    assert hand.do("restart", "leases")
    hand.run(180)
    assert hand.now("leases", "errors") < 0.02
    for step in ("50%", "80%", "100%"):
        assert hand.do("change configuration", "hosts", value=f"limit {step}")
        hand.run(60)
    hand.run(300)
    assert share(hand.between("hosts", "good", hand.second - 60, hand.second), 100) > 0.97
    assert hand.system.recovered()


def test_a_deleted_database_comes_back_only_from_the_one_copy_that_is_good() -> None:
    """GitLab, 31 January 2017: data removed by hand, five ways of backup of which none worked as meant; a copy on the
    slow disks of the staging system, six hours old, brings the site back hours later."""
    backups = [
        {"id": "dump", "title": "Nightly dump", "age": "24h", "good": False},
        {"id": "bucket", "title": "Copy in the bucket", "age": "24h", "good": False},
        {"id": "staging", "title": "Snapshot on staging", "age": "6h"},
    ]
    services = [
        {"id": "site", "replicas": 8, "load": 200, "calls": [{"service": "database"}]},
        {
            "id": "database",
            "kind": "database",
            "replicas": 2,
            "workers": 50,
            "takes": "8ms",
            "backups": backups,
        },
    ]
    sure = [{"operation": "restore", "fails": 0, "takes": "40m"}, {"operation": "restart", "fails": 0}]
    costs = {"per_minute": 100, "per_failed": 0.01}
    hand = Hand(simulation(services, operations=sure, cost=costs))
    hand.run(119)
    hand.fault("data deleted", "database", effect={"errors": 0.985})
    hand.run(300)
    assert hand.now("site", "errors") > 0.95
    assert hand.do("restart", "database")
    assert not hand.do("restore", "database", value="dump")
    assert not hand.do("restore", "database", value="bucket")
    assert min(hand.between("site", "errors", 300, hand.second)) > 0.95
    assert hand.do("restore", "database", value="staging")
    hand.run(120)
    assert hand.now("site", "errors") < 0.01
    assert hand.system.recovered()
    toll = hand.system.toll()
    assert toll.impact_seconds == pytest.approx(3 * 2_400 + 390, abs=120)
    assert toll.failed_requests == pytest.approx(toll.impact_seconds * 200 * 0.985, rel=0.03)
    assert toll.cost == pytest.approx(toll.impact_seconds / 60 * 100 + toll.failed_requests * 0.01)
    assert "6.0 hours old" in hand.system.operations()[-1].text


def test_a_disk_fills_unseen_and_the_site_is_back_minutes_after_it_was_cleared() -> None:
    """docs.rs, 21 October 2019: the disk had been filling for a day, the page came with the outage, the culprit's
    directory was removed twenty minutes later, and the site was up again after six more."""
    services = [{"id": "site", "replicas": 2, "load": 60, "disk": 0.6}]
    alerts = [
        {
            "id": "disk",
            "title": "Disk of the site",
            "level": "warning",
            "when": {"service": "site", "measure": "disk", "above": "90%"},
        },
        {
            "id": "down",
            "title": "Site down",
            "when": {"service": "site", "measure": "errors", "above": "20%", "for": "1m"},
        },
    ]
    hand = Hand(simulation(services, alerts=alerts))
    hand.run(59)
    hand.fault("database full", "site", effect={"disk": 0.02, "errors": 0.9})
    hand.run(19 * 60)
    assert hand.now("site", "errors") < 0.01
    assert [alert.id for alert in hand.system.alerts()] == ["disk"]
    hand.run(4 * 60)
    assert hand.now("site", "errors") > 0.85
    disk, down = hand.system.alerts()
    assert down.raised - disk.raised == pytest.approx(6 * 60, abs=20)
    assert hand.do("free space", "site")
    assert hand.do("restart", "site")
    hand.run(120)
    assert hand.now("site", "errors") < 0.01
    assert hand.system.recovered()
