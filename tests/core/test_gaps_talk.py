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


# Other trades ---------------------------------------------------------------------------------------------------------

HOUSE_CONTACTS: list[dict[str, Any]] = [
    {"id": "clearing", "title": "Operations desk of the clearing house", "external": True},
    {"id": "northgrid", "title": "Northgrid control room", "external": True},
    {"id": "lab-desk", "title": "Laboratory, night bench", "role": "lab"},
    {"id": "plant-phone", "title": "Plant electrician on duty"},
]
HOUSE_TOOLS: list[dict[str, Any]] = [
    {"id": "roll-out", "title": "Roll-out tool"},
    {"id": "registry", "title": "Image registry"},
    {"id": "bank-link", "title": "Bank link terminal"},
    {"id": "switchboard", "title": "Gate switchboard"},
    {"id": "cabinet", "title": "Dispensing cabinet"},
]
HOUSE_STEPS: list[dict[str, Any]] = [
    step("recall", "engineer", clause="4.4", needs={"contacts": ["clearing"]}),
    step("freeze", "engineer", clause="RB-5", text="Stop all roll-outs."),
    step("wards", "comms", clause="W2", text="Tell the wards on the north side."),
]
HOUSE: dict[str, Any] = plan(
    HOUSE_STEPS,
    tools=HOUSE_TOOLS,
    contacts=HOUSE_CONTACTS,
    version="17",
    title="Emergency sheet of the house",
    roles=[
        {"id": "engineer", "title": "Engineer"},
        {"id": "comms", "title": "Communications"},
        {"id": "registrar", "title": "Surgical registrar"},
        {"id": "lab", "title": "Laboratory"},
        {"id": "shift-lead", "title": "Shift lead"},
    ],
)
HOUSE_SCRIPT = Script(Plan.model_validate(HOUSE), Scenario.model_validate(scenario([])))


def lacks_here(words: str, of_step: str | None = None) -> Missing:
    return missing(HOUSE_SCRIPT, ReportBlocked(missing=words), HOUSE_SCRIPT.steps.get(of_step or ""))


def asked_here(text: str) -> Topic:
    drill = Drill(HOUSE, scenario([inject("alert", "1m")])).start().end("5m")
    return topic(drill.facts, text)


@pytest.mark.parametrize(
    "words",
    [
        "The clearing house, including its operations director: nobody with recall rights before seven",
        "Nobody at the card scheme has the rights to lift the block until seven",
        "The domain registrar calls our report invalid",
        "The stock exchange cannot say before morning whether the trades stand",
        "The grid company has no crew before six",
        "Water utility: their duty engineer may not open the valve before noon",
        "The courier with the blood units is stuck, nobody there knows where",
        "The reference laboratory over there takes no samples tonight, they say",
        "Their ticket has been at priority three for an hour",
        "A statement of the hosting company; their status page is all green",
        "They would ring back, they said; that was an hour ago",
        "Waiting for the telecom to test the line from their side",
        "The insurer has not released the forensic firm",
        "The landlord has the only key and does not pick up",
        "Code host: ticket open since two, no reply",
        "The integrator says Monday",
        "The lift company sends nobody before noon",
        "The operator of the payment gateway sees no fault on their side",
        "The airport authority has closed its help desk for the night",
        "Cloud support wants a higher contract before they look at it",
        "The certificate authority takes two days to reissue",
        "The staffing agency has no nurses before noon",
        "The sending bank does not return the money before Monday",
        "The domain registry has frozen the zone and sends nobody to the phone",
        "The call-back of the tow company, promised for three",
        "An engineer of the lift company; nobody comes before six",
        "Somebody over there who can read the trace",
        "The fuel company delivers at eight, the tank is empty",
        "The identity provider has had our ticket for two hours",
        "The identity provider's support keeps us on hold",
        "Northgrid cannot say before morning when the feeder comes back",
        "Northgrid has nobody with switching rights until seven",
        "No word yet from Northgrid",
        "The ferry operator promised to call back and has not",
        "Power company: fault desk promises a crew, no time given",
        "The maker's hotline wants a contract number first",
    ],
)
def test_an_organisation_outside_is_a_supplier_in_every_trade(words):
    assert lacks_here(words) is Missing.SUPPLIER


@pytest.mark.parametrize(
    "words",
    [
        "The bank link terminal does not let me in",
        "Exchange server does not load",
        "The image registry denies the push",
        "Container registry answers 403",
        "The hosting console denies my login",
        "Vendor VPN token expired",
        "The power supply of the rack is dead",
        "No power in the plant room",
        "Key of the water pump",
        "The cloud account is locked",
        "A badge of the security firm for the gate",
        "Nobody on our side has the rights",
        "The ticket system is down",
        "The bank cards for the petrol are locked in the safe",
        "A partner for the two-person rule",
        "Carrier board in rack four is broken, no spare",
        "The laboratory printer is out of labels",
        "The network closet is locked until the porter comes at ten",
        "Water in the pump room, no pump before seven",
        "Login for the supplier's portal",
        "The maker's diagnostic laptop is at the other site",
        "The scheme of pipes is not in the drawer",
    ],
)
def test_a_tool_that_others_made_or_a_word_of_our_own_is_means(words):
    assert lacks_here(words) is Missing.MEANS


@pytest.mark.parametrize(
    "words",
    [
        "The printer is out of paper until tomorrow",
        "Chat tool won't load",
        "My ticket system login is refused",
    ],
)
def test_a_tool_that_fails_at_a_step_with_a_contact_outside_is_means(words):
    assert lacks_here(words, "recall") is Missing.MEANS


@pytest.mark.parametrize(
    "words",
    [
        "The surgical registrar does not pick up",
        "Nobody answers at the laboratory",
        "Our network team does not answer",
        "The plant electrician does not answer the page",
        "The shift lead promised to ring back and has not",
        "Waiting for the duty manager to call back",
    ],
)
def test_somebody_of_our_own_who_does_not_answer_is_a_contact(words):
    assert lacks_here(words) is Missing.CONTACT


@pytest.mark.parametrize(
    "words",
    [
        "Permission of the roll-out tool in the main cluster, it answers 'forbidden'",
        "Permission denied on the backup server",
        "The roll-out tool says that I am not allowed",
        "I am not allowed to restart it: the console greys out the button",
        "The approve button in the change tool is locked for my account",
        "The pump panel asks for an authorisation code that nobody on shift has",
        "My role in the ledger may only read",
        "Dispensing cabinet: user not authorised to open drawer three",
        "403 forbidden from the secrets store",
        "The gate switchboard rejects my card: no permission for this gate",
        "Admin consent in the tenant: my account cannot grant it",
        "Authority over the cluster: my role gets error 403",
        "Token of the payment approver has expired",
        "The key cabinet wants a second authorised card",
        "No permission in the roll-out tool to approve a release",
        "The approval app does not open on my phone",
        "Nobody on shift is certified for the crane",
        "The one who can read ladder logic is not on the rota tonight",
        "Out of licences for the recovery software",
        "No vehicle to get to the substation",
        "The printer is out of paper",
        "Room key of the server room",
        "A laptop that is allowed on the plant network",
        "My badge opens every door but this one",
        "Firewall console will not let me save without an approver's token",
        "The system needs an order number before it lets me release the pump",
    ],
)
def test_a_tool_that_refuses_is_means_whatever_words_it_uses(words):
    assert lacks_here(words) is Missing.MEANS


@pytest.mark.parametrize(
    "words",
    [
        "Permission from the director to use the roll-out tool",
        "The director has not approved my access to the vault",
        "Approval of the commander; the console is ready",
        "Nobody says whether I may use the roll-out tool",
        "I have the rights in the tool, but nobody has said yes",
        "The signature of the chief physician under the order",
        "Word of the duty director before we open the breaker",
        "Go-ahead to switch the console over",
        "Consent of the works council",
        "A decision about the licence",
        "Permission of the shift lead to enter the plant room",
        "Nobody will decide whether the tool may be switched off",
        "The chief engineer has not signed off the restart of the server",
        "Nobody dares to order the stop",
        "Authority to close the line",
    ],
)
def test_a_persons_word_is_authority_also_where_a_tool_is_named(words):
    assert lacks_here(words) is Missing.AUTHORITY


@pytest.mark.parametrize(
    "words",
    [
        "Any copy of the disks or logs; nobody kept one before the wipe, they are gone",
        "Disk images from before the rebuild: none were kept",
        "The session logs were overwritten when we restarted",
        "Footage of the gate; it was taped over at midnight",
        "Memory of the hosts: nobody took a dump before the reboot",
        "Traces of the first hour, the log has rotated away",
        "The samples of the first batch were thrown away",
        "Who changed the valve: nobody wrote it down",
        "The audit trail was purged with the account",
        "Evidence: all machines were wiped first",
        "Recordings of the calls, nobody saved them",
    ],
)
def test_a_trace_that_nobody_kept_is_a_record(words):
    assert lacks_here(words) is Missing.RECORD


@pytest.mark.parametrize(
    "words",
    [
        "Backup of the database, it is gone",
        "Yesterday's backup copy: the tape was overwritten",
        "The log server is down",
        "Access to the logs; my account was deleted",
        "The log book is locked in the office",
        "Camera footage: the player does not start",
        "My login was deleted",
        "Prescription pads, nobody ordered any",
        "The image of the new release is missing from the registry",
        "Sample tubes are gone",
    ],
)
def test_a_resource_that_is_gone_is_means_and_no_record(words):
    assert lacks_here(words) is Missing.MEANS


OLD_PLANS = [
    "My printed runbook is version 12 of two years ago; the captain reads from 17. Mine has no RB-8.",
    "My copy of the plan is version 9 and lists other stations than yours; is 17 the current one?",
    "On the door hangs version 12 with other steps, on the desk lies 17. Which?",
    "The emergency sheet on the wall is from 2019, is there a newer one?",
    "My checklist was printed in 2019 and still names the old control room. Is there another?",
    "Mine says revision 4, yours revision 6. Which of the two holds?",
    "My binder is edition 3, the screen shows edition 17. By which do we go?",
    "The runbook in the car is the March issue, the intranet has September's. Which is valid?",
    "Which of the two printouts of the plan is valid?",
    "Are there two different versions of the playbook going round?",
    "This checklist still lists the tape robot that we scrapped. Is it current?",
    "I work from rev. B, the lead from rev. C, so who has the right sheet?",
    "Is the handbook on the shelf still the one that holds?",
    "The procedure on my screen is dated 2021, the one at the desk 2024. Which one?",
    "The sheet at the desk is newer than mine. By which do we go?",
    "The plan that I was handed is a draft of last spring, do I use it?",
    "Do we all read from the same edition? Mine ends at RB-7.",
    "The one on the wall still names the old muster point. Which holds?",
    "We read from different versions of the procedure, don't we?",
    "The laminated card carries last year's date. Is it still in force?",
]


@pytest.mark.parametrize("text", OLD_PLANS)
def test_a_question_about_two_versions_of_the_plan_is_about_the_document(text):
    assert asked_here(text) is Topic.DOCUMENT


@pytest.mark.parametrize("text", OLD_PLANS)
def test_a_blocker_with_an_old_version_of_the_plan_is_a_document(text):
    assert lacks_here(text) is Missing.DOCUMENT


NO_OLD_PLANS = [
    "Is version 9 deployed?",
    "Do we go back to version 12 or 13?",
    "Which version of the firmware is on the pumps?",
    "Which version did you deploy?",
    "The database is version 12, the replica 11. Is that a problem?",
    "Is the old certificate still in use?",
    "The first message says north, the second says south. Which of the two holds?",
    "The news still names the old director, does it matter?",
    "The dashboard is from yesterday, is there a newer one?",
    "Does the release of 2019 still run anywhere?",
    "Which copy of the ledger is current?",
    "Is the copy in the second data centre up to date?",
    "The printed list of patients is from this morning, is there a newer one?",
    "Is it the old building or the new one?",
    "On the north door hangs a red tag, on the south door none. Which one is open?",
    "Is the app version 17 or 16 on the tills?",
    "Do both sites run the same version?",
    "The two alarms give different dates. Which holds?",
    "Is the runbook's restart command safe on version 16 of the database?",
    "Is the plan to fail over at four still on?",
    "Which of the two pumps is valid for drinking water?",
    "The image on the hosts is version 12, the registry has 17. Which one do we roll out?",
    "Is the backup from 2024 the newest?",
    "Is our plan to go back to the old release the right one?",
]


@pytest.mark.parametrize("text", NO_OLD_PLANS)
def test_a_question_about_versions_of_other_things_is_not_about_the_document(text):
    assert asked_here(text) is not Topic.DOCUMENT


@pytest.mark.parametrize(
    "text",
    [
        "RB-5 says all roll-outs. Does flipping a flag count? You can read it either way, I do not know.",
        "RB-5 can be taken either way: with switches or without?",
        "Is a configuration push a roll-out in the sense of RB-5?",
        "Does a flag fall under RB-5?",
        "Are agency nurses covered by W2?",
        "Do the day clinics belong to the wards in W2?",
        "W2 leaves open whether the clinics hear it too, so what do I do?",
        "RB-5 can be understood in more than one way.",
        "Would a restart count under RB-5?",
        "RB-5, all roll-outs: is a flag one of them?",
    ],
)
def test_a_question_whether_something_falls_under_a_clause_is_about_the_instruction(text):
    assert asked_here(text) is Topic.INSTRUCTION


@pytest.mark.parametrize(
    "text",
    [
        "Did you do RB-5 already?",
        "We restart it either way, right?",
        "Does the ward count its patients?",
        "Is the north site covered by the outage?",
        "Does the pump count too high?",
        "Does the clinic belong to the north side?",
        "Is the count of callers up?",
        "Can the gate open either way?",
        "Does the store fall back to the spare line?",
        "Is RB-5 covered by somebody?",
    ],
)
def test_a_question_with_the_same_words_about_the_story_asks_for_facts(text):
    assert asked_here(text) is not Topic.INSTRUCTION


@pytest.mark.parametrize(
    "words",
    [
        "The exchange will not reopen our line before the morning session",
        "Waiting for an engineer from the scanner manufacturer",
        "DNS host's abuse team has closed our case twice",
        "The telco opened a ticket and went quiet",
        "Level 3 at the cloud provider is asleep",
        "The water works cannot tell us when pressure is back",
        "Our broadband carrier blames the local loop",
        "Police lab has the drive until Thursday",
        "The card network's merchant desk asks for a form nobody has",
        "Blood bank over there only delivers by eight",
        "Upstream says it is us",
        "Scheduled call with the vendor has slipped to nine",
        "The outsourcer's night shift has no rights to restart it",
        "The bus operator has no drivers left",
        "Track owner will not give us the line back",
        "Their account manager is on leave and nobody stands in",
        "Someone at the partner hospital who can take four patients",
        "The neighbouring grid operator refuses to close the tie",
        "The translation bureau is closed",
        "The waste contractor comes on Monday",
        "The oxygen supplier cannot say before noon",
        "The pharmacy wholesaler's hotline is engaged",
        "Nobody at the registry answers after hours",
        "Our hoster says the snapshot takes six hours",
        "The insurance company must approve the lawyers",
        "The security vendor's researchers want a sample first",
        "The caterer does not pick up",
        "Mobile operator: no test of the mast before six",
    ],
)
def test_a_party_outside_is_known_by_how_it_is_spoken_of(words):
    assert lacks_here(words) is Missing.SUPPLIER


@pytest.mark.parametrize(
    "words",
    [
        "The lift is out of order",
        "Company car is gone",
        "A second monitor for the supplier screen",
        "Power to rack B",
        "The bank holiday rota has nobody",
        "Exchange of the filter needs a tool we lack",
        "No forklift in the yard until the day shift",
        "Their tool wants my badge",
        "The server room's host key has changed",
        "A carrier for the samples",
        "Gas bottle is empty",
        "The registry key cannot be edited, access denied",
        "Cloud shell does not start",
        "Firmware image from the vendor's site, our proxy blocks it",
        "The phone of the duty room is broken",
        "No water in the hose",
        "The courier app rejects my login",
        "The ward's night shift has no pads left",
        "The director's support for the decision",
        "Our engineer's laptop is at home",
        "The night nurse cannot say where the key is",
        "The monitoring cannot tell us which host it is",
        "The firewall team has no change window before six",
        "The trace viewer cannot say before the index is built",
        "The pilot's support vehicle has a flat tyre",
        "The generator will not run before seven",
        "Data of the exchange rates is missing",
        "A taxi",
        "A company car",
        "The model of the utility cart's battery",
        "Insurance papers of the truck",
        "Registration office key",
        "No cover for the night shift",
        "Hands: two of us, and six pumps",
        "The vendor laptop needs a password",
        "Bank holiday: half the shift is away",
        "Networks tool shows an old map",
        "The provider flag in the console is greyed out",
    ],
)
def test_what_only_sounds_like_a_party_outside_is_no_supplier(words):
    assert lacks_here(words) is not Missing.SUPPLIER


@pytest.mark.parametrize(
    "words",
    [
        "No clearance from the duty physician to move the patient",
        "The plant manager's say",
        "Legal has not cleared the text",
        "We need an OK from the board",
        "Nobody has told us that we may stop the press",
        "The mayor's order",
        "Command of the fire line: no one has given it",
        "Agreement of the ward sister",
    ],
)
def test_a_word_that_nobody_gives_is_authority(words):
    assert lacks_here(words) is Missing.AUTHORITY


@pytest.mark.parametrize(
    "words",
    [
        "Pipeline refuses: approval rule needs two maintainers and I am the only one logged in",
        "The safe needs two signatures on the pad and the pad is dead",
        "Access card for zone 3 not authorised",
        "sudo: permission denied",
        "Read-only role on the historian",
        "The workflow shows 'not allowed' for my user",
        "The crane's authorisation key is in the locked cabinet",
        "Approver token lost",
        "Our licence ran out at midnight",
        "Nobody on shift holds the welding certificate",
        "No generator",
        "Two-person rule in the vault software and only one person has a key",
        "Badge printer is empty",
        "My rights end at the staging cluster",
        "The lock on the substation does not know my card",
        "No free ambulance",
        "One loader driver for three loaders",
        "The system says the order is not approved in my name and blocks the button",
        "Consent page in the app does not load",
        "The order desk tool is down",
        "The signing server is offline",
        "The authority file on the name server is locked",
        "Release key broken",
        "The go button is greyed out",
        "Approval tool down",
        "The word processor does not open",
        "The permission matrix is in the safe",
        "Sign-in page",
        "The command line is disabled on the kiosk",
    ],
)
def test_what_only_sounds_like_an_approval_is_no_authority(words):
    assert lacks_here(words) is Missing.MEANS


@pytest.mark.parametrize(
    "words",
    [
        "Any trace of the commands; the shell history was deleted",
        "The voice recording of the call was overwritten",
        "Photos of the rack as it was, nobody took any",
        "What the valve positions were before: no one noted them",
        "Logs from the first ten minutes; retention is one hour and they are gone",
        "A memory dump; the machines were rebooted first",
        "The batch sample, it was washed away",
    ],
)
def test_a_trace_that_is_gone_is_a_record(words):
    assert lacks_here(words) is Missing.RECORD


@pytest.mark.parametrize(
    "words",
    [
        "Logs do not load",
        "History of the pump in the console does not open",
        "Snapshot for the restore was deleted",
        "Copy of the database for the new host, it was overwritten",
        "The wiped laptop has no VPN any more",
        "The image for the reinstall is gone",
        "A recorder; ours was thrown away",
        "Photos of the site, the drone is broken",
    ],
)
def test_what_only_sounds_like_a_trace_is_no_record(words):
    assert lacks_here(words) is not Missing.RECORD


@pytest.mark.parametrize(
    "text",
    [
        "My card says edition four; yours has five at the bottom",
        "Hang on, the poster in the control room is the 2018 one. Do we use it?",
        "Two editions of the guide in this room. By which do we work?",
        "The printed playbook here has no clause RB-8, yours does. Old copy?",
        "I have revision 15 of the sheet in hand, is that out of date?",
        "Whose checklist is newer, mine or the one on the screen?",
        "My tablet still shows last year's runbook",
        "Is this the current sheet? It names a plant we shut in 2020",
        "The binder in the van is the old one, I think. Which is valid?",
        "Our ward's copy of the emergency sheet predates the merger",
        "The number on my page is v16 and the lead quotes v17",
        "Has anyone the up-to-date handbook? Mine is from before the move",
        "Your page numbers are not mine, are these the same edition?",
        "The PDF of the plan that I opened is from March 2023, there is a newer one?",
    ],
)
def test_an_old_copy_of_the_plan_is_known_by_how_it_is_spoken_of(text):
    assert asked_here(text) is Topic.DOCUMENT


@pytest.mark.parametrize(
    "text",
    [
        "Which version of the patch goes to the north ring?",
        "Is our version of the story the same as the ministry's?",
        "The map in the van is from 2019, is it good enough?",
        "Two copies of the order arrived, which one do we ship?",
        "Is the old pump still running?",
        "Are the pagers from 2015 still supported?",
        "Who has the latest numbers?",
        "The customer reads from another contract, whose holds?",
        "Which edition of the newspaper carries it?",
        "Is the plan to evacuate at nine still valid?",
        "Does the checklist want the old or the new valve?",
        "My screen is older than yours, can you see the graph?",
        "Is version 3 of the ransom note the last?",
        "The label says revision B and the drawing says C, which pump is it?",
        "Are you on call version two or the old bridge?",
        "Which draft of the press text is current?",
        "Which version holds the fix?",
        "Is edition two of the newsletter out?",
        "Is it the old or the new procedure room?",
        "Is the old binder machine broken?",
        "The card says 12:40, the board says 12:50. Which one is right?",
        "My card is locked, is yours?",
        "The page was sent at 12, is there a newer one?",
        "Are you working from home or from the desk?",
        "Is the guide at the gate still there?",
        "Is the folder on the share from 2019 needed?",
        "Do you have the current figures on the board?",
        "Which of the two copies of the ledger do we restore?",
        "Is the printed rota from last week?",
        "Did you read from the script for the press?",
        "Is revision 7 of the valve the one that leaks?",
        "The press text is version 3, is that approved?",
        "Is the manual valve the old one?",
        "Is this the latest page from the monitor?",
        "Does the card in the drawer open gate two?",
        "Who has the current list of visitors?",
        "My print from the old printer is unreadable, can you send it again?",
        "Do we print the checklist of 2026 for all?",
        "Is the plan for the old building too?",
        "Last year's drill had this too, did it not?",
        "Is the old plan of the building on the wall right?",
        "The other copy of the message says three o'clock?",
        "Do our two sites read from the same database?",
    ],
)
def test_what_only_sounds_like_an_old_copy_is_not_about_the_document(text):
    assert asked_here(text) is not Topic.DOCUMENT


@pytest.mark.parametrize(
    "text",
    [
        "RB-5: does 'all' include pipelines of other teams?",
        "W2 talks of wards on the north side. Is intensive care one?",
        "The word 'stop' in RB-5 can mean pause or kill. Which?",
        "Would you say that a hotfix is a roll-out by RB-5?",
        "RB-5 does not say whether running jobs are cut or may end. Which?",
        "I am not sure what W2 wants: a call or a mail?",
        "Is a canary included in RB-5?",
        "How far does RB-5 go, staging too?",
        "RB-5, all roll-outs: also the ones of the partner?",
        "Does W2 apply at night?",
    ],
)
def test_a_doubt_about_a_clause_is_about_the_instruction(text):
    assert asked_here(text) is Topic.INSTRUCTION


@pytest.mark.parametrize(
    "text",
    [
        "Are the roll-outs stopped everywhere or only in the north?",
        "Does the canary include the north?",
        "Who does RB-5?",
        "Is W2 done on the north side?",
        "Does the freeze apply to my hotfix?",
        "Have all roll-outs stopped or are some running?",
        "What do the wards on the north side say?",
        "I take it either way, tea or coffee",
        "Should I stop now or wait for you?",
        "Is RB-5 still ours after the handover?",
        "Did RB-5 go out to all?",
        "Does RB-5 take long?",
        "Would you call the ward W2 now?",
        "Is the roll-out still one of them?",
        "I'm not sure what the graph shows",
        "Not sure whether RB-5 was sent",
        "Is there one?",
        "Is step RB-5 yours or mine?",
        "RB-5: just finished",
        "RB-5: only two left to stop",
        "W2: also told the clinics",
        "Would you say it is over?",
        "Did W2 come under pressure?",
        "Is W2 one floor up?",
        "Do we repeat W2 when it gets worse?",
        "Are the wards in W2 told?",
        "Which wards on the north side are hit?",
        "Does RB-5 need the captain here?",
        "Can I do RB-5 and W2 at once?",
    ],
)
def test_words_beside_a_clause_are_no_doubt_about_it(text):
    assert asked_here(text) is not Topic.INSTRUCTION
