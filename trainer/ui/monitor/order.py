"""Ordering one operation: its values, a reason, and one step to confirm it, all in the same panel."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainer.core.actions import Operate
from trainer.core.services.views import OperationOffer
from trainer.core.simulation import Operation
from trainer.ui import look
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.offers import takes_words, what_words
from trainer.ui.monitor.rows import operation_words, switch_words
from trainer.ui.monitor.values import OPERATIONS, VALUES
from trainer.ui.panels import Banner, button, label, spaced

__all__ = ["Order"]

_LONGEST = 200
_MOVES = (Operation.FAIL_OVER, Operation.SHIFT_TRAFFIC)
"""Operations that are about one region."""


class Order(QScrollArea):
    """The form of one operation. `ordered` follows when it was ordered, `left` when it was put aside."""

    ordered = Signal()
    left = Signal()

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._offer: OperationOffer | None = None
        self._ready = ""
        self.setAccessibleName("Operation")
        self.verticalScrollBar().setAccessibleName("Operation, scroll")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = label("", "strong", wrap=True)
        self._what = label("", "muted", wrap=True)
        self.choice, self.text, self.region, self.reason = QComboBox(), QLineEdit(), QComboBox(), QLineEdit()
        self.go_on = button("Order…", "primary", "send", "Check it once more, then it is ordered (Return)")
        self.back = button("Back", "quiet", "left", "To the list of operations (Esc)")
        self.confirm = button("Order it now", "danger", "send", "It is carried out at once (Return)")
        self.again = button("Change it", "quiet", "left", "Back to the form (Esc)")
        self._sure = label("", wrap=True)
        self._why = label("", "caption", wrap=True)
        self._banner = Banner()
        self._lay_out()
        self.go_on.clicked.connect(self._ask)
        self.back.clicked.connect(self.left)
        self.confirm.clicked.connect(self._order)
        self.again.clicked.connect(lambda: self._show_step(asking=False))

    def _lay_out(self) -> None:
        page = QWidget()
        page.setAccessibleName("Operation")
        column = spaced(QVBoxLayout(page), margin=2, gap=8)
        column.addWidget(self._title)
        column.addWidget(self._what)
        self._fields = QWidget()
        self._form = QFormLayout(self._fields)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(look.tokens().gap)
        for field in (self.choice, self.text, self.region, self.reason):
            self._form.addRow("Value", field)
        for words, field in (("Value", self.choice), ("Value", self.text), ("Region", self.region),
                             ("Reason", self.reason)):  # fmt: skip
            self._call(field, words)
        for box in (self.choice, self.region):
            box.view().setAccessibleName(box.accessibleName())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        for line in (self.text, self.reason):
            line.setMaxLength(_LONGEST)
        self.region.setPlaceholderText("Choose a region")
        self.reason.setPlaceholderText("If you like: why this, and why now")
        column.addWidget(self._fields)
        column.addWidget(self._sure)
        column.addWidget(self._banner)
        column.addWidget(self._why)
        row = spaced(QHBoxLayout(), gap=6)
        for made in (self.back, self.again):
            row.addWidget(made)
        row.addStretch(1)
        for made in (self.go_on, self.confirm):
            row.addWidget(made)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(page)

    def _call(self, field: QWidget, words: str) -> None:
        """Name a field, for eyes and for assistive technology."""
        field.setAccessibleName(words)
        shown = self._form.labelForField(field)
        if isinstance(shown, QLabel):
            shown.setText(words)

    # -- the form -----------------------------------------------------------------------------------------

    def show_offer(self, offer: OperationOffer) -> None:
        """Show an operation with its fields empty, and put the keyboard into the first."""
        self._offer = offer
        plain = Operate(operation=offer.operation, service=offer.service)
        self._title.setText(self._words(plain))
        what = what_words(offer)
        takes = f"Takes {takes_words(offer)}." if offer.takes else ""
        self._what.setText(" ".join(part for part in (what, takes) if part))
        flags = self._host.telemetry.flags() if offer.operation is Operation.SWITCH_FLAG else ()
        _fill(self.choice, [(switch_words(value, flags) or value, value) for value in offer.values or ()])
        _fill(self.region, [(region, region) for region in offer.regions])
        if offer.regions and offer.operation not in _MOVES:
            self.region.insertItem(0, "All regions", None)
        # Where everything goes is never chosen by default.
        self.region.setCurrentIndex(-1 if offer.operation in _MOVES else 0)
        self.text.clear()
        self.reason.clear()
        for field in (self.choice, self.text):
            self._call(field, VALUES.get(offer.operation, "Value"))
        self._form.setRowVisible(self.choice, bool(offer.values))
        self._form.setRowVisible(self.text, offer.values is not None and not offer.values)
        self._form.setRowVisible(self.region, bool(offer.regions))
        self._show_step(asking=False)

    def _words(self, action: Operate) -> str:
        return operation_words(action, self._host.titles, self._host.telemetry.flags())

    def offer(self) -> OperationOffer | None:
        """The operation whose form is open."""
        return self._offer

    def _show_step(self, asking: bool) -> None:
        self._banner.hide()
        self._fields.setVisible(not asking)
        self._what.setVisible(not asking)
        self._sure.setVisible(asking)
        for made in (self.go_on, self.back):
            made.setVisible(not asking)
        for made in (self.confirm, self.again):
            made.setVisible(asking)
        self._show_ready()
        self.begin()

    def begin(self) -> None:
        """Keyboard to the first field, or to the button that confirms."""
        first = self.confirm if self._sure.isVisibleTo(self) else self._first_field()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _first_field(self) -> QWidget:
        fields = (self.choice, self.text, self.region)
        return next((field for field in fields if self._form.isRowVisible(field)), self.reason)

    def action(self) -> Operate | None:
        """The operation as it stands in the form."""
        if self._offer is None:
            return None
        offer = self._offer
        free = offer.values is not None and not offer.values
        value = self.choice.currentData() if offer.values else self.text.text().strip() if free else ""
        return Operate(
            operation=offer.operation,
            service=offer.service,
            region=self.region.currentData() if offer.regions else None,
            value=value or None,
            reason=self.reason.text().strip(),
        )

    # -- ordering -----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Show once what would be done."""
        action = self.action()
        if action is None or self._offer is None:
            return
        missing, field = self._missing(action)
        if field is not None:
            self._banner.show_message(missing, "warn")
            field.setFocus()
            return
        self._title.setText(self._words(action))
        reason = f"Reason: {action.reason}\n" if action.reason else ""
        self._sure.setText(
            f"{reason}It takes {takes_words(self._offer)}, may fail, and cannot be called back. "
            "Everyone sees that it was ordered, and what came of it."
        )
        self._show_step(asking=True)

    def _missing(self, action: Operate) -> tuple[str, QWidget | None]:
        """What still has to be filled in, and its field."""
        doing = OPERATIONS[action.operation][0]
        needed = self._form.isRowVisible(self.text) and action.operation is not Operation.CHANGE_CONFIGURATION
        if needed and not action.value:
            return f"{doing}: fill in the {self.text.accessibleName().lower()}.", self.text
        if self._form.isRowVisible(self.region) and self.region.currentIndex() < 0:
            return f"{doing}: choose the region.", self.region
        return "", None

    def _order(self) -> None:
        action = self.action()
        if action is None:
            return
        problem = self._host.perform(action)
        if problem:
            self._show_step(asking=False)
            self._banner.show_message(problem, "warn")
            return
        self.ordered.emit()

    def set_ready(self, why_not: str) -> None:
        """Let it be ordered, or say why it cannot be now."""
        self._ready = why_not
        self._show_ready()

    def _show_ready(self) -> None:
        for made in (self.go_on, self.confirm):
            made.setEnabled(not self._ready)
        self._why.setText(self._ready)
        self._why.setVisible(bool(self._ready))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on, Escape goes back."""
        asking = self._sure.isVisibleTo(self)
        if event.key() == Qt.Key.Key_Escape:
            (self.again if asking else self.back).click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            pressed = focus if focus in (self.back, self.again) else self.confirm if asking else self.go_on
            pressed.click()
        else:
            super().keyPressEvent(event)


def _fill(box: QComboBox, values: Iterable[tuple[str, str]]) -> None:
    """Offer values, each with what is shown in its place; whole in a tool tip where the box is too narrow."""
    box.clear()
    for shown, value in values:
        box.addItem(shown, value)
        box.setItemData(box.count() - 1, shown, Qt.ItemDataRole.ToolTipRole)
