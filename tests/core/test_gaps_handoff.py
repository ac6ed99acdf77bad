"""G11: something was lost when a role changed hands, or the picture of the situation was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Ask, AssumeRole, DoStep, HandOver, ReportBlocked
from trainer.core.gaps import handoff
from trainer.core.gaps.finding import act, lapse

MEND = step("mend", "commander", target=target("first alert", "20m"))
BRIEFED = "State, open tasks and their owners, the next update at half past."


def roles(**of_commander: Any) -> list[dict[str, Any]]:
    return [
        {"id": "engineer", "title": "Engineer", "deputies": ["deputy"]},
        {"id": "deputy", "title": "Deputy"},
        {"id": "commander", "title": "Commander", "leads": True, **of_commander},
        {"id": "comms", "title": "Communications lead"},
    ]


WRITTEN = roles(handover="Brief the successor on state, open tasks and decisions.")


def a_drill(
    *steps: dict[str, Any],
    of_roles: list[dict[str, Any]] = WRITTEN,
    injects: tuple[dict[str, Any], ...] = (),
    **of_plan: Any,
) -> Drill:
    asked = steps or (MEND,)
    alert = inject("alert", "1m", [found["id"] for found in asked], channel="alert")
    return Drill(plan(asked, roles=of_roles, **of_plan), scenario([alert, *injects])).start()


def hand_over(drill: Drill, time: str = "10m", **more: Any) -> int:
    said = {"role": "commander", "to": "deputy", "briefed": BRIEFED, **more}
    return drill.at(time).do("commander", HandOver(**said))


def kinds(drill: Drill) -> list[tuple[str, str, str | None]]:
    return [(gap.id, gap.kind, gap.step) for gap in gaps_of(drill, "G11")]


# The handover itself --------------------------------------------------------------------------------------------------


def done_in_time(drill: Drill) -> Drill:
    drill.at("15m").do("commander", DoStep(step="mend"))
    return drill


def test_a_handover_with_a_briefing_that_was_accepted_is_none():
    drill = a_drill()
    hand_over(drill)
    assert kinds(done_in_time(drill).end("40m")) == []


def test_a_handover_that_was_not_accepted_is_a_loss():
    drill = a_drill()
    seq = hand_over(drill, accepted=False)
    found = gaps_of(done_in_time(drill).end("40m"), "G11")
    assert [(gap.id, gap.kind, gap.evidence) for gap in found] == [("G11-commander", "execution", (seq,))]
    assert "handed over Commander to Deputy" in found[0].statement
    assert "nobody confirmed it" in found[0].statement


def test_a_handover_accepted_in_a_second_attempt_is_none():
    drill = a_drill()
    hand_over(drill, accepted=False)
    hand_over(drill, "13m")
    assert kinds(done_in_time(drill).end("40m")) == []


def test_a_handover_confirmed_by_taking_the_role_aloud_is_none():
    drill = a_drill()
    hand_over(drill, accepted=False)
    drill.at("11m").do("deputy", AssumeRole(role="commander"))
    assert kinds(done_in_time(drill).end("40m")) == []


@pytest.mark.parametrize(("time", "lost"), [("15m", 0), ("16m", 1)])
def test_a_role_taken_aloud_long_after_confirms_nothing(time, lost):
    drill = a_drill()
    hand_over(drill, accepted=False)
    drill.at("11m").do("commander", DoStep(step="mend"))
    drill.at(time).do("deputy", AssumeRole(role="commander"))
    assert len(kinds(drill.end("40m"))) == lost


def test_a_handover_without_a_briefing_is_a_loss_where_the_plan_asks_for_one():
    drill = a_drill()
    hand_over(drill, briefed="  ")
    found = gaps_of(done_in_time(drill).end("40m"), "G11")
    assert [(gap.id, gap.kind) for gap in found] == [("G11-commander", "execution")]
    assert "without a briefing" in found[0].statement


def test_a_handover_without_a_briefing_is_the_plans_gap_where_it_says_nothing():
    drill = a_drill(of_roles=roles())
    seq = hand_over(drill, briefed="")
    drill = done_in_time(drill).end("40m")
    assert kinds(drill) == [("G11-commander", "plan", None)]
    assert [found.about for found in handoff.find(drill.facts)] == [(act(seq),)]


def test_a_handover_that_the_plan_does_not_know_and_that_went_well_is_no_loss():
    drill = a_drill(of_roles=roles())
    hand_over(drill)
    assert kinds(done_in_time(drill).end("40m")) == []


HANDING = step(
    "relieve",
    "commander",
    title="Relieve the commander",
    shown_by=[{"action": "hand over", "role": "commander"}],
)


@pytest.mark.parametrize(
    "of_plan",
    [
        {"sections": [{"heading": "Shifts", "text": "At a handover the next shift is briefed."}]},
        {"steps": [step("brief-next", "commander", text="Hand over command with all open tasks.")]},
        {"steps": [HANDING]},
    ],
)
def test_any_part_of_the_plan_that_speaks_of_handing_over_counts(of_plan):
    steps = of_plan.pop("steps", [])
    drill = Drill(
        plan([MEND, *steps], roles=roles(), **of_plan),
        scenario([inject("alert", "1m", ["mend"], channel="alert")]),
    ).start()
    hand_over(drill, briefed="")
    assert [kind for _, kind, _ in kinds(done_in_time(drill).end("40m"))] == ["execution"]


def test_a_briefing_that_was_done_as_a_step_of_its_own_is_none():
    drill = a_drill(MEND, step("brief", "commander", title="Brief the successor"))
    drill.at("9m").do("commander", DoStep(step="brief"))
    hand_over(drill, briefed="")
    assert kinds(done_in_time(drill).end("40m")) == []


def test_a_handover_that_was_taken_back_is_none():
    drill = a_drill().at("10m")
    said = HandOver(role="commander", to="deputy", accepted=False)
    drill.submit(cmd.Act("commander", said, source="facilitator")).submit(cmd.UndoLast())
    assert kinds(done_in_time(drill).end("40m")) == []


def test_a_persons_name_is_never_printed():
    drill = a_drill()
    hand_over(drill, to="Alex of the night shift", accepted=False)
    assert "Alex" not in str(gaps_of(done_in_time(drill).end("40m"), "G11"))


# What was lost --------------------------------------------------------------------------------------------------------


def test_a_task_that_was_open_at_the_handover_and_was_never_done_is_lost():
    drill = a_drill()
    hand_over(drill)
    drill.end("40m")
    found = gaps_of(drill, "G11")
    assert [(gap.id, gap.kind, gap.step) for gap in found] == [("G11-commander", "execution", "mend")]
    assert '"Mend" (clause 1) was open' in found[0].statement
    assert "11 min were left" in found[0].statement
    assert [finding.about for finding in handoff.find(drill.facts)] == [(lapse("mend"),)]


def test_a_task_that_was_open_at_the_handover_and_came_late_is_lost():
    drill = a_drill()
    hand_over(drill)
    drill.at("24m").do("commander", DoStep(step="mend"))
    assert kinds(drill.end("40m")) == [("G11-commander", "execution", "mend")]


def test_a_task_lost_where_the_plan_says_nothing_of_handing_over_is_the_plans_gap():
    drill = a_drill(of_roles=roles())
    seq = hand_over(drill)
    drill.end("40m")
    assert kinds(drill) == [("G11-commander", "plan", "mend")]
    assert set(next(iter(handoff.find(drill.facts))).about) == {lapse("mend"), act(seq)}


def test_a_handover_entered_by_its_step_is_one():
    drill = a_drill(MEND, step("change", "commander", title="Hand over command at the change of shift"))
    drill.at("10m").do("commander", DoStep(step="change"))
    assert kinds(drill.end("40m")) == [("G11-commander", "execution", "mend")]


def test_a_task_done_exactly_at_its_limit_after_the_handover_is_none():
    drill = a_drill()
    hand_over(drill)
    drill.at("21m").do("commander", DoStep(step="mend"))
    assert kinds(drill.end("40m")) == []


def test_a_task_for_which_hardly_any_time_was_left_was_late_before_the_handover():
    drill = a_drill()
    hand_over(drill, "20m30s")
    drill.at("24m").do("commander", DoStep(step="mend"))
    assert kinds(drill.end("40m")) == []


def test_a_task_that_was_overdue_at_the_handover_was_not_lost_by_it():
    drill = a_drill()
    hand_over(drill, "25m")
    assert kinds(drill.end("40m")) == []


def test_a_task_of_another_role_is_not_laid_to_the_handover():
    drill = a_drill(step("mend", "engineer", target=target("first alert", "20m")))
    hand_over(drill)
    assert kinds(drill.end("40m")) == []


def test_a_task_whose_limit_had_not_run_out_at_the_end_of_play_is_none():
    drill = a_drill()
    hand_over(drill)
    assert kinds(drill.end("20m")) == []


def test_a_task_that_was_reported_blocked_was_not_lost():
    drill = a_drill()
    hand_over(drill)
    drill.at("12m").do("commander", ReportBlocked(missing="The console is down.", step="mend"))
    assert kinds(drill.end("40m")) == []


LATER = inject("second", "20m", ["later"])
LATER_STEP = step("later", "commander", target=target("inject", "10m"))


def later_drill() -> Drill:
    alert = inject("alert", "1m", ["mend"], channel="alert")
    written = plan([MEND, LATER_STEP], roles=WRITTEN)
    drill = Drill(written, scenario([alert, LATER])).start().at("5m")
    drill.do("commander", DoStep(step="mend"))
    hand_over(drill)
    return drill


def test_a_role_for_which_nobody_acts_after_it_was_handed_over_is_lost():
    found = gaps_of(later_drill().end("40m"), "G11")
    assert [(gap.id, gap.step) for gap in found] == [("G11-commander", "later")]
    assert "nobody acted for Commander" in found[0].statement


def test_a_role_whose_new_holder_acts_was_not_lost():
    drill = later_drill().at("15m")
    drill.do("commander", Ask(text="What is the error rate?"))
    assert kinds(drill.end("40m")) == []


LOG = step("keep-log", "commander", title="Bring the incident log up to date", target=target("inject", "5m"))


def a_log(again_done: bool) -> Drill:
    asking = [inject(f"ask-{n}", at, ["keep-log"]) for n, at in enumerate(("1m", "20m"))]
    drill = Drill(plan([LOG], roles=WRITTEN), scenario(asking)).start().at("3m")
    drill.do("commander", DoStep(step="keep-log"))
    hand_over(drill)
    drill.at("12m").do("commander", Ask(text="How many are affected?"))
    if again_done:
        drill.at("22m").do("commander", DoStep(step="keep-log"))
    return drill.end("40m")


def test_a_log_that_is_no_longer_kept_after_a_handover_is_stale():
    found = gaps_of(a_log(again_done=False), "G11")
    assert [(gap.id, gap.step) for gap in found] == [("G11-commander", "keep-log")]
    assert "no longer" in found[0].statement


def repeated_log(*done: str) -> list[tuple[str, str, str | None]]:
    asking = [inject(f"ask-{n}", at, ["keep-log"]) for n, at in enumerate(("1m", "10m", "20m", "30m"))]
    drill = Drill(plan([LOG], roles=WRITTEN), scenario(asking)).start()
    for time in done:
        drill.at(time).do("commander", DoStep(step="keep-log"))
    return kinds(drill.end("50m"))


def test_a_log_that_was_begun_and_then_left_is_stale():
    assert repeated_log("3m") == [("G11-log", "execution", "keep-log")]
    assert repeated_log("3m", "12m") == [("G11-log", "execution", "keep-log")]


def test_a_log_that_was_missed_once_or_never_begun_is_no_stale_log():
    assert repeated_log("3m", "12m", "22m") == []
    assert repeated_log("3m", "22m", "32m") == []
    assert repeated_log() == []


def test_a_log_that_is_kept_after_a_handover_is_none():
    assert kinds(a_log(again_done=True)) == []


def test_a_log_that_somebody_finds_stale_is_a_loss_without_any_handover():
    drill = done_in_time(a_drill())
    drill.at("20m").do("comms", Ask(text="Our incident log stops at 10:05. What has happened since?"))
    found = gaps_of(drill.end("40m"), "G11")
    assert [(gap.id, gap.kind) for gap in found] == [("G11-log", "plan")]


def test_a_stale_log_that_the_plan_wants_kept_is_for_practice():
    drill = a_drill(MEND, step("log", "comms", title="Keep the incident log"))
    done_in_time(drill).do("comms", DoStep(step="log"))
    drill.at("20m").do("deputy", Ask(text="The timeline is half an hour behind, where do we stand?"))
    assert kinds(drill.end("40m")) == [("G11-log", "execution", "log")]


@pytest.mark.parametrize(
    "text",
    [
        "Is our incident log up to date?",
        "The log on the database host is empty, is that normal?",
        "Who has access to the logs?",
    ],
)
def test_other_words_about_logs_are_none(text):
    drill = done_in_time(a_drill())
    drill.at("20m").do("comms", Ask(text=text))
    assert kinds(drill.end("40m")) == []


# Words that show the loss ---------------------------------------------------------------------------------------------


def asked(text: str, role: str = "deputy", time: str = "12m", **more: Any) -> list[str]:
    drill = a_drill().at("3m")
    drill.do("commander", DoStep(step="mend"))
    hand_over(drill, **more)
    drill.at(time).do(role, Ask(text=text))
    return [gap.id for gap in gaps_of(drill.end("40m"), "G11")]


LOST = (
    "Who was doing the rollback?",
    "What had we agreed with the hosting provider?",
    "What is the state?",
    "What's the current status right now?",
    "I don't know what was decided before me.",
    "Can somebody fill me in?",
    "Where do we stand?",
    "What has already been tried?",
    "Did anyone already tell the customers?",
    "Nobody told me about the second site.",
    "When is the next update due?",
    "Which tasks are still open?",
)


@pytest.mark.parametrize("text", LOST)
def test_a_question_of_the_new_holder_that_the_briefing_should_have_answered_is_a_loss(text):
    assert asked(text) == ["G11-commander"]


@pytest.mark.parametrize(
    "text",
    [
        "What is the status of the payment gateway?",
        "What is the error rate?",
        "Shall I open a second call?",
        "Who reported this first?",
        "Is the canteen open?",
        "How many customers are affected?",
    ],
)
def test_another_question_of_the_new_holder_is_none(text):
    assert asked(text) == []


def test_the_question_of_a_role_that_took_nothing_over_is_none():
    assert asked(LOST[0], role="comms") == []


def test_a_question_long_after_the_handover_is_none():
    assert asked(LOST[0], time="26m") == []


def test_the_new_holder_may_sit_in_the_old_seat():
    assert asked(LOST[0], role="commander", to="next shift") == ["G11-commander"]


def test_the_receiver_may_be_written_by_title():
    assert asked(LOST[0], to="the Deputy") == ["G11-commander"]


# A role held too long -------------------------------------------------------------------------------------------------

SHORT = roles(longest="30m", handover="Brief the successor.")


def a_long_shift(*handovers: str, end: str = "55m") -> list[tuple[str, str, str | None]]:
    drill = a_drill(of_roles=SHORT).at("2m")
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("3m").do("commander", DoStep(step="mend"))
    for time in handovers:
        hand_over(drill, time)
    return kinds(drill.end(end))


def test_a_role_held_longer_than_the_plan_allows_is_a_gap():
    assert a_long_shift() == [("G11-commander", "execution", None)]


def test_a_role_handed_over_after_the_longest_time_was_held_too_long():
    assert a_long_shift("40m") == [("G11-commander", "execution", None)]


def test_a_role_handed_over_exactly_at_the_longest_time_is_none():
    assert a_long_shift("32m") == []


def test_a_role_that_nobody_took_aloud_was_held_for_no_known_time():
    drill = done_in_time(a_drill(of_roles=SHORT))
    assert kinds(drill.end("55m")) == []


def test_play_that_ends_at_the_longest_time_is_none():
    assert a_long_shift(end="32m") == []


def test_the_successors_time_counts_from_the_handover():
    assert a_long_shift("20m", end="50m") == []


def test_a_handover_that_the_plan_calls_for_and_that_never_came_is_a_gap():
    relieve = {**HANDING, "target": target("inject", "10m")}
    over = inject("shift-ends", "10m", ["relieve"])
    alert = inject("alert", "1m", ["mend"], channel="alert")
    drill = Drill(plan([MEND, relieve], roles=roles()), scenario([alert, over])).start()
    drill = done_in_time(drill).end("40m")
    assert kinds(drill) == [("G11-commander", "execution", "relieve")]
    assert [finding.about for finding in handoff.find(drill.facts)] == [(lapse("relieve"),)]


# One gap for one role -------------------------------------------------------------------------------------------------


def test_everything_that_was_lost_with_one_role_is_one_gap():
    drill = a_drill(MEND, step("tell", "commander", target=target("first alert", "18m")))
    hand_over(drill, accepted=False, briefed="")
    drill.at("12m").do("deputy", Ask(text=LOST[0]))
    found = gaps_of(drill.end("40m"), "G11")
    assert [gap.id for gap in found] == ["G11-commander"]
    assert found[0].step == "mend"


def test_two_roles_that_were_handed_over_badly_are_two_gaps():
    drill = a_drill()
    hand_over(drill, accepted=False)
    drill.do("engineer", HandOver(role="engineer", to="deputy", briefed="All.", accepted=False))
    assert {gap for gap, _, _ in kinds(done_in_time(drill).end("40m"))} == {"G11-commander", "G11-engineer"}
