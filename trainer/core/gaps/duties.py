"""Which parts of a plan speak of the law and of authorities, and which clock of the plan people mean by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.plan import ActionKind, ExternalDeadline, Plan, Step
from trainer.core.script import Script

_AUTHORITY: Final = (
    r"(?<!pressure )(?<!voltage )(?<!gas )(?<!oxygen )(?<!flow )(?<!speed )regulators?|regulatory|"
    r"ombuds\w+|inspectorates?|csirt|information commissioner|central bank|ministry|"
    r"(?:financial|banking|insurance|payments?) supervisors?|(?:federal|national) office|"
    r"(?:data[- ]protection|privacy|supervisory|competent|national|federal|banking|financial|health|food|drugs?|"
    r"safety|rail(?:way)?|transport|aviation|energy|market|telecom\w*|cyber(?:[- ]?security)?) "
    r"(?:authorit(?:y|ies)|agenc(?:y|ies)|commission(?:er)?)|investigation (?:board|branch|bureau)|"
    r"data[- ]protection (?:officer|office|team|lead|law|duty|act)|privacy (?:officer|office|team)|dpo"
)
_LAW: Final = (
    r"gdpr|hipaa|nis ?2|dora|statutor(?:y|ily)|"
    r"legal(?:ly)? (?:clocks?|deadlines?|dut(?:y|ies)|obligations?|notif\w+|notice|requirements?|reporting)|"
    r"(?:notification|reporting) (?:dut(?:y|ies)|obligations?|deadlines?|clocks?)|"
    r"dut(?:y|ies) to (?:notify|report|inform)|breach notifications?|"
    r"(?:external|regulatory|filing|outside) (?:deadlines?|clocks?)"
)
LAWFUL: Final = re.compile(rf"\b(?:{_AUTHORITY}|{_LAW})\b", re.IGNORECASE)
"""Words that name a law, a legal duty or an authority."""
_DAYS: Final = re.compile(
    r"\b(?:notif\w*|report\w*|filing|deadline|clock)\b.{0,40}\b72[- ]?h(?:ours?)?\b|"
    r"\b72[- ]?h(?:ours?)?\b.{0,40}\b(?:notif\w*|report\w*|filing|deadline|clock|starts?|begins?|runs?)\b",
    re.IGNORECASE,
)
_TELLS: Final = (
    r"(?:notify|notif(?:ied|ies|ication)|report\w*|inform\w*|tell|told|tells|"
    r"alert|warn|file|call|ring|submit\w*|send)"
)
_SOME_AUTHORITY: Final = (
    r"(?<!certificate )(?<!certification )(?<!has )(?<!have )(?<!has the )(?<!have the )(?<!decision )"
    r"(?<!signing )(?<!of )authorit(?:y|ies)\b(?! to\b)"
)
_TO_AUTHORITIES: Final = re.compile(
    rf"\b{_TELLS}\b.{{0,40}}\b{_SOME_AUTHORITY}|\b{_SOME_AUTHORITY}.{{0,20}}\bnotif\w+", re.IGNORECASE
)
_TELLS_LEGAL: Final = re.compile(
    r"\b(?:ask|page|call|tell|inform|notify|alert|involve|engage|consult|brief|bring in|escalate to|contact|loop in|"
    r"warn)\b[^.]{0,40}\b(?:legal|lawyers?|counsel|compliance)\b"
    r"(?! (?:text|wording|hold|to (?:approve|check|review|clear|sign)))",
    re.IGNORECASE,
)
_TEXT_TELLS: Final = re.compile(rf"\b{_TELLS}\b[^.]{{0,40}}\b(?:{_AUTHORITY})\b", re.IGNORECASE)
_GENERAL_REPORT: Final = re.compile(
    r"\b(?:notif\w*|notices?|report|file|filing|submit|early warning|declaration)\b", re.IGNORECASE
)
_LEGAL_ROLE: Final = re.compile(
    r"\b(?:legal|lawyer|counsel|privacy|data protection|dpo|compliance|regulatory)\b", re.IGNORECASE
)
_LEGAL_WORK: Final = re.compile(
    r"\b(?:notif\w*|notices?|report\w*|file|filing|submit|warning|deadlines?|breach|clocks?|authorit\w*|"
    r"personal data)\b",
    re.IGNORECASE,
)
_ANY_CLOCK: Final = re.compile(
    r"\bthe (?:regulators?|authorit(?:y|ies))\b|"
    r"\b(?:regulatory|legal|external) (?:clocks?|deadlines?|notif\w+|dut\w+)\b|"
    r"\b(?:notification|reporting) (?:dut(?:y|ies)|obligations?)\b",
    re.IGNORECASE,
)
_PLAIN: Final = (
    "a an and any applies are as at be been by days deadline duty early first for from hour hours in incident initial "
    "is it law month months must notice notification notify of on or our report reporting rule tell that the their to "
    "under warning when with within authority authorities clock major known what final interim intermediate"
)
_COMMON: Final = frozenset(_PLAIN.split())
"""Words that every legal clock has in common: they tell none from another."""
_MEANS: Final = {
    "gdpr": ("data", "protection", "personal"),
    "nis2": ("csirt", "cybersecurity"),
    "dora": ("financial", "supervisor"),
    "hipaa": ("health", "patient"),
}
"""What a law is about, for plans that name the authority and scenarios that name the law: Regulation (EU) 2016/679,
Directive (EU) 2022/2555, Regulation (EU) 2022/2554, 45 CFR part 164."""


def _spelt(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


def is_legal(script: Script, step: Step) -> bool:
    """Whether a step serves a duty that the law or an authority sets, by its title, clause, audience, text or owner."""
    title = f"{_spelt(step.id)}. {step.title}. {step.clause or ''}"
    if (
        LAWFUL.search(title)
        or _DAYS.search(title)
        or _TELLS_LEGAL.search(title)
        or _TO_AUTHORITIES.search(title)
    ):
        return True
    if any(LAWFUL.search(name) for name in _addressed(script.plan, step)):
        return True
    if any(_serves(step, title, deadline) for deadline in script.plan.external_deadlines):
        return True
    if _GENERAL_REPORT.search(title) and _TEXT_TELLS.search(step.text):
        return True
    owner = script.roles.get(step.role or "")
    by_role = owner is not None and _LEGAL_ROLE.search(f"{_spelt(owner.id)} {owner.title}")
    return bool(by_role and _LEGAL_WORK.search(title))


def _serves(step: Step, title: str, deadline: ExternalDeadline) -> bool:
    """Whether a step names the authority of a deadline, tells one of that name, or is the notice of its owner."""
    if names_authority(deadline.authority, title):
        return True
    tells = (
        _GENERAL_REPORT.search(title) is not None
        or re.search(rf"\b{_TELLS}\b", title, re.IGNORECASE) is not None
    )
    last = re.findall(r"\w+", deadline.authority.casefold())[-1:]
    called = any(re.search(rf"\bthe {re.escape(name)}\b", title, re.IGNORECASE) for name in last)
    own = (
        deadline.role is not None and step.role == deadline.role and _GENERAL_REPORT.search(title) is not None
    )
    return (tells and called) or own


def _addressed(plan: Plan, step: Step) -> Iterator[str]:
    """Audiences and contacts that a step is shown by, in the plan's words."""
    for evidence in step.shown_by:
        if evidence.action is ActionKind.POST_UPDATE and evidence.audience is not None:
            titles = (item.title for item in plan.communications if item.audience == evidence.audience)
            yield " ".join((_spelt(evidence.audience), *titles))
        if evidence.action is ActionKind.PAGE and evidence.contact is not None:
            titles = (item.title for item in plan.contacts if item.id == evidence.contact)
            yield " ".join((_spelt(evidence.contact), *titles))


def legal_steps(script: Script) -> tuple[Step, ...]:
    """Every legal step of the plan, in its order."""
    return tuple(step for step in script.steps.values() if is_legal(script, step))


def speaks_of_law(script: Script) -> bool:
    """Whether any part of the plan names a legal clock, a legal step, or somebody who knows the law."""
    plan = script.plan
    if plan.external_deadlines or legal_steps(script):
        return True
    named = [f"{_spelt(role.id)} {role.title}" for role in plan.roles]
    named += [f"{_spelt(contact.id)} {contact.title}" for contact in plan.contacts]
    named += [f"{_spelt(item.audience)} {item.title}" for item in plan.communications]
    said = [text for role in plan.roles for text in role.duties]
    said += [f"{section.heading} {section.text}" for section in plan.sections]
    said += [f"{step.title} {step.text}" for step in script.steps.values()]
    by_name = any(_LEGAL_ROLE.search(text) or LAWFUL.search(text) for text in named)
    return by_name or any(LAWFUL.search(text) for text in said)


# Which clock is meant -------------------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    """The words of a text that tell a clock from others, in small letters and without their plural."""
    found = re.findall(r"[a-z][a-z0-9]+", re.sub(r"\bnis 2\b", "nis2", text.casefold()))
    return frozenset(word.removesuffix("s") for word in found if word not in _COMMON)


def _widened(words: Iterable[str]) -> frozenset[str]:
    """Words together with what the laws among them are about."""
    return frozenset(words) | {meant for word in words for meant in _MEANS.get(word, ())}


def _fits(said: str, core: str, more: str) -> bool:
    """Whether words name a clock: by all words of its authority, or by enough of what is said about it."""
    meant, wanted = _words(said), _words(core)
    if wanted and wanted <= _widened(meant):
        return True
    shared = _widened(meant) & _widened(wanted | _words(more))
    return bool(meant) and (meant <= shared or (len(shared) >= 2 and 2 * len(shared) >= len(meant)))


def deadline_meant(plan: Plan, said: str) -> ExternalDeadline | None:
    """The external deadline of the plan that an identifier or words mean; None where the plan knows none such."""
    for deadline in plan.external_deadlines:
        if deadline.id == said.strip():
            return deadline
    for deadline in plan.external_deadlines:
        stages = " ".join(stage.what for stage in deadline.stages)
        if _fits(said, deadline.authority, f"{_spelt(deadline.id)} {deadline.applies_when} {stages}"):
            return deadline
    return None


def steps_for(script: Script, said: str) -> tuple[Step, ...]:
    """Legal steps that serve a clock of these words: those that name it, and those for whichever clock has begun.

    A step that asks legal which clocks run stands for all only in a plan that lists no clocks itself.
    """
    listed = bool(script.plan.external_deadlines)
    found: list[Step] = []
    for step in legal_steps(script):
        title = " ".join((_spelt(step.id), step.title, step.clause or "", *_addressed(script.plan, step)))
        general = _ANY_CLOCK.search(title) or _TELLS_LEGAL.search(title)
        if _fits(said, "", f"{title} {step.text}") or (general and not listed):
            found.append(step)
    return tuple(found)


def names_authority(authority: str, text: str) -> bool:
    """Whether a text says all the words by which an authority, or a clock, is told from others."""
    wanted = _words(authority)
    return bool(wanted) and wanted <= _widened(_words(text))
