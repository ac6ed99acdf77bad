"""The style sheets: colours that can be read, and rules for paper."""

import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from tests.report import sample
from tests.report.pages import TEMPLATES, rich_html
from trainer.core.aar import Report
from trainer.report import render_html

STYLE = TEMPLATES / "style"
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
TONES = ("ok", "warn", "bad", "info", "neutral")


def schemes() -> dict[str, dict[str, str]]:
    """The colours by name, in light and in dark."""
    css = (STYLE / "screen.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks]
    assert set(found[0]) == set(found[1]), "a colour is missing in one scheme"
    return {"light": found[0], "dark": found[1]}


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


TEXT = [
    *product(("ink", "muted", "accent"), ("paper", "sunken", "ground", "accent-tint")),
    *((tone, ground) for tone in TONES for ground in (f"{tone}-tint", "paper", "sunken")),
    *(("on-mark", f"c{lane}") for lane in (*range(10), "n")),
    *((f"c{lane}", ground) for lane in (*range(10), "n") for ground in ("paper", "sunken")),
]
SIGNS = [
    *((f"{tone}-fill", "paper") for tone in TONES),
    *(("on-mark", f"{tone}-fill") for tone in TONES),
    ("rule", "paper"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme: str):
    colours = schemes()[scheme]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_bar_and_sign_stands_out_from_its_ground(scheme: str):
    colours = schemes()[scheme]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SIGNS}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 3} == {}


def test_only_colours_that_are_defined_are_used():
    used = set()
    for path in STYLE.glob("*.css"):
        used |= set(re.findall(r"var\(--([\w-]+)\)", path.read_text(encoding="utf-8")))
    assert used <= {*schemes()["light"], "text", "mono"}


def test_the_report_carries_its_rules_for_paper_and_for_dark_screens():
    html = rich_html()
    for rule in (
        "@media print", "size: A4", "@page wide", "counter(page)", "thead { display: table-header-group; }",
        "break-inside: avoid", "@media screen and (prefers-color-scheme: dark)", "print-color-adjust: exact",
    ):  # fmt: skip
        assert rule in html, rule


def printed_pages(html: str, folder: Path) -> int:
    """How many pages a browser needs for a text."""
    assert CHROMIUM is not None
    source, paper = folder / "page.html", folder / "page.pdf"
    source.write_text(html, encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer", f"--print-to-pdf={paper}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes()))


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium to print")
@pytest.mark.parametrize(
    "report", [sample.rich(), sample.wordy(), sample.empty()], ids=["rich", "wordy", "empty"]
)
def test_the_summary_is_exactly_one_page_whatever_it_holds(report: Report, tmp_path: Path):
    html = render_html(report, TEMPLATES)
    fixed = "height: 261mm; overflow: hidden;"
    assert fixed in html
    # Without its fixed height nothing could be cut off: it must fit by itself, and what follows starts a page.
    before, after = html.replace(fixed, "").split('<nav class="contents"', 1)
    two = before + '<nav class="contents"' + after.split("</nav>", 1)[0] + "</nav></main></body></html>"
    assert printed_pages(two, tmp_path) == 2
