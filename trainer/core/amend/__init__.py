"""Amendments: for each gap in the plan the change that would close it, made from what the drill showed.

A proposal is made by code, and only where the drill gives it ground: a measured time, the role that acted, the words
that were used. What only the organisation can know is marked as still to be filled in. Reviewing a plan is a person's
act; nothing is proposed for a review that is overdue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainer.core import aar
from trainer.core.amend import (
    audiences,
    contacts,
    deadlines,
    deputies,
    handovers,
    levels,
    limits,
    new_steps,
    owners,
    wording,
)
from trainer.core.amend.draft import Maker, slug
from trainer.core.amendments import Amendment
from trainer.core.facts import Facts
from trainer.core.walk import amending as of_walk

MAKERS: Final[Mapping[str, Maker]] = {
    "G01": new_steps.propose,
    "G02": wording.propose_clearer,
    "G03": owners.propose,
    "G04": contacts.propose_contact,
    "G05": limits.propose,
    "G06": contacts.propose_tool,
    "G08": deputies.propose,
    "G09": levels.propose,
    "G10": audiences.propose,
    "G11": handovers.propose,
    "G12": deadlines.propose,
    "G13": contacts.propose_supplier,
    "G16": wording.propose_better,
    "G17": wording.propose_record,
}
"""By code: what makes the proposal. G06, G08 and G13 are gaps in means; the plan is where they are remedied."""

_IN_PLAN: Final = ("plan", "capability")


def proposed(facts: Facts, gaps: Sequence[aar.Gap]) -> tuple[Amendment, ...]:
    """The changes of the plan that answer gaps, in the order of the gaps; at most one for a gap.

    Gaps in carrying it out, artefacts of the exercise, and gaps that evaluators overruled lead to none.
    """
    taken: set[str] = set()
    found = (proposal for gap in gaps if (proposal := _proposal(facts, gap)) is not None)
    return tuple(_apart(amendment, taken) for amendment in found)


def _apart(amendment: Amendment, taken: set[str]) -> Amendment:
    """The same with names for its new steps that no amendment before it has given away; `taken` grows by them."""
    edits, names = list(amendment.edits), dict[str, str]()
    for number, edit in enumerate(edits):
        if edit.do == "add" and edit.place[-1] == "steps" and isinstance(edit.value, dict):
            old = str(edit.value["id"])
            names[old] = slug(old, taken)
            taken.add(names[old])
            edits[number] = edit.model_copy(update={"value": {**edit.value, "id": names[old]}})
    if all(old == new for old, new in names.items()):
        return amendment
    retest = tuple(names.get(step, step) for step in amendment.retest)
    return amendment.model_copy(update={"edits": tuple(edits), "retest": retest})


def _proposal(facts: Facts, gap: aar.Gap) -> Amendment | None:
    makers = of_walk.MAKERS if facts.state.walk is not None else MAKERS
    maker = makers.get(gap.code)
    if maker is None or not gap.stands or gap.kind not in _IN_PLAN:
        return None
    draft = maker(facts, gap)
    if draft is None or not draft.edits:
        return None
    return Amendment(
        id=f"M-{gap.id}",
        gap=gap.id,
        title=draft.title,
        reason=draft.reason,
        edits=draft.edits,
        retest=tuple(dict.fromkeys(draft.retest)),
    )
