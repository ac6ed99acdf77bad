"""The table of the look: every colour and measure, per scheme. Needs no Qt.

Colours are `#RRGGBB`. Text colours reach a contrast of 4.5:1 on every ground they are used on; the
tests compute it. Measures are in pixels at 96 dots per inch and 100 % zoom; `Tokens.px` scales them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["CHANNELS", "Scheme", "Status", "StatusLook", "Tokens", "contrast", "scheme_tokens"]

Scheme = Literal["light", "dark", "contrast"]
Status = Literal["ok", "warn", "bad", "info", "neutral"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
STATUSES: tuple[Status, ...] = get_args(Status)

#: Channel of an inject -> (index of its role colour, name of its icon).
CHANNELS: dict[str, tuple[int, str]] = {
    "alert": (1, "alert"),
    "page": (4, "page"),
    "ticket": (0, "ticket"),
    "chat": (2, "chat"),
    "mail": (3, "mail"),
    "phone": (9, "phone"),
    "status page": (6, "status-page"),
    "news": (7, "news"),
    "social": (5, "social"),
    "dashboard": (8, "dashboard"),
}


@dataclass(frozen=True)
class StatusLook:
    """How one status shows: ink on any ground, a tint to put behind it, a fill for bars (3:1), and signs."""

    ink: str
    tint: str
    fill: str
    glyph: str
    icon: str


@dataclass(frozen=True)
class Tokens:
    """The look in force: colours of one scheme, and measures at one zoom."""

    scheme: Scheme
    window: str
    surface: str
    raised: str
    sunken: str
    hover: str
    pressed: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    selection: str
    on_selection: str
    focus: str
    danger_fill: str
    danger_hover: str
    danger_pressed: str
    on_danger: str
    track: str
    on_role: str
    roles: tuple[str, ...]
    statuses: dict[Status, StatusLook]
    #: 1.0 at 100 % zoom and 96 dots per inch.
    scale: float = 1.0

    def px(self, measure: float) -> int:
        """A measure in pixels, scaled with the text; never below one pixel."""
        return max(1, round(measure * self.scale))

    def status(self, status: Status) -> StatusLook:
        """Ink, tint, glyph and icon of a status."""
        return self.statuses[status]

    def role(self, index: int) -> str:
        """Colour of the role with this place in the exercise's list of roles; wraps after ten."""
        return self.roles[index % len(self.roles)]

    def channel(self, channel: str) -> tuple[str, str]:
        """Colour and icon name of an inject's channel; a channel nobody knows shows as a note."""
        index, icon = CHANNELS.get(channel, (8, "note"))
        return self.roles[index], icon

    @property
    def gap(self) -> int:
        """Between things that belong together (8)."""
        return self.px(8)

    @property
    def pad(self) -> int:
        """Inside cards, and between groups (12)."""
        return self.px(12)

    @property
    def section(self) -> int:
        """Around pages, and between sections (16)."""
        return self.px(16)

    @property
    def radius(self) -> int:
        """Corner of cards and panels (8)."""
        return self.px(8)


def _channel_light(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    red, green, blue = (_channel_light(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


_GLYPHS: dict[Status, tuple[str, str]] = {
    "ok": ("✓", "ok"),
    "warn": ("▲", "warning"),
    "bad": ("✕", "cross"),
    "info": ("i", "info"),
    "neutral": ("–", "dot"),
}


def _statuses(**inks: tuple[str, str, str]) -> dict[Status, StatusLook]:
    return {name: StatusLook(*inks[name], *_GLYPHS[name]) for name in STATUSES}


_LIGHT = Tokens(
    scheme="light",
    window="#F4F5F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#FBFBFD",
    hover="#ECEEF3",
    pressed="#E1E4EB",
    border="#DEE1E8",
    outline="#8790A0",
    text="#1A1E27",
    muted="#586073",
    disabled="#A3AABA",
    accent="#3A53C5",
    accent_fill="#4560DA",
    accent_hover="#3850C4",
    accent_pressed="#2D42A8",
    on_accent="#FFFFFF",
    selection="#E6EBFD",
    on_selection="#1A1E27",
    focus="#4560DA",
    danger_fill="#C5303E",
    danger_hover="#AD2532",
    danger_pressed="#931C28",
    on_danger="#FFFFFF",
    track="#E3E6ED",
    on_role="#FFFFFF",
    roles=(
        "#4A5FC1", "#A34D02", "#02675A", "#4E1C96", "#8A1263",
        "#54520F", "#00587F", "#5A2D10", "#5A6478", "#2C7340",
    ),
    statuses=_statuses(
        ok=("#17703F", "#DFF3E6", "#1E9655"),
        warn=("#8A5200", "#FCEFD3", "#C67A00"),
        bad=("#B3242F", "#FCE4E4", "#D23A46"),
        info=("#2B55B8", "#E3ECFD", "#4560DA"),
        neutral=("#535B6C", "#EBEDF2", "#838B9B"),
    ),
)  # fmt: skip

_DARK = Tokens(
    scheme="dark",
    window="#14161B",
    surface="#1B1E25",
    raised="#242831",
    sunken="#16181E",
    hover="#272B35",
    pressed="#30353F",
    border="#2D323D",
    outline="#6E7686",
    text="#E6E8ED",
    muted="#9CA4B4",
    disabled="#5F6675",
    accent="#93A7FB",
    accent_fill="#4C66DD",
    accent_hover="#546CDF",
    accent_pressed="#4058C4",
    on_accent="#FFFFFF",
    selection="#262F54",
    on_selection="#F2F4FA",
    focus="#8DA2FF",
    danger_fill="#C23A46",
    danger_hover="#CC424E",
    danger_pressed="#A52E39",
    on_danger="#FFFFFF",
    track="#313743",
    on_role="#14161B",
    roles=(
        "#7FADFB", "#EE9236", "#8FEDE6", "#A98BFF", "#DE78BF",
        "#EEEB9A", "#6FCBF5", "#C08F7E", "#B3B6C0", "#A9D486",
    ),
    statuses=_statuses(
        ok=("#6BD396", "#17332A", "#4DBF80"),
        warn=("#F0B44C", "#3A2E16", "#E5A53B"),
        bad=("#FF8A8A", "#43201F", "#F0696C"),
        info=("#8FB6FF", "#1D2D4C", "#7A90F5"),
        neutral=("#ABB2C0", "#2A2F39", "#7F8796"),
    ),
)  # fmt: skip

_CONTRAST = Tokens(
    scheme="contrast",
    window="#000000",
    surface="#000000",
    raised="#000000",
    sunken="#000000",
    hover="#2B2B2B",
    pressed="#444444",
    border="#FFFFFF",
    outline="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    disabled="#A6A6A6",
    accent="#FFE14D",
    accent_fill="#FFE14D",
    accent_hover="#FFF09A",
    accent_pressed="#E0C200",
    on_accent="#000000",
    selection="#16339A",
    on_selection="#FFFFFF",
    focus="#FFE14D",
    danger_fill="#FF9A9A",
    danger_hover="#FFBABA",
    danger_pressed="#E57C7C",
    on_danger="#000000",
    track="#4A4A4A",
    on_role="#000000",
    roles=(
        "#8FB8FF", "#FFA64D", "#99F6F0", "#B9A0FF", "#FF92DA",
        "#F6F3A2", "#7AD7FF", "#D6A594", "#C9CCD6", "#B7E594",
    ),
    statuses=_statuses(
        ok=("#7CF2A8", "#000000", "#7CF2A8"),
        warn=("#FFC65C", "#000000", "#FFC65C"),
        bad=("#FF9A9A", "#000000", "#FF9A9A"),
        info=("#A6CBFF", "#000000", "#A6CBFF"),
        neutral=("#FFFFFF", "#000000", "#FFFFFF"),
    ),
)  # fmt: skip

_TABLE: dict[Scheme, Tokens] = {"light": _LIGHT, "dark": _DARK, "contrast": _CONTRAST}


def scheme_tokens(scheme: Scheme) -> Tokens:
    """The tokens of a scheme at scale 1."""
    return _TABLE[scheme]
