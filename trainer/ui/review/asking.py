"""Questions of the review: a heading, what it is about, and one button that answers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import button, label, spaced

__all__ = ["Question", "ask_reason", "opened", "reason_field"]


class Question(QDialog):
    """A question with Cancel and one button that answers it; `body` is where its fields go."""

    def __init__(self, title: str, about: str, yes: str, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.finished.connect(self.deleteLater)
        outer = spaced(QVBoxLayout(self), margin=16, gap=12)
        outer.addWidget(label(title, "heading", wrap=True))
        outer.addWidget(label(about, "muted", wrap=True))
        self.body = spaced(QVBoxLayout(), gap=8)
        outer.addLayout(self.body, 1)
        self.doing, cancel = button(yes, "primary"), button("Cancel")
        box = QDialogButtonBox()
        box.addButton(self.doing, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.doing.setDefault(True)
        outer.addWidget(box)


def reason_field(hint: str) -> QPlainTextEdit:
    """A field of a few lines for a reason; Tab leaves it."""
    made = QPlainTextEdit()
    made.setAccessibleName("Reason")
    made.setTabChangesFocus(True)
    made.setPlaceholderText(hint)
    made.setFixedHeight(look.metrics().height() * 4)
    return made


def ask_reason(
    title: str, about: str, yes: str, near: QWidget, then: Callable[[str], object], hint: str = ""
) -> QDialog:
    """Ask why; without a reason there is nothing to confirm. `then` gets the reason."""
    dialog = Question(title, about, yes, near)
    dialog.setMinimumWidth(look.tokens().px(480))
    reason = reason_field(hint)
    dialog.body.addWidget(label("Because", "strong"))
    dialog.body.addWidget(reason)

    def enable() -> None:
        given = bool(reason.toPlainText().strip())
        dialog.doing.setEnabled(given)
        dialog.doing.setToolTip("" if given else "Give a reason first")

    reason.textChanged.connect(enable)
    enable()
    reason.setFocus()
    return opened(dialog, lambda: then(reason.toPlainText().strip()))


def opened(dialog: QDialog, then: Callable[[], object]) -> QDialog:
    """Open a dialog; `then` runs when it was accepted."""
    dialog.accepted.connect(lambda: then())
    dialog.open()
    return dialog
