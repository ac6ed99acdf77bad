"""What in a scenario can never happen, or only after the exercise is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core.diagnose.course import Course
from trainer.core.diagnose.happenings import Happening
from trainer.core.diagnose.naming import error, warning
from trainer.core.problems import Problem, quoted
from trainer.core.scenario import Inject, Scenario
from trainer.core.time import Micros, say_duration

_MAX_SHOWN: Final = 6
_REASONS: Final = {
    "inject": "the inject {}, which can never be released",
    "branch": "the branch {}, which can never be taken",
    "decision": "the decision {}, which is never put to the team",
    "anchor": "the event {}, which nothing in the scenario brings about",
    "overdue": "the step {} to become overdue, but its clock never starts",
    "limit": "the step {} to become overdue, but no limit is set for it",
    "scope": "the step {} to become overdue, but no objective and no inject asks for it",
}


def check_reach(scenario: Scenario, course: Course) -> Iterator[Problem]:
    """Injects, branches, decisions and votes that no course of the exercise can reach."""
    circles = list(course.graph.circles(course.inject(inject.id) for inject in scenario.injects))
    in_circle = {happening for circle in circles for happening in circle}
    places = {inject.id: i for i, inject in enumerate(scenario.injects)}
    for circle in circles:
        yield _circle(circle, course, places)
    for i, inject in enumerate(scenario.injects):
        happening = course.inject(inject.id)
        if happening not in in_circle:
            yield from _inject(inject, course, scenario.length, i)
    for i, branch in enumerate(scenario.branches):
        happening = course.branch(branch.id)
        if course.earliest(happening) is None and happening not in in_circle:
            why = _reason(course, happening)
            message = f"the branch {quoted(branch.id)} can never be taken: {why}"
            yield error("unreachable-branch", message, "make its condition possible", "branches", i, "when")
    yield from _questions(scenario)


def _inject(inject: Inject, course: Course, length: Micros, i: int) -> Iterator[Problem]:
    moment = course.earliest(course.inject(inject.id))
    if moment is None:
        why = _reason(course, course.inject(inject.id))
        message = f"the inject {quoted(inject.id)} can never be released: {why}"
        fix = "make that possible, or release it `by_hand: true`"
        yield error("unreachable-inject", message, fix, "injects", i, "release")
    elif moment > length:
        message = (
            f"the inject {quoted(inject.id)} is due after {say_duration(moment)} at the earliest; "
            f"the exercise lasts {say_duration(length)}"
        )
        at = ("at",) if inject.release.at is not None else ()
        yield error(
            "beyond-length",
            message,
            "release it earlier, or lengthen the exercise",
            "injects",
            i,
            "release",
            *at,
        )


def _reason(course: Course, happening: Happening) -> str:
    blocked = course.graph.blocked_by(happening)
    key = course.graph.key(blocked) if blocked is not None else None
    if key is None:
        return "its condition never holds"
    kind, name = key
    return f"it waits for {_REASONS[kind].format(quoted(name))}"


def _circle(circle: list[Happening], course: Course, places: dict[str, int]) -> Problem:
    keys = [course.graph.key(happening) or ("", "") for happening in circle]
    start = next(index for index, (kind, _) in enumerate(keys) if kind == "inject")
    keys = [*keys[start:], *keys[:start]]
    names = [name if kind == "inject" else f"{kind} {name}" for kind, name in keys]
    shown = [quoted(name) for name in names[:_MAX_SHOWN]] + ["…"] * (len(names) > _MAX_SHOWN)
    if len(names) == 1:
        message = f"the inject {shown[0]} waits for its own release"
    else:
        message = f"injects wait for each other: {' → '.join([*shown, shown[0]])}"
    path = ("injects", places[keys[0][1]], "release")
    return error("inject-cycle", message, "release one of them in another way", *path)


def _questions(scenario: Scenario) -> Iterator[Problem]:
    """Decisions and votes that no inject opens, and branches that hold nothing."""
    opened = {inject.decision for inject in scenario.injects}
    for i, decision in enumerate(scenario.decisions):
        if decision.id not in opened:
            message = f"no inject puts the decision {quoted(decision.id)} to the team"
            fix = f"write `decision: {decision.id}` at an inject"
            yield error("decision-never-opened", message, fix, "decisions", i, "id")
    asked = {inject.vote for inject in scenario.injects}
    for i, vote in enumerate(scenario.votes):
        if vote.id not in asked:
            message = f"no inject puts the vote {quoted(vote.id)} to the team"
            yield error(
                "vote-never-opened", message, f"write `vote: {vote.id}` at an inject", "votes", i, "id"
            )
    used = {inject.branch for inject in scenario.injects}
    for i, branch in enumerate(scenario.branches):
        if branch.id not in used:
            message = f"no inject belongs to the branch {quoted(branch.id)}"
            fix = f"write `branch: {branch.id}` at an inject, or remove the branch"
            yield warning("empty-branch", message, fix, "branches", i, "id")
