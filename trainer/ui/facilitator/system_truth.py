"""The ground truth: what is really broken, what users notice, what it costs; and faults by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer.core.commands import RemoveFault
from trainer.core.services.views import FaultSeen, SimulatedSystem
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.system_fault import FaultForm
from trainer.ui.facilitator.system_words import fault_rows, standing, toll_words
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.operations import Operations
from trainer.ui.monitor.rows import OperationRow, operation_rows
from trainer.ui.monitor.words import Words
from trainer.ui.panels import Banner, Icon, button, label, spaced

__all__ = ["Truth"]


class Truth(QWidget):
    """A column that only the facilitator sees."""

    def __init__(self, desk: Desk, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._host = desk, host
        self._chosen = ""
        self.setAccessibleName("What is really going on")
        self.setMinimumWidth(look.tokens().px(240))
        self._impact, self._recovery = _Sign("Impact"), _Sign("Recovery")
        self._toll = {name: label("", "strong") for name, _ in toll_words(self._model())}
        self.under_way = Words("caption", "muted")
        self.faults = Operations(self._rows, "Faults", "Nothing is planned to break. Add a fault below.")
        self.form = FaultForm(desk)
        self.add = button(
            "&Add fault…", "normal", "add", "Let something break that the scenario does not have"
        )
        self.end = button("&End it…", "normal", "stop", "End the selected fault, whatever the team does")
        self.asked = Banner()
        self._pages = QStackedWidget()
        self._lay_out()
        self.add.clicked.connect(self.open_form)
        self.end.clicked.connect(self.ask_end)
        self.asked.acted.connect(self._end)
        self.form.done.connect(self.close_form)
        self.form.begun.connect(self._choose)
        self.faults.view.selectionModel().currentChanged.connect(self._on_chosen)

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), gap=8)
        column.addWidget(self._impact)
        column.addWidget(self._recovery)
        figures = QGridLayout()
        figures.setSpacing(look.tokens().px(2))
        for number, (name, shown) in enumerate(self._toll.items()):
            shown.setAccessibleName(name)
            figures.addWidget(label(name, "caption"), number, 0)
            figures.addWidget(shown, number, 1)
        figures.setColumnStretch(1, 1)
        figures.setHorizontalSpacing(look.tokens().px(12))
        column.addLayout(figures)
        column.addWidget(self.under_way)
        column.addWidget(self._pages, 1)
        self._pages.addWidget(self._list())
        self._pages.addWidget(self.form)

    def _list(self) -> QWidget:
        page = QWidget()
        column = spaced(QVBoxLayout(page), gap=6)
        column.addWidget(label("Faults", "heading"))
        column.addWidget(self.faults, 1)
        column.addWidget(self.asked)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(self.add)
        row.addWidget(self.end)
        row.addStretch(1)
        column.addLayout(row)
        return page

    def _model(self) -> SimulatedSystem:
        system = self._desk.state.system
        if system is None:
            raise LookupError("the exercise has no simulated system")
        return system.current()

    def _rows(self) -> Sequence[OperationRow]:
        return fault_rows(self._desk, self._model())

    # -- what is shown ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show how everything really stands."""
        model = self._model()
        now = standing(self._desk, model)
        self._impact.show_sign(now.impact, now.impact_status)
        self._recovery.show_sign(now.recovery, now.recovery_status)
        for name, figure in toll_words(model):
            self._toll[name].setText(figure)
        running = [row for row in operation_rows(self._host, looks=True) if row.running]
        words = "; ".join(
            f"{row.title} ({row.who}, {row.state.removeprefix('under way, ')})" for row in running
        )
        said = f"Under way: {words}" if words else "No operation is under way."
        self.under_way.show_text(said)
        self.under_way.setToolTip(said)
        self.faults.refresh()
        self._show_buttons()

    def _selected(self) -> FaultSeen | None:
        row = self.faults.current()
        truth = self._model().truth()
        return truth[row.act] if row is not None and row.act < len(truth) else None

    def _show_buttons(self) -> None:
        seen = self._selected()
        playing = self._desk.in_play()
        self.add.setEnabled(playing)
        self.end.setEnabled(playing and seen is not None and seen.active)
        self.form.begin_now.setEnabled(playing)

    def _on_chosen(self) -> None:
        self.asked.hide()
        self._show_buttons()

    # -- faults by hand -----------------------------------------------------------------------------------

    def look_at(self, service: str) -> None:
        """The service that a further fault is offered for."""
        self._chosen = service

    def open_form(self) -> None:
        """Show the form of a further fault."""
        self._pages.setCurrentWidget(self.form)
        self.form.begin(self._model(), self._chosen)

    def close_form(self) -> None:
        """Back to the list."""
        self._pages.setCurrentIndex(0)
        self.refresh()
        self.faults.view.setFocus()

    def _choose(self, fault: str) -> None:
        """Put the cursor on a fault."""
        truth = self._model().truth()
        number = next((row.act for row in self.faults.rows() if truth[row.act].fault.id == fault), None)
        if number is not None:
            self.faults.choose(number)

    def ask_end(self) -> None:
        """Ask once, in the words of what ends."""
        seen = self._selected()
        if seen is not None and seen.active:
            words = f"End “{seen.fault.title}” now, whatever the team does?"
            self.asked.show_message(words, "warn", "End the fault")

    def _end(self) -> None:
        seen = self._selected()
        self.asked.hide()
        if seen is not None:
            self._desk.do(RemoveFault(seen.fault.id, "ended by the facilitator"))
            self.refresh()


class _Sign(QWidget):
    """A sentence behind the sign of its status."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._icon, self._words = Icon("dot", "neutral", 18), label("", "strong", wrap=True)
        row = spaced(QHBoxLayout(self), gap=6)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    def show_sign(self, words: str, status: look.Status) -> None:
        """Show a sentence and its status."""
        self._icon.show_icon(look.tokens().status(status).icon, status)
        self._words.setText(words)
        self.setAccessibleDescription(words)
