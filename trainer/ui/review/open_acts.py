"""Acts that no step was found for, or that several would fit: the evaluator says which step each was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.ui.panels import button, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line
from trainer.ui.review.part import entries_of, entry_of
from trainer.ui.review.parts import Events, section
from trainer.ui.review.reading import Findings
from trainer.ui.words import format_clock

__all__ = ["act_detail", "act_line", "fitting", "open_acts"]


def fitting(findings: Findings, seq: int) -> tuple[str, ...]:
    """Steps that an act would fit, none where it fits no open one."""
    return dict(findings.report.evidence.ambiguous_actions).get(seq, ())


def act_line(desk: Desk, findings: Findings, seq: int, group: str = "") -> Line:
    """An act as a line to choose."""
    entry = entry_of(desk, findings.entries[seq])
    fits = ", ".join(desk.step_title(step) for step in fitting(findings, seq))
    words = " ".join(entry.detail.split())
    caption = " · ".join(
        part
        for part in (format_clock(entry.time_s), entry.who, f"would fit {fits}" if fits else words)
        if part
    )
    return Line(str(seq), entry.title, caption, icon="help" if fits else "link", group=group)


def open_acts(desk: Desk, findings: Findings) -> list[Line]:
    """Every act without a step, those that would fit several first."""
    evidence = findings.report.evidence
    doubtful = [seq for seq, _ in evidence.ambiguous_actions]
    return [
        act_line(desk, findings, seq)
        for seq in (*doubtful, *evidence.unlinked_actions)
        if seq in findings.entries
    ]


def act_detail(
    desk: Desk, findings: Findings, seq: int, ask: Callable[[], object], opened: Callable[[int], object]
) -> list[QWidget]:
    """An act in full, and the question which step it was."""
    fits = fitting(findings, seq)
    why = "It would fit several steps that were open, so none was chosen by itself."
    if not fits:
        why = "It is not what the plan says shows a step, or no such step was open."
    events = Events(entries_of(desk, findings, [seq]), opened)
    asking = button("Which step was it?…", "primary", "link", "Choose the step, or say that it was none")
    asking.clicked.connect(ask)
    row = QWidget()
    across = spaced(QHBoxLayout(row), gap=8)
    across.addWidget(asking)
    across.addStretch(1)
    told: list[QWidget] = [
        label("An act without a step", "heading", wrap=True),
        events,
        label(why, wrap=True),
    ]
    if fits:
        titles = "; ".join(desk.step_title(step) for step in fits)
        told.append(section("It would fit", label(titles, wrap=True)))
    return [*told, row]
