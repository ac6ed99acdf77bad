"""A fault that the scenario does not have: chosen and begun by hand during play."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QScrollArea, QSpinBox, QWidget

from trainer.core.commands import AddFault
from trainer.core.services.views import SimulatedSystem
from trainer.core.simulation import Effect, Fault, FaultKind
from trainer.core.time import MINUTE
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.form_parts import choice_field, fill_choices, form_page, line_field
from trainer.ui.facilitator.lexicon import Named
from trainer.ui.panels import Banner, button, spaced, spin_box

__all__ = ["FaultForm"]

_BY_HAND = "by-hand-"
_NARROWEST = 96
"""Width of a field in pixels at 100 % that the column has at least."""


class FaultForm(QScrollArea):
    """What breaks, where, how badly, and for how long. `done` follows when it was begun or put aside.

    `begun` carries the fault that was begun, after `done`.
    """

    done = Signal()
    begun = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName("Add a fault")
        self.verticalScrollBar().setAccessibleName("Add a fault, scroll")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = form_page(self)
        self.kind, self.service, self.region = (
            choice_field("Kind of fault"), choice_field("Service"), choice_field("Region"),
        )  # fmt: skip
        for kind in FaultKind:
            self.kind.addItem(kind.value.capitalize(), kind)
        self.headline = line_field("Title", "In a few words, for you and the report")
        self.errors = _figure("Share of requests that fail", 100, " % fail")
        self.slower = _figure("How many times as long a request takes", 1_000, " times as long")
        self.capacity = _figure("Share of the replicas that can be used", 100, " % usable")
        self.load = _figure("How many times as many requests arrive", 1_000, " times as many")
        self.lasts = spin_box("How long it lasts", 0, 600, " min")
        self.lasts.setSpecialValueText("until it is mended")
        tip = "From the next second on; participants see only what they measure"
        self.begin_now = button("&Begin it", "danger", None, tip)
        self.put_aside = button("Back", "quiet", None, "Do nothing (Esc)")
        self._arrange(rows)
        self.kind.currentIndexChanged.connect(self._show_fields)
        self.begin_now.clicked.connect(self.add)
        self.put_aside.clicked.connect(self.done)
        for box in (self.kind, self.service, self.region):
            box.view().setAccessibleName(box.accessibleName())
        for field in (self.kind, self.service, self.region, self.lasts):
            field.setMinimumWidth(look.tokens().px(_NARROWEST))
        self._show_fields()

    def _arrange(self, rows: QFormLayout) -> None:
        for title, field in (
            ("Kind", self.kind), ("Service", self.service), ("Region", self.region), ("Title", self.headline),
            ("Errors", self.errors), ("Slower", self.slower), ("Capacity", self.capacity), ("Load", self.load),
            ("Lasts", self.lasts),
        ):  # fmt: skip
            rows.addRow(title, field)
        self._banner = Banner()
        rows.addRow(self._banner)
        buttons = spaced(QHBoxLayout(), gap=6)
        buttons.addWidget(self.put_aside)
        buttons.addStretch(1)
        buttons.addWidget(self.begin_now)
        rows.addRow(buttons)
        self._rows = rows

    def begin(self, model: SimulatedSystem, service: str) -> None:
        """Offer the system's services, one of them chosen, and put the keyboard into the first field."""
        fill_choices(
            self.service, [Named(seen.id, seen.title) for seen in model.services()], "The whole system"
        )
        fill_choices(self.region, [Named(region, region) for region in model.regions()], "No region")
        self.service.setCurrentIndex(max(0, self.service.findData(service or None)))
        self._show_fields()
        self.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_fields(self) -> None:
        self._rows.setRowVisible(self.region, self.region.count() > 1)

    def fault(self) -> Fault:
        """The fault as it stands in the form."""
        kind = self._kind()
        there = self.service.currentData() is None and self.region.currentData() is not None
        place = (self.region if there else self.service).currentText()
        lasts = self.lasts.value()
        return Fault.model_construct(
            id=self._free_id(),
            title=self.headline.text().strip() or f"{kind.value.capitalize()}: {place}",
            kind=kind,
            service=self.service.currentData(),
            region=self.region.currentData(),
            effect=Effect(
                errors=_share(self.errors.value()),
                slower=_times(self.slower.value()),
                capacity=_share(self.capacity.value()),
                load=_times(self.load.value()),
            ),
            lasts=lasts * MINUTE or None,
        )

    def _kind(self) -> FaultKind:
        return FaultKind(self.kind.currentData())

    def _missing(self) -> tuple[str, QWidget | None]:
        """What a fault of this kind must name and does not, and the field for it."""
        kind = self._kind()
        if kind is FaultKind.REGION_LOST:
            there = self.region.currentData() is not None
            return ("", None) if there else ("Choose the region that is lost.", self.region)
        if kind is FaultKind.TRAFFIC_SURGE or self.service.currentData() is not None:
            return "", None
        return "Choose the service that breaks.", self.service

    def _free_id(self) -> str:
        system = self._desk.state.system
        known = system.faults if system is not None else {}
        return next(
            name for number in range(1, len(known) + 2) if (name := f"{_BY_HAND}{number}") not in known
        )

    def add(self) -> None:
        """Let it begin, or say what is missing; the fields are emptied once it did."""
        problem, field = self._missing()
        if field is not None:
            self._banner.show_message(problem, "warn")
            field.setFocus()
            return
        self._banner.hide()
        fault = self.fault()
        if not self._desk.do(AddFault(fault)):
            return
        self.headline.clear()
        for field in (self.errors, self.slower, self.capacity, self.load, self.lasts):
            field.setValue(0)
        self.done.emit()
        self.begun.emit(fault.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it aside."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _figure(name: str, high: int, suffix: str) -> QSpinBox:
    made = spin_box(name, 0, high, suffix)
    made.setSpecialValueText("as is usual for it")
    made.setMinimumWidth(look.tokens().px(_NARROWEST))
    return made


def _share(percent: int) -> float | None:
    return percent / 100 if percent else None


def _times(times: int) -> float | None:
    return float(times) if times else None
