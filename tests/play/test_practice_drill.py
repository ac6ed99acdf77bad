"""A real simulation from end to end: faults that are really there, people's repairs, and what the journal says of both.

The truth is measured from outside (tests/play/shop_outside.py). The recovery that the exercise records is the beginning
of the first probe that found the steady state met, and a probe begins every two seconds. So it stands at most one
interval after the truth, and at most the length of that probe before it: orders that were sent in the last moment of a
fault are answered by the repaired shop. `LATE` is for a machine that has other work and wakes a process late.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.chaos.world import until
from tests.play.shop_drill import FILL, FREEZE, KILL, LOCK, NEEDS, RELEASE, SLOW, Drill
from tests.play.shop_outside import GOODS, QUICK, REDUCED, Outside, Watch, children
from tests.practice.shops import terminal
from trainer.core.aar_system import SystemPart
from trainer.core.events import ActivityRan, Record, SteadyStateProbed
from trainer.core.time import SECOND
from trainer.practice import faults
from trainer.practice.place import Place

pytestmark = NEEDS
EVERY = 2.0
"""Seconds between two probes, as the scenario says"""
LATE = 0.5


@dataclass(frozen=True)
class Case:
    """A fault of the shop: how it is seen from outside, and what a person types to mend it."""

    activity: str
    fault: str
    there: Callable[[Outside], bool]
    felt: Callable[[Outside], bool]
    repair: str
    words: tuple[str, ...]
    """parts of the repair that stand in what the shop's people, or the facilitator, are told"""


def paid_and_not_kept(outside: Outside) -> bool:
    """Whether the shop takes no order, though it answers, and the database has none more."""
    before = {article: outside.kept(article) for article in GOODS}
    refused = all("disk is full" in order.answer for order in outside.orders().values())
    return refused and {article: outside.kept(article) for article in GOODS} == before


def two_in_five_fail(outside: Outside) -> bool:
    """Whether exactly what holds nothing reduced fails."""
    return all((order.status == 201) == (article in REDUCED) for article, order in outside.orders().items())


CASES = (
    Case(
        KILL,
        "payment-killed",
        lambda outside: outside.is_gone("payment"),
        lambda outside: all("connection refused" in each.answer for each in outside.orders().values()),
        "./shop start payment",
        ("./shop start payment",),
    ),
    Case(
        FREEZE,
        "store-frozen",
        lambda outside: outside.is_frozen("store"),
        lambda outside: all(each.took > QUICK and each.status == 504 for each in outside.orders().values()),
        "kill -CONT $(cat run/store.pid)",
        ("kill -CONT $(cat run/store.pid)",),
    ),
    Case(
        FILL,
        "disk-full",
        Outside.over_quota,
        paid_and_not_kept,
        "rm data/trace-debug.log",
        ("rm data/trace-debug.log",),
    ),
    Case(
        SLOW,
        "payment-slow",
        lambda outside: outside.order("mug", 15.0).took > 1.5,
        lambda outside: min(each.took for each in outside.orders(15.0).values()) > 1.5,
        "sed -i.old 's/^lists = .*/lists = 1/' config/payment.ini && kill -HUP $(cat run/payment.pid)",
        ("lists = 1", "config/payment.ini", "kill -HUP $(cat run/payment.pid)"),
    ),
    Case(
        LOCK,
        "database-locked",
        Outside.locked,
        lambda outside: all(not each.well for each in outside.orders().values()),
        "kill $(ps -axo pid,args | grep \"[p]ractice report --folder $PWD\" | awk '{print $1}')",
        ("ps", "kill"),
    ),
    Case(
        RELEASE,
        "bad-release",
        two_in_five_fail,
        two_in_five_fail,
        "sed -i.old 's/^version = .*/version = 41/' config/web.ini && ./shop restart web",
        ("version = 41", "config/web.ini", "./shop restart web"),
    ),
)


@pytest.fixture(scope="module")
def drill(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    """One exercise in play, its experiment approved; every test breaks something else in it."""
    made = Drill(tmp_path_factory.mktemp("library") / "library.sqlite")
    try:
        made.begin()
        yield made
    finally:
        made.opened.close()
        until(lambda: not children(os.getpid()), "the experiment's process is gone")


def activity(case: Case) -> str:
    return case.fault


def test_every_fault_of_the_shop_is_tried_and_mended_as_people_are_told(outside: Outside):
    told = {fault.id: fault.repair for fault in faults.FAULTS}
    assert {case.fault for case in CASES} == set(told)
    readme = (outside.folder / "README.txt").read_text(encoding="utf-8")
    for case in CASES:
        for words in case.words:
            assert re.sub(r"s/\^\w+ = \.\*/", "", case.repair).count(words), case
            assert words in told[case.fault] + readme, case


@pytest.mark.parametrize("case", CASES, ids=activity)
def test_a_fault_is_really_there_and_its_mending_is_found_within_one_probe_interval(
    drill: Drill, outside: Outside, case: Case
):
    drill.wait(lambda: outside.well() and drill.view.met, "the shop is well from outside and for the probes")
    assert not case.there(outside)
    before = drill.last
    drill.release(case.activity)
    ran = drill.ran(case.activity, before)
    assert ran[1].ok, ran[1].text
    drill.wait(lambda: case.there(outside), f"{case.activity} is there from outside")
    drill.wait(lambda: case.felt(outside), f"{case.activity} is felt by customers")
    broken = drill.probed(False, before)
    with Watch(outside) as watch:
        terminal(Place(outside.folder), case.repair)
        mended = drill.probed(True, broken[0].seq)
        drill.wait(outside.well, "the shop is well from outside")
    found = time.monotonic() - drill.exercise.elapsed() / SECOND + mended[1].probed / SECOND
    _, truth = watch.well_from(found)
    assert -(QUICK + LATE) <= found - truth <= EVERY + LATE
    assert not case.there(outside)
    assert outside.kept("mug") > 0
    tells_of(drill.system(), ran, broken, mended)


def tells_of(
    system: SystemPart,
    ran: tuple[Record, ActivityRan],
    broken: tuple[Record, SteadyStateProbed],
    mended: tuple[Record, SteadyStateProbed],
) -> None:
    """The report tells of a fault, of its impact and of the recovery, each at its time and with its events."""
    fault = system.faults[-1]
    assert fault.id == f"shop/{ran[1].activity}"
    assert fault.began_s == pytest.approx(ran[1].began / SECOND)
    assert fault.ended_s == pytest.approx(mended[1].probed / SECOND)
    assert fault.evidence == (ran[0].seq, mended[0].seq)
    assert fault.ended_by == "the steady state was met again"
    assert system.signal_s is not None
    impact = system.impact[-1]
    assert impact.of == "shop"
    assert fault.began_s < impact.began_s
    assert impact.began_s == pytest.approx(broken[1].probed / SECOND)
    assert impact.ended_s == pytest.approx(mended[1].probed / SECOND)
    assert impact.evidence == (broken[0].seq, mended[0].seq)
    assert system.recovered_s == impact.ended_s
    (experiment,) = system.experiments
    assert [probe.seq for probe in experiment.probes[-2:]] == [broken[0].seq, mended[0].seq]
    done = next(each for each in experiment.activities if ran[0].seq in each.evidence)
    assert done.result == "carried out"
