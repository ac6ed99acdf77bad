"""A plan file that is changed keeps everything else: comments, order, quotes, line ends, layout, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer import shipped
from trainer.core.amend.offers import Offer
from trainer.core.amend.places import applied, called
from trainer.core.amendments import Amendment, Edit
from trainer.core.plan import Plan, PlanChange
from trainer.storage.plan_edit import CannotAmend, FileText, amended, diff, edited, next_version, with_edit
from trainer.storage.plan_edit_next import Basis, next_plan, write_plan
from trainer.storage.plan_edit_nodes import Tree
from trainer.storage.yaml_source import parse_source

CHANGE = PlanChange.model_validate({"version": "2", "date": "2026-11-02", "what": ["Something else."]})
LOG = """
changes:
  - version: "2"
    date: 2026-11-02
    what:
      - Something else.
"""
HEAD = 'id: p\ntitle: P\nversion: "1"\n'
SHIPPED = (shipped.scenarios_folder() / "plans" / "incident-management-procedures.yaml").read_bytes()


def put(*place: str, value: Any) -> Edit:
    return Edit(do="set", place=place, value=value)


def add(*place: str, value: Any, after: str | None = None) -> Edit:
    return Edit(do="add", place=place, value=value, after=after)


def changed(text: str, *edits: Edit) -> str:
    """A plan's text with edits; what is appended as its change log, and the new version, are taken off again."""
    new = amended((HEAD + text).encode(), edits, CHANGE).decode()
    assert new.startswith(HEAD.replace('"1"', '"2"'))
    log = LOG if text.endswith("\n") else "\n" + LOG.rstrip("\n")
    assert new.endswith(log), new
    return new.removeprefix(HEAD.replace('"1"', '"2"')).removesuffix(log)


def value_in(data: bytes) -> dict[str, Any]:
    source = parse_source(data, "plan")
    assert source.problems == (), source.problems
    assert source.value is not None
    return source.value


# Values ---------------------------------------------------------------------------------------------------------------

ROLES = """\
roles: # who
  - id: lead   # the one
    title:   "Lead"    # quoted
    longest: 3h # three
  - {id: words, title: 'Words', longest: 2h}
"""


def test_a_value_is_replaced_where_it_stands_and_its_comment_stays():
    assert changed(ROLES, put("roles", "lead", "longest", value="4h")) == ROLES.replace("3h", "4h")


def test_a_value_keeps_the_quotes_of_the_one_before():
    assert changed(ROLES, put("roles", "lead", "title", value="Boss")) == ROLES.replace('"Lead"', '"Boss"')
    assert changed(ROLES, put("roles", "words", "title", value="It's")) == ROLES.replace("'Words'", "'It''s'")


def test_a_long_text_with_a_comment_behind_it_stays_on_its_line():
    long = "word " * 40 + "end."
    expected = ROLES.replace('  "Lead"', f'"{long}"')
    assert changed(ROLES, put("roles", "lead", "title", value=long)) == expected


def test_a_value_in_braces_is_replaced_inside_them():
    assert changed(ROLES, put("roles", "words", "longest", value="90m")) == ROLES.replace("2h", "90m")


def test_a_key_more_in_braces_stands_behind_the_last_one():
    expected = ROLES.replace("longest: 2h}", "longest: 2h, deputies: [lead]}")
    assert changed(ROLES, put("roles", "words", "deputies", value=["lead"])) == expected


def test_a_new_key_stands_where_the_format_has_it_behind_the_comment_of_the_line():
    expected = ROLES.replace("# quoted\n", "# quoted\n    required: false\n")
    assert changed(ROLES, put("roles", "lead", "required", value=False)) == expected


def test_a_value_that_is_there_already_changes_nothing():
    assert changed(ROLES, put("roles", "lead", "longest", value="3h")) == ROLES


SPREAD = """\
procedures:
  - id: a
    title: A
    phase: detection
    steps:
      - id: s
        title:
          S in
          two lines # why
        target: { # limits
          from: first alert,
          within: {SEV1: 5m, # short
                   SEV2: 9m, },
        }
severities: [
    {id: SEV1, title: One}, # worst
    {id: SEV2, title: Two} # milder
  ]
"""


def test_a_value_spread_over_lines_is_changed_within_them():
    place = ("procedures", "a", "steps", "s", "target", "within")
    assert changed(SPREAD, put(*place, "SEV1", value="7m")) == SPREAD.replace("5m", "7m")
    assert changed(SPREAD, put(*place, "SEV2", value="10m")) == SPREAD.replace("9m", "10m")


def test_a_mapping_is_set_key_by_key_so_that_its_comments_stay():
    within = {"SEV1": "5m", "SEV2": "11m"}
    edit = put("procedures", "a", "steps", "s", "target", value={"from": "first alert", "within": within})
    assert changed(SPREAD, edit) == SPREAD.replace("9m", "11m")


def test_an_entry_more_in_brackets_stands_behind_the_last_one_before_its_comment():
    edit = add("severities", value={"id": "SEV3", "title": "Three"})
    expected = SPREAD.replace("title: Two} #", "title: Two}, {id: SEV3, title: Three} #")
    assert changed(SPREAD, edit) == expected


def test_an_entry_in_brackets_may_stand_between_others():
    edit = add("severities", value={"id": "SEV1b", "title": "And"}, after="SEV1")
    assert changed(SPREAD, edit) == SPREAD.replace("One},", "One}, {id: SEV1b, title: And},")


def test_a_plain_text_over_two_lines_is_replaced_as_a_whole():
    edit = put("procedures", "a", "steps", "s", "title", value="One")
    assert "title: One # why\n" in changed(SPREAD, edit)


def test_a_part_with_comments_in_it_is_not_replaced_by_something_else():
    edit = put("procedures", "a", "steps", "s", "target", "within", value="5m")
    with pytest.raises(CannotAmend, match="a comment would be lost"):
        changed(SPREAD, edit)
    bare = SPREAD.replace(" # short", "")
    assert "within: 5m,\n        }" in changed(bare, edit)


TEXTS = """\
procedures:
  - id: a
    title: A
    phase: detection
    steps:
      - id: s
        title: S
        text: >-
          One sentence that is folded
          over two lines.

          # no comment, but a second paragraph.
        # a comment
        role: lead
      - id: t
        title: T
        text: |
          First line.
            indented
          Last line.

      - id: u
        title: U
        text: short
roles: [{id: lead, title: Lead}]
"""


def text_of(step: str) -> str:
    steps = value_in(TEXTS.encode())["procedures"][0]["steps"]
    return str(next(found["text"] for found in steps if found["id"] == step))


def test_a_sentence_more_in_a_folded_text_is_a_line_more():
    edit = put("procedures", "a", "steps", "s", "text", value=text_of("s") + " And a third sentence.")
    expected = TEXTS.replace("second paragraph.\n", "second paragraph.\n          And a third sentence.\n")
    assert changed(TEXTS, edit) == expected


def test_a_line_more_in_a_text_of_lines_is_a_line_more():
    edit = put("procedures", "a", "steps", "t", "text", value=text_of("t") + "One more.\n")
    expected = TEXTS.replace("          Last line.\n", "          Last line.\n          One more.\n")
    assert changed(TEXTS, edit) == expected


def test_a_text_that_is_replaced_leaves_its_neighbours_alone():
    edit = put("procedures", "a", "steps", "s", "text", value="Now short.")
    head, _, rest = TEXTS.partition("        text: >-\n")
    tail = rest[rest.index("        # a comment") :]
    assert changed(TEXTS, edit) == head + "        text: Now short.\n" + tail


def test_a_short_text_that_grows_is_folded():
    long = "A word and another " * 8 + "end."
    new = changed(TEXTS, put("procedures", "a", "steps", "u", "text", value=long))
    assert "        text: >-\n          A word and another" in new
    assert value_in((HEAD + new).encode())["procedures"][0]["steps"][2]["text"] == long


def test_texts_with_every_kind_of_sign_read_back_as_they_are():
    for value in (
        "a: b",
        "#x",
        "tab\there",
        "two\nlines\n",
        "  lead",
        "trail ",
        "'",
        '"',
        "é\u2028x",
        "{{ x }}",
        "-",
    ):
        new = changed(TEXTS, put("procedures", "a", "steps", "u", "text", value=value))
        assert value_in((HEAD + new).encode())["procedures"][0]["steps"][2]["text"] == value


# Entries --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  - x # one\n  # - y\n", "a:\n  - x # one\n  - new\n  # - y\n"),
        ("a:\n- x\n- y\n", "a:\n- x\n- y\n- new\n"),
        ("a:\n    -   x\n", "a:\n    -   x\n    -   new\n"),
        ("a: [x, y] # two\n", "a: [x, y, new] # two\n"),
        ("a: [x,\n    y, ]\n", "a: [x,\n    y, new, ]\n"),
        ("a: [] # none\n", "a: [new] # none\n"),
        ("a:\n", "a: [new]\n"),
        ("a:   # none\n", "a: [new]   # none\n"),
    ],
)
def test_an_entry_more_is_written_as_its_neighbours_are(text: str, expected: str):
    # Impacts are keys that people choose; a list below one is enough to see how lists are written.
    triage = "roles:\n  - id: r\n    title: R\n    duties: [x]\n"
    body = triage.replace("duties: [x]\n", text.replace("a:", "duties:").replace("\n", "\n    ").rstrip(" "))
    wanted = triage.replace(
        "duties: [x]\n", expected.replace("a:", "duties:").replace("\n", "\n    ").rstrip(" ")
    )
    assert changed(body, add("roles", "r", "duties", value="new")) == wanted


def test_a_list_that_is_not_there_yet_is_made_in_the_layout_of_the_file():
    body = "severities:\n- id: S\n  title: T\n  criteria:\n  - x y\n  update_every: 5m\n"
    edit = add("severities", "S", "examples", value="a b")
    new = amended((HEAD + body).encode(), [edit], CHANGE).decode()
    assert body.replace("  - x y\n", "  - x y\n  examples:\n  - a b\n") in new
    assert new.endswith('\nchanges:\n- version: "2"\n  date: 2026-11-02\n  what:\n  - Something else.\n')


def test_a_large_entry_takes_the_indentation_of_the_file():
    body = "roles:\n    -   id: r\n        title: R\n        duties:\n            -   x y\n"
    edit = add("roles", value={"id": "s", "title": "S", "duties": ["do it"]})
    added = "    -   id: s\n        title: S\n        duties:\n            -   do it\n"
    assert body + added in amended((HEAD + body).encode(), [edit], CHANGE).decode()


def test_entries_that_blank_lines_part_stay_parted():
    body = "roles:\n  - id: r\n    title: R\n\n  - id: s\n    title: S\n\n# end\nowner: me\n"
    edit = add("roles", value={"id": "t", "title": "T"}, after="r")
    expected = body.replace("title: R\n", "title: R\n\n  - id: t\n    title: T\n")
    assert changed(body, edit) == expected


def test_an_entry_after_a_text_that_keeps_its_blank_lines_leaves_them_to_it():
    body = "sections:\n  - heading: H\n    text: |+\n      keep\n\n\nowner: me\n"
    new = changed(body, add("sections", value={"heading": "I", "text": "x"}))
    assert value_in((HEAD + new).encode())["sections"] == [
        {"heading": "H", "text": "keep\n\n\n"},
        {"heading": "I", "text": "x"},
    ]


def test_a_section_that_is_not_there_is_put_among_the_others_with_a_blank_line():
    body = "roles:\n  - id: r\n    title: R\n\n# banner\nsections:\n  - heading: H\n"
    edit = add("contacts", value={"id": "c", "title": "C"})
    expected = body.replace("title: R\n", "title: R\n\ncontacts:\n  - id: c\n    title: C\n")
    assert changed(body, edit) == expected


# The file as a whole --------------------------------------------------------------------------------------------------


def test_a_file_without_a_line_feed_at_its_end_gets_none():
    body = "owner: me # last"
    assert changed(body, put("owner", value="you")) == "owner: you # last"


def test_lines_that_end_in_carriage_return_and_line_feed_stay_so():
    data = (HEAD + ROLES).replace("\n", "\r\n").encode()
    new = amended(
        data,
        [put("roles", "lead", "longest", value="4h"), add("roles", value={"id": "x", "title": "X"})],
        CHANGE,
    )
    assert new.count(b"\n") == new.count(b"\r\n")
    assert b"longest: 4h # three\r\n" in new
    assert b"  - {id: x, title: X}\r\n" in new
    assert new.endswith(LOG.replace("\n", "\r\n").encode())


def test_a_byte_order_mark_stays():
    new = amended(b"\xef\xbb\xbf" + HEAD.encode(), [], CHANGE)
    assert new.startswith(b'\xef\xbb\xbfid: p\ntitle: P\nversion: "2"\n')


def test_a_plan_without_a_version_gets_one():
    new = amended(b"id: p\ntitle: P\nowner: me\n", [], CHANGE)
    assert new.startswith(b'id: p\ntitle: P\nversion: "2"\nowner: me\n')


def test_the_change_log_goes_on_in_the_order_that_it_has():
    entries = {"a": ("1", "2026-01-01"), "b": ("1.1", "2026-02-01")}
    lines = {key: f'  - {{version: "{v}", date: {d}, what: [x]}}\n' for key, (v, d) in entries.items()}
    new = '  - {version: "2", date: 2026-11-02, what: [Something else.]}\n'
    rising = HEAD + "changes:\n" + lines["a"] + lines["b"]
    falling = HEAD + "changes:\n" + lines["b"] + lines["a"] + "owner: me\n"
    assert b'version: "2"\n    date' not in amended(rising.encode(), [], CHANGE)
    found = [entry["version"] for entry in value_in(amended(rising.encode(), [], CHANGE))["changes"]]
    assert found == ["1", "1.1", "2"]
    found = [entry["version"] for entry in value_in(amended(falling.encode(), [], CHANGE))["changes"]]
    assert found == ["2", "1.1", "1"]
    assert new.split("{")[0] in rising


def test_a_change_log_is_begun_behind_everything_even_comments():
    body = HEAD + "owner: me\n# the end\n\n"
    assert (
        amended(body.encode(), [], CHANGE).decode()
        == body.replace('"1"', '"2"').rstrip("\n") + "\n" + LOG + "\n"
    )
    closed = HEAD + "owner: me\n...\n"
    assert amended(closed.encode(), [], CHANGE).decode().endswith(LOG + "...\n")


def test_what_the_shipped_plan_says_elsewhere_stays_byte_for_byte():
    place = ("procedures", "command", "steps", "declare-commander", "target", "within", "SEV1")
    new = amended(SHIPPED, [put(*place, value="20m")], CHANGE)
    expected = SHIPPED.replace(b'version: "1.0"', b'version: "2"').replace(
        b"target: {from: first alert, within: {SEV1: 15m, SEV2: 30m}}\n        needs: {contacts: [commander-rota]}",
        b"target: {from: first alert, within: {SEV1: 20m, SEV2: 30m}}\n        needs: {contacts: [commander-rota]}",
    )
    assert new == expected + LOG.encode()


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edit", "words"),
    [
        (ROLES, put("roles", "nobody", "longest", value="1h"), "no roles > nobody"),
        (ROLES, put("tools", "x", "title", value="X"), "no tools"),
        (ROLES, add("roles", value={"id": "z", "title": "Z"}, after="gone"), "gone"),
        (ROLES, add("roles", value={"id": "lead", "title": "Other"}), "has a lead already"),
        (ROLES, put("roles", "lead", "deputies", value=["ghost"]), "ghost"),
        (ROLES, put("roles", "lead", "longest", value="long"), "long"),
        (
            "roles: &r\n  - {id: a, title: A}\ncontacts: *r\n",
            put("contacts", "a", "title", value="B"),
            "alias",
        ),
        (
            "roles: &r\n  - {id: a, title: A}\ncontacts: *r\n",
            put("roles", "a", "title", value="B"),
            "changing more",
        ),
    ],
)
def test_what_cannot_be_changed_cleanly_is_refused_in_one_line(text: str, edit: Edit, words: str):
    with pytest.raises(CannotAmend, match=words) as refused:
        amended((HEAD + text).encode(), [edit], CHANGE)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"a: [", b"\xff\xfe", b"- x\n", b"a: 1\na: 2\n", b"&a [*a]"])
def test_a_file_that_cannot_be_read_is_named_as_such(data: bytes):
    with pytest.raises(CannotAmend, match="mend the plan file first"):
        amended(data, [], CHANGE)


def test_errors_that_the_file_had_before_do_not_stand_in_the_way():
    body = HEAD + "roles:\n  - {id: a, title: A, deputies: [ghost]}\n"
    assert b"title: B" in amended(body.encode(), [put("roles", "a", "title", value="B")], CHANGE)


# Random edits ---------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["x", "a b", "it's: so", "#1", "[x]", "12", "long " * 40 + "end.", "two\nlines\n", '"', "é"]
)


def places(value: Any, so_far: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every place of a plan that an edit can name, with its value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*so_far, key), inner
            yield from places(inner, (*so_far, key))
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict) and called(inner) is not None:
                yield from places(inner, (*so_far, str(called(inner))))


def edits_of(data: bytes) -> st.SearchStrategy[Edit]:
    """Edits of any place: texts set, texts added to lists, entries added to lists of entries."""
    known = list(places(value_in(data)))
    # What tells entries apart, and what the last check changes itself, is left alone.
    fixed = ("id", "version", "level", "heading", "changes")
    texts = [place for place, value in known if isinstance(value, str) and place[-1] not in fixed]
    lists = [(place, value) for place, value in known if isinstance(value, list) and place[0] != "changes"]
    plain = [place for place, value in lists if not any(isinstance(inner, dict) for inner in value)]
    named = [
        (place, value)
        for place, value in lists
        if value and all(called(v) and isinstance(v, dict) for v in value)
    ]
    entry = st.fixed_dictionaries({"id": st.just("brand-new"), "title": WORDS, "text": WORDS})
    return st.one_of(
        st.builds(lambda place, value: put(*place, value=value), st.sampled_from(texts), WORDS),
        st.builds(lambda place, value: add(*place, value=value), st.sampled_from(plain), WORDS),
        st.sampled_from(named).flatmap(
            lambda found: st.builds(
                lambda value, after: add(*found[0], value=value, after=after),
                entry,
                st.sampled_from([None, *(str(called(inner)) for inner in found[1])]),
            )
        ),
    )


def lines_outside(data: bytes, edit: Edit) -> list[str]:
    """The lines of a file that an edit has no business with."""
    tree = Tree(data.decode())
    lines = tree.text.splitlines()
    holder: Any = tree.node_at(edit.place[:-1])
    node: Any = tree.node_at(edit.place)
    touched = (
        holder
        if holder.flow_style
        else node
        if edit.do == "set" or node.flow_style or not node.value
        else None
    )
    if touched is None:
        return lines
    # A value may begin on the line of its key or below it.
    key = next(key for key, value in holder.value if value is node) if touched is node else touched
    first, last = key.start_mark.line, tree.text[: tree.end_of(touched)].count("\n")
    return [line for number, line in enumerate(lines) if not first <= number <= last]


def is_subsequence(lines: list[str], of: list[str]) -> bool:
    waiting = iter(of)
    return all(line in waiting for line in lines)


def check_edit(data: bytes, edit: Edit) -> None:
    expected = applied(value_in(data), (edit,))
    new = with_edit(FileText.of(parse_source(data, "plan")), edit).data
    assert value_in(new) == expected
    assert is_subsequence(lines_outside(data, edit), new.decode().splitlines())
    assert Tree(new.decode()).comments == Tree(data.decode()).comments
    assert new.endswith(b"\n") == data.endswith(b"\n") or edit.value == "two\nlines\n"


@settings(max_examples=12)
@given(edits_of(SHIPPED))
def test_random_edits_of_the_shipped_plan_touch_only_their_own_lines(edit: Edit):
    check_edit(SHIPPED, edit)


ODD = (
    HEAD
    + ROLES
    + SPREAD
    + TEXTS.replace("roles: [{id: lead, title: Lead}]\n", "").replace("procedures:", "sections:")
)
ODD = (
    ODD.replace("      - id: s\n        title: S\n", "      - id: v\n        title: S\n")
    + "owner:\n  me\nextra: [a, b] # c"
)


@settings(max_examples=120)
@given(edits_of(ODD.encode()))
def test_random_edits_of_a_file_in_an_odd_layout_touch_only_their_own_lines(edit: Edit):
    check_edit(ODD.encode(), edit)


# Versions, differences, edited texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0", "1.1"),
        ("1.9", "1.10"),
        ("2026.3", "2026.4"),
        ("2026.09", "2026.10"),
        ("v3", "v4"),
        ("7", "8"),
        ("1.2.3", "1.2.4"),
        ("unversioned", "1"),
        ("", "1"),
        ("draft", "draft.1"),
        ("1.0-beta", "1.0-beta.1"),
        ("2026-10-05", "2026-10-05.1"),
        ("v1.0 final", "v1.0 final.1"),
    ],
)
def test_the_next_version(old: str, new: str):
    assert next_version(old) == new


def test_a_difference_shows_what_goes_and_what_comes():
    assert diff(b"a\r\nb\r\n", b"a\nc\n", "p.yaml") == (
        "--- p.yaml (as it is)\n+++ p.yaml (changed)\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    )
    assert diff(b"a\n", b"a\n", "p.yaml") == ""


PLAN = Plan.model_validate(
    {"id": "p", "title": "P", "roles": [{"id": "lead", "title": "Lead", "longest": "3h"}]}
)
LONGER = Amendment(
    id="M-1", gap="G", title="T", reason="R.", edits=(put("roles", "lead", "longest", value="4h"),)
)


def test_an_edited_text_becomes_edits():
    assert edited(PLAN, LONGER, "id: lead\ntitle: Lead\nlongest: 5h") == (
        put("roles", "lead", "longest", value="5h"),
    )


@pytest.mark.parametrize(
    "text", ["", "longest: [", "id: lead\ntitle: Boss\nlongest: 5h", "a\nb", "id: lead\ntitle: Lead"]
)
def test_an_edited_text_that_is_none_is_refused_in_one_line(text: str):
    with pytest.raises(CannotAmend) as refused:
        edited(PLAN, LONGER, text)
    assert "M-1" in str(refused.value)
    assert "\n" not in str(refused.value)


# The next version -----------------------------------------------------------------------------------------------------


def offer(
    name: str, *edits: Edit, status: Any = "accepted", retest: tuple[str, ...] = (), unfilled: Any = ()
) -> Offer:
    amendment = Amendment(id=name, gap=name[2:], title=f"Do {name}", reason="R.", edits=edits, retest=retest)
    return Offer(amendment, status, "", "", "", unfilled)


def basis(used: str, present: str | None = None) -> Basis:
    data = (HEAD + used).encode()
    day = CHANGE.date
    return Basis(data, data if present is None else (HEAD + present).encode(), "plan.yaml", "ex-1", day)


def test_the_next_version_holds_what_was_accepted_and_nothing_else():
    offers = [
        offer("M-1", put("roles", "lead", "longest", value="4h")),
        offer("M-2", put("roles", "lead", "title", value="Boss"), status="rejected"),
        offer("M-3", put("roles", "words", "longest", value="1h"), status="proposed", unfilled=("x",)),
        offer("M-4", put("roles", "words", "longest", value="9h"), status="edited"),
    ]
    found = next_plan(basis(ROLES), offers)
    value = value_in(found.data)
    assert [role["longest"] for role in value["roles"]] == ["4h", "9h"]
    assert value["roles"][0]["title"] == "Lead"
    assert found.version == "2"
    assert found.changes == ("M-1", "M-4")
    assert value["changes"] == [
        {"version": "2", "date": "2026-11-02", "what": ["Do M-1", "Do M-4"], "exercise": "ex-1"}
    ]
    assert "+    longest: 4h # three\n" in found.diff


def test_the_steps_to_retest_stand_in_the_log_once_and_only_where_the_plan_has_them():
    offers = [
        offer("M-1", put("procedures", "a", "steps", "s", "role", value="lead"), retest=("s", "gone")),
        offer("M-2", put("procedures", "a", "steps", "u", "text", value="x"), retest=("u", "s")),
    ]
    found = next_plan(basis(TEXTS), offers)
    assert found.retest == ("s", "u")
    assert value_in(found.data)["changes"][0]["retest"] == ["s", "u"]


def test_two_sentences_for_the_same_step_both_get_in():
    place = ("procedures", "a", "steps", "u", "text")
    offers = [offer("M-1", put(*place, value="short One.")), offer("M-2", put(*place, value="short Two."))]
    steps = value_in(next_plan(basis(TEXTS), offers).data)["procedures"][0]["steps"]
    assert steps[2]["text"] == "short One. Two."


def test_two_different_values_for_one_place_are_refused_by_their_names():
    place = ("roles", "lead", "longest")
    offers = [offer("M-1", put(*place, value="4h")), offer("M-2", put(*place, value="5h"))]
    with pytest.raises(CannotAmend, match="M-2 and M-1"):
        next_plan(basis(ROLES), offers)


def test_a_place_that_changed_since_the_drill_is_set_and_said():
    offers = [offer("M-1", put("roles", "lead", "longest", value="4h"))]
    found = next_plan(basis(ROLES, ROLES.replace("3h", "8h")), offers)
    assert value_in(found.data)["roles"][0]["longest"] == "4h"
    assert len(found.notes) == 1
    assert all(word in found.notes[0] for word in ("M-1", "3h", "8h", "4h"))


def test_a_sentence_goes_behind_a_text_that_changed_since_the_drill():
    offers = [offer("M-1", put("procedures", "a", "steps", "u", "text", value="short More."))]
    found = next_plan(basis(TEXTS, TEXTS.replace("text: short", "text: Rewritten.")), offers)
    assert value_in(found.data)["procedures"][0]["steps"][2]["text"] == "Rewritten. More."


@pytest.mark.parametrize(
    ("offers", "present", "words"),
    [
        ([], ROLES, "no change was accepted"),
        (
            [offer("M-1", put("roles", "lead", "longest", value="{fill in: it}"), unfilled=("it",))],
            ROLES,
            "M-1 still has to be filled in: it",
        ),
        (
            [offer("M-1", put("roles", "lead", "longest", value="4h"))],
            "roles: [{id: x, title: X}]\n",
            "M-1.*roles > lead",
        ),
    ],
)
def test_a_next_version_that_is_not_sound_is_refused_by_the_name_of_the_change(
    offers: Any, present: str, words: str
):
    with pytest.raises(CannotAmend, match=words):
        next_plan(basis(ROLES, present), offers)


def test_another_plan_than_the_one_that_was_drilled_is_refused():
    data = (HEAD + ROLES).encode()
    other = Basis(data, data.replace(b"id: p\n", b"id: q\n"), "q.yaml", "ex-1", CHANGE.date)
    with pytest.raises(CannotAmend, match="is the plan q"):
        next_plan(other, [offer("M-1", put("roles", "lead", "longest", value="4h"))])


def test_a_version_that_the_log_knows_already_is_skipped():
    body = ROLES + 'changes:\n  - {version: "2", date: 2026-01-01, what: [x]}\n'
    found = next_plan(basis(body), [offer("M-1", put("roles", "lead", "longest", value="4h"))])
    assert found.version == "3"


def test_the_plan_itself_and_other_files_are_not_replaced_unless_asked(tmp_path: Path):
    found = next_plan(basis(ROLES), [offer("M-1", put("roles", "lead", "longest", value="4h"))])
    source, other = tmp_path / "plan.yaml", tmp_path / "other.yaml"
    source.write_bytes(b"as it was")
    other.write_bytes(b"somebody's")
    for to in (source, other):
        with pytest.raises(CannotAmend, match="left as it is"):
            write_plan(found, to, source)
    assert (source.read_bytes(), other.read_bytes()) == (b"as it was", b"somebody's")
    write_plan(found, other, source, force=True)
    write_plan(found, tmp_path / "new.yaml", source)
    assert other.read_bytes() == (tmp_path / "new.yaml").read_bytes() == found.data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.yaml", "other.yaml", "plan.yaml"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    found = next_plan(basis(ROLES), [offer("M-1", put("roles", "lead", "longest", value="4h"))])
    with pytest.raises(CannotAmend, match="cannot be written"):
        write_plan(found, tmp_path / "no-such-folder" / "new.yaml")
    assert list(tmp_path.iterdir()) == []
