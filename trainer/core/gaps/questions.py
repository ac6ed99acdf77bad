"""Questions about ownership: who decides, who is in command, whose work something is.

A question for facts is none of them: who is affected, who reported it, who else sees it, who should be called.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.talk import own_words


class Asks(StrEnum):
    """What a question about ownership asks for."""

    DECISION = "who decides"
    COMMAND = "who is in command"
    WORK = "whose work it is"
    DOER = "who does it"
    """the weakest: a gap only where the plan has the step and gives it to nobody"""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_DECISION: Final = _any(
    r"\bwho\b[^.?!]{0,40}\b(?:decides?|deciding|approves?|authori[sz]es?|signs? (?:this |it |that )?off)\b",
    r"\bwho\b[^.?!]{0,30}\bgives? (?:us |me )?the (?:go|ok|okay|green)",
    r"\bwho\b[^.?!]{0,30}\bhas the (?:final |last )?(?:say|word|authority|power|right)\b",
    r"\bwho (?:may|is allowed to|is entitled to) (?!be\b|have\b|see\b|know\b|read\b)\w+",
    r"\bwho\b[^.?!]{0,20}\b(?:can|must|has to|gets to|should|will) (?:order|agree|permit|say yes|call it)\b",
    r"\b(?:whose|which role's) (?:call|decision|say)\b",
    r"\b(?:is|isn't|is not) (?:it|this|that) (?:my|your|our|his|her|their) (?:call|decision)\b",
    r"\b(?:do|does|have|has) (?:i|we|you|anyone|anybody|somebody|someone) (?:have |got )?(?:the |any )?(?:authority|"
    r"mandate|final say)\b|\bam i allowed to decide\b",
)
_COMMAND: Final = _any(
    r"\bwho\b[^.?!]{0,25}\b(?:in charge(?! of)|in command|leads?|leading|has the lead|incident commander|"
    r"(?:running|runs) (?:this|the (?:call|incident|response|show)))\b",
)
_WORK: Final = _any(
    r"\bwhose (?:job|task|responsibility|turn|work)\b",
    r"\bwho\b[^.?!]{0,25}\b(?:responsible|accountable|owns?|supposed to|meant to|in charge of)\b",
    r"\bwho (?:should|has to|must|is to) (?!(?:i|we|be|know|have|see|notice|get|need|you)\b)\w+",
    r"\bis (?:it|this|that) (?:my|your|our|his|her|their) (?:job|task)\b",
)
_DOER: Final = _any(
    r"\bwho (?:will|takes|is going to) (?!(?:i|we|be|know|have|see|notice|get|need|you)\b)\w+",
    r"\bwho (?!(?:has|is|was|does|knows|sees|says|uses|needs|thinks|wants|works|reports|complains|notices|loses|pays|"
    r"sits|gets|else)\b)\w{3,}s\b",
)
_ALTERNATIVES: Final = re.compile(
    r"\b(?:me|you|us|them|we|they|i)\b,? or \b|\bor (?:me|you|us|them|we|they|i)\b", re.I
)


def asks(facts: Facts, text: str) -> Asks | None:
    """What a question about ownership asks for; None where it asks for something else."""
    said = own_words(facts, text)
    if _DECISION.search(said):
        return Asks.DECISION
    if _COMMAND.search(said):
        return Asks.COMMAND
    if _WORK.search(said):
        return Asks.WORK
    if _DOER.search(said):
        return Asks.WORK if _ALTERNATIVES.search(said) else Asks.DOER
    return None
