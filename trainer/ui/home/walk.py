"""A walk-through made from a plan: which procedures or steps are walked, whose targets count, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainer.core.plan import Plan, Procedure
from trainer.core.time import SECOND
from trainer.core.walk.making import NotWalkable, length_of, scenario_text
from trainer.ui import look
from trainer.ui.dialogs import save_file
from trainer.ui.home.parts import Columns, ScrollPage, cleared
from trainer.ui.home.requests import Requests
from trainer.ui.home.walk_path import PathForm
from trainer.ui.home.words import counted
from trainer.ui.panels import Banner, Card, Heading, button, label, rule, spaced
from trainer.ui.words import format_duration
from trainer.workspace import ScriptEntry

__all__ = ["WalkMade", "WalkPage"]

_NARROWEST = 920
_NOTHING = "Choose at least one procedure, or put steps on the path."


@dataclass(frozen=True)
class WalkMade:
    """A walk-through as it was put together: plan, text of the scenario, its file (None: among the person's own)."""

    plan: ScriptEntry
    text: str
    file: Path | None = None


class WalkPage(QWidget):
    """A page on which a walk-through is put together; Escape goes back to the plan."""

    def __init__(self, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self._entry: ScriptEntry | None = None
        self._file: Path | None = None
        self.setAccessibleName("Walk through a plan")
        self._heading, self._banner = Heading("Walk through"), Banner()
        self.whole, self.single = QRadioButton("&Whole procedures"), QRadioButton("A &path of single steps")
        self._ways = QButtonGroup(self)
        self.procedures: dict[str, QCheckBox] = {}
        self._boxes = spaced(QVBoxLayout(), gap=10)
        self.path = PathForm()
        self.severity, self.title = QComboBox(), QLineEdit(maxLength=200)
        self._summary, self._kept = label("", "muted", wrap=True), label("", "caption", wrap=True)
        self._elsewhere = button("Keep it elsewhere…", "quiet", "export", "Choose the file it is written to")
        self._cancel = button("Cancel", "quiet")
        self.go = button("Set up…", "primary", "play", "Keep the walk-through, and choose who takes part")
        self._build()
        self._connect()

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = spaced(QVBoxLayout(self), gap=0)
        page = ScrollPage("Walk through a plan")
        page.body.addWidget(self._heading)
        page.body.addWidget(self._banner)
        columns = Columns(_NARROWEST, (3, 2))
        columns.left.addWidget(self._what())
        columns.right.addWidget(self._how())
        columns.right.addStretch(1)
        page.body.addWidget(columns, 1)
        outer.addWidget(page, 1)
        outer.addWidget(rule())
        outer.addWidget(self._foot())

    def _what(self) -> Card:
        card = Card("What is walked")
        ways = spaced(QHBoxLayout(), gap=16)
        for number, made in enumerate((self.whole, self.single)):
            made.setAccessibleName(made.text().replace("&", ""))
            self._ways.addButton(made, number)
            ways.addWidget(made)
        ways.addStretch(1)
        card.body.addLayout(ways)
        holder = QWidget()
        column = spaced(QVBoxLayout(holder), gap=0)
        column.addLayout(self._boxes)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(holder)
        self._stack.addWidget(self.path)
        card.add(self._stack, 1)
        return card

    def _how(self) -> Card:
        card = Card("How")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(look.tokens().pad)
        form.setVerticalSpacing(look.tokens().gap)
        self.severity.setAccessibleName("Severity whose targets count")
        self.severity.setToolTip("The targets of this severity count")
        self.severity.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title.setAccessibleName("Title")
        form.addRow("&Severity", self.severity)
        form.addRow("T&itle", self.title)
        card.body.addLayout(form)
        card.add(self._summary)
        card.add(rule())
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._kept, 1)
        row.addWidget(self._elsewhere)
        card.body.addLayout(row)
        return card

    def _foot(self) -> QWidget:
        foot = QWidget()
        across = QHBoxLayout(foot)
        side = look.tokens().section
        across.setContentsMargins(side, look.tokens().gap, side, look.tokens().gap)
        across.setSpacing(look.tokens().gap)
        across.addStretch(1)
        across.addWidget(self._cancel)
        across.addWidget(self.go)
        return foot

    def _connect(self) -> None:
        self._ways.idToggled.connect(self._on_way_toggled)
        self.path.changed.connect(self._check)
        self._cancel.clicked.connect(self.leave)
        self._elsewhere.clicked.connect(self._choose_file)
        self.go.clicked.connect(self.make)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_plan(self, entry: ScriptEntry) -> None:
        """Begin with a plan: nothing chosen, the worst severity, a title of its own."""
        plan = entry.value
        if not isinstance(plan, Plan):
            return
        self._entry, self._file = entry, None
        self._heading.show_text(f"Walk through: {plan.title}", f"Version {plan.version}")
        self._banner.hide()
        cleared(self._boxes)
        self.procedures = {p.id: self._box(plan, p) for p in plan.procedures if p.steps}
        self.path.show_plan(plan)
        self.severity.clear()
        for level in plan.severities:
            self.severity.addItem(f"{level.id}  {level.title}", level.id)
        self.severity.setEnabled(bool(plan.severities))
        self.title.clear()
        self._kept.setText("It is kept as a scenario of yours, and can be changed and used again.")
        self.whole.setChecked(True)
        self._check()
        first = next(iter(self.procedures.values()), None)
        (first or self.single).setFocus()

    def _box(self, plan: Plan, procedure: Procedure) -> QCheckBox:
        clause = f"{procedure.clause}  " if procedure.clause else ""
        made = QCheckBox(f"{clause}{procedure.title}")
        made.setAccessibleName(f"{clause}{procedure.title}, {counted(len(procedure.steps), 'step')}")
        made.toggled.connect(self._check)
        titles = {role.id: role.title for role in plan.roles}
        owners = dict.fromkeys(titles.get(step.role or "", "") for step in procedure.steps)
        said = [counted(len(procedure.steps), "step"), *filter(None, owners)]
        facts = label(" · ".join(said), "caption", wrap=True)
        facts.setIndent(look.tokens().px(26))
        pair = spaced(QVBoxLayout(), gap=0)
        pair.addWidget(made)
        pair.addWidget(facts)
        self._boxes.addLayout(pair)
        return made

    def _on_way_toggled(self, way: int, on: bool) -> None:
        if on:
            self._stack.setCurrentIndex(way)
            self._check()

    def chosen(self) -> tuple[list[str], list[str]]:
        """The procedures that are walked whole, and the steps of the path; one of them is empty."""
        if self.single.isChecked():
            return [], self.path.steps()
        return [name for name, box in self.procedures.items() if box.isChecked()], []

    def _walked(self, plan: Plan) -> list[str]:
        whole, path = self.chosen()
        return path + [step.id for p in plan.procedures if p.id in whole for step in p.steps]

    def _check(self) -> None:
        plan = self._entry.value if self._entry is not None else None
        if not isinstance(plan, Plan):
            return
        walked = self._walked(plan)
        self.go.setEnabled(bool(walked))
        self._elsewhere.setEnabled(bool(walked))
        if not walked:
            self._summary.setText(_NOTHING)
            self.title.setPlaceholderText("Title")
            return
        roles = {step.role for _, step in plan.steps() if step.id in walked}
        titles = [role.title for role in plan.roles if role.id in roles]
        length = format_duration(length_of(len(walked)) // SECOND)
        self._summary.setText(f"{counted(len(walked), 'step')}, about {length}. Needed: {', '.join(titles)}.")
        self.title.setPlaceholderText("Named after what is walked, unless you name it")

    # -- what the person does -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Go back to the plan."""
        self._requests.library.emit("plans")

    def text(self) -> str:
        """The scenario as it would be written. Raises NotWalkable."""
        plan = self._entry.value if self._entry is not None else None
        if not isinstance(plan, Plan):
            raise NotWalkable("there is no plan to walk through")
        whole, path = self.chosen()
        severity = self.severity.currentData()
        return scenario_text(plan, whole, path, severity, self.title.text().strip() or None)

    def _choose_file(self) -> None:
        save_file(self, "Keep the walk-through", "walk-through.yaml", self._on_file_chosen)

    def _on_file_chosen(self, file: Path) -> None:
        self._file = file
        self._kept.setText(f"It is written to {file}.")

    def make(self) -> None:
        """Keep the walk-through, and go on to its set-up."""
        if self._entry is None:
            return
        try:
            text = self.text()
        except NotWalkable as refused:
            said = str(refused)
            self._banner.show_message(f"{said[:1].upper()}{said[1:]}.", "warn")
            return
        self._requests.walk_made.emit(WalkMade(self._entry, text, self._file))
