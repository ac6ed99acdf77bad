"""Plans and scenarios that read well and are wrong: a fault each, and where it must be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.core.diagnosed import PLAN_TEXT, SCENARIO_TEXT


@dataclass(frozen=True)
class BadModel:
    """`old` becomes `new` in one of the two files; the fault is shown at the text `at` of the changed file."""

    file: str
    old: str
    new: str
    kind: str
    at: str

    def text(self) -> str:
        """The faulty file."""
        sound = PLAN_TEXT if self.file == "plan" else SCENARIO_TEXT
        assert sound.count(self.old) == 1, (
            f"{self.old!r} stands {sound.count(self.old)} times in the {self.file}"
        )
        return sound.replace(self.old, self.new)

    def place(self) -> tuple[int, int]:
        """Line and column, from 1, at which the fault must be shown."""
        before, found, _ = self.text().partition(self.at)
        assert found, self.at
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _plan(old: str, new: str, kind: str, at: str) -> BadModel:
    return BadModel("plan", old, new, kind, at)


def _scenario(old: str, new: str, kind: str, at: str) -> BadModel:
    return BadModel("scenario", old, new, kind, at)


def _simulated(service: str, kind: str, at: str, more: str = "cost: {}") -> BadModel:
    """A simulation of one service, with something wrong in it or beside it."""
    load = "" if service.startswith("load") else "load: 2, "
    end = f", {service}" if service else ""
    services = f"  services: [{{id: web, title: Web, {load}takes: 9ms{end}}}]"
    part = f"simulation:\n{services}\n  {more}\nwalkthrough:"
    return BadModel("scenario", "walkthrough:", part, kind, at)


BAD_MODELS: Final[dict[str, BadModel]] = {
    # The shape of the file
    "unknown key": _plan("cadences:", "cadencies:", "unknown-key", "cadencies"),
    "unknown key deep down": _scenario("expects: [{step: publish}]", "expcts: []", "unknown-key", "expcts"),
    "missing key": _scenario("    from: Customers\n", "", "missing-key", "id: complaints"),
    "missing title": _plan("title: A small plan\n", "", "missing-key", "id: small-plan"),
    "list where a text belongs": _scenario(
        "title: Complaints", "title: [Complaints]", "wrong-type", "[Complaints]"
    ),
    "text where a list belongs": _scenario(
        "kinds: [tabletop, walk-through]", "kinds: tabletop", "wrong-type", "tabletop"
    ),
    "mapping where a list belongs": _plan(
        "services:\n  - {id: shop,", "services: {id: shop,", "wrong-type", "{id: shop,"
    ),
    "nothing where a list belongs": _plan("- {id: shop, title: The shop}", "", "wrong-type", "\n  \n"),
    "number where a list belongs": _scenario("marks: [impact]", "marks: 7", "wrong-type", "7\n    vote"),
    "unknown word": _scenario("channel: social", "channel: socal", "unknown-value", "socal"),
    "unknown kind of exercise": _scenario(
        "[tabletop, walk-through]", "[table-top, walk-through]", "unknown-value", "table-top"
    ),
    "unknown phase": _plan("phase: detection", "phase: detecting", "unknown-value", "detecting"),
    "unknown anchor": _plan("from: declared", "from: decleared", "unknown-anchor", "decleared"),
    "unknown act": _plan("{action: acknowledge}", "{action: acknowlege}", "unknown-value", "acknowlege"),
    "duration without a unit": _scenario("length: 90m", "length: 90", "bad-duration", "90"),
    "duration in unknown units": _scenario(
        "delay: 4m", "delay: 4 fortnights", "bad-duration", "4 fortnights"
    ),
    "duration of ten thousand years": _scenario(
        "length: 90m", "length: 999999999 weeks", "bad-duration", "999999999 weeks"
    ),
    "huge number": _scenario("length: 90m", f"length: {'9' * 5_000}", "number-too-large", "9" * 5_000),
    "negative duration": _scenario("{at: 1m}", "{at: -1m}", "bad-duration", "-1m"),
    "level out of range": _plan("level: 1", "level: 99", "bad-value", "99"),
    "blank in an identifier": _scenario("- id: alert", "- id: first alert", "bad-identifier", "first alert"),
    "impossible date": _plan('version: "1.0"', "last_tested: 2031-02-30", "bad-date", "2031-02-30"),
    "text of a megabyte": _scenario("text: Better", f"text: {'x' * 1_000_000}", "bad-value", "x" * 1_000_000),
    "release in two ways": _scenario("{at: 1m}", "{at: 1m, by_hand: true}", "bad-release", "{at: 1m, by"),
    "release in no way": _scenario("{at: 1m}", "{}", "bad-release", "{}"),
    "condition with two keys": _scenario(
        "{overdue: publish}", "{overdue: publish, done: publish}", "bad-condition", "{overdue"
    ),
    "one option only": _scenario("      - {id: wait, text: Wait}\n", "", "bad-value", "- {id: back"),
    "duplicate key": _plan("\ntools:", "\nroles:", "duplicate-key", "roles:\n  - {id: pager"),
    # Names
    "inject defined twice": _scenario(
        "- id: press", "- id: worse", "duplicate-id", "worse\n    title: The press"
    ),
    "step defined twice": _plan(
        "- id: note-lessons", "- id: declare", "duplicate-id", 'declare\n        clause: "2.4"'
    ),
    "role that does not exist": _scenario("to: [engineer]", "to: [enginer]", "unknown-role", "enginer"),
    "step that does not exist": _scenario(
        "{step: declare}]", "{step: declares}]", "unknown-step", "declares"
    ),
    "severity that does not exist": _plan(
        "severities: [SEV1]", "severities: [SEV7]", "unknown-severity", "SEV7"
    ),
    "severity by its other name": _scenario(
        "{severity: SEV1, cause", "{severity: P1, cause", "unknown-severity", "P1, cause"
    ),
    "limit for a severity that does not exist": _plan(
        "{SEV1: 10m, SEV2: 25m}", "{SEV1: 10m, SEV4: 25m}", "unknown-severity-key", "SEV4"
    ),
    "tool that does not exist": _plan(
        "depends_on: [pager]}\n  - {id: supplier",
        "depends_on: [pagr]}\n  - {id: supplier",
        "unknown-tool-or-service",
        "pagr",
    ),
    "contact that does not exist": _plan(
        "level: 1, contact: first-line", "level: 1, contact: firstline", "unknown-contact", "firstline"
    ),
    "audience that does not exist": _plan(
        "audience: customers\n", "audience: clients\n", "unknown-audience", "clients"
    ),
    "anchor of a step that does not exist": _plan(
        "from: step declare,", "from: step decree,", "unknown-step", "step decree"
    ),
    "option that does not exist": _scenario(
        "chose: way/wait, delay", "chose: way/weight, delay", "unknown-option", "way/weight"
    ),
    "choice without a decision": _scenario(
        "chose: way/wait, delay", "chose: wait, delay", "bad-choice", "wait, delay"
    ),
    "default that is no option": _scenario("default: wait", "default: waits", "unknown-option", "waits"),
    "consequence for an unknown inject": _scenario(
        "releases: [fixed]", "releases: [fix]", "unknown-inject", "fix]"
    ),
    "branch that does not exist": _scenario("branch: public", "branch: publik", "unknown-branch", "publik"),
    "vote whose truth is no option": _scenario("truth: SEV1", "truth: SEV3", "unknown-option", "SEV3"),
    "variable without a value": _scenario(
        "Alert at {{ shop }}", "Alert at {{ shops }}", "unknown-variable", "Alert at"
    ),
    "plan that is not there": _scenario("plan: small-plan", "plan: large-plan", "missing-plan", "large-plan"),
    # What cannot be
    "steps in a circle": _plan("after: [acknowledge]", "after: [open-call]", "step-cycle", "open-call"),
    "inject that waits for itself": _scenario(
        "{inject: alert, delay: 4m}", "{inject: complaints}", "inject-cycle", "{after: {inject: complaints"
    ),
    "inject behind an event that never comes": _scenario(
        "marks: [impact]", "marks: []", "unreachable-inject", "{when: {overdue"
    ),
    "branch that is never taken": _scenario(
        "when: {reached: impact}", "when: {any: []}", "unreachable-branch", "{any: []}"
    ),
    "inject after the end": _scenario("{at: 1m}", "{at: 2h}", "beyond-length", "2h"),
    "decision that nothing opens": _scenario(
        "    decision: way\n", "", "decision-never-opened", "way\n    question"
    ),
    "owner whom nobody plays": _scenario(
        "roles: [commander, engineer, comms]",
        "roles: [commander, comms]",
        "unplayed-owner",
        "acknowledge}, {",
    ),
    "simulation without its part": _scenario(
        "[tabletop, walk-through]", "[simulation, walk-through]", "missing-part", "simulation"
    ),
    "conditions that rule each other out": _scenario(
        "{severity: P1}]",
        "{all: [{done: publish}, {not: {done: publish}}]}]",
        "impossible-condition",
        "{done: publish}, {not",
    ),
    "exercise without a length": _scenario("length: 90m", "length: 0s", "no-length", "0s"),
    # The other two kinds
    "share of more than all": _simulated("errors: 130%", "bad-value", "130%"),
    "share that is none": _simulated("errors: a third", "bad-share", "a third"),
    "unknown kind of service": _simulated("kind: databse", "unknown-value", "databse"),
    "threshold on nothing": _simulated("", "bad-threshold", "{above: 5%}", "impact_when: [{above: 5%}]"),
    "threshold that is no share": _simulated(
        "", "bad-threshold", "5}", "impact_when: [{service: web, measure: errors, above: 5}]"
    ),
    "call to a service that is not there": _simulated("calls: [{service: wbe}]", "unknown-service", "wbe"),
    "services in a circle": _simulated("calls: [{service: web}]", "call-cycle", "[{service: web}]"),
    "system without load": _simulated("load: 0", "no-load", "[{id: web"),
    "time of day": _simulated("", "bad-time", "noon", "starts_at: noon"),
    "day of twenty hours": _simulated("", "bad-day-shape", "[1, 2]", "day_shape: [1, 2]"),
    "fault that is nowhere": _simulated(
        "", "fault-nowhere", "{id: f", "faults: [{id: f, title: F, kind: leak}]"
    ),
    "fault that comes back before it is over": _simulated(
        "",
        "bad-repeat",
        "1m}]",
        "faults: [{id: f, title: F, kind: leak, service: web, lasts: 5m, every: 1m}]",
    ),
    "experiment without a source": _simulated(
        "", "bad-experiment", "{id: e", "experiments: [{id: e, target: practice}]"
    ),
    "experiment from elsewhere": _simulated(
        "",
        "bad-file",
        "../e.json",
        "experiments: [{id: e, target: practice, file: ../e.json, activities: [{name: kill}]}]",
    ),
    "inject that starts no fault": _scenario("marks: [recovered]", "starts: leak", "unknown-fault", "leak"),
    "inject of another kind": _scenario(
        "release: {at: 1m}",
        "release: {at: 1m}\n    kinds: [walk-through]",
        "inject-of-other-kind",
        "alert, delay: 4m",
    ),
    "walked step that is not there": _scenario(
        "procedures: [start]", "path: [strat]", "unknown-step", "strat"
    ),
}
