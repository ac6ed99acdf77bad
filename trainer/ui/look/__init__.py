"""The look of the program: schemes, tokens, fonts and icons.

`apply(app, "dark", 125)` dresses everything. Painted widgets read `tokens()` when they paint and derive from
`trainer.ui.panels.Painted`, which repaints on a change; anything else listens to `changes().changed`.
Widgets take part through dynamic properties, set with `mark`:

- `kind` of a push or tool button: `primary`, `danger`, `quiet`, `nav`;
- `words` of a label: `muted`, `caption`, `strong`, `heading`, `title`, `display`, `mono`;
- `panel` of a frame: `card`, `bar` (along the top), `side` (along the left), `strip` (a painted view), `line` (a rule).
"""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from trainer.ui.look.fonts import Step, font, metrics
from trainer.ui.look.icons import icon, icon_names, paint_icon, tint_colour
from trainer.ui.look.state import Choice, apply, changes, choice, tokens, zoom
from trainer.ui.look.tokens import CHANNELS, SCHEMES, STATUSES, Scheme, Status, StatusLook, Tokens, contrast

__all__ = [
    "CHANNELS", "SCHEMES", "STATUSES", "Choice", "Scheme", "Status", "StatusLook", "Step", "Tokens",
    "apply", "changes", "choice", "colour", "contrast", "font", "icon", "icon_names", "mark", "metrics",
    "paint_icon", "tint_colour", "tokens", "zoom",
]  # fmt: skip


def colour(tint: str) -> QColor:
    """The colour of a token, a status or a `#RRGGBB`, in the scheme in force."""
    return QColor(tint_colour(tint))


def mark(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a dynamic property the style sheet knows, and let the widget show it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
