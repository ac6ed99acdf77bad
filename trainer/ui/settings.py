"""What the program remembers of how a person left it. What cannot be read counts as never set."""

from __future__ import annotations

from typing import Final, get_args

from PySide6.QtCore import QByteArray, QSettings

from trainer.ui.look import Choice

__all__ = ["CHOICES", "ZOOMS", "Settings"]

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
ZOOMS: Final = (100, 110, 125, 150, 175, 200)


class Settings:
    """Named settings of this person on this machine."""

    def __init__(self) -> None:
        self._store = QSettings()

    def scheme(self) -> Choice:
        """The colour scheme that was chosen."""
        stored = str(self._store.value("look/scheme", "system"))
        return next((choice for choice in CHOICES if choice == stored), "system")

    def set_scheme(self, scheme: Choice) -> None:
        """Remember a colour scheme."""
        self._store.setValue("look/scheme", scheme)

    def zoom(self) -> int:
        """Size of the text in per cent, one of ZOOMS."""
        try:
            stored = int(str(self._store.value("look/zoom", 100)))
        except ValueError:
            return 100
        return min(ZOOMS, key=lambda zoom: abs(zoom - stored))

    def set_zoom(self, zoom: int) -> None:
        """Remember a size of the text."""
        self._store.setValue("look/zoom", zoom)

    def text(self, name: str) -> str:
        """A remembered line of text, empty when there is none."""
        return str(self._store.value(name, "") or "")

    def set_text(self, name: str, value: str) -> None:
        """Remember a line of text."""
        self._store.setValue(name, value)

    def blob(self, name: str) -> QByteArray | None:
        """A window's remembered geometry or state, or None."""
        stored = self._store.value(name)
        return stored if isinstance(stored, QByteArray) and not stored.isEmpty() else None

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Remember a window's geometry or state."""
        self._store.setValue(name, value)
