"""What the facilitator reads before play and looks up during it: briefing, notes, objectives, and the truth."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from trainer.core.time import say_duration
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.parts import section, words
from trainer.ui.panels import spaced

__all__ = ["Guide"]


class Guide(QScrollArea):
    """The scenario's own words around the injects; they do not change during play."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Facilitator's guide")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        column = spaced(QVBoxLayout(page), margin=4, gap=14)
        for title, icon, texts in _sections(desk):
            box, inside = section(title, icon)
            for text in texts:
                inside.addWidget(words(desk.script.filled(text)))
            column.addWidget(box)
        column.addStretch(1)
        self.setWidget(page)


def _sections(desk: Desk) -> Iterable[tuple[str, str, list[str]]]:
    scenario = desk.script.scenario
    briefing, truth = scenario.briefing, scenario.truth
    walk = scenario.walkthrough if desk.state.walk is not None else None
    situation = walk.situation if walk is not None and walk.situation else briefing.situation
    found = [
        ("For you only", "lock", [scenario.facilitator_notes]),
        ("Briefing, read aloud", "chat", [situation]),
        ("Rules of play", "list", [f"•  {rule}" for rule in briefing.rules]),
        ("Assumed", "info", [f"•  {line}" for line in briefing.assumptions]),
        ("Objectives", "target", [f"•  {objective.title}" for objective in scenario.objectives]),
        ("What really happened", "eye", [_severity(truth.severity), truth.cause, truth.affected]),
        ("Length", "clock", [say_duration(scenario.length)]),
    ]
    for title, icon, texts in found:
        written = [text.strip() for text in texts if text.strip()]
        if written:
            yield title, icon, written


def _severity(severity: str | None) -> str:
    return f"Severity {severity}" if severity else ""
