"""One command opens the desktop program with a scenario ready to be set up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import words
from tests.ui.house import TINY
from trainer.ui import look
from trainer.ui.app import run
from trainer.ui.shell.window import MainWindow


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")
    yield
    look.apply(qapp, "light")


@pytest.mark.parametrize(("scenario", "heading"), [(TINY, "Set up an exercise"), (None, "Home")])
def test_a_scenario_may_be_ready_to_set_up_when_the_window_opens(
    qapp: QApplication, qtbot: QtBot, scenario: Path | None, heading: str
):
    seen = []

    def look_and_leave() -> None:
        (window,) = [
            each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()
        ]
        seen.append(words(window))
        # Its last window's end ends the program. To ask for the end a second time would end every later event loop.
        window.close()
        window.deleteLater()

    qapp.closeAllWindows()
    QTimer.singleShot(0, look_and_leave)
    assert run(FakeWorkspace, [], set_up=scenario) == 0
    assert heading in str(seen[0])
    assert ("Set up an exercise" in str(seen[0])) == (scenario is not None)
