"""A complete palette from the tokens, so that the look does not depend on the platform's own."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from trainer.ui.look.tokens import Tokens

__all__ = ["palette"]

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def _active(look: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: look.window,
        _Role.WindowText: look.text,
        _Role.Base: look.surface,
        _Role.AlternateBase: look.sunken,
        _Role.Text: look.text,
        _Role.PlaceholderText: look.muted,
        _Role.Button: look.surface,
        _Role.ButtonText: look.text,
        _Role.BrightText: look.status("bad").ink,
        _Role.ToolTipBase: look.raised,
        _Role.ToolTipText: look.text,
        _Role.Link: look.accent,
        _Role.LinkVisited: look.accent,
        _Role.Highlight: look.selection,
        _Role.HighlightedText: look.on_selection,
        _Role.Accent: look.accent_fill,
        _Role.Light: look.raised,
        _Role.Midlight: look.hover,
        _Role.Mid: look.border,
        _Role.Dark: look.outline,
        _Role.Shadow: look.window,
    }


def palette(look: Tokens) -> QPalette:
    """The palette of the tokens, all groups filled."""
    made = QPalette()
    for role, colour in _active(look).items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText, _Role.ToolTipText):
        made.setColor(_Group.Disabled, role, QColor(look.disabled))
    made.setColor(_Group.Disabled, _Role.Highlight, QColor(look.hover))
    return made
