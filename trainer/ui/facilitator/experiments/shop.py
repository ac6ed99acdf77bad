"""The practice shop beside the experiment that works on it: whether it runs, where it is, start and end."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.ui.facilitator.experiments.parts import Line, exact, plain
from trainer.ui.facilitator.experiments.words import shop_words
from trainer.ui.panels import button, spaced
from trainer.workspace import PracticeShop

__all__ = ["ShopBar"]


class ShopBar(QWidget):
    """Hidden where no experiment works on the shop. `start` and `stop` ask for what their names say."""

    start = Signal()
    stop = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Practice shop")
        self._shown: tuple[object, ...] = ()
        self._page = ""
        self._line = Line("", "neutral", "strong")
        self._failed = Line("", "bad")
        self._where, self._folder = plain("Tell the team where it is:"), exact("")
        self.start_shop = button("&Start the practice shop", "primary", "play")
        self.mend_shop = button(
            "&Start what is gone", "normal", "play", "Start what is gone and undo every fault in it"
        )
        self.stop_shop = button("End the shop", "normal", "stop", "End every process of the practice shop")
        self.open_page = button(
            "Status page", "normal", "dashboard", "Open the shop’s status page in the browser"
        )
        self.copy_folder = button(
            "Copy folder", "normal", "", "Copy the folder’s path, to paste it in a terminal"
        )
        self._lay_out()
        self.start_shop.clicked.connect(self.start)
        self.mend_shop.clicked.connect(self.start)
        self.stop_shop.clicked.connect(self.stop)
        self.open_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self.copy_folder.clicked.connect(self._copy)

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), gap=6)
        for part in (self._line, self._failed, self._where, self._folder):
            column.addWidget(part)
        row = spaced(QHBoxLayout(), gap=6)
        for each in (self.start_shop, self.mend_shop, self.open_page, self.copy_folder):
            each.hide()
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.stop_shop, 0, Qt.AlignmentFlag.AlignLeft)

    def show_shop(self, shop: PracticeShop | None, live: bool) -> None:
        """Show how it stands; while an experiment is live on it, it is neither mended nor ended from here."""
        if (shop, live) == self._shown:
            return
        self._shown = (shop, live)
        self.setVisible(shop is not None)
        if shop is None:
            return
        words, status = shop_words(shop)
        runs, parts = shop.standing == "running", shop.standing == "in parts"
        self._page = shop.status_page
        self._line.show_line(words, "info" if parts and live else status)
        self._failed.show_line(shop.said, "bad")
        self._failed.setVisible(bool(shop.said) and shop.standing != "not here")
        self._folder.setText(f"cd {shop.folder}".replace("/", "/\u200b"))
        self._folder.setAccessibleName(f"cd {shop.folder}")
        for part in (self._where, self._folder, self.copy_folder):
            part.setVisible(bool(shop.folder) and (runs or parts))
        self.open_page.setVisible(bool(self._page) and (runs or parts))
        self.start_shop.setVisible(shop.standing in ("stopped", "starting"))
        self.start_shop.setEnabled(shop.standing == "stopped")
        self.mend_shop.setVisible(parts and not live)
        self.stop_shop.setVisible((runs or parts) and not live)

    def _copy(self) -> None:
        shop = self._shown[0]
        if isinstance(shop, PracticeShop):
            QGuiApplication.clipboard().setText(shop.folder)
