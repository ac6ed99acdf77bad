"""What the cross-checks say of a scenario against what happens when it is played."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Room
from tests.core.diagnosed import plan
from trainer.core.actions import Acknowledge, AssumeRole, Contain, Decide, DoStep, PostUpdate, Resolve
from trainer.core.diagnose import diagnose_scenario
from trainer.core.diagnose.course import Course
from trainer.core.engine import Refused
from trainer.core.events import InjectDelivered
from trainer.core.scenario import Scenario
from trainer.core.script import Script

PLAN = plan()
NAMES = tuple("abcdef")
STEPS = tuple(step.id for _, step in PLAN.steps())
ANCHORS = (
    "impact",
    "first alert",
    "first signal",
    "declared",
    "call started",
    "recovered",
    "first post",
    "step declare",
)
TIMES = st.sampled_from(["0s", "1m", "7m", "20m"])

_facts = st.one_of(
    st.fixed_dictionaries({"delivered": st.sampled_from(NAMES)}),
    st.fixed_dictionaries({"chose": st.sampled_from(["way/back", "way/wait"])}),
    st.fixed_dictionaries({"reached": st.sampled_from(ANCHORS)}),
    st.fixed_dictionaries({"done": st.sampled_from(STEPS)}),
    st.fixed_dictionaries({"overdue": st.sampled_from(STEPS)}),
    st.fixed_dictionaries({"from_time": TIMES}),
)
conditions = st.recursive(
    _facts,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=4,
)
after = st.one_of(
    st.fixed_dictionaries({"inject": st.sampled_from(NAMES), "delay": TIMES}),
    st.fixed_dictionaries({"step": st.sampled_from(STEPS), "delay": TIMES}),
    st.fixed_dictionaries({"chose": st.sampled_from(["way/back", "way/wait"]), "delay": TIMES}),
    st.fixed_dictionaries({"reached": st.sampled_from(ANCHORS), "delay": TIMES}),
)
releases = st.one_of(
    st.fixed_dictionaries({"at": TIMES}),
    st.fixed_dictionaries({"after": after}),
    st.fixed_dictionaries({"after": after}),
    st.fixed_dictionaries({"when": conditions}),
)


@st.composite
def scenarios(draw):
    injects = []
    for name in NAMES:
        inject = {
            "id": name,
            "title": name,
            "channel": draw(st.sampled_from(["alert", "chat"])),
            "from": "F",
            "text": "T",
            "release": draw(releases),
            "marks": draw(st.lists(st.sampled_from(["impact", "recovered"]), max_size=1)),
            "expects": [
                {"step": step} for step in draw(st.lists(st.sampled_from(STEPS), max_size=2, unique=True))
            ],
        }
        if draw(st.booleans()):
            inject["decision"] = "way"
        if draw(st.integers(0, 3)) == 0:
            inject["branch"] = "path"
        injects.append(inject)
    releases_of = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    back = {"id": "back", "text": "Back", "consequence": {"releases": releases_of, "delay": draw(TIMES)}}
    decision = {"id": "way", "question": "Which?", "options": [back, {"id": "wait", "text": "Wait"}]}
    if draw(st.booleans()):
        decision |= {"time_limit": "3m", "default": draw(st.sampled_from(["back", "wait"]))}
    return {
        "id": "s",
        "title": "S",
        "length": "90m",
        "objectives": [
            {"id": "o", "title": "O", "steps": draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3))}
        ],
        "injects": injects,
        "decisions": [decision],
        "branches": [{"id": "path", "title": "Path", "when": draw(conditions)}],
        "truth": {"severity": "SEV1"} if draw(st.booleans()) else {},
    }


acts = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.one_of(
            st.sampled_from([Acknowledge(), AssumeRole(role="commander"), Resolve(), Contain(measure="m")]),
            st.builds(DoStep, step=st.sampled_from(STEPS)),
            st.builds(PostUpdate, audience=st.sampled_from(["customers", "staff"])),
            st.builds(Decide, decision=st.just("way"), option=st.sampled_from(["back", "wait"])),
        ),
    ),
    max_size=8,
)


def played(script, moments):
    """When each inject was delivered, in an exercise of an hour and a half with some acts in it."""
    room = Room(script)
    room.start()
    for minute, action in sorted(moments, key=lambda moment: moment[0]):
        room.until(max(minute, room.session.elapsed() / 60_000_000))
        try:
            room.act("commander", action)
        except Refused:
            continue  # a decision that is not open, or no longer
    room.until(90)
    return {r.event.inject: r.elapsed for r in room.session.records if isinstance(r.event, InjectDelivered)}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(scenarios(), acts)
def test_what_is_called_unreachable_never_comes_and_nothing_comes_before_its_time(values, moments):
    script = Script(PLAN, Scenario.model_validate(values))
    course = Course(script.scenario, script)
    told = {problem.path[1] for problem in diagnose_scenario(script.scenario, PLAN)
            if problem.kind in ("unreachable-inject", "inject-cycle")}  # fmt: skip
    for name, moment in played(script, moments).items():
        earliest = course.earliest(course.inject(name))
        assert earliest is not None, name
        assert earliest <= moment, name
        assert NAMES.index(name) not in told
