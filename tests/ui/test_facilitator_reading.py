"""How a typed line is understood."""

from __future__ import annotations

import pytest

from tests.ui.fakes import live
from tests.ui.gallery_facilitator import Drill, shipped_script
from trainer.core import actions as act
from trainer.core.commands import StartClock
from trainer.core.plan import ActionKind
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND
from trainer.ui.facilitator import lexicon
from trainer.ui.facilitator.reading import line_for, read


@pytest.fixture(scope="module")
def state() -> State:
    opened = live()
    opened.exercise.submit(StartClock())
    opened.driver.advance(11 * MINUTE)  # type: ignore[attr-defined]
    return opened.exercise.state


LINES: list[tuple[str, str, act.Action]] = [
    ("tl contain roll back the release", "tech", act.Contain(measure="roll back the release")),
    (
        "tl contain roll back because it is quick",
        "tech",
        act.Contain(measure="roll back", reason="it is quick"),
    ),
    ("1 step open-call", "commander", act.DoStep(step="open-call")),
    ("ic open call", "commander", act.DoStep(step="open-call")),
    ("on-call ack alert", "on-call", act.Acknowledge(inject="alert")),
    ("oe ack", "on-call", act.Acknowledge()),
    (
        "oe sev1 nobody can pay because figures",
        "on-call",
        act.Classify(severity="SEV1", statement="nobody can pay", reason="figures"),
    ),
    ("2 classify SEV2", "on-call", act.Classify(severity="SEV2")),
    ("Incident Commander takes command", "commander", act.AssumeRole(role="commander")),
    ("tl take scribe", "tech", act.AssumeRole(role="scribe")),
    (
        "ic hand over to tl: state and tasks",
        "commander",
        act.HandOver(role="commander", to="tech", briefed="state and tasks"),
    ),
    (
        "tl page vendor no answer twice",
        "tech",
        act.Page(contact="vendor", result="no answer", note="twice"),
    ),
    ("tl calls hotline", "tech", act.Page(contact="vendor")),
    ("oe page Payment provider's hotline", "on-call", act.Page(contact="vendor")),
    ("oe page provider", "on-call", act.Page(contact="vendor")),
    ("oe page duty failed", "on-call", act.Page(contact="commander-rota", result="failed")),
    ("oe page commander", "on-call", act.Page(contact="commander-rota")),
    ("oe page Incident Commander", "on-call", act.Page(contact="commander-rota")),
    ("oe page ic no answer", "on-call", act.Page(contact="commander-rota", result="no answer")),
    (
        "cl update customers We look into it. next in 20m",
        "comms",
        act.PostUpdate(audience="customers", text="We look into it", next_in=20 * MINUTE),
    ),
    (
        "ic decide rollback because it can be undone",
        "commander",
        act.Decide(decision="measure", option="rollback", reason="it can be undone"),
    ),
    (
        "ic chose wait for the provider because nothing else is safe",
        "commander",
        act.Decide(decision="measure", option="wait", reason="nothing else is safe"),
    ),
    ("cl vote sev1 4", "comms", act.CastVote(vote="severity", choice="SEV1", confidence=4)),
    (
        "tl improvise phone chain instead of open call",
        "tech",
        act.Improvise(text="phone chain", instead_of="open-call"),
    ),
    (
        "tl blocked no access at step verify",
        "tech",
        act.ReportBlocked(missing="no access", step="verify"),
    ),
    ("cl ask who approves this?", "comms", act.Ask(text="who approves this?")),
    ("tl diagnose the last change", "tech", act.Diagnose(cause="the last change")),
    (
        "tl verified payments work because error rate 0.2 %",
        "tech",
        act.Verify(what="payments work", evidence="error rate 0.2 %"),
    ),
    ("ic resolve all is well", "commander", act.Resolve(statement="all is well")),
]


@pytest.mark.parametrize(("line", "role", "action"), LINES, ids=[line for line, _, _ in LINES])
def test_a_line_is_understood_as_people_say_it(
    state: State, line: str, role: str, action: act.Action
) -> None:
    reading = read(state, line)
    assert (reading.missing, reading.role, reading.action) == ("", role, action)


def test_every_kind_of_act_can_be_typed_that_has_no_place_of_its_own() -> None:
    # The simulated system is operated and looked at on its own page; a walk-through's questions are its console.
    elsewhere = {ActionKind.OPERATE, ActionKind.LOOK, ActionKind.ANSWER, ActionKind.SHOW}
    typed = {act.kind_of(action) for _, _, action in LINES}
    assert typed == set(lexicon.VERBS.values()) == set(ActionKind) - elsewhere


def test_the_chosen_role_acts_where_the_line_names_none(state: State) -> None:
    assert read(state, "contain roll back", "tech").role == "tech"
    assert read(state, "contain roll back").missing.startswith("Who?")


def test_the_role_in_the_line_goes_before_the_chosen_one(state: State) -> None:
    assert read(state, "cl ask why", "tech").role == "comms"


@pytest.mark.parametrize(
    ("words", "ago"), [("30s ago", 30 * SECOND), ("2m ago", 2 * MINUTE), ("5 min ago", 5 * MINUTE)]
)
def test_when_it_happened_stands_at_the_end_of_the_line(state: State, words: str, ago: int) -> None:
    reading = read(state, f"tl contain roll back {words}")
    assert reading.ago == ago
    assert reading.action == act.Contain(measure="roll back")


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("tl", "What was said or done?"),
        ("tl contain", "Which measure?"),
        ("ic step", "Which step?"),
        ("tl page", "Whom?"),
        ("cl update", "To whom?"),
        ("tl verify", "What was confirmed?"),
        ("tl xyzzy", "What was done?"),
    ],
)
def test_what_is_missing_is_asked(state: State, line: str, question: str) -> None:
    reading = read(state, line + " ")
    assert reading.action is None
    assert reading.missing.startswith(question)


def test_several_steps_that_fit_alike_are_named_and_none_is_guessed() -> None:
    reading = read(live().exercise.state, "cl step first")
    assert reading.action is None
    assert "First update to staff" in reading.missing
    assert "First post to customers" in reading.missing


def test_of_several_steps_that_fit_the_one_whose_clock_runs_is_meant(state: State) -> None:
    assert read(state, "ic step measure").action == act.DoStep(step="choose-measure")


def test_the_first_offers_are_the_steps_that_the_role_owns_and_whose_clock_runs(state: State) -> None:
    offers = read(state, "ic step ").offers
    assert offers[0].line == "ic step choose-measure "


def test_an_offer_that_is_taken_leads_to_a_complete_line(state: State) -> None:
    for line in ("ic step ", "tl page ", "cl update ", "ic decide ", "oe classify "):
        for offer in read(state, line).offers:
            assert read(state, offer.line).action is not None, offer.line


def test_a_decision_that_was_not_put_offers_nothing() -> None:
    fresh = live()
    fresh.exercise.submit(StartClock())
    assert "none to choose from" in read(fresh.exercise.state, "ic decide rollback").missing


def test_a_step_is_prepared_by_what_the_plan_says_shows_it(state: State) -> None:
    assert line_for(state, "first-post") == "post customers ".replace("post", "update")
    assert line_for(state, "set-severity") == "classify "
    assert line_for(state, "open-call") == "step open-call"


def test_what_is_prepared_for_a_step_is_understood_as_an_act_of_that_kind(state: State) -> None:
    reading = read(state, line_for(state, "first-update") + "Payments fail", "comms")
    assert reading.action == act.PostUpdate(audience="staff", text="Payments fail")


@pytest.mark.parametrize(
    "line", ["", "   ", "ago", "because", ":", "1", "9 9 9", "instead of", "ic to to to", "💥 tl"]
)
def test_no_line_is_too_odd_to_be_read(state: State, line: str) -> None:
    assert read(state, line).action is None


def test_initials_name_a_role() -> None:
    assert lexicon.initials("Incident Commander") == "IC"
    assert lexicon.initials("Scribe") == "Scr"


@pytest.mark.parametrize("line", ["oe page payments specialist", "oe page specialist payments "])
def test_contacts_that_a_part_of_the_words_fits_are_offered(line: str) -> None:
    session = Drill(shipped_script()).session
    reading = read(session.state, line)
    if line.endswith("specialist"):
        assert reading.action is None
        assert reading.missing.startswith("Whom? On-call engineer, second line, Payment provider")
        assert {offer.line for offer in reading.offers} == {
            "oe page secondary-on-call ", "oe page payment-provider-support ", "oe page reserve-provider-support ",
        }  # fmt: skip
    else:
        assert reading.action == act.Page(contact="secondary-on-call", note="payments")


def test_a_role_that_nobody_can_page_is_said_and_the_contacts_are_offered(state: State) -> None:
    for line in ("oe page tech", "oe page technical-lead", "oe page Technical Lead "):
        reading = read(state, line)
        assert reading.missing.startswith("Whom? The plan has no contact for Technical Lead."), line
        assert [offer.title for offer in reading.offers] == [
            "Payment provider's hotline",
            "Commander on duty",
        ]
