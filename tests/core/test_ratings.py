"""Objectives: a suggestion with its reason, and what raters gave."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Classify, Decide, DoStep, Improvise
from trainer.core.events import Rating, Seat
from trainer.core.ratings import Rated, rate, standing

CRITICAL = ("stop", "prove")
STEPS = (*CRITICAL, "tell", "tidy")


def a_drill(seats: tuple[Seat, ...] = (), **changes: dict[str, Any]) -> Drill:
    steps = [
        step(
            name,
            **{"critical": name in CRITICAL, "target": target("first alert", "10m"), **changes.get(name, {})},
        )
        for name in STEPS
    ]
    objective = {"id": "hold", "title": "Hold the line", "critical": True, "steps": list(STEPS)}
    return (
        Drill(
            plan(steps),
            scenario([inject("alert", "1m", STEPS, channel="alert")], objectives=[objective]),
            seats=seats,
        )
        .start()
        .at("2m")
    )


def done(drill: Drill, *names: str, role: str = "engineer") -> Drill:
    for name in names:
        drill.at_next_second().do(role, DoStep(step=name))
    return drill


def rated(drill: Drill) -> Rated:
    return rate(drill.facts)[0]


def test_everything_done_as_written_is_performed_without_challenges():
    found = rated(done(a_drill(), *STEPS).end("20m"))
    assert found.suggested is Rating.PERFORMED
    assert found.automatic


def test_a_late_critical_step_is_some_challenges():
    drill = done(a_drill(), "stop", "tell", "tidy").at("15m")
    found = rated(done(drill, "prove").end("20m"))
    assert found.suggested is Rating.SOME_CHALLENGES
    assert '"Prove" was late' in found.reason


def test_a_missed_step_that_is_not_decisive_is_some_challenges():
    assert rated(done(a_drill(), "stop", "prove", "tell").end("20m")).suggested is Rating.SOME_CHALLENGES


def test_a_critical_step_by_the_wrong_role_is_major_challenges():
    drill = done(a_drill(), "stop", "tell", "tidy")
    found = rated(done(drill, "prove", role="comms").end("20m"))
    assert found.suggested is Rating.MAJOR_CHALLENGES


def test_a_critical_step_out_of_order_is_major_challenges():
    drill = a_drill(stop={"after": ["prove"]})
    assert rated(done(drill, *STEPS).end("20m")).suggested is Rating.MAJOR_CHALLENGES


def test_an_improvised_critical_step_is_not_as_the_plan_says():
    drill = done(a_drill(), "stop", "tell", "tidy")
    drill.do("engineer", Improvise(text="asked around", instead_of="prove"))
    assert rated(drill.end("20m")).suggested is Rating.MAJOR_CHALLENGES


def test_a_critical_step_decided_against_the_plan_is_major_challenges():
    choice = {
        "id": "which",
        "question": "Which?",
        "step": "prove",
        "options": [{"id": "a", "text": "Look", "plan_calls_for": True}, {"id": "b", "text": "Guess"}],
    }
    objective = {"id": "hold", "title": "Hold the line", "steps": ["prove"]}
    script = scenario([inject("alert", "1m", ["prove"], decision="which")], objectives=[objective])
    for option, expected in (("a", Rating.PERFORMED), ("b", Rating.MAJOR_CHALLENGES)):
        drill = Drill(plan([step("prove", critical=True)]), script | {"decisions": [choice]}).start().at("2m")
        drill.do("engineer", Decide(decision="which", option=option, reason="So."))
        assert rated(drill.end("20m")).suggested is expected


def test_one_of_two_critical_steps_skipped_is_still_met():
    assert rated(done(a_drill(), "stop", "tell", "tidy").end("20m")).suggested is Rating.MAJOR_CHALLENGES


def test_no_critical_step_done_is_unable():
    found = rated(done(a_drill(), "tell", "tidy").end("20m"))
    assert found.suggested is Rating.UNABLE
    assert found.reason.startswith("0 of 2 critical steps")


def test_nothing_exercised_is_not_observed_and_never_unable():
    assert rated(a_drill().end("3m")).suggested is Rating.NOT_OBSERVED


def test_too_little_exercised_is_no_success():
    limits = {"target": target("first alert", "50m")}
    drill = done(a_drill(stop=limits, prove=limits), "tell", "tidy")
    assert rated(drill.end("20m")).suggested is Rating.NOT_OBSERVED


def test_what_was_not_observed_is_said_beside_the_rating():
    drill = done(a_drill(stop={"target": target("first alert", "50m")}), "prove", "tell", "tidy")
    found = rated(drill.end("20m"))
    assert found.suggested is Rating.PERFORMED
    assert "1 critical step not observed" in found.reason


def test_without_critical_steps_all_steps_are_decisive():
    lighter = {"critical": False}
    found = rated(done(a_drill(stop=lighter, prove=lighter), "stop").end("20m"))
    assert found.suggested is Rating.UNABLE


def test_a_step_that_the_exercise_spoiled_is_left_out():
    drill = a_drill((Seat(role="engineer"),), prove={"role": "commander"})
    found = rated(done(drill, "stop", "tell", "tidy").end("20m"))
    assert found.suggested is Rating.PERFORMED


def test_an_evaluators_rating_stands_beside_the_suggestion():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.RateObjective("hold", Rating.SOME_CHALLENGES, "first", "Slow start.", (3,)))
    found = rated(drill)
    assert (found.suggested, found.rating, found.automatic) == (
        Rating.PERFORMED,
        Rating.SOME_CHALLENGES,
        False,
    )
    assert found.given[0].reason == "Slow start."
    assert 3 in found.evidence


def test_a_raters_later_rating_replaces_the_earlier_one():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.RateObjective("hold", Rating.UNABLE)).submit(cmd.RateObjective("hold", Rating.PERFORMED))
    assert [given.rating for given in rated(drill).given] == [Rating.PERFORMED]


def test_raters_who_differ_are_both_kept_and_the_lower_rating_counts():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.RateObjective("hold", Rating.PERFORMED, "first"))
    drill.submit(cmd.RateObjective("hold", Rating.MAJOR_CHALLENGES, "second"))
    found = rated(drill)
    assert [given.rater for given in found.given] == ["first", "second"]
    assert (found.rating, found.agreed) == (Rating.MAJOR_CHALLENGES, False)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ((Rating.NOT_OBSERVED, Rating.PERFORMED), Rating.PERFORMED),
        ((Rating.NOT_OBSERVED,), Rating.NOT_OBSERVED),
        ((Rating.SOME_CHALLENGES, Rating.SOME_CHALLENGES), Rating.SOME_CHALLENGES),
        ((Rating.UNABLE, Rating.SOME_CHALLENGES), Rating.UNABLE),
    ],
)
def test_not_observed_gives_way_to_a_rating_on_the_scale(given, counts):
    assert standing(given) is counts


def test_what_was_not_reached_after_a_missed_step_counts_as_not_done():
    drill = a_drill(prove={"target": target("step stop", "5m")}, tidy={"critical": True})
    found = rated(done(drill, "tell", "tidy").end("30m"))
    assert found.suggested is Rating.UNABLE
    assert '1 of 3 critical steps done: "Stop" was missed; "Prove" was not reached' in found.reason


def classified(*levels: str) -> Rated:
    objective = {"id": "hold", "title": "Hold the line", "steps": ["level"]}
    script = scenario([inject("alert", "1m", ["level"], channel="alert")], objectives=[objective])
    level = step("level", critical=True, shown_by=[{"action": "classify"}])
    drill = Drill(plan([level]), script).start().at("2m")
    for severity in levels:
        drill.at_next_second().do("engineer", Classify(severity=severity, reason="So."))
    return rated(drill.end("20m"))


def test_a_wrong_severity_is_no_success_even_in_time():
    assert classified("SEV1").suggested is Rating.PERFORMED
    put_right = classified("SEV2", "SEV1")
    assert put_right.suggested is Rating.SOME_CHALLENGES
    assert '"Level" set SEV2, while the true severity was SEV1' in put_right.reason
    assert classified("SEV2").suggested is Rating.MAJOR_CHALLENGES
