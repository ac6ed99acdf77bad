"""A scenario with a faultless simulation on the plan of `diagnosed`, and ways to put a fault into it."""

from __future__ import annotations

from typing import Any

import yaml

from tests.core.diagnosed import SCENARIO_TEXT, Change, edited, plan
from trainer.core.diagnose import diagnose_scenario
from trainer.core.problems import Problem
from trainer.core.scenario import Scenario

SIMULATION_TEXT = """\
services:
  - id: web
    title: Shop
    load: 40
    replicas: {north: 2, south: 2}
    calls:
      - {service: orders, per_request: 0.5}
      - {service: mails, per_request: 0.1, needed: false}
      - {service: bank, per_request: 0.1, flag: payment}
    versions:
      - {id: "1", ago: 2 days}
      - {id: "2", ago: 1h}
  - id: orders
    title: Orders
    kind: database
    backups:
      - {id: nightly, title: Nightly, age: 9h}
      - {id: broken, title: Broken, good: false}
  - {id: mails, title: Mails, kind: queue}
  - {id: bank, title: The bank, kind: external}
flags:
  - {id: payment, title: Payment, service: web}
regions: [north, south]
figures:
  - {id: sales, title: Sales, service: web}
alerts:
  - id: web-errors
    title: The shop fails
    when: {service: web, measure: errors, above: 5%, for: 1m}
    to: [engineer]
    expects: [{step: acknowledge}, {step: declare}, {step: ask-supplier}, {step: publish}]
  - id: memory-fills
    title: Memory of the shop fills
    level: warning
    when: {service: web, measure: memory full in, below: 7200}
faults:
  - {id: bad-release, title: A bad release, kind: bad deployment, service: web, release: {at: 5m}}
  - {id: bank-down, title: The bank is down, kind: dependency down, service: bank, release: {by_hand: true}, lasts: 20m}
  - id: lost
    title: North is lost
    kind: region lost
    region: north
    release: {after: {inject: web-errors, delay: 5m}}
    lasts: 10m
operations:
  - {operation: restart, service: web, takes: 3m}
impact_when:
  - {service: web, measure: errors, above: 10%}
recovered_when:
  - {service: web, measure: errors, below: 2%, for: 2m}
  - {figure: sales, above: 1000}
cost: {per_minute: 120}
experiments:
  - id: kill-it
    target: practice shop
    inline:
      title: The shop is killed
      description: One process of the shop is gone
      steady-state-hypothesis: {title: It answers, probes: []}
      method:
        - {name: look first, type: probe, provider: {type: process, path: "true"}}
        - {name: kill the shop, type: action, provider: {type: process, path: "true"}}
      rollbacks:
        - {name: start it, type: action, provider: {type: process, path: "true"}}
    activities:
      - {name: kill the shop, release: {at: 20m}}
"""
KINDS = ["tabletop", "walk-through", "simulation"]


def with_simulation(*changes: Change) -> Scenario:
    """The scenario with a simulation, changed; a path that begins with `sim` leads into the simulation."""
    simulation: Any = yaml.safe_load(SIMULATION_TEXT)
    base: tuple[Change, ...] = ((("kinds",), KINDS), (("simulation",), simulation))
    moved = tuple(
        ((("simulation", *path[1:]) if path[0] == "sim" else path), value) for path, value in changes
    )
    return Scenario.model_validate(edited(SCENARIO_TEXT, *base, *moved))


def in_simulation(*changes: Change) -> tuple[Problem, ...]:
    """What is found in the changed scenario, played with the faultless plan."""
    return diagnose_scenario(with_simulation(*changes), plan())
