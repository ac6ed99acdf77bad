"""Texts from strangers stay texts, wherever they come from and whatever they hold."""

import re
from functools import cache

import pytest

from tests.report import sample
from tests.report.pages import TEMPLATES, Element, everywhere, page
from trainer.report import render_html

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)> x',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title></svg><svg onload=alert(1)><desc>",
    "--></td></table></section><iframe src=//host.example>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://host.example",
    "{{ 7 * 7 }}{% include 'aar.html.j2' %}",
    "}} body { display: none } @import url(//host.example/a.css);",
    "\\\"; } * { background: url('//host.example') }",
    "&lt;b&gt; &#60;script&#62; <b",
    "plain \u202etxet\u202c \u2066isolate\u2069 \ufeff\x00\x1b[31m",
]


def skeleton(document: Element) -> list[tuple[str, tuple[str, ...]]]:
    """The elements and the names of their attributes: what a text must never change.

    Lines of SVG text are left out: how many a label takes depends on its length.
    """
    return [(e.tag, tuple(sorted(e.attributes))) for e in document.all() if e.tag != "text"]


@cache
def harmless_skeleton() -> list[tuple[str, tuple[str, ...]]]:
    return skeleton(page(everywhere(sample.rich(), "harmless words")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_every_place_changes_no_element_and_becomes_no_address(text: str):
    document = page(everywhere(sample.rich(), text))
    assert skeleton(document) == harmless_skeleton()
    assert [link for link in document.all("a") if not link.attributes["href"].startswith("#")] == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "</style>", "a & b"])
def test_a_hostile_text_can_still_be_read(text: str):
    assert text in page(everywhere(sample.rich(), text)).one("section", id="gaps").text


def test_characters_that_reorder_or_hide_text_are_shown_and_not_obeyed():
    html = render_html(everywhere(sample.rich(), HOSTILE[-1]), TEMPLATES)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    assert r"plain \u202etxet\u202c" in html


def test_scripts_and_emoji_keep_the_marks_they_need():
    words = "می\u200cخواهم · 👩\u200d🚒 · שלום\u200f · soft\u00adhyphen"  # noqa: RUF001
    assert words in render_html(everywhere(sample.rich(), words), TEMPLATES)


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://tracker.example/OPS-1?a=1&b=2", True),
        ("http://tracker.example/", True),
        ("mailto:owner@example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("//host.example/x", False),
        ("https:", False),
        ("https://[broken", False),
        ("file:///etc/passwd", False),
        ("OPS-118", False),
    ],
)
def test_only_a_web_or_mail_address_becomes_a_link(address: str, linked: bool):
    report = sample.rich()
    action = report.improvement_plan[0].model_copy(update={"link": address})
    plan = page(report.model_copy(update={"improvement_plan": (action,)})).one("section", id="plan")
    links = [link.attributes["href"] for link in plan.all("a") if not link.attributes["href"].startswith("#")]
    assert links == ([address] if linked else [])
    assert linked or " ".join(address.split()) in plan.text


def test_a_title_cannot_leave_the_style_sheet():
    title = '"; } body::before { content: "owned" } </style><b>'
    report = sample.rich()
    document = page(report.model_copy(update={"control": report.control.model_copy(update={"title": title})}))
    styles = document.one("style").text
    assert '"owned"' not in styles
    assert "body::before" not in styles
    assert styles.count("{") == styles.count("}")
    assert document.one("head").one("title").text.startswith(title)
