"""The geometry of the charts: true to the figures, and inside their frames."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report import sample
from trainer.core.aar import StepResult, TimelineEntry
from trainer.report.axis import Axis, tick_label
from trainer.report.charts import outcome_bar, swim_lanes, target_row, timing_bar, timing_bars
from trainer.report.lanes import Lanes, Mark

KINDS = ("inject", "action", "decision", "clock", "observation", "plan", "system")
OUTCOMES = (None, "on time", "late", "missed", "wrong role", "improvised equivalent")
LANES = ("facilitator", "incident-commander", "technical-lead", "somebody-else", "system")


def step(**changes: object) -> StepResult:
    return next(step for step in sample.steps() if step.key == "declare-commander").model_copy(update=changes)


def rich_lanes() -> Lanes:
    report = sample.rich()
    return swim_lanes(report.timeline, report.steps, sample.ROLES, report.exercise.active_s)


# ------------------------------------------------------------------- bars


def test_all_targets_stand_on_one_line_and_time_is_drawn_in_proportion():
    half = timing_bar(step(target_s=600, elapsed_s=300, delta_s=-300, outcome="on time"))
    day = timing_bar(step(target_s=86_400, elapsed_s=43_200, delta_s=-43_200, outcome="on time"))
    assert half.target_x == day.target_x
    assert half.target_x is not None
    assert half.used == day.used == half.target_x / 2
    assert (half.over, half.broken) == (0, "")


def test_an_overrun_starts_at_the_target_and_is_in_proportion():
    bar = timing_bar(step(target_s=600, elapsed_s=750, delta_s=150))
    assert bar.target_x is not None
    assert bar.used == bar.target_x
    assert bar.over == pytest.approx(bar.target_x / 4, abs=0.1)
    assert bar.says == "12 min 30 s of 10 min"


def test_a_bar_that_is_too_long_is_broken_off_inside_its_frame():
    bar = timing_bar(step(target_s=60, elapsed_s=6_000, delta_s=5_940))
    assert bar.target_x is not None
    assert bar.target_x + bar.over <= bar.width
    assert bar.broken
    assert all(float(number) <= bar.width for number in re.findall(r"[\d.]+", bar.broken))


def test_a_missed_step_has_a_target_and_no_time():
    bar = timing_bar(step(outcome="missed", elapsed_s=None, delta_s=None, done_s=None))
    assert (bar.kind, bar.used, bar.over) == ("missed", 0, 0)
    assert bar.says == "not done; target 10 min"


def test_a_step_without_a_target_has_no_bar_but_words():
    assert timing_bar(step(target_s=None, elapsed_s=61)).says == "1 min 01 s; no target"
    assert timing_bar(step(target_s=0, elapsed_s=61)).kind == "none"
    assert timing_bar(step(outcome="not observed", elapsed_s=None)).says == "no time taken"


def test_there_is_a_bar_for_each_step_in_order():
    steps = sample.steps()
    assert [bar.says for bar in timing_bars(steps)] == [timing_bar(one).says for one in steps]


@given(st.floats(0, 1e7), st.floats(0.001, 1e7))
def test_no_bar_leaves_its_frame(elapsed: float, target: float):
    bar = timing_bar(step(target_s=target, elapsed_s=elapsed))
    assert 0 <= bar.used <= (bar.target_x or 0)
    assert bar.over >= 0
    assert (bar.target_x or 0) + bar.over <= bar.width
    assert 0 < bar.top < bar.top + bar.thick < bar.height


# ------------------------------------------------------- outcomes, targets


def test_the_stacked_bar_fills_its_width_in_proportion():
    bar = outcome_bar({"missed": 2, "on time": 6})
    assert [(part.outcome, part.number) for part in bar.segments] == [("on time", 6), ("missed", 2)]
    done, missed = bar.segments
    assert done.width == pytest.approx(3 * missed.width, abs=0.2)
    assert missed.x + missed.width == pytest.approx(bar.width, abs=0.2)


def test_an_outcome_that_is_new_is_shown_and_one_that_did_not_occur_is_not():
    assert [part.outcome for part in outcome_bar({"late": 0, "dreamt": 1}).segments] == ["dreamt"]
    assert outcome_bar({}).segments == ()


@given(
    st.dictionaries(st.sampled_from(["on time", "late", "missed", "prompted", "odd"]), st.integers(0, 500))
)
def test_segments_follow_each_other_and_their_signs_stay_inside(counts: dict[str, int]):
    bar = outcome_bar(counts)
    assert sum(part.number for part in bar.segments) == bar.total == sum(counts.values())
    for left, right in pairwise(bar.segments):
        assert left.x + left.width < right.x + 0.2
    for part in bar.segments:
        assert part.x + part.width <= bar.width + 0.2
        assert part.sign_x is None or part.x <= part.sign_x <= part.x + part.width - bar.sign


def test_each_target_is_a_box_and_those_met_come_first():
    row = target_row(10, 17)
    assert [met for _, _, met in row.boxes] == [True] * 10 + [False] * 7
    assert len({(x, y) for x, y, _ in row.boxes}) == 17
    assert all(x + row.box <= row.width and y + row.box <= row.height for x, y, _ in row.boxes)


def test_many_targets_become_one_bar():
    row = target_row(30, 120)
    assert row.boxes == ()
    assert row.filled == row.width / 4


# -------------------------------------------------------------------- axis


@given(st.floats(1, 4e7))
def test_an_axis_has_few_ticks_in_order_and_inside(end: float):
    axis = Axis(100, 900, end)
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 13
    assert ticks[0].x == 100
    assert all(left.x < right.x <= 900 for left, right in pairwise(ticks))
    assert len({tick.label for tick in ticks}) == len(ticks)


def test_ticks_are_labelled_in_the_unit_of_their_step():
    assert [tick_label(90, 30), tick_label(300, 60), tick_label(5_400, 1_800), tick_label(172_800, 86_400)] == [
        "1:30", "5 min", "1:30 h", "2 d",
    ]  # fmt: skip


# --------------------------------------------------------------- swim lanes


def corners(mark: Mark) -> tuple[float, float, float, float]:
    return mark.x - mark.width / 2, mark.y - 9, mark.x + mark.width / 2, mark.y + 9


def assert_sound(chart: Lanes) -> None:
    """Inside the frame, inside their lanes, and no mark on another."""
    for lane, below in pairwise(chart.lanes):
        assert lane.y + lane.height == below.y
    assert chart.lanes[-1].y + chart.lanes[-1].height == chart.bottom < chart.height
    boxes = [corners(mark) for mark in chart.marks]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert right <= chart.width
        assert any(lane.y <= top and bottom <= lane.y + lane.height for lane in chart.lanes)
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right <= other[0] + 0.2 or other[2] <= left + 0.2 or bottom <= other[1] or other[3] <= top
    assert all(chart.left <= tick.x <= chart.right for tick in chart.ticks)
    assert all(0 <= stem.top <= stem.bottom <= chart.bottom for stem in chart.stems)


def test_the_drill_is_drawn_without_overlaps():
    assert_sound(rich_lanes())


def test_the_facilitator_s_lane_is_first_then_roles_in_their_order_then_the_clock():
    titles = [lane.title for lane in rich_lanes().lanes]
    assert titles == ["Facilitator and injects", *sample.ROLES.values(), "Clock and record"]
    colours = [lane.colour for lane in rich_lanes().lanes]
    assert len(set(colours[1:-1])) == len(sample.ROLES)


def test_every_fact_is_a_mark_on_its_role_s_lane_at_its_time():
    chart, report = rich_lanes(), sample.rich()
    by_label = {mark.label: mark for mark in chart.marks if mark.number == 1}
    lanes = {lane.key: lane for lane in chart.lanes}
    assert not [mark for mark in chart.marks if mark.number > 1]
    for entry in report.timeline:
        mark = by_label[str(entry.seq)]
        assert lanes[entry.lane].y <= mark.y <= lanes[entry.lane].y + lanes[entry.lane].height
        at = chart.left + entry.elapsed_s / 3480 * (chart.right - chart.left)
        assert mark.x == pytest.approx(at, abs=14), "an end mark moves by half its width at most"
        assert mark.shape == entry.kind
        assert entry.title in mark.says


def test_a_late_act_carries_its_sign_and_one_on_time_none():
    by_label = {mark.label: mark for mark in rich_lanes().marks}
    late = next(entry for entry in sample.rich().timeline if entry.outcome == "late")
    done = next(entry for entry in sample.rich().timeline if entry.outcome == "on time")
    assert (by_label[str(late.seq)].badge, by_label[str(late.seq)].badge_tone) == ("late", "warn")
    assert by_label[str(done.seq)].badge == ""


def test_a_missed_step_is_marked_on_its_owner_s_lane_where_its_time_ran_out():
    chart = rich_lanes()
    missed = [mark for mark in chart.marks if mark.shape == "missed"]
    assert len(missed) == 2
    lane = next(lane for lane in chart.lanes if lane.key == "incident-commander")
    assert all(lane.y < mark.y < lane.y + lane.height for mark in missed)
    legal = next(mark for mark in missed if "Ask legal" in mark.says)
    assert legal.x == pytest.approx(chart.left + (1870 + 900) / 3480 * (chart.right - chart.left), abs=0.2)
    assert "due by 46:10" in legal.says


def test_an_inject_that_the_clock_released_comes_from_the_facilitator_s_lane():
    entry = next(entry for entry in sample.rich().timeline if entry.kind == "inject")
    chart = swim_lanes((entry.model_copy(update={"lane": "system"}),), (), sample.ROLES, 600)
    assert "system" not in {lane.key for lane in chart.lanes}
    assert chart.marks[0].y < chart.lanes[1].y


def test_a_step_that_was_due_after_play_ended_does_not_stretch_the_chart():
    late = step(outcome="missed", started_s=100, target_s=86_400, elapsed_s=None, done_s=None, delta_s=None)
    chart = swim_lanes((), (late,), sample.ROLES, 600)
    assert [mark.shape for mark in chart.marks] == ["missed"]
    assert chart.ticks[-1].label == "10 min"


def test_a_missed_step_that_a_fact_tells_of_is_marked_once():
    told = sample.rich().timeline[5].model_copy(update={"outcome": "missed", "step": "declare-commander"})
    late = step(outcome="missed", elapsed_s=None, done_s=None, delta_s=None)
    assert [mark.label for mark in swim_lanes((told,), (late,), sample.ROLES, 900).marks] == [str(told.seq)]


def test_an_inject_has_a_line_to_each_lane_it_reached():
    chart, report = rich_lanes(), sample.rich()
    tops = {lane.key: lane.y for lane in chart.lanes}
    inject = next(entry for entry in report.timeline if entry.title.startswith("Three customers"))
    at = chart.left + inject.elapsed_s / 3480 * (chart.right - chart.left)
    stem = next(stem for stem in chart.stems if stem.x == pytest.approx(at, abs=0.2))
    assert stem.reaches == tuple(sorted(tops[role] for role in inject.to))
    assert stem.bottom == stem.reaches[-1]


def test_three_hundred_facts_stay_legible_and_none_is_lost():
    report = sample.crowded(300)
    chart = swim_lanes(report.timeline, report.steps, sample.ROLES, report.exercise.active_s)
    assert_sound(chart)
    assert sum(mark.number for mark in chart.marks) == 300
    assert chart.height <= 640, "fits a page in landscape without becoming small"
    several = [mark for mark in chart.marks if mark.number > 1]
    assert several
    assert all(re.fullmatch(r"\d+( |…)\d+", mark.label) for mark in several)


def test_nothing_at_all_is_one_empty_lane():
    chart = swim_lanes((), (), {}, 0)
    assert [lane.key for lane in chart.lanes] == ["facilitator"]
    assert chart.marks == ()
    assert chart.says.startswith("0 facts")


entries = st.builds(
    lambda seq, at, lane, kind, outcome, to: TimelineEntry(
        seq=seq, elapsed_s=at, at="", lane=lane, kind=kind, title="t", text="", outcome=outcome, to=to
    ),
    seq=st.integers(1, 99_999),
    at=st.floats(0, 20_000),
    lane=st.sampled_from(LANES),
    kind=st.sampled_from(KINDS),
    outcome=st.sampled_from(OUTCOMES),
    to=st.lists(st.sampled_from(LANES), max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(entries, max_size=80), st.floats(0, 30_000))
def test_whatever_happened_when_no_mark_is_lost_and_none_lies_on_another(
    found: list[TimelineEntry], end: float
):
    chart = swim_lanes(found, sample.steps(), {"incident-commander": "Incident Commander"}, end)
    assert_sound(chart)
    assert sum(mark.number for mark in chart.marks if mark.shape != "missed") == len(found)
