"""Injects, decisions, the clock and undo, as a facilitator meets them."""

from __future__ import annotations

import pytest

from tests.builders import SCENARIO, Room, script_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, AssumeRole, Classify, Decide, PostUpdate
from trainer.core.engine import Refused
from trainer.core.scenario import Channel
from trainer.core.time import MINUTE, SECOND


@pytest.fixture
def room() -> Room:
    room = Room()
    room.start()
    return room


def test_a_timed_inject_is_delivered_at_its_time_and_not_before(room: Room) -> None:
    room.wait(seconds=59)
    assert room.delivered() == []
    room.wait(seconds=1)
    assert room.delivered() == ["alert"]
    record = room.session.records[-1]
    assert record.elapsed == MINUTE
    assert isinstance(record.event, ev.InjectDelivered)
    assert record.event.planned == MINUTE


def test_an_inject_after_another_waits_for_it_and_its_delay(room: Room) -> None:
    room.do(cmd.HoldInject("alert"))
    room.wait(minutes=20)
    assert room.delivered() == []
    room.do(cmd.ReleaseInject("alert"))
    room.wait(minutes=8.9)
    assert room.delivered() == ["alert"]
    room.wait(minutes=0.1)
    assert room.delivered() == ["alert", "customers"]


def test_a_conditional_inject_comes_when_its_step_is_overdue(room: Room) -> None:
    room.until(2)
    room.act("on-call", Acknowledge())
    room.act("on-call", Classify(severity="SEV1"))
    room.act("commander", AssumeRole(role="commander"))
    room.until(16.99)
    assert "reminder" not in room.delivered()
    room.until(17)
    assert "reminder" in room.delivered()


def test_a_contingency_inject_stays_away_when_the_step_was_done(room: Room) -> None:
    room.until(2)
    room.act("commander", AssumeRole(role="commander"))
    room.act("comms", PostUpdate(audience="customers", text="We know."))
    room.until(30)
    assert "reminder" not in room.delivered()


def test_a_decision_brings_its_consequence_after_its_delay(room: Room) -> None:
    room.until(11)
    room.act("commander", Decide(decision="rollback", option="yes"))
    room.until(15.9)
    assert "rolled-back" not in room.delivered()
    room.until(16)
    assert "rolled-back" in room.delivered()


def test_a_branch_plays_only_once_its_condition_has_held(room: Room) -> None:
    room.until(45)
    assert "calm" not in room.delivered()
    room.do(cmd.ReleaseInject("rolled-back"))
    assert "calm" in room.delivered()
    assert "recovered" in room.state.branches


def test_an_undecided_decision_falls_to_its_default_when_time_runs_out(room: Room) -> None:
    room.until(25)
    assert room.state.decisions["rollback"].option == "no"
    assert room.state.decisions["rollback"].defaulted
    with pytest.raises(Refused, match="already been taken"):
        room.act("commander", Decide(decision="rollback", option="yes"))


def test_nothing_fires_in_a_burst_after_a_pause(room: Room) -> None:
    room.wait(seconds=30)
    room.do(cmd.PauseClock())
    room.wait(minutes=500)
    room.do(cmd.ResumeClock())
    assert room.delivered() == []
    assert room.session.elapsed() == 30 * SECOND
    room.wait(seconds=30)
    assert room.delivered() == ["alert"]


def test_speed_makes_exercise_time_run_faster_from_then_on(room: Room) -> None:
    room.wait(seconds=10)
    room.do(cmd.SetSpeed(60))
    room.wait(seconds=1)
    assert room.session.elapsed() == 70 * SECOND


@pytest.mark.parametrize("speed", [0, 61, -1])
def test_a_speed_outside_1_to_60_is_refused(room: Room, speed: int) -> None:
    with pytest.raises(Refused, match="from 1 to 60"):
        room.do(cmd.SetSpeed(speed))


def test_a_jump_moves_the_story_but_no_timer(room: Room) -> None:
    room.until(2)
    before = room.session.elapsed()
    room.do(cmd.JumpToNextInject())
    assert room.session.elapsed() == before
    assert room.delivered() == ["alert", "customers"]
    assert room.session.scenario_time() == 10 * MINUTE
    assert room.state.expectations.items["acknowledge"].started_at == MINUTE


def test_what_follows_a_jump_keeps_its_distance_to_what_came_before(room: Room) -> None:
    room.until(0.5)
    room.do(cmd.JumpToNextInject())
    assert room.delivered() == ["alert"]
    room.wait(minutes=8.9)
    assert room.delivered() == ["alert"]
    room.wait(minutes=0.1)
    assert room.delivered() == ["alert", "customers"]


def test_skipped_injects_are_not_played(room: Room) -> None:
    room.do(cmd.SkipInject("alert"))
    room.wait(minutes=5)
    assert room.delivered() == []


def test_a_rescheduled_inject_comes_at_its_new_time(room: Room) -> None:
    room.do(cmd.RescheduleInject("alert", 3 * MINUTE))
    room.until(2.9)
    assert room.delivered() == []
    room.until(3)
    assert room.delivered() == ["alert"]


def test_an_ad_hoc_alert_starts_the_clocks_of_the_plan(room: Room) -> None:
    room.do(
        cmd.SendAdHocInject(("on-call",), Channel.ALERT, "monitoring", "Disk full", "Disk at 99 per cent.")
    )
    assert room.state.expectations.items["acknowledge"].started_at == 0


def test_undo_takes_back_the_last_act_and_keeps_it_in_the_journal(room: Room) -> None:
    room.do(cmd.SkipInject("alert"))
    room.do(cmd.UndoLast())
    assert room.state.injects["alert"].status == "pending"
    assert any(isinstance(record.event, ev.InjectSkipped) for record in room.session.records)
    room.until(1)
    assert room.delivered() == ["alert"]


def test_undo_goes_back_further_each_time_and_then_says_there_is_nothing(room: Room) -> None:
    room.do(cmd.HoldInject("alert"))
    room.do(cmd.SkipInject("customers"))
    room.do(cmd.UndoLast())
    room.do(cmd.UndoLast())
    assert room.state.injects["alert"].status == "pending"
    assert room.state.injects["customers"].status == "pending"
    with pytest.raises(Refused, match="nothing to undo"):
        room.do(cmd.UndoLast())


def test_undo_of_a_recorded_act_opens_its_step_again(room: Room) -> None:
    room.until(2)
    room.act("on-call", Acknowledge())
    assert room.state.expectations.items["acknowledge"].done is not None
    room.do(cmd.UndoLast())
    assert room.state.expectations.items["acknowledge"].done is None
    assert room.state.reached("acknowledged") is None


def test_a_participants_own_act_is_not_the_facilitators_to_undo(room: Room) -> None:
    room.until(2)
    room.do(cmd.Act("on-call", Acknowledge(), source="seat"))
    with pytest.raises(Refused, match="nothing to undo"):
        room.do(cmd.UndoLast())


def test_an_act_recorded_later_counts_from_when_it_happened(room: Room) -> None:
    room.until(3)
    room.act("on-call", Acknowledge(), ago=90 * SECOND)
    done = room.state.expectations.items["acknowledge"].done
    assert done is not None
    assert done.at == 90 * SECOND


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (cmd.ReleaseInject("nothing"), "no inject nothing"),
        (cmd.Act("nobody", Acknowledge()), "no role nobody"),
        (cmd.Act("on-call", Classify(severity="SEV9")), "no severity SEV9"),
        (cmd.Act("commander", Decide(decision="rollback", option="yes")), "not been put"),
        (cmd.ResumeClock(), "not paused"),
        (cmd.StartClock(), "already been started"),
        (cmd.LinkAction(1, "acknowledge"), "not an act"),
        (cmd.RateObjective("none", ev.Rating.PERFORMED), "no objective none"),
        (cmd.OverruleOutcome("acknowledge", ev.Outcome.ON_TIME, " "), "needs a reason"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(room: Room, command: cmd.Command, words: str) -> None:
    count = len(room.session.records)
    with pytest.raises(Refused, match=words):
        room.do(command)
    assert len(room.session.records) == count


def test_after_the_end_only_the_review_goes_on(room: Room) -> None:
    room.until(2)
    room.end()
    with pytest.raises(Refused, match="ended"):
        room.act("on-call", Acknowledge())
    room.do(cmd.RecordHotWash("worked", "The checklist"))
    room.do(cmd.RateObjective("respond", ev.Rating.SOME_CHALLENGES, reason="Late"))
    room.wait(minutes=60)
    assert room.session.elapsed() == 2 * MINUTE


def test_option_consequences_can_skip_injects() -> None:
    scenario = {**SCENARIO, "decisions": [dict(SCENARIO["decisions"][0])]}
    options = [dict(option) for option in scenario["decisions"][0]["options"]]
    options[1]["consequence"] = {"skips": ["calm"]}
    scenario["decisions"][0]["options"] = options
    room = Room(script_of(scenario=scenario))
    room.start()
    room.until(11)
    room.act("commander", Decide(decision="rollback", option="no"))
    assert room.state.injects["calm"].status == "skipped"


def test_a_message_called_back_waits_until_it_is_released_again(room: Room) -> None:
    room.do(cmd.ReleaseInject("alert"))
    room.wait(minutes=2)
    room.do(cmd.UndoLast())
    assert room.state.injects["alert"].status == "held"
    room.wait(minutes=2)
    assert room.delivered() == ["alert"]
    room.do(cmd.UnholdInject("alert"))
    assert room.delivered() == ["alert", "alert"]


def test_every_ad_hoc_inject_has_its_own_name(room: Room) -> None:
    for _ in range(2):
        room.do(cmd.SendAdHocInject((), Channel.CHAT, "someone", "Hello", "Hello."))
        room.do(cmd.UndoLast())
    assert room.delivered() == ["ad-hoc-1", "ad-hoc-2"]
