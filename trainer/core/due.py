"""What becomes due without anybody asking: injects, branches and decisions whose time has run out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from trainer.core import events as ev
from trainer.core.events import Cause, Event
from trainer.core.expected import Expectation
from trainer.core.scenario import After, Condition, Inject
from trainer.core.services.order_words import operation_words
from trainer.core.services.views import Happening
from trainer.core.state import State
from trainer.core.time import SECOND, Micros


def due(state: State, since: Micros, elapsed: Micros) -> tuple[Micros, tuple[Event, ...]] | None:
    """The first thing that is due after everything up to `since` was seen to: its moment, and its events.

    Ask again from that moment until there is nothing more. However late the asking, things happen in the order in
    which they were due, each judged by what had happened until then. All times are readings of the exercise clock.
    """
    if state.status != "running":
        return None
    if not _seen_to(state, since) and (events := _at(state, since)):
        return since, events
    upcoming, before = _upcoming(state), since
    for moment in upcoming[bisect_right(upcoming, since) : bisect_right(upcoming, elapsed)]:
        turned = _turned(state, before, moment)
        before = moment if turned is None else turned
        if events := _at(state, before):
            return before, events
    turned = _turned(state, before, elapsed)
    if turned is not None:
        return turned, _at(state, turned)
    if state.system is not None:
        state.system.quiet = (len(state.records), elapsed)
    return None


def _turned(state: State, since: Micros, until: Micros) -> Micros | None:
    """The next whole second at which a simulated system did something of itself."""
    return state.system.turned(since, until) if state.system is not None else None


def _seen_to(state: State, since: Micros) -> bool:
    """Whether everything up to a moment was seen to already, and nothing was recorded after that."""
    return state.system is not None and state.system.quiet == (len(state.records), since)


def _upcoming(state: State) -> tuple[Micros, ...]:
    """The moments of `_times`, sorted; for a system that is looked at every second, once for each record."""
    if state.system is None:
        return tuple(sorted(set(_times(state))))
    count, moments = state.system.planned
    if count != len(state.records):
        moments = tuple(sorted(set(_times(state))))
        state.system.planned = (len(state.records), moments)
    return moments


def _at(state: State, moment: Micros) -> tuple[Event, ...]:
    branches = tuple(
        ev.BranchTaken(branch=branch.id)
        for branch in state.script.scenario.branches
        if branch.id not in state.branches and holds(state, branch.when, moment)
    )
    return branches or _default(state, moment) or _deliveries(state, moment) or _system(state, moment)


def _system(state: State, moment: Micros) -> tuple[Event, ...]:
    """What a simulated system did of itself up to a moment, one event for each happening."""
    if state.system is None:
        return ()
    return tuple(_told(state, happening) for happening in state.system.happened(moment))


def of_itself(event: Event) -> bool:
    """Whether a simulated system did something of itself: it did so at a second of its own."""
    raised = isinstance(event, ev.InjectDelivered) and event.cause is Cause.SYSTEM
    return raised or isinstance(event, ev.OperationEnded | ev.SystemChanged)


def _told(state: State, happening: Happening) -> Event:
    if happening.act is not None:
        what = _ordered(state, happening.act)
        return ev.OperationEnded(act=happening.act, ok=happening.ok, text=happening.text, what=what)
    if happening.alert is not None and state.injects[happening.alert].status == "pending":
        to = state.script.addressed(state.script.injects[happening.alert])
        return ev.InjectDelivered(inject=happening.alert, to=to, cause=Cause.SYSTEM, detail=happening.text)
    # An alert that was held, skipped or released by hand stands in the monitoring all the same.
    return ev.SystemChanged(
        turn=happening.turn or "alert raised again",
        subject=happening.alert or happening.subject,
        service=happening.service,
        text=happening.text,
        value=happening.value,
    )


def _ordered(state: State, act: int) -> str:
    """An operation or a look that the system carried out, in words."""
    known = state.system.model.operations() if state.system is not None else ()
    action = next((seen.action for seen in known if seen.act == act), None)
    return operation_words(state.script.simulated, action) if action is not None else ""


def _default(state: State, moment: Micros) -> tuple[Event, ...]:
    """The first decision whose time has run out, and what its default rules out."""
    over = [(ends, order, name) for order, (name, ends) in enumerate(_time_limits(state)) if ends <= moment]
    if not over:
        return ()
    name = min(over)[2]
    decision = state.script.decisions[name]
    defaulted = ev.DecisionDefaulted(decision=name, option=decision.default)
    option = decision.option(decision.default) if decision.default else None
    names = option.consequence.skips if option is not None else ()
    return (defaulted, *skips(state, names, f"follows from the default of {name}"))


def _time_limits(state: State) -> Iterator[tuple[str, Micros]]:
    """Open decisions and when their time runs out."""
    for name, opened in state.decisions.items():
        limit = state.script.decisions[name].time_limit
        if limit is not None and opened.option is None and not opened.defaulted:
            yield name, opened.opened_at + limit


def _deliveries(state: State, moment: Micros) -> tuple[Event, ...]:
    ready: list[tuple[Micros, int, Inject, Cause, Micros | None]] = []
    for order, inject in enumerate(state.script.scenario.injects):
        found = _ready(state, inject, moment)
        if found is not None:
            cause, planned = found
            ready.append((planned if planned is not None else moment, order, inject, cause, planned))
    return tuple(
        ev.InjectDelivered(inject=inject.id, to=state.script.addressed(inject), cause=cause, planned=planned)
        for _, _, inject, cause, planned in sorted(ready, key=lambda entry: entry[:2])
    )


def _ready(state: State, inject: Inject, elapsed: Micros) -> tuple[Cause, Micros | None] | None:
    if state.injects[inject.id].status != "pending" or not _branch_open(state, inject):
        return None
    if not approved(state, inject.id):
        return None
    planned = scheduled(state, inject)
    if planned is not None:
        return (_cause(state, inject), planned) if planned <= elapsed else None
    condition = inject.release.when
    if condition is not None and holds(state, condition, elapsed):
        return Cause.CONDITION, None
    return None


def approved(state: State, inject: str) -> bool:
    """Whether nothing keeps an inject back: an activity in a real system waits until a person has approved it.

    The rollbacks end an approval: what is still to come waits for a new one.
    """
    activity = state.script.activities.get(inject)
    return activity is None or state.experiments[activity[0]].active


def _cause(state: State, inject: Inject) -> Cause:
    if state.injects[inject.id].due is None and state.released_by_decision(inject.id) is not None:
        return Cause.DECISION
    return Cause.AFTER if inject.release.after is not None else Cause.TIMED


def _branch_open(state: State, inject: Inject) -> bool:
    return inject.branch is None or inject.branch in state.branches


def scheduled(state: State, inject: Inject) -> Micros | None:
    """Elapsed time at which a pending inject is due, or None while that is not known (or it never is by itself)."""
    current = state.injects[inject.id]
    if current.status != "pending" or not _branch_open(state, inject):
        return None
    if current.due is not None:
        return current.due - state.clock.offset
    by_decision = state.released_by_decision(inject.id)
    if by_decision is not None:
        return by_decision - state.clock.offset
    if inject.release.at is not None:
        # The offset moves scenario time forward; a jump makes later injects due sooner on the exercise clock.
        return inject.release.at - state.clock.offset
    if inject.release.after is not None:
        happened = _when(state, inject.release.after)
        if happened is not None:
            return state.clock.story(*happened) + inject.release.after.delay - state.clock.offset
    return None


def _when(state: State, after: After) -> tuple[Micros, int] | None:
    """When the event that an inject follows took place, and its sequence number."""
    if after.inject is not None:
        delivered = state.injects[after.inject]
        return _pair(delivered.delivered_at, delivered.delivered_seq)
    if after.step is not None:
        return _done_at(state, after.step)
    if after.reached is not None:
        return state.first_reached(after.reached)
    name, _, option = (after.chose or "").partition("/")
    opened = state.decisions.get(name)
    return (
        _pair(opened.decided_at, opened.decided_seq)
        if opened is not None and opened.option == option
        else None
    )


def _pair(at: Micros | None, seq: int | None) -> tuple[Micros, int] | None:
    return (at, seq) if at is not None and seq is not None else None


def _done_at(state: State, step: str) -> tuple[Micros, int] | None:
    times = [
        (done.at, done.seq) for item in state.expectations.of_step(step) if (done := item.done) is not None
    ]
    times += [(claim.at, claim.seq) for claim in state.expectations.outside.get(step, ())]
    return min(times, default=None)


def holds(state: State, condition: Condition, elapsed: Micros) -> bool:
    """Whether a condition holds at a moment of the exercise clock."""
    if condition.all is not None:
        return all(holds(state, part, elapsed) for part in condition.all)
    if condition.any is not None:
        return any(holds(state, part, elapsed) for part in condition.any)
    if condition.not_ is not None:
        return not holds(state, condition.not_, elapsed)
    if condition.from_time is not None:
        return elapsed + state.clock.offset >= condition.from_time
    if condition.overdue is not None:
        return any(due_at <= elapsed for due_at in _open_limits(state, condition.overdue))
    return _fact(state, condition)


def _fact(state: State, condition: Condition) -> bool:
    if condition.done is not None:
        return state.expectations.is_done(condition.done)
    if condition.delivered is not None:
        return state.injects[condition.delivered].status == "delivered"
    if condition.severity is not None:
        return state.severity is not None and state.severity == state.script.severity_named(
            condition.severity
        )
    if condition.reached is not None:
        return state.reached(condition.reached) is not None
    name, _, option = (condition.chose or "").partition("/")
    opened = state.decisions.get(name)
    return opened is not None and opened.option == option


def due_at(state: State, item: Expectation) -> Micros | None:
    """When an open expected action becomes overdue; None without a running clock or a limit."""
    if item.started_at is None:
        return None
    limit = state.script.limit(state.script.steps[item.step], item.inject, state.true_severity)
    return None if limit is None else item.started_at + limit


def _open_limits(state: State, step: str) -> Iterator[Micros]:
    for item in state.expectations.of_step(step):
        limit = due_at(state, item)
        if not item.claims and limit is not None:
            yield limit


def next_due(state: State, elapsed: Micros) -> Micros | None:
    """The next moment after `elapsed` at which something may become due by the passing of time alone."""
    if state.status != "running":
        return None
    upcoming = _upcoming(state)
    place = bisect_right(upcoming, elapsed)
    # A simulated system is looked at every whole second.
    tick = ((elapsed // SECOND + 1) * SECOND,) if state.system is not None else ()
    return min((*upcoming[place : place + 1], *tick), default=None)


def _times(state: State) -> Iterator[Micros]:
    """Moments at which something may become due by the passing of time alone."""
    for inject in state.script.scenario.injects:
        if state.injects[inject.id].status != "pending":
            continue
        planned = scheduled(state, inject)
        if planned is not None:
            yield planned
        elif inject.release.when is not None and _branch_open(state, inject):
            yield from _thresholds(state, inject.release.when)
    for branch in state.script.scenario.branches:
        if branch.id not in state.branches:
            yield from _thresholds(state, branch.when)
    for _, ends in _time_limits(state):
        yield ends


def _thresholds(state: State, condition: Condition) -> Iterator[Micros]:
    for part in condition.parts():
        if part.from_time is not None:
            yield part.from_time - state.clock.offset
        if part.overdue is not None:
            yield from _open_limits(state, part.overdue)


def skips(state: State, names: tuple[str, ...], reason: str) -> Iterator[Event]:
    """Injects that a decision rules out."""
    for name in names:
        if state.injects[name].status in ("pending", "held"):
            yield ev.InjectSkipped(inject=name, reason=reason)
