"""G17, record or evidence gap: decisions without their reason, measures without proof, evidence not preserved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import Action, Classify, Contain, Decide, Verify, words_of
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.destroyed import destroyed
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    act,
    evidence_of,
    lapse,
    named,
    quoted,
    roles_named,
)
from trainer.core.gaps.lapsed import missed
from trainer.core.gaps.once import once
from trainer.core.plan import ActionKind, Step
from trainer.core.time import MINUTE, Micros

_CODE: Final = "G17"
_KEEPS: Final = re.compile(
    r"\b(preserve|secure|safeguard|keep|collect|copy|save|export|capture|archive|freeze|store|take|back up)\b.{0,40}"
    r"\b(evidence|logs?|log files?|traces?|records?|snapshots?|(memory|disk) images?|memory dumps?|dumps?|timeline|"
    r"audit trail|screenshots?|headers?)\b|\b(keep|make|take|save|secure|store)\b.{0,12}\b(copy|copies) of\b|"
    r"\b(start|open|keep|maintain|write)\b.{0,20}\b(log|timeline|chronicle|logbook)\b|\bchain of custody\b",
    re.IGNORECASE,
)
_BECAUSE: Final = re.compile(
    r"\b(because|since|so that|in order to|to (stop|avoid|prevent|protect|limit|keep|save|free)|as (the|we|it|our|all)|"
    r"due to|given that)\b",
    re.IGNORECASE,
)
_WHY: Final = re.compile(r"\b(because|so that|due to|given that)\b", re.IGNORECASE)
"""A statement of the level tells what fails since when; a reason only where it says why."""
_SAME_TALK: Final = 15 * MINUTE
"""A measure that is ordered within this time after a decision with its reason carries that decision out."""


@dataclass(frozen=True, slots=True)
class _Lack:
    """What an act of a kind should leave behind, and the words by which a step or the plan at large asks for it."""

    kind: ActionKind
    did: str
    lacks: str
    step_asks: re.Pattern[str]
    plan_asks: re.Pattern[str]


_REASON: Final = re.compile(r"\b(reasons?|why|grounds?|rationale|justif\w*)\b", re.IGNORECASE)
_REASONS: Final = re.compile(
    r"\b(decisions?|decid\w*)\b[^.]{0,60}\b(reasons?|grounds?|rationale)\b", re.IGNORECASE
)
_LEVELS: Final = re.compile(r"\b(severity|level|classif\w*)\b[^.]{0,60}\breasons?\b", re.IGNORECASE)
_PROOF: Final = re.compile(r"\b(evidence|figures?|proof|prove[ns]?|compare|confirm\w*)\b", re.IGNORECASE)
_PROVEN: Final = re.compile(r"\b(confirm\w*|verif\w*)\b[^.]{0,60}\b(evidence|figures?)\b", re.IGNORECASE)
_CLASSIFIED: Final = _Lack(ActionKind.CLASSIFY, "set the severity", "reason", _REASON, _LEVELS)
_CONTAINED: Final = _Lack(ActionKind.CONTAIN, "ordered a measure", "reason", _REASON, _REASONS)
_DECIDED: Final = _Lack(ActionKind.DECIDE, "took a decision", "reason", _REASON, _REASONS)
_VERIFIED: Final = _Lack(ActionKind.VERIFY, "confirmed a result", "evidence", _PROOF, _PROVEN)


def find(facts: Facts) -> Iterable[Finding]:
    """What was decided, claimed or done without leaving its reason or its proof."""
    grouped: dict[tuple[_Lack, str | None, str], list[tuple[Record, ev.ActionTaken]]] = {}
    for found, event in facts.acts:
        lack = _bare(event.action)
        # What the facilitator enters for others is short for want of time; it says nothing about their record.
        if lack is None or event.source == "facilitator" or _elsewhere(facts, found, event.action):
            continue
        step, subject = _about(facts, found, event.action, lack)
        grouped.setdefault((lack, step, subject), []).append((found, event))
    for (lack, name, subject), acts in grouped.items():
        yield _without(facts, lack, facts.script.steps.get(name or ""), subject, acts)
    for name in facts.script.scope:
        yield from _not_kept(facts, facts.script.steps[name])
    yield from _wiped(facts)


def _bare(action: Action) -> _Lack | None:
    """What an act lacks by its own words; None where it lacks nothing."""
    match action:
        case Classify():
            return None if action.reason.strip() or _WHY.search(action.statement) else _CLASSIFIED
        case Contain():
            return None if action.reason.strip() or _BECAUSE.search(action.measure) else _CONTAINED
        case Decide():
            return None if action.reason.strip() else _DECIDED
        case Verify():
            # Figures are evidence, wherever they are entered.
            return None if action.evidence.strip() or re.search(r"\d", action.what) else _VERIFIED
        case _:
            return None


def _elsewhere(facts: Facts, found: Record, action: Action) -> bool:
    """Whether the reason is on record by another act."""
    moment = (found.happened, found.seq)
    if isinstance(action, Classify):
        place = bisect_left(
            facts.classifications, moment, key=lambda entry: (entry[0].happened, entry[0].seq)
        )
        return place > 0 and facts.classifications[place - 1][2].severity == action.severity
    if isinstance(action, Contain):
        reasoned = once(facts, _reasoned)
        place = bisect_left(reasoned, moment)
        return place > 0 and found.happened - reasoned[place - 1][0] <= _SAME_TALK
    return False


def _reasoned(facts: Facts) -> list[tuple[Micros, int]]:
    """When decisions were taken with their reason, first to last: (time, sequence number)."""
    return [
        (record.happened, record.seq)
        for record, event in facts.by_kind.get(ActionKind.DECIDE, ())
        if isinstance(event.action, Decide) and event.action.reason.strip()
    ]


def _about(facts: Facts, found: Record, action: Action, lack: _Lack) -> tuple[str | None, str]:
    """The step that an act without reason or proof belongs to, and the subject of the gap."""
    step = facts.closed_by.get(found.seq)
    if isinstance(action, Decide):
        decision = facts.script.decisions.get(action.decision)
        step = decision.step if decision is not None else step
        return step, step or f"decision-{action.decision}"
    step = step or _shown_by(facts, lack.kind)
    return step, step or lack.kind.value


def _shown_by(facts: Facts, kind: ActionKind) -> str | None:
    """The step in scope that a kind of act shows, where there is exactly one."""
    names = [
        name
        for name in facts.script.scope
        if any(evidence.action is kind for evidence in facts.script.steps[name].shown_by)
    ]
    return names[0] if len(names) == 1 else None


def _without(
    facts: Facts, lack: _Lack, step: Step | None, subject: str, acts: list[tuple[Record, ev.ActionTaken]]
) -> Finding:
    where = named(facts, step.id) if step else "the plan"
    asked = _asked(facts, lack, step)
    times = "" if len(acts) == 1 else f" {len(acts)} times"
    who = roles_named(facts, dict.fromkeys(event.role for _, event in acts))
    change = (
        f"Write into {where} that the {lack.lacks} is recorded, and give it a place in the form for the log."
    )
    if asked:
        change = f"Let the scribe ask for the {lack.lacks} and write it down at {where}."
    return Finding(
        code=_CODE,
        kind="execution" if asked else "plan",
        subject=subject,
        statement=f"{who} {lack.did}{times}{f' at {where}' if step else ''}, and no {lack.lacks} is on record. "
        f"The plan {'asks' if asked else 'does not ask'} for it.",
        consequence="Nobody can tell later what it was based on, neither after a handover nor in the review.",
        proposed_change=change,
        poete="Training" if asked else "Planning",
        evidence=tuple(found.seq for found, _ in acts),
        priority="medium" if step is not None and step.critical else "low",
        step=step.id if step else None,
        role=acts[0][1].role,
        about=tuple(act(found.seq) for found, _ in acts),
    )


def _asked(facts: Facts, lack: _Lack, step: Step | None) -> bool:
    """Whether the plan asks for it: in the step itself, or for such acts in general."""
    if step is not None and lack.step_asks.search(f"{step.title}. {step.text}"):
        return True
    plan = facts.script.plan
    texts = [f"{other.title}. {other.text}" for other in facts.script.steps.values()]
    texts += [duty for role in plan.roles for duty in role.duties] + [
        section.text for section in plan.sections
    ]
    return any(lack.plan_asks.search(text) for text in texts)


def _not_kept(facts: Facts, step: Step) -> Iterator[Finding]:
    """A step that preserves evidence or keeps the log was missed."""
    left = missed(facts, step)
    if not left or not _KEEPS.search(step.title):
        return
    owner = "" if step.role else ", and the plan gives it to nobody"
    yield Finding(
        code=_CODE,
        kind="execution" if step.role else "plan",
        subject=step.id,
        statement=f"{named(facts, step.id)} was missed{owner}: nothing of the kind is on record.",
        consequence="What happened can no longer be shown, neither to the review nor to anybody outside.",
        proposed_change=f"Give {named(facts, step.id)} a fixed place in the call, and let the scribe ask for it before "
        "anything is deleted or changed.",
        poete="Training",
        evidence=evidence_of(left),
        priority="high" if step.critical else "medium",
        step=step.id,
        about=(lapse(step.id),),
    )


def _wiped(facts: Facts) -> Iterator[Finding]:
    """Traces destroyed before anybody had secured them, and asked for afterwards."""
    keeping = [step for step in facts.script.steps.values() if _KEEPS.search(f"{step.title}. {step.text}")]
    for record, event, wanted in destroyed(facts):
        asks = (
            f"; {named(facts, keeping[0].id)} asks for it"
            if keeping
            else ", and the plan does not ask for it"
        )
        yield Finding(
            code=_CODE,
            kind="execution" if keeping else "plan",
            subject=keeping[0].id if keeping else "traces",
            statement=f"{facts.role_title(event.role)} destroyed traces before they were secured: "
            f"{quoted(words_of(event.action))}{asks}. They were asked for afterwards.",
            consequence="What happened can no longer be shown, neither to the review nor to anybody outside.",
            proposed_change="Put a step before every destructive act: copy disks, memory and logs first, with an owner "
            "and a place where the copies are kept.",
            poete="Training" if keeping else "Planning",
            evidence=(record.seq, *wanted),
            priority="high",
            step=keeping[0].id if keeping else None,
            role=event.role,
            about=(*(act(seq) for seq in wanted), *((lapse(keeping[0].id),) if keeping else ())),
        )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution"),
    "classifications, decisions and measures of which no reason is on record, in the act or in the decision that it "
    "carries out; confirmations with neither evidence nor figures; steps that preserve evidence or keep the log, "
    "missed (late is no gap in the record); traces destroyed before they were secured, and asked for afterwards",
    find,
)
