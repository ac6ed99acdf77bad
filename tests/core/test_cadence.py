"""When a service is due its next drill."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trainer.core.cadence import SOON, Drill, Due, what_is_due
from trainer.core.plan import Service
from trainer.core.scenario import Kind
from trainer.core.time import DAY

TODAY = date(2026, 3, 2)


def service(
    name: str = "checkout", tier: int = 1, tabletop: int | None = 90, simulation: int | None = None
) -> Service:
    return Service.model_validate(
        {
            "id": name,
            "title": name.title(),
            "tier": tier,
            "tabletop_every": None if tabletop is None else f"{tabletop} days",
            "simulation_every": None if simulation is None else f"{simulation} days",
        }
    )


def drilled(days_ago: int, kind: Kind = Kind.TABLETOP, name: str = "checkout") -> Drill:
    return Drill(name, kind, TODAY - timedelta(days=days_ago))


def only(services: list[Service], drills: list[Drill]) -> Due:
    (due,) = what_is_due(services, drills, TODAY)
    return due


def test_a_service_never_drilled_says_so() -> None:
    due = only([service()], [])
    assert (due.standing, due.last, due.due_on, due.left) == ("never", None, None, None)


def test_a_drill_is_overdue_the_day_after_its_interval_ends() -> None:
    assert only([service()], [drilled(91)]).standing == "overdue"
    assert only([service()], [drilled(91)]).left == -1
    assert only([service()], [drilled(90)]).standing == "due"
    assert only([service()], [drilled(90)]).left == 0


def test_a_drill_comes_due_two_weeks_ahead() -> None:
    assert only([service()], [drilled(90 - SOON)]).standing == "due"
    assert only([service()], [drilled(90 - SOON - 1)]).standing == "coming"


def test_the_newest_drill_counts_in_whatever_order_they_come() -> None:
    due = only([service()], [drilled(300), drilled(10), drilled(120)])
    assert due.last == TODAY - timedelta(days=10)
    assert due.due_on == TODAY + timedelta(days=80)


def test_a_tabletop_does_not_stand_for_a_simulation() -> None:
    tabletop, simulation = what_is_due([service(simulation=365)], [drilled(5)], TODAY)[::-1]
    assert (tabletop.kind, tabletop.standing) == (Kind.TABLETOP, "coming")
    assert (simulation.kind, simulation.standing) == (Kind.SIMULATION, "never")


def test_another_services_drill_does_not_count() -> None:
    assert only([service()], [drilled(5, name="search")]).standing == "never"


def test_a_service_without_a_cadence_is_never_due() -> None:
    assert what_is_due([service(tabletop=None)], [drilled(400)], TODAY) == ()


def test_a_service_in_two_plans_counts_once_with_the_shorter_interval() -> None:
    assert only([service(tabletop=180), service(tabletop=90)], [drilled(100)]).every_days == 90


def test_an_interval_below_a_day_counts_as_one_day() -> None:
    hourly = Service.model_validate({"id": "checkout", "title": "Checkout", "tabletop_every": "1h"})
    assert only([hourly], [drilled(0)]).left == 1


def test_the_most_pressing_stands_first() -> None:
    services = [
        service("late", 2),
        service("new", 1),
        service("soon", 1),
        service("far", 1),
        service("later", 1),
    ]
    drills = [
        drilled(100, name="late"),
        drilled(80, name="soon"),
        drilled(1, name="far"),
        drilled(95, name="later"),
    ]
    names = [due.service for due in what_is_due(services, drills, TODAY)]
    assert names == ["new", "later", "late", "soon", "far"]


@given(st.integers(1, 3660), st.integers(0, 5000))
def test_days_left_and_the_due_day_agree(every: int, ago: int) -> None:
    due = only([service(tabletop=every)], [drilled(ago)])
    assert due.due_on is not None
    assert due.left == (due.due_on - TODAY).days == every - ago
    assert (due.standing == "overdue") == (ago > every)
    assert due.every_days * DAY == every * DAY


def test_a_walk_through_puts_off_no_tabletop_and_is_told_beside_it() -> None:
    due = only([service(tabletop=90)], [drilled(100), drilled(3, Kind.WALKTHROUGH)])
    assert due.standing == "overdue"
    assert due.walked == TODAY - timedelta(days=3)


def test_a_walk_through_before_the_last_tabletop_is_not_told_any_more() -> None:
    due = only([service(tabletop=90)], [drilled(10), drilled(30, Kind.WALKTHROUGH)])
    assert due.walked is None


def test_a_service_that_was_only_walked_through_was_never_drilled() -> None:
    due = only([service()], [drilled(5, Kind.WALKTHROUGH)])
    assert (due.standing, due.walked) == ("never", TODAY - timedelta(days=5))
