"""The panel of doing: what can be done to the service that is chosen, and ordering it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer.core.services.views import OperationOffer, ServiceSeen, Telemetry
from trainer.core.simulation import Operation, ServiceKind
from trainer.ui.monitor.charts_of import BUSINESS
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.offers import Offers
from trainer.ui.monitor.order import Order
from trainer.ui.monitor.values import KIND_WORDS
from trainer.ui.monitor.words import Words
from trainer.ui.panels import EmptyState, button, spaced

__all__ = ["Doing"]

_NOTHING = "Nothing can be done here. Choose a service on the map."
_NOT_OURS = "It belongs to somebody else: nothing can be done to it from here. Call them, or do without it."


class Doing(QWidget):
    """Offers, and the form of the one that was chosen. `ordered` follows an order, `diagnose_wanted` its button."""

    ordered = Signal()
    diagnose_wanted = Signal(str)

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._service: str = BUSINESS
        self.setAccessibleName("Do something to the system")
        self._title = Words("heading")
        self.facts = Words("caption", "muted")
        self.diagnose = button("State the cause…", "normal", "search", "Say what is affected, or why")
        self.diagnose.clicked.connect(lambda: self.diagnose_wanted.emit(self._service))
        self.offers = Offers()
        self.order = Order(host)
        self._nothing = EmptyState("settings", _NOTHING)
        self._stack = QStackedWidget()
        for page in (self._nothing, self.offers, self.order):
            self._stack.addWidget(page)
        column = spaced(QVBoxLayout(self), gap=6)
        head = spaced(QHBoxLayout(), gap=6)
        head.addWidget(self._title, 1)
        head.addWidget(self.diagnose)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self._stack, 1)
        self.offers.wanted.connect(self._on_wanted)
        self.order.left.connect(self._to_list)
        self.order.ordered.connect(self._on_ordered)

    def show_service(self, service: str, title: str) -> None:
        """Offer what can be done to a service, or (for the business) to the system as a whole."""
        if service != self._service:
            self._service = service
            self._stack.setCurrentWidget(self.offers)
        self._title.show_text(title if service != BUSINESS else "The whole system")
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done now; a form that is open stays."""
        offers = self._host.telemetry.offers(self._service or None)
        self.offers.show_offers(offers)
        if self._stack.currentWidget() is not self.order:
            self._stack.setCurrentWidget(self.offers if offers else self._nothing)

    def show_facts(self, seen: ServiceSeen | None) -> None:
        """Say how a service is set up: kind, version, replicas and flags, as far as the monitoring shows them."""
        facts = _facts(seen, self._host.telemetry) if seen is not None else ""
        outside = seen is not None and seen.kind is ServiceKind.EXTERNAL
        self._nothing.show_sentence(_NOT_OURS if outside else _NOTHING)
        self.facts.show_text(facts)
        self.facts.setToolTip(facts)
        self.facts.setVisible(bool(facts))

    def set_ready(self, why_not: str) -> None:
        """Let things be done, or say why they cannot be done now."""
        self.order.set_ready(why_not)

    def begin(self, operation: Operation | None = None) -> None:
        """Keyboard to the list, or to the form of an operation."""
        offer = next((made for made in self.offers.offers() if made.operation is operation), None)
        if offer is not None:
            self._on_wanted(offer)
        elif self._stack.currentWidget() is self.order:
            self.order.begin()
        else:
            self.offers.begin()

    def _on_wanted(self, offer: OperationOffer) -> None:
        self._stack.setCurrentWidget(self.order)
        self.order.show_offer(offer)

    def _to_list(self) -> None:
        self._stack.setCurrentWidget(self.offers)
        self.refresh()
        self.offers.begin()

    def _on_ordered(self) -> None:
        self._stack.setCurrentWidget(self.offers)
        self.refresh()
        self.ordered.emit()


def _facts(seen: ServiceSeen, telemetry: Telemetry) -> str:
    if seen.kind is ServiceKind.EXTERNAL:
        return KIND_WORDS[seen.kind].capitalize()
    where = f" in {', '.join(seen.regions)}" if seen.regions else ""
    flags = [
        f"{flag.title}: {'on' if flag.on else 'off'}" for flag in telemetry.flags() if flag.service == seen.id
    ]
    parts = (
        KIND_WORDS[seen.kind].capitalize(),
        f"version {seen.version}" if seen.version else "",
        f"{seen.replicas} replica{'' if seen.replicas == 1 else 's'}{where}",
        *flags,
    )
    return " · ".join(part for part in parts if part)
