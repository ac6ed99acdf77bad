"""What a seat knows and how it is said: a fold over what a real session sends."""

from __future__ import annotations

import pytest

from tests.simulated import Shop
from tests.ui.fakes import live
from trainer.core.actions import (
    Acknowledge,
    Action,
    Ask,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    HandOver,
    Improvise,
    Look,
    Operate,
    Page,
    PostUpdate,
    ReportBlocked,
    Resolve,
    Verify,
)
from trainer.core.commands import Act, EndExercise, GiveHint, PauseClock, ReleaseInject, StartClock, UndoLast
from trainer.core.scenario import Channel
from trainer.core.simulation import Operation
from trainer.core.time import MINUTE, SECOND
from trainer.core.visibility import ROOM, seen_by
from trainer.ui.look import CHANNELS
from trainer.ui.seat_words import CHANNEL_LOOKS, Names, Told
from trainer.ui.trainee.own import OwnTold, act_words


class Play:
    """A running exercise of the tiny script, and what one seat is told."""

    def __init__(self, role: str) -> None:
        self.opened = live()
        self.exercise = self.opened.exercise
        self.seat = self.exercise.room() if role == "room" else self.exercise.seat(role)
        self.told = (Told if role == "room" else OwnTold)(self.exercise.script.plan, role)
        self._heard = 0
        self.exercise.submit(StartClock())

    def to(self, minutes: float) -> Told:
        """Play to a time and take in what was said."""
        self.opened.driver.advance(int(minutes * MINUTE) - self.exercise.elapsed())  # type: ignore[attr-defined]
        return self.hear()

    def act(self, role: str, action: Action) -> None:
        """Let a role act."""
        self.exercise.submit(Act(role, action))

    def hear(self) -> Told:
        """Take in what is new."""
        items = self.seat.items[self._heard :]
        self._heard = len(self.seat.items)
        self.told.hear(items)
        return self.told


def titles(told: Told) -> list[str]:
    """What the log says."""
    return [line.title for line in told.lines]


def test_every_channel_has_its_words_and_its_colour():
    assert set(CHANNEL_LOOKS) == set(Channel)
    assert {channel.value for channel in Channel} == set(CHANNELS)


def test_a_message_is_kept_with_its_time_sender_and_attachments():
    told = Play("on-call").to(1)
    alert = told.messages["alert"]
    assert (alert.sender, alert.at, alert.title) == ("Monitoring", 0, "Payment errors above 20 %")
    assert alert.text == "The error rate of payments is 21 %."
    assert alert.attachments[0].text.splitlines()[1] == "09:05 21 %"


def test_a_withdrawn_message_stays_and_says_so():
    play = Play("comms")
    play.exercise.submit(ReleaseInject("press"))
    play.exercise.submit(UndoLast())
    told = play.hear()
    assert told.messages["press"].withdrawn
    assert "A message was withdrawn" in titles(told)


def test_a_message_sent_anew_after_withdrawal_stands_again():
    play = Play("comms")
    play.exercise.submit(ReleaseInject("press"))
    play.exercise.submit(UndoLast())
    play.to(1)
    play.exercise.submit(ReleaseInject("press"))
    told = play.hear()
    assert not told.messages["press"].withdrawn
    assert told.messages["press"].at == MINUTE


def test_to_everyone_is_said_as_everyone():
    told = Play("room").to(6)
    assert told.addressed(told.messages["how-bad"].to) == "everyone"
    assert told.addressed(("commander", "tech", "comms")) == "everyone but On-call engineer"
    assert told.addressed(told.messages["support-calls"].to) == "Communications Lead, On-call engineer"


def test_a_decision_counts_down_from_its_delivery():
    play = Play("commander")
    question = play.to(11).questions["measure"]
    assert question.open
    assert question.left(12 * MINUTE) == 3 * MINUTE
    assert question.left(30 * MINUTE) == 0


def test_a_decision_taken_by_another_role_is_answered_here_too():
    play = Play("tech")
    play.to(11)
    play.act("commander", Decide(decision="measure", option="rollback", reason="Fast"))
    told = play.hear()
    question = told.questions["measure"]
    assert (question.answer, question.by, question.open) == ("Roll back now", "commander", False)
    assert [line.title for line in told.lines[-2:]] == ["Decided: Roll back now", "What follows"]


def test_a_decision_that_was_taken_back_is_open_again():
    play = Play("tech")
    play.to(11)
    decided = Decide(decision="measure", option="rollback", reason="Fast")
    play.exercise.submit(Act("commander", decided, source="facilitator"))
    assert not play.hear().questions["measure"].open
    play.exercise.submit(UndoLast())
    told = play.hear()
    assert told.questions["measure"].open
    assert titles(told)[-1].startswith("Taken back")


def test_a_decision_that_nobody_takes_lapses():
    told = Play("commander").to(16)
    question = told.questions["measure"]
    assert question.lapsed
    assert not question.open
    assert "Nobody decided in time" in titles(told)


def test_a_vote_is_answered_by_this_seat_alone():
    play = Play("tech")
    play.to(6)
    play.act("comms", CastVote(vote="severity", choice="SEV1"))
    assert play.hear().questions["severity"].open
    play.act("tech", CastVote(vote="severity", choice="SEV2", confidence=3))
    told = play.hear()
    assert told.questions["severity"].answer == "SEV2"
    assert told.lines[-1].title == "Voted SEV2, confidence 3 of 5"


def test_severity_and_command_are_those_announced_last():
    play = Play("room")
    play.act("on-call", Classify(severity="SEV2"))
    play.to(2)
    play.act("on-call", Classify(severity="SEV1"))
    play.act("commander", AssumeRole(role="commander"))
    told = play.hear()
    assert (told.severity, told.severity_at, told.badness()) == ("SEV1", 2 * MINUTE, "bad")
    assert told.holders["commander"] == ("commander", 2 * MINUTE)
    play.act("commander", HandOver(role="commander", to="tech"))
    assert play.hear().holders["commander"][0] == "tech"


def test_an_own_act_is_one_line_not_two():
    play = Play("comms")
    play.act("comms", PostUpdate(audience="staff", text="Payments fail.", next_in=20 * MINUTE))
    lines = [line for line in play.hear().lines if line.title == "Told staff"]
    assert len(lines) == 1
    assert lines[0].mine
    assert "Next update in 20 min." in lines[0].detail


def test_what_others_do_quietly_is_not_told():
    play = Play("comms")
    before = len(play.hear().lines)
    play.act("tech", Ask(text="Which log?"))
    play.act("tech", Diagnose(cause="The gateway"))
    assert len(play.hear().lines) == before


def test_an_acknowledged_message_says_when():
    play = Play("on-call")
    play.to(1)
    play.act("on-call", Acknowledge(inject="alert"))
    told = play.hear()
    assert told.messages["alert"].acknowledged_at == MINUTE
    assert told.lines[-1].title == "Acknowledged “Payment errors above 20 %”"


def test_the_clock_is_told_and_a_word_from_the_facilitator_is_heard():
    play = Play("comms")
    assert play.hear().status == "running"
    play.exercise.submit(GiveHint("support-calls", "Who tells the staff?"))
    play.exercise.submit(PauseClock())
    assert play.hear().status == "paused"
    play.exercise.submit(EndExercise())
    told = play.hear()
    assert told.status == "ended"
    assert titles(told) == [
        "The exercise began", "A word from the facilitator", "The clock was stopped", "The exercise ended",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "title"),
    [
        (Page(contact="vendor", result="no answer"), "Paged Payment provider's hotline: no answer"),
        (DoStep(step="open-call"), "Did Open the incident call"),
        (Improvise(text="Phone chain", instead_of="open-call"), "Acted outside the plan"),
        (ReportBlocked(missing="access"), "Blocked: access"),
        (Contain(measure="Roll back"), "Ordered: Roll back"),
        (Verify(what="Payments work"), "Confirmed: Payments work"),
        (Resolve(statement="All clear"), "Declared the incident resolved"),
        (
            HandOver(role="commander", to="tech", accepted=False),
            "Handed Incident Commander over to Technical Lead",
        ),
    ],
)
def test_each_act_has_words_in_the_past_tense(action: Action, title: str):
    assert act_words(action, Names(live().exercise.script.plan)).title == title


def test_lines_keep_the_order_and_the_time_of_what_happened():
    play = Play("room")
    play.to(0.5)
    play.act("on-call", Classify(severity="SEV1", statement="Nobody can pay."))
    told = play.to(6)
    assert [line.at for line in told.lines] == sorted(line.at for line in told.lines)
    assert told.lines[1].at == 30 * SECOND
    assert told.lines[1].detail == "Nobody can pay."


@pytest.mark.parametrize("seat", ["technical", "commander", ROOM])
def test_operations_and_looks_are_told_by_titles_at_their_beginning_and_their_end(seat: str):
    shop = Shop()
    shop.start()
    shop.act("technical", Operate(operation=Operation.ROLL_BACK, service="checkout", value="416"))
    shop.act("technical", Look(at="deployments", service="checkout"))
    shop.until(6)
    told = OwnTold(shop.script.plan, seat) if seat != ROOM else Told(shop.script.plan, "room")
    records = {record.seq: record for record in shop.session.records}
    told.hear([item for record in records.values() for item in seen_by(shop.script, record, seat, records)])
    said = titles(told)
    assert "Ordered: roll back Checkout to 416" in said
    assert "Roll back of Checkout to 416 is done" in said
    assert ("Looked up deployments of Checkout" in said) is (seat == "technical")
    assert not any("417" in title or "release" in title for title in said)
