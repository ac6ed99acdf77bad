"""Votes: what each role answered alone, how far they agree, and what the report keeps of it."""

from __future__ import annotations

from typing import Any

from tests.core.findings_world import Drill, inject, plan, scenario, step
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core.actions import CastVote
from trainer.core.compose.votes import kappa, results

ROLES = ("engineer", "deputy", "commander", "comms")
LEVEL = {
    "id": "level",
    "question": "Which level at {{ place }}?",
    "about": "severity",
    "options": ["SEV1", "SEV2"],
    "truth": "SEV1",
    "step": "classify",
}


def a_drill(*votes: dict[str, Any], to: tuple[str, ...] = ()) -> Drill:
    injects = [inject(f"ask-{vote['id']}", "2m", vote=vote["id"], to=list(to)) for vote in votes]
    script = scenario(injects, votes=list(votes), variables={"place": "the ward"})
    return Drill(plan([step("classify")]), script).start().at("3m")


def cast(drill: Drill, choices: str, vote: str = "level", confidence: int | None = None) -> Drill:
    for role, choice in zip(ROLES, choices, strict=False):
        drill.do(role, CastVote(vote=vote, choice=f"SEV{choice}", confidence=confidence))
    return drill


def only(drill: Drill) -> aar.VoteResult:
    (found,) = results(drill.facts)
    return found


def test_a_vote_is_told_with_its_spread_and_its_agreement():
    found = only(cast(a_drill(LEVEL), "1112"))
    assert (found.question, found.about, found.step) == ("Which level at the ward?", "severity", "classify")
    assert found.counts == (("SEV1", 3), ("SEV2", 1))
    assert (found.agreement, found.largest_share) == (0.5, 0.75)
    assert (found.truth, found.right, found.asked) == ("SEV1", 3, 4)
    first = found.ballots[0]
    assert (first.role, first.choice, first.elapsed_s) == ("engineer", "SEV1", 180)


def test_a_later_answer_takes_the_place_of_the_earlier_one_which_stays_in_the_journal():
    drill = cast(a_drill(LEVEL), "22")
    drill.at("4m").do("engineer", CastVote(vote="level", choice="SEV1"))
    found = only(drill)
    assert found.counts == (("SEV1", 1), ("SEV2", 1))
    assert [ballot.role for ballot in found.ballots] == ["deputy", "engineer"]
    assert sum("vote" in record.event.model_dump_json() for record in drill.journal.records()) >= 3


def test_an_answer_that_was_taken_back_counts_no_more():
    drill = cast(a_drill(LEVEL), "1")
    drill.submit(cmd.Act("comms", CastVote(vote="level", choice="SEV2"), source="facilitator"))
    assert only(drill.submit(cmd.UndoLast())).counts == (("SEV1", 1), ("SEV2", 0))


def test_an_option_that_nobody_chose_is_listed_with_none():
    assert only(cast(a_drill(LEVEL), "11")).counts == (("SEV1", 2), ("SEV2", 0))


def test_confident_errors_are_counted():
    drill = a_drill(LEVEL)
    for role, choice, sure in zip(ROLES, "2221", (5, 4, 3, 5), strict=True):
        drill.do(role, CastVote(vote="level", choice=f"SEV{choice}", confidence=sure))
    found = only(drill)
    assert (found.right, found.surely_wrong) == (1, 2)


def test_without_a_truth_nothing_is_right_or_wrong():
    found = only(cast(a_drill(LEVEL | {"truth": None}), "12", confidence=5))
    assert (found.truth, found.right, found.surely_wrong) == (None, None, 0)


def test_a_vote_that_was_put_to_two_roles_says_so():
    found = only(cast(a_drill(LEVEL, to=("engineer", "deputy")), "1"))
    assert (found.asked, len(found.ballots)) == (2, 1)
    assert found.agreement is None


def test_a_vote_that_was_never_put_is_not_told():
    script = scenario([inject("ask", None, vote="level")], votes=[LEVEL])
    assert results(Drill(plan([step("classify")]), script).start().end("5m").facts) == ()


def test_everything_told_rests_on_the_journal():
    drill = cast(a_drill(LEVEL), "1112")
    assert set(only(drill).evidence) <= {record.seq for record in drill.journal.records()}
    assert len(only(drill).evidence) == 5


def test_kappa_is_over_the_votes_with_the_same_options():
    later = LEVEL | {"id": "later"}
    other = LEVEL | {"id": "other", "options": ["SEV1", "SEV2", "SEV3"]}
    drill = cast(cast(cast(a_drill(LEVEL, later, other), "111"), "112", "later"), "111", "other")
    assert kappa(drill.facts) == -0.2


def test_there_is_no_kappa_of_one_vote_nor_where_the_number_of_answers_differs():
    later = LEVEL | {"id": "later"}
    assert kappa(cast(a_drill(LEVEL), "112").facts) is None
    assert kappa(cast(cast(a_drill(LEVEL, later), "112"), "11", "later").facts) is None
