"""Corners of the engine: late ticks, races, sleep, records made later, and what taking back leaves behind."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from tests.builders import PLAN, SCENARIO, Room, script_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Ask, AssumeRole, CastVote, Classify, Decide, PostUpdate, Resolve
from trainer.core.compose import report
from trainer.core.engine import Refused
from trainer.core.events import Rating, decode, encode
from trainer.core.scenario import Channel
from trainer.core.state import replay
from trainer.core.time import MINUTE, SECOND
from trainer.session import Session


def changed(change: Callable[[dict[str, Any]], None]) -> Room:
    """A room in play on the small scenario with a change."""
    scenario = copy.deepcopy(SCENARIO)
    change(scenario)
    room = Room(script_of(scenario=scenario))
    room.start()
    return room


@pytest.fixture
def room() -> Room:
    room = Room()
    room.start()
    return room


def status(room: Room, inject: str) -> str:
    return room.state.injects[inject].status


def skipping(scenario: dict[str, Any]) -> None:
    """Waiting rules out the calm; the calm comes at once with the default, 15 minutes after the question."""
    scenario["decisions"][0]["options"][1]["consequence"] = {"skips": ["calm"]}
    scenario["injects"][4] |= {"branch": None, "release": {"at": "25m"}}


# What is due -------------------------------------------------------------------------------------------------


def test_an_inject_that_a_default_rules_out_at_its_very_moment_does_not_come() -> None:
    room = changed(skipping)
    room.until(30)
    assert room.state.decisions["rollback"].option == "no"
    assert status(room, "calm") == "skipped"
    assert "calm" not in room.delivered()


def test_a_late_tick_lets_things_happen_in_the_order_in_which_they_were_due() -> None:
    def calm_first(scenario: dict[str, Any]) -> None:
        skipping(scenario)
        scenario["injects"][4]["release"] = {"at": "24m"}

    prompt, late = changed(calm_first), changed(calm_first)
    for room in (prompt, late):
        room.until(20)
    prompt.until(26)
    late.clock.advance(6 * MINUTE)
    late.session.tick()
    assert late.delivered() == prompt.delivered()
    assert status(late, "calm") == "delivered"


def test_a_late_tick_misses_no_condition_that_held_for_a_while_only() -> None:
    def window(scenario: dict[str, Any]) -> None:
        scenario["injects"][4] |= {
            "branch": None,
            "release": {"when": {"all": [{"from_time": "2m"}, {"not": {"from_time": "3m"}}]}},
        }

    room = changed(window)
    room.clock.advance(5 * MINUTE)
    room.session.tick()
    assert room.delivered() == ["alert", "calm"]


@pytest.mark.parametrize("ticked", [True, False])
def test_what_is_due_comes_before_what_is_asked_at_the_same_moment(ticked: bool) -> None:
    room = Room()
    room.start()
    room.until(11)
    room.clock.advance(14 * MINUTE)
    if ticked:
        room.session.tick()
    with pytest.raises(Refused, match="already been taken"):
        room.act("commander", Decide(decision="rollback", option="yes"))
    assert room.state.decisions["rollback"].option == "no"


def test_a_decision_a_microsecond_before_its_limit_is_the_teams(room: Room) -> None:
    room.until(11)
    room.clock.advance(14 * MINUTE - 1)
    room.act("commander", Decide(decision="rollback", option="yes"))
    room.clock.advance(1)
    room.session.tick()
    assert not room.state.decisions["rollback"].defaulted


def test_of_two_decisions_that_release_an_inject_the_sooner_counts() -> None:
    def two(scenario: dict[str, Any]) -> None:
        second = copy.deepcopy(scenario["decisions"][0]) | {
            "id": "reroute",
            "time_limit": None,
            "default": None,
        }
        second["options"][0]["consequence"]["delay"] = "1m"
        scenario["decisions"].append(second)
        scenario["injects"].append(
            {
                "id": "ask",
                "title": "Ask",
                "release": {"at": "11m"},
                "channel": "chat",
                "from": "x",
                "text": "?",
            }
            | {"decision": "reroute"}
        )

    room = changed(two)
    room.until(12)
    room.act("commander", Decide(decision="rollback", option="yes"))
    room.act("commander", Decide(decision="reroute", option="yes"))
    room.until(13)
    assert "rolled-back" in room.delivered()


# Sleep and time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paused", [True, False])
def test_a_machine_that_slept_while_the_clock_stood_interrupts_nothing(paused: bool) -> None:
    room = Room()
    if paused:
        room.start()
        room.do(cmd.PauseClock())
    room.clock.sleep(60 * MINUTE)
    room.do(cmd.ResumeClock() if paused else cmd.StartClock())
    assert room.state.status == "running"


def test_an_act_after_the_machine_slept_does_not_pass_over_the_interruption(room: Room) -> None:
    room.until(2)
    room.clock.sleep(60 * MINUTE)
    with pytest.raises(Refused, match="paused"):
        room.session.seat("on-call").act(Acknowledge())
    assert isinstance(room.session.records[-1].event, ev.ExerciseInterrupted)


def test_the_time_that_the_machine_slept_is_counted_as_time_in_which_the_clock_stood(room: Room) -> None:
    room.until(2)
    room.clock.sleep(10 * MINUTE)
    room.session.tick()
    room.do(cmd.ResumeClock())
    room.until(3)
    room.end()
    overview = report(room.script, room.session.records, "test").exercise
    assert (overview.active_s, overview.paused_s, overview.wall_s) == (180, 600, 780)


def test_a_listener_that_acts_lets_nobody_hear_things_out_of_order(room: Room) -> None:
    heard: list[int] = []

    def acts(records: tuple[ev.Record, ...]) -> None:
        if any(isinstance(record.event, ev.InjectDelivered) for record in records):
            room.clock.advance(3 * SECOND)
            room.do(cmd.SetSpeed(60))

    room.session.subscribe(acts)
    room.session.subscribe(lambda records: heard.extend(record.seq for record in records))
    room.do(cmd.RescheduleInject("calm", MINUTE))
    room.clock.advance(MINUTE)
    room.session.tick()
    assert heard == sorted(heard)
    times = [record.elapsed for record in room.session.records]
    assert times == sorted(times)


# Taking back -------------------------------------------------------------------------------------------------


def test_a_question_can_be_taken_back_after_its_time_ran_out(room: Room) -> None:
    room.do(cmd.ReleaseInject("customers"))
    room.wait(minutes=16)
    assert room.state.decisions["rollback"].defaulted
    room.do(cmd.UndoLast())
    assert "rollback" not in room.state.decisions
    assert replay(room.script, room.journal.records()) == room.state
    assert report(room.script, room.session.records, "test").timeline


def test_what_followed_from_a_decision_is_taken_back_with_it() -> None:
    room = changed(skipping)
    room.until(11)
    room.act("commander", Decide(decision="rollback", option="no"))
    assert status(room, "calm") == "skipped"
    room.do(cmd.UndoLast())
    assert status(room, "calm") == "pending"
    assert room.state.decisions["rollback"].option is None
    with pytest.raises(Refused, match="nothing to undo"):
        room.do(cmd.UndoLast())


@pytest.mark.parametrize("source", ["seat", "nobody"])
def test_what_followed_from_the_teams_decision_is_not_the_facilitators_to_undo(source: str) -> None:
    room = changed(skipping)
    room.do(cmd.HoldInject("rolled-back"))
    room.until(11)
    if source == "seat":
        room.session.seat("commander").act(Decide(decision="rollback", option="no"))
    room.until(26)
    room.do(cmd.UndoLast())
    assert status(room, "calm") == "skipped"
    assert status(room, "rolled-back") == "pending"


def test_a_message_that_a_decision_would_bring_again_at_once_is_held_when_it_is_called_back(
    room: Room,
) -> None:
    room.until(11)
    room.do(cmd.ReleaseInject("rolled-back"))
    room.act("commander", Decide(decision="rollback", option="yes"))
    room.until(17)
    room.do(cmd.UndoLast())
    room.do(cmd.UndoLast())
    room.do(cmd.RescheduleInject("calm", 50 * MINUTE))
    assert room.delivered() == ["alert", "customers", "rolled-back"]


def test_a_message_called_back_after_the_decision_that_releases_it_does_not_come_again_at_once(
    room: Room,
) -> None:
    room.until(11)
    room.do(cmd.Act("commander", Decide(decision="rollback", option="yes")))
    room.do(cmd.ReleaseInject("rolled-back"))
    room.until(17)
    room.do(cmd.UndoLast())
    assert status(room, "rolled-back") == "held"
    assert room.delivered().count("rolled-back") == 1


def test_taking_back_a_release_before_the_messages_own_time_leaves_that_time(room: Room) -> None:
    room.do(cmd.ReleaseInject("alert"))
    room.wait(seconds=20)
    room.do(cmd.UndoLast())
    assert status(room, "alert") == "pending"
    room.until(1)
    assert room.delivered() == ["alert", "alert"]


# Records made later ------------------------------------------------------------------------------------------


def test_an_event_that_is_recorded_later_but_happened_first_is_the_first(room: Room) -> None:
    room.until(5)
    room.act("on-call", Classify(severity="SEV1"))
    assert room.state.expectations.items["declare"].started_at == 5 * MINUTE
    room.until(6)
    room.act("commander", Classify(severity="SEV1"), ago=3 * MINUTE)
    assert room.state.reached("classified") == 3 * MINUTE
    assert room.state.expectations.items["declare"].started_at == 3 * MINUTE


def test_a_severity_that_is_recorded_later_does_not_replace_a_newer_one(room: Room) -> None:
    room.until(5)
    room.act("on-call", Classify(severity="SEV1"))
    room.until(6)
    room.act("on-call", Classify(severity="SEV2"), ago=3 * MINUTE)
    assert room.state.severity == "SEV1"


def test_a_role_that_is_recorded_later_does_not_replace_its_newer_holder(room: Room) -> None:
    room.until(5)
    room.act("commander", AssumeRole(role="commander"))
    room.until(6)
    room.act("on-call", AssumeRole(role="commander"), ago=3 * MINUTE)
    assert room.state.holders["commander"] == "commander"


def test_a_conditional_step_starts_no_earlier_than_its_condition_however_late_its_event_is_recorded(
    room: Room,
) -> None:
    room.do(cmd.ReleaseInject("rolled-back"))
    room.until(41)
    room.act("commander", Resolve(), ago=10 * MINUTE)
    assert room.state.expectations.items["all-clear"].started_at == 40 * MINUTE


# What a seat may ask -----------------------------------------------------------------------------------------


def test_a_seat_cannot_find_out_by_opening_it_whether_a_message_is_to_come(room: Room) -> None:
    seat = room.session.seat("comms")
    before, count = list(seat.items), len(room.session.records)
    for name in ("calm", "alert", "no-such-inject"):
        seat.mark_seen(name)
    assert seat.items == before
    assert len(room.session.records) == count


def test_an_ad_hoc_message_that_was_opened_stays_opened(room: Room) -> None:
    room.do(cmd.SendAdHocInject(("comms",), Channel.CHAT, "someone", "Hello", "Hello."))
    room.session.seat("comms").mark_seen("ad-hoc-1")
    room.session.seat("comms").mark_seen("ad-hoc-1")
    room.session.seat("on-call").mark_seen("ad-hoc-1")
    opened = [
        event.role for record in room.session.records if isinstance(event := record.event, ev.InjectSeen)
    ]
    assert opened == ["comms"]


def voting(scenario: dict[str, Any]) -> None:
    scenario["votes"] = [
        {"id": "level", "question": "Which severity?", "options": ["SEV1", "SEV2"], "roles": ["commander"]}
    ]
    scenario["injects"][0]["vote"] = "level"


def test_only_roles_that_are_asked_may_vote_and_the_others_learn_nothing() -> None:
    room = changed(voting)
    words = []
    for minute in (0.5, 2):
        room.until(minute)
        with pytest.raises(Refused) as refused:
            room.session.seat("comms").act(CastVote(vote="level", choice="SEV1"))
        words.append(str(refused.value))
    assert words[0] == words[1]
    room.session.seat("commander").act(CastVote(vote="level", choice="SEV1"))
    assert list(room.state.votes["level"]) == ["commander"]


@pytest.mark.parametrize("name", ["calm", "no-such-inject"])
def test_a_message_that_has_not_come_cannot_be_acknowledged(room: Room, name: str) -> None:
    room.until(2)
    with pytest.raises(Refused, match=f"No message {name} has come"):
        room.session.seat("on-call").act(Acknowledge(inject=name))


def test_a_severity_may_be_set_by_any_of_its_names(room: Room) -> None:
    room.until(2)
    room.act("on-call", Classify(severity="p1"))
    assert room.state.severity == "SEV1"


def test_a_condition_on_a_severity_that_the_plan_lacks_never_holds() -> None:
    def unknown(scenario: dict[str, Any]) -> None:
        scenario["injects"][4] |= {"branch": None, "release": {"when": {"severity": "SEV9"}}}

    room = changed(unknown)
    room.until(5)
    assert "calm" not in room.delivered()


# What makes no sense -----------------------------------------------------------------------------------------


def test_a_skipped_inject_cannot_be_rescheduled(room: Room) -> None:
    room.do(cmd.SkipInject("alert"))
    with pytest.raises(Refused, match="is skipped"):
        room.do(cmd.RescheduleInject("alert", 5 * MINUTE))


def test_a_second_rescheduling_knows_when_the_inject_was_due(room: Room) -> None:
    room.do(cmd.PauseClock())
    room.do(cmd.RescheduleInject("alert", 0))
    (again,) = room.do(cmd.RescheduleInject("alert", 9 * MINUTE))
    assert isinstance(again.event, ev.InjectRescheduled)
    assert again.event.was == 0


@pytest.mark.parametrize("evidence", [(0,), (999,), (1, -1)])
def test_a_rating_rests_on_events_that_exist(room: Room, evidence: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="no event"):
        room.do(cmd.RateObjective("respond", Rating.PERFORMED, evidence=evidence))


@pytest.mark.parametrize(
    "command",
    [
        cmd.RecordObservation("Seen", role="nobody"),
        cmd.RecordObservation("Seen", step="nothing"),
        cmd.RecordObservation("Seen", inject="nothing"),
        cmd.RecordHotWash("worked", "Much", role="nobody"),
    ],
)
def test_a_note_names_only_what_exists(room: Room, command: cmd.Command) -> None:
    with pytest.raises(Refused, match="no "):
        room.do(command)


def test_the_plan_is_not_opened_for_the_record_once_play_has_ended(room: Room) -> None:
    room.end()
    assert room.do(cmd.OpenPlan("comms", "classify")) == ()


@pytest.mark.parametrize("span", ["500ms", "0.5s"])
def test_an_update_is_promised_in_a_second_at_least(span: str) -> None:
    with pytest.raises(ValidationError, match="shorter than a second"):
        PostUpdate.model_validate({"audience": "staff", "next_in": span})


@pytest.mark.parametrize("span", ["0s", "1s", "30m", "3660 days"])
def test_a_promised_update_can_be_read_from_the_journal(span: str) -> None:
    action = PostUpdate.model_validate({"audience": "staff", "next_in": span})
    event = ev.ActionTaken(role="comms", action=action)
    assert decode(encode(event)) == event


def test_a_question_of_a_participant_closes_no_step(room: Room) -> None:
    room.until(2)
    room.session.seat("on-call").act(Ask(text="acknowledge"))
    assert room.state.expectations.items["acknowledge"].done is None


def test_a_session_taken_up_again_while_it_waits_to_start_has_not_started() -> None:
    room = Room()
    again = Session(room.script, room.journal, room.clock)
    assert again.state.status == "created"
    assert len(again.records) == 1


def test_plans_and_scenarios_with_the_least_in_them_can_be_played_and_reported() -> None:
    room = Room(
        script_of({"id": "p", "title": "P"}, {"id": "s", "title": "S", "length": "0"} | {"plan": PLAN["id"]})
    )
    room.start(60)
    room.wait(minutes=1)
    room.end()
    assert report(room.script, room.session.records, "test").summary.steps_in_scope == 0


def test_a_conditional_step_that_no_inject_brings_about_is_not_observed() -> None:
    scenario = copy.deepcopy(SCENARIO)
    scenario["injects"][4]["expects"] = []
    scenario["objectives"][1]["steps"].append("all-clear")
    room = Room(script_of(scenario=scenario))
    room.start()
    room.until(2)
    room.act("commander", Resolve())
    room.until(30)
    room.end()
    found = {step.key: step.outcome for step in report(room.script, room.session.records, "test").steps}
    assert found["all-clear"] == "not observed"
