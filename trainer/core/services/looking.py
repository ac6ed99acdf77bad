"""What a look shows: log lines, deployments, the configuration, backups, and who signed in.

Log lines are not kept. Each is a function of the seed, the second, what was measured then and what really held then,
made for the stretch of time that is asked for; so they are the same whenever and however often one looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trainer.core.actions import Look, Operate, words_of_operation
from trainer.core.services.breaking import Run, address_of
from trainer.core.services.clock import Clock
from trainer.core.services.draws import mixed, unit
from trainer.core.services.logs import Writer
from trainer.core.services.measuring import Tape
from trainer.core.services.telltale import SIGN_INS
from trainer.core.services.views import DeploymentSeen, Found, LogLine
from trainer.core.services.wording import time_in_words
from trainer.core.services.world import World
from trainer.core.simulation import FaultKind, ServiceKind, ServicePart, Simulation
from trainer.core.time import SECOND

WINDOW: Final = 900
"""Seconds of logs that a look goes through, for all services; twice as many for one."""
SHOWN: Final = 300
"""Lines that are shown of those that fit: the newest."""
_SIGN_INS_EVERY: Final = 45


class Chronicle:
    """What happened once and is written to logs, beside what follows from telemetry."""

    def __init__(self, simulation: Simulation, seed: int, clock: Clock, world: World, tape: Tape) -> None:
        self.simulation, self.seed, self.clock = simulation, seed, clock
        self.world, self.tape = world, tape
        self.lines: list[LogLine] = []

    def fell(self, service: str, groups: int, second: int) -> None:
        """Replicas ran out of memory."""
        text = "killed: out of memory; starting again"
        self.lines.extend(LogLine(second, service, "ERROR", text) for _ in range(groups))

    def done(self, action: Operate, second: int) -> None:
        """An operation is through; it leaves a line where it was done."""
        if action.service in self.world.parts and action.service is not None:
            text = f"operator: {words_of_operation(action)} done"
            self.lines.append(LogLine(second, action.service, "INFO", text))


def looked(chronicle: Chronicle, act: int, look: Look, second: int, runs: Sequence[Run]) -> Found:
    """What a look shows that is through in this second."""
    match look.at:
        case "logs":
            return _logs(chronicle, act, look, second, runs)
        case "access":
            return _access(chronicle, act, look, second, runs)
        case "deployments":
            return _deployments(chronicle, act, look, second)
        case "configuration":
            notes = tuple(_searched(look.search, _configuration(chronicle, look.service, runs)))
            return Found(act, look, second, notes=notes)
        case "backups":
            notes = tuple(_searched(look.search, _backups(chronicle, look.service, second)))
            return Found(act, look, second, notes=notes or ("There are no backups here.",))


def _searched(search: str | None, texts: Iterator[str]) -> Iterator[str]:
    wanted = (search or "").casefold()
    return (text for text in texts if wanted in text.casefold())


def _logs(chronicle: Chronicle, act: int, look: Look, second: int, runs: Sequence[Run]) -> Found:
    world = chronicle.world
    names = [name for name in world.parts if look.service in (None, name)]
    stop = chronicle.tape.rows() + world.began
    start = max(world.began, stop - WINDOW * (2 if look.service is not None else 1))
    writer = Writer(world, chronicle.tape, chronicle.seed, runs)
    lines = [line for line in chronicle.lines if start <= line.second and line.service in names]
    notes: tuple[str, ...] = ()
    for name in names:
        if world.parts[name].kind is not ServiceKind.EXTERNAL:
            lines.extend(writer.lines(name, start, stop))
        elif look.service is not None:
            title = world.parts[name].title
            notes = (f"{title} belongs to somebody else; these lines are of those who call it.",)
            for caller in _callers(world, name):
                lines.extend(writer.lines(caller, start, stop, about=name))
    wanted = (look.search or "").casefold()
    fit = [line for line in lines if wanted in line.text.casefold() or wanted in line.level.casefold()]
    fit.sort(key=lambda line: (line.second, line.service))
    return Found(act, look, second, tuple(fit[-SHOWN:]), notes=notes, total=len(fit))


def _callers(world: World, service: str) -> list[str]:
    """Services that call one, and are the team's own."""
    return [
        name
        for name, part in world.parts.items()
        if part.kind is not ServiceKind.EXTERNAL and any(call.service == service for call in part.calls)
    ]


def _deployments(chronicle: Chronicle, act: int, look: Look, second: int) -> Found:
    seen: list[DeploymentSeen] = [
        one for one in chronicle.world.deployments if look.service in (None, one.service)
    ]
    wanted = (look.search or "").casefold()
    fit = [one for one in seen if wanted in f"{one.service} {one.version} {one.note}".casefold()]
    notes = () if fit else ("No deployment fits.",)
    return Found(act, look, second, deployments=tuple(sorted(fit, key=lambda one: one.second)), notes=notes)


def _configuration(chronicle: Chronicle, service: str | None, runs: Sequence[Run]) -> Iterator[str]:
    world = chronicle.world
    for name, part in world.parts.items():
        if service in (None, name):
            yield _settings(world, part)
            certificate = world.certificates.get(name)
            if certificate is not None:
                past = certificate < chronicle.tape.rows() + world.began
                word = "expired" if past else "expires"
                yield f"{part.title}: certificate {word} at {chronicle.clock.time(certificate)}"
    for switch in world.switches.values():
        if service in (None, switch.flag.service):
            when = f", set at {chronicle.clock.time(switch.changed)}" if switch.changed is not None else ""
            yield f"Flag {switch.flag.title} ({switch.flag.id}): {'on' if switch.on else 'off'}{when}"
    for run in runs:
        wrong = run.active and run.fault.kind is FaultKind.CONFIGURATION_ERROR
        if wrong and service in (None, run.fault.service) and run.flag is None:
            where = (
                world.parts[run.fault.service].title if run.fault.service in world.parts else "All services"
            )
            yield f"{where}: differs from what was agreed since {chronicle.clock.time(run.began)}"


def _settings(world: World, part: ServicePart) -> str:
    cells = world.cells[part.id]
    cell = cells[0]
    places = [f"{one.replicas} in {one.region}" if one.region else str(one.replicas) for one in cells]
    words = [
        f"version {world.lineages[part.id].current}",
        f"replicas {', '.join(places)}",
        f"{part.workers} workers each",
        f"timeout {time_in_words(cell.timeout)}",
        f"retries {cell.retries}",
    ]
    if cell.admitted < 1:
        words.append(f"lets in {cell.admitted:.0%} of the requests")
    return f"{part.title}: {', '.join(words)}"


def _backups(chronicle: Chronicle, service: str | None, second: int) -> Iterator[str]:
    for name, part in chronicle.world.parts.items():
        if service in (None, name):
            for backup in part.backups:
                age = time_in_words(backup.age / SECOND + max(0, second))
                yield f"{part.title}: {backup.title} ({backup.id}), {age} old"


def _access(chronicle: Chronicle, act: int, look: Look, second: int, runs: Sequence[Run]) -> Found:
    """Sign-ins and use of tokens; an intruder or a flood among them."""
    world = chronicle.world
    names = [name for name in world.parts if look.service in (None, name)]
    stop = chronicle.tape.rows() + world.began
    start = max(world.began, stop - 2 * WINDOW)
    lines = [line for name in names for line in _sign_ins(chronicle, name, start, stop)]
    for run in runs:
        if run.fault.service in (None, *names):
            lines.extend(_intruder(chronicle, run, start, stop))
    wanted = (look.search or "").casefold()
    fit = sorted((line for line in lines if wanted in line.text.casefold()), key=lambda line: line.second)
    return Found(act, look, second, tuple(fit[-SHOWN:]), total=len(fit))


def _sign_ins(chronicle: Chronicle, service: str, start: int, stop: int) -> Iterator[LogLine]:
    for slot in range(start // _SIGN_INS_EVERY, stop // _SIGN_INS_EVERY):
        second = slot * _SIGN_INS_EVERY + mixed(chronicle.seed, service, "signs", slot) % _SIGN_INS_EVERY
        if start <= second < stop and unit(chronicle.seed, service, "signs in", slot) < 0.3:
            text = SIGN_INS[mixed(chronicle.seed, service, "who", slot) % len(SIGN_INS)]
            yield LogLine(second, service, "INFO", text)


def _intruder(chronicle: Chronicle, run: Run, start: int, stop: int) -> Iterator[LogLine]:
    kind = run.fault.kind
    if kind not in (FaultKind.CREDENTIAL_LEAK, FaultKind.TRAFFIC_SURGE):
        return
    address, service = address_of(chronicle.world, run.fault), run.fault.service or "all services"
    leaked = kind is FaultKind.CREDENTIAL_LEAK
    for began, ended in run.spans:
        for second in range(max(start, began), min(stop, stop if ended is None else ended)):
            slowed = run.contained is not None and second >= run.contained
            if unit(chronicle.seed, run.fault.id, "acts", second) >= (0.01 if slowed else 0.05):
                continue
            number = mixed(chronicle.seed, run.fault.id, second) % 90 + 10
            source = "another address, 198.51.100.23" if slowed else address
            text = (
                f"token 'deploy-bot' used from {source}: {number},000 records read"
                if leaked
                else f"{number}0 requests a second from {source}"
            )
            yield LogLine(second, service, "WARN", text)
