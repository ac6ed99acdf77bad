"""The keyboard overview and the words about the program. The overview is read off the window itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout, QWidget

from trainer import __version__
from trainer.ui import look
from trainer.ui.models import Column, FilterModel, RowsModel
from trainer.ui.panels import Icon, button, label, search_field, spaced
from trainer.ui.tables import table

__all__ = ["Key", "about", "keyboard_overview", "keys_of"]


@dataclass(frozen=True)
class Key:
    """One shortcut: what it does, what to press, and where it holds."""

    what: str
    keys: str
    where: str


_EVERYWHERE = (
    Key("Go to the next or the previous control", "Tab, Shift+Tab", "Everywhere"),
    Key("Move in a list, a table or a timeline", "Arrow keys", "Everywhere"),
    Key("Open or carry out what is chosen", "Return", "Everywhere"),
    Key("Press a button, tick a box", "Space", "Everywhere"),
    Key("Open a menu", "Alt and the letter that is underlined", "Everywhere"),
    Key("Zoom a timeline", "+, -, 0", "Timelines"),
)


def _written(sequences: Iterable[QKeySequence]) -> str:
    return ", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in sequences)


def keys_of(window: QWidget, where: str) -> tuple[Key, ...]:
    """The shortcuts of a window's actions, buttons and shortcuts, as they are now."""
    found = (
        Key(what.replace("&", "").rstrip("…"), keys, own or where) for what, keys, own in _shortcuts(window)
    )
    return tuple(dict.fromkeys(found))


def _shortcuts(window: QWidget) -> Iterator[tuple[str, str, str]]:
    """What, keys, and the name of the part of the window where they hold (empty: everywhere in it)."""
    for action in window.findChildren(QAction):
        if action.shortcuts() and action.text():
            yield action.text(), _written(action.shortcuts()), ""
    for made in window.findChildren(QAbstractButton):
        if not made.shortcut().isEmpty() and (made.text() or made.accessibleName()):
            yield made.text() or made.accessibleName(), _written([made.shortcut()]), ""
    for shortcut in window.findChildren(QShortcut):
        words = shortcut.whatsThis() or shortcut.objectName()
        if words:
            place = shortcut.parent()
            yield (
                words,
                _written(shortcut.keys()),
                place.accessibleName() if isinstance(place, QWidget) else "",
            )


def keyboard_overview(window: QWidget, others: Iterable[QWidget] = ()) -> QDialog:
    """Show every shortcut of the program's open windows."""
    rows = [*keys_of(window, "Menus and buttons")]
    for other in others:
        rows += keys_of(other, other.windowTitle())
    columns = (
        Column[Key]("what", "What", lambda key: key.what, width=44),
        Column[Key]("keys", "Keys", lambda key: key.keys, width=15),
        Column[Key]("where", "Where", lambda key: key.where, width=18),
    )
    dialog = _dialog(window, "Keyboard overview", 720)
    model: RowsModel[Key] = RowsModel(
        columns, key=lambda key: f"{key.where}\n{key.keys}\n{key.what}", parent=dialog
    )
    model.append([*rows, *_EVERYWHERE])
    found = FilterModel(model, dialog)
    search = search_field("Search the keyboard overview")
    search.textChanged.connect(found.set_text)
    view = table(found, "Keyboard overview", stretch="what", parent=dialog)
    view.setMinimumHeight(look.tokens().px(380))
    column = dialog.layout()
    assert isinstance(column, QVBoxLayout)
    column.addWidget(search)
    column.addWidget(view, 1)
    _close_button(dialog, column)
    search.setFocus()
    dialog.open()
    return dialog


def about(window: QWidget, library: str) -> QDialog:
    """Say what the program is, and where its library is."""
    dialog = _dialog(window, "About Incident Trainer", 440)
    column = dialog.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, Icon("app", "accent", 48))
    column.addWidget(label(f"Version {__version__}, on Qt {qVersion()}", "muted"))
    words = (
        "Drills people on their own incident plan and shows where the plan, the means or the skills have gaps. It "
        "grades nobody. It works alone on this machine: nothing leaves it unless you export it."
    )
    column.addWidget(label(words, wrap=True))
    column.addWidget(label(f"Library: {library}", "caption", wrap=True))
    _close_button(dialog, column)
    dialog.open()
    return dialog


def _dialog(window: QWidget, title: str, width: int) -> QDialog:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    dialog.setMinimumWidth(look.tokens().px(width))
    dialog.finished.connect(dialog.deleteLater)
    column = spaced(QVBoxLayout(dialog), margin=16, gap=12)
    column.addWidget(label(title, "title"))
    return dialog


def _close_button(dialog: QDialog, column: QVBoxLayout) -> None:
    close = button("Close")
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
