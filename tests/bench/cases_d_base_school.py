"""An online school's platform team: somebody deleted the wrong database directory before an exam."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_d_make import World, world

_PLAN: Final = """
id: classroom-runbook
title: When the classroom is down
version: "7.2"
owner: Platform team
last_reviewed: 2026-09-01
review_every: 1 week 120 days
severities:
  - {id: S0, title: No lessons, criteria: [Lessons or exams cannot take place, Pupils' work is lost],
     update_every: 25m}
  - {id: S1, title: Bad lessons, criteria: [Lessons take place with trouble], update_every: 50m}
roles:
  - {id: developer, title: Developer on duty, deputies: [second-developer]}
  - {id: lead, title: Incident lead, leads: true, deputies: [second-lead], longest: 4h,
     handover: Say what is known and what is running and who does what; the next one answers "mine".}
  - {id: keeper, title: Database keeper, deputies: [second-developer]}
  - {id: liaison, title: School liaison, deputies: [desk-head]}
  - {id: privacy, title: Privacy officer, deputies: [second-lead]}
  - {id: second-lead, title: Second lead, required: false}
  - {id: second-developer, title: Second developer, required: false}
  - {id: desk-head, title: Head of the help desk, required: false}
contacts:
  - {id: privacy-line, title: Privacy officer's line, role: privacy, reach: Duty phone,
     out_of_band: Private mobile in the safe}
  - {id: keeper-line, title: Keeper's line, role: keeper, reach: Pager, out_of_band: Mobile}
  - {id: cloud-host, title: Hosting company, reach: Console ticket, out_of_band: Emergency number with PIN,
     external: true}
tools:
  - {id: vault, title: Backup vault, access: [keeper, second-developer], alternative: Weekly copy on the shelf,
     alternative_serves: 7 days}
  - {id: wiki, title: The runbook site, alternative: Printed binder}
communications:
  - {id: banner, audience: schools, title: Banner and mail to schools, channel: Mail list, author: liaison,
     approver: lead,
     template: What does not work; what to do meanwhile; next message, fallback: Text messages to heads, public: true}
  - {id: desk, audience: helpdesk, title: Note to the help desk, channel: Desk chat, author: liaison,
     template: Wording, fallback: Telephone}
cadences:
  - {id: banners, title: Messages to schools, audience: schools, role: liaison, clause: "3.3",
     from: first post, every: {S0: 25m, S1: 50m}}
external_deadlines:
  - {id: data-authority, authority: Data protection authority,
     applies_when: Pupils' data is lost or seen by others, from: noticed,
     role: privacy, stages: [{within: 72h, what: Notification}]}
decision_rights:
  - {id: which-copy, decision: Which copy is restored, role: lead, no_answer: {after: 10m, role: keeper}}
after_incident: {exit_criteria: [A teacher has held a lesson], review_within: 5 days, report_within: 15 days}
procedures:
  - id: first
    title: The first quarter of an hour
    phase: detection
    clause: "1"
    steps:
      - {id: pick-up, title: Pick up the page, clause: "1.1", role: developer, critical: true,
         target: {from: first alert, within: {S0: 5m, S1: 15m}}, shown_by: [{action: acknowledge}]}
      - {id: rate, title: Rate it, clause: "1.2", role: developer, critical: true, after: [pick-up],
         text: Say why it is the level it is, target: {from: first alert, within: {S0: 10m, S1: 30m}},
         shown_by: [{action: classify}]}
      - {id: lead-it, title: Somebody says "I lead", clause: "1.3", role: lead, critical: true, after: [rate],
         target: {from: classified, within: 5m}, shown_by: [{action: assume role, role: lead}]}
      - {id: bridge, title: Open the bridge, clause: "1.4", role: lead, after: [lead-it],
         target: {from: declared, within: 5m}, marks: call started}
  - id: repair
    title: Repair
    phase: containment
    clause: "2"
    steps:
      - {id: freeze, title: Freeze all writes and deployments, clause: "2.1", role: developer, critical: true,
         after: [lead-it],
         text: Nobody touches a database host alone from here on, target: {from: declared, within: 10m}}
      - {id: copy-choice, title: Choose the copy to restore, clause: "2.2", role: lead, critical: true,
         text: Note the reason and what is lost with it, target: {from: inject, within: 15m},
         shown_by: [{action: decide, decision: which-copy}]}
      - {id: restore, title: Restore, clause: "2.3", role: keeper, critical: true, after: [copy-choice],
         target: {from: step copy-choice, within: 15m}, needs: {tools: [vault], access: [Key to the backup vault]},
         shown_by: [{action: contain}]}
      - {id: prove, title: Prove it with figures, clause: "2.4", role: keeper, critical: true, after: [restore],
         target: {from: containment decided, within: 30m}, shown_by: [{action: verify}]}
  - id: tell
    title: Telling schools
    phase: communication
    clause: "3"
    steps:
      - {id: desk-note, title: Wording for the help desk, clause: "3.1", role: liaison,
         target: {from: declared, within: 15m},
         shown_by: [{action: post update, audience: helpdesk}]}
      - {id: first-banner, title: First message to schools, clause: "3.2", role: liaison,
         target: {from: impact, within: 20m},
         shown_by: [{action: post update, audience: schools}]}
      - {id: ask-privacy, title: Call the privacy officer, clause: "3.4", role: lead,
         condition: Pupils' work or data may be lost,
         target: {from: inject, within: 20m}, shown_by: [{action: page, contact: privacy-line}]}
      - {id: privacy-note, title: Start the notification to the data protection authority, clause: "3.5",
         role: privacy,
         condition: Pupils' data is lost, target: {from: inject, within: 35m}}
  - id: end
    title: The end
    phase: resolution
    clause: "4"
    steps:
      - {id: close, title: Close, clause: "4.1", role: lead, after: [prove], target: {from: recovered,
         within: 15m}, shown_by: [{action: resolve}]}
      - {id: review-owner, title: Name who leads the review, clause: "4.2", role: lead, strength: should,
         target: {from: resolved, within: 10m}}
"""
_SCENARIO: Final = """
id: exam-morning
title: The wrong host
plan: classroom-runbook
length: 80m
roles: [developer, lead, keeper, liaison, privacy]
objectives:
  - {id: start, title: Start well, critical: true, steps: [pick-up, rate, lead-it, bridge]}
  - {id: data, title: Bring the work of pupils back, critical: true, steps: [freeze, copy-choice, restore,
     prove, close, review-owner]}
  - {id: inform, title: Inform schools, steps: [desk-note, first-banner, ask-privacy, privacy-note]}
briefing: {situation: Exams begin at ten. Replication had been repaired during the night.}
injects:
  - {id: page, title: Primary has no files, release: {at: 1m}, channel: page, from: Monitor, to: [developer],
     text: "db-one: 4.5 GB of 300 GB left. Writes fail.",
     expects: [{step: pick-up}, {step: rate}, {step: lead-it}, {step: bridge}, {step: freeze}, {step: desk-note}]}
  - {id: heads, title: Schools write, release: {at: 5m}, channel: mail, from: Three head teachers, marks: [impact],
     text: "Nobody can log in and the exam starts in half an hour.", expects: [{step: first-banner}]}
  - {id: confession, title: Wrong terminal, release: {at: 12m}, channel: chat, from: Night developer,
     text: "I meant the second host. I was in the window of the first. Last night's dump is empty, I looked.",
     expects: [{step: ask-privacy}]}
  - {id: copies, title: Two copies, release: {at: 18m}, channel: chat, from: Storage, to: [lead, keeper],
     text: "There is a snapshot that is six hours old and a backup of a full day.", decision: which-copy,
     expects: [{step: copy-choice}, {step: restore}]}
  - {id: lost, title: What is gone, release: {at: 32m}, channel: phone, from: Help desk, to: [privacy, lead, liaison],
     text: "Everything handed in between midnight and six is gone, with names.", expects: [{step: privacy-note}]}
  - {id: back, title: Logins succeed, release: {at: 54m}, channel: dashboard, from: Monitor, marks: [recovered],
     text: "Logins 99 per cent; a class is writing.", expects: [{step: prove}, {step: close}, {step: review-owner}]}
decisions:
  - {id: which-copy, question: Which copy do you restore, role: lead, step: copy-choice,
     options: [{id: six-hours, text: The snapshot of six hours ago, plan_calls_for: true}, {id: full-day,
     text: The backup of yesterday}]}
truth: {severity: S0, cause: A directory was removed on the wrong host., external_deadlines: [data-authority]}
"""
_ACTS: Final = """
pick: {who: developer, at: 3m, do: acknowledge, inject: page}
rate: {who: developer, at: 6m, do: classify, severity: S0, reason: "No exam can be written and files are gone."}
lead: {who: lead, at: 9m, do: assume role, role: lead}
bridge: {who: lead, at: 11m, do: do step, step: bridge, note: "Bridge open, all five are in."}
freeze: {who: developer, at: 15m, do: do step, step: freeze,
  note: "Writes off, pipeline locked, nobody alone on a host."}
desk: {who: liaison, at: 17m, do: post update, audience: helpdesk,
  text: "Say: we know, exams will be moved, nothing to do for you."}
banner: {who: liaison, at: 19m, do: post update, audience: schools, next_in: 22m, approved_by: lead,
  text: "The classroom is closed this morning. Please move exams. Our next message comes in 22 minutes."}
privacy: {who: lead, at: 22m, do: page, contact: privacy-line, result: answered, note: "She joins and reads along."}
choice: {who: lead, at: 28m, do: decide, decision: which-copy, option: six-hours,
  reason: "Six hours lost beat twenty-four, and the copy mounts."}
restore: {who: keeper, at: 38m, do: contain, measure: "Snapshot mounted, copy to the primary runs with a second
  pair of eyes.", reason: "It is the copy the lead chose."}
banner-2: {who: liaison, at: 40m, do: post update, audience: schools, next_in: 22m, approved_by: lead,
  text: "We are copying work back; what was handed in after midnight is missing. Next message in 22 minutes."}
authority: {who: privacy, at: 50m, do: do step, step: privacy-note,
  note: "Draft with time of notice, number of pupils and kind of data."}
prove: {who: keeper, at: 60m, do: verify, what: The database is whole,
  evidence: "Row counts match the snapshot, checksum of 40 tables, logins 99 per cent."}
banner-3: {who: liaison, at: 61m, do: post update, audience: schools, next_in: 24m, approved_by: lead,
  text: "You can log in. We will tell you about missing work in 24 minutes."}
close: {who: lead, at: 64m, do: resolve, statement: "A teacher held a lesson; counts match; the list of missing
  work is with liaison."}
review: {who: lead, at: 68m, do: do step, step: review-owner, note: "The head of platform leads it on Thursday."}
"""
SCHOOL: Final[World] = world(_PLAN, _SCENARIO, _ACTS)
