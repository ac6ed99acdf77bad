"""A plan and a scenario without any fault, and ways to put one in."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, TypeAlias

import yaml

from trainer.core.diagnose import diagnose_plan, diagnose_scenario
from trainer.core.plan import Plan
from trainer.core.problems import Path, Problem
from trainer.core.scenario import Scenario

PLAN_TEXT = """\
id: small-plan
title: A small plan
version: "1.0"
severities:
  - {id: SEV1, title: Critical, also: [P1], respond_within: 5m, update_every: 20m, pages: [first-line]}
  - {id: SEV2, title: High, also: [P2], respond_within: 15m, update_every: 40m}
triage:
  impact: {all: Everybody, some: A few}
  urgency: {now: Harm grows}
  rules:
    - {impact: all, urgency: now, severity: SEV1}
    - {impact: some, urgency: now, severity: SEV2}
roles:
  - {id: commander, title: Incident Commander, leads: true, deputies: [deputy], not_with: [comms], longest: 3h}
  - {id: deputy, title: Deputy, required: false}
  - {id: engineer, title: On-call engineer}
  - {id: comms, title: Communications lead}
contacts:
  - {id: first-line, title: First line, role: engineer, depends_on: [pager]}
  - {id: supplier, title: The supplier}
tools:
  - {id: pager, title: Pager, access: [engineer]}
  - {id: board, title: Status board, access: [comms], depends_on: [pager]}
procedures:
  - id: start
    title: The start
    phase: detection
    clause: "1"
    steps:
      - id: acknowledge
        clause: "1.1"
        title: Acknowledge the alert
        role: engineer
        target: {from: first alert, within: {SEV1: 5m, SEV2: 15m}}
        needs: {tools: [pager], contacts: [first-line]}
        shown_by: [{action: acknowledge}]
      - id: declare
        clause: "1.2"
        title: Declare the commander
        role: commander
        after: [acknowledge]
        target: {from: first alert, within: {SEV1: 10m, SEV2: 25m}}
        shown_by: [{action: assume role, role: commander}]
      - id: open-call
        clause: "1.3"
        title: Open the call
        role: commander
        after: [declare]
        target: {from: declared, within: 5m}
        marks: call started
  - id: talk
    title: Communication
    phase: communication
    clause: "2"
    steps:
      - id: inform-staff
        clause: "2.1"
        title: Inform staff
        role: comms
        severities: [SEV1]
        target: {from: step declare, within: {SEV1: 15m}}
        shown_by: [{action: post update, audience: staff}]
      - id: publish
        clause: "2.2"
        title: Publish
        role: comms
        target: {from: impact, within: {SEV1: 15m, SEV2: 30m}}
        shown_by: [{action: post update, audience: customers}]
      - id: ask-supplier
        clause: "2.3"
        title: Ask the supplier
        role: engineer
        condition: A supplier may be involved
        target: {from: inject, within: 10m}
        shown_by: [{action: page, contact: supplier}]
      - id: note-lessons
        clause: "2.4"
        title: Note what to change
        role: commander
cadences:
  - id: public
    title: Public updates
    audience: customers
    role: comms
    from: first post
    every: {SEV1: 20m, SEV2: 40m}
    changes: [{after: 2h, every: {SEV1: 1h, SEV2: 2h}}]
communications:
  - {id: staff-note, audience: staff, title: Note, channel: chat, author: comms, approver: commander}
  - {id: page, audience: customers, title: Page, channel: status page, author: comms, public: true}
external_deadlines:
  - id: regulator
    authority: Regulator
    applies_when: Data is lost
    from: noticed
    role: commander
    stages: [{within: 72h, what: Report}]
decision_rights:
  - id: roll-back
    decision: Rolling back
    by_severity: {SEV1: commander, SEV2: engineer}
    no_answer: {after: 5m, role: deputy}
escalation:
  - {level: 1, contact: first-line, acknowledge_within: 5m}
after_incident: {review_within: {SEV1: 3 days, SEV2: 5 days}, report_within: 10 days}
services:
  - {id: shop, title: The shop}
"""

SCENARIO_TEXT = """\
id: small-scenario
title: A small scenario
kinds: [tabletop, walk-through]
plan: small-plan
service: shop
length: 90m
roles: [commander, engineer, comms]
variables: {shop: The shop}
objectives:
  - {id: react, title: React, steps: [acknowledge, declare, open-call, note-lessons]}
  - {id: tell, title: Tell people, steps: [inform-staff, publish]}
injects:
  - id: alert
    title: Alert at {{ shop }}
    release: {at: 1m}
    channel: alert
    from: Monitoring
    to: [engineer]
    text: Errors
    expects: [{step: acknowledge}, {step: declare}]
  - id: complaints
    title: Complaints
    release: {after: {inject: alert, delay: 4m}}
    channel: social
    from: Customers
    text: Nothing works
    marks: [impact]
    vote: level
    expects: [{step: publish}]
  - id: silence
    title: Silence
    release: {when: {overdue: publish}}
    channel: phone
    from: Support
    to: [commander, comms]
    text: Nobody knows anything
    contingency_for: publish
  - id: choice
    title: A choice
    release: {when: {all: [{delivered: complaints}, {from_time: 10m}, {not: {chose: way/wait}}]}}
    channel: chat
    from: Supplier
    to: [commander]
    text: What now
    decision: way
    expects: [{step: ask-supplier}]
  - id: worse
    title: It gets worse
    release: {after: {chose: way/wait, delay: 5m}}
    channel: dashboard
    from: Monitoring
    text: Worse
  - id: fixed
    title: It gets better
    release: {by_hand: true}
    channel: dashboard
    from: Monitoring
    text: Better
    marks: [recovered]
  - id: press
    title: The press calls
    release: {when: {any: [{reached: first post}, {done: publish}, {severity: P1}]}}
    channel: phone
    from: Press
    to: [comms]
    text: Any comment
    branch: public
decisions:
  - id: way
    question: Roll back, or wait?
    role: commander
    step: note-lessons
    time_limit: 5m
    default: wait
    options:
      - {id: back, text: Roll back, consequence: {text: It helps, releases: [fixed], skips: [worse], delay: 2m}}
      - {id: wait, text: Wait}
branches:
  - {id: public, title: The public notices, when: {reached: impact}}
votes:
  - id: level
    question: Which severity?
    about: severity
    options: [SEV1, SEV2]
    truth: SEV1
    roles: [engineer, commander]
truth: {severity: SEV1, cause: A release}
walkthrough:
  procedures: [start]
  questions: [{step: declare, ask: "Who declares?"}]
"""

REMOVED = object()
Change: TypeAlias = tuple[Sequence[str | int], object]


def edited(text: str, *changes: Change) -> dict[str, Any]:
    """The values of a file with some of them set, added (one past the end of a list) or REMOVED."""
    data: dict[str, Any] = copy.deepcopy(yaml.safe_load(text))
    for path, value in changes:
        *way, last = path
        holder: Any = data
        for step in way:
            holder = holder[step]
        if value is REMOVED:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return data


def plan(*changes: Change) -> Plan:
    """The plan, changed."""
    return Plan.model_validate(edited(PLAN_TEXT, *changes))


def scenario(*changes: Change) -> Scenario:
    """The scenario, changed."""
    return Scenario.model_validate(edited(SCENARIO_TEXT, *changes))


def in_plan(*changes: Change) -> tuple[Problem, ...]:
    """What is found in the changed plan."""
    return diagnose_plan(plan(*changes))


def in_scenario(*changes: Change) -> tuple[Problem, ...]:
    """What is found in the changed scenario, played with the faultless plan."""
    return diagnose_scenario(scenario(*changes), plan())


def only(problems: tuple[Problem, ...], kind: str, level: str, *path: str | int) -> Problem:
    """The one problem, of a kind, a level and a place."""
    assert [(found.kind, found.level, found.path) for found in problems] == [(kind, level, path)], problems
    return problems[0]


def one_of(problems: tuple[Problem, ...], kind: str, level: str, *path: str | int) -> Problem:
    """The problem of a kind, a level and a place, among others."""
    wanted: tuple[str, str, Path] = (kind, level, path)
    found = [problem for problem in problems if (problem.kind, problem.level, problem.path) == wanted]
    assert found, problems
    return found[0]
