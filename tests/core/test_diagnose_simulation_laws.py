"""Whatever simulation somebody writes: it is checked without a crash, and what has no error can be played."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.diagnosed import plan
from tests.core.simulated import with_simulation
from tests.simulated import known
from trainer.core.diagnose import diagnose_scenario
from trainer.core.kinds import as_kind
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.services import System
from trainer.core.simulation import FaultKind, Measure, Operation, ServiceKind, Simulation
from trainer.core.state import State

PLAN = plan()
NAMES = st.sampled_from(["a", "b", "c", "nowhere"])
REGIONS = st.sampled_from(["north", "south", "nowhere"])
DURATIONS = st.sampled_from(["0s", "5s", "2m", "3h"])
VALUES = st.sampled_from(["1", "flag off", "flag", "north", "nightly", "50%", ""])


def some(**keys):
    """A mapping with the keys that are always there, and some of those that may be."""
    always = {key[:-1]: value for key, value in keys.items() if key.endswith("_")}
    return st.fixed_dictionaries(
        always, optional={key: value for key, value in keys.items() if not key.endswith("_")}
    )


services = st.lists(
    some(
        id_=NAMES,
        title_=st.just("T"),
        kind=st.sampled_from([kind.value for kind in ServiceKind]),
        load=st.sampled_from([0, 3, 4000]),
        replicas=st.one_of(st.integers(1, 5), st.dictionaries(REGIONS, st.integers(-1, 3), max_size=2)),
        calls=st.lists(some(service_=NAMES, needed=st.booleans(), flag=st.just("flag")), max_size=2),
        memory=st.sampled_from([0, 100, 2000]),
        takes=st.sampled_from(["0s", "20ms", "9s"]),
        versions=st.lists(some(id_=st.sampled_from(["1", "2"])), max_size=2),
        backups=st.lists(some(id_=st.just("nightly"), title_=st.just("N"), good=st.booleans()), max_size=1),
    ),
    max_size=4,
)
levels = st.one_of(
    some(
        service_=NAMES,
        measure_=st.sampled_from([measure.value for measure in Measure]),
        above_=st.sampled_from([-1, 0, 0.5, 1, 7, float("inf"), float("nan")]),
    ),
    some(figure_=NAMES, below_=st.sampled_from([0, 5])),
)
releases = st.one_of(
    some(at_=DURATIONS),
    st.just({"by_hand": True}),
    some(after_=some(inject_=st.sampled_from(["alert", "x", "fault-f", "nowhere"]), delay=DURATIONS)),
    some(when_=st.sampled_from([{"delivered": "x"}, {"severity": "SEV1"}, {"reached": "recovered"}])),
)
faults = st.lists(
    some(
        id_=st.sampled_from(["f", "g", "x" * 79]),
        title_=st.just("F"),
        kind_=st.sampled_from([kind.value for kind in FaultKind]),
        service=NAMES,
        region=REGIONS,
        value=VALUES.filter(bool),
        release=releases,
        lasts=DURATIONS,
        every=DURATIONS,
        effect=some(errors=st.just(0.4), leak=st.just(-30), retries=st.just(9), log=st.just("L")),
        mended_by=st.lists(
            some(
                operation_=st.sampled_from([each.value for each in Operation]),
                service=NAMES,
                value=VALUES.filter(bool),
            ),
            max_size=2,
        ),
    ),
    max_size=3,
)
simulations = some(
    services=services,
    flags=st.just([{"id": "flag", "title": "F", "service": "a"}]),
    regions=st.lists(REGIONS.filter(lambda name: name != "nowhere"), max_size=2),
    figures=st.lists(some(id_=NAMES, title_=st.just("F"), service_=NAMES), max_size=2),
    alerts=st.lists(
        some(id_=st.sampled_from(["x", "alert", "y"]), title_=st.just("A"), when_=levels), max_size=2
    ),
    faults=faults,
    impact_when=st.lists(levels, max_size=1),
    recovered_when=st.lists(levels, max_size=2),
    operations=st.lists(
        some(
            operation_=st.sampled_from([each.value for each in Operation]),
            service=NAMES,
            available=st.booleans(),
        ),
        max_size=2,
    ),
    day_shape=st.sampled_from([[], [1] * 24, [0] * 24, [1]]),
    starts_at=st.sampled_from(["09:00", "7:05:09", "soon"]),
    history=st.just("1m"),
)


def of(values):
    """The scenario with another simulation."""
    return with_simulation().model_copy(update={"simulation": Simulation.model_validate(values)})


def service(name, calls):
    """A service that calls some of those after it."""
    return some(
        id_=st.just(name),
        title_=st.just(name),
        kind=st.sampled_from([kind.value for kind in ServiceKind]),
        load_=st.just(30 if name == "a" else 0),
        replicas=st.sampled_from([1, 3, {"north": 2, "south": 1}]),
        workers=st.integers(1, 9),
        queue_limit=st.sampled_from([0, 5, 900]),
        retries=st.integers(0, 4),
        takes=st.sampled_from(["20ms", "900ms", "9s"]),
        calls_=st.just([{"service": each} for each in calls]),
        versions=st.just([{"id": "1", "ago": "2 days"}, {"id": "2"}]),
        backups=st.lists(st.just({"id": "nightly", "title": "N"}), max_size=1),
        certificate_expires=DURATIONS,
    )


KNOWN = st.sampled_from(["a", "b", "c"])
sound_faults = st.lists(
    some(
        id_=st.sampled_from(["f", "g", "h"]),
        title_=st.just("F"),
        kind_=st.sampled_from([kind.value for kind in FaultKind]),
        service_=KNOWN,
        region_=st.sampled_from(["north", "south"]),
        value=st.sampled_from(["1", "2", "3", "flag", "203.0.113.9"]),
        release=st.sampled_from([{"at": "2m"}, {"by_hand": True}]),
        lasts=st.sampled_from(["1s", "30s", "9m"]),
        effect=some(
            errors=st.just(0.4), leak=st.just(900), retries=st.just(9), load=st.just(0), capacity=st.just(0)
        ),
    ),
    max_size=3,
    unique_by=lambda fault: fault["id"],
)
sound = some(
    services_=st.tuples(service("a", ["b", "c"]), service("b", ["c"]), service("c", [])).map(list),
    flags=st.just([{"id": "flag", "title": "F", "service": "a", "effect": {"slower": 2}}]),
    regions_=st.just(["north", "south"]),
    figures_=st.just([{"id": "sales", "title": "S", "service": "a"}]),
    alerts=st.just([{"id": "x", "title": "X", "when": {"service": "a", "measure": "errors", "above": 0.2}}]),
    faults=sound_faults,
    recovered_when=st.just([{"figure": "sales", "above": 5}]),
    day_shape=st.sampled_from([[], [0.5] * 24]),
    history=st.sampled_from(["0s", "1m"]),
    noise=st.sampled_from([0, 0.5]),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(simulations)
def test_any_simulation_is_checked_and_every_problem_says_what_to_do(values):
    for problem in diagnose_scenario(of(values), PLAN):
        assert problem.message
        assert problem.fix or problem.kind.startswith("unknown-"), problem


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sound, st.data())
def test_a_simulation_without_errors_can_be_played(values, data):
    scenario = of(values)
    assert [problem for problem in diagnose_scenario(scenario, PLAN) if problem.level == "error"] == []
    script = Script(PLAN, as_kind(scenario, Kind.SIMULATION), Kind.SIMULATION)
    State(script)
    simulated = known(script.simulated, "the modelled system")
    system = System(simulated, 1)
    for fault in simulated.faults:
        system.begin_fault(fault, data.draw(st.integers(0, 40)))
    system.advance(120)
    for seen in system.services():
        for measure in (Measure.GOOD, Measure.FAILED, Measure.QUEUE, Measure.MEMORY, Measure.REPLICAS):
            assert all(value >= 0 for value in system.series(seen.id, measure)), (seen.id, measure)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(simulations)
def test_every_place_that_is_told_leads_into_the_file(values):
    scenario = of(values)
    for problem in diagnose_scenario(scenario, PLAN):
        if problem.path[:1] != ("simulation",):
            continue
        holder = values
        for step in problem.path[1:]:
            if isinstance(holder, list):
                assert isinstance(step, int), problem
                assert step < len(holder), problem
                holder = holder[step]
            elif isinstance(holder, dict) and step in holder:
                holder = holder[step]
            else:
                break
