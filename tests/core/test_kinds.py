"""One script, three kinds: what plays in each, and what must not depend on what plays in another."""

from __future__ import annotations

import pytest

from tests.core.diagnosed import one_of, only, plan
from tests.core.simulated import in_simulation, with_simulation
from trainer.core.kinds import as_kind
from trainer.core.scenario import NOBODY, Channel, Kind
from trainer.core.script import Script

ALERT, COMPLAINTS, SILENCE, CHOICE, WORSE, FIXED, PRESS = range(7)
WRITTEN = ("alert", "complaints", "silence", "choice", "worse", "fixed", "press")


def limited(inject, *kinds):
    """The change that limits an inject to some kinds."""
    return (("injects", inject, "kinds"), list(kinds))


def played(kind, *changes):
    """Identifiers of what plays in a kind."""
    return tuple(inject.id for inject in as_kind(with_simulation(*changes), kind).injects)


def test_a_tabletop_plays_what_is_written_and_nothing_of_the_system():
    assert played(Kind.TABLETOP) == WRITTEN


def test_a_simulation_plays_faults_activities_and_alerts_beside_what_is_written():
    system = (
        "fault-bad-release",
        "fault-bank-down",
        "fault-lost",
        "activity-kill-it-1",
        "web-errors",
        "memory-fills",
    )
    assert played(Kind.SIMULATION) == (*WRITTEN, *system)


def test_a_walk_through_releases_nothing():
    walked = as_kind(with_simulation(), Kind.WALKTHROUGH)
    assert (walked.injects, walked.decisions, walked.votes, walked.branches) == ((), (), (), ())
    assert Script(plan(), walked, Kind.WALKTHROUGH).walked == ("acknowledge", "declare", "open-call")


def test_an_inject_plays_only_in_the_kinds_that_it_names():
    only_told = limited(FIXED, "tabletop")
    assert "fixed" in played(Kind.TABLETOP, only_told)
    assert "fixed" not in played(Kind.SIMULATION, only_told)


def test_a_decision_vote_or_branch_of_another_kind_is_left_out():
    changes = [limited(n, "tabletop") for n in (COMPLAINTS, CHOICE, WORSE, PRESS)]
    simulated = as_kind(with_simulation(*changes), Kind.SIMULATION)
    assert (simulated.decisions, simulated.votes, simulated.branches) == ((), (), ())
    told = as_kind(with_simulation(*changes), Kind.TABLETOP)
    assert [len(told.decisions), len(told.votes), len(told.branches)] == [1, 1, 1]


def test_a_fault_is_an_inject_that_reaches_nobody_and_starts_it():
    script = Script(plan(), with_simulation()).as_kind(Kind.SIMULATION)
    fault = script.injects["fault-bad-release"]
    assert (fault.to, fault.starts, script.addressed(fault)) == ((NOBODY,), "bad-release", ())


def test_an_alert_is_an_inject_with_its_expected_steps_and_their_limits():
    expects = [{"step": "note-lessons", "within": "7m"}]
    scenario = with_simulation((("sim", "alerts", 0, "expects"), expects))
    alert = Script(plan(), scenario).as_kind(Kind.SIMULATION).injects["web-errors"]
    assert (alert.channel, alert.from_, alert.to) == (Channel.ALERT, "Monitoring", ("engineer",))
    assert alert.text == "The shop fails"
    assert [(each.step, each.within) for each in alert.expects] == [("note-lessons", 7 * 60_000_000)]


def test_long_names_of_faults_do_not_stop_a_scenario_from_being_read():
    names = played(Kind.SIMULATION, (("sim", "faults", 1, "id"), "b" * 80))
    assert f"fault-{'b' * 80}" in names


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (limited(ALERT, "tabletop"), ("injects", COMPLAINTS, "release", "after", "inject")),
        (limited(COMPLAINTS, "tabletop"), ("injects", CHOICE, "release", "when", "all", 0, "delivered")),
        (limited(FIXED, "tabletop"), ("decisions", 0, "options", 0, "consequence", "releases", 0)),
        (limited(WORSE, "tabletop"), ("decisions", 0, "options", 0, "consequence", "skips", 0)),
        ((("injects", SILENCE, "contingency_for"), "web-errors"), ("injects", SILENCE, "contingency_for")),
        ((("injects", FIXED, "release"), {"after": {"inject": "fault-lost"}}),
         ("injects", FIXED, "release", "after", "inject")),
        ((("branches", 0, "when"), {"delivered": "web-errors"}), ("branches", 0, "when", "delivered")),
        ((("objectives", 0, "achieved_when"), {"delivered": "web-errors"}),
         ("objectives", 0, "achieved_when", "delivered")),
    ],
)  # fmt: skip
def test_what_depends_on_an_inject_of_another_kind_is_an_error(change, path):
    told = one_of(in_simulation(change), "inject-of-other-kind", "error", *path)
    assert "only; this depends on it in a" in told.message


def test_an_inject_of_the_simulation_may_follow_an_alert():
    later = (("injects", FIXED, "release"), {"after": {"inject": "web-errors", "delay": "5m"}})
    rest = (("decisions", 0, "options", 0, "consequence"), {"text": "It helps"})
    assert in_simulation(later, rest, limited(FIXED, "simulation")) == ()


def test_what_waits_for_a_decision_of_another_kind_is_an_error():
    found = in_simulation(limited(CHOICE, "tabletop"))
    path = ("injects", WORSE, "release", "after", "chose")
    assert "opens" in one_of(found, "decision-of-other-kind", "error", *path).message
    assert in_simulation(limited(CHOICE, "tabletop"), limited(WORSE, "tabletop")) == ()


def test_a_step_that_only_one_kind_asks_for_is_told_for_the_other():
    found = in_simulation(
        (("objectives", 1, "steps", 2), "ask-supplier"),
        (("sim", "alerts", 0, "expects", 2), {"step": "note-lessons"}),
        limited(CHOICE, "tabletop"),
        limited(WORSE, "tabletop"),
    )
    told = only(found, "clock-never-starts", "error", "objectives", 1, "steps", 2)
    assert told.message.startswith("in a simulation, the clock of the step")


def test_a_problem_of_all_kinds_is_told_once_and_without_a_kind():
    found = in_simulation((("injects", PRESS, "release"), {"at": "2h"}))
    told = only(found, "beyond-length", "error", "injects", PRESS, "release", "at")
    assert told.message.startswith('the inject "press"')


def test_a_problem_in_one_kind_names_the_kind_and_stands_at_its_place_in_the_file():
    changes = (limited(ALERT, "tabletop"), (("injects", COMPLAINTS, "release"), {"at": "4m"}))
    found = in_simulation(
        *changes, (("injects", PRESS, "release"), {"at": "2h"}), limited(PRESS, "simulation")
    )
    told = one_of(found, "beyond-length", "error", "injects", PRESS, "release", "at")
    assert told.message.startswith('in a simulation, the inject "press"')


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (limited(FIXED, "tabletop", "walk-through", "simulation"), "idle-kind"),
        ((("injects", FIXED, "to"), ["nobody", "engineer"]), "reaches-nobody"),
        ((("injects", FIXED, "to"), ["nobody"]), "reaches-nobody"),
    ],
)
def test_what_an_inject_says_in_vain_is_warned_about(change, kind):
    found = in_simulation(change)
    assert [(each.kind, each.level) for each in found] == [(kind, "warning")], found


def test_a_kind_that_the_scenario_does_not_declare_is_warned_about():
    found = in_simulation(
        (("kinds",), ["tabletop", "walk-through"]), limited(FIXED, "tabletop", "simulation")
    )
    one_of(found, "idle-kind", "warning", "injects", FIXED, "kinds", 1)


def test_an_inject_may_begin_a_fault_and_reach_nobody_in_a_simulation():
    changes = (
        (("injects", FIXED, "starts"), "bank-down"),
        (("injects", FIXED, "to"), ["nobody"]),
        (("decisions", 0, "options", 0, "consequence"), {"text": "It helps"}),
    )
    assert in_simulation(*changes, limited(FIXED, "simulation")) == ()
