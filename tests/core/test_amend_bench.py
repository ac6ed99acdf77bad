"""Whatever gaps the detectors find in whole drills, the changes proposed for them are sound and can be written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.case import Case
from tests.bench.cases import ALL
from tests.bench.play import play
from tests.builders import script_of
from tests.core.test_amend import fill
from trainer.core.amend.desk import offers_of
from trainer.core.amend.emit import mapping
from trainer.core.amend.offers import Offer
from trainer.core.amend.places import applied
from trainer.core.amend.written import written
from trainer.core.amendments import Amendment
from trainer.core.diagnose import diagnose_plan
from trainer.core.plan import Plan, PlanChange
from trainer.storage.plan_edit import amended, edited
from trainer.storage.yaml_source import parse_source

CHANGE = PlanChange.model_validate(
    {"version": "next", "date": "2026-11-02", "what": ["What the drill speaks for."]}
)
PLAYED = ALL[::7]
"""Every seventh case: all domains and kinds of gaps, at a bearable time."""


@pytest.mark.parametrize("case", PLAYED, ids=lambda case: case.name)
def test_every_amendment_of_a_drill_is_sound_and_all_of_them_together_make_a_plan(case: Case):
    script = script_of(dict(case.plan), dict(case.scenario))
    offers = offers_of(script, play(case)[0])
    assert len({offer.amendment.id for offer in offers}) == len(offers)
    for offer in offers:
        _alone(script.plan, offer)
    _together(script.plan, [offer.amendment for offer in offers])


def _alone(plan: Plan, offer: Offer) -> None:
    """A change by itself: no new problem in the plan, and its piece reads back as what it proposes."""
    found = _filled(plan, offer.amendment)
    new = Plan.model_validate(applied(written(plan), found.edits))
    known = {(problem.kind, problem.message) for problem in diagnose_plan(plan)}
    assert [p for p in diagnose_plan(new) if (p.kind, p.message) not in known] == [], offer.amendment.id
    assert set(found.retest) <= {step.id for _, step in new.steps()}
    assert edited(plan, offer.amendment, offer.after) == offer.amendment.edits


def _together(plan: Plan, amendments: list[Amendment]) -> None:
    """All changes in one file, each edit on what the others left; the file's own comment is still there."""
    text = "# Ours.\n" + "\n".join(mapping(written(plan))) + "\n"
    places: set[Any] = set()
    edits = []
    for edit in (edit for found in amendments for edit in _filled(plan, found).edits):
        if edit.do == "set" and edit.place in places:
            continue
        places.add(edit.place)
        edits.append(edit)
    data = amended(text.encode(), edits, CHANGE)
    value = parse_source(data, "plan").value
    assert value is not None
    assert data.startswith(b"# Ours.\n")
    assert value["changes"]


def _filled(plan: Plan, amendment: Amendment) -> Amendment:
    role = plan.roles[0].id
    edits = tuple(edit.model_copy(update={"value": fill(edit.value, role)}) for edit in amendment.edits)
    return amendment.model_copy(update={"edits": edits})
