"""What the report does not say: how the figures came about, what was not put to the test, and the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.core.aar import Integrity, Method
from trainer.ui.panels import Card, Chip, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, bullets, chips, facts
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import counted

__all__ = ["MethodPart", "Page"]

_WIDEST: Final = 1_180


class Page(Part):
    """A column of cards that the arrow keys scroll."""

    def __init__(self, name: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(name, desk, parent)
        self._column = Column(name, margin=0)
        self._column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column.keep_within(_WIDEST)
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._column)

    def first_control(self) -> QWidget:
        """The page itself."""
        return self._column


class MethodPart(Page):
    """How the figures came about, and what they do not say: first what was not put to the test."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Method and limits", desk, parent)

    def show_findings(self, findings: Findings) -> None:
        """Show limits first, rules last."""
        self._column.clear()
        method = findings.report.method
        self._column.add(
            _listed("Not put to the test", method.not_exercised, "Everything in scope was put to the test."),
            _listed("Not evaluated", method.not_evaluated, "Everything was evaluated."),
            _listed("Limits of this exercise", (method.kind_note, *method.limitations), ""),
            _listed(
                "Raters and speed", (*method.raters, *method.speeds), "Nobody has rated an objective yet."
            ),
            _detectors(method),
            _listed("How it was judged", method.rules, ""),
            _integrity(findings.report.integrity),
        )
        self._column.body.addStretch(1)


def _listed(title: str, lines: Sequence[str], nothing: str) -> Card:
    card = Card(title)
    if lines:
        card.add(bullets(lines))
    elif nothing:
        card.add(label(nothing, "muted", wrap=True))
    return card


def _detectors(method: Method) -> Card:
    card = Card("What the checks look for")
    card.add(bullets(f"{code} {name}: {what}" for code, name, what in method.detectors))
    if method.not_detected:
        names = "; ".join(f"{code} {name}" for code, name in method.not_detected)
        card.add(
            label(f"Not found by itself in this version, and left to people: {names}.", "muted", wrap=True)
        )
    return card


def _integrity(found: Integrity) -> Card:
    card = Card("The record")
    whole = found.chain == "complete"
    card.add(
        chips(Chip("complete and unaltered" if whole else "altered or incomplete", "ok" if whole else "bad"))
    )
    card.add(
        facts(
            (
                ("Journal", counted(found.events, "event")),
                ("Last hash", found.last_hash),
                ("Plan", found.plan_sha256),
                ("Scenario", found.scenario_sha256),
            )
        )
    )
    return card
