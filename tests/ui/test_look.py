"""The look: contrasts computed from the tokens, every icon, fonts and zoom, and what follows a change."""

from __future__ import annotations

import re
from itertools import product

import pytest
from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from trainer.ui import look
from trainer.ui.look import SCHEMES, STATUSES, Scheme, Tokens, contrast
from trainer.ui.look.icons import _FOLDER
from trainer.ui.look.palette import palette
from trainer.ui.look.sheet import _PARTS, style_sheet
from trainer.ui.look.tokens import CHANNELS, scheme_tokens

READABLE = 4.5
VISIBLE = 3.0
GROUNDS = ("window", "surface", "raised", "sunken", "hover", "selection")


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication):
    look.apply(qapp, "light")
    yield
    look.apply(qapp, "light")


def inks(tokens: Tokens) -> dict[str, str]:
    named = {"text": tokens.text, "muted": tokens.muted, "accent": tokens.accent}
    named |= {f"role {number}": colour for number, colour in enumerate(tokens.roles)}
    return named | {status: tokens.status(status).ink for status in STATUSES}


@pytest.mark.parametrize(("scheme", "ground"), list(product(SCHEMES, GROUNDS)))
def test_every_ink_can_be_read_on_every_ground(scheme: Scheme, ground: str):
    tokens = scheme_tokens(scheme)
    poor = {n: c for n, c in inks(tokens).items() if contrast(c, getattr(tokens, ground)) < READABLE}
    assert not poor


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_fills_can_be_read(scheme: Scheme):
    tokens = scheme_tokens(scheme)
    pairs = [(tokens.on_accent, getattr(tokens, f"accent_{end}")) for end in ("fill", "hover", "pressed")]
    pairs += [(tokens.on_danger, getattr(tokens, f"danger_{end}")) for end in ("fill", "hover", "pressed")]
    pairs += [(tokens.on_role, role) for role in tokens.roles]
    pairs += [(tokens.status(status).ink, tokens.status(status).tint) for status in STATUSES]
    pairs += [(tokens.text, tokens.status(status).tint) for status in STATUSES]
    pairs += [(tokens.on_selection, tokens.selection), (tokens.text, tokens.pressed)]
    assert min(contrast(*pair) for pair in pairs) >= READABLE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_edges_and_bars_stand_out(scheme: Scheme):
    tokens = scheme_tokens(scheme)
    for colour in (tokens.focus, tokens.outline, *(tokens.status(status).fill for status in STATUSES)):
        assert contrast(colour, tokens.surface) >= VISIBLE
    assert contrast(tokens.focus, tokens.window) >= VISIBLE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_roles_and_status_signs_differ_from_each_other(scheme: Scheme):
    tokens = scheme_tokens(scheme)
    assert len(set(tokens.roles)) == 10
    assert len({tokens.status(status).glyph for status in STATUSES}) == len(STATUSES)
    assert len({tokens.status(status).icon for status in STATUSES}) == len(STATUSES)
    assert len(set(CHANNELS.values())) == len(CHANNELS)


def test_contrast_is_the_published_measure():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_palette_says_a_colour_for_every_role(qapp, scheme: Scheme):
    made = palette(scheme_tokens(scheme))
    for role in QPalette.ColorRole:
        if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            assert made.isBrushSet(QPalette.ColorGroup.Active, role), role
            assert made.isBrushSet(QPalette.ColorGroup.Disabled, role), role


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_sheet_is_filled_in_and_its_drawings_exist(scheme: Scheme):
    sheet = style_sheet(scheme_tokens(scheme), 10.5)
    assert "$" not in sheet
    drawings = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert drawings
    for drawing in drawings:
        assert QImage(drawing).size().isValid(), drawing


@pytest.mark.parametrize("scheme", SCHEMES)
def test_drawings_of_the_style_sheet_have_the_colours_of_their_scheme(scheme: Scheme):
    tokens = scheme_tokens(scheme)
    allowed = {tokens.on_accent, tokens.muted, tokens.text}
    for path in (_PARTS / scheme).glob("*.svg"):
        assert set(re.findall(r"#[0-9A-F]{6}", path.read_text(encoding="utf-8"))) <= allowed, path.name


def _inked(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 60 for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("name", look.icon_names())
def test_every_icon_draws_something(qapp, name: str):
    pixmap = look.icon(name).pixmap(QSize(24, 24))
    assert 6 < _inked(pixmap.toImage()) < 24 * 24


def test_icons_the_tokens_name_exist():
    named = {icon for _, icon in CHANNELS.values()} | {
        scheme_tokens("light").status(status).icon for status in STATUSES
    }
    assert named <= set(look.icon_names())


@pytest.mark.parametrize("name", sorted(set(look.icon_names()) - {"app"}))
def test_icons_keep_the_grid_and_the_stroke(name: str):
    source = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert 'stroke="currentColor"' in source
    assert "#" not in source


def test_an_icon_nobody_drew_is_refused_by_name():
    with pytest.raises(KeyError, match="unicorn"):
        look.icon("unicorn")


def test_icons_are_as_sharp_as_the_screen(qapp):
    pixmap = look.icon("home").pixmap(QSize(16, 16), 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)


def _main_colour(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image = icon.pixmap(QSize(32, 32), mode).toImage()
    solid = [
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    ]
    return max(set(solid), key=solid.count).upper()


def test_icons_follow_scheme_and_mode(qapp):
    shown = look.icon("stop")
    assert _main_colour(shown) == scheme_tokens("light").text
    look.apply(qapp, "dark")
    assert _main_colour(shown) == scheme_tokens("dark").text
    assert _main_colour(shown, QIcon.Mode.Disabled) == scheme_tokens("dark").disabled
    assert _main_colour(look.icon("stop", "bad")) == scheme_tokens("dark").status("bad").ink


def test_an_icon_is_made_once(qapp):
    assert look.icon("play") is look.icon("play")


def test_icons_paint_at_any_size(qapp):
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    look.paint_icon(painter, "plan", QRectF(0, 0, 64, 64), "fill:ok")
    painter.end()
    assert _inked(image) > 100


def test_a_change_is_told_after_all_is_in_place(qapp, qtbot):
    with qtbot.waitSignal(look.changes().changed):
        look.apply(qapp, "contrast", 150)
    assert look.tokens().scheme == "contrast"
    assert (look.choice(), look.zoom()) == ("contrast", 150)
    assert qapp.palette().window().color().name().upper() == scheme_tokens("contrast").window


def test_following_the_system_shows_a_scheme(qapp):
    look.apply(qapp, "system")
    assert look.choice() == "system"
    assert look.tokens().scheme in SCHEMES


def test_zoom_scales_text_and_measures_together(qapp):
    base, measure = look.font().pointSizeF(), look.tokens().px(12)
    look.apply(qapp, "light", 200)
    assert look.font().pointSizeF() == pytest.approx(2 * base)
    assert look.tokens().px(12) == 2 * measure
    look.apply(qapp, "light", 400)
    assert look.zoom() == 200


def test_figures_have_one_width(qapp):
    font = look.font("display", tabular=True)
    assert font.featureValue(font.Tag("tnum")) == 1


def test_a_property_changes_how_a_widget_is_drawn(qtbot):
    button = QPushButton("Start")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    look.mark(button, "kind", "primary")
    assert button.grab().toImage() != before


class _Talker(QObject):
    said = Signal(bool)
    nothing = Signal()


def test_signals_and_texts_by_the_thousand_survive(qtbot):
    """A binding that loses a reference to True or None at each emit dies here."""
    talker = _Talker()
    heard: list[bool] = []
    words = QLabel()
    qtbot.addWidget(words)
    talker.said.connect(heard.append)
    talker.nothing.connect(lambda: None)
    for number in range(20_000):
        talker.said.emit(number % 2 == 0)
        talker.nothing.emit()
        words.setText(str(number))
    assert len(heard) == 20_000
    assert words.text() == "19999"
