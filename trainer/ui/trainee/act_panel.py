"""What can be done at a seat: a row of acts, and below it the form of the one that was chosen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from trainer.core.plan import ActionKind
from trainer.ui import look
from trainer.ui.panels import Card, label
from trainer.ui.trainee.flow import FlowLayout
from trainer.ui.trainee.form import ActForm
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.kinds import KINDS

__all__ = ["ActPanel"]


class ActPanel(Card):
    """Acts and their forms. `acknowledged` follows its button; `opened` says whether a form is open."""

    acknowledged = Signal()
    opened = Signal(bool)

    def __init__(self, forms: Forms, kinds: Collection[ActionKind] | None = None) -> None:
        super().__init__()
        self.setAccessibleName("What you do")
        self._forms = forms
        self._kinds = kinds
        """the acts that are offered; None offers all, and acknowledging"""
        self._ready = ""
        self._open: ActionKind | None = None
        self.buttons: dict[ActionKind, QToolButton] = {}
        self.add(self._row())
        self._stack = QStackedWidget()
        self._stack.hide()
        self.add(self._stack, 1)
        self._said = label("", "caption", wrap=True)
        self._said.hide()
        self.add(self._said)

    def _row(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName("Acts")
        flow = FlowLayout(holder, look.tokens().px(2))
        self.acknowledge = _act_button("Ac&knowledge", "alert", "")
        self.acknowledge.clicked.connect(self.acknowledged)
        flow.addWidget(self.acknowledge)
        self.acknowledge.setVisible(self._kinds is None)
        for kind, shown in KINDS.items():
            if kind is ActionKind.DO_STEP:
                continue  # it is done from the plan, where the steps are
            if self._kinds is not None and kind not in self._kinds:
                continue
            made = _act_button(shown.text, shown.icon, shown.hint)
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, kind=kind: self._on_chosen(kind))
            self.buttons[kind] = made
            flow.addWidget(made)
        return holder

    def form(self) -> ActForm | None:
        """The form that is open."""
        return self._forms.form(self._open) if self._open is not None else None

    def open(self, kind: ActionKind, known: dict[str, Any] | None = None) -> ActForm:
        """Open an act's form as it was left, with some fields filled in."""
        form = self._forms.form(kind)
        if self._stack.indexOf(form) < 0:
            self._stack.addWidget(form)
            form.done.connect(lambda _kind, form=form: self._on_done(form))
            form.closed.connect(self.close_form)
            form.set_ready(self._ready)
        if known:
            form.prefill(known)
            for name in known:
                form.mark_field(name)
        self._open = kind
        self._said.hide()
        self._stack.setCurrentWidget(form)
        self._stack.show()
        self._mark()
        self.opened.emit(True)
        form.start()
        return form

    def close_form(self) -> None:
        """Put the form aside; what was written in it stays."""
        if self._open is None:
            return
        last = self.buttons.get(self._open, self.acknowledge)
        self._open = None
        self._stack.hide()
        self._mark()
        self.opened.emit(False)
        last.setFocus()

    def set_ready(self, why_not: str) -> None:
        """Let acts be done, or say why they cannot be done now; forms may be filled all the same."""
        self._ready = why_not
        for form in self._forms.made.values():
            form.set_ready(why_not)

    def set_acknowledge(self, what: str) -> None:
        """Name what the acknowledge button acknowledges; an empty text means nothing."""
        self.acknowledge.setEnabled(bool(what) and not self._ready)
        self.acknowledge.setToolTip(f"Acknowledge “{what}”" if what else "There is nothing to acknowledge")

    def drafts(self) -> tuple[ActionKind, ...]:
        """Acts with words that were not sent."""
        return self._forms.drafts()

    def say(self, text: str) -> None:
        """Say below the acts what was recorded."""
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def _on_chosen(self, kind: ActionKind) -> None:
        if self._open is kind:
            self.close_form()
        else:
            self.open(kind)

    def _on_done(self, form: ActForm) -> None:
        if self._open is form.kind:
            self.close_form()
        self._mark()

    def _mark(self) -> None:
        """Show which form is open and which hold a draft."""
        drafts = self.drafts()
        for kind, made in self.buttons.items():
            made.setChecked(kind is self._open)
            draft = kind in drafts and kind is not self._open
            made.setText(KINDS[kind].text + (" •" if draft else ""))
            plain = KINDS[kind].text.replace("&", "")
            made.setAccessibleName(f"{plain}, half written" if draft else plain)


class _ActButton(QToolButton):
    """Icon and words close together, so that all acts have room in two lines."""

    def sizeHint(self) -> QSize:
        """Icon, words, and a little air."""
        px = look.tokens().px
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&", ""))
        return QSize(px(18) + px(4) + words + px(14), self.fontMetrics().height() + px(12))


def _act_button(text: str, icon: str, tip: str) -> QToolButton:
    made = _ActButton()
    made.setIcon(look.icon(icon))
    made.setText(text)
    made.setAccessibleName(text.replace("&", ""))
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made
