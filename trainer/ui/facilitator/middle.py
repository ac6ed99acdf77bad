"""The column between list and feed: the selected inject, the form, an inject outside the script, the guide."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from trainer.core.plan import ActionKind
from trainer.ui import look
from trainer.ui.facilitator.act_form import ActForm
from trainer.ui.facilitator.ad_hoc import AdHocInject
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.detail import InjectDetail
from trainer.ui.facilitator.guide import Guide
from trainer.ui.panels import spaced

__all__ = ["Middle"]


class Middle(QWidget):
    """Four pages behind one row of tabs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail = InjectDetail(desk)
        self.form = ActForm(desk)
        self.ad_hoc = AdHocInject(desk)
        self.guide = Guide(desk)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Inject, form, ad-hoc inject or guide")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for title, page, tip in (
            ("Inject", self.detail, "The selected inject in full"),
            ("Form", self.form, "Record an act with a form (F3)"),
            ("Ad hoc", self.ad_hoc, "Send an inject that is not in the script (F4)"),
            ("Guide", self.guide, "Briefing, notes for you, and what really happened"),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
            self._stack.addWidget(page)
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(False)
        look.changes().changed.connect(self.updateGeometry)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def minimumSizeHint(self) -> QSize:
        """No narrower than the words of the tabs."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), self.tabs.sizeHint().width()), hint.height())

    def open_form(self, role: str | None, kind: ActionKind | None = None) -> None:
        """Show the form and go to it, for a kind of act where it is known."""
        self.tabs.setCurrentIndex(1)
        self.form.begin(role, kind)

    def open_ad_hoc(self) -> None:
        """Show the inject outside the script and go to it."""
        self.tabs.setCurrentIndex(2)
        self.ad_hoc.begin()

    def open_detail(self) -> None:
        """Show the selected inject."""
        self.tabs.setCurrentIndex(0)

    def refresh(self) -> None:
        """The exercise went on."""
        self.form.refresh()
        self.ad_hoc.refresh()
