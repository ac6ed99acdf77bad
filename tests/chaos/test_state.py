"""What an exercise makes of an experiment's events, on a clock that moves only when told to."""

from __future__ import annotations

import pytest

from tests.builders import SCENARIO, Room, script_of
from trainer.core import events as ev
from trainer.core.commands import ApproveExperiment, NoteExperiment, StartClock
from trainer.core.refusing import Refused
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE, SECOND

EXPERIMENT = {
    "id": "shop",
    "target": "practice shop",
    "file": "break.json",
    "activities": [{"name": "kill", "release": {"at": "2m"}}, {"name": "freeze"}],
}
KILL = "activity-shop-1"


@pytest.fixture
def room():
    scenario = {**SCENARIO, "kinds": ["simulation"], "simulation": {"experiments": [EXPERIMENT]}}
    return Room(script_of(scenario=scenario).as_kind(Kind.SIMULATION))


def approve(room, dry_run=False):
    room.do(ApproveExperiment("shop", "d" * 64, "practice shop", True, ("action: kill",), dry_run))


def probe(room, met):
    room.do(NoteExperiment(ev.SteadyStateProbed(experiment="shop", met=met, probed=room.session.elapsed())))


def roll_back(room):
    room.do(NoteExperiment(ev.RollbacksRan(experiment="shop", reason="the end", ok=True)))


def test_an_activity_whose_time_has_come_waits_for_the_approval(room):
    room.do(StartClock())
    room.until(5)
    assert KILL not in room.delivered()
    approve(room)
    assert KILL in room.delivered()


def test_the_rollbacks_end_an_approval(room):
    approve(room)
    roll_back(room)
    room.do(StartClock())
    room.until(5)
    assert KILL not in room.delivered()
    approve(room)
    assert KILL in room.delivered()


def test_an_experiment_that_runs_for_real_is_not_approved_twice(room):
    approve(room, dry_run=True)
    approve(room)
    with pytest.raises(Refused, match="was approved already"):
        approve(room)
    roll_back(room)
    approve(room)


def test_impact_begins_when_the_steady_state_is_lost_and_recovery_when_it_is_back(room):
    approve(room)
    room.do(StartClock())
    probe(room, met=True)
    assert room.state.reached("impact") is None
    room.until(3)
    probe(room, met=False)
    room.until(4)
    probe(room, met=True)
    assert room.state.reached("impact") == 3 * MINUTE
    assert room.state.reached("recovered") == 4 * MINUTE


def test_a_system_that_was_not_well_to_begin_with_is_no_impact_of_the_experiment(room):
    approve(room)
    room.do(StartClock())
    probe(room, met=False)
    room.wait(seconds=30)
    probe(room, met=True)
    assert room.state.reached("impact") is None
    assert room.state.reached("recovered") is None


def test_the_first_probe_of_a_second_run_is_no_effect_of_it(room):
    approve(room)
    room.do(StartClock())
    probe(room, met=True)
    roll_back(room)
    approve(room)
    probe(room, met=False)
    assert room.state.reached("impact") is None


def test_nothing_is_noted_of_an_experiment_that_nobody_approved(room):
    with pytest.raises(Refused, match="was not approved"):
        probe(room, met=True)
    assert room.session.elapsed() < SECOND
