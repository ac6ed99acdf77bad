"""The monitoring without windows: thinning keeps peaks, scales hold what they show, the map is laid out by calls."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.simulated import SIMULATION
from trainer.core.services import System
from trainer.core.services.views import Telemetry
from trainer.core.simulation import Measure, Simulation
from trainer.ui.monitor.buckets import Buckets, Source, Traces, span_for
from trainer.ui.monitor.charts_of import BUSINESS, business_charts, service_charts
from trainer.ui.monitor.map_layout import layers, nearest, rows_of
from trainer.ui.monitor.plot import ChartSpec, LineSpec, TimeSpan, plotted, points, ticks
from trainer.ui.monitor.values import axis, say

VALUES = st.floats(0, 1e6, allow_nan=False, allow_infinity=False)


@given(st.lists(VALUES, max_size=200), st.lists(VALUES, max_size=200), st.sampled_from((1, 2, 5, 30)))
def test_buckets_that_grow_are_those_of_the_whole_series(first, later, span):
    series = array("d", first)
    grown = Buckets(series, span)
    series.extend(later)
    grown.take()
    whole = Buckets(series, span)
    assert (list(grown.low), list(grown.high)) == (list(whole.low), list(whole.high))


@given(st.lists(VALUES, min_size=1, max_size=300), st.sampled_from((2, 5, 30)))
def test_no_peak_and_no_dip_is_lost_by_thinning(values, span):
    thinned = Buckets(array("d", values), span)
    assert max(thinned.high) == max(values)
    assert min(thinned.low) == min(values)


def test_a_series_that_was_made_anew_is_read_anew():
    series = {Measure.RATE: array("d", [1, 2, 3])}

    class _Feed:
        def series(self, _service, measure):
            return series[measure]

    traces = Traces(_Feed())  # type: ignore[arg-type]
    source = Source("web", Measure.RATE)
    assert list(traces.buckets(source, 1).high) == [1, 2, 3]
    series[Measure.RATE] = array("d", [9, 9])
    assert list(traces.buckets(source, 1).high) == [9, 9]


@pytest.mark.parametrize(("seconds", "columns", "span"), [(300, 400, 1), (900, 400, 5), (14_400, 300, 60)])
def test_a_bucket_is_as_short_as_the_width_allows(seconds, columns, span):
    assert span_for(seconds, columns) == span


@given(st.floats(0, 1e7), st.sampled_from(("rate", "share", "seconds", "count", "mib", "left", "orders/min")))
def test_a_scale_holds_its_largest_value_with_few_marks(top, unit):
    if unit == "share":
        top = min(top, 1.0)
    end, marks = axis(top, unit)
    assert end >= top * 0.999
    assert 2 <= len(marks) <= 6 or unit == "left"
    assert [value for value, _ in marks] == sorted({value for value, _ in marks})


def test_a_share_never_goes_beyond_the_whole_on_its_scale():
    assert axis(1.0, "share")[0] == 1.0


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.35, "seconds", "350 ms"), (1.372, "seconds", "1.37 s"), (0.0342, "share", "3.42 %"),
        (1_234, "rate", "1.23k/s"),
        (512.4, "mib", "512 MiB"), (7_500, "left", "2 h 05 min"), (2_592_000, "left", "not foreseen"),
        (630.2, "orders/min", "630 orders/min"), (None, "rate", "–"),
    ],
)  # fmt: skip
def test_figures_are_written_with_their_unit(value, unit, words):
    assert say(value, unit) == words


def _telemetry() -> Telemetry:
    system = System(Simulation.model_validate(SIMULATION), 1)
    system.advance(300)
    return system


def test_a_plot_shows_the_time_asked_for_and_its_newest_value():
    telemetry = _telemetry()
    traces = Traces(telemetry)
    spec = ChartSpec("x", "Rate", "rate", (LineSpec(Source("web", Measure.RATE), "all", "accent"),))
    plot = plotted(spec, traces, TimeSpan(300, 300), telemetry.began(), 400)
    (trace,) = plot.traces
    assert len(trace.high) == 301
    assert trace.start == 0
    assert trace.newest == telemetry.series("web", Measure.RATE)[-1]
    made = points(trace, plot, 0, 100, (1.0, 100 / plot.top))
    assert made[0] == pytest.approx(0, abs=1)
    assert made[-2] == pytest.approx(300, abs=1)
    assert all(0 <= y <= 100 for y in made[1::2])


def test_a_time_before_the_recorded_past_is_empty_and_no_fault():
    telemetry = _telemetry()
    spec = ChartSpec("x", "Rate", "rate", (LineSpec(Source("web", Measure.RATE), "all", "accent"),))
    plot = plotted(spec, Traces(telemetry), TimeSpan(300, 14_400), telemetry.began(), 200)
    assert plot.traces[0].start == telemetry.began()


def test_a_service_has_the_charts_of_its_kind_with_the_thresholds_of_the_alerts():
    telemetry = _telemetry()
    services = {service.id: service for service in telemetry.services()}
    levels = telemetry.thresholds()
    outside = [spec.title for spec in service_charts(services["gateway"], levels)]
    assert outside == ["Requests", "Errors", "Response time"]
    assert "Age of the queue" in [spec.title for spec in service_charts(services["mailing"], levels)]
    errors = next(spec for spec in service_charts(services["checkout"], levels) if spec.title == "Errors")
    assert [limit.value for limit in errors.thresholds] == [0.1]
    titles = [spec.title for spec in business_charts(telemetry.figures(), levels)]
    assert titles == ["Orders placed", "Pages shown"]
    assert all(
        line.source.service == BUSINESS
        for spec in business_charts(telemetry.figures(), levels)
        for line in spec.lines
    )


CALLS = {
    "web": ("checkout", "search"),
    "checkout": ("orders",),
    "search": ("cache",),
    "orders": (),
    "cache": (),
}


def test_each_service_stands_below_all_that_call_it():
    found = layers(CALLS)
    depth = {name: number for number, layer in enumerate(found) for name in layer}
    assert sorted(depth) == sorted(CALLS)
    assert all(depth[called] > depth[name] for name, calls in CALLS.items() for called in calls)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=4)))
def test_calls_that_go_round_are_laid_out_all_the_same(calls):
    assert sorted(name for layer in layers(calls) for name in layer) == sorted(calls)


def test_a_layer_that_is_too_wide_is_broken_evenly():
    assert rows_of([tuple("abcde")], 3) == (("a", "b", "c"), ("d", "e"))


def test_an_arrow_leads_to_the_nearest_service_that_way():
    places = {"a": (0.0, 0.0), "b": (100.0, 0.0), "c": (0.0, 50.0)}
    assert nearest(places, "a", (1, 0)) == "b"
    assert nearest(places, "a", (0, 1)) == "c"
    assert nearest(places, "a", (-1, 0)) == "a"


def test_labels_of_the_time_axis_stand_clear_of_each_other():
    time = TimeSpan(3_605, 900)
    shown = ticks(time, 300, 50)
    assert all(second % 300 == 0 for second in shown)
    assert all(time.start <= second <= time.end for second in shown)
