"""G09: a wrong, disputed or repeated classification."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import CastVote, Classify

CLASSIFY = step("classify", clause="5.1", shown_by=[{"action": "classify"}])
VOTE = {
    "id": "level",
    "question": "Which level?",
    "about": "severity",
    "options": ["SEV1", "SEV2"],
    "truth": "SEV1",
}


def classified(*levels: str, reviewed: bool = False) -> Drill:
    steps = [CLASSIFY]
    injects = [inject("alert", "1m", ["classify"], channel="alert")]
    if reviewed:
        review: dict[str, Any] = {"condition": "The facts change", "target": target("inject", "9m")}
        steps.append(step("review", shown_by=[{"action": "classify"}], **review))
        injects.append(inject("worse", "5m", ["review"]))
    drill = Drill(plan(steps), scenario(injects)).start()
    for number, level in enumerate(levels):
        drill.at(f"{2 + 4 * number}m").do("engineer", Classify(severity=level, reason="Few are affected"))
    return drill.end("40m")


def test_the_right_severity_at_once_is_none():
    assert gaps_of(classified("SEV1"), "G09") == []


def test_a_wrong_severity_that_stays_is_a_high_gap_in_the_plan():
    found = gaps_of(classified("SEV2"), "G09")
    assert [(gap.id, gap.kind, gap.priority, gap.clause) for gap in found] == [
        ("G09-classify", "plan", "high", "5.1")
    ]
    assert all(word in found[0].statement for word in ("SEV2", "SEV1", "Few are affected"))
    assert "Everybody is affected." in found[0].proposed_change


def test_a_wrong_severity_that_was_put_right_is_a_lesser_gap():
    assert [gap.priority for gap in gaps_of(classified("SEV2", "SEV1"), "G09")] == ["medium"]


def test_a_first_severity_that_a_review_put_right_is_a_low_question_to_the_review():
    found = gaps_of(classified("SEV2", "SEV1", reviewed=True), "G09")
    assert [(gap.id, gap.priority) for gap in found] == [("G09-classify", "low")]
    assert "set at 0:06:00" in found[0].statement
    assert "for the review to say" in found[0].root_cause


def test_a_severity_that_is_wrong_at_the_end_is_a_high_gap_whatever_the_script_asks_for():
    found = gaps_of(classified("SEV1", "SEV2", reviewed=True), "G09")
    assert [gap.priority for gap in found] == ["high"]


def test_a_change_that_the_script_asks_for_is_no_back_and_forth():
    found = gaps_of(classified("SEV1", "SEV2", "SEV1", reviewed=True), "G09")
    assert not any("changed" in gap.statement for gap in found)


def test_confirming_the_same_level_is_no_change():
    assert gaps_of(classified("SEV1", "SEV1", "SEV1"), "G09") == []


def test_back_and_forth_is_a_gap_and_one_with_the_wrong_level():
    found = gaps_of(classified("SEV1", "SEV2", "SEV1"), "G09")
    assert [gap.id for gap in found] == ["G09-classify"]
    assert "changed 2 times" in found[0].statement


def voted(choices: str, about: str = "severity") -> list[str]:
    injects = [inject("alert", "1m", ["classify"]), inject("asking", "2m", vote="level")]
    drill = Drill(plan([CLASSIFY]), scenario(injects, votes=[VOTE | {"about": about}])).start().at("3m")
    for role, choice in zip(("engineer", "deputy", "commander", "comms"), choices, strict=False):
        drill.do(role, CastVote(vote="level", choice=f"SEV{choice}"))
    drill.do("engineer", Classify(severity="SEV1", reason="All of them"))
    return [gap.statement for gap in gaps_of(drill.end("40m"), "G09")]


@pytest.mark.parametrize("choices", ["1111", "1112", "1", "2"])
def test_a_vote_of_one_mind_is_none(choices):
    assert voted(choices) == []


@pytest.mark.parametrize(("choices", "verdict"), [("1122", "no common view"), ("2221", "most voted SEV2")])
def test_a_disputed_or_wrong_vote_is_a_gap(choices, verdict):
    assert [verdict in statement for statement in voted(choices)] == [True]


def test_a_vote_on_something_else_is_none():
    assert voted("1122", about="ownership") == []


def test_without_a_true_severity_nothing_is_right_or_wrong():
    injects = [inject("alert", "1m", ["classify"])]
    drill = Drill(plan([CLASSIFY]), scenario(injects, truth={})).start().at("2m")
    drill.do("engineer", Classify(severity="SEV2"))
    assert gaps_of(drill.end(), "G09") == []
