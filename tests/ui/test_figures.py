"""Every figure of the review leads to the events it came from, or to the page that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control
from tests.ui.reviewing import PARTS, Review, names
from tests.ui.settled import VOTE, settled
from trainer.core.actions import CastVote
from trainer.core.commands import Act, EndExercise, RateObjective
from trainer.core.events import Rating
from trainer.ui import look
from trainer.ui.panels import Feed
from trainer.ui.review.lines import LineList
from trainer.ui.review.links import LinkRow, Pressable
from trainer.ui.review.parts import EventButton
from trainer.ui.review.stacked import Legend, ShareBar, StackedBar
from trainer.ui.review.step_row import StepRow
from trainer.ui.review.votes import kappa_words
from trainer.ui.review.which import MET, RIGHT_ROLE, TESTED, WHICH, outcome_filter


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path / "settings")
    look.apply(qapp, "light")


@pytest.fixture
def one(qtbot: QtBot) -> Review:
    workspace = FakeWorkspace()
    workspace.reporter = settled
    made = Review(qtbot, workspace)
    for rater in ("evaluator", "second evaluator"):
        made.opened.exercise.submit(RateObjective("command", Rating.SOME_CHALLENGES, rater, "Late", (3, 4)))
    return made


def _links(one: Review) -> list[QAbstractButton]:
    """Everything on the part that is shown which leads somewhere."""
    kinds = (Pressable, EventButton, StepRow)
    found = [link for link in one.page.findChildren(QAbstractButton) if isinstance(link, kinds)]
    return [link for link in found if link.isVisible() and link.isEnabled()]


def _rows(one: Review) -> int:
    """How much the part that is shown lists."""
    match one.page.part():
        case "Timing":
            return control(one.page, QTableView, "Expected actions").model().rowCount()
        case "Timeline":
            return len(control(one.page, Feed, "Timeline").entries())
        case "Gaps":
            return len(control(one.page, LineList, "Gap register").lines())
        case "Plan changes":
            return len(control(one.page, LineList, "Proposed changes of the plan").lines())
        case "Ratings":
            return len(control(one.page, LineList, "Objectives").lines())
        case _:
            return len(_links(one))


@pytest.mark.parametrize(
    "part", ["Ratings", "Summary", "Timing", "Gaps", "Plan changes", "Figures", "Improvement plan"]
)
def test_every_figure_and_name_leads_to_a_list_by_keyboard(one: Review, part: str) -> None:
    one.go(part)
    number = len(_links(one))
    assert number
    for place in range(number):
        one.go(part)
        one.qtbot.waitUntil(lambda: len(_links(one)) == number)
        link = _links(one)[place]
        said = link.accessibleName()
        assert ", show" in said
        link.setFocus()
        one.qtbot.keyClick(link, Qt.Key.Key_Return)
        one.settle()
        assert one.page.part() != part, said
        assert _rows(one), said


def test_a_figure_opens_only_the_events_behind_it_and_lets_go_of_them(one: Review) -> None:
    one.go("Figures")
    metric = next(m for m in one.workspace.report(one.opened.exercise).metrics if m.name == "TTA")
    link = next(link for link in _links(one) if link.accessibleName().startswith("Time to acknowledge"))
    one.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    feed = control(one.page, Feed, "Timeline")
    assert {int(entry.key) for entry in feed.entries()} == set(metric.evidence)
    one.reads("What “Time to acknowledge (TTA)” rests on")
    one.press("Show every event")
    assert len(feed.entries()) == len(one.workspace.report(one.opened.exercise).timeline)
    assert "rests on" not in one.words()


def _filtered(one: Review) -> tuple[str, int]:
    which = control(one.page, QComboBox, "Which expected actions").currentText()
    return which, control(one.page, QTableView, "Expected actions").model().rowCount()


def test_each_count_of_the_summary_opens_as_many_steps(one: Review) -> None:
    summary = one.workspace.report(one.opened.exercise).summary
    exercised = summary.steps_in_scope - summary.not_exercised
    wanted = [(MET, summary.targets_met), (RIGHT_ROLE, summary.steps_by_right_role), (TESTED, exercised)]
    for place, (which, count) in enumerate(wanted):
        one.go("Summary")
        bars = [bar for bar in one.page.findChildren(ShareBar) if bar.isVisible()]
        one.qtbot.mouseClick(bars[place], Qt.MouseButton.LeftButton)
        assert _filtered(one) == (which, count)


def test_each_outcome_opens_as_many_steps_from_bar_and_legend(one: Review) -> None:
    counts = one.workspace.report(one.opened.exercise).summary.outcome_counts
    for outcome, count in counts.items():
        one.go("Summary")
        words = names(one.page, f"{count} {outcome}, show")
        if count:
            one.press(words[0])
            assert _filtered(one) == (outcome_filter(outcome), count)
        else:
            assert not words
    one.go("Summary")
    bar = next(bar for bar in one.page.findChildren(StackedBar) if bar.isVisible())
    one.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 3, bar.height() // 2))
    assert _filtered(one) == (outcome_filter("missed"), counts["missed"])


def test_the_legend_wraps_where_there_is_no_room(one: Review) -> None:
    one.go("Summary")
    legend = next(legend for legend in one.page.findChildren(Legend) if legend.isVisible())
    lines = legend.findChildren(Pressable)
    assert len({line.y() for line in lines}) < len(lines)
    legend.resize(legend.minimumSizeHint().width(), 400)
    layout = legend.layout()
    assert layout is not None
    layout.activate()
    assert len({line.y() for line in lines}) == len(lines)


def test_each_count_of_gaps_opens_as_many_gaps(one: Review) -> None:
    gaps = one.workspace.report(one.opened.exercise).gaps
    for kind, title in (("plan", "Plan"), ("capability", "Means and access"), ("artefact", "This exercise")):
        listed = [gap for gap in gaps if gap.kind == kind and gap.stands]
        one.go("Summary")
        if not listed:
            continue
        one.press(f"{title}: {len(listed)} gap{'' if len(listed) == 1 else 's'}, show them under Gaps")
        assert {line.key for line in control(one.page, LineList, "Gap register").lines()} == {
            gap.id for gap in listed
        }


def test_a_vote_shows_who_was_surely_wrong_and_opens_each_answer(one: Review) -> None:
    one.go("Figures")
    said = names(one.page, "")
    for told in (
        "3 of 4 answered, show the answers in the timeline",
        "33% of pairs agree, show the answers in the timeline",
        "1 surely wrong, show the answers in the timeline",
        "Incident Commander, SEV1, sure (4 of 5), right, show in the timeline",
        "Communications Lead, SEV2, certain (5 of 5), surely wrong, show in the timeline",
    ):
        assert told in said
    one.press("Technical Lead, SEV1, unsure (2 of 5), right, show in the timeline")
    assert [int(entry.key) for entry in control(one.page, Feed, "Timeline").entries()] == [
        VOTE.ballots[1].seq
    ]


def test_votes_of_a_drill_are_shown_as_they_were_given(qtbot: QtBot) -> None:
    played = Review(qtbot, FakeWorkspace(), end=False)
    for role, choice, confidence in (("commander", "SEV1", 5), ("tech", "SEV2", 4), ("comms", "SEV1", 1)):
        vote = CastVote(vote="severity", choice=choice, confidence=confidence)
        played.opened.exercise.submit(Act(role, vote))
    played.opened.exercise.submit(EndExercise())
    played.go("Figures")
    said = names(played.page, "")
    assert "Technical Lead, SEV2, sure (4 of 5), surely wrong, show in the timeline" in said
    assert "2 of 3 right, show the answers in the timeline" in said


@pytest.mark.parametrize(
    ("kappa", "words"),
    [(-0.1, "no"), (0.0, "no"), (0.2, "slight"), (0.21, "fair"), (0.6, "moderate"), (0.61, "substantial"),
     (0.81, "almost perfect"), (1.0, "almost perfect")],
)  # fmt: skip
def test_kappa_is_put_into_words(kappa: float, words: str) -> None:
    assert kappa_words(kappa) == f"{words} agreement beyond chance"


def test_agreement_over_all_votes_is_shown_where_there_is_one(one: Review) -> None:
    one.go("Figures")
    assert any("0.21, fair agreement beyond chance" in name for name in names(one.page, "Agreement over all"))


def test_every_filter_of_the_steps_keeps_what_it_says(one: Review) -> None:
    steps = one.workspace.report(one.opened.exercise).steps
    outcomes = {which: keep for which, keep in WHICH.items() if which.startswith("Outcome")}
    for step in steps:
        kept = [which for which, keep in outcomes.items() if keep is not None and keep(step)]
        assert kept == [outcome_filter(step.outcome)]
    late, met = WHICH["Targets not met"], WHICH[MET]
    assert late is not None
    assert met is not None
    assert all(late(step) != met(step) for step in steps if step.met is not None)


def test_the_parts_are_turned_with_the_page_keys(one: Review) -> None:
    one.go("Figures")
    one.qtbot.keyClick(one.page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    one.qtbot.keyClick(one.page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert one.page.part() == PARTS[-1]
    one.qtbot.keyClick(one.page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert one.page.part() == "Improvement plan"


def test_a_row_that_leads_nowhere_is_no_stop_for_the_keyboard(qtbot: QtBot) -> None:
    row = LinkRow("A strength without events", "")
    qtbot.addWidget(row)
    assert not row.isEnabled()
    assert row.accessibleName() == "A strength without events"
