"""A maker of medicines: a ransom note on an engineering station of a filling line."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_d_make import World, world

_PLAN: Final = """
id: plant-systems-sop
title: "SOP 41: disturbance of plant systems"
version: "11"
owner: Site automation
last_reviewed: 2026-05-20
review_every: 365 days
severities:
  - {id: Class-1, title: Product or people at risk, criteria: [A batch may be unsafe,
     A control system cannot be trusted]}
  - {id: Class-2, title: Production delayed, criteria: [A line waits and no batch is touched]}
roles:
  - {id: supervisor, title: Line supervisor, deputies: [shift-fitter]}
  - {id: site-owner, title: Site incident owner, leads: true, deputies: [deputy-owner], longest: 6h,
     handover: Write state and open tasks and who holds them; the next owner signs before the first one leaves}
  - {id: automation, title: Automation engineer, deputies: [shift-fitter]}
  - {id: quality, title: Quality officer, deputies: [quality-deputy]}
  - {id: speaker, title: Site spokesperson, deputies: [quality-deputy]}
  - {id: deputy-owner, title: Deputy incident owner, required: false}
  - {id: shift-fitter, title: Shift fitter, required: false}
  - {id: quality-deputy, title: Deputy quality officer, required: false}
contacts:
  - {id: quality-line, title: Quality on call, role: quality, reach: Duty phone, out_of_band: Gate house radio}
  - {id: controls-vendor, title: Maker of the controllers, reach: Service portal,
     out_of_band: Service number on the cabinet door, external: true}
  - {id: vendor-manager, title: Vendor's service manager, reach: Mobile, out_of_band: Office, external: true}
  - {id: agency, title: Medicines agency, reach: Rapid alert desk, out_of_band: Duty officer's mobile}
tools:
  - {id: recorder, title: Batch recorder, access: [quality, supervisor, quality-deputy, shift-fitter],
     alternative: Paper batch sheets, alternative_serves: 8h}
  - {id: image-store, title: Store of clean images, access: [automation, shift-fitter]}
communications:
  - {id: site-note, audience: plant, title: Note to the plant, channel: Boards and chat, author: speaker,
     approver: site-owner, template: State; what to stop, fallback: Loudspeaker}
  - {id: customers-note, audience: wholesalers, title: Letter to wholesalers, channel: Mail, author: speaker,
     approver: site-owner,
     template: Products; delay; next letter, fallback: Telephone list, public: true}
external_deadlines:
  - {id: agency-alert, authority: Medicines agency,
     applies_when: A batch that may be defective has left the site, from: noticed,
     role: quality, stages: [{within: 24h, what: Rapid alert}]}
decision_rights:
  - {id: line, decision: Stopping a line, role: supervisor}
escalation:
  - {level: 1, contact: controls-vendor, acknowledge_within: 15m}
  - {level: 2, contact: vendor-manager, acknowledge_within: 15m}
after_incident: {exit_criteria: [Quality has released the line], review_within: 10 days, report_within: 30 days}
procedures:
  - id: notice
    title: Noticing
    phase: detection
    clause: "5.1"
    steps:
      - {id: receipt, title: Take receipt, clause: 5.1.1, role: supervisor, critical: true,
         target: {from: first alert, within: 5m}, shown_by: [{action: acknowledge}]}
      - {id: class-it, title: Assign the class, clause: 5.1.2, role: supervisor, critical: true, after: [receipt],
         text: Record the grounds, target: {from: first alert, within: 15m}, shown_by: [{action: classify}]}
      - {id: own-it, title: Site incident owner takes over, clause: 5.1.3, role: site-owner, critical: true,
         after: [class-it],
         target: {from: classified, within: 10m}, shown_by: [{action: assume role, role: site-owner}]}
  - id: hold
    title: Holding
    phase: containment
    clause: "5.2"
    steps:
      - {id: stop-line, title: Decide whether the line stops, clause: 5.2.1, role: supervisor, critical: true,
         text: Anybody on the line may ask for it; record the grounds, target: {from: inject, within: 10m},
         shown_by: [{action: decide, decision: line}]}
      - {id: secure-traces, title: Secure traces before cleaning, clause: 5.2.2, role: automation, critical: true,
         text: Image the disk and keep the log files, target: {from: declared, within: 20m}}
      - {id: segment, title: Separate the plant network, clause: 5.2.3, role: automation, critical: true,
         after: [secure-traces],
         target: {from: step secure-traces, within: 10m}, shown_by: [{action: contain}]}
      - {id: quarantine, title: Quarantine the batches, clause: 5.2.4, role: quality, critical: true,
         target: {from: declared, within: 25m}, needs: {tools: [recorder]}}
      - {id: call-vendor, title: Call the maker of the controllers, clause: 5.2.5, role: automation,
         condition: A controller may have been changed, target: {from: inject, within: 15m},
         shown_by: [{action: page, contact: controls-vendor}]}
  - id: again
    title: Starting again
    phase: resolution
    clause: "5.3"
    steps:
      - {id: reimage, title: Load clean images, clause: 5.3.1, role: automation, target: {from: inject,
         within: 20m}, needs: {tools: [image-store]}}
      - {id: check-line, title: Check the line with a test batch, clause: 5.3.2, role: quality, critical: true,
         after: [reimage],
         text: Figures belong into the record, target: {from: recovered, within: 15m}, shown_by: [{action: verify}]}
      - {id: release-line, title: Release the line, clause: 5.3.3, role: site-owner, after: [check-line],
         target: {from: recovered, within: 25m}, shown_by: [{action: resolve}]}
  - id: words
    title: Words
    phase: communication
    clause: "5.4"
    steps:
      - {id: plant-note, title: Note to the plant, clause: 5.4.1, role: speaker, target: {from: declared,
         within: 15m},
         shown_by: [{action: post update, audience: plant}]}
      - {id: letter, title: Letter to wholesalers, clause: 5.4.2, role: speaker, target: {from: impact, within: 30m},
         shown_by: [{action: post update, audience: wholesalers}]}
      - {id: alert-agency, title: Rapid alert to the medicines agency, clause: 5.4.3, role: quality,
         condition: A doubtful batch has left the site, target: {from: inject, within: 20m},
         shown_by: [{action: page, contact: agency}]}
"""
_SCENARIO: Final = """
id: note-on-screen
title: A note on the screen
plan: plant-systems-sop
length: 75m
roles: [supervisor, site-owner, automation, quality, speaker]
objectives:
  - {id: notice, title: Notice and take over, critical: true, steps: [receipt, class-it, own-it]}
  - {id: hold, title: Hold the harm, critical: true, steps: [stop-line, secure-traces, segment, quarantine,
     call-vendor]}
  - {id: again, title: Start again safely, steps: [reimage, check-line, release-line]}
  - {id: words, title: Inform, steps: [plant-note, letter, alert-agency]}
briefing: {situation: Five in the morning; line four fills insulin.}
injects:
  - {id: note, title: Files locked, release: {at: 1m}, channel: alert, from: Engineering station, to: [supervisor],
     text: "Your files are encrypted. The filling line still runs.",
     expects: [{step: receipt}, {step: class-it}, {step: own-it}, {step: secure-traces}, {step: segment},
     {step: quarantine}, {step: plant-note}]}
  - {id: stop, title: Keep it running, release: {at: 6m}, channel: phone, from: Planning, to: [supervisor,
     site-owner],
     text: "We owe forty pallets. Do you really want to stop it?", decision: line, expects: [{step: stop-line}]}
  - {id: doses, title: Fill weights drift, release: {at: 16m}, channel: dashboard, from: Scales, marks: [impact],
     text: "Weights drift by two per cent since midnight. Controller settings differ from the recipe.",
     expects: [{step: call-vendor}, {step: letter}]}
  - {id: lorry, title: The lorry has gone, release: {at: 26m}, channel: chat, from: Dispatch, to: [quality,
     site-owner],
     text: "Six pallets from this night left at four.", expects: [{step: alert-agency}]}
  - {id: clean, title: Images at hand, release: {at: 36m}, channel: chat, from: Image store, to: [automation],
     text: "Images of last month are complete; the checksums fit.", expects: [{step: reimage}]}
  - {id: runs, title: Line four answers, release: {at: 50m}, channel: dashboard, from: Line four, marks: [recovered],
     text: "Controllers on recipe; idle.", expects: [{step: check-line}, {step: release-line}]}
decisions:
  - {id: line, question: Does the line stop, role: supervisor, step: stop-line,
     options: [{id: stop-now, text: Stop now, plan_calls_for: true}, {id: run-on,
     text: Run until the pallets are full}]}
truth: {severity: Class-1, cause: An old remote login without a second factor., external_deadlines: [agency-alert]}
"""
_ACTS: Final = """
receipt: {who: supervisor, at: 3m, do: acknowledge, inject: note}
class: {who: supervisor, at: 8m, do: classify, severity: Class-1,
  reason: "Somebody was inside a station that can write to the scales."}
stop: {who: supervisor, at: 12m, do: decide, decision: line, option: stop-now,
  reason: "We cannot vouch for what goes into the vials."}
own: {who: site-owner, at: 13m, do: assume role, role: site-owner}
plant: {who: speaker, at: 24m, do: post update, audience: plant, approved_by: site-owner,
  text: "Line four stands. Do not plug anything into any cabinet."}
vendor: {who: automation, at: 22m, do: page, contact: controls-vendor, result: answered,
  note: "Their engineer reads the settings with us."}
traces: {who: automation, at: 27m, do: do step, step: secure-traces,
  note: "Disk imaged, logs on the sealed stick, hash written down."}
segment: {who: automation, at: 33m, do: contain, measure: "Cable to the office network pulled, line switches
  isolated.", reason: "The note came by that road, and the traces are safe."}
quarantine: {who: quality, at: 34m, do: do step, step: quarantine, note: "Batches 11 to 14 blocked and labelled."}
letter: {who: speaker, at: 40m, do: post update, audience: wholesalers, approved_by: site-owner, next_in: 60m,
  text: "Please hold six pallets of this night. A letter with numbers follows within the hour."}
agency: {who: quality, at: 42m, do: page, contact: agency, result: answered,
  note: "Rapid alert with batch numbers given."}
images: {who: automation, at: 48m, do: do step, step: reimage, note: "Three stations on clean images."}
check: {who: quality, at: 60m, do: verify, what: Line four fills right,
  evidence: "Thirty vials within 0.4 per cent; settings equal the recipe."}
release: {who: site-owner, at: 66m, do: resolve, statement: "Quality has released line four; the night's
  batches stay blocked."}
"""
PHARMA: Final[World] = world(_PLAN, _SCENARIO, _ACTS)
