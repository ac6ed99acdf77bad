"""Objectives: a suggestion with its reason, and what raters gave."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Classify, Decide, DoStep, Improvise
from trainer.core.compose import results
from trainer.core.events import Rating, Seat
from trainer.core.ratings import Rated, agreements, rate, standing

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


# What raters settle together, and how far they agree ------------------------------------------------------------------


def rate_by(drill: Drill, rater: str, rating: str, objective: str = "hold", **more: Any) -> Drill:
    return drill.submit(cmd.RateObjective(objective, Rating(rating), rater, "Seen so.", **more))


def test_what_the_raters_settled_on_together_stands_over_the_lower_rating():
    drill = done(a_drill(), *STEPS).end("20m")
    rate_by(rate_by(drill, "first", "P"), "second", "M")
    found = rated(rate_by(drill, "both", "S", consensus=True))
    assert found.consensus is not None
    assert found.rating is Rating.SOME_CHALLENGES
    assert [(given.rater, given.rating.value) for given in found.given] == [("first", "P"), ("second", "M")]
    assert (found.agreed, found.automatic) == (False, False)
    assert found.consensus.seq in found.evidence


def test_the_newest_consensus_counts_and_no_raters_own_rating_is_lost_by_it():
    drill = done(a_drill(), *STEPS).end("20m")
    rate_by(rate_by(drill, "first", "P"), "first", "U", consensus=True)
    found = rated(rate_by(drill, "first", "M", consensus=True))
    assert found.rating is Rating.MAJOR_CHALLENGES
    assert [given.rating for given in found.given] == [Rating.PERFORMED]


def test_a_consensus_without_ratings_of_their_own_is_no_suggestion_any_more():
    found = rated(rate_by(done(a_drill(), *STEPS).end("20m"), "both", "S", consensus=True))
    assert (found.automatic, found.given) == (False, ())


def test_a_consensus_that_was_taken_back_gives_way_to_the_lower_rating():
    drill = done(a_drill(), *STEPS).end("20m")
    rate_by(rate_by(rate_by(drill, "first", "P"), "second", "M"), "both", "P", consensus=True)
    assert rated(drill.submit(cmd.UndoLast())).rating is Rating.MAJOR_CHALLENGES


@pytest.mark.parametrize(
    ("raters", "lacks"), [((), False), (("one",), True), (("one", "two"), False), (("one", "one"), True)]
)
def test_a_critical_objective_lacks_a_second_rater_until_two_rated_it(raters, lacks):
    drill = done(a_drill(), *STEPS).end("20m")
    for rater in raters:
        rate_by(drill, rater, "P")
    assert rated(drill).lacks_second_rater is lacks


def test_a_consensus_alone_does_not_show_two_raters():
    drill = rate_by(done(a_drill(), *STEPS).end("20m"), "both", "P", consensus=True)
    assert rated(drill).lacks_second_rater


def several(*ratings: tuple[str, str]) -> Drill:
    """One objective for each pair of ratings, by two raters; `-` where one of them gave none."""
    names = [f"goal{number}" for number in range(len(ratings))]
    objectives = [{"id": name, "title": name, "steps": ["stop"]} for name in names]
    script = scenario([inject("alert", "1m", ["stop"])], objectives=objectives)
    drill = Drill(plan([step("stop")]), script).start().end("20m")
    for name, pair in zip(names, ratings, strict=True):
        for rater, rating in zip(("first", "second"), pair, strict=True):
            if rating != "-":
                rate_by(drill, rater, rating, name)
    return drill


def test_the_agreement_of_two_raters_is_share_and_weighted_kappa():
    (found,) = agreements(rate(several(("P", "S"), ("S", "S"), ("M", "M"), ("M", "S")).facts))
    assert (found.both, found.same, found.apart) == (4, 2, 0)
    # The ranks of the worked example in the tests of the figure: one third.
    assert found.kappa == 0.33
    assert found.words == (
        "first and second: 2 of 4 objectives that both rated on the scale rated alike; weighted kappa 0.33"
    )


def test_two_objectives_in_common_are_too_few_for_a_kappa():
    (found,) = agreements(rate(several(("P", "P"), ("S", "M"), ("P", "-")).facts))
    assert (found.both, found.same, found.kappa) == (2, 1, None)


def test_what_one_rater_did_not_observe_is_counted_apart():
    (found,) = agreements(rate(several(("P", "N/O"), ("N/O", "N/O"), ("S", "S")).facts))
    assert (found.both, found.same, found.apart) == (1, 1, 1)
    assert "1 that only one of them saw" in found.words


def test_raters_with_no_objective_in_common_are_not_compared():
    assert agreements(rate(several(("P", "-"), ("-", "S")).facts)) == ()


def test_the_report_lists_every_rating_and_marks_the_one_that_was_settled():
    drill = done(a_drill(), *STEPS).end("20m")
    rate_by(rate_by(rate_by(drill, "first", "P"), "second", "M"), "both", "S", consensus=True)
    (found,) = results.objectives(rate(drill.facts))
    assert [(given.rater, given.rating, given.consensus) for given in found.given] == [
        ("first", "P", False),
        ("second", "M", False),
        ("both", "S", True),
    ]
    assert (found.rating, found.consensus, found.agreed) == ("S", True, False)


def test_what_evaluators_said_of_a_step_stands_beside_its_outcome():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.AssessStep("stop", followed="yes", adequate="no", note="Too slow a way.", by="first"))
    drill.submit(cmd.AssessStep("stop", followed="yes", adequate="partly", by="first"))
    found = {entry.step: entry for entry in results.steps(drill.facts)}
    assert [(a.by, a.followed, a.adequate) for a in found["stop"].assessments] == [("first", "yes", "partly")]
    assert found["stop"].outcome == "on time"
    assert found["tell"].assessments == ()


# Suggested by what holds at the end, and by what was noted ------------------------------------------------------------


def achieved(condition: dict[str, Any], *names: str) -> Rated:
    objective = {"id": "hold", "title": "Hold", "steps": list(STEPS), "achieved_when": condition}
    steps = [step(n, critical=n in CRITICAL, target=target("first alert", "10m")) for n in STEPS]
    script = scenario([inject("alert", "1m", STEPS, channel="alert")], objectives=[objective])
    return rated(done(Drill(plan(steps), script).start().at("2m"), *names).end("20m"))


def test_what_was_not_achieved_is_unable_however_well_the_steps_were_done():
    found = achieved({"reached": "recovered"}, *STEPS)
    assert found.suggested is Rating.UNABLE
    assert found.reason.startswith(
        'It was not achieved: at the end it did not hold that "recovered" has happened.'
    )


def test_what_was_achieved_is_not_unable_although_its_steps_were_left_out():
    found = achieved({"done": "tell"}, "tell")
    assert found.suggested is Rating.MAJOR_CHALLENGES
    assert found.reason.startswith("It was achieved")


def test_what_was_achieved_by_the_plan_is_performed():
    assert achieved({"done": "tell"}, *STEPS).suggested is Rating.PERFORMED


def test_what_holds_at_the_end_says_nothing_while_nothing_was_put_to_the_test():
    objective = {"id": "hold", "title": "Hold", "steps": ["stop"], "achieved_when": {"reached": "recovered"}}
    script = scenario([inject("alert", None, ["stop"])], objectives=[objective])
    assert rated(Drill(plan([step("stop")]), script).start().end("20m")).suggested is Rating.NOT_OBSERVED


def test_something_to_improve_on_a_step_makes_it_some_challenges():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.RecordObservation("Two clicks less would do.", "improvement", step="tell"))
    found = rated(drill)
    assert found.suggested is Rating.SOME_CHALLENGES
    assert 'noted what could be better: "Tell"' in found.reason


def test_something_to_improve_elsewhere_changes_no_rating():
    drill = done(a_drill(), *STEPS).end("20m")
    drill.submit(cmd.RecordObservation("The room was cold.", "improvement"))
    assert rated(drill).suggested is Rating.PERFORMED
