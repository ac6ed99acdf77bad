"""G02: what the plan says can be read in two ways, or says two things."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import (
    Acknowledge,
    Ask,
    CastVote,
    Decide,
    DoStep,
    HandOver,
    PostUpdate,
    ReportBlocked,
)
from trainer.core.gaps import find

TELL = step(
    "tell-executives",
    "comms",
    clause="3.1",
    critical=True,
    text="Tell executives promptly, at the latest after 30 minutes.",
    target=target("first alert", "30m"),
)
ISOLATE = step("isolate", clause="5", text="Isolate the host.", target=target("first alert", "20m"))
CHOICE = {
    "id": "go",
    "question": "Do we go on?",
    "options": [{"id": "yes", "text": "Yes", "plan_calls_for": True}, {"id": "no", "text": "No"}],
}
RIGHT = {"id": "go", "decision": "Going on", "role": "commander"}
ROLES = ("engineer", "deputy", "commander", "comms", "scribe")


def a_drill(*steps: dict[str, Any], votes: tuple[dict[str, Any], ...] = (), **of_plan: Any) -> Drill:
    found = steps or (TELL, ISOLATE)
    told = [inject("alert", "1m", [str(item["id"]) for item in found], channel="alert", decision="go")]
    told += [inject(f"ask-{vote['id']}", "2m", vote=vote["id"]) for vote in votes]
    more_roles = [*plan([])["roles"], {"id": "scribe", "title": "Scribe"}]
    written = plan(found, **{"roles": more_roles, "decision_rights": [RIGHT], **of_plan})
    drill = Drill(written, scenario(told, votes=list(votes), decisions=[CHOICE]))
    return drill.start().submit(cmd.OpenPlan("comms")).at("3m")


def done(drill: Drill) -> Drill:
    drill.do("comms", DoStep(step="tell-executives"))
    drill.do("engineer", DoStep(step="isolate"))
    return drill


def codes(drill: Drill) -> list[str]:
    return [gap.code for gap in find(drill.facts) if gap.code != "G07"]


# Questions ------------------------------------------------------------------------------------------------------------


def test_a_question_what_a_clause_means_is_a_gap_in_the_plan():
    drill = a_drill()
    seq = drill.do(
        "comms", Ask(text='Clause 3.1 says "promptly": does that mean before or after the first figures?')
    )
    found = gaps_of(done(drill).end("40m"), "G02")
    assert [(gap.kind, gap.step, gap.clause, gap.priority) for gap in found] == [
        ("plan", "tell-executives", "3.1", "high")
    ]
    assert found[0].evidence == (seq,)
    assert "Communications lead asked what the plan means" in found[0].statement
    assert codes(drill) == ["G02"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("What does 'promptly' mean?", "tell-executives"),
        ("Step 5 says isolate the host - does it mean the whole ward?", "isolate"),
        ("How are we supposed to understand the sentence about telling executives?", "tell-executives"),
        ("Clauses 3.1 and 9 contradict each other, which holds?", "tell-executives"),
    ],
)
def test_the_step_is_found_by_clause_quotation_or_words(text, about):
    drill = a_drill()
    drill.do("commander", Ask(text=text))
    assert [gap.step for gap in gaps_of(done(drill).end("40m"), "G02")] == [about]


def test_a_question_without_a_step_is_a_gap_of_its_own():
    drill = a_drill()
    seq = drill.do("commander", Ask(text="Is it the call's start or the alert?"))
    assert [(gap.id, gap.step) for gap in gaps_of(done(drill).end("40m"), "G02")] == [
        (f"G02-act-{seq}", None)
    ]


def test_the_only_open_step_of_whoever_asks_is_meant():
    drill = a_drill()
    drill.do("comms", Ask(text="Does that mean we must wait?"))
    assert [gap.step for gap in gaps_of(done(drill).end("40m"), "G02")] == ["tell-executives"]


def test_several_questions_about_one_step_are_one_gap():
    drill = a_drill()
    drill.do("comms", Ask(text="What does 'promptly' in clause 3.1 mean?"))
    drill.at("5m").do("commander", Ask(text="3.1 again: is it promptly or after 30 minutes?"))
    found = gaps_of(done(drill).end("40m"), "G02")
    assert [(gap.id, len(gap.evidence)) for gap in found] == [("G02-tell-executives", 2)]


def test_a_step_that_came_late_after_the_question_is_explained():
    drill = a_drill()
    drill.do("comms", Ask(text="What does 'promptly' in clause 3.1 mean?"))
    drill.do("engineer", DoStep(step="isolate"))
    drill.at("36m").do("comms", DoStep(step="tell-executives"))
    found = gaps_of(drill.end("40m"), "G02")
    assert "was late" in found[0].statement
    assert codes(drill) == ["G02"]


def test_a_step_that_was_late_before_the_question_is_not_explained():
    drill = a_drill()
    drill.do("engineer", DoStep(step="isolate"))
    drill.at("36m").do("comms", DoStep(step="tell-executives"))
    drill.at("37m").do("comms", Ask(text="What does 'promptly' in clause 3.1 mean?"))
    assert sorted(codes(drill.end("40m"))) == ["G02", "G15"]


def test_a_blocker_for_a_contradiction_is_the_same_gap():
    drill = a_drill()
    drill.do(
        "comms", ReportBlocked(missing="Clause 3.1 says 30 minutes, clause 7 says 20", step="tell-executives")
    )
    assert [gap.step for gap in gaps_of(done(drill).end("40m"), "G02")] == ["tell-executives"]


def test_a_reason_that_names_two_clauses_that_disagree_is_a_gap():
    drill = a_drill()
    drill.do(
        "comms", DoStep(step="tell-executives", note="3.1 says 30 minutes, 7.2 says 20; took the shorter")
    )
    drill.do("engineer", DoStep(step="isolate"))
    assert [gap.step for gap in gaps_of(drill.end("40m"), "G02")] == ["tell-executives"]


def test_an_evaluator_who_saw_two_readings_makes_the_finding_the_evaluators():
    drill = done(a_drill()).end("40m")
    drill.submit(
        cmd.RecordObservation(
            "The two roles read this step differently.", "improvement", step="tell-executives"
        )
    )
    found = gaps_of(drill, "G02")
    assert [(gap.step, gap.confidence) for gap in found] == [("tell-executives", "evaluator")]


@pytest.mark.parametrize(
    "text",
    [
        "Is it all countries?",
        "What is the error rate?",
        "When did it start?",
        "What does error 503 mean?",
        "Who decides this?",
        "What does the plan say about this?",
        "Is there a procedure for it?",
        "Does this count as a SEV1?",
        "Which version of the plan holds?",
        "Can I take five more minutes?",
    ],
)
def test_another_question_is_none(text):
    drill = a_drill()
    drill.do("comms", Ask(text=text))
    assert gaps_of(done(drill).end("40m"), "G02") == []


def test_an_ordinary_note_is_none():
    drill = a_drill()
    drill.do("comms", DoStep(step="tell-executives", note="Told them at 3.1 minutes; support has 20 calls."))
    drill.do("engineer", DoStep(step="isolate", note="Done as clause 5 says."))
    assert codes(drill.end("40m")) == []


# Votes ----------------------------------------------------------------------------------------------------------------


def voted(*answers: tuple[str, int | None], **more: Any) -> Drill:
    vote = {
        "id": "read",
        "question": "May it go out without approval?",
        "about": "other",
        "options": ["yes", "no", "ask"],
        "step": "isolate",
        **more,
    }
    drill = a_drill(votes=(vote,))
    for role, (choice, confidence) in zip(ROLES, answers, strict=False):
        drill.do(role, CastVote(vote="read", choice=choice, confidence=confidence))
    return done(drill).end("40m")


@pytest.mark.parametrize(
    "answers", [("yes", "no"), ("yes", "yes", "no", "no"), ("yes", "yes", "no", "ask"), ("yes", "no", "ask")]
)
def test_votes_without_a_common_answer_are_a_gap_in_the_plan(answers):
    drill = voted(*((answer, 3) for answer in answers))
    found = gaps_of(drill, "G02")
    assert [(gap.kind, gap.step, gap.priority) for gap in found] == [("plan", "isolate", "medium")]
    assert "May it go out without approval?" in found[0].statement
    assert len(found[0].evidence) == len(answers) + 1


@pytest.mark.parametrize(
    "answers", [("yes",), ("yes", "yes", "yes"), ("yes", "yes", "no"), ("yes", "yes", "yes", "no", "no")]
)
def test_six_in_ten_of_one_mind_are_none(answers):
    assert gaps_of(voted(*((answer, 3) for answer in answers)), "G02") == []


def test_a_wrong_majority_is_a_gap():
    assert [g.id for g in gaps_of(voted(("yes", 3), ("yes", 3), ("no", 3), truth="no"), "G02")] == [
        "G02-isolate"
    ]


def test_a_unanimous_right_vote_is_none():
    assert codes(voted(("no", 5), ("no", 4), ("no", 5), truth="no")) == []


@pytest.mark.parametrize(("confidence", "priority"), [(5, "high"), (3, "medium"), (1, "low")])
def test_those_who_were_sure_and_wrong_weigh_more(confidence, priority):
    drill = voted(("yes", confidence), ("yes", confidence), ("no", 3), truth="no")
    assert [gap.priority for gap in gaps_of(drill, "G02")] == [priority]


@pytest.mark.parametrize("about", ["severity", "ownership"])
def test_votes_about_severity_and_ownership_are_left_to_others(about):
    options = ["SEV1", "SEV2"] if about == "severity" else ["yes", "no"]
    drill = voted((options[0], 3), (options[1], 3), about=about, options=options)
    assert gaps_of(drill, "G02") == []


def test_a_vote_without_a_step_is_a_gap_of_its_own():
    found = gaps_of(voted(("yes", 3), ("no", 3), step=None), "G02")
    assert [(gap.id, gap.clause) for gap in found] == [("G02-vote-read", "no clause")]


# Two values -----------------------------------------------------------------------------------------------------------

ACK = step(
    "acknowledge-alert",
    clause="2.1",
    target=target("first alert", "15m"),
    shown_by=[{"action": "acknowledge"}],
)
LEVELS = [{"id": "SEV1", "title": "Critical", "respond_within": "5m", "update_every": "20m"}]


def acknowledged(time: str, limit: str = "15m") -> Drill:
    drill = a_drill({**ACK, "target": target("first alert", limit)}, severities=LEVELS)
    drill.at(time).do("engineer", Acknowledge())
    return drill.end("40m")


def test_an_acknowledgement_between_two_limits_is_a_contradiction():
    drill = acknowledged("10m")
    found = gaps_of(drill, "G02")
    assert [(gap.kind, gap.step, gap.clause) for gap in found] == [("plan", "acknowledge-alert", "2.1")]
    assert "15 min" in found[0].statement
    assert "5 min" in found[0].statement
    assert codes(drill) == ["G02"]


def test_a_step_late_by_its_own_limit_and_in_time_by_the_scale_is_explained():
    drill = a_drill({**ACK, "target": target("first alert", "4m")}, severities=LEVELS)
    drill.at("5m 30s").do("engineer", Acknowledge())
    drill.end("40m")
    assert codes(drill) == ["G02"]


@pytest.mark.parametrize("time", ["4m", "6m", "20m"])
def test_what_is_right_or_wrong_by_both_limits_is_no_contradiction(time):
    assert gaps_of(acknowledged(time), "G02") == []


def test_the_same_limit_twice_is_none():
    assert codes(acknowledged("5m", "5m")) == []


CADENCE = {
    "id": "executives",
    "title": "Updates to executives",
    "audience": "executives",
    "role": "comms",
    "clause": "8.2",
    "from": "first alert",
    "every": "30m",
}


def told(*times: str, **of_plan: Any) -> Drill:
    drill = a_drill(ISOLATE, **{"severities": LEVELS, "cadences": [CADENCE], **of_plan})
    drill.do("engineer", DoStep(step="isolate"))
    for time in times:
        drill.at(time).do("comms", PostUpdate(audience="executives", text="As before, next in 20 minutes."))
    return drill.end("59m")


def test_updates_between_two_intervals_are_a_contradiction():
    found = gaps_of(told("26m", "45m"), "G02")
    assert [(gap.kind, gap.clause) for gap in found] == [("plan", "8.2")]
    assert "30 min" in found[0].statement
    assert "20 min" in found[0].statement


def test_updates_that_keep_both_intervals_are_none():
    assert gaps_of(told("15m", "30m", "45m"), "G02") == []


def test_a_cadence_that_reaches_the_interval_of_the_scale_later_is_none():
    changing = {**CADENCE, "changes": [{"after": "1h", "every": "20m"}]}
    assert gaps_of(told("26m", "45m", cadences=[changing]), "G02") == []


def test_a_second_cadence_with_the_interval_of_the_scale_keeps_it():
    other = {**CADENCE, "id": "staff", "audience": "staff", "every": "20m"}
    assert gaps_of(told("26m", "45m", cadences=[CADENCE, other]), "G02") == []


def test_two_cadences_for_the_same_updates_contradict_each_other():
    other = {**CADENCE, "id": "board", "title": "Updates to the board", "every": "20m"}
    plain = [{"id": "SEV1", "title": "Critical"}]
    found = gaps_of(told("26m", "45m", severities=plain, cadences=[CADENCE, other]), "G02")
    assert len(found) == 1
    assert "Updates to the board" in found[0].statement


def test_a_handover_between_the_longest_time_and_its_limit_is_a_contradiction():
    hand = step(
        "hand-over",
        "engineer",
        clause="9",
        target=target("acknowledged", "40m"),
        shown_by=[{"action": "hand over", "role": "engineer"}],
    )
    roles = [
        {"id": "engineer", "title": "Engineer", "longest": "20m", "handover": "Brief."},
        {"id": "comms", "title": "Communications lead"},
    ]
    drill = a_drill(ACK, hand, roles=roles)
    drill.do("engineer", Acknowledge())
    drill.at("30m").do(
        "engineer", HandOver(role="engineer", to="night shift", briefed="State, open tasks, next update")
    )
    assert [gap.step for gap in gaps_of(drill.end("50m"), "G02")] == ["hand-over"]


def test_one_step_in_two_places_with_two_limits_is_a_contradiction():
    shown = [{"action": "post update", "audience": "executives"}]
    one = step(
        "tell-a", "comms", title="Tell executives", target=target("first alert", "10m"), shown_by=shown
    )
    two = step(
        "tell-b", "comms", title="Tell the executives", target=target("first alert", "20m"), shown_by=shown
    )
    drill = a_drill(one, two)
    drill.at("16m").do("comms", PostUpdate(audience="executives", text="We know."))
    assert len(gaps_of(drill.end("40m"), "G02")) == 1


def test_two_steps_with_limits_of_their_own_are_no_contradiction():
    one = step("tell-a", "comms", title="Tell executives", target=target("first alert", "10m"))
    two = step("tell-b", "comms", title="Tell the support desk", target=target("first alert", "20m"))
    drill = a_drill(one, two)
    drill.at("5m").do("comms", DoStep(step="tell-a"))
    drill.at("16m").do("comms", DoStep(step="tell-b"))
    assert codes(drill.end("40m")) == []


def test_a_first_and_a_second_update_are_two_steps():
    shown = [{"action": "post update", "audience": "executives"}]
    one = step("first", "comms", title="Tell executives", target=target("first alert", "10m"), shown_by=shown)
    two = step(
        "second",
        "comms",
        title="Tell executives the scope",
        after=["first"],
        target=target("first alert", "20m"),
        shown_by=shown,
    )
    drill = a_drill(one, two)
    drill.at("5m").do("comms", PostUpdate(audience="executives", text="We know."))
    drill.at("15m").do("comms", PostUpdate(audience="executives", text="We know more."))
    assert gaps_of(drill.end("40m"), "G02") == []


def test_a_decision_with_an_ordinary_reason_is_none():
    drill = a_drill()
    drill.do("commander", Decide(decision="go", option="yes", reason="Least harm; clause 5 asks for it."))
    assert gaps_of(done(drill).end("40m"), "G02") == []
