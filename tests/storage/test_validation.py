"""Checking values against a model: every error in the words, and at the place, of the file."""

from __future__ import annotations

from enum import StrEnum
from time import process_time
from typing import Annotated, Literal

import pytest
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from trainer.core.problems import Located, has_errors
from trainer.storage.validation import validated
from trainer.storage.yaml_source import parse_source


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Channel(StrEnum):
    ALERT = "alert"
    STATUS_PAGE = "status page"


def _short(value: str) -> str:
    if len(value) > 8:
        raise ValueError(f"{value} is longer than 8 characters")
    return value


def _duration(value: object) -> object:
    if isinstance(value, str) and value.endswith("m") and value[:-1].isdigit():
        return int(value[:-1]) * 60
    raise PydanticCustomError(
        "bad_duration", "{text}", {"text": f"{value} is no duration", "fix": "write 5m"}
    )


Duration = Annotated[int, BeforeValidator(_duration)]
Short = Annotated[str, AfterValidator(_short)]


class AtTime(Strict):
    at: Duration
    repeat: int = 0


class AfterEvent(Strict):
    after: str
    delay: Duration = 0

    @model_validator(mode="after")
    def _not_itself(self) -> AfterEvent:
        if self.after == "itself":
            raise ValueError("an event cannot follow itself")
        return self


class Page(Strict):
    do: Literal["page", "escalate"]
    contact: str


class Post(Strict):
    do: Literal["post"]
    text: str


class Node(Strict):
    name: str
    children: tuple[Node, ...] = ()


class Script(Strict):
    id: Short
    title: str = Field("", min_length=2, max_length=20)
    from_: str = Field("", alias="from")
    channel: Channel = Channel.ALERT
    difficulty: Literal["easy", "hard", 3] = "easy"
    release: AtTime | AfterEvent | None = None
    limit: Duration | dict[str, Duration] = 0
    sender: str | Node = ""
    actions: tuple[Annotated[Page | Post, Field(discriminator="do")], ...] = ()
    steps: list[str] = []
    count: int = Field(1, ge=1)
    share: float = 0.5
    optional: bool = False
    names: dict[Short, int] = {}
    tree: Node | None = None
    owner: str = Field("", validation_alias=AliasChoices("owner", "owned by"))  # type: ignore[pydantic-alias]
    pair: tuple[str, int] = ("", 0)


def problems(text: str, model: type[BaseModel] = Script) -> tuple[Located, ...]:
    value, found = validated(parse_source(text.encode(), "f.yaml"), model)
    assert (value is None) == bool(found)
    return found


def lines(text: str) -> list[str]:
    return [str(located).removeprefix("f.yaml:") for located in problems("id: a\n" + text)]


def line(text: str) -> str:
    (only,) = lines(text)
    return only


# What fits


def test_a_file_that_fits_gives_the_model():
    text = "id: a\nfrom: Monitoring\nowned by: me\nrelease: {at: 5m}\nactions: [{do: post, text: x}]\n"
    script, found = validated(parse_source(text.encode(), "f.yaml"), Script)
    assert found == ()
    assert script is not None
    assert (script.from_, script.owner, script.release) == (
        "Monitoring",
        "me",
        AtTime.model_validate({"at": "5m"}),
    )
    assert script.actions == (Post(do="post", text="x"),)


@pytest.mark.parametrize("typed", ["7", "012", "1.10", "0x1F", "1e3", "+5", "10:30", "no", "2025-03-31"])
def test_where_text_is_wanted_a_number_stays_as_typed(typed):
    script, found = validated(
        parse_source(f"id: a\nfrom: {typed}\nsteps: [{typed}]\n".encode(), "f.yaml"), Script
    )
    assert found == ()
    assert script is not None
    assert (script.from_, script.steps) == (typed, [typed])


def test_where_a_number_is_wanted_the_way_it_was_typed_does_not_matter():
    script, found = validated(parse_source(b"id: a\ncount: 012\nshare: 1.10\n", "f.yaml"), Script)
    assert found == ()
    assert script is not None
    assert (script.count, type(script.count), script.share, type(script.share)) == (12, int, 1.1, float)


# Keys


def test_an_unknown_key_is_shown_at_the_key_with_the_nearest_known_one():
    assert line("titel: abc\n") == '2:1: error: unknown key "titel" (did you mean "title"?) [unknown-key]'
    assert line("tree:\n  name: a\n  children:\n  - nam: b\n    name: c\n").startswith(
        "5:5: error: unknown key"
    )


def test_a_known_key_that_is_there_already_is_not_suggested():
    assert "did you mean" not in line("title: abc\ntitel: abc\n")


def test_an_unknown_key_is_told_by_its_written_name():
    assert 'did you mean "from"?' in line("form: Monitoring\n")
    assert 'did you mean "owner"?' in line("owners: me\n")


def test_where_no_key_is_near_the_known_ones_are_listed():
    assert line("tree: {name: a, zzzz: b}\n").endswith(
        'unknown key "zzzz" (known here: children) [unknown-key]'
    )


def test_a_missing_key_is_shown_where_it_should_be():
    (found,) = problems("title: abc\n")
    assert str(found) == 'f.yaml:1:1: error: the key "id" is missing [missing-key]'
    assert found.problem.path == ("id",)
    assert line("tree:\n  children:\n  - name: a\n").startswith('2:1: error: the key "name" is missing')
    assert line("tree:\n  name: a\n  children:\n  - children: []\n").startswith(
        '5:5: error: the key "name" is'
    )


def test_a_misspelt_key_is_not_told_a_second_time_as_missing():
    assert line("tree: {nmae: a}\n") == '2:8: error: unknown key "nmae" (did you mean "name"?) [unknown-key]'


# Values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: [a]", '2:8: error: expected text for "title", found a list'),
        ("title:", '2:7: error: expected text for "title", found nothing (give a value, or remove the key)'),
        ("title: true", '2:8: error: expected text for "title", found true (put it in quotes'),
        ("title: {a: b}", '2:8: error: expected text for "title", found keys with values'),
        ("steps: one", '2:8: error: expected a list for "steps", found the text "one" (start each entry'),
        ("steps: [a, [b]]", '2:12: error: expected text in "steps", found a list'),
        ("tree: a", '2:7: error: expected keys with values for "tree", found the text "a" (write `key:'),
        ("tree: []", '2:7: error: expected keys with values for "tree", found a list'),
        ("count: many", '2:8: error: expected a whole number for "count", found the text "many"'),
        ("count: 2.5", '2:8: error: expected a whole number for "count", found the number 2.5'),
        ("share: ''", '2:8: error: expected a number for "share", found an empty text'),
        ("optional: maybe", '2:11: error: expected true or false for "optional", found the text "maybe"'),
        ("pair: [a]", '2:1: error: the list lacks entry 2 [missing-key]'),
        ("channel: []", '2:10: error: expected one of a few words for "channel", found a list (one of:'),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_told_in_words_of_the_file(text, expected):
    assert line(text + "\n").startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("channel: allert", '2:10: error: unknown value "allert" for "channel" (did you mean "alert"?)'),
        (
            "channel: Status_Page",
            '2:10: error: unknown value "Status_Page" for "channel" (did you mean "status page"?)',
        ),
        ("channel: xyz", '2:10: error: unknown value "xyz" for "channel" (one of: alert, status page)'),
        ("difficulty: harder", '2:13: error: unknown value "harder" for "difficulty" (did you mean "hard"?)'),
        ("difficulty: '3'", '2:13: error: unknown value "3" for "difficulty" (remove the quotes)'),
    ],
)
def test_an_unknown_word_is_told_with_the_nearest_known_one(text, expected):
    assert line(text + "\n") == f"{expected} [unknown-value]"


def test_a_number_that_should_be_a_word_is_to_be_quoted():
    class Level(Strict):
        level: Literal["1", "2"]

    (found,) = problems("level: 1\n", Level)
    assert found.problem.fix == 'put it in quotes: "1"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "count: 0",
            '2:8: error: "count" should be greater than or equal to 1; found the number 0 [bad-value]',
        ),
        ("title: x", '2:8: error: "title" should have at least 2 characters; found the text "x" [bad-value]'),
        (
            "pair: [a, 1, 2]",
            '2:7: error: "pair" should have at most 2 items, not 3; found a list [bad-value]',
        ),
    ],
)
def test_a_value_beyond_its_bounds_is_told_with_the_bound(text, expected):
    assert line(text + "\n") == expected


def test_validators_speak_for_themselves():
    (found,) = problems("id: much-too-long\n")
    assert str(found) == "f.yaml:1:5: error: much-too-long is longer than 8 characters [bad-value]"
    assert line("release: {at: soon}\n") == "2:15: error: soon is no duration (write 5m) [bad-duration]"
    assert line("release:\n  after: itself\n") == "3:3: error: an event cannot follow itself [bad-value]"


def test_a_bad_key_of_a_free_mapping_is_shown_at_the_key():
    assert lines("names:\n  much-too-long: x\n  ok: y\n") == [
        "3:3: error: much-too-long is longer than 8 characters [bad-value]",
        '3:18: error: expected a whole number for "much-too-long", found the text "x" [wrong-type]',
        '4:7: error: expected a whole number for "ok", found the text "y" [wrong-type]',
    ]


# Choices between types: one line for each faulty spot


def test_of_several_types_only_the_one_that_was_meant_is_told():
    assert line("release: {at: 5m, repaet: 2}\n").startswith(
        '2:19: error: unknown key "repaet" (did you mean "repeat"'
    )
    assert line("release: {after: x, delay: soon}\n").startswith("2:28: error: soon is no duration")
    assert line("limit: {low: 5m, high: soon}\n").startswith("2:24: error: soon is no duration")
    assert line("limit: soon\n").startswith("2:8: error: soon is no duration")
    assert line("sender: {name: a, children: [{name: []}]}\n").startswith(
        '2:37: error: expected text for "name"'
    )


def test_where_no_type_fits_all_are_named():
    assert line("sender: [a]\n").startswith(
        '2:9: error: expected text or keys with values for "sender", found a list'
    )
    assert line("release: 5m\n").startswith(
        '2:10: error: expected keys with values for "release", found the text "5m"'
    )


def test_a_choice_by_word_is_told_at_the_word():
    assert line("actions:\n- do: pots\n  text: x\n") == (
        '3:7: error: unknown value "pots" for "do" (did you mean "post"?) [unknown-value]'
    )
    assert line("actions:\n- text: x\n") == '3:3: error: the key "do" is missing [missing-key]'
    assert line("actions:\n- Do: post\n  text: x\n").endswith('(did you write "Do" for it?) [missing-key]')
    assert line("actions:\n- do: page\n  contact: []\n").startswith(
        '4:12: error: expected text for "contact"'
    )
    assert line("actions: [5]\n").startswith(
        '2:11: error: expected keys with values in "actions", found the number 5'
    )


def test_a_key_named_like_a_choice_is_no_choice():
    class Kept(Strict):
        post: str = ""
        do: Literal["post"]

    class Thrown(Strict):
        do: Literal["throw"]

    class Holder(Strict):
        item: Annotated[Kept | Thrown, Field(discriminator="do")]

    (found,) = problems("item:\n  do: post\n  post: []\n  pst: x\n", Holder)[:1]
    assert (found.line, found.column, found.problem.path) == (3, 9, ("item", "post"))


# Whole files


def test_all_problems_of_a_file_are_told_at_once_in_its_order():
    text = "id: a\nid: b\ntree: {name: [], x: 1}\nchannel: nowhere\nsteps: !own [a]\ncount: 1e999\n"
    assert [(found.line, found.column, found.problem.kind) for found in problems(text)] == [
        (2, 1, "duplicate-key"),
        (3, 14, "wrong-type"),
        (3, 18, "unknown-key"),
        (4, 10, "unknown-value"),
        (5, 8, "unknown-tag"),
        (6, 8, "number-too-large"),
    ]


def test_a_fault_of_reading_has_no_echo_in_validation():
    assert [found.problem.kind for found in problems("id: a\ntitle: {{ service }}\n")] == ["complex-key"]
    assert [found.problem.kind for found in problems("id: a\ntree:\n  <<: {name: a}\n")] == ["merge-key"]
    assert [found.problem.kind for found in problems("id: a\ntitle: *nowhere\n")] == ["unknown-alias"]


def test_values_that_fit_give_the_model_although_the_file_has_errors():
    script, found = validated(parse_source(b"id: a\nid: b\n", "f.yaml"), Script)
    assert script is not None
    assert has_errors(found)


def test_a_file_that_cannot_be_read_gives_the_problems_of_reading():
    source = parse_source(b"id: [", "f.yaml")
    assert validated(source, Script) == (None, source.problems)


def test_more_problems_than_anybody_reads_are_counted():
    found = problems("id: a\nsteps:\n" + "- []\n" * 1_000)
    assert len(found) == 201
    assert found[-1].problem.message == "800 more problems are not listed"
    assert found[0].line == 3


def test_very_many_problems_take_no_longer_than_anybody_waits():
    text = "id: a\nsteps: [" + "[]," * 50_000 + "]\ntree:\n  name: x\n  children:\n" + "  - nmae: x\n" * 5_000
    start = process_time()
    found = problems(text)
    assert process_time() - start < 2
    assert sum(str(located).isprintable() for located in found) == 201


def test_hostile_names_stay_on_one_line():
    for located in problems('"a\\nb: 1:1: error": 1\nchannel: "x\\ny"\nid: "a\\rbbbbbbbbbbbbbbb"\n'):
        assert str(located).isprintable()
