"""The facts of an exercise: acts looked up by time, role, kind and step, and what is worked out once for all."""

from __future__ import annotations

from tests.core.findings_world import Drill, inject, plan, scenario, step
from trainer.core import commands as cmd
from trainer.core.actions import Acknowledge, Ask, Contain, DoStep, Improvise
from trainer.core.facts import Facts
from trainer.core.gaps.once import all_of, once, once_for
from trainer.core.gaps.worked import worked
from trainer.core.plan import ActionKind


def a_drill() -> Drill:
    injects = [inject("alert", "1m", ["mend"]), inject("again", "20m", ["mend"])]
    return Drill(plan([step("mend"), step("tidy")]), scenario(injects)).start().at("10m")


def test_acts_stand_in_the_order_in_which_they_happened():
    drill = a_drill()
    first = drill.do("engineer", Ask(text="Is it down?"))
    earlier = drill.do("comms", Ask(text="Who called?"), ago="5m")
    facts = drill.end("12m").facts
    assert [record.seq for record, _ in facts.acts] == [first, earlier]
    assert [record.seq for record, _ in facts.in_order] == [earlier, first]


def test_acts_are_found_by_role_and_by_kind():
    drill = a_drill()
    ask = drill.do("engineer", Ask(text="Is it down?"))
    took = drill.do("comms", Acknowledge(), ago="1m")
    contain = drill.do("engineer", Contain(measure="Stop"), ago="2m")
    facts = drill.end("12m").facts
    assert [record.seq for record, _ in facts.by_role["engineer"]] == [contain, ask]
    assert [record.seq for record, _ in facts.by_role["comms"]] == [took]
    assert [record.seq for record, _ in facts.by_kind[ActionKind.CONTAIN]] == [contain]
    assert ActionKind.DECIDE not in facts.by_kind


def test_an_act_leads_to_the_expected_action_that_it_was_the_first_to_do():
    drill = a_drill()
    first = drill.do("engineer", DoStep(step="mend"))
    further = drill.do("comms", DoStep(step="mend"))
    again = drill.at("25m").do("engineer", DoStep(step="mend"))
    facts = drill.end("30m").facts
    assert {seq: judgement.key for seq, judgement in facts.first_done.items()} == {
        first: "mend",
        again: "mend#2",
    }
    assert further not in facts.first_done


def test_a_note_on_a_role_counts_for_the_act_before_it_and_not_for_the_next():
    drill = a_drill()
    drill.do("engineer", Improvise(text="Moved the queue by hand"))
    drill.submit(cmd.RecordObservation("That was quick", "strength", role="engineer"))
    drill.do("engineer", Improvise(text="Wrote the orders on paper"))
    facts = drill.end("12m").facts
    noted = [worked(facts, record) for record, _ in facts.by_kind[ActionKind.IMPROVISE]]
    assert [effect.worked for effect in noted] == [True, None]


def test_what_several_detectors_need_is_worked_out_once():
    asked: list[object] = []

    def roles(facts: Facts) -> list[str]:
        asked.append(facts)
        return sorted(facts.by_role)

    drill = a_drill()
    drill.do("engineer", Acknowledge())
    facts = drill.end("12m").facts
    assert once(facts, roles) == once(facts, roles) == ["engineer"]
    assert all_of(facts, roles) == all_of(facts, roles) == ("engineer",)
    assert len(asked) == 2


def test_the_same_words_are_read_once_in_an_exercise():
    read: list[str] = []

    def length(_facts: Facts, words: str) -> int:
        read.append(words)
        return len(words)

    facts, other = (a_drill().end("12m").facts for _ in range(2))
    assert [once_for(facts, length, words) for words in ("down", "up", "down")] == [4, 2, 4]
    assert once_for(other, length, "down") == 4
    assert read == ["down", "up", "down"]
