"""The step that is walked: what it says, whose it is, its target, and where in the walk it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trainer.core.plan import Step
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.parts import words
from trainer.ui.facilitator.walk.rows import binding_of, target_of, walk_of
from trainer.ui.panels import Chip, button, label, spaced, tool_button

__all__ = ["StepHead"]


class StepHead(QFrame):
    """Title, owner, target and text of a step. `moved` asks for the step before or after, `left_out` to skip it."""

    moved = Signal(int)
    left_out = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._step = ""
        self.setAccessibleName("The step that is walked")
        self.place = label("", "caption")
        self.title = label("", "title", wrap=True)
        self.owner, self.target = Chip("", "neutral"), Chip("", "neutral")
        self.critical, self.binding = Chip("critical", "warn"), Chip("", "neutral")
        self.text = words("")
        self.more = words("", "muted")
        self.previous = tool_button("left", "Previous step", "Previous step (Left, or Alt+Left anywhere)")
        self.next = button("Next step", "normal", "right", "Next step (Right, or Alt+Right anywhere)")
        self.skip = button("Leave out…", "quiet", "skip", "Do not walk this step, for a reason (L)")
        self._arrange()
        self.previous.clicked.connect(lambda: self.moved.emit(-1))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        self.skip.clicked.connect(self.left_out)

    def _arrange(self) -> None:
        column = spaced(QVBoxLayout(self), gap=6)
        top = spaced(QHBoxLayout(), gap=6)
        top.addWidget(self.place, 1)
        for made in (self.skip, self.previous, self.next):
            top.addWidget(made)
        column.addLayout(top)
        column.addWidget(self.title)
        chips = spaced(QHBoxLayout(), gap=6)
        for chip in (self.owner, self.target, self.critical, self.binding):
            chips.addWidget(chip)
        chips.addStretch(1)
        column.addLayout(chips)
        column.addWidget(self._read())

    def _read(self) -> QScrollArea:
        page = QWidget()
        inside = spaced(QVBoxLayout(page), gap=4)
        inside.addWidget(self.text)
        inside.addWidget(self.more)
        inside.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("What the step says")
        self._area.verticalScrollBar().setAccessibleName("What the step says, scroll")
        return self._area

    def show_step(self, name: str, ready: bool) -> None:
        """Show a step and where it stands."""
        walk, step = walk_of(self._desk), self._desk.script.steps[name]
        names = list(walk.steps)
        place = names.index(name)
        procedure = self._desk.script.procedure_of[name]
        self.place.setText(f"{procedure.title}  ·  step {place + 1} of {len(names)}")
        self.previous.setEnabled(ready and place > 0)
        self.next.setEnabled(ready and place < len(names) - 1)
        self.skip.setEnabled(ready and walk.steps[name].left_out is None)
        if name == self._step:
            return
        self._step = name
        self.title.setText(self._desk.step_title(name))
        self._show_chips(step)
        self.text.setText(" ".join(step.text.split()) or "The plan says no more about this step.")
        self.more.setText("\n".join(_more(self._desk, step)))
        self.more.setVisible(bool(self.more.text()))
        self._area.verticalScrollBar().setValue(0)
        self.relook()

    def relook(self) -> None:
        """As high as the words need, up to a few lines."""
        line = look.metrics().height()
        lines = self.text.heightForWidth(max(200, self.width() - look.tokens().px(16)))
        more = self.more.heightForWidth(max(200, self.width())) if self.more.text() else 0
        self._area.setFixedHeight(min(lines + more + look.tokens().px(8), line * 6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self.relook()

    def _show_chips(self, step: Step) -> None:
        owner = self._desk.title(step.role) if step.role else "no owner"
        self.owner.show_status(owner, "info" if step.role else "warn", "person")
        target = target_of(self._desk.state, step)
        self.target.show_status(target, "neutral", "clock")
        self.critical.setVisible(step.critical)
        binding = binding_of(step)
        self.binding.setVisible(bool(binding))
        self.binding.show_status(binding, "neutral")


def _more(desk: Desk, step: Step) -> list[str]:
    """What holds beside the step's text."""
    said = []
    if step.condition:
        said.append(f"Only if: {step.condition}")
    if step.severities:
        said.append(f"At: {', '.join(step.severities)}")
    if step.after:
        said.append(f"After: {'; '.join(desk.step_title(name) for name in step.after)}")
    return said
