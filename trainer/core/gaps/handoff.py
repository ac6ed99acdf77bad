"""G11, handoff or situational-awareness loss: something fell through when a role changed hands, or the picture did."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.actions import Ask, AssumeRole
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    act,
    evidence_of,
    judged,
    lapse,
    named,
    quoted,
)
from trainer.core.gaps.followed import ends_at, fell_short
from trainer.core.gaps.hands import (
    MENDED,
    SOON,
    Change,
    Hands,
    hands_over,
    receiver,
    speaks_of_handing_over,
    terms,
    within,
)
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind
from trainer.core.time import MINUTE, Micros, say_duration

_CODE: Final = "G11"
_SLACK: Final = MINUTE
"""A step with less time left than this was late already when its role changed hands."""
_AGAIN: Final = 2
"""A log that was missed once may still be kept; missed so often, it is left."""
_KEEPS_LOG: Final = re.compile(
    r"\b(log|timeline|journal|chronology|running record|situation board)\b", re.IGNORECASE
)
_STALE: Final = re.compile(
    r"\b((our|incident|decision|command|shared|situation|operations) (log|board|record)|timeline|running record)\b"
    r"[^?]{0,40}\b(stale|out of date|not up to date|behind|stops|stopped|ends at|has not been|hasn['’]t been|"
    r"no entr(y|ies)|last entry|empty|nobody)\b",
    re.IGNORECASE,
)
_LOST: Final = re.compile(
    r"\bwho(['’]s| is| was| were| has been) (doing|running|working on|handling|on the|looking after|watching|"
    r"dealing with|taking care of|carrying out|supposed to|meant to|going to)\b"
    r"|\bwhat (had|have|has|did|was|were) (we |they |you |been |already |the \w+ )*"
    r"(agreed?|decided?|promised?|tell|told|planned?|tried|done|said|ordered|started)\b"
    r"|\bwhat(['’]s| is| was) the (current |present |latest |overall )*(state|status|situation|picture|plan)"
    r"( of (things|play|affairs|the incident|this incident|the response))?"
    r"( right now| now| at the moment| here)?\s*([?.!,]|$)"
    r"|\bwhere (are we|were we|do we stand|do things stand|did (we|you|they) leave)\b"
    r"|\b(do not|don['’]t|no idea|not sure|unclear)\b.{0,12}\b(what|who|where|which|whether|when)\b.{0,50}"
    r"\b(decided|agreed|promised|done|doing|open|happened|happening|stand|tried|told|running|due)\b"
    r"|\b(nobody|no one|never|not been|wasn['’]t|haven['’]t been) (has |had )?"
    r"(told|briefed|handed|informed|mentioned)\b"
    r"|\b(fill (me|us) in|bring (me|us) up|catch (me|us) up)\b"
    r"|\b(did|has|have|had) (anyone|anybody|someone|somebody|we) (already|ever)\b"
    r"|\bwhen (is|was|were) the next (\w+ )?(update|message|brief\w*|post)\b"
    r"|\b(which|what) (tasks?|actions?|decisions?|points|items)\b.{0,20}"
    r"\b(open|outstanding|pending|left|running|made|taken)\b",
    re.IGNORECASE,
)


def find(facts: Facts) -> Iterable[Finding]:
    """What was lost when roles changed hands; roles held too long; a log that no longer told the state."""
    hands, asked = Hands(facts), _askings(facts)
    for change in hands.changes:
        yield from _open_tasks(hands, change)
        yield from _stale_log(hands, change)
        yield from _itself(hands, change)
        yield from _asked(hands, change, asked)
    for change in hands.last.values():
        yield from _abandoned(hands, change)
    yield from _never_handed(facts)
    yield from _held_too_long(facts)
    yield from _left_log(facts)
    yield from _stale_words(facts)


def _finding(
    facts: Facts,
    role: str,
    said: tuple[str, str],
    evidence: Iterable[int],
    about: Iterable[str],
    step: str | None = None,
) -> Finding:
    """A signal on a role; `said` is what was seen and what follows from it."""
    silent, title = not speaks_of_handing_over(facts, role), facts.role_title(role)
    change = (
        f"Rehearse the handover of {title} with the plan's own list in hand: each open task is named with its owner "
        "and limit, the successor reads it back and confirms, and only then does the predecessor leave."
    )
    if silent:
        change = (
            f"Write into the plan how {title} is handed over: state, open tasks and their owners, decisions still to "
            "be made, the next update; the successor confirms aloud, and the time is logged."
        )
    return Finding(
        code=_CODE,
        kind="plan" if silent else "execution",
        subject=role,
        statement=said[0],
        consequence=said[1],
        proposed_change=change,
        poete="Planning" if silent else "Training",
        evidence=tuple(sorted(set(evidence))),
        priority="high" if step is not None and facts.script.steps[step].critical else "medium",
        step=step,
        role=role,
        about=tuple(about),
        root_cause="The plan says nothing about handing over." if silent else "",
    )


def _facts_of(facts: Facts, change: Change, about: Iterable[str]) -> tuple[str, ...]:
    """What a loss is about; the handover itself too where the plan does not know it."""
    own = () if speaks_of_handing_over(facts, change.role) else (act(change.record.seq),)
    return (*about, *own)


# The handover itself --------------------------------------------------------------------------------------------------


def _itself(hands: Hands, change: Change) -> Iterator[Finding]:
    """A handover that nobody confirmed, or that came without a briefing, and that was not mended soon."""
    facts, said = hands.facts, change.said
    if said is None:
        return
    confirmed = within(hands.confirmed.get(change.role, []), change.at, change.at + MENDED)
    told = [
        *within(hands.briefed.get(change.role, []), change.at - SOON, change.at + MENDED),
        *within(hands.briefed[""], change.at - SOON, change.at + MENDED),
    ]
    if confirmed and told:
        return
    to, role = receiver(facts, said), facts.role_title(change.role)
    target = f" to {facts.role_title(to)}" if to is not None and to != change.role else ""
    lacks = ("" if told else " without a briefing") + ("" if confirmed else ", and nobody confirmed it")
    yield _finding(
        facts,
        change.role,
        (
            f"At {clock_words(change.at)} {facts.role_title(change.giver)} handed over {role}{target}{lacks}.",
            "Nobody can be sure who holds the role, or what its holder has to know.",
        ),
        (change.record.seq,),
        (act(change.record.seq),),
        next((name for name in facts.of_step if hands_over(facts.script.steps[name], change.role)), None),
    )


_Asking = tuple[Micros, int, str, str]
"""(when, sequence number, role, words) of a question"""


def _askings(facts: Facts) -> list[_Asking]:
    """Questions that a briefing should have answered, in order of time."""
    return sorted(
        (record.happened, record.seq, event.role, event.action.text)
        for record, event in facts.acts
        if isinstance(event.action, Ask) and _LOST.search(event.action.text)
    )


def _asked(hands: Hands, change: Change, asked: list[_Asking]) -> Iterator[Finding]:
    """The new holder asked soon after what the briefing should have said."""
    facts = hands.facts
    to = receiver(facts, change.said) if change.said is not None else None
    taken = within(hands.taken.get(change.role, []), change.at, change.at + SOON)
    takers, title = {to or change.role, *(role for _, role in taken)}, facts.role_title(change.role)
    start = bisect_left(asked, change.at, key=lambda asking: asking[0])
    end = bisect_right(asked, change.at + SOON, key=lambda asking: asking[0])
    for at, seq, role, text in asked[start:end]:
        if role not in takers or seq < change.record.seq:
            continue
        after = say_duration(at - change.at)
        yield _finding(
            facts,
            change.role,
            (
                f"{after} after {title} was handed over, {facts.role_title(role)} had to ask: {quoted(text)}.",
                "The new holder led without the picture that the old one had.",
            ),
            (change.record.seq, seq),
            _facts_of(facts, change, (act(seq),)),
        )


# What was lost --------------------------------------------------------------------------------------------------------


def _open_tasks(hands: Hands, change: Change) -> Iterator[Finding]:
    """Steps of the role that were running when it changed hands, with time left, and that were missed or late."""
    facts = hands.facts
    for judgement in hands.own_steps.get(change.role, ()):
        ends = ends_at(facts, judgement)
        started = judgement.started_at is not None and judgement.started_at <= change.at
        if not started or _done_by(judgement, change.at) or ends <= change.at:
            continue
        late = judgement.outcome is not Outcome.MISSED
        if not fell_short(facts, judgement) or (late and ends - change.at < _SLACK):
            continue
        left = "" if judgement.limit is None else f", and {say_duration(ends - change.at)} were left"
        how = f"was {say_duration(judgement.delta or 0)} late" if late else "was never done"
        title, when = facts.role_title(change.role), clock_words(change.at)
        statement = (
            f"{named(facts, judgement.step)} was open when {title} was handed over at {when}{left}; it {how}."
        )
        yield _loss(facts, change, (judgement,), statement)


def _done_by(judgement: Judgement, moment: Micros) -> bool:
    return judgement.done_at is not None and judgement.done_at <= moment


def _missed(facts: Facts, judgement: Judgement) -> bool:
    return judgement.outcome is Outcome.MISSED and fell_short(facts, judgement)


def _loss(facts: Facts, change: Change, lost: tuple[Judgement, ...], statement: str) -> Finding:
    steps = list(dict.fromkeys(j.step for j in lost))
    return _finding(
        facts,
        change.role,
        (statement, "What the predecessor had in hand fell between two people, and nobody noticed."),
        (change.record.seq, *evidence_of(lost)),
        _facts_of(facts, change, (lapse(name) for name in steps)),
        steps[0],
    )


def _abandoned(hands: Hands, change: Change) -> Iterator[Finding]:
    """Nobody acted for a role any more after its last handover, and all that fell due for it was missed."""
    facts = hands.facts
    later = [j for j in hands.own_steps.get(change.role, ()) if (j.started_at or 0) > change.at]
    if not later or any(not _missed(facts, j) for j in later) or _carried_on(facts, change):
        return
    titles = ", ".join(dict.fromkeys(named(facts, j.step) for j in later))
    role, when = facts.role_title(change.role), clock_words(change.at)
    statement = (
        f"After {role} was handed over at {when}, nobody acted for {role} any more: {titles} fell due and "
        f"{'was' if len({j.step for j in later}) == 1 else 'were'} missed."
    )
    yield _loss(facts, change, tuple(later), statement)


def _carried_on(facts: Facts, change: Change) -> bool:
    """Whether anybody acted for a role after it was handed over: in its seat, as its receiver, or on its steps."""
    to = receiver(facts, change.said) if change.said is not None else None
    for record, event in facts.acts:
        if (record.happened, record.seq) <= (change.at, change.record.seq):
            continue
        step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
        taken = isinstance(event.action, AssumeRole) and event.action.role == change.role
        if event.role in (change.role, to) or taken or (step is not None and step.role == change.role):
            return True
    return False


def _stale_log(hands: Hands, change: Change) -> Iterator[Finding]:
    """A log that was kept before its keeper's role changed hands, and was no longer kept after."""
    facts = hands.facts
    for name in dict.fromkeys(j.step for j in hands.own_steps.get(change.role, ())):
        if not _KEEPS_LOG.search(facts.script.steps[name].title):
            continue
        kept = [j for j in judged(facts, name) if _done_by(j, change.at)]
        after = tuple(j for j in judged(facts, name) if (j.started_at or 0) > change.at)
        if kept and after and all(_missed(facts, j) for j in after):
            title, when = facts.role_title(change.role), clock_words(change.at)
            statement = (
                f"{named(facts, name)} was kept until {title} was handed over at {when}, and no longer after."
            )
            yield _loss(facts, change, after, statement)


# Roles that did not change hands, and the log -------------------------------------------------------------------------


def _never_handed(facts: Facts) -> Iterator[Finding]:
    """A handover that the plan calls for and that never came."""
    for name in facts.of_step:
        step = facts.script.steps[name]
        missed = tuple(j for j in judged(facts, name) if _missed(facts, j))
        role = next((e.role for e in step.shown_by if e.action is ActionKind.HAND_OVER and e.role), step.role)
        if not missed or role is None or not hands_over(step, role):
            continue
        yield _finding(
            facts,
            role,
            (
                f"{named(facts, name)} was called for and never done: {facts.role_title(role)} was not handed over.",
                "Whoever is tired or leaves takes what they know with them.",
            ),
            evidence_of(missed),
            (lapse(name),),
            name,
        )


def _held_too_long(facts: Facts) -> Iterator[Finding]:
    """A role that one holder kept for longer than the plan allows, although play went on."""
    for role in facts.script.plan.roles:
        for start, seq, end in terms(facts, role.id) if role.longest is not None else ():
            if end - start <= (role.longest or 0):
                continue
            held, allowed = say_duration(end - start), say_duration(role.longest or 0)
            short = (j for j in facts.scored if hands_over(facts.script.steps[j.step], role.id))
            yield _finding(
                facts,
                role.id,
                (
                    f"{role.title} was held for {held} without a handover; the plan allows {allowed}.",
                    "Attention fades, and the handover comes when it is least prepared.",
                ),
                (seq, *facts.frame),
                dict.fromkeys(lapse(j.step) for j in short if j.outcome is not Outcome.ON_TIME),
            )


def _left_log(facts: Facts) -> Iterator[Finding]:
    """A log that was kept at first and then, asked for again and again, no longer."""
    for name in facts.of_step:
        found = list(judged(facts, name))
        kept = [j.done_at for j in found if j.done_at is not None]
        if not kept or not _KEEPS_LOG.search(facts.script.steps[name].title) or not _missed(facts, found[-1]):
            continue
        asked = [
            record.seq
            for inject in facts.script.expected_by.get(name, ())
            if inject in facts.deliveries and (record := facts.deliveries[inject][0]).elapsed > max(kept)
        ]
        if len(asked) >= _AGAIN:
            statement = f"{named(facts, name)} was kept at first, and not the last {len(asked)} times it was asked for."
            yield _stale(facts, name, statement, (*evidence_of(found), *asked), (lapse(name),))


def _stale_words(facts: Facts) -> Iterator[Finding]:
    """Somebody found that the log no longer told the state."""
    kept = [name for name, step in facts.script.steps.items() if _KEEPS_LOG.search(step.title)]
    lapses = [
        lapse(name) for name in kept if any(j.outcome is not Outcome.ON_TIME for j in judged(facts, name))
    ]
    for record, event in facts.acts:
        if isinstance(event.action, Ask) and _STALE.search(event.action.text):
            who, when = facts.role_title(event.role), clock_words(record.happened)
            statement = f"At {when} {who} found the log behind: {quoted(event.action.text)}."
            yield _stale(
                facts, kept[0] if kept else None, statement, (record.seq,), (act(record.seq), *lapses)
            )


def _stale(
    facts: Facts, step: str | None, statement: str, evidence: tuple[int, ...], about: tuple[str, ...]
) -> Finding:
    change = "Add a step to the plan that keeps the log, with an owner and an interval"
    if step is not None:
        change = f"Let the owner of {named(facts, step)} read out the last entry at every check-in"
    return Finding(
        code=_CODE,
        kind="execution" if step else "plan",
        subject="log",
        statement=statement,
        consequence="Those who decide no longer see what the others know.",
        proposed_change=f"{change}, and name who takes the log over when its keeper is busy.",
        poete="Training" if step else "Planning",
        evidence=tuple(sorted(set(evidence))),
        step=step,
        about=about,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution"),
    "handovers that nobody confirmed or that came without a briefing; steps open at a handover with time left, then "
    "missed or late; roles for which nobody acted after a handover, or that were held too long; logs no longer kept; "
    "questions of the new holder that the briefing should have answered",
    find,
)
