"""What can be ordered, what is refused and why, and what operations do when they go wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.services.worlds import Hand, shop, simulation
from trainer.core.actions import Look, Operate
from trainer.core.simulation import Operation


def refused(hand: Hand, operation: str, service: str | None = None, **more: Any) -> str | None:
    """Why an operation is refused."""
    return hand.system.refusal(Operate.model_validate({"operation": operation, "service": service, **more}))


REFUSALS: list[tuple[str, str | None, dict[str, Any], str]] = [
    ("restart", "shipping", {}, "The system has no service shipping."),
    ("restart", None, {}, "Say which service to restart."),
    ("restart", "payments", {}, "Payments belongs to somebody else; your team cannot restart there."),
    ("restart", "web", {"region": "moon"}, "The system has no region moon."),
    ("roll back", "web", {}, "There is no other version of Web to go to."),
    ("roll back", "checkout", {"value": "399"}, "There is no version 399; choose from 416."),
    ("restore", "web", {}, "There is no backup of Web."),
    ("restore", "database", {}, "Say which backup: nightly, snapshot."),
    ("drain queue", "web", {}, "Web is not a queue of messages."),
    ("scale", "web", {}, "Say how many replicas there are to be, such as 6."),
    ("scale", "web", {"value": "1000"}, "The number of replicas goes from 2 to 60."),
    (
        "shift traffic",
        None,
        {"region": "north"},
        "Say which share of the traffic north is to get, such as 0% or 70%.",
    ),
    ("shift traffic", "cache", {"region": "north", "value": "0%"}, "Cache does not run in several regions."),
    ("fail over", None, {}, "Say which region: north, south."),
    (
        "switch flag",
        None,
        {"value": "dark-mode off"},
        "There is no flag dark-mode; the flags are Card payments (card-payments).",
    ),
    (
        "switch flag",
        None,
        {"value": "card-payments"},
        "Say whether “Card payments” goes on or off, such as `card-payments off`.",
    ),
    ("switch flag", None, {"value": "card-payments on"}, "“Card payments” is on already."),
    ("block", "web", {}, "Say which address to block."),
]


@pytest.mark.parametrize(("operation", "service", "more", "why"), REFUSALS)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    operation: str, service: str | None, more: dict[str, Any], why: str
) -> None:
    assert refused(Hand(shop()), operation, service, **more) == why


def test_the_same_operation_is_not_ordered_twice_at_once() -> None:
    hand = Hand(shop())
    hand.order("restart", "checkout")
    why = refused(hand, "restart", "checkout")
    assert why == "To restart checkout is under way and lasts until 09:01:31."
    assert refused(hand, "restart", "web") is None
    hand.run(120)
    assert refused(hand, "restart", "checkout") is None


def test_what_the_scenario_rules_out_is_refused_with_its_reason() -> None:
    rules = [{"operation": "scale", "available": False, "note": "the quota is used up."}]
    hand = Hand(shop(operations=rules))
    assert refused(hand, "scale", "web", value="9") == "To scale is not possible here: the quota is used up."
    assert Operation.SCALE not in {offer.operation for offer in hand.system.offers("web")}


def test_every_offer_is_accepted_with_a_value_that_it_names() -> None:
    hand = Hand(shop())
    free = {"scale": "5", "shift traffic": "20%", "block": "203.0.113.9", "change configuration": "retries 0"}
    tried = set()
    for service in (None, *(seen.id for seen in hand.system.services())):
        for offer in hand.system.offers(service):
            value = free[offer.operation.value] if offer.values == () else None
            value = offer.values[0] if offer.values else value
            move = offer.operation in (Operation.SHIFT_TRAFFIC, Operation.FAIL_OVER)
            region = offer.regions[0] if offer.regions and move else None
            why = refused(hand, offer.operation.value, service, value=value, region=region)
            assert why is None, (service, offer)
            assert offer.takes > 0
            assert offer.what.endswith(".")
            tried.add(offer.operation)
    assert tried == set(Operation)


def test_an_operation_takes_its_time_and_then_happens() -> None:
    hand = Hand(shop())
    act = hand.order("scale", "catalogue", value="10")
    hand.run(90)
    assert hand.now("catalogue", "replicas") == 6
    assert hand.happened() == []
    hand.run(1)
    assert hand.now("catalogue", "replicas") == 10
    ended = hand.happened()[0]
    assert (ended.act, ended.ok, ended.second) == (act, True, 91)
    assert ended.text == "Catalogue has 10 replicas, after 6."


def test_the_scenario_says_how_long_an_operation_takes_and_how_often_it_fails() -> None:
    rules = [
        {"operation": "restart", "takes": "10s", "fails": 0},
        {"operation": "restart", "service": "web", "takes": "3m", "fails": 1},
    ]
    hand = Hand(shop(operations=rules))
    assert hand.do("restart", "catalogue")
    assert hand.second == 11
    assert not hand.do("restart", "web")
    assert hand.second == 11 + 181
    assert hand.system.operations()[-1].text == (
        "The attempt to restart Web failed; nothing was changed. It may be tried again."
    )


def test_the_share_that_fails_is_as_the_scenario_says() -> None:
    rules = [{"operation": "free space", "takes": "1s", "fails": 0.3}]
    hand = Hand(shop(operations=rules))
    outcomes = [hand.do("free space", "web") for _ in range(300)]
    assert outcomes.count(False) == pytest.approx(90, abs=25)


def test_a_limit_lets_in_a_share_and_is_lifted_again() -> None:
    hand = Hand(shop())
    assert hand.do("change configuration", "web", value="limit 40%")
    hand.run(10)
    assert hand.now("web", "errors") == pytest.approx(0.6, abs=0.02)
    assert hand.now("catalogue", "rate") == pytest.approx(hand.now("web", "rate") * 0.4 * 0.8, rel=0.05)
    assert hand.do("change configuration", "web", value="limit 100%")
    hand.run(10)
    assert hand.now("web", "errors") < 0.01


def test_retries_and_timeout_can_be_set() -> None:
    hand = Hand(shop())
    hand.fault("configuration error", "database", effect={"errors": 0.5})
    hand.run(60)
    calls = hand.now("database", "rate") / hand.now("checkout", "rate")
    assert hand.do("change configuration", "checkout", value="retries 0, timeout 2s")
    hand.run(30)
    assert hand.now("database", "rate") / hand.now("checkout", "rate") < calls - 0.3
    notes = hand.look("configuration", "checkout").notes
    assert "timeout 2 s, retries 0" in notes[0]
    assert hand.active() == {"configuration-error"}


def test_traffic_is_shifted_by_share() -> None:
    hand = Hand(shop())
    assert hand.do("shift traffic", None, region="north", value="20%")
    hand.run(5)
    world = hand.system._world  # type: ignore[attr-defined]
    north, south = world.cells["web"]
    assert north.load / (north.load + south.load) == pytest.approx(0.2)


def test_a_look_takes_its_time_and_shows_what_was_then() -> None:
    hand = Hand(shop(look_takes="25s"))
    hand.fault("bad deployment", "checkout")
    hand.run(60)
    found = hand.look("logs", "checkout", "UNHANDLED exception")
    assert found.second == 60 + 26
    assert found.total == len(found.lines) > 0
    assert all("unhandled exception" in line.text for line in found.lines)
    again = hand.look("logs", "checkout", "unhandled exception")
    assert again.lines[: len(found.lines)] == found.lines
    lines = hand.look("logs").lines
    assert [line.second for line in lines] == sorted(line.second for line in lines)


def test_logs_drown_the_telling_line_in_noise() -> None:
    hand = Hand(shop())
    hand.fault("bad deployment", "checkout")
    hand.run(600)
    everything = hand.look("logs", "checkout").total
    telling = hand.look("logs", "checkout", "418").total
    assert 0 < telling < everything / 8


def test_a_fault_writes_the_line_that_the_scenario_gives_it() -> None:
    hand = Hand(shop())
    hand.fault("bad deployment", "checkout", effect={"errors": 0.2, "log": "cannot parse {amount} in basket"})
    hand.run(200)
    assert hand.look("logs", "checkout", "cannot parse {amount} in basket").total > 0


def test_a_look_refuses_a_service_that_is_not_there() -> None:
    hand = Hand(shop())
    look = Look.model_validate({"at": "logs", "service": "shipping"})
    assert hand.system.refusal(look) == "The system has no service shipping."


def test_backups_are_listed_without_saying_which_is_good() -> None:
    hand = Hand(shop())
    notes = hand.look("backups").notes
    assert notes == (
        "Database: Nightly dump (nightly), 9 h old",
        "Database: Disk snapshot (snapshot), 6 h old",
    )


def test_an_order_that_makes_no_sense_ends_without_harm() -> None:
    hand = Hand(simulation([{"id": "web", "load": 10}]))
    for number, operation in enumerate(Operation):
        hand.system.order(number, "lead", Operate(operation=operation, service="web", value="?"), 5)
        hand.system.order(50 + number, "lead", Operate(operation=operation, service="gone"), 5)
    hand.run(900)
    assert all(seen.ok is not None for seen in hand.system.operations())
    assert hand.now("web", "errors") < 0.05
