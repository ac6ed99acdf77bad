"""Splitters whose shares are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from trainer.ui import look
from trainer.ui.settings import Settings

__all__ = ["splitter"]


def splitter(
    name: str, way: Qt.Orientation, parts: Sequence[QWidget], shares: Sequence[int], first: int = 0
) -> QSplitter:
    """Parts side by side (or above each other), in these shares until a person has chosen others; kept under `name`.

    `first` gives the first part a size of its own, in pixels at 100 %, which a larger window does not change.
    """
    made, settings = QSplitter(way), Settings()
    made.setAccessibleName(name.rpartition("/")[2].capitalize())
    made.setChildrenCollapsible(False)
    for place, (part, share) in enumerate(zip(parts, shares, strict=True)):
        made.addWidget(part)
        made.setStretchFactor(place, 0 if first and place == 0 else share)
    if first:
        made.setSizes([look.tokens().px(first), *(look.tokens().px(first * share) for share in shares[1:])])
    else:
        made.setSizes([share * 100 for share in shares])
    stored = settings.blob(name)
    if stored is not None:
        made.restoreState(stored)
    made.splitterMoved.connect(lambda: settings.set_blob(name, made.saveState()))
    return made
