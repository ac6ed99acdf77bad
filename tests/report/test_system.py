"""A simulation in the report: its section, and the chart on which decisions and the system stand together."""

from functools import cache
from itertools import pairwise

import pytest

from tests import simulated
from tests.report import sample
from tests.report.pages import Element, page
from tests.simulated import Shop, system_of
from trainer.core.aar import Report
from trainer.core.aar_system import Series
from trainer.core.actions import Acknowledge, Classify, Diagnose, Operate, Resolve
from trainer.core.compose import report
from trainer.core.simulation import Operation
from trainer.report.arrange import arrange
from trainer.report.axis import Axis
from trainer.report.plots import nice, plotted


@cache
def told() -> Report:
    """The shop broken, a wrong and a right cause, a useless and the right operation, resolved too early."""
    shop = Shop()
    shop.start()
    shop.until(8)
    shop.act("on-call", Acknowledge(inject="checkout-errors"))
    shop.act("on-call", Classify(severity="SEV1", reason="many customers"))
    shop.act("technical", Diagnose(cause="the database is slow", service="orders"))
    shop.act("technical", Operate(operation=Operation.RESTART, service="orders"))
    shop.until(13)
    shop.act("technical", Diagnose(cause="version 417"))
    shop.act("technical", Operate(operation=Operation.ROLL_BACK, service="checkout", value="416"))
    shop.until(14)
    shop.act("commander", Resolve(statement="<b>over</b>"))
    shop.until(30)
    shop.end()
    return report(shop.script, shop.session.records, "trainer")


@cache
def section() -> Element:
    return page(told()).one("section", id="system")


def table(caption: str) -> Element:
    return next(found for found in section().all("table") if caption in found.one("caption").text)


def test_a_simulation_has_a_section_on_its_system_after_the_timeline():
    ids = [found.attributes["id"] for found in page(told()).all("section")]
    assert ids.index("system") == ids.index("timeline") + 1
    contents = page(told()).one("nav", class_="contents")
    assert any(link.attributes["href"] == "#system" for link in contents.all("a"))


def test_a_tabletop_has_neither_the_section_nor_its_line_in_the_contents():
    document = page(sample.rich())
    assert not document.all("section", id="system")
    assert not any(link.attributes["href"] == "#system" for link in document.all("a"))


def test_the_statements_come_first_and_say_that_it_was_declared_too_early():
    words = section().one("ul", class_="story").text
    assert "declared the incident resolved" in words
    assert "before the system had recovered" in words


def test_what_was_broken_names_what_ended_it_and_who_found_it():
    row = table("Faults in the system").one("tbody").one("tr")
    assert "Roll back Checkout to 416, ordered by Technical Lead" in row.text
    assert "after 1 wrong cause" in row.text


def test_causes_and_operations_carry_their_verdicts_in_words():
    assert [
        row.one("span", class_="chip").text for row in table("Every statement").one("tbody").all("tr")
    ] == [
        "Wrong",
        "Right",
    ]
    effects = [
        row.all("span", class_="chip")[1].text for row in table("Operations and").one("tbody").all("tr")
    ]
    assert effects == ["No effect", "Mended"]


def test_every_event_that_the_section_cites_is_in_the_table_of_evidence():
    document = page(told())
    ids = {element.attributes["id"] for element in document.all() if "id" in element.attributes}
    links = [link.attributes["href"] for link in document.one("section", id="system").all("a")]
    assert len(links) > 20
    assert all(link[1:] in ids for link in links)


def test_the_chart_has_decisions_the_system_and_figures_on_one_axis():
    chart = arrange(told()).system_chart
    assert chart is not None
    sides = [row.side for row in chart.rows]
    assert sides == sorted(sides)
    assert {"Decisions", "Operations", "Faults", "Users notice", "Alerts", "Recovery"} == {
        row.title for row in chart.rows
    }
    assert chart.plots
    assert all(plot.left == chart.left and plot.right == chart.right for plot in chart.plots)
    assert [line.tone for line in chart.lines] == ["bad", "bad", "ok"]
    assert chart.lines[0].words == "fault begins"


def test_nothing_on_the_chart_leaves_it_and_nothing_on_a_row_lies_on_another():
    chart = arrange(told()).system_chart
    assert chart is not None
    for bar in chart.bars:
        assert chart.left - 1 <= bar.x
        assert bar.x + bar.width <= chart.right + 1
        assert chart.top <= bar.y <= chart.bottom
    by_row: dict[float, list[tuple[float, float]]] = {}
    for bar in chart.bars:
        by_row.setdefault(bar.y, []).append((bar.x, bar.x + bar.width))
    for spans in by_row.values():
        spans.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_colour_is_not_the_only_signal_and_every_drawing_says_what_it_shows():
    for drawing in section().all("svg"):
        if "glyph" in drawing.attributes.get("class", ""):
            continue
        assert drawing.attributes.get("aria-label") or drawing.all("desc"), drawing.attributes
    for bar in section().all("g", class_="turn"):
        assert bar.one("title").text


def test_alerts_stand_on_the_lane_of_the_system_with_lines_to_those_they_reached():
    lanes = arrange(told()).lanes
    order = [lane.key for lane in lanes.lanes]
    assert order[:2] == ["facilitator", "system"]
    system = lanes.lanes[1]
    pins = [mark for mark in lanes.marks if mark.shape == "inject"]
    assert pins
    assert all(system.y < pin.y < system.y + system.height for pin in pins)
    assert lanes.stems


def test_a_line_stays_in_its_box_and_its_threshold_too():
    series = Series(
        id="x", title="errors", of="Checkout", measure="errors", unit="%",
        points=((0, 0.0), (60, 40.0), (120, 5.0)), limit=5, limit_words="alert",
    )  # fmt: skip
    plot = plotted(series, Axis(100.0, 500.0, 120.0), 10.0, 50.0, ())
    heights = [float(part.split()[1]) for part in plot.line.replace("M", "L").split("L")[1:]]
    assert plot.y <= min(heights) <= max(heights) <= plot.base
    assert plot.limit_y is not None
    assert plot.y <= plot.limit_y <= plot.base


def test_a_threshold_far_above_everything_measured_does_not_flatten_the_line():
    series = Series(
        id="x", title="errors", of="Checkout", measure="errors", unit="%", points=((0, 1.0),), limit=90
    )
    assert plotted(series, Axis(0.0, 1.0, 1.0), 0.0, 50.0, ()).limit_y is None


@pytest.mark.parametrize(
    ("value", "above"), [(0.0, 1.0), (0.7, 0.8), (1.0, 1.0), (17.0, 20.0), (4100.0, 5000.0)]
)
def test_an_axis_ends_at_a_number_that_reads_well(value: float, above: float):
    assert nice(value) == pytest.approx(above)


def test_what_people_wrote_is_shown_and_not_run():
    assert "<b>over</b>" in section().one("p", class_="source").text


def test_an_experiment_that_was_not_approved_says_so():
    world = simulated.scenario()
    world["simulation"] = {
        "experiments": [
            {
                "id": "stall",
                "target": "practice-shop",
                "inline": {"method": [{"type": "action", "name": "freeze"}]},
            }
        ]
    }
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(5)
    shop.end()
    words = page(report(shop.script, shop.session.records, "trainer")).one("section", id="system").text
    assert "Nothing ran in practice-shop" in words
    assert "It was not approved: nothing ran in the real system." in words
    assert "freeze : did not run" in words or "freeze: did not run" in words


def test_what_is_said_of_the_system_stands_in_the_map_of_evidence_and_leads_there_and_back():
    document, system = page(told()), system_of(told())
    rows = document.one("table", class_="map").one("tbody").all("tr")
    parts = [row.all("td")[1].text for row in rows]
    for part, those in (
        ("Statement", system.statements),
        ("Fault", system.faults),
        ("Stated cause", system.causes),
        ("Operation", system.operations),
        ("Alert", system.alerts),
    ):
        assert parts.count(part) == len(those) > 0
    ids = {element.attributes["id"] for element in document.all() if "id" in element.attributes}
    for row, part in zip(rows, parts, strict=True):
        leads = [a.attributes["href"] for a in row.all("a")]
        assert part in ("Objective", "Measure") or any(link.startswith("#e") for link in leads), row.text
        assert {link[1:] for link in leads} <= ids
