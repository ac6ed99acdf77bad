"""What participants are told before play, and what the plan expects of this role."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.plan import Plan
from trainer.core.visibility import Briefed
from trainer.ui import look
from trainer.ui.panels import Card, Icon, label, spaced
from trainer.ui.seat_words import Told
from trainer.ui.trainee.scroll import ScrollPage, emptied, titled
from trainer.ui.trainee.sheets import readable

__all__ = ["BriefingPage"]


def _bullets(lines: Iterable[str], icon: str = "dot", tint: str = "accent") -> QWidget:
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=6)
    for line in lines:
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(Icon(icon, tint, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(readable(line), 1)
        column.addLayout(row)
    return made


class BriefingPage(ScrollPage):
    """Situation, rules, assumptions, roles, and the duties of this seat's role."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Briefing", margin=16, gap=12)
        self._plan = plan

    def show_briefing(self, told: Told) -> None:
        """Show what was told."""
        emptied(self.body)
        briefing = told.briefing
        if briefing is None:
            return
        self.body.addWidget(label(briefing.exercise, "title", wrap=True))
        self.body.addWidget(label(f"Briefing for the {briefing.kind} exercise", "muted"))
        self.body.addWidget(self._role(told))
        if briefing.situation.strip():
            self.body.addWidget(self._card("Situation", readable(briefing.situation.strip())))
        if briefing.rules:
            self.body.addWidget(self._card("Rules", _bullets(briefing.rules, "ok", "ok")))
        if briefing.assumptions:
            self.body.addWidget(self._card("Assumptions", _bullets(briefing.assumptions)))
        self.body.addWidget(self._card("Who plays", self._roles(briefing, told)))
        self.body.addStretch(1)

    def _card(self, title: str, inside: QWidget) -> Card:
        card = titled(title)
        card.add(inside)
        return card

    def _role(self, told: Told) -> Card:
        role = next((item for item in self._plan.roles if item.id == told.role), None)
        title = told.names.role(told.role)
        if role is None or not role.duties:
            return self._card(f"You are: {title}", label("The plan gives this role no duties.", "muted"))
        return self._card(f"You are: {title}", _bullets(role.duties))

    def _roles(self, briefing: Briefed, told: Told) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.tokens().gap)
        for number, (name, title) in enumerate(briefing.roles):
            row = spaced(QHBoxLayout(), gap=6)
            row.addWidget(Icon("person", look.tokens().role(number), 16))
            words = f"{title} (you)" if name == told.role else title
            row.addWidget(label(words, "strong" if name == told.role else "base", wrap=True), 1)
            grid.addLayout(row, number // 2, number % 2)
        return holder
