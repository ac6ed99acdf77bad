"""Which act closes which step, and from when its clock runs."""

from __future__ import annotations

import copy

from tests.builders import PLAN, SCENARIO, Room, script_of
from trainer.core import commands as cmd
from trainer.core.actions import (
    Acknowledge,
    AssumeRole,
    Classify,
    Decide,
    DoStep,
    Improvise,
    PostUpdate,
    Resolve,
)
from trainer.core.expected import Expectation
from trainer.core.time import MINUTE


def begun() -> Room:
    room = Room()
    room.start()
    room.until(1)
    return room


def item(room: Room, key: str) -> Expectation:
    return room.state.expectations.items[key]


def test_a_step_starts_at_the_event_that_the_plan_names() -> None:
    room = begun()
    assert item(room, "acknowledge").started_at == MINUTE
    assert item(room, "declare").started_at is None
    room.until(3)
    room.act("on-call", Classify(severity="SEV1"))
    assert item(room, "declare").started_at == 3 * MINUTE


def test_a_step_named_outright_is_closed_by_that_act() -> None:
    room = begun()
    room.act("comms", DoStep(step="classify"))
    done = item(room, "classify").done
    assert done is not None
    assert done.role == "comms"


def test_an_act_never_closes_a_step_whose_clock_it_starts() -> None:
    plan = copy.deepcopy(PLAN)
    plan["procedures"][1]["steps"].insert(
        1,
        {
            "id": "scope-public",
            "title": "Say what is affected",
            "role": "comms",
            "target": {"from": "first post", "within": "10m"},
            "shown_by": [{"action": "post update", "audience": "customers"}],
        },
    )
    scenario = copy.deepcopy(SCENARIO)
    scenario["objectives"][1]["steps"].append("scope-public")
    room = Room(script_of(plan, scenario))
    room.start()
    room.until(2)
    room.act("commander", AssumeRole(role="commander"))
    room.act("comms", PostUpdate(audience="customers", text="We know."))
    assert item(room, "first-public").done is not None
    assert item(room, "scope-public").done is None
    assert item(room, "scope-public").started_at == 2 * MINUTE
    room.act("comms", PostUpdate(audience="customers", text="Payments fail."))
    assert item(room, "scope-public").done is not None


def test_a_further_update_is_a_repeat_and_does_not_close_a_step_yet_to_come() -> None:
    room = begun()
    room.act("commander", AssumeRole(role="commander"))
    room.act("comms", PostUpdate(audience="customers", text="We know."))
    room.act("comms", PostUpdate(audience="customers", text="Still working."))
    assert len(item(room, "first-public").claims) == 2
    assert item(room, "all-clear").done is None


def test_a_conditional_step_waits_for_the_inject_that_brings_its_condition() -> None:
    room = begun()
    room.act("commander", Resolve())
    assert item(room, "all-clear").started_at is None
    room.do(cmd.ReleaseInject("rolled-back"))
    room.until(40)
    assert item(room, "all-clear").started_at == 40 * MINUTE


def test_an_act_that_fits_two_open_steps_is_left_to_the_evaluator() -> None:
    plan = copy.deepcopy(PLAN)
    twin = copy.deepcopy(plan["procedures"][0]["steps"][0])
    twin["id"] = "acknowledge-too"
    plan["procedures"][0]["steps"].append(twin)
    scenario = copy.deepcopy(SCENARIO)
    scenario["objectives"][0]["steps"].append("acknowledge-too")
    room = Room(script_of(plan, scenario))
    room.start()
    room.until(2)
    record = room.act("on-call", Acknowledge())
    assert set(room.state.expectations.ambiguous[record.seq]) == {"acknowledge", "acknowledge-too"}
    room.do(cmd.LinkAction(record.seq, "acknowledge-too"))
    assert item(room, "acknowledge-too").done is not None
    assert item(room, "acknowledge").done is None
    assert record.seq not in room.state.expectations.ambiguous


def test_the_evaluators_link_moves_an_act_and_can_be_undone() -> None:
    room = begun()
    record = room.act("on-call", Classify(severity="SEV1"))
    room.do(cmd.LinkAction(record.seq, None, reason="a guess, not a classification"))
    assert item(room, "classify").done is None
    room.do(cmd.UndoLast())
    assert item(room, "classify").done is not None


def test_an_improvised_act_closes_the_step_it_stands_for() -> None:
    room = begun()
    room.act("on-call", Improvise(text="Shouted across the room", instead_of="acknowledge"))
    done = item(room, "acknowledge").done
    assert done is not None
    assert done.improvised


def test_a_step_outside_the_scope_is_kept_as_done() -> None:
    room = begun()
    room.act("commander", DoStep(step="review"))
    assert "review" in room.state.expectations.outside


def test_a_step_asked_for_again_starts_a_new_clock_at_the_delivery() -> None:
    scenario = copy.deepcopy(SCENARIO)
    scenario["injects"].append(
        {
            "id": "worse",
            "title": "It got worse",
            "release": {"at": "20m"},
            "channel": "phone",
            "from": "support",
            "text": "Now everyone.",
            "expects": [{"step": "classify"}],
        }
    )
    room = Room(script_of(scenario=scenario))
    room.start()
    room.until(5)
    room.act("on-call", Classify(severity="SEV2"))
    room.until(20)
    again = item(room, "classify#2")
    assert again.started_at == 20 * MINUTE
    room.until(23)
    room.act("on-call", Classify(severity="SEV1"))
    assert again.done is not None or item(room, "classify#2").done is not None


def test_a_contingency_inject_prompts_the_step_it_is_for() -> None:
    room = begun()
    room.act("commander", AssumeRole(role="commander"))
    room.until(30)
    assert "reminder" in room.delivered()
    assert item(room, "first-public").prompted_at == 16 * MINUTE
    assert item(room, "acknowledge").prompted_at is None


def test_a_hint_prompts_what_its_inject_calls_for() -> None:
    room = begun()
    room.do(cmd.GiveHint("alert", "Who sets the severity?"))
    assert item(room, "classify").prompted_at == MINUTE


def test_a_step_with_an_underscore_in_its_name_can_start_a_clock() -> None:
    from trainer.core.plan import Target

    assert Target.model_validate({"from": "step open_ticket", "within": "5m"}).from_ == "step open_ticket"
    assert Target.model_validate({"from": "first_alert", "within": "5m"}).from_ == "first alert"


def test_a_step_done_by_name_reaches_the_anchor_that_its_usual_act_reaches() -> None:
    room = begun()
    room.act("commander", DoStep(step="declare"))
    assert room.state.reached("declared") == MINUTE
    assert item(room, "first-public").started_at == MINUTE


def test_a_step_closed_by_a_link_reaches_its_anchors_too() -> None:
    room = begun()
    room.until(2)
    record = room.act("commander", Improvise(text="I lead this now."))
    assert room.state.reached("declared") is None
    room.until(3)
    room.do(cmd.LinkAction(record.seq, "declare"))
    assert room.state.reached("declared") == 2 * MINUTE
    assert item(room, "first-public").started_at == 2 * MINUTE


def test_an_option_that_leaves_its_step_open_does_not_close_it() -> None:
    scenario = copy.deepcopy(SCENARIO)
    scenario["decisions"][0]["step"] = "declare"
    scenario["decisions"][0]["options"][1]["leaves_step_open"] = True
    for option, closed in (("yes", True), ("no", False)):
        room = Room(script_of(scenario=scenario))
        room.start()
        room.until(11)
        record = room.act("commander", Decide(decision="rollback", option=option))
        assert (item(room, "declare").done is not None) is closed
        assert record.seq not in room.state.expectations.unmatched


def test_of_steps_in_order_an_early_act_is_the_earlier_one() -> None:
    plan = copy.deepcopy(PLAN)
    plan["procedures"][1]["steps"].insert(
        1,
        {
            "id": "scope-public",
            "title": "Say what is affected",
            "role": "comms",
            "after": ["first-public"],
            "target": {"from": "first post", "within": "10m"},
            "shown_by": [{"action": "post update", "audience": "customers"}],
        },
    )
    del plan["procedures"][1]["steps"][2]
    scenario = copy.deepcopy(SCENARIO)
    scenario["injects"][4]["expects"] = []
    scenario["objectives"][1]["steps"].append("scope-public")
    room = Room(script_of(plan, scenario))
    room.start()
    room.until(2)
    room.act("comms", PostUpdate(audience="customers", text="We know."))
    assert item(room, "first-public").done is not None
    assert item(room, "scope-public").done is None
