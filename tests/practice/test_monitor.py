"""The figures that people look at, worked out from what customers met."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.practice.shops import until
from trainer.practice import faults, monitor_page, serving
from trainer.practice.customers import Tally
from trainer.practice.monitor import Monitor, figures
from trainer.practice.place import Place


def second(good: list[int], failed: list[int] | None = None, **others: Any) -> dict[str, Any]:
    why = {"HTTP 503": len(failed)} if failed else {}
    return {
        "at": "14:00:00",
        "sent": 5,
        "waiting": 0,
        "good": good,
        "failed": failed or [],
        "why": why,
        **others,
    }


def test_orders_per_minute_are_those_taken_in_the_last_minute():
    seen = figures([second([50] * 9)] * 100 + [second([50] * 5)] * 60, [])
    assert seen.orders_per_minute == 300


def test_a_shop_that_runs_for_ten_seconds_is_told_as_a_rate_as_well():
    assert figures([second([50] * 5)] * 10, []).orders_per_minute == 300


def test_errors_and_response_times_are_those_of_the_last_quarter_of_a_minute():
    seen = figures([second([9_000])] * 60 + [second([100] * 3, [4_000])] * 15, [])
    assert seen.errors == 0.25
    assert seen.p95 == 4.0
    assert seen.why == (("HTTP 503", 15),)


def test_without_any_answer_nothing_is_made_up():
    seen = figures([second([], waiting=25)] * 15, [("web", "down: no answer within 1 s")])
    assert (seen.errors, seen.p95, seen.orders_per_minute, seen.waiting) == (None, None, 0, 25)
    assert "no answers" in monitor_page.text(seen)
    assert "down: no answer within 1 s" in monitor_page.page(seen)
    assert monitor_page.page(figures([], []))


def test_the_history_is_told_in_blocks_of_ten_seconds_with_the_newest_whole():
    seen = figures([second([50])] * 3 + [second([50] * 5)] * 20, [])
    assert seen.history == (300, 300)


def test_what_is_said_of_a_service_cannot_become_part_of_the_page():
    seen = figures([second([50])], [("web", "down: <script>alert(1)</script>")])
    assert "<script>" not in monitor_page.page(seen)


def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(tmp_path: Path):
    place = Place(tmp_path)
    monitor = Monitor(place)
    first, then = json.dumps(second([50] * 5)), json.dumps(second([50] * 10))
    place.metrics.write_text(f"{first}\n{then[:20]}", encoding="utf-8")
    assert monitor.now().orders_per_minute == 300
    place.metrics.write_text(f"{first}\n{then}\n", encoding="utf-8")
    assert monitor.now().orders_per_minute == 450
    # A new start of the customers begins the file anew.
    place.metrics.write_text("", encoding="utf-8")
    assert monitor.now().orders_per_minute == 0


def test_a_tally_counts_every_customer_once():
    tally = Tally()
    for _ in range(3):
        tally.came()
    tally.left(True, 40, "")
    tally.left(False, 5_000, "no answer within 5 s")
    tally.turned_away()
    told = tally.second()
    assert (told["sent"], told["waiting"], told["good"], told["failed"]) == (4, 1, [40], [5_000, 0])
    assert told["why"] == {"no answer within 5 s": 1, "too many waiting": 1}
    assert tally.second()["sent"] == 0


def test_the_page_of_a_real_shop_shows_a_service_that_went_down(healthy: Place):
    port = healthy.port("monitor")
    until(lambda: "payment   up" in serving.call(port, "/text").body.decode(), "payment is seen to be up")
    faults.kill_service("payment", str(healthy.folder))
    until(
        lambda: "down: connection refused" in serving.call(port, "/").body.decode(),
        "the page says that payment refuses connections",
    )
    until(lambda: "met: HTTP 503" in serving.call(port, "/text").body.decode(), "customers meet errors")
