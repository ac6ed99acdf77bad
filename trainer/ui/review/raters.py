"""What raters gave an objective, side by side, and whether they agree; hidden from one who has not rated yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import ObjectiveResult, RatingGiven
from trainer.ui import look
from trainer.ui.panels import Card, Chip, Icon, button, label, spaced
from trainer.ui.review.links import FigureLink
from trainer.ui.review.words import counted, rating_status, rating_words, sentence

__all__ = ["agreement", "hidden_from", "raters_of", "ratings_told"]

_ACROSS: Final = 3


def raters_of(objective: ObjectiveResult) -> tuple[RatingGiven, ...]:
    """What each rater gave alone."""
    return tuple(given for given in objective.given if not given.consensus)


def hidden_from(objective: ObjectiveResult, rater: str) -> tuple[RatingGiven, ...]:
    """What others gave before this rater has given a rating: it would sway them. Nothing once all settled together."""
    alone = raters_of(objective)
    if objective.consensus or any(given.rater == rater for given in alone):
        return ()
    return alone


def agreement(objective: ObjectiveResult) -> tuple[str, str]:
    """Whether the raters agree, in a sentence, and the icon to it; empty while there is nothing to say."""
    alone = raters_of(objective)
    if objective.consensus:
        return f"Settled together: {rating_words(objective.rating)}.", "team"
    if not alone:
        wanted = (
            "A critical objective asks for two raters, each for themselves." if objective.critical else ""
        )
        return wanted, "team" if wanted else ""
    if len(alone) == 1:
        if objective.critical:
            return "One rater so far. A critical objective asks for a second one.", "warning"
        return "One rater so far.", "person"
    given = list(dict.fromkeys(one.rating for one in alone))
    if len(given) == 1:
        who = "Both raters" if len(alone) == 2 else f"All {len(alone)} raters"
        return f"{who} gave {given[0]}.", "ok"
    differ = f"The raters differ: {', '.join(given[:-1])} and {given[-1]}"
    return f"{differ}. The lower one counts until they settle on one together.", "warning"


def ratings_told(
    objective: ObjectiveResult,
    hidden: tuple[RatingGiven, ...],
    show: Callable[[], object],
    opened: Callable[[RatingGiven], object],
) -> list[QWidget]:
    """The section of the ratings: columns and agreement, or what is hidden and the way to show it."""
    if hidden:
        return [_kept_back(len(hidden), show)]
    told: list[QWidget] = []
    words, icon = agreement(objective)
    if words:
        row = QWidget()
        across = spaced(QHBoxLayout(row), gap=8)
        tint = {"warning": "warn", "ok": "ok", "team": "info"}.get(icon, "muted")
        across.addWidget(Icon(icon, tint, 16), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label(words, wrap=True), 1)
        told.append(row)
    if objective.given:
        told.append(_columns(objective, opened))
    return told


def _kept_back(number: int, show: Callable[[], object]) -> QWidget:
    row = QWidget()
    across = spaced(QHBoxLayout(row), gap=8)
    across.addWidget(Icon("lock", "muted", 16), 0, Qt.AlignmentFlag.AlignTop)
    rated = "Another rater has" if number == 1 else f"{counted(number, 'other rater')} have"
    words = f"{rated} rated it. It stays hidden until you have given your own rating, so that it is your own."
    across.addWidget(label(words, wrap=True), 1)
    made = button("Show", "quiet", "eye", "Show what others gave before you have rated")
    made.setAccessibleName("Show what other raters gave")
    made.clicked.connect(lambda: show())
    across.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _columns(objective: ObjectiveResult, opened: Callable[[RatingGiven], object]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(look.tokens().gap)
    ordered = sorted(objective.given, key=lambda given: given.consensus)
    columns = min(_ACROSS, max(2, len(ordered)))
    for place, given in enumerate(ordered):
        grid.addWidget(_column(given, opened), place // columns, place % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return made


def _column(given: RatingGiven, opened: Callable[[RatingGiven], object]) -> QWidget:
    title = "Settled together" if given.consensus else sentence(given.rater)
    card = Card()
    card.setAccessibleName(f"{title}: {rating_words(given.rating)}")
    chip = Chip(given.rating, rating_status(given.rating))
    chip.setToolTip(rating_words(given.rating))
    chip.setAccessibleName(rating_words(given.rating))
    head = spaced(QHBoxLayout(), gap=8)
    head.addWidget(label(title, "strong", wrap=True), 1)
    head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    column = spaced(QVBoxLayout(), gap=4)
    column.addLayout(head)
    column.addWidget(label(given.reason or "No reason was given.", "muted", wrap=True))
    column.addStretch(1)
    if given.evidence:
        link = FigureLink(str(len(given.evidence)), "events it rests on", "show them in the timeline")
        link.setAccessibleName(f"{title}: {link.accessibleName()}")
        link.opens(partial(opened, given))
        column.addWidget(link)
    card.body.addLayout(column)
    return card
