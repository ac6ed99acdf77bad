"""G10: audiences heard too late, too seldom, without approval, or not when they would hear again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import AssumeRole, DoStep, HandOver, PostUpdate, Resolve
from trainer.core.events import Seat
from trainer.core.gaps import communication, find
from trainer.core.gaps.finding import lapse
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


SILENT = CHANNEL | {"template": "We know."}


def test_where_the_plan_does_not_ask_for_the_next_update_a_series_without_it_is_the_plans():
    assert kinds(post(a_drill(SILENT), "5m", "14m", next_in=None).end("20m")) == {"G10-customers": "plan"}


def test_where_the_plan_does_not_ask_for_it_one_update_without_it_is_none():
    assert kinds(post(a_drill(SILENT), "5m", next_in=None).end("9m")) == {}
    assert kinds(post(post(a_drill(SILENT), "5m"), "14m", next_in=None).end("20m")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "We will write again at nine.",
        "Next update: 14:30.",
        "We'll be back in 20 minutes.",
        "More information by 10:15.",
        "You will hear from us within the hour.",
    ],
)
def test_words_announce_the_next_update_as_well(text):
    assert kinds(post(a_drill(), "5m", next_in=None, text=text).end("9m")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "We know of errors since 10:42.",
        "We are working on it.",
        "Next update soon.",
        "Cards fail in 30 % of cases.",
    ],
)
def test_words_that_give_no_time_announce_nothing(text):
    assert kinds(post(a_drill(), "5m", next_in=None, text=text).end("9m")) == {"G10-customers": "execution"}


def test_the_last_word_before_the_end_is_declared_need_not_announce_another():
    drill = post(a_drill(), "5m")
    post(drill, "8m", next_in=None, text="All clear: everything works again.")
    drill.at("9m").do("commander", Resolve())
    assert kinds(drill.end("10m")) == {}


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


# One silence, one gap -------------------------------------------------------------------------------------------------


def test_a_late_first_word_is_not_a_broken_cadence_as_well():
    early = CADENCE | {"from": "first alert"}
    drill = Drill(
        plan([TELL], communications=[CHANNEL], cadences=[early]),
        scenario([inject("alert", "1m", ["tell"], channel="alert")]),
    ).start()
    assert list(kinds(post(drill, "26m", "35m").end("40m"))) == ["G10-tell"]


def test_a_first_word_in_time_breaks_no_cadence_that_is_shorter():
    slow = TELL | {"target": target("first alert", "20m")}
    early = CADENCE | {"from": "first alert"}
    drill = Drill(
        plan([slow], communications=[CHANNEL], cadences=[early]),
        scenario([inject("alert", "1m", ["tell"], channel="alert")]),
    ).start()
    assert kinds(post(drill, "19m", "28m").end("30m")) == {}


def a_second_step() -> Drill:
    scope = TELL | {"id": "scope", "title": "Scope", "target": target("first post", "12m"), "after": ["tell"]}
    written = plan([TELL, scope], communications=[CHANNEL], cadences=[CADENCE])
    return Drill(written, scenario([inject("alert", "1m", ["tell", "scope"], channel="alert")])).start()


def test_a_missed_second_step_and_the_silence_in_which_it_was_missed_are_one_gap():
    assert list(kinds(post(a_second_step(), "5m").end("40m"))) == ["G10-scope"]


def test_another_silence_later_is_a_gap_of_its_own():
    assert list(kinds(post(a_second_step(), "5m", "14m", "40m").end("42m"))) == ["G10-customers"]


def test_a_cadence_overrun_by_a_few_seconds_is_none():
    assert kinds(post(a_drill(), "5m", "15m20s").end("20m")) == {}
    assert kinds(post(a_drill(), "5m", "16m").end("20m")) == {"G10-customers": "execution"}


def test_play_that_ends_when_an_update_falls_due_breaks_no_cadence():
    assert kinds(post(a_drill(), "5m").end("15m")) == {}


def test_nothing_is_owed_once_the_incident_is_resolved():
    drill = post(a_drill(), "5m")
    drill.at("8m").do("commander", Resolve())
    assert kinds(drill.end("50m")) == {}


def test_an_update_a_few_seconds_after_its_limit_is_late_and_one_at_the_limit_is_not():
    assert list(kinds(post(a_drill(), "11m10s").end("12m"))) == ["G10-tell"]
    assert kinds(post(a_drill(), "11m").end("12m")) == {}


def test_a_late_update_takes_the_late_step_with_it():
    drill = post(a_drill(), "13m").end("20m")
    assert [gap.code for gap in find(drill.facts) if gap.step == "tell"] == ["G10"]


def test_a_late_update_is_about_the_lapse_alone_so_that_its_root_can_take_it():
    facts = post(a_drill(), "13m").end("20m").facts
    assert [finding.about for finding in communication.find(facts)] == [(lapse("tell"),)]


# Who approved ---------------------------------------------------------------------------------------------------------


def test_a_deputy_of_the_approver_may_approve_and_send():
    roles = [
        {"id": "commander", "title": "Commander", "deputies": ["comms"]},
        {"id": "comms", "title": "Comms"},
    ]
    written = plan([TELL], roles=roles, communications=[CHANNEL], cadences=[CADENCE])
    drill = Drill(written, scenario([inject("alert", "1m", ["tell"], channel="alert")])).start()
    assert kinds(post(drill, "5m", approved_by=None).end("9m")) == {}


@pytest.mark.parametrize("act", [AssumeRole(role="commander"), HandOver(role="commander", to="Engineer")])
def test_who_has_taken_the_approvers_role_may_approve(act):
    drill = a_drill().at("2m")
    drill.do("engineer" if isinstance(act, AssumeRole) else "commander", act)
    assert kinds(post(drill, "5m", approved_by="engineer").end("9m")) == {}


def test_an_approval_that_was_given_as_a_step_of_its_own_is_on_record():
    approve = step("approve", "commander") | {"title": "Approve the text"}
    written = plan([TELL, approve], communications=[CHANNEL], cadences=[CADENCE])
    drill = (
        Drill(written, scenario([inject("alert", "1m", ["tell", "approve"], channel="alert")]))
        .start()
        .at("4m")
    )
    drill.do("commander", DoStep(step="approve"))
    assert kinds(post(drill, "5m", approved_by=None).end("9m")) == {}


def test_a_text_that_the_plan_approves_beforehand_needs_nobodys_yes():
    ready = CHANNEL | {"template": "Pre-approved: we know. Next update at {time}."}
    assert kinds(post(a_drill(ready), "5m", approved_by=None).end("9m")) == {}


def test_an_approval_in_words_is_on_record():
    text = "We know. (Text approved by the Commander.)"
    assert kinds(post(a_drill(), "5m", approved_by=None, text=text).end("9m")) == {}


# Audiences that the plan does not know --------------------------------------------------------------------------------


def told(audience: str, **of_plan: Any) -> dict[str, str]:
    written = plan([TELL], **{"communications": [CHANNEL], "cadences": [CADENCE], **of_plan})
    drill = Drill(written, scenario([inject("alert", "1m", ["tell"], channel="alert")])).start()
    post(drill, "5m").at("6m").do("comms", PostUpdate(audience=audience, text="We know."))
    return kinds(drill.end("9m"))


def test_an_audience_that_the_plan_has_no_entry_for_is_a_gap_in_the_plan():
    assert told("ward-managers") == {"G10-ward-managers": "plan"}


def test_a_further_update_to_a_known_audience_is_none():
    assert (
        told(
            "staff", communications=[CHANNEL, CHANNEL | {"id": "chat", "audience": "staff", "approver": None}]
        )
        == {}
    )


def test_an_authority_is_left_to_the_legal_clock_where_there_is_one():
    clock = {"id": "nis", "authority": "The regulator", "applies_when": "Always", "from": "impact"}
    stages = {"stages": [{"within": "24h", "what": "Early warning"}]}
    assert told("regulator", external_deadlines=[clock | stages]) == {}


def test_a_plan_without_any_audience_makes_no_audience_unknown():
    drill = Drill(plan([step("mend")]), scenario([inject("alert", "1m", ["mend"])])).start().at("5m")
    drill.do("comms", PostUpdate(audience="customers", text="We know."))
    assert kinds(drill.end("9m")) == {}
