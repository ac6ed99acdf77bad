"""What must not be: everything about an experiment that is refused before anybody may approve it.

Pure functions over a resolved experiment and the list of what is allowed. Nothing is imported, run or looked up.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from string import Template
from typing import Any, Final, cast

from trainer.chaos.allowed import BREAKING, LOOKING, Allowed, Sort
from trainer.chaos.hosts import host_of, is_address, place_of, split_port
from trainer.chaos.parts import activities_of, hypothesis_probes, listed, provider_of, walk_texts
from trainer.chaos.production import mixed_word, production_word
from trainer.chaos.resolve import Resolved, is_number
from trainer.chaos.words import LONGEST, command_words, in_words
from trainer.core.problems import one_line, quoted

_SAYS_WHERE: Final = re.compile(
    r"(host|hostname|server|endpoint|address|broker|node|cluster)s?", re.IGNORECASE
)
"""Last words of an argument's name by which its value says where something is done"""
_IN_TEXT: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+", re.ASCII)
_ASKING: Final = ("GET", "HEAD")
_ALIVE: Final = ("live",)
"""a usual part of the address under which a service says that it runs"""


def refusals(resolved: Resolved, target: str, allowed: Allowed) -> tuple[str, ...]:
    """Why an experiment may not run, a line each; empty where nothing speaks against it."""
    found = [allowed.problem] if allowed.problem else []
    if word := production_word(target):
        found.append(f'the target {quoted(target)} looks like production (the word "{word}")')
    if word := mixed_word(target):
        found.append(
            f"the target {quoted(target)} has letters of several alphabets in one word ({quoted(word)}), "
            "by which it can look like another: write it in one"
        )
    for probe in hypothesis_probes(resolved.document):
        if probe.get("type") != "probe":
            found.append(
                f"{quoted(str(probe.get('name')))} is an action and would be done again and again: {_PROBES}"
            )
    for activity in activities_of(resolved.document):
        name = quoted(str(activity.get("name") or "the judge of a probe"))
        found.extend(f"{name}: {why}" for why in _refused(activity, resolved.secrets, allowed))
    found.extend(_configured(resolved, allowed))
    return tuple(dict.fromkeys(one_line(line, 600) for line in found))


_PROBES: Final = "the hypothesis holds probes alone"


def _configured(resolved: Resolved, allowed: Allowed) -> Iterator[str]:
    """What is handed to functions beside their arguments."""
    configuration = resolved.document.get("configuration") or {}
    for value in walk_texts(configuration):
        if word := production_word(value):
            yield f'the configuration value {quoted(value)} looks like production (the word "{word}")'
    for why in _places(configuration, "", configuration, allowed):
        yield f"the configuration: {why}"


def warnings(resolved: Resolved) -> tuple[str, ...]:
    """What a person should know before approving, though it is no reason to refuse."""
    found = []
    if not listed(resolved.document, "rollbacks"):
        found.append("There are no rollbacks: what the experiment breaks, people have to repair.")
    if not resolved.document.get("steady-state-hypothesis"):
        found.append(
            "There is no steady-state hypothesis: recovery is what the team says, it is not measured."
        )
    if any(_may_act(activity) for activity in activities_of(resolved.document)):
        found.append(
            "Probes that call functions or commands really call them, also in a dry run and from the moment of "
            "approval: see that they only look."
        )
    return tuple(found)


def _may_act(activity: Mapping[str, Any]) -> bool:
    """Whether a probe could do something, for all that can be told from outside."""
    provider = provider_of(activity)
    looks = provider.get("type") == "http" or f"{provider.get('module')}.*" == LOOKING
    return activity.get("type") == "probe" and not looks


def _refused(activity: Mapping[str, Any], secrets: Mapping[str, str], allowed: Allowed) -> Iterator[str]:
    provider = activity.get("provider")
    check = _CHECKS.get(str(provider.get("type"))) if isinstance(provider, dict) else None
    if not isinstance(provider, dict) or check is None:
        yield "its provider is none of python, process and http"
        return
    if why := _untimely(activity, provider):
        yield why
        return
    if len(in_words(activity, secrets)) >= LONGEST:
        yield "it is too long to be read before it is confirmed; shorten its arguments"
    # A secret is never shown, but what it names is looked at like everything else.
    open_provider = _revealed(provider, secrets)
    yield from check(activity, provider, open_provider, allowed)
    for text in _named(open_provider):
        if word := production_word(text):
            yield f'{_shown(text, provider)} looks like production (the word "{word}")'
    yield from _places(open_provider.get("arguments"), "", provider, allowed)


def _untimely(activity: Mapping[str, Any], provider: Mapping[str, Any]) -> str:
    """Why its pauses or its timeout are no times; empty where they are."""
    pauses, timeout = activity.get("pauses", {}), provider.get("timeout")
    if not isinstance(pauses, dict) or not all(is_number(each) and each >= 0 for each in pauses.values()):
        return "its pauses are not numbers of seconds"
    parts = timeout if isinstance(timeout, list) and len(timeout) == 2 else [timeout]
    if timeout is not None and not all(is_number(each) and each > 0 for each in parts):
        return "its timeout is not a number of seconds above 0"
    return ""


def _named(provider: Mapping[str, Any]) -> Iterator[str]:
    """The texts by which a call may say where it goes; the host of its address is looked at by itself."""
    yield from walk_texts(provider.get("arguments"))
    yield from walk_texts(provider.get("headers"))
    match provider.get("type"):
        case "python":
            yield f"{provider.get('module')}.{provider.get('func')}"
        case "process":
            path, *words = command_words(provider)
            yield path.rpartition("/")[2]
            yield from words


def _revealed(provider: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    def inner(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: inner(each) for key, each in value.items()}
        if isinstance(value, list):
            return [inner(each) for each in value]
        return Template(value).safe_substitute(secrets) if isinstance(value, str) else value

    revealed: dict[str, Any] = inner(dict(provider))
    return revealed


def _shown(text: str, provider: Mapping[str, Any]) -> str:
    """A value as it may be shown: one that a secret made is not."""
    return (
        quoted(text)
        if any(text in each for each in walk_texts(dict(provider)))
        else "what a secret stands for"
    )


def _python(
    activity: Mapping[str, Any], provider: dict[str, Any], _open: dict[str, Any], allowed: Allowed
) -> Iterator[str]:
    module, name = provider.get("module"), provider.get("func")
    if not isinstance(module, str) or not isinstance(name, str):
        yield "its function is not named by module and func"
        return
    if not isinstance(provider.get("arguments") or {}, dict):
        yield "its arguments are not a mapping"
        return
    if f"{module}.*" == BREAKING and activity.get("type") != "action":
        yield f"{module}.{name} breaks something and is no probe: write it as an action"
    if allowed.function(module, name) is None:
        yield f"the function {module}.{name} is not allowed on this machine; {_fix('function', f'{module}.{name}')}"


def _process(
    activity: Mapping[str, Any], provider: dict[str, Any], revealed: dict[str, Any], allowed: Allowed
) -> Iterator[str]:
    del activity
    given = provider.get("arguments")
    if isinstance(given, str):
        yield "its arguments are one text, which a shell would read: write them as a list"
        return
    if not isinstance(given, list | dict | None) or not isinstance(provider.get("path"), str):
        yield "its path is not a text, or its arguments are not a list"
        return
    if Template.pattern.search(provider["path"]):
        yield "a secret may not say which command is run"
        return
    if not allowed.command(command_words(revealed)):
        yield f"the command {provider['path']} is not allowed on this machine; {_fix('command', _narrow(provider))}"


def _narrow(provider: Mapping[str, Any]) -> str:
    """The command line to be allowed: all of its words, which admits least; the first alone where others are secret."""
    words = command_words(provider)
    secret = any(Template.pattern.search(word) for word in words)
    return shlex.join(words[:1] if secret else words)


def _http(
    activity: Mapping[str, Any], provider: dict[str, Any], _open: dict[str, Any], allowed: Allowed
) -> Iterator[str]:
    url, method = provider.get("url"), str(provider.get("method", "GET")).upper()
    found = host_of(url) if isinstance(url, str) else None
    if not isinstance(url, str) or found is None:
        yield f"{quoted(str(url))} is not a plain http or https address without a name and password in it"
        return
    if "$" in url:
        yield "a secret or a dollar sign may not stand in an address"
        return
    asking = activity.get("type") == "probe" and method in _ASKING
    yield from _place(found[0], found[1], allowed, asking)
    rest = re.sub(r"^[^/]*//[^/?#]*", "", url)
    if word := production_word(rest, leave_out=_ALIVE):
        yield f'{quoted(url)} looks like production (the word "{word}")'


def _places(value: Any, key: str, provider: Mapping[str, Any], allowed: Allowed) -> Iterator[str]:
    """Hosts that arguments name: addresses anywhere, names where the argument is called after a place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, str(name), provider, allowed)
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner, key, provider, allowed)
    elif isinstance(value, str):
        for host, port in _hosts_in(value, key):
            for why in _place(host, port, allowed, asking=True):
                yield (
                    why if quoted(value) in _shown(value, provider) else "what a secret stands for is refused"
                )


def _hosts_in(text: str, key: str) -> Iterator[tuple[str, int | None]]:
    for url in _IN_TEXT.findall(text):
        rest = url.partition("://")[2].rpartition("@")[2]
        yield split_port(re.split(r"[/?#]", rest, maxsplit=1)[0])
    says_where = _SAYS_WHERE.fullmatch(re.split(r"[_-]", key)[-1]) is not None
    if is_address(text) or (says_where and _NAME.fullmatch(split_port(text)[0])):
        yield split_port(text)


def _place(host: str, port: int | None, allowed: Allowed, asking: bool) -> Iterator[str]:
    """Why a host may not be touched. `asking` is for what changes nothing there, as far as one can tell."""
    where = place_of(host)
    shown = quoted(host)
    if word := production_word(host):
        yield f'the host {shown} looks like production (the word "{word}")'
    elif where == "cloud":
        yield f"the host {shown} belongs to the management of a cloud"
    elif where == "public" and is_address(host):
        yield f"{shown} is a public address"
    elif where == "unclear":
        yield f"{shown} is not plainly a host"
    elif not (allowed.host(host, port) or (where == "loopback" and asking)):
        entry = host if port is None else f"{host}:{port}"
        named = "may be a public host, and it" if where == "public" else "it"
        yield f"the host {shown}: {named} is not allowed on this machine; {_fix('host', entry)}"


_ALLOW: Final = "allow it in the settings or with: trainer experiments allow"
_ALLOWING: Final = re.compile(re.escape(_ALLOW) + r' (function|command|host) "(.+)"')


def _fix(sort: str, entry: str) -> str:
    return f'if it is no production, {_ALLOW} {sort} "{entry}"'


def to_allow(problem: str) -> tuple[Sort, str] | None:
    """The entry of the list of what is allowed that a problem asks for; None where no entry would help."""
    _, tail, asked = problem.rpartition("; if it is no production, ")
    found = _ALLOWING.fullmatch(asked) if tail else None
    return (cast(Sort, found[1]), found[2]) if found is not None else None


_CHECKS: Final = {"python": _python, "process": _process, "http": _http}
