"""A social network's trust-and-safety desk: a phishing page takes accounts on a weekend."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_d_make import World, world

_PLAN: Final = """
id: safety-desk-playbook
title: Safety desk playbook
version: "2026.4"
owner: Trust and safety operations
last_reviewed: 2026-10-01
review_every: 120 days
severities:
  - {id: T1, title: Harm in progress, criteria: [Accounts are being taken over, People are in danger]}
  - {id: T2, title: Abuse in volume, criteria: [Spam or scams without loss of accounts]}
  - {id: T3, title: Nuisance, criteria: [Single complaints]}
roles:
  - {id: moderator, title: Moderator on call, deputies: [night-moderator]}
  - {id: desk-lead, title: Desk lead, leads: true, deputies: [relief-lead], longest: 3h,
     handover: Brief on state and open tasks and the next post; the relief says "taken".}
  - {id: integrity, title: Integrity engineer, deputies: [night-engineer]}
  - {id: voice, title: Public voice, deputies: [relief-lead]}
  - {id: counsel, title: Counsel on call, deputies: [relief-counsel]}
  - {id: night-moderator, title: Night moderator, required: false}
  - {id: relief-lead, title: Relief lead, required: false}
  - {id: night-engineer, title: Night engineer, required: false}
  - {id: relief-counsel, title: Relief counsel, required: false}
contacts:
  - {id: registrar, title: Domain registrar, reach: Abuse form, out_of_band: Abuse telephone, external: true}
  - {id: registrar-boss, title: Registrar's escalation desk, reach: Telephone,
     out_of_band: Mail of the industry list, external: true}
  - {id: first-desk, title: First desk, role: moderator, reach: Pager, out_of_band: Mobile}
  - {id: second-desk, title: Second desk, role: night-moderator, reach: Pager, out_of_band: Mobile}
  - {id: counsel-line, title: Counsel's line, role: counsel, reach: Pager, out_of_band: Mobile}
tools:
  - {id: session-console, title: Session console, access: [integrity, night-engineer],
     alternative: Script in the sealed repository, alternative_serves: 24h}
  - {id: post-tool, title: Post tool, access: [voice, relief-lead], alternative: Account on another network,
     alternative_serves: 24h}
communications:
  - {id: post, audience: members, title: Post to members, channel: Safety account, author: voice, approver: desk-lead,
     template: What; what to do; next post, fallback: Account on another network, public: true}
  - {id: staff-note, audience: desks, title: Note to all desks, channel: Chat, author: voice,
     template: State; wording, fallback: Telephone}
cadences:
  - {id: posts, title: Posts to members, audience: members, role: voice, clause: 3c, from: first post,
     every: {T1: 20m, T2: 1h, T3: 4h}}
escalation:
  - {level: 1, contact: first-desk, acknowledge_within: 5m}
  - {level: 2, contact: second-desk, acknowledge_within: 5m}
decision_rights:
  - {id: mass-logout, decision: Ending sessions of many members, by_severity: {T1: desk-lead, T2: desk-lead,
     T3: integrity}, no_answer: {after: 5m, role: integrity}}
after_incident: {exit_criteria: [No new takeover for ten minutes], review_within: 5 days, report_within: 20 days}
procedures:
  - id: see
    title: Seeing it
    phase: detection
    clause: "1"
    steps:
      - {id: take-report, title: Take the report, clause: 1a, role: moderator, critical: true,
         target: {from: first alert, within: {T1: 5m, T2: 20m, T3: 60m}}, shown_by: [{action: acknowledge}]}
      - {id: tier, title: Set the tier, clause: 1b, role: moderator, critical: true, after: [take-report],
         text: With the reason,
         target: {from: first alert, within: {T1: 10m, T2: 30m, T3: 90m}}, shown_by: [{action: classify}]}
      - {id: head-desk, title: Head the desk, clause: 1c, role: desk-lead, critical: true, after: [tier],
         target: {from: classified, within: {T1: 5m, T2: 15m, T3: 60m}}, shown_by: [{action: assume role,
         role: desk-lead}]}
  - id: stop
    title: Stopping it
    phase: containment
    clause: "2"
    steps:
      - {id: keep-copy, title: Keep a copy of posts and headers, clause: 2a, role: moderator, critical: true,
         after: [head-desk],
         text: Before anything is taken down, target: {from: declared, within: 10m}}
      - {id: report-domain, title: Report the domain to its registrar, clause: 2b, role: moderator,
         condition: A page outside is part of it,
         target: {from: inject, within: 15m}, shown_by: [{action: page, contact: registrar}]}
      - {id: end-sessions, title: End the sessions and pull the posts, clause: 2c, role: integrity,
         critical: true, after: [keep-copy],
         target: {from: step keep-copy, within: 15m}, needs: {tools: [session-console]},
         text: Note the reason and who agreed,
         shown_by: [{action: contain}]}
      - {id: show-quiet, title: Show that it is quiet, clause: 2d, role: integrity, critical: true,
         after: [end-sessions],
         target: {from: containment decided, within: 30m}, shown_by: [{action: verify}]}
      - {id: police-tip, title: Tell the police liaison, clause: 2e, role: counsel, severities: [T1],
         condition: Money or persons are threatened,
         target: {from: inject, within: 20m}}
  - id: say
    title: Saying it
    phase: communication
    clause: "3"
    steps:
      - {id: desks-note, title: Note to all desks, clause: 3a, role: voice, target: {from: declared, within: 15m},
         shown_by: [{action: post update, audience: desks}]}
      - {id: first-post, title: First post to members, clause: 3b, role: voice, target: {from: impact,
         within: {T1: 20m, T2: 1h, T3: 4h}},
         shown_by: [{action: post update, audience: members}]}
  - id: shut
    title: Closing
    phase: resolution
    clause: "4"
    steps:
      - {id: sign-off, title: Sign it off, clause: 4a, role: desk-lead, after: [show-quiet],
         target: {from: recovered, within: 15m},
         shown_by: [{action: resolve}]}
"""
_SCENARIO: Final = """
id: weekend-phish
title: A copy of our login page
plan: safety-desk-playbook
length: 70m
roles: [moderator, desk-lead, integrity, voice, counsel]
objectives:
  - {id: see, title: See it in time, critical: true, steps: [take-report, tier, head-desk]}
  - {id: stop, title: Stop the takeovers, critical: true, steps: [keep-copy, report-domain, end-sessions,
     show-quiet, police-tip, sign-off]}
  - {id: say, title: Say it, steps: [desks-note, first-post]}
briefing: {situation: Saturday evening with half a shift.}
injects:
  - {id: report, title: Looks like you, release: {at: 2m}, channel: alert, from: Abuse queue, to: [moderator],
     text: "Seventy reports in ten minutes: a mail that leads to a login page one letter off.",
     expects: [{step: take-report}, {step: tier}, {step: head-desk}, {step: keep-copy}, {step: desks-note}]}
  - {id: taken, title: Known accounts post scams, release: {at: 6m}, channel: social, from: Members, marks: [impact],
     text: "The weather channel just offered me free coins?", expects: [{step: first-post}, {step: end-sessions}]}
  - {id: page-found, title: The page, release: {at: 14m}, channel: chat, from: Volunteer, to: [moderator],
     text: "Here is the address. It was registered on Thursday.", expects: [{step: report-domain}]}
  - {id: threat, title: Pay or else, release: {at: 24m}, channel: mail, from: Somebody, to: [counsel, desk-lead],
     text: "A member sends a mail that asks for money for the account of a clinic.", expects: [{step: police-tip}]}
  - {id: quiet, title: The curve is flat, release: {at: 46m}, channel: dashboard, from: Takeover counter,
     marks: [recovered],
     text: "No new takeover since 38.", expects: [{step: show-quiet}, {step: sign-off}]}
truth: {severity: T1, cause: A phishing page proxied logins.}
"""
_ACTS: Final = """
take: {who: moderator, at: 4m, do: acknowledge, inject: report}
tier: {who: moderator, at: 7m, do: classify, severity: T1, reason: "Accounts go over while we watch; forty so far."}
head: {who: desk-lead, at: 10m, do: assume role, role: desk-lead}
copy: {who: moderator, at: 16m, do: do step, step: keep-copy,
  note: "Mail headers, page source and twelve posts in the case."}
domain: {who: moderator, at: 20m, do: page, contact: registrar, result: answered,
  note: "Case number read back; hold promised today."}
desks: {who: voice, at: 21m, do: post update, audience: desks,
  text: "T1, desk lead heads it. Wording: we never ask for your password by mail."}
post: {who: voice, at: 23m, do: post update, audience: members, next_in: 18m, approved_by: desk-lead,
  text: "Somebody copies our login page. Check the address, and sign in only in the app. More in 18 minutes."}
sessions: {who: integrity, at: 27m, do: contain, measure: "Sessions of 412 accounts ended, their posts
  pulled.", reason: "All 412 signed in through the same three addresses; the desk lead agreed."}
police: {who: counsel, at: 34m, do: do step, step: police-tip,
  note: "Liaison has the mail and the account of the clinic."}
post-2: {who: voice, at: 40m, do: post update, audience: members, next_in: 18m, approved_by: desk-lead,
  text: "Stolen sessions are ended. If you were logged out, set a new password. We post again in 18 minutes."}
quiet: {who: integrity, at: 50m, do: verify, what: It is quiet,
  evidence: "No takeover since minute 38; logins from the three addresses are refused, 212 attempts."}
post-3: {who: voice, at: 57m, do: post update, audience: members, next_in: 20m, approved_by: desk-lead,
  text: "It has stopped. If you see a coin offer, report it. Last message in 20 minutes."}
sign: {who: desk-lead, at: 58m, do: resolve, statement: "No new takeover for twenty minutes; registrar holds
  the page; owners are written to."}
"""
SOCIAL: Final[World] = world(_PLAN, _SCENARIO, _ACTS)
