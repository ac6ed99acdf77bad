"""Whole walk-throughs by virtual teams and by anybody, and the laws that hold for each."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import created
from tests.core.walk.walking import WalkRoom, walk_script
from tests.play.random_scripts import plans
from trainer import shipped
from trainer.cast import PROFILES, GuidedCast, ScriptedCast, WalkingCast
from trainer.cli.drive import Drive, play_through
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.commands import StartClock
from trainer.core.compose import report
from trainer.core.engine import Refused
from trainer.core.events import ExerciseEnded, StepOpened
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.state import replay
from trainer.core.team import Team
from trainer.core.time import MINUTE
from trainer.core.walk.making import scenario_text
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.files import load_plan
from trainer.storage.memory import MemoryJournal


def made(plan: Plan, **changes: Any) -> Script:
    """The script of a walk through a whole plan, with keys of the walk-through changed."""
    scenario = yaml.safe_load(scenario_text(plan))
    scenario["walkthrough"] |= changes
    return Script(plan, Scenario.model_validate(scenario)).as_kind(Kind.WALKTHROUGH)


@pytest.fixture(scope="module")
def shipped_plan() -> Plan:
    plan = load_plan(shipped.scenarios_folder() / "plans" / "incident-management-procedures.yaml").value
    assert plan is not None
    return plan


def walked(script: Script, team: str = "perfect", seed: int = 1) -> Session:
    """A walk-through played in virtual time."""
    clock, journal = ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    drive = Drive(session, WalkingCast(script, PROFILES[team], seed), script.scenario.length)
    play_through(session, drive, clock)
    assert drive.refusals == []
    return session


def told(session: Session) -> aar.Report:
    return report(session.state.script, session.records, "test")


def test_a_perfect_team_walks_a_whole_plan_and_everything_can_be_done_as_written(shipped_plan: Plan) -> None:
    session = walked(made(shipped_plan))
    found = told(session)
    walk = found.exercise.walk
    assert walk is not None
    assert found.gaps == ()
    assert {objective.suggested for objective in found.objectives} == {"P"}
    assert walk.standing_counts["as written"] == len(shipped_plan.steps())
    assert all(procedure.complete for procedure in walk.procedures)
    assert all(chain.fits for chain in walk.chains)
    ended = session.records[-1].event
    assert isinstance(ended, ExerciseEnded)
    assert ended.reason == "every step was walked through"
    assert session.elapsed() < session.state.script.scenario.length


def test_steps_are_shown_where_the_scenario_asks_for_it(shipped_plan: Plan) -> None:
    script = made(shipped_plan, show=["acknowledge-alert", "classify"])
    walk = told(walked(script)).exercise.walk
    assert walk is not None
    assert {step.step for step in walk.steps if step.shown_s is not None} == {"acknowledge-alert", "classify"}
    assert told(walked(script)).gaps == ()


def test_a_struggling_team_finds_gaps_of_many_kinds_and_does_not_get_through(shipped_plan: Plan) -> None:
    session = walked(made(shipped_plan), "struggling")
    found = told(session)
    walk = found.exercise.walk
    assert walk is not None
    assert len({gap.code for gap in found.gaps}) >= 5
    assert {gap.kind for gap in found.gaps} >= {"plan", "capability"}
    assert walk.standing_counts["cannot be done"] > 0
    assert isinstance(session.records[-1].event, ExerciseEnded)
    typical = told(walked(made(shipped_plan), "typical"))
    assert 0 < len(typical.gaps) < len(found.gaps)


def test_the_same_seed_walks_the_same_way_and_another_another(shipped_plan: Plan) -> None:
    script = made(shipped_plan)
    one, two, other = (walked(script, "typical", seed) for seed in (3, 3, 4))
    assert [record.hash for record in one.records] == [record.hash for record in two.records]
    assert [record.event for record in one.records] != [record.event for record in other.records]


def test_a_cast_that_takes_up_a_walk_leaves_alone_what_was_answered() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="3m")
    room.says("classify", "owner", "wrong", "not us")
    room.wait(minutes=10)
    drive = Drive(room.session, WalkingCast(room.script, PROFILES["perfect"], 1), room.script.scenario.length)
    play_through(room.session, drive, room.clock)
    walk = room.state.walk
    assert walk is not None
    assert drive.refusals == []
    assert walk.steps["classify"].answers["owner"].action.answer == "wrong"
    assert walk.steps["acknowledge"].earlier == []
    assert all(a.at >= 10 * MINUTE for a in walk.steps["declare"].answers.values())


def test_a_step_that_was_left_out_is_not_walked_by_the_cast() -> None:
    room = WalkRoom()
    room.leave_out("classify")
    drive = Drive(room.session, WalkingCast(room.script, PROFILES["perfect"], 1), room.script.scenario.length)
    play_through(room.session, drive, room.clock)
    walk = room.state.walk
    assert walk is not None
    assert not walk.steps["classify"].touched


def test_a_team_file_may_answer_and_show_and_each_step_is_opened_for_it() -> None:
    team = Team.model_validate(
        {
            "team": "scripted",
            "members": [
                {
                    "role": "on-call",
                    "acts": [
                        {
                            "at": "1m",
                            "do": "answer",
                            "step": "acknowledge",
                            "question": "owner",
                            "answer": "confirmed",
                        },
                        {"at": "2m", "do": "show", "step": "acknowledge", "now": "begun"},
                        {"at": "5m", "do": "show", "step": "acknowledge", "now": "done"},
                        {
                            "at": "6m",
                            "do": "answer",
                            "step": "classify",
                            "question": "time",
                            "answer": "unclear",
                            "note": "never timed",
                            "takes": "8m",
                        },
                    ],
                }
            ],
        }
    )
    script, clock, journal = walk_script(), ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    drive = Drive(session, GuidedCast(ScriptedCast(team)), script.scenario.length)
    play_through(session, drive, clock)
    assert drive.refusals == []
    opened = [r.event.step for r in session.records if isinstance(r.event, StepOpened)]
    assert opened == ["acknowledge", "classify"]
    walk = told(session).exercise.walk
    assert walk is not None
    assert [(step.shown_s, step.stated_s) for step in walk.steps] == [(180, None), (None, 480), (None, None)]


# Laws -----------------------------------------------------------------------------------------------------------------

STEPS = ("acknowledge", "classify", "declare", "review")
answers = st.builds(
    AnswerStep,
    step=st.sampled_from(STEPS),
    question=st.sampled_from(("owner", "place", "means", "contact", "time", "proof", "asked-1")),
    answer=st.sampled_from(("confirmed", "unclear", "wrong", "missing", "blocked")),
    note=st.sampled_from(("", "the Deputy Commander", "access denied", "never done")),
    takes=st.sampled_from((None, 2 * MINUTE, 7 * MINUTE)),
)
shows = st.builds(
    ShowStep, step=st.sampled_from(STEPS), now=st.sampled_from(("begun", "done", "failed", "stopped"))
)
commands = st.one_of(
    st.builds(cmd.Act, st.sampled_from(("on-call", "commander", "comms")), st.one_of(answers, shows)),
    st.builds(cmd.OpenStep, st.sampled_from(STEPS)),
    st.builds(cmd.LeaveOutStep, st.sampled_from(STEPS), st.sampled_from(("", "no time"))),
    st.just(cmd.UndoLast()),
    st.just(cmd.PauseClock()),
    st.just(cmd.ResumeClock()),
)
ASKED = {"procedures": ["detection"], "questions": [{"step": "declare", "ask": "Who pays?"}]}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 200), commands), max_size=25))
def test_whatever_is_done_replay_is_the_walk_that_was_played_and_the_report_is_one(
    done: Sequence[tuple[int, cmd.Command]],
) -> None:
    room = WalkRoom(walkthrough=ASKED)
    for seconds, command in done:
        room.wait(seconds=seconds)
        with contextlib.suppress(Refused):
            room.do(command)
    assert replay(room.script, room.session.records).walk == room.state.walk
    found = room.report()
    walk = found.exercise.walk
    assert walk is not None
    cited = {entry.seq for entry in found.evidence.entries}
    assert {seq for gap in found.gaps for seq in gap.evidence} <= cited
    assert sum(walk.standing_counts.values()) == len(walk.steps) == 3
    assert sum(walk.answer_counts.values()) == walk.questions_answered
    for step in walk.steps:
        assert (step.standing == "not walked") == all(
            cell.reply is None for cell in (*step.cells, *step.own)
        ) or bool(step.showings)
    json.loads(found.json_text())


@settings(max_examples=40)
@given(plans(), st.sampled_from(("perfect", "typical", "struggling")), st.integers(0, 5))
def test_any_plan_can_be_walked_by_any_team_and_a_perfect_one_keeps_every_target(
    data: dict[str, Any], team: str, seed: int
) -> None:
    found = told(walked(made(Plan.model_validate(data)), team, seed))
    walk = found.exercise.walk
    assert walk is not None
    if team == "perfect":
        assert [gap.code for gap in found.gaps if gap.kind != "artefact"] == []
        assert all(chain.fits is not False for chain in walk.chains)


def test_a_walk_by_a_team_goes_on_after_the_program_was_closed_and_opened(shipped_plan: Plan) -> None:
    script, clock, journal = made(shipped_plan), ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    session.submit(StartClock())
    drive = Drive(session, WalkingCast(script, PROFILES["perfect"], 1), script.scenario.length)
    for _ in range(60):
        drive.beat()
        moment = drive.next_at()
        assert moment is not None
        clock.advance(max(moment - session.elapsed(), 0))
    again = Session(script, journal, clock)
    assert again.state.walk == session.state.walk
