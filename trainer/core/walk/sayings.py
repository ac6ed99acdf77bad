"""What the plan itself says to each question about a step, in words; also that it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trainer.core.anchors import step_of
from trainer.core.plan import ActionKind, Calendar, Contact, Evidence, Step, Target, Tool
from trainer.core.script import Script
from trainer.core.time import say_duration

_TELLS = frozenset({ActionKind.PAGE, ActionKind.POST_UPDATE})


def owner(script: Script, step: Step) -> str:
    """The role that owns a step, and who stands in for it."""
    if step.role is None:
        return "The plan names nobody."
    role = script.roles.get(step.role)
    if role is None:
        return f"{step.role}, a role that the plan does not describe."
    deputies = [titled(script, deputy) for deputy in role.deputies]
    return f"{role.title}; {f'if away, {_or(deputies)}' if deputies else 'no deputy is named'}."


def place(script: Script, step: Step) -> str:
    """Clause and procedure in which a step stands, of which plan and version."""
    clause, procedure = script.clause(step), script.procedure_of[step.id]
    where = f'Clause {clause}, procedure "{procedure.title}"' if clause else f'Procedure "{procedure.title}"'
    return f"{where}, of {script.plan.title}, version {script.plan.version}{'' if clause else '; it has no clause'}."


def means(script: Script, step: Step) -> str:
    """Tools with who holds access and what serves instead, and the access that a step needs."""
    tools = {tool.id: tool for tool in script.plan.tools}
    told = [
        _tool(script, tools[name]) if name in tools else f"{name}, which the plan does not describe."
        for name in step.needs.tools
    ]
    if step.needs.access:
        told.append(f"Access: {'; '.join(line.rstrip('.') for line in step.needs.access)}.")
    return " ".join(told) or "The plan names no tool and no access."


def _tool(script: Script, tool: Tool) -> str:
    holders = [titled(script, role) for role in tool.access]
    held = f"access: {', '.join(holders)}" if holders else "who has access is not said"
    serves = f" for {say_duration(tool.alternative_serves)}" if tool.alternative_serves is not None else ""
    way = tool.alternative.rstrip(".") if tool.alternative else ""
    instead = f"instead, {way}{serves}" if way else "no alternative is named"
    return f"{tool.title} ({held}; {instead})."


def contact(script: Script, step: Step) -> str:
    """Whom a step has to reach, how, and how when the usual way is down."""
    known = {entry.id: entry for entry in script.plan.contacts}
    told = [
        way_to(known[name]) if name in known else f"{name}, a contact that the plan does not have."
        for name in contacts_of(step)
    ]
    told += [_audience(script, name) for name in _audiences(step)]
    return " ".join(told) or "The plan names no contact."


def way_to(entry: Contact) -> str:
    """How a contact is reached, and how when that is down."""
    reach = entry.reach.rstrip(".") if entry.reach else "how to reach it is not said"
    other = entry.out_of_band
    band = f"when that is down, {other.rstrip('.')}" if other else "no way when that is down"
    return f"{entry.title}{' (outside)' if entry.external else ''}: {reach}; {band}."


def _audience(script: Script, name: str) -> str:
    for item in script.plan.communications:
        if item.audience == name:
            instead = (
                f"; if that fails, {item.fallback.rstrip('.')}" if item.fallback else "; no fallback is named"
            )
            return f"{item.title} ({name}): by {item.channel}{instead}."
    return f"{name}: the plan names no channel."


def contacts_of(step: Step) -> tuple[str, ...]:
    """Contacts that a step has to reach, by identifier."""
    shown = (evidence.contact for evidence in step.shown_by if evidence.contact)
    return tuple(dict.fromkeys((*step.needs.contacts, *shown)))


def _audiences(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.audience for e in step.shown_by if e.audience))


def reaches_somebody(step: Step) -> bool:
    """Whether somebody has to be reached for a step."""
    return bool(contacts_of(step) or _audiences(step)) or any(e.action in _TELLS for e in step.shown_by)


def time(script: Script, step: Step) -> str:
    """The target of a step at the severity of the scenario, and from what it counts."""
    target, severity = step.target, script.scenario.truth.severity
    if target is None:
        return "The plan sets no target."
    limit = target.limit(severity)
    if limit is not None:
        at = f" at {severity}" if isinstance(target.within, dict) else ""
        return f"{say_duration(limit)}{at} {counted_from(script, target)}."
    if severity is None and isinstance(target.within, dict) and target.within:
        every = ", ".join(f"{level} {say_duration(within)}" for level, within in target.within.items())
        return f"{every}, {counted_from(script, target)}."
    return f"The plan sets no target at {severity}." if severity else "The plan sets no target."


def counted_from(script: Script, target: Target) -> str:
    """From what a target counts: `from "first alert"`, and in which days where it is not the clock."""
    days = "" if target.calendar is Calendar.CLOCK else f" ({target.calendar.value})"
    return f"from {anchor_words(script, target.from_)}{days}"


def anchor_words(script: Script, anchor: str) -> str:
    """An anchor event in words: a step by its title, an inject as the call for the step."""
    named = step_of(anchor)
    if named is not None:
        known = script.steps.get(named)
        return f'the end of "{known.title if known else named}"'
    return "the moment it is called for" if anchor == "inject" else f'"{anchor}"'


def proof(script: Script, step: Step) -> str:
    """What shows that a step was done."""
    signs = list(dict.fromkeys(_sign(script, evidence) for evidence in step.shown_by))
    if not signs:
        return "The plan names nothing that shows it."
    words = _or(signs)
    return f"{words[:1].upper()}{words[1:]}."


def _sign(script: Script, evidence: Evidence) -> str:
    phrase = f', with the words "{evidence.phrase}"' if evidence.phrase else ""
    return " ".join(_act(script, evidence)) + phrase


def _act(script: Script, evidence: Evidence) -> Iterator[str]:
    yield _ACTS.get(evidence.action, f'the act "{evidence.action.value}"')
    if evidence.role:
        yield f"of {titled(script, evidence.role)}"
    if evidence.contact:
        known = next((entry.title for entry in script.plan.contacts if entry.id == evidence.contact), None)
        yield f"to {known or evidence.contact}"
    if evidence.audience:
        yield f"to {evidence.audience}"
    if evidence.decision:
        yield f"on {evidence.decision}"


_ACTS = {
    ActionKind.ACKNOWLEDGE: "the acknowledgement",
    ActionKind.CLASSIFY: "the severity that is set",
    ActionKind.ASSUME_ROLE: "taking the role aloud",
    ActionKind.HAND_OVER: "the handover",
    ActionKind.PAGE: "the page",
    ActionKind.POST_UPDATE: "the update",
    ActionKind.DECIDE: "the decision",
    ActionKind.DIAGNOSE: "the stated cause or scope",
    ActionKind.CONTAIN: "the measure that is ordered",
    ActionKind.VERIFY: "the confirmation with evidence",
    ActionKind.RESOLVE: "the declaration that it is resolved",
}


def titled(script: Script, role: str) -> str:
    """A role's title, or its identifier where the plan does not have it."""
    known = script.roles.get(role)
    return known.title if known is not None else role


def _or(words: Iterable[str]) -> str:
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}"
