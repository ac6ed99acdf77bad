"""Which parts of the plan people mention in their own words: tools, contacts, steps, clauses, figures.

People do not quote. They shorten titles, bend words and swap numbers for names; a mention is taken only where enough
of the words that tell one part from another are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeVar

from trainer.core.gaps.once import once
from trainer.core.plan import Contact, Plan, Step, Tool
from trainer.core.script import Script
from trainer.core.time import DAY, HOUR, MINUTE, SECOND, Micros

_KEPT: Final = 10_000
"""Texts are looked at by several detectors; so many are kept as they were read."""
_BEGINNING: Final = 4
"""So many letters at least are the same in two forms of one word."""
_Part = TypeVar("_Part", Tool, Contact)

_STOP: Final = frozenset(
    {
        "a", "an", "and", "any", "anyone", "are", "as", "at", "be", "been", "but", "by", "can", "cannot",
        "could", "did", "do", "does", "down", "for", "from", "get", "getting", "got", "had", "has", "have",
        "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "made", "make",
        "me", "mine", "my", "need", "needs", "no", "nobody", "none", "nor", "not", "nothing", "now", "of",
        "off", "on", "one", "only", "or", "our", "ours", "out", "over", "own", "she", "should", "so", "some",
        "someone", "something", "still", "than", "that", "the", "their", "them", "then", "there", "these",
        "they", "this", "those", "to", "too", "up", "us", "use", "used", "using", "was", "we", "were", "what",
        "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "yet",
        "you", "your",
    }
)  # fmt: skip
_GENERIC: Final = frozenset(
    {
        "access", "account", "business", "call", "console", "contact", "customer", "desk", "duty", "emergency",
        "first", "host", "incident", "internal", "level", "line", "main", "officer", "page", "platform",
        "portal", "primary", "priority", "public", "second", "server", "service", "services", "support",
        "system", "systems", "team", "third", "tool", "tools",
    }
)  # fmt: skip
"""Words that many parts of a plan share: alone they name none of them."""
_OF_OTHERS: Final = frozenset(
    {"provider", "providers", "supplier", "suppliers", "vendor", "vendors", "partner"}
)
"""Words that name whose a tool is, and not the tool."""
_UNITS: Final = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_FIGURE: Final = re.compile(
    r"\b(\d{1,4}|five|ten|fifteen|twenty|thirty|forty-?five|sixty|ninety|an|one|two|three|four)[- ]?"
    r"(s|sec(?:ond)?s?|m|min(?:ute)?s?|h|hrs?|hours?|d|days?)\b",
    re.IGNORECASE,
)
_NUMBERS: Final = {
    "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15, "twenty": 20,
    "thirty": 30, "fortyfive": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?:\b(?:clauses?|steps?|sections?|paragraphs?|points?|items?|rules?|chapters?|no\.)|§{1,2})\s*"
    r"((?:\d+(?:\.\d+)*[a-z]?)(?:\s*(?:,|and|or|/|&|vs\.?|versus|against)\s*(?:(?:clause|step|section|§)\s*)?"
    r"\d+(?:\.\d+)*[a-z]?)*)"
    r"|\b(\d+(?:\.\d+)*)(?= (?:says|said|reads|demands|asks|wants|gives|has)\b)"
    r"|\b(\d+\.\d+(?:\.\d+)*)\b(?! ?(?:%|per cent|percent|million|thousand))",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*[a-z]?")
_QUOTED: Final = re.compile(r"\"([^\"]{3,120})\"|(?<!\w)'([^']{3,120})'(?!\w)")


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern that finds any of several, in capital or small letters."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def plain(text: str) -> str:
    """Words on one line, with straight quotation marks."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.split())


@lru_cache(maxsize=_KEPT)
def words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in order, in small letters and without numbers."""
    found = re.findall(r"[a-z][a-z0-9]+", plain(text).casefold().replace("'s", ""))
    return tuple(word for word in found if word not in _STOP)


@lru_cache(maxsize=_KEPT)
def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: `deploy` and `deployment`, but not `restore` and `restart`."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > (3 if len(shorter) < 5 else 5):
        return False
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(shorter))
    return one == other or common >= max(_BEGINNING, 0.75 * len(shorter))


def shared(said: Iterable[str], title: Iterable[str]) -> tuple[str, ...]:
    """The words of a title that somebody said in one form or another."""
    heard = _by_beginning(tuple(said))
    return tuple(
        word
        for word in dict.fromkeys(title)
        if any(alike(word, other) for other in heard.get(word[:_BEGINNING], ()))
    )


@lru_cache(maxsize=_KEPT)
def _by_beginning(said: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Words by their first letters: forms of one word begin alike."""
    found: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(said):
        found[word[:_BEGINNING]] = (*found.get(word[:_BEGINNING], ()), word)
    return found


def much_alike(one: str, other: str) -> bool:
    """Whether at least half of the words of the shorter of two texts stand in the other."""
    words_of, others = set(words(one)), set(words(other))
    return bool(words_of and others) and 2 * len(words_of & others) >= min(len(words_of), len(others))


@lru_cache(maxsize=_KEPT)
def _share(said: tuple[str, ...], title: str, besides: frozenset[str]) -> float:
    """How much of what tells a title from others was said: 0 to 1."""
    known = tuple(dict.fromkeys(words(title)))
    telling = tuple(word for word in known if word not in besides) or known
    if not telling:
        return 0.0
    return len(shared(said, telling)) / len(telling) + len(shared(said, known)) / (100 * len(known))


def _best(
    said: tuple[str, ...], entries: Iterable[tuple[_Part, str]], least: float, besides: frozenset[str]
) -> tuple[_Part, ...]:
    """The entries whose titles were said most fully, where at least `least` of what tells them apart was said."""
    ranked = [(_share(said, title, besides), entry) for entry, title in entries]
    top = max((share for share, _ in ranked), default=0.0)
    return tuple(entry for share, entry in ranked if share == top and share >= least)


def tools_named(script: Script, text: str) -> tuple[Tool, ...]:
    """The tools of the plan that a text names: the one whose title it says most fully."""
    said = words(text)
    entries = [
        (tool, title) for tool in script.plan.tools for title in (tool.title, tool.id.replace("-", " "))
    ]
    return tuple(dict.fromkeys(_best(said, entries, 0.3, _GENERIC | _OF_OTHERS)))


def contact_named(script: Script, text: str) -> Contact | None:
    """The contact of the plan that a text names; None where it names none, or where several fit as well."""
    said = words(text)
    entries = [
        (contact, title)
        for contact in script.plan.contacts
        for title in (contact.title, contact.id.replace("-", " "))
    ]
    found = tuple(dict.fromkeys(_best(said, entries, 0.5, _GENERIC)))
    return found[0] if len(found) == 1 else None


def role_named(plan: Plan, text: str) -> str | None:
    """The role of the plan whose whole title a text says."""
    said = words(text)
    for role in plan.roles:
        title = words(role.title)
        if title and len(shared(said, title)) == len(set(title)):
            return role.id
    return None


# Steps ----------------------------------------------------------------------------------------------------------------


def cited(script: Script, text: str) -> tuple[str, ...]:
    """Clauses that a text cites, as the plan spells them or by number."""
    spelt = clauses_spelt(script, text)
    return (*spelt, *(number for number in numbers(text) if not any(number in clause for clause in spelt)))


@lru_cache(maxsize=_KEPT)
def numbers(text: str) -> tuple[str, ...]:
    """Numbers of clauses, steps or sections that a text cites, in order: `3` and `7` in "clauses 3 and 7"."""
    found: list[str] = []
    for match in _NUMBERED.finditer(plain(text)):
        found.extend(_NUMBER.findall(match[1] or match[2] or match[3]))
    return tuple(dict.fromkeys(found))


def _spelt(clause: str | None) -> str:
    """A clause as it can be found in words, where it cannot be taken for a mere number; empty where it can."""
    text = (clause or "").strip()
    return "" if not text or text.isdigit() or text.isalpha() else text


def clauses_spelt(script: Script, text: str) -> tuple[str, ...]:
    """Clauses of the plan that a text has as the plan spells them, such as `B1`, `R9.4b` or `II.2`, in order."""
    said = plain(text)
    found = [
        (match.start(), clause) for clause, spelt in once(script, _clauses) if (match := spelt.search(said))
    ]
    return tuple(dict.fromkeys(clause for _, clause in sorted(found)))


def _clauses(script: Script) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The plan's clauses that cannot be taken for a mere number, each with what finds it in a text."""
    clauses = (c for procedure, step in script.plan.steps() for c in (step.clause, procedure.clause))
    return tuple(
        (clause, re.compile(rf"(?<![\w.]){re.escape(clause)}(?!\w|\.\d| ?%)", re.IGNORECASE))
        for clause in dict.fromkeys(_spelt(clause) for clause in clauses)
        if clause
    )


def steps_cited(script: Script, text: str) -> tuple[str, ...]:
    """Steps whose clause a text cites; those of a whole procedure where it cites only that, and there is one step."""
    found: list[str] = []
    for clause in cited(script, text):
        own = [name for name, step in script.steps.items() if clause in _names(step.clause)]
        wide = [name for name in script.steps if clause in _names(script.procedure_of[name].clause)]
        found.extend(own or (wide if len(wide) == 1 else ()))
    return tuple(dict.fromkeys(found))


def _names(clause: str | None) -> tuple[str, ...]:
    """How a clause can be cited: as it is spelt, or by its number alone."""
    digits = _NUMBER.findall(clause or "")
    return tuple(part for part in (_spelt(clause), digits[-1] if digits else "") if part)


def steps_titled(script: Script, text: str) -> tuple[str, ...]:
    """Steps whose title, or whose identifier of several words, stands in a text as the plan writes it."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', plain(text).casefold()))} "
    found: list[str] = []
    for name, step in script.steps.items():
        title = " ".join(re.findall(r"[a-z0-9]+", step.title.casefold()))
        spelt = name.casefold().replace("-", " ").replace("_", " ")
        if (" " in title and f" {title} " in said) or (" " in spelt and f" {spelt} " in said):
            found.append(name)
    return tuple(found)


def step_alike(script: Script, names: Iterable[str], text: str, least: int = 2) -> str | None:
    """The one step of some whose title and text share most words with a text; None below `least`, or on a tie."""
    said = words(text)
    ranked: dict[str, float] = {}
    for name in names:
        step = script.steps[name]
        title, rest = (
            words(step.title),
            words(f"{step.text} {step.condition or ''} {' '.join(step.needs.access)}"),
        )
        ranked[name] = len(shared(said, title)) + 0.5 * len(set(shared(said, rest)) - set(title))
    top = max(ranked.values(), default=0.0)
    found = [name for name, value in ranked.items() if value == top]
    return found[0] if len(found) == 1 and top >= least else None


# What the plan says ---------------------------------------------------------------------------------------------------


def plan_texts(plan: Plan) -> Iterator[str]:
    """Everything that the plan says in words."""
    for procedure, step in plan.steps():
        yield f"{procedure.title} {procedure.purpose}"
        yield f"{step.title}. {step.text} {step.condition or ''}"
    for severity in plan.severities:
        yield from (*severity.criteria, *severity.examples, *severity.forced_by, severity.may_come_down)
    for role in plan.roles:
        yield from (*role.duties, role.handover, role.engaged or "")
    for cadence in plan.cadences:
        yield from (cadence.title, *cadence.also_on)
    for item in plan.communications:
        yield f"{item.title} {item.template} {item.fallback or ''}"
    for deadline in plan.external_deadlines:
        yield deadline.applies_when
    yield from (right.decision for right in plan.decision_rights)
    if plan.after_incident is not None:
        yield from plan.after_incident.exit_criteria
    yield from (plan.scope.incident, *plan.scope.trigger, *plan.scope.hands_over_to)
    yield from (f"{section.heading} {section.text}" for section in plan.sections)


def quotes(script: Script, text: str, told: Iterable[str] = ()) -> tuple[str, ...]:
    """Words in quotation marks that the plan has too, and that no message (`told`) has: its wording is quoted."""
    said = tuple(part for match in _QUOTED.finditer(plain(text)) if words(part := match[1] or match[2]))
    if not said:
        return ()
    heard = tuple(told)
    written = once(script, _texts)
    return tuple(part for part in said if _stands_in(part, written) and not _stands_in(part, heard))


def _stands_in(part: str, texts: Iterable[str]) -> bool:
    """Whether words stand in one of some texts as they are, or all of several in one form or another."""
    asked, spelt = words(part), plain(part).casefold().strip(" .,?!")
    for text in texts:
        if re.search(rf"(?<!\w){re.escape(spelt)}(?!\w)", plain(text).casefold()):
            return True
        if len(asked) > 1 and len(shared(words(text), asked)) == len(set(asked)):
            return True
    return False


def defines(script: Script, text: str) -> bool:
    """Whether the plan has a word of what a text asks the definition of."""
    return any(alike(word, other) for word in words(text) for other in once(script, _vocabulary))


def repeats(script: Script, text: str, elsewhere: Iterable[str] = ()) -> bool:
    """Whether a text repeats three words or more in a row as the plan has them, and as nothing else has them."""
    repeated = _runs(text) & once(script, _plan_runs)
    return bool(repeated) and bool(repeated.difference(*(_runs(other) for other in elsewhere)))


@lru_cache(maxsize=_KEPT)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words in a row, two of which carry meaning."""
    said = re.findall(r"[a-z0-9]+", plain(text).casefold())
    runs = zip(said, said[1:], said[2:], strict=False)
    return frozenset(run for run in runs if sum(word not in _STOP for word in run) > 1)


def _texts(script: Script) -> tuple[str, ...]:
    return tuple(plan_texts(script.plan))


def _vocabulary(script: Script) -> frozenset[str]:
    return frozenset(word for text in once(script, _texts) for word in words(text))


def _plan_runs(script: Script) -> frozenset[tuple[str, ...]]:
    return frozenset(run for text in once(script, _texts) for run in _runs(text))


@lru_cache(maxsize=_KEPT)
def figures(text: str) -> frozenset[Micros]:
    """Lengths of time that a text names, in microseconds."""
    found: set[Micros] = set()
    for match in _FIGURE.finditer(plain(text)):
        number = match[1].casefold().replace("-", "")
        found.add((int(number) if number.isdigit() else _NUMBERS[number]) * _UNITS[match[2][0].casefold()])
    return frozenset(found)


def step_figures(step: Step) -> frozenset[Micros]:
    """Lengths of time that a step sets: its limits, and those in its text."""
    within = step.target.within if step.target is not None else {}
    limits = within.values() if isinstance(within, dict) else (within,)
    return frozenset(limits) | figures(f"{step.title} {step.text}")


def plan_figures(script: Script) -> frozenset[Micros]:
    """Every length of time that the plan sets for something, in microseconds."""
    return once(script, _all_figures)


def _all_figures(script: Script) -> frozenset[Micros]:
    plan = script.plan
    found = {figure for text in once(script, _texts) for figure in figures(text)}
    for _, step in plan.steps():
        found |= step_figures(step)
    for cadence in plan.cadences:
        for every in (cadence.every, *(change.every for change in cadence.changes)):
            found |= set(every.values()) if isinstance(every, dict) else {every}
    for severity in plan.severities:
        found |= {limit for limit in (severity.respond_within, severity.update_every) if limit is not None}
    found |= {role.longest for role in plan.roles if role.longest is not None}
    found |= {level.acknowledge_within for level in plan.escalation if level.acknowledge_within is not None}
    return frozenset(found)
