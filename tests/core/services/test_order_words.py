"""Operations in words: by titles, as people say them, for those who play and for the facilitator."""

from __future__ import annotations

import pytest

from tests.core.services.worlds import Hand, shop, simulation
from trainer.core.actions import Look, Operate
from trainer.core.services.order_words import operation_words, order_words
from trainer.core.simulation import Fault, Operation

DATABASE = {
    "id": "database",
    "title": "The database",
    "kind": "database",
    "backups": [{"id": "b-1", "title": "Last night", "good": False}],
}
BANK = {"id": "bank", "title": "The bank", "kind": "external", "takes": "900ms"}
SYSTEM = simulation(
    [DATABASE, BANK, {"id": "web", "title": "Web shop", "load": 5, "versions": [{"id": "1"}, {"id": "2"}]}],
    flags=[{"id": "remember-device", "title": "Remember this device", "service": "web"}],
)
SAID = [
    ("roll back", "web", None, "416", "roll back Web shop to 416", "roll back of Web shop to 416"),
    ("roll back", "web", None, None, "roll back Web shop", "roll back of Web shop"),
    ("switch flag", "web", None, "remember-device off", "switch off “Remember this device”",
     "switching off “Remember this device”"),
    ("switch flag", None, None, "remember-device", "switch “Remember this device”",
     "switching “Remember this device”"),
    ("fail over", None, "south", None, "fail over the system to south", "failover of the system to south"),
    ("shift traffic", "web", "north", "0%", "shift the traffic of Web shop in north to 0%",
     "shift of the traffic of Web shop in north to 0%"),
    ("scale", "web", None, "6", "scale Web shop to 6 replicas", "scaling of Web shop to 6 replicas"),
    ("block", None, None, "203.0.113.9", "block 203.0.113.9", "blocking of 203.0.113.9"),
    ("restore", "database", None, "b-1", "restore The database from Last night",
     "restore of The database from Last night"),
    ("change configuration", "web", None, "limit 50%", "change the configuration of Web shop (limit 50%)",
     "change of the configuration of Web shop (limit 50%)"),
    ("restart", "elsewhere", None, None, "restart elsewhere", "restart of elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "service", "region", "value", "ordered", "thing"), SAID)
def test_an_operation_is_said_by_titles(
    operation: str, service: str | None, region: str | None, value: str | None, ordered: str, thing: str
) -> None:
    action = Operate(operation=Operation(operation), service=service, region=region, value=value)
    assert order_words(SYSTEM, action) == ordered
    assert operation_words(SYSTEM, action) == thing


@pytest.mark.parametrize("operation", Operation)
def test_every_operation_can_be_said_without_a_system(operation: Operation) -> None:
    action = Operate(operation=operation)
    assert order_words(None, action) == order_words(None, action).strip() != ""
    assert operation_words(None, action) == operation_words(None, action).strip() != ""


def test_a_look_is_said_by_the_title_of_its_service() -> None:
    assert operation_words(SYSTEM, Look(at="logs", service="web")) == "the look at the logs of Web shop"
    assert operation_words(SYSTEM, Look(at="deployments")) == "the look at the deployments"


def test_a_switch_is_offered_by_the_title_of_its_flag() -> None:
    offers = Hand(SYSTEM).system.offers("web")
    assert "Switches “Remember this device” on or off." in [offer.what for offer in offers]


def mends(**fault: str) -> tuple[str, ...]:
    hand = Hand(SYSTEM)
    made = Fault.model_validate({"id": "one", "title": "One", **fault})
    hand.system.begin_fault(made, hand.system.now() + 1)
    return hand.system.truth()[0].mends


def test_what_ends_a_fault_is_said_by_titles() -> None:
    assert mends(kind="bad deployment", service="web") == ("roll back Web shop",)
    named = mends(kind="configuration error", service="web", value="remember-device")
    assert named == ("switch “Remember this device”",)
    assert mends(kind="data deleted", service="database")[-1] == "no backup is good"


def test_nothing_is_said_to_end_a_fault_at_somebody_elses_service_but_to_go_elsewhere() -> None:
    assert mends(kind="certificate expired", service="bank") == ("nothing that the team can do",)
    assert mends(kind="leak", service="bank") == ("nothing that the team can do",)
    assert mends(kind="dependency down", service="bank") == ("fail over The bank",)


def test_a_service_that_gets_no_requests_is_well_until_something_is_wrong() -> None:
    hand = Hand(SYSTEM)
    hand.run(5)
    assert {one.id: one.health for one in hand.system.services()}["bank"] == "well"


def test_everything_of_the_shop_is_well_before_play() -> None:
    hand = Hand(shop())
    hand.run(5)
    assert {one.health for one in hand.system.services()} == {"well"}
