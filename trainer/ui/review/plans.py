"""What comes of the exercise, and what its report does not say: the improvement plan, and method and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.core.aar import CorrectiveAction, Integrity, Method
from trainer.ui.panels import Card, Chip, EmptyState, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, bullets, chips, facts
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import PRIORITIES, counted, sentence

__all__ = ["ImprovementPart", "MethodPart"]

_NO_ACTIONS: Final = (
    "There is no gap to act on yet. What the team wants to change goes into the hot wash; gaps that the checks find "
    "become actions here."
)
_WIDEST: Final = 1_180
_AGREE: Final = (
    "Proposed by the rules, one action for each gap. Agree on one owner and a date for each in the review meeting; "
    "the report leaves room for both."
)


class _Page(Part):
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


class ImprovementPart(_Page):
    """Corrective actions, the urgent ones first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Improvement plan", desk, parent)

    def show_findings(self, findings: Findings) -> None:
        """Show every proposed action."""
        self._column.clear()
        actions = findings.report.improvement_plan
        if not actions:
            self._column.add(EmptyState("trend", _NO_ACTIONS))
            return
        self._column.add(label(_AGREE, "muted", wrap=True))
        order = list(PRIORITIES)
        for action in sorted(actions, key=lambda one: order.index(one.priority)):
            self._column.add(_action(action, findings))
        self._column.body.addStretch(1)


def _action(action: CorrectiveAction, findings: Findings) -> Card:
    card = Card(_heading(action, findings))
    card.add(
        chips(Chip(f"{action.priority} priority", PRIORITIES[action.priority]), Chip(action.poete, "neutral"))
    )
    card.add(label(action.action, wrap=True))
    card.add(
        facts(
            (
                ("Because of", _because(action, findings)),
                ("Verified by", action.verification),
                ("Owner", action.owner or "to be agreed"),
                ("Due", action.due or "to be agreed"),
            )
        )
    )
    return card


def _heading(action: CorrectiveAction, findings: Findings) -> str:
    """What an action is about, in a few words."""
    gap = findings.gaps.get(action.gap)
    if gap is not None:
        return f"{gap.code}  {sentence(gap.name)}"
    return {"Training": "Practise", "Exercise": "Next exercise"}.get(action.poete, action.poete)


def _because(action: CorrectiveAction, findings: Findings) -> str:
    """The gaps an action answers, in their own words."""
    names = [name.strip() for name in action.gap.split(",")]
    known = [findings.gaps[name] for name in names if name in findings.gaps]
    if len(known) == 1:
        return known[0].statement
    if known:
        return "\n".join(f"{gap.code}: {gap.statement}" for gap in known)
    return "Steps that were not done as the plan says" if action.gap == "execution" else action.gap


class MethodPart(_Page):
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
