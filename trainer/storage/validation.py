"""Checks the values of a file against a model and says, in the words of the file, what does not fit where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trainer.core.problems import MAX_LISTED, Located, Path, Problem, more_problems, quoted
from trainer.storage.schema_trail import Declaration, declaration_of
from trainer.storage.validation_words import MISSING_KEY, TAG_UNKNOWN, UNKNOWN_KEY, Case, problem_of, tag_key
from trainer.storage.yaml_scalars import Value
from trainer.storage.yaml_source import Source

Model = TypeVar("Model", bound=BaseModel)

_MAX_STUDIED: Final = 5_000
"""A file with more errors than this is not the file that the author meant; the rest is counted."""


def validated(source: Source, model: type[Model]) -> tuple[Model | None, tuple[Located, ...]]:
    """The file as `model`, and every problem found in it, of reading and of validation, in file order.

    The model is given whenever the values fit it, so that cross-checks can go on and all problems are told at
    once: ask `has_errors` before the model is used for anything else. At most MAX_LISTED problems of
    validation are listed; one more line counts the others.
    """
    if source.value is None:
        return None, source.problems
    try:
        return model.model_validate(source.value), source.problems
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    declaration = declaration_of(model)
    cases = [_case(details, source, declaration) for details in errors[:_MAX_STUDIED]]
    spots = _faulty_spots(_without_side_effects(_resolved(cases, 0), source.problems))
    located = sorted(
        ((source.position(case.path, case.at_key), case) for case in spots), key=lambda pair: pair[0]
    )
    problems = [
        Located(source.name, line, column, problem_of(case, declaration))
        for (line, column), case in located[:MAX_LISTED]
    ]
    more = len(located) - len(problems) + max(len(errors) - _MAX_STUDIED, 0)
    listed = sorted((*source.problems, *_without_misspelt(problems)), key=_order)
    return None, (*listed, *([more_problems(source.name, more)] if more else []))


def _order(located: Located) -> tuple[bool, int, int]:
    return located.problem.kind == "more-problems", located.line, located.column


def _case(details: ErrorDetails, source: Source, declaration: Declaration) -> Case:
    trail = declaration.trail(details["loc"])
    context = details.get("ctx", {})
    if details["type"] == TAG_UNKNOWN:
        trail = replace(trail, path=(*trail.path, tag_key(context)))
    return Case(
        kind=details["type"],
        message=details["msg"],
        context=context,
        trail=trail,
        value=_value_at(source.value, trail.path, details["type"]),
    )


def _value_at(root: Value, path: Path, kind: str) -> Value:
    """The value at a path; for an unknown key, the mapping that has it."""
    value = root
    for step in path[:-1] if kind == UNKNOWN_KEY else path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def _resolved(cases: Sequence[Case], depth: int) -> list[Case]:
    """The errors without those of union members that the author cannot have meant.

    `depth` counts the choices between types on the way that are settled.
    """
    settled: list[Case] = []
    choices: dict[Path, dict[str, list[Case]]] = {}
    for case in cases:
        if len(case.trail.crossings) <= depth:
            settled.append(case)
            continue
        crossing = case.trail.crossings[depth]
        choices.setdefault(crossing.path, {}).setdefault(crossing.label, []).append(case)
    for path, members in choices.items():
        settled += _chosen(path, list(members.values()), depth)
    return settled


def _chosen(path: Path, members: list[list[Case]], depth: int) -> list[Case]:
    """The errors of the member that fits best: in its shape, then in its keys, then in what it holds."""

    def misfit(cases: list[Case]) -> tuple[bool, int, bool, int]:
        whole = [case for case in cases if case.path == path and not case.at_key]
        keys = [case for case in cases if case.kind in (UNKNOWN_KEY, MISSING_KEY) and case.path[:-1] == path]
        return any(case.misshapen for case in whole), len(keys), bool(whole), len(cases)

    best = min(members, key=misfit)
    if not misfit(best)[0]:
        return _resolved(best, depth + 1)
    expected = [case.expected for cases in members for case in cases if case.path == path and case.expected]
    return [replace(best[0], alternatives=tuple(dict.fromkeys(expected)))]


def _without_side_effects(cases: Iterable[Case], known: Iterable[Located]) -> list[Case]:
    """The errors that are not merely the consequence of a problem met while reading."""
    faulty = {located.problem.path for located in known if located.problem.path}
    holders = {path[:end] for path in faulty for end in range(len(path))}

    def follows(case: Case) -> bool:
        if case.path in faulty or (case.expected is not None and case.path in holders):
            return True
        return case.kind == MISSING_KEY and (*case.path[:-1], "<<") in faulty

    return [case for case in cases if not follows(case)]


def _faulty_spots(cases: Iterable[Case]) -> list[Case]:
    """One error for each faulty key or value: the first."""
    spots: dict[tuple[Path, bool], Case] = {}
    for case in cases:
        spots.setdefault((case.path, case.at_key), case)
    return list(spots.values())


def _without_misspelt(problems: list[Located]) -> list[Located]:
    """The problems without the keys that are missing only because they are there with a typing error."""
    meant = {
        (located.problem.path[:-1], located.problem.fix)
        for located in problems
        if located.problem.kind == "unknown-key"
    }

    def misspelt(problem: Problem) -> bool:
        if problem.kind != "missing-key" or not problem.path:
            return False
        return (problem.path[:-1], f"did you mean {quoted(str(problem.path[-1]))}?") in meant

    return [located for located in problems if not misspelt(located.problem)]
