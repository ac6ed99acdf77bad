"""What became of the corrective actions of earlier exercises."""

from __future__ import annotations

import pytest

from tests.core.earlier_drills import action, earlier, gap, noting
from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core.actions import DoStep
from trainer.core.compose.previous import previous
from trainer.core.gaps import find
from trainer.core.history import EarlierDrill

# The exercise takes place on 1 July 2026; the step `mend` is missed, the step `look` is done.


def a_drill(*drills: EarlierDrill) -> Drill:
    steps = [step(name, target=target("first alert", "5m")) for name in ("mend", "look")]
    script = scenario([inject("alert", "1m", ["mend", "look"], channel="alert")])
    drill = noting(Drill(plan(steps), script), drills).start().at("2m")
    drill.do("engineer", DoStep(step="look"))
    return drill.end("20m")


def told(*drills: EarlierDrill) -> tuple[aar.PreviousAction, ...]:
    facts = a_drill(*drills).facts
    return previous(facts, find(facts))


def one(name: str, status: str, **more: str) -> aar.PreviousAction:
    (found,) = told(earlier(gaps=[gap(name)], actions=[action(name, status, **more)]))
    return found


@pytest.mark.parametrize(
    ("gap_name", "status", "now"),
    [
        ("G15-look", "closed", "closed"),
        ("G15-mend", "closed", "ineffective"),
        ("G15-look", "assigned", "open"),
        ("G15-mend", "assigned", "repeated"),
        ("G15-look", "proposed", "open"),
        ("G15-mend", "proposed", "repeated"),
        ("G15-look", "accepted risk", "closed"),
        ("G15-mend", "accepted risk", "closed"),
    ],
)
def test_the_status_follows_from_the_action_and_from_whether_its_gap_is_back(gap_name, status, now):
    assert one(gap_name, status).status == now


def test_an_action_names_what_was_agreed_with_whom_by_when_and_after_which_exercise():
    found = one("G15-look", "assigned", owner="Head of operations", due="2026-09-01")
    assert (found.action, found.gap, found.owner, found.due) == (
        "Mend G15-look",
        "G15-look",
        "Head of operations",
        "2026-09-01",
    )
    assert (found.exercise, found.held) == ("Drill of 2026-05-01", "2026-05-01")


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        ("assigned", "2026-06-30", True),
        ("assigned", "2026-07-01", False),
        ("assigned", None, False),
        ("closed", "2026-06-30", False),
        ("accepted risk", "2026-06-30", False),
    ],
)
def test_an_action_is_overdue_where_it_was_due_before_the_exercise_began(status, due, overdue):
    assert one("G15-look", status, **({"due": due} if due else {})).overdue is overdue


def test_the_newest_exercise_has_the_last_word_on_an_action():
    before = earlier("2026-03-01", gaps=[gap("G15-look")], actions=[action("G15-look", "closed")])
    after = earlier("2026-05-01", gaps=[gap("G15-look")], actions=[action("G15-look", "assigned")])
    for drills in ((before, after), (after, before)):
        (found,) = told(*drills)
        assert (found.status, found.held) == ("open", "2026-05-01")


def test_actions_of_the_newest_exercise_come_first_and_none_is_dropped():
    before = earlier("2026-03-01", gaps=[gap("G15-look")], actions=[action("G15-look")])
    after = earlier("2026-05-01", gaps=[gap("G15-mend")], actions=[action("G15-mend")])
    assert [found.gap for found in told(before, after)] == ["G15-mend", "G15-look"]


def test_an_action_for_several_gaps_is_one_entry_for_each_status():
    actions = [action(name, "closed", id="A-practise") for name in ("G15-mend", "G15-look", "G15-tell")]
    gaps = [gap(found.gap) for found in actions]
    found = told(earlier(gaps=gaps, actions=actions))
    assert [(entry.status, entry.gap) for entry in found] == [
        ("ineffective", "G15-mend"),
        ("closed", "G15-look, G15-tell"),
    ]


def test_the_same_gap_is_known_by_its_step_where_its_name_has_changed():
    before = earlier(gaps=[gap("G15-of-old", step="mend")], actions=[action("G15-of-old", "closed")])
    assert [found.status for found in told(before)] == ["ineffective"]


def test_a_gap_that_evaluators_overruled_is_not_back():
    drill = a_drill(earlier(gaps=[gap("G15-mend")], actions=[action("G15-mend", "closed")]))
    drill.submit(cmd.JudgeGap("G15-mend", False, "The alert never showed."))
    (found,) = previous(drill.facts, find(drill.facts))
    assert found.status == "closed"


def test_every_entry_cites_the_journal_and_one_that_is_back_what_showed_it():
    drill = a_drill(
        earlier(gaps=[gap("G15-mend"), gap("G15-look")], actions=[action("G15-mend"), action("G15-look")])
    )
    gaps = find(drill.facts)
    back, gone = previous(drill.facts, gaps)
    assert gone.evidence == drill.facts.history_seq
    assert set(back.evidence) > set(gone.evidence)


def test_without_earlier_exercises_there_is_none():
    assert told() == ()
