"""An insurer's claims platform: files vanish or leak, and claims still have to be paid."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values, World, act, inject
from tests.bench.cases_e_plan_claims import PLAN

SCENARIO: Final[Values] = {
    "id": "wrong-identifiers",
    "title": "A clean-up job that was given the wrong identifiers",
    "plan": "claims-platform-rules",
    "length": "90m",
    "roles": ["chair", "platform", "claims-chief", "privacy", "letters"],
    "objectives": [
        {
            "id": "open",
            "title": "Open the room in time",
            "critical": True,
            "steps": ["answer-alarm", "set-class", "open-room"],
        },
        {
            "id": "limit",
            "title": "Limit the damage, keep paying",
            "critical": True,
            "steps": ["copy-first", "cut-off", "paper-forms", "name-extent", "stop-payments", "ask-hoster"],
        },
        {
            "id": "care",
            "title": "Care for those concerned",
            "steps": ["weigh-privacy", "tell-authority", "first-portal"],
        },
        {"id": "close", "title": "Close with proof", "steps": ["sample-files", "close-room"]},
    ],
    "briefing": {"situation": "Tuesday, twenty to eight. A hailstorm went over the south last night."},
    "truth": {
        "severity": "Class-A",
        "cause": "The job was fed with claim numbers where it wanted template numbers.",
        "external_deadlines": ["data-clock"],
    },
    "injects": [
        inject(
            "files-missing",
            "2m",
            "platform chair",
            "Lookup failures 9 per cent and rising; 883 claims return nothing.",
            channel="alert",
            sender="Monitoring",
            asks="answer-alarm set-class open-room",
        ),
        inject(
            "first-caller",
            "11m",
            "letters claims-chief",
            "My claim has disappeared from your portal. Was it ever there?",
            channel="phone",
            sender="A policyholder",
            marks=["impact"],
            asks="first-portal paper-forms",
        ),
        inject(
            "job-log",
            "15m",
            "platform",
            "clean-up --ids claims.csv, started 07:38, still running.",
            channel="ticket",
            sender="Job list",
            asks="copy-first cut-off name-extent",
        ),
        inject(
            "medical-notes",
            "18m",
            "privacy",
            "Among them are doctors' letters. Do they still exist anywhere?",
            channel="mail",
            sender="Injury desk",
            asks="weigh-privacy tell-authority",
        ),
        inject(
            "payment-run",
            "26m",
            "chair",
            "The payment run starts at half past eight. With or without these files?",
            sender="Treasury",
            decision="payments",
            asks="stop-payments",
        ),
        inject(
            "disk-lamp",
            "28m",
            "claims-chief",
            "The technician in the hall sees an amber lamp on our storage.",
            channel="phone",
            sender="Front gate of the data centre",
            asks="ask-hoster",
        ),
        inject(
            "files-back",
            "58m",
            "claims-chief chair",
            "883 of 883 claims return again.",
            channel="dashboard",
            sender="Monitoring",
            marks=["recovered"],
            asks="sample-files close-room",
        ),
    ],
    "decisions": [
        {
            "id": "payments",
            "question": "Does the payment run go ahead?",
            "role": "chair",
            "step": "stop-payments",
            "options": [
                {"id": "stop", "text": "Take the affected claims out of the run", "plan_calls_for": True},
                {"id": "pay", "text": "Pay as planned"},
            ],
        }
    ],
}

ACTS: Final = {
    "answer": act("platform", "5m", "acknowledge", inject="files-missing"),
    "class": act(
        "chair",
        "11m",
        "classify",
        severity="Class-A",
        reason="Files are gone, and nobody knows yet for how long.",
    ),
    "room": act("chair", "14m", "assume role", role="chair"),
    "copy": act(
        "platform",
        "22m",
        "do step",
        step="copy-first",
        note="Snapshot of both volumes and the job's log are in the vault.",
    ),
    "paper": act(
        "claims-chief",
        "25m",
        "do step",
        step="paper-forms",
        note="Hail and injury claims first; forms lie at all desks.",
    ),
    "cut": act(
        "platform",
        "29m",
        "contain",
        measure="The job is halted and its account locked",
        reason="It deletes as long as it runs, and nothing else uses that account.",
    ),
    "payments": act(
        "chair",
        "32m",
        "decide",
        decision="payments",
        option="stop",
        reason="What we cannot look up we cannot check; the rest is paid today.",
    ),
    "privacy": act(
        "privacy",
        "34m",
        "do step",
        step="weigh-privacy",
        note="Loss of availability, medical data; treated as notifiable.",
    ),
    "portal": act(
        "letters",
        "33m",
        "post update",
        audience="policyholders",
        text="Some claims cannot be shown this morning. Nothing is needed from you. More in thirty minutes.",
        next_in="30m",
        approved_by="chair",
    ),
    "hoster": act(
        "claims-chief", "35m", "page", contact="hoster", note="Amber lamp is a known fan; storage is well."
    ),
    "extent": act(
        "platform",
        "40m",
        "diagnose",
        cause="883 claims of 775 policies, removed by the clean-up job between 07:38 and 08:01.",
    ),
    "authority": act(
        "privacy",
        "48m",
        "post update",
        audience="data-authority",
        text="First notice: availability of 883 claims lost, copy exists, restore under way.",
    ),
    "portal-2": act(
        "letters",
        "58m30s",
        "post update",
        audience="policyholders",
        text="Claims are being restored. Payments of other claims go out today. More in thirty minutes.",
        next_in="30m",
        approved_by="chair",
    ),
    "sample": act(
        "claims-chief",
        "66m",
        "verify",
        what="Restored files are whole",
        evidence="Twenty of twenty files complete, attachments opened.",
    ),
    "close": act("chair", "72m", "resolve", statement="All files are back; held payments go out tomorrow."),
    "portal-3": act(
        "letters",
        "76m",
        "post update",
        audience="policyholders",
        text="All claims can be seen again. Held payments follow tomorrow. We apologise.",
        approved_by="chair",
    ),
}

CLAIMS: Final = World(PLAN, SCENARIO, ACTS)
