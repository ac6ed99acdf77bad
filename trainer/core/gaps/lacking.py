"""What somebody lacks who cannot go on: a tool, a supplier, a way to reach somebody, the plan, a decision."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from trainer.core.actions import ReportBlocked
from trainer.core.gaps import mentions
from trainer.core.gaps.asking import DOC, WHO, any_of, contradiction
from trainer.core.gaps.mentions import plain
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
    EXERCISE = "something that the exercise should have given"


# The plan as a document -----------------------------------------------------------------------------------------------

_GONE: Final = (
    r"(?:down|unreachable|offline|unavailable|inaccessible|locked|gone|missing|lost|old|outdated|out[- ]of[- ]date"
    r"|stale|superseded|obsolete|behind|hosted on|tim(?:es|ed|ing) out|(?:from|of) last year"
    r"|not (?:reachable|available|accessible|loading|opening|there|found|here|(?:the )?current)"
    r"|(?:no longer|n't|not) (?:open|load|be (?:opened|reached|found|accessed|loaded))\w*"
    r"|(?:an? )?(?:old|older|previous|wrong|earlier|different) (?:version|copy|edition|issue)"
    r"|(?:\w+ )?versions? (?:old|behind)|version \S+ (?:and|but|while|instead))"
)
_NOT_TO_HAND: Final = (
    r"(?:(?:can ?not|can't|could ?n't|could not|unable to|no way to|nobody can|no one can|failed to) (?:\w+ )?"
    r"(?:open|reach|find|load|get (?:to|at|into)|access|read|see)"
    r"|no (?:access to|copy of)|without|access to|way to|missing:?|lost"
    r"|(?:an? )?(?:old|outdated|wrong|previous|superseded) (?:version|copy|edition|printout) of)"
)
_DOCUMENT_GONE: Final = re.compile(rf"\b{DOC}\b[^.;:]{{0,40}}?\b{_GONE}", re.IGNORECASE)
_DOCUMENT_SOUGHT: Final = re.compile(
    rf"(?:{_NOT_TO_HAND}) (?:the |our |any |to )?(?:\w+ ){{0,2}}?{DOC}\b", re.IGNORECASE
)
_DOCUMENT_ALONE: Final = re.compile(
    rf"^(?:the |our |a |any |current )?(?:\w+ )?{DOC}(?: itself| page)?\s*[.!]?$", re.IGNORECASE
)
_DOCUMENT_ASKS: Final = re.compile(
    rf"^.{{0,60}}\b{DOC}\b.{{0,20}}\b(?:asks|needs|requires|says|calls|wants|names|tells)\b", re.IGNORECASE
)
"""The document is to hand: something that it asks for is not."""
_DOCUMENT_PART: Final = any_of(
    rf"\b(?:copy|printout|pages?|link|folder)\b.{{0,30}}\b(?:of|to|with|in) (?:my copy of )?(?:the |our )?(?:printed )?"
    rf"{DOC}",
    r"\b(?:my|our|this) (?:copy|printout) (?:is|has|says|ends|stops|was)\b",
    rf"\b{DOC} (?:is|are|lives?) (?:only )?(?:on|in|behind) (?:the |our )?(?:\w+ )?"
    r"(?:share|server|intranet|wiki|drive|portal)\b",
)
_NO_PROCEDURE: Final = any_of(
    rf"\b(?:no|not an?|any|isn't an?) (?:\w+ )?(?:{DOC}|step|clause|instructions?|guidance|guideline)\b(?: \w+)?"
    r"(?= (?:what|for|on|that|about|cover\w*|describ\w*|tell\w*|when|if|in case|how|exist\w*)\b)",
    rf"\b(?:{DOC}|plan) (?:says? (?:nothing|not a word)|is silent|(?:ends|stops) (?:here|there|at)|knows? nothing)\b",
    rf"\b(?:{DOC}|plan) (?:does|do|did)(?: not|n't) (?:say|cover|describe|mention|tell|have|provide)\b",
    rf"\b(?:{DOC}|plan) has (?:no|nothing)\b|\bnothing (?:\w+ )?in (?:the |our )?(?:{DOC}|plan)\b",
    r"\b(?:there is |there's )?nothing (?:is )?written\b",
    r"\bnowhere (?:written|described|in the)|\bnot (?:written|described) (?:down )?anywhere\b",
)
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

_THIRD: Final = any_of(
    r"\b(?:third|3rd)[- ]part(?:y|ies)\b",
    r"\b(?<!identity )(?<!login )(?<!sign-on )providers?\b",
    r"\b(?:vendor|supplier|manufacturer|carrier|registrar|registry|hoster)s?\b",
    r"\b(?<!decision )(?<!decision-)makers?\b",
    r"\b(?:isp|telco|msp|telecoms?|(?:sub)?contractors?|resellers?|integrators?|outsourcers?|outsourced)\b",
    r"\b(?:acquirer|insurer|courier|upstream|clearing house|co-?location|managed[- ]service)s?\b",
    r"\b(?:partner|external|outside|utility|power|energy|water|phone|telephone|hosting|maintenance|service|software"
    r"|forensics?|security|leasing|transport|staffing) "
    r"(?:company|firm|partner|operator|supplier|lab|agency|vendor|contractor|technicians?)\b",
    r"\b(?:external|outside|vendor|hosting|cloud) (?:support|engineers?|desk|team|technicians?|operator|host)\b",
    r"\b(?:payment|card|payroll|transaction) processors?\b",
    r"\b(?:card|payment) schemes?\b|\b(?:software|clearing|publishing) house\b|\b(?:\w+ )?firm\b|\bsaas\b",
    r"\b(?:acquiring|partner|correspondent|sponsor) bank\b",
    r"\b(?:grid|network|data cent(?:re|er)|infrastructure|terminal) operators?\b",
    r"\bpartners?\b(?! (?:team|role))",
)
_GENERIC: Final = frozenset(
    {
        "company",
        "contractor",
        "contractors",
        "external",
        "firm",
        "party",
        "partner",
        "partners",
        "provider",
        "providers",
    }
    | {
        "supplier",
        "suppliers",
        "third",
        "vendor",
        "vendors",
        "support",
        "says",
        "waiting",
        "wait",
        "call",
        "ask",
    }
)
"""Words for a third party that do not say which one."""
_OUTSIDE: Final = any_of(
    r"\bwe know nobody there\b|\brefuses? (?:our|us|to take our)\b|\bno contract with\b|\bonly they can\b",
    r"\btheir (?:hot ?line|support|form|portal|night shift|engineers?|technicians?|director|office|on-?call|side)\b",
    r"\bthey (?:close|open) (?:at|in)\b|\bthey (?:want|say|need) until\b",
)
"""Words that speak of somebody outside without a name for them."""
_CLOSED: Final = re.compile(r"\b(?:is|are) (?:closed|asleep)\b", re.IGNORECASE)
_AWAITED: Final = any_of(
    r"\bwait\w*|\bawait\w*|\bhot ?line\b|\bcall(?:s|ed|ing)?[- ]?back\b|\bon hold\b|\bqueue\b",
    r"\b(?:case|ticket|sla|contract|response time|technician)\b|\brefus\w+|\bconfirm\w*",
    r"\b(?:business|working) (?:days?|hours)\b|\bonly (?:they|he|she|their|the \w+(?: \w+)?) can\b",
    r"\b(?:won't|will not|has not|hasn't|have not|haven't|does not|doesn't|did not|didn't|cannot say|can't say)\b",
    r"\b(?:to|must|has to|have to) (?:release|unlock|fix|restore|repair|reset|answer|reply|respond|act|move|send|ship"
    r"|replace|switch|open|close|renew|block|escalate)\b",
    r"\b(?:answer|reply|response|word|news|engineer|statement|go) from\b|\bsays nothing\b|\bby e-?mail only\b",
)
_UNREACHED_PERSON: Final = any_of(
    r"\bpick(?:s|ed|ing)?[- ]?up\b|\bvoice ?mail\b|\banswering machine\b",
    r"\bring(?:s|ing)? (?:out|and ring\w*|through)\b|\b(?:desk|line|phone) (?:is|stays|remains) silent\b",
    r"\b(?:busy|engaged) (?:tone|signal)\b|\bline (?:is|was) (?:busy|engaged|dead)\b",
    r"\b(?:nobody|no one) (?:in|at|from|of) (?:\w+ ){1,4}?(?:answers?|answered|replies|responds?|picks? up)\b",
    r"\b(?:cannot|can't|could not|couldn't) raise\b",
    r"\b(?:nobody|no one|none of them) (?:answers?|answered|replies|replied|responds?|responded|reacts?|reacted)\b",
    r"\b(?:call|page|message|mail)s? (?:\w+ ){0,3}(?:unanswered|not answered|not returned)\b",
    r"\breturn\w* (?:my|our|the) calls?\b|\bget (?:hold of|through to)\b",
)
_UNREACHED: Final = any_of(
    r"\bunreachable\b|\bnot (?:reachable|reached|answering|responding|reacting|replying)\b",
    r"\b(?:no|not an?|without|any) (?:answer|reply|response|reaction)\b",
    r"\b(?:do|does|did|is|are|has|have|had)(?: not|n't) (?:answer|repl|respond|react|return|call|been reach)\w*",
    r"\b(?:cannot|can not|can't|could not|couldn't|unable to) (?:be )?(?:reach|contact|get hold)\w*",
)
_SYSTEM: Final = any_of(
    r"\b(?:vpn|console|portal|servers?|systems?|hosts?|database|dashboard|api|gateway|cluster|storage|switch|router"
    r"|website|application|app|tool|chat|bridge|interface|environment|bastion|repository|drive|share|feed)\b"
)
_PERSON: Final = any_of(
    r"\b(?:on-?call|duty|manager|officer|director|rota|leader|lead|engineer|dba|specialist|advis[eo]r|counsel|lawyer)\b",
    r"\b(?:colleague|shift|nurse|doctor|physician|surgeon|consultant|controller|dispatcher|supervisor|head of)\b",
    r"\b(?:he|she|they|him|her|them|nobody|no one|anyone|anybody|person|people|phone|mobile|pager|desk|team|board)\b",
    r"\b(?:executive|legal|press office)\b",
)
_ADDRESS_WRONG: Final = any_of(
    r"\bcontact (?:card|list|sheet|details?|entry|data|book|file)\b",
    r"\b(?:call|phone|telephone) (?:list|sheet|tree|book)\b",
    r"\brota (?:entry|sheet|is (?:old|wrong|out)|shows? last)",
    r"\b(?:phone|telephone|pager|line|number|extension)\b.{0,50}\b(?:goes to|rings at|is (?:somebody|someone)|: ?dead)",
    r"\b(?:phone|telephone|mobile|cell|pager|direct|extension|hot ?line|dial-?in|landline|duty) ?(?:phone )?numbers?\b",
    r"\bnumbers?\b.{0,60}\b(?:dead|wrong|disconnected|out of service|in service|no longer|invalid|unassigned"
    r"|reassigned|belongs|changed|obsolete|outdated|old|unobtainable|not exist|not work\w*|empty|blank)\b",
    r"\b(?:wrong|dead|old|outdated|former|missing) (?:phone |telephone |mobile |e?-?mail )?"
    r"(?:number|contact|extension|e?-?mail address)\b",
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
    r"\b(?:approval|approve[srd]?|approving)\b(?! (?:tool|system|workflow|form|queue))",
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
)
_OTHER_WORK: Final = any_of(
    r"\bwait\w* (?:for|on|until) (?:the |a |an |our |my |its )?(?:\w+ )?(?:restore|backup|copy|job|script|build|scan"
    r"|import|export|results?|sync|resync|rebuild|reboot|restart|download|upload|transfer|next|other|step|test|index)",
    r"\bstill (?:running|working|going on|restoring|syncing|copying)\b|\bin progress\b|\bnot (?:yet )?finished\b",
    r"\bneeds? another\b",
    r"^(?:the |a |any )?(?:root )?(?:cause|scope|confirmation|results?|answers?|input|word|figures|update|facts"
    r"|information|details)\b",
)


def third_party(contact: Contact) -> bool:
    """Whether a contact is outside the organisation: the plan says so, or its title does and it fills no role."""
    return contact.external or (contact.role is None and _THIRD.search(plain(contact.title)) is not None)


def supplier_word(text: str) -> str | None:
    """The word by which a text names a third party, as it stands there; None where it names none."""
    found = _THIRD.search(plain(text))
    return found[0] if found else None


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
    known_outside = contact is not None and third_party(contact)
    outside = known_outside or any(pattern.search(said) for pattern in (_THIRD, _OUTSIDE, _CLOSED))
    if _ADDRESS_WRONG.search(said):
        return Missing.SUPPLIER if outside and contact is None else Missing.CONTACT
    if outside and _is_supplier(script, said, contact):
        return Missing.SUPPLIER
    if _AUTHORITY.search(said) or WHO.search(said):
        return Missing.AUTHORITY
    if _is_contact(script, said, contact):
        return Missing.CONTACT
    if _OTHER_WORK.search(said) and not _ACCESS.search(said):
        return Missing.TIME
    return Missing.MEANS


def _of_the_plan(script: Script, said: str) -> Missing | None:
    """The classes in which the plan or the exercise itself is lacking."""
    if _OF_THE_EXERCISE.search(said):
        return Missing.EXERCISE
    if contradiction(script, said) or _UNCLEAR.search(said):
        return Missing.INSTRUCTION
    if _NO_PROCEDURE.search(said):
        return Missing.PROCEDURE
    return Missing.DOCUMENT if _is_document(said) else None


def _is_document(said: str) -> bool:
    """Whether it is the plan, runbook or wiki that is not to hand, or not the one that holds."""
    if _DOCUMENT_ALONE.search(said):
        return True
    sought = next((p for p in (_DOCUMENT_GONE, _DOCUMENT_SOUGHT, _DOCUMENT_PART) if p.search(said)), None)
    return sought is not None and not _DOCUMENT_ASKS.search(said)


def contact_meant(script: Script, text: str, step: Step | None = None) -> Contact | None:
    """The contact that words are about: the one that they name, or else the one that the step needs.

    "The hosting provider" is not the payment provider that the plan knows; "the vendor" is the only one that it knows.
    """
    said = plain(text)
    named, word = mentions.contact_named(script, said), _THIRD.search(said)
    if word is None:
        return named or needed_contact(script, step)
    before = re.search(r"([a-z]+)(?:'s)? $", said[: word.start()].casefold())
    which = mentions.words(f"{before[1] if before else ''} {word[0]}")
    kind = tuple(part for part in which if part not in _GENERIC)
    if (
        named is not None
        and third_party(named)
        and kind
        and not mentions.shared(kind, mentions.words(named.title))
    ):
        named = None
    outside = [contact for contact in script.plan.contacts if third_party(contact)]
    sole = (
        outside[0] if len(outside) == 1 and (not kind or not _THIRD.search(plain(outside[0].title))) else None
    )
    return named or needed_contact(script, step) or sole


def needed_contact(script: Script, step: Step | None) -> Contact | None:
    """The one contact that a step needs or pages; None where there is none, or several."""
    if step is None:
        return None
    wanted = {*step.needs.contacts, *(evidence.contact for evidence in step.shown_by if evidence.contact)}
    found = [contact for contact in script.plan.contacts if contact.id in wanted]
    return found[0] if len(found) == 1 else None


def _is_supplier(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether a third party is what is missing, and not access to something of its own, nor somebody's word on it."""
    word = _THIRD.search(said)
    waited = any(pattern.search(said) for pattern in (_AWAITED, _UNREACHED, _UNREACHED_PERSON))
    if word is None:
        # Only the contact says that it is outside: the words must name it, or be about reaching it.
        named = contact is not None and mentions.contact_named(script, said) == contact
        if _OUTSIDE.search(said) or (_CLOSED.search(said) and not _ACCESS.search(said)):
            return True
        return waited or (named and not _ACCESS.search(said) and not mentions.tools_named(script, said))
    for other in (_AUTHORITY.search(said) or WHO.search(said), _ACCESS.search(said)):
        if other is not None and other.start() < word.start():
            return _from_them(said, word)
    if _ACCESS.search(said) and not waited:
        return False
    return waited or not mentions.tools_named(script, said)


def _from_them(said: str, word: re.Match[str]) -> bool:
    """Whether it is the third party from whom something is waited for."""
    before = said[: word.start()]
    return (
        re.search(r"\b(?:from|by|wait\w* (?:for|on)) (?:the |our |their |a )?(?:\w+ )?$", before) is not None
    )


def _is_contact(script: Script, said: str, contact: Contact | None) -> bool:
    """Whether somebody cannot be reached; a system that does not answer is a means."""
    if _UNREACHED_PERSON.search(said):
        return True
    if not _UNREACHED.search(said) or mentions.tools_named(script, said) or _SYSTEM.search(said):
        return False
    return (
        contact is not None
        or mentions.role_named(script.plan, said) is not None
        or bool(_PERSON.search(said))
    )
