"""G06, missing tool, access or resource: somebody could not go on for lack of means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.attempts import CutOff, cut_off, steps_for
from trainer.core.gaps.dependency import Absence, absences
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    Priority,
    evidence_of,
    listed,
    named,
    quoted,
    roles_named,
)
from trainer.core.gaps.obstacles import (
    Obstacle,
    about,
    hampered,
    instance,
    obstacles,
    short,
    tools_behind,
    ways_round,
)
from trainer.core.gaps.talk import Missing
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import Tool
from trainer.core.time import say_duration

_CODE: Final = "G06"
_POETE: Final = "Equipment"
_ABSENT: Final = re.compile(
    r"\b(?:only (?:one|person|he|she|they)|nobody else|no one else|on (?:leave|holiday|a plane)|sick|away|absent)\b",
    re.IGNORECASE,
)


def find(facts: Facts) -> Iterable[Finding]:
    """What was missing, once for each step or tool, unless the plan's own way round it served."""
    cut, gone = cut_off(facts), absences(facts)
    lacking = [
        o
        for o in obstacles(facts)
        if o.missing is Missing.MEANS and not _cut_off(facts, o, cut) and not _nobody_there(facts, o, gone)
    ]
    for group in _grouped([o for o in lacking if not _covered(facts, o)]):
        yield _lacked(facts, group)


# What is no gap of means ----------------------------------------------------------------------------------------------


def _cut_off(facts: Facts, obstacle: Obstacle, cut: Iterable[CutOff]) -> bool:
    """Whether all that the loss held up is a contact that is reached through it alone: a gap in the plan's contacts."""
    found = [each for each in cut if obstacle.seq in each.reports]
    linked = {name for each in found for name in steps_for(facts, each.contact)}
    return bool(found) and {j.step for j in hampered(facts, obstacle.steps, obstacle.at)} <= linked


def _nobody_there(facts: Facts, obstacle: Obstacle, gone: Iterable[Absence]) -> bool:
    """Whether a role that dropped out and that nobody replaced is what was missing."""
    roles = {absence.role for absence in gone if absence.since <= obstacle.at}
    if not roles:
        return False
    owners = {facts.script.steps[name].role for name in obstacle.steps}
    names = mentions.role_named(facts.script.plan, obstacle.words)
    return names in roles or bool(owners & roles) or _ABSENT.search(obstacle.words) is not None


def _covered(facts: Facts, obstacle: Obstacle) -> bool:
    """Whether the plan has a way round it that served, or that nothing shows to have failed."""
    if not _way_named(facts, obstacle):
        return False
    if obstacle.step is None:
        return True
    judgement = instance(facts, obstacle.step, obstacle.at)
    if judgement is None or not judgement.observed:
        return True
    return judgement.done and judgement.met is not False


def _ways(facts: Facts, obstacle: Obstacle, tool: Tool) -> tuple[Tool, ...]:
    """A tool and those that need it for the step, of which the plan names an alternative that was not lost as well."""
    plan = facts.script.plan
    needed = {name for step in obstacle.steps for name in facts.script.steps[step].needs.tools}
    behind = [
        other for other in plan.tools if other.id in needed and tool.id in tools_behind(plan, (other.id,))
    ]
    found = (other for other in (tool, *behind) if other.alternative and not _lost_too(obstacle, other))
    return tuple(dict.fromkeys(found))


def _lost_too(obstacle: Obstacle, tool: Tool) -> bool:
    """Whether the words say of the alternative as well that it fails."""
    own = mentions.words(tool.title)
    other = [word for word in mentions.words(tool.alternative or "") if word not in own]
    said = mentions.shared(mentions.words(obstacle.words), other)
    return len(said) >= min(2, len(set(other))) and bool(other)


def _way_named(facts: Facts, obstacle: Obstacle) -> bool:
    return bool(obstacle.tools) and all(_ways(facts, obstacle, tool) for tool in obstacle.tools)


# What served ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """A way round that the plan names and that served: the step was done in time although the tool was lost."""

    statement: str
    step: str
    role: str | None
    evidence: tuple[int, ...]


def served(facts: Facts) -> tuple[Served, ...]:
    """Alternatives of the plan that kept a step in time, once for each step."""
    found: dict[str, Served] = {}
    for obstacle in obstacles(facts):
        if obstacle.missing is not Missing.MEANS or obstacle.step is None or not _way_named(facts, obstacle):
            continue
        judgement = instance(facts, obstacle.step, obstacle.at)
        if judgement is not None and judgement.done and judgement.observed and not short(judgement):
            found.setdefault(obstacle.step, _kept(facts, obstacle, judgement))
    return tuple(found.values())


def _kept(facts: Facts, obstacle: Obstacle, judgement: Judgement) -> Served:
    ways = {way.id: way for tool in obstacle.tools for way in _ways(facts, obstacle, tool)}
    alternative = next(iter(ways.values())).alternative or ""
    took = f" in {say_duration(judgement.elapsed)}" if judgement.elapsed is not None else ""
    limit = f" of the {say_duration(judgement.limit)} allowed" if judgement.limit is not None and took else ""
    return Served(
        statement=f"{facts.role_title(judgement.done_by)} did {named(facts, judgement.step)}{took}{limit} although "
        f"{listed(tool.title for tool in obstacle.tools)} could not be used: the plan names a way round it, "
        f"{quoted(alternative, 80)}.",
        step=judgement.step,
        role=judgement.done_by,
        evidence=tuple(sorted({obstacle.seq, *judgement.evidence})),
    )


# The gap --------------------------------------------------------------------------------------------------------------


def _grouped(found: list[Obstacle]) -> list[tuple[Obstacle, ...]]:
    """Reports of the same lack: of one tool, of one step, or in much the same words."""
    groups: list[list[Obstacle]] = []
    for obstacle in found:
        group = next((group for group in groups if any(_same(obstacle, other) for other in group)), None)
        if group is None:
            groups.append([obstacle])
        else:
            group.append(obstacle)
    return [tuple(group) for group in groups]


def _same(one: Obstacle, other: Obstacle) -> bool:
    if one.step is not None and one.step == other.step:
        return True
    if one.tools and other.tools:
        return bool({tool.id for tool in one.tools} & {tool.id for tool in other.tools})
    if one.step is not None and other.step is not None:
        return False
    return mentions.much_alike(one.words, other.words)


def _lacked(facts: Facts, group: tuple[Obstacle, ...]) -> Finding:
    steps = tuple(dict.fromkeys(name for obstacle in group for name in obstacle.steps))
    lost = tuple(dict.fromkeys(j for o in group for j in hampered(facts, o.steps, o.at)))
    main = _main(steps, lost)
    tools = tuple(dict.fromkeys(tool for obstacle in group for tool in obstacle.tools))
    unused = _unused(facts, group)
    seqs = [obstacle.seq for obstacle in group]
    round_it = [seq for o in group for seq in ways_round(facts, o.role, o.at, _speaks_of(o))]
    return Finding(
        code=_CODE,
        kind="capability",
        subject=_subject(group, main, tools),
        statement=" ".join(
            (_reported(facts, group), _how_it_ended(facts, main, lost), _what_plan_says(tools, unused))
        ),
        consequence="Whoever meets this next stands before the same obstacle, and the time for the step runs on.",
        proposed_change=_change(facts, group, tools, unused),
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *round_it, *evidence_of(lost or _instances(facts, group))})),
        priority=_priority(facts, main, lost),
        step=main,
        role=group[0].role,
        root_cause=_cause(facts, group, tools),
        about=about(facts, (*seqs, *round_it), steps, lost),
    )


def _main(steps: tuple[str, ...], lost: tuple[Judgement, ...]) -> str | None:
    """The step that the gap is told of: the first that suffered, or else the first that it stood in the way of."""
    return next((j.step for j in lost if j.step in steps), steps[0] if steps else None)


def _subject(group: tuple[Obstacle, ...], main: str | None, tools: tuple[Tool, ...]) -> str:
    own = {obstacle.step for obstacle in group}
    if main is not None and (len(own) == 1 or not tools):
        return main
    return tools[0].id if tools else f"act-{group[0].seq}"


def _instances(facts: Facts, group: tuple[Obstacle, ...]) -> list[Judgement]:
    found = (instance(facts, obstacle.step, obstacle.at) for obstacle in group if obstacle.step)
    return [judgement for judgement in found if judgement is not None]


def _speaks_of(obstacle: Obstacle) -> str:
    return " ".join((obstacle.words, *(f"{tool.title} {tool.alternative or ''}" for tool in obstacle.tools)))


def _unused(facts: Facts, group: tuple[Obstacle, ...]) -> tuple[Tool, ...]:
    """Tools of which the plan names an alternative that would have been there."""
    return tuple(dict.fromkeys(way for o in group for tool in o.tools for way in _ways(facts, o, tool)))


def _reported(facts: Facts, group: tuple[Obstacle, ...]) -> str:
    first = group[0]
    what = f" with {named(facts, first.step)}" if first.step is not None else ""
    again = f" The same was reported {len(group)} times." if len(group) > 1 else ""
    role = facts.role_title(first.role)
    return f"At {clock_words(first.at)} {role} could not go on{what}; missing: {quoted(first.words)}.{again}"


def _how_it_ended(facts: Facts, main: str | None, lost: tuple[Judgement, ...]) -> str:
    if not lost:
        return "No step came late by it." if main is not None else "Which step it held up is not on record."
    told = [f"{named(facts, j.step)} was {_went(j)}" for j in lost[:3]]
    more = f", and so were {len(lost) - 3} more" if len(lost) > 3 else ""
    return f"{', '.join(told)}{more}."


def _went(judgement: Judgement) -> str:
    if judgement.outcome is Outcome.NOT_OBSERVED:
        return "not reached"
    if judgement.outcome is Outcome.WRONG_ROLE:
        return "done by another role"
    if judgement.outcome is Outcome.PROMPTED:
        return "done only after a prompt"
    late = judgement.outcome is Outcome.LATE and judgement.delta is not None
    return f"{say_duration(judgement.delta or 0)} late" if late else judgement.outcome.value


def _what_plan_says(tools: tuple[Tool, ...], unused: tuple[Tool, ...]) -> str:
    if unused:
        told = ", ".join(
            f"{quoted(way.alternative or '', 80)} for {quoted(way.title, 60)}" for way in unused[:2]
        )
        return f"The plan names an alternative, {told}; it was not used in time."
    lost = [tool for tool in tools if tool.alternative]
    if lost:
        return f"The alternative that the plan names, {quoted(lost[0].alternative or '', 80)}, was not there either."
    if tools:
        return f"The plan names no alternative for {listed(tool.title for tool in tools)}."
    return "The plan names no other way."


def _change(
    facts: Facts, group: tuple[Obstacle, ...], tools: tuple[Tool, ...], unused: tuple[Tool, ...]
) -> str:
    role = facts.role_title(group[0].role)
    what = listed(tool.title for tool in tools) if tools else quoted(group[0].words, 80)
    if unused:
        way = quoted(unused[0].alternative or "", 80)
        return (
            f"Try the alternative {way} with {role} before the next exercise, and name it in the step itself."
        )
    return (
        f"Give {role} what was missing ({what}) and try it before the next exercise; name in the plan an alternative "
        "that works without it, who holds it, and how long it serves."
    )


def _cause(facts: Facts, group: tuple[Obstacle, ...], tools: tuple[Tool, ...]) -> str:
    """A tool to which the plan itself does not give access to the role that needs it."""
    for tool in tools:
        if tool.access and group[0].role not in tool.access:
            holders = roles_named(facts, tool.access)
            asker = facts.role_title(group[0].role)
            return f"The plan gives access to {quoted(tool.title, 60)} to {holders}, not to {asker}."
    return ""


def _priority(facts: Facts, main: str | None, lost: tuple[Judgement, ...]) -> Priority:
    critical = any(facts.script.steps[j.step].critical for j in lost)
    if critical:
        return "high"
    vital = main is not None and facts.script.steps[main].critical
    return "medium" if lost or vital or main is None else "low"


DETECTOR: Final = Detector(
    _CODE,
    ("capability",),
    "somebody who could not go on for lack of a tool, access or another resource, unless the alternative that the plan "
    "names kept the step in time",
    find,
)
