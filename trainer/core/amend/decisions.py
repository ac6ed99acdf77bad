"""Decision rights: who decides what, and who may when nobody answers."""

from __future__ import annotations

import re
from typing import Final

from pydantic import JsonValue

from trainer.core.amend.draft import (
    Draft,
    added,
    clean,
    deputy_for,
    heading,
    known_role,
    leading,
    line,
    next_clause,
    put,
    rounded_up,
    slug,
)
from trainer.core.amend.editing import fill_in
from trainer.core.amend.written import duration
from trainer.core.facts import Facts
from trainer.core.plan import DecisionRight
from trainer.core.scenario import Decision
from trainer.core.time import MINUTE, Micros

_NAMED: Final = re.compile(
    r"who (?:decides|may decide|should decide|can decide|approves)\s+(?:about |on |whether |if )+(.{6,}?)[?.]*$",
    re.IGNORECASE,
)
_NO_ANSWER: Final = 5 * MINUTE
"""When nobody answers for so long somebody else may act: as a page escalates (PagerDuty incident response docs)."""


def right_for(facts: Facts, decision: Decision) -> DecisionRight | None:
    """The plan's right for a decision of the scenario."""
    return next((right for right in facts.script.plan.decision_rights if right.id == decision.id), None)


def new_right(facts: Facts, decision: Decision, voted: str | None = None) -> Draft:
    """The right that the plan lacks: for whoever the drill shows to be the one, with the time that it took.

    `voted` is the role that a vote on it, or the scenario, names.
    """
    question = line(facts.script.filled(decision.question)).rstrip("?")
    decider = _decider(facts, decision)
    role = known_role(facts, voted, decision.role, decider, leading(facts))
    right: dict[str, JsonValue] = {
        "id": decision.id,
        "decision": question,
        "role": role or fill_in("the role that decides"),
        **_otherwise(facts, decision, role),
    }
    clause = next_clause(known.clause for known in facts.script.plan.decision_rights)
    right |= {"clause": clause} if clause else {}
    by = f"{facts.role_title(decider)} decided it" if decider else "Nobody decided it"
    return Draft(
        f'Say who decides "{line(question, 120)}"',
        f"{by}, and the plan gives the decision to nobody. It is proposed for {_title(facts, role)}; who may when "
        "nobody answers, and after how long, stands beside it.",
        (added(("decision_rights",), right),),
        _steps(decision),
    )


def right_on(facts: Facts, words: str) -> Draft:
    """A right for something that is no decision of the script; whose it is has to be filled in."""
    clause = next_clause(known.clause for known in facts.script.plan.decision_rights)
    question = _question(words)
    named = _NAMED.match(question)
    right: dict[str, JsonValue] = {
        "id": slug(question, (known.id for known in facts.script.plan.decision_rights)),
        "decision": heading(named[1])
        if named
        else fill_in(f'what is decided, for it was asked: "{line(question, 120)}"'),
        "role": fill_in("the role that decides"),
    }
    right |= {"clause": clause} if clause else {}
    return Draft(
        f'Say who decides, for it was asked: "{line(question, 120)}"',
        "It was asked or waited for in the drill, and the plan does not say whose it is. That is for you to fill in.",
        (added(("decision_rights",), right),),
    )


def _question(words: str) -> str:
    """The last question in what somebody wrote, or all of it."""
    asked = [part for part in re.split(r"(?<=[.!?])\s+", clean(words)) if part.endswith("?")]
    return asked[-1] if asked else clean(words)


def with_holder(facts: Facts, decision: Decision, right: DecisionRight) -> Draft | None:
    """What an existing right leaves open: who holds it, or who may when nobody answers."""
    place = ("decision_rights", right.id)
    decider = _decider(facts, decision)
    if right.role is None and not right.by_severity:
        role = known_role(facts, decider, decision.role, leading(facts))
        value = role or fill_in("the role that decides")
        return Draft(
            f'Name {_title(facts, role)} as the one who decides "{line(right.decision, 120)}"',
            "The right stands in the plan and names nobody; in the drill it was asked whose it is.",
            (put((*place, "role"), value),),
            _steps(decision),
        )
    holder = right.by_severity.get(facts.state.true_severity or "", right.role)
    otherwise = _otherwise(facts, decision, holder)
    if right.no_answer is not None or not otherwise:
        return None
    return Draft(
        f'Say who may decide "{line(right.decision, 120)}" when nobody answers',
        f"The right is {_title(facts, holder)}'s alone; in the drill it was asked who decides.",
        (put((*place, "no_answer"), otherwise["no_answer"]),),
        _steps(decision),
    )


def _title(facts: Facts, role: str | None) -> str:
    return facts.role_title(role) if role is not None else "a role of yours"


def _decider(facts: Facts, decision: Decision) -> str | None:
    """The role that took the decision, if one did."""
    opened = facts.state.decisions.get(decision.id)
    act = facts.act_of.get(opened.decided_seq or 0) if opened is not None else None
    return act.role if act is not None else None


def _otherwise(facts: Facts, decision: Decision, role: str | None) -> dict[str, JsonValue]:
    """Who may decide when nobody answers, and after how long; empty where the plan has nobody else."""
    other = deputy_for(facts, role) if role is not None else leading(facts)
    if other is None or other == role:
        return {}
    return {"no_answer": {"after": duration(_waiting(facts, decision)), "role": other}}


def _waiting(facts: Facts, decision: Decision) -> Micros:
    """How long to wait: the time that the scenario leaves, or the time it took, and five minutes at least."""
    opened = facts.state.decisions.get(decision.id)
    if decision.time_limit:
        return decision.time_limit
    if opened is None or opened.decided_at is None:
        return _NO_ANSWER
    return max(rounded_up(opened.decided_at - opened.opened_at), _NO_ANSWER)


def _steps(decision: Decision) -> tuple[str, ...]:
    return (decision.step,) if decision.step is not None else ()
