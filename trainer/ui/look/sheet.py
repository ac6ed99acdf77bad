"""The style sheet, generated from the tokens: what a palette cannot say (shape, spacing, states).

Each constant below is one family of controls. `$name` is a token, `$px_N` the measure N scaled with the text,
`$part_NAME` the path of a small drawing in `parts/` (arrows and check marks, which a style sheet can only take
from files).
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from string import Template

from trainer.ui.look.tokens import Tokens

__all__ = ["style_sheet"]

_PARTS = Path(__file__).with_name("parts")

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: ${px_1}px solid $control; border-radius: ${px_6}px;
  padding: ${px_5}px ${px_12}px; min-height: ${px_18}px; qproperty-iconSize: ${px_20}px ${px_16}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: ${px_2}px solid $focus; padding: ${px_4}px ${px_11}px; }
QPushButton:disabled { color: $disabled; background: transparent; border-color: $border; }
QPushButton[kind="primary"] { background: $accent_fill; color: $on_accent; border-color: $accent_fill; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: ${px_2}px solid $ring; }
QPushButton[kind="danger"] { background: $danger_fill; color: $on_danger; border-color: $danger_fill; }
QPushButton[kind="danger"]:hover { background: $danger_hover; border-color: $danger_hover; }
QPushButton[kind="danger"]:pressed { background: $danger_pressed; border-color: $danger_pressed; }
QPushButton[kind="danger"]:focus { border: ${px_2}px solid $ring; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $pressed; }
QPushButton[kind="quiet"]:focus { border-color: $focus; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled
  { background: $pressed; color: $disabled; border-color: transparent; }
QPushButton[kind="nav"] { background: transparent; border-color: transparent; text-align: left;
  padding: ${px_6}px ${px_10}px; }
QPushButton[kind="nav"]:hover { background: $hover; }
QPushButton[kind="nav"]:checked { background: $selection; color: $on_selection; }
QPushButton[kind="nav"]:focus { border-color: $focus; padding: ${px_5}px ${px_9}px; }
QPushButton::menu-indicator { image: url("$part_down"); width: ${px_14}px; subcontrol-position: right center;
  subcontrol-origin: padding; right: ${px_6}px; }
QToolButton { background: transparent; border: ${px_1}px solid transparent; border-radius: ${px_6}px;
  padding: ${px_4}px; icon-size: ${px_18}px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked, QToolButton:open { background: $pressed; }
QToolButton:focus { border-color: $focus; }
QToolButton:disabled { color: $disabled; }
"""

_INPUTS = """
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox
  { background: $surface; color: $text; border: ${px_1}px solid $control; border-radius: ${px_6}px;
  selection-background-color: $selection; selection-color: $on_selection; }
QLineEdit, QComboBox, QMenu, QAbstractItemView { icon-size: ${px_16}px; }
QLineEdit, QComboBox, QAbstractSpinBox { padding: ${px_4}px ${px_8}px; min-height: ${px_20}px; }
QTextEdit, QPlainTextEdit { padding: ${px_4}px; }
QLineEdit:hover, QTextEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QAbstractSpinBox:hover
  { border-color: $outline; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus
  { border: ${px_2}px solid $focus; padding: ${px_3}px ${px_7}px; }
QTextEdit:focus, QPlainTextEdit:focus { border: ${px_2}px solid $focus; padding: ${px_3}px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled
  { background: $window; color: $disabled; border-color: $border; }
QLineEdit:read-only, QTextEdit:read-only, QPlainTextEdit:read-only { background: $sunken; }
QComboBox { padding-right: ${px_24}px; }
QComboBox::drop-down { border: 0; width: ${px_24}px; }
QComboBox::down-arrow { image: url("$part_down"); width: ${px_14}px; height: ${px_14}px; }
QComboBox QAbstractItemView { background: $raised; outline: 0; }
QAbstractSpinBox { padding-right: ${px_22}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: ${px_20}px;
  subcontrol-origin: border; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$part_up"); width: ${px_11}px; height: ${px_11}px; }
QAbstractSpinBox::down-arrow { image: url("$part_down"); width: ${px_11}px; height: ${px_11}px; }
QCheckBox, QRadioButton { spacing: ${px_8}px; padding: ${px_2}px; border: ${px_1}px solid transparent;
  border-radius: ${px_4}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: ${px_14}px;
  height: ${px_14}px; border: ${px_1}px solid $outline; background: $surface; }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: ${px_4}px; }
QRadioButton::indicator { border-radius: ${px_7}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent_fill; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QCheckBox::indicator:indeterminate,
  QAbstractItemView::indicator:checked { background: $accent_fill; border-color: $accent_fill; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { image: url("$part_check"); }
QCheckBox::indicator:indeterminate { image: url("$part_dash"); }
QRadioButton::indicator:checked { image: url("$part_dot"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $pressed; border-color: $border; }
QSlider:horizontal { min-height: ${px_20}px; }
QSlider::groove:horizontal { height: ${px_4}px; background: $track; border-radius: ${px_2}px; }
QSlider::sub-page:horizontal { background: $accent_fill; border-radius: ${px_2}px; }
QSlider::handle:horizontal { width: ${px_14}px; margin: -${px_6}px 0; border-radius: ${px_8}px;
  background: $surface; border: ${px_1}px solid $outline; }
QSlider::handle:horizontal:focus, QSlider::handle:horizontal:hover { border: ${px_2}px solid $focus; }
QProgressBar { background: $track; border: 0; border-radius: ${px_4}px; text-align: center; color: $text;
  min-height: ${px_8}px; }
QProgressBar::chunk { background: $accent_fill; border-radius: ${px_4}px; }
"""

_VIEWS = """
QAbstractItemView, QFrame[panel="strip"] { background: $surface; border: ${px_1}px solid $border;
  border-radius: ${px_8}px; padding: ${px_2}px; outline: 0;
  selection-background-color: $selection; selection-color: $on_selection; }
QFrame[panel="card"] QAbstractItemView { border-color: $surface; border-radius: ${px_6}px; padding: 0; }
QAbstractItemView:focus, QFrame[panel="card"] QAbstractItemView:focus, QFrame[panel="strip"]:focus
  { border-color: $focus; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus, QFrame[panel="card"] QComboBox QAbstractItemView,
  QFrame[panel="card"] QComboBox QAbstractItemView:focus { border: 0; padding: ${px_4}px; }
QTableView { gridline-color: $border; }
QTableView::item, QTreeView::item { padding: 0 ${px_5}px; border: 0; border-bottom: ${px_1}px solid $hairline; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected
  { background: $selection; color: $on_selection; }
QTableView::item:focus, QTreeView::item:focus { border: ${px_1}px solid $focus; }
QListView::item { padding: ${px_4}px ${px_8}px; border-radius: ${px_4}px; }
QListView::item:hover:!selected { background: $hover; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: ${px_1}px solid $border;
  padding: ${px_6}px ${px_8}px; font-weight: 500; }
QHeaderView::section:hover { color: $text; }
QHeaderView::down-arrow { image: url("$part_down"); width: ${px_12}px; height: ${px_12}px; }
QHeaderView::up-arrow { image: url("$part_up"); width: ${px_12}px; height: ${px_12}px; }
QTableCornerButton::section { background: $surface; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: ${px_12}px; }
QScrollBar:horizontal { height: ${px_12}px; }
QScrollBar::handle { background: $thumb; border-radius: ${px_3}px; margin: ${px_3}px; }
QScrollBar::handle:vertical { min-height: ${px_32}px; }
QScrollBar::handle:horizontal { min-width: ${px_32}px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
"""

_FRAMES = """
QFrame[panel="card"] { background: $surface; border: ${px_1}px solid $border; border-radius: ${px_8}px; }
QFrame[panel="bar"] { background: $surface; border: 0; border-bottom: ${px_1}px solid $border; }
QFrame[panel="side"] { background: $sunken; border: 0; border-right: ${px_1}px solid $border; }
QFrame[panel="line"] { background: $border; border: 0; max-height: ${px_1}px; min-height: ${px_1}px; }
QTabWidget::pane { border: 0; border-top: ${px_1}px solid $border; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; border: ${px_1}px solid transparent;
  border-bottom: ${px_2}px solid transparent; padding: ${px_6}px ${px_12}px; margin-right: ${px_2}px;
  border-top-left-radius: ${px_6}px; border-top-right-radius: ${px_6}px; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border-color: $focus; }
QTabBar::tab:disabled { color: $disabled; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: ${px_8}px; }
QSplitter::handle:vertical { height: ${px_8}px; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $pressed; }
QGroupBox { border: ${px_1}px solid $border; border-radius: ${px_8}px; margin-top: ${px_10}px;
  padding: ${px_12}px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: ${px_10}px; padding: 0 ${px_4}px; }
QToolBar { background: $surface; border: 0; border-bottom: ${px_1}px solid $border; spacing: ${px_4}px;
  padding: ${px_4}px ${px_8}px; }
QToolBar::separator { background: $border; width: ${px_1}px; margin: ${px_4}px; }
QStatusBar { background: $surface; color: $muted; border-top: ${px_1}px solid $border; }
QStatusBar::item { border: 0; }
QMenuBar { background: $surface; border-bottom: ${px_1}px solid $border; }
QMenuBar::item { background: transparent; padding: ${px_4}px ${px_10}px; border-radius: ${px_4}px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $raised; border: ${px_1}px solid $border; border-radius: ${px_8}px; padding: ${px_4}px; }
QMenu::item { padding: ${px_5}px ${px_24}px ${px_5}px ${px_12}px; border-radius: ${px_4}px; }
QMenu::item:selected { background: $selection; color: $on_selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: ${px_8}px; }
QMenu::separator { height: ${px_1}px; background: $border; margin: ${px_4}px ${px_8}px; }
QMenu::indicator { width: ${px_14}px; height: ${px_14}px; left: ${px_6}px; }
QMenu::indicator:checked { image: url("$part_tick"); }
QMenu::right-arrow { image: url("$part_right"); width: ${px_12}px; height: ${px_12}px; }
QToolTip { background: $raised; color: $text; border: ${px_1}px solid $control; padding: ${px_4}px ${px_6}px; }
"""

_WORDS = """
QLabel { background: transparent; }
QLabel:disabled { color: $disabled; }
QLabel[words="muted"] { color: $muted; }
QLabel[words="caption"] { color: $muted; font-size: ${pt_caption}pt; }
QLabel[words="strong"] { font-weight: 600; }
QLabel[words="heading"] { font-size: ${pt_heading}pt; font-weight: 600; }
QLabel[words="title"] { font-size: ${pt_title}pt; font-weight: 600; }
QLabel[words="display"] { font-size: ${pt_display}pt; font-weight: 600; }
QLabel[words="mono"] { font-family: "JetBrains Mono", "Cascadia Mono", "Consolas", "Noto Sans Mono",
  "DejaVu Sans Mono", monospace; }
"""

_ALL = _FRAMES + _VIEWS + _INPUTS + _BUTTONS + _WORDS


def _mixed(one: str, other: str, share: float) -> str:
    """`share` of `one` in `other`."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(left * share + right * (1 - share)):02X}" for left, right in pairs)


def _colours(look: Tokens) -> dict[str, str]:
    named = {field.name: getattr(look, field.name) for field in fields(look)}
    colours = {name: value for name, value in named.items() if isinstance(value, str)}
    strong = look.scheme == "contrast"
    colours["control"] = look.outline if strong else _mixed(look.outline, look.border, 0.35)
    colours["hairline"] = look.border if strong else _mixed(look.border, look.surface, 0.6)
    colours["thumb"] = _mixed(look.outline, look.surface, 0.55)
    colours["ring"] = look.text
    return colours


def style_sheet(look: Tokens, base_points: float) -> str:
    """The style sheet for these tokens; `base_points` is the size of the program's font."""
    values = _colours(look)
    folder = _PARTS / look.scheme
    values |= {f"part_{path.stem}": path.as_posix() for path in folder.glob("*.svg")}
    values |= {f"px_{number}": str(look.px(int(number))) for number in re.findall(r"px_(\d+)", _ALL)}
    for step, factor in (("caption", 0.87), ("heading", 1.14), ("title", 1.48), ("display", 2.0)):
        values[f"pt_{step}"] = f"{base_points * factor:.2f}"
    return Template(_ALL).substitute(values)
