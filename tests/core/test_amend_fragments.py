"""Amendments as pieces of the plan: written as YAML, applied at their places, shown before and after, and read back."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from trainer import shipped
from trainer.core.amend.editing import fill_in, marks, with_edits, with_value
from trainer.core.amend.emit import Style, is_plain, mapping, pair, scalar
from trainer.core.amend.fragments import before_after, fragment, in_yaml, read_back
from trainer.core.amend.places import CannotApply, applied, value_at
from trainer.core.amend.written import duration, written
from trainer.core.amendments import Amendment, Edit
from trainer.core.plan import Plan
from trainer.core.time import DAY, HOUR, MINUTE, SECOND, parse_duration
from trainer.storage.files import load_plan
from trainer.storage.yaml_source import parse_source

SMALL: dict[str, Any] = {
    "id": "p",
    "title": "A plan",
    "roles": [{"id": "lead", "title": "Lead"}, {"id": "words", "title": "Words"}],
    "procedures": [
        {
            "id": "first",
            "title": "First",
            "phase": "detection",
            "clause": "1",
            "steps": [
                {
                    "id": "see",
                    "title": "See it",
                    "clause": "1.1",
                    "target": {"from": "first alert", "within": {"A": "5m"}},
                },
                {"id": "say", "title": "Say it", "clause": "1.2", "role": "lead"},
            ],
        }
    ],
    "severities": [{"id": "A", "title": "Bad", "examples": ["Nothing works."]}],
    "escalation": [{"level": 1, "contact": "lead"}],
    "sections": [{"heading": "Peaks", "text": "None."}],
}
LIMIT = Edit(do="set", place=("procedures", "first", "steps", "see", "target", "within", "A"), value="12m")
STEP = Edit(
    do="add", place=("procedures", "first", "steps"), value={"id": "new", "title": "New"}, after="see"
)


def amendment(*edits: Edit, title: str = "Change it") -> Amendment:
    return Amendment(id="M-x", gap="x", title=title, reason="Why.", edits=edits, retest=("new",))


def parsed(text: str) -> Any:
    source = parse_source(text.encode(), "text")
    assert source.problems == (), source.problems
    return source.value


# Durations and the plan as it is written ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("micros", "words"),
    [
        (5 * MINUTE, "5m"),
        (90 * SECOND, "90s"),
        (90 * MINUTE, "90m"),
        (HOUR, "1h"),
        (DAY, "24h"),
        (3 * DAY, "3 days"),
        (2 * HOUR + 30 * MINUTE, "2h30m"),
        (1_500_000, "1s500ms"),
        (0, "0s"),
    ],
)
def test_durations_are_written_as_people_write_them(micros: int, words: str):
    assert duration(micros) == words


@given(st.integers(0, 3660 * DAY))
def test_a_written_duration_reads_back_as_itself(micros: int):
    assert parse_duration(duration(micros)) == micros


def test_the_shipped_plan_as_it_is_written_is_the_same_plan():
    plan = load_plan(shipped.scenarios_folder() / "plans" / "incident-management-procedures.yaml").value
    assert plan is not None
    again = Plan.model_validate(written(plan))
    assert again == plan
    assert written(plan)["escalation"][0]["level"] == 1  # type: ignore[index, call-overload]


# YAML -----------------------------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=80
)
WORDY = st.lists(
    st.sampled_from(["a", "long", "#odd", "word:", "- b", "it's", '"q"', "{x}", "yes", "0800"]), max_size=60
)
LINES = st.one_of(TEXTS, WORDY.map(" ".join), st.lists(WORDY.map(" ".join), max_size=4).map("\n".join))
KEYS = st.sampled_from(["id", "title", "text", "yes", "12", "a b", "x-y"])
VALUES = st.recursive(
    st.one_of(LINES, st.integers(-5, 5), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1), st.integers(40, 120), st.sampled_from([0, 2, 4]))
def test_whatever_is_written_reads_back_as_the_same_values(value: dict[str, Any], width: int, dash: int):
    text = "\n".join(mapping(value, Style(width=width, dash=dash)))
    assert parsed(f"{text}\n") == value


@given(LINES)
def test_other_readers_take_what_is_written_for_the_same_text(text: str):
    # PyYAML follows YAML 1.1, for which `no`, `on` and `10:30` are more than words.
    assert yaml.safe_load("\n".join((*pair("key", text), ""))) == {"key": text}


@pytest.mark.parametrize(
    "text", ["no", "Yes", "on", "null", "1.0", "10:30", "0x1F", "", " x", "a: b", "a #b", "- x", "*x", "end:"]
)
def test_a_text_that_would_be_read_otherwise_is_quoted(text: str):
    assert not is_plain(text)
    assert scalar(text).startswith('"')


@pytest.mark.parametrize("text", ["5m", "24h", "2026-10-05", "Say it", "a:b", "first alert", "it's", "SEV1"])
def test_ordinary_words_are_not_quoted(text: str):
    assert scalar(text) == text


def test_short_things_stand_on_one_line_and_long_texts_are_folded():
    value: dict[str, Any] = {
        "target": {"from": "x", "within": {"A": "5m"}},
        "after": ["a", "b"],
        "text": "word " * 30 + "end.",
    }
    lines = mapping(value)
    assert lines[:2] == ["target: {from: x, within: {A: 5m}}", "after: [a, b]"]
    assert lines[2] == "text: >-"
    assert max(map(len, lines)) <= 120


def test_a_mark_is_never_broken_where_it_begins():
    for length in range(60, 75):
        text = (
            "x" * length
            + " "
            + fill_in("what is meant")
            + " and more words so that it has to be folded anyway"
        )
        lines = mapping({"text": text}, Style(width=80))
        assert any("{fill in: what" in line for line in lines), lines
        assert parsed("\n".join((*lines, ""))) == {"text": text}


# Places ---------------------------------------------------------------------------------------------------------------


def test_a_place_leads_through_keys_and_the_names_of_entries():
    assert value_at(SMALL, LIMIT.place) == "5m"
    assert value_at(SMALL, ("escalation", "1", "contact")) == "lead"
    assert value_at(SMALL, ("sections", "Peaks", "text")) == "None."


def test_applying_edits_leaves_the_plan_that_is_given_as_it_is():
    before = copy.deepcopy(SMALL)
    after = applied(SMALL, (LIMIT, STEP))
    assert before == SMALL
    assert value_at(after, LIMIT.place) == "12m"
    assert [step["id"] for step in after["procedures"][0]["steps"]] == ["see", "new", "say"]


def test_a_list_that_is_not_there_is_made_and_an_entry_that_is_there_stays_alone():
    once = applied(SMALL, (Edit(do="add", place=("roles", "lead", "deputies"), value="words"),))
    assert value_at(once, ("roles", "lead", "deputies")) == ["words"]
    twice = applied(once, (Edit(do="add", place=("roles", "lead", "deputies"), value="words"),))
    assert twice == once


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(do="set", place=("procedures", "second", "title"), value="x"), "procedures > second"),
        (Edit(do="set", place=("title", "x"), value="x"), "title"),
        (Edit(do="add", place=("title",), value="x"), "title is no list"),
        (Edit(do="add", place=("roles",), value={"id": "lead", "title": "Another"}), "has a lead already"),
        (STEP.model_copy(update={"after": "gone"}), "has no gone"),
    ],
)
def test_an_edit_without_its_place_is_refused_with_the_place(edit: Edit, words: str):
    with pytest.raises(CannotApply, match=words):
        applied(SMALL, (edit,))


# Before and after -----------------------------------------------------------------------------------------------------

PLAN = Plan.model_validate({**SMALL, "escalation": []})


def test_a_changed_value_is_shown_in_its_entry_with_the_entrys_name():
    place, before, after = before_after(PLAN, amendment(LIMIT))
    assert place == 'Step "See it" (clause 1.1): target within A'
    assert before == "id: see\ntitle: See it\ntarget: {from: first alert, within: {A: 5m}}"
    assert after == "id: see\ntitle: See it\ntarget: {from: first alert, within: {A: 12m}}"


def test_a_new_entry_is_shown_between_the_names_of_its_neighbours():
    place, before, after = before_after(PLAN, amendment(STEP))
    assert place == 'Procedure "First" (clause 1): new step after "See it"'
    assert parsed(before)["steps"] == [{"id": "see", "title": "See it"}, {"id": "say", "title": "Say it"}]
    assert parsed(after)["steps"][1] == {"id": "new", "title": "New"}


def test_a_key_that_was_not_there_is_shown_as_added():
    _, before, after = before_after(
        PLAN, amendment(Edit(do="set", place=("roles", "lead", "longest"), value="3h"))
    )
    assert before == "id: lead\ntitle: Lead"
    assert after == "id: lead\ntitle: Lead\nlongest: 3h"


def test_edits_of_different_entries_are_shown_together_from_where_they_part():
    more = Edit(do="add", place=("severities", "A", "examples"), value="It is slow.")
    place, before, after = before_after(PLAN, amendment(LIMIT, more))
    assert "Step" in place
    assert 'Severity "Bad": examples' in place
    assert parsed(after)["severities"] == [
        {"id": "A", "title": "Bad", "examples": ["Nothing works.", "It is slow."]}
    ]
    assert parsed(before)["procedures"][0]["steps"] == [
        {"id": "see", "title": "See it", "target": {"from": "first alert", "within": {"A": "5m"}}}
    ]


# Edited by the lead ---------------------------------------------------------------------------------------------------


def edited(change: Amendment, old: str, new: str) -> tuple[Edit, ...]:
    data = written(PLAN)
    text = in_yaml(fragment(data, change.edits).after)
    assert old in text
    return read_back(data, change.edits, parsed(text.replace(old, new)))


def test_the_piece_as_it_is_reads_back_as_the_same_edits():
    for change in (amendment(LIMIT), amendment(STEP), amendment(STEP, LIMIT)):
        assert edited(change, "id", "id") == change.edits


def test_an_edited_value_comes_back_as_an_edit_of_the_same_place():
    assert edited(amendment(LIMIT), "12m", "15m") == (LIMIT.model_copy(update={"value": "15m"}),)
    (changed,) = edited(amendment(STEP), "title: New", "title: Newer\n    role: lead")
    assert changed.value == {"id": "new", "title": "Newer", "role": "lead"}
    assert changed.after == "see"


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (LIMIT, "title: See it", "title: See them"),
        (LIMIT, "first alert", "noticed"),
        (STEP, "title: Say it", "title: Shout it"),
        (STEP, "  - id: new\n    title: New\n", ""),
        (LIMIT, "within: {A: 12m}", "within: {}"),
    ],
)
def test_what_stands_around_the_proposed_values_cannot_be_edited_with_them(edit: Edit, old: str, new: str):
    with pytest.raises(CannotApply):
        edited(amendment(edit), old, new)


def test_marks_are_filled_one_after_another():
    change = amendment(
        STEP.model_copy(update={"value": {"id": "new", "title": fill_in("what"), "text": fill_in("how")}})
    )
    assert marks(change.edits) == ("what", "how")
    once = with_value(change, "Do it")
    assert marks(once.edits) == ("how",)
    twice = with_value(once, "By hand")
    assert twice.edits[0].value == {"id": "new", "title": "Do it", "text": "By hand"}
    assert twice.title == change.title


def test_a_value_without_a_mark_is_replaced_where_it_is_the_only_one():
    changed = with_value(amendment(LIMIT, title="Give it 12 min"), "15m")
    assert changed.edits[0].value == "15m"
    assert changed.title == "Give it 12 min (as edited: 15m)"
    with pytest.raises(CannotApply, match="more than one value"):
        with_value(amendment(LIMIT, LIMIT), "15m")


def test_a_step_that_is_given_another_name_is_retested_under_it():
    renamed = (STEP.model_copy(update={"value": {"id": "newer", "title": "New"}}),)
    assert with_edits(amendment(STEP), renamed).retest == ("newer",)


def test_braces_in_what_people_wrote_open_no_mark():
    assert marks((Edit(do="set", place=("a",), value=fill_in("what {this} means")),)) == (
        "what (this) means",
    )
