"""What a person is shown before an experiment may run, and what is then run: the two are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.chaos.allowed import PRACTICE, Allowed, Sort
from trainer.chaos.parts import (
    ROLLBACK_LIMIT,
    Document,
    activities_of,
    hypothesis_probes,
    listed,
    provider_of,
    sealed,
)
from trainer.chaos.resolve import Around, Resolved, is_number, resolve
from trainer.chaos.safety import refusals, to_allow, warnings
from trainer.chaos.words import in_words
from trainer.core.experiments import Experiment
from trainer.core.problems import quoted
from trainer.core.time import SECOND

LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """An experiment as it would run: lines for people, and the document behind them.

    While there are `problems` it cannot be approved. `digest` covers the document, its target and its limits.
    """

    experiment: Experiment
    digest: str
    actions: tuple[str, ...] = ()
    rollbacks: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    document: Document = field(default_factory=dict, repr=False)
    starred: tuple[str, ...] = ()
    """functions that only the entry of a whole module allows: what that module imports is not meant by it"""

    def all_lines(self) -> tuple[str, ...]:
        """Everything that may be done, as it was shown and as the exercise's journal keeps it."""
        return (
            *(f"action: {line}" for line in self.actions),
            *(f"rollback: {line}" for line in self.rollbacks),
            *(f"probe: {line}" for line in self.probes),
        )

    def to_allow(self) -> tuple[tuple[Sort, str], ...]:
        """The entries that the list of what is allowed lacks."""
        found = (to_allow(problem) for problem in self.problems)
        return tuple(dict.fromkeys(each for each in found if each is not None))

    def calls(self, functions: Iterable[str]) -> bool:
        """Whether any activity calls a function of these modules (`module.*`)."""
        wanted = {each.removesuffix(".*") for each in functions}
        return any(str(provider_of(each).get("module")) in wanted for each in activities_of(self.document))


def preview(experiment: Experiment, source: Mapping[str, Any], around: Around, allowed: Allowed) -> Preview:
    """What would run, and what speaks against it."""
    every = experiment.probe_every / SECOND
    resolved = resolve(source, around, every)
    document = resolved.document
    if not document:
        return Preview(experiment, "", problems=resolved.problems)
    names, method = experiment.names(), listed(document, "method")
    known = {str(activity.get("name")) for activity in method}
    problems = [
        *resolved.problems,
        *(f"the method has no activity {quoted(name)}" for name in names if name not in known),
        *_names_twice(method),
        *_long_pauses(document, experiment),
        *refusals(resolved, experiment.target, allowed),
    ]
    if not names:
        problems.append("no activity of the method is named in the scenario: list them under activities")
    if experiment.time_limit < SECOND:
        problems.append("the time limit would be over before anything began: write a longer time_limit")
    if experiment.probe_every < SECOND // 10:
        problems.append("probes may come ten times a second at most: write a longer probe_every")
    return Preview(
        experiment,
        sealed(document, experiment.target, experiment.probe_every, experiment.time_limit),
        tuple(_lines(resolved, _played(method, names))),
        tuple(_lines(resolved, listed(document, "rollbacks"))),
        tuple(_lines(resolved, hypothesis_probes(document))),
        tuple(_lines(resolved, [a for a in method if _is_left_out(a, names)])),
        warnings(resolved),
        tuple(dict.fromkeys(problems)),
        document,
        tuple(dict.fromkeys(_starred(document, allowed))),
    )


def _starred(document: Document, allowed: Allowed) -> Iterator[str]:
    for activity in activities_of(document):
        provider = provider_of(activity)
        module, name = str(provider.get("module")), str(provider.get("func"))
        if provider.get("type") == "python" and allowed.function(module, name) == "by star":
            yield f"{module}.{name}"


def _lines(resolved: Resolved, activities: list[Document]) -> Iterator[str]:
    for activity in activities:
        yield in_words(activity, resolved.secrets, _handed(resolved, activity))
        judge = activity.get("tolerance")
        if isinstance(judge, dict) and judge.get("type") == "probe":
            yield in_words(
                {"name": "its answer is judged by", **judge}, resolved.secrets, _handed(resolved, judge)
            )


def _handed(resolved: Resolved, activity: Document) -> Mapping[str, Any]:
    """What a function is handed beside its arguments, where it asks for it. Those of the practice system do not."""
    provider = provider_of(activity)
    own = f"{provider.get('module')}.*" in PRACTICE
    return {} if provider.get("type") != "python" or own else resolved.handed


def _is_left_out(activity: Document, names: tuple[str, ...]) -> bool:
    return activity.get("type") == "action" and activity.get("name") not in names


def _played(method: list[Document], names: tuple[str, ...]) -> list[Document]:
    return [activity for activity in method if not _is_left_out(activity, names)]


def _names_twice(method: list[Document]) -> Iterator[str]:
    seen: dict[str, bool] = {}
    for activity in method:
        name, acts = str(activity.get("name")), activity.get("type") == "action"
        if name in seen and (acts or seen[name]):
            what = "actions" if acts and seen[name] else "activities"
            yield f"two {what} of the method are called {quoted(name)}: give each its own name"
        seen[name] = seen.get(name, False) or acts


def _long_pauses(document: Document, experiment: Experiment) -> Iterator[str]:
    """Pauses during which the end would come first."""
    limit = experiment.time_limit / SECOND
    for activity in activities_of(document):
        if _paused(activity) > limit:
            yield f"{quoted(str(activity.get('name')))} waits longer than the time limit of {limit / 60:g} min"
    for activity in listed(document, "rollbacks"):
        if _paused(activity) >= ROLLBACK_LIMIT:
            name = quoted(str(activity.get("name")))
            yield f"the rollback {name} waits too long: a rollback is given up after {ROLLBACK_LIMIT:g} s"


def _paused(activity: Document) -> float:
    pauses = activity.get("pauses")
    given = pauses.values() if isinstance(pauses, dict) else ()
    return sum(each for each in given if is_number(each))


def file_beside(folder: Path | None, name: str) -> tuple[Path | None, str]:
    """The experiment's file beside a scenario, and why it may not be read: it lies in the scenario's folder or below.

    Links are followed before that is judged, so none leads out. Never raises.
    """
    if folder is None:
        return (
            None,
            f"the scenario's file is not on this machine any more, and so is {quoted(name)} beside it",
        )
    try:
        root = folder.resolve(strict=True)
        path = (root / name).resolve(strict=True)
        if not path.is_relative_to(root):
            return None, f"{quoted(name)} lies outside the scenario's folder; put it beside the scenario"
        if not path.is_file():
            return None, f"{quoted(name)} is not a file"
        if path.stat().st_size > LARGEST_FILE:
            return (
                None,
                f"{quoted(name)} is larger than {LARGEST_FILE // 1_000_000} MB, which no experiment is",
            )
    except (OSError, ValueError, RuntimeError):
        return None, f"there is no file {quoted(name)} in {folder}"
    return path, ""
