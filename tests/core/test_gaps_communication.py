"""G10: audiences heard too late, too seldom, without approval, or not when they would hear again."""

from __future__ import annotations

from typing import Any

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import PostUpdate, Resolve
from trainer.core.events import Seat
from trainer.core.time import MINUTE

TELL = step(
    "tell",
    "comms",
    clause="7.4",
    critical=True,
    target=target("first alert", "10m"),
    shown_by=[{"action": "post update", "audience": "customers"}],
)
CHANNEL = {
    "id": "web",
    "audience": "customers",
    "title": "Status page",
    "channel": "web",
    "author": "comms",
    "approver": "commander",
    "template": "We know. Next update at {time}.",
    "public": True,
}
CADENCE = {
    "id": "public",
    "title": "Public updates",
    "clause": "7.8",
    "audience": "customers",
    "role": "comms",
    "from": "first post",
    "every": "10m",
}


def a_drill(channel: dict[str, Any] | None = CHANNEL, cadences: bool = True, **more: Any) -> Drill:
    written = plan(
        [TELL], communications=[channel] if channel else [], cadences=[CADENCE] if cadences else []
    )
    return Drill(written, scenario([inject("alert", "1m", ["tell"], channel="alert")]), **more).start()


def post(drill: Drill, *times: str, **fields: Any) -> Drill:
    told = {"text": "We know.", "next_in": 10 * MINUTE, "approved_by": "commander", **fields}
    for time in times:
        drill.at(time).do("comms", PostUpdate(audience="customers", **told))
    return drill


def kinds(drill: Drill) -> dict[str, str]:
    return {gap.id: gap.kind for gap in gaps_of(drill, "G10")}


def test_updates_in_time_approved_and_announced_are_none():
    assert kinds(post(a_drill(), "5m", "14m").end("20m")) == {}


def test_a_late_update_that_the_plan_provides_for_is_for_practice():
    drill = post(a_drill(), "13m").end("20m")
    found = gaps_of(drill, "G10")
    assert [(gap.id, gap.kind, gap.priority, gap.clause) for gap in found] == [
        ("G10-tell", "execution", "high", "7.4")
    ]
    assert "2 min after its limit of 10 min" in found[0].statement


def test_a_missing_update_to_an_audience_that_the_plan_forgets_is_a_gap_in_the_plan():
    drill = a_drill(channel=None, cadences=False).end("20m")
    found = gaps_of(drill, "G10")
    assert [(gap.id, gap.kind) for gap in found] == [("G10-tell", "plan")]
    assert "customers" in found[0].root_cause


def test_a_broken_cadence_names_figures_and_clause():
    found = gaps_of(post(a_drill(), "5m", "21m").end("22m"), "G10")
    assert [(gap.id, gap.kind, gap.clause) for gap in found] == [("G10-customers", "execution", "7.8")]
    assert "0 of 1" in found[0].statement
    assert "16 min" in found[0].statement


def test_a_cadence_whose_role_nobody_took_is_an_artefact():
    drill = a_drill(seats=(Seat(role="commander"),)).at("5m")
    drill.do("commander", PostUpdate(audience="customers", next_in=10 * MINUTE))
    assert kinds(drill.end("40m")) == {"G10-customers": "artefact"}


def test_updates_without_the_approval_that_the_plan_asks_for_are_one_gap():
    found = gaps_of(post(a_drill(), "5m", "14m", approved_by=None).end("20m"), "G10")
    assert [(gap.id, gap.kind, len(gap.evidence)) for gap in found] == [("G10-customers", "execution", 2)]
    assert "2 of 2 updates to customers" in found[0].statement


def test_approval_by_another_role_than_the_plan_names_is_none_of_its():
    assert kinds(post(a_drill(), "5m", approved_by="engineer").end("9m")) == {"G10-customers": "execution"}


def test_the_approver_may_send_without_asking():
    drill = a_drill().at("5m")
    drill.do("commander", PostUpdate(audience="customers", next_in=10 * MINUTE))
    assert kinds(drill.end("9m")) == {}


def test_an_audience_without_an_approver_needs_none():
    open_channel = {name: value for name, value in CHANNEL.items() if name != "approver"}
    assert kinds(post(a_drill(open_channel), "5m", approved_by=None).end("9m")) == {}


def test_an_update_that_does_not_say_when_the_next_comes_is_a_gap():
    assert kinds(post(a_drill(), "5m", next_in=None).end("9m")) == {"G10-customers": "execution"}


def test_where_the_template_does_not_ask_for_the_next_update_the_plan_is_at_fault():
    silent = CHANNEL | {"template": "We know."}
    assert kinds(post(a_drill(silent), "5m", next_in=None).end("9m")) == {"G10-customers": "plan"}


def test_words_announce_the_next_update_as_well():
    drill = post(a_drill(), "5m", next_in=None, text="We will write again at nine.").end("9m")
    assert kinds(drill) == {}


def test_the_last_update_after_the_end_announces_nothing():
    drill = post(a_drill(), "5m")
    drill.at("8m").do("commander", Resolve())
    assert kinds(post(drill, "9m", next_in=None, text="It is over.").end("10m")) == {}


def test_without_a_cadence_nothing_has_to_be_announced():
    assert kinds(post(a_drill(cadences=False), "5m", next_in=None).end("9m")) == {}


def test_an_update_that_is_late_is_late_whoever_sent_it():
    drill = a_drill().at("13m")
    drill.do("commander", PostUpdate(audience="customers", text="We know.", next_in=10 * MINUTE))
    found = {gap.id: gap for gap in gaps_of(drill.end("20m"), "G10")}
    assert drill.report.steps[0].outcome == "wrong role"
    assert "2 min after its limit" in found["G10-tell"].statement
