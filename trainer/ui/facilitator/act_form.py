"""Recording with a form: every kind of act with its fields, for what does not fit on a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from trainer.core.actions import Action
from trainer.core.commands import Act
from trainer.core.plan import ActionKind
from trainer.core.problems import one_line
from trainer.core.time import SECOND
from trainer.ui.facilitator import lexicon
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.form_parts import (
    area_field,
    choice_field,
    fill_choices,
    form_page,
    line_field,
    value_of,
)
from trainer.ui.facilitator.lexicon import Named
from trainer.ui.notice import show_notice
from trainer.ui.panels import button, spin_box

__all__ = ["ActForm"]

Kind = Literal[
    "text", "long", "role", "step", "contact", "audience", "severity", "option", "choice", "inject", "result",
    "confidence", "yes",
]  # fmt: skip


class _Field(NamedTuple):
    """A field of an act: its name in the act, its label, what is entered, and whether it may stay empty."""

    name: str
    label: str
    kind: Kind
    optional: bool = False


_ACTION: Final[TypeAdapter[Action]] = TypeAdapter(Action)
_FIELDS: Final[dict[ActionKind, tuple[_Field, ...]]] = {
    ActionKind.CLASSIFY: (
        _Field("severity", "Severity", "severity"),
        _Field("reason", "Reason", "text"),
        _Field("statement", "Statement", "long"),
    ),
    ActionKind.DECIDE: (_Field("option", "Option", "option"), _Field("reason", "Reason", "long")),
    ActionKind.POST_UPDATE: (
        _Field("audience", "To", "audience"),
        _Field("text", "Text", "long"),
        _Field("next_in", "Next in", "text", True),
        _Field("approved_by", "Approved by", "role", True),
    ),
    ActionKind.PAGE: (
        _Field("contact", "Whom", "contact"),
        _Field("result", "Result", "result"),
        _Field("note", "Note", "text"),
    ),
    ActionKind.DO_STEP: (_Field("step", "Step", "step"), _Field("note", "Note", "text")),
    ActionKind.ASSUME_ROLE: (_Field("role", "Takes", "role"),),
    ActionKind.HAND_OVER: (
        _Field("role", "Hands over", "role"),
        _Field("to", "To", "role", True),
        _Field("briefed", "Briefed on", "long"),
        _Field("accepted", "The receiver confirmed it", "yes"),
    ),
    ActionKind.ACKNOWLEDGE: (_Field("inject", "What", "inject", True),),
    ActionKind.DIAGNOSE: (_Field("cause", "Cause or scope", "long"),),
    ActionKind.CONTAIN: (_Field("measure", "Measure", "text"), _Field("reason", "Reason", "text")),
    ActionKind.VERIFY: (_Field("what", "What", "text"), _Field("evidence", "Evidence", "text")),
    ActionKind.RESOLVE: (_Field("statement", "Statement", "long"),),
    ActionKind.VOTE: (
        _Field("choice", "Answer", "choice"),
        _Field("confidence", "Confidence", "confidence", True),
    ),
    ActionKind.IMPROVISE: (_Field("text", "What", "long"), _Field("instead_of", "Instead of", "step", True)),
    ActionKind.REPORT_BLOCKED: (
        _Field("missing", "Missing", "text"),
        _Field("step", "At step", "step", True),
    ),
    ActionKind.ASK: (_Field("text", "Question", "long"),),
}
_EXAMPLES: Final = {"next_in": "20m"}
_RESULTS: Final = tuple(Named(word, word) for word in ("answered", "no answer", "failed", "wrong person"))
_SURE: Final = tuple(Named(str(number), f"{number} of 5") for number in range(1, 6))


class ActForm(QScrollArea):
    """Who acts, what kind of act, its fields, and when it happened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: dict[_Field, QWidget] = {}
        self.setAccessibleName("Record an act with a form")
        self._rows = form_page(self)
        self.kind = choice_field("Kind of act")
        for kind in _FIELDS:
            self.kind.addItem(kind.value.capitalize(), kind)
        self.role = choice_field("Who acts")
        fill_choices(self.role, [Named(role, desk.title(role)) for role in desk.roles])
        self.ago = spin_box("Seconds ago, in the form", 0, 3_600, " s ago")
        self.ago.setSpecialValueText("just now")
        self.ago.setSingleStep(5)
        self.record = button("&Record", "primary", "add", "Record it (Alt+R)")
        self._rows.addRow("Who", self.role)
        self._rows.addRow("Act", self.kind)
        self._build()
        self.kind.currentIndexChanged.connect(self._build)
        self.role.currentIndexChanged.connect(self.refresh)
        self.record.clicked.connect(self.send)
        self.refresh()

    def _build(self) -> None:
        """Show the fields of the kind that is chosen."""
        for kept in (self.ago, self.record):
            self._take_row(kept)
        for gone in self._fields.values():
            self._rows.removeRow(gone)
        self._fields = {}
        for field in _FIELDS[self._kind()]:
            widget = self._made(field)
            self._fields[field] = widget
            self._rows.addRow("" if field.kind == "yes" else field.label, widget)
        self._rows.addRow("When", self.ago)
        self._rows.addRow("", self.record)
        self.refresh()
        self._order()

    def _take_row(self, widget: QWidget) -> None:
        """Take a row out and keep its field."""
        if self._rows.indexOf(widget) < 0:
            return
        words = self._rows.labelForField(widget)
        self._rows.takeRow(widget)
        if words is not None:
            words.hide()
            words.deleteLater()

    def _order(self) -> None:
        previous: QWidget = self.kind
        for widget in (*self._fields.values(), self.ago, self.record):
            QWidget.setTabOrder(previous, widget)
            previous = widget

    @staticmethod
    def _made(field: _Field) -> QWidget:
        if field.kind == "long":
            return area_field(field.label)
        if field.kind == "text":
            return line_field(field.label, _EXAMPLES.get(field.name, ""))
        if field.kind == "yes":
            made = QCheckBox(field.label)
            made.setChecked(True)
            return made
        return choice_field(field.label)

    # -- what a console uses ------------------------------------------------------------------------------

    def begin(self, role: str | None, kind: ActionKind | None = None) -> None:
        """Go to the form, for a role and a kind where they are known."""
        if role is not None:
            self.role.setCurrentIndex(max(0, self.role.findData(role)))
        if kind is not None:
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self.kind.setFocus()

    def field(self, name: str) -> QWidget:
        """The field with this name in the act. Raises KeyError where the kind has none."""
        return next(widget for field, widget in self._fields.items() if field.name == name)

    def refresh(self) -> None:
        """Offer what there is to choose from now."""
        for field, widget in self._fields.items():
            if isinstance(widget, QComboBox):
                fill_choices(widget, self._choices(field), "–" if field.optional else None)
        self.record.setEnabled(self._desk.in_play())

    def _kind(self) -> ActionKind:
        return ActionKind(self.kind.currentData())

    def _choices(self, field: _Field) -> Sequence[Named]:
        state, script, role = self._desk.state, self._desk.script, self.role.currentData()
        sources: dict[Kind, Callable[[], Sequence[Named]]] = {
            "role": lambda: [Named(name, self._desk.title(name)) for name in self._desk.roles],
            "step": lambda: [Named(s.id, self._desk.step_title(s.id)) for s in lexicon.steps(state, role)],
            "contact": lambda: lexicon.contacts(script),
            "audience": lambda: lexicon.audiences(script),
            "severity": lambda: [Named(s.id, f"{s.id}  {s.title}") for s in script.plan.severities],
            "option": lambda: lexicon.options(state),
            "choice": lambda: lexicon.choices(state, role),
            "inject": lambda: lexicon.injects(state, role),
            "result": lambda: _RESULTS,
            "confidence": lambda: _SURE,
        }
        return sources[field.kind]()

    # -- recording ----------------------------------------------------------------------------------------

    def values(self) -> dict[str, object]:
        """The act as it stands in the form."""
        found: dict[str, object] = {"do": self._kind().value}
        for field, widget in self._fields.items():
            value = value_of(widget)
            if field.kind in ("option", "choice"):
                about, _, chosen = str(value or "").partition("/")
                found["decision" if field.kind == "option" else "vote"] = about
                value = chosen
            if value is None or (value == "" and field.optional):
                continue
            found[field.name] = int(str(value)) if field.kind == "confidence" else value
        return found

    def send(self) -> None:
        """Record the act; where something is missing, say what."""
        try:
            action = _ACTION.validate_python(self.values())
        except ValidationError as error:
            show_notice(_said(error), "warn", self)
            return
        if self._desk.do(Act(self.role.currentData(), action, "facilitator", self.ago.value() * SECOND)):
            self._empty()

    def _empty(self) -> None:
        self.ago.setValue(0)
        for widget in self._fields.values():
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.clear()
        self.kind.setFocus()


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][-1]) if first["loc"] else "the form"
    labels = {field.name: field.label for fields in _FIELDS.values() for field in fields}
    fix = first.get("ctx", {}).get("fix", "")
    return one_line(f"{labels.get(name, name)}: {first['msg']}{f' ({fix})' if fix else ''}")
