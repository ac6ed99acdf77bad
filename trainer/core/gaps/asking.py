"""What a question is about: the meaning of what the plan says, who decides, whether there is a step, or the facts.

A question asks for facts unless its words say otherwise: most questions in a drill are about what is happening, and
none of those is a gap in the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.editions import asks_for_document
from trainer.core.gaps.mentions import any_of, plain
from trainer.core.gaps.once import once
from trainer.core.script import Script


class Topic(StrEnum):
    """What a question is about."""

    INSTRUCTION = "the meaning of what the plan says"
    SEVERITY = "which severity something is"
    AUTHORITY = "who decides or owns it"
    PROCEDURE = "whether the plan has anything on it"
    DOCUMENT = "where the plan is, or which version holds"
    FACT = "what is happening"


_PLAN: Final = r"(?:plan|procedure|runbook|playbook|checklist|handbook|policy)"
_PASSAGE: Final = (
    r"(?:clause|section|paragraph|step|rule|sentence|instruction|requirement|bullet|annex|appendix|heading|footnote"
    r"|small print|table|(?:first|last|front) page|page (?:\d+|one|two|three|four|five|six))"
)
_SAYS: Final = r"(?:says?|said|reads?|asks?|demands?|wants?|requires?|gives?|tells?|has|have|names?|sets?)"

# Who decides ----------------------------------------------------------------------------------------------------------

WHO: Final = any_of(
    r"\bwho\b.{0,40}\b(?:decid\w*|owns?|approv\w*|authori[sz]\w*|signs?(?: it| this)? off|in charge|in command)\b",
    r"\bwho\b.{0,40}\b(?:responsible|leads?|leading|may|allowed|supposed|accountable|entitled)\b",
    r"\bwho (?:has|gets) the (?:last|final) (?:word|say)\b|\bwho (?:should|is to|has to) ",
    r"\b(?:whose|which role's) (?:call|decision|job|task|responsibility|turn)\b",
    r"\b(?:is (?:it|that|this)) (?:mine|yours|my (?:call|decision|job|task))\b|\bam i allowed to decide\b",
    r"\b(?:nobody knows|unclear|not clear) (?:who|whose)\b",
)

# Whether the plan has something, and which plan -----------------------------------------------------------------------

_SEEKS_PROCEDURE: Final = any_of(
    rf"\bwhat does (?:the|our) {_PLAN} (?:say|tell)|\bwhere (?:is it|does it say|in the {_PLAN})\b",
    rf"\b(?:is there|do we have|have we got)\b.{{0,60}}\b(?:{_PLAN}|step|clause|template|anything|something)\b",
    rf"\bdoes (?:the|our) {_PLAN}\b.{{0,20}}\b(?:have|cover|know|mention)\b",
    r"\b(?:no|which|what) (?:procedure|step|clause|runbook|playbook)\b",
)

# What the plan means --------------------------------------------------------------------------------------------------

_EVENT: Final = (
    r"(?:(?:the |our |its |your )?(?:start|beginning|end|moment|time)(?: of|'s)? )?(?:the |an? |our )?(?:first "
    r"|initial )?(?:\w+'s start|call|alert|alarm|page|declar\w+|acknowledg\w+|impact|outage|classif\w+|detection"
    r"|report|notice|noticing|awareness|confirmation|containment|handover|ticket|update|post)"
)
_CLOCK: Final = re.compile(
    r"\b(?:is it|is that|does|do|are we|from|since|starts?|runs?|counts?|counted|counting)\b.{0,60}"
    rf"\b{_EVENT}\b[^.?!]{{0,40}}\bor\b (?:from |with |at |since |only |when |once |after )*{_EVENT}\b",
    re.IGNORECASE,
)
"""Two events of an incident, one of which starts a clock."""
_NOT_A_CLOCK: Final = any_of(r"\b(?:came|come|comes|was) first\b", r"\bcaused?\b", r"\bbecause\b", r"\bwho\b")
_DEFINES: Final = any_of(
    r"\bwhat (?:exactly |precisely |actually )?(?:counts|qualifies|is (?:meant|considered|regarded|deemed))\b",
    r"\bwhat (?:exactly |precisely |actually )?(?:do|should) we (?:count|treat|regard|see) as\b",
    r"\bwhat (?:exactly |precisely |actually )?does .{1,60}\bcount as\b",
    r"\bwhen (?:exactly )?(?:is|are|does|do) .{1,60}\b(?:counts? as|counted as|considered|deemed|regarded as)\b",
)
_MEANS: Final = any_of(
    r"\b(?:does|do|would|is|are) .{1,60}\b(?:counts? as|considered|deemed|regarded as|qualify as)\b",
    r"\bmean(?:s|t|ing)?\b",
    r"\binterpret\w*",
    r"\bambiguous\b",
    r"\b(?:two|both) ways\b|\bas in\b|\b(?:which|what) sense\b|\bhow to (?:read|understand|take)\b",
    r"\b(?:read|reads|reading|understand|understands|took|takes) .{1,60}\bas\b",
    r"\b(?:un|not )clear (?:what|whether|which|if|from|how|when)\b",
    r"\bhow (?:do|should|am|are|must) (?:we|i|you)(?: to| supposed to)? (?:read|understand|take)\b",
    r"\b(?:does|do|is|are|would|should)\b.{1,80}\b(?:includ\w+|refer(?:s|red)? to|appl(?:y|ies) to)\b",
)
_FALLS_UNDER: Final = any_of(
    r"\b(?:does|do|would|will|is|are) .{1,60}\bcount(?:ed)?(?: too| as well| here| or not| under .{1,20})?\s*[?.,]",
    r"\b(?:read|take|taken|understand|understood|meant) .{0,20}\b(?:either|two|both|more than one|different) ways?\b",
    r"\bin the sense of\b|\b(?:falls?|comes?) under\b(?! (?:pressure|attack|fire|control))|\bbelongs? to\b",
    r"\bcovered by (?!some|any|you|me|us|who)|\bone of (?:them|those|these)\b|\bis .{1,40} one\s*\?",
    r"\bwould you (?:say that|call) .{1,40} an? \w+|\bnot sure (?:what|how)\b|\bleaves? (?:it )?open\b",
    r":\s*(?:also|even|just|only)\b[^.]{0,120}\?|\b(?:does|do) .{1,40}\bapply\b",
)
"""Words that ask whether a case falls under a passage that they cite."""
_CHOOSES: Final = any_of(
    r"\b(?:from|since|starting) (?:when|which|what)\b",
    r"\bwhen (?:does|do) .{0,50}\b(?:start|begin|count|run)\b",
    r"\b(?:clock|limit|deadline|minutes|hours?|time|period|interval)\b.{0,50}\b(?:start|run|count|begin|measured)",
    r"\bwhich (?:of both|one|is it|holds|applies|counts|is right|goes|wins)\b",
    r"\bwhich (?:value|number|figure|limit|interval|time|deadline|target|of them|should we|do we)\b",
    r"\bor is it\b",
    r"\bis (?:it|that) .{1,80}\bor\b",
    r"\b(?:before|after) .{1,60}\bor (?:before|after)\b",
    r"\bor (?:only|just|also|all|rather|already|even|any|every)\b",
)
_DOUBTS: Final = any_of(
    r"\bwhat (?:exactly|precisely|is|are) |\bwhat do(?:es)? (?!.{0,40}\bsay)",
    r"\bhow (?:long|many|soon|much|often|far)\b",
    r"\bpart of (?:that|it|this)\b",
    r"\bprecedence\b|\bwhich is it\b|\bby whose measure\b|\b(?:now what|what now)\b",
    r"\bboth\b.{0,60}\b(?:true|right|valid|hold|apply)\b",
    r"\bdo(?:es)?(?: not|n't) say (?:what|when|how|which|whether|who|where)\b",
    r"\bbefore or after\b",
)
"""Words of doubt about a passage that is cited."""
_STATUS: Final = any_of(
    r"\b(?:done|started|finished|ready|over|skip|skipped|repeat|on it|read out|complete[ds]?|closed|still)\b"
)
"""Words that ask how far the response is, not what the plan means."""
_WHICH_OF_TWO: Final = any_of(
    r"\bwhich of (?:the|these|those) two\b\s*(?:[?,;.-]|$)",
    r"\bwhich of (?:the|these|those) two (?:is it|is right|is correct|applies|holds|counts|wins|should|are we"
    r"|do we)\b",
    r"\bwhich (?:clause|section|paragraph|instruction|sentence|rule)\b.{0,40}\b(?:applies|holds|counts|wins|is right"
    r"|is valid|takes precedence|prevails|overrides|do we (?:follow|use|go by))\b.{0,40}\bor\b",
)
_CONFLICT: Final = any_of(
    r"\bcontradict\w*",
    r"\b(?:in )?conflict(?:s|ing)?\b(?! of interest)",
    r"\binconsisten\w+",
    r"\bdisagree\w*",
    r"\bat odds\b",
    r"\bclash\w*",
    r"\b(?:does|do)(?: not|n't) (?:match|agree|fit(?: together)?|line up)\b",
    r"\btwo different\b",
    r"\bdifferent (?:limit|time|number|value|figure|interval|deadline)s?\b",
)
_SAYS_BUT: Final = re.compile(
    rf"\b{_SAYS}\b[^?]{{1,160}}?(?:,|;|\bbut|\bwhile|\bwhereas|\band|\byet| -)[^?]{{1,120}}?\b(?:{_SAYS}|\d)",
    re.IGNORECASE,
)
_SAYS_TWICE: Final = re.compile(
    rf"\b{_PLAN} {_SAYS}\b.{{1,120}}\b(?:but|and then|then|while|whereas)\b.{{0,60}}\b{_SAYS}\b",
    re.IGNORECASE,
)
_CITED_SAYS: Final = re.compile(
    rf"(?<![\w.])(?:\w{{1,3}}\.?)?\d+(?:\.\d+)*[a-z]?(?: only)? {_SAYS}\b", re.IGNORECASE
)
_PASSAGE_NAMED: Final = any_of(
    rf"\b{_PASSAGE}s? \d|§",
    rf"\b(?:{_PLAN}|{_PASSAGE}|text|wording)s? (?:only |just )?(?:{_SAYS}|means?|meant|refers?|speaks?)\b",
    r"\bmean(?:s|t)? by\b",
    rf"\b(?:in|by|of) (?:the|our|this|that) (?:{_PLAN}|{_PASSAGE}|text)\b",
    rf"\bdo(?:es)? (?:the|this|that|our|both|these) (?:{_PASSAGE}|{_PLAN}|wording|target|cadence)s?\b",
    rf"\b(?:the|this|that) {_PASSAGE} (?:about|on|for|with)\b",
    r"\bwording\b",
    rf"\bas (?:the {_PLAN}|it is) (?:written|has it)\b",
    rf"\b(?:these|those|both|two) (?:{_PASSAGE}|{_PLAN})s\b",
)
"""Words that speak of a passage of the plan, or of what the plan says."""
_MUST: Final = re.compile(
    r"\bdoes (?:that|this|it) mean (?:that )?(?:we|i|the \w+) (?:must|have to|has to|(?:are|am|is) (?:supposed|meant"
    r"|expected) to)\b",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(
    r"\b(?:count(?:s|ed)? as|considered|deemed|regarded as|qualif\w+ as|is (?:this|it|that)|which|what)(?: still"
    r"| already| really| just)?(?: an?| the)? (?:sev\w*|severity|level|priority|critical|major|minor|p[1-5]\b"
    r"|s[1-5]\b)",
    re.IGNORECASE,
)


def own_words(facts: Facts, text: str) -> str:
    """What somebody wrote without the titles of messages that it names: what those ask is not what the role asks.

    A title of a single word is no name that is quoted: it may be any word.
    """
    titles = once(facts, _titles)
    return titles.sub(" ", plain(text)) if titles is not None else plain(text)


def _titles(facts: Facts) -> re.Pattern[str] | None:
    """What finds the titles of messages that had come, the longest first."""
    injects = (facts.script.injects[name] for name in facts.deliveries)
    titles = {plain(facts.script.filled(inject.title)) for inject in injects}
    quoted = sorted(
        (re.escape(title) for title in titles if " " in title), key=lambda title: (-len(title), title)
    )
    return re.compile("|".join(quoted), re.IGNORECASE) if quoted else None


def topic(facts: Facts, text: str) -> Topic:
    """What a question is about; a question without words of any other topic asks for facts."""
    known = once(facts, _topics)
    if text not in known:
        known[text] = _topic(facts, text)
    return known[text]


def _topics(_facts: Facts) -> dict[str, Topic]:
    """Texts whose topic was found already."""
    return {}


def _topic(facts: Facts, text: str) -> Topic:
    said = own_words(facts, text)
    if WHO.search(said):
        return Topic.AUTHORITY
    if asks_for_document(facts.script, said):
        return Topic.DOCUMENT
    if asks_meaning(facts.script, said, once(facts, _messages)):
        return Topic.INSTRUCTION
    if _LEVEL.search(said):
        return Topic.SEVERITY
    return Topic.PROCEDURE if _SEEKS_PROCEDURE.search(said) else Topic.FACT


def _messages(facts: Facts) -> tuple[str, ...]:
    """The texts of messages that had come."""
    return tuple(facts.script.filled(facts.script.injects[name].text) for name in facts.deliveries)


def asks_meaning(script: Script, said: str, told: Iterable[str] = ()) -> bool:
    """Whether words ask what the plan means by something, or point out that it contradicts itself.

    `told` are the messages that had come: words that the plan shares with them speak of the story.
    """
    heard = tuple(told)
    if contradiction(script, said) or _WHICH_OF_TWO.search(said) or _SAYS_TWICE.search(said):
        return True
    if _LEVEL.search(said):
        return False
    if _MUST.search(said) or (_CLOCK.search(said) and not _NOT_A_CLOCK.search(said)):
        return True
    if mentions.quotes(script, said, heard):
        return True
    if _DEFINES.search(said) and (_of_the_plan(script, said) or mentions.defines(script, said)):
        return True
    if _MEANS.search(said) and (_of_the_plan(script, said) or mentions.repeats(script, said, heard)):
        return True
    return _doubts(script, said)


def _doubts(script: Script, said: str) -> bool:
    """Whether words doubt a passage that they cite, or put two readings of it side by side."""
    if _STATUS.search(said):
        return False
    if (_CHOOSES.search(said) or _FALLS_UNDER.search(said)) and _of_the_plan(script, said):
        return True
    cited = mentions.clauses_spelt(script, said) or _PASSAGE_NAMED.search(said)
    return bool(cited) and any(pattern.search(said) for pattern in (_DOUBTS, _MEANS))


def _of_the_plan(script: Script, said: str) -> bool:
    """Whether words speak of a passage of the plan: they say so, cite it, or name a figure of its own as a choice."""
    lettered = any(
        re.search("[a-z§]", clause, re.IGNORECASE) for clause in mentions.clauses_spelt(script, said)
    )
    if lettered or _PASSAGE_NAMED.search(said):
        return True
    figures = mentions.figures(said) & mentions.plan_figures(script)
    return bool(figures) and re.search(r"\bor\b", said, re.IGNORECASE) is not None


def contradiction(script: Script, said: str) -> bool:
    """Whether words say that two things in the plan do not agree."""
    cited = len(mentions.cited(script, said))
    if _CONFLICT.search(said) and (cited > 1 or _PASSAGE_NAMED.search(said)):
        return True
    if not _SAYS_BUT.search(said):
        return False
    if cited > 1 and _CITED_SAYS.search(said):
        return True
    figures = mentions.figures(said) & mentions.plan_figures(script)
    return len(figures) > 1 and _PASSAGE_NAMED.search(said) is not None
