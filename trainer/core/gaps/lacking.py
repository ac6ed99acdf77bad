"""What somebody lacks who cannot go on: a tool, a supplier, a way to reach somebody, the plan, a decision."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from trainer.core.actions import ReportBlocked
from trainer.core.gaps import mentions
from trainer.core.gaps.asking import WHO, contradiction
from trainer.core.gaps.editions import document_lacking, no_procedure, old_edition
from trainer.core.gaps.mentions import any_of, plain
from trainer.core.gaps.once import once
from trainer.core.gaps.outside import (
    AWAITED,
    BODY_SAYS,
    CLOSED,
    DESK_OF,
    GENERIC,
    OUTSIDE,
    PARTY_AWAITED,
    SERVICE,
    THEIR_TOOL,
    THIRD,
    UNREACHED,
    UNREACHED_PERSON,
)
from trainer.core.plan import Contact, Step
from trainer.core.script import Script


class Missing(StrEnum):
    """What somebody lacks who cannot go on."""

    MEANS = "a tool, access or resource"
    SUPPLIER = "a third party"
    CONTACT = "a way to reach somebody"
    DOCUMENT = "the plan itself"
    PROCEDURE = "a step that the plan does not have"
    INSTRUCTION = "the meaning of what the plan says"
    AUTHORITY = "somebody's decision or approval"
    TIME = "the end or the result of other work"
    RECORD = "a trace that nobody kept"
    EXERCISE = "something that the exercise should have given"


_UNCLEAR: Final = any_of(
    r"\bambiguous\b", r"\b(?:un|not )clear (?:what (?:is|the|it|clause|step)|how to read)\b"
)
_OF_THE_EXERCISE: Final = any_of(
    r"\bfacilitators?\b",
    r"\b(?:this|the|that) inject\b",
    r"\b(?:in|for) (?:this|the) (?:scenario|exercise|drill|simulation)\b",
    r"\b(?:the|this|your) (?:scenario|exercise|drill|simulation) (?:says?|asks?|has|gives?|never|wants|needs)\b",
    r"\b(?:no|the|its) attachments?\b.{0,30}(?:missing|empty|not there|unreadable|$)",
    r"\battachment (?:is )?missing\b",
)

# People and firms -----------------------------------------------------------------------------------------------------

_SYSTEM: Final = any_of(
    r"\b(?:vpn|console|portal|servers?|systems?|hosts?|database|dashboard|api|gateway|cluster|storage|switch|router"
    r"|website|application|app|tool|chat|bridge|interface|environment|bastion|repository|drive|share|feed)\b"
)
_PERSON: Final = any_of(
    r"\b(?:on-?call|duty|manager|officer|director|rota|leader|lead|engineer|dba|specialist|advis[eo]r|counsel"
    r"|lawyer)\b",
    r"\b(?:colleague|shift|nurse|doctor|physician|surgeon|consultant|controller|dispatcher|supervisor|head of)\b",
    r"\b(?:he|she|they|him|her|them|nobody|no one|anyone|anybody|person|people|phone|mobile|pager|desk|team|board)\b",
    r"\b(?:executive|legal|press office)\b",
)
_ADDRESS_WRONG: Final = any_of(
    r"\bcontact (?:card|list|sheet|details?|entry|data|book|file)\b",
    r"\b(?:call|phone|telephone) (?:list|sheet|tree|book)\b",
    r"\brota (?:entry|sheet|is (?:old|wrong|out)|shows? last)",
    r"\b(?:phone|telephone|pager|line|number|extension)\b.{0,50}\b(?:goes to|rings at|is (?:somebody|someone)"
    r"|: ?dead)",
    r"\b(?:phone|telephone|mobile|cell|pager|direct|extension|hot ?line|dial-?in|landline"
    r"|duty) ?(?:phone )?numbers?\b",
    r"\bnumbers?\b.{0,60}\b(?:dead|wrong|disconnected|out of service|in service|no longer|invalid|unassigned"
    r"|reassigned|belongs|changed|obsolete|outdated|old|unobtainable|not exist|not work\w*|empty|blank)\b",
    r"\b(?:wrong|dead|old|outdated|former|missing) (?:phone |telephone |mobile |e?-?mail )?(?:number|contact"
    r"|extension|e?-?mail address)\b",
    r"\bno (?:phone |telephone |mobile |direct )?number\b",
    r"\b(?:left|quit) (?:the |our )?(?:company|firm|organi[sz]ation|team|department|hospital|bank|us)\b",
    r"\b(?:has |have )?(?:moved|changed) to another (?:\w+ )?(?:department|team|job|post|site)\b",
    r"\b(?:e-?mail|letter)s? (?:to .{1,40} )?(?:came|comes) back\b",
    r"\bno longer (?:works?|is|with)(?: \w+)? (?:here|for|at|with|the|us)\b",
    r"\b(?:e?-?mail|message)s? (?:\w+ ){0,2}bounc\w+|\bbounc(?:es|ed)\b|\bwrong person\b",
)
_ACCESS: Final = any_of(
    r"\b(?:access|accounts?|log-?ins?|log ?on|logged|sign-?in|credentials?|passwords?|passphrase|tokens?)\b",
    r"\b(?:licen[cs]\w+|certificates?|permissions?|rights|privileges?|locked out|badge|key ?cards?|vpn)\b",
    r"\b(?:ssh|api|break-?glass) keys?\b",
)
_AUTHORITY: Final = any_of(
    r"(?<!status )\b(?:approval|approve[srd]?|approving)\b(?! (?:tool|system|workflow|form|queue))",
    r"\bsign(?:ed|s|ing)?[- ]?(?:it[- ])?off\b|\bgo-?ahead\b|\bgreen light\b|\bmandate\b|\bconsent\b|\bsay-?so\b",
    r"'s go\b",
    r"\b(?:no|the|any) authority\b|\bauthority (?:to|over)\b|\bauthori[sz]ation (?:from|for|by)\b",
    r"\bauthori[sz](?:ation|ed) to (?!log|access|connect)",
    r"\bpermission (?:from|by|of)\b",
    r"\bpermission to (?!access|log|open|read|write|use|connect|view|edit|ssh|deploy|run|execute)",
    r"\bdecisions? (?:from|by|of|on|about|whether|to|who|which|how)\b|^(?:a |the |no )?decision\b|\bto decide\b",
    r"\b(?:(?:some|any)(?:body|one)|nobody|no one) (?:\w+ )?(?:decides?|owns?|dares|can decide|may|is allowed)\b",
    r"\b(?:has|have|had|needs?) to (?:sign|agree|approve|say yes)\b|\b(?:somebody|someone|anybody)'s yes\b",
    r"\b(?:not|n't|never) (?:yet )?decided?\b|\bwhether (?:we|i) may\b|\b(?:that )?i may\b|\bwho gives\b",
    r"\bnot allowed to (?!log|access|connect|sign in)",
    r"\b(?:nobody|no one|somebody|someone) who (?:may|can decide|decides)\b|\b(?:instructions?|word|order) from\b",
    r"\b(?:clearance|ok|okay|agreement) (?:from|of|by)\b|'s (?:say|order|word|consent|signature)\b|\bthat we may\b",
    r"\b(?:has|have) not (?:yet )?(?:cleared|agreed|signed|consented|authori[sz]ed)\b",
    r"\b(?:nobody|no one) has given (?:it|us|the|an?)\b",
    r"\bsignature (?:of|by|from)\b|\bword of the\b|\b(?:said|says?|say) yes\b|\b(?:nobody|no one) (?:will "
    r"|would )?decides?\b",
)
_GIVER: Final = any_of(
    r"\b(?:commander|captain|director|manager|officer|leader?|counsel|lawyer|chief|chair\w*|board|council|head of"
    r"|owner|supervisor|physician|doctor|executive|management|minister|controller)\b"
)
"""People whose word may be what is missing."""
_NOBODY_SAYS: Final = any_of(
    r"\b(?:nobody|no one|someone|somebody)(?: \w+)? (?:says?|said|dares|decides?|decide|may|wants to say)\b"
)
_DENIED: Final = any_of(
    r"\b(?:forbidden|denied|denies|greyed|grey(?:s|ed)? out|locked|expired|error|40[13]|not authori[sz]ed"
    r"|unauthori[sz]ed)\b",
    r"\b(?:my|our|the|any|an?) (?:\w+ )?(?:account|log-?in|token|role|card|badge|user|code|permissions?)\b",
    r"\b(?:approver|signing|admin|authori[sz]ation) (?:code|token|key|card)\b|\b(?:does|do|will|would)(?: not"
    r"|n't) (?:open|load|start|let)\b|\bwon't let\b",
)
"""What a system says, or what it asks of whoever uses it."""
_SPEAKS: Final = (
    r"(?:says?|answers?|tells?|shows?|reports?|refuses|rejects|denies|asks for|wants|needs|requires|lets?"
    r"|lacks?)"
)
_TOOL_NOUN: Final = (
    r"(?:tool|console|portal|app|application|system|terminal|panel|cabinet|server|cluster|pipeline|workflow|button"
    r"|menu|screen|interface|database|ledger|vault|store|switchboard|firewall|vpn|software|device|machine|lock|gate)"
)
_TOOL_SPEAKS: Final = re.compile(rf"\b{_TOOL_NOUN}\b[^.;]{{0,20}}?\b{_SPEAKS}\b", re.IGNORECASE)
_OF_A_TOOL: Final = re.compile(
    rf"\b(?:permissions?|authori[sz]ations?|authority|consent|approval|rights?) (?:of|in|on|for|over|from) (?:the "
    rf"|our |an? )?(?:[\w-]+ ){{0,2}}?{_TOOL_NOUN}\b",
    re.IGNORECASE,
)
_TRACE: Final = any_of(
    r"\b(?:cop(?:y|ies)|images?|snapshots?) of (?:the |any |all )?(?:\w+ )?(?:disks?|hosts?|machines?|memory|logs?"
    r"|servers?)\b",
    r"\b(?:disk|memory) (?:images?|dumps?)\b|\bmemory of\b|\b(?:audit trail|evidence|traces?|footage|recordings?"
    r"|transcripts?|minutes of|history)\b|\b(?<!access to the )logs?\b(?! (?:server|book|file system|viewer|tool))",
    r"\b(?:the|any|all|\w+) samples?\b(?! tubes?)|^who \w+ (?:the|it|what)\b|\b(?:pictures?|photos?) of\b"
    r"|^what .{1,40} (?:was|were) before\b",
)
"""What shows afterwards what happened."""
_NOT_KEPT: Final = any_of(
    r"\b(?:rebooted|restarted|reinstalled|rebuilt) (?:first|before)\b|\bretention\b.{0,40}\bgone\b",
    r"\b(?:nobody|no one|none(?: of us)?)\b[^.;,]{0,20}\b(?:kept|saved|preserved|took|wrote|recorded|copied|noted"
    r"|keeps?)\b",
    r"\b(?:none|not|never) (?:were |was |been )?(?:kept|saved|preserved|recorded|written down|taken|noted)\b",
    r"\b(?:overwritten|taped over|wiped|erased|deleted|purged|shredded|thrown away|rotated away|washed away"
    r"|cleaned)\b",
)
_BACKUP: Final = any_of(r"\b(?:backups?|back-up|restore\w*|tape)\b(?! over)")
_OTHER_WORK: Final = any_of(
    r"\bwait\w* (?:for|on|until) (?:the |a |an |our |my |its )?(?:\w+ )?(?:restore|backup|copy|job|script|build|scan"
    r"|import|export|results?|sync|resync|rebuild|reboot|restart|download|upload|transfer|next|other|step|test"
    r"|index)",
    r"\bstill (?:running|working|going on|restoring|syncing|copying)\b|\bin progress\b|\bnot (?:yet )?finished\b",
    r"\bneeds? another\b",
    r"^(?:the |a |any )?(?:root )?(?:cause|scope|confirmation|results?|answers?|input|word(?! process)|figures"
    r"|update|facts|information|details)\b",
)


def third_party(contact: Contact) -> bool:
    """Whether a contact is outside the organisation: the plan says so, or its title does and it fills no role."""
    return contact.external or (contact.role is None and THIRD.search(plain(contact.title)) is not None)


def supplier_word(text: str) -> str | None:
    """The word by which a text names a third party, as it stands there; None where it names none."""
    found = THIRD.search(plain(text))
    return found[0] if found else None


def _third_word(script: Script, said: str) -> re.Match[str] | None:
    """The first word for a third party that is not what the plan calls a role or a contact of its own."""
    own = once(script, _own_names)
    return next((word for word in THIRD.finditer(said) if word[0].casefold() not in own), None)


def _own_names(script: Script) -> frozenset[str]:
    """The last words of what the plan calls its roles, and contacts of its own."""
    contacts = (contact for contact in script.plan.contacts if not third_party(contact))
    titles = (mentions.words(part.title) for parts in (script.plan.roles, contacts) for part in parts)
    return frozenset(title[-1] for title in titles if title)


def address_wrong(text: str) -> bool:
    """Whether words say that the way to reach somebody is wrong or not written down."""
    return _ADDRESS_WRONG.search(plain(text)) is not None


def missing(script: Script, action: ReportBlocked, step: Step | None = None) -> Missing:
    """What a blocker lacks; `step` is the one that it stands in the way of, where it is known."""
    said = plain(action.missing)
    of_the_plan = _of_the_plan(script, said)
    if of_the_plan is not None:
        return of_the_plan
    contact = contact_meant(script, said, step)
    outside = _is_outside(script, said, contact)
    if _ADDRESS_WRONG.search(said):
        return Missing.SUPPLIER if outside and contact is None else Missing.CONTACT
    if outside and _is_supplier(script, said, contact):
        return Missing.SUPPLIER
    if _is_record(said):
        return Missing.RECORD
    if (_AUTHORITY.search(said) or WHO.search(said)) and not _refused(script, said):
        return Missing.AUTHORITY
    if _is_contact(script, said, contact):
        return Missing.CONTACT
    if _OTHER_WORK.search(said) and not _ACCESS.search(said):
        return Missing.TIME
    return Missing.MEANS


def _is_outside(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether words may be about a third party: one is named or meant, and nobody of our own is named alone."""
    if _third_word(script, said) is not None:
        return True
    named = _named(script, said)
    own = mentions.role_named(script.plan, said) is not None if named is None else not third_party(named)
    if own:
        return False
    known = contact is not None and third_party(contact)
    return known or _firm_speaks(script, said) or any(pattern.search(said) for pattern in (OUTSIDE, CLOSED))


def _firm_speaks(script: Script, said: str) -> bool:
    """Whether a desk of somebody whom the plan does not know, or a body that is no person and no system, speaks."""
    if mentions.tools_named(script, said):
        return False
    waited = any(pattern.search(said) for pattern in (AWAITED, UNREACHED, UNREACHED_PERSON))
    for desk in DESK_OF.finditer(said) if waited else ():
        name = (desk[1] or desk[2]).casefold()
        if not {name, f"{name}s", name.removesuffix("s")} & once(script, _our_words):
            return True
    subjects = (match[1] for match in BODY_SAYS.finditer(said))
    return any(not (_PERSON.search(who) or _GIVER.search(who) or _SYSTEM.search(who)) for who in subjects)


def _our_words(script: Script) -> frozenset[str]:
    """Words for our own people, tools and services."""
    plan = script.plan
    own = (contact.title for contact in plan.contacts if not third_party(contact))
    titles = (*own, *(part.title for parts in (plan.roles, plan.tools, plan.services) for part in parts))
    return frozenset(word for title in titles for word in mentions.words(title))


def _is_record(said: str) -> bool:
    """Whether what is missing is a trace of what happened, gone for good; a lost backup is a means."""
    trace, access = _TRACE.search(said), _ACCESS.search(said)
    if trace is None or _BACKUP.search(said) or (access is not None and access.start() < trace.start()):
        return False
    return _NOT_KEPT.search(said) is not None


def _refused(script: Script, said: str) -> bool:
    """Whether a tool refuses what somebody asks of it, and nobody's word is what is missing."""
    if _GIVER.search(said) or _NOBODY_SAYS.search(said) or mentions.role_named(script.plan, said):
        return False
    if _DENIED.search(said) or _TOOL_SPEAKS.search(said) or _OF_A_TOOL.search(said):
        return True
    return bool(re.search(r"\bpermission\b", said, re.IGNORECASE) and mentions.tools_named(script, said))


def _of_the_plan(script: Script, said: str) -> Missing | None:
    """The classes in which the plan or the exercise itself is lacking."""
    if _OF_THE_EXERCISE.search(said):
        return Missing.EXERCISE
    if old_edition(script.plan, said):
        return Missing.DOCUMENT
    if contradiction(script, said) or _UNCLEAR.search(said):
        return Missing.INSTRUCTION
    if no_procedure(said):
        return Missing.PROCEDURE
    return Missing.DOCUMENT if document_lacking(script, said) else None


def contact_meant(script: Script, text: str, step: Step | None = None) -> Contact | None:
    """The contact that words are about: the one that they name, or else the one that the step needs.

    "The hosting provider" is not the payment provider that the plan knows; "the vendor" is the only one that it knows.
    """
    said = plain(text)
    named, word = _named(script, said), _third_word(script, said)
    if word is None:
        return named or needed_contact(script, step)
    before = re.search(r"([a-z]+)(?:'s)? $", said[: word.start()].casefold())
    which = mentions.words(f"{before[1] if before else ''} {word[0]}")
    kind = tuple(part for part in which if part not in GENERIC)
    if (
        named is not None
        and third_party(named)
        and kind
        and not mentions.shared(kind, mentions.words(named.title))
    ):
        named = None
    outside = [contact for contact in script.plan.contacts if third_party(contact)]
    needed = needed_contact(script, step)
    if needed is not None and kind and not third_party(needed):
        needed = None
    sole = (
        outside[0] if len(outside) == 1 and (not kind or not THIRD.search(plain(outside[0].title))) else None
    )
    return named or needed or sole


def _named(script: Script, said: str) -> Contact | None:
    """The contact that words name by what tells its title from others, or by the name of the firm in it."""
    found = mentions.contact_named(script, said)
    if found is not None:
        return found
    firms = [
        contact
        for contact in script.plan.contacts
        if contact.external and any(name in said for name in _proper(contact.title))
    ]
    return firms[0] if len(firms) == 1 else None


def _proper(title: str) -> tuple[str, ...]:
    """Names of firms in a title: words with a capital letter that are no words for a service."""
    return tuple(word for word in re.findall(r"\b[A-Z]\w{3,}", title) if not SERVICE.fullmatch(word))


def needed_contact(script: Script, step: Step | None) -> Contact | None:
    """The one contact that a step needs or pages; None where there is none, or several."""
    if step is None:
        return None
    wanted = {*step.needs.contacts, *(evidence.contact for evidence in step.shown_by if evidence.contact)}
    found = [contact for contact in script.plan.contacts if contact.id in wanted]
    return found[0] if len(found) == 1 else None


def _is_supplier(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether a third party is what is missing, and not access to something of its own, nor somebody's word on it."""
    word = _third_word(script, said)
    reached = any(pattern.search(said) for pattern in (UNREACHED, UNREACHED_PERSON))
    waited = reached or AWAITED.search(said) is not None
    if word is None:
        return _without_word(script, said, contact)
    for other in (_AUTHORITY.search(said) or WHO.search(said), _ACCESS.search(said)):
        if other is not None and other.start() < word.start():
            return _from_them(said, word)
    if THEIR_TOOL.match(said[word.end() :]) and not (reached or PARTY_AWAITED.search(said)):
        return False
    if _ACCESS.search(said) and not waited:
        return False
    besides = f"{said[: word.start()]} {said[word.end() :]}"
    return waited or not mentions.tools_named(script, besides)


def _without_word(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether words mean a third party that only the plan knows to be one, or only speak of as "they"."""
    if (
        _firm_speaks(script, said)
        or OUTSIDE.search(said)
        or (CLOSED.search(said) and not _ACCESS.search(said))
    ):
        return True
    reached = any(pattern.search(said) for pattern in (UNREACHED, UNREACHED_PERSON, PARTY_AWAITED))
    if contact is None or _named(script, said) != contact:
        return reached and not (mentions.tools_named(script, said) or _SYSTEM.search(said))
    waited = reached or AWAITED.search(said) is not None
    return waited or not (_ACCESS.search(said) or mentions.tools_named(script, said))


def _from_them(said: str, word: re.Match[str]) -> bool:
    """Whether it is the third party from whom something is waited for."""
    before = said[: word.start()]
    return (
        re.search(r"\b(?:from|by|wait\w* (?:for|on)) (?:the |our |their |a )?(?:\w+ )?$", before) is not None
    )


def _is_contact(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether somebody cannot be reached; a system that does not answer is a means."""
    if UNREACHED_PERSON.search(said):
        return True
    if not UNREACHED.search(said) or mentions.tools_named(script, said) or _SYSTEM.search(said):
        return False
    return (
        contact is not None
        or mentions.role_named(script.plan, said) is not None
        or bool(_PERSON.search(said))
    )
