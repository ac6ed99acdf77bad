"""Pictures of every part of the look, in each scheme at 1x and 2x: `python tests/ui/gallery.py OUTDIR`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSlider,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.models import Column, FilterModel, RowsModel
from trainer.ui.panels import (
    Banner,
    BigClock,
    Card,
    Chip,
    EmptyState,
    Entry,
    Feed,
    Heading,
    Icon,
    Mark,
    TargetBarList,
    TimelineStrip,
    Timer,
    button,
    label,
    rule,
    search_field,
    spin_box,
    timer_state,
    tool_button,
)
from trainer.ui.panels.timeline_layout import MarkState
from trainer.ui.tables import table
from trainer.ui.words import format_duration


def _timer(title: str, role: str, times: tuple[float, float | None], lane: int, done: bool = False) -> Timer:
    return Timer(title, title, role, times[0], times[1], timer_state(*times, done), lane)


TIMERS = [
    _timer("Acknowledge the page", "On-call engineer", (92, 300), 0, done=True),
    _timer("Set severity", "On-call engineer", (681, 600), 0),
    _timer("Declare an incident commander", "Incident Commander", (502, 600), 1),
    _timer("Open the incident channel", "Scribe", (48, 300), 4),
    _timer("First internal update", "Communications Lead", (1_130, 900), 2, done=True),
    _timer("First public update", "Communications Lead", (2_100, 900), 2),
    _timer("State cause or scope", "Technical Lead", (220, None), 3),
]

ENTRIES = [
    Entry("1", 0, "Exercise started", icon="play", who="Facilitator"),
    Entry("2", 65, "Checkout error rate above 20 %", "Payments API, region eu-central. Threshold 2 %. "
          "The alert fired for the third time this week; the previous two closed themselves.",
          who="Monitoring", icon="alert"),
    Entry("3", 157, "Acknowledged the page", who="On-call engineer", lane=0, icon="page",
          chip="on time", chip_status="ok"),
    Entry("4", 512, "Severity set to SEV2", "Reason: more than a tenth of customers cannot pay, no data at risk.",
          who="On-call engineer", lane=0, icon="flag", chip="+1:20", chip_status="bad"),
    Entry("5", 530, "Took command", who="Incident Commander", lane=1, icon="person", chip="on time",
          chip_status="ok"),
    Entry("6", 745, "Posted to the status page", "We are investigating failed payments. Next update in 20 minutes.",
          who="Communications Lead", lane=2, icon="status-page", chip="late", chip_status="warn"),
    Entry("7", 760, "Observation", "Two people edited the same draft; nobody knew who approves it.", who="Evaluator",
          icon="eye", chip="plan gap?", chip_status="info"),
    Entry("8", 3_725, "Asked for the vendor's emergency contact: not in the plan", who="Technical Lead", lane=3,
          icon="phone", chip="blocked", chip_status="bad"),
]  # fmt: skip

_SCRIPT: list[tuple[float, str, str, MarkState, bool]] = [
    (0, "Error rate alert", "alert", "delivered", False),
    (60, "Page to on-call", "page", "delivered", False),
    (240, "Customers complain", "social", "delivered", False),
    (300, "Support asks for a statement", "chat", "skipped", False),
    (420, "Payments dashboard turns red", "dashboard", "delivered", True),
    (600, "Bank calls the front desk", "phone", "withdrawn", False),
    (900, "Journalist asks for comment", "mail", "next", False),
    (960, "Reminder: nobody declared command", "page", "held", True),
    (1_200, "Ticket flood", "ticket", "pending", False),
    (1_260, "Status page shows stale text", "status page", "pending", False),
    (1_500, "News site reports an outage", "news", "pending", False),
    (2_400, "Supplier confirms the fault", "mail", "pending", False),
    (3_000, "Error rate falls", "alert", "pending", False),
]
MARKS = [
    Mark(str(n), t, words, channel, state, extra)
    for n, (t, words, channel, state, extra) in enumerate(_SCRIPT)
]


@dataclass(frozen=True)
class _Step:
    name: str
    role: str
    target_s: float
    taken_s: float | None
    outcome: str
    status: Status


_STEPS = [
    _Step("Acknowledge the page", "On-call engineer", 300, 92, "on time", "ok"),
    _Step("Set severity and give the reason", "On-call engineer", 600, 681, "late", "warn"),
    _Step("First public update", "Communications Lead", 900, None, "missed", "bad"),
    _Step("Start the regulator's clock", "Legal", 14_400, None, "not observed", "neutral"),
    _Step("Preserve evidence before the restart", "Technical Lead", 1_200, 1_010, "prompted", "info"),
]


def steps_model() -> RowsModel[_Step]:
    """A model of plan steps."""
    columns = [
        Column[_Step]("step", "Step", lambda step: step.name, width=34),
        Column[_Step]("role", "Role", lambda step: step.role, width=20),
        Column[_Step]("target", "Target", lambda step: format_duration(step.target_s), lambda step: step.target_s,
                      align="right", width=10),
        Column[_Step]("taken", "Taken", lambda step: format_duration(step.taken_s), lambda step: step.taken_s,
                      align="right", width=12),
        Column[_Step]("outcome", "Outcome", lambda step: step.outcome, status=lambda step: step.status, width=14),
    ]  # fmt: skip
    model: RowsModel[_Step] = RowsModel(columns, key=lambda step: step.name)
    model.append(_STEPS)
    return model


def exercise_page() -> QWidget:
    """Something like a facilitator's console."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(*[look.tokens().section] * 4)
    grid.setSpacing(look.tokens().pad)
    head = Heading("Payments outage", "Simulation · SEV2 · quarterly drill of the payments team")
    clock = BigClock("bar")
    clock.show_time(752, "running", "14:05:10 UTC")
    head.add_action(clock)
    for kind, icon in (("quiet", "undo"), ("normal", "pause"), ("primary", "send")):
        head.add_action(button({"undo": "Undo", "pause": "Pause", "send": "Release next"}[icon], kind, icon))  # type: ignore[arg-type]
    grid.addWidget(head, 0, 0, 1, 2)
    banner = Banner("The seat of the Communications Lead lost its connection 20 s ago.", "warn", "Show seats")
    grid.addWidget(banner, 1, 0, 1, 2)
    strip = TimelineStrip()
    strip.show_marks(MARKS)
    strip.show_now(752, 3_600)
    strip.select("6")
    strip.setMinimumHeight(look.tokens().px(200))
    grid.addWidget(strip, 2, 0, 1, 2)
    targets = Card("Targets")
    targets.add_action(Chip("2 overdue", "bad"))
    bars = TargetBarList("Targets")
    bars.show_timers(TIMERS)
    bars.setCurrentIndex(bars.model().index(2, 0))
    targets.add(bars)
    grid.addWidget(targets, 3, 0)
    happenings = Card("What happened")
    happenings.add_action(tool_button("filter", "Filter"))
    feed = Feed("What happened")
    feed.append(ENTRIES)
    happenings.add(feed)
    grid.addWidget(happenings, 3, 1)
    grid.setRowStretch(3, 1)
    grid.setColumnStretch(0, 5)
    grid.setColumnStretch(1, 5)
    return page


def controls_page() -> QWidget:
    """Every control in its states."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(*[look.tokens().section] * 4)
    grid.setSpacing(look.tokens().pad)
    grid.addWidget(_buttons(), 0, 0)
    grid.addWidget(_inputs(), 0, 1)
    grid.addWidget(_words(), 1, 0)
    grid.addWidget(_statuses(), 1, 1)
    results = Card("Steps", None)
    model = FilterModel(steps_model())
    view = table(model, "Steps", stretch="step")
    view.selectRow(1)
    view.setMinimumHeight(look.tokens().px(210))
    results.add(view)
    grid.addWidget(results, 2, 0, 1, 2)
    return page


def _buttons() -> QWidget:
    card = Card("Buttons")
    row = QHBoxLayout()
    for kind, text in (("primary", "Start"), ("normal", "Pause"), ("danger", "End now"), ("quiet", "Skip")):
        row.addWidget(button(text, kind))  # type: ignore[arg-type]
    row.addStretch(1)
    card.body.addLayout(row)
    row = QHBoxLayout()
    for kind, text in (("primary", "Release"), ("normal", "Hold"), ("danger", "Delete")):
        off = button(text, kind, "send")  # type: ignore[arg-type]
        off.setEnabled(False)
        row.addWidget(off)
    row.addStretch(1)
    card.body.addLayout(row)
    tabs = QTabBar()
    for name in ("MSEL", "Team", "Plan", "Notes"):
        tabs.addTab(name)
    card.add(tabs)
    row = QHBoxLayout()
    for place, icon in (("Home", "home"), ("Exercise", "play"), ("Library", "library")):
        to = button(place, "nav", icon)
        to.setChecked(place == "Exercise")
        row.addWidget(to)
    row.addStretch(1)
    card.body.addLayout(row)
    card.body.addStretch(1)
    return card


def _inputs() -> QWidget:
    card = Card("Inputs")
    grid = QGridLayout()
    choose = QComboBox()
    choose.addItems(["SEV1: everyone is hit", "SEV2", "SEV3"])
    note = QPlainTextEdit("Nobody knew who approves the text.")
    note.setMaximumHeight(look.tokens().px(60))
    check, off = QCheckBox("Record observations"), QCheckBox("Not now")
    check.setChecked(True)
    off.setEnabled(False)
    one, two = QRadioButton("Tabletop"), QRadioButton("Simulation")
    one.setChecked(True)
    slider = QSlider()
    slider.setOrientation(slider.orientation().Horizontal)
    slider.setValue(40)
    progress = QProgressBar(value=60, textVisible=False)
    fields = [search_field("Search injects"), choose, spin_box("Length", 1, 480, " min")]
    fields += [QLineEdit("read only", readOnly=True), check, off, one, two, slider, progress]
    for number, widget in enumerate(fields):
        grid.addWidget(widget, number // 2, number % 2)
    grid.addWidget(note, 5, 0, 1, 2)
    card.body.addLayout(grid)
    return card


def _words() -> QWidget:
    card = Card("Words")
    for step in ("display", "title", "heading", "strong", "base", "muted", "caption", "mono"):
        card.add(label(f"{step}: 12 of 14 steps in time", step))
    card.add(rule())
    row = QHBoxLayout()
    for state, seconds in (("running", 752), ("paused", 4_085)):
        clock = BigClock()
        clock.show_time(seconds, state, "14:05:10 UTC")  # type: ignore[arg-type]
        row.addWidget(clock)
    card.body.addLayout(row)
    return card


def _statuses() -> QWidget:
    card = Card("Statuses and roles")
    row = QHBoxLayout()
    for status, word in zip(
        look.STATUSES, ("on time", "late", "missed", "confirmed", "not observed"), strict=True
    ):
        row.addWidget(Chip(word, status))
    row.addStretch(1)
    card.body.addLayout(row)
    roles = QHBoxLayout()
    for number, channel in enumerate(look.CHANNELS):
        roles.addWidget(Icon(look.CHANNELS[channel][1], look.tokens().role(number), 22))
    roles.addStretch(1)
    card.body.addLayout(roles)
    icons = QGridLayout()
    icons.setSpacing(look.tokens().px(6))
    for number, name in enumerate(look.icon_names()):
        icons.addWidget(Icon(name, "text", 20), number // 14, number % 14)
    card.body.addLayout(icons)
    card.add(
        EmptyState(
            "scenario", "No scenario yet. Open one, or start from the one that ships.", "Open a scenario"
        )
    )
    return card


def room_page() -> QWidget:
    """The clock as the room sees it."""
    page = QWidget()
    column = QVBoxLayout(page)
    clock = BigClock("room")
    clock.show_time(4_085, "paused", "14:05 UTC")
    column.addWidget(clock)
    return page


def menu_page() -> QWidget:
    """A menu as it opens."""
    menu = QMenu("Inject")
    menu.addAction(look.icon("send"), "Release now")
    menu.addAction(look.icon("hold"), "Hold").setShortcut("H")
    menu.addSeparator()
    menu.addAction("Follow the clock").setCheckable(True)
    menu.actions()[-1].setChecked(True)
    menu.addAction("Withdraw…").setEnabled(False)
    menu.setActiveAction(menu.actions()[1])
    return menu


PAGES: dict[str, tuple[Callable[[], QWidget], int, int]] = {
    "exercise": (exercise_page, 1_240, 860),
    "controls": (controls_page, 1_240, 940),
    "room": (room_page, 640, 320),
    "menu": (menu_page, 0, 0),
}


def main(folder: Path, ratio: int) -> None:
    """Write all pictures at the resolution the program was started with."""
    app = QApplication([])
    for scheme, zoom in (("light", 100), ("dark", 100), ("contrast", 100), ("light", 150)):
        look.apply(app, scheme, zoom)  # type: ignore[arg-type]
        for name, (make, width, height) in PAGES.items():
            page = make()
            if width:
                page.resize(width * zoom // 100, height * zoom // 100)
            page.show()
            app.sendPostedEvents()
            end = "" if zoom == 100 else f"-{zoom}"
            page.grab().save(str(folder / f"{name}-{scheme}{end}@{ratio}x.png"))
            page.close()


def start(folder: Path) -> None:
    """Write the pictures at 1x and 2x, each in a process of its own because Qt scales once and for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for ratio in ("1", "2"):
        settings = os.environ | {"QT_SCALE_FACTOR": ratio}
        subprocess.run([sys.executable, __file__, str(folder), ratio], env=settings, check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    if len(sys.argv) > 2:
        main(target, int(sys.argv[2]))
    else:
        start(target)
