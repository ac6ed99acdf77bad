"""Words for organisations that are not ours, and for waiting for somebody and not reaching them."""

from __future__ import annotations

import re
from typing import Final

from trainer.core.gaps.mentions import any_of

THIRD: Final = any_of(
    r"\b(?:third|3rd)[- ]part(?:y|ies)\b",
    r"\b(?<!identity )(?<!login )(?<!sign-on )providers?\b",
    r"\bidentity provider\b(?='s (?:support|desk|hot ?line|engineers?)|[^.;]{0,30}\b(?:ticket|case|back|on hold"
    r"|promis\w+|says?|said)\b)",
    r"\b(?:vendor|supplier|manufacturer|hoster)s?\b|\bcarriers?\b(?! (?:board|card|frame|signal|bag|bolt|oil|for))",
    r"\b(?:domain )?registrars?\b"
    r"|\b(?<!image )(?<!container )(?<!package )(?<!artifact )(?<!service )(?<!schema )(?:domain )?registr(?:y"
    r"|ies)\b",
    r"\b(?<!decision )(?<!decision-)makers?\b",
    r"\b(?:isp|telco|msp|telecoms?|(?:sub)?contractors?|resellers?|integrators?|outsourcers?|outsourced)\b",
    r"\b(?:acquirer|insurer|caterer|wholesaler|distributor|courier|haulier|landlord|upstream|clearing ?house"
    r"|co-?location|managed[- ]service)s?\b",
    r"\b(?:public |water |electric |gas )?utilit(?:y|ies)\b(?! (?:room|knife|script|tool|program|account|cart|truck))",
    r"\b(?!(?:the|our|this|my|whole|entire|parent|same|per|in|of|an?|all|left|leave|quit|no|every"
    r"|into) )[a-z]+ company\b",
    r"\b(?:partner|external|outside|utility|power|energy|water|phone|telephone|hosting|maintenance|service|software"
    r"|forensics?|security|leasing|transport|staffing|temp|insurance|cleaning|lift|tow|towing) (?:firm|partner"
    r"|operator|supplier|lab|agency|vendor|contractor|technicians?)\b",
    r"\b(?:data ?cent(?:re|er)|network|roaming|interconnect|payment|claims|delivery|cloud|technology|logistics|handling"
    r"|code[- ]?share|alliance|channel|service|platform|outsourcing|card|banking|trading) partners?\b",
    r"\b(?:external|outside|vendor|hosting|cloud) (?:support|engineers?|desk|team|technicians?|operator|host)\b",
    r"\b(?:code|web|cloud|file|dns|domain) hosts?\b|\b(?:reference|contract|commercial|outside|external|police"
    r"|crime) lab(?:orator(?:y|ies)|s)?\b",
    r"\b(?:payment|card|payroll|transaction) processors?\b|\b(?:stock|power|gas|futures|securities) exchange\b",
    r"\b(?:card|payment) schemes?\b|\b(?:software|clearing|publishing) house\b|\b(?:\w+ )?firm\b|\bsaas\b",
    r"\b(?:acquiring|partner|correspondent|sponsor|sending|receiving|issuing|beneficiary|counterparty) bank\b",
    r"\b(?:certificate|certification|airport|port|harbour|customs|rail|road) authority\b",
    r"\b(?:grid|(?:mobile |rail(?:way)? )?network|data cent(?:re|er)|infrastructure|terminal|mobile|cable|ferry|bus"
    r"|track|port|airport|gateway|pipeline|satellite) operators?\b",
    r"\b(?:track|building|line|property|network) owner\b",
    r"\b(?:the|our|their) (?:\w+ )?partners?\b(?! (?:team|role|for))",
)
"""Organisations outside by the words for them; words that are also a tool or a part carry what tells them apart."""
GENERIC: Final = frozenset(
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
OUTSIDE: Final = any_of(
    r"\bwe know nobody there\b|\brefuses? (?:our|us|to take our)\b|\bno contract with\b|\bonly they can\b",
    r"\btheir (?:hot ?line|support|form|portal|night shift|engineers?|technicians?|director|office|on-?call"
    r"|(?:own )?side|end|desk|fault desk|help ?desk|ticket|queue|account manager)\b",
    r"\bthey (?:close|open) (?:at|in)\b|\bthey (?:want|say|need) until\b",
    r"\bthey(?: would| will|'ll| have)? (?:promised? to |said they would )?(?:call|ring|phone)(?:ed)? (?:us "
    r"|me )?back\b",
    r"\b(?:somebody|someone|nobody|no one|anyone|they|people|desk|team|engineers?)\b[^.;]{0,20}\bover there\b",
    r"\bover there\b (?:only |just )?(?:may|says?|delivers?|answers?|wants?|has|can|will|takes?)\b",
)
"""Words that speak of somebody outside without a name for them."""
SERVICE: Final = any_of(
    r"operations?|support|priority|hotline|emergency|duty|account|abuse|control|service|help|helpdesk|customer"
    r"|security|network|night|business|technical|incident|fault|faults|office|data|desk|head|maker|second|first"
    r"|primary|public|central|local|regional|main|contact|line|team|manager|engineer|director|software|hardware"
    r"|water|power|fire|medical|access|system|systems|platform|cloud|card|payment|payments|media|press|police"
    r"|maintenance"
)
"""Words with a capital letter in the titles of contacts that are no names of firms."""
DESK_OF: Final = re.compile(
    r"\b(?!today|tonight|tomorrow|nobody|yesterday)(\w+)'s (?:\w+ )?(?:desk|hot ?line|support|night shift|abuse team"
    r"|helpdesk|control cent(?:re|er)|call cent(?:re|er)|technicians?|researchers|account manager)\b"
    r"|(?<=[a-z,;:] )(?!(?:IT|HR|Our|The)\b)([A-Z]\w+) (?:support|hot ?line|TAC)\b",
)
"""The desk of somebody: whose it is, by a word or by the name of a firm."""
BODY_SAYS: Final = re.compile(
    r"\b(?:the|our) ((?:\w+ ){0,2}\w+)(?<!monitoring)(?<!viewer)(?<!graph)(?<!screen)(?<!report)(?<!log)(?<!sensor)"
    r" (?:(?:cannot|can't|could not|will not|won't|refuses to) (?:say|promise"
    r"|tell (?:us|me) (?:when|whether|how long|if|before)|send us|lend us|reopen our|sell us|take our)\b"
    r"|promises (?:us |an? |no )|blames\b)",
    re.IGNORECASE,
)
"""Somebody who says, promises or refuses something, with the words for who it is."""
CLOSED: Final = re.compile(r"\b(?:is|are) (?:closed|asleep)\b", re.IGNORECASE)
PARTY_AWAITED: Final = any_of(
    r"\b(?:call|ring|phone)(?:s|ed|ing)?[- ](?:us |me )?back\b|\bcallback\b|\bon hold\b|\bhot ?line\b|\bthey (?:say"
    r"|said)\b",
    r"\bwait\w* (?:for|on) (?:them|an? (?:answer|reply|call)|the desk)\b|\b(?:answer|reply|word|news) from\b",
)
"""Words of waiting that can only be for people."""
AWAITED: Final = any_of(
    r"\bwait\w*|\bawait\w*|\bhot ?line\b|\bcall(?:s|ed|ing)?[- ]?back\b|\bon hold\b|\bqueue\b",
    r"\b(?:case|ticket|sla|contract|response time|technician)\b|\brefus\w+|\bconfirm\w*|\bpromis\w+",
    r"\b(?:business|working) (?:days?|hours)\b|\bonly (?:they|he|she|their|the \w+(?: \w+)?) can\b",
    r"\b(?:won't|will not|has not|hasn't|have not|haven't|does not|doesn't|did not|didn't|cannot say|can't say)\b",
    r"\b(?:to|must|has to|have to) (?:release|unlock|fix|restore|repair|reset|answer|reply|respond|act|move|send"
    r"|ship|replace|switch|open|close|renew|block|escalate)\b",
    r"\b(?:answer|reply|response|word|news|engineer|statement|go) from\b|\bsays nothing\b|\basks? (?:us )?for\b"
    r"|\bby e-?mail only\b",
    r"\b(?:until|before|not before|at) (?:tomorrow|(?:the |next )?(?:morning|noon|midnight|week|\w+day)|\d|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|\b(?:says?|said) (?:tomorrow|\w+day)\b",
    r"\b(?:takes?|needs?|wants?) (?:\w+ )?(?:hours|days|weeks)\b|\b(?:has|have|sends?) (?:nobody|no (?:one|crew"
    r"|people|staff|rights|mandate))\b",
)
THEIR_TOOL: Final = re.compile(
    r"(?:'s)? (?:\w+ )?(?:portal|console|vpn|tool|laptop|log-?in|token|software|app|account|website|terminal|badge"
    r"|screen|monitor|cable|flag|field)\b",
    re.IGNORECASE,
)
UNREACHED_PERSON: Final = any_of(
    r"\b(?:call|ring|phone)(?:s|ed|ing)?[- ](?:us |me )?back\b",
    r"\bpick(?:s|ed|ing)?[- ]?up\b|\bvoice ?mail\b|\banswering machine\b",
    r"\bring(?:s|ing)? (?:out|and ring\w*|through)\b|\b(?:desk|line|phone) (?:is|stays|remains) silent\b",
    r"\b(?:busy|engaged) (?:tone|signal)\b|\bline (?:is|was) (?:busy|engaged|dead)\b",
    r"\b(?:nobody|no one) (?:in|at|from|of) (?:\w+ ){1,4}?(?:answers?|answered|replies|responds?|picks? up)\b",
    r"\b(?:cannot|can't|could not|couldn't) raise\b",
    r"\b(?:nobody|no one|none of them) (?:answers?|answered|replies|replied|responds?|responded|reacts?|reacted)\b",
    r"\b(?:call|page|message|mail)s? (?:\w+ ){0,3}(?:unanswered|not answered|not returned)\b",
    r"\breturn\w* (?:my|our|the) calls?\b|\bget (?:hold of|through to)\b",
)
UNREACHED: Final = any_of(
    r"\bunreachable\b|\bnot (?:reachable|reached|answering|responding|reacting|replying)\b",
    r"\b(?:no|not an?|without|any) (?:answer|reply|response|reaction)\b",
    r"\b(?:do|does|did|is|are|has|have|had)(?: not|n't) (?:answer|repl|respond|react|return|call|been reach)\w*",
    r"\b(?:cannot|can not|can't|could not|couldn't|unable to) (?:be )?(?:reach|contact|get hold)\w*",
)
