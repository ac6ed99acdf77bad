"""Steps of a walk-through judged by answers, showings and durations."""

from __future__ import annotations

import pytest

from tests.core.walk.walking import WalkRoom, plan_with
from trainer.core.commands import OverruleOutcome, UndoLast
from trainer.core.compose.lookback import look_back
from trainer.core.engine import Refused
from trainer.core.events import Outcome
from trainer.core.state import replay
from trainer.core.time import MINUTE


def test_a_step_with_every_answer_confirmed_and_a_duration_that_fits_is_on_time() -> None:
    room = WalkRoom()
    room.open("acknowledge")
    room.confirms("acknowledge", takes="4m")
    found = room.judged("acknowledge")
    assert (found.outcome, found.elapsed, found.limit, found.met) == (
        Outcome.ON_TIME,
        4 * MINUTE,
        5 * MINUTE,
        True,
    )
    assert found.done_by == "on-call"
    assert found.why == "All 5 answers confirmed it; it takes 4 min of the 5 min that its target allows."


def test_a_step_without_a_duration_is_on_time_without_a_target_that_counts() -> None:
    room = WalkRoom()
    room.confirms("acknowledge")
    found = room.judged("acknowledge")
    assert (found.outcome, found.elapsed, found.met) == (Outcome.ON_TIME, None, None)


def test_a_step_that_takes_longer_than_its_target_is_late_by_itself() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="7m")
    found = room.judged("acknowledge")
    assert (found.outcome, found.met, found.delta) == (Outcome.LATE, False, 2 * MINUTE)
    assert found.why == "It takes 7 min by itself; its target is 5 min."


def test_exactly_the_target_is_within_it() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="5m")
    assert room.judged("acknowledge").met is True


def test_the_shown_duration_counts_before_the_stated_one() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="2m")
    room.shows("acknowledge", minutes=6)
    found = room.judged("acknowledge")
    assert (found.elapsed, found.outcome) == (6 * MINUTE, Outcome.LATE)


def test_a_showing_that_was_broken_off_says_nothing() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="2m")
    room.shows("acknowledge", minutes=6, now="stopped")
    assert (room.judged("acknowledge").elapsed, room.judged("acknowledge").outcome) == (
        2 * MINUTE,
        Outcome.ON_TIME,
    )


def test_a_failed_showing_means_that_the_step_cannot_be_done_until_it_is_shown() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="2m")
    room.shows("acknowledge", now="failed", note="no token")
    assert room.judged("acknowledge").outcome is Outcome.MISSED
    room.shows("acknowledge", minutes=3)
    assert room.judged("acknowledge").outcome is Outcome.ON_TIME


@pytest.mark.parametrize(
    ("question", "answer", "outcome"),
    [
        ("owner", "wrong", Outcome.WRONG_ROLE),
        ("owner", "missing", Outcome.MISSED),
        ("owner", "unclear", Outcome.ON_TIME),
        ("place", "wrong", Outcome.IMPROVISED),
        ("place", "missing", Outcome.IMPROVISED),
        ("place", "blocked", Outcome.MISSED),
        ("means", "blocked", Outcome.MISSED),
        ("means", "missing", Outcome.MISSED),
        ("means", "wrong", Outcome.IMPROVISED),
        ("proof", "missing", Outcome.IMPROVISED),
        ("time", "unclear", Outcome.ON_TIME),
    ],
)
def test_an_answer_decides_what_a_step_amounts_to(question: str, answer: str, outcome: Outcome) -> None:
    room = WalkRoom()
    room.confirms("acknowledge", besides=[question])
    room.says("acknowledge", question, answer)
    assert room.judged("acknowledge").outcome is outcome


def test_a_step_that_cannot_be_done_meets_no_target_whatever_was_stated() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="1m", besides=["means"])
    room.says("acknowledge", "means", "blocked")
    assert room.judged("acknowledge").met is None


def test_the_newest_answer_counts_and_the_old_one_stays_in_the_record() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", besides=["means"])
    old = room.says("acknowledge", "means", "blocked", "no token")
    new = room.says("acknowledge", "means", "confirmed")
    assert room.judged("acknowledge").outcome is Outcome.ON_TIME
    cell = next(c for s in _steps(room) for c in s.cells if s.step == "acknowledge" and c.question == "means")
    assert cell.reply is not None
    assert (cell.reply.answer, cell.reply.seq) == ("confirmed", new.seq)
    assert [(reply.answer, reply.seq) for reply in cell.earlier] == [("blocked", old.seq)]


def _steps(room: WalkRoom):
    walk = room.report().exercise.walk
    assert walk is not None
    return walk.steps


def test_an_answer_that_is_taken_back_counts_for_nothing() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", besides=["means"])
    room.says("acknowledge", "means", "blocked", "no token")
    room.do(UndoLast())
    assert room.judged("acknowledge").outcome is Outcome.ON_TIME
    assert "G06-acknowledge" not in room.gaps()


def test_taking_back_a_newer_answer_lets_the_older_one_count_again() -> None:
    room = WalkRoom()
    room.says("acknowledge", "means", "blocked", "no token")
    room.says("acknowledge", "means", "confirmed")
    room.do(UndoLast())
    assert room.judged("acknowledge").outcome is Outcome.MISSED


def test_a_walk_from_its_journal_is_the_walk_that_was_played() -> None:
    room = WalkRoom()
    room.open("acknowledge")
    room.confirms("acknowledge", takes="4m")
    room.says("classify", "means", "unclear")
    room.shows("classify", minutes=2)
    room.leave_out("declare")
    room.says("acknowledge", "owner", "wrong", "another role", role="commander")
    again = replay(room.script, room.session.records)
    assert again.walk == room.state.walk


def test_a_step_that_was_left_out_or_never_touched_is_not_observed() -> None:
    room = WalkRoom()
    room.leave_out("acknowledge", "the tool is being replaced")
    room.open("classify")
    found = room.facts().of_step
    assert [found[name][0].outcome for name in ("acknowledge", "classify", "declare")] == [
        Outcome.NOT_OBSERVED
    ] * 3
    assert found["acknowledge"][0].why == "It was left out: the tool is being replaced"
    assert found["classify"][0].why == "It was opened, and nothing about it was answered or shown."
    assert found["declare"][0].why == "The walk-through did not come to it."


def test_a_step_that_was_left_out_and_then_answered_is_walked() -> None:
    room = WalkRoom()
    room.leave_out("acknowledge")
    room.confirms("acknowledge")
    assert room.judged("acknowledge").outcome is Outcome.ON_TIME


def test_a_step_that_the_plan_does_not_ask_for_at_the_severity_does_not_apply_unless_it_was_walked() -> None:
    room = WalkRoom(plan_with(classify={"severities": ["SEV2"]}))
    assert room.judged("classify").outcome is Outcome.NOT_APPLICABLE
    room.confirms("classify", takes="3h")
    assert (room.judged("classify").outcome, room.judged("classify").limit) == (Outcome.ON_TIME, None)


def test_an_evaluator_overrules_an_automatic_outcome_with_a_reason() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", besides=["proof"])
    room.says("acknowledge", "proof", "missing")
    room.do(OverruleOutcome("acknowledge", Outcome.ON_TIME, "the ticket shows it"))
    found = room.judged("acknowledge")
    assert (found.outcome, found.automatic, found.overruled) == (
        Outcome.ON_TIME,
        Outcome.IMPROVISED,
        "the ticket shows it",
    )
    assert _steps(room)[0].standing == "as written"


def test_a_role_without_a_seat_spoils_nothing_in_a_walk_through() -> None:
    room = WalkRoom(roles=["commander"])
    room.says("acknowledge", "means", "blocked", "no token", role="commander")
    assert room.facts().artefacts == {}


def test_the_next_drill_sees_the_walked_steps_with_the_version_of_the_plan() -> None:
    room = WalkRoom()
    room.confirms("acknowledge", takes="4m")
    room.says("classify", "means", "blocked")
    room.leave_out("declare")
    room.end()
    drill = look_back(room.script, room.session.records)
    assert (drill.plan_version, {step.step: step.outcome for step in drill.steps}) == (
        "1.0",
        {"acknowledge": "on time", "classify": "missed"},
    )


def test_in_a_walk_through_nothing_is_done_as_in_an_incident() -> None:
    from trainer.core.actions import Acknowledge

    room = WalkRoom()
    with pytest.raises(Refused, match="answered or shown"):
        room.act("on-call", Acknowledge())
