"""Scenarios and team files for a walk-through: what is diagnosed in them."""

from __future__ import annotations

from typing import Any

from tests.builders import SCENARIO, script_of
from tests.core.walk.walking import WALK
from trainer.core.diagnose import diagnose_scenario, diagnose_team
from trainer.core.problems import Problem
from trainer.core.team import Team


def problems(scenario: dict[str, Any] | None = None, **changes: Any) -> dict[str, Problem]:
    """What is wrong with the small walk-through once some keys of it are changed, by the kind of the problem."""
    script = script_of(None, {**(scenario or WALK), **changes})
    return {problem.kind: problem for problem in diagnose_scenario(script.scenario, script.plan)}


def test_a_walk_through_needs_no_inject_and_no_clock() -> None:
    assert problems() == {}


def test_a_path_of_steps_is_enough() -> None:
    assert problems(walkthrough={"path": ["acknowledge", "classify"]}) == {}


def test_neither_procedures_nor_a_path_is_an_error() -> None:
    found = problems(walkthrough={})["empty-part"]
    assert (found.level, found.fix) == ("error", "list them under `procedures` or `path`")


def test_steps_of_path_and_show_have_to_exist() -> None:
    found = problems(walkthrough={"path": ["clasify"]})["unknown-step"]
    assert (found.path, found.fix) == (("walkthrough", "path", 0), 'did you mean "classify"?')
    found = problems(walkthrough={"procedures": ["detection"], "show": ["declar"]})["unknown-step"]
    assert found.path == ("walkthrough", "show", 0)


def test_questions_and_showings_belong_to_walked_steps() -> None:
    walk = {
        "path": ["acknowledge", "classify", "declare"],
        "questions": [{"step": "first-public", "ask": "By whom?"}],
        "show": ["review"],
    }
    found = problems(walkthrough=walk)
    assert set(found) == {"idle-question", "idle-show"}
    assert found["idle-question"].path == ("walkthrough", "questions", 0, "step")
    assert found["idle-show"].path == ("walkthrough", "show", 0)


def test_a_step_on_the_path_that_its_procedure_walks_as_well_is_pointed_out() -> None:
    found = problems(walkthrough={"procedures": ["detection"], "path": ["declare"]})
    assert found["walked-twice"].path == ("walkthrough", "path", 0)


def test_an_owner_whom_nobody_plays_is_a_warning_for_others_answer() -> None:
    found = problems(roles=["commander"])["unplayed-owner"]
    assert (found.level, found.path) == ("warning", ("walkthrough",))
    assert found.message == 'nobody plays "on-call", who owns the walked steps "acknowledge", "classify"'
    assert problems(roles=["deputy", "on-call", "comms"]) == {}


def test_an_objective_of_which_no_step_is_walked_cannot_be_met() -> None:
    found = problems(walkthrough={"procedures": ["updates"]})["unmeetable-objective"]
    assert (found.level, found.path) == ("error", ("objectives", 0, "steps"))


def test_a_scenario_of_several_kinds_keeps_the_checks_of_each() -> None:
    both = {**SCENARIO, "kinds": ["tabletop", "walk-through"], "walkthrough": {"procedures": ["detection"]}}
    assert "no-injects" in problems(both, injects=[], decisions=[], branches=[])
    assert "clock-never-starts" in problems(both, injects=[], decisions=[], branches=[])


def test_acts_of_a_team_answer_what_is_asked_about_walked_steps() -> None:
    def kinds(**act: Any) -> list[str]:
        team = {"team": "t", "members": [{"role": "on-call", "acts": [{"at": "1m", "do": "answer", **act}]}]}
        return [p.kind for p in diagnose_team(Team.model_validate(team), script_of(None, WALK))]

    assert kinds(step="acknowledge", question="owner", answer="confirmed") == []
    assert kinds(step="acknowledg", question="owner", answer="confirmed") == ["unknown-step"]
    assert kinds(step="review", question="owner", answer="confirmed") == ["not-walked"]
    assert kinds(step="acknowledge", question="contact", answer="confirmed") == ["unknown-question"]
    assert kinds(step="acknowledge", question="owner", answer="wrong") == ["missing-note"]
