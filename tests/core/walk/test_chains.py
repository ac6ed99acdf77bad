"""Durations added up along the chains of a plan, against its targets."""

from __future__ import annotations

from typing import Any

from tests.core.walk.walking import WalkRoom, only_gap, plan_with
from trainer.core.events import Outcome
from trainer.core.time import MINUTE
from trainer.core.walk.chains import Chain, room
from trainer.core.walk.unfit import chain_of, chains_of


def chain(walk: WalkRoom, step: str) -> Chain:
    found = chain_of(walk.facts(), step)
    assert found is not None
    return found


def links(walk: WalkRoom, step: str) -> list[str]:
    return [link.step for link in chain(walk, step).links]


IMPACT: dict[str, Any] = {
    "first_public": {"target": {"from": "impact", "within": "15m"}, "after": ["classify"]}
}


def test_a_chain_that_cannot_fit_is_a_gap_in_the_plan_with_its_figures() -> None:
    walk = WalkRoom(plan_with(**IMPACT), walkthrough={"procedures": ["detection", "updates"]})
    walk.confirms("acknowledge", takes="4m")
    walk.confirms("classify", takes="6m")
    walk.confirms("first-public", takes="9m")
    gap = only_gap(walk)
    assert (gap.code, gap.kind, gap.step) == ("G05", "plan", "first-public")
    assert '4 + 6 + 9 min stated, 15 min allowed from "impact"' in gap.statement
    assert 'at least 19 min from "impact"' in gap.proposed_change
    found = walk.judged("first-public")
    assert (found.outcome, found.elapsed, found.delta) == (Outcome.LATE, 9 * MINUTE, 4 * MINUTE)
    change = next(a for a in walk.report().improvement_plan if a.gap == gap.id).amendments[0]
    assert change.title == 'Give "First public update" 19 min instead of 15 min'


def test_a_chain_that_fits_raises_nothing() -> None:
    walk = WalkRoom(plan_with(**IMPACT), walkthrough={"procedures": ["detection", "updates"]})
    for step, takes in (("acknowledge", "3m"), ("classify", "4m"), ("first-public", "8m")):
        walk.confirms(step, takes=takes)
    assert chain(walk, "first-public").fits is True
    assert [gap.id for gap in walk.report().gaps if gap.code == "G05"] == []


def test_steps_that_may_run_side_by_side_are_not_added() -> None:
    plan = plan_with(
        classify={"after": []},
        declare={"after": ["acknowledge", "classify"], "target": {"from": "first alert", "within": "12m"}},
    )
    walk = WalkRoom(plan)
    for step, takes in (("acknowledge", "4m"), ("classify", "5m"), ("declare", "6m")):
        walk.confirms(step, takes=takes)
    assert links(walk, "declare") == ["classify", "declare"]
    assert (chain(walk, "declare").needed, chain(walk, "declare").fits) == (11 * MINUTE, True)


def test_what_comes_before_the_event_that_starts_a_target_does_not_count_against_it() -> None:
    walk = WalkRoom(walkthrough={"procedures": ["detection", "updates"]})
    for step in ("acknowledge", "classify", "declare", "first-public"):
        walk.confirms(step, takes="5m")
    assert links(walk, "declare") == ["declare"]
    assert links(walk, "first-public") == ["first-public"]
    assert links(walk, "classify") == ["acknowledge", "classify"]


def test_a_step_without_a_duration_counts_as_nothing_and_is_named() -> None:
    walk = WalkRoom()
    walk.confirms("acknowledge")
    walk.confirms("classify", takes="9m")
    found = chain(walk, "classify")
    assert (found.needed, found.unknown, found.fits) == (9 * MINUTE, ("acknowledge",), None)


def test_a_shown_duration_takes_the_place_of_the_stated_one_in_a_chain() -> None:
    walk = WalkRoom()
    walk.confirms("acknowledge", takes="4m")
    walk.confirms("classify", takes="5m")
    assert chain(walk, "classify").fits is True
    walk.shows("classify", minutes=7)
    found = chain(walk, "classify")
    assert (found.fits, found.sum_words) == (False, "4 + 7 min stated and shown")


def test_optional_steps_and_steps_that_wait_for_a_condition_hold_nothing_up() -> None:
    for change in ({"strength": "may"}, {"condition": "Somebody asks"}):
        walk = WalkRoom(plan_with(acknowledge=change))
        walk.confirms("acknowledge", takes="9m")
        walk.confirms("classify", takes="8m")
        assert links(walk, "classify") == ["classify"]


def test_what_one_overrun_upsets_is_told_with_that_step() -> None:
    walk = WalkRoom()
    walk.confirms("acknowledge", takes="8m")
    walk.confirms("classify", takes="4m")
    walk.confirms("declare", takes="1m")
    gap = only_gap(walk)
    assert gap.id == "G05-acknowledge"
    assert "takes 8 min by itself" in gap.statement
    assert '"Set the severity" (8 + 4 min stated, 10 min allowed)' in gap.statement


def test_the_response_target_of_the_severity_is_held_against_the_chain_up_to_the_acknowledgement() -> None:
    plan = plan_with()
    plan["severities"][0]["respond_within"] = "3m"
    walk = WalkRoom(plan)
    walk.confirms("acknowledge", takes="4m")
    gap = only_gap(walk)
    assert gap.code == "G05"
    assert "At SEV1 the plan promises a response within 3 min of the first signal" in gap.statement


def test_steps_that_wait_for_each_other_are_no_chain() -> None:
    walk = WalkRoom(plan_with(acknowledge={"after": ["declare"]}))
    for step in ("acknowledge", "classify", "declare"):
        walk.confirms(step, takes="1m")
    assert [[link.step for link in found.links] for found in chains_of(walk.facts())] == [
        ["acknowledge"],
        ["classify"],
        ["declare"],
    ]


def test_equal_shares_of_what_the_chains_allow_keep_every_target() -> None:
    walk = WalkRoom(walkthrough={"procedures": ["detection", "updates"]})
    shares = room(walk.script, "SEV1")
    assert shares == {
        "acknowledge": 5 * MINUTE,
        "classify": 5 * MINUTE,
        "declare": 5 * MINUTE,
        "first-public": 15 * MINUTE,
        "all-clear": 10 * MINUTE,
    }


def path_of(*steps: str, **changes: dict[str, Any]) -> WalkRoom:
    walk = WalkRoom(plan_with(**changes), walkthrough={"path": list(steps)})
    for step, takes in zip(steps, ("4m", "6m", "9m", "2m"), strict=False):
        walk.confirms(step, takes=takes)
    return walk


def test_along_a_path_the_work_passes_from_step_to_step() -> None:
    changes: dict[str, dict[str, Any]] = {
        "classify": {"after": []},
        "first_public": {"after": [], "target": {"from": "impact", "within": "15m"}},
    }
    walk = path_of("acknowledge", "classify", "first-public", **changes)
    assert links(walk, "first-public") == ["acknowledge", "classify", "first-public"]
    assert '4 + 6 + 9 min stated, 15 min allowed from "impact"' in only_gap(walk).statement


def test_neighbours_on_a_path_that_one_step_starts_may_run_side_by_side() -> None:
    from_declared = {"after": [], "target": {"from": "declared", "within": "30m"}}
    walk = path_of(
        "acknowledge",
        "first-public",
        "all-clear",
        "review",
        first_public=from_declared,
        all_clear={**from_declared, "condition": None},
        review={"target": {"from": "first alert", "within": "30m"}},
    )
    assert links(walk, "all-clear") == ["all-clear"]
    assert links(walk, "review") == ["acknowledge", "all-clear", "review"]


def test_a_path_that_runs_against_the_plan_leaves_the_plan_its_order() -> None:
    walk = path_of("classify", "acknowledge")
    assert links(walk, "classify") == ["acknowledge", "classify"]
    assert links(walk, "acknowledge") == ["acknowledge"]


def test_a_step_that_waits_for_a_condition_counts_where_the_path_leads_over_it() -> None:
    walk = path_of("acknowledge", "classify", classify={"condition": "Nobody knows the level", "after": []})
    assert links(walk, "classify") == ["acknowledge", "classify"]
    walk = path_of("acknowledge", "classify", acknowledge={"condition": "An alert came"})
    assert links(walk, "classify") == ["acknowledge", "classify"]
