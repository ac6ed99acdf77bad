"""How the simulated system really stands, in words for the facilitator. Needs no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.core import events as ev
from trainer.core.actions import Acknowledge
from trainer.core.engine import scheduled
from trainer.core.events import Record
from trainer.core.kinds import FAULT
from trainer.core.services.views import FaultSeen, SimulatedSystem
from trainer.core.time import SECOND, Micros
from trainer.ui.facilitator.desk import Desk
from trainer.ui.look.tokens import Status
from trainer.ui.monitor.rows import OperationRow
from trainer.ui.words import format_clock, format_duration

__all__ = ["Standing", "acknowledged_by", "fault_rows", "standing", "toll_words"]


@dataclass(frozen=True)
class Standing:
    """Whether users notice something and whether the system has recovered, each with its status."""

    impact: str
    impact_status: Status
    recovery: str
    recovery_status: Status


def _turns(desk: Desk) -> dict[str, list[Micros]]:
    """When the system took each turn as a whole, oldest first."""
    found: dict[str, list[Micros]] = {}
    for record in desk.state.records:
        if isinstance(record.event, ev.SystemChanged) and record.seq not in desk.state.undone:
            found.setdefault(record.event.turn, []).append(record.elapsed)
    return found


def standing(desk: Desk, model: SimulatedSystem) -> Standing:
    """How the system stands now."""
    turns, now = _turns(desk), desk.now()
    began, ended = turns.get("impact began", []), turns.get("impact ended", [])
    if model.impact():
        since = f"since {_at(began[-1])} ({format_duration((now - began[-1]) // SECOND)})" if began else "now"
        impact = f"Users notice it {since}"
    elif ended:
        impact = f"Users notice nothing any more since {_at(ended[-1])}"
    else:
        impact = "Users notice nothing"
    broken = any(seen.active for seen in model.truth())
    recovery, status = _recovery(turns, model, broken)
    return Standing(impact, "bad" if model.impact() else "ok", recovery, status)


def _recovery(turns: dict[str, list[Micros]], model: SimulatedSystem, broken: bool) -> tuple[str, Status]:
    recovered, relapsed = turns.get("recovered", []), turns.get("relapsed", [])
    if model.recovered() and recovered:
        return f"Recovered since {_at(recovered[-1])}", "ok"
    if relapsed:
        return f"Relapsed at {_at(relapsed[-1])}", "bad"
    if broken or turns.get("impact began"):
        return "Not recovered", "warn"
    return "Nothing is broken yet", "neutral"


def _at(elapsed: Micros) -> str:
    return format_clock(elapsed / SECOND)


def toll_words(model: SimulatedSystem) -> tuple[tuple[str, str], ...]:
    """What the outage has cost so far: name and figure."""
    toll = model.toll()
    return (
        ("Impact", format_duration(toll.impact_seconds)),
        ("Failed requests", f"{toll.failed_requests:,.0f}"),
        ("Cost", f"{toll.cost:,.0f} {toll.currency}"),
    )


def fault_rows(desk: Desk, model: SimulatedSystem) -> list[OperationRow]:
    """Every fault as it really stands: active ones first, then those to come, then those that ended."""
    titles = {service.id: service.title for service in model.services()}
    titles |= {flag.id: flag.title for flag in model.flags()}
    truth = list(enumerate(model.truth()))
    ordered = sorted(truth, key=lambda pair: (not pair[1].active, pair[1].ended is not None, pair[0]))
    return [_fault_row(number, seen, desk, titles, _mends(seen, model)) for number, seen in ordered]


def _mends(seen: FaultSeen, model: SimulatedSystem) -> str:
    """What ends a fault, by the titles of services and flags; what nobody at the exercise can do is not offered."""
    fault = seen.fault
    if seen.ended is not None or not seen.mends:
        return ""
    possible = {offer.operation for offer in model.offers(fault.service)}
    if not fault.mended_by and fault.service and not any(mend.operation in possible for mend in seen.helps):
        return "The team cannot mend it."
    return f"Mended by: {'; '.join(seen.mends)}"


def _fault_row(number: int, seen: FaultSeen, desk: Desk, titles: dict[str, str], mends: str) -> OperationRow:
    fault = seen.fault
    place = titles.get(fault.service or "", fault.service) or fault.region
    where = " · ".join(part for part in (fault.kind.value.capitalize(), place) if part)
    state, status = _fault_state(seen, desk)
    lasts = f"Ends of itself after {format_duration(fault.lasts // SECOND)}." if fault.lasts else ""
    again = f"Comes back every {format_duration(fault.every // SECOND)}." if fault.every else ""
    result = "\n".join(part for part in (where, mends, " ".join(p for p in (lasts, again) if p)) if part)
    return OperationRow(number, fault.title, "", state, status, 1.0, result, False, False)


def _fault_state(seen: FaultSeen, desk: Desk) -> tuple[str, Status]:
    if seen.active and seen.began is not None:
        return f"Active since {format_clock(seen.began)}", "bad"
    if seen.ended is not None:
        return f"Ended at {format_clock(seen.ended)}", "ok"
    if seen.began is not None:
        return f"Began at {format_clock(seen.began)}, does nothing just now", "warn"
    return _waiting(desk, seen.fault.id), "neutral"


def _waiting(desk: Desk, fault: str) -> str:
    """How a fault waits that has not begun: it is an inject like any other."""
    inject = desk.script.injects.get(FAULT + fault)
    state = desk.state.injects.get(FAULT + fault)
    if inject is None or state is None:
        return "Begins with the next second of the clock"
    if state.status in ("held", "skipped"):
        return state.status.capitalize()
    due = scheduled(desk.state, inject)
    if due is not None:
        return f"Begins at {_at(due)}"
    return "Waits to be released by hand" if inject.release.by_hand else "Waits for its condition"


def acknowledged_by(desk: Desk, alert: str) -> str:
    """Who acknowledged an alert, and when; empty where nobody did."""
    found = next((record for record in desk.state.records if _acknowledges(record, alert, desk)), None)
    if found is None or not isinstance(found.event, ev.ActionTaken):
        return ""
    return f"Acknowledged by {desk.title(found.event.role)} at {_at(found.happened)}"


def _acknowledges(record: Record, alert: str, desk: Desk) -> bool:
    action = record.event.action if isinstance(record.event, ev.ActionTaken) else None
    return isinstance(action, Acknowledge) and action.inject == alert and record.seq not in desk.state.undone
