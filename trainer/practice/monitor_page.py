"""How the monitoring's figures look: a page for a browser, lines for a terminal."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trainer.practice.monitor import Figures

_WIDTH, _HEIGHT = 640, 120
_MANY_ERRORS: Final = 0.05
_SLOW: Final = 1.0
_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>The practice shop: status</title>
<style>
:root {{ color-scheme: light dark; --bad: light-dark(#b3261e, #ff8a80); --line: light-dark(#2456b8, #8ab4f8);
  --quiet: light-dark(#59616e, #a3abb8); --edge: light-dark(#dde1e8, #3a414d);
  --card: light-dark(#ffffff, #1d222b); --page: light-dark(#f4f6f9, #13171d); --ink: light-dark(#161a21, #eceff4); }}
body {{ font: 16px/1.45 system-ui, sans-serif; margin: 0; padding: 2rem; background: var(--page); color: var(--ink); }}
main {{ max-width: 46rem; margin: auto; }} h1 {{ font-size: 1.25rem; margin: 0; }}
p {{ margin: .25rem 0 1.25rem; color: var(--quiet); }}
.row {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem;
  margin-bottom: .75rem; }}
.card {{ background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: .75rem 1rem; }}
.card span {{ color: var(--quiet); font-size: .9rem; display: block; }}
.card b {{ font-size: 1.75rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
.service b {{ font-size: 1.1rem; }} .bad b {{ color: var(--bad); }}
svg {{ width: 100%; height: auto; display: block; }} polyline {{ fill: none; stroke: var(--line); stroke-width: 2; }}
line {{ stroke: var(--edge); }} text {{ fill: var(--quiet); font: 12px system-ui, sans-serif; }}
</style><main><h1>The practice shop</h1><p>As customers see it, at {at}. The page renews itself.</p>
<div class="row">{figures}</div><div class="row">{services}</div>
<div class="card"><span>Orders per minute, last ten minutes</span>{chart}</div>
<p style="margin-top:1rem">{why}</p></main></html>
"""


def _share(value: float | None) -> str:
    return "no answers" if value is None else f"{value * 100:.1f} %"


def _time(value: float | None) -> str:
    return "no answers" if value is None else f"{value:.2f} s"


def _card(title: str, value: str, bad: bool, kind: str = "") -> str:
    # The sign beside the colour is for those who do not see it.
    sign = "▲ " if bad else ""
    names = " ".join(["card", *([kind] if kind else []), *(["bad"] if bad else [])])
    return f'<div class="{names}"><span>{html.escape(title)}</span><b>{sign}{html.escape(value)}</b></div>'


def _chart(history: tuple[int, ...]) -> str:
    top = max(10, *history) if history else 10
    step = _WIDTH / 60
    begin = _WIDTH - step * (len(history) - 1) if history else 0
    points = " ".join(
        f"{begin + place * step:.1f},{_HEIGHT - 4 - value / top * (_HEIGHT - 24):.1f}"
        for place, value in enumerate(history)
    )
    label = f"Orders per minute, now {history[-1] if history else 0}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f'<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT - 4}" y2="{_HEIGHT - 4}"/>'
        f'<line x1="0" x2="{_WIDTH}" y1="20" y2="20"/><text x="0" y="14">{top}</text>'
        f'<polyline points="{points}"/></svg>'
    )


def page(seen: Figures) -> str:
    """A page without scripts; it follows the reader's light or dark scheme."""
    cards = [
        _card("Orders per minute", str(seen.orders_per_minute), seen.orders_per_minute == 0),
        _card("Failed orders (15 s)", _share(seen.errors), (seen.errors or 0) > _MANY_ERRORS),
        _card("Response p95 (15 s)", _time(seen.p95), (seen.p95 or 0) > _SLOW),
        _card("Waiting now", str(seen.waiting), False),
    ]
    services = [_card(name, said, said != "up", "service") for name, said in seen.services]
    why = "Customers met: " + ", ".join(f"{reason} ({count})" for reason, count in seen.why)
    return _PAGE.format(
        at=html.escape(seen.at),
        figures="".join(cards),
        services="".join(services),
        chart=_chart(seen.history),
        why=html.escape(why) if seen.why else "",
    )


def text(seen: Figures) -> str:
    """The same in a few lines."""
    lines = [
        f"The practice shop at {seen.at}, as customers see it",
        "",
        f"  orders per minute          {seen.orders_per_minute:>10}",
        f"  failed orders (15 s)       {_share(seen.errors):>10}",
        f"  response time, p95 (15 s)  {_time(seen.p95):>10}",
        f"  waiting for an answer      {seen.waiting:>10}",
        *(f"  met: {reason} ({count})" for reason, count in seen.why),
        "",
        *(f"  {name:<9} {said}" for name, said in seen.services),
    ]
    return "\n".join(lines) + "\n"
