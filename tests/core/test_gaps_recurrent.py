"""G18: a gap of an earlier drill is back, although its remedy is done, overdue, or was never agreed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.earlier_drills import action, earlier, gap, noting, went
from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep
from trainer.core.gaps import find, skill
from trainer.core.gaps.recurrent import after
from trainer.core.history import EarlierDrill

# Every drill here takes place on 1 July 2026 and finds G15 on the step `mend`, which nobody does.


def a_drill(*drills: EarlierDrill, done: bool = False, **of_plan: Any) -> Drill:
    steps = [step("mend", clause="1.2", target=target("first alert", "5m"))]
    script = scenario([inject("alert", "1m", ["mend"], channel="alert")])
    drill = noting(Drill(plan(steps, **of_plan), script), drills).start().at("2m")
    if done:
        drill.do("engineer", DoStep(step="mend"))
    return drill.end("20m")


def recurrent(*drills: EarlierDrill, **more: Any) -> list[str]:
    return [found.id for found in gaps_of(a_drill(*drills, **more), "G18")]


CLOSED = earlier(
    gaps=[gap("G15-mend")], actions=[action("G15-mend", "closed", closed="2026-05-20", owner="Ops")]
)


def test_a_gap_that_is_back_after_its_action_was_closed_is_recurrent_and_stands_beside_it():
    drill = a_drill(CLOSED)
    assert sorted(found.id for found in find(drill.facts)) == ["G15-mend", "G18-G15-mend"]
    found = gaps_of(drill, "G18")[0]
    assert (found.kind, found.step, found.clause, found.priority) == ("execution", "mend", "1.2", "high")
    for words in ("Drill of 2026-05-01", "2026-05-20", "Ops", "Mend G15-mend", '"Mend"', "2 of 2"):
        assert words in found.statement
    assert set(drill.facts.history_seq) < set(found.evidence)


def test_a_gap_that_is_not_back_is_none():
    assert recurrent(CLOSED, done=True) == []


def test_without_earlier_drills_nothing_recurs():
    assert recurrent() == []


def with_action(status: str, held: str = "2026-05-01", **more: Any) -> EarlierDrill:
    return earlier(held, gaps=[gap("G15-mend")], actions=[action("G15-mend", status, **more)])


def test_an_action_that_was_due_before_the_drill_is_overdue():
    assert recurrent(with_action("assigned", due="2026-06-30")) == ["G18-G15-mend"]
    statement = gaps_of(a_drill(with_action("assigned", due="2026-06-30")), "G18")[0].statement
    assert "1 day overdue" in statement


@pytest.mark.parametrize(
    "drill",
    [
        with_action("assigned", due="2026-07-01"),
        with_action("assigned", due="2026-08-01"),
        with_action("assigned"),
        with_action("accepted risk", closed="2026-05-10"),
        with_action("accepted risk", due="2026-05-10"),
        with_action("proposed", held="2026-06-01"),
        earlier("2026-06-01", gaps=[gap("G15-mend")]),
        with_action("closed", closed="2026-07-02"),
    ],
    ids=[
        "due today",
        "still to come",
        "assigned without a date",
        "risk accepted",
        "risk accepted before it was due",
        "30 days ago",
        "30 days ago and no action",
        "closed later",
    ],
)
def test_a_remedy_that_is_under_way_or_that_nobody_wants_makes_nothing_recurrent(drill):
    assert recurrent(drill) == []


@pytest.mark.parametrize(
    "drill",
    [with_action("proposed", held="2026-05-31"), earlier("2026-05-31", gaps=[gap("G15-mend")])],
    ids=["proposed", "no action"],
)
def test_a_gap_that_nobody_was_given_within_thirty_days_was_never_acted_on(drill):
    assert recurrent(drill) == ["G18-G15-mend"]
    assert "31 days" in gaps_of(a_drill(drill), "G18")[0].statement


@pytest.mark.parametrize(
    "other",
    [gap("G10-mend"), gap("G15-look"), gap("G15-mend", "artefact")],
    ids=["another code", "another step", "an artefact"],
)
def test_another_gap_is_not_this_one(other):
    name = f"{other.code}-{other.subject}"
    assert recurrent(earlier(gaps=[other], actions=[action(name, "closed", closed="2026-05-20")])) == []


def test_an_action_for_another_gap_says_nothing_of_this_one():
    actions = [action("G15-look", "closed", closed="2026-05-20"), action("G15-mend", due="2026-08-01")]
    assert recurrent(earlier(gaps=[gap("G15-mend"), gap("G15-look")], actions=actions)) == []


def test_one_action_may_answer_several_gaps():
    both = action("G15-look, G15-mend", "closed", closed="2026-05-20")
    assert recurrent(earlier(gaps=[gap("G15-mend")], actions=[both])) == ["G18-G15-mend"]


def test_the_drills_in_which_it_was_found_are_counted():
    between = earlier("2026-06-01", steps=[went("mend", "3m")])
    statement = gaps_of(a_drill(with_action("closed", held="2026-04-01"), CLOSED, between), "G18")[
        0
    ].statement
    assert "3 of 4 exercises" in statement
    assert "Drill of 2026-05-01" in statement


def test_a_risk_that_was_accepted_after_the_last_time_ends_it():
    accepted = with_action("accepted risk", held="2026-06-01", closed="2026-06-10")
    assert recurrent(CLOSED, accepted) == []


def test_a_remedy_under_way_does_not_undo_that_an_earlier_one_failed():
    assert recurrent(CLOSED, with_action("assigned", held="2026-06-01", due="2026-08-01")) == ["G18-G15-mend"]


def amended(day: str, steps: list[str], drill: EarlierDrill | None = None) -> list[str]:
    changes = [{"version": "1.1", "date": day, "what": ["The limit"], "retest": steps}]
    before = drill or with_action("assigned", due="2026-08-01")
    return recurrent(before, changes=changes)


def test_a_gap_that_is_back_after_the_plan_was_changed_because_of_it():
    assert amended("2026-06-01", ["mend"]) == ["G18-G15-mend"]


def test_a_change_of_another_step_before_that_drill_or_after_this_one_is_not_its_remedy():
    assert amended("2026-06-01", ["look"]) == []
    assert amended("2026-05-01", ["mend"]) == []
    assert amended("2026-07-02", ["mend"]) == []


def test_a_risk_that_was_accepted_is_not_recurrent_whatever_was_changed():
    assert amended("2026-06-01", ["mend"], with_action("accepted risk", closed="2026-05-10")) == []


def test_what_is_untested_again_and_again_is_not_recurrent():
    steps = [step("mend"), step("save", critical=True)]
    done = earlier(
        gaps=[gap("G07-save", "artefact")], actions=[action("G07-save", "closed", closed="2026-05-20")]
    )
    script = scenario([inject("alert", "1m", ["mend"], channel="alert")])
    drill = noting(Drill(plan(steps), script), [done]).start().at("2m")
    drill.do("engineer", DoStep(step="mend"))
    assert [found.id for found in find(drill.end("20m").facts)] == ["G07-save"]


def test_what_is_an_artefact_now_is_not_recurrent():
    drill = a_drill(CLOSED)
    found = next(each for each in skill.find(drill.facts))
    assert len(list(after(drill.facts, [found]))) == 1
    assert list(after(drill.facts, [replace(found, kind="artefact")])) == []


def test_a_subject_that_only_numbers_a_record_is_never_the_same():
    before = earlier(
        gaps=[gap("G01-act-17", "plan", step=None)],
        actions=[action("G01-act-17", "closed", closed="2026-05-20")],
    )
    drill = a_drill(before)
    found = next(each for each in skill.find(drill.facts))
    now = replace(found, code="G01", kind="plan", subject="act-17", step=None)
    assert list(after(drill.facts, [now])) == []


def test_a_gap_about_no_step_recurs_by_its_subject():
    of_plan = {"last_reviewed": "2026-01-01", "review_every": "30 days"}
    before = earlier(
        gaps=[gap("G14-plan-review", "plan", step=None)],
        actions=[action("G14-plan-review", "closed", closed="2026-05-20")],
    )
    drill = a_drill(before, done=True, **of_plan)
    assert [(found.id, found.kind) for found in gaps_of(drill, "G18")] == [("G18-G14-plan-review", "plan")]


def test_a_finding_that_every_evaluator_overruled_does_not_recur():
    drill = a_drill(CLOSED).submit(cmd.JudgeGap("G15-mend", False, "The alert never showed."))
    assert gaps_of(drill, "G18") == []


def test_the_recurrence_itself_may_be_overruled():
    drill = a_drill(CLOSED).submit(cmd.JudgeGap("G18-G15-mend", False, "Another cause."))
    assert [found.stands for found in gaps_of(drill, "G18")] == [False]
