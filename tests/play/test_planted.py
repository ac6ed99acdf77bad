"""Scripted teams on the shipped drill, each with one planted fault, give exactly that outcome on exactly that step."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.builders import PLAN, SCENARIO, created, script_of
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast, ScriptedCast
from trainer.cli.drive import Drive, play_through
from trainer.core.commands import GiveHint, ResumeClock
from trainer.core.compose import report
from trainer.core.events import ActionTaken, HintGiven, Record
from trainer.core.script import Script
from trainer.core.team import Team
from trainer.core.time import MINUTE, SECOND
from trainer.report.arrange import arrange
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.files import load_script, load_team
from trainer.storage.memory import MemoryJournal


@pytest.fixture(scope="module")
def script() -> Script:
    folder = shipped.scenarios_folder()
    loaded = load_script(folder / "payment-gateway-outage.yaml", None, [folder / "plans"])
    assert loaded.script is not None
    return loaded.script


def play(script: Script, cast: Any) -> tuple[Record, ...]:
    clock, journal = ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    play_through(session, Drive(session, cast, script.scenario.length), clock)
    return journal.records()


@pytest.fixture(scope="module")
def by_the_plan(script: Script) -> tuple[Record, ...]:
    return play(script, GeneratedCast(script, PROFILES["perfect"], 1))


def acts_of(records: Sequence[Record]) -> list[dict[str, Any]]:
    """What was done, as the entries of a team file."""
    return [
        {
            "role": record.event.role,
            "at": f"{record.happened / SECOND:.0f}s",
            "action": record.event.action,
        }
        for record in records
        if isinstance(record.event, ActionTaken)
    ]


def team_of(acts: Sequence[Mapping[str, Any]]) -> Team:
    members: dict[str, list[dict[str, Any]]] = {}
    for act in acts:
        members.setdefault(act["role"], []).append({"at": act["at"], "action": act["action"]})
    return Team.model_validate(
        {"team": "scripted", "members": [{"role": role, "acts": done} for role, done in members.items()]}
    )


def closing(script: Script, records: Sequence[Record], step: str) -> int:
    """Which of the acts closed a step."""
    result = next(item for item in report(script, records, "test").steps if item.key == step)
    acts = [record for record in records if isinstance(record.event, ActionTaken)]
    assert result.done_s is not None
    return next(
        number
        for number, record in enumerate(acts)
        if record.seq in result.evidence and record.happened == round(result.done_s * SECOND)
    )


def outcomes(script: Script, records: Sequence[Record]) -> dict[str, str]:
    return {item.key: item.outcome for item in report(script, records, "test").steps}


def seconds_of(act: Mapping[str, Any]) -> int:
    return int(act["at"].rstrip("s"))


def test_the_perfect_team_is_on_time_everywhere_and_shows_no_execution_gap(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    composed = report(script, by_the_plan, "test")
    assert {item.outcome for item in composed.steps} == {"on time"}
    assert [gap for gap in composed.gaps if gap.kind == "execution"] == []


@pytest.mark.parametrize("seed", range(2, 12))
def test_every_perfect_team_is_on_time(script: Script, seed: int) -> None:
    records = play(script, GeneratedCast(script, PROFILES["perfect"], seed))
    assert set(outcomes(script, records).values()) == {"on time"}


def test_a_scripted_team_that_does_the_same_is_on_time_too(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    records = play(script, ScriptedCast(team_of(acts_of(by_the_plan))))
    assert set(outcomes(script, records).values()) == {"on time"}


def test_a_late_step_is_late_and_nothing_else_is(script: Script, by_the_plan: tuple[Record, ...]) -> None:
    acts = acts_of(by_the_plan)
    number = closing(script, by_the_plan, "brief-support")
    following = closing(script, by_the_plan, "relay-support")
    # Support is briefed 20 minutes after declaring at the latest; what builds on it moves along.
    later = 23 * MINUTE // SECOND
    for moved in (number, following):
        acts[moved]["at"] = f"{seconds_of(acts[moved]) + later}s"
    assert planted(script, acts) == {"brief-support": "late"}


def test_a_step_left_out_is_missed_and_nothing_else_is(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = acts_of(by_the_plan)
    del acts[closing(script, by_the_plan, "assign-tasks")]
    assert planted(script, acts) == {"assign-tasks": "missed"}


def test_a_step_by_another_role_is_wrong_role_and_nothing_else_is(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = acts_of(by_the_plan)
    acts[closing(script, by_the_plan, "open-ticket")]["role"] = "communications-lead"
    assert planted(script, acts) == {"open-ticket": "wrong role"}


def test_a_step_before_its_predecessor_is_out_of_order_and_nothing_else_is(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = acts_of(by_the_plan)
    first, second = (closing(script, by_the_plan, step) for step in ("acknowledge-alert", "classify"))
    acts[second]["at"] = f"{seconds_of(acts[first]) - 5}s"
    assert planted(script, acts) == {"classify": "out of order"}


def test_a_step_done_after_a_hint_is_prompted_and_nothing_else_is(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    number = closing(script, by_the_plan, "check-in")
    acts = acts_of(by_the_plan)
    inject = next(name for name in script.expected_by["check-in"] if script.injects[name].hints)

    records = play_with_hint(script, ScriptedCast(team_of(acts)), inject, seconds_of(acts[number]) - 3)
    assert {key: outcome for key, outcome in outcomes(script, records).items() if outcome != "on time"} == {
        "check-in": "prompted"
    }


def test_another_way_to_the_same_end_is_an_improvised_equivalent(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = acts_of(by_the_plan)
    number = closing(script, by_the_plan, "start-log")
    acts[number]["action"] = {
        "do": "improvise",
        "text": "Kept the log on the whiteboard and photographed it",
        "instead_of": "start-log",
    }
    assert planted(script, acts) == {"start-log": "improvised equivalent"}


def planted(script: Script, acts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Steps of a scripted team's exercise that were not on time."""
    records = play(script, ScriptedCast(team_of(acts)))
    return {key: outcome for key, outcome in outcomes(script, records).items() if outcome != "on time"}


def gaps_by_kind(script: Script, acts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Gaps of a scripted team's exercise, and the kind of each."""
    composed = report(script, play(script, ScriptedCast(team_of(acts))), "test")
    return {gap.id: gap.kind for gap in composed.gaps}


def changed(acts: list[dict[str, Any]], number: int, **fields: Any) -> list[dict[str, Any]]:
    acts[number]["action"] = acts[number]["action"].model_copy(update=fields)
    return acts


def posts_to(acts: Sequence[Mapping[str, Any]], audience: str) -> list[int]:
    return [
        number
        for number, act in enumerate(acts)
        if act["action"].do == "post update" and act["action"].audience == audience
    ]


def test_the_plan_followed_to_the_letter_shows_no_gap(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    assert gaps_by_kind(script, acts_of(by_the_plan)) == {}


def test_a_severity_without_its_reason_is_that_gap_alone(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = changed(acts_of(by_the_plan), closing(script, by_the_plan, "classify"), reason="")
    assert gaps_by_kind(script, acts) == {"G17-classify": "execution"}


def test_a_first_severity_that_the_script_gives_cause_to_raise_later_is_no_gap(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = changed(acts_of(by_the_plan), closing(script, by_the_plan, "classify"), severity="SEV2")
    assert gaps_by_kind(script, acts) == {}


def test_public_updates_without_approval_are_one_gap(script: Script, by_the_plan: tuple[Record, ...]) -> None:
    acts = acts_of(by_the_plan)
    for number in posts_to(acts, "customers"):
        changed(acts, number, approved_by=None)
    assert gaps_by_kind(script, acts) == {"G10-customers": "execution"}


def test_silence_between_first_and_last_public_update_is_one_gap(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = acts_of(by_the_plan)
    kept = {closing(script, by_the_plan, step) for step in ("first-public", "scope-public", "all-clear")}
    left_out = set(posts_to(acts, "customers")) - kept
    assert left_out
    told = [act for number, act in enumerate(acts) if number not in left_out]
    assert gaps_by_kind(script, told) == {"G10-customers": "execution"}


def test_a_team_that_never_tells_anybody_is_found_out_step_by_step(
    script: Script, by_the_plan: tuple[Record, ...]
) -> None:
    acts = [act for act in acts_of(by_the_plan) if act["action"].do != "post update"]
    found = gaps_by_kind(script, acts)
    assert set(found.values()) == {"execution"}
    steps = {"first-internal", "brief-support", "first-public", "brief-executives", "all-clear"}
    assert set(found) == {f"G10-{step}" for step in steps}
    composed = report(script, play(script, ScriptedCast(team_of(acts))), "test")
    why = {item.step: item.why for item in composed.steps}
    assert why["scope-public"].startswith("It was not reached")


@pytest.mark.parametrize("profile", ["perfect", "typical", "struggling"])
def test_the_register_holds_as_many_points_as_the_summary_counts(script: Script, profile: str) -> None:
    for seed in range(4):
        composed = report(script, play(script, GeneratedCast(script, PROFILES[profile], seed)), "test")
        groups = {group.kind: group for group in arrange(composed).gap_groups}
        counted = {kind: len(group.rows) for kind, group in groups.items()}
        assert counted == composed.summary.gap_counts, seed


def play_with_hint(script: Script, cast: Any, inject: str, at_second: int) -> tuple[Record, ...]:
    class WithHint:
        """A cast and a facilitator who gives one hint."""

        given = False

        def hear(self, state: Any, records: Sequence[Record]) -> None:
            cast.hear(state, records)

        def next_at(self) -> int | None:
            times = [cast.next_at(), None if self.given else at_second * SECOND]
            return min((time for time in times if time is not None), default=None)

        def due(self, state: Any, elapsed: int) -> Sequence[Any]:
            if not self.given and elapsed >= at_second * SECOND:
                self.given = True
                return (GiveHint(inject, script.injects[inject].hints[0]),)
            return cast.due(state, elapsed)

    records = play(script, WithHint())
    assert any(isinstance(record.event, HintGiven) for record in records)
    return records


@pytest.mark.parametrize("profile", ["typical", "struggling"])
def test_weaker_teams_make_mistakes_that_the_report_shows(script: Script, profile: str) -> None:
    seen: set[str] = set()
    for seed in range(40):
        records = play(script, GeneratedCast(script, PROFILES[profile], seed))
        seen |= set(outcomes(script, records).values())
    kinds = {"on time", "late", "missed", "wrong role", "out of order", "prompted", "improvised equivalent"}
    assert kinds <= seen


def test_the_same_seed_plays_the_same_exercise(script: Script) -> None:
    first = play(script, GeneratedCast(script, PROFILES["struggling"], 5))
    second = play(script, GeneratedCast(script, PROFILES["struggling"], 5))
    assert [record.hash for record in first] == [record.hash for record in second]


def test_the_example_team_plays_without_a_refusal(script: Script) -> None:
    team = load_team(shipped.scenarios_folder() / "teams" / "example-team.yaml").value
    assert team is not None
    clock, journal = ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    drive = Drive(session, ScriptedCast(team), script.scenario.length)
    play_through(session, drive, clock)
    assert drive.refusals == []
    found = set(outcomes(script, journal.records()).values())
    assert {"on time", "late", "missed", "wrong role", "improvised equivalent"} <= found


def test_a_generated_team_taken_up_in_the_middle_of_play_goes_on(script: Script) -> None:
    clock, journal = ManualClock(), MemoryJournal()
    journal.append(((clock.wall(), 0, created(script)),))
    session = Session(script, journal, clock)
    play_through(session, Drive(session, GeneratedCast(script, PROFILES["typical"], 4), 20 * MINUTE), clock)
    assert session.state.status == "ended"
    half = MemoryJournal(journal.records()[:-1])
    taken_up = Session(script, half, clock)
    assert taken_up.state.status == "paused"
    taken_up.submit(ResumeClock())
    cast = GeneratedCast(script, PROFILES["typical"], 4)
    play_through(taken_up, Drive(taken_up, cast, script.scenario.length), clock)
    acts = [record.event for record in half.records() if isinstance(record.event, ActionTaken)]
    votes = [act.role for act in acts if act.action.do == "vote"]
    assert len(votes) == len(set(votes))
    assert len(acts) > 30
    assert taken_up.state.expectations.items["declare-resolved"].done is not None


def test_a_perfect_team_is_on_time_when_a_clock_starts_at_the_very_beginning() -> None:
    plan = copy.deepcopy(PLAN)
    scenario = copy.deepcopy(SCENARIO)
    scenario["injects"][0]["release"] = {"at": "0"}
    scenario["decisions"].append(
        {
            "id": "level",
            "question": "Which severity?",
            "step": "classify",
            "options": [{"id": "one", "text": "SEV1"}, {"id": "two", "text": "SEV2"}],
        }
    )
    small = script_of(plan, scenario)
    found = outcomes(small, play(small, GeneratedCast(small, PROFILES["perfect"], 1)))
    assert found["classify"] == "on time"
