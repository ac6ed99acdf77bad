"""Every fault is real, people mend it with an ordinary terminal, and the rollback mends it as well."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Queue
from threading import Event, Timer

import pytest

from tests.practice.shops import PATIENCE, terminal, until, until_well
from trainer.practice import config, faults, probes, processes, serving
from trainer.practice.errors import PracticeError
from trainer.practice.place import REPORT, Place
from trainer.practice.probes import Measured
from trainer.practice.processes import Process


def measured(place: Place, patience: float = 1.0) -> Measured:
    return probes.measure(str(place.folder), timeout=patience)


def of(place: Place, service: str) -> Process:
    found = processes.remembered(place, service)
    assert found is not None
    return found


def answers(place: Place) -> str:
    """What customers are told whose orders fail now."""
    return " ".join(measured(place).why)


@dataclass(frozen=True)
class Case:
    fault: str
    broken: Callable[[Place], bool]
    """the truth inside: a process, a file, the database itself"""
    felt: Callable[[Place], bool]
    """what is noticed from outside"""
    repair: str
    """what a person types"""


CASES = (
    Case(
        "payment-killed",
        lambda place: not of(place, "payment").alive,
        lambda place: measured(place).good == 0 and "connection refused" in answers(place),
        "./shop start payment",
    ),
    Case(
        "store-frozen",
        lambda place: of(place, "store").frozen,
        lambda place: measured(place).percentile(0.95) >= 1,
        "kill -CONT $(cat run/store.pid)",
    ),
    Case(
        "disk-full",
        lambda place: (place.data / "trace-debug.log").stat().st_size > 20_000_000,
        lambda place: "database or disk is full" in answers(place),
        "rm data/trace-debug.log",
    ),
    Case(
        "payment-slow",
        lambda place: config.word(place.config("payment"), "fraud check", "lists") == "45",
        lambda place: measured(place, patience=5).percentile(0.5) > 1.5,
        "sed 's/^lists = .*/lists = 1/' config/payment.ini > new && mv new config/payment.ini"
        " && kill -HUP $(cat run/payment.pid)",
    ),
    Case(
        "database-locked",
        lambda place: of(place, REPORT).alive,
        lambda place: "database is locked" in answers(place),
        "kill $(ps -axo pid,args | grep \"practice report --folder $PWD\" | grep -v grep | awk '{print $1}')",
    ),
    Case(
        "bad-release",
        lambda place: serving.call(place.port("web"), "/health").json()["version"] == "42",
        lambda place: "HTTP 500" in answers(place) and 0 < measured(place).share < 1,
        "sed 's/^version = .*/version = 41/' config/web.ini > new && mv new config/web.ini && ./shop restart web",
    ),
)
FAULTS = {fault.id: fault for fault in faults.FAULTS}


def by_fault(case: Case) -> str:
    return case.fault


def test_every_fault_that_ships_is_tried_here():
    assert {case.fault for case in CASES} == set(FAULTS)


@pytest.mark.parametrize("case", CASES, ids=by_fault)
def test_a_fault_is_felt_from_outside_and_a_person_mends_it_in_a_terminal(healthy: Place, case: Case):
    said = FAULTS[case.fault].inject(folder=str(healthy.folder))
    assert json.loads(json.dumps(said)) == said
    assert case.broken(healthy)
    until(lambda: case.felt(healthy), f"{case.fault} is felt by customers")
    terminal(healthy, case.repair)
    until(lambda: probes.is_well(str(healthy.folder)), f"{case.repair} mends {case.fault}")


@pytest.mark.parametrize("case", CASES, ids=by_fault)
def test_the_rollback_mends_what_nobody_repaired(healthy: Place, case: Case):
    FAULTS[case.fault].inject(folder=str(healthy.folder))
    said = FAULTS[case.fault].undo(folder=str(healthy.folder))
    assert not isinstance(said, faults.Idle)
    until_well(healthy)
    assert isinstance(FAULTS[case.fault].undo(folder=str(healthy.folder)), faults.Idle)


def test_one_rollback_undoes_several_faults_at_once(healthy: Place):
    folder = str(healthy.folder)
    for name in ("payment-slow", "bad-release", "disk-full", "store-frozen", "payment-killed"):
        FAULTS[name].inject(folder=folder)
    said = faults.undo_all(folder)
    assert "payment was started" in said
    assert "store goes on" in said
    assert "lists is 1 again" in said
    until_well(healthy)
    assert faults.undo_all(folder) == "there was nothing to undo"


def test_the_first_probe_after_a_repair_finds_the_shop_well(healthy: Place):
    faults.kill_service("payment", str(healthy.folder))
    assert not probes.is_well(str(healthy.folder))
    terminal(healthy, "./shop start payment")
    assert probes.good_orders(str(healthy.folder), timeout=PATIENCE) == 1.0


def test_probing_finds_the_recovery_within_one_probe_interval_of_the_truth(healthy: Place):
    every = 2.0
    faults.freeze_service("store", str(healthy.folder))
    store, mended = of(healthy, "store"), Queue[float]()

    def mend() -> None:
        mended.put(time.monotonic())
        store.send(signal.SIGCONT)

    # In the middle between two probes, as people do not wait for probes.
    timer = Timer(2.5 * every, mend)
    timer.start()
    found = _first_good_probe(healthy, every)
    timer.join()
    # The second probe after it would begin one and a half intervals later.
    assert abs(found - mended.get_nowait()) < 1.45 * every


def _first_good_probe(place: Place, every: float) -> float:
    """Probe at a steady rate until the shop is well; when that probe began."""
    due = time.monotonic()
    pause = Event()
    while True:
        began = time.monotonic()
        assert began < due + 60, "the shop did not become well"
        if probes.is_well(str(place.folder), timeout=every / 2, seconds=every / 2):
            return began
        pause.wait(every - (time.monotonic() - began) % every)


def test_orders_that_were_paid_while_the_disk_was_full_are_named_in_the_log(healthy: Place):
    faults.fill_disk(str(healthy.folder))
    until(lambda: "disk is full" in answers(healthy), "orders are not kept")
    assert int(terminal(healthy, 'grep -c "has no order" logs/web.log')) > 0
    assert "database or disk is full" in healthy.log("store").read_text(encoding="utf-8")


def test_a_larger_quota_mends_a_full_disk_as_well(healthy: Place):
    faults.fill_disk(str(healthy.folder))
    until(lambda: "disk is full" in answers(healthy), "orders are not kept")
    config.set_value(healthy.config("store"), "quota_mib", "64")
    terminal(healthy, "kill -HUP $(cat run/store.pid)")
    until_well(healthy)
    config.set_value(healthy.config("store"), "quota_mib", "24")
    terminal(healthy, "rm data/trace-debug.log && kill -HUP $(cat run/store.pid)")
    until_well(healthy)


def test_a_frozen_service_may_be_ended_and_started_instead_of_continued(healthy: Place):
    faults.freeze_service("web", str(healthy.folder))
    until(lambda: not measured(healthy).good, "the frozen storefront answers nobody")
    terminal(healthy, "./shop restart web")
    until_well(healthy)


def test_the_rollback_leaves_alone_what_people_have_set_themselves(healthy: Place):
    folder = str(healthy.folder)
    faults.slow_payment(folder=folder)
    config.set_value(healthy.config("payment"), "lists", "2")
    faults.speed_payment_up(folder)
    assert config.word(healthy.config("payment"), "fraud check", "lists") == "2"
    config.set_value(healthy.config("payment"), "lists", "1")
    terminal(healthy, "kill -HUP $(cat run/payment.pid)")


def test_a_slow_payment_made_slower_goes_back_to_what_it_was_before_both(healthy: Place):
    folder = str(healthy.folder)
    faults.slow_payment(20, folder)
    faults.slow_payment(30, folder)
    faults.speed_payment_up(folder)
    assert config.word(healthy.config("payment"), "fraud check", "lists") == "1"


def test_a_bad_release_whose_file_was_mended_but_not_taken_up_is_rolled_back(healthy: Place):
    folder = str(healthy.folder)
    faults.deploy_bad_release(folder)
    config.set_value(healthy.config("web"), "version", "41")
    assert measured(healthy).share < 1
    faults.roll_release_back(folder)
    until_well(healthy)


def test_a_fault_that_is_there_already_is_refused_in_one_line(healthy: Place):
    folder = str(healthy.folder)
    faults.kill_service("payment", folder)
    with pytest.raises(PracticeError, match="payment is not running") as refused:
        faults.kill_service("payment", folder)
    assert "\n" not in str(refused.value)
    with pytest.raises(PracticeError, match="no service 'mail'"):
        faults.freeze_service("mail", folder)
    faults.lock_database(folder)
    with pytest.raises(PracticeError, match="holds the database already"):
        faults.lock_database(folder)


def test_an_unusable_configuration_changes_nothing_and_is_noted_in_the_log(healthy: Place):
    config.set_value(healthy.config("payment"), "lists", "many")
    of(healthy, "payment").send(signal.SIGHUP)
    until(
        lambda: "give a number from 0 to" in healthy.log("payment").read_text(encoding="utf-8"),
        "the payment service notes what is wrong with its configuration",
    )
    until_well(healthy)
    config.set_value(healthy.config("payment"), "lists", "1")
