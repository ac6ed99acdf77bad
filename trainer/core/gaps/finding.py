"""What a detector returns, and the names that the taxonomy gives to gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement

Kind = Literal["plan", "capability", "execution", "artefact"]
Priority = Literal["high", "medium", "low"]
Confidence = Literal["automatic", "evaluator", "consensus"]

NAMES: Final = {
    "G01": "missing procedure or step",
    "G02": "ambiguous or contradictory instruction",
    "G03": "unclear ownership or authority",
    "G04": "outdated contact or escalation path",
    "G05": "unrealistic target",
    "G06": "missing tool, access or resource",
    "G07": "untested step",
    "G08": "single-person dependency",
    "G09": "severity criteria inadequate",
    "G10": "communication gap",
    "G11": "handoff or situational-awareness loss",
    "G12": "legal or regulatory clock missing",
    "G13": "third party not covered",
    "G14": "plan unreachable or stale",
    "G15": "knowledge or skill",
    "G16": "followed but ineffective",
    "G17": "record or evidence gap",
    "G18": "recurrent",
}

KINDS: Final[tuple[Kind, ...]] = ("plan", "capability", "execution", "artefact")
PRIORITIES: Final[tuple[Priority, ...]] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal of a gap. Signals with the same code and subject become one gap.

    `subject` is the step, decision, audience or other thing that the gap is about; `step` is set where it is a step
    of the plan. `statement` names step, role, clause and figures in plain words.
    """

    code: str
    kind: Kind
    subject: str
    statement: str
    consequence: str
    proposed_change: str
    poete: str
    evidence: tuple[int, ...]
    priority: Priority = "medium"
    step: str | None = None
    clause: str | None = None
    role: str | None = None
    root_cause: str = ""
    confidence: Confidence = "automatic"
    about: tuple[str, ...] = ()
    """the facts of the drill that it is about, from `lapse`, `act` and `choice`; what is about the same is one gap"""
    symptoms: tuple[str, ...] = ()
    """other gaps that the same facts would have been, by code and name"""


@dataclass(frozen=True, slots=True)
class Detector:
    """A row of the table of detectors; `looks_for` is printed in the report's method section."""

    code: str
    kinds: tuple[Kind, ...]
    looks_for: str
    find: Callable[[Facts], Iterable[Finding]]

    @property
    def name(self) -> str:
        """The taxonomy's name for the gap."""
        return NAMES[self.code]


def lapse(step: str) -> str:
    """The fact that a step was not done as the plan says."""
    return f"lapse {step}"


def act(seq: int) -> str:
    """The fact that a role did or said something."""
    return f"act {seq}"


def choice(decision: str) -> str:
    """The fact of how a decision was taken, or that it was not."""
    return f"choice {decision}"


def quoted(text: str, limit: int = 160) -> str:
    """Words of a participant or of a file, in quotation marks and cut to one line."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= limit else f'"{line[: limit - 1]}…"'


def named(facts: Facts, step: str) -> str:
    """A step as a statement names it: its title, and the clause where the plan has one."""
    found = facts.script.steps[step]
    clause = facts.script.clause(found)
    return f'"{found.title}" (clause {clause})' if clause else f'"{found.title}"'


def inject_named(facts: Facts, inject: str) -> str:
    """An inject's title in quotation marks."""
    return f'"{facts.script.filled(facts.script.injects[inject].title)}"'


def listed(titles: Iterable[str], shown: int = 4) -> str:
    """Different titles in quotation marks, the first few of them, and how many more there are."""
    names = list(dict.fromkeys(titles))
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(f'"{name}"' for name in names[:shown]) + more


def roles_named(facts: Facts, roles: Iterable[str]) -> str:
    """Role titles as a list in words."""
    titles = [facts.role_title(role) for role in roles]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def judged(facts: Facts, step: str) -> Iterator[Judgement]:
    """Judgements of a step that the exercise did not spoil."""
    yield from (j for j in facts.of_step.get(step, ()) if j.key not in facts.artefacts)


def evidence_of(judgements: Iterable[Judgement]) -> tuple[int, ...]:
    """Everything that judgements rest on, in order and once."""
    return tuple(sorted({seq for j in judgements for seq in j.evidence}))
