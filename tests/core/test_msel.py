"""The list of injects: what was planned beside what came, as the facilitator sees it."""

from __future__ import annotations

from typing import Any

from tests.core.findings_world import Drill, inject, plan, scenario, step
from trainer.core import commands as cmd
from trainer.core.actions import DoStep
from trainer.core.msel import MselRow, clock_words, condition_words, planned_words, rows
from trainer.core.scenario import Channel, Condition
from trainer.core.time import MINUTE, SECOND


def a_drill() -> Drill:
    after: dict[str, Any] = {"release": {"after": {"step": "mend", "delay": "2m"}}}
    when: dict[str, Any] = {"release": {"when": {"all": [{"done": "mend"}, {"not": {"severity": "SEV2"}}]}}}
    injects = [
        inject("alert", "1m", ["mend"], channel="alert"),
        inject("later", "10m"),
        inject("spare", None),
        inject("follow-up", **after),
        inject("on-condition", **when),
        inject("other-path", "5m", branch="dark"),
        inject("second-chance", "20m", contingency_for="mend"),
    ]
    branches = [{"id": "dark", "title": "The dark path", "when": {"severity": "SEV2"}}]
    return Drill(plan([step("mend")]), scenario(injects, branches=branches)).start()


def table(drill: Drill) -> dict[str, MselRow]:
    return {row.inject: row for row in rows(drill.session.state, drill.session.elapsed())}


def statuses(drill: Drill) -> dict[str, str]:
    return {name: row.status for name, row in table(drill).items()}


def test_a_row_says_what_is_due_and_what_waits():
    found = table(a_drill().at("30s"))
    assert {name: row.status for name, row in found.items()} == {
        "alert": "pending",
        "later": "pending",
        "spare": "pending",
        "follow-up": "waiting",
        "on-condition": "waiting",
        "other-path": "waiting",
        "second-chance": "pending",
    }
    assert (found["alert"].due, found["alert"].due_in) == (MINUTE, 30 * SECOND)
    assert [name for name, row in found.items() if row.next] == ["alert"]
    assert found["second-chance"].contingency
    assert found["alert"].expects == ("mend",)


def test_a_delivered_row_knows_when_and_the_next_one_moves_on():
    found = table(a_drill().at("2m"))
    assert (found["alert"].status, found["alert"].delivered_at) == ("delivered", MINUTE)
    assert [name for name, row in found.items() if row.next] == ["later"]


def test_an_inject_after_a_step_is_due_once_the_step_is_done():
    drill = a_drill().at("3m")
    drill.do("engineer", DoStep(step="mend"))
    found = table(drill)
    assert (found["follow-up"].status, found["follow-up"].due) == ("pending", 5 * MINUTE)
    assert found["on-condition"].status == "delivered"


def test_held_and_skipped_rows_say_so_and_are_never_next():
    drill = a_drill().submit(cmd.HoldInject("alert")).submit(cmd.SkipInject("later"))
    found = table(drill)
    assert (found["alert"].status, found["later"].status) == ("held", "skipped")
    assert [name for name, row in found.items() if row.next] == ["second-chance"]


def test_a_delivery_that_was_taken_back_is_withdrawn():
    drill = a_drill().submit(cmd.ReleaseInject("spare")).submit(cmd.UndoLast())
    assert statuses(drill)["spare"] == "withdrawn"


def test_a_delivery_that_was_taken_back_before_its_time_still_comes():
    drill = a_drill().submit(cmd.ReleaseInject("alert")).submit(cmd.UndoLast())
    row = table(drill)["alert"]
    assert (row.status, row.next, row.due) == ("pending", True, MINUTE)


def test_an_ad_hoc_inject_has_its_own_row():
    drill = a_drill().submit(
        cmd.SendAdHocInject((), Channel.CHAT, "Head of sales", "How long?", "We need a time.")
    )
    row = table(drill)["ad-hoc-1"]
    assert (row.ad_hoc, row.status, row.title) == (True, "delivered", "How long?")
    drill.submit(cmd.UndoLast())
    assert statuses(drill)["ad-hoc-1"] == "withdrawn"


def test_a_jump_brings_the_next_inject_nearer():
    drill = a_drill().at("2m").submit(cmd.JumpToNextInject())
    assert table(drill)["later"].delivered_at == 2 * MINUTE
    assert table(drill)["second-chance"].due == 12 * MINUTE


def test_releases_are_told_in_words():
    drill = a_drill()
    words = {name: planned_words(drill.script, found) for name, found in drill.script.injects.items()}
    assert words == {
        "alert": "at 0:01:00",
        "later": "at 0:10:00",
        "spare": "by hand",
        "follow-up": '2 min after "Mend" is done',
        "on-condition": 'when ("Mend" is done) and (not (the severity is SEV2))',
        "other-path": 'at 0:05:00, on the branch "The dark path"',
        "second-chance": "at 0:20:00",
    }
    drill.submit(cmd.RescheduleInject("later", 12 * MINUTE))
    assert table(drill)["later"].planned == "at 0:10:00; moved to 0:12:00"
    assert table(drill)["later"].due == 12 * MINUTE


def test_every_kind_of_condition_has_words():
    written = [
        {"done": "a"},
        {"overdue": "a"},
        {"delivered": "a"},
        {"chose": "a/b"},
        {"severity": "SEV1"},
        {"reached": "declared"},
        {"from_time": "5m"},
        {"any": [{"done": "a"}, {"done": "b"}]},
    ]
    words = [condition_words(a_drill().script, Condition.model_validate(found)) for found in written]
    assert "never" not in words
    assert len(set(words)) == len(words)


def test_a_clock_reading_shows_hours_minutes_and_seconds():
    assert clock_words(3_725 * SECOND) == "1:02:05"
    assert clock_words(-65 * SECOND) == "-0:01:05"


def test_every_inject_of_a_long_script_has_its_row():
    injects = [inject(f"i{number}", f"{number + 1}s") for number in range(2000)]
    drill = Drill(plan([step("mend")]), scenario(injects)).start()
    found = rows(drill.session.state, 0)
    assert len(found) == 2000
    assert found[0].next
