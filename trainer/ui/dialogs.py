"""Questions and file choosers. They never wait in a loop of their own: each calls back when it was answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import button, label, spaced
from trainer.ui.settings import Settings

__all__ = ["ask", "choose_file", "choose_folder", "save_file"]

_FOLDER = "files/folder"
_WIDTH = 420


def ask(
    window: QWidget, title: str, loses: str, yes: str, then: Callable[[], None], danger: bool = False
) -> QDialog:
    """Ask once, in the words of what happens; `yes` names the button that does it, Cancel has the focus."""
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    column = spaced(QVBoxLayout(dialog), margin=16, gap=12)
    column.addWidget(label(title, "heading", wrap=True))
    column.addWidget(label(loses, wrap=True))
    doing = button(yes, "danger" if danger else "primary")
    cancel = button("Cancel")
    box = QDialogButtonBox()
    box.addButton(doing, QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    column.addWidget(box)
    dialog.setMinimumWidth(look.tokens().px(_WIDTH))
    dialog.accepted.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    (cancel if danger else doing).setDefault(True)
    (cancel if danger else doing).setFocus()
    dialog.open()
    return dialog


def _dialog(window: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    settings = Settings()
    dialog = QFileDialog(window, title, settings.text(_FOLDER))

    def chosen(name: str) -> None:
        path = Path(name)
        settings.set_text(_FOLDER, str(path if path.is_dir() else path.parent))
        then(path)

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def choose_file(window: QWidget, title: str, kinds: str, then: Callable[[Path], None]) -> None:
    """Let the person choose a file that exists; `kinds` is Qt's filter, such as `Scenarios (*.yaml)`."""
    dialog = _dialog(window, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([*kinds.split(";;"), "All files (*)"])
    dialog.open()


def choose_folder(window: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Let the person choose a folder."""
    dialog = _dialog(window, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def save_file(window: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Let the person name a file to write; one that exists is asked about."""
    dialog = _dialog(window, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.open()
