"""A message that lies over the lower edge of a window until it is dismissed or the next act succeeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Banner

__all__ = ["Notice", "clear_notice", "notice_text", "show_notice"]

_WIDEST = 640
_NAME = "notice"
_READ_IN_MS = 8_000
_SHADOW = 90


class Notice(Banner):
    """The one message of a window; it takes no focus and keeps to the lower edge."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(parent=window)
        self._window = window
        self._then: Callable[[], object] | None = None
        self.setObjectName(_NAME)
        self._read = QTimer(self, singleShot=True, interval=_READ_IN_MS)
        self._read.timeout.connect(self.hide)
        self.asks_for_care = False
        self.acted.connect(self._on_acted)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.tokens().px(24))
        shadow.setOffset(0, look.tokens().px(4))
        shadow.setColor(QColor(0, 0, 0, _SHADOW))
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)

    def show_over(self, text: str, level: Status, action: str, then: Callable[[], object] | None) -> None:
        """Show a message above everything else in the window; `then` is what `action` does.

        What offers nothing to do and asks for nothing leaves by itself; what is bad stays until it is dismissed.
        """
        self._then = then
        self.asks_for_care = level in ("warn", "bad")
        self._read.stop()
        if level in ("ok", "warn") and not action:
            self._read.start()
        self.show_message(text, level, action)
        self._settle()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _on_acted(self) -> None:
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then()

    def _settle(self) -> None:
        window, margin = self._window, look.tokens().section
        width = min(look.tokens().px(_WIDEST), window.width() - 2 * margin)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry((window.width() - width) // 2, window.height() - height - 2 * margin, width, height)


def _notice_of(window: QWidget) -> Notice | None:
    return cast("Notice | None", window.findChild(Notice, _NAME))


def show_notice(
    text: str,
    level: Status,
    near: QWidget,
    action: str = "",
    then: Callable[[], object] | None = None,
) -> Notice:
    """Show a message in the window that a widget is in; it replaces the one before."""
    window = near.window()
    notice = _notice_of(window) or Notice(window)
    notice.show_over(text, level, action, then)
    return notice


def clear_notice(near: QWidget) -> None:
    """Take a warning away, if there is one: what it was about has been done by now."""
    notice = _notice_of(near.window())
    if notice is not None and notice.asks_for_care:
        notice.hide()


def notice_text(near: QWidget) -> str:
    """The message that a widget's window shows, or an empty text."""
    notice = _notice_of(near.window())
    return notice.text() if notice is not None and not notice.isHidden() else ""
