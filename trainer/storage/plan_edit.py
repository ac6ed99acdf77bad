"""Changes of a plan file: edits put into its text, so that comments, order and layout stay as their author left them.

A YAML library that reads and writes the whole file does not serve here. Measured with ruamel.yaml 0.19.1 on the plan
that ships: as it comes it rewrites 1,101 of 1,177 lines; told the file's indentation and no line width, none. But on
files laid out otherwise it still moves columns, joins lists that span lines and writes escapes out. So each edit is
spliced into the text, and the result is believed only when it reads back as exactly the old values with the edits.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from trainer.core.amend.fragments import read_back
from trainer.core.amend.places import CannotApply, applied, in_words, present
from trainer.core.amend.written import written
from trainer.core.amendments import Amendment, Edit
from trainer.core.plan import Plan, PlanChange
from trainer.core.problems import Located, one_line
from trainer.storage.files import plan_in
from trainer.storage.plan_edit_nodes import CannotAmend as CannotAmend
from trainer.storage.plan_edit_nodes import Tree
from trainer.storage.plan_edit_splice import FIRST, ways
from trainer.storage.yaml_source import Source, parse_source

_COUNTED: Final = re.compile(r"(v?(?:\d{1,9}\.)*)(\d{1,9})", re.IGNORECASE)
_LONGEST_VERSION: Final = 290
UNVERSIONED: Final = "unversioned"


def amended(data: bytes, edits: Iterable[Edit], change: PlanChange, name: str = "the plan") -> bytes:
    """The plan file with edits, its new version and an entry in its change log; everything else byte for byte.

    Raises CannotAmend where a place is not there, where the result is not exactly the old values with the edits, where
    a comment would be lost, or where it has errors that the old file had not.
    """
    before = readable(data, name)
    file = FileText.of(before)
    for edit in (*edits, *_version_and_log(file.value, change)):
        file = with_edit(file, edit)
    refuse_new_errors(before, readable(file.data, name))
    return file.data


def readable(data: bytes, name: str) -> Source:
    """A plan file that was read without problems. Raises CannotAmend."""
    source = parse_source(data, name)
    if source.value is None or source.problems:
        first = source.problems[0] if source.problems else f"{name} cannot be read"
        raise CannotAmend(f"mend the plan file first: {first}")
    return source


def _version_and_log(value: dict[str, Any], change: PlanChange) -> tuple[Edit, ...]:
    """The edits that name the new version and enter it in the change log, where its newest entries stand."""
    version = Edit(do="set", place=("version",), value=change.version)
    log = value.get("changes")
    dates = (
        [str(entry.get("date", "")) for entry in log if isinstance(entry, dict)]
        if isinstance(log, list)
        else []
    )
    newest_first = len(dates) > 1 and dates[0] > dates[-1]
    entry = Edit(do="add", place=("changes",), value=written(change), after=FIRST if newest_first else None)
    return version, entry


# One edit -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileText:
    """A plan file on the way from one edit to the next: its text as a tree, and the values in it."""

    name: str
    mark: bytes
    tree: Tree
    value: dict[str, Any]

    @classmethod
    def of(cls, source: Source) -> FileText:
        """A file that was read without problems."""
        mark = codecs.BOM_UTF8 if source.data.startswith(codecs.BOM_UTF8) else b""
        return cls(source.name, mark, Tree(source.data.removeprefix(mark).decode()), dict(source.value or {}))

    @property
    def data(self) -> bytes:
        """The file, byte for byte."""
        return self.mark + self.tree.text.encode()


def with_edit(file: FileText, edit: Edit) -> FileText:
    """The file with one edit, however many places of the text it takes. Raises CannotAmend."""
    for single in _single(file.value, edit):
        file = _spliced(file, single)
    return file


def _single(value: dict[str, Any], edit: Edit) -> Iterable[Edit]:
    """An edit as the smallest ones that come to the same: keys and entries that stay are not written anew."""
    old = present(value, edit.place)
    if edit.do == "add" or old is None or edit.value == old:
        yield from () if edit.do == "set" and edit.value == old else (edit,)
    elif isinstance(old, dict) and isinstance(edit.value, dict) and old.keys() <= edit.value.keys():
        for key, inner in edit.value.items():
            if old.get(key) != inner:
                yield from _single(value, Edit(do="set", place=(*edit.place, key), value=inner))
    elif isinstance(old, list) and isinstance(edit.value, list) and old and edit.value[: len(old)] == old:
        for inner in edit.value[len(old) :]:
            yield Edit(do="add", place=edit.place, value=inner)
    else:
        yield edit


def _spliced(file: FileText, edit: Edit) -> FileText:
    """The file with an edit at one place: the first way of writing it that reads back as it should."""
    expected = _expected(file.value, edit)
    if expected is None:
        return file
    wrong = ""
    for written_so in ways(file.tree, edit):
        # A block of text at the very end keeps its last line break only where the file ends with one.
        ended = written_so.endswith(file.tree.line_break)
        for text in (written_so,) if ended else (written_so, written_so + file.tree.line_break):
            found = replace(file, tree=Tree(text), value=expected)
            wrong = _differs(found, file)
            if not wrong:
                return found
    raise CannotAmend(
        f"{in_words(edit.place)} cannot be changed in {file.name} without changing more: {wrong}"
    )


def _expected(value: dict[str, Any], edit: Edit) -> dict[str, Any] | None:
    """The values that the file has to have afterwards; None where it has them already."""
    first = edit.after == FIRST
    try:
        found = applied(value, (edit.model_copy(update={"after": None}) if first else edit,))
    except CannotApply as error:
        raise CannotAmend(f"the plan file does not fit the change: {error}") from error
    if first:
        log = found[edit.place[0]]
        log.insert(0, log.pop())
    return None if _same(found, value) else found


def _differs(found: FileText, before: FileText) -> str:
    """What is wrong with a changed file; empty where it holds the values that it should, and every comment."""
    source = parse_source(found.data, found.name)
    if source.value is None or source.problems:
        return one_line(str(source.problems[0])) if source.problems else "it could not be read any more"
    if not _same(source.value, found.value):
        return "other values would change with it"
    return "" if found.tree.comments == before.tree.comments else "a comment would be lost"


def _same(one: object, other: object) -> bool:
    """Whether values are the same, keys in whatever order, and written the same: 012 is not 12."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return one == other and str(one) == str(other) and isinstance(one, bool) == isinstance(other, bool)


def refuse_new_errors(before: Source, after: Source) -> None:
    """Raises CannotAmend where a changed plan has errors that it had not before."""
    known = {_what(problem) for problem in plan_in(before).problems}
    new = [
        each for each in plan_in(after).problems if each.problem.level == "error" and _what(each) not in known
    ]
    if new:
        more = f", and {len(new) - 1} more" if len(new) > 1 else ""
        raise CannotAmend(
            f"the changed plan would have an error: {new[0].problem.message}{_fix(new[0])}{more}"
        )


def _what(problem: Located) -> tuple[str, str]:
    return problem.problem.kind, problem.problem.message


def _fix(problem: Located) -> str:
    return f" ({problem.problem.fix})" if problem.problem.fix else ""


# Around it ------------------------------------------------------------------------------------------------------------


def edited(plan: Plan, amendment: Amendment, text: str) -> tuple[Edit, ...]:
    """The edits behind the edited text of a proposed change: `text` is what became of its piece of the plan.

    Raises CannotAmend where it is not readable, or where more was changed than the proposed values.
    """
    # Without a line feed at its end a block of text would lose its own.
    source = parse_source(f"{text}\n".encode(), f"the text of {amendment.id}")
    if source.value is None or source.problems:
        raise CannotAmend(
            str(source.problems[0]) if source.problems else f"the text of {amendment.id} is empty"
        )
    try:
        return read_back(written(plan), amendment.edits, source.value)
    except CannotApply as error:
        raise CannotAmend(f"the text of {amendment.id} does not fit the proposal: {error}") from error


def diff(old: bytes, new: bytes, name: str) -> str:
    """The unified difference between two states of a file; empty where there is none."""
    names = f"{name} (as it is)", f"{name} (changed)"
    return "".join(difflib.unified_diff(_lines(old), _lines(new), *names))


def _lines(data: bytes) -> Sequence[str]:
    """The lines of a file, each with a line feed."""
    text = data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")]


def next_version(text: str) -> str:
    """The version after one: its last number raised, as in 1.0 -> 1.1, 2026.3 -> 2026.4, v3 -> v4.

    A plan without a version gets 1; whatever is no row of numbers with dots gets `.1` behind it.
    """
    plain = text.strip()
    if plain in ("", UNVERSIONED):
        return "1"
    found = _COUNTED.fullmatch(plain)
    if found is None:
        return f"{plain[:_LONGEST_VERSION]}.1"
    return found[1] + str(int(found[2]) + 1).zfill(len(found[2]))
