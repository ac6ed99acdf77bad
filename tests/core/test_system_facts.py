"""What a simulation leaves on record: measured times, causes against the truth, effects, findings."""

import copy
from typing import Any

import pytest

from tests import simulated
from tests.simulated import Shop, driven, known, system_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.aar import Metric, Report
from trainer.core.actions import (
    Acknowledge,
    AssumeRole,
    Classify,
    Diagnose,
    DoStep,
    Look,
    Operate,
    Resolve,
    Verify,
)
from trainer.core.compose import report
from trainer.core.compose.words import say
from trainer.core.simulation import Fault, Operation

ROLL_BACK = Operate(operation=Operation.ROLL_BACK, service="checkout", value="416")
RIGHT = Diagnose(cause="version 417 of checkout")


def of(shop: Shop) -> Report:
    return report(shop.script, shop.session.records, "trainer")


def metric(told: Report, name: str) -> Metric:
    return next(each for each in told.metrics if each.name == name)


def broken() -> Shop:
    """The shop with its fault begun, the alert raised and acknowledged."""
    shop = Shop()
    shop.start()
    shop.until(8)
    shop.act("on-call", Acknowledge(inject="checkout-errors"))
    return shop


def mended() -> Shop:
    """The same, found and rolled back; play is at minute 20 and the system has recovered."""
    shop = broken()
    shop.act("technical", RIGHT)
    shop.act("technical", ROLL_BACK)
    shop.until(20)
    return shop


def at(shop: Shop, turn: str) -> float:
    return next(
        r.elapsed / 1e6
        for r in shop.session.records
        if isinstance(r.event, ev.SystemChanged) and r.event.turn == turn
    )


# Times from the system itself -----------------------------------------------------------------------------------------


def test_onset_signal_impact_and_recovery_are_those_of_the_system():
    shop = mended()
    told = of(shop)
    system = system_of(told)
    assert system is not None
    assert system.faults[0].began_s == 300
    assert system.signal_s == system.alerts[0].raised_s > 300
    assert metric(told, "Signal delay").value_s == system.signal_s - 300
    assert [(p.began_s, p.ended_s) for p in system.impact] == [
        (at(shop, "impact began"), at(shop, "impact ended"))
    ]
    assert system.recovered_s == at(shop, "recovered")
    assert metric(told, "Time to recover").value_s == system.recovered_s - 300


def test_minutes_of_impact_failed_requests_and_cost_come_from_the_model():
    shop = mended()
    told = of(shop)
    model = driven(shop.state).model
    assert metric(told, "User impact").value_s == at(shop, "impact ended") - at(shop, "impact began")
    assert metric(told, "Failed requests").value == round(model.toll().failed_requests) > 100
    assert metric(told, "Business cost").value == round(model.toll().cost)
    assert metric(told, "Business cost").unit == "EUR"


def test_time_to_mitigate_ends_with_user_impact_and_not_with_recovery():
    shop = mended()
    assert metric(of(shop), "TTM").value_s == at(shop, "impact ended") - 480


def test_what_was_done_before_the_fault_began_is_no_recognition():
    shop = Shop()
    shop.start()
    shop.until(1)
    shop.act("commander", AssumeRole(role="commander"))
    shop.act("on-call", Look(at="logs", service="web"))
    shop.until(8)
    shop.act("on-call", Acknowledge())
    told = of(shop)
    assert metric(told, "TTD").value_s == 480 - known(system_of(told).signal_s, "the first signal")
    assert "declared" in metric(told, "Time to command").detail


def test_the_clocks_of_steps_start_with_the_turns_of_the_system():
    shop = mended()
    steps = {step.step: step for step in of(shop).steps}
    assert steps["acknowledge"].started_s == system_of(of(shop)).signal_s
    assert steps["roll-back"].started_s == at(shop, "impact began")
    assert steps["verify"].started_s == at(shop, "recovered")


def test_an_operation_shows_a_step_by_a_phrase():
    shop = broken()
    shop.act("technical", RIGHT)
    shop.act("technical", Operate(operation=Operation.RESTART, service="checkout"))
    assert not shop.state.expectations.is_done("roll-back")
    shop.act("technical", ROLL_BACK)
    assert shop.state.expectations.is_done("roll-back")


# Diagnosis ------------------------------------------------------------------------------------------------------------


def test_every_stated_cause_is_set_against_the_truth():
    shop = broken()
    shop.act("technical", Diagnose(cause="the database is slow", service="orders"))
    shop.until(10)
    shop.act("technical", RIGHT)
    told = of(shop)
    system = system_of(told)
    assert [cause.verdict for cause in system.causes] == ["wrong", "right"]
    assert (system.faults[0].found_s, system.faults[0].found_by, system.faults[0].wrong_before) == (
        600,
        "technical",
        1,
    )
    assert metric(told, "Time to right diagnosis: bad-version").value_s == 600 - 480
    assert metric(told, "Diagnosis").value == 50.0


def test_a_cause_that_nobody_finds_is_a_finding_that_names_what_was_stated_instead():
    shop = broken()
    shop.act("technical", Diagnose(cause="the network between the sites"))
    shop.until(25)
    shop.end()
    gap = next(gap for gap in of(shop).gaps if gap.id == "G15-fault-bad-version")
    assert "nobody stated it as the cause" in gap.statement
    assert "the network between the sites" in gap.statement


def test_a_leak_that_is_found_early_counts_by_how_long_memory_would_have_lasted():
    world = simulated.scenario()
    world["simulation"]["faults"][1]["release"] = {"at": "2m"}
    world["simulation"]["faults"] = world["simulation"]["faults"][1:]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(20)
    shop.act("technical", Diagnose(cause="a memory leak in the catalogue", service="catalogue"))
    shop.end()
    told = of(shop)
    ahead = known(system_of(told).faults[0].ahead_s, "how far ahead it was found")
    left = driven(shop.state).model.series("catalogue", simulated.MEMORY_LEFT)[20 * 60 + 30 * 60]
    assert ahead == pytest.approx(left, abs=1)
    assert ahead > 600
    assert any("before memory would have been full" in said.words for said in system_of(told).statements)
    assert any("before memory would have been full" in strength.statement for strength in told.strengths)


# Declared resolved ----------------------------------------------------------------------------------------------------


def test_resolved_before_the_system_had_recovered_is_said_and_is_a_finding():
    shop = broken()
    shop.act("technical", ROLL_BACK)
    shop.until(9)
    shop.act("commander", Resolve(statement="It is on its way"))
    shop.until(20)
    shop.end()
    told = of(shop)
    early = at(shop, "recovered") - 540
    said = system_of(told).declared[0]
    assert (said.early, said.delta_s) == (True, -early)
    assert metric(told, "Resolved against recovery").value_s == -early
    assert metric(told, "Resolved against recovery").met is False
    gap = next(gap for gap in told.gaps if gap.id == "G15-resolve")
    assert "before the system had recovered" in gap.statement
    assert gap.kind == "execution"


def test_resolved_too_early_is_the_plans_gap_where_the_plan_has_no_sign_for_it():
    plan = simulated.plan()
    repair = plan["procedures"][-1]["steps"]
    plan["procedures"][-1]["steps"] = [step for step in repair if step["id"] not in ("verify", "resolve")]
    world = simulated.scenario()
    world["objectives"][1]["steps"] = ["find-cause", "roll-back"]
    shop = Shop(simulated.script(plan, world))
    shop.start()
    shop.until(8)
    shop.act("commander", Resolve())
    shop.until(12)
    shop.end()
    gap = next(gap for gap in of(shop).gaps if gap.code == "G01")
    assert gap.kind == "plan"
    assert "the plan does not say by what signs an incident is over" in gap.statement


def test_resolved_when_it_was_true_is_a_strength():
    shop = mended()
    shop.act("technical", Verify(what="errors are down", evidence="0.1 %"))
    shop.act("commander", Resolve())
    shop.end()
    told = of(shop)
    assert system_of(told).declared[0].early is False
    assert any("declared the incident resolved when it was true" in s.statement for s in told.strengths)
    assert not any("before the system had recovered" in gap.statement for gap in told.gaps)


def test_resolved_while_nothing_had_failed_is_no_lead_over_recovery():
    shop = Shop()
    shop.start()
    shop.until(2)
    shop.act("commander", Resolve())
    said = system_of(of(shop)).declared[0]
    assert (said.early, said.delta_s) == (False, None)
    assert "nothing had failed yet" in said.words


# Operations -----------------------------------------------------------------------------------------------------------


def test_it_is_told_which_operation_ended_which_fault_and_which_had_no_effect():
    shop = broken()
    shop.act("technical", Operate(operation=Operation.RESTART, service="orders"))
    shop.until(14)
    shop.act("technical", ROLL_BACK)
    shop.until(20)
    told = of(shop)
    system = system_of(told)
    assert [(done.what, done.effect) for done in system.operations] == [
        ("restart Orders", "no effect"),
        ("roll back Checkout to 416", "mended"),
    ]
    assert system.faults[0].ended_by == "roll back Checkout to 416, ordered by Technical Lead"
    assert metric(told, "Operations that helped").value == 50.0


def test_an_operation_that_makes_it_worse_is_a_finding():
    shop = Shop()
    shop.start()
    shop.until(3)
    shop.act("technical", Operate(operation=Operation.SCALE, service="web", value="1"))
    shop.act("technical", Operate(operation=Operation.CHANGE_CONFIGURATION, service="web", value="limit 20%"))
    shop.until(4.9)
    shop.end()
    told = of(shop)
    worse = [done for done in system_of(told).operations if done.effect == "worse"]
    assert [done.what for done in worse] == ["change the configuration of Web (limit 20%)"]
    assert any(gap.id == "G15-operations" and "it got worse" in gap.statement for gap in told.gaps)


def test_an_operation_that_fails_is_told_as_failed():
    world = simulated.scenario()
    world["simulation"]["operations"] = [{"operation": "roll back", "fails": 1}]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(8)
    shop.act("technical", ROLL_BACK)
    shop.until(12)
    done = system_of(of(shop)).operations[0]
    assert (done.result, done.effect) == ("failed", "failed")


def test_looks_and_operations_are_no_acts_without_a_step():
    shop = mended()
    shop.act("technical", Look(at="deployments", service="checkout"))
    shop.act("technical", Operate(operation=Operation.RESTART, service="orders"))
    told = of(shop)
    assert told.evidence.unlinked_actions == ()
    assert not any("belongs to no expected step" in each.statement for each in told.deviations)


# The facilitator's own faults -----------------------------------------------------------------------------------------


def test_a_fault_that_the_facilitator_adds_and_ends_is_told_as_such():
    shop = Shop()
    shop.start()
    shop.until(1)
    extra = Fault.model_validate(
        {"id": "extra", "title": "Orders crawl", "kind": "database slow", "service": "orders"}
    )
    shop.do(cmd.AddFault(extra))
    shop.until(3)
    shop.do(cmd.RemoveFault("extra"))
    shop.until(4)
    fault = system_of(of(shop)).faults[0]
    assert (fault.id, fault.added, fault.ended_by) == ("extra", True, "the facilitator ended it")
    assert (fault.began_s, fault.ended_s) == (60, 180)


# The report -----------------------------------------------------------------------------------------------------------


def test_series_are_thin_enough_to_draw_and_keep_their_peaks():
    shop = mended()
    system = system_of(of(shop))
    assert system.series
    assert all(len(one.points) <= 200 for one in system.series)
    errors = next(one for one in system.series if one.id == "checkout-errors")
    assert max(value for _, value in errors.points) > 30
    assert errors.limit == 5
    assert errors.unit == "%"


def test_decisions_and_turns_of_the_system_stand_on_one_axis():
    shop = mended()
    shop.act("commander", Resolve())
    markers = system_of(of(shop)).markers
    kinds = [(marker.lane, marker.kind) for marker in markers]
    for wanted in (
        ("system", "fault"), ("system", "impact"), ("system", "alert"), ("system", "recovered"),
        ("people", "acknowledged"), ("people", "diagnosed"), ("people", "operation"), ("people", "resolved"),
    ):  # fmt: skip
        assert wanted in kinds
    assert [marker.at_s for marker in markers] == sorted(marker.at_s for marker in markers)


def test_turns_of_the_system_have_their_own_lane_on_the_timeline():
    told = of(mended())
    lanes = {entry.lane for entry in told.timeline if "impact" in entry.title or "recovered" in entry.title}
    assert lanes == {"system"}
    assert any(entry.title == "Roll back of Checkout to 416 is done" for entry in told.timeline)


def test_the_live_feed_names_the_operation_or_the_look_that_is_through():
    shop = mended()
    shop.act("technical", Look(at="deployments", service="checkout"))
    shop.until(22)
    said = [say(shop.script, r)[0] for r in shop.session.records if isinstance(r.event, ev.OperationEnded)]
    assert said == ["Roll back of Checkout to 416 is done", "The look at the deployments of Checkout is done"]


def test_the_method_says_what_the_times_mean_and_what_a_model_does_not_say():
    told = of(mended())
    assert told.method.kind_note.startswith("Simulation")
    assert "not comparable" in told.method.kind_note
    topics = {rule.partition(":")[0] for rule in told.method.rules}
    assert {"System", "Diagnosis", "Operations", "Resolved"} <= topics
    assert any("queueing model" in words for words in told.method.limitations)


def test_a_tabletop_of_the_same_script_has_nothing_of_a_system():
    from trainer.core.scenario import Kind

    world = copy.deepcopy(simulated.scenario())
    shop = Shop(simulated.script(None, world).as_kind(Kind.TABLETOP))
    shop.start()
    shop.act("on-call", DoStep(step="acknowledge"))
    shop.act("on-call", Classify(severity="SEV1"))
    told = of(shop)
    assert told.exercise.system is None
    assert not any(each.name == "User impact" for each in told.metrics)


# Faults that pass of themselves ---------------------------------------------------------------------------------------


def passing(effect: dict[str, float], at_: str = "2m", lasts: str = "3m") -> Shop:
    """The shop with one fault that passes of itself, and nothing else."""
    world = simulated.scenario()
    world["simulation"]["faults"] = [
        {
            "id": "mail",
            "title": "A campaign mail goes out",
            "kind": "traffic surge",
            "service": "web",
            "release": {"at": at_},
            "lasts": lasts,
            "effect": effect,
        }
    ]
    shop = Shop(simulated.script(None, world))
    shop.start()
    return shop


def test_what_passes_of_itself_and_unnoticed_is_no_disturbance_and_nobody_had_to_find_it():
    shop = passing({"load": 1.2}, lasts="20m")
    shop.until(5)
    shop.act("commander", Resolve())
    shop.until(30)
    shop.end()
    told = of(shop)
    system = system_of(told)
    assert (system.faults[0].ended_by, system.faults[0].called_for) == ("it passed of itself", False)
    assert [said.early for said in system.declared] == [False]
    assert not any("nobody stated it" in gap.statement for gap in told.gaps)
    assert not any(each.name.startswith("Time to right diagnosis") for each in told.metrics)


def test_what_passes_of_itself_and_was_felt_had_to_be_found_all_the_same():
    world = simulated.scenario()
    world["simulation"]["faults"] = [world["simulation"]["faults"][0] | {"lasts": "15m"}]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(30)
    shop.end()
    told = of(shop)
    fault = system_of(told).faults[0]
    assert (fault.ended_by, fault.called_for) == ("it passed of itself", True)
    assert any("nobody stated it as the cause" in gap.statement for gap in told.gaps)


def test_every_statement_rests_on_events_that_the_report_lists():
    shop = mended()
    shop.act("commander", Resolve())
    shop.end()
    told = of(shop)
    listed = {entry.seq for entry in told.evidence.entries}
    assert len(system_of(told).statements) >= 5
    for said in system_of(told).statements:
        assert said.evidence
        assert set(said.evidence) <= listed


def test_what_got_better_since_a_fault_had_passed_is_not_put_down_to_an_operation():
    world = simulated.scenario()
    world["simulation"]["faults"] = [world["simulation"]["faults"][0] | {"lasts": "5m"}]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(9)
    shop.act("technical", Operate(operation=Operation.RESTART, service="orders"))
    shop.until(20)
    done = system_of(of(shop)).operations[0]
    assert done.effect == "no effect"
    assert "had ended" in done.why


def test_a_resolution_after_which_users_noticed_something_again_says_so():
    shop = mended()
    shop.act("commander", Resolve())
    extra = Fault.model_validate(
        {"id": "again", "title": "Checkout fails", "kind": "configuration error", "service": "checkout"}
    )
    shop.do(cmd.AddFault(extra))
    shop.until(25)
    shop.end()
    told = of(shop)
    assert system_of(told).declared[0].early is False
    assert "users noticed something again after that" in system_of(told).declared[0].words
    assert not any("declared the incident resolved when it was true" in s.statement for s in told.strengths)


def card_world(storm: str) -> dict[str, Any]:
    """A shop that fails nobody when nothing is sold; the bank refuses cards, and a surge passes of itself."""
    world = simulated.scenario()
    part = world["simulation"]
    web, checkout = part["services"][:2]
    web["calls"] = [{"service": "catalogue"}, {"service": "checkout", "per_request": 0.5, "needed": False}]
    checkout["calls"] = [{"service": "orders"}, {"service": "bank", "flag": "card"}]
    part["services"].append({"id": "bank", "title": "Bank", "kind": "external", "takes": "30ms"})
    part["flags"] = [{"id": "card", "title": "Pay by card", "service": "checkout", "on": True}]
    part["impact_when"] = [{"service": "web", "measure": "errors", "above": "50%"}]
    part["faults"] = [
        {
            "id": "bank-down",
            "title": "The bank refuses cards",
            "kind": "dependency down",
            "service": "bank",
            "release": {"at": "2m"},
            "effect": {"errors": 1, "slower": 1},
        },
        {
            "id": "storm",
            "title": "A storm of retries",
            "kind": "traffic surge",
            "service": "catalogue",
            "release": {"at": "3m"},
            "lasts": storm,
            "effect": {"slower": 1.2},
        },
    ]
    return world


def by_card(*, storm: str, order_at: float) -> Shop:
    """Nothing is sold until cards are off; the surge ends before or after that."""
    shop = Shop(simulated.script(None, card_world(storm)))
    shop.start()
    shop.until(order_at)
    shop.act("technical", Operate(operation=Operation.SWITCH_FLAG, service="checkout", value="card off"))
    shop.until(order_at + 8)
    shop.end()
    return shop


@pytest.mark.parametrize(("storm", "order_at"), [("5m", 8.7), ("7m", 8), ("2m", 9)])
def test_what_got_better_only_once_an_operation_was_through_is_its_own(storm: str, order_at: float):
    told = of(by_card(storm=storm, order_at=order_at))
    done = system_of(told).operations[0]
    assert done.effect == "eased"
    assert done.why.startswith('"Checkouts" rose from 0 to 1,')
    assert metric(told, "Operations that helped").value == 100.0


def test_what_takes_business_away_is_worse_even_where_no_request_fails():
    world = card_world("2m")
    world["simulation"]["faults"] = []
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(1)
    limit = Operate(operation=Operation.CHANGE_CONFIGURATION, service="checkout", value="limit 20%")
    shop.act("technical", limit)
    shop.until(6)
    shop.end()
    done = system_of(of(shop)).operations[0]
    assert done.effect == "worse"
    assert done.why.startswith('"Checkouts" fell from 1,')


def test_what_a_fault_made_worse_that_began_meanwhile_is_not_put_down_to_an_operation():
    world = card_world("2m")
    world["simulation"]["faults"] = [world["simulation"]["faults"][0] | {"release": {"at": "3m10s"}}]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(3)
    shop.act("technical", Operate(operation=Operation.RESTART, service="orders"))
    shop.until(10)
    told = of(shop)
    done = system_of(told).operations[0]
    assert (done.effect, done.why) == ("no effect", "a further fault began before its effect could be seen")
    assert not any("it got worse" in gap.statement for gap in told.gaps)


# One cause in several places ------------------------------------------------------------------------------------------


def chains(*, second: str = "10m", known: tuple[str, ...] = ("incomplete certificate chain",)) -> Shop:
    """The same certificate error at three services, the second of them later; the third under other words."""
    world = simulated.scenario()
    world["simulation"]["faults"] = [
        {
            "id": f"chain-{service}",
            "title": f"The certificate chain of {service} is incomplete",
            "kind": "certificate expired",
            "service": service,
            "release": {"at": at_},
            "known_as": list(words),
        }
        for service, at_, words in (
            ("checkout", "5m", known),
            ("catalogue", second, known),
            ("orders", "6m", ("key of the database",)),
        )
    ]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(8)
    shop.act("technical", Diagnose(cause="an incomplete certificate chain"))
    shop.until(30)
    shop.end()
    return shop


def test_a_right_cause_counts_for_every_fault_of_the_same_kind_that_is_known_by_the_same_words():
    told = of(chains(second="5m"))
    faults = {fault.id: fault for fault in system_of(told).faults}
    assert [faults[f"chain-{name}"].found_s for name in ("checkout", "catalogue")] == [480, 480]
    assert faults["chain-orders"].found_s is None
    lost = [gap.statement for gap in told.gaps if "nobody stated it as the cause" in gap.statement]
    assert len(lost) == 1
    assert "of orders" in lost[0]


def test_a_cause_stated_before_a_fault_of_its_kind_began_counts_from_then():
    told = of(chains())
    later = next(f for f in system_of(told).faults if f.id == "chain-catalogue")
    assert (later.found_s, later.found_after_s, later.found_by) == (600, 0, "technical")
    assert any("before it began, of a fault of the same kind" in s.words for s in system_of(told).statements)


def test_faults_without_words_of_their_own_are_each_found_alone():
    told = of(chains(second="5m", known=()))
    found = [f.found_s for f in system_of(told).faults]
    assert found.count(None) >= 2
