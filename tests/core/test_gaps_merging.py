"""One gap for one fact: a root stands for its symptoms, and steps behind a missed one are not gaps of their own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Ask, AssumeRole, CastVote, Contain, DoStep, Improvise, ReportBlocked
from trainer.core.gaps import find
from trainer.core.gaps.finding import Finding, act, lapse
from trainer.core.gaps.merging import ROOTS, merged


def finding(code: str, subject: str, *about: str, evidence: tuple[int, ...] = (1,)) -> Finding:
    return Finding(code, "plan", subject, f"{subject} of {code}.", "", "", "", evidence, about=about)


def ids(drill: Drill) -> set[str]:
    return {gap.id for gap in find(drill.facts) if gap.kind != "artefact"}


def test_signals_of_one_code_and_subject_are_one_gap_with_all_evidence():
    (found,) = merged([finding("G10", "a", evidence=(3,)), finding("G10", "a", evidence=(2,))])
    assert found.evidence == (2, 3)


def test_the_root_stands_and_names_what_it_explains_whatever_the_order():
    root = finding("G06", "tool", act(4), lapse("mend"), evidence=(4,))
    symptom = finding("G15", "mend", lapse("mend"), evidence=(9,))
    for signals in ([root, symptom], [symptom, root]):
        (found,) = merged(signals)
        assert (found.code, found.symptoms, found.evidence) == ("G06", ("G15 knowledge or skill",), (4, 9))


def test_what_is_about_something_else_as_well_stays():
    root = finding("G06", "tool", lapse("mend"))
    both = finding("G15", "two", lapse("mend"), lapse("tell"))
    assert {found.code for found in merged([root, both])} == {"G06", "G15"}


def test_what_says_nothing_of_its_facts_neither_explains_nor_is_explained():
    assert len(merged([finding("G06", "tool"), finding("G15", "mend")])) == 2


@pytest.mark.parametrize("code", ["G07", "G18"])
def test_what_was_not_tested_and_what_came_back_are_facts_of_their_own(code: str):
    assert code not in ROOTS
    assert len(merged([finding("G06", "tool", lapse("mend")), finding(code, "mend", lapse("mend"))])) == 2


# Steps behind a missed one --------------------------------------------------------------------------------------------


CHAIN = (
    step("restore", target=target("first alert", "10m"), needs={"access": ["vault"]}),
    step("check", "commander", after=["restore"], target=target("first alert", "20m")),
)


def chain(*acts: tuple[str, str, Any]) -> Drill:
    alert = inject("alert", "1m", ["restore", "check"], channel="alert", to=["engineer", "commander"])
    drill = Drill(plan(CHAIN), scenario([alert])).start()
    drill.submit(cmd.OpenPlan("engineer"))
    for at, role, action in acts:
        drill.at(at).do(role, action)
    return drill.end("50m")


def test_a_step_behind_one_that_was_blocked_and_never_done_is_no_gap_of_its_own():
    blocked = ReportBlocked(missing="The password of the vault", step="restore")
    assert ids(chain(("5m", "engineer", blocked))) == {"G06-restore"}


def test_two_steps_missed_for_no_reason_are_two_gaps():
    assert ids(chain()) == {"G15-restore", "G15-check"}


def test_a_late_step_takes_nothing_with_it():
    late = chain(("15m", "engineer", DoStep(step="restore")), ("30m", "commander", DoStep(step="check")))
    assert ids(late) == {"G15-restore", "G15-check"}


# Whose it is, where nobody is named -----------------------------------------------------------------------------------


def unowned(*acts: tuple[str, str, Any], votes: list[dict[str, Any]] | None = None) -> Drill:
    steps = (step("release", None, target=target("first alert", "30m")), step("look"))
    alert = inject("alert", "1m", ["release", "look"], channel="alert")
    ballot = [inject("whose", "5m", vote=votes[0]["id"])] if votes else []
    script = scenario([alert, *ballot], votes=votes or [])
    drill = Drill(plan(steps), script).start().at("2m")
    drill.do("engineer", DoStep(step="look"))
    for at, role, action in acts:
        drill.at(at).do(role, action)
    return drill.end("50m")


def test_a_question_who_decides_belongs_to_the_one_step_that_waits_for_an_owner():
    found = unowned(("10m", "comms", Ask(text="Who decides that? Not me.")))
    assert ids(found) == {"G03-release"}


VOTE = {
    "id": "owner",
    "question": "Who lets it go?",
    "about": "ownership",
    "step": "release",
    "options": ["Commander", "Engineer"],
}


@pytest.mark.parametrize(("last", "expected"), [("Engineer", {"G03-release"}), ("Commander", set())])
def test_where_the_plan_names_nobody_one_other_answer_is_enough(last: str, expected: set[str]):
    votes = [("6m", role, CastVote(vote="owner", choice="Commander")) for role in ("commander", "comms")]
    done = ("20m", "commander", DoStep(step="release"))
    drill = unowned(*votes, ("7m", "engineer", CastVote(vote="owner", choice=last)), done, votes=[VOTE])
    assert ids(drill) == expected


# What the plan does not know ------------------------------------------------------------------------------------------


def met_and_bridged(at: str) -> int:
    """How many gaps of a silent plan there are when a blocker is followed by an improvised act at a time."""
    drill = Drill(plan([step("look")]), scenario([inject("alert", "1m", ["look"], channel="alert")])).start()
    drill.at("2m").do("engineer", DoStep(step="look"))
    lacks = ReportBlocked(missing="Any instruction for labelling babies without the printer")
    drill.at("10m").do("engineer", lacks)
    drill.at(at).do("engineer", Improvise(text="Bands written by hand and read aloud by two of us"))
    return sum(gap.code == "G01" for gap in find(drill.end("50m").facts))


def test_a_gap_that_was_met_and_then_bridged_is_one():
    assert met_and_bridged("13m") == 1
    assert met_and_bridged("40m") == 2


# Traces ---------------------------------------------------------------------------------------------------------------


WIPE = Contain(measure="Wipe and reinstall all build hosts", reason="We cannot trust them.")
SAVED = Improvise(text="Copied the disks and the logs of all hosts to the safe.")


def wiped(*acts: tuple[str, Any], asked: bool = True, keeps: bool = False) -> list[tuple[str, str]]:
    steps = [step("cut", shown_by=[{"action": "contain"}])]
    steps += [step("keep-logs", title="Preserve logs and disk images")] if keeps else []
    later = (
        [inject("police", "30m", text="We need the disk images from before, and the logs.")] if asked else []
    )
    names = ["cut", "keep-logs"] if keeps else ["cut"]
    drill = Drill(plan(steps), scenario([inject("alert", "1m", names, channel="alert"), *later])).start()
    drill.do("commander", AssumeRole(role="commander"))
    for at, action in acts:
        drill.at(at).do("engineer", action)
    return [(gap.id, gap.kind) for gap in find(drill.end("50m").facts) if gap.code == "G17"]


def test_traces_that_were_destroyed_and_asked_for_are_a_gap_of_a_plan_that_does_not_speak_of_them():
    assert wiped(("10m", WIPE)) == [("G17-traces", "plan")]


def test_where_the_plan_asks_for_them_it_was_not_followed():
    assert wiped(("10m", WIPE), keeps=True) == [("G17-keep-logs", "execution")]


def test_what_was_secured_before_or_what_nobody_asks_for_is_none():
    assert wiped(("5m", SAVED), ("10m", WIPE)) == []
    assert wiped(("10m", WIPE), asked=False) == []


def test_undoing_a_deployment_destroys_no_traces():
    assert wiped(("10m", Contain(measure="Roll back the release", reason="It is the only change."))) == []
