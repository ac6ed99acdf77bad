"""Reports of exercises in which next to nothing happened: they compose, and each sentence still says what is true."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests import simulated
from tests.builders import Room
from tests.core.test_system_real import approval, world
from tests.core.walk.walking import WalkRoom, walk_script
from tests.report.pages import Element, page
from tests.simulated import Shop, system_of
from trainer.core.aar import Metric, Report
from trainer.core.compose import report

_EMPTY = re.compile(r"\b(None(?! (of|was)\b)|nan|inf)\b")
"""What Python calls nothing; `None was found` is English."""


def told(room: Room) -> Report:
    return report(room.script, room.session.records, "trainer")


def metric(found: Report, name: str) -> Metric:
    return next(each for each in found.metrics if each.name == name)


def nobody_acts() -> Room:
    shop = Shop()
    shop.start()
    shop.until(60)
    shop.end()
    return shop


def ended_after(seconds: float) -> Room:
    shop = Shop()
    shop.start()
    shop.wait(seconds=seconds)
    shop.end()
    return shop


def never_started() -> Room:
    return Shop()


def walk_without_a_step() -> Room:
    room = WalkRoom()
    room.end()
    return room


def walk_of_a_step_that_was_only_opened() -> Room:
    room = WalkRoom()
    room.open("acknowledge")
    room.end()
    return room


def walk_that_never_started() -> Room:
    return Room(walk_script())


def real(*, approve: bool, dry_run: bool = False) -> Room:
    shop = Shop(simulated.script(None, world()))
    shop.start()
    if approve:
        shop.do(approval(dry_run))
    shop.until(10)
    shop.end()
    return shop


CASES: dict[str, Callable[[], Room]] = {
    "nobody acts": nobody_acts,
    "after ten seconds": lambda: ended_after(10),
    "at once": lambda: ended_after(0),
    "never started": never_started,
    "a walk without a step": walk_without_a_step,
    "a step only opened": walk_of_a_step_that_was_only_opened,
    "a walk never started": walk_that_never_started,
    "not approved": lambda: real(approve=False),
    "a dry run": lambda: real(approve=True, dry_run=True),
    "approved, and nothing ran": lambda: real(approve=True),
}


def texts(element: Element) -> str:
    return " ".join(part.text for part in element.all("section"))


@pytest.mark.parametrize("case", CASES)
def test_a_report_of_next_to_nothing_composes_and_has_no_empty_words(case: str) -> None:
    found = told(CASES[case]())
    document = page(found)
    words = texts(document)
    assert _EMPTY.search(words) is None, words[max(0, _EMPTY.search(words).start() - 60) :][:120]  # type: ignore[union-attr]
    known = {element.attributes["id"] for element in document.all() if "id" in element.attributes}
    links = {a.attributes["href"][1:] for a in document.all("a") if a.attributes["href"].startswith("#")}
    assert links <= known
    assert "NaN" not in found.json_text()


@pytest.mark.parametrize("case", [name for name in CASES if name != "nobody acts"])
def test_what_was_not_exercised_is_no_success_and_no_failure(case: str) -> None:
    found = told(CASES[case]())
    assert found.summary.headline.startswith(("Nothing was put to the test", "Nothing was verified"))
    assert {objective.suggested for objective in found.objectives} <= {"N/O"}
    assert {gap.code for gap in found.gaps} <= {"G07"}


def test_a_simulation_in_which_nothing_failed_says_so_of_every_figure_of_the_system() -> None:
    found = told(ended_after(10))
    assert [said.words for said in system_of(found).statements] == ["No fault began in the modelled system."]
    for name in ("User impact", "Time to recover", "Signal delay"):
        assert metric(found, name).detail == "nothing failed"
    assert "nothing failed" in metric(found, "TTM").detail
    assert "did not mark" not in metric(found, "First public update").detail


def test_a_simulation_in_which_nobody_acted_has_its_impact_to_the_end_of_play() -> None:
    found = told(nobody_acts())
    assert metric(found, "User impact").value_s == 3600 - system_of(found).impact[0].began_s
    assert "had not ended when play ended" in metric(found, "TTM").detail
    assert "nobody acted on it" in " ".join(said.words for said in system_of(found).statements)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("not approved", "Nothing ran in practice-shop"),
        ("a dry run", "Nothing was changed in practice-shop"),
        ("approved, and nothing ran", "was carried out"),
    ],
)
def test_a_real_system_that_was_left_alone_is_said_to_be(case: str, words: str) -> None:
    found = told(CASES[case]())
    assert words in system_of(found).statements[0].words
    assert system_of(found).faults == ()
    assert system_of(found).impact == ()
