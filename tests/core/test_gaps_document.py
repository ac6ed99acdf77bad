"""G14: a plan that was not at hand, or that is past its review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep

TWO = (step("first", target=target("first alert", "5m")), step("second", target=target("first alert", "5m")))


def a_drill(**of_plan: Any) -> Drill:
    alert = inject("alert", "1m", ["first", "second"], channel="alert")
    return Drill(plan(TWO, **of_plan), scenario([alert])).start().at("2m")


def test_a_plan_that_nobody_opened_while_a_step_was_missed_is_a_gap_in_capability():
    drill = a_drill()
    drill.do("engineer", DoStep(step="first"))
    found = gaps_of(drill.end("20m"), "G14")
    assert [(gap.id, gap.kind, gap.poete) for gap in found] == [
        ("G14-plan-not-opened", "capability", "Equipment")
    ]
    assert '"Second"' in found[0].statement


def test_a_plan_that_somebody_opened_is_none():
    drill = a_drill().submit(cmd.OpenPlan("comms"))
    drill.do("engineer", DoStep(step="first"))
    assert gaps_of(drill.end("20m"), "G14") == []


def test_a_team_that_knows_its_plan_by_heart_is_none():
    drill = a_drill()
    drill.do("engineer", DoStep(step="first"))
    drill.do("engineer", DoStep(step="second"))
    assert gaps_of(drill.end("20m"), "G14") == []


def test_what_the_facilitator_enters_says_nothing_about_who_had_the_plan_open():
    drill = a_drill().submit(cmd.Act("engineer", DoStep(step="first"), source="facilitator"))
    assert gaps_of(drill.end("20m"), "G14") == []


# The exercise takes place on 1 July 2026.


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
