"""G14: a plan that was not at hand, that was an old one, or that is past its review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Action, Ask, DoStep, Improvise, ReportBlocked
from trainer.core.gaps import find

FIVE = target("first alert", "5m")
SIX = ("first", "second", "third", "fourth", "fifth", "sixth")


def a_drill(**of_plan: Any) -> Drill:
    """Six steps, all of them due six minutes into the drill."""
    alert = inject("alert", "1m", SIX, channel="alert")
    steps = [step(name, target=FIVE) for name in SIX]
    return Drill(plan(steps, **{"version": "2.0", **of_plan}), scenario([alert])).start().at("2m")


def did(drill: Drill, *names: str, at: str = "2m", source: Any = "seat") -> Drill:
    drill.at(at)
    for name in names:
        drill.submit(cmd.Act("engineer", DoStep(step=name), source=source))
    return drill


def ids(drill: Drill) -> list[str]:
    return [gap.id for gap in find(drill.facts)]


# Never opened ---------------------------------------------------------------------------------------------------------


def test_a_plan_that_nobody_opened_while_much_was_missed_is_one_gap_in_capability():
    drill = did(a_drill(), "first", "second", "third", "fourth").end("20m")
    found = gaps_of(drill, "G14")
    assert [(gap.id, gap.kind, gap.poete) for gap in found] == [
        ("G14-plan-not-opened", "capability", "Equipment")
    ]
    assert "2 of 6 expected actions" in found[0].statement
    assert '"Fifth", "Sixth"' in found[0].statement


def test_it_stands_for_every_step_that_was_missed_or_late():
    drill = did(did(a_drill(), "first", "second"), "third", at="9m").end("20m")
    found = find(drill.facts)
    assert [gap.id for gap in found] == ["G14-plan-not-opened"]
    assert found[0].symptoms == ("G15 knowledge or skill",)


def test_one_missed_step_is_a_matter_of_skill():
    assert ids(did(a_drill(), *SIX[:5]).end("20m")) == ["G15-sixth"]


def test_a_small_share_of_missed_steps_is_a_matter_of_skill():
    names = [*SIX, "seventh"]
    alert = inject("alert", "1m", names, channel="alert")
    drill = Drill(plan([step(name, target=FIVE) for name in names]), scenario([alert])).start()
    assert ids(did(drill, *names[:5]).end("20m")) == ["G15-sixth", "G15-seventh"]


def test_late_steps_alone_are_a_matter_of_skill():
    drill = did(did(a_drill(), *SIX[:3]), *SIX[3:], at="9m").end("20m")
    assert gaps_of(drill, "G14") == []


def test_a_plan_that_somebody_opened_is_none():
    drill = did(a_drill().submit(cmd.OpenPlan("comms")), "first").end("20m")
    assert gaps_of(drill, "G14") == []


def test_a_team_that_knows_its_plan_by_heart_is_none():
    assert ids(did(a_drill(), *SIX).end("20m")) == []


def test_what_the_facilitator_enters_says_nothing_about_who_had_the_plan_open():
    assert gaps_of(did(a_drill(), "first", source="facilitator").end("20m"), "G14") == []


def test_a_drill_in_which_nobody_acted_says_nothing_about_the_plan():
    assert gaps_of(a_drill().end("20m"), "G14") == []


# Not to hand, or an old one -------------------------------------------------------------------------------------------


def said(action: Action, *done: str, **of_plan: Any) -> Drill:
    """Somebody says something at 2 min, then does steps in time; the plan was opened by another role."""
    drill = a_drill(**of_plan).submit(cmd.OpenPlan("comms", "first"))
    drill.do("engineer", action)
    return did(drill, *done, at="3m").end("20m")


@pytest.mark.parametrize(
    "action",
    [
        ReportBlocked(missing="The wiki with our runbook does not load"),
        ReportBlocked(missing="I cannot open the response plan, the share is gone"),
        Ask(text="Where is the runbook?"),
    ],
)
def test_a_plan_that_cannot_be_reached_is_one_gap_in_capability(action):
    found = find(said(action, *SIX).facts)
    assert [(gap.id, gap.kind) for gap in found] == [("G14-plan-out-of-reach", "capability")]


def test_a_step_that_was_missed_since_the_plan_was_out_of_reach_goes_with_it():
    drill = said(ReportBlocked(missing="The runbook does not open", step="sixth"), *SIX[:5])
    found = find(drill.facts)
    assert [gap.id for gap in found] == ["G14-plan-out-of-reach"]
    assert '"Sixth"' in found[0].statement
    drill = said(ReportBlocked(missing="The runbook does not open"), *SIX[:5])
    assert ids(drill) == ["G14-plan-out-of-reach"]


def test_a_plan_out_of_reach_and_never_opened_is_one_gap():
    drill = a_drill()
    drill.do("engineer", ReportBlocked(missing="The runbook does not open", step="sixth"))
    assert ids(did(drill, *SIX[:3], at="3m").end("20m")) == ["G14-plan-out-of-reach"]


def test_another_copy_that_served_in_time_leaves_no_gap():
    paper = ReportBlocked(missing="The wiki with the runbook is down, we use the printed copy")
    assert ids(said(paper, *SIX)) == []
    wiki = [{"id": "wiki", "title": "Runbook wiki", "alternative": "The folder at the front desk"}]
    assert ids(said(ReportBlocked(missing="The runbook wiki is down"), *SIX, tools=wiki)) == []


def test_another_copy_that_did_not_serve_leaves_one():
    paper = ReportBlocked(missing="The wiki with the runbook is down, we use the printed copy", step="sixth")
    assert ids(said(paper, *SIX[:5])) == ["G14-plan-out-of-reach"]


@pytest.mark.parametrize(
    "action",
    [
        ReportBlocked(missing="The runbook here is an old version"),
        ReportBlocked(missing="Our printed plan is outdated"),
        Ask(text="Which version of the runbook holds?"),
        Improvise(text="Worked from an old printout of the plan", instead_of="first"),
        DoStep(step="first", note="By the previous version of the checklist, as it turned out."),
        DoStep(step="first", note="My printout says version 1.4, so I did it that way."),
    ],
)
def test_an_old_version_in_use_is_one_gap_in_the_plan(action):
    found = gaps_of(said(action, *SIX), "G14")
    assert [(gap.id, gap.kind) for gap in found] == [("G14-plan-version", "plan")]
    assert "2.0" in found[0].statement


@pytest.mark.parametrize(
    "action",
    [
        DoStep(step="first", note="Rolled back to the previous version, by the runbook."),
        DoStep(step="first", note="My printout says version 2.0, which is the one that holds."),
        DoStep(step="first", note="Opened the plan at clause 1."),
        DoStep(step="first", note="The backup copy is old; the procedure covers that."),
        Improvise(text="Restored the older copy of the database", instead_of="first"),
        Ask(text="Is the shop still down?"),
        Ask(text="What is the current error rate?"),
    ],
)
def test_words_about_other_things_are_none(action):
    assert gaps_of(said(action, *SIX), "G14") == []


# Past its review; the exercise takes place on 1 July 2026 ------------------------------------------------------------


def test_a_plan_past_its_review_is_stale():
    found = gaps_of(a_drill(last_reviewed="2026-01-01", review_every="180 days").end("3m"), "G14")
    assert [(gap.id, gap.kind) for gap in found] == [("G14-plan-review", "plan")]
    assert "2026-06-30" in found[0].statement
    assert "1 day overdue" in found[0].statement


@pytest.mark.parametrize(
    "dates",
    [
        {"last_reviewed": "2026-01-02", "review_every": "180 days"},
        {"last_reviewed": "2026-09-01", "review_every": "180 days"},
        {"last_reviewed": "2020-01-01"},
        {"review_every": "180 days"},
    ],
)
def test_a_plan_that_is_not_past_its_review_is_none(dates):
    assert gaps_of(a_drill(**dates).end("3m"), "G14") == []


# Two versions of the plan, in other words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "My runbook is version 1.4, the lead reads from 2.0. Mine has no such step.",
        "On the wall hangs version 1 with other steps, on the desk lies 2.0. Which?",
        "The checklist here was printed in 2019, do we use it?",
        "Mine says revision 1, yours revision 2. Which of the two holds?",
        "Do we read from the same edition?",
    ],
)
def test_a_question_about_two_versions_is_one_gap_in_the_plan(text):
    found = gaps_of(said(Ask(text=text), *SIX), "G14")
    assert [(gap.id, gap.kind, gap.confidence) for gap in found] == [
        ("G14-plan-version", "plan", "automatic")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Is version 1.4 deployed?",
        "The database is version 1.9, the replica 2.0. Does it matter?",
        "The first message says north, the second south. Which of the two holds?",
        "Which copy of the ledger is current?",
    ],
)
def test_a_question_about_versions_of_other_things_is_none(text):
    assert gaps_of(said(Ask(text=text), *SIX), "G14") == []


def noted(text: str, kind: Any = "improvement") -> Drill:
    """Everything done in time with the plan open, and a note of an evaluator."""
    drill = did(a_drill().submit(cmd.OpenPlan("comms", "first")), *SIX, at="3m")
    return drill.submit(cmd.RecordObservation(text, kind, role="engineer")).end("20m")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The engineer worked from an outdated copy of the plan, version 1.4 instead of 2.0.", "observation"),
        ("Two different versions of the runbook were used in the room.", "improvement"),
        ("The printed checklist at the desk was from 2019 and was followed.", "improvement"),
        ("The ward read from the old version of the procedure.", "observation"),
    ],
)
def test_an_old_copy_that_an_evaluator_saw_in_use_is_one_gap_in_the_plan(text, kind):
    found = gaps_of(noted(text, kind), "G14")
    assert [(gap.id, gap.kind, gap.confidence) for gap in found] == [
        ("G14-plan-version", "plan", "evaluator")
    ]
    assert "An evaluator noted" in found[0].statement


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Everybody worked from version 2.0 of the plan.", "observation"),
        ("Nobody used the old copy of the plan any more.", "strength"),
        ("They went back to version 1.4 of the shop and it held.", "observation"),
        ("The room was given an old version of the plan by us, our mistake.", "artefact"),
        ("They followed the runbook line by line.", "improvement"),
        ("The ward read from the old version of the procedure.", "note"),
    ],
)
def test_what_an_evaluator_saw_of_other_things_is_none(text, kind):
    assert gaps_of(noted(text, kind), "G14") == []
