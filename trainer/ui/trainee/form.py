"""A short form for one act: fields, a button that does it, and a friendly line when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.actions import Action
from trainer.core.plan import ActionKind
from trainer.ui import look
from trainer.ui.panels import Banner, Icon, button, label, spaced, tool_button
from trainer.ui.trainee.acting import Perform
from trainer.ui.trainee.elided import Elided
from trainer.ui.trainee.fields import Field, WordsEdit, gap_in
from trainer.ui.trainee.kinds import KINDS
from trainer.ui.trainee.scroll import ScrollPage

__all__ = ["ActForm"]

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
Values = dict[str, Any]


class ActForm(QWidget):
    """A form that stays as it was left until its act is done.

    `before` may change the values read from the fields before the act is made of them.
    """

    done = Signal(str)
    closed = Signal()

    def __init__(
        self,
        kind: ActionKind,
        fields: Sequence[Field],
        perform: Perform,
        before: Callable[[Values], Values] | None = None,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.fields = {field.name: field for field in fields}
        self._perform = perform
        self._before = before
        self._untouched: Values = {}
        #: Called after the form was emptied, to offer templates again.
        self.refill: Callable[[], None] = lambda: None
        plain = KINDS[kind].text.replace("&", "")
        self.setAccessibleName(plain)
        self._refusal = Banner()
        self._refusal.setAccessibleName("Why it was not done")
        self._send = button(KINDS[kind].verb, "primary", KINDS[kind].icon, "Ctrl+Return")
        self._send.clicked.connect(self.send)
        column = spaced(QVBoxLayout(self), gap=8)
        column.addLayout(self._head(plain))
        column.addWidget(self._body(plain), 1)
        column.addWidget(self._refusal)
        column.addLayout(self._foot())
        self.mark_untouched()

    def _head(self, plain: str) -> QBoxLayout:
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(Icon(KINDS[self.kind].icon, "accent", 18))
        row.addWidget(label(plain, "heading"))
        row.addWidget(Elided(KINDS[self.kind].hint, ink="muted"), 1)
        close = tool_button("down", f"Put {plain} aside", "Put aside; what is written stays (Esc)")
        close.clicked.connect(self.closed)
        row.addWidget(close)
        return row

    def _body(self, plain: str) -> QWidget:
        page = ScrollPage(plain)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.tokens().pad)
        self._grid.setVerticalSpacing(look.tokens().gap)
        self._grid.setColumnStretch(1, 1)
        for number, field in enumerate(self.fields.values()):
            name = label(field.title, "muted", wrap=True)
            name.setBuddy(field.widget)
            name.setContentsMargins(0, look.tokens().px(6), 0, 0)
            name.setFixedWidth(look.tokens().px(96))
            self._grid.addWidget(name, number * 2, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(field.widget, number * 2, 1)
        page.body.addLayout(self._grid)
        page.body.addStretch(1)
        return page

    def _foot(self) -> QBoxLayout:
        row = spaced(QHBoxLayout(), gap=8)
        self._why = label("", "caption")
        row.addWidget(self._why, 1)
        row.addWidget(self._send)
        return row

    def note(self, field: str, widget: QWidget) -> None:
        """Put something to read below a field."""
        number = list(self.fields).index(field)
        self._grid.addWidget(widget, number * 2 + 1, 1)

    def widget(self, field: str) -> QWidget:
        """The widget of a field."""
        return self.fields[field].widget

    def value(self, field: str) -> Any:
        """What stands in a field, None while it is empty."""
        return self.fields[field].read()

    def values(self) -> Values:
        """What stands in all fields."""
        return {name: field.read() for name, field in self.fields.items()}

    def prefill(self, values: Mapping[str, Any]) -> None:
        """Fill fields; what a person wrote is replaced only in the fields named."""
        for name, value in values.items():
            self.fields[name].write(value)

    def mark_untouched(self) -> None:
        """What stands in the fields now counts as not written by anybody."""
        self._untouched = self.values()

    def mark_field(self, field: str) -> None:
        """What stands in one field now counts as not written by anybody."""
        self._untouched[field] = self.value(field)

    def dirty(self) -> bool:
        """Whether somebody wrote something that was not sent."""
        return self.values() != self._untouched

    def untouched(self, field: str) -> Any:
        """What stood in a field before anybody wrote in it."""
        return self._untouched.get(field)

    def set_ready(self, why_not: str) -> None:
        """Let the act be done, or say why it cannot be done now."""
        self._send.setEnabled(not why_not)
        self._why.setText(why_not)

    def start(self) -> None:
        """Put the keyboard into the first field that is still to be filled."""
        for field in self.fields.values():
            if isinstance(field.widget, WordsEdit) and field.widget.to_gap():
                field.widget.setFocus()
                return
            if field.read() in (None, False):
                field.widget.setFocus()
                return
        next(iter(self.fields.values())).widget.setFocus()

    def reset(self) -> None:
        """Empty all fields."""
        for field in self.fields.values():
            field.clear()
        self._refusal.hide()
        self.mark_untouched()
        self.refill()

    def send(self) -> None:
        """Do the act, or say what is missing or why it was refused."""
        if not self._send.isEnabled():
            return
        problem = self._missing()
        action = None if problem else self._action()
        if action is not None:
            problem = self._perform(action)
        if problem:
            self._refusal.show_message(problem, "warn")
            return
        self.reset()
        self.done.emit(self.kind.value)

    def _missing(self) -> str:
        for field in self.fields.values():
            value = field.read()
            if field.missing and value is None:
                field.widget.setFocus()
                return field.missing
            left = self._gap_left(field, value)
            if left:
                return f"{field.title} still has a gap: {left}. Fill it, or take it out."
        return ""

    def _gap_left(self, field: Field, value: Any) -> str:
        """A gap of the template that was begun and not filled; a template that nobody touched is not sent."""
        template = self._untouched.get(field.name)
        if not isinstance(field.widget, WordsEdit) or not gap_in(str(template or "")):
            return ""
        gap = gap_in(str(value or ""))
        if not gap or gap not in str(template) or (value == template and not field.missing):
            return ""
        field.widget.setFocus()
        field.widget.to_gap()
        return gap

    def _action(self) -> Action | None:
        values = {name: value for name, value in self.values().items() if value is not None}
        for name, field in self.fields.items():
            template = self._untouched.get(name)
            if (
                isinstance(field.widget, WordsEdit)
                and gap_in(str(template or ""))
                and values.get(name) == template
            ):
                del values[name]
        if self._before is not None:
            values = self._before(values)
        try:
            return _ACTION.validate_python({"do": self.kind.value, **values})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            self._refusal.show_message(
                f"{'.'.join(str(part) for part in first['loc'][1:])}: {first['msg']}", "warn"
            )
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return does it, Escape puts it aside."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _sends(event):
            self.send()
        else:
            super().keyPressEvent(event)


def _sends(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
