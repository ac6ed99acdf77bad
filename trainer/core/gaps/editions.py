"""What people say of the plan as a document: that it is not to hand, that it is an old one, which of two holds.

Versions of other things, software above all, are named in the same words; they are told apart by what they belong to.
"""

from __future__ import annotations

import re
from typing import Final

from trainer.core.gaps import mentions
from trainer.core.gaps.mentions import any_of
from trainer.core.plan import Plan
from trainer.core.script import Script

DOC: Final = (
    r"(?:runbooks?|playbooks?|wiki|handbook|(?:operations |response )?manual(?! (?:valve|pump|override|work|entry"
    r"|mode|switch|brake|process|re?start|check|count))|checklists?|documentation|procedures?|(?:the|our|this"
    r"|incident|response|emergency|continuity|printed|paper) (?:response |incident |emergency )?plan)"
)
"""Words for the plan as a document."""

# Not to hand ----------------------------------------------------------------------------------------------------------

_GONE: Final = (
    r"(?:down|unreachable|offline|unavailable|inaccessible|locked|gone|missing|lost|old|outdated|out[- ]of[- ]date"
    r"|stale|superseded|obsolete|behind|hosted on|tim(?:es|ed|ing) out|(?:from|of) last year|not (?:reachable"
    r"|available|accessible|loading|opening|there|found|here|(?:the )?current)|(?:no longer|n't|not) (?:open|load"
    r"|be (?:opened|reached|found|accessed|loaded))\w*|(?:an? )?(?:old|older|previous|wrong|earlier"
    r"|different) (?:version|copy|edition|issue)|(?:\w+ )?versions? (?:old|behind)|version \S+ (?:and|but|while"
    r"|instead))"
)
_NOT_TO_HAND: Final = (
    r"(?:(?:can ?not|can't|could ?n't|could not|unable to|no way to|nobody can|no one can"
    r"|failed to) (?:\w+ )?(?:open|reach|find|load|get (?:to|at|into)|access|read|see)|no (?:access to|copy of)"
    r"|without|access to|way to|missing:?|lost|(?:an? )?(?:old|outdated|wrong|previous|superseded) (?:version|copy"
    r"|edition|printout) of)"
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
    rf"\b(?:copy|printout|pages?|link|folder)\b.{{0,30}}\b(?:of|to|with|in) (?:my copy of )?(?:the "
    rf"|our )?(?:printed )?{DOC}",
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

# An old one -----------------------------------------------------------------------------------------------------------

_MANUAL: Final = (
    r"(?:runbooks?|playbooks?|handbooks?|(?:operations |response )?manuals?(?! (?:valve|pump|override|work|entry"
    r"|mode|switch|brake|process))|checklists?|procedures?|(?:incident|response|emergency|continuity|printed|paper"
    r"|laminated) (?:sheets?|cards?|plans?|guides?|instructions?)|(?:the|our|this|my|your|that) plan(?! (?:to|is to"
    r"|for)\b)|plan(?=[ ,]+(?:version|revision|edition|issue)\b))(?!'s )"
)
"""The plan by the words for it; what it contains, and an intention, aside."""
_PAPER: Final = r"(?:sheet|card|page|binder|folder|guide|leaflet|poster|booklet|print-?out|print|copy)s?"
_SHORT: Final = r"(?:runbook|playbook|handbook|manual|checklist|procedure)"
_PLACE: Final = (
    r"(?:on|at|in|by) (?:the |my |our )?(?:wall|door|desk|shelf|board|drawer|binder|folder|car|van|counter|\w+ room"
    r"|room|office|cab)"
)
_EDITION: Final = r"(?:versions?|editions?|revisions?|issues?|rev\.?|printouts?|print-?outs?|prints|drafts?)"
_SHEETS: Final = frozenset(
    {"sheet", "card", "page", "guide", "book", "folder", "file", "leaflet", "poster", "binder", "instruction"}
    | {"instructions", "orders", "protocol", "rules", "manual", "handbook", "part"}
)
"""What a plan may call itself in its title."""
_THINGS: Final = any_of(
    r"\b(?:deploy\w*|release\w*|firmware|apps?|servers?|hosts?|database|images?|drivers?|library|client|packages?"
    r"|builds?|replica\w*|tills|registry|backups?|rolled|roll(?:ing)? (?:back|out)|ledger|certificates?|kernel"
    r"|browser|software|patch\w*|schema|config\w*|dashboard|patients?|rota|roster|schedule|timetable|contract|map"
    r"|data)\b"
)
"""Things that have versions and dates of their own."""
_NAMED: Final = re.compile(
    r"\b(?:version|edition|revision|issue|rev\.?) (?:v|no\.? ?|number )?(\d+(?:[.-]\d+)*|[A-Z]|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve)\b|\bv(\d+(?:\.\d+)*)\b",
    re.IGNORECASE,
)
_OF: Final = re.compile(r" of (?:the |our |your |this )?((?:\w+ )?\w+)", re.IGNORECASE)
_MINE: Final = re.compile(
    rf"\b(?:mine|yours|ours|theirs|my (?:\w+ )?{_PAPER}|i (?:work|read|go|act) (?:from|by"
    rf"|after))\b[^.;?]{{0,30}}?\b(?:{_EDITION}|v\d+)\b",
    re.IGNORECASE,
)
_PRINTED: Final = rf"(?:{_MANUAL}|(?:laminated|printed|paper) {_PAPER}|the one {_PLACE}|{_PAPER} {_PLACE})"
_AGE: Final = (
    r"(?:(?:from|dated|printed (?:in|on)|issued in|is|was) (?:\w+ ){0,2}?(?P<year>(?:19|20)\d\d)\b|(?:last"
    r"|previous) (?:year|spring|summer|autumn|winter)|(?:\w+|\d+) years? (?:ago|old)|\bthe (?:19|20)\d\d (?:one"
    r"|issue|edition|version|copy|print)|\bthe (?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december|spring|summer|autumn|winter|last|previous) (?:issue|edition|version|copy|print))"
)
_DATED: Final = re.compile(rf"\b{_PRINTED}\b(?P<between>[^.;?]{{0,40}}?)\b{_AGE}", re.IGNORECASE)
_BEHIND: Final = any_of(
    r"\b(?:same|different|other|older|newer|old|wrong|current|latest) edition\b(?! of the (?:paper|newspaper|book))",
    rf"\btwo (?:\w+ )?editions\b(?: of (?:the |our )?(?:{_MANUAL}|{_PAPER}))?(?! of)",
    rf"\b(?:{_PRINTED}|mine|my (?:\w+ )?(?:{_PAPER}|{_SHORT}))\b[^.;?]{{0,30}}\b(?:has no|lacks|ends at"
    rf"|stops at) (?:\w+ )?\S*\d"
    r"[^.;?]{0,30}\b(?:yours|your|the other)\b",
    rf"\blast year's (?:\w+ )?(?:{_SHORT}|plan)\b",
    rf"\b{_PRINTED}\b[^.;?]{{0,30}}\bis (?:the|an?) (?:old|older|outdated|wrong|previous) (?:one|version|copy"
    rf"|edition)\b",
    rf"\b(?:{_PRINTED}|copy of the (?:\w+ )?(?:{_PAPER}|{_SHORT})|mine)\b[^.;?]{{0,20}}\b(?:predates"
    rf"|is from before)\b",
    rf"\b(?:{_PRINTED}|mine)\b[^.;?]{{0,40}}?\bstill (?:names?|lists?|shows?|has|says?|speaks? of|mentions?|gives?"
    rf"|carries)\b"
    r"[^.;?]{0,40}\b(?:old|former|previous|closed|last year|that we|we (?:left|closed|sold|scrapped)|no longer)\b",
    rf"\b{_MANUAL}\b[^.;?]{{0,40}}\bis (?:only |just )?an? draft\b",
    rf"\b(?:{_MANUAL}|{_PAPER})\b[^.;?]{{0,30}}\b(?:newer|older|different) than (?:mine|yours|ours|the one"
    rf"|the printed)\b",
    rf"\b(?:two|different|several|other|old|older|outdated|previous|superseded|wrong) (?:\w+ )?(?:versions?"
    rf"|editions?|copy|copies|issues?|revisions?|printouts?) of (?:the |our |this )?(?:\w+ ){{0,2}}?(?:{_MANUAL}"
    rf"|plan)\b",
    rf"\bwhich of (?:the|these|those|our) (?:two|three) (?:handbooks|runbooks|playbooks|manuals|checklists|editions"
    rf"|print-?outs|(?:versions|copies|prints) of (?:the |our )?(?:\w+ )?(?:{_MANUAL}|plan))\b",
    rf"\b(?:we|they|you|i)\b(?: all| both)? (?:read|work|act|go)\b (?:from|by) (?:the |an? )?(?:same|different|other"
    rf"|another|old) {_EDITION}\b(?! of (?:the |our )?(?!plan|runbook|playbook|handbook|manual|checklist"
    rf"|procedure)\w)",
)
"""Words that put the document behind what holds, or two of them side by side."""
_WHICH_VERSION: Final = any_of(
    rf"\b(?:which|whose) {_SHORT} is (?:newer|older|current|valid|the (?:current|right|newer|older) one)\b",
    rf"\bis (?:this|that|mine|it) the (?:current|latest|valid|newest) (?:{_SHORT}|sheet|binder|guide|print-?out)\b",
    rf"\b(?:has any(?:one|body)|does any(?:one|body) have|who has|where is) the (?:current|latest|newest"
    rf"|up[- ]to[- ]date) {_SHORT}\b",
    rf"\b(?:which|what|whose) (?:version|edition|copy|print-?out) of (?:the |our |this )?(?:\w+ )?{DOC}",
    r"\b(?:which|what|whose) (?:edition|print-?out)\b(?! of\b)",
    r"\b(?:which|what|whose) (?:version|copy)\b(?: \w+)? (?:do|should|must) (?:we|i|you) (?:use|work|read|go"
    r"|follow)\b",
    r"\b(?:which|what|whose) (?:version|copy)\b(?: \w+)? (?:(?:holds|counts)(?= *(?:[?,.;]|$|here|now))"
    r"|is (?:in force|valid|the current one|current))\b",
    rf"\bwhere (?:is|are|do (?:i|we) find) (?:the |our )?{DOC}",
    rf"\b(?:is|are) (?:this|that|these|my|our|the) (?:\w+ )?(?:{DOC}|(?:printed |paper )?copy of (?:the |our )?{DOC}"
    rf"|printout|plan)(?! (?:to|for)\b)"
    r"\b.{0,40}\b(?:current|latest|valid|old|newest|up to date|the one that (?:holds|counts|applies|is in force)"
    r"|in force)\b",
)


def asks_for_document(script: Script, said: str) -> bool:
    """Whether words ask where the plan is, or which version of it holds."""
    return _WHICH_VERSION.search(said) is not None or old_edition(script.plan, said)


def old_edition(plan: Plan, said: str) -> bool:
    """Whether words say that a copy of the plan is not the one in force, or that there are two that differ."""
    found = _BEHIND.search(said)
    if found is not None or _other_number(plan, said):
        return True
    dated = _DATED.search(said) or _dated_sheet(plan, said)
    if dated is None or _THINGS.search(dated["between"]):
        return False
    reviewed = plan.last_reviewed
    return dated["year"] is None or reviewed is None or dated["year"] != str(reviewed.year)


def _dated_sheet(plan: Plan, said: str) -> re.Match[str] | None:
    """A date of the document by what the plan calls itself in its title."""
    own = "|".join(sorted(set(mentions.words(plan.title)) & _SHEETS))
    return (
        re.search(rf"\b(?:{own})\b(?P<between>[^.;?]{{0,40}}?)\b{_AGE}", said, re.IGNORECASE) if own else None
    )


def _other_number(plan: Plan, said: str) -> bool:
    """Whether words name a version of the document that is not the one in force."""
    current = plan.version.removeprefix("v").casefold()
    own = re.compile(rf"\b(?:{_MANUAL}|plan|{_own_name(plan)})\b", re.IGNORECASE)
    named = [number for number in _NAMED.finditer(said) if _may_be(said, number, current, own)]
    if not named:
        return False
    if _MINE.search(said):
        return _THINGS.search(said) is None
    if any(_near(said, word, number) for word in own.finditer(said) for number in named):
        return True
    both = re.search(rf"(?<![\w.]){re.escape(current)}(?![\w]|\.\d)", said.casefold()) is not None
    placed = re.search(rf"\b{_PLACE}\b", said, re.IGNORECASE) is not None
    return both and placed and _THINGS.search(said) is None


def _may_be(said: str, number: re.Match[str], current: str, own: re.Pattern[str]) -> bool:
    """Whether a number may be another version of the document, and is not said to be one of something else."""
    of = _OF.match(said, number.end())
    other = of is not None and not own.search(of[1]) and not re.match(r"\d|two\b|last\b|an?\b", of[1])
    return (number[1] or number[2]).casefold() not in _spellings(current) and not other


def _own_name(plan: Plan) -> str:
    """What the plan calls itself in its title, as a pattern."""
    return "|".join((*sorted(set(mentions.words(plan.title)) & _SHEETS), r"print-?out"))


def _spellings(version: str) -> frozenset[str]:
    """How the version in force may be written: `7` for `7.0`."""
    return frozenset({version, version.removesuffix(".0")})


def _near(said: str, word: re.Match[str], number: re.Match[str]) -> bool:
    """Whether a number belongs to a word for the document: close to it in one sentence, with no other thing between."""
    between = said[min(word.end(), number.end()) : max(word.start(), number.start())]
    return len(between) <= 40 and not re.search(r"[.;?!] ", between) and _THINGS.search(between) is None


def no_procedure(said: str) -> bool:
    """Whether words say that the plan has nothing for a case."""
    return _NO_PROCEDURE.search(said) is not None


def _is_called(script: Script, head: str) -> bool:
    """Whether the thing that is missing is what the plan calls itself: "the live watch plan"."""
    named = re.fullmatch(
        r"(?:the |our |any )?((?:[\w-]+ ){0,3})(?:plan|book|sheet|guide|rules|folder|binder|page)", head, re.I
    )
    own = set(mentions.words(script.plan.title))
    return named is not None and bool(own & set(mentions.words(named[1])))


def document_lacking(script: Script, said: str) -> bool:
    """Whether it is the plan, runbook or wiki that is not to hand, or not the one that holds."""
    head = re.split(r"\s*[:;,]\s|\s-\s", said, maxsplit=1)[0]
    if _DOCUMENT_ALONE.search(said) or _DOCUMENT_ALONE.search(head) or _is_called(script, head):
        return True
    sought = next((p for p in (_DOCUMENT_GONE, _DOCUMENT_SOUGHT, _DOCUMENT_PART) if p.search(said)), None)
    if sought is not None and not _DOCUMENT_ASKS.search(said):
        return True
    return asks_for_document(script, said)
