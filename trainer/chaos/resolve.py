"""An experiment with everything put in that its file leaves open, so that what is shown is what will run.

Configuration (also from the surroundings' variables), references between activities and paths of commands are put in
here; secrets stay names. Chaos Toolkit's own rules are followed: `${name}` in a text, configuration before secrets
(chaoslib 1.44, `substitute` and `load_configuration`). Nothing is imported, run or asked over a network.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from string import Template
from typing import Any, Final, TypeGuard

from trainer.chaos.parts import activities_of, hypothesis_probes, listed, provider_of, walk_texts
from trainer.core.problems import one_line, quoted

Document = dict[str, Any]

_KEPT: Final = ("version", "title", "description", "tags", "contributions")
"""Keys without effect on what is done; all others but those that are worked on here are left out."""
_SHARE: Final = 0.9
_TYPES: Final[Mapping[str, Callable[[str], Any]]] = {
    "str": str,
    "string": str,
    "int": int,
    "integer": int,
    "float": float,
    "number": float,
    "bool": lambda text: text.lower() not in ("false", "0", "no"),
    "json": lambda text: json.loads(text) if text else text,
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """An experiment as it would be run. `secrets` are the values behind the names that stay in it; never shown."""

    document: Document
    problems: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    handed: Mapping[str, Any] = field(default_factory=dict)
    """what of the configuration stands in no activity, and is still handed to functions that ask for it"""


@dataclass(frozen=True, slots=True)
class Around:
    """What an experiment may take from its surroundings: variables, and where commands lie."""

    environ: Mapping[str, str]
    which: Callable[[str], str | None] = lambda name: shutil.which(os.path.expanduser(name))  # noqa: PTH111


def resolve(source: Mapping[str, Any], around: Around, probe_s: float) -> Resolved:
    """Put everything in. `probe_s` is how often the hypothesis is probed, in seconds: no probe waits longer."""
    problems = list(_misshapen(source))
    if problems:
        return Resolved({}, tuple(problems))
    configuration = _configuration(source.get("configuration") or {}, around.environ, problems)
    secrets = _secrets(source.get("secrets") or {}, around.environ, problems)
    document: Document = {key: source[key] for key in _KEPT if key in source}
    document |= {"configuration": configuration, "secrets": deepcopy(source.get("secrets") or {})}
    known = _by_name(source)
    work = {
        "method": [_referred(each, known, problems) for each in listed(source, "method")],
        "rollbacks": deepcopy(listed(source, "rollbacks")),
    }
    if source.get("steady-state-hypothesis"):
        work["steady-state-hypothesis"] = deepcopy(source["steady-state-hypothesis"])
    document |= _put_in(work, configuration, secrets, problems)
    if unlike := list(_unlike_json(document)):
        return Resolved({}, tuple(dict.fromkeys([*problems, *unlike])))
    for activity in activities_of(document):
        _place_command(activity, around, problems)
    for probe in hypothesis_probes(document):
        _bound(probe, probe_s)
    used = {name for text in walk_texts(work) for name in _names(text)}
    handed = {key: value for key, value in configuration.items() if key not in used}
    return Resolved(document, tuple(dict.fromkeys(problems)), secrets, handed)


def _names(text: str) -> Iterator[str]:
    """The names that a text leaves to be put in."""
    for found in Template.pattern.finditer(text):
        yield found["braced"] or found["named"] or ""


def _misshapen(source: Mapping[str, Any]) -> Iterator[str]:
    """What keeps a mapping from being an experiment at all."""
    for key in ("title", "description"):
        if not isinstance(source.get(key), str) or not source[key].strip():
            yield f"the experiment has no {key}; give it one"
    if not isinstance(source.get("method"), list):
        yield "the experiment has no method; give it a list of activities"
    for key, kind in (
        ("rollbacks", list),
        ("configuration", dict),
        ("secrets", dict),
        ("steady-state-hypothesis", dict),
    ):
        if source.get(key) is not None and not isinstance(source[key], kind):
            yield f"{key} is not a {'list' if kind is list else 'mapping'}"
            return
    hypothesis = source.get("steady-state-hypothesis") or {}
    if hypothesis.get("probes") is not None and not isinstance(hypothesis["probes"], list):
        yield "the hypothesis' probes are not a list"
        return
    for activity in listed(source, "method"):
        yield from _bad_activity(activity)
    for activity in (*listed(source, "rollbacks"), *hypothesis_probes(source)):
        yield from _bad_activity(activity)
        if isinstance(activity, dict) and "ref" in activity:
            yield f"{_called(activity)} refers to another activity, which only those of the method can: write it out"
    yield from (
        "controls are code that would run around every activity: leave them out" for _ in _controls(source)
    )


def _bad_activity(activity: object) -> Iterator[str]:
    if not isinstance(activity, dict):
        yield "an activity is not a mapping; write name, type and provider"
        return
    name, called = activity.get("name"), _called(activity)
    if isinstance(activity.get("ref"), str):
        return
    if "ref" in activity:
        yield f"{called} refers to something that is no name of an activity"
    if not isinstance(name, str) or not name:
        yield "an activity has no name; give it one"
    if activity.get("type") not in ("action", "probe"):
        yield f"{called} is neither a probe nor an action"
    if "dry" in activity:
        yield f"{called} says `dry` of itself: leave it out, a dry run is chosen when the experiment is approved"
    if not isinstance(activity.get("provider"), dict):
        yield f"{called} has no provider"


def _called(activity: Mapping[str, Any]) -> str:
    name = activity.get("name")
    return quoted(name) if isinstance(name, str) and name else "an activity without a name"


def _controls(source: Mapping[str, Any]) -> Iterator[None]:
    places: list[Any] = [source, source.get("steady-state-hypothesis") or {}]
    places += [*listed(source, "method"), *listed(source, "rollbacks"), *hypothesis_probes(source)]
    if any(isinstance(place, dict) and place.get("controls") for place in places):
        yield None


def _configuration(
    given: Mapping[str, Any], environ: Mapping[str, str], problems: list[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in given.items():
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "env":
            found[key] = _variable(key, value, environ, problems)
        elif kind == "probe":
            problems.append(
                f"the configuration {quoted(key)} is a probe, which would run before anybody approved: "
                "give the value itself"
            )
        else:
            found[key] = deepcopy(value)
    return found


def _variable(key: str, value: Mapping[str, Any], environ: Mapping[str, str], problems: list[str]) -> Any:
    name, kind = str(value.get("key", "")), str(value.get("env_var_type", "str"))
    if name not in environ:
        if "default" not in value:
            problems.append(
                f"the configuration {quoted(key)} needs the variable {one_line(name, 60)}: set it"
            )
        return value.get("default")
    convert = _TYPES.get(kind)
    try:
        if convert is None:
            raise ValueError
        return convert(environ[name])
    except ValueError:
        problems.append(f"the variable {one_line(name, 60)} is not a value of the type {one_line(kind, 60)}")
        return None


def _secrets(given: Mapping[str, Any], environ: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """Values of secrets by name: of all groups together, the first of a name counts."""
    found: dict[str, str] = {}
    for group, members in given.items():
        if not isinstance(members, dict) or "type" in members:
            problems.append(f"the secret {quoted(group)} is in no group: write it as group, name, value")
            continue
        for name, value in members.items():
            found.setdefault(name, _secret(f"{group}.{name}", value, environ, problems))
    return found


def secrets_of(document: Mapping[str, Any]) -> dict[str, str]:
    """What the secrets of an experiment stand for now; a variable that is not set leaves an empty text."""
    return _secrets(document.get("secrets") or {}, os.environ, [])


def _secret(name: str, value: Any, environ: Mapping[str, str], problems: list[str]) -> str:
    if not isinstance(value, dict):
        problems.append(
            f"the secret {quoted(name)} stands in the file: take it from a variable with `type: env`"
        )
        return ""
    if value.get("type") != "env":
        problems.append(f"the secret {quoted(name)} is not a variable: only `type: env` is supported")
        return ""
    key = str(value.get("key", ""))
    if key not in environ:
        problems.append(f"the secret {quoted(name)} needs the variable {one_line(key, 60)}: set it")
    return environ.get(key, "")


def _by_name(source: Mapping[str, Any]) -> dict[str, Document]:
    """Activities that others may refer to, by name."""
    found: dict[str, Document] = {}
    for activity in (*listed(source, "method"), *hypothesis_probes(source)):
        if isinstance(activity.get("name"), str) and "ref" not in activity:
            found[activity["name"]] = activity
    return found


def _referred(activity: Document, known: Mapping[str, Document], problems: list[str]) -> Document:
    name = activity.get("ref")
    if name is None:
        return deepcopy(activity)
    if name not in known:
        problems.append(f"the method refers to {quoted(str(name))}, which is no activity of this experiment")
        return {"name": str(name), "type": "probe", "provider": {}}
    return deepcopy(known[name])


def _put_in(
    work: Document, configuration: Mapping[str, Any], secrets: Mapping[str, str], problems: list[str]
) -> Document:
    filled: Document = _filled(work, configuration)
    open_names = set(secrets) - set(configuration)
    for text in walk_texts(filled):
        left = [(found["braced"], found["named"]) for found in Template.pattern.finditer(text)]
        unknown = [braced for braced, _ in left if braced and braced not in (*open_names, *configuration)]
        if "$$" in text or any((braced or named) in configuration for braced, named in left):
            problems.append(
                f"{quoted(text)} would be filled in a second time: leave the dollar signs in the value out"
            )
        elif unknown:
            problems.append(
                f"there is no configuration or secret {quoted(unknown[0])}, used in {quoted(text)}"
            )
    return filled


def _filled(value: Any, configuration: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, configuration) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, configuration) for inner in value]
    if not isinstance(value, str):
        return value
    whole = Template.pattern.fullmatch(value)
    name = (whole["named"] or whole["braced"]) if whole is not None else None
    if name is not None and name in configuration:
        # A text that is one name alone takes the value in its own type.
        return deepcopy(configuration[name])
    return Template(value).safe_substitute(configuration)


def _place_command(activity: Document, around: Around, problems: list[str]) -> None:
    """Say where a command lies, so that what is shown is what will run."""
    provider = provider_of(activity)
    path = provider.get("path")
    if provider.get("type") != "process" or not isinstance(path, str):
        return
    found = around.which(path)
    if found is None:
        problems.append(f"{quoted(str(activity.get('name')))}: there is no command {quoted(path)}")
    else:
        provider["path"] = os.path.abspath(found)  # noqa: PTH100  (links stay: many tools go by their name)


def _bound(probe: Document, probe_s: float) -> None:
    """Let no probe of the hypothesis wait until the next is due: a frozen system is found in time, at an even pace."""
    provider = provider_of(probe)
    given = provider.get("timeout")
    parts = given if isinstance(given, list) else [] if given is None else [given]
    # What is no time is refused elsewhere, and must stay to be seen.
    if provider.get("type") in ("http", "process") and all(is_number(part) for part in parts):
        provider["timeout"] = min([*parts, _SHARE * max(probe_s, 0.1)])


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a number, which yes and no are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unlike_json(document: Document) -> Iterator[str]:
    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError):
        yield "the experiment holds a value that JSON does not know, such as infinity"
    if any(not isinstance(key, str) for key in _keys(document)):
        yield "the experiment holds a key that is no text: put it in quotes"


def _keys(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _keys(each)
