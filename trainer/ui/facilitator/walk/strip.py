"""The line above the walk: how far it is, what the answers were, and durations against the targets."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from trainer.core.actions import WalkAnswer
from trainer.core.time import say_duration
from trainer.core.walk.chains import Chain
from trainer.core.walk.sayings import anchor_words
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.walk.rows import Figures, figures
from trainer.ui.panels import Chip, spaced
from trainer.ui.panels.basic import chip_size
from trainer.ui.walk.words import ANSWERS

__all__ = ["WalkStrip", "chain_words", "duration_words", "place_words"]


def place_words(found: Figures) -> str:
    """Where the walk stands: `Step 3 of 10, 2 walked`."""
    place = f"Step {found.place} of {found.steps}" if found.place else f"{found.steps} steps"
    counts = [
        (found.walked, "walked"), (found.left_out, "left out"), (found.to_go, "to go"),
    ]  # fmt: skip
    return f"{place}  ·  {', '.join(f'{count} {words}' for count, words in counts if count)}"


def duration_words(found: Figures) -> str:
    """Durations in sum, and how many targets they keep, as the report counts them; empty while none is known."""
    if not found.took_steps:
        return ""
    steps = f"{found.took_steps} step{'' if found.took_steps == 1 else 's'}"
    targets = f"{found.judged} target{'' if found.judged == 1 else 's'}"
    kept = f", {found.kept} of {targets} kept" if found.judged else ""
    return f"{say_duration(found.took)} for {steps}{kept}"


def chain_words(desk: Desk, chain: Chain | None) -> str:
    """The sum along the tightest chain, figures first: `12 min of 15 min from "first alert" to “Open the ticket”`."""
    if chain is None:
        return ""
    least = "at least " if chain.unknown else ""
    figures_ = f"{least}{say_duration(chain.needed)} of {say_duration(chain.allowed)}"
    since, title = anchor_words(desk.script, chain.anchor), desk.script.steps[chain.step].title
    return f"{figures_} from {since} to “{title}”"


class WalkStrip(QFrame):
    """Place, answers by kind, durations, and whose targets count."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Progress of the walk-through")
        self.place = ElidedLabel("strong", whole=True)
        self.answers: dict[WalkAnswer, Chip] = {answer: Chip("") for answer in ANSWERS}
        self.durations = ElidedLabel("base", "muted")
        self.severity = Chip("")
        row = spaced(QHBoxLayout(self), gap=8)
        px = look.tokens().px
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.addWidget(self.place)
        row.addSpacing(px(8))
        for chip in self.answers.values():
            row.addWidget(chip)
        row.addSpacing(px(8))
        row.addWidget(self.durations, 1)
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
        late = found.kept < found.judged or (found.chain is not None and found.chain.by > 0)
        said = (duration_words(found), chain_words(self._desk, found.chain))
        self.durations.show_text("  ·  ".join(part for part in said if part), "warn" if late else "muted")
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
        words = sum(part.sizeHint().width() for part in (self.place, self.durations, self.severity))
        return sum(chips) + words + look.tokens().px(64 + 8 * len(chips))
