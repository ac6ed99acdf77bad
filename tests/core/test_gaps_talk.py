"""What people mean by the words they write in a drill."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core.actions import ReportBlocked
from trainer.core.gaps.talk import Missing, Topic, missing, supplier_word, third_party, topic
from trainer.core.plan import Contact, Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script

TOOLS: list[dict[str, Any]] = [
    {
        "id": "deployment-console",
        "title": "Deployment console",
        "alternative": "Signed script on the spare host",
    },
    {"id": "paging", "title": "On-call paging platform"},
    {"id": "status-page", "title": "Public status page"},
    {"id": "portal", "title": "Merchant portal of the payment provider"},
]
CONTACTS: list[dict[str, Any]] = [
    {"id": "network-desk", "title": "Network operations desk", "reach": "Telephone 4400"},
    {"id": "legal-rota", "title": "Legal on call", "role": "counsel"},
    {"id": "provider-support", "title": "Payment provider, priority support", "external": True},
]
STEPS: list[dict[str, Any]] = [
    step("first-update", "comms", clause="3.1", text="Tell executives within 30 minutes of the declaration."),
    step("second-update", "comms", clause="3.4", target=target("declared", "20m")),
    step("contain", "engineer", clause="5", text="Contain the fault promptly once impact is confirmed."),
    step("answer-callers", "comms", clause="R4b", text="Answer callers."),
    step("call-provider", "engineer", clause="6", needs={"contacts": ["provider-support"]}),
]
WRITTEN: dict[str, Any] = plan(STEPS, tools=TOOLS, contacts=CONTACTS)
SCRIPT = Script(Plan.model_validate(WRITTEN), Scenario.model_validate(scenario([])))


def lacks(words: str, of_step: str | None = None) -> Missing:
    return missing(SCRIPT, ReportBlocked(missing=words), SCRIPT.steps.get(of_step or ""))


def asked(text: str) -> Topic:
    told = inject(
        "complaint", "1m", title="Which one is right?", text="Card payments fail with error 503 since nine."
    )
    drill = Drill(WRITTEN, scenario([told])).start().end("5m")
    return topic(drill.facts, text)


# Blockers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Login to the deployment console",
        "My VPN token has expired",
        "No admin rights on the ledger database",
        "The jump host does not answer",
        "Key to the plant room",
        "Spare disks, the shelf is empty",
        "A licence for the recovery software",
        "Access to the vendor's portal",
        "Login for the merchant portal of the provider",
        "Single sign-on is down, nobody gets into the dashboards",
        "Our identity provider rejects every login",
        "Permission to read the audit bucket",
        "The runbook asks for the break-glass key, and it is not in the safe",
        "No test environment for the restore",
        "A second pair of hands on the ward",
        "Paging platform rejects the call",
        "backup server unreachable",
        "Nobody on shift has sudo on that box",
        "The break-glass envelope is empty",
        "There is no spare controller in the store",
        "A bus for forty people",
        "Monitoring is dead, we are flying blind",
        "Access to the backup vault: the one with the key is asleep nine hours away",
        "The console asks for a second factor I do not have",
    ],
)
def test_a_tool_access_or_resource_is_means(words):
    assert lacks(words) is Missing.MEANS


@pytest.mark.parametrize(
    "words",
    [
        "Waiting for the vendor to unlock the firmware",
        "The carrier's hotline keeps us on hold",
        "Hosting provider says next business day",
        "An answer from the payment provider",
        "The signalling manufacturer has not called back",
        "Only the supplier can reset the controller",
        "The outsourced service desk will not open a case at night",
        "Engineer from the maintenance company is not on site",
        "The card processor's desk does not pick up",
        "Registrar refuses to change the record without a form",
        "No number for the registrar anywhere",
        "Waiting for the provider to renew our licence",
        "Card scheme has not lifted the block yet, they want until tomorrow",
        "The lab that reads the samples is closed at night",
        "Their on-call does not return the call",
        "We depend on the cloud provider's region coming back",
        "The outside law firm has not replied",
        "Somebody at the maker: only they can renew it, and we have no line",
        "The code host must revoke the old tokens; it refuses our form and we know nobody there",
        "Waiting on the bank's clearing desk; they close at six",
    ],
)
def test_a_firm_outside_that_is_waited_for_is_a_supplier(words):
    assert lacks(words) is Missing.SUPPLIER


def test_a_step_that_needs_a_contact_outside_says_who_does_not_answer():
    assert lacks("Nobody picks up", "call-provider") is Missing.SUPPLIER
    assert lacks("Nobody picks up", "contain") is Missing.CONTACT


@pytest.mark.parametrize(
    "words",
    [
        "The number of the network desk is not in service",
        "Contact card has an empty field for the payment provider",
        "Legal on call cannot be reached",
        "The duty manager does not answer",
        "Mail to the network operations desk bounced",
        "The person on the list left the company",
        "Nobody answers at the network operations desk",
        "Only voicemail at the works office",
        "Mobile number of the shift lead",
        "The duty phone goes to a fax",
        "The number in the plan is somebody's private line since May",
        "I cannot raise the duty director",
        "Nobody in legal answers",
        "The rota shows last month's people",
        "The contact has moved to another department",
    ],
)
def test_somebody_who_cannot_be_reached_is_a_contact(words):
    assert lacks(words) is Missing.CONTACT


@pytest.mark.parametrize(
    "words",
    [
        "The runbook is on the wiki and the wiki is down",
        "Cannot open the plan, it is behind single sign-on",
        "The runbook",
        "My printed plan is two versions old",
        "The checklist I have is from last year",
        "No access to the runbook",
        "An old version of the playbook",
        "The plan is on the share that is encrypted",
        "The pages after 12 are missing in my copy of the plan",
        "The link to the runbook is dead",
    ],
)
def test_a_plan_that_is_not_to_hand_is_a_document(words):
    assert lacks(words) is Missing.DOCUMENT


@pytest.mark.parametrize(
    "words",
    [
        "There is no runbook for rotating the signing key",
        "The plan says nothing about partner sites",
        "No procedure that covers a double booking",
        "Nothing in the plan on how to go back",
        "There is nothing written for this case",
        "No instructions what to do when both are gone",
    ],
)
def test_a_step_that_the_plan_lacks_is_a_procedure(words):
    assert lacks(words) is Missing.PROCEDURE


@pytest.mark.parametrize(
    "words",
    [
        "Approval of the commander",
        "Sign-off by finance",
        "Nobody knows who may take the site offline",
        "A decision on the failover",
        "Permission to publish",
        "Go-ahead for the shutdown",
        "Nobody here who may call the vendor",
        "Somebody who decides",
        "The director has to sign first",
        "Commander has not decided",
        "I am not allowed to switch it off by myself",
        "No one will say whether we may cut the line",
    ],
)
def test_somebodys_word_is_authority(words):
    assert lacks(words) is Missing.AUTHORITY


def test_an_instruction_that_cannot_be_read_is_an_instruction():
    assert lacks("Clauses 3.1 and 3.4 contradict each other") is Missing.INSTRUCTION
    assert lacks("Clause 3.1 says 30 minutes, 3.4 says 20") is Missing.INSTRUCTION


@pytest.mark.parametrize(
    "words", ["Waiting for the restore to finish", "The import is still running", "Cause of the fault"]
)
def test_other_work_that_is_not_finished_is_time(words):
    assert lacks(words) is Missing.TIME


@pytest.mark.parametrize(
    "words", ["The inject gives no host name", "The attachment is missing", "No such ward in this exercise"]
)
def test_what_the_exercise_left_out_is_the_exercise(words):
    assert lacks(words) is Missing.EXERCISE


def test_a_contact_is_outside_where_the_plan_or_its_title_says_so():
    assert third_party(Contact(id="a", title="Priority line", external=True))
    assert third_party(Contact(id="a", title="Hosting provider, business support"))
    assert not third_party(Contact(id="a", title="Provider liaison", role="liaison"))
    assert not third_party(Contact(id="a", title="Database on call"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the hosting provider sleeps", "provider"),
        ("identity provider down", None),
        ("our partner team", None),
        ("Media carrier's desk", "carrier"),
    ],
)
def test_a_supplier_is_named_by_its_word(text, word):
    assert supplier_word(text) == word


# Questions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Clause 3.1 says 30 minutes, 3.4 says 20 - which one?",
        "3.1 says thirty minutes and 3.4 says twenty. Which of the two?",
        "Do clauses 3.1 and 3.4 contradict each other?",
        "Step 5 says 'promptly': does that mean before or after the call?",
        'What does "promptly" mean here?',
        "What counts as contained?",
        "Is it the call's start or the alert?",
        "Do the 20 minutes run from the declaration or from the first alert?",
        "Is impact confirmed when support says so, or how should we read clause 5?",
        "How are we supposed to understand the sentence in step 5?",
        "What does the plan mean by impact?",
        "Does that mean we must wait for the commander?",
        "Which of the two?",
        "The runbook and the checklist give different times. Both procedures cannot be right?",
        "Does 'executives' in clause 3.1 include the board?",
        "When does the clock in clause 3.4 start?",
        "20 or 30 minutes - which one do we go by?",
        "What is 'promptly' in minutes?",
        "Is 'impact confirmed' when we see it or when support does?",
        "Clause 5 - before or after 6?",
        "I read 3.1 as every 30 minutes, you read it as once. Which is it?",
        "Which takes precedence, 3.1 or 3.4?",
        "R4b: everyone, or only those who ask?",
        "I take R4b as all of them, the desk takes it as some. What does it mean?",
        "The plan says inform executives and then says nobody but the commander talks to them. What now?",
        "What does clause 5 want from me, isolate or shut down?",
    ],
)
def test_a_question_what_the_plan_means_is_about_the_instruction(text):
    assert asked(text) is Topic.INSTRUCTION


@pytest.mark.parametrize(
    "text",
    [
        "Is it all countries or only one?",
        "What is the error rate?",
        "When did it start?",
        "What does error 503 mean?",
        "Does that mean customers in the north are affected too?",
        "Which of the two data centres is down?",
        "Does the outage include the mobile app?",
        "Should I post now or wait for the figures?",
        "Is it the network or the database?",
        "Which one is right? I mean the two dashboards.",
        "Was it the alert or the call that came first?",
        "How long do we have?",
        "Did anyone see the release of 18:42, was it 2.4 or 2.5?",
        "May I quote the provider's status page? It does not say what we see.",
        "How many patients have been moved, 20 or 30?",
        "Is the restore done or still running?",
        "Are steps 3.1 and 3.4 done? The log has 5 entries and support has 20 calls.",
        "Which number do I call for the vendor?",
        "Do we have to tell the regulator?",
        "When is the next update?",
        "Can we have five more minutes?",
        "Have you done step 5 or only started it?",
        "May I skip step 5 or do you need it?",
        "The dashboard says 5 per cent and support says 20 per cent. Which is right?",
        "Two reports disagree: the desk says north, the map says south. Which one?",
        "Is the backup from last night or from the night before?",
        "Is the number in the dashboard per minute or per hour?",
        "Does the outage count as planned work?",
        "Is it over, or is it only quiet?",
        "What did the provider say, 20 minutes or 30?",
        "Do we start the call now or when the commander is there?",
        "Are all wards on paper or only the surgical ones?",
    ],
)
def test_a_question_about_what_happens_asks_for_facts(text):
    assert asked(text) is Topic.FACT


@pytest.mark.parametrize(
    "text",
    [
        "Who decides this?",
        "Whose call is it?",
        "Clause 3.1 says comms, 3.4 says the commander: who approves?",
        "Who is supposed to answer the press?",
    ],
)
def test_a_question_who_is_about_authority(text):
    assert asked(text) is Topic.AUTHORITY


@pytest.mark.parametrize(
    "text",
    ["What does the plan say about this?", "Is there a procedure for partner sites?", "Which runbook is it?"],
)
def test_a_question_for_a_step_is_about_the_procedure(text):
    assert asked(text) is Topic.PROCEDURE


@pytest.mark.parametrize("text", ["Which version of the plan holds?", "Where do I find the runbook?"])
def test_a_question_for_the_document_is_about_it(text):
    assert asked(text) is Topic.DOCUMENT


@pytest.mark.parametrize(
    "text", ["Does this count as a SEV1?", "Is this a critical one?", "Which severity is it?"]
)
def test_a_question_for_the_level_is_about_the_severity(text):
    assert asked(text) is Topic.SEVERITY
