# ruff: noqa: E501 - a table of texts reads best with one row a line
"""A rich report to render: every outcome, every kind of gap, long texts and other scripts. And an empty one."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, NamedTuple

from tests.report.story import COMMS, FACTS, IC, ONCALL, SCRIBE, SUPPORT, TECH, Fact
from trainer.core import aar

ROLES = {
    IC: "Incident Commander",
    COMMS: "Communications Lead",
    TECH: "Technical Lead",
    ONCALL: "On-call engineer",
    SUPPORT: "Support lead",
    SCRIBE: "Scribe",
}


def sha(text: object) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()


def wall(seconds: float) -> str:
    whole = 7 * 3600 + 30 * 60 + int(seconds)
    return f"2026-11-24T{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}Z"


def seq(at: int) -> int:
    """Sequence number of a fact: the journal holds some events that are no facts of the exercise."""
    return 2 + at + at // 4


SEQ = {id(fact): seq(at) for at, fact in enumerate(FACTS)}


def seq_of(title: str, step: str | None = None) -> int:
    """Sequence number of the first fact with a title (and a step)."""
    return next(seq(at) for at, fact in enumerate(FACTS) if fact.title == title and step in (None, fact.step))


def entry(fact: Fact) -> aar.TimelineEntry:
    return aar.TimelineEntry(
        seq=SEQ[id(fact)], elapsed_s=fact.t, at=wall(fact.t), lane=fact.lane, kind=fact.kind,  # type: ignore[arg-type]
        title=fact.title, text=fact.text, step=fact.step, outcome=fact.outcome, channel=fact.channel, to=fact.to,
        planned_s=fact.planned,
    )  # fmt: skip


# key, title, procedure, phase, role, clause, critical, anchor, started, target, done, outcome, done by, evidence
STEPS: tuple[tuple[Any, ...], ...] = (
    ("acknowledge-alert", "Acknowledge the alert", "Detection", "detection", ONCALL, "4.1", True, "first alert", 95, 300, 248, "on time", ONCALL),
    ("open-ticket", "Open the incident ticket", "Detection", "detection", ONCALL, "4.2", False, "acknowledged", 248, 600, 372, "on time", ONCALL),
    ("escalate-page", "Climb the ladder when a page is not acknowledged", "Detection", "detection", ONCALL, "4.3", False, "inject", 660, 300, 978, "late", ONCALL),
    ("classify", "Set the severity, with the reason and one statement", "Classification", "classification", ONCALL, "5.1", True, "first alert", 95, 600, 598, "on time", ONCALL),
    ("review-severity", "Review the severity when the facts change", "Classification", "classification", IC, "5.2", False, "inject", 1200, 300, 1270, "prompted", IC),
    ("elevate", "Bring in the executive on duty", "Classification", "classification", IC, "5.3", False, "declared", 1011, 900, None, "missed", None),
    ("declare-commander", "Declare the commander", "Command", "classification", IC, "6.1", True, "acknowledged", 248, 600, 1011, "late", IC),
    ("start-log", "Start the log", "Command", "classification", SCRIBE, "6.5", False, "call started", 1044, 300, 1090, "on time", SCRIBE),
    ("first-internal", "Send the first internal update", "Communication", "communication", COMMS, "7.1", False, "declared", 1011, 900, 1395, "on time", COMMS),
    ("brief-support", "Brief customer support", "Communication", "communication", COMMS, "7.2", False, "declared", 1011, 1200, 2310, "late", COMMS),
    ("relay-support", "Put the agreed wording in front of every agent", "Communication", "communication", SUPPORT, "7.3", False, None, None, None, 1642, "improvised equivalent", SUPPORT),
    ("first-public", "Publish the first public update", "Communication", "communication", COMMS, "7.4", True, "impact", 95, 900, 1851, "late", COMMS),
    ("check-deadlines", "Ask legal whether an external deadline has begun", "Communication", "communication", IC, "7.7", True, "inject", 1870, 900, None, "missed", None),
    ("state-scope", "State the scope, and the cause if it is known", "Containment", "containment", TECH, "8.1", True, "declared", 1011, 900, 1710, "on time", TECH),
    ("call-provider", "Open a priority case with the supplier, by telephone too", "Containment", "containment", TECH, "8.2", False, "inject", 1440, 600, 1760, "wrong role", SUPPORT),
    ("preserve-evidence", "Preserve evidence before a destructive act", "Containment", "containment", TECH, "8.3", True, "inject", 2046, 600, 2070, "out of order", TECH),
    ("choose-containment", "Decide on a measure and order it", "Containment", "containment", IC, "8.5", True, "identified", 1710, 1500, 1980, "on time", IC),
    ("confirm-containment", "Confirm with evidence that the measure works", "Containment", "containment", TECH, "8.6", True, "containment decided", 1980, 1800, 2220, "on time", TECH),
    ("declare-resolved", "Declare the incident resolved", "Resolution", "resolution", IC, "9.5", True, "recovered", 2400, 1500, 2702, "on time", IC),
    ("hot-wash", "Talk it through on the same day", "Post-incident review", "review", IC, "10.3", False, "resolved", 2702, 28_800, None, "not observed", None),
    ("hand-over-command", "Hand over command", "Handover", "containment", IC, None, False, None, None, 10_800, None, "not applicable", None),
)  # fmt: skip


def steps() -> tuple[aar.StepResult, ...]:
    made = []
    for (
        key,
        title,
        procedure,
        phase,
        role,
        clause,
        critical,
        anchor,
        start,
        target,
        done,
        outcome,
        by,
    ) in STEPS:
        elapsed = done - start if done is not None and start is not None else None
        over = elapsed - target if elapsed is not None and target is not None else None
        evidence = tuple(sorted({seq(at) for at, fact in enumerate(FACTS) if fact.step == key})) or (
            (seq(6), seq(14)) if done else ()
        )
        made.append(aar.StepResult(
            key=key, step=key, title=title, procedure=procedure, phase=phase, role=role, role_title=ROLES[role],
            clause=clause, strength="must", critical=critical, anchor=anchor, started_s=start, done_s=done,
            target_s=target, elapsed_s=elapsed, delta_s=over, met=None if over is None else over <= 0,
            outcome=outcome, automatic_outcome="late" if key == "review-severity" else outcome,
            overruled="The facilitator’s mail named the peak period; without it nobody looked." if key == "review-severity" else None,
            done_by_role=by, also_done_by=(ONCALL,) if key == "start-log" else (), inject=None, evidence=evidence,
            assessments=(
                aar.Assessment(by="evaluator", followed="yes", adequate="partly", note="Nobody could approve while command was busy.", seq=seq(26)),
                aar.Assessment(by="second evaluator", followed="partly", adequate=None, note="", seq=seq(27)),
            ) if key == "first-public" else (),
        ))  # fmt: skip
    return tuple(made)


class Finding(NamedTuple):
    """A gap as a line of the table below."""

    at: int
    code: str
    name: str
    kind: Literal["plan", "capability", "execution", "artefact"]
    statement: str
    step: str | None
    clause: str
    role: str | None
    consequence: str
    change: str
    priority: Literal["high", "medium", "low"]
    evidence: tuple[int, ...]
    objectives: tuple[str, ...]
    poete: str = "P"
    confidence: Literal["automatic", "evaluator", "consensus"] = "automatic"
    root: str = ""

    def gap(self) -> aar.Gap:
        return aar.Gap(
            id=f"{self.code}-{self.at}", code=self.code, name=self.name, kind=self.kind, statement=self.statement,
            step=self.step, clause=self.clause, role=self.role, poete=self.poete, evidence=self.evidence,
            consequence=self.consequence, root_cause=self.root, objectives=self.objectives,
            confidence=self.confidence, priority=self.priority, proposed_change=self.change,
            symptoms=("G15 knowledge or skill",) if self.at == 1 else (), stands=self.at != 8,
            verdicts=(
                aar.GapVerdict(by="evaluator", stands=self.at == 1, reason="The log was kept on paper." if self.at == 8 else "", seq=seq(25)),
            ) if self.at in (1, 8) else (),
        )  # fmt: skip


def gaps() -> tuple[aar.Gap, ...]:
    scope, legal = seq_of("Stated the scope"), seq_of("Legal asks about double charges")
    draft, public = seq_of("Drafted the first public update"), seq_of("Published the first public update")
    found = (
        Finding(1, "G10", "communication gap", "plan", "The first public update waited for an approval that clause 7.4 lets nobody else give for five minutes; the draft lay finished for 4 min 18 s.", "first-public", "7.4", COMMS, "Customers paid twice while no message told them to wait; the update came 14 min 16 s after its target.", "Let the communications lead publish the holding message at once at SEV1 and have the commander approve the second message instead.", "high", (draft, public), ("tell-customers",), "P/O", root="Approval is a step in a chain that has a single holder, who was busy with command."),
        Finding(2, "G12", "legal or regulatory clock missing", "plan", "Nobody asked legal although money may have been taken twice; clause 7.7 names the trigger, the commander’s checklist does not.", "check-deadlines", "7.7", IC, "A statutory notification could have started late, or not at all.", "Put the question of clause 7.7 on the commander’s checklist beside clause 8.1, with a named role that asks it.", "high", (legal, scope), ("decide-in-time", "tell-customers"), "P"),
        Finding(3, "G09", "severity criteria inadequate", "plan", "The level was set to SEV2 and raised to SEV1 after 11 min 12 s: the plan does not say who declares a peak period, nor where that is written.", "classify", "5.1", ONCALL, "Targets of SEV2 applied for eleven minutes; the executive was not paged.", "Name the calendar of declared peak periods in clause 2 and link it from the triage table.", "high", (seq_of("Classified SEV2"), seq_of("Classified SEV1"), seq_of("Asked the room")), ("classify-well",), "P", "consensus"),
        Finding(4, "G06", "missing tool, access or resource", "capability", "The technical lead could not open a priority case: contract and merchant number were not to be found.", "call-provider", "8.2", TECH, "The supplier was called by support instead, 5 min 20 s into the target of 10 min.", "Put both numbers on the printed contact card and check the card every quarter.", "medium", (seq_of("Reported blocked"), seq_of("Asked the room")), ("contain-safely",), "E"),
        Finding(5, "G08", "single-person dependency", "capability", "One role did 7 of 12 critical steps; command, severity and containment all waited for it at the same time.", None, "no clause", IC, "While the commander classified again, nobody approved the public update.", "Engage the deputy commander at SEV1 from the beginning, not after one hour.", "medium", (seq_of("Gave out tasks"), seq_of("Checked in")), ("decide-in-time",), "O"),
        Finding(6, "G04", "outdated contact or escalation path", "capability", "The page to the commanders’ rota stayed unanswered; the rota held a shift that had ended.", "escalate-page", "4.3", ONCALL, "A commander was declared 2 min 43 s after the target.", "Generate the rota from the shift calendar, and page it once a week as a test.", "high", (seq_of("Paged the commanders’ rota"), seq_of("Paged the second line")), ("decide-in-time",), "P/O"),
        Finding(7, "G15", "knowledge or skill", "execution", "The retry queue was purged before it was copied; clause 8.3 was known and was read out a minute later.", "preserve-evidence", "8.3", TECH, "The list of customers who were charged twice had to be rebuilt from the provider’s report.", "Drill clause 8.3 with the purge as the example; ask “what does this destroy?” before each measure.", "medium", (seq_of("Purged the retry queue"),), ("contain-safely",), "T", "evaluator"),
        Finding(8, "G17", "record or evidence gap", "execution", "The log holds no entry for 9 min 20 s around the choice of the measure.", "start-log", "6.5", SCRIBE, "The reason for the first ten per cent is known from memory alone.", "Let the scribe read back each decision before the next topic begins.", "low", (seq_of("Started the log"),), ("decide-in-time",), "T/P"),
        Finding(9, "G01", "missing procedure or step", "plan", "Sixteen questions of customers and press about double charges met no step: the plan says how to collect cases, not what may be promised, by whom, or until when. Supercalifragilistic-long-identifiers_such_as_this_one/must/wrap/and/not/widen/the/page.", None, "no clause", COMMS, "Two different answers were given within a minute.", "Add a step to clause 7 that sets the wording on refunds, its owner and its approver; finance agrees beforehand. 返金の文言 · صيغة ردّ الأموال.", "medium", (seq_of("A customer posts a screenshot"), seq_of("A reporter calls")), (), "P"),
        Finding(10, "G02", "ambiguous or contradictory instruction", "artefact", "Two injects named different starting times of the outage.", None, "no clause", None, "Three minutes of discussion that a real incident would not have had.", "Correct the scenario: one starting time, 08:41.", "low", (seq_of("Three customers report failed payments"),), (), "X", "evaluator"),
    )  # fmt: skip
    return tuple(finding.gap() for finding in found)


OBJECTIVES = (
    ("classify-well", "Set and review the severity by the plan’s own criteria", "Classification", True, ("classify", "review-severity"), "M", "One critical step was prompted: the peak period was named by the facilitator."),
    ("decide-in-time", "Establish command and decide on a measure in time", "Command", True, ("declare-commander", "choose-containment", "elevate"), "S", "The measure was decided 20 min 30 s before its target; the commander was declared late."),
    ("tell-customers", "Tell customers what to do before they try a second time", "Communication", True, ("first-public", "check-deadlines", "all-clear"), "U", "The first public update came 14 min 16 s late and legal was never asked."),
    ("contain-safely", "Contain the harm without destroying evidence", "Containment", False, ("state-scope", "confirm-containment", "preserve-evidence"), "S", "Contained within target; the evidence was kept after the act instead of before it."),
    ("restore", "Verify recovery and close the incident by its exit criteria", "Resolution", False, ("declare-resolved",), "P", "All critical steps done in order, by the right role, within target."),
    ("hand-over", "Hand over command without losing a task", "Command", False, ("hand-over-command",), "N/O", "Not exercised: play ended before a handover was due."),
)  # fmt: skip


def objectives() -> tuple[aar.ObjectiveResult, ...]:
    made: list[aar.ObjectiveResult] = []
    for key, title, capability, critical, names, rating, reason in OBJECTIVES:
        evidence = tuple(seq(at) for at, fact in enumerate(FACTS) if fact.step in names)
        given = (
            aar.RatingGiven(rater="evaluator", rating="U", reason="Customers were told after the sale’s first wave.", evidence=evidence[:2]),
            aar.RatingGiven(rater="second evaluator", rating="M", reason="The message was good; its time was not.", evidence=evidence[:1]),
            aar.RatingGiven(rater="raters", rating="U", reason="Agreed: too late to help anybody.", evidence=evidence[:1], consensus=True),
        ) if key == "tell-customers" else ()  # fmt: skip
        made.append(aar.ObjectiveResult(
            id=key, title=title, capability=capability, critical=critical, steps=names, suggested=rating,
            suggested_reason=reason, given=given, rating=rating, automatic=not given, consensus=bool(given), agreed=not given, evidence=evidence,
        ))  # fmt: skip
    return tuple(made)


def communications() -> aar.CommunicationsPart:
    updates = [
        fact
        for fact in FACTS
        if "update" in fact.title.lower() and fact.lane == COMMS and "Drafted" not in fact.title
    ]
    return aar.CommunicationsPart(
        severity_history=((598, "SEV2", ONCALL, "Many customers, harm grows by the hour; browsing works.", seq_of("Classified SEV2")), (1270, "SEV1", IC, "More than one payment in ten fails during a declared peak.", seq_of("Classified SEV1"))),
        command_history=((1011, IC, IC, seq(13)), (1108, TECH, TECH, seq(15)), (1127, COMMS, COMMS, seq(16))),
        decisions=(
            aar.DecisionResult(decision="severity", question="Which severity applies now?", asked_s=1200, decided_s=1268, latency_s=68, by_role=IC, owner_role=IC, option="SEV1", reason="Clause 2 forces it up during a declared peak.", plan_called_for="SEV1", as_planned=True, defaulted=False, evidence=(seq_of("Which severity applies now?"),)),
            aar.DecisionResult(decision="measure", question="Which measure stops the harm?", asked_s=1710, decided_s=1980, latency_s=270, by_role=IC, owner_role=IC, option="Shift 10 % of cards to the reserve provider, then more", reason="Smallest step that can be undone; figures after five minutes.", plan_called_for="Shift a small share of traffic", as_planned=True, defaulted=False, evidence=(seq_of("Which measure stops the harm?"),)),
            aar.DecisionResult(decision="refund", question="What do we promise about double charges?", asked_s=2744, decided_s=None, latency_s=None, by_role=None, owner_role=None, option=None, reason="", plan_called_for=None, as_planned=None, defaulted=True, evidence=(seq_of("A reporter calls"),)),
        ),
        updates=tuple(
            aar.Update(elapsed_s=fact.t, role=COMMS, audience="staff" if "staff" in fact.title else "support" if "support" in fact.title else "customers", public="public" in fact.title, text=fact.text, next_in_s=1200 if "Next" in fact.text else None, approved_by=IC if "public" in fact.title else None, seq=SEQ[id(fact)])
            for fact in updates
        ),
        cadences=(
            aar.CadenceResult(cadence="public", title="Public updates", audience="customers", interval_s=1200, due=3, within=2, worst_gap_s=1284, evidence=(seq_of("Published the first public update"), seq_of("Published a public update"))),
            aar.CadenceResult(cadence="executives", title="Executive brief", audience="executives", interval_s=1800, due=1, within=0, worst_gap_s=None, evidence=()),
        ),
        votes=(
            aar.VoteResult(
                vote="level", question="Which severity is this, each alone?", about="severity", step="classify", asked=4, counts=(("SEV1", 2), ("SEV2", 2), ("SEV3", 0)),
                agreement=1 / 3, largest_share=0.5, truth="SEV1", right=2, surely_wrong=1,
                ballots=(
                    aar.Ballot(role=IC, choice="SEV1", confidence=3, elapsed_s=1210, seq=seq(17)),
                    aar.Ballot(role=TECH, choice="SEV2", confidence=5, elapsed_s=1212, seq=seq(18)),
                    aar.Ballot(role=COMMS, choice="SEV2", confidence=None, elapsed_s=1220, seq=seq(19)),
                    aar.Ballot(role=SUPPORT, choice="SEV1", confidence=2, elapsed_s=1224, seq=seq(20)),
                ),
                evidence=(seq(17), seq(18), seq(19), seq(20)),
            ),
            aar.VoteResult(vote="owner", question="Who owns the wording on refunds?", about="ownership", step=None, asked=2, counts=(("Communications", 0), ("Finance", 0)), agreement=None, largest_share=None, truth=None, right=None, surely_wrong=0, ballots=(), evidence=(seq(21),)),
        ),
        votes_kappa=0.24,
    )  # fmt: skip


METRICS = (
    aar.Metric(name="TTD", expansion="Time to detect", definition="First recognition minus first signal delivered.", value_s=153, target_s=None, met=None, evidence=(seq(2), seq(3))),
    aar.Metric(name="TTA", expansion="Time to acknowledge", definition="Acknowledged minus first signal delivered.", value_s=153, target_s=300, met=True, evidence=(seq(2), seq(3))),
    aar.Metric(name="time to command", expansion="Time to command", definition="Commander declared minus severity set.", value_s=413, target_s=None, evidence=(seq(8), seq(13))),
    aar.Metric(name="first public update", expansion="First public update", definition="Approved and sent minus impact confirmed.", value_s=1756, target_s=900, met=False, detail="Draft finished 4 min 18 s before it was sent.", evidence=(seq_of("Published the first public update"),)),
    aar.Metric(name="adherence", expansion="Adherence", definition="Steps done by the right role out of applicable steps.", value=82, unit="%", evidence=()),
    aar.Metric(name="TTM", expansion="Time to mitigate", definition="User impact ended minus acknowledged.", value_s=None, evidence=()),
)  # fmt: skip


AMENDMENTS = {
    "G10": (
        aar.AmendmentEntry(
            id="M-G10-1", title="Let the communications lead publish the holding message at once", reason="The draft lay finished for 4 min 18 s (n = 1).", place="Communications: Holding message",
            before="approver: incident-commander", after="approver: communications-lead", retest=("first-public",), status="accepted", decided_by="lead", decided_reason="Agreed with legal.", seq=seq(29),
        ),
    ),
    "G01": (
        aar.AmendmentEntry(
            id="M-G01-9", title="Add a step that sets the wording on refunds", reason="Sixteen questions met no step.", place="Procedure: Communication, after “Brief customer support”",
            before="", after="- id: refund-wording\n  title: Set the wording on refunds\n  role: communications-lead\n  target: {from: inject, within: 15m}", retest=("relay-support",),
        ),
    ),
}  # fmt: skip
FIGURES = (
    "targets", "right-role", "scope", "not-exercised", "planned-length", "active", "wall", "pauses", "overdue-actions", "repeated-actions", "scores",
    *(f"gaps {kind}" for kind in ("plan", "capability", "execution", "artefact")),
    *(f"outcome {name}" for name in dict.fromkeys(row[11] for row in STEPS)),
    *(f"coverage {name}" for name in ("steps", "plan-steps", "roles", "injects", "objectives")),
    *(f"acts {role}" for role in ROLES),
)  # fmt: skip


def msel() -> tuple[aar.MselEntry, ...]:
    made: list[aar.MselEntry] = []
    for at, fact in enumerate(FACTS):
        if fact.kind == "inject":
            late = None if fact.planned is None else fact.t - fact.planned
            kind = "contingency inject" if "Hint" in fact.title else "inject"
            made.append(aar.MselEntry(
                inject=f"inj-{len(made) + 1:02d}", title=fact.title, kind=kind, channel=fact.channel or "chat",  # type: ignore[arg-type]
                sender="Monitoring" if fact.channel == "alert" else "Simulation cell", to=fact.to,
                planned="at " + f"{int(fact.planned) // 60} min" if fact.planned is not None else "by hand",
                planned_s=fact.planned, delivered_s=fact.t, deviation_s=late, status="delivered",
                cause="timed" if late is not None else "by hand", expects=("classify",) if at == 2 else (), seq=seq(at),
            ))  # fmt: skip
    made.append(aar.MselEntry(inject="inj-99", title="Regulator asks for a first report", kind="inject", channel="mail", sender="Regulator", to=(IC,), planned="after legal was asked", planned_s=None, delivered_s=None, deviation_s=None, status="not released", cause=None, expects=("check-deadlines",), seq=None))  # fmt: skip
    return tuple(made)


def evidence() -> aar.EvidencePart:
    facts = {
        seq(at): (fact.t, fact.kind, f"{fact.title}. {fact.text}".strip()) for at, fact in enumerate(FACTS)
    }
    last = max(facts)
    entries, at_s = [], 0.0
    for number in range(1, last + 1):
        at_s, kind, text = facts.get(number, (at_s, "inject seen", "A role opened a message."))
        if number == 1:
            kind, text = "exercise created", "Payment outage, tabletop, six seats."
        entries.append(
            aar.EvidenceEntry(
                seq=number, elapsed_s=at_s, at=wall(at_s), type=kind, text=text, hash=sha(number)
            )
        )
    return aar.EvidencePart(
        entries=tuple(entries), msel=msel(),
        coverage=aar.Coverage(steps=(19, 21), plan_steps=(21, 46), roles=(6, 10), injects=(15, 16), objectives=(5, 6)),
        unlinked_actions=(seq_of("Drafted the first public update"), seq_of("Answered the objection")),
        ambiguous_actions=((seq_of("Contained"), ("choose-containment", "confirm-containment")),),
        figures=tuple(aar.Figure(name=name, label=name.replace("-", " ").capitalize(), evidence=(seq(2), seq(5), seq(9))) for name in FIGURES),
    )  # fmt: skip


def summary() -> aar.Summary:
    counts: dict[str, int] = {}
    for row in STEPS:
        counts[row[11]] = counts.get(row[11], 0) + 1
    return aar.Summary(
        headline="The harm was stopped 25 minutes after command was established, but customers were told too late: the plan lets one busy role hold back the first public message.",
        verdicts=tuple(aar.Verdict(objective=row[0], title=row[1], rating=row[5], critical=row[3]) for row in OBJECTIVES),
        strengths=(
            "The measure was chosen 20 min 30 s before its target, with objections polled and a first share of ten per cent.",
            "The technical lead named an observation that would clear the suspected deployment before anyone rolled back.",
            "Acknowledgement, ticket and first severity stood within ten minutes of the first alert.",
        ),
        top_gaps=(
            "The first public update waits for one approver and has no way round for five minutes (clause 7.4).",
            "Nothing on the commander’s checklist asks legal whether an external deadline has begun (clause 7.7).",
            "The plan does not say who declares a peak period, so the severity was set too low for eleven minutes (clause 5.1).",
        ),
        targets_met=10, targets_judged=17, steps_in_scope=21, steps_by_right_role=16, steps_applicable=19,
        not_exercised=2, outcome_counts=counts,
        gap_counts={"plan": 4, "capability": 3, "execution": 2, "artefact": 1}, overdue_actions=1, repeated_actions=2,
    )  # fmt: skip


def rich() -> aar.Report:
    """The drill of `story.py` as a report."""
    found = gaps()
    return aar.Report(
        control=aar.Control(
            title="Card payments fail on the first morning of the sale",
            plan=aar.Document(id="incident-management-procedures", title="Incident management procedures", version="1.0", sha256=sha("plan"), owner="Head of service operations", last_reviewed="2026-10-05"),
            scenario=aar.Document(id="payment-outage", title="Payment outage on a sale day", version="3", sha256=sha("scenario")),
            held_on="2026-11-24", program="Incident trainer 0.1.0",
        ),
        summary=summary(),
        exercise=aar.ExerciseOverview(
            id="2026-11-24-payment-outage", title="Payment outage on a sale day", kind="tabletop", service="Checkout", difficulty="intermediate",
            started=wall(0), ended=wall(3600), planned_length_s=3600, active_s=3480, wall_s=3612, paused_s=132, pauses=1, jumped_s=0, interruptions=0, state="ended",
            summary="Card authorisations begin to fail at the start of a sale. The provider’s status page is green, a deployment of the same morning is suspected, and customers who try again are charged twice.",
            true_severity="SEV1", true_cause="The provider’s fraud filter holds authorisations above an hourly limit; the deployment is innocent.",
            situation="It is Tuesday, 08:40. A sale has started at eight.\n\nYou are on duty. Use the plan as you would on any day.", facilitator="Facilitator of the quarterly drill", team="", seed=None,
        ),
        method=aar.Method(
            kind_note="This was a tabletop: its times are discussion times. They are shown against the plan’s targets and must not be compared with a simulation.",
            rules=("A step’s clock starts at the event that the plan names; pauses do not count.", "A contingency inject or a hint makes a step that is done after it prompted.", "An act closes a step where it names the step, or is what the plan says shows it."),
            detectors=tuple((code, name, looks) for code, name, looks in (("G01", "missing procedure or step", "an act or a decision that no step covers"), ("G04", "outdated contact or escalation path", "a contact attempt that failed"), ("G06", "missing tool, access or resource", "a report of being blocked"), ("G08", "single-person dependency", "more than half of the critical steps done by one role"), ("G09", "severity criteria inadequate", "a wrong or repeated classification"), ("G10", "communication gap", "a first update late, a cadence broken, a text not approved"), ("G12", "legal or regulatory clock missing", "a statutory step absent or late"), ("G15", "knowledge or skill", "the right plan and a wrong, late or prompted action"), ("G17", "record or evidence gap", "a decision without its reason, a stretch without a log entry"))),
            not_detected=(("G02", "ambiguous or contradictory instruction"), ("G16", "followed but ineffective")),
            limitations=("The paging platform was played by the facilitator; answering times are part of the script, not measured.", "One role was played by two people in turn."),
            not_exercised=("Hand over command", "Preserve evidence on the emergency host"), not_evaluated=("The tone of the public messages",),
            raters=("evaluator", "second evaluator (one objective)"), speeds=(),
        ),
        objectives=objectives(), steps=steps(), metrics=METRICS, timeline=tuple(entry(fact) for fact in FACTS),
        strengths=(
            aar.Strength(statement="The measure was chosen 20 min 30 s before its target, with objections polled and a first share of ten per cent.", step="choose-containment", role=IC, evidence=(seq_of("Weighed the measures"), seq_of("Which measure stops the harm?"))),
            aar.Strength(statement="The technical lead named an observation that would clear the suspected deployment before anyone rolled back.", step="state-scope", role=TECH, evidence=(seq_of("Stated the scope"), seq_of("Strength"))),
            aar.Strength(statement="Acknowledgement, ticket and first severity stood within ten minutes of the first alert.", step=None, role=ONCALL, evidence=(seq(3), seq(5), seq(8))),
        ),
        gaps=found,
        deviations=(
            aar.Deviation(statement="Recorded a hotline announcement before the agreed wording existed; calls per minute halved.", role=SUPPORT, step="relay-support", worked=True, evidence=(seq_of("Improvised"),)),
            aar.Deviation(statement="Support telephoned the provider because the technical lead had no contract number.", role=SUPPORT, step="call-provider", worked=None, evidence=(seq_of("Reported blocked"),)),
            aar.Deviation(statement="Purged the retry queue from the console instead of pausing the consumer.", role=TECH, step=None, worked=False, evidence=(seq_of("Purged the retry queue"),)),
        ),
        communications=communications(),
        voice=aar.VoicePart(
            worked=((IC, "Saying the role aloud ended the confusion at once."), ("anonymous", "The ten-per-cent step gave everyone room to agree.")),
            did_not_work=((COMMS, "I had the text, and nobody to approve it."), (TECH, "Looking for a contract number in the middle of an outage.")),
            change=((SUPPORT, "Give us one sentence on refunds before the next sale."),), scores=(4, 3, 5, 4, 4, 2), questions=("What surprised you?", "Which clause did you miss?"),
        ),
        previous_actions=(
            aar.PreviousAction(action="Print the contact card with contract numbers", exercise="2026-08-19 supplier outage", status="open", gap="G06", owner="Head of service operations", due="2026-10-01", overdue=True, held="2026-08-19", evidence=(2,)),
            aar.PreviousAction(action="Name an approver’s deputy for public messages", exercise="2026-08-19 supplier outage", status="repeated", gap="G10"),
            aar.PreviousAction(action="Move the incident channel template into the chat", exercise="2026-05-20 sign-in outage", status="closed", gap="G11"),
            aar.PreviousAction(action="Remind everyone of the escalation ladder by mail", exercise="2026-05-20 sign-in outage", status="ineffective", gap="G04"),
        ),
        improvement_plan=tuple(
            aar.CorrectiveAction(
                id=f"A{at + 1:02d}", gap=item.id, action=item.proposed_change, poete=item.poete, priority=item.priority,
                owner="Head of service operations" if at % 3 == 0 else None, start="2026-11-26" if at % 3 == 0 else None, due="2027-01-15" if at % 3 == 0 else None,
                verification="The next tabletop drills this clause; the step is done within its target.", link="https://tracker.example/OPS-118" if at == 0 else None,
                status="closed" if at == 3 else "assigned" if at % 3 == 0 else "proposed", closed="2026-12-01" if at == 3 else None,
                proof="Both numbers are on the card." if at == 3 else "", evidence=(seq(28),) if at == 3 else (), amendments=AMENDMENTS.get(item.code, ()),
            )
            for at, item in enumerate(found) if item.kind != "artefact"
        ),
        evidence=evidence(),
        participants=tuple(aar.ParticipantEntry(role=role, role_title=title, name=f"Seat {at + 1}", virtual=at == 5, actions=sum(fact.lane == role for fact in FACTS)) for at, (role, title) in enumerate(ROLES.items())),
        integrity=aar.Integrity(events=seq(len(FACTS) - 1), last_hash=sha(seq(len(FACTS) - 1)), chain="complete", plan_sha256=sha("plan"), scenario_sha256=sha("scenario")),
    )  # fmt: skip


def crowded(facts: int = 300) -> aar.Report:
    """A long exercise: so many facts in six hours, half of them in its first hour."""
    report = rich()
    template = report.timeline
    entries = []
    for at in range(facts):
        model = template[at % len(template)]
        elapsed = (
            at * 3600 / (facts / 2) if at < facts / 2 else 3600 + (at - facts / 2) * 18_000 / (facts / 2)
        )
        entries.append(
            model.model_copy(update={"seq": at + 1, "elapsed_s": round(elapsed, 1), "at": wall(elapsed)})
        )
    exercise = report.exercise.model_copy(update={"active_s": 21_600})
    return report.model_copy(update={"timeline": tuple(entries), "exercise": exercise})


def wordy() -> aar.Report:
    """A report whose summary holds more than a page could: many objectives, long titles, long points."""
    report = rich()
    long = "漢字仮名交じり文は一文字が広い。A sentence that goes on about what was seen, and what should follow in the next quarter; "
    verdicts = tuple(
        aar.Verdict(objective=f"o{at}", title=f"{at}: {long * 3}", rating=("P", "S", "M", "U", "N/O")[at % 5], critical=at % 2 == 0)
        for at in range(14)
    )  # fmt: skip
    summary = report.summary.model_copy(update={
        "headline": long * 8, "verdicts": verdicts, "strengths": (long * 5,) * 6, "top_gaps": (long * 5,) * 6,
        "targets_met": 20, "targets_judged": 34,
    })  # fmt: skip
    document = report.control.plan.model_copy(update={"title": long * 2, "version": long})
    control = report.control.model_copy(
        update={"title": long * 3, "plan": document, "scenario": document, "marking": long}
    )
    return report.model_copy(update={"summary": summary, "control": control})


def empty() -> aar.Report:
    """The report of an exercise that was created and ended, with nothing in between."""
    document = aar.Document(id="x", title="Plan", version="1", sha256=sha("x"))
    nothing = (0, 0)
    return aar.Report(
        control=aar.Control(title="Nothing happened", plan=document, scenario=document, held_on=None, program="Incident trainer 0.1.0"),
        summary=aar.Summary(headline="Nothing was exercised.", verdicts=(), strengths=(), top_gaps=(), targets_met=0, targets_judged=0, steps_in_scope=0, steps_by_right_role=0, steps_applicable=0, not_exercised=0, outcome_counts={}, gap_counts={}),
        exercise=aar.ExerciseOverview(id="x", title="x", kind="walk-through", service=None, difficulty="introductory", started=None, ended=None, planned_length_s=0, active_s=0, wall_s=0, paused_s=0, pauses=0, jumped_s=0, interruptions=0, state="created", summary="", true_severity=None, true_cause="", situation="", facilitator="", team="", seed=None),
        method=aar.Method(kind_note="", rules=(), detectors=(), not_detected=(), limitations=(), not_exercised=(), not_evaluated=(), raters=(), speeds=()),
        objectives=(), steps=(), metrics=(), timeline=(), strengths=(), gaps=(), deviations=(),
        communications=aar.CommunicationsPart(severity_history=(), command_history=(), decisions=(), updates=(), cadences=()),
        voice=aar.VoicePart(worked=(), did_not_work=(), change=(), scores=(), questions=()),
        previous_actions=(), improvement_plan=(),
        evidence=aar.EvidencePart(entries=(), msel=(), coverage=aar.Coverage(steps=nothing, plan_steps=nothing, roles=nothing, injects=nothing, objectives=nothing), unlinked_actions=(), ambiguous_actions=()),
        participants=(),
        integrity=aar.Integrity(events=0, last_hash=sha("x"), chain="complete", plan_sha256=sha("x"), scenario_sha256=sha("x")),
    )  # fmt: skip
