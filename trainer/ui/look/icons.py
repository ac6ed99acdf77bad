"""Icons by name, drawn from our own SVG files and tinted by the tokens when they are painted.

The files are on a 24-pixel grid, stroke 1.75, in `currentColor`. A tint is the name of a token
(`text`, `muted`, `accent`, `on_accent` ...), of a status (`ok`, `warn`, `bad`, `info`, `neutral`; `fill:ok` is
its fill), or a `#RRGGBB` colour. Because the engine asks for the colour at paint time, icons follow a change of scheme.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from trainer.ui.look import state
from trainer.ui.look.tokens import STATUSES, Status

__all__ = ["icon", "icon_names", "paint_icon", "tint_colour"]

_FOLDER = Path(__file__).with_name("icons")
_PIXMAPS_KEPT = 2_000


def icon_names() -> tuple[str, ...]:
    """Every icon there is, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


@cache
def _source(name: str) -> str:
    path = _FOLDER / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"there is no icon {name!r}; icon_names() lists them")
    return path.read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    coloured = _source(name).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(coloured.encode()))


def tint_colour(tint: str) -> str:
    """The `#RRGGBB` behind a tint, in the scheme in force."""
    if tint.startswith("#"):
        return tint
    look = state.tokens()
    if tint in STATUSES:
        return look.status(tint).ink
    if tint.startswith("fill:"):
        return look.status(cast(Status, tint.removeprefix("fill:"))).fill
    return str(getattr(look, tint))


def paint_icon(painter: QPainter, name: str, rect: QRectF, tint: str = "text") -> None:
    """Draw an icon into `rect` of any painter, at the device's own resolution."""
    _renderer(name, tint_colour(tint)).render(painter, rect)


class _Pixmaps:
    """Rendered icons, kept by name, colour, size and resolution; the oldest go first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, int, int, float], QPixmap] = {}

    def get(self, name: str, colour: str, size: QSize, ratio: float) -> QPixmap:
        """The icon on a transparent pixmap of `size` logical pixels."""
        key = (name, colour, size.width(), size.height(), ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _PIXMAPS_KEPT:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[key] = _drawn(name, colour, size, ratio)
        return found


def _drawn(name: str, colour: str, size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = min(size.width(), size.height())
    left, top = (size.width() - side) / 2, (size.height() - side) / 2
    _renderer(name, colour).render(painter, QRectF(left, top, side, side))
    painter.end()
    return pixmap


_pixmaps = _Pixmaps()


class _TintedEngine(QIconEngine):
    """Draws one icon in the colour its tint has now; disabled and selected icons follow the text."""

    def __init__(self, name: str, tint: str) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def _colour(self, mode: QIcon.Mode) -> str:
        if mode is QIcon.Mode.Disabled:
            return state.tokens().disabled
        if mode is QIcon.Mode.Selected and self._tint in ("text", "muted"):
            return state.tokens().on_selection
        return tint_colour(self._tint)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw into `rect`, centred and square."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        painter.drawPixmap(rect.topLeft(), _pixmaps.get(self._name, self._colour(mode), rect.size(), ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """A pixmap of exactly `size` device pixels."""
        return _pixmaps.get(self._name, self._colour(mode), size, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """A pixmap of `size` logical pixels for a screen of resolution `scale`."""
        return _pixmaps.get(self._name, self._colour(mode), size, scale)

    def clone(self) -> QIconEngine:
        """An equal engine."""
        return _TintedEngine(self._name, self._tint)

    def key(self) -> str:
        """Name of the kind of engine."""
        return "trainer-tinted"


@cache
def icon(name: str, tint: str = "text") -> QIcon:
    """The icon of this name; raises KeyError when there is none."""
    _source(name)
    return QIcon(_TintedEngine(name, tint))
