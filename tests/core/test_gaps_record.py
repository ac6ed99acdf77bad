"""G17: what was decided, claimed or missed without leaving its reason or its proof."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Action, Classify, Contain, Decide, DoStep, Verify
from trainer.core.gaps import find

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


def test_a_missed_step_without_an_owner_is_a_matter_of_ownership_with_the_lost_record_as_its_symptom():
    drill = a_drill(step("preserve-evidence", None, critical=True, target=target("first alert", "5m"))).end(
        "20m"
    )
    assert gaps_of(drill, "G17") == []
    found = {gap.id: (gap.kind, gap.symptoms) for gap in gaps_of(drill, "G03")}
    assert found["G03-preserve-evidence"] == ("plan", ("G17 record or evidence gap",))


def test_a_log_that_was_only_begun_late_is_no_gap_in_the_record():
    drill = a_drill(step("start-the-log", target=target("first alert", "5m"))).at("9m")
    drill.do("engineer", DoStep(step="start-the-log"))
    assert gaps_of(drill.end("20m"), "G17") == []


def test_a_lost_record_takes_the_missed_step_with_it():
    drill = a_drill(step("preserve-evidence", target=target("first alert", "5m"))).end("20m")
    codes = {gap.code for gap in find(drill.facts) if gap.step == "preserve-evidence"}
    assert codes == {"G17"}


def test_evidence_that_was_preserved_is_none():
    assert keeping("preserve-evidence", do=True) == []


def test_another_missed_step_is_none():
    assert keeping("restart-the-host", do=False) == []


# Where the reason is on record all the same ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        Contain(measure="Rolled back, since that is quickest"),
        Contain(measure="Closed the gateway to stop the double charges"),
        Verify(what="Error rate is at 0.1 % for ten minutes"),
        Classify(severity="SEV1", statement="This is SEV1, because nobody can pay by card."),
    ],
)
def test_a_reason_or_a_proof_in_the_words_of_the_act_itself_is_on_record(action):
    assert after(action) == {}


def test_a_statement_of_the_level_alone_gives_no_reason():
    for statement in ("This is a SEV1.", "This is a SEV1: card payment fails for all since noon."):
        assert after(Classify(severity="SEV1", statement=statement)) == {"G17-classify": "execution"}


def test_a_measure_carries_out_the_decision_before_it_and_its_reason():
    drill = a_drill()
    drill.do("commander", Decide(decision="which", option="a", reason="It can be undone."))
    drill.at("4m").do("engineer", Contain(measure="Rolled back"))
    assert gaps_of(drill.end("6m"), "G17") == []


def test_a_measure_long_after_a_decision_has_to_give_its_own_reason():
    drill = a_drill()
    drill.do("commander", Decide(decision="which", option="a", reason="It can be undone."))
    drill.at("40m").do("engineer", Contain(measure="Rolled back"))
    assert [gap.id for gap in gaps_of(drill.end("41m"), "G17")] == ["G17-contain"]


def test_confirming_a_level_needs_no_second_reason():
    drill = a_drill()
    drill.do("engineer", Classify(severity="SEV1", reason="All are affected."))
    drill.at("3m").do("engineer", Classify(severity="SEV1"))
    assert gaps_of(drill.end("4m"), "G17") == []


def test_what_the_facilitator_enters_in_short_is_not_held_against_the_team():
    drill = a_drill()
    drill.submit(cmd.Act("engineer", Contain(measure="Rolled back"), source="facilitator"))
    assert gaps_of(drill.end("3m"), "G17") == []


@pytest.mark.parametrize(
    "name", ["Take a memory image", "Secure the audit trail", "Keep a timeline", "Export the firewall logs"]
)
def test_many_words_ask_for_a_record(name):
    missed = step("keep", critical=True, target=target("first alert", "5m")) | {"title": name}
    assert [gap.step for gap in gaps_of(a_drill(missed).end("20m"), "G17")] == ["keep"]


@pytest.mark.parametrize(
    "name", ["Check the logs for errors", "Keep customers informed", "Restart the log server"]
)
def test_other_steps_with_like_words_do_not(name):
    missed = step("work") | {"title": name, "target": target("first alert", "5m")}
    assert gaps_of(a_drill(missed).end("20m"), "G17") == []
