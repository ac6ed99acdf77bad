"""G09: a wrong, disputed or repeated classification."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import Action, CastVote, Classify, Contain, Verify
from trainer.core.gaps.severity import misread

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


def test_a_level_that_was_raised_when_the_script_asked_anew_is_none():
    assert gaps_of(classified("SEV2", "SEV1", reviewed=True), "G09") == []


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


# Facts that change ----------------------------------------------------------------------------------------------------


def raised(news: dict[str, Any] | None, reason: str, **of_plan: Any) -> list[str]:
    """SEV2 on the first alert, and SEV1 after some news."""
    injects = [inject("alert", "1m", ["classify"], channel="alert", text="Orders fail in the north.")]
    injects += [inject("news", "6m", **news)] if news else []
    drill = Drill(plan([CLASSIFY], **of_plan), scenario(injects)).start().at("3m")
    drill.do("engineer", Classify(severity="SEV2", reason="Orders fail in the north."))
    drill.at("9m").do("commander", Classify(severity="SEV1", reason=reason))
    return [gap.priority for gap in gaps_of(drill.end("40m"), "G09")]


def test_a_level_that_was_raised_for_what_a_later_message_told_is_none():
    assert raised({"text": "The warehouse has stopped, too."}, "The warehouse stands still.") == []
    assert raised({"text": "No order comes through anywhere."}, "It has spread to every region by now.") == []


def test_a_level_that_was_raised_without_new_facts_was_wrong():
    assert raised(None, "It has spread to every region by now.") == ["medium"]


def test_a_level_that_was_raised_for_what_was_known_before_was_wrong():
    assert raised(
        {"text": "The board asks for a number."}, "Orders fail: by the criteria that is critical."
    ) == ["medium"]


def test_a_prompt_brings_no_new_facts():
    prompt = {"text": "Look at the warehouse, too.", "contingency_for": "classify"}
    assert raised(prompt, "The warehouse stands still.") == ["medium"]


def test_taking_the_higher_level_while_unsure_is_what_the_plan_wants():
    truth, unsure = {"severity": "SEV2"}, {"triage": {"unsure": "When in doubt take the higher level."}}
    for of_plan, found in ((unsure, []), ({}, ["medium"])):
        injects = [inject("alert", "1m", ["classify"], channel="alert")]
        drill = Drill(plan([CLASSIFY], **of_plan), scenario(injects, truth=truth)).start().at("3m")
        drill.do("engineer", Classify(severity="SEV1", reason="It might be everybody."))
        drill.at("9m").do("engineer", Classify(severity="SEV2", reason="Counted: a few."))
        assert [gap.priority for gap in gaps_of(drill.end("40m"), "G09")] == found


def test_lowering_the_level_once_the_harm_has_ended_is_no_misjudgement():
    drill = (
        Drill(plan([CLASSIFY]), scenario([inject("alert", "1m", ["classify"], channel="alert")]))
        .start()
        .at("2m")
    )
    drill.do("engineer", Classify(severity="SEV1", reason="All of them"))
    drill.at("9m").do("engineer", Contain(measure="Roll back", reason="It can be undone."))
    drill.at("15m").do("engineer", Verify(what="It holds", evidence="No errors"))
    drill.at("16m").do("engineer", Classify(severity="SEV2", reason="A few are left."))
    assert gaps_of(drill.end("40m"), "G09") == []


def test_lowering_the_level_while_the_harm_goes_on_is_a_misjudgement():
    assert [gap.priority for gap in gaps_of(classified("SEV1", "SEV2"), "G09")] == ["high"]


def test_a_level_raised_twice_in_one_direction_is_no_back_and_forth():
    three = [{"id": f"SEV{number}", "title": f"Level {number}"} for number in (1, 2, 3)]
    drill = Drill(
        plan([CLASSIFY], severities=three), scenario([inject("a", "1m", ["classify"])], truth={})
    ).start()
    for number, level in enumerate(("SEV3", "SEV2", "SEV1")):
        drill.at(f"{2 + number}m").do("engineer", Classify(severity=level, reason="More and more"))
    assert gaps_of(drill.end("40m"), "G09") == []


# Plan against people --------------------------------------------------------------------------------------------------


def voted_and_set(choices: str, level: str, vote_at: str = "2m", set_at: str = "4m") -> Drill:
    injects = [inject("alert", "1m", ["classify"], channel="alert"), inject("asking", vote_at, vote="level")]
    drill = Drill(plan([CLASSIFY]), scenario(injects, votes=[VOTE])).start()
    todo: list[tuple[str, str, Action]] = [
        (set_at, "engineer", Classify(severity=level, reason="Few are affected"))
    ]
    todo += [
        (vote_at, role, CastVote(vote="level", choice=f"SEV{choice}"))
        for role, choice in zip(("engineer", "deputy", "commander", "comms"), choices, strict=False)
    ]
    for time, role, action in sorted(todo, key=lambda entry: int(entry[0].rstrip("m"))):
        drill.at(time).do(role, action)
    return drill


@pytest.mark.parametrize("choices", ["1111", "111"])
def test_one_wrong_act_where_nearly_all_knew_the_level_is_skill_and_not_the_plan(choices):
    facts = voted_and_set(choices, "SEV2").end("40m").facts
    assert [action.severity for _, _, action in misread(facts)] == ["SEV2"]
    assert gaps_of(voted_and_set(choices, "SEV2").end("40m"), "G09") == []


@pytest.mark.parametrize("choices", ["1112", "11"])
def test_where_not_nearly_all_knew_it_the_plan_stays_in_question(choices):
    drill = voted_and_set(choices, "SEV2").end("40m")
    assert [gap.kind for gap in gaps_of(drill, "G09")] == ["plan"]
    assert misread(drill.facts) == ()


def test_a_vote_after_the_right_level_was_set_shows_nothing():
    drill = voted_and_set("", "SEV2", vote_at="20m").at("10m")
    drill.do("commander", Classify(severity="SEV1", reason="Read the criteria again."))
    drill.at("20m")
    for role in ("engineer", "deputy", "commander"):
        drill.do(role, CastVote(vote="level", choice="SEV1"))
    assert [gap.kind for gap in gaps_of(drill.end("40m"), "G09")] == ["plan"]
    assert misread(drill.facts) == ()


def test_what_came_after_the_scenario_held_the_level_for_right_changed_nothing():
    injects = [
        inject("alert", "1m", ["classify"], channel="alert"),
        inject("asking", "4m", vote="level"),
        inject("news", "6m", text="The warehouse has stopped, too."),
    ]
    drill = Drill(plan([CLASSIFY]), scenario(injects, votes=[VOTE])).start().at("3m")
    drill.do("engineer", Classify(severity="SEV2", reason="Few are affected"))
    drill.at("9m").do("engineer", Classify(severity="SEV1", reason="The warehouse stands still."))
    assert [gap.priority for gap in gaps_of(drill.end("40m"), "G09")] == ["medium"]


# Conviction -----------------------------------------------------------------------------------------------------------


def sure(*answers: tuple[int, int | None], truth: str | None = "SEV1") -> list[Any]:
    injects = [inject("alert", "1m", ["classify"]), inject("asking", "2m", vote="level")]
    drill = Drill(plan([CLASSIFY]), scenario(injects, votes=[VOTE | {"truth": truth}])).start().at("3m")
    for role, (choice, confidence) in zip(
        ("engineer", "deputy", "commander", "comms"), answers, strict=False
    ):
        drill.do(role, CastVote(vote="level", choice=f"SEV{choice}", confidence=confidence))
    drill.do("engineer", Classify(severity="SEV1", reason="All of them"))
    return gaps_of(drill.end("40m"), "G09")


def test_those_who_were_wrong_and_sure_make_it_pressing():
    (gap,) = sure((1, 2), (1, 3), (2, 5), (2, 4))
    assert gap.priority == "high"
    assert "Of the 2 wrong, 2 were sure" in gap.statement


def test_those_who_were_wrong_and_guessed_make_it_less_pressing():
    (gap,) = sure((1, 5), (1, 5), (2, 1), (2, 2))
    assert gap.priority == "low"
    assert "not sure" in gap.statement


def test_without_confidence_a_dispute_is_of_middle_weight():
    (gap,) = sure((1, None), (1, None), (2, None), (2, None))
    assert gap.priority == "medium"


def test_sure_answers_that_contradict_each_other_weigh_without_a_known_truth():
    (gap,) = sure((1, 5), (1, 2), (2, 5), (2, 2), truth=None)
    assert gap.priority == "high"


def test_a_vote_names_the_step_that_it_is_about():
    injects = [inject("alert", "1m", ["classify", "other"]), inject("asking", "2m", vote="level")]
    vote = VOTE | {"step": "other"}
    drill = Drill(plan([CLASSIFY, step("other")]), scenario(injects, votes=[vote])).start().at("3m")
    for role, choice in zip(("engineer", "deputy"), "12", strict=True):
        drill.do(role, CastVote(vote="level", choice=f"SEV{choice}"))
    assert [gap.step for gap in gaps_of(drill.end("40m"), "G09")] == ["other"]
