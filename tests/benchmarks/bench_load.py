"""How long it takes to load and check a large scenario, against YAML alone.

    python tests/benchmarks/bench_load.py [rounds]

A generated scenario of 2,000 injects is loaded and cross-checked; for comparison the same bytes are read with PyYAML's
CSafeLoader and nothing else. The runs take turns in one process, so that a busy machine slows both; medians are
printed, and the share of each part of our own way.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from trainer.core.diagnose import diagnose_scenario  # noqa: E402
from trainer.core.plan import Plan  # noqa: E402
from trainer.core.scenario import Scenario  # noqa: E402
from trainer.storage.files import load_plan, load_scenario  # noqa: E402
from trainer.storage.validation import validated  # noqa: E402
from trainer.storage.yaml_source import parse_source, read_source  # noqa: E402

PLAN_FILE = ROOT / "scenarios" / "plans" / "incident-management-procedures.yaml"
INJECTS = 2_000
TARGET = 1.6
_CHANNELS = ("alert", "chat", "mail", "phone", "ticket", "social", "dashboard", "news")
_TEXTS = (
    "Checkout errors rose to {n} per minute after the last release; retries hide part of them.",
    "A customer writes that order {n} was paid twice and asks when the money comes back.",
    "The supplier says that its own figures look normal and asks for a log excerpt, case {n}.",
    "Support counts {n} open cases about payments; the wording on the status page is quoted back at us.",
)


def scenario_text(plan: Plan, count: int = INJECTS) -> str:
    """A scenario of `count` injects on a plan, about 300 bytes each: timed, following, conditional and by hand."""
    roles = [role.id for role in plan.roles][:6]
    steps = [step.id for _, step in plan.steps() if step.target is not None and step.condition is None][:12]
    head = f"""id: large-drill
title: A large drill
kinds: [tabletop]
plan: {plan.id}
length: 40h
roles: [{", ".join(roles)}]
truth: {{severity: {plan.severities[0].id}, cause: A release}}
objectives:
  - {{id: all-of-it, title: Everything in time, steps: [{", ".join(steps)}]}}
injects:
"""
    return head + "".join(_inject(number, roles, steps) for number in range(count))


def _inject(number: int, roles: list[str], steps: list[str]) -> str:
    releases = (
        f"{{at: {number}m}}",
        f"{{after: {{inject: inject-{number - 1}, delay: {number % 9 + 1}m}}}}",
        f"{{when: {{all: [{{delivered: inject-{number - 1}}}, {{from_time: {number}m}}]}}}}",
        "{by_hand: true}",
    )
    text = _TEXTS[number % len(_TEXTS)].format(n=number)
    return f"""  - id: inject-{number}
    title: Report number {number} from the field
    release: {releases[number % 4]}
    channel: {_CHANNELS[number % len(_CHANNELS)]}
    from: Monitoring
    to: [{roles[number % len(roles)]}, {roles[(number + 1) % len(roles)]}]
    text: >-
      {text}
    marks: [impact, recovered]
    expects:
      - {{step: {steps[number % len(steps)]}, note: "Watch who takes it up."}}
"""


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def measure(path: Path, plan: Plan, rounds: int) -> dict[str, float]:
    """Median milliseconds of each way and of each part of ours."""
    data = path.read_bytes()
    source = read_source(path)
    scenario, _ = validated(source, Scenario)
    assert scenario is not None
    ways: dict[str, Callable[[], object]] = {
        "YAML alone": lambda: yaml.load(data, yaml.CSafeLoader),
        "load and check": lambda: load_scenario(path, plan),
        "reading with positions": lambda: parse_source(data, str(path)),
        "validation": lambda: validated(source, Scenario),
        "cross-checks": lambda: diagnose_scenario(scenario, plan),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            gc.collect()
            times[name].append(_timed(work))
    return {name: statistics.median(measured) for name, measured in times.items()}


def main(rounds: int) -> int:
    """Measure and print; 0 when the whole stays within the target ratio."""
    plan = load_plan(PLAN_FILE).value
    assert plan is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large-drill.yaml"
        path.write_text(scenario_text(plan), encoding="utf-8")
        errors = [str(each) for each in load_scenario(path, plan).problems if each.problem.level == "error"]
        assert not errors, errors[:5]
        medians = measure(path, plan, rounds)
        size = path.stat().st_size / 1_000
    print(f"{INJECTS:,} injects, {size:.0f} kB, medians of {rounds} rounds")
    for name, median in medians.items():
        print(f"  {name:24}{median:8.1f} ms{median / medians['YAML alone']:8.2f}")
    ratio = medians["load and check"] / medians["YAML alone"]
    print(f"ratio {ratio:.2f} (target {TARGET})")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
