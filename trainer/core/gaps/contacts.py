"""G04, outdated contact or escalation path: calls that failed or went to the wrong person, ladders that end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.attempts import (
    Attempt,
    CutOff,
    answered_later,
    attempts,
    channel_lost,
    cut_off,
    further,
    gone_on,
    patience,
    steps_for,
)
from trainer.core.gaps.finding import Detector, Finding, Priority, evidence_of, listed, named, quoted
from trainer.core.gaps.obstacles import Obstacle, about, hampered, obstacles, sole_short, ways_round
from trainer.core.gaps.talk import Missing, address_wrong, third_party
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import Contact

_CODE: Final = "G04"
_POETE: Final = "Planning"
_CAME_TO_NOTHING: Final = {
    "failed": "did not get through",
    "wrong person": "reached the wrong person",
    "no answer": "was not answered",
    "answered": "was answered",
}


def find(facts: Facts) -> Iterable[Finding]:
    """Contacts that the plan has wrong, and ways to somebody that end in nothing; once for each contact."""
    calls = attempts(facts)
    reports = [o for o in obstacles(facts) if o.missing is Missing.CONTACT]
    cut = {found.contact.id: found for found in cut_off(facts)}
    for contact in facts.script.plan.contacts:
        own = tuple(call for call in calls if call.contact == contact.id)
        said = [o for o in reports if o.contact == contact and address_wrong(o.words)]
        wrong = tuple(call for call in own if _wrong(facts, contact, call))
        if contact.id in cut:
            yield _only_by_tool(facts, cut[contact.id])
        elif wrong or said:
            yield _outdated(facts, contact, own, wrong, said)
        elif _ends_in_nothing(facts, contact, own, calls):
            yield _no_way_on(facts, contact, own, calls)
    for obstacle in reports:
        if obstacle.contact is None and not _stand_in_absent(facts, obstacle):
            yield _not_listed(facts, obstacle)


# A contact that is wrong ----------------------------------------------------------------------------------------------


def _wrong(facts: Facts, contact: Contact, call: Attempt) -> bool:
    """Whether a call shows the entry to be wrong: it failed by itself, or somebody else was at the other end."""
    if call.result == "wrong person":
        return True
    return call.result == "failed" and not channel_lost(facts, contact, call)


def _outdated(
    facts: Facts, contact: Contact, own: tuple[Attempt, ...], wrong: tuple[Attempt, ...], said: list[Obstacle]
) -> Finding:
    steps, lost = _suffered(facts, contact, own, said)
    round_it = _ways(facts, contact, wrong, said)
    seqs = [*(call.seq for call in own), *(o.seq for o in said)]
    told = [
        *(_call_said(facts, contact, call) for call in wrong[:2]),
        *(_report_said(facts, o) for o in said[:2]),
    ]
    more = len(wrong) + len(said) - len(told)
    statement = (
        f"{' '.join(told)}{f' And {more} more of the kind.' if more > 0 else ''} {_reach_said(contact)}"
    )
    return Finding(
        code=_CODE,
        kind="plan",
        subject=contact.id,
        statement=f"{statement} {_afterwards(contact, own, wrong)}{_ended(facts, lost)}",
        consequence="Time is lost on an entry that leads nowhere, and the one who was needed does not know.",
        proposed_change=f"Correct the entry of {quoted(contact.title, 60)} in the plan"
        f"{'' if contact.out_of_band else ' and add a second way to reach it'}, and try every contact by calling it "
        "once in each review.",
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *round_it, *evidence_of(lost)})),
        priority=_priority(facts, lost),
        step=_main(steps, lost),
        role=(wrong[0].role if wrong else said[0].role),
        root_cause="The entry was not checked since it was written, or it never held what a caller needs.",
        about=about(facts, (*seqs, *round_it), steps, lost),
    )


def _call_said(facts: Facts, contact: Contact, call: Attempt) -> str:
    note = f" ({quoted(call.note, 80)})" if call.note else ""
    came = _CAME_TO_NOTHING[call.result]
    role = facts.role_title(call.role)
    return f"At {clock_words(call.at)} a call by {role} to {quoted(contact.title, 60)} {came}{note}."


def _report_said(facts: Facts, obstacle: Obstacle) -> str:
    what = f" with {named(facts, obstacle.step)}" if obstacle.step is not None else ""
    role = facts.role_title(obstacle.role)
    return f"At {clock_words(obstacle.at)} {role} could not go on{what}; missing: {quoted(obstacle.words)}."


def _reach_said(contact: Contact) -> str:
    if contact.reach is None:
        return "The plan does not say how to reach it."
    return f"The plan says to reach it so: {quoted(contact.reach, 80)}."


def _afterwards(contact: Contact, own: tuple[Attempt, ...], failed: tuple[Attempt, ...]) -> str:
    later = bool(failed) and answered_later(own, failed[-1])
    way = quoted(contact.out_of_band, 80) if contact.out_of_band else ""
    if contact.out_of_band is None:
        return "It names no second way" + ("; a later call was answered all the same." if later else ".")
    if later:
        return f"The second way that it names, {way}, was there, and a later call was answered."
    return f"The second way that it names is {way}; no later call was answered."


# A way that ends in nothing -------------------------------------------------------------------------------------------


def _ends_in_nothing(
    facts: Facts, contact: Contact, own: tuple[Attempt, ...], calls: tuple[Attempt, ...]
) -> bool:
    """Whether nobody answered, nobody came, and the plan has no further way from this contact."""
    unanswered = [call for call in own if call.result == "no answer"]
    if not unanswered or third_party(contact):
        return False
    last = unanswered[-1]
    dropped_out = facts.state.absent.get(contact.role or "")
    if dropped_out is not None and dropped_out[0] <= last.at:
        return False
    if facts.ended_at - last.at < patience(facts, contact) or gone_on(facts, calls, last, contact):
        return False
    way_left = further(facts, contact) or (contact.out_of_band is not None and len(unanswered) == 1)
    return not way_left


def _no_way_on(
    facts: Facts, contact: Contact, own: tuple[Attempt, ...], calls: tuple[Attempt, ...]
) -> Finding:
    ladder = [level.contact for level in facts.script.plan.escalation]
    climbed = [c for c in calls if c.result == "no answer" and c.contact in ladder and contact.id in ladder]
    tried = tuple(
        sorted({*(c for c in own if c.result == "no answer"), *climbed}, key=lambda c: (c.at, c.seq))
    )
    steps, lost = _suffered(facts, contact, tried, [])
    round_it = _ways(facts, contact, tried, [])
    where = (
        "is the last rung of the plan's ladder"
        if contact.id in ladder
        else "has no rung above it in the plan"
    )
    others = f" after {len(tried) - 1} other unanswered calls" if len(tried) > 1 else ""
    times = patience(facts, contact) // 60_000_000
    seqs = [call.seq for call in tried]
    return Finding(
        code=_CODE,
        kind="plan",
        subject=contact.id,
        statement=f"{_call_said(facts, contact, own[-1])} It came{others or ' alone'}; nobody was reached in the "
        f"{times} minutes after it, and {quoted(contact.title, 60)} {where}.{_ended(facts, lost)}",
        consequence="When the last contact does not answer, nobody is called, and the response waits.",
        proposed_change=f"Say in the plan who is called when {quoted(contact.title, 60)} does not answer within "
        f"{times} minutes, and give it a second way to be reached.",
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *round_it, *evidence_of(lost)})),
        priority=_priority(facts, lost),
        step=_main(steps, lost),
        role=own[-1].role,
        root_cause="The escalation path ends before somebody answers.",
        about=about(facts, (*seqs, *round_it), steps, lost),
    )


def _only_by_tool(facts: Facts, found: CutOff) -> Finding:
    contact = found.contact
    steps, lost = _suffered(facts, contact, found.calls, [])
    round_it = _ways(facts, contact, found.calls, [])
    seqs = (*(call.seq for call in found.calls), *found.reports)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=contact.id,
        statement=f"{_call_said(facts, contact, found.calls[0])} {quoted(found.tool, 60)} was reported lost, the "
        f"contact is reached through it, and the plan names no second way.{_ended(facts, lost)}",
        consequence="The loss of one tool takes the people who could help with it.",
        proposed_change=f"Give {quoted(contact.title, 60)} a second way to be reached that works without "
        f"{quoted(found.tool, 60)}, and try it once in each review.",
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *round_it, *evidence_of(lost)})),
        priority=_priority(facts, lost),
        step=_main(steps, lost),
        role=found.calls[0].role,
        root_cause="The only way to the contact depends on a tool that an incident may take away.",
        about=about(facts, (*seqs, *round_it), steps, lost),
    )


def _not_listed(facts: Facts, obstacle: Obstacle) -> Finding:
    """Somebody who could not be reached and whom the plan does not list as a contact."""
    lost = hampered(facts, obstacle.steps, obstacle.at)
    round_it = ways_round(facts, obstacle.role, obstacle.at, obstacle.words)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=obstacle.step or f"act-{obstacle.seq}",
        statement=f"{_report_said(facts, obstacle)} The plan has no entry for such a contact.{_ended(facts, lost)}",
        consequence="Whoever needs this contact next has to look for it, with the clock running.",
        proposed_change=f"Add the contact to the plan ({quoted(obstacle.words, 80)}): how to reach it, a second way, "
        "and who is called when it does not answer.",
        poete=_POETE,
        evidence=tuple(sorted({obstacle.seq, *round_it, *evidence_of(lost)})),
        priority=_priority(facts, lost),
        step=obstacle.step,
        role=obstacle.role,
        about=about(facts, (obstacle.seq, *round_it), obstacle.steps, lost),
    )


def _stand_in_absent(facts: Facts, obstacle: Obstacle) -> bool:
    """Whether the one who could not be reached is a role that had dropped out by the script."""
    owners = {facts.script.steps[name].role for name in obstacle.steps}
    return any(
        since <= obstacle.at
        and (role in owners or facts.role_title(role).casefold() in obstacle.words.casefold())
        for role, (since, _) in facts.state.absent.items()
    )


# What all have in common ----------------------------------------------------------------------------------------------


def _suffered(
    facts: Facts, contact: Contact, calls: tuple[Attempt, ...], said: list[Obstacle]
) -> tuple[tuple[str, ...], tuple[Judgement, ...]]:
    """The steps that need a contact, and what was not done as the plan says since it was not reached."""
    linked = steps_for(facts, contact, (call.seq for call in calls))
    reported = tuple(name for obstacle in said for name in obstacle.steps)
    steps = tuple(dict.fromkeys((*reported, *linked)))
    start = min((*(call.at for call in calls), *(o.at for o in said)), default=0)
    lost = tuple(j for j in hampered(facts, steps, start) if not _by_the_call(facts, j, calls))
    if not lost and calls:
        lost = sole_short(facts, calls[0].role, start, steps)
    return steps, lost


def _by_the_call(facts: Facts, judgement: Judgement, calls: tuple[Attempt, ...]) -> bool:
    """Whether a step was late because the call itself came late, before anything had failed."""
    done = facts.state.expectations.items[judgement.key].done
    return done is not None and bool(calls) and done.seq == calls[0].seq


def _ways(
    facts: Facts, contact: Contact, calls: Iterable[Attempt], said: Iterable[Obstacle]
) -> tuple[int, ...]:
    words = f"{contact.title} {contact.reach or ''} number phone contact"
    found = [*((call.role, call.at) for call in calls), *((o.role, o.at) for o in said)]
    return tuple(dict.fromkeys(seq for role, at in found for seq in ways_round(facts, role, at, words)))


def _main(steps: tuple[str, ...], lost: tuple[Judgement, ...]) -> str | None:
    suffering = [judgement.step for judgement in lost]
    return next(iter((*(name for name in steps if name in suffering), *steps, *suffering)), None)


def _priority(facts: Facts, lost: tuple[Judgement, ...]) -> Priority:
    return "high" if any(facts.script.steps[judgement.step].critical for judgement in lost) else "medium"


def _ended(facts: Facts, lost: tuple[Judgement, ...]) -> str:
    if not lost:
        return ""
    return f" Held up by it: {listed(facts.script.steps[judgement.step].title for judgement in lost)}."


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "calls to a contact that failed or reached the wrong person; contacts that the plan has no right entry for; calls "
    "that nobody answered where the plan's ladder goes no further; contacts that only a lost tool reaches",
    find,
)
