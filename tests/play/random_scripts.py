"""Random plans and scenarios that are well formed and otherwise as odd as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script

ROLES, STEPS = ("alpha", "beta", "gamma"), ("s0", "s1", "s2", "s3", "s4")
INJECTS, BRANCHES = ("i0", "i1", "i2", "i3", "i4"), ("b0", "b1")
ANCHORS = (
    *("first alert", "first signal", "noticed", "acknowledged", "classified", "declared", "first post"),
    *("contained", "recovered", "resolved", "inject", "step s0", "step s1"),
)

minutes = st.integers(1, 40).map(lambda m: f"{m}m")
limits = st.one_of(minutes, st.fixed_dictionaries({"SEV1": minutes}, optional={"SEV2": minutes}))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def some(values: Sequence[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


evidence = st.sampled_from(
    (
        {"action": "acknowledge"},
        {"action": "classify"},
        {"action": "assume role", "role": "alpha"},
        {"action": "post update", "audience": "customers"},
        {"action": "post update"},
        {"action": "decide"},
        {"action": "page", "contact": "vendor"},
        {"action": "verify", "phrase": "errors"},
        {"action": "resolve"},
        {"action": "contain"},
    )
)


@st.composite
def steps(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = []
    for number, name in enumerate(STEPS[: draw(st.integers(1, len(STEPS)))]):
        anchors = [anchor for anchor in ANCHORS if anchor != f"step {name}"]
        target = st.fixed_dictionaries({"from": st.sampled_from(anchors), "within": limits})
        made.append(
            {
                "id": name,
                "title": f"Step {name}",
                "role": draw(maybe(st.sampled_from(ROLES))),
                "after": draw(some(STEPS[:number], 2)) if number else [],
                "condition": draw(maybe(st.just("It is bad"))),
                "target": draw(maybe(target)),
                "severities": draw(some(("SEV1", "SEV2"))),
                "shown_by": draw(st.lists(evidence, max_size=2)),
                "critical": draw(st.booleans()),
                "marks": draw(maybe(st.sampled_from(("recovered", "contained")))),
            }
        )
    return made


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    scaled = draw(st.booleans())
    levels = [{"id": "SEV1", "title": "Critical", "also": ["P1"]}, {"id": "SEV2", "title": "High"}]
    every = st.sampled_from(("5m", "90s", "30m"))
    cadence = {
        "id": "c",
        "title": "Keep telling",
        "audience": "customers",
        "role": "beta",
        "from": "first alert",
    }
    return {
        "id": "plan",
        "title": "Plan",
        "severities": levels if scaled else [],
        "roles": [
            {
                "id": "alpha",
                "title": "Alpha",
                "leads": draw(st.booleans()),
                "deputies": draw(some(("beta",))),
            },
            {"id": "beta", "title": "Beta"},
            {"id": "gamma", "title": "Gamma", "required": False},
        ],
        "contacts": [{"id": "vendor", "title": "Vendor"}],
        "communications": [
            {
                "id": "m",
                "audience": "customers",
                "title": "Page",
                "channel": "page",
                "public": draw(st.booleans()),
            }
        ],
        "cadences": [{**cadence, "every": draw(every)}] if draw(st.booleans()) else [],
        "procedures": [{"id": "p", "title": "Procedure", "phase": "detection", "steps": draw(steps())}],
    }


def conditions(known: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    leaf = st.one_of(
        st.sampled_from(known).map(lambda step: {"done": step}),
        st.sampled_from(known).map(lambda step: {"overdue": step}),
        st.sampled_from(INJECTS).map(lambda inject: {"delivered": inject}),
        st.sampled_from(("d0/yes", "d0/no")).map(lambda choice: {"chose": choice}),
        st.sampled_from(("SEV1", "p1", "SEV2")).map(lambda level: {"severity": level}),
        st.sampled_from(ANCHORS).map(lambda anchor: {"reached": anchor}),
        minutes.map(lambda time: {"from_time": time}),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=3,
    )


def releases(known: Sequence[str], name: str) -> st.SearchStrategy[dict[str, Any]]:
    others = [inject for inject in INJECTS if inject != name]
    events = st.one_of(
        st.sampled_from(others).map(lambda inject: {"inject": inject}),
        st.sampled_from(known).map(lambda step: {"step": step}),
        st.sampled_from(ANCHORS).map(lambda anchor: {"reached": anchor}),
        st.just({"chose": "d0/yes"}),
    )
    after = st.tuples(events, st.one_of(st.just("0"), minutes)).map(
        lambda pair: {**pair[0], "delay": pair[1]}
    )
    return st.one_of(
        st.one_of(st.just("0"), minutes).map(lambda at: {"at": at}),
        after.map(lambda event: {"after": event}),
        conditions(known).map(lambda when: {"when": when}),
        st.just({"by_hand": True}),
    )


@st.composite
def injects(draw: st.DrawFn, known: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": f"TITLE-{name}",
            "release": draw(releases(known, name)),
            "channel": draw(st.sampled_from(("alert", "chat", "page"))),
            "from": "someone",
            "to": draw(st.one_of(some(ROLES), st.just(["everyone"]))),
            "text": f"TEXT-{name} {{{{ place }}}}",
            "note": "SECRET-NOTE",
            "hints": ["SECRET-HINT"],
            "expects": [
                {"step": step, "note": "SECRET-EXPECTED", "within": draw(maybe(minutes))}
                for step in draw(some(known))
            ],
            "contingency_for": draw(maybe(st.sampled_from((*known, *(i for i in INJECTS if i != name))))),
            "branch": draw(st.sampled_from((None, None, "b0", "b1"))),
            "decision": draw(st.sampled_from((None, "d0", "d1"))),
            "vote": draw(st.sampled_from((None, "v0"))),
            "marks": draw(some(("recovered", "contained"), 1)),
        }
        for name in INJECTS
    ]


@st.composite
def decisions(draw: st.DrawFn, known: Sequence[str]) -> list[dict[str, Any]]:
    def option(decision: str, name: str) -> dict[str, Any]:
        consequence = {
            "text": f"SECRET-{decision}-{name}",
            "releases": draw(some(INJECTS)),
            "skips": draw(some(INJECTS)),
        }
        return {
            "id": name,
            "text": name.title(),
            "plan_calls_for": draw(st.booleans()),
            "leaves_step_open": draw(st.booleans()),
            "consequence": {**consequence, "delay": draw(st.one_of(st.just("0"), minutes))},
        }

    return [
        {
            "id": name,
            "question": "What now?",
            "role": draw(maybe(st.sampled_from(ROLES))),
            "step": draw(maybe(st.sampled_from(known))),
            "options": [option(name, "yes"), option(name, "no")],
            "time_limit": draw(maybe(minutes)),
            "default": draw(st.sampled_from((None, "yes", "no"))),
        }
        for name in ("d0", "d1")
    ]


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    plan = draw(plans())
    known = [step["id"] for step in plan["procedures"][0]["steps"]]
    scenario = {
        "id": "scenario",
        "title": "Scenario",
        "plan": "plan",
        "length": draw(st.sampled_from(("0", "10m", "60m"))),
        "roles": draw(st.one_of(st.just([]), some(ROLES, 3))),
        "variables": {"place": "here", "unused": "SECRET-VARIABLE"},
        "facilitator_notes": "SECRET-NOTES",
        "objectives": [{"id": "o", "title": "SECRET-OBJECTIVE", "steps": known[:2]}]
        if draw(st.booleans())
        else [],
        "injects": draw(injects(known)),
        "decisions": draw(decisions(known)),
        "votes": [
            {
                "id": "v0",
                "question": "Which?",
                "options": ["a", "b"],
                "roles": draw(some(ROLES)),
                "truth": "a",
            }
        ],
        "branches": [
            {"id": name, "title": "SECRET-BRANCH", "when": draw(conditions(known))} for name in BRANCHES
        ],
        "truth": {"severity": draw(st.sampled_from((None, "SEV1"))), "cause": "SECRET-CAUSE"},
    }
    return Script(Plan.model_validate(plan), Scenario.model_validate(scenario))
