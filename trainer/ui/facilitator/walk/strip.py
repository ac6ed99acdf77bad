"""The line above the walk: how far it is, what the answers were, and stated times against the targets."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from trainer.core.actions import WalkAnswer
from trainer.core.time import say_duration
from trainer.core.walk.chains import Chain
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.walk.rows import Figures, figures
from trainer.ui.panels import Chip, spaced
from trainer.ui.panels.basic import chip_size
from trainer.ui.walk.words import ANSWERS

__all__ = ["WalkStrip", "chain_words", "place_words", "stated_words"]


def place_words(found: Figures) -> str:
    """Where the walk stands: `Step 3 of 10, 2 walked`."""
    place = f"Step {found.place} of {found.steps}" if found.place else f"{found.steps} steps"
    counts = [
        (found.walked, "walked"), (found.left_out, "left out"), (found.to_go, "to go"),
    ]  # fmt: skip
    return f"{place}  ·  {', '.join(f'{count} {words}' for count, words in counts if count)}"


def stated_words(found: Figures) -> str:
    """Stated times in sum, and how many are within their targets; empty while none was stated."""
    if not found.stated_steps:
        return ""
    steps = f"{found.stated_steps} step{'' if found.stated_steps == 1 else 's'}"
    within = f", {found.within} of {found.compared} within target" if found.compared else ""
    return f"Stated: {say_duration(found.stated)} for {steps}{within}"


def chain_words(desk: Desk, chain: Chain | None) -> str:
    """The running sum along the tightest chain: `From first alert to "Declare the commander": 12 of 15 min`."""
    if chain is None:
        return ""
    title = desk.script.steps[chain.step].title
    least = "at least " if chain.unknown else ""
    return f"From {chain.anchor} to “{title}”: {least}{say_duration(chain.needed)} of {say_duration(chain.allowed)}"


class WalkStrip(QFrame):
    """Place, answers by kind, stated times, and whose targets count."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Progress of the walk-through")
        self.place = ElidedLabel("strong", whole=True)
        self.answers: dict[WalkAnswer, Chip] = {answer: Chip("") for answer in ANSWERS}
        self.stated = ElidedLabel("base", "muted")
        self.severity = Chip("")
        row = spaced(QHBoxLayout(self), gap=8)
        px = look.tokens().px
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.addWidget(self.place)
        row.addSpacing(px(8))
        for chip in self.answers.values():
            row.addWidget(chip)
        row.addSpacing(px(8))
        row.addWidget(self.stated, 1)
        row.addWidget(self.severity)
        self._show_severity()

    def minimumSizeHint(self) -> QSize:
        """The place, and a count for each answer."""
        px = look.tokens().px
        return QSize(
            self.place.sizeHint().width() + px(44 * len(ANSWERS) + 120), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the answers in words where there is room for them."""
        super().resizeEvent(event)
        self.refresh()

    def _show_severity(self) -> None:
        severity = self._desk.state.true_severity
        self.severity.setVisible(severity is not None)
        self.severity.show_status(f"Targets of {severity}", "neutral", "flag")

    def refresh(self) -> Figures:
        """Count again; returns the figures shown."""
        found = figures(self._desk)
        self.place.show_text(place_words(found))
        late = found.within < found.compared or (found.chain is not None and found.chain.by > 0)
        said = (stated_words(found), chain_words(self._desk, found.chain))
        self.stated.show_text("  ·  ".join(part for part in said if part), "warn" if late else "muted")
        in_words = self._needed(found) <= self.width()
        for answer, chip in self.answers.items():
            count, shown = found.answers[answer], ANSWERS[answer]
            words = f"{count} {answer}"
            chip.setVisible(count > 0)
            chip.show_status(words if in_words else str(count), shown.status, shown.icon)
            chip.setAccessibleName(words)
            chip.setToolTip(words)
        return found

    def _needed(self, found: Figures) -> int:
        """The width at which everything stands in words, in pixels."""
        chips = [chip_size(f"{count} {answer}").width() for answer, count in found.answers.items() if count]
        words = sum(part.sizeHint().width() for part in (self.place, self.stated, self.severity))
        return sum(chips) + words + look.tokens().px(64 + 8 * len(chips))
