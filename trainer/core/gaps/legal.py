"""G12, legal or regulatory clock missing: the plan does not know it, or the team did not keep it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.actions import Ask, words_of
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps import dependency, document, handoff, targets
from trainer.core.gaps.duties import (
    LAWFUL,
    deadline_meant,
    legal_steps,
    names_authority,
    speaks_of_law,
    steps_for,
)
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    act,
    evidence_of,
    inject_named,
    judged,
    lapse,
    named,
    quoted,
)
from trainer.core.gaps.followed import fell_short
from trainer.core.gaps.once import all_of
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import Calendar, ExternalDeadline
from trainer.core.time import Micros, say_duration

_CODE: Final = "G12"
_SUBJECT: Final = "legal-clock"
_PEOPLE: Final = (
    r"(?:customer|client|patient|employee|passenger|member|user|cardholder|guest|student|pupil|citizen|subscriber|"
    r"applicant|donor|staff|people|person)(?:s['’]?|['’]s)?"
)
_THINGS: Final = (
    r"(?:data|records?|files?|details|information|names?|addresses|numbers|scans?|lists?|photos|results|"
    r"databases?|exports?|invoices?|statements|charts)"
)
_PERSONAL: Final = (
    rf"(?:(?:personal|medical|health) (?:data|information|records?|details)|\bpii\b|"
    rf"{_PEOPLE} (?:personal |medical |health |unencrypted )?{_THINGS}|"
    rf"{_THINGS}(?: and {_THINGS})? of (?:our |the |all |\d[\d,. ]* )*{_PEOPLE}|"
    r"(?:credit |payment )?card (?:numbers|data|details)|social security numbers|names and (?:[\w-]+ )?addresses)"
)
_STRANGERS: Final = (
    r"(?:(?:an? |some |the |any )?(?:unknown|unauthori[sz]ed|attackers?|intruders?|strangers?|outsiders?|former|"
    r"third part(?:y|ies)|criminals?|hackers?|public|internet)|"
    r"other (?:customers|patients|people|users|clients|members|guests)|anyone|anybody|everyone|everybody|each other)"
)
_GOT_OUT: Final = (
    r"(?:leaked|leaking|exposed|stolen|exfiltrated|disclosed|published|posted|scraped|harvested|sold|for sale|"
    r"made public|publicly (?:available|accessible|reachable|readable|visible)|in the wrong hands|"
    r"(?:sent|went|mailed|addressed) to (?:the |a )?wrong|"
    rf"(?:copied|downloaded|accessed|read|seen|viewed|opened|taken) by {_STRANGERS}|"
    rf"(?:visible|open|readable|accessible) to {_STRANGERS})"
)
_REACHED: Final = (
    r"(?:see|read|download|open|copy|copied|downloaded|accessed|viewed|stole|took|opened|seen|stolen|taken)"
)
_OUT: Final = re.compile(
    rf"\b{_PERSONAL}\b.{{0,60}}\b{_GOT_OUT}\b|\b{_GOT_OUT}\b.{{0,40}}\b{_PERSONAL}\b|"
    rf"\b(?:sees?|open|read|view|find) (?:each other['’]s|(?:another|other) {_PEOPLE}) {_THINGS}\b|"
    rf"\b{_STRANGERS} (?:(?:could|can|have|has) )?{_REACHED}\b.{{0,40}}\b{_PERSONAL}\b|"
    r"\b(?:is an?|confirmed|became an?) (?:personal )?data (?:breach|leak)\b",
    re.IGNORECASE,
)
_DOUBTED: Final = re.compile(
    r"\b(?:no|not|none|never|nothing|nobody|without|neither|nor|whether|if|unless|may|might|could (?:have|be)|would|"
    r"should|unclear|suspect\w*|possibl[ey]|perhaps|rumou?rs?|claims?|alleged\w*|dummy|fictional)\b|n['’]t\b|\?$",
    re.IGNORECASE,
)
_OBLIGED: Final = re.compile(
    r"\b(?:have to|has to|need to|must|should|obliged|required|supposed to|duty|deadlines?|clocks?|by when|"
    r"how long|who)\b|\bwhen (?:do|does|did|is|must|should|has)\b",
    re.IGNORECASE,
)
_DUTY: Final = re.compile(
    r"\b(?:notif\w*|report\w*|tell|inform\w*|file|declare|starts?|begins?|begun|runs?|running|due|clocks?|deadlines?)\b",
    re.IGNORECASE,
)
_OUTSIDE: Final = re.compile(
    rf"{LAWFUL.pattern}|\bthe authorities\b|\b(?:the|our|those|a|an) 72[- ]?h(?:ours?)?\b", re.IGNORECASE
)


def find(facts: Facts) -> Iterable[Finding]:
    """Legal steps missed or late, clocks that the plan does not know or that ran out, and signs of such a clock."""
    yield from _lapsed(facts)
    unknown = list(_clocks(facts))
    yield from unknown
    if not speaks_of_law(facts.script):
        subject = next((found.subject for found in unknown if found.kind == "plan"), _SUBJECT)
        yield from _got_out(facts, subject)
        yield from _asked(facts, subject)


# Steps of the plan ----------------------------------------------------------------------------------------------------


def _lapsed(facts: Facts) -> Iterator[Finding]:
    """Legal steps that were missed or late, and of which nothing tells the reason."""
    told = _told_elsewhere(facts)
    for step in legal_steps(facts.script):
        short = [j for j in judged(facts, step.id) if fell_short(facts, j)]
        if not short or lapse(step.id) in told:
            continue
        owner = facts.role_title(step.role)
        yield Finding(
            code=_CODE,
            kind="execution",
            subject=step.id,
            statement=f"{named(facts, step.id)}, which serves a legal duty, was {_how(short[0])}.",
            consequence="A clock that others set does not wait; a notification that comes late has to be explained.",
            proposed_change=f"Let the scribe name the legal clock in the call as soon as it may have begun, and have "
            f"{owner} keep the first notification prepared: form, addressee and access tried.",
            poete="Training",
            evidence=evidence_of(short),
            priority="high",
            step=step.id,
            about=(lapse(step.id),),
        )


def _told_elsewhere(facts: Facts) -> frozenset[str]:
    """What a role that dropped out, a handover, a plan that nobody opened or a limit that cannot be kept explains."""
    reasons = (dependency.find, document.find, handoff.find, targets.find)
    return frozenset(fact for find_in in reasons for found in all_of(facts, find_in) for fact in found.about)


def _how(judgement: Judgement) -> str:
    limit = f" of {say_duration(judgement.limit)}" if judgement.limit is not None else ""
    if judgement.outcome is Outcome.MISSED:
        return f"missed: nobody did it within its limit{limit}, nor later" if limit else "missed"
    return f"late: it came {say_duration(judgement.delta or 0)} after its limit{limit}"


# Clocks that the incident starts --------------------------------------------------------------------------------------


def _clocks(facts: Facts) -> Iterator[Finding]:
    """What became of every clock that the scenario says the incident starts."""
    for line in facts.script.scenario.truth.external_deadlines:
        said = facts.script.filled(line)
        deadline = deadline_meant(facts.script.plan, said)
        if deadline is not None:
            yield from _ran_out(facts, deadline)
        elif not steps_for(facts.script, said):
            yield _unknown(facts, said)


def _served(facts: Facts, authority: str) -> Iterator[tuple[Micros, int]]:
    """Acts that named an authority or the law: told it, paged somebody about it, or did a step of that kind."""
    for record, event in facts.acts:
        step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
        text = f"{words_of(event.action)} {step.title if step else ''}"
        if not isinstance(event.action, Ask) and (names_authority(authority, text) or LAWFUL.search(text)):
            yield record.happened, record.seq


def _ran_out(facts: Facts, deadline: ExternalDeadline) -> Iterator[Finding]:
    """A clock of the plan whose first stage ran out in play, and for which nothing was done in time.

    Steps in scope that serve it are judged by themselves.
    """
    start, stage = facts.earliest(deadline.from_), deadline.stages[0]
    if start is None or deadline.calendar is not Calendar.CLOCK or start[0] + stage.within > facts.ended_at:
        return
    serving = steps_for(facts.script, f"{deadline.authority} {deadline.id}")
    if not serving and len(facts.script.plan.external_deadlines) == 1:
        serving = legal_steps(facts.script)  # The plan knows one clock, and one thing to do about it.
    if any(step.id in facts.of_step for step in serving):
        return
    served = list(_served(facts, deadline.authority))
    if any(at <= start[0] + stage.within for at, _ in served):
        return
    yield Finding(
        code=_CODE,
        kind="execution",
        subject=deadline.id,
        statement=f"The clock of {deadline.authority} began at {clock_words(start[0])} and ran out "
        f"{say_duration(stage.within)} later ({stage.what}); nothing was done for it in time.",
        consequence="The organisation is in breach of a duty while it still works on the incident.",
        proposed_change=f"Add a step to the plan that starts the clock of {deadline.authority} when its criteria are "
        "met, with an owner and a limit well within the first stage.",
        poete="Training",
        evidence=tuple(sorted({start[1], *facts.frame, *(seq for _, seq in served)})),
        priority="high",
        role=deadline.role,
        about=tuple(act(seq) for _, seq in served),
    )


def _unknown(facts: Facts, said: str) -> Finding:
    """A clock that neither a deadline nor a step of the plan knows."""
    acts = tuple(seq for _, seq in _served(facts, said))
    return _silent(
        facts,
        "-".join(("clock", *re.findall(r"[a-z0-9]+", said.casefold())[:6])),
        f"This incident starts a clock that others set, {quoted(said)}, and neither a deadline nor a step of the plan "
        "knows it.",
        (*acts, *facts.frame),
        tuple(act(seq) for seq in acts),
    )


def _silent(
    facts: Facts, subject: str, statement: str, evidence: Iterable[int], about: tuple[str, ...] = ()
) -> Finding:
    """A sign of a clock of which the plan says nothing."""
    return Finding(
        code=_CODE,
        kind="plan",
        subject=subject,
        statement=statement,
        consequence="Nobody watches the clock, and the notification comes late or never.",
        proposed_change="Add the deadline to the plan: authority, when it applies, the event that starts it, its "
        "stages and who owns it; and a step that starts the clock when the criteria are met.",
        poete="Planning",
        evidence=tuple(sorted(set(evidence) or set(facts.frame))),
        priority="high",
        root_cause="The plan does not list the clocks that the law and authorities set.",
        about=about,
    )


# Signs of a clock in a plan that is silent ----------------------------------------------------------------------------


def _got_out(facts: Facts, subject: str) -> Iterator[Finding]:
    """Personal data got out, as a message that reached the team says, or else the scenario's own facts."""
    told = False
    for name, (record, _) in facts.deliveries.items():
        inject = facts.script.injects[name]
        texts = (inject.title, inject.text, *(attached.text for attached in inject.attachments))
        line = next((found for text in texts if (found := _disclosure(facts, text))), None)
        if line is not None:
            told = True
            yield _silent(
                facts,
                subject,
                f"At {clock_words(record.elapsed)} {inject_named(facts, name)} said that personal data had got out: "
                f"{quoted(line)}. The plan knows no legal deadline, no step and nobody to ask about it.",
                (record.seq,),
            )
    truth = facts.script.scenario.truth
    line = _disclosure(facts, truth.affected) or _disclosure(facts, truth.cause)
    if line is not None and not told:
        yield _silent(
            facts,
            subject,
            f"In this incident personal data got out: {quoted(line)}. The plan knows no legal deadline, no step and "
            "nobody to ask about it.",
            facts.frame,
        )


def _disclosure(facts: Facts, text: str) -> str | None:
    """The first sentence that says as a fact that personal data reached people who should not have them."""
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", facts.script.filled(text)):
        if _OUT.search(sentence) and not _DOUBTED.search(sentence.strip()):
            return sentence.strip()
    return None


def _asked(facts: Facts, subject: str) -> Iterator[Finding]:
    """Questions whether and when somebody outside has to be told."""
    for record, event in facts.acts:
        if not isinstance(event.action, Ask) or not _about_a_clock(event.action.text):
            continue
        when, who = clock_words(record.happened), facts.role_title(event.role)
        yield _silent(
            facts,
            subject,
            f"At {when} {who} asked {quoted(event.action.text)}; the plan has no answer.",
            (record.seq,),
            (act(record.seq),),
        )


def _about_a_clock(text: str) -> bool:
    sentences = re.split(r"(?<=[.!?;])\s+|\n+", text)
    return any(_OUTSIDE.search(s) and _OBLIGED.search(s) and _DUTY.search(s) for s in sentences) or bool(
        re.search(r"\bis there a (?:legal )?duty\b", text, re.IGNORECASE)
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution"),
    "legal and regulatory steps missed or late; clocks that the incident starts and that neither a deadline nor a step "
    "of the plan knows, or that ran out in play; personal data that got out, and questions about a duty to notify, "
    "where the plan says nothing of law or authorities",
    find,
)
