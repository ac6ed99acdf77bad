"""What is most worth knowing of a simulation, a sentence each: broken, noticed, found, mended, declared."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.aar_system import Statement
from trainer.core.actions import Operate
from trainer.core.facts import Facts
from trainer.core.metrics.measure import seqs
from trainer.core.metrics.moments import moment
from trainer.core.metrics.system import Lead, against_truth, leads
from trainer.core.msel import clock_words
from trainer.core.services.order_words import order_words
from trainer.core.system_record import Broken, SystemFacts
from trainer.core.time import Micros, say_duration


def statements(facts: Facts, system: SystemFacts) -> Iterator[Statement]:
    """The system's story in sentences, each with its figures and the events that it rests on."""
    if not system.broken:
        yield from (_said(words, facts.frame) for words in _nothing(facts))
        return
    for broken in system.broken:
        yield _said(_fault(facts, system, broken), seqs(broken.began, broken.ended))
    yield _said(_signal(facts, system), seqs(system.onset, system.signal, moment(facts, "noticed")))
    felt = seqs(*(each for stretch in system.impact for each in (stretch.began, stretch.ended)))
    yield _said(_impact(facts, system), felt or facts.frame)
    for broken in system.broken:
        found = system.right(broken.trouble.id)
        if system.called_for(broken) or found is not None:
            rests = seqs(broken.began, (found.at, found.seq)) if found is not None else seqs(broken.began)
            yield _said(_found(facts, system, broken), rests)
    for lead in leads(facts, system):
        yield _said(_ahead(lead), seqs(lead.broken.began, (lead.found.at, lead.found.seq)))
    yield from _declared(facts, system)


def _said(words: str, evidence: tuple[int, ...]) -> Statement:
    return Statement(words=words, evidence=evidence)


def _nothing(facts: Facts) -> Iterator[str]:
    for experiment in facts.script.experiments.values():
        state = facts.state.experiments[experiment.id]
        if state.approved is None:
            yield (
                f"Nothing ran in {experiment.target}: nobody approved the experiment {experiment.id}, and without "
                "that nothing of it runs."
            )
        elif state.approved.dry_run:
            yield f"Nothing was changed in {experiment.target}: the experiment {experiment.id} was a dry run."
        else:
            yield f"No activity of the experiment {experiment.id} was carried out in {experiment.target}."
    if facts.state.system is not None:
        yield "No fault began in the modelled system."


def _fault(facts: Facts, system: SystemFacts, broken: Broken) -> str:
    until = broken.ended[0] if broken.ended is not None else facts.ended_at
    began, lasted = clock_words(broken.began[0]), say_duration(until - broken.began[0])
    title = f'"{broken.trouble.title}"'
    added = ", added by the facilitator," if broken.added else ""
    unfelt = ", and users noticed nothing of it" if system.harmless(broken) else ""
    return f"{title}{added} began at {began} and was there for {lasted}: {_end(facts, broken)}{unfelt}."


def _end(facts: Facts, broken: Broken) -> str:
    act = facts.act_of.get(broken.operation) if broken.operation is not None else None
    if act is not None and isinstance(act.action, Operate):
        return (
            f'{facts.role_title(act.role)} ended it with "{order_words(facts.script.simulated, act.action)}"'
        )
    if broken.ended_by == "facilitator":
        return "the facilitator ended it"
    if broken.ended_by == "rollbacks":
        return "the experiment's rollbacks ended it"
    if broken.ended_by == "itself":
        return "the steady state was met again" if broken.experiment is not None else "it passed of itself"
    return "it had not ended when play did"


def _signal(facts: Facts, system: SystemFacts) -> str:
    noticed, onset = moment(facts, "noticed"), system.onset
    if system.signal is None or onset is None:
        return "No message came after the fault had begun."
    came = f"The first signal came {say_duration(system.signal[0] - onset[0])} after the first fault began"
    if noticed is None:
        return f"{came}; nobody acted on it."
    gap = noticed[0] - system.signal[0]
    if gap < 0:
        return f"{came}; somebody had acted {say_duration(-gap)} before it."
    return f"{came}, and the response began {say_duration(gap)} after that."


def _impact(facts: Facts, system: SystemFacts) -> str:
    if not system.impact:
        return "Users noticed nothing."
    total = sum(stretch.lasted(facts.ended_at) for stretch in system.impact)
    first, last = system.impact[0], system.impact[-1]
    end = f"to {clock_words(last.ended[0])}" if last.ended is not None else "to the end of play"
    times = f" in {len(system.impact)} periods" if len(system.impact) > 1 else ""
    return f"Users noticed it for {say_duration(total)}{times}, from {clock_words(first.began[0])} {end}{_cost(facts)}."


def _cost(facts: Facts) -> str:
    system, simulation = facts.state.system, facts.script.simulated
    if system is None or simulation is None:
        return ""
    toll = system.model.toll()
    failed = f"; {round(toll.failed_requests):,} requests failed"
    stated = simulation.cost.per_minute or simulation.cost.per_failed
    return f"{failed}, and it cost {round(toll.cost):,} {toll.currency}" if stated else failed


def _found(facts: Facts, system: SystemFacts, broken: Broken) -> str:
    title, found = f'"{broken.trouble.title}"', system.right(broken.trouble.id)
    if found is None:
        how = "was stated in part only" if system.stated(broken.trouble.id) else "was not stated by anybody"
        return f"The cause {title} {how}."
    wrong = [d for d in system.diagnoses if d.match.verdict == "wrong" and broken.began[0] <= d.at < found.at]
    after = f", after {len(wrong)} wrong {'cause' if len(wrong) == 1 else 'causes'}" if wrong else ""
    role = facts.role_title(found.role)
    if facts.record_of[found.seq].happened < broken.began[0]:
        return f"{role} had stated the cause {title} before it began, of a fault of the same kind."
    return f"{role} stated the cause {title} rightly {_after(found.at - broken.began[0])}{after}."


def _after(span: Micros) -> str:
    return f"{say_duration(span)} after it began"


def _ahead(lead: Lead) -> str:
    left = say_duration(lead.left)
    return f'"{lead.broken.trouble.title}" was found {left} before {lead.what} would have been full.'


def _declared(facts: Facts, system: SystemFacts) -> Iterator[Statement]:
    if not system.declared:
        yield _said("Nobody declared the incident resolved.", facts.frame)
    for said in system.declared:
        words = against_truth(said).removeprefix("declared resolved")
        role = facts.role_title(said.role)
        yield _said(f"{role} declared the incident resolved{words}.", seqs((said.at, said.seq), said.sound))
