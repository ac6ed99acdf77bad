"""G06: somebody could not go on for lack of a tool, access or another resource."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep, Improvise, Page, ReportBlocked
from trainer.core.gaps import find
from trainer.core.gaps.means import served

CONSOLE = {"id": "console", "title": "Deployment console", "access": ["engineer"]}
WITH_A_WAY = {**CONSOLE, "alternative": "Signed script on the spare host", "alternative_serves": "8h"}
ROLL_BACK = step(
    "roll-back",
    critical=True,
    clause="5.2",
    target=target("first alert", "20m"),
    needs={"tools": ["console"], "access": ["Production database"]},
)


def a_drill(*steps: dict[str, Any], tools: tuple[dict[str, Any], ...] = (CONSOLE,), **of_plan: Any) -> Drill:
    found = steps or (ROLL_BACK,)
    written = plan(found, tools=list(tools), **of_plan)
    told = inject("alert", "1m", [str(item["id"]) for item in found], channel="alert")
    return Drill(written, scenario([told])).start().submit(cmd.OpenPlan("comms")).at("3m")


def codes(drill: Drill) -> list[str]:
    return [gap.code for gap in find(drill.facts) if gap.code != "G07"]


def blocked(
    drill: Drill, words: str = "Login to the deployment console", of_step: str | None = "roll-back"
) -> int:
    return drill.do("engineer", ReportBlocked(missing=words, step=of_step))


# The gap --------------------------------------------------------------------------------------------------------------


def test_a_step_that_was_missed_for_lack_of_access_is_a_gap_of_means_and_nothing_else():
    drill = a_drill()
    seq = blocked(drill)
    found = gaps_of(drill.end("40m"), "G06")
    assert [(gap.kind, gap.step, gap.clause, gap.priority) for gap in found] == [
        ("capability", "roll-back", "5.2", "high")
    ]
    assert seq in found[0].evidence
    for words in (
        "Engineer",
        "Roll back",
        "5.2",
        "Login to the deployment console",
        "missed",
        "names no alternative",
    ):
        assert words in found[0].statement
    assert codes(drill) == ["G06"]


def test_a_late_step_is_explained_as_well():
    drill = a_drill()
    blocked(drill)
    drill.at("30m").do("engineer", DoStep(step="roll-back"))
    found = gaps_of(drill.end("40m"), "G06")
    assert "9 min late" in found[0].statement
    assert codes(drill) == ["G06"]


def test_what_comes_after_the_step_is_explained_too():
    after = step("confirm", "engineer", after=["roll-back"], target=target("first alert", "30m"))
    drill = a_drill(ROLL_BACK, after)
    blocked(drill)
    found = gaps_of(drill.end("50m"), "G06")
    assert "Confirm" in found[0].statement
    assert codes(drill) == ["G06"]


def test_what_is_left_undone_beside_it_is_not():
    beside = step("write-report", "comms", target=target("first alert", "30m"))
    drill = a_drill(ROLL_BACK, beside)
    blocked(drill)
    drill.end("50m")
    assert sorted(codes(drill)) == ["G06", "G15"]


def test_a_lack_that_cost_no_time_is_a_gap_that_can_wait():
    drill = a_drill(step("roll-back", target=target("first alert", "20m"), needs={"tools": ["console"]}))
    blocked(drill)
    drill.at("9m").do("engineer", DoStep(step="roll-back"))
    assert [(gap.code, gap.priority) for gap in find(drill.end("40m").facts)] == [("G06", "low")]


def test_the_same_lack_told_twice_is_one_gap():
    drill = a_drill()
    first = blocked(drill)
    drill.at("6m")
    second = blocked(drill, "Still no console")
    found = gaps_of(drill.end("40m"), "G06")
    assert len(found) == 1
    assert {first, second} <= set(found[0].evidence)


def test_one_tool_that_stops_two_steps_is_one_gap():
    other = step("ship-fix", "comms", target=target("first alert", "25m"), needs={"tools": ["console"]})
    drill = a_drill(ROLL_BACK, other)
    blocked(drill)
    drill.do("comms", ReportBlocked(missing="Deployment console does not open", step="ship-fix"))
    drill.end("40m")
    assert [gap.id for gap in gaps_of(drill, "G06")] == ["G06-console"]
    assert codes(drill) == ["G06"]


def test_a_role_without_access_by_the_plan_itself_is_said():
    drill = a_drill(tools=({**CONSOLE, "access": ["commander"]},))
    blocked(drill)
    assert "to Commander, not to Engineer" in gaps_of(drill.end("40m"), "G06")[0].root_cause


def test_a_workaround_is_part_of_the_same_gap():
    drill = a_drill()
    blocked(drill)
    drill.at("8m").do("engineer", Improvise(text="Borrowed the console login of a colleague"))
    drill.at("15m").do("engineer", DoStep(step="roll-back"))
    drill.end("40m")
    assert codes(drill) == ["G06"]


def test_a_decision_that_hangs_on_the_step_goes_with_it():
    choice = {
        "id": "go",
        "question": "Roll back?",
        "step": "roll-back",
        "options": [{"id": "yes", "text": "Yes", "plan_calls_for": True}, {"id": "no", "text": "No"}],
        "time_limit": "10m",
    }
    written = plan([ROLL_BACK], tools=[CONSOLE])
    told = inject("alert", "1m", ["roll-back"], channel="alert", decision="go")
    drill = Drill(written, scenario([told], decisions=[choice])).start().at("3m")
    blocked(drill)
    drill.end("40m")
    assert codes(drill) == ["G06"]


# Which step -----------------------------------------------------------------------------------------------------------


def test_a_report_without_a_step_belongs_to_the_open_step_that_needs_the_tool():
    drill = a_drill(ROLL_BACK, step("note", target=target("first alert", "30m")))
    blocked(drill, "The deployment console is down", None)
    drill.at("10m").do("engineer", DoStep(step="note"))
    assert [gap.step for gap in gaps_of(drill.end("40m"), "G06")] == ["roll-back"]
    assert codes(drill) == ["G06"]


def test_a_report_without_a_step_belongs_to_the_only_step_that_is_open():
    drill = a_drill(step("reboot-pump", target=target("first alert", "20m")))
    blocked(drill, "Key to the plant room", None)
    assert [gap.step for gap in gaps_of(drill.end("40m"), "G06")] == ["reboot-pump"]
    assert codes(drill) == ["G06"]


def test_a_report_that_fits_several_steps_is_put_to_none():
    drill = a_drill(
        step("one", target=target("first alert", "20m")), step("two", target=target("first alert", "20m"))
    )
    seq = blocked(drill, "Key to the plant room", None)
    drill.at("4m").do("engineer", DoStep(step="one"))
    drill.do("engineer", DoStep(step="two"))
    assert [(gap.step, gap.id) for gap in gaps_of(drill.end("40m"), "G06")] == [(None, f"G06-act-{seq}")]


def test_a_tool_that_another_depends_on_stops_the_step_that_needs_the_other():
    sso = {"id": "sso", "title": "Single sign-on"}
    drill = a_drill(ROLL_BACK, step("note"), tools=({**CONSOLE, "depends_on": ["sso"]}, sso))
    blocked(drill, "Single sign-on rejects everybody", None)
    drill.do("engineer", DoStep(step="note"))
    assert [gap.step for gap in gaps_of(drill.end("40m"), "G06")] == ["roll-back"]


# The plan's own way round ---------------------------------------------------------------------------------------------


def test_the_alternative_of_the_plan_used_in_time_is_no_gap_but_a_strength():
    drill = a_drill(tools=(WITH_A_WAY,))
    seq = blocked(drill)
    drill.at("12m").do("engineer", DoStep(step="roll-back", note="By the signed script"))
    assert codes(drill.end("40m")) == []
    kept = served(drill.facts)
    assert [(found.step, found.role) for found in kept] == [("roll-back", "engineer")]
    assert seq in kept[0].evidence
    assert "Signed script on the spare host" in kept[0].statement


def test_exactly_at_the_limit_the_alternative_has_served():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill)
    drill.at("21m").do("engineer", DoStep(step="roll-back"))
    assert codes(drill.end("40m")) == []


def test_the_alternative_of_a_tool_further_back_serves_too():
    sso = {"id": "sso", "title": "Single sign-on", "alternative": "Sealed emergency accounts"}
    drill = a_drill(tools=({**CONSOLE, "depends_on": ["sso"]}, sso))
    blocked(drill, "Single sign-on is down")
    drill.at("12m").do("engineer", DoStep(step="roll-back"))
    assert codes(drill.end("40m")) == []


def test_a_tool_that_is_not_named_is_the_one_that_the_step_needs():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill, "Cannot log in, the password is rejected")
    drill.at("12m").do("engineer", DoStep(step="roll-back"))
    assert codes(drill.end("40m")) == []


def test_an_alternative_that_was_not_used_is_said():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill)
    found = gaps_of(drill.end("40m"), "G06")
    assert "was not used in time" in found[0].statement
    assert "Try the alternative" in found[0].proposed_change
    assert codes(drill) == ["G06"]
    assert served(drill.facts) == ()


def test_an_alternative_that_came_too_late_is_a_gap():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill)
    drill.at("22m").do("engineer", DoStep(step="roll-back"))
    assert codes(drill.end("40m")) == ["G06"]


def test_an_alternative_that_is_lost_as_well_is_none():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill, "Neither the deployment console nor the signed script on the spare host works")
    found = gaps_of(drill.end("40m"), "G06")
    assert "was not there either" in found[0].statement


def test_access_that_no_tool_gives_is_not_served_by_a_tools_alternative():
    drill = a_drill(tools=(WITH_A_WAY,))
    blocked(drill, "Access to the production database")
    drill.at("12m").do("engineer", DoStep(step="roll-back"))
    assert codes(drill.end("40m")) == ["G06"]


def test_a_lost_tool_with_an_alternative_that_stopped_nothing_is_none():
    drill = a_drill(step("note", target=target("first alert", "20m")), tools=(WITH_A_WAY,))
    drill.do("comms", ReportBlocked(missing="The deployment console does not load"))
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


# What is something else -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Approval of the commander",
        "Waiting for the restore to finish",
        "The runbook is on the wiki and the wiki is down",
        "There is no procedure for two regions",
        "Waiting for the vendor to answer",
        "Nobody answers at the network desk",
        "The inject names no host",
        "Clauses 5.1 and 5.2 contradict each other",
    ],
)
def test_what_is_not_means_is_left_to_others(words):
    drill = a_drill()
    blocked(drill, words)
    assert gaps_of(drill.end("40m"), "G06") == []


def test_a_report_that_was_taken_back_is_none():
    drill = a_drill()
    drill.do("engineer", DoStep(step="roll-back"))
    report = ReportBlocked(missing="Login to the deployment console", step="roll-back")
    drill.submit(cmd.Act("engineer", report, source="facilitator")).submit(cmd.UndoLast())
    assert codes(drill.end("40m")) == []


def test_what_was_missing_in_the_exercise_alone_is_none():
    drill = a_drill()
    blocked(drill)
    drill.end("40m")
    drill.submit(
        cmd.RecordObservation("The console was never set up for the drill.", "artefact", step="roll-back")
    )
    assert gaps_of(drill, "G06") == []


def test_a_lost_tool_that_stops_more_than_a_contact_is_a_gap_of_means_too():
    pager = {"id": "pager", "title": "Paging platform"}
    contact = {"id": "dba", "title": "Database on call", "depends_on": ["pager"]}
    wake = step("wake-all", critical=True, target=target("first alert", "20m"), needs={"tools": ["pager"]})
    drill = a_drill(wake, tools=(pager,), contacts=[contact])
    blocked(drill, "The paging platform is down", "wake-all")
    drill.do("engineer", Page(contact="dba", result="failed"))
    assert sorted(codes(drill.end("40m"))) == ["G04", "G06"]


def test_a_role_that_dropped_out_explains_what_only_it_could_do():
    written = plan([ROLL_BACK, step("note", "comms")], tools=[CONSOLE])
    told = [
        inject("alert", "1m", ["roll-back", "note"], channel="alert"),
        inject("gone", "2m", absent=["engineer"]),
    ]
    drill = Drill(written, scenario(told)).start().at("3m")
    drill.do("comms", DoStep(step="note"))
    drill.do("comms", ReportBlocked(missing="Only the engineer can log in there", step="roll-back"))
    drill.end("40m")
    assert codes(drill) == ["G08"]


def test_a_call_through_the_lost_tool_does_not_count_twice():
    pager = {"id": "pager", "title": "Paging platform"}
    contact = {"id": "dba", "title": "Database on call", "depends_on": ["pager"]}
    call = step(
        "call-dba", target=target("first alert", "20m"), needs={"contacts": ["dba"], "tools": ["pager"]}
    )
    drill = a_drill(call, tools=(pager,), contacts=[contact])
    blocked(drill, "The paging platform is down", "call-dba")
    drill.do("engineer", Page(contact="dba", result="failed"))
    assert codes(drill.end("40m")) == ["G04"]


# Refused by a tool, or by nobody's word ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Permission of the deployment console in the main cluster, it answers 'forbidden'",
        "Deployment console says that I am not allowed",
        "The approve button in the console is greyed out for my account",
        "Authorisation code for the panel, nobody on shift has one",
        "The token of the approver has expired",
        "The one who knows the script is not on the rota tonight",
    ],
)
def test_a_tool_that_refuses_is_a_gap_of_means_and_not_of_authority(words):
    drill = a_drill()
    blocked(drill, words)
    assert codes(drill.end("40m")) == ["G06"]


def test_a_word_that_nobody_gives_is_no_gap_of_means():
    drill = a_drill()
    blocked(drill, "Go-ahead of the director; the deployment console is ready")
    assert codes(drill.end("40m")) == ["G03"]


@pytest.mark.parametrize(
    "words",
    [
        "Any copy of the disks or logs; nobody kept one before the wipe, they are gone",
        "The session logs were overwritten when we restarted",
        "Footage of the gate; it was taped over at midnight",
    ],
)
def test_a_trace_that_nobody_kept_is_no_gap_of_means(words):
    drill = a_drill()
    blocked(drill, words, None)
    assert gaps_of(drill.end("40m"), "G06") == []


def test_a_backup_that_is_gone_is_one():
    drill = a_drill()
    blocked(drill, "The backup of the database, it was overwritten")
    assert codes(drill.end("40m")) == ["G06"]
