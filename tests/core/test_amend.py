"""Amendments: the change of the plan that a gap calls for, made from what the drill showed and from nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import (
    Acknowledge,
    Ask,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    Verify,
)
from trainer.core.amend import MAKERS, proposed
from trainer.core.amend.editing import MARK, marks
from trainer.core.amend.fragments import before_after
from trainer.core.amend.places import applied, value_at
from trainer.core.amend.written import written
from trainer.core.amendments import Amendment
from trainer.core.diagnose import diagnose_plan
from trainer.core.gaps import find
from trainer.core.history import EarlierDrill, EarlierStep
from trainer.core.plan import Plan
from trainer.core.time import MINUTE, parse_duration

ACK = step("ack", target=target("first alert", "5m"), shown_by=[{"action": "acknowledge"}])


def gap(code: str, subject: str, *evidence: int, kind: str = "plan", **more: Any) -> aar.Gap:
    """A gap as a detector reports it."""
    values: dict[str, Any] = {
        "id": f"{code}-{subject}",
        "code": code,
        "name": code,
        "kind": kind,
        "statement": "A statement.",
        "step": None,
        "clause": "no clause",
        "role": None,
        "poete": "Planning",
        "evidence": evidence,
        "consequence": "",
        "objectives": (),
        "confidence": "automatic",
        "priority": "medium",
        "proposed_change": "Change it.",
        **more,
    }
    return aar.Gap.model_validate(values)


def of(drill: Drill, *gaps: aar.Gap) -> Amendment:
    """The one amendment for gaps, once it was checked for what every amendment has to be."""
    (found,) = proposed(drill.facts, gaps)
    return sound(drill, found)


def sound(drill: Drill, amendment: Amendment) -> Amendment:
    """What holds of every amendment: it fits the plan, and once it is filled in the plan is as valid as before."""
    filled = amendment.model_copy(
        update={
            "edits": tuple(edit.model_copy(update={"value": fill(edit.value)}) for edit in amendment.edits)
        }
    )
    old = drill.script.plan
    new = Plan.model_validate(applied(written(old), filled.edits))
    known = {(problem.kind, problem.message) for problem in diagnose_plan(old)}
    added = [p for p in diagnose_plan(new) if (p.kind, p.message) not in known]
    assert added == [], added
    steps = {found.id for _, found in new.steps()}
    assert set(amendment.retest) <= steps
    assert amendment.title == amendment.title.strip(".")
    assert 0 < len(amendment.title) <= 300
    assert amendment.reason.endswith((".", "?"))
    place, before, after = before_after(old, amendment)
    assert place
    assert before != after
    return amendment


def fill(value: Any, role: str = "commander") -> Any:
    """A value with everything filled in that it leaves open."""
    if isinstance(value, str):
        return MARK.sub(lambda match: role if "role" in match[1] else "5m", value)
    if isinstance(value, list):
        return [fill(inner, role) for inner in value]
    return {key: fill(inner, role) for key, inner in value.items()} if isinstance(value, dict) else value


def result(drill: Drill, amendment: Amendment) -> dict[str, Any]:
    """The plan with an amendment, as its file would have it."""
    return applied(written(drill.script.plan), amendment.edits)


def at(drill: Drill, amendment: Amendment, *place: str) -> Any:
    return value_at(result(drill, amendment), place)


def a_drill(*steps: dict[str, Any], injects: Any = None, more: Any = None, **world: Any) -> Drill:
    names = [str(found["id"]) for found in steps]
    script = injects if injects is not None else [inject("alert", "1m", names, channel="alert")]
    return Drill(plan(steps, **(more or {})), scenario(script, **world)).start()


# Which gaps lead to one -----------------------------------------------------------------------------------------------


def test_a_gap_that_evaluators_overruled_leads_to_no_amendment():
    drill = a_drill(step("mend", role=None)).end("50m")
    stands, not_so = gap("G03", "mend", step="mend"), gap("G03", "mend", step="mend", stands=False)
    assert len(proposed(drill.facts, [stands])) == 1
    assert proposed(drill.facts, [not_so]) == ()


@pytest.mark.parametrize("kind", ["execution", "artefact"])
def test_what_was_not_carried_out_or_was_the_exercises_fault_changes_no_plan(kind: str):
    drill = a_drill(step("mend", role=None)).end("50m")
    assert proposed(drill.facts, [gap("G03", "mend", step="mend", kind=kind)]) == ()


def test_an_overdue_review_is_a_persons_act_and_proposes_nothing():
    drill = a_drill(step("mend")).end("50m")
    assert proposed(drill.facts, [gap("G14", "plan-review")]) == ()


@pytest.mark.parametrize("code", sorted(MAKERS))
def test_a_gap_that_names_nothing_in_the_plan_ends_in_no_amendment_or_a_sound_one(code: str):
    drill = a_drill(step("mend")).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    for subject in ("nothing-known", "mend", "engineer"):
        for kind in ("plan", "capability"):
            for found in proposed(drill.facts, [gap(code, subject, 1, 2, 3, 4, kind=kind)]):
                sound(drill, found)


def test_the_amendment_is_named_after_its_gap():
    drill = a_drill(step("mend", role=None)).end("50m")
    found = of(drill, gap("G03", "mend", step="mend"))
    assert (found.id, found.gap) == ("M-G03-mend", "G03-mend")


# G01 missing step -----------------------------------------------------------------------------------------------------


def improvised(
    text: str = "Call the landlord about the generator. He has the key.",
) -> tuple[Drill, Amendment]:
    """An act outside the plan that answers a message, and the amendment for it."""
    world = [inject("alert", "1m", ["ack"], channel="alert"), inject("power", "10m")]
    drill = a_drill(ACK, step("look"), step("close"), injects=world)
    drill.at("2m").do("engineer", Acknowledge())
    seq = drill.at("14m30s").do("engineer", Improvise(text=text))
    return drill, of(drill.end("50m"), gap("G01", "power", 4, seq))


def test_an_improvised_act_becomes_a_step_with_its_words_role_and_measured_time():
    drill, found = improvised()
    made = at(drill, found, "procedures", "all", "steps", "call-the-landlord-about-the-generator")
    assert made["title"] == "Call the landlord about the generator"
    assert made["text"] == "Call the landlord about the generator. He has the key."
    assert made["role"] == "engineer"
    # The message came after 10 minutes, the act four and a half later: five.
    assert made["target"] == {"from": "inject", "within": {"SEV1": "5m"}}
    assert made["condition"] == 'A message such as "Power" has come in'
    assert made["severities"] == ["SEV1"]
    assert found.retest == ("call-the-landlord-about-the-generator",)
    assert "n=1" in found.reason
    assert "4 min 30 s" in found.reason


def test_the_new_step_stands_after_the_one_that_the_role_was_at():
    drill, found = improvised()
    steps = at(drill, found, "procedures", "all", "steps")
    assert [made["id"] for made in steps] == ["ack", "call-the-landlord-about-the-generator", "look", "close"]


def test_an_act_that_answers_no_message_is_timed_from_the_step_before_it():
    drill = a_drill(ACK).at("2m")
    drill.do("engineer", Acknowledge())
    seq = drill.at("3m10s").do("engineer", Improvise(text="Pull the plug"))
    found = of(drill.end("50m"), gap("G01", "act-pull", seq))
    made = at(drill, found, "procedures", "all", "steps", "pull-the-plug")
    assert made["target"] == {"from": "step ack", "within": {"SEV1": "5m"}}
    assert "1 min 10 s" in found.reason
    assert "condition" not in made


def test_the_new_step_takes_the_number_between_its_neighbours():
    steps = [step("ack", clause="1.1", shown_by=[{"action": "acknowledge"}]), step("look", clause="1.2")]
    drill = a_drill(*steps).at("2m")
    drill.do("engineer", Acknowledge())
    seq = drill.at("3m").do("engineer", Improvise(text="Pull the plug"))
    between = of(drill.end("50m"), gap("G01", "act-pull", seq))
    assert at(drill, between, "procedures", "all", "steps", "pull-the-plug", "clause") == "1.1a"
    drill = a_drill(*steps).at("2m")
    drill.do("engineer", DoStep(step="look"))
    seq = drill.at("3m").do("engineer", Improvise(text="Pull the plug"))
    last = of(drill.end("50m"), gap("G01", "act-pull", seq))
    assert at(drill, last, "procedures", "all", "steps", "pull-the-plug", "clause") == "1.3"


def test_a_question_for_a_procedure_becomes_a_step_whose_title_is_still_to_be_filled_in():
    drill = a_drill(ACK, injects=[inject("alert", "1m", ["ack"], channel="alert"), inject("flood", "10m")])
    drill.at("2m").do("engineer", Acknowledge())
    seq = drill.at("11m").do("engineer", Ask(text="What does our plan say about water in the cellar?"))
    found = of(drill.end("50m"), gap("G01", "flood", seq))
    assert marks(found.edits) == ('what is to be done on "Flood"',)
    assert "target" not in at(drill, found, "procedures", "all", "steps", "flood")
    assert "{" not in found.title


def test_a_decision_that_nothing_governs_becomes_a_right_with_somebody_else_when_nobody_answers():
    choice = {
        "id": "evacuate",
        "question": "Leave the building?",
        "options": [{"id": "y", "text": "Yes"}, {"id": "n", "text": "No"}],
    }
    world = [inject("alert", "1m", ["ack"], channel="alert"), inject("smoke", "5m", decision="evacuate")]
    rights = {
        "decision_rights": [{"id": "other", "decision": "Something else", "role": "comms", "clause": "7.1"}]
    }
    drill = a_drill(ACK, injects=world, decisions=[choice], more=rights)
    drill.at("2m").do("engineer", Acknowledge())
    drill.at("12m").do("engineer", Decide(decision="evacuate", option="y", reason="Smoke"))
    found = of(drill.end("50m"), gap("G01", "decision-evacuate"))
    assert at(drill, found, "decision_rights", "evacuate") == {
        "id": "evacuate",
        "decision": "Leave the building",
        "role": "engineer",
        "no_answer": {"after": "7m", "role": "deputy"},
        "clause": "7.2",
    }


def test_a_measure_in_a_plan_without_its_phase_gets_a_procedure_of_that_phase():
    thin = plan([ACK])
    thin["procedures"][0]["phase"] = "detection"
    drill = Drill(thin, scenario([inject("alert", "1m", ["ack"], channel="alert")])).start().at("2m")
    drill.do("engineer", Acknowledge())
    seq = drill.at("9m").do("engineer", Contain(measure="Switch the pump off", reason="It can be undone"))
    found = of(drill.end("50m"), gap("G01", "act-pump", seq))
    made = at(drill, found, "procedures", "containment")
    assert made["phase"] == "containment"
    assert made["steps"][0]["shown_by"] == [{"action": "contain"}]


def test_an_audience_that_the_plan_does_not_know_becomes_an_entry_in_the_words_that_were_sent():
    entries = {
        "communications": [{"id": "note", "audience": "staff", "title": "Note", "channel": "Mail list"}]
    }
    drill = a_drill(ACK, more=entries).at("2m")
    drill.do("engineer", Acknowledge())
    seq = drill.at("9m").do(
        "comms",
        PostUpdate(
            audience="board", text="The shop is down for all.\nWe work on it.", next_in=parse_duration("20m")
        ),
    )
    found = of(drill.end("50m"), gap("G01", "act-board", seq))
    assert at(drill, found, "communications", "board-update") == {
        "id": "board-update",
        "audience": "board",
        "title": "Update for board",
        "channel": "Mail list",
        "template": "The shop is down for all. We work on it.\nNext update at {time}.\n",
        "author": "comms",
        "approver": "commander",
    }


# G03 ownership --------------------------------------------------------------------------------------------------------


def test_a_step_without_an_owner_gets_the_role_that_did_it():
    drill = a_drill(step("mend", role=None)).at("2m")
    drill.do("comms", DoStep(step="mend"))
    drill.at("3m").do("commander", DoStep(step="mend"))
    found = of(drill.end("50m"), gap("G03", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "role") == "comms"
    assert found.title == 'Name Communications lead as the owner of "Mend"'


def test_the_votes_on_whose_it_is_weigh_more_than_who_did_it():
    vote = {
        "id": "whose",
        "question": "Whose is it?",
        "about": "ownership",
        "options": ["Commander", "Engineer"],
        "step": "mend",
    }
    drill = a_drill(
        step("mend", role=None), injects=[inject("alert", "1m", ["mend"], vote="whose")], votes=[vote]
    ).at("2m")
    for role, choice in (("engineer", "Commander"), ("comms", "Commander"), ("commander", "Engineer")):
        drill.do(role, CastVote(vote="whose", choice=choice))
    drill.do("comms", DoStep(step="mend"))
    found = of(drill.end("50m"), gap("G03", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "role") == "commander"
    assert "vote" in found.reason


def test_a_step_that_nobody_did_leaves_its_owner_to_be_filled_in():
    drill = a_drill(step("mend", role=None)).end("50m")
    found = of(drill, gap("G03", "mend", step="mend"))
    assert marks(found.edits) == ("the role that owns this step",)


def test_two_parts_that_name_different_roles_are_made_to_agree_on_the_one_that_did_it():
    entries = {
        "communications": [{"id": "p", "audience": "all", "title": "P", "channel": "chat", "author": "comms"}]
    }
    tell = step("tell", shown_by=[{"action": "post update", "audience": "all"}])
    drill = a_drill(tell, more=entries).at("2m")
    drill.do("comms", PostUpdate(audience="all", text="Down. Next update at ten."))
    found = of(drill.end("50m"), gap("G03", "tell", step="tell"))
    assert at(drill, found, "procedures", "all", "steps", "tell", "role") == "comms"


def test_two_steps_that_ask_the_same_get_one_owner_and_the_other_as_deputy():
    steps = (
        step("one", role="commander", title="Tell the board"),
        step("two", role="comms", title="Tell the board"),
    )
    drill = a_drill(*steps).end("50m")
    found = of(drill, gap("G03", "one", step="one"))
    assert at(drill, found, "procedures", "all", "steps", "two", "role") == "commander"
    assert at(drill, found, "roles", "commander", "deputies") == ["comms"]
    assert found.retest == ("one", "two")


def test_a_step_with_an_owner_that_was_in_doubt_says_whose_it_is_in_words():
    drill = a_drill(step("mend", text="Mend it.")).end("50m")
    found = of(drill, gap("G03", "mend", step="mend"))
    text = at(drill, found, "procedures", "all", "steps", "mend", "text")
    assert text == "Mend it. This is for Engineer alone; when there is no answer for 5 minutes, Deputy may."


def test_the_scenarios_own_answer_to_whose_it_is_weighs_more_than_the_votes():
    vote = {
        "id": "whose",
        "question": "Whose?",
        "about": "ownership",
        "options": ["Engineer", "Commander"],
        "step": "mend",
    }
    world = {
        "votes": [{**vote, "truth": "Engineer"}],
        "injects": [inject("alert", "1m", ["mend"], vote="whose")],
    }
    drill = a_drill(step("mend", role=None), **world).at("2m")
    drill.do("comms", CastVote(vote="whose", choice="Commander"))
    found = of(drill.end("50m"), gap("G03", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "role") == "engineer"


def test_what_nobody_may_decide_becomes_a_right_whose_holder_is_to_be_filled_in():
    drill = a_drill(ACK).at("2m")
    seq = drill.do("engineer", Ask(text="It is wet here. Who decides about closing the gate?"))
    found = of(drill.end("50m"), gap("G03", "who-decides", seq))
    (right,) = result(drill, found)["decision_rights"]
    assert right["decision"] == "Closing the gate"
    assert marks(found.edits) == ("the role that decides",)
    drill = a_drill(ACK).at("2m")
    seq = drill.do("engineer", ReportBlocked(missing="Somebody who may say yes"))
    other = of(drill.end("50m"), gap("G03", "who-decides", seq))
    assert len(marks(other.edits)) == 2


def test_a_right_that_names_nobody_gets_its_holder():
    choice = {
        "id": "sell",
        "question": "Sell?",
        "options": [{"id": "y", "text": "Yes"}, {"id": "n", "text": "No"}],
    }
    world = [inject("offer", "5m", decision="sell")]
    drill = a_drill(
        ACK,
        injects=world,
        decisions=[choice],
        more={"decision_rights": [{"id": "sell", "decision": "Selling"}]},
    )
    drill.at("6m").do("comms", Decide(decision="sell", option="y", reason="Why not"))
    found = of(drill.end("50m"), gap("G03", "decision-sell"))
    assert at(drill, found, "decision_rights", "sell", "role") == "comms"


# G05 targets ----------------------------------------------------------------------------------------------------------


def timed(*taken: str, within: Any = "5m", **world: Any) -> Drill:
    """A step asked for again and again, done so long after each time."""
    repeats = [
        inject(f"again-{number}", f"{10 * (number + 1)}m", ["mend"]) for number in range(len(taken) - 1)
    ]
    injects = [inject("alert", "1m", ["mend"], channel="alert"), *repeats]
    drill = a_drill(step("mend", target=target("inject", within)), injects=injects, **world)
    for number, time in enumerate(taken):
        since = MINUTE if number == 0 else 10 * number * MINUTE
        drill.at(f"{(since + parse_duration(time)) // 1_000_000}s").do("engineer", DoStep(step="mend"))
    return drill


def test_the_new_limit_is_the_ninetieth_percentile_rounded_up_to_a_minute():
    drill = timed("6m", "7m10s", "8m30s").end("59m")
    found = of(drill, gap("G05", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "target", "within") == "9m"
    assert found.title == 'Give "Mend" 9 min instead of 5 min'
    assert "n=3" in found.reason
    assert "6 min, 7 min 10 s, 8 min 30 s" in found.reason


def test_one_or_two_times_are_called_a_first_estimate():
    assert "first estimate" in of(timed("6m", "7m").end("59m"), gap("G05", "mend", step="mend")).reason
    assert (
        "first estimate" not in of(timed("6m", "7m", "8m").end("59m"), gap("G05", "mend", step="mend")).reason
    )


def test_times_of_earlier_drills_of_the_same_kind_count_and_others_do_not():
    drill = timed("6m")
    mine = EarlierStep(step="mend", outcome="late", elapsed=parse_duration("11m"), competent=True)
    helped = mine.model_copy(update={"elapsed": parse_duration("30m"), "competent": False})
    earlier = [
        EarlierDrill(
            exercise="a",
            title="A",
            kind="simulation",
            held="2026-01-01",
            plan_version="1",
            steps=(mine, helped),
        ),
        EarlierDrill(
            exercise="b", title="B", kind="tabletop", held="2026-02-01", plan_version="1", steps=(mine,) * 5
        ),
    ]
    drill.journal.append(((0, drill.session.elapsed(), ev.EarlierDrillsNoted(drills=tuple(earlier))),))
    found = of(drill.end("59m"), gap("G05", "mend", step="mend"))
    assert "n=2" in found.reason
    assert at(drill, found, "procedures", "all", "steps", "mend", "target", "within") == "11m"


def test_the_new_limit_is_never_below_the_old_one():
    assert proposed(timed("3m", "4m").end("59m").facts, [gap("G05", "mend", step="mend")]) == ()


def test_times_by_the_wrong_role_or_after_a_hint_say_nothing_about_the_limit():
    drill = a_drill(step("mend", target=target("inject", "5m")))
    drill.at("2m").submit(cmd.GiveHint("alert", "Look."))
    drill.at("20m").do("engineer", DoStep(step="mend"))
    assert proposed(drill.end("59m").facts, [gap("G05", "mend", step="mend")]) == ()


def test_limits_under_two_minutes_move_in_steps_of_five_seconds():
    drill = timed("1m2s", within="30s").end("59m")
    found = of(drill, gap("G05", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "target", "within") == "65s"


def test_only_the_level_that_was_drilled_changes_and_milder_ones_are_not_left_with_less():
    drill = timed("12m", within={"SEV1": "5m", "SEV2": "9m"}).end("59m")
    found = of(drill, gap("G05", "mend", step="mend"))
    assert at(drill, found, "procedures", "all", "steps", "mend", "target", "within") == {
        "SEV1": "12m",
        "SEV2": "12m",
    }
    assert "SEV2" in found.reason
    drill = timed("7m", within={"SEV1": "5m", "SEV2": "9m"}).end("59m")
    kept = of(drill, gap("G05", "mend", step="mend"))
    assert at(drill, kept, "procedures", "all", "steps", "mend", "target", "within") == {
        "SEV1": "7m",
        "SEV2": "9m",
    }
    assert kept.title.endswith("at SEV1")


def test_a_chain_that_cannot_fit_gets_the_sum_of_what_comes_before_and_the_time_for_itself():
    drill = a_drill(
        ACK,
        step("look", target=target("acknowledged", "8m")),
        step("act", after=["look"], target=target("first alert", "10m")),
    )
    drill.at("2m").do("engineer", Acknowledge())
    drill.at("5m").do("engineer", DoStep(step="look"))
    drill.at("8m").do("engineer", DoStep(step="act"))
    found = of(drill.end("50m"), gap("G05", "act", step="act"))
    # Acknowledged after 5, looked into 8 later; the act itself took 3 after that.
    assert at(drill, found, "procedures", "all", "steps", "act", "target", "within") == "16m"
    assert all(words in found.reason for words in ("13 min", "3 min", "16 min", "Look"))


def test_a_chain_counted_from_its_own_starter_gets_only_what_it_lacks():
    drill = a_drill(
        ACK,
        step("look", target=target("first alert", "20m")),
        step("act", after=["look"], target=target("acknowledged", "10m")),
    ).end("50m")
    found = of(drill, gap("G05", "act", step="act"))
    # Due 5 + 10 after the alert, needed 20 and a tenth of 10: six more than it has.
    assert at(drill, found, "procedures", "all", "steps", "act", "target", "within") == "16m"


def test_the_step_after_one_that_gets_more_time_is_named_and_retested():
    steps = (
        step("mend", target=target("first alert", "5m")),
        step("next", after=["mend"], target=target("first alert", "7m")),
    )
    drill = a_drill(*steps).at("11m")
    drill.do("engineer", DoStep(step="mend"))
    found = of(drill.end("50m"), gap("G05", "mend", step="mend"))
    assert '"Next"' in found.reason
    assert found.retest == ("mend", "next")


def test_a_step_that_those_before_it_left_no_time_gets_it_even_if_it_was_never_done():
    steps = (
        step("look", target=target("inject", "20m")),
        step("act", after=["look"], target=target("first alert", "10m")),
    )
    drill = a_drill(*steps).at("16m")
    drill.do("engineer", DoStep(step="look"))
    found = of(drill.end("50m"), gap("G05", "act", step="act"))
    # The alert came after one minute, the step before was done fifteen later; a tenth of ten for the act itself.
    assert at(drill, found, "procedures", "all", "steps", "act", "target", "within") == "16m"
    assert "n=1" in found.reason


def test_a_promised_response_that_the_steps_do_not_allow_is_put_right_for_milder_levels_too():
    levels = [
        {"id": "SEV1", "title": "Critical", "respond_within": "5m"},
        {"id": "SEV2", "title": "High", "respond_within": "9m"},
    ]
    ack = step("ack", target=target("first alert", "12m"), shown_by=[{"action": "acknowledge"}])
    drill = a_drill(ack, more={"severities": levels}).at("2m")
    drill.do("engineer", Acknowledge())
    found = of(drill.end("50m"), gap("G05", "ack", step="ack"))
    assert [at(drill, found, "severities", name, "respond_within") for name in ("SEV1", "SEV2")] == [
        "12m",
        "12m",
    ]


# G09 severity ---------------------------------------------------------------------------------------------------------


def test_a_wrong_level_makes_the_drill_an_example_of_the_right_one():
    classify = step("classify", shown_by=[{"action": "classify"}])
    drill = a_drill(
        classify, truth={"severity": "SEV1", "affected": "Nobody can pay by card. All shops."}
    ).at("2m")
    drill.do("engineer", Classify(severity="SEV2", reason="Some can pay"))
    found = of(drill.end("50m"), gap("G09", "classify", step="classify"))
    assert at(drill, found, "severities", "SEV1", "examples") == ["Nobody can pay by card."]
    assert found.retest == ("classify",)


def test_a_disputed_level_also_gets_the_reason_that_was_given_for_it_as_a_criterion():
    vote = {
        "id": "level",
        "question": "Which?",
        "about": "severity",
        "options": ["SEV1", "SEV2"],
        "truth": "SEV1",
    }
    classify = step("classify", shown_by=[{"action": "classify"}])
    drill = a_drill(classify, injects=[inject("alert", "1m", ["classify"], vote="level")], votes=[vote]).at(
        "2m"
    )
    seqs = [
        drill.do(role, CastVote(vote="level", choice=to))
        for role, to in (("engineer", "SEV2"), ("comms", "SEV1"))
    ]
    drill.do("engineer", Classify(severity="SEV1", reason="more than one payment in ten fails"))
    found = of(drill.end("50m"), gap("G09", "classify", *seqs, step="classify"))
    criteria = at(drill, found, "severities", "SEV1", "criteria")
    assert criteria == ["Everybody is affected.", "More than one payment in ten fails."]


# G10 communication ----------------------------------------------------------------------------------------------------


def test_a_template_without_a_place_for_the_next_update_gets_one():
    entry = {
        "id": "page",
        "audience": "all",
        "title": "Page",
        "channel": "page",
        "template": "It is down.\nSorry.\n",
    }
    rhythm = {
        "id": "r",
        "title": "R",
        "audience": "all",
        "role": "comms",
        "from": "first signal",
        "every": "20m",
    }
    drill = a_drill(ACK, more={"communications": [entry], "cadences": [rhythm]})
    for time in ("10m", "25m", "40m"):
        drill.at(time).do("comms", PostUpdate(audience="all", text="Still down."))
    found = of(drill.end("50m"), gap("G10", "all"))
    assert (
        at(drill, found, "communications", "page", "template")
        == "It is down.\nSorry.\nNext update at {time}.\n"
    )


def test_an_update_that_came_late_to_an_audience_without_entry_leads_to_the_entry():
    tell = step(
        "tell",
        role="comms",
        target=target("first alert", "5m"),
        shown_by=[{"action": "post update", "audience": "customers"}],
    )
    drill = a_drill(tell).at("20m")
    drill.do("comms", PostUpdate(audience="customers", text="Payments fail. We write again at ten."))
    found = of(drill.end("50m"), gap("G10", "tell", step="tell"))
    entry = at(drill, found, "communications", "customers-update")
    assert entry["template"] == "Payments fail. We write again at ten.\n"
    assert (entry["author"], entry["approver"], entry["public"], entry["channel"]) == (
        "comms",
        "commander",
        True,
        "Status page",
    )
    assert found.retest == ("tell",)


def test_nothing_sent_at_all_still_gives_a_sober_template():
    tell = step(
        "tell",
        role="comms",
        target=target("first alert", "5m"),
        shown_by=[{"action": "post update", "audience": "staff"}],
    )
    drill = a_drill(tell).end("50m")
    found = of(drill, gap("G10", "tell", step="tell"))
    entry = at(drill, found, "communications", "staff-update")
    assert entry["template"].endswith("Next update at {time}.\n")
    assert marks(found.edits) == ("the channel by which they are told",)


# The others -----------------------------------------------------------------------------------------------------------


def test_a_question_that_was_read_differently_is_settled_in_its_step_by_the_votes_truth():
    vote = {"id": "list", "question": "Which list?", "options": ["A", "B"], "truth": "B", "step": "mend"}
    drill = a_drill(
        step("mend", text="Use the list."),
        injects=[inject("alert", "1m", ["mend"], vote="list")],
        votes=[vote],
    ).at("2m")
    seqs = [
        drill.do(role, CastVote(vote="list", choice=choice))
        for role, choice in (("engineer", "A"), ("comms", "B"))
    ]
    found = of(drill.end("50m"), gap("G02", "mend", *seqs, step="mend"))
    text = at(drill, found, "procedures", "all", "steps", "mend", "text")
    assert text == 'Use the list. To the question "Which list?" the answer is: B.'


def test_which_level_it_was_is_written_into_no_step():
    vote = {
        "id": "level",
        "question": "Which?",
        "about": "severity",
        "options": ["SEV1", "SEV2"],
        "truth": "SEV1",
    }
    drill = a_drill(step("mend"), injects=[inject("alert", "1m", ["mend"], vote="level")], votes=[vote]).at(
        "2m"
    )
    seq = drill.do("engineer", CastVote(vote="level", choice="SEV2"))
    assert proposed(drill.end("50m").facts, [gap("G02", "mend", seq, step="mend")]) == ()


def test_a_question_that_was_asked_is_settled_with_an_answer_to_be_filled_in():
    drill = a_drill(step("mend", text="Use it.")).at("2m")
    seq = drill.do("engineer", Ask(text="Which {list} is meant?"))
    found = of(drill.end("50m"), gap("G02", "mend", seq, step="mend"))
    assert marks(found.edits) == ("the answer that holds from now on",)


def test_two_values_for_one_rule_are_made_to_agree_on_the_one_that_people_follow():
    levels = [{"id": "SEV1", "title": "Critical", "respond_within": "5m", "update_every": "10m"}]
    rhythm = {
        "id": "r",
        "title": "R",
        "audience": "all",
        "role": "comms",
        "from": "first signal",
        "every": {"SEV1": "20m"},
    }
    ack = step("ack", target=target("first alert", "9m"), shown_by=[{"action": "acknowledge"}])
    over = step(
        "over", target=target("declared", "2h"), shown_by=[{"action": "hand over", "role": "commander"}]
    )
    world = plan([ack, over], severities=levels, cadences=[rhythm])
    world["roles"][2]["longest"] = "3h"
    drill = Drill(world, scenario([inject("alert", "1m", ["ack"], channel="alert")])).start().end("50m")
    for subject, place, value in (
        ("ack", ("severities", "SEV1", "respond_within"), "9m"),
        ("over", ("roles", "commander", "longest"), "2h"),
        ("cadence-r", ("severities", "SEV1", "update_every"), "20m"),
    ):
        found = of(drill, gap("G02", subject))
        assert at(drill, found, *place) == value
        assert "is right" in found.reason


def test_one_step_with_two_limits_and_two_rhythms_for_one_audience_are_made_to_agree():
    steps = [
        step(name, title="Check the pumps", target=target("inject", limit))
        for name, limit in (("a", "5m"), ("b", "9m"))
    ]
    shared = {"title": "R", "audience": "all", "role": "comms", "from": "first signal"}
    rhythms = [{"id": "r", "every": "20m", **shared}, {"id": "s", "every": "30m", **shared}]
    drill = a_drill(*steps, more={"cadences": rhythms}).end("50m")
    assert (
        at(drill, of(drill, gap("G02", "a", step="a")), "procedures", "all", "steps", "b", "target", "within")
        == "5m"
    )
    assert at(drill, of(drill, gap("G02", "cadence-r")), "cadences", "s", "every") == "20m"


def test_a_contact_that_nobody_reached_at_the_end_of_the_ladder_gets_a_rung_above_it():
    people = [
        {"id": "duty", "title": "Duty", "reach": "12", "out_of_band": "13"},
        {"id": "boss", "title": "Boss", "role": "commander", "reach": "14"},
    ]
    ladder = [{"level": 1, "contact": "duty", "acknowledge_within": "5m"}]
    drill = a_drill(ACK, more={"contacts": people, "escalation": ladder}).at("2m")
    seq = drill.do("engineer", Page(contact="duty", result="no answer"))
    found = of(drill.end("50m"), gap("G04", "duty", seq))
    assert at(drill, found, "escalation", "2") == {"level": 2, "contact": "boss", "acknowledge_within": "5m"}


def test_a_contact_that_only_a_lost_tool_reaches_needs_a_second_way_and_no_other_first_one():
    more = {
        "tools": [{"id": "pager", "title": "Pager"}],
        "contacts": [{"id": "duty", "title": "Duty", "reach": "By pager", "depends_on": ["pager"]}],
    }
    drill = a_drill(ACK, more=more).at("2m")
    seqs = (
        drill.do("engineer", Page(contact="duty", result="failed")),
        drill.do("engineer", ReportBlocked(missing="The pager is down")),
    )
    found = of(drill.end("50m"), gap("G04", "duty", *seqs))
    assert [edit.place[-1] for edit in found.edits] == ["out_of_band"]


def test_somebody_whom_the_plan_does_not_list_becomes_a_contact():
    drill = a_drill(ACK, step("call")).at("2m")
    seq = drill.do("engineer", ReportBlocked(missing="No number for the lift company", step="call"))
    found = of(drill.end("50m"), gap("G04", "call", seq, step="call"))
    (contact,) = result(drill, found)["contacts"]
    assert contact["title"] == "No number for the lift company"
    assert len(marks(found.edits)) == 2


def test_a_contact_that_failed_has_to_be_filled_in_anew_and_gets_a_second_way():
    people = {"contacts": [{"id": "duty", "title": "Duty phone", "reach": "Extension 12"}]}
    page = step("call", needs={"contacts": ["duty"]}, shown_by=[{"action": "page", "contact": "duty"}])
    drill = a_drill(page, more=people).at("2m")
    seq = drill.do("engineer", Page(contact="duty", result="failed"))
    found = of(drill.end("50m"), gap("G04", "duty", seq))
    assert [edit.place[-1] for edit in found.edits] == ["reach", "out_of_band"]
    assert len(marks(found.edits)) == 2
    assert found.retest == ("call",)
    assert "Extension 12" in found.reason


def test_what_a_blocked_role_did_instead_becomes_the_tools_alternative():
    tools = {"tools": [{"id": "pager", "title": "Paging platform", "access": ["comms"]}]}
    drill = a_drill(step("call", needs={"tools": ["pager"]}), more=tools).at("2m")
    seq = drill.do("engineer", ReportBlocked(missing="No access to the paging platform", step="call"))
    drill.at("4m").do("engineer", Improvise(text="Called from the list on the wall", instead_of="call"))
    found = of(drill.end("50m"), gap("G06", "call", seq, kind="capability", step="call"))
    assert at(drill, found, "tools", "pager", "alternative") == "Called from the list on the wall"
    assert at(drill, found, "tools", "pager", "access") == ["comms", "engineer"]


def test_the_role_that_stepped_in_becomes_the_deputy_unless_the_plan_keeps_them_apart():
    drill = a_drill(step("lead", role="commander", critical=True)).at("2m")
    drill.do("comms", DoStep(step="lead"))
    found = of(drill.end("50m"), gap("G08", "commander", kind="capability"))
    assert at(drill, found, "roles", "commander", "deputies") == ["comms"]
    assert found.retest == ("lead",)
    apart = plan([step("lead", role="commander", critical=True)])
    apart["roles"][3]["not_with"] = ["commander"]
    drill = Drill(apart, scenario([inject("alert", "1m", ["lead"])])).start().at("2m")
    drill.do("comms", DoStep(step="lead"))
    other = of(drill.end("50m"), gap("G08", "commander", kind="capability"))
    assert at(drill, other, "roles", "commander", "deputies") == ["engineer"]


def test_two_roles_that_one_person_held_are_kept_in_different_hands():
    seats = [
        ev.Seat(role="comms", name="P"),
        ev.Seat(role="commander", name="P"),
        ev.Seat(role="engineer", name="Q"),
    ]
    drill = Drill(
        plan([step("lead", role="commander")]), scenario([inject("alert", "1m", ["lead"])]), seats=seats
    )
    found = of(drill.start().end("50m"), gap("G08", "commander-comms", kind="capability", role="commander"))
    assert at(drill, found, "roles", "commander", "not_with") == ["comms"]
    assert at(drill, found, "roles", "comms", "not_with") == ["commander"]


def test_a_deputy_whom_the_plan_names_takes_over_without_being_asked():
    drill = a_drill(step("mend", critical=True)).end("50m")
    found = of(drill, gap("G08", "engineer", kind="capability", role="engineer"))
    assert "Deputy takes over without being asked" in at(drill, found, "roles", "engineer", "handover")
    assert found.retest == ("mend",)


def test_a_supplier_whom_the_plan_covers_needs_no_change_of_the_plan():
    drill = a_drill(ACK).at("2m")
    seq = drill.do("engineer", Page(contact="cloud-host", result="no answer"))
    assert proposed(drill.end("50m").facts, [gap("G13", "cloud-host", seq, kind="capability")]) == ()


def test_a_log_that_nobody_keeps_becomes_a_duty():
    drill = a_drill(ACK).end("50m")
    found = of(drill, gap("G11", "log"))
    assert at(drill, found, "roles", "commander", "duties")[0].startswith("Keeps the log")


def test_a_question_about_a_duty_to_notify_leaves_authority_and_stages_to_be_filled_in():
    drill = a_drill(ACK).at("2m")
    seq = drill.do("engineer", Ask(text="Do we have to notify the authorities?"))
    found = of(drill.end("50m"), gap("G12", "legal-clock", seq))
    assert "the authority that sets the clock" in marks(found.edits)
    assert "{" not in found.title
    other = of(drill, gap("G12", "legal-clock", 1))
    (entry,) = result(drill, other)["external_deadlines"]
    assert [stage["within"] for stage in entry["stages"]] == ["72h"]


def test_a_role_without_words_for_its_handover_gets_them_and_a_longest_time():
    drill = a_drill(ACK).at("2m")
    seq = drill.do("commander", HandOver(role="commander", to="Deputy", accepted=False))
    found = of(drill.end("50m"), gap("G11", "commander", seq))
    assert "taken over" in at(drill, found, "roles", "commander", "handover")
    assert at(drill, found, "roles", "commander", "longest") == "3h"


def test_a_deadline_that_the_plan_does_not_know_comes_with_its_stages_and_a_step_that_starts_it():
    drill = a_drill(
        ACK, truth={"severity": "SEV1", "external_deadlines": ["NIS2 report to the authority"]}
    ).end("50m")
    found = of(drill, gap("G12", "clock-nis2-report-to-the-authority"))
    entry = at(drill, found, "external_deadlines", "nis2-report-to-the-authority")
    assert [stage["within"] for stage in entry["stages"]] == ["24h", "72h", "1 month"]
    assert (entry["authority"], entry["from"], entry["role"]) == (
        "NIS2 report to the authority",
        "noticed",
        "commander",
    )
    started = at(drill, found, "procedures", "all", "steps", "start-external-clocks")
    assert started["critical"] is True
    assert "NIS2" in started["text"]
    assert found.retest == ("start-external-clocks",)


def test_two_amendments_never_give_the_same_name_to_two_new_steps():
    clocks = ["NIS2 report", "DORA report"]
    drill = a_drill(ACK, truth={"severity": "SEV1", "external_deadlines": clocks}).end("50m")
    first, second = proposed(drill.facts, [gap("G12", "clock-nis2-report"), gap("G12", "clock-dora-report")])
    assert (first.retest, second.retest) == (("start-external-clocks",), ("start-external-clocks-2",))
    both = applied(written(drill.script.plan), (*first.edits, *second.edits))
    (entry,) = [found for found in both["external_deadlines"] if "DORA" in found["authority"]]
    assert (entry["from"], [stage["within"] for stage in entry["stages"]]) == (
        "classified",
        ["4h", "72h", "1 month"],
    )


def test_the_spans_in_the_words_of_a_deadline_become_its_stages():
    words = "Rail inspectorate, first report within 6 hours"
    drill = a_drill(ACK, truth={"severity": "SEV1", "external_deadlines": [words]}).end("50m")
    found = of(drill, gap("G12", "clock-rail-inspectorate-first-report-within-6"))
    (entry,) = result(drill, found)["external_deadlines"]
    assert [stage["within"] for stage in entry["stages"]] == ["6h"]


def test_a_supplier_that_the_plan_does_not_know_becomes_a_contact_and_a_step_with_a_time_box():
    drill = a_drill(ACK, step("look")).at("2m")
    first = drill.do("engineer", Page(contact="cloud-host", result="no answer"))
    last = drill.at("22m").do("engineer", ReportBlocked(missing="Waiting for the cloud host"))
    found = of(drill.end("50m"), gap("G13", "cloud-host", first, last))
    contact = at(drill, found, "contacts", "cloud-host")
    assert contact["external"] is True
    assert len(marks(found.edits)) == 2
    press = at(drill, found, "procedures", "all", "steps", "press-cloud-host")
    assert press["target"] == {"from": "inject", "within": "20m"}
    assert press["shown_by"] == [{"action": "page", "contact": "cloud-host"}]


def test_what_an_evaluator_noted_as_lacking_is_added_to_the_step():
    drill = a_drill(step("mend", text="Restart it.")).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    drill.submit(
        cmd.AssessStep("mend", followed="yes", adequate="no", note="check the queue before the restart")
    )
    found = of(drill.end("50m"), gap("G16", "mend", step="mend"))
    text = at(drill, found, "procedures", "all", "steps", "mend", "text")
    assert text == "Restart it. Check the queue before the restart."


def test_a_decision_without_its_reason_puts_the_reason_into_the_step():
    drill = a_drill(step("mend", text="Choose one.", shown_by=[{"action": "contain"}])).at("2m")
    seq = drill.do("engineer", Contain(measure="Stop it"))
    found = of(drill.end("50m"), gap("G17", "mend", seq, step="mend"))
    text = at(drill, found, "procedures", "all", "steps", "mend", "text")
    assert text == "Choose one. Record the reason in the log."


def test_a_record_that_belongs_to_no_step_becomes_the_duty_of_whoever_keeps_the_log():
    small = plan([ACK])
    small["roles"].append({"id": "scribe", "title": "Scribe", "duties": ["Keeps the log."]})
    drill = Drill(small, scenario([inject("alert", "1m", ["ack"], channel="alert")])).start().at("2m")
    seq = drill.do("engineer", Verify(what="It works"))
    found = of(drill.end("50m"), gap("G17", "verify", seq))
    assert (
        at(drill, found, "roles", "scribe", "duties")[-1]
        == "Records the evidence of every decision and measure."
    )


# What people wrote ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["A" * 5_000, "line\n\n  two\tthree", "ends: with, [odd] {signs} #1", "\u2028é \u200b x", "- a: b"],
)
def test_whatever_people_write_becomes_a_step_that_the_plan_can_hold(text: str):
    drill, found = improvised(text)
    (made,) = [made for made in at(drill, found, "procedures", "all", "steps") if made["id"] in found.retest]
    assert len(made["title"]) <= 300
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", made["id"])


def test_the_role_that_assumed_command_is_not_taken_for_a_missing_step():
    drill = a_drill(ACK).at("2m")
    drill.do("commander", AssumeRole(role="commander"))
    assert [found for found in find(drill.end("50m").facts) if found.code == "G01"] == []
