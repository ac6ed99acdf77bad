"""The simulated system: the model's parts joined behind the faces of `views`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from trainer.core.actions import Look, Operate
from trainer.core.services import breaking, doing, offering
from trainer.core.services.breaking import Run
from trainer.core.services.clock import Clock
from trainer.core.services.draws import noise_ring
from trainer.core.services.flow import flow
from trainer.core.services.health import health_of
from trainer.core.services.looking import Chronicle, looked
from trainer.core.services.measuring import Tape
from trainer.core.services.schedule import BROKEN, COMPUTE, ORDERED, WATCH, Schedule
from trainer.core.services.views import (
    AlertSeen,
    FaultSeen,
    FigureSeen,
    FlagSeen,
    Found,
    Happening,
    OperationOffer,
    OperationSeen,
    ServiceSeen,
    SimulatedSystem,
    Toll,
)
from trainer.core.services.watching import Alerts, Impact
from trainer.core.services.world import World
from trainer.core.simulation import Fault, FaultKind, Level, Measure, Operation, ServicePart, Simulation


class ModelledSystem:
    """The model. Implements SimulatedSystem; the quiet past is computed when the first thing is asked for."""

    def __init__(self, simulation: Simulation, seed: int) -> None:
        self._simulation, self._seed = simulation, seed
        self._clock = Clock(simulation)
        self._world = World(simulation, seed)
        self._tape = Tape(self._world)
        self._noise = _scaled(seed, simulation.noise)
        self._alerts = Alerts(self._world, self._tape)
        self._impact = Impact(self._world, self._tape)
        self._schedule = Schedule()
        self._runs: dict[str, Run] = {}
        self._known = {fault.id: fault for fault in simulation.faults}
        self._operations: dict[int, OperationSeen] = {}
        self._found: dict[int, Found] = {}
        self._happened: list[Happening] = []
        self._chronicle = Chronicle(simulation, seed, self._clock, self._world, self._tape)
        self._now = self._world.began - 1
        self._schedule.every(self._world.began, 1, self._compute, COMPUTE)
        self._schedule.every(0, 1, self._watch, WATCH)
        for name, second in self._world.certificates.items():
            self._certificate(name, second)

    # ------------------------------------------------------------------ Telemetry

    def began(self) -> int:
        """The first second of the recorded past."""
        return self._world.began

    def now(self) -> int:
        """The newest second that is measured."""
        self._past()
        return self._now

    def services(self) -> Sequence[ServiceSeen]:
        """Every service as the map shows it."""
        self._past()
        return tuple(self._service(part) for part in self._world.parts.values())

    def _service(self, part: ServicePart) -> ServiceSeen:
        cells = self._world.cells[part.id]
        return ServiceSeen(
            part.id,
            part.title,
            part.kind,
            tuple(dict.fromkeys(call.service for call in part.calls)),
            health_of(self._tape, part, self._impact.normal(part.id)),
            self._world.lineages[part.id].current,
            sum(cell.replicas for cell in cells),
            tuple(cell.region for cell in cells if cell.region is not None),
        )

    def figures(self) -> Sequence[FigureSeen]:
        """Figures of the business."""
        return tuple(
            FigureSeen(figure.id, figure.title, figure.unit or f"per {figure.per}")
            for figure in self._simulation.figures
        )

    def regions(self) -> Sequence[str]:
        """Regions of the system."""
        named = [cell.region for cell in self._world.order if cell.region is not None]
        return tuple(dict.fromkeys((*self._simulation.regions, *named)))

    def series(self, service: str, measure: Measure) -> Sequence[float]:
        """What was measured of a service, a value a second; raises KeyError for a service that is not there."""
        self._past()
        return self._tape.series(service, measure)

    def figure(self, name: str) -> Sequence[float]:
        """A figure of the business, a value a second; raises KeyError for one that is not there."""
        self._past()
        found = {figure.id: figure for figure in self._simulation.figures}[name]
        return self._tape.figure(found)

    def alerts(self) -> Sequence[AlertSeen]:
        """Alerts that were raised, oldest first."""
        seen = [one for alert in self._alerts.all if (one := alert.seen()) is not None]
        return sorted(seen, key=lambda alert: alert.raised)

    def thresholds(self) -> Sequence[Level]:
        """The thresholds at which the monitoring raises alerts, as its charts show them."""
        return tuple(rule.when for rule in self._simulation.alerts)

    def flags(self) -> Sequence[FlagSeen]:
        """Switches as they stand."""
        return tuple(
            FlagSeen(name, switch.flag.title, switch.flag.service, switch.on, switch.changed)
            for name, switch in self._world.switches.items()
        )

    def operations(self) -> Sequence[OperationSeen]:
        """Operations and looks that were ordered, oldest first."""
        return tuple(self._operations.values())

    def offers(self, service: str | None) -> Sequence[OperationOffer]:
        """What can be done to a service, or to the system as a whole."""
        if service is not None and service not in self._world.parts:
            return ()
        return tuple(offering.offers(self._world, service))

    def found(self, act: int) -> Found | None:
        """What a look showed, once it is through."""
        return self._found.get(act)

    def clock(self, second: int) -> str:
        """A second as the time of day in the story."""
        return self._clock.time(second)

    # ------------------------------------------------------------------ SimulatedSystem

    def advance(self, second: int) -> Sequence[Happening]:
        """Compute up to and including a second; everything that has happened since the beginning, in order."""
        self._past()
        if second > self._now:
            self._schedule.run(second)
        return self._happened

    def begin_fault(self, fault: Fault, second: int) -> None:
        """Let a fault begin, from a second ahead on; one that is active goes on as it is."""
        self._known[fault.id] = fault
        self._schedule.at(self._ahead(second), lambda now: self._break(fault, now), BROKEN)

    def end_fault(self, name: str, second: int) -> None:
        """End a fault as if by itself."""
        self._schedule.at(self._ahead(second), lambda now: self._withdraw(name, now), BROKEN)

    def refusal(self, action: Operate | Look) -> str | None:
        """Why an operation cannot be ordered, in words; None where it can."""
        self._past()
        if isinstance(action, Look):
            known = action.service is None or action.service in self._world.parts
            return None if known else f"The system has no service {action.service}."
        why = offering.refusal(self._world, action)
        return why or self._busy(action)

    def _busy(self, action: Operate) -> str | None:
        """The same is being done to the same already."""
        for seen in self._operations.values():
            other = seen.action
            if seen.ok is None and isinstance(other, Operate) and _same(other, action):
                what = f"To {action.operation.value} {action.service or 'the system'}".strip()
                return f"{what} is under way and lasts until {self._clock.time(seen.ends)}."
        return None

    def order(self, act: int, role: str, action: Operate | Look, second: int) -> None:
        """An operation or a look was ordered; it begins at a second ahead."""
        begins = self._ahead(second)
        # How long it takes is settled when it begins: only then is it known what it is done to.
        likely = begins + offering.takes(self._world, action)
        self._operations[act] = OperationSeen(act, role, action, begins, likely, None, "")
        self._schedule.at(begins, lambda now: self._begin(act, now), ORDERED)

    def truth(self) -> Sequence[FaultSeen]:
        """Every fault of the scenario, and those that were added, as they really stand."""
        return tuple(self._true(fault) for fault in self._known.values())

    def _true(self, fault: Fault) -> FaultSeen:
        run, mends = self._runs.get(fault.id), breaking.words_of_mends(self._world, fault)
        helps = breaking.mends(self._world, fault)
        if run is None:
            return FaultSeen(fault, None, None, False, mends, helps)
        return FaultSeen(run.fault, run.began, run.ended, run.active, mends, helps)

    def impact(self) -> bool:
        """Whether users notice something now."""
        return self._impact.now

    def recovered(self) -> bool:
        """Whether the system has recovered from what happened to it, and not relapsed."""
        return self._impact.recovered

    def toll(self) -> Toll:
        """What the outage has cost so far."""
        cost, impact = self._simulation.cost, self._impact
        total = impact.seconds / 60 * cost.per_minute + impact.failed * cost.per_failed
        return Toll(impact.seconds, impact.failed, total, cost.currency)

    # ------------------------------------------------------------------ the passing of time

    def _past(self) -> None:
        """See to it that the quiet past is there."""
        if self._now < -1:
            self._schedule.run(-1)
            self._impact.settle()

    def _ahead(self, second: int) -> int:
        return max(second, self._now + 1, 0)

    def _compute(self, second: int) -> None:
        world = self._world
        if world.restless:
            for service, count in world.pass_second(second):
                self._chronicle.fell(service, count, second)
        flow(world.order, second, self._clock.shape(second), self._noise, self._tape.numbers)
        if world.dropped:
            for cell, amount in world.dropped:
                self._tape.lose(cell, amount)
            world.dropped.clear()
        self._now = second

    def _watch(self, second: int) -> None:
        self._happened.extend(self._alerts.look(second))
        faults = any(run.active for run in self._runs.values())
        self._happened.extend(self._impact.look(second, faults))

    def _certificate(self, service: str, second: int) -> None:
        """A certificate runs out by itself unless it is renewed before."""
        title = self._world.parts[service].title
        fault = Fault(
            id=f"certificate-{service}",
            title=f"The certificate of {title} has expired",
            kind=FaultKind.CERTIFICATE_EXPIRED,
            service=service,
        )
        self._known[fault.id] = fault

        def run_out(now: int) -> None:
            if self._world.certificates.get(service) == second:
                self._break(fault, now)

        self._schedule.at(max(0, second), run_out)

    # ------------------------------------------------------------------ faults

    def _break(self, fault: Fault, second: int) -> None:
        before = self._runs.get(fault.id)
        if before is not None and before.active:
            return
        run = Run(fault, second, breaking.standing_of(self._world, fault))
        if before is not None:
            run.spans, run.turn = before.spans, before.turn + 1
        self._runs[fault.id] = run
        breaking.break_it(self._world, run, second)
        self._impact.broke()
        self._show(run, run.turn, second)

    def _show(self, run: Run, turn: int, second: int) -> None:
        """Let a fault show from now on, and plan when it stops by itself."""
        if not run.active or run.turn != turn:
            return
        run.spans.append((second, None))
        self._world.stand(_named(run), run.standing, second)
        lasts, every = breaking.seconds(run.fault.lasts), breaking.seconds(run.fault.every)
        if lasts is None:
            return
        self._schedule.at(second + lasts, lambda now: self._pause(run, turn, now))
        if every is not None:
            again = second + max(every, lasts + 1)
            self._schedule.at(again, lambda now: self._show(run, turn, now))

    def _pause(self, run: Run, turn: int, second: int) -> None:
        if not run.active or run.turn != turn or self._runs.get(run.fault.id) is not run:
            return
        if run.fault.every is None:
            breaking.mended_once(self._world, run, second)
            self._end(run, second, f"{run.fault.title}: over by itself.")
        else:
            self._hide(run, second)

    def _hide(self, run: Run, second: int) -> None:
        self._world.lift(_named(run), second)
        if run.spans and run.spans[-1][1] is None:
            run.spans[-1] = (run.spans[-1][0], second)

    def _end(self, run: Run, second: int, text: str) -> None:
        run.ended = second
        self._hide(run, second)
        fault = run.fault
        self._happened.append(
            Happening(second, turn="fault ended", subject=fault.id, service=fault.service, text=text)
        )

    def _withdraw(self, name: str, second: int) -> None:
        run = self._runs.get(name)
        if run is not None and run.active:
            breaking.mended_once(self._world, run, second)
            self._end(run, second, f"{run.fault.title}: ended by the facilitator.")

    # ------------------------------------------------------------------ operations

    def _begin(self, act: int, second: int) -> None:
        seen = self._operations[act]
        ends = second + offering.takes(self._world, seen.action)
        self._operations[act] = replace(seen, began=second, ends=ends)
        if isinstance(seen.action, Operate):
            doing.begin(self._world, act, seen.action, second)
        self._schedule.at(ends, lambda now: self._through(act, now))

    def _through(self, act: int, second: int) -> None:
        seen = self._operations[act]
        if isinstance(seen.action, Look):
            self._look_through(seen, seen.action, second)
            return
        outcome = doing.finish(self._world, act, seen.action, second)
        self._operations[act] = replace(seen, ok=outcome.ok, text=outcome.text)
        service = seen.action.service
        self._happened.append(Happening(second, act=act, ok=outcome.ok, service=service, text=outcome.text))
        if outcome.ok:
            self._chronicle.done(seen.action, second)
            self._mend(seen.action, outcome.goes_to, second)

    def _look_through(self, seen: OperationSeen, look: Look, second: int) -> None:
        found = looked(self._chronicle, seen.act, look, second, list(self._runs.values()))
        self._found[seen.act] = found
        text = _count(found)
        self._operations[seen.act] = replace(seen, ok=True, text=text)
        self._happened.append(Happening(second, act=seen.act, service=look.service, text=text))

    def _mend(self, action: Operate, goes_to: str | None, second: int) -> None:
        """End the faults that an operation mends, and contain those that it only slows."""
        for run in list(self._runs.values()):
            if not run.active:
                continue
            if breaking.ended_by(self._world, run, action, goes_to):
                if run.fault.kind is not FaultKind.BAD_DEPLOYMENT:
                    breaking.put_right(self._world, run)
                self._end(run, second, f"{run.fault.title}: mended.")
            elif action.operation is Operation.BLOCK and breaking.contains(self._world, run, action):
                run.standing = breaking.contained(run.standing)
                run.contained = second
                if run.spans and run.spans[-1][1] is None:
                    self._world.stand(_named(run), run.standing, second)


def _named(run: Run) -> str:
    return f"fault {run.fault.id}"


def _same(one: Operate, other: Operate) -> bool:
    return (one.operation, one.service, one.region) == (other.operation, other.service, other.region)


def _count(found: Found) -> str:
    if found.look.at == "logs":
        return f"{found.total:,} lines fit." if found.total else "No line fits."
    return "What there is to see is on the console."


@lru_cache(maxsize=8)
def _scaled(seed: int, noise: float) -> array[float]:
    return array("d", (max(-0.9, noise * value) for value in noise_ring(seed)))


def System(simulation: Simulation, seed: int) -> SimulatedSystem:  # noqa: N802
    """A system at the start of play."""
    return ModelledSystem(simulation, seed)
