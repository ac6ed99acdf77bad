"""Experiments in a real system, as far as the scenario alone shows what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from trainer.core.diagnose.naming import Names, duplicates, error, repeated, warning
from trainer.core.experiments import Experiment
from trainer.core.problems import Path, Problem, quoted
from trainer.core.simulation import Simulation
from trainer.core.time import MINUTE, SECOND, say_duration

_QUICKEST: Final = SECOND // 5
_LONGEST_TITLE: Final = 300


def check_experiments(simulation: Simulation) -> Iterator[Problem]:
    """Every experiment; a file beside the scenario is looked at when it is shown for approval."""
    for i, experiment in enumerate(simulation.experiments):
        path: Path = ("simulation", "experiments", i)
        names = [activity.name for activity in experiment.activities]
        yield from repeated(names, *path, "activities")
        yield from _times(experiment, path)
        if experiment.file is not None:
            yield from _file(experiment, path)
        elif experiment.inline is not None:
            yield from _inline(experiment, experiment.inline, path)


def _times(experiment: Experiment, path: Path) -> Iterator[Problem]:
    if experiment.probe_every < _QUICKEST:
        message = f"probing every {say_duration(experiment.probe_every)} disturbs what is measured"
        yield error("bad-value", message, "write 1s or more", *path, "probe_every")
    if experiment.time_limit < MINUTE:
        message = f"rollbacks would run after {say_duration(experiment.time_limit)}, before anybody can act"
        yield error("bad-value", message, "give the team time, for example 60m", *path, "time_limit")


def _file(experiment: Experiment, path: Path) -> Iterator[Problem]:
    name = experiment.file or ""
    if name.startswith(("/", "\\", "~")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
        message = f"{quoted(name)} does not lie beside the scenario"
        yield error("bad-file", message, "copy it there and give its name alone", *path, "file")
    if not experiment.activities:
        message = f"no activity of {quoted(experiment.id)} is on the list of injects"
        fix = "name them under `activities`, as they are called in the file"
        yield error("no-actions", message, fix, *path)


def _inline(experiment: Experiment, inline: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for key in ("title", "description"):
        if not isinstance(inline.get(key), str) or not inline[key].strip():
            message = f"the experiment {quoted(experiment.id)} has no {key}, which its format asks for"
            yield error("bad-experiment", message, f"add `{key}`", *path, "inline")
    method = inline.get("method")
    if not isinstance(method, list):
        message = f"the experiment {quoted(experiment.id)} has no method"
        yield error("bad-experiment", message, "list its activities under `method`", *path, "inline")
        return
    yield from _method(experiment, method, path)
    yield from _around(experiment, inline, path)


def _method(experiment: Experiment, method: list[Any], path: Path) -> Iterator[Problem]:
    activities = [each for each in method if isinstance(each, dict)]
    known = [str(each["name"]) for each in activities if each.get("name")]
    if not any(each.get("type") == "action" for each in activities):
        message = f"the method of {quoted(experiment.id)} has no actions, so nothing fails"
        yield error("no-actions", message, "add an activity with `type: action`", *path, "inline", "method")
    for j, each in enumerate(method):
        name = each.get("name") if isinstance(each, dict) else None
        referred = isinstance(each, dict) and isinstance(each.get("ref"), str)
        if not referred and not (isinstance(name, str) and 0 < len(name.strip()) <= _LONGEST_TITLE):
            message = "an activity of the method has no name of a line's length"
            yield error("bad-experiment", message, "give it a `name`", *path, "inline", "method", j)
    entries = [
        str(each.get("name") or j) if isinstance(each, dict) else str(j) for j, each in enumerate(method)
    ]
    for told in duplicates("activity", entries, *path, "inline", "method"):
        yield replace(told, path=told.path[:-1])
    names = Names("activity", "the method", "method", known)
    for j, activity in enumerate(experiment.activities):
        yield from names.check(activity.name, *path, "activities", j, "name")


def _around(experiment: Experiment, inline: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """What belongs to an experiment beside its method, and what must not be in it."""
    if not inline.get("steady-state-hypothesis"):
        message = f"{quoted(experiment.id)} has no steady-state hypothesis, so recovery cannot be found"
        fix = "add probes that say when all is well"
        yield warning("no-hypothesis", message, fix, *path, "inline")
    if not inline.get("rollbacks"):
        message = f"{quoted(experiment.id)} has no rollbacks, so nothing undoes what people leave broken"
        yield warning("no-rollbacks", message, "add what undoes each action", *path, "inline")
    if "controls" in inline:
        message = (
            f"{quoted(experiment.id)} has controls: code that runs beside what is approved, so it is refused"
        )
        yield warning("not-run", message, "remove them", *path, "inline", "controls")
    if inline.get("secrets"):
        message = f"secrets of {quoted(experiment.id)} lie open in the scenario for everyone who has the file"
        fix = "take them from the surroundings with `type: env`"
        if not _from_surroundings(inline["secrets"]):
            yield warning("open-secret", message, fix, *path, "inline", "secrets")


def _from_surroundings(secrets: Any) -> bool:
    """Whether every secret is read from a variable of the surroundings."""
    groups = secrets.values() if isinstance(secrets, dict) else ()
    values = [value for group in groups if isinstance(group, dict) for value in group.values()]
    return bool(values) and all(isinstance(value, dict) and value.get("type") == "env" for value in values)
