"""What the YAML parser complains about, in the words of somebody who writes a plan, with the usual cause."""

from dataclasses import dataclass
from typing import Final

from yaml.error import MarkedYAMLError

from trainer.core.problems import one_line
from trainer.storage.yaml_builder import Mark


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of syntax: where it is shown, what is wrong and what to do."""

    mark: Mark
    kind: str
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class _Cause:
    """Words of the parser, and ours. `{line}` is the line on which the construct around the fault starts."""

    context: str
    problem: str
    message: str
    fix: str
    at_start: bool = False
    kind: str = "syntax"

    def fault(self, first: Mark, mark: Mark) -> Fault:
        message = self.message.format(line=first.line + 1)
        return Fault(first if self.at_start else mark, self.kind, message, self.fix)


# The first one whose two texts occur in the parser's message counts. The texts are short because libyaml and
# the pure Python parser differ in words.
_CAUSES: Final = (
    _Cause("", "mapping values are not allowed", "a colon followed by a blank is not expected here",
           "put the text in quotes if the colon belongs to it; otherwise check the indentation"),
    _Cause("", "found a tab character", "a tab is used for indentation", "use blanks",
           kind="tab-indentation"),
    _Cause("quoted scalar", "unexpected end of stream", "the quote that opens here is never closed",
           "close it; inside single quotes a quote is written twice, inside double quotes as \\\"",
           at_start=True),
    _Cause("quoted scalar", "unexpected document",
           "the quoted text that opens on line {line} is not closed before this line",
           "close the quote"),
    _Cause("quoted scalar", "unknown escape", "this backslash starts no known escape",
           "use single quotes, or write the backslash twice"),
    _Cause("quoted scalar", "hex", "this backslash starts no known escape",
           "use single quotes, or write the backslash twice"),
    _Cause("quoted scalar", "escape", "this escape stands for no character", "write the character itself"),
    _Cause("simple key", "':'", "this line is neither `key: value` nor part of a text",
           "write `key: value`; indent the line if it continues the text above", at_start=True),
    _Cause("block mapping", "", "this does not fit the keys that start on line {line}",
           "check the indentation; a text with quotes or brackets in it must be in quotes as a whole"),
    _Cause("block collection", "", "this does not fit the list that starts on line {line}",
           "start each entry with `- ` in the same column"),
    _Cause("flow sequence", "",
           "the list that opens with [ on line {line} is not closed or lacks a comma before this",
           "close it with ] or put a comma"),
    _Cause("flow mapping", "",
           "the mapping that opens with {{ on line {line} is not closed or lacks a comma before this",
           "close it with } or put a comma; a text that starts with { must be in quotes"),
    _Cause("flow node", "", "a value is missing before this",
           "close the bracket, remove a comma, or add the value"),
    _Cause("block node", "", "a value cannot start with this", "put the text in quotes"),
    _Cause("alias", "alphabetic", "a text cannot start with a star", "put the text in quotes", at_start=True),
    _Cause("anchor", "alphabetic", "a text cannot start with an ampersand", "put the text in quotes",
           at_start=True),
    _Cause("a tag", "", "a text cannot start with an exclamation mark", "put the text in quotes",
           at_start=True),
    _Cause("a node", "tag handle", "a text cannot start with an exclamation mark", "put the text in quotes"),
    _Cause("plain scalar", "unexpected ':'", "a colon is not expected here",
           "put the text in quotes, or a blank after the colon"),
    _Cause("block scalar", "indicat", "after | or > only one sign of indentation may stand",
           "start the text on the next line, indented"),
    _Cause("block scalar", "", "nothing may follow | or > on its line",
           "start the text on the next line, indented; put a text that starts with > or | in quotes"),
    _Cause("", "sequence entries are not allowed", "a list entry cannot start here",
           "start the list on the next line; put the text in quotes if the dash belongs to it"),
    _Cause("", "mapping keys are not allowed", "a text cannot start with a question mark and a blank",
           "put the text in quotes"),
    _Cause("", "document start", "this stands after the end of the file's value",
           "check the indentation: all keys at the top start in the first column"),
    _Cause("", "incompatible YAML document", "the file asks for a YAML version that does not exist",
           "remove the line that starts with %YAML"),
    _Cause("directive", "",
           "a line that starts with % is an instruction to the YAML reader, and this is none",
           "put the text in quotes"),
    _Cause("", "directive", "the same instruction to the YAML reader is given twice", "remove the line"),
    _Cause("", "tag handle", "the same instruction to the YAML reader is given twice", "remove the line"),
)  # fmt: skip
_NO_START: Final = "cannot start any token"
_ENTRY: Final = _Cause(
    "", "", "a list entry stands among the keys that start on line {line}", "indent it below its own key"
)
_NO_KEY: Final = _Cause("", "", "there is no key before the colon", "write `key: value`", kind="empty-key")
_AFTER_QUOTE: Final = _Cause(
    "", "", "the text goes on after its closing quote",
    "write a quote twice inside single quotes, as \\\" inside double quotes; was an earlier one left open?",
)  # fmt: skip


def fault_of(error: MarkedYAMLError, text: str, start: Mark) -> Fault:
    """The fault behind a parser's error in `text`; `start` stands in for a place that is not given."""
    mark: Mark = error.problem_mark or error.context_mark or start
    context, problem = error.context or "", error.problem or ""
    if _NO_START in problem:
        return _bad_start(mark, text)
    cause = _among_keys(mark, text) if "block mapping" in context else None
    if cause is None:
        matching = (cause for cause in _CAUSES if cause.context in context and cause.problem in problem)
        cause = next(matching, None)
    if cause is not None:
        return cause.fault(error.context_mark or mark, mark)
    return Fault(mark, "syntax", one_line(f"this is not YAML: {context} {problem}".replace("  ", " ")))


def _among_keys(mark: Mark, text: str) -> _Cause | None:
    """The cause that the text itself shows where the parser only misses a key."""
    if text.startswith(("- ", "-\n", "-\r"), mark.index):
        return _ENTRY
    if text.startswith(":", mark.index):
        return _NO_KEY
    before = text[max(mark.index - mark.column, 0) : mark.index].rstrip(" ")
    return _AFTER_QUOTE if before.endswith(("'", '"')) else None


def _bad_start(mark: Mark, text: str) -> Fault:
    character = text[mark.index : mark.index + 1]
    if character == "\t":
        return Fault(mark, "tab-indentation", "a tab is used for indentation", "use blanks")
    return Fault(mark, "syntax", f"a text cannot start with {one_line(character)}", "put the text in quotes")
