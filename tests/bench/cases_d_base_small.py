"""Two short plans: loss of telemetry with a buffer that runs down, and a switch service that fails for members."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_d_make import World, world

_TELEMETRY_PLAN: Final = """
id: telemetry-card
title: Card for loss of telemetry
version: "5"
owner: Operations
last_reviewed: 2026-07-10
review_every: 1 week 358 days
roles:
  - {id: watch, title: Watch desk, deputies: [second-watch]}
  - {id: first-line, title: First-line engineer, deputies: [second-watch]}
  - {id: second-line, title: Second-line engineer, deputies: [spare-engineer]}
  - {id: duty-head, title: Head on duty, leads: true, deputies: [spare-head], longest: 8h,
     handover: State and next steps in writing; taken over aloud}
  - {id: informer, title: Informer, deputies: [spare-head]}
  - {id: second-watch, title: Second watch, required: false}
  - {id: spare-engineer, title: Spare engineer, required: false}
  - {id: spare-head, title: Spare head, required: false}
contacts:
  - {id: line-one, title: First line, role: first-line, reach: Pager, out_of_band: Mobile}
  - {id: line-two, title: Second line, role: second-line, reach: Pager, out_of_band: Landline at home}
  - {id: maker, title: Maker of the telemetry server, reach: Portal, out_of_band: Emergency telephone, external: true}
  - {id: maker-chief, title: Maker's service chief, reach: Mobile, out_of_band: Office, external: true}
tools:
  - {id: remote-login, title: Remote login, access: [first-line, second-line, second-watch, spare-engineer],
     alternative: Drive to the server room, alternative_serves: 8h}
communications:
  - {id: boroughs-mail, audience: boroughs, title: Mail to the boroughs, channel: Mail, author: informer,
     approver: duty-head,
     template: State and next mail, fallback: Telephone, public: true}
escalation:
  - {level: 1, contact: maker, acknowledge_within: 20m}
  - {level: 2, contact: maker-chief, acknowledge_within: 20m}
after_incident: {review_within: 5 days, report_within: 15 days}
procedures:
  - id: front
    title: Front of the card
    phase: detection
    steps:
      - {id: note-loss, title: Note the loss, clause: Box 1, role: watch, critical: true,
         target: {from: first alert, within: 5m}, shown_by: [{action: acknowledge}]}
      - {id: call-one, title: Call the first line, clause: Box 2, role: watch, target: {from: first alert,
         within: 10m}, shown_by: [{action: page, contact: line-one}]}
      - {id: head-it, title: The head on duty leads, clause: Box 3, role: duty-head, critical: true,
         target: {from: first alert, within: 20m},
         shown_by: [{action: assume role, role: duty-head}]}
  - id: back
    title: Back of the card
    phase: containment
    steps:
      - {id: call-two, title: Call the second line, clause: Box 4, role: first-line, critical: true,
         after: [call-one],
         target: {from: step call-one, within: 30m}, shown_by: [{action: page, contact: line-two}]}
      - {id: rounds, title: Start rounds by hand before the buffer is empty, clause: Box 5, role: watch,
         critical: true, target: {from: declared, within: 30m}}
      - {id: call-maker, title: Call the maker, clause: Box 6, role: duty-head, target: {from: declared, within: 45m},
         shown_by: [{action: page, contact: maker}]}
      - {id: reload, title: Load the last good state, clause: Box 7, role: second-line, critical: true,
         target: {from: inject, within: 25m},
         needs: {tools: [remote-login]}, shown_by: [{action: contain}]}
      - {id: confirm, title: Confirm with readings, clause: Box 8, role: second-line, critical: true, after: [reload],
         target: {from: containment decided, within: 20m}, shown_by: [{action: verify}]}
  - id: outside
    title: Outside
    phase: communication
    steps:
      - {id: mail-boroughs, title: First mail to the boroughs, clause: Box 9, role: informer,
         target: {from: impact, within: 30m},
         shown_by: [{action: post update, audience: boroughs}]}
  - id: end
    title: End
    phase: resolution
    steps:
      - {id: give-back, title: Give the zone back to telemetry, clause: Box 10, role: duty-head,
         after: [confirm], target: {from: recovered, within: 25m},
         shown_by: [{action: resolve}]}
"""
_TELEMETRY_SCENARIO: Final = """
id: four-hour-buffer
title: The odd record
plan: telemetry-card
length: 120m
roles: [watch, first-line, second-line, duty-head, informer]
objectives:
  - {id: lead, title: Notice and lead, critical: true, steps: [note-loss, call-one, head-it, rounds]}
  - {id: fix, title: Get telemetry back before the buffer is empty, critical: true, steps: [call-two,
     call-maker, reload, confirm, give-back]}
  - {id: tell, title: Tell the boroughs, steps: [mail-boroughs]}
injects:
  - {id: stop, title: Both servers stop, release: {at: 2m}, channel: alert, from: Server, to: [watch],
     text: "Main and reserve stopped within twenty seconds. The stations buffer for four hours.",
     expects: [{step: note-loss}, {step: call-one}, {step: head-it}, {step: call-two}, {step: call-maker}]}
  - {id: gauges, title: No gauges, release: {at: 20m}, channel: phone, from: Boroughs, marks: [impact],
     text: "Our screens show the same level since half an hour. Is that real?",
     expects: [{step: mail-boroughs}, {step: rounds}]}
  - {id: record, title: Poison record, release: {at: 66m}, channel: phone, from: Maker, to: [second-line, duty-head],
     text: "A record with two stations of the same name stops it. Take it out and load the state before it.",
     expects: [{step: reload}]}
  - {id: up, title: Server answers, release: {at: 88m}, channel: dashboard, from: Server, marks: [recovered],
     text: "Both servers run. Stations are emptying their buffers.", expects: [{step: confirm}, {step: give-back}]}
truth: {cause: A record with a doubled name.}
"""
_TELEMETRY_ACTS: Final = """
note: {who: watch, at: 4m, do: acknowledge, inject: stop}
one: {who: watch, at: 9m, do: page, contact: line-one, result: answered, note: "He is at the desk."}
head: {who: duty-head, at: 18m, do: assume role, role: duty-head}
two: {who: first-line, at: 31m, do: page, contact: line-two, result: answered,
  note: "She logs in from home, it works."}
rounds: {who: watch, at: 36m, do: do step, step: rounds, note: "Four vans read the tall tanks every half hour."}
mail: {who: informer, at: 40m, do: post update, audience: boroughs, approved_by: duty-head, next_in: 60m,
  text: "Your screens stand still, the water does not: vans read the tanks. We write again in an hour."}
maker: {who: duty-head, at: 50m, do: page, contact: maker, result: answered,
  note: "They have the log and look for the record."}
reload: {who: second-line, at: 80m, do: contain, measure: "Record taken out, state of 07:30 loaded.",
  reason: "The maker tested the same on their side."}
confirm: {who: second-line, at: 92m, do: verify, what: Gauges are true,
  evidence: "Six tanks read by van and by wire agree within a centimetre."}
mail-2: {who: informer, at: 98m, do: post update, audience: boroughs, approved_by: duty-head, next_in: 60m,
  text: "Screens are right again. A last mail comes in an hour."}
back: {who: duty-head, at: 104m, do: resolve, statement: "Gauges agree, buffers are empty, vans go home."}
"""
TELEMETRY: Final[World] = world(_TELEMETRY_PLAN, _TELEMETRY_SCENARIO, _TELEMETRY_ACTS)

_SWITCH_PLAN: Final = """
id: switch-procedures
title: Switch service procedures
version: "1.9"
owner: Platform operations
last_reviewed: 2026-09-15
review_every: 150 days
severities:
  - {id: A, title: Members locked out, criteria: [More than half of requests are refused]}
  - {id: B, title: Members slowed down, criteria: [Requests are slow and answered]}
roles:
  - {id: watcher, title: Watcher, deputies: [late-watcher]}
  - {id: captain, title: Captain, leads: true, deputies: [mate], longest: 3h,
     handover: State and open tasks; the mate says "aye"}
  - {id: switcher, title: Owner of the switches, deputies: [late-watcher]}
  - {id: writer, title: Writer, deputies: [mate]}
  - {id: late-watcher, title: Late watcher, required: false}
  - {id: mate, title: Mate, required: false}
contacts:
  - {id: cdn, title: Delivery network, reach: Ticket, out_of_band: Hotline, external: true}
tools:
  - {id: big-switch, title: Global switch, access: [switcher, late-watcher]}
communications:
  - {id: board, audience: members, title: State board, channel: State board, author: writer,
     template: State; next line, fallback: Another network, public: true}
procedures:
  - id: go
    title: Going
    phase: detection
    steps:
      - {id: hear, title: Answer the page, clause: S1, role: watcher, critical: true,
         target: {from: first alert, within: {A: 5m, B: 15m}}, shown_by: [{action: acknowledge}]}
      - {id: letter, title: Give it a letter, clause: S2, role: watcher, after: [hear],
         target: {from: first alert, within: {A: 10m, B: 30m}}, shown_by: [{action: classify}]}
      - {id: captain-up, title: Captain on deck, clause: S3, role: captain, critical: true,
         target: {from: first alert, within: {A: 15m, B: 45m}},
         shown_by: [{action: assume role, role: captain}]}
  - id: turn-off
    title: Turning it off
    phase: containment
    steps:
      - {id: may-we, title: Captain gives leave for the global switch, clause: S4, role: captain,
         critical: true, text: Reason aloud, target: {from: inject, within: 5m},
         shown_by: [{action: decide, decision: global-off}]}
      - {id: pull, title: Pull the global switch, clause: S5, role: switcher, critical: true, after: [may-we],
         target: {from: step may-we, within: 8m},
         needs: {tools: [big-switch]}, shown_by: [{action: contain}]}
      - {id: look, title: Look whether it helped, clause: S6, role: switcher, critical: true, after: [pull],
         target: {from: containment decided, within: 15m},
         shown_by: [{action: verify}]}
  - id: word
    title: Word
    phase: communication
    steps:
      - {id: board-up, title: First line on the state board, clause: S7, role: writer, target: {from: impact,
         within: {A: 15m, B: 45m}},
         shown_by: [{action: post update, audience: members}]}
  - id: done
    title: Being done
    phase: resolution
    steps:
      - {id: moor, title: Moor, clause: S8, role: captain, after: [look], target: {from: recovered,
         within: 20m}, shown_by: [{action: resolve}]}
"""
_SWITCH_SCENARIO: Final = """
id: refused
title: Nine in ten refused
plan: switch-procedures
length: 60m
roles: [watcher, captain, switcher, writer]
objectives:
  - {id: stop, title: Stop the refusals, critical: true, steps: [hear, letter, captain-up, may-we, pull, look, moor]}
  - {id: word, title: Tell members, steps: [board-up]}
injects:
  - {id: page, title: Refusals, release: {at: 1m}, channel: page, from: Monitor, to: [watcher],
     text: "97 per cent of requests refused.",
     expects: [{step: hear}, {step: letter}, {step: captain-up}]}
  - {id: shouts, title: Members shout, release: {at: 5m}, channel: social, from: Members, marks: [impact],
     text: "Is it only me?", expects: [{step: board-up}]}
  - {id: cause, title: The new rule, release: {at: 18m}, channel: chat, from: Rule team, to: [captain, switcher],
     text: "Our rule of quarter to matches everything. We could turn all rules off at once.",
     decision: global-off, expects: [{step: may-we}, {step: pull}]}
  - {id: calm, title: Refusals end, release: {at: 32m}, channel: dashboard, from: Monitor, marks: [recovered],
     text: "0.3 per cent refused.",
     expects: [{step: look}, {step: moor}]}
decisions:
  - {id: global-off, question: Turn all rules off, role: captain, step: may-we, options: [{id: all-off,
     text: All off, plan_calls_for: true}, {id: one-off, text: Only the new one}]}
truth: {severity: A, cause: A rule that matches all.}
"""
_SWITCH_ACTS: Final = """
hear: {who: watcher, at: 3m, do: acknowledge, inject: page}
letter: {who: watcher, at: 7m, do: classify, severity: A, reason: "Nearly everything is refused."}
captain: {who: captain, at: 11m, do: assume role, role: captain}
board: {who: writer, at: 15m, do: post update, audience: members, next_in: 25m,
  text: "Most of you are locked out, and we know. Next line in 25 minutes."}
may: {who: captain, at: 21m, do: decide, decision: global-off, option: all-off,
  reason: "An hour without rules costs less than an hour without members."}
pull: {who: switcher, at: 26m, do: contain, measure: "All rules off worldwide.",
  reason: "The captain gave leave; one at a time takes an hour."}
look: {who: switcher, at: 35m, do: verify, what: Members get in,
  evidence: "0.3 per cent refused for five minutes, load normal."}
board-2: {who: writer, at: 38m, do: post update, audience: members, next_in: 30m,
  text: "You can get in again. A last line in 30 minutes."}
moor: {who: captain, at: 42m, do: resolve, statement: "Refusals are gone, rules stay off until they are checked."}
"""
SWITCH: Final[World] = world(_SWITCH_PLAN, _SWITCH_SCENARIO, _SWITCH_ACTS)
