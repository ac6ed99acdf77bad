"""The section of the report in which a walk-through verifies procedures."""

from __future__ import annotations

import re

import pytest

from tests.core.walk.test_reporting import played
from tests.core.walk.walking import WalkRoom
from tests.report.pages import Element, page
from tests.report.test_figures import Targets, figures_in, row_of
from trainer.core.aar import Report
from trainer.report.arrange import arrange
from trainer.report.folding import numbers

ANSWERS = ("Confirmed", "Unclear", "Wrong", "Missing", "Blocked")


@pytest.fixture(scope="module")
def report() -> Report:
    return played().report()


def section(document: Element) -> Element:
    return document.one("section", id="timing")


def table(document: Element, kind: str) -> Element:
    return section(document).one("table", class_=kind)


def test_the_verification_stands_where_other_kinds_have_their_timing(report: Report) -> None:
    document = page(report)
    assert section(document).one("h2").text == "5 Verification of the procedure"
    assert "5 Verification of the procedure" in document.one("nav").text
    assert "Timing against procedure" not in document.text


def test_every_step_has_a_row_and_every_answer_a_sign_and_a_word(report: Report) -> None:
    rows = [row for row in table(page(report), "matrix").all("tr") if "id" in row.attributes]
    assert len(rows) == 3
    assert [row.all("td")[0].one("span", class_="chip").text for row in rows] == [
        "As written",
        "Does not fit its target",
        "Not walked",
    ]
    for row in rows:
        for answer in row.all("span", class_="answer"):
            assert answer.text in ANSWERS
            assert answer.one("use").attributes["href"].startswith("#g-")
    owner = rows[1].all("td")[1]
    assert "Unclear" in owner.text
    assert "depends on the shift" in owner.text
    assert re.fullmatch(r"#e\d+", owner.one("a").attributes["href"])
    long = rows[0].all("td")[4].text
    assert ("stated: 4 min" in long, "shown: 3 min" in long) == (True, True)
    assert 'target: 5 min from "first alert"' in long


def test_signs_differ_by_answer_so_that_colour_is_not_the_only_signal() -> None:
    room = WalkRoom()
    for question, answer in zip(("owner", "place", "means", "time", "proof"), ANSWERS, strict=True):
        room.says("acknowledge", question, answer.lower())
    found = table(page(room.report()), "matrix").all("span", class_="answer")
    signs = {answer.text: answer.one("use").attributes["href"] for answer in found}
    assert set(signs) == set(ANSWERS)
    assert len(set(signs.values())) == len(ANSWERS)
    document = page(room.report())
    assert {sign[1:] for sign in signs.values()} <= {
        symbol.attributes["id"] for symbol in document.all("symbol")
    }


def test_the_chain_is_written_out_with_its_sum_and_what_is_allowed(report: Report) -> None:
    row = table(page(report), "chains").one("tbody").one("tr")
    assert "Acknowledge the alert 3 min shown then Set the severity 8 min" in row.text
    assert "Does not fit" in row.text
    assert [cell.text for cell in row.all("td", class_="n")] == ["11 min", '10 min from "first alert"']


def test_procedures_showings_and_what_was_left_out_are_told(report: Report) -> None:
    document = page(report)
    procedure = table(document, "procedures").one("tbody").one("tr").text
    assert procedure == "Detection 1 2 of 3 1 of 2 In part 1.0 1 January 1970"
    shown = [row.text for row in table(document, "showings").one("tbody").all("tr")]
    assert shown[0].startswith("Acknowledge the alert On-call engineer Done 3 min 4 min")
    assert "Not tried" in shown[1]
    assert "Declare the commander Critical : the commander is away" in section(document).text
    assert "Which level?" in table(document, "own-questions").text


def test_the_summary_tells_how_the_steps_stand_and_of_no_miss(report: Report) -> None:
    summary = page(report).one("section", id="summary")
    assert "How the steps stand" in summary.text
    assert "1 as written" in summary.text
    assert "1 does not fit" in summary.text
    for words in ("missed", "on time", "right role", "expected action"):
        assert words not in summary.text.lower(), words


def test_the_glossary_explains_the_words_of_a_walk_through(report: Report) -> None:
    glossary = page(report).one("section", id="glossary").text
    assert "How a step of a walk-through stands" in glossary
    assert "Outcomes of expected actions" not in glossary


def test_every_link_leads_somewhere_and_every_figure_to_events(report: Report) -> None:
    document = page(report)
    known = {element.attributes["id"] for element in document.all() if "id" in element.attributes}
    links = [a.attributes["href"][1:] for a in document.all("a") if a.attributes["href"].startswith("#")]
    assert set(links) <= known
    targets = Targets(document)
    inside = section(document)
    for element in figures_in(document):
        above: Element | None = element
        while above is not None and above is not inside:
            above = above.parent
        if above is None or element.text in ("", "–"):
            continue
        near = [a.attributes["href"] for a in (*element.all("a"), *row_of(element).all("a"))]
        assert any(targets.events_behind(link) for link in near if link.startswith("#")), element.text


def test_a_walk_of_which_nothing_was_walked_says_so() -> None:
    room = WalkRoom()
    room.end()
    document = page(room.report())
    assert "Nothing was verified" in document.one("section", id="summary").text
    assert "No durations of several steps in a row are known." in section(document).text
    assert "No step was left out by choice." in section(document).text


def test_what_people_wrote_is_shown_as_text() -> None:
    room = WalkRoom()
    room.says("acknowledge", "means", "blocked", "<script>alert(1)</script>")
    room.leave_out("classify", "<b>bold</b>")
    document = page(room.report())
    assert document.all("script") == []
    assert "<script>alert(1)</script>" in section(document).text
    assert "<b>bold</b>" in section(document).text


# Lists of everything that happened ------------------------------------------------------------------------------------


def confirmed_walk() -> WalkRoom:
    """One step confirmed in everything, one with an answer that is not, one of which one question was answered."""
    room = WalkRoom()
    room.confirms("acknowledge", takes="3m")
    room.wait(minutes=1)
    room.says("classify", "owner")
    room.says("classify", "means", "unclear", "no access since May")
    room.says("declare", "owner")
    room.end()
    return room


def test_answers_that_only_confirm_a_step_are_one_line_in_timeline_and_evidence() -> None:
    report = confirmed_walk().report()
    document = page(report)
    answers = [e for e in report.timeline if e.step == "acknowledge" and "confirmed" in e.title]
    assert len(answers) > 4
    facts = document.one("table", class_="facts-table").one("tbody").all("tr")
    lines = [row.text for row in facts if "all confirmed" in row.text]
    assert len(lines) == 1
    assert lines[0].startswith(f"{answers[0].seq}–{answers[-1].seq} ")
    assert f"Answered on {len(answers)} questions" in lines[0]
    assert len(facts) == len(report.timeline) - len(answers) + 1
    assert sum("no access since May" in row.text for row in facts) == 1
    events = document.one("table", class_="events").one("tbody").all("tr")
    assert sum("all confirmed" in row.text for row in events) == 1
    assert len(events) == len(report.evidence.entries) - len(answers) + 1


def test_every_folded_answer_can_still_be_followed_to_its_event() -> None:
    report = confirmed_walk().report()
    document = page(report)
    ids = [element.attributes["id"] for element in document.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert {f"e{entry.seq}" for entry in report.evidence.entries} <= set(ids)
    assert {f"f{at + 1}" for at in range(len(report.timeline))} <= set(ids)
    links = {a.attributes["href"][1:] for a in document.all("a") if a.attributes["href"].startswith("#")}
    assert links <= set(ids)


@pytest.mark.parametrize(
    ("seqs", "words"), [((4,), "4"), ((7, 5, 6), "5–7"), ((2, 3, 9, 11, 12), "2–3, 9, 11–12"), ((), "")]
)
def test_numbers_in_a_row_are_listed_as_a_range(seqs: tuple[int, ...], words: str) -> None:
    assert numbers(seqs) == words


def test_durations_along_chains_are_rows_of_the_map_of_evidence(report: Report) -> None:
    document = page(report)
    rows = {row.all("td")[1].text for row in document.one("table", class_="map").one("tbody").all("tr")}
    assert "Duration" in rows
    assert table(document, "chains").one("tbody").all("tr", id="r1")


def test_the_chart_of_a_walk_has_no_time_that_ran_out_and_no_lane_of_those_who_were_not_asked() -> None:
    played_walk = played()
    report = played_walk.report()
    cannot = report.steps[0].model_copy(update={"outcome": "missed", "target_s": 60.0, "started_s": 0.0})
    report = report.model_copy(update={"steps": (cannot, *report.steps[1:])})
    lanes = arrange(report).lanes
    assert "missed" not in lanes.kinds
    spoke = {entry.lane for entry in report.timeline}
    assert {lane.key for lane in lanes.lanes} <= spoke | {"facilitator", "system"}
    assert lanes.lanes[0].title == "Facilitator"
