"""Gap detectors of a walk-through: from what was answered and shown to findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps import recurrent
from trainer.core.gaps.finding import Detector, Finding
from trainer.core.gaps.once import once
from trainer.core.walk import answered, unfit, unwalked


def _coded(facts: Facts, code: str) -> Iterable[Finding]:
    return (finding for finding in once(facts, answered.findings) if finding.code == code)


def _unwritten(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G01")


def _unclear(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G02")


def _unowned(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G03")


def _unreached(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G04")


def _unfit(facts: Facts) -> Iterable[Finding]:
    return (*unfit.find(facts), *_coded(facts, "G05"))


def _without_means(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G06")


def _unwalked(facts: Facts) -> Iterable[Finding]:
    return unwalked.find(facts)


def _alone(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G08")


def _outside(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G13")


def _stale(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G14")


def _unpractised(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G15")


def _unproven(facts: Facts) -> Iterable[Finding]:
    return _coded(facts, "G16")


DETECTORS: Final[tuple[Detector, ...]] = (
    Detector(
        "G01",
        ("plan",),
        "steps for which there is nothing written to work by; steps of which nothing shows that they worked, where the "
        "plan names nothing; questions of the scenario to which the plan has no answer",
        _unwritten,
    ),
    Detector(
        "G02",
        ("plan",),
        "answers that something is unclear (where it is written, tool and access, contact, proof, questions of the "
        "scenario); questions of the scenario whose answer in the plan is wrong; answers of two roles of which one "
        "confirms and the other does not",
        _unclear,
    ),
    Detector(
        "G03",
        ("plan", "capability"),
        "owners that are unclear or wrong, steps that nobody does or whose owner cannot; two roles that differ on who "
        "does it; never a deputy of the owner as the plan names one",
        _unowned,
    ),
    Detector(
        "G04",
        ("plan", "capability"),
        "contacts of our own that are wrong or missing in the plan, or that could not be reached when they were tried",
        _unreached,
    ),
    Detector(
        "G05",
        ("plan",),
        "steps that take longer than their target by what was stated or shown; chains of steps whose durations add up "
        "to more than the target allows from its event, or than the severity's response target; steps of which nobody "
        "can say how long they take, or whose target is held to be wrong",
        _unfit,
    ),
    Detector(
        "G06",
        ("plan", "capability"),
        "tools and access that are missing, do not work now, or are others than the plan names; steps that could not "
        "be shown for lack of them",
        _without_means,
    ),
    Detector(
        "G07",
        ("artefact",),
        "critical steps of the walk that were left out, that it did not come to, or that were noted as spoiled",
        _unwalked,
    ),
    Detector(
        "G08", ("capability",), "owners who cannot do their step, where the plan names no deputy", _alone
    ),
    Detector(
        "G13",
        ("plan", "capability"),
        "contacts outside the organisation that are wrong or missing in the plan, or that could not be reached",
        _outside,
    ),
    Detector(
        "G14",
        ("plan", "capability"),
        "documents that could not be found or opened, or that are not the ones that hold",
        _stale,
    ),
    Detector(
        "G15",
        ("execution",),
        "steps that could not be shown although nothing was lacking for them",
        _unpractised,
    ),
    Detector(
        "G16",
        ("plan",),
        "signs named by the plan that do not show that a step worked, or that do not exist",
        _unproven,
    ),
    recurrent.DETECTOR,
)
"""Every detector of a walk-through; the report prints this table as its method."""
