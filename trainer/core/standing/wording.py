"""G02, ambiguous instruction: texts that are still to be written, and references to clauses that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Cadence, DecisionRight, Plan, Procedure, Step
from trainer.core.standing.gap import Check, PlanGap, Words, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import unfilled

_CODE: Final = "G02"
ALL_UNFILLED: Final = "unfilled-texts"
"""The subject of the gap that stands for many unfilled texts."""
_TOLD_ELSEWHERE: Final = {"contacts": ("reach", "out_of_band"), "tools": ("alternative",)}
"""An unfilled way to reach somebody is no way, and an unfilled alternative is none: other checks tell that."""
_REFERENCE: Final = re.compile(r"\bclauses?\s+(\d+(?:\.\d+)+)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
_UNFILLED: Final = Words(
    one="{detail} in {} is still to be filled in.",
    many="{count} places are still to be filled in: in {}.",
    consequence="In an incident there is nobody to ask what was meant to stand there.",
    change="Write what belongs in the place of {detail}, or remove it.",
    change_many="Write what belongs there, or remove the placeholders.",
)
_DANGLING: Final = Words(
    one="{} refers to clause {detail}, which does not exist.",
    many="{count} texts refer to clauses that do not exist: {}.",
    consequence="Whoever follows the reference finds nothing, or something else.",
    change="Correct the reference, or write the clause that is meant.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Texts that leave their reader alone."""
    yield from told(_CODE, ALL_UNFILLED, _UNFILLED, list(_unfilled(reading)))
    yield from told(_CODE, "dangling-references", _DANGLING, list(_dangling(reading)))


def _unfilled(reading: Reading) -> Iterator[tuple[Place, Priority]]:
    for text, path in reading.texts:
        if path == ("owner",) or (len(path) > 2 and path[2] in _TOLD_ELSEWHERE.get(str(path[0]), ())):
            continue
        mark = unfilled(text, template=path[-1] in ("template", "statement"))
        if mark is not None:
            yield reading.at(path, "unfilled", quoted(mark, 60)), "medium"


def _dangling(reading: Reading) -> Iterator[tuple[Place, Priority]]:
    known = {clause for clause in _clauses(reading.plan) if _NUMBER.fullmatch(clause)}
    above = {clause.rpartition(".")[0] for clause in known}
    for text, path in reading.texts:
        for number in dict.fromkeys(_REFERENCE.findall(text)):
            # Only where the clauses beside it are known can a missing one be told from an unnumbered part.
            beside = number.rpartition(".")[0] in above
            if beside and number not in known and number not in above:
                yield reading.at(path, f"clause-{number}", number), "medium"


def _clauses(plan: Plan) -> Iterator[str]:
    parts: Iterable[Procedure | Step | Cadence | DecisionRight] = (
        *plan.procedures,
        *(step for _, step in plan.steps()),
        *plan.cadences,
        *plan.decision_rights,
    )
    yield from (part.clause for part in parts if part.clause is not None)


CHECK: Final = Check(
    _CODE,
    "placeholders and announcements left in texts, such as TODO, TBD or <name>, outside the templates of messages; "
    "references to a numbered clause that the plan does not have, although it has those beside it",
    find,
)
