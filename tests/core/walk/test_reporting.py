"""What a walk-through adds to the report, and what the rest of the report says of it."""

from __future__ import annotations

from tests.builders import created
from tests.core.walk.walking import WalkRoom, plan_with
from trainer.core import aar
from trainer.core import events as ev
from trainer.core.aar_walk import WalkPart
from trainer.core.gaps import DETECTORS
from trainer.core.walk.gaps import DETECTORS as OF_WALK
from trainer.session import Session
from trainer.storage.memory import MemoryJournal


def played() -> WalkRoom:
    """A walk in which one step is confirmed and shown, one has troubles, and one is left out."""
    room = WalkRoom(
        walkthrough={
            "procedures": ["detection"],
            "situation": "It is Sunday.",
            "show": ["acknowledge", "classify"],
            "questions": [{"step": "classify", "ask": "Which level?", "points": ["SEV1"]}],
        }
    )
    room.open("acknowledge")
    room.confirms("acknowledge", takes="4m")
    room.shows("acknowledge", minutes=3)
    room.open("classify")
    room.wait(2)
    room.says("classify", "owner", "unclear", "depends on the shift")
    room.says("classify", "time", "confirmed", takes="8m")
    room.leave_out("declare", "the commander is away")
    room.end()
    return room


def walk_of(report: aar.Report) -> WalkPart:
    assert report.exercise.walk is not None
    return report.exercise.walk


def test_the_matrix_has_a_row_for_each_step_and_a_cell_for_each_question() -> None:
    walk = walk_of(played().report())
    assert [heading for _, heading in walk.columns] == [
        "Who",
        "Where written",
        "Tool and access",
        "How long",
        "Proof",
    ]
    assert [(step.step, step.standing) for step in walk.steps] == [
        ("acknowledge", "as written"),
        ("classify", "does not fit"),
        ("declare", "not walked"),
    ]
    classify = walk.steps[1]
    answered = {cell.question: cell.reply.answer for cell in classify.cells if cell.reply is not None}
    assert answered == {"owner": "unclear", "time": "confirmed"}
    assert [(cell.ask, cell.points, cell.reply) for cell in classify.own] == [
        ("Which level?", ("SEV1",), None)
    ]
    owner = classify.cells[0].reply
    assert owner is not None
    assert (owner.note, owner.role_title, owner.elapsed_s) == (
        "depends on the shift",
        "On-call engineer",
        300,
    )


def test_stated_and_shown_durations_stand_beside_the_target() -> None:
    first, second, _ = walk_of(played().report()).steps
    assert (first.stated_s, first.shown_s, first.target_s, first.fits) == (240, 180, 300, True)
    assert (second.stated_s, second.shown_s, second.target_s, second.fits) == (480, None, 600, False)
    assert second.counted_from == 'from "first alert"'
    assert [(show.how, show.took_s) for show in first.showings] == [("done", 180)]
    assert (first.to_be_shown, second.to_be_shown, second.showings) == (True, True, ())


def test_the_chains_give_the_sum_and_what_is_allowed() -> None:
    (chain,) = walk_of(played().report()).chains
    assert (chain.step, chain.needed_s, chain.allowed_s, chain.over_s, chain.fits) == (
        "classify",
        660,
        600,
        60,
        False,
    )
    assert [(link.step, link.seconds, link.source) for link in chain.links] == [
        ("acknowledge", 180, "shown"),
        ("classify", 480, "stated"),
    ]
    assert chain.sum_words == "3 + 8 min shown and stated"


def test_a_procedure_is_walked_on_a_day_in_a_version_and_whole_or_not() -> None:
    (procedure,) = walk_of(played().report()).procedures
    assert (procedure.walked, procedure.in_walk, procedure.steps, procedure.confirmed) == (2, 3, 3, 1)
    assert (procedure.complete, procedure.plan_version, procedure.held_on) == (False, "1.0", "1970-01-01")


def test_the_answers_are_counted_and_what_was_left_out_gives_its_reason() -> None:
    walk = walk_of(played().report())
    assert walk.answer_counts == {"confirmed": 6, "unclear": 1, "wrong": 0, "missing": 0, "blocked": 0}
    assert (walk.questions_answered, walk.questions_asked) == (7, 16)
    assert [step.left_out for step in walk.steps] == [None, None, "the commander is away"]
    assert walk.situation == "It is Sunday."
    assert (walk.shown, walk.to_be_shown) == (1, 2)


def test_every_number_of_the_matrix_is_an_event_of_the_journal_that_the_report_cites() -> None:
    report = played().report()
    cited = {entry.seq for entry in report.evidence.entries}
    walk = walk_of(report)
    seqs = {c.reply.seq for s in walk.steps for c in (*s.cells, *s.own) if c.reply is not None}
    seqs |= {seq for step in walk.steps for seq in step.evidence}
    seqs |= {seq for chain in walk.chains for seq in chain.evidence}
    assert seqs <= cited
    assert all(step.evidence for step in walk.steps)


def test_the_headline_says_how_the_steps_stand_and_speaks_of_no_miss() -> None:
    report = played().report()
    assert report.summary.headline.startswith(
        "2 of 3 steps walked: 1 as written, 1 not within the target. 1 of 2 targets kept by the durations. Gaps:"
    )
    assert "missed" not in report.summary.headline


def test_the_report_says_what_its_times_mean_and_that_they_are_not_compared() -> None:
    method = played().report().method
    assert "not response times" in method.kind_note
    assert "not comparable with the times of a tabletop exercise or a simulation" in method.kind_note
    assert '"Set the severity" was to be done for real, and that was not tried.' in method.not_exercised
    assert '"Declare the commander": It was left out: the commander is away' in method.not_exercised


def test_a_walk_through_prints_its_own_rules_and_detectors() -> None:
    method = played().report().method
    assert not any("An act closes a step by itself" in rule for rule in method.rules)
    assert any(rule.startswith("Durations: ") for rule in method.rules)
    assert {row[0] for row in method.detectors} == {detector.code for detector in OF_WALK}
    assert {row[2] for row in method.detectors}.isdisjoint(
        {d.looks_for for d in DETECTORS if d.code != "G18"}
    )
    told = {code for code, _ in method.not_detected} | {row[0] for row in method.detectors}
    assert told == {f"G{number:02}" for number in range(1, 19)}


def test_no_measure_of_a_walk_through_is_a_time_of_response() -> None:
    metrics = {metric.name: metric for metric in played().report().metrics}
    assert list(metrics) == [
        "As written",
        "Confirmed",
        "Fits",
        "Shown",
        "Coverage: steps",
        "Coverage: roles",
        "Coverage: objectives",
    ]
    assert all(metric.value_s is None for metric in metrics.values())
    assert (metrics["As written"].value, metrics["Fits"].value) == (50.0, 50.0)
    assert metrics["Confirmed"].detail == "6 of 7; 4 questions about walked steps were not answered"
    assert metrics["Coverage: steps"].detail == "2 of 3"


def test_the_timeline_names_the_step_of_every_answer() -> None:
    timeline = played().report().timeline
    answers = [entry for entry in timeline if "answered on" in entry.title]
    assert len(answers) == 7
    assert {entry.step for entry in answers} == {"acknowledge", "classify"}


def test_a_procedure_confirmed_whole_and_a_critical_step_shown_in_time_are_strengths() -> None:
    room = WalkRoom()
    for step in ("acknowledge", "classify", "declare"):
        room.confirms(step, takes="2m")
    room.shows("acknowledge", minutes=3)
    said = [strength.statement for strength in room.report().strengths]
    assert said == [
        '"Detection": all 3 steps can be done as they are written; 15 answers confirmed it.',
        'On-call engineer showed "Acknowledge the alert" for real, in 3 min of the 5 min that its target allows.',
    ]


def test_an_objective_is_rated_by_how_far_its_steps_can_be_done() -> None:
    def rated(room: WalkRoom) -> tuple[str, str]:
        objective = room.report().objectives[0]
        return objective.suggested, objective.suggested_reason

    room = WalkRoom()
    assert rated(room) == ("N/O", "None of its steps was walked through.")
    for step in ("acknowledge", "classify", "declare"):
        room.confirms(step, takes="1m")
    assert rated(room) == ("P", "All 3 walked steps can be done as they are written.")
    room.says("declare", "proof", "unclear")
    assert rated(room)[0] == "S"
    room.says("declare", "proof", "wrong")
    assert rated(room) == (
        "M",
        'Not everything can be done as written: "Declare the commander" is done otherwise than written.',
    )
    room.says("declare", "means", "blocked")
    room.says("classify", "means", "blocked")
    assert rated(room)[0] == "U"


def test_a_question_that_nobody_answered_keeps_an_objective_from_being_performed_in_full() -> None:
    room = WalkRoom()
    for step in ("acknowledge", "classify"):
        room.confirms(step)
    room.confirms("declare", besides=["proof"])
    assert room.report().objectives[0].suggested == "S"
    assert walk_of(room.report()).steps[2].standing == "in part"


def test_steps_of_an_objective_that_the_walk_leaves_aside_are_not_walked() -> None:
    def rated(*steps: str) -> tuple[str, str]:
        room = WalkRoom(objectives=[{"id": "o", "title": "O", "steps": ["acknowledge", *steps]}])
        room.confirms("acknowledge")
        objective = room.report().objectives[0]
        return objective.suggested, objective.suggested_reason

    assert rated() == ("P", "The one walked step can be done as it is written.")
    assert rated("first-public") == (
        "S",
        "The one walked step can be done as it is written. 1 step not walked.",
    )
    assert rated("classify", "declare") == ("N/O", "Only 1 of 3 critical steps could be walked through.")


def test_steps_that_were_not_walked_are_never_counted_as_success() -> None:
    room = WalkRoom(plan_with(acknowledge={"critical": False}))
    for step in ("classify", "declare"):
        room.confirms(step)
    assert room.report().objectives[0].suggested == "S"
    assert room.report().objectives[0].suggested_reason.endswith("1 step not walked.")


def test_names_of_participants_stand_in_the_appendix_alone() -> None:
    room = WalkRoom()
    room.journal = MemoryJournal()
    seats = tuple(ev.Seat(role=role, name=f"Maxine {role}") for role in room.script.played_roles)
    first = created(room.script).model_copy(update={"seats": seats})
    room.journal.append(((room.clock.wall(), 0, first),))
    room.session = Session(room.script, room.journal, room.clock)
    room.start()
    room.says("acknowledge", "means", "blocked", "Maxine on-call has no token")
    room.leave_out("declare", "Maxine commander is away")
    room.shows("classify", now="failed", note="Maxine on-call had never done it")
    report = room.report()
    told = report.model_copy(update={"participants": ()}).json_text()
    assert "Maxine" not in told
    assert "On-call engineer has no token" in told


def test_the_other_kinds_have_no_walk_in_their_report() -> None:
    from tests.builders import Room
    from trainer.core.compose import report

    room = Room()
    room.start()
    room.end()
    assert report(room.script, room.session.records, "test").exercise.walk is None
