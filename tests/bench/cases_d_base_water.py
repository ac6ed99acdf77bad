"""A water utility's control room: chlorine falls at a service reservoir."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_d_make import World, world

_PLAN: Final = """
id: alarm-book
title: Control room alarm book
version: "3"
owner: Head of network operations
last_reviewed: 2026-08-14
review_every: 180 days
scope:
  incident: Anything that may put water at the tap below standard, or leave a zone without it.
severities:
  - {id: Red, title: Risk to health, criteria: [Water at the tap may make people ill], respond_within: 3m}
  - {id: Amber, title: Supply at risk, criteria: [Pressure or quality is off and nobody can fall ill from it],
     respond_within: 10m}
roles:
  - {id: controller, title: Duty controller, deputies: [second-desk]}
  - {id: shift-manager, title: Shift manager, leads: true, deputies: [standby-manager], longest: 8h,
     handover: State of the zone; open tasks with owners; next notice due; the successor says that they have it}
  - {id: scientist, title: Duty scientist, deputies: [bench-scientist]}
  - {id: network, title: Network engineer, deputies: [field-crew]}
  - {id: press, title: Press officer, deputies: [call-centre-lead]}
  - {id: log-keeper, title: Log keeper, deputies: [second-desk]}
  - {id: second-desk, title: Controller at the second desk, required: false}
  - {id: standby-manager, title: Manager on standby, required: false}
  - {id: bench-scientist, title: Scientist at the bench, required: false}
  - {id: field-crew, title: Field crew, required: false}
  - {id: call-centre-lead, title: Call centre lead, required: false}
contacts:
  - {id: health-office, title: Public health office, reach: Duty line, out_of_band: Mobile on the wall card}
  - {id: laboratory, title: Contract laboratory, reach: Laboratory hotline, out_of_band: Courier desk, external: true}
  - {id: lab-manager, title: Laboratory account manager, reach: Mobile, out_of_band: Office line, external: true}
tools:
  - {id: scada, title: Telemetry console, access: [controller, network, second-desk, field-crew],
     alternative: Hand readings by telephone from the field crew, alternative_serves: 12h}
  - {id: valve-key, title: Valve key and zone drawings, access: [network, field-crew]}
communications:
  - {id: notice, audience: households, title: Notice to households, channel: Web page and text messages,
     author: press,
     approver: shift-manager, template: What happened; what to do; when we write again,
     fallback: Loudspeaker vans, public: true}
  - {id: floor, audience: staff, title: Message to the floor, channel: Intranet, author: press,
     template: State; who leads, fallback: Telephone tree}
cadences:
  - {id: notices, title: Notices to households, audience: households, role: press, clause: C.3,
     from: first post, every: 20m}
external_deadlines:
  - {id: health-notice, authority: Public health office, applies_when: Water may make people ill, from: classified,
     role: shift-manager, stages: [{within: 30m, what: Telephone notice}]}
decision_rights:
  - {id: shut-zone, decision: Shutting a supply zone, role: shift-manager, no_answer: {after: 5m, role: network}}
escalation:
  - {level: 1, contact: laboratory, acknowledge_within: 10m}
  - {level: 2, contact: lab-manager, acknowledge_within: 10m}
after_incident: {exit_criteria: [Two clear samples], review_within: 5 days, report_within: 20 days}
procedures:
  - id: alarm
    title: The alarm
    phase: detection
    clause: A
    steps:
      - {id: take-alarm, title: Accept the alarm, clause: A.1, role: controller, critical: true,
         target: {from: first alert, within: {Red: 3m, Amber: 10m}}, shown_by: [{action: acknowledge}]}
      - {id: grade, title: Grade it and say why, clause: A.2, role: controller, critical: true, after: [take-alarm],
         text: Write the grade and the reason into the log, target: {from: first alert, within: {Red: 10m,
         Amber: 20m}},
         shown_by: [{action: classify}]}
      - {id: take-charge, title: Shift manager takes charge, clause: A.3, role: shift-manager, critical: true,
         after: [grade],
         target: {from: classified, within: 6m}, shown_by: [{action: assume role, role: shift-manager}]}
      - {id: open-log, title: Open the incident log, clause: A.4, role: log-keeper,
         text: Every decision with its reason; every reading with its time, target: {from: declared, within: 5m}}
  - id: water
    title: Making the water safe
    phase: containment
    clause: B
    steps:
      - {id: take-samples, title: Draw samples in the zone, clause: B.1, role: scientist, critical: true,
         after: [take-charge],
         target: {from: declared, within: 15m}}
      - {id: book-lab, title: Book the contract laboratory, clause: B.2, role: scientist,
         condition: Our own bench cannot run the test, target: {from: inject, within: 10m},
         needs: {contacts: [laboratory]}, shown_by: [{action: page, contact: laboratory}]}
      - {id: isolate, title: Isolate the reservoir and feed the zone from elsewhere, clause: B.3,
         role: network, critical: true,
         after: [take-samples], target: {from: step take-samples, within: 15m}, needs: {tools: [valve-key]},
         text: Give the reason; note who agreed, shown_by: [{action: contain}]}
      - {id: prove-clear, title: Show that the water is clear, clause: B.4, role: scientist, critical: true,
         after: [isolate],
         text: Two readings with place and time, target: {from: containment decided, within: 25m},
         shown_by: [{action: verify}]}
  - id: words
    title: Telling people
    phase: communication
    clause: C
    steps:
      - {id: tell-floor, title: Tell the floor, clause: C.1, role: press, target: {from: declared, within: 10m},
         shown_by: [{action: post update, audience: staff}]}
      - {id: first-notice, title: First notice to households, clause: C.2, role: press, critical: true,
         target: {from: impact, within: 15m}, shown_by: [{action: post update, audience: households}]}
      - {id: tell-health, title: Telephone the public health office, clause: C.4, role: shift-manager,
         severities: [Red],
         text: Required by the drinking water regulations, target: {from: classified, within: 30m},
         needs: {contacts: [health-office]}, shown_by: [{action: page, contact: health-office}]}
  - id: ending
    title: Standing down
    phase: resolution
    clause: D
    steps:
      - {id: stand-down, title: Stand down, clause: D.1, role: shift-manager, after: [prove-clear],
         target: {from: recovered, within: 15m}, shown_by: [{action: resolve}]}
"""
_SCENARIO: Final = """
id: low-chlorine
title: Chlorine falls at the hill reservoir
plan: alarm-book
length: 62m
roles: [controller, shift-manager, scientist, network, press, log-keeper]
objectives:
  - {id: react, title: React and take charge, critical: true, steps: [take-alarm, grade, take-charge, open-log]}
  - {id: safe, title: Keep unsafe water from the taps, critical: true, steps: [take-samples, book-lab, isolate,
     prove-clear, stand-down]}
  - {id: tell, title: Tell those who must know, steps: [tell-floor, first-notice, tell-health]}
briefing: {situation: Monday morning; the dosing pump at the hill reservoir was serviced on Friday.}
injects:
  - {id: residual, title: Residual chlorine low, release: {at: 1m}, channel: alert, from: Telemetry, to: [controller],
     text: "Hill reservoir outlet 0.08 mg/l and falling; limit 0.20.",
     expects: [{step: take-alarm}, {step: grade}, {step: take-charge}, {step: open-log}, {step: tell-floor}]}
  - {id: calls, title: The telephones, release: {at: 4m}, channel: phone, from: Call centre, marks: [impact],
     text: "Eleven callers in the hill zone say that it smells of earth. A nursery asks whether it may fill the
     bottles.",
     expects: [{step: first-notice}, {step: take-samples}, {step: tell-health}]}
  - {id: bench, title: The bench is booked, release: {at: 13m}, channel: chat, from: Bench, to: [scientist],
     text: "The incubator is out for calibration. We cannot do the count here today.", expects: [{step: book-lab}]}
  - {id: count, title: First count, release: {at: 20m}, channel: phone, from: Field kit, to: [scientist,
     network, shift-manager],
     text: "The quick strip is positive at two taps below the reservoir.", expects: [{step: isolate}]}
  - {id: clear, title: Readings rise, release: {at: 42m}, channel: dashboard, from: Telemetry, marks: [recovered],
     text: "Zone fed from the river works. Residual 0.35 at all four taps.", expects: [{step: prove-clear},
     {step: stand-down}]}
truth: {severity: Red, cause: The dosing pump ran dry after the service., affected: The hill zone}
"""
_ACTS: Final = """
ack: {who: controller, at: 2m, do: acknowledge, inject: residual}
grade: {who: controller, at: 5m, do: classify, severity: Red,
  reason: The residual is gone and people drink it; whoever is small or old may fall ill.}
charge: {who: shift-manager, at: 8m, do: assume role, role: shift-manager}
log: {who: log-keeper, at: 10m, do: do step, step: open-log,
  note: "Opened at ten past; alarm, grade and reason are in."}
log-2: {who: log-keeper, at: 28m, do: do step, step: open-log,
  note: "Samples, strips, valve shut, health office told; times are in."}
log-3: {who: log-keeper, at: 48m, do: do step, step: open-log,
  note: "Readings of both taps entered, still open: the laboratory."}
floor: {who: press, at: 14m, do: post update, audience: staff,
  text: "Red at the hill reservoir, the shift manager leads. Send callers to the desk."}
notice: {who: press, at: 16m, do: post update, audience: households, next_in: 18m, approved_by: shift-manager,
  text: "Please boil tap water in the hill zone before you drink it. We write again in eighteen minutes."}
samples: {who: scientist, at: 18m, do: do step, step: take-samples, note: "Four taps and the outlet, bottles sealed."}
lab: {who: scientist, at: 17m, do: page, contact: laboratory, result: answered,
  note: "Courier at half past; count by evening."}
isolate: {who: network, at: 26m, do: contain, measure: "Outlet valve shut, the zone is fed from the river works.",
  reason: "Two positive strips below the reservoir, none above; the shift manager agreed."}
health: {who: shift-manager, at: 28m, do: page, contact: health-office, result: answered,
  note: "Told them readings, zone, and the boil notice."}
notice-2: {who: press, at: 33m, do: post update, audience: households, next_in: 18m, approved_by: shift-manager,
  text: "The hill zone now gets its water from the river works. Please go on boiling it. Next message in
  eighteen minutes."}
clear: {who: scientist, at: 46m, do: verify, what: The zone is clear,
  evidence: "0.35 and 0.37 mg/l at the school and the hospital tap, ten minutes apart."}
notice-3: {who: press, at: 50m, do: post update, audience: households, next_in: 20m, approved_by: shift-manager,
  text: "Readings are good. Boil until the laboratory confirms. We write again in twenty minutes."}
down: {who: shift-manager, at: 53m, do: resolve, statement: "Two clear samples, the zone stays on the river
  works, the laboratory count is awaited."}
"""
WATER: Final[World] = world(_PLAN, _SCENARIO, _ACTS)
