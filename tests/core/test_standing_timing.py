"""Gaps of a plan before any drill: what is missing, when steps begin and are due, and rules with two values."""

from __future__ import annotations

import pytest

from tests.core.standing_plans import GONE, gaps, ids, only, sound
from trainer.core.chain_times import ChainTimes, makers
from trainer.core.time import MINUTE

START = "procedures.start.steps"
STEP = f"{START}.open-call"


def step(name, title="Write down what was seen", **more):
    return {"id": name, "clause": f"1.{9 + len(name)}", "title": title, "role": "engineer", **more}


# G01


def test_a_procedure_that_is_a_heading_only_is_a_gap():
    found = only(
        ("procedures.+", {"id": "later", "title": "Restoring data", "phase": "resolution", "clause": "7"})
    )
    assert found.id == "G01-later"
    assert found.statement == 'The procedure "Restoring data" (clause 7) has a heading and no steps.'


def test_phases_that_nothing_covers_are_told_together():
    found = only(("procedures.stop.steps.contain", GONE), ("procedures.stop.phase", "communication"))
    assert found.id == "G01-phases"
    assert found.statement == "No step of the plan covers containment."


@pytest.mark.parametrize("title", ["Roll back the release", "Isolate the host", "Switch the function off"])
def test_a_step_that_does_it_in_another_phase_covers_it(title):
    moved = [("procedures.stop.phase", "resolution"), ("procedures.stop.steps.contain.title", title)]
    assert gaps(*moved, ("procedures.stop.steps.contain.shown_by", [])) == ()


def test_a_due_review_covers_the_review():
    assert gaps(("procedures.learn", GONE)) == ()
    assert ids(gaps(("procedures.learn", GONE), ("after_incident", GONE))) == {"G01-phases"}


# G02: when a step begins, and by when it is due


def test_a_step_that_nothing_starts_is_a_gap():
    found = only((f"{START}.+", step("note")))
    assert (found.id, found.step, found.priority) == ("G02-note", "note", "low")
    assert "does not say when it begins" in found.statement


@pytest.mark.parametrize(
    "more",
    [
        {"after": ["declare"]},
        {"condition": "Data may be concerned"},
        {"target": {"from": "declared", "within": "10m"}},
        {"title": "Write down what was seen once the call is open"},
        {"text": "As soon as the call is open, write. Do not wait."},
    ],
)
def test_a_step_that_something_starts_is_none(more):
    assert gaps((f"{START}.+", step("note", **more))) == ()


def test_the_first_step_of_a_procedure_begins_with_it():
    extra = {"id": "extra", "title": "Notes", "phase": "review", "steps": [step("note")]}
    assert gaps(("procedures.+", extra)) == ()


def test_a_drill_calling_for_a_step_does_not_start_it_in_an_incident():
    assert ids(gaps((f"{START}.+", step("note", target={"from": "inject", "within": "5m"})))) == {"G02-note"}


@pytest.mark.parametrize("name", ["start.steps.classify", "start.steps.declare"])
def test_a_step_on_which_much_depends_needs_a_limit(name):
    found = only((f"procedures.{name}.target", GONE))
    assert found.statement.endswith("has no time limit, although much depends on it.")
    assert found.priority == "high"


def test_a_step_that_nothing_starts_and_nothing_ends_is_one_gap():
    found = only((f"{START}.+", step("note", critical=True)))
    assert found.statement == (
        '"Write down what was seen" (clause 1.13) has no time limit, nor any word on when it begins, although much '
        "depends on it."
    )


def test_a_limit_is_not_asked_of_every_step():
    assert gaps((f"{STEP}.target", GONE)) == ()


def test_the_first_public_update_needs_a_limit_even_where_it_is_not_critical():
    changes = (
        ("procedures.talk.steps.publish.target", GONE),
        ("procedures.talk.steps.publish.critical", False),
    )
    assert only(*changes).id == "G02-publish"


def test_a_plan_without_any_limit_is_told_once():
    steps = [
        f"procedures.{name}.target"
        for name in (
            "start.steps.acknowledge",
            "start.steps.classify",
            "start.steps.declare",
            "start.steps.open-call",
            "talk.steps.publish",
            "talk.steps.all-clear",
            "stop.steps.call-provider",
            "stop.steps.contain",
            "close.steps.resolve",
            "learn.steps.hold-review",
        )
    ]
    found = only(*((path, GONE) for path in steps))
    assert found.id == "G02-steps-without-limit"
    assert found.statement == "None of the plan's 10 steps has a time limit."


def test_a_plan_says_what_an_incident_is():
    assert only(("scope", GONE)).id == "G02-scope"
    assert gaps(("scope.incident", GONE)) == (), "a trigger says it too"
    section = {"heading": "When to use this plan", "text": "Whenever customers cannot order."}
    assert gaps(("scope", GONE), ("sections", [section])) == ()


# G02: texts


@pytest.mark.parametrize(
    "text", ["TODO: ask the owner", "Call xxx at once", "Name: <name of the lead>", "Coming soon"]
)
def test_a_text_that_is_still_to_be_written_is_a_gap(text):
    found = only((f"{STEP}.text", text))
    assert (found.code, found.step, found.path) == ("G02", "open-call", ("procedures", 0, "steps", 3, "text"))
    assert found.statement.endswith('in "Open the call" (clause 1.4) is still to be filled in.')


@pytest.mark.parametrize(
    "text", ['Say "TBD" rather than nothing.', "Run restore <commit>.", "See the todo list.", "Size XXL"]
)
def test_a_text_that_only_looks_like_it_is_none(text):
    assert gaps((f"{STEP}.text", text)) == ()


def test_a_template_may_have_places_to_fill_in_but_not_to_write():
    page = "communications.page.template"
    assert gaps((page, "We know about <name of the function>.")) == ()
    assert only((page, "TODO")).path == ("communications", 0, "template")


def test_a_reference_to_a_clause_that_does_not_exist_is_a_gap():
    found = only((f"{STEP}.text", "Then go on with clause 3.9."))
    assert found.statement == '"Open the call" (clause 1.4) refers to clause 3.9, which does not exist.'


@pytest.mark.parametrize("reference", ["clause 3.2", "clause 3", "clause 12", "clause 12.4", "section 3.9"])
def test_a_reference_that_can_be_meant_is_none(reference):
    assert gaps((f"{STEP}.text", f"Then go on with {reference}.")) == ()


# G02: the same rule with two values


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("severities.SEV1.respond_within", "4m")], "its response target is 4 min"),
        (
            [("severities.SEV1.update_every", "15m")],
            'at SEV1 every 15 min (but "Public updates" every 20 min)',
        ),
        ([("after_incident.review_within.SEV2", "10 days")], "the review is due within 10 days"),
        (
            [
                (
                    f"{START}.+",
                    step(
                        "rota",
                        title="Hand over command",
                        after=["declare"],
                        target={"from": "declared", "within": "6h"},
                        shown_by=[{"action": "hand over", "role": "commander"}],
                    ),
                )
            ],
            "its longest time in the role is 3 h",
        ),
        (
            [
                (
                    f"{START}.+",
                    step(
                        "again", "Open a call", role="commander", target={"from": "declared", "within": "9m"}
                    ),
                )
            ],
            "the same step with two limits",
        ),
        ([(f"{START}.classify.target.within.SEV1", "25m")], "more time (25 min) than"),
        ([(f"{START}.classify.target.within.SEV2", GONE)], "has no limit there"),
    ],
)
def test_a_rule_with_two_values_is_a_gap(changes, words):
    found = [each for each in gaps(*changes) if each.code == "G02"]
    assert len(found) == 1, [each.statement for each in found]
    assert words in found[0].statement


@pytest.mark.parametrize(
    "changes",
    [
        [("severities.SEV1.update_every", GONE)],
        [
            (
                "cadences.+",
                {
                    "id": "s",
                    "title": "Staff",
                    "audience": "customers",
                    "role": "comms",
                    "from": "declared",
                    "every": "1h",
                },
            )
        ],
        [
            ("after_incident.review_within", "4 days"),
            ("procedures.learn.steps.hold-review.title", "Name the review's owner"),
        ],
        [
            (
                f"{START}.+",
                step("again", "Open the call", role="commander", target={"from": "declared", "within": "5m"}),
            )
        ],
    ],
)
def test_two_rules_that_agree_or_are_two_are_none(changes):
    assert gaps(*changes) == ()


def test_levels_whose_updates_no_cadence_keeps_are_told_together():
    found = only(("cadences.public.every", {"SEV1": "30m", "SEV2": "1h"}))
    assert found.id == "G02-update-intervals"
    assert found.path == ("severities", 0, "update_every")


# G05


def test_a_limit_that_the_steps_before_it_use_up_is_a_gap():
    found = only((f"{START}.declare.target.within", {"SEV1": "9m", "SEV2": "30m"}))
    assert (found.id, found.priority) == ("G05-declare", "high")
    assert found.statement == (
        'At SEV1 "Declare the commander" (clause 1.3) is due 9 min after "first alert", but "Set the severity" (clause '
        "1.2), which comes before it, may take 10 min from the same event."
    )


def test_exactly_as_long_as_the_steps_before_it_is_enough():
    assert gaps((f"{START}.declare.target.within", {"SEV1": "10m", "SEV2": "20m"})) == ()


def test_what_one_step_takes_from_all_that_follow_is_told_once():
    found = only(
        (f"{START}.classify.target.within.SEV1", "1h"), (f"{START}.classify.target.within.SEV2", "1h")
    )
    assert found.id == "G05-declare"
    assert 'It leaves too little time for "Open the call" (clause 1.4) as well.' in found.statement


def test_limits_are_added_up_along_their_clocks():
    changes = (
        (f"{START}.classify.target", {"from": "acknowledged", "within": {"SEV1": "11m", "SEV2": "20m"}}),
        (f"{START}.declare.target.within", {"SEV1": "15m", "SEV2": "30m"}),
    )
    found = only(*changes)
    assert "may take 16 min from the same event. The same is true at SEV2." in found.statement


def test_limits_on_two_calendars_are_not_compared():
    slow = {"from": "first alert", "within": "1 day", "calendar": "business days"}
    changes = [
        (f"{START}.classify.target", slow),
        (f"{START}.declare.target.within", {"SEV1": "15m", "SEV2": "30m"}),
    ]
    assert "G05-declare" not in ids(gaps(*changes))


def test_an_offer_before_a_step_takes_no_time_from_it():
    offer = step("offer", after=["classify"], strength="may", target={"from": "first alert", "within": "2h"})
    assert gaps((f"{START}.+", offer), (f"{START}.declare.after", ["classify", "offer"])) == ()
    must = {**offer, "strength": "must"}
    assert ids(gaps((f"{START}.+", must), (f"{START}.declare.after", ["classify", "offer"]))) == {
        "G05-declare"
    }


def test_a_response_target_that_ends_before_anybody_has_to_answer_is_a_gap():
    before = step("look", "Look at the alert", target={"from": "first alert", "within": "4m"})
    late = {"from": "step look", "within": {"SEV1": "4m", "SEV2": "4m"}}
    found = only(
        (f"{START}.+", before), (f"{START}.acknowledge.target", late), (f"{START}.classify.after", [])
    )
    assert (found.id, found.path) == ("G05-response-SEV1", ("severities", 0, "respond_within"))
    assert 'may come 8 min after "first alert"' in found.statement


def test_a_first_level_that_may_be_silent_longer_than_the_worst_severity_may_wait_is_a_gap():
    first = {"level": 1, "contact": "first-line", "acknowledge_within": "6m"}
    assert only(("escalation.0", first)).id == "G05-escalation"
    assert gaps(("escalation.0", {**first, "acknowledge_within": "5m"})) == ()


def test_the_chain_of_a_step_is_counted_from_the_event_at_which_it_begins():
    chain = ChainTimes(sound(), "SEV1")
    assert chain.bound("open-call") == ("first alert", 20 * MINUTE, "clock")
    assert chain.bound("contain") == ("first alert", 50 * MINUTE, "clock"), (
        "through the call, which a step marks"
    )
    assert chain.before("open-call") == {("first alert", "clock"): (15 * MINUTE, "declare")}
    assert chain.bound("publish") == ("impact", 15 * MINUTE, "clock")


def test_an_event_that_two_steps_may_bring_about_begins_a_chain_of_its_own():
    other = step("guess", after=["acknowledge"], shown_by=[{"action": "acknowledge"}])
    plan = sound(
        (f"{START}.+", other),
        (f"{START}.classify.target", {"from": "acknowledged", "within": {"SEV1": "5m", "SEV2": "9m"}}),
    )
    assert makers(plan, "SEV1")["acknowledged"] == ("acknowledge", "guess")
    assert ChainTimes(plan, "SEV1").bound("classify") == ("acknowledged", 5 * MINUTE, "clock")


# G11


def test_a_role_that_is_handed_over_says_how():
    found = only(("roles.commander.handover", GONE))
    assert (found.id, found.priority) == ("G11-commander", "high")
    assert found.statement.startswith('"Incident Commander" is handed over after 3 h at the latest')


def test_a_step_may_say_it_instead():
    over = step(
        "rota",
        title="Hand over command",
        after=["declare"],
        target={"from": "declared", "within": "3h"},
        shown_by=[{"action": "hand over", "role": "commander"}],
    )
    assert gaps(("roles.commander.handover", GONE), (f"{START}.+", over)) == ()


def test_a_role_without_a_longest_time_needs_no_handover():
    assert gaps(("roles.commander.handover", GONE), ("roles.commander.longest", GONE)) == ()
