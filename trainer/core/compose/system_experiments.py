"""Experiments in a real system, as the report tells them: approval, activities, probes, rollbacks, and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core import aar_system as out
from trainer.core import events as ev
from trainer.core.compose.times import secs
from trainer.core.events import Record
from trainer.core.experiments import Experiment
from trainer.core.facts import Facts
from trainer.core.time import seconds

_NOT_APPROVED: Final = "It was not approved: nothing ran in the real system."


def experiments(facts: Facts) -> Iterator[out.ExperimentResult]:
    """Every experiment of the scenario, also where nothing of it ran."""
    for experiment in facts.script.experiments.values():
        yield _experiment(facts, experiment)


def _experiment(facts: Facts, experiment: Experiment) -> out.ExperimentResult:
    told = [r for r in facts.standing if getattr(r.event, "experiment", None) == experiment.id]
    given = [(r, r.event) for r in told if isinstance(r.event, ev.ExperimentApproved)]
    real = [entry for entry in given if not entry[1].dry_run]
    approved = (real or given)[0] if given else None
    kept = [r.event.journal for r in told if isinstance(r.event, ev.ExperimentJournalKept)]
    return out.ExperimentResult(
        id=experiment.id,
        target=experiment.target,
        approved_s=secs(approved[0].elapsed) if approved is not None else None,
        dry_run=approved[1].dry_run if approved is not None else False,
        approval=_approval(approved[1] if approved is not None else None),
        actions=approved[1].actions if approved is not None else (),
        probe_every_s=seconds(experiment.probe_every),
        activities=tuple(_activities(experiment, told)),
        probes=tuple(
            out.ProbeResult(at_s=seconds(e.probed), met=e.met, text=e.text, seq=r.seq)
            for r in told
            if isinstance(e := r.event, ev.SteadyStateProbed)
        ),
        rollbacks=tuple(_rollback(r, r.event) for r in told if isinstance(r.event, ev.RollbacksRan)),
        journal=kept[-1] if kept else "",
        evidence=tuple(r.seq for r in told),
    )


def _rollback(record: Record, event: ev.RollbacksRan) -> out.RollbackResult:
    return out.RollbackResult(
        at_s=seconds(record.elapsed),
        reason=event.reason,
        ok=event.ok,
        result="none to run" if event.none_ran else "ran" if event.ok else "failed",
        text=event.text,
        seq=record.seq,
    )


def _approval(approved: ev.ExperimentApproved | None) -> str:
    if approved is None:
        return _NOT_APPROVED
    rehearsed = ", as a dry run that changes nothing" if approved.dry_run else ""
    return f"A person saw the list of actions, confirmed that it is not production, and typed its name{rehearsed}."


def _activities(experiment: Experiment, told: list[Record]) -> Iterator[out.ActivityResult]:
    titles = {each.name: each.title or each.name for each in experiment.activities}
    ran = [(r, r.event) for r in told if isinstance(r.event, ev.ActivityRan)]
    for record, event in ran:
        yield out.ActivityResult(
            name=event.activity,
            title=titles.get(event.activity, event.activity),
            began_s=seconds(event.began),
            took_s=seconds(event.took),
            result="carried out" if event.ok else "failed",
            text=event.text,
            evidence=(record.seq,),
        )
    done = {event.activity for _, event in ran}
    for name in experiment.names():
        if name not in done:
            yield out.ActivityResult(
                name=name,
                title=titles.get(name, name),
                began_s=None,
                took_s=None,
                result="did not run",
                text="",
                evidence=(),
            )
