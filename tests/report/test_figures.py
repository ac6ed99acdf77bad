"""Every number of the report leads to the events that it came from."""

from __future__ import annotations

import re

import pytest

from tests.report import sample
from tests.report.pages import Element, page
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast
from trainer.cli.drive import Drive, play_through
from trainer.cli.exercises import creation, prepare, seats_for
from trainer.core.aar import Report
from trainer.core.commands import AssessStep, RecordHotWash
from trainer.core.compose import report as composed
from trainer.core.scenario import Kind
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

_DIGIT = re.compile(r"\d")
_FIGURES = (
    ("p", "figure"),
    ("td", "n"),
    ("dl", "strip"),
    ("dl", "small-figures"),
    ("span", "tally"),
    ("ul", "key"),
)
"""Where the report shows figures: large ones, columns of numbers, strips of counts, tallies, the key of the bar."""
_NOT_MEASURED = frozenset({"contents", "glossary", "codes"})


@pytest.fixture(scope="module")
def drill() -> Report:
    """The report of a drill on the shipped scenario by a struggling team, assessed and talked over."""
    folder = shipped.scenarios_folder()
    prepared = prepare(folder / "payment-gateway-outage.yaml", None, [folder / "plans"])
    script, clock, journal = prepared.script, ManualClock(), MemoryJournal()
    first = creation(prepared, "figures", Kind.TABLETOP, seats_for(script))
    journal.append(((clock.wall(), 0, first),))
    session = Session(script, journal, clock)
    cast = GeneratedCast(script, PROFILES["struggling"], 11)
    play_through(session, Drive(session, cast, script.scenario.length), clock)
    session.submit(AssessStep("classify", followed="yes", adequate="no", note="The examples did not help."))
    session.submit(RecordHotWash("score", role="technical-lead", score=3))
    return composed(script, session.records, "test")


def figures_in(document: Element) -> list[Element]:
    """Every element of the report that shows a figure."""
    found = [element for tag, name in _FIGURES for element in document.all(tag, class_=name)]
    return [element for element in found if _DIGIT.search(element.text) and not _apart(element)]


def _apart(element: Element) -> bool:
    """Whether a figure stands where nothing is measured, or is itself the number of an event or of a finding."""
    above = element
    while above.parent is not None:
        if above.attributes.get("id") in _NOT_MEASURED:
            return True
        if above.tag == "table" and set(above.attributes.get("class", "").split()) & {"map", "events"}:
            return True
        above = above.parent
    return False


def row_of(element: Element) -> Element:
    """The row or the entry that a figure stands in."""
    above = element
    while above.parent is not None and above.tag not in ("tr", "article", "li", "div"):
        above = above.parent
    return above


class Targets:
    """The elements of a document that links may lead to."""

    def __init__(self, document: Element) -> None:
        self._by_id = {e.attributes["id"]: e for e in document.all() if "id" in e.attributes}

    def events_behind(self, link: str) -> set[str]:
        """The events that a link leads to: itself one, or a row of the map of evidence that lists some."""
        if re.fullmatch(r"#e\d+", link):
            return {link} if link[1:] in self._by_id else set()
        named = [a.attributes.get("href", "") for a in self._by_id[link[1:]].all("a")]
        return {href for href in named if re.fullmatch(r"#e\d+", href) and href[1:] in self._by_id}


def test_every_figure_of_a_drill_can_be_followed_to_events(drill: Report) -> None:
    document = page(drill)
    targets, lost = Targets(document), []
    found = figures_in(document)
    for element in found:
        links = [a.attributes["href"] for a in element.all("a")] or [
            a.attributes["href"] for a in row_of(element).all("a") if "fig" in a.attributes.get("class", "")
        ]
        if not links or not any(targets.events_behind(link) for link in links):
            lost.append(f"{element.tag}.{element.attributes.get('class')}: {element.text[:60]}")
    assert lost == []
    assert len(found) > 60


@pytest.mark.parametrize("which", ["rich", "drill"])
def test_every_link_of_a_figure_ends_at_events(which: str, drill: Report) -> None:
    document = page(sample.rich() if which == "rich" else drill)
    links = {a.attributes["href"] for a in document.all("a", class_="fig")}
    assert len(links) > 30
    targets = Targets(document)
    assert {link for link in links if not targets.events_behind(link)} == set()


def test_every_count_of_a_real_report_names_its_events(drill: Report) -> None:
    seqs = {entry.seq for entry in drill.evidence.entries}
    names = [figure.name for figure in drill.evidence.figures]
    assert len(names) == len(set(names))
    for figure in drill.evidence.figures:
        assert figure.evidence, figure.name
        assert set(figure.evidence) <= seqs, figure.name
    assert {"targets", "right-role", "coverage steps", "active", "scores"} <= set(names)
