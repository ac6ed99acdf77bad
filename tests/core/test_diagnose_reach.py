"""What of a scenario can happen at all, and whether there is time for it."""

from __future__ import annotations

import time

import pytest

from tests.core.diagnosed import PLAN_TEXT, REMOVED, Change, edited, in_scenario, one_of, only, plan, scenario
from trainer.core.diagnose import diagnose_scenario
from trainer.core.diagnose.course import Course
from trainer.core.diagnose.happenings import START, Happenings
from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script
from trainer.core.time import MINUTE

ALERT, COMPLAINTS, SILENCE, CHOICE, WORSE, FIXED, PRESS = range(7)


def release(index):
    return ("injects", index, "release")


def kinds(found):
    return sorted(problem.kind for problem in found)


@pytest.mark.parametrize(
    ("circle", "shown"),
    [
        ({"inject": "worse"}, '"worse" waits for its own release'),
        ({"inject": "fixed"}, '"worse" → "fixed" → "worse"'),
    ],
)
def test_injects_that_wait_for_each_other_are_an_error_told_once(circle, shown):
    changes: list[Change] = [
        (release(WORSE), {"after": circle}),
        (release(FIXED), {"after": {"inject": "worse"}}),
    ]
    changes.append((("decisions", 0, "options", 0, "consequence", "releases"), []))
    found = in_scenario(*changes)
    problem = one_of(found, "inject-cycle", "error", *release(WORSE))
    assert shown in problem.message
    assert kinds(found).count("inject-cycle") == 1


def test_an_inject_behind_a_circle_is_unreachable():
    changes = (
        (release(WORSE), {"after": {"inject": "worse"}}),
        (release(PRESS), {"after": {"inject": "worse"}}),
    )
    problem = one_of(in_scenario(*changes), "unreachable-inject", "error", *release(PRESS))
    assert 'waits for the inject "worse", which can never be released' in problem.message


def test_a_circle_runs_through_conditions_decisions_and_branches():
    """The choice is opened by an inject that waits for a branch that waits for the choice."""
    changes = (
        (("branches", 0, "when"), {"all": [{"chose": "way/wait"}, {"from_time": "1m"}]}),
        (("injects", CHOICE, "branch"), "public"),
    )
    problem = one_of(in_scenario(*changes), "inject-cycle", "error", *release(CHOICE))
    assert '"choice" → "branch public" → "decision way" → "choice"' in problem.message


def test_a_circle_with_another_way_in_is_none():
    way_in = {"any": [{"delivered": "worse"}, {"from_time": "20m"}]}
    assert (
        in_scenario((release(PRESS), {"when": way_in}), (release(WORSE), {"after": {"inject": "press"}}))
        == ()
    )


def test_an_option_that_releases_an_inject_makes_it_reachable():
    assert in_scenario((release(FIXED), {"after": {"inject": "fixed"}})) == ()


def test_a_condition_on_a_step_that_is_never_overdue_never_holds():
    silence = ("injects", SILENCE, "release", "when")
    unlimited = in_scenario((silence, {"overdue": "note-lessons"}))
    assert "no limit is set" in one_of(unlimited, "unreachable-inject", "error", *release(SILENCE)).message
    objectives = [{"id": "react", "title": "R", "steps": ["acknowledge", "note-lessons"]}]
    changes = ((("objectives",), objectives), (silence, {"overdue": "open-call"}))
    unasked = one_of(in_scenario(*changes), "unreachable-inject", "error", *release(SILENCE))
    assert "no objective and no inject asks for it" in unasked.message


def test_a_limit_of_the_scenario_can_run_out():
    changes = (
        (("injects", ALERT, "expects", 2), {"step": "note-lessons", "within": "9m"}),
        (("injects", SILENCE, "release", "when"), {"overdue": "note-lessons"}),
    )
    assert in_scenario(*changes) == ()


def test_what_waits_for_an_event_that_nothing_brings_about_is_unreachable():
    found = in_scenario((("injects", COMPLAINTS, "marks"), []))
    branch = one_of(found, "unreachable-branch", "error", "branches", 0, "when")
    assert 'the event "impact"' in branch.message
    press = one_of(found, "unreachable-inject", "error", *release(PRESS))
    assert 'the branch "public"' in press.message
    silence = one_of(found, "unreachable-inject", "error", *release(SILENCE))
    assert "its clock never starts" in silence.message
    clock = one_of(found, "clock-never-starts", "error", "injects", COMPLAINTS, "expects", 0, "step")
    assert clock.fix == "write `marks: [impact]` at an inject"


@pytest.mark.parametrize(
    "anchor",
    ["first signal", "first alert", "noticed", "acknowledged", "classified", "declared", "call started", "first update",
     "first post", "previous update", "identified", "containment decided", "contained", "recovered", "resolved",
     "handover started", "impact", "step publish"],
)  # fmt: skip
def test_every_event_that_play_can_bring_about_is_reachable(anchor):
    assert in_scenario((release(PRESS), {"after": {"reached": anchor}})) == ()


def test_an_event_of_the_plan_needs_the_plans_help():
    bare = edited(PLAN_TEXT, (("roles", 0, "leads"), REMOVED))
    told = diagnose_scenario(
        scenario((release(PRESS), {"after": {"reached": "declared"}})), Plan.model_validate(bare)
    )
    one_of(told, "unreachable-inject", "error", *release(PRESS))
    one_of(told, "clock-never-starts", "error", "objectives", 0, "steps", 2)


def test_without_an_alert_nothing_counts_from_the_first_alert():
    found = in_scenario((("injects", ALERT, "channel"), "chat"))
    clock = one_of(found, "clock-never-starts", "error", "injects", ALERT, "expects", 0, "step")
    assert clock.fix == "send an alert or a page"


def test_a_decision_and_a_vote_need_an_inject_that_opens_them():
    found = in_scenario(
        (("injects", CHOICE, "decision"), REMOVED), (("injects", COMPLAINTS, "vote"), REMOVED)
    )
    one_of(found, "decision-never-opened", "error", "decisions", 0, "id")
    one_of(found, "vote-never-opened", "error", "votes", 0, "id")
    worse = one_of(found, "unreachable-inject", "error", *release(WORSE))
    assert 'the decision "way", which is never put to the team' in worse.message


def test_a_branch_without_injects_is_warned_about():
    only(in_scenario((("injects", PRESS, "branch"), REMOVED)), "empty-branch", "warning", "branches", 0, "id")


@pytest.mark.parametrize(
    ("conditions", "where"),
    [
        ([{"done": "publish"}, {"not": {"done": "publish"}}], 0),
        ([{"chose": "way/back"}, {"chose": "way/wait"}], 1),
        ([{"severity": "SEV1"}, {"severity": "SEV2"}], 0),
    ],
)
def test_conditions_that_rule_each_other_out_are_an_error(conditions, where):
    path = (*release(PRESS), "when", "all")
    only(
        in_scenario((release(PRESS), {"when": {"all": conditions}})),
        "impossible-condition",
        "error",
        *path,
        where,
    )


def test_the_same_severity_by_two_names_rules_nothing_out():
    assert in_scenario((release(PRESS), {"when": {"all": [{"severity": "SEV1"}, {"severity": "p1"}]}})) == ()


@pytest.mark.parametrize("key", ["all", "any"])
def test_an_empty_condition_is_an_error(key):
    one_of(
        in_scenario((release(PRESS), {"when": {key: []}})),
        "empty-condition",
        "error",
        *release(PRESS),
        "when",
        key,
    )


@pytest.mark.parametrize(
    ("way", "path"),
    [
        ({"at": "91m"}, (*release(WORSE), "at")),
        ({"after": {"inject": "alert", "delay": "90m"}}, release(WORSE)),
        ({"when": {"all": [{"from_time": "2h"}, {"done": "publish"}]}}, release(WORSE)),
    ],
)
def test_an_inject_that_comes_after_the_end_is_an_error(way, path):
    found = only(in_scenario((release(WORSE), way)), "beyond-length", "error", *path)
    assert "the exercise lasts 1 h 30 min" in found.message


def test_an_inject_at_the_very_end_is_fine():
    assert in_scenario((release(WORSE), {"at": "90m"})) == ()


def test_a_limit_that_ends_after_the_exercise_is_warned_about():
    found = in_scenario((("length",), "15m"))
    late = one_of(found, "target-beyond-length", "warning", "injects", COMPLAINTS, "expects", 0, "step")
    assert late.message.startswith("the exercise ends 5 min before")
    one_of(found, "target-beyond-length", "warning", "injects", CHOICE, "expects", 0, "step")


def test_a_clock_that_only_an_inject_starts_needs_one_that_expects_the_step():
    path = ("objectives", 1, "steps", 2)
    changes: list[Change] = [(("injects", CHOICE, "expects"), []), (path, "ask-supplier")]
    only(in_scenario(*changes), "clock-never-starts", "error", *path)


def test_an_objective_whose_steps_cannot_come_up_is_an_error():
    path = ("objectives", 2)
    objective = {"id": "ask", "title": "Ask", "steps": ["ask-supplier"]}
    found = in_scenario((path, objective), (("injects", CHOICE, "expects"), []))
    one_of(found, "unmeetable-objective", "error", *path, "steps")


@pytest.mark.parametrize("steps", [["inform-staff"], ["inform-staff", "nowhere"]])
def test_an_objective_at_another_severity_cannot_be_met(steps):
    found = in_scenario((("truth", "severity"), "SEV2"), (("objectives", 1, "steps"), steps))
    one_of(found, "unmeetable-objective", "error", "objectives", 1, "steps")


def test_an_objective_whose_owners_nobody_plays_cannot_be_met():
    found = in_scenario((("roles",), ["commander", "comms"]), (("objectives", 0, "steps"), ["acknowledge"]))
    one_of(found, "unmeetable-objective", "error", "objectives", 0, "steps")


def test_the_earliest_moments_follow_from_the_script():
    script = Script(plan(), scenario())
    course = Course(script.scenario, script)
    moments = {name: course.earliest(course.inject(name)) for name in script.injects}
    assert moments == {
        "alert": MINUTE,
        "complaints": 5 * MINUTE,
        "silence": 20 * MINUTE,
        "choice": 10 * MINUTE,
        "worse": 15 * MINUTE,
        "fixed": 0,
        "press": 5 * MINUTE,
    }


def test_an_inject_in_a_branch_waits_for_the_branch():
    changed = scenario((release(PRESS), {"at": "2m"}), (("branches", 0, "when"), {"from_time": "30m"}))
    course = Course(changed, Script(plan(), changed))
    assert course.earliest(course.inject("press")) == 30 * MINUTE
    delayed = scenario((release(PRESS), {"after": {"inject": "alert", "delay": "3m"}}))
    course = Course(delayed, Script(plan(), delayed))
    assert course.earliest(course.inject("press")) == 5 * MINUTE


def test_a_happening_follows_the_last_or_the_first_of_what_it_waits_for():
    graph = Happenings()
    early, late = graph.at(10), graph.at(20)
    last, first = graph.last_of((early, late), delay=5), graph.first_of((early, late))
    floor, never = graph.last_of((early,), not_before=50), graph.first_of(())
    stuck = graph.last_of((early, never))
    graph.work_out()
    moments = [graph.earliest(each) for each in (START, early, late, last, first, floor, never, stuck)]
    assert moments == [0, 10, 20, 25, 10, 50, None, None]


def long_scenario(count, make):
    inject = {"title": "T", "channel": "chat", "from": "F", "text": "T"}
    injects = [{**inject, "id": f"i{number}", "release": make(number)} for number in range(count)]
    return Scenario.model_validate({"id": "s", "title": "S", "length": "90m", "injects": injects})


@pytest.mark.parametrize(
    "make",
    [
        lambda number: {"after": {"inject": f"i{number + 1}"}},
        lambda number: {"after": {"inject": f"i{(number + 1) % 3_000}"}},
        lambda number: {
            "when": {"all": [{"delivered": f"i{number // 2}"}, {"delivered": f"i{number // 3}"}]}
        },
        lambda number: {"after": {"inject": f"typo-{number}"}},
    ],
    ids=[
        "chain to nowhere",
        "one large circle",
        "tree with a circle at its root",
        "nothing but typing errors",
    ],
)
def test_a_large_and_entirely_wrong_scenario_is_diagnosed_in_time(make):
    started = time.process_time()
    assert diagnose_scenario(long_scenario(3_000, make), None)
    assert time.process_time() - started < 1.5


def test_one_condition_on_very_many_injects_is_diagnosed_in_time():
    everything = {"all": [{"delivered": f"i{number}"} for number in range(1, 3_000)]}
    started = time.process_time()
    found = diagnose_scenario(
        long_scenario(3_000, lambda n: {"at": "1m"} if n else {"when": everything}), None
    )
    assert "unreachable-inject" not in {problem.kind for problem in found}
    assert time.process_time() - started < 1.5


def test_a_circle_through_an_inject_that_is_defined_twice_is_told():
    again = {
        "id": "worse",
        "title": "W",
        "release": {"after": {"inject": "worse"}},
        "channel": "chat",
        "from": "F",
        "text": "T",
    }
    found = in_scenario((release(WORSE), {"after": {"inject": "worse"}}), (("injects", 7), again))
    assert kinds(found) == ["duplicate-id", "inject-cycle"]
