"""Pieces of a plan file: as it is written, with what changed and what is still to be filled in marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.review.changes import Span, unfinished

__all__ = ["DiffText", "FileText"]

_FEWEST: Final = 3
_MOST: Final = 22
_FRAME: Final = 20


class _MonoText(QPlainTextEdit):
    """Text in a font with letters of one width, dressed again when the look changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._dress()
        look.changes().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(look.font("mono"))
        self.mark_again()

    def mark_again(self) -> None:
        """Mark what is to be marked, in the colours in force."""

    def _selection(self, span: Span, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[0] + span[1], QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, style
        return selection


class FileText(_MonoText):
    """A piece of a file, as high as it needs, to read or to edit; `went` strikes what is marked through."""

    def __init__(self, name: str, went: bool = False, parent: QWidget | None = None) -> None:
        self._went, self._spans, self._all_new = went, list[Span](), False
        super().__init__(name, parent)
        self.setReadOnly(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)

    def show_text(self, text: str, spans: Iterable[Span], all_new: bool = False) -> None:
        """Show a text in which these spans are marked as changed; what is new as a whole is not underlined besides."""
        self._all_new = all_new
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.mark(spans)

    def mark(self, spans: Iterable[Span]) -> None:
        """Mark these spans as changed."""
        self._spans = list(spans)
        self.mark_again()

    def marked(self) -> list[str]:
        """The words that are marked as changed."""
        text = self.toPlainText()
        return [text[at : at + length] for at, length in self._spans]

    def mark_again(self) -> None:
        """Changed words in the colour of what went or came, and struck through or underlined; markers in their own."""
        self._spans = [span for span in self._spans if sum(span) <= len(self.toPlainText())]
        shown = [self._selection(span, self._changed()) for span in self._spans]
        if not self._went:
            shown += [
                self._selection(span, _style("warn", bold=True)) for span in unfinished(self.toPlainText())
            ]
        self.setExtraSelections(shown)

    def _changed(self) -> QTextCharFormat:
        style = _style("bad" if self._went else "ok", self._went)
        if self._all_new:
            style.setFontUnderline(False)
        return style

    def _lines(self) -> int:
        return round(self.document().size().height())

    def _height(self) -> int:
        """What the lines need, up to so many; the layout measures each as it is drawn."""
        block, high, least = self.document().begin(), 0.0, self.fontMetrics().lineSpacing()
        while block.isValid():
            high += max(self.blockBoundingRect(block).height(), least)
            block = block.next()
        return round(min(max(high, _FEWEST * least), _MOST * least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text is at this width."""
        super().resizeEvent(event)
        self._on_size_changed()

    def _on_size_changed(self) -> None:
        scrolls = self._lines() > _MOST
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if scrolls else policies.ScrollBarAlwaysOff
        )
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as the text, within reason."""
        px = look.tokens().px
        return QSize(px(280), self._height() + px(_FRAME) + 2 * round(self.document().documentMargin()))

    def minimumSizeHint(self) -> QSize:
        """Words wrap down to this width; the height is that of the text."""
        return QSize(look.tokens().px(170), self.sizeHint().height())


def _style(status: Status, struck: bool = False, bold: bool = False) -> QTextCharFormat:
    shown = look.tokens().status(status)
    made = QTextCharFormat()
    made.setBackground(look.colour(shown.tint))
    made.setForeground(look.colour(shown.ink))
    made.setFontStrikeOut(struck)
    made.setFontUnderline(not struck)
    if bold:
        made.setFontWeight(700)
    return made


class DiffText(_MonoText):
    """A unified difference of two files: what goes, what comes, and where."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

    def show_diff(self, text: str) -> None:
        """Show a difference; where it was scrolled to stays."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.mark_again()

    def mark_again(self) -> None:
        """Whole lines on the ground of what went and came; the signs at their beginning say it too."""
        shown, at = [], 0
        lines: Sequence[str] = self.toPlainText().split("\n")
        for line in lines:
            status = _line_status(line)
            if status is not None:
                style = QTextCharFormat()
                style.setForeground(look.colour(look.tokens().status(status).ink))
                if status != "info":
                    style.setBackground(look.colour(look.tokens().status(status).tint))
                style.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
                selection = self._selection((at, len(line)), style)
                shown.append(selection)
            at += len(line) + 1
        markers = unfinished(self.toPlainText())
        self.setExtraSelections(
            [*shown, *(self._selection(span, _style("warn", bold=True)) for span in markers)]
        )


def _line_status(line: str) -> Status | None:
    if line.startswith(("+++", "---", "@@")):
        return "info"
    return {"+": "ok", "-": "bad"}.get(line[:1])  # type: ignore[return-value]
