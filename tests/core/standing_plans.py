"""A small plan without any gap, and ways to take something out of it or to put something in."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from trainer.core.diagnose import diagnose_plan
from trainer.core.plan import Plan
from trainer.core.standing import PlanGap, of_plan

ON = date(2026, 11, 2)
GONE = object()
"""In place of a value: the key, or the entry of a list, is taken out."""

SOUND_TEXT = """\
id: sound-plan
title: A small plan without gaps
owner: Head of operations
last_reviewed: "2026-10-01"
review_every: 180 days
scope:
  incident: An unplanned event that interrupts a service or makes it noticeably worse.
  trigger: [An alert crosses its threshold.]
severities:
  - id: SEV1
    title: Critical
    criteria: [The shop is unusable for all customers.]
    examples: [Nobody can pay.]
    respond_within: 5m
    update_every: 20m
  - id: SEV2
    title: High
    criteria: [A core function fails for many customers.]
    examples: [Search finds nothing.]
    respond_within: 15m
    update_every: 40m
roles:
  - id: commander
    title: Incident Commander
    leads: true
    deputies: [deputy]
    not_with: [engineer]
    longest: 3h
    handover: State, open tasks, and the time of the next update.
  - {id: deputy, title: Deputy Commander, required: false}
  - {id: engineer, title: On-call engineer, deputies: [second]}
  - {id: second, title: Second engineer, required: false}
  - {id: comms, title: Communications lead, deputies: [deputy]}
contacts:
  - id: first-line
    title: First line
    role: engineer
    reach: Paging platform, rota one
    out_of_band: Mobile number on the printed card
    depends_on: [pager]
  - id: second-line
    title: Second line
    role: second
    reach: Paging platform, rota two
    out_of_band: Mobile number on the printed card
    depends_on: [pager]
  - id: provider
    title: Payment provider, support
    external: true
    reach: Case in the provider's portal
    out_of_band: Emergency line, number on the printed card
tools:
  - id: pager
    title: Pager
    access: [engineer, second]
    alternative: Telephone chain from the printed card
  - id: board
    title: Status board
    access: [comms, deputy]
    alternative: Official social account
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
        critical: true
        target: {from: first alert, within: {SEV1: 5m, SEV2: 15m}}
        needs: {tools: [pager], contacts: [first-line]}
        shown_by: [{action: acknowledge}]
      - id: classify
        clause: "1.2"
        title: Set the severity
        role: engineer
        critical: true
        after: [acknowledge]
        target: {from: first alert, within: {SEV1: 10m, SEV2: 20m}}
        shown_by: [{action: classify}]
      - id: declare
        clause: "1.3"
        title: Declare the commander
        role: commander
        critical: true
        after: [classify]
        target: {from: first alert, within: {SEV1: 15m, SEV2: 30m}}
        shown_by: [{action: assume role, role: commander}]
      - id: open-call
        clause: "1.4"
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
      - id: publish
        clause: "2.1"
        title: Publish the first update
        role: comms
        critical: true
        target: {from: impact, within: {SEV1: 15m, SEV2: 30m}}
        needs: {tools: [board]}
        shown_by: [{action: post update, audience: customers}]
      - id: all-clear
        clause: "2.2"
        title: Give the all clear
        role: comms
        after: [resolve]
        target: {from: resolved, within: 15m}
        shown_by: [{action: post update, audience: customers, phrase: all clear}]
  - id: stop
    title: Containment
    phase: containment
    clause: "3"
    steps:
      - id: call-provider
        clause: "3.1"
        title: Call the payment provider
        text: Open a case, telephone as well, and put a time box on the answer.
        role: engineer
        condition: The provider may be involved
        target: {from: inject, within: 10m}
        needs: {contacts: [provider]}
        shown_by: [{action: page, contact: provider}]
      - id: contain
        clause: "3.2"
        title: Stop the harm
        role: commander
        critical: true
        target: {from: call started, within: {SEV1: 30m, SEV2: 60m}}
        shown_by: [{action: contain}]
  - id: close
    title: Resolution
    phase: resolution
    clause: "4"
    steps:
      - id: resolve
        clause: "4.1"
        title: Declare the incident resolved
        role: commander
        critical: true
        target: {from: recovered, within: 30m}
        shown_by: [{action: resolve}]
  - id: learn
    title: Review
    phase: review
    clause: "5"
    steps:
      - id: hold-review
        clause: "5.1"
        title: Hold the review
        role: commander
        target: {from: resolved, within: {SEV1: 3 days, SEV2: 5 days}, calendar: business days}
cadences:
  - id: public
    title: Public updates
    audience: customers
    role: comms
    from: first post
    every: {SEV1: 20m, SEV2: 40m}
communications:
  - id: page
    audience: customers
    title: Status page
    channel: Public status page
    template: "We know about {what}. We write again at {time}."
    author: comms
    approver: commander
    fallback: Official social account
    public: true
decision_rights:
  - id: roll-back
    clause: "6.1"
    decision: Rolling back a release
    by_severity: {SEV1: commander, SEV2: engineer}
    no_answer: {after: 5m, role: deputy}
escalation:
  - {level: 1, contact: first-line, acknowledge_within: 5m}
  - {level: 2, contact: second-line}
after_incident:
  review_within: {SEV1: 3 days, SEV2: 5 days}
services:
  - {id: shop, title: The shop}
"""

SOUND: dict[str, Any] = yaml.safe_load(SOUND_TEXT)
SHIPPED = Path(__file__).resolve().parents[2] / "scenarios" / "plans" / "incident-management-procedures.yaml"


def entry(value: Any, key: str | int) -> Any:
    """A value of a mapping, or the entry of a list that has this `id` or place."""
    if isinstance(value, dict) or isinstance(key, int):
        return value[key]
    return next(each for each in value if each.get("id") == key)


def edited(source: dict[str, Any], *changes: tuple[str, Any]) -> Plan:
    """A plan with values changed: `("roles.commander.deputies", [])`; keys and ids are parted by dots.

    The value GONE takes the key or the entry out; a path that ends in `+` adds an entry to a list.
    """
    data = copy.deepcopy(source)
    for path, value in changes:
        *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
        parent: Any = data
        for key in way:
            parent = entry(parent, key)
        if last == "+":
            parent.append(value)
        elif value is not GONE and isinstance(parent, dict):
            parent[last] = value
        elif value is not GONE:
            parent[parent.index(entry(parent, last))] = value
        elif isinstance(parent, dict):
            del parent[last]
        else:
            parent.remove(entry(parent, last))
    plan = Plan.model_validate(data)
    errors = [problem.message for problem in diagnose_plan(plan) if problem.level == "error"]
    assert not errors, errors
    return plan


def sound(*changes: tuple[str, Any]) -> Plan:
    """The plan without gaps, changed."""
    return edited(SOUND, *changes)


def gaps(*changes: tuple[str, Any], on: date = ON) -> tuple[PlanGap, ...]:
    """What is found in the plan without gaps once it is changed."""
    return of_plan(sound(*changes), on)


def ids(found: Iterable[PlanGap]) -> set[str]:
    """Code and subject of each gap."""
    return {each.id for each in found}


def only(*changes: tuple[str, Any], on: date = ON) -> PlanGap:
    """The one gap that a change makes."""
    found = gaps(*changes, on=on)
    assert len(found) == 1, [f"{each.id}: {each.statement}" for each in found]
    return found[0]
