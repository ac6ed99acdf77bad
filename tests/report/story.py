# ruff: noqa: E501 - a table of texts reads best with one row a line
"""The facts of a drill, as a table: a payment outage on a sale's first morning, 58 minutes long."""

from __future__ import annotations

from typing import NamedTuple

ONCALL = "on-call-engineer"
IC = "incident-commander"
COMMS = "communications-lead"
TECH = "technical-lead"
SUPPORT = "support-lead"
SCRIBE = "scribe"
F = "facilitator"
S = "system"
EVERYONE = (ONCALL, IC, COMMS, TECH, SUPPORT, SCRIBE)


class Fact(NamedTuple):
    """One journal event; `t` in seconds on the exercise clock."""

    t: float
    lane: str
    kind: str
    title: str
    text: str = ""
    step: str | None = None
    outcome: str | None = None
    channel: str | None = None
    to: tuple[str, ...] = ()
    planned: float | None = None


FACTS: tuple[Fact, ...] = (
    Fact(0, S, "clock", "Exercise clock started", "Speed 1."),
    Fact(0, F, "inject", "Briefing read out", "Situation, rules and assumptions.", channel="chat", to=EVERYONE, planned=0),
    Fact(95, F, "inject", "Alert: authorisation success rate 62 %", "Checkout / payment authorisation below 90 % for 5 min. Started 08:41.", channel="alert", to=(ONCALL,), planned=90),
    Fact(248, ONCALL, "action", "Acknowledged the alert", "", "acknowledge-alert", "on time"),
    Fact(301, ONCALL, "plan", "Opened the plan", "Clause 5, Classification"),
    Fact(372, ONCALL, "action", "Opened the incident ticket", "Linked alert and dashboard excerpt.", "open-ticket", "on time"),
    Fact(420, F, "inject", "Three customers report failed payments", "“Card was charged, no order” — three tickets in nine minutes.", channel="ticket", to=(SUPPORT, ONCALL), planned=420),
    Fact(471, ONCALL, "action", "Asked the room", "Does a sale count as a declared peak period if nobody declared it?"),
    Fact(598, ONCALL, "action", "Classified SEV2", "Many customers, harm grows by the hour; browsing works.", "classify", "on time"),
    Fact(640, ONCALL, "action", "Paged the commanders’ rota", "No answer."),
    Fact(660, F, "inject", "Nobody answers the page", "The paging platform shows the page as delivered, unacknowledged.", channel="page", to=(ONCALL,), planned=660),
    Fact(702, SUPPORT, "action", "Asked the room", "May we tell callers that we know about it?"),
    Fact(978, ONCALL, "action", "Paged the second line", "Answered after 40 s.", "escalate-page", "late"),
    Fact(1011, IC, "action", "Assumed Incident Commander", "“I am the incident commander.”", "declare-commander", "late"),
    Fact(1044, IC, "action", "Opened channel and call", "Statement and roles pinned.", "open-channel", "on time"),
    Fact(1052, F, "observation", "Observation", "Two people spoke for command at once until the role was said aloud."),
    Fact(1090, SCRIBE, "action", "Started the log", "First fifteen minutes from memory, marked as such.", "start-log", "on time"),
    Fact(1108, TECH, "action", "Assumed Technical Lead", "", "join-technical", "on time"),
    Fact(1127, COMMS, "action", "Assumed Communications Lead", "", "join-communications", "on time"),
    Fact(1150, IC, "action", "Gave out tasks", "Scope: technical lead, 10 min. Customers: communications lead, 10 min.", "assign-tasks", "on time"),
    Fact(1200, F, "inject", "Sale declared a peak period by marketing", "Mail of yesterday, read now.", channel="mail", to=(IC, COMMS), planned=1200),
    Fact(1268, IC, "decision", "Which severity applies now?", "Chose SEV1: clause 2 forces it up during a declared peak.", "review-severity", "on time"),
    Fact(1270, IC, "action", "Classified SEV1", "More than one payment in ten fails during a declared peak.", "review-severity", "on time"),
    Fact(1275, S, "clock", "Clock paused", "Facilitator: question about the rules of the exercise."),
    Fact(1275, S, "clock", "Clock resumed"),
    Fact(1330, TECH, "plan", "Opened the plan", "Clause 8, Containment"),
    Fact(1395, COMMS, "action", "Posted an update to staff", "Payments fail for about four in ten customers since 08:41. Commander leads on the call. Next at 09:45.", "first-internal", "on time"),
    Fact(1440, F, "inject", "Provider’s status page is green", "All systems operational.", channel="status page", to=(TECH,), planned=1440),
    Fact(1467, TECH, "action", "Asked the room", "Where is the contract number of the payment provider?"),
    Fact(1502, TECH, "action", "Reported blocked", "Missing: contract and merchant number of the supplier", "call-provider"),
    Fact(1560, F, "inject", "A customer posts a screenshot", "“#fail — paid twice, no order!” 2,300 reposts. Ваш платёж не прошёл · 決済エラー", channel="social", to=(COMMS, SUPPORT), planned=1500),
    Fact(1593, COMMS, "action", "Drafted the first public update", "Waiting for the commander’s approval."),
    Fact(1642, SUPPORT, "action", "Improvised", "Recorded a hotline announcement in words of its own.", "relay-support", "improvised equivalent"),
    Fact(1710, TECH, "action", "Stated the scope", "Card authorisations through provider A time out after 30 s; wallets work. Deployment 07:58 is a suspect, not yet cleared.", "state-scope", "on time"),
    Fact(1733, F, "observation", "Strength", "The technical lead named an observation that would clear the deployment."),
    Fact(1760, IC, "action", "Checked in", "Customers’ update: still in draft."),
    Fact(1802, F, "inject", "Hint: who approves when nobody answers?", "Clause 7.4, last sentence.", channel="chat", to=(COMMS,)),
    Fact(1851, COMMS, "action", "Published the first public update", "We are having trouble with card payments. Please do not retry. Next update at 10:00.", "first-public", "late"),
    Fact(1870, F, "inject", "Legal asks about double charges", "“Was money taken twice? From how many?”", channel="mail", to=(IC,), planned=1800),
    Fact(1922, IC, "action", "Weighed the measures", "Roll back; shift cards to the reserve provider; wait. Objections polled, none.", "weigh-measures", "on time"),
    Fact(1930, TECH, "action", "Objected", "Shifting traffic was never tried at this load."),
    Fact(1931, SCRIBE, "action", "Logged the objection"),
    Fact(1934, IC, "action", "Answered the objection", "Ten per cent first."),
    Fact(1938, TECH, "action", "Agreed"),
    Fact(1944, COMMS, "action", "Asked the room", "What do we say about double charges?"),
    Fact(1980, IC, "decision", "Which measure stops the harm?", "Chose: shift 10 % of cards to the reserve provider, then more.", "choose-containment", "on time"),
    Fact(1991, TECH, "action", "Contained", "10 % of card traffic on the reserve provider.", "choose-containment", "on time"),
    Fact(2046, TECH, "action", "Purged the retry queue", "To stop double charges."),
    Fact(2070, F, "observation", "Observation", "The queue was purged before it was copied (clause 8.3)."),
    Fact(2220, TECH, "action", "Verified", "Success rate of the shifted share 97 %; no new errors.", "confirm-containment", "on time"),
    Fact(2280, TECH, "action", "Contained", "All card traffic on the reserve provider."),
    Fact(2310, COMMS, "action", "Posted an update to support", "Wording and list of cases.", "brief-support", "late"),
    Fact(2400, F, "inject", "Success rate back at 98 %", "Dashboard excerpt.", channel="dashboard", to=(TECH, IC), planned=2400),
    Fact(2466, COMMS, "action", "Published a public update", "Most card payments work again. Next update at 10:20."),
    Fact(2520, TECH, "action", "Verified", "Real purchase from outside; figures against a normal day.", "verify-recovery", "on time"),
    Fact(2610, IC, "action", "Read out the exit criteria", "All five answered with a figure.", "check-exit-criteria", "on time"),
    Fact(2702, IC, "action", "Declared resolved", "Closing words, remaining risk, watch overnight.", "declare-resolved", "on time"),
    Fact(2744, F, "inject", "A reporter calls", "“Is it true that customers were charged twice?”", channel="phone", to=(COMMS,), planned=2700),
    Fact(2990, COMMS, "action", "Published the all clear", "Service is back. Double charges are returned within three days.", "all-clear", "on time"),
    Fact(3105, IC, "action", "Named the owner of the review", "", "name-review-owner", "on time"),
    Fact(3300, F, "observation", "Observation", "The log had no entry between 1,150 s and 1,710 s."),
    Fact(3480, S, "clock", "Exercise ended", "Objectives played through."),
)  # fmt: skip
