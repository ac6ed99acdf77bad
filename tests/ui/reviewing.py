"""The review of a small drill in a window, and the hands to work it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace
from tests.ui.hands import press, words
from tests.ui.house import TODAY, prepared
from trainer.core.actions import Acknowledge, AssumeRole, Classify, Contain, Decide, Improvise, PostUpdate
from trainer.core.commands import Act, EndExercise, HoldInject, StartClock
from trainer.core.compose import report
from trainer.core.time import MINUTE
from trainer.ui.bridge import Pulse
from trainer.ui.review import ReviewPage
from trainer.workspace import Opened

__all__ = ["PARTS", "Review", "names", "played_badly"]

PARTS = [
    "Hot wash",
    "Ratings",
    "Summary",
    "Timing",
    "Gaps",
    "Plan changes",
    "Timeline",
    "Figures",
    "Improvement plan",
    "Method and limits",
]


def played_badly(workspace: FakeWorkspace, end: bool = True) -> Opened:
    """A drill in which command is taken late, an act outside the plan is told, and much is left undone."""
    opened = prepared(workspace, "Morning drill")
    submit, clock = opened.exercise.submit, workspace.clock
    submit(StartClock())
    submit(HoldInject("nudge"))  # or command would be taken late at its prompting
    clock.advance(2 * MINUTE)
    submit(Act("on-call", Acknowledge()))
    clock.advance(4 * MINUTE)
    submit(Act("on-call", Classify(severity="SEV1", reason="Nobody can pay")))
    clock.advance(9 * MINUTE)
    submit(Act("commander", AssumeRole(role="commander")))
    clock.advance(1 * MINUTE)
    submit(Act("tech", Improvise(text="Called a friend at the provider")))
    submit(Act("comms", PostUpdate(audience="customers", text="We know and are working on it.")))
    submit(Act("commander", Decide(decision="measure", option="rollback", reason="It can be undone.")))
    clock.advance(2 * MINUTE)
    submit(Act("tech", Contain(measure="Roll back")))
    clock.advance(20 * MINUTE)
    if end:
        submit(EndExercise())
    return opened


class Review:
    """A review in a window, and the hands to work it."""

    def __init__(self, qtbot: QtBot, workspace: FakeWorkspace | None = None, end: bool = True) -> None:
        self.qtbot, self.workspace = qtbot, workspace or FakeWorkspace()
        if self.workspace.reporter is None:
            self.workspace.reporter = lambda script, records: report(script, records, "test")
        self.opened = played_badly(self.workspace, end)
        self.page = self.open()

    def open(self) -> ReviewPage:
        self.pulse = Pulse(self.opened.exercise, self.opened.driver)
        page = ReviewPage(self.opened, self.workspace, self.pulse, lambda: TODAY)
        self.qtbot.addWidget(page, before_close_func=lambda _page: self.pulse.close())
        page.resize(1_280, 800)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        return page

    def go(self, part: str) -> None:
        number = PARTS.index(part)
        self.qtbot.keyClick(self.page, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        assert self.page.part() == part
        self.settle()

    def settle(self) -> None:
        """Wait until what is shown is what the journal says."""
        self.qtbot.waitUntil(lambda: self.page._reading.settled())

    def press(self, name: str) -> None:
        """Click a button, once it is shown."""
        self.qtbot.waitUntil(lambda: name in names(self.page, name))
        press(self.qtbot, self.page, name)

    def words(self) -> str:
        return words(self.page)

    def reads(self, told: str) -> None:
        """Wait until these words are shown: a layout shows what is new in it a moment later."""
        self.qtbot.waitUntil(lambda: told in self.words())

    def text_of(self, view: QAbstractItemView) -> list[str]:
        model = view.model()
        return [
            " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]

    def choose(self, view: QAbstractItemView, said: str) -> None:
        """Choose with the arrow keys the first row in which these words stand."""
        rows = [row for row, text in enumerate(self.text_of(view)) if said in text]
        assert rows, (said, self.text_of(view))
        view.setFocus()
        self.qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range(rows[0]):
            self.qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.currentIndex().row() == rows[0]

    def dialog(self) -> QDialog:
        found = [one for one in self.page.findChildren(QDialog) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    def events(self, kind: type) -> list[object]:
        return [record.event for record in self.opened.exercise.records if isinstance(record.event, kind)]


def names(page: QWidget, begin: str) -> list[str]:
    found = (one.accessibleName() for one in page.findChildren(QWidget) if one.isVisible())
    return [name for name in found if name.startswith(begin)]
