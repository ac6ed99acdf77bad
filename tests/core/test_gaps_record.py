"""G17: what was decided, claimed or missed without leaving its reason or its proof."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import Action, Classify, Contain, Decide, DoStep, Verify

CHOICE = {
    "id": "which",
    "question": "Which measure?",
    "options": [{"id": "a", "text": "Roll back"}, {"id": "b", "text": "Wait"}],
}
STEPS = (
    step("classify", text="Enter the level and the reason.", shown_by=[{"action": "classify"}]),
    step("contain", shown_by=[{"action": "contain"}]),
    step("prove", text="Compare the figures.", shown_by=[{"action": "verify"}]),
)


def a_drill(*steps: dict[str, Any]) -> Drill:
    names = [str(found["id"]) for found in steps or STEPS]
    alert = inject("alert", "1m", names, channel="alert", decision="which")
    return Drill(plan(steps or STEPS), scenario([alert], decisions=[CHOICE])).start().at("2m")


def after(action: Action) -> dict[str, str]:
    drill = a_drill()
    drill.do("engineer", action)
    return {gap.id: gap.kind for gap in gaps_of(drill.end("3m"), "G17")}


@pytest.mark.parametrize(
    ("action", "gap", "kind"),
    [
        (Classify(severity="SEV1"), "G17-classify", "execution"),
        (Contain(measure="Rolled back"), "G17-contain", "plan"),
        (Verify(what="It works"), "G17-prove", "execution"),
        (Decide(decision="which", option="a"), "G17-decision-which", "plan"),
    ],
)
def test_an_act_without_reason_or_proof_is_the_plans_gap_where_the_plan_does_not_ask(action, gap, kind):
    assert after(action) == {gap: kind}


@pytest.mark.parametrize(
    "action",
    [
        Classify(severity="SEV1", reason="All are affected."),
        Contain(measure="Rolled back", reason="Quickest way back."),
        Verify(what="It works", evidence="Error rate 0.1 %."),
        Decide(decision="which", option="a", reason="It can be undone."),
    ],
)
def test_an_act_with_its_reason_or_proof_is_none(action):
    assert after(action) == {}


def test_blank_space_is_no_reason():
    assert after(Classify(severity="SEV1", reason="  ")) == {"G17-classify": "execution"}


def test_several_acts_of_one_step_are_one_gap():
    drill = a_drill()
    for level in ("SEV2", "SEV1"):
        drill.at_next_second().do("engineer", Classify(severity=level))
    found = gaps_of(drill.end("3m"), "G17")
    assert [(gap.id, len(gap.evidence)) for gap in found] == [("G17-classify", 2)]
    assert "set the severity 2 times" in found[0].statement


def test_a_plan_that_asks_for_reasons_in_general_asks_for_this_one():
    log = step("log", text="Write facts, decisions with their reasons, and times.")
    drill = a_drill(*STEPS, log)
    drill.do("engineer", Contain(measure="Rolled back"))
    assert [gap.kind for gap in gaps_of(drill.end("3m"), "G17")] == ["execution"]


def keeping(name: str, do: bool, role: str | None = "engineer") -> list[tuple[str, str]]:
    drill = a_drill(step(name, role, critical=True, target=target("first alert", "5m")))
    if do:
        drill.do("engineer", DoStep(step=name))
    return [(gap.kind, gap.priority) for gap in gaps_of(drill.end("20m"), "G17")]


def test_a_missed_step_that_preserves_evidence_is_a_record_gap():
    assert keeping("preserve-evidence", do=False) == [("execution", "high")]
    assert keeping("start-the-log", do=False) == [("execution", "high")]


def test_a_missed_step_that_preserves_evidence_and_has_no_owner_is_the_plans():
    assert keeping("preserve-evidence", do=False, role=None) == [("plan", "high")]


def test_evidence_that_was_preserved_is_none():
    assert keeping("preserve-evidence", do=True) == []


def test_another_missed_step_is_none():
    assert keeping("restart-the-host", do=False) == []
