"""What exercises have covered of a plan, procedure by procedure."""

from tests.core.earlier_drills import earlier, gap, went
from tests.ui.tiny import tiny_plan
from trainer.core.coverage import ProcedureCoverage, coverage
from trainer.core.history import EarlierDrill
from trainer.core.scenario import Kind


def walk(held: str, *steps: str, **more: object) -> EarlierDrill:
    return earlier(held, kind="walk-through", steps=tuple(went(step) for step in steps), **more)


def of(procedure: str, *drills: EarlierDrill) -> ProcedureCoverage:
    return next(one for one in coverage(tiny_plan(), drills) if one.procedure == procedure)


RESPOND = tuple(step.id for step in tiny_plan().procedures[0].steps)


def test_a_plan_that_nobody_exercised_has_every_procedure_and_no_date() -> None:
    found = coverage(tiny_plan(), ())
    assert [one.procedure for one in found] == [p.id for p in tiny_plan().procedures if p.steps]
    assert all(one.walk is None and one.drill is None and len(one.unwalked) == one.steps for one in found)


def test_the_newest_walk_through_of_a_procedure_counts_whatever_the_order_given() -> None:
    found = of(
        "respond", walk("2026-03-01", *RESPOND), walk("2026-05-01", RESPOND[0]), walk("2026-04-01", *RESPOND)
    )
    assert found.walk is not None
    assert found.whole is not None
    assert (found.walk.held, found.walk.steps) == ("2026-05-01", 1)
    assert (found.whole.held, found.whole.steps) == ("2026-04-01", len(RESPOND))
    assert found.unwalked == ()


def test_a_whole_walk_that_is_the_newest_is_said_once() -> None:
    found = of("respond", walk("2026-03-01", *RESPOND))
    assert found.walk is not None
    assert found.whole is None


def test_steps_walked_on_several_days_leave_open_what_no_walk_went_through() -> None:
    found = of("respond", walk("2026-03-01", RESPOND[0]), walk("2026-04-01", RESPOND[2]))
    assert found.unwalked == (RESPOND[1], *RESPOND[3:])
    assert found.whole is None


def test_steps_that_the_plan_has_no_more_count_for_nothing() -> None:
    assert of("respond", walk("2026-03-01", "a-step-of-last-year")).walk is None


def test_a_tabletop_is_no_walk_through_and_is_told_beside_it() -> None:
    found = of("respond", earlier("2026-05-01", kind="tabletop", steps=(went(RESPOND[0]),)))
    assert found.walk is None
    assert found.drill is not None
    assert (found.drill.kind, found.drill.steps) == (Kind.TABLETOP, 1)
    assert found.unwalked == RESPOND


def test_gaps_about_steps_of_the_procedure_count_and_artefacts_of_the_exercise_do_not() -> None:
    found = of(
        "respond",
        walk(
            "2026-03-01",
            *RESPOND,
            gaps=(
                gap(f"G05-{RESPOND[0]}", "plan"),
                gap(f"G07-{RESPOND[1]}", "artefact"),
                gap("G04-first-update", "plan"),
                gap("G08-on-call", "capability", step=None),
            ),
        ),
    )
    assert found.walk is not None
    assert found.walk.gaps == 1


def test_a_walk_keeps_the_version_of_the_plan_that_it_walked() -> None:
    found = of("respond", walk("2026-03-01", *RESPOND, plan_version="0.9"))
    assert found.walk is not None
    assert found.walk.plan_version == "0.9"
