"""G01, missing procedure or step: the team met something for which the plan has no words.

What an act or a question is about is told by its words alone, never by what happened to come before it. A workaround
for a tool or a contact that failed is no missing step: the gap is in the tool or the contact.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import Ask, Contain, Improvise, Page, words_of
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.authority import governed
from trainer.core.gaps.finding import Detector, Finding, act, choice, inject_named, lapse, named, quoted
from trainer.core.gaps.likeness import meaning, same_matter, slug
from trainer.core.gaps.mentions import plan_texts
from trainer.core.gaps.obstacles import obstacles, ways_round
from trainer.core.gaps.once import once
from trainer.core.gaps.operations import without_criteria
from trainer.core.gaps.talk import Missing, Topic, own_words, topic
from trainer.core.gaps.worked import worked
from trainer.core.msel import clock_words
from trainer.core.plan import ActionKind, Phase
from trainer.core.script import Script
from trainer.core.time import MINUTE, Micros

_CODE: Final = "G01"
_POETE: Final = "Planning"
_WORKAROUND: Final = 15 * MINUTE
"""What a role does next, within this time after it reached nobody, is a way around that."""
_ASKS_FOR_A_STEP: Final = re.compile(
    r"\b(what does (the|our) (plan|procedure|runbook|playbook) (say|tell)|"
    r"(is there|do we have|have we got|does the plan have)\b.{0,40}"
    r"\b(procedures?|steps?|runbooks?|playbooks?|checklists?|instructions?|clauses?|anything|something|plan)\b|"
    r"(no|not a|which|what) (procedure|step|runbook|playbook|checklist|instruction)\b|"
    r"where (is it|does it say|in the plan)|(find|found|says?|has|have) nothing\b|"
    r"(can't|cannot|don't|can not) (find|see)\b.{0,30}\b(in (it|the plan)|plan|procedure|runbook|playbook))",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"\b(regulat\w*|legal\w*|lawyers?|law|statut\w*|gdpr|nis2|dora|data protection|privacy|notifiable|"
    r"supervisory|authority|authorities|72 hours)\b",
    re.IGNORECASE,
)
_STOPS_HARM: Final = frozenset({Phase.CONTAINMENT, Phase.RESOLUTION})
_Act = tuple[Record, ev.ActionTaken, str, str]
"""The record, the act, its words, and what was done with them."""


def find(facts: Facts) -> Iterable[Finding]:
    """Acts and questions that no step of the plan covers, decisions that nothing governs."""
    found = [*_improvised(facts), *_measures(facts)]
    acts = sorted(found, key=lambda entry: (entry[0].happened, entry[0].seq))
    told = list(_told(facts, acts))
    subjects = {seq: finding.subject for finding in told for seq in finding.evidence}
    yield from told
    yield from _asked(facts)
    for finding in (*_lacked(facts, acts), *_ungoverned(facts, acts)):
        # What was done about it is the same gap: the plan was silent once.
        met = next((subjects[seq] for seq in finding.evidence if seq in subjects), finding.subject)
        yield replace(finding, subject=met)
    yield from without_criteria(facts)


# Acts -----------------------------------------------------------------------------------------------------------------


def _improvised(facts: Facts) -> Iterator[_Act]:
    """Acts outside the plan that stand for none of its steps, and for none of the alternatives that it names."""
    around = _ways_around(facts)
    for record, event in facts.acts:
        action = event.action
        if not isinstance(action, Improvise) or record.seq in facts.closed_by or record.seq in around:
            continue
        known = action.instead_of is not None and action.instead_of in facts.script.steps
        if not known and not _alternative(facts, action.text):
            yield record, event, action.text, "acted outside the plan"


def _alternative(facts: Facts, text: str) -> bool:
    """Whether an act is what the plan itself names for when a tool, a channel or a way to reach somebody is down."""
    return any(same_matter(text, other) for other in once(facts.script, _alternatives))


def _alternatives(script: Script) -> tuple[str, ...]:
    """What the plan names for when a tool, a channel or a way to reach somebody is down."""
    plan = script.plan
    named = [tool.alternative for tool in plan.tools] + [contact.out_of_band for contact in plan.contacts]
    named += [item.fallback for item in plan.communications]
    return tuple(dict.fromkeys(other for other in named if other))


def _ways_around(facts: Facts) -> frozenset[int]:
    """Acts by which a role got round something that it lacked, or somebody whom it could not reach."""
    lacked = (found for found in obstacles(facts) if found.missing is not Missing.PROCEDURE)
    around = {seq for found in lacked for seq in ways_round(facts, found.role, found.at, found.words)}
    unreached: dict[str, Record | None] = {}
    for record, event in facts.in_order:
        call = unreached.get(event.role)
        if call is not None and record.happened - call.happened <= _WORKAROUND:
            around.add(record.seq)
        failed = isinstance(event.action, Page) and event.action.result != "answered"
        unreached[event.role] = record if failed else None
    return frozenset(around)


def _measures(facts: Facts) -> Iterator[_Act]:
    """Measures against the harm, where the whole plan has nothing that would stop it."""
    plan = facts.script.plan
    procedures = [found for found in plan.procedures if found.steps]
    shown = any(e.action is ActionKind.CONTAIN for _, step in plan.steps() for e in step.shown_by)
    if not procedures or shown or any(found.phase in _STOPS_HARM for found in procedures):
        return
    for record, event in facts.acts:
        action = event.action
        if not isinstance(action, Contain) or record.seq in facts.closed_by:
            continue
        if not any(same_matter(action.measure, text) for text in once(facts.script, _written)):
            yield record, event, action.measure, "ordered a measure"


@dataclass(slots=True)
class _Matter:
    """Acts about the same matter: one gap. `inject` is the message that they answer, if their words say so."""

    inject: str | None
    words: frozenset[str]
    acts: list[_Act]


@dataclass(slots=True)
class _Matters:
    """Matters in the order in which they came up, looked up by their message or else by their words."""

    found: list[_Matter] = field(default_factory=list)
    _by_inject: dict[str, _Matter] = field(default_factory=dict)
    _by_word: dict[str, list[int]] = field(default_factory=dict)

    def same(self, inject: str | None, words: frozenset[str]) -> _Matter | None:
        """The first matter with the same message; without one, the first that has two words in common."""
        if inject is not None:
            return self._by_inject.get(inject)
        common = Counter(place for word in words for place in self._by_word.get(word, ()))
        places = [place for place, count in common.items() if count >= 2]
        return self.found[min(places)] if places else None

    def add(self, matter: _Matter) -> None:
        """Take a matter that came up for the first time."""
        if matter.inject is not None:
            self._by_inject[matter.inject] = matter
        for word in matter.words if matter.inject is None else ():
            self._by_word.setdefault(word, []).append(len(self.found))
        self.found.append(matter)


def _told(facts: Facts, acts: Iterable[_Act]) -> Iterator[Finding]:
    """One gap for each matter that acts outside the plan were about, told act by act."""
    matters = _Matters()
    for entry in acts:
        inject, words = _answered(facts, entry[0], entry[1], entry[2]), meaning(entry[2])
        known = matters.same(inject, words)
        if known is None:
            matters.add(_Matter(inject, words, [entry]))
        else:
            known.acts.append(entry)
    for matter in matters.found:
        subject = matter.inject or f"act-{slug(matter.acts[0][2])}"
        yield from (_outside(facts, entry, matter.inject, subject) for entry in matter.acts)


def _outside(facts: Facts, entry: _Act, inject: str | None, subject: str) -> Finding:
    record, event, text, did = entry
    role, when = facts.role_title(event.role), clock_words(record.happened)
    statement = f"At {when} {role} {did}: {quoted(text)}; no step of the plan covers it."
    evidence: tuple[int, ...] = (record.seq,)
    if inject is not None:
        evidence = (facts.deliveries[inject][0].seq, record.seq)
        statement += f" The message that it answers, {inject_named(facts, inject)}, calls for none either."
    effect = worked(facts, record)
    change = f"Decide whether {quoted(text, 80)} is what should be done here; if so, write it into the plan "
    if effect.worked:
        statement += f" It worked: {effect.why}."
        change = f"It worked: write {quoted(text, 80)} into the plan "
    return Finding(
        code=_CODE,
        kind="plan",
        subject=subject,
        statement=statement,
        consequence="Whoever meets this next has to invent an answer again, under pressure and without its record.",
        proposed_change=f"{change}as a step with {role} or another role as owner, the event that starts it and a "
        "target.",
        poete=_POETE,
        evidence=evidence,
        role=event.role,
        confidence="evaluator" if record.seq in facts.state.expectations.links else "automatic",
        about=(act(record.seq),),
    )


def _answered(facts: Facts, record: Record, event: ev.ActionTaken, text: str) -> str | None:
    """The message that an act answers, where it calls for nothing: one that asks for a step is answered by that."""
    name = _spoken_of(facts, record, event, text)
    return name if name is not None and not _calls(facts, name) else None


def _spoken_of(facts: Facts, record: Record, event: ev.ActionTaken, text: str) -> str | None:
    """The message that words speak of, of those that had reached the role; the newest where there are several."""
    messages, said, words = once(facts, _messages), text.casefold(), meaning(text)
    for at, name in reversed(facts.received.get(event.role, ())):
        title, whole = messages[name]
        if at <= record.happened and (title in said or len(words & whole) >= 2):
            return name
    return None


def _messages(facts: Facts) -> dict[str, tuple[str, frozenset[str]]]:
    """Each message that came: its title in small letters, and the words of its title and text."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for name in facts.deliveries:
        inject = facts.script.injects[name]
        title = facts.script.filled(inject.title)
        found[name] = title.casefold(), meaning(f"{title} {facts.script.filled(inject.text)}")
    return found


def _calls(facts: Facts, name: str) -> bool:
    """Whether a message calls for a step, puts a decision or a vote, or prompts."""
    inject = facts.script.injects[name]
    return bool(inject.expects or inject.decision or inject.vote or inject.contingency_for)


# Questions ------------------------------------------------------------------------------------------------------------


def _asked(facts: Facts) -> Iterator[Finding]:
    """Questions for a procedure on something on which the plan has nothing."""
    for record, event in facts.acts:
        if not isinstance(event.action, Ask):
            continue
        text = words_of(event.action)
        if (
            topic(facts, text) is not Topic.PROCEDURE
            or not _ASKS_FOR_A_STEP.search(text)
            or _LEGAL.search(text)
        ):
            continue
        inject = _spoken_of(facts, record, event, text)
        open_to_it = not _calls(facts, inject) if inject is not None else _nothing_on(facts, text)
        if open_to_it:
            yield _sought(facts, record, event, inject)


def _nothing_on(facts: Facts, text: str) -> bool:
    """Whether a question names a matter, and no text of the plan speaks of it."""
    said = meaning(_ASKS_FOR_A_STEP.sub(" ", own_words(facts, text)))
    return bool(said) and not any(
        len(meaning(written) & said) >= min(2, len(said)) for written in once(facts.script, _written)
    )


def _written(script: Script) -> tuple[str, ...]:
    """Everything that the plan says in words."""
    return tuple(plan_texts(script.plan))


def _lacked(facts: Facts, acts: Sequence[_Act]) -> Iterator[Finding]:
    """Work that stood still since the plan does not say how to go on."""
    by_role: dict[str, list[tuple[Micros, int]]] = {}
    for record, event, _, _ in acts:
        by_role.setdefault(event.role, []).append((record.happened, record.seq))
    for found in obstacles(facts):
        if found.missing is not Missing.PROCEDURE:
            continue
        where = f" at {named(facts, found.step)}" if found.step else ""
        own = by_role.get(found.role, [])
        place = bisect_left(own, (found.at, 0))
        then = next((seq for at, seq in own[place : place + 1] if at - found.at <= _WORKAROUND), None)
        yield Finding(
            code=_CODE,
            kind="plan",
            subject=f"act-{slug(found.words)}",
            statement=f"At {clock_words(found.at)} {facts.role_title(found.role)} could not go on{where}: "
            f"{quoted(found.words)}.",
            consequence="The response stops where the plan ends, and whoever goes on has to invent it.",
            proposed_change="Write into the plan what is done here: the step, its owner, the event that starts it and "
            "a target.",
            poete=_POETE,
            evidence=(found.seq,) if then is None else (found.seq, then),
            step=found.step,
            role=found.role,
            about=(act(found.seq), *(lapse(name) for name in found.steps)),
        )


def _sought(facts: Facts, record: Record, event: ev.ActionTaken, inject: str | None) -> Finding:
    role, when = facts.role_title(event.role), clock_words(record.happened)
    question = quoted(words_of(event.action))
    if inject is None:
        statement = f"At {when} {role} looked for a procedure, and the plan has none: {question}."
        on = f"the question {question}"
    else:
        title = inject_named(facts, inject)
        about = "" if title.strip('"').casefold() in question.casefold() else f": {question}"
        statement = (
            f"At {when} {role} asked what the plan says about {title}{about}; no step is called for there."
        )
        on = f"an event such as {title}"
    return Finding(
        code=_CODE,
        kind="plan",
        subject=inject or f"act-{slug(words_of(event.action))}",
        statement=statement,
        consequence="Time is lost on the question whether the plan says anything, and answers differ.",
        proposed_change=f"Decide whether the plan should say what {role} does on {on}. If so, add a step with its "
        "owner, the event that starts it and a target; if not, close this point with the reason.",
        poete=_POETE,
        evidence=(facts.deliveries[inject][0].seq, record.seq) if inject else (record.seq,),
        priority="low",
        role=event.role,
        about=(act(record.seq),),
    )


# Decisions ------------------------------------------------------------------------------------------------------------


def _ungoverned(facts: Facts, acts: Sequence[_Act]) -> Iterator[Finding]:
    """Decisions put to the team of which no part of the plan says anything."""
    for name, opened in facts.state.decisions.items():
        decision = facts.script.decisions[name]
        if governed(facts, decision):
            continue
        question = facts.script.filled(decision.question)
        seqs = tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None)
        offered = " ".join((question, *(facts.script.filled(option.text) for option in decision.options)))
        said = meaning(offered)
        seqs += tuple(
            r.seq for r, _, text, _ in acts if r.seq > opened.opened_seq and len(meaning(text) & said) >= 2
        )
        yield Finding(
            code=_CODE,
            kind="plan",
            subject=f"decision-{name}",
            statement=f"The decision {quoted(question)} is governed by no step and by no decision right of the plan.",
            consequence="Who decides, by what criterion and within what time is settled anew each time.",
            proposed_change=f"Add a decision right for {quoted(question, 80)}: who decides at which severity, and who "
            "may when nobody answers.",
            poete=_POETE,
            evidence=seqs,
            role=decision.role,
            about=(choice(name),),
        )


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "improvised acts that stand for no step, are no alternative that the plan names, and are no way around a tool or a "
    "contact that failed; measures in a plan that has nothing to stop the harm; questions for a procedure on something "
    "of which the plan does not speak; work that stood still since it does not say how to go on; decisions of which no "
    "part of the plan says anything; in a simulation, an incident declared resolved before the system had recovered, "
    "where the plan names no sign for it",
    find,
)
