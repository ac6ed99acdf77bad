"""A rendered report, read as a browser reads it: elements, attributes, texts."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from tests.report import sample
from trainer.core.aar import Report
from trainer.report import render_html

TEMPLATES = Path(__file__).resolve().parents[2] / "reports"
VOID = frozenset({"meta", "link", "br", "wbr", "img", "input", "hr", "base"})


@dataclass
class Element:
    """An element with its attributes, all text inside it, and the elements inside it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element inside this one, in order, of a tag and with attributes; a class may be one of several."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            fits = all(
                value in child.attributes.get(name, "").split()
                if name == "class"
                else child.attributes.get(name) == value
                for name, value in wanted.items()
            )
            if fits and tag in ("", child.tag):
                found.append(child)
            found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


def read(html: str) -> Element:
    """The document; fails where elements are not closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.root


def page(report: Report, templates: Path = TEMPLATES) -> Element:
    """A report rendered and read."""
    return read(render_html(report, templates))


@cache
def rich_html() -> str:
    return render_html(sample.rich(), TEMPLATES)


@cache
def _rich() -> Element:
    return read(rich_html())


def rich_page() -> Element:
    """The rich sample, read."""
    return _rich()


def everywhere(report: Report, text: str) -> Report:
    """The report with a text in place of every text that a person wrote."""
    data = copy.deepcopy(report.model_dump(by_alias=True))
    return Report.model_validate(_replaced(data, text))


#: Fields that the program fills from a closed set, or that must stay distinct.
_CLOSED = frozenset({
    "schema", "status", "sha256", "hash", "last_hash", "chain", "plan_sha256", "scenario_sha256", "kind", "confidence",
    "priority", "rating", "suggested", "outcome", "automatic_outcome", "at", "started", "ended", "held_on",
    "last_reviewed", "start", "due",
})  # fmt: skip


def _replaced(value: object, text: str, name: str = "") -> object:
    if isinstance(value, dict):
        if name in ("outcome_counts", "gap_counts"):
            return value
        return {key: _replaced(inner, text, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_replaced(inner, text, name) for inner in value)
    return text if isinstance(value, str) and name not in _CLOSED else value
