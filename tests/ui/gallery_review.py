"""Pictures of the review of a finished drill: `python tests/ui/gallery_review.py OUTDIR [NAME...]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListView, QPlainTextEdit

from tests.ui.fakes import FakeWorkspace, MemoryJournal, created, entry_of, isolated_settings
from tests.ui.hands import control
from tests.ui.settled import settled
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast
from trainer.cli.drive import Drive, play_through
from trainer.cli.exercises import prepare
from trainer.core.actions import Improvise
from trainer.core.commands import (
    Act,
    AssessStep,
    AssignAction,
    DecideAmendment,
    JudgeGap,
    OverruleOutcome,
    RateObjective,
    RecordHotWash,
    RecordObservation,
    StartClock,
)
from trainer.core.events import Outcome, Rating
from trainer.core.script import Script
from trainer.core.time import MINUTE
from trainer.session import Session
from trainer.ui import look
from trainer.ui.review import ReviewPage
from trainer.ui.review.lines import LineList
from trainer.ui.review.places import Amendment, EventsOf, GapOf
from trainer.ui.shell.window import MainWindow
from trainer.workspace import Opened


def shipped_script() -> Script:
    """The scenario that ships, on its plan."""
    folder = shipped.scenarios_folder()
    return prepare(folder / "payment-gateway-outage.yaml", None, [folder / "plans"]).script


def reviewed(minutes: int | None = None, profile: str = "struggling") -> tuple[FakeWorkspace, str]:
    """A workspace with one drill of the shipped scenario, played to its end or to a minute."""
    script, workspace = shipped_script(), FakeWorkspace()
    workspace.reporter = settled
    opened = _create(workspace, script)
    session = opened.exercise
    assert isinstance(session, Session)
    length = script.scenario.length if minutes is None else minutes * MINUTE
    drive = Drive(session, GeneratedCast(script, PROFILES[profile], 11), script.scenario.length)
    session.submit(StartClock())
    workspace.clock.advance(MINUTE)
    session.submit(Act("technical-lead", Improvise(text="Asked a friend at the provider what they see.")))
    if minutes is None:
        play_through(session, drive, workspace.clock)
    else:
        while session.elapsed() < length:
            drive.beat()
            due = drive.next_at()
            step = length if due is None else min(length, max(due, session.elapsed() + 1))
            workspace.clock.advance(step - session.elapsed())
    return workspace, session.id


def _create(workspace: FakeWorkspace, script: Script) -> Opened:
    journal = MemoryJournal()
    journal.append([(workspace.clock.wall(), 0, created(script, "ex-1"))])
    workspace.journals["ex-1"] = journal
    workspace._used["ex-1"] = script
    return workspace.open("ex-1")


def discussed(opened: Opened) -> None:
    """What the team says after play."""
    submit = opened.exercise.submit
    said = (
        RecordHotWash(
            "worked", "The first public update went out before support was flooded.", "support-lead"
        ),
        RecordHotWash("worked", "Retries off first, rollback later: we could undo it.", "technical-lead"),
        RecordHotWash(
            "did not work", "Nobody knew where the provider's priority number stands.", "technical-lead"
        ),
        RecordHotWash("did not work", "Two people edited the same draft."),
        RecordHotWash("change", "Put the provider's number into clause 6.4.", "incident-commander"),
        *(RecordHotWash("score", score=score) for score in (3, 4, 3)),
    )
    for command in said:
        submit(command)
    submit(RecordObservation("Two people looked for the provider's number.", "observation"))
    objectives = opened.exercise.script.scenario.objectives
    submit(
        RateObjective(
            objectives[0].id, Rating.SOME_CHALLENGES, reason="The severity came late, and was right."
        )
    )
    submit(
        RateObjective(
            objectives[1].id, Rating.MAJOR_CHALLENGES, reason="Tasks had no owners for half an hour."
        )
    )
    submit(OverruleOutcome("start-log", Outcome.ON_TIME, "The log was on paper from the start; I saw it."))
    agreed(opened)


def agreed(opened: Opened) -> None:
    """What evaluators and the lead settle on the findings."""
    submit, exercise = opened.exercise.submit, opened.exercise
    objective = exercise.script.scenario.objectives[0].id
    submit(RateObjective(objective, Rating.MAJOR_CHALLENGES, "second evaluator", "Nobody in charge set it."))
    found = settled(exercise.script, exercise.records)
    steps = [step for step in found.steps if step.outcome in ("late", "missed")]
    submit(AssessStep(steps[0].step, "no", "partly", "Nobody looked the step up.", "evaluator"))
    submit(
        AssessStep(steps[0].step, "partly", "no", "The clause does not say whom to ask.", "second evaluator")
    )
    gaps = [gap for gap in found.gaps if gap.kind == "plan"]
    submit(JudgeGap(gaps[0].id, True, "Seen twice: at 09:12 and again after the handover."))
    submit(JudgeGap(gaps[-1].id, False, "The step was done on paper; the scribe has it.", "second evaluator"))
    action = next(one for one in found.improvement_plan if one.gap == gaps[0].id)
    submit(AssignAction(action.id, "Plan owner", "2026-02-20"))
    changes = [entry for one in found.improvement_plan for entry in one.amendments]
    submit(DecideAmendment(changes[0].id, "accepted"))
    if len(changes) > 2:
        submit(
            DecideAmendment(
                changes[2].id, "rejected", reason="Ten minutes would hide that nobody is on call."
            )
        )


def _nothing(_page: ReviewPage) -> None:
    """As it opens."""


def _overrule(page: ReviewPage) -> None:
    """The question in its dialog."""
    control(page, QAbstractButton, "Overrule…").click()


def _open_act(page: ReviewPage) -> None:
    """An act that belongs to no step yet."""
    acts = control(page, QListView, "Acts without a step")
    index = acts.model().index(0, 0)
    QTest.mouseClick(acts.viewport(), Qt.MouseButton.LeftButton, pos=acts.visualRect(index).center())


def _event(page: ReviewPage) -> None:
    """An event that was opened from elsewhere."""
    page.show_event(30)


def _number(page: ReviewPage) -> None:
    """A proposal that has something to fill in."""
    found = page._reading.findings
    assert found is not None
    page.show_place(
        Amendment(next((name for name, (one, _) in found.amendments.items() if "{fill in" in one.after), ""))
    )


def _edited(page: ReviewPage) -> None:
    """A proposal whose text is being edited, and cannot be read."""
    _number(page)
    control(page, QAbstractButton, "Edit").click()
    control(page, QPlainTextEdit, "The plan with this change").insertPlainText("no key at all\n")
    QTest.qWait(400)


def _preview(page: ReviewPage) -> None:
    """The whole file."""
    control(page, QAbstractButton, "Preview of the file").click()


def _second(page: ReviewPage) -> None:
    """A rater who has not rated yet."""
    who = next(
        one for one in page.findChildren(QComboBox) if one.isVisible() and one.accessibleName() == "Who rates"
    )
    who.setEditText("third evaluator")
    QTest.keyClick(who, Qt.Key.Key_Return)


def _overruled(page: ReviewPage) -> None:
    """A gap that does not count."""
    page.show_place(
        GapOf(next(line.key for line in control(page, LineList, "Gap register").lines() if line.struck))
    )


def _behind(page: ReviewPage) -> None:
    """The events behind a figure."""
    found = page._reading.findings
    assert found is not None
    metric = next(one for one in found.report.metrics if one.evidence)
    page.show_place(EventsOf(metric.expansion, metric.evidence))


SCENES: dict[str, tuple[str, Callable[[ReviewPage], None]]] = {
    "hotwash": ("Hot wash", _nothing),
    "ratings": ("Ratings", _nothing),
    "summary": ("Summary", _nothing),
    "timing": ("Timing", _nothing),
    "overrule": ("Timing", _overrule),
    "act": ("Timing", _open_act),
    "gaps": ("Gaps", _nothing),
    "overruled": ("Gaps", _overruled),
    "changes": ("Plan changes", _nothing),
    "number": ("Plan changes", _number),
    "edited": ("Plan changes", _edited),
    "preview": ("Plan changes", _preview),
    "second": ("Ratings", _second),
    "figures": ("Figures", _nothing),
    "behind": ("Timeline", _behind),
    "timeline": ("Timeline", _event),
    "improvement": ("Improvement plan", _nothing),
    "method": ("Method and limits", _nothing),
}
SIZES = {"1280": (1_280, 800), "1920": (1_920, 1_080), "720": (1_280, 720)}


def take(folder: Path, ratio: str, wanted: list[str]) -> None:
    """Write pictures at the resolution the program was started with; names are scene, scheme and size."""
    app = QApplication([])
    isolated_settings(Path(tempfile.mkdtemp()))
    workspace, exercise = reviewed()
    opened = workspace.opened[exercise]
    fresh = True
    for name in sorted(wanted, key=lambda one: not one.startswith("fresh")):
        scene, scheme, size, *zoom = name.split("-")
        if scene != "fresh" and fresh:
            fresh = False
            discussed(opened)
        look.apply(app, scheme, int(zoom[0]) if zoom else 100)  # type: ignore[arg-type]
        QSettings().clear()
        window = MainWindow(lambda: workspace)
        window.resize(*SIZES[size])
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        window.openings.review(entry_of(opened))
        page = window.findChild(ReviewPage)
        assert page is not None
        if scene != "fresh":
            part, act = SCENES[scene]
            page.open_part(part)
        while page._reading.findings is None:
            QTest.qWait(20)
        if scene != "fresh":
            act(page)
        QTest.qWait(60)
        shown = app.activeModalWidget() or window
        window.grab().save(str(folder / f"{name}@{ratio}x.png"))
        if shown is not window:
            shown.grab().save(str(folder / f"{name}-dialog@{ratio}x.png"))
            shown.close()
        window.close()
        window.deleteLater()


ALL = [
    "fresh-light-1280", "hotwash-light-1280", "hotwash-dark-1920", "ratings-light-1280", "ratings-dark-1920",
    "summary-light-1280", "summary-dark-1280", "summary-light-1920", "timing-light-1280", "timing-dark-1920",
    "timing-light-720", "overrule-light-1280", "act-light-1280", "gaps-light-1280", "gaps-dark-1920",
    "timeline-light-1280",
    "timeline-dark-1920", "improvement-light-1280", "improvement-dark-1920", "method-light-1280",
    "method-dark-1920", "timeline-contrast-1280",
    "gaps-light-1280-150", "overruled-dark-1280", "changes-light-1280", "changes-dark-1920", "number-light-1280-150",
    "edited-light-1280", "preview-dark-1280", "second-light-1280", "figures-light-1280", "figures-dark-1920",
    "behind-light-1280", "timing-light-1280-150", "ratings-light-1280-150",
]  # fmt: skip
SHARP = ("timing-light-1280", "summary-light-1280", "timeline-light-1280", "ratings-light-1280")


def start(folder: Path, wanted: list[str]) -> None:
    """Write the pictures, each resolution in a process of its own because Qt scales once and for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for ratio, names in (("1", wanted), ("2", [name for name in wanted if name in SHARP])):
        if names:
            settings = os.environ | {"QT_SCALE_FACTOR": ratio, "GALLERY_RATIO": ratio}
            subprocess.run([sys.executable, __file__, str(folder), *names], env=settings, check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    if "GALLERY_RATIO" in os.environ:
        take(target, os.environ["GALLERY_RATIO"], sys.argv[2:])
    else:
        start(target, sys.argv[2:] or ALL)
