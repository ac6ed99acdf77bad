"""Reading the files of strangers: values and places of good ones, a clear line for each fault of bad ones."""

import json
import math
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.bad_files import BAD_FILES
from trainer.core.problems import Problem
from trainer.storage import yaml_source
from trainer.storage.yaml_builder import MAX_DEPTH
from trainer.storage.yaml_scalars import TypedFloat, TypedInt
from trainer.storage.yaml_source import Source, parse_source, read_source

GOOD = """\
# a comment
id: sample
title: "A sample: with a colon"
version: 1.10
roles:
  - id: ic
    name: Incident Commander
  - {id: cl, name: 'Communications Lead'}
steps: [one, two]
text: |
  First line.
  Second line.
nothing:
"""


def parsed(text: str) -> Source:
    return parse_source(text.encode(), "file.yaml")


def value_of(text: str) -> object:
    source = parsed(f"a: {text}\n")
    assert source.problems == ()
    assert source.value is not None
    return source.value["a"]


def kinds(source: Source) -> list[str]:
    return [located.problem.kind for located in source.problems]


# Good files


def test_a_good_file_gives_plain_values(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    source = read_source(path)
    assert source.problems == ()
    assert source.value == {
        "id": "sample",
        "title": "A sample: with a colon",
        "version": 1.1,
        "roles": [{"id": "ic", "name": "Incident Commander"}, {"id": "cl", "name": "Communications Lead"}],
        "steps": ["one", "two"],
        "text": "First line.\nSecond line.\n",
        "nothing": None,
    }
    assert source.name == str(path)
    assert source.data == GOOD.encode()
    assert source.sha256 == sha256(GOOD.encode()).hexdigest()


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("id",), (2, 5), (2, 1)),
        (("title",), (3, 8), (3, 1)),
        (("roles",), (6, 3), (5, 1)),
        (("roles", 0), (6, 5), (6, 5)),
        (("roles", 0, "name"), (7, 11), (7, 5)),
        (("roles", 1), (8, 5), (8, 5)),
        (("roles", 1, "name"), (8, 20), (8, 14)),
        (("steps", 1), (9, 14), (9, 14)),
        (("text",), (10, 7), (10, 1)),
        (("nothing",), (13, 9), (13, 1)),
    ],
)
def test_every_value_and_key_has_its_place(path, value, key):
    source = parsed(GOOD)
    assert source.position(path) == value
    assert source.position(path, key=True) == key


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("missing",), (2, 1), (2, 1)),
        (("roles", 0, "missing"), (6, 5), (6, 5)),
        (("roles", 7, "id"), (6, 3), (5, 1)),
        (("roles", -1), (6, 3), (5, 1)),
        (("roles", "id"), (6, 3), (5, 1)),
        (("id", "deeper", 3), (2, 5), (2, 1)),
        ((3,), (2, 1), (2, 1)),
    ],
)
def test_what_does_not_exist_stands_at_the_nearest_thing_above(path, value, key):
    source = parsed(GOOD)
    assert source.position(path) == value
    assert source.position(path, key=True) == key


def test_a_problem_is_located_by_its_path():
    located = parsed(GOOD).locate(Problem("x", "warning", "message", path=("roles", 0, "name")), key=True)
    assert str(located) == "file.yaml:7:5: warning: message [x]"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    plain = parsed(GOOD)
    source = parse_source(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "file.yaml")
    assert source.problems == ()
    assert source.value == plain.value
    for path in ((), ("id",), ("roles", 1, "name"), ("nothing",)):
        assert source.position(path) == plain.position(path)


def test_a_line_separator_inside_a_text_does_not_shift_the_lines_below():
    source = parsed('a: "x\u2028y\x85z"\nb: 1\n')
    assert source.position(("b",)) == (2, 4)
    assert source.position(("b",), key=True) == (2, 1)


def test_columns_count_characters_rather_than_bytes():
    assert parsed("a: {ä€😀: x, b: y}\n").position(("a", "b"), key=True) == (1, 13)


# What an unquoted word means


@pytest.mark.parametrize(
    "text",
    ["no", "No", "on", "off", "yes", "y", "10:30", "1:30:00", "2025-03-31", "2025-03-31T10:00:00Z", "1_000",
     "0b101", "0o8", "0xg", "1e", "1.2.3", "--", "+", ".", "..", "-a", "1 000", "5m", "tRUE", "nan", "inf",
     ".Nan",
     "nil", "=", "1h30m", "٣"],
)  # fmt: skip
def test_words_stay_what_the_author_typed(text):
    assert value_of(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None),
        ("Null", None), ("0", 0), ("7", 7), ("-12", -12), ("+5", 5), ("012", 12), ("0o17", 15), ("0x1F", 31),
        ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-1e3", -1000.0), ("1.10", 1.1), ("1E+2", 100.0),
        (".inf", math.inf), ("-.INF", -math.inf), ("9223372036854775807", 2**63 - 1),
    ],
)  # fmt: skip
def test_words_of_the_core_schema_have_their_values(text, value):
    found = value_of(text)
    assert found == value
    assert isinstance(found, type(value))


def test_not_a_number_is_a_float():
    found = value_of(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["'7'", '"true"', "'null'", "''", "!!str 7", "! 7"])
def test_what_is_quoted_is_text(text):
    assert value_of(text) == text.removeprefix("!!str ").removeprefix("! ").strip("'\"")


@pytest.mark.parametrize(
    ("text", "value"),
    [("!!int 7", 7), ("!!float 7", 7.0), ("!!bool true", True), ("!!null ''", None), ("!!seq [1]", [1]),
     ("!!map {a: 1}", {"a": 1}), ("!!int '7'", 7)],
)  # fmt: skip
def test_standard_tags_are_accepted(text, value):
    found = value_of(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["012", "+5", "0x1F", "1.10", "1e3", ".5", "-0", "1.0e2"])
def test_a_number_remembers_how_it_was_typed(text):
    found = value_of(text)
    assert isinstance(found, TypedInt | TypedFloat)
    assert str(found) == text
    assert json.loads(json.dumps(found)) == found


def test_a_number_typed_as_python_writes_it_is_a_plain_number():
    assert type(value_of("12")) is int
    assert type(value_of("1.5")) is float


def test_keys_stay_as_typed():
    assert parsed("007: a\ntrue: b\n~: c\n1.10: d\n'': e\n").value == {
        "007": "a", "true": "b", "~": "c", "1.10": "d", "": "e",
    }  # fmt: skip


# Anchors and aliases


def test_an_alias_repeats_its_value_and_stands_where_the_value_is_written():
    source = parsed("base: &b\n  x: 1\nother: *b\nname: &n 007\nlist: [*n , *b ]\n*n : key\n")
    assert source.problems == ()
    assert source.value == {
        "base": {"x": 1}, "other": {"x": 1}, "name": 7, "list": [7, {"x": 1}], "007": "key",
    }  # fmt: skip
    assert source.position(("other", "x")) == (2, 6)
    assert source.position(("other",), key=True) == (3, 1)


def test_an_anchor_may_be_used_again_for_another_value():
    assert parsed("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").value == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_many_small_aliases_are_fine():
    source = parsed("a: &a [1, 2, 3]\nb: [" + "*a ," * 5_000 + "]\n")
    assert source.problems == ()


# Bad files


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gives_clear_lines_in_time(name, tmp_path):
    path = BAD_FILES[name](tmp_path)
    start = process_time()
    source = read_source(path)
    # Processor time: what else runs on the machine must not decide. A wait without end would hang the test.
    assert process_time() - start < 2
    assert source.problems
    for located in source.problems:
        line = str(located)
        assert line.isprintable()
        assert located.file == str(path)
        assert located.line >= 1
        assert located.column >= 1
        assert located.problem.level == "error"
        assert line.endswith(f"[{located.problem.kind}]")
        assert "Error" not in line
        assert "not YAML" not in line, "a fault of syntax without words of our own"


# The pure Python parser is slower, and passes over instructions that it does not know.
_QUICK = [name for name in BAD_FILES if "very" not in name and name != "unknown instruction"]


@pytest.mark.parametrize("name", _QUICK)
def test_without_libyaml_the_same_files_are_bad(name, tmp_path, monkeypatch):
    expected = read_source(BAD_FILES[name](tmp_path)).problems
    monkeypatch.setattr(yaml_source, "_EventParser", yaml.BaseLoader)
    other = tmp_path / "again"
    other.mkdir()
    problems = read_source(BAD_FILES[name](other)).problems
    assert problems
    if {located.problem.kind for located in expected} & {"syntax", "tab-indentation", "control-character"}:
        return  # the two parsers see some faults of syntax at different places
    assert [(found.line, found.column, found.problem) for found in problems] == [
        (found.line, found.column, found.problem) for found in expected
    ]


def test_without_libyaml_good_files_are_read_alike(monkeypatch):
    expected = parsed(GOOD)
    monkeypatch.setattr(yaml_source, "_EventParser", yaml.BaseLoader)
    source = parsed(GOOD)
    assert source.problems == ()
    assert source.value == expected.value
    assert source.position(("roles", 1, "name")) == expected.position(("roles", 1, "name"))


def test_no_depth_crashes_the_process(tmp_path):
    names = [name for name in BAD_FILES if name.startswith("deep") or "alias" in name]
    code = (
        "import sys; from pathlib import Path; from tests.storage.bad_files import BAD_FILES;"
        "from trainer.storage.yaml_source import read_source;"
        "[print(read_source(BAD_FILES[name](Path(sys.argv[1]))).problems[-1]) for name in sys.argv[2:]]"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), *names],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (child.returncode, child.stderr) == (0, "")
    assert len(child.stdout.splitlines()) == len(names) >= 8


def test_a_tag_never_runs_code(tmp_path):
    victim = tmp_path / "victim"
    source = parsed(f"id: !!python/object/apply:pathlib.Path.touch [{victim}]\n")
    assert kinds(source) == ["unknown-tag"]
    assert not victim.exists()


def test_a_pipe_does_not_hang_and_a_large_file_is_not_read(tmp_path):
    if "named pipe" in BAD_FILES:
        assert kinds(read_source(BAD_FILES["named pipe"](tmp_path))) == ["not-a-file"]
    large = read_source(BAD_FILES["a hundred megabytes"](tmp_path))
    assert kinds(large) == ["too-large"]
    assert large.data == b""


def test_what_grew_since_it_was_measured_is_refused():
    assert kinds(parse_source(b"a" * (yaml_source.MAX_BYTES + 1), "file.yaml")) == ["too-large"]


def test_a_missing_file_names_the_one_that_is_there(tmp_path):
    (tmp_path / "ransomware.yaml").write_text("id: a\n", encoding="utf-8")
    (found,) = read_source(tmp_path / "ransomwear.yaml").problems
    assert found.problem.fix == 'did you mean "ransomware.yaml"?'


def test_a_file_that_may_not_be_read_is_said_so(tmp_path, monkeypatch):
    path = tmp_path / "secret.yaml"
    path.write_text("id: a\n", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = read_source(path).problems
    assert found.problem.message == "the file may not be read"


def test_all_problems_of_a_file_are_told_at_once():
    source = parsed("id: a\nid: b\nx: !foo y\nz: *nowhere\nn: 1e999\n'': [{b: 1, b: 2}]\n<<: 3\n? [k]\n: v\n")
    assert [(found.line, found.column, found.problem.kind) for found in source.problems] == [
        (2, 1, "duplicate-key"),
        (3, 4, "unknown-tag"),
        (4, 4, "unknown-alias"),
        (5, 4, "number-too-large"),
        (6, 13, "duplicate-key"),
        (7, 1, "merge-key"),
        (8, 3, "complex-key"),
    ]
    assert source.value == {"id": "a", "x": "y", "z": None, "n": "1e999", "": [{"b": 1}]}
    assert source.problems[4].problem.path == ("", 0, "b")


def test_what_stands_before_a_fault_of_syntax_is_told_too():
    source = parsed("id: a\nid: b\ntitle: [x\n")
    assert kinds(source) == ["duplicate-key", "syntax"]
    assert source.value is None
    assert source.position(("id",)) == (1, 1)


def test_more_problems_than_anybody_reads_are_counted():
    source = parsed("a: 1\n" * 1_000)
    assert len(source.problems) == 201
    assert source.problems[-1].problem.message == "799 more problems are not listed"
    assert parsed("a: 1\n" * 100_000).value is None


def test_a_duplicate_key_names_the_first():
    (found,) = parsed("title: a\nid: b\ntitle: c\n").problems
    assert str(found).startswith(
        'file.yaml:3:1: error: the key "title" is given twice; it stands first on line 1 ('
    )


def test_an_unknown_alias_is_given_the_nearest_anchor():
    assert parsed("a: &base 1\nb: *bsae\n").problems[0].problem.fix == 'did you mean "base"?'


def test_values_may_be_nested_as_deep_as_the_limit_and_no_deeper():
    fits = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert parsed(fits).problems == ()
    assert kinds(parsed(fits.replace("[]", "[[]]"))) == ["too-deep"]
    assert kinds(parsed("x: &x [[1]]\n" + fits.replace("[]", "[*x ]"))) == ["too-deep"]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c\n", (1, 5), "colon"),
        ("a:\n\tb: 1\n", (2, 1), "tab"),
        ("id: x\na: 'x\nb: 1\n", (2, 4), "never closed"),
        ("a: 'it's'\n", (1, 8), "closing quote"),
        ('a: "C:\\path"\n', (1, 7), "backslash"),
        ('a: "\\xzz"\n', (1, 7), "backslash"),
        ("a: [b:?]\n", (1, 6), "colon"),
        ("a: [1, 2\nb: 3\n", (2, 2), "opens with [ on line 1"),
        ("a: {x: 1\nb: 3\n", (2, 2), "opens with { on line 1"),
        ("a: 1\nlost line\nb: 2\n", (2, 1), "neither `key: value`"),
        ("a: @x\n", (1, 4), "start with @"),
        ("a: *x y*\n", (1, 7), "keys that start on line 1"),
        ("a: **x**\n", (1, 4), "star"),
        ("a: &\n", (1, 4), "ampersand"),
        ("a: | x\n", (1, 6), "nothing may follow |"),
        ("a: |0\n x\n", (1, 5), "indentation"),
        ("a: - b\n", (1, 4), "list entry"),
        ("a: 1\n- b\n", (2, 1), "list entry"),
        (": b\n", (1, 1), "no key"),
        ("- a\nb: 1\n", (2, 1), "list that starts on line 1"),
        ("a: !x!y z\n", (1, 4), "exclamation"),
        ("%FOO\n---\na: 1\n", (1, 5), "instruction"),
        ("'a'\nb: 1\n", (2, 1), "after the end"),
    ],
)
def test_faults_of_syntax_are_told_in_plain_words_where_they_are(text, place, words):
    found = parsed(text).problems[-1]
    assert words in found.problem.message
    assert (found.line, found.column) == place


def test_a_byte_that_is_not_utf_8_is_found_and_the_rest_is_read():
    source = parse_source("id: ä\ntitle: Büro\nid: b\n".encode("latin-1"), "file.yaml")
    assert [(found.line, found.column, found.problem.kind) for found in source.problems] == [
        (1, 5, "not-utf-8"),
        (3, 1, "duplicate-key"),
    ]


# Laws


@given(st.text())
def test_no_text_raises(text):
    for located in parsed(text).problems:
        assert str(located).isprintable()


@given(st.binary())
def test_no_bytes_raise(data):
    for located in parse_source(data, "file.yaml").problems:
        assert str(located).isprintable()


@given(st.lists(st.sampled_from(list("ab:-?[]{},&*!|>'\"%@`#\n\n \t~<0.")), max_size=40).map("".join))
def test_no_heap_of_signs_raises(text):
    source = parsed(text)
    assert source.value is not None or source.problems
    for located in source.problems:
        assert "not YAML" not in located.problem.message


_TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]))
_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_TEXTS.filter(lambda key: len(key) < 100), _PLAIN, min_size=1, max_size=4))
def test_json_is_read_as_json(value):
    source = parsed(json.dumps(value, ensure_ascii=False))
    assert source.problems == ()
    assert source.value == value
