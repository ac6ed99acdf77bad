"""Alerts, impact, recovery and what the outage costs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.services.worlds import Hand, shop, simulation
from trainer.core.services.gauging import reader
from trainer.core.services.measuring import PERCENTILES
from trainer.core.simulation import Measure

WEB = {"id": "web", "load": 100, "errors": 0}


def rule(above: str, lasts: str = "0s", **more: Any) -> dict[str, Any]:
    """An alert on the errors of the web service."""
    when = {"service": "web", "measure": "errors", "above": above, "for": lasts}
    return {"id": "errors", "title": "Errors", "when": when, **more}


def failing(errors: float, *spells: tuple[int, int], **more: Any) -> Hand:
    """The web service, failing for a number of spells (from a second, so many seconds long)."""
    hand = Hand(simulation([WEB], noise=0, **more))
    for number, (start, seconds) in enumerate(spells):
        hand.run(start - 1 - hand.second)
        hand.fault(
            "bad deployment",
            "web",
            id=f"spell-{number}",
            effect={"errors": errors, "slower": 1},
            lasts=f"{seconds}s",
        )
    hand.run(600)
    return hand


def test_an_alert_is_raised_when_its_threshold_was_crossed_for_its_time() -> None:
    hand = failing(0.3, (60, 120), alerts=[rule("5%", "30s")])
    alert = hand.system.alerts()[0]
    assert alert.raised == 90
    first = next(one for one in hand.happened() if one.alert == "errors")
    assert (first.second, first.service) == (90, "web")
    assert first.value == pytest.approx(0.3)
    assert first.text == "Web, errors: 30% (above 5% for 30 s)"


def test_a_spell_shorter_than_its_time_raises_no_alert() -> None:
    assert failing(0.3, (60, 29), (120, 29), alerts=[rule("5%", "30s")]).system.alerts() == []


def test_an_alert_is_cleared_a_minute_after_things_are_well_and_raised_again() -> None:
    hand = failing(0.3, (60, 60), (300, 60), alerts=[rule("5%")])
    turns = [
        (one.alert or one.turn, one.second)
        for one in hand.happened()
        if one.alert or "alert" in str(one.turn)
    ]
    assert turns == [
        ("errors", 60),
        ("alert cleared", 180),
        ("alert raised again", 300),
        ("alert cleared", 420),
    ]
    alert = hand.system.alerts()[0]
    assert (alert.times, alert.raised, alert.cleared) == (2, 300, 420)
    assert {one.text for one in hand.happened() if one.turn == "alert cleared"} == {""}


def test_an_alert_does_not_flap_around_its_threshold() -> None:
    spells = [(60 + 20 * number, 10) for number in range(12)]
    hand = failing(0.3, *spells, alerts=[rule("5%")])
    assert hand.system.alerts()[0].times == 1


def test_an_alert_stays_while_the_value_is_just_below_its_threshold() -> None:
    hand = Hand(simulation([WEB], noise=0, alerts=[rule("5%")]))
    hand.run(59)
    hand.fault("bad deployment", "web", id="first", effect={"errors": 0.3, "slower": 1}, lasts="60s")
    hand.fault("configuration error", "web", id="second", effect={"errors": 0.048})
    hand.run(600)
    assert hand.system.alerts()[0].cleared is None


def test_an_alert_on_a_figure_of_the_business_says_its_name() -> None:
    figure = {"id": "sold", "title": "Orders sold", "service": "web", "factor": 0.1}
    when = {"figure": "sold", "below": 500, "for": "20s"}
    alerts = [{"id": "sales", "title": "Sales are down", "when": when}]
    hand = failing(0.5, (60, 120), figures=[figure], alerts=alerts)
    alert = hand.system.alerts()[0]
    assert alert.detail == "Orders sold: 300 (below 500 for 20 s)"
    assert hand.system.figure("sold")[-1] == pytest.approx(600)
    assert [seen.unit for seen in hand.system.figures()] == ["per minute"]


def test_impact_and_recovery_follow_the_thresholds_of_the_scenario() -> None:
    hand = failing(
        0.2,
        (60, 100),
        impact_when=[{"service": "web", "measure": "errors", "above": "10%", "for": "20s"}],
        recovered_when=[{"service": "web", "measure": "errors", "below": "1%", "for": "3m"}],
    )
    assert hand.turns() == [
        ("impact began", 80),
        ("fault ended", 160),
        ("impact ended", 169),
        ("recovered", 340),
    ]
    assert hand.system.toll().impact_seconds == 169 - 80


def test_without_thresholds_impact_is_judged_by_what_people_outside_use() -> None:
    hand = Hand(shop())
    hand.run(59)
    hand.fault("bad deployment", "catalogue", effect={"errors": 0.5})
    hand.run(200)
    began = next(one for one in hand.happened() if one.turn == "impact began")
    assert began.service == "web"
    assert hand.system.impact()


def test_a_fault_that_nobody_notices_is_no_impact_and_is_over_when_it_ends() -> None:
    hand = Hand(shop())
    hand.run(59)
    hand.fault("credential leak", "web", effect={"load": 1.01})
    hand.run(600)
    assert not hand.system.impact()
    assert not hand.system.recovered()
    assert hand.do("rotate credentials", "web")
    hand.run(120)
    assert hand.system.recovered()
    assert hand.system.toll().impact_seconds == 0


def test_nothing_has_recovered_where_nothing_was_broken() -> None:
    hand = Hand(shop())
    hand.run(1_200)
    assert not hand.system.recovered()
    assert hand.happened() == []
    assert hand.system.toll().failed_requests == 0


def test_the_system_relapses_when_there_is_impact_again() -> None:
    hand = failing(0.3, (60, 60), (400, 60))
    order = [turn for turn, _ in hand.turns()]
    assert order == [
        "impact began", "fault ended", "impact ended", "recovered",
        "impact began", "fault ended", "impact ended", "recovered",
    ]  # fmt: skip


def test_failed_requests_are_those_beyond_the_usual() -> None:
    hand = failing(0.25, (60, 100), cost={"per_minute": 60, "per_failed": 2, "currency": "EUR"})
    toll = hand.system.toll()
    assert toll.failed_requests == pytest.approx(0.25 * 100 * 100, rel=0.01)
    assert toll.cost == pytest.approx(toll.impact_seconds + 2 * toll.failed_requests)
    assert toll.currency == "EUR"


def test_health_is_coloured_by_what_is_measured() -> None:
    seen = {}
    for errors in (0.0, 0.03, 0.2, 0.7):
        hand = Hand(simulation([WEB], noise=0))
        hand.fault("configuration error", "web", effect={"errors": errors})
        hand.run(60)
        seen[errors] = hand.system.services()[0].health
    assert seen == {0.0: "well", 0.03: "warning", 0.2: "critical", 0.7: "down"}


@pytest.mark.parametrize("replicas", [4, {"north": 2, "south": 2}])
@pytest.mark.parametrize("load", [40, 500, 610, 700])
def test_the_short_way_to_the_newest_value_leads_to_the_same_side_of_a_threshold(
    replicas: Any, load: int
) -> None:
    service = {"id": "web", "replicas": replicas, "load": load, "errors": 0.02}
    hand = Hand(simulation([service], regions=["north", "south"]))
    system: Any = hand.system
    world, tape = system._world, system._tape
    for bound in (0.1, 0.2, 0.5, 2.0):
        for measure in Measure:
            read = reader(world, tape, "web", measure, bound)
            for _ in range(20):
                hand.run(1)
                exact = tape.newest("web", measure)
                value = read()
                if measure in PERCENTILES:
                    assert (value > bound) == (exact > bound), (measure, bound)
                    assert (value <= 0.9 * bound) == (exact <= 0.9 * bound), (measure, bound)
                else:
                    assert value == exact, measure
