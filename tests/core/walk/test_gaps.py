"""From answers and showings to gaps: code, kind, subject, words."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.core import findings_world as world
from tests.core.earlier_drills import earlier, gap, noting, went
from tests.core.walk.walking import WalkRoom, after, only_gap, plan_with
from trainer.core.amend import proposed
from trainer.core.amend.places import applied
from trainer.core.amend.written import written
from trainer.core.commands import EndExercise, RecordObservation
from trainer.core.compose.lookback import look_back
from trainer.core.history import EarlierDrill
from trainer.core.plan import Plan

EQUIPPED: dict[str, Any] = plan_with(
    acknowledge={"needs": {"tools": ["pager"], "contacts": ["first-line"]}},
    classify={"needs": {"contacts": ["supplier"]}},
)
EQUIPPED |= {
    "tools": [{"id": "pager", "title": "Pager", "access": ["on-call"]}],
    "contacts": [
        {"id": "first-line", "title": "First line", "reach": "rota"},
        {"id": "supplier", "title": "The supplier", "external": True},
    ],
}
ASKED = {"procedures": ["detection"], "questions": [{"step": "declare", "ask": "Who pays?"}]}


@pytest.mark.parametrize(
    ("step", "question", "answer", "note", "name", "kind"),
    [
        ("acknowledge", "owner", "unclear", "depends", "G03-acknowledge", "plan"),
        ("acknowledge", "owner", "wrong", "Communications Lead does it", "G03-acknowledge", "plan"),
        ("acknowledge", "owner", "missing", "nobody", "G03-acknowledge", "plan"),
        ("acknowledge", "owner", "blocked", "is on leave", "G08-on-call", "capability"),
        ("declare", "owner", "blocked", "is on leave", "G03-declare", "capability"),
        ("acknowledge", "place", "unclear", "two places", "G02-acknowledge", "plan"),
        ("acknowledge", "place", "wrong", "last year's copy", "G14-acknowledge", "plan"),
        ("acknowledge", "place", "missing", "never written down", "G01-acknowledge", "plan"),
        ("acknowledge", "place", "missing", "the link is dead", "G14-acknowledge", "capability"),
        ("acknowledge", "place", "blocked", "no access to the wiki", "G14-acknowledge", "capability"),
        ("acknowledge", "means", "unclear", "which one", "G02-acknowledge", "plan"),
        ("acknowledge", "means", "wrong", "we use another", "G06-pager", "plan"),
        ("acknowledge", "means", "missing", "never had it", "G06-pager", "capability"),
        ("acknowledge", "means", "blocked", "token expired", "G06-pager", "capability"),
        ("declare", "means", "blocked", "no room", "G06-declare", "capability"),
        ("acknowledge", "contact", "unclear", "whom", "G02-acknowledge", "plan"),
        ("acknowledge", "contact", "wrong", "old number", "G04-first-line", "plan"),
        ("acknowledge", "contact", "missing", "no number", "G04-first-line", "plan"),
        ("acknowledge", "contact", "blocked", "no answer", "G04-first-line", "capability"),
        ("classify", "contact", "wrong", "old number", "G13-supplier", "plan"),
        ("classify", "contact", "blocked", "no answer", "G13-supplier", "capability"),
        ("acknowledge", "time", "unclear", "never timed", "G05-acknowledge", "plan"),
        ("acknowledge", "time", "wrong", "five minutes are a joke", "G05-acknowledge", "plan"),
        ("acknowledge", "proof", "unclear", "two views", "G02-acknowledge", "plan"),
        ("acknowledge", "proof", "missing", "nothing", "G16-acknowledge", "plan"),
        ("acknowledge", "proof", "wrong", "comes anyway", "G16-acknowledge", "plan"),
        ("acknowledge", "proof", "blocked", "no view", "G06-acknowledge", "capability"),
        ("declare", "asked-1", "missing", "open", "G01-declare", "plan"),
        ("declare", "asked-1", "unclear", "open", "G02-declare", "plan"),
        ("declare", "asked-1", "wrong", "open", "G02-declare", "plan"),
        ("declare", "asked-1", "blocked", "open", "G06-declare", "capability"),
    ],
)
def test_an_answer_becomes_the_gap_of_its_kind(
    step: str, question: str, answer: str, note: str, name: str, kind: str
) -> None:
    room = WalkRoom(copy.deepcopy(EQUIPPED), walkthrough=ASKED)
    record = room.says(step, question, answer, note)
    found = only_gap(room)
    assert (found.id, found.kind, found.step, found.evidence) == (name, kind, step, (record.seq,))
    clause = room.script.steps[step].clause
    assert f"(clause {clause})" in found.statement
    assert f'"{note}"' in found.statement
    assert room.script.roles[room.script.steps[step].role or ""].title in found.statement
    assert found.proposed_change.endswith(".")


def test_where_nothing_shows_a_step_and_the_plan_names_nothing_the_plan_lacks_it() -> None:
    room = WalkRoom(plan_with(acknowledge={"shown_by": []}))
    room.says("acknowledge", "proof", "missing", "nothing")
    assert only_gap(room).id == "G01-acknowledge"


def test_confirmed_answers_raise_nothing() -> None:
    room = WalkRoom()
    for step in ("acknowledge", "classify", "declare"):
        room.confirms(step, takes="1m")
    assert room.report().gaps == ()


@pytest.mark.parametrize(
    "note", ["The Deputy Commander does it", "the deputy", "Incident Commander or Deputy Commander"]
)
def test_a_deputy_whom_the_plan_names_is_right(note: str) -> None:
    room = WalkRoom()
    room.says("declare", "owner", "wrong", note)
    assert [found for found in room.report().gaps if found.kind != "artefact"] == []


def test_another_role_than_owner_and_deputy_is_proposed_as_the_owner() -> None:
    room = WalkRoom()
    room.says("declare", "owner", "wrong", "In practice the Communications Lead does it.")
    found = only_gap(room)
    assert "the plan names Incident Commander, and Communications Lead does it" in found.statement
    change = next(a for a in room.report().improvement_plan if a.gap == found.id).amendments[0]
    assert (
        change.title
        == 'Make Communications Lead the owner of "Declare the commander" instead of Incident Commander'
    )
    assert "role: comms" in change.after


def test_two_steps_that_lack_one_tool_are_one_gap() -> None:
    plan = copy.deepcopy(EQUIPPED)
    plan["procedures"][0]["steps"][1]["needs"] = {"tools": ["pager"]}
    room = WalkRoom(plan)
    room.says("acknowledge", "means", "blocked", "token expired")
    room.says("classify", "means", "blocked", "token expired too")
    found = only_gap(room)
    assert found.id == "G06-pager"
    assert len(found.evidence) == 2


def test_what_nobody_can_say_of_a_step_that_is_blocked_is_a_symptom() -> None:
    room = WalkRoom(copy.deepcopy(EQUIPPED))
    room.says("acknowledge", "means", "blocked", "token expired")
    room.says("acknowledge", "time", "unclear", "cannot try it")
    room.says("acknowledge", "proof", "unclear", "cannot see it")
    room.shows("acknowledge", now="failed", note="token expired")
    found = only_gap(room)
    assert found.code == "G06"
    assert found.symptoms == ("G05 unrealistic target", "G02 ambiguous or contradictory instruction")
    assert "It could not be shown either" in found.statement


@pytest.mark.parametrize(
    ("note", "code", "kind"),
    [
        ("access denied at the login", "G06", "capability"),
        ("had never done it before", "G15", "execution"),
        ("", "G15", "execution"),
    ],
)
def test_a_failed_showing_lacks_means_or_practice_by_its_note(note: str, code: str, kind: str) -> None:
    room = WalkRoom()
    room.shows("acknowledge", now="failed", note=note)
    found = only_gap(room)
    assert (found.code, found.kind) == (code, kind)


def test_two_roles_that_answer_differently_show_that_the_plan_is_read_in_two_ways() -> None:
    room = WalkRoom()
    room.says("declare", "place", "confirmed", role="commander")
    room.says("declare", "place", "wrong", "the wiki says otherwise", role="comms")
    room.says("declare", "place", "confirmed", role="commander")
    found = room.gaps()["G02-declare"]
    assert "two roles answered differently" in found.statement
    assert 'Communications Lead called it wrong: "the wiki says otherwise"' in found.statement
    assert set(room.gaps()) - {"G07-acknowledge", "G07-classify"} == {"G02-declare"}


def test_two_roles_that_differ_on_the_owner_leave_it_unclear_who_owns_the_step() -> None:
    room = WalkRoom()
    room.says("declare", "owner", "confirmed", role="commander")
    room.says("declare", "owner", "missing", "nobody told us", role="comms")
    found = room.gaps()["G03-declare"]
    assert "two roles answered differently" in found.statement


def test_a_role_that_corrects_itself_disagrees_with_nobody() -> None:
    room = WalkRoom()
    room.says("declare", "place", "wrong", "old copy", role="commander")
    room.says("declare", "place", "confirmed", role="commander")
    assert [found for found in room.report().gaps if found.kind != "artefact"] == []


def test_critical_steps_left_out_or_not_reached_are_untested_as_artefacts() -> None:
    room = WalkRoom(plan_with(classify={"critical": False}))
    room.confirms("acknowledge", takes="1m")
    room.leave_out("declare", "the commander is away")
    found = room.gaps()
    assert set(found) == {"G07-declare"}
    assert (found["G07-declare"].kind, found["G07-declare"].code) == ("artefact", "G07")
    assert 'It was left out: "the commander is away".' in found["G07-declare"].statement


def test_a_duration_of_which_nothing_is_to_be_kept_may_be_unclear() -> None:
    room = WalkRoom(plan_with(acknowledge={"target": None}))
    room.says("acknowledge", "time", "unclear", "never timed")
    assert [found.id for found in room.report().gaps if found.kind != "artefact"] == []


def test_an_earlier_gap_that_is_back_is_recurrent_across_kinds_of_exercise() -> None:
    drill = earlier(steps=(went("acknowledge"),), gaps=(gap("G14-acknowledge", "plan"),), held="1969-06-01")
    room = after([drill])
    room.says("acknowledge", "place", "wrong", "last year's copy")
    assert "G18-G14-acknowledge" in room.gaps()


def test_what_was_missed_in_a_simulation_is_no_strength_of_a_walk_through() -> None:
    room = after([earlier(steps=(went("acknowledge"),), held="1969-06-01")])
    for step in ("acknowledge", "classify", "declare"):
        room.confirms(step, takes="1m")
    assert not any("1969-06-01" in strength.statement for strength in room.report().strengths)


def test_what_an_earlier_walk_through_found_wanting_and_is_mended_is_a_strength() -> None:
    room = after([earlier(kind="walk-through", steps=(went("acknowledge"),), held="1969-06-01")])
    room.confirms("acknowledge", takes="1m")
    said = [strength.statement for strength in room.report().strengths]
    assert any(
        "could not be done" in words and "now it can be done as it is written" in words for words in said
    )


def test_a_step_noted_as_spoiled_by_the_exercise_is_left_out_and_untested() -> None:
    room = WalkRoom()
    for step in ("acknowledge", "classify", "declare"):
        room.confirms(step, takes="1m")
    room.do(RecordObservation("The room had no network.", kind="artefact", step="acknowledge"))
    room.do(EndExercise())
    assert "The room had no network." in room.gaps()["G07-acknowledge"].statement
    assert room.report().summary.steps_applicable == 2


@pytest.mark.parametrize("answer", ["unclear", "wrong", "missing", "blocked"])
def test_every_proposed_change_of_the_plan_makes_a_plan(answer: str) -> None:
    room = WalkRoom(copy.deepcopy(EQUIPPED), walkthrough=ASKED)
    for question in ("owner", "place", "means", "contact", "proof"):
        room.says("acknowledge", question, answer, "something is not as it should be")
    room.says("declare", "asked-1", answer, "open")
    room.says("classify", "time", "confirmed", takes="30m")
    changes = proposed(room.facts(), room.report().gaps)
    assert len(changes) >= 3
    for change in changes:
        changed = applied(written(room.script.plan), change.edits)
        assert Plan.model_validate(changed) != room.script.plan
        assert change.retest


def looked_back(room: WalkRoom, held: str) -> EarlierDrill:
    """A walk as the next drill's journal keeps it, held on another day."""
    room.end()
    return look_back(room.script, room.session.records).model_copy(update={"held": held})


def test_a_critical_step_that_was_walked_is_not_untested_in_the_next_drill_and_one_left_out_is() -> None:
    plan = world.plan([world.step("mend")])
    other = world.step("elsewhere", critical=True)
    plan["procedures"].append({"id": "other", "title": "Other", "phase": "review", "steps": [other]})
    before = [earlier(f"2026-0{month}-01", steps=[went("mend", "3m")]) for month in (1, 3)]

    def untested(last: EarlierDrill) -> list[str]:
        scenario = world.scenario([world.inject("alert", "1m", ["mend"], channel="alert")])
        drill = noting(world.Drill(plan, scenario).start(), [*before, last])
        return [found.id for found in world.gaps_of(drill.end("5m"), "G07")]

    role = plan["roles"][0]["id"]
    walk = {"roles": [role], "objectives": [], "walkthrough": {"procedures": ["other"]}}
    room = WalkRoom(plan, **walk)
    room.says("elsewhere", "owner", role=role)
    walked = looked_back(room, "2026-05-01")
    assert (walked.kind, walked.plan_version) == ("walk-through", room.script.plan.version)
    assert untested(walked) == []
    aside = WalkRoom(plan, **walk)
    aside.leave_out("elsewhere")
    assert untested(looked_back(aside, "2026-05-01")) == ["G07-elsewhere"]
