"""The look in force and the word that it changed. Import it through `trainer.ui.look`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from trainer.ui.look.fonts import base_font, dots_scale, forget_fonts
from trainer.ui.look.palette import palette
from trainer.ui.look.sheet import style_sheet
from trainer.ui.look.tokens import Scheme, Tokens, scheme_tokens

__all__ = ["Choice", "apply", "changes", "choice", "tokens", "zoom"]

Choice = Literal["system", "light", "dark", "contrast"]
SMALLEST_ZOOM, LARGEST_ZOOM = 100, 200


class Changes(QObject):
    """Says that the look changed, after palette, fonts and style sheet are in place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._followed: QApplication | None = None

    def follow(self, app: QApplication) -> None:
        """Hear of the system's own changes, once per application."""
        if self._followed is not app:
            self._followed = app
            app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    def _on_system_scheme_changed(self) -> None:
        if self._followed is not None and _in_force.choice == "system":
            apply(self._followed, "system", _in_force.zoom)


@dataclass
class _InForce:
    choice: Choice
    zoom: int
    tokens: Tokens
    changes: Changes | None = None


_in_force = _InForce("system", 100, scheme_tokens("light"))


def tokens() -> Tokens:
    """The tokens in force."""
    return _in_force.tokens


def choice() -> Choice:
    """What the user chose, which may be to follow the system."""
    return _in_force.choice


def zoom() -> int:
    """The zoom in force, per cent."""
    return _in_force.zoom


def changes() -> Changes:
    """The object whose signal `changed` follows every change of the look."""
    if _in_force.changes is None:
        _in_force.changes = Changes()
    return _in_force.changes


def _system_scheme(app: QApplication) -> Scheme:
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"


def _ask_platform(app: QApplication, scheme: Choice) -> None:
    """Let title bars and native dialogs follow, where the platform can."""
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "contrast": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(wanted.get(scheme, Qt.ColorScheme.Unknown))


def apply(app: QApplication, scheme: Choice = "system", zoom: int = 100) -> None:
    """Dress the whole application in a scheme, with text at `zoom` per cent (100 to 200)."""
    _in_force.choice = scheme
    _in_force.zoom = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, zoom))
    _ask_platform(app, scheme)
    shown = _system_scheme(app) if scheme == "system" else scheme
    scale = dots_scale() * _in_force.zoom / 100
    _in_force.tokens = replace(scheme_tokens(shown), scale=scale)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    font = base_font(_in_force.zoom)
    app.setFont(font)
    forget_fonts()
    app.setPalette(palette(_in_force.tokens))
    app.setStyleSheet(style_sheet(_in_force.tokens, font.pointSizeF()))
    changes().follow(app)
    changes().changed.emit()
