"""G12: a clock that the law or an authority sets was unknown to the plan, or was not kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import Ask, DoStep, HandOver, Improvise, Page, PostUpdate
from trainer.core.gaps import legal
from trainer.core.gaps.finding import act, lapse

MEND = step("mend")
BREACH = {
    "id": "breach",
    "authority": "Data protection authority",
    "applies_when": "Personal data were disclosed",
    "from": "first alert",
    "stages": [{"within": "30m", "what": "First notification"}],
}


def a_drill(
    *steps: dict[str, Any],
    clocks: tuple[str, ...] = (),
    of_plan: dict[str, Any] | None = None,
    injects: tuple[dict[str, Any], ...] = (),
    truth: dict[str, Any] | None = None,
) -> Drill:
    asked = [MEND, *steps]
    alert = inject("alert", "1m", [found["id"] for found in asked], channel="alert")
    facts = {"severity": "SEV1", "external_deadlines": list(clocks), **(truth or {})}
    drill = Drill(plan(asked, **(of_plan or {})), scenario([alert, *injects], truth=facts)).start().at("2m")
    drill.do("engineer", DoStep(step="mend"))
    return drill


def kinds(drill: Drill) -> list[tuple[str, str, str | None]]:
    return [(gap.id, gap.kind, gap.step) for gap in gaps_of(drill, "G12")]


# Steps that the law asks for ------------------------------------------------------------------------------------------


def a_step(title: str, **more: Any) -> dict[str, Any]:
    return step("duty", "comms", title=title, target=target("first alert", "20m"), **more)


LEGAL = (
    "Notify the data protection authority",
    "Tell the regulator",
    "Start the regulatory clock",
    "File the 72-hour notification",
    "Ask legal whether an external deadline has begun",
    "Inform the data protection officer",
    "Report the breach under GDPR",
    "Send the NIS2 early warning to the CSIRT",
    "Report to the rail safety authority",
    "Call the financial supervisor",
    "Assess the notification duty",
    "Make the statutory report",
    "Start the clock for the authority notification",
)


@pytest.mark.parametrize("title", LEGAL)
def test_a_legal_step_that_was_missed_is_for_practice(title):
    drill = a_drill(a_step(title)).end("40m")
    assert kinds(drill) == [("G12-duty", "execution", "duty")]
    assert [found.about for found in legal.find(drill.facts)] == [(lapse("duty"),)]


@pytest.mark.parametrize(
    "title",
    [
        "Tell the customers",
        "Check the pressure regulator",
        "Renew the certificate at the certificate authority",
        "Call the ward supervisor",
        "Get the legal text approved for the banner",
        "Restore the data centre",
        "Report the scope to the commander",
        "Decide who has the authority to stop the line",
        "Protect the data with a snapshot",
        "Say when the next update comes",
        "Delete records older than 72 h",
        "Restart the supervisory control system",
        "Call whoever has authority",
        "Ask legal to approve the text",
        "Write it on the safety board",
    ],
)
def test_another_step_that_was_missed_is_none(title):
    assert kinds(a_drill(a_step(title)).end("40m")) == []


@pytest.mark.parametrize(
    "more",
    [
        {"clause": "GDPR art. 33"},
        {"shown_by": [{"action": "post update", "audience": "regulator"}]},
        {"text": "Notify the competent authority in writing with what is known."},
    ],
)
def test_a_step_may_be_legal_by_its_clause_its_audience_or_its_text(more):
    assert [kind for _, kind, _ in kinds(a_drill(a_step("Send the first report", **more)).end("40m"))] == [
        "execution"
    ]


def test_a_step_is_legal_by_the_authority_that_the_plan_names():
    written = {**BREACH, "authority": "Rail Accident Bureau"}
    drill = a_drill(a_step("Ring the Rail Accident Bureau"), of_plan={"external_deadlines": [written]})
    assert kinds(drill.end("40m")) == [("G12-duty", "execution", "duty")]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("First notice to the supervisor", "comms"),
        ("Ring the supervisor", "comms"),
        ("Send the first notice", "deputy"),
    ],
)
def test_a_step_is_legal_where_it_tells_the_authority_by_its_short_name_or_is_its_owners_notice(title, role):
    written = {**BREACH, "authority": "Payments supervisor", "role": "deputy"}
    drill = a_drill({**a_step(title), "role": role}, of_plan={"external_deadlines": [written]})
    assert kinds(drill.end("40m")) == [("G12-duty", "execution", "duty")]


@pytest.mark.parametrize(
    "title", ["Call the ward", "Send the first notice", "Put the supervisor's desk in order"]
)
def test_another_step_beside_a_deadline_is_none(title):
    written = {**BREACH, "authority": "Payments supervisor", "role": "deputy"}
    assert kinds(a_drill(a_step(title), of_plan={"external_deadlines": [written]}).end("40m")) == []


def test_a_step_whose_text_only_mentions_a_regulator_is_none():
    drill = a_drill(a_step("Preserve the traces", text="The regulator may ask for them later."))
    assert kinds(drill.end("40m")) == []


def test_a_legal_step_that_was_late_says_by_how_much():
    drill = a_drill(a_step(LEGAL[0])).at("26m")
    drill.do("comms", DoStep(step="duty"))
    found = gaps_of(drill.end("40m"), "G12")
    assert [(gap.kind, gap.step) for gap in found] == [("execution", "duty")]
    assert "5 min after its limit of 20 min" in found[0].statement


def test_a_legal_step_done_exactly_at_its_limit_is_none():
    drill = a_drill(a_step(LEGAL[0])).at("21m")
    drill.do("comms", DoStep(step="duty"))
    assert kinds(drill.end("40m")) == []


def test_a_legal_step_whose_limit_had_not_run_out_is_none():
    assert kinds(a_drill(a_step(LEGAL[0])).end("15m")) == []


def test_a_legal_step_that_the_plan_leaves_open_is_none():
    assert kinds(a_drill(a_step(LEGAL[0], strength="may")).end("40m")) == []


def test_a_legal_step_that_no_message_had_asked_for_yet_is_none():
    alert, asking = inject("alert", "1m", ["mend"], channel="alert"), inject("news", "50m", ["duty"])
    drill = Drill(plan([MEND, a_step(LEGAL[0])]), scenario([alert, asking])).start()
    assert kinds(drill.end("40m")) == []


def test_a_legal_step_whose_limit_cannot_be_kept_is_a_matter_of_its_target():
    before = step("look", target=target("first alert", "30m"))
    drill = a_drill(before, a_step(LEGAL[0], after=["look"])).at("25m")
    drill.do("engineer", DoStep(step="look"))
    drill.at("26m").do("comms", DoStep(step="duty"))
    assert kinds(drill.end("40m")) == []


def test_a_legal_step_that_an_absent_role_left_undone_is_the_absences_gap():
    gone = inject("gone", "5m", absent=["comms"])
    drill = a_drill(a_step(LEGAL[0]), injects=(gone,)).end("40m")
    assert kinds(drill) == []
    assert [gap.id for gap in gaps_of(drill, "G08")] == ["G08-comms"]


def test_a_legal_step_that_fell_through_at_a_handover_is_the_handovers_gap():
    drill = a_drill(
        a_step(LEGAL[0]), of_plan={"sections": [{"heading": "Shifts", "text": "Handover: brief."}]}
    )
    drill.at("10m").do("comms", HandOver(role="comms", to="next shift", briefed="All there is."))
    drill.end("40m")
    assert kinds(drill) == []
    assert [(gap.id, gap.step) for gap in gaps_of(drill, "G11")] == [("G11-comms", "duty")]


def test_a_legal_step_missed_with_much_else_by_a_team_that_never_opened_its_plan_is_part_of_that():
    steps = [step(f"other-{n}", target=target("first alert", "5m")) for n in range(6)]
    asked = [found["id"] for found in steps] + ["duty"]
    drill = Drill(
        plan([*steps, a_step(LEGAL[0])]), scenario([inject("alert", "1m", asked, channel="alert")])
    ).start()
    drill.at("2m").do("comms", Ask(text="What now?"))
    drill.end("40m")
    assert kinds(drill) == []
    assert len(gaps_of(drill, "G14")) == 1


# Clocks that the incident starts --------------------------------------------------------------------------------------

CLOCK = "Notification of the health inspectorate within 24 h"


def test_a_clock_that_the_plan_does_not_know_is_the_plans_gap():
    found = gaps_of(a_drill(clocks=(CLOCK,)).end("40m"), "G12")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", None)]
    assert "health inspectorate" in found[0].statement


def test_a_clock_that_the_plan_knows_and_that_runs_longer_than_play_is_none():
    assert kinds(a_drill(clocks=("breach",), of_plan={"external_deadlines": [BREACH]}).end("20m")) == []


@pytest.mark.parametrize(
    "words", ["GDPR: tell the data protection authority", "Data protection authority, 72 h", "breach"]
)
def test_a_clock_is_known_by_its_identifier_or_its_authority(words):
    assert kinds(a_drill(clocks=(words,), of_plan={"external_deadlines": [BREACH]}).end("20m")) == []


def test_another_clock_than_the_plan_knows_is_a_gap():
    drill = a_drill(clocks=(CLOCK,), of_plan={"external_deadlines": [BREACH]})
    assert [kind for _, kind, _ in kinds(drill.end("20m"))] == ["plan"]


def test_a_clock_that_ran_out_in_play_and_for_which_nothing_was_done_is_for_practice():
    drill = a_drill(clocks=("breach",), of_plan={"external_deadlines": [BREACH]}).end("40m")
    assert kinds(drill) == [("G12-breach", "execution", None)]


def test_play_that_ends_right_before_the_clock_runs_out_is_none():
    drill = a_drill(clocks=("breach",), of_plan={"external_deadlines": [BREACH]})
    assert kinds(drill.end("30m")) == []


def test_a_clock_that_counts_business_days_is_not_judged():
    days = {**BREACH, "calendar": "business days"}
    assert kinds(a_drill(clocks=("breach",), of_plan={"external_deadlines": [days]}).end("40m")) == []


@pytest.mark.parametrize(
    "done",
    [
        PostUpdate(audience="authority", text="First notification to the data protection authority."),
        Page(contact="dpa", note="Told the data protection authority what we know."),
        Improvise(text="Rang the data protection authority."),
    ],
)
def test_a_clock_that_somebody_served_in_time_is_none(done):
    drill = a_drill(clocks=("breach",), of_plan={"external_deadlines": [BREACH]}).at("10m")
    drill.do("comms", done)
    assert kinds(drill.end("40m")) == []


def test_a_clock_served_too_late_is_a_gap():
    drill = a_drill(clocks=("breach",), of_plan={"external_deadlines": [BREACH]}).at("35m")
    drill.do("comms", Improvise(text="Rang the data protection authority."))
    assert kinds(drill.end("40m")) == [("G12-breach", "execution", None)]


def test_a_clock_that_a_step_serves_is_judged_by_that_step():
    drill = a_drill(
        a_step("Notify the data protection authority"),
        clocks=("breach",),
        of_plan={"external_deadlines": [BREACH]},
    ).at("10m")
    drill.do("comms", DoStep(step="duty"))
    assert kinds(drill.end("40m")) == []


def test_a_clock_that_only_a_step_of_the_plan_knows_is_known():
    drill = a_drill(a_step("Notify the health inspectorate"), clocks=(CLOCK,)).at("10m")
    drill.do("comms", DoStep(step="duty"))
    assert kinds(drill.end("40m")) == []


def test_a_plan_without_deadlines_that_asks_legal_which_run_is_not_silent():
    drill = a_drill(a_step("Ask legal which deadlines have begun"), clocks=(CLOCK,)).at("10m")
    drill.do("comms", DoStep(step="duty"))
    assert kinds(drill.end("40m")) == []


def test_an_improvised_notification_is_part_of_the_plans_gap():
    drill = a_drill(clocks=(CLOCK,)).at("10m")
    seq = drill.do("comms", Improvise(text="Rang the health inspectorate and told them."))
    found = next(iter(legal.find(drill.end("40m").facts)))
    assert act(seq) in found.about


def test_two_unknown_clocks_are_two_gaps():
    drill = a_drill(clocks=(CLOCK, "Report to the central bank within 4 h"))
    assert len(kinds(drill.end("40m"))) == 2


# Facts that start a clock ---------------------------------------------------------------------------------------------

TOLD = (
    "A list of 4,000 patient records was downloaded by an unknown address.",
    "Names and addresses of our customers were visible to strangers for two hours.",
    "The attacker has published customer data on a forum.",
    "Passport scans of guests have been stolen.",
    "38 customers now see each other's names and addresses.",
    "A laptop with unencrypted patient files was stolen from the car.",
    "Salary lists of employees were sent to the wrong recipients.",
    "Bank details of 300 clients went to the wrong mailbox.",
    "Attackers copied the customer database.",
    "For an hour people could open other customers' invoices.",
    "It is a data breach, says the security team.",
)


def after_message(text: str, **of_plan: Any) -> list[str]:
    drill = a_drill(injects=(inject("news", "5m", text=text),), of_plan=of_plan)
    return [gap.kind for gap in gaps_of(drill.end("40m"), "G12")]


@pytest.mark.parametrize("text", TOLD)
def test_personal_data_that_got_out_while_the_plan_is_silent_is_its_gap(text):
    assert after_message(text) == ["plan"]


@pytest.mark.parametrize(
    "text",
    [
        "No customer data were stolen.",
        "Customer data are safe; nothing was leaked.",
        "May the contractor see customer records? No.",
        "The data centre lost power.",
        "Dashboard data are missing since 10:00.",
        "Was any patient data exposed?",
        "We do not know whether customer data were leaked.",
        "Customers see an error page.",
        "The patient monitor data are lost.",
        "If customer data had been stolen, we would have seen it.",
        "Customers' orders of the last hour were lost.",
        "None of the customer records was disclosed.",
        "The customer database is corrupted.",
        "Finance downloaded the customer list for reconciliation.",
        "The customer table was dropped by a script.",
    ],
)
def test_no_loss_of_personal_data_starts_no_clock(text):
    assert after_message(text) == []


@pytest.mark.parametrize(
    "of_plan",
    [
        {"external_deadlines": [BREACH]},
        {"contacts": [{"id": "legal", "title": "Legal on call"}]},
        {"sections": [{"heading": "Law", "text": "GDPR applies to every disclosure."}]},
        {
            "communications": [
                {
                    "id": "c",
                    "audience": "regulator",
                    "title": "Regulator",
                    "channel": "portal",
                    "template": "",
                }
            ]
        },
    ],
)
def test_a_plan_that_speaks_of_law_or_authority_is_not_silent(of_plan):
    assert after_message(TOLD[0], **of_plan) == []


def test_a_message_that_was_never_delivered_starts_no_clock():
    drill = a_drill(injects=(inject("news", "50m", text=TOLD[0]),))
    assert kinds(drill.end("40m")) == []


def test_the_true_facts_of_the_scenario_count_too():
    drill = a_drill(truth={"affected": "Every customer; customer addresses were exposed for two hours."})
    assert [kind for _, kind, _ in kinds(drill.end("40m"))] == ["plan"]


def test_one_unknown_clock_with_several_signs_is_one_gap():
    drill = a_drill(clocks=(CLOCK,), injects=(inject("news", "5m", text=TOLD[0]),)).at("10m")
    drill.do("comms", Ask(text="Do we have to tell the regulator?"))
    found = gaps_of(drill.end("40m"), "G12")
    assert len(found) == 1
    assert len(found[0].evidence) >= 3


# Questions ------------------------------------------------------------------------------------------------------------

ASKED = (
    "Do we have to tell the regulator?",
    "When does the 72 hours start?",
    "Who reports this to the authorities, and by when?",
    "Are we obliged to notify the data protection authority?",
    "Is there a duty to report this?",
    "Does a legal deadline run here?",
)


@pytest.mark.parametrize("text", ASKED)
def test_a_question_about_a_legal_clock_that_the_plan_does_not_answer_is_its_gap(text):
    drill = a_drill().at("10m")
    seq = drill.do("comms", Ask(text=text))
    drill.end("40m")
    assert [kind for _, kind, _ in kinds(drill)] == ["plan"]
    assert [found.about for found in legal.find(drill.facts)] == [(act(seq),)]


@pytest.mark.parametrize("text", ASKED)
def test_the_same_question_where_the_plan_has_the_answer_is_none(text):
    drill = a_drill(of_plan={"external_deadlines": [BREACH]}).at("10m")
    drill.do("comms", Ask(text=text))
    assert kinds(drill.end("40m")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Has the regulator called?",
        "Who has the authority to stop the line?",
        "Is the certificate authority reachable?",
        "Do we have to tell the customers?",
        "Did the pressure regulator fail?",
        "Should we report back in ten minutes?",
    ],
)
def test_another_question_is_none(text):
    drill = a_drill().at("10m")
    drill.do("comms", Ask(text=text))
    assert kinds(drill.end("40m")) == []


def test_an_incident_without_any_sign_of_law_is_none():
    assert kinds(a_drill().end("40m")) == []
