"""The plan at a seat: rows, search, what counts as done, and which act a step leads to."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.ui.gallery_seats import shipped_script
from tests.ui.tiny import tiny_plan
from trainer.core.actions import Acknowledge, Action, Classify, DoStep, PostUpdate
from trainer.core.plan import ActionKind, Plan
from trainer.core.time import MINUTE
from trainer.ui.trainee.planbook import found, limit_words, plan_rows, shown_by, target_words
from trainer.ui.trainee.ways import way_to_do


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return shipped_script().plan


def _step(plan: Plan, name: str):
    return next(step for _, step in plan.steps() if step.id == name)


def test_every_step_stands_under_its_procedure_and_knows_whose_it_is():
    rows = plan_rows(tiny_plan(), "comms")
    assert [row.title for row in rows[:3]] == [
        "Respond",
        "Acknowledge the page",
        "Set the severity and say why",
    ]
    assert {row.section for row in rows if row.mine} == {"first-update", "first-post"}


def test_the_plan_has_more_to_read_than_steps(shipped: Plan):
    headings = [row.title for row in plan_rows(shipped, "technical-lead") if row.heading]
    for chapter in ("Severity", "Who decides", "Contacts", "Tools", "Roles", "Closing", "About this plan"):
        assert chapter in headings


def test_a_search_finds_words_anywhere_in_a_step_and_keeps_its_heading(shipped: Plan):
    rows = plan_rows(shipped, "on-call-engineer")
    kept = found(rows, "ladder climbing")
    assert kept == {"procedure detection", "step acknowledge-alert"}


def test_a_search_for_a_heading_finds_what_stands_under_it(shipped: Plan):
    rows = plan_rows(shipped, "on-call-engineer")
    below = {row.key for row in rows if row.group == "procedure handover"}
    assert below <= found(rows, "handover")


def test_a_search_through_three_hundred_steps_takes_less_than_fifty_milliseconds(shipped: Plan):
    steps = [step for _, step in shipped.steps()]
    many = [
        step.model_copy(update={"id": f"{step.id}-{n}"})
        for n in range(300 // len(steps) + 1)
        for step in steps
    ]
    plan = shipped.model_copy(
        update={"procedures": (shipped.procedures[0].model_copy(update={"steps": tuple(many[:300])}),)}
    )
    rows = plan_rows(plan, "on-call-engineer")
    found(rows, "x")  # the words are gathered once
    began = perf_counter()
    hits = found(rows, "commander severity")
    assert perf_counter() - began < 0.05
    assert hits


def test_a_target_is_said_with_its_anchor_and_calendar(shipped: Plan):
    titles = {step.id: step.title for _, step in shipped.steps()}
    target = _step(shipped, "hold-review").target
    assert target is not None
    words = target_words(target, titles)
    assert words == "SEV1 3 days, SEV2 5 days, SEV3 10 days from the incident is resolved (business days)"


def test_the_short_limit_follows_the_severity_in_force(shipped: Plan):
    step = _step(shipped, "acknowledge-alert")
    assert limit_words(step, "SEV2") == "15 min"
    assert limit_words(step, "") == "5 min to 24 h"


def test_a_step_counts_as_done_by_what_shows_it_or_by_its_name(shipped: Plan):
    acts: list[tuple[int, Action]] = [
        (MINUTE, Acknowledge(inject="first-alert")),
        (3 * MINUTE, DoStep(step="open-ticket")),
    ]
    assert shown_by(_step(shipped, "acknowledge-alert"), acts) == MINUTE
    assert shown_by(_step(shipped, "open-ticket"), acts) == 3 * MINUTE
    assert shown_by(_step(shipped, "classify"), acts) is None


def test_an_update_shows_a_step_only_with_the_words_the_plan_asks_for(shipped: Plan):
    step = _step(shipped, "all-clear")
    assert shown_by(step, [(1, PostUpdate(audience="customers", text="Still broken."))]) is None
    assert shown_by(step, [(1, PostUpdate(audience="customers", text="All clear: payment works."))]) == 1


def test_a_step_leads_to_the_act_that_shows_it(shipped: Plan):
    assert way_to_do(_step(shipped, "classify"), shipped).kind is ActionKind.CLASSIFY
    declare = way_to_do(_step(shipped, "declare-commander"), shipped)
    assert declare == (ActionKind.ASSUME_ROLE, {"role": "incident-commander"})
    call = way_to_do(_step(shipped, "call-provider"), shipped)
    assert call == (ActionKind.PAGE, {"contact": "payment-provider-support"})


def test_a_public_step_leads_to_the_text_that_fits_it(shipped: Plan):
    assert way_to_do(_step(shipped, "scope-public"), shipped).known == {"audience": "public-update"}
    assert way_to_do(_step(shipped, "all-clear"), shipped).known == {"audience": "public-all-clear"}


def test_a_step_without_a_sign_is_done_by_its_name(shipped: Plan):
    assert way_to_do(_step(shipped, "open-ticket"), shipped) == (ActionKind.DO_STEP, {"step": "open-ticket"})


def test_acts_of_a_kind_are_told_apart_by_what_they_name():
    step = _step(tiny_plan(), "first-update")
    assert shown_by(step, [(1, Classify(severity="SEV1"))]) is None
    assert shown_by(step, [(1, PostUpdate(audience="customers", text="x"))]) is None
    assert shown_by(step, [(1, PostUpdate(audience="staff", text="x"))]) == 1
