"""The forms of a seat, made from the plan: severities, contacts, audiences and steps come from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel

from trainer.core.plan import ActionKind, Cadence, Communication, Plan, Severity
from trainer.core.time import MINUTE, say_duration
from trainer.ui.panels import label
from trainer.ui.seat_words import Told
from trainer.ui.trainee import fields
from trainer.ui.trainee.acting import Perform
from trainer.ui.trainee.fields import Field
from trainer.ui.trainee.form import ActForm, Values
from trainer.ui.trainee.plain_fields import Choices, plain_fields

__all__ = ["Forms"]


class Forms:
    """Makes the form of an act when it is first wanted, and keeps it with what was written in it."""

    def __init__(self, plan: Plan, told: Told, perform: Perform) -> None:
        self._plan = plan
        self._told = told
        self._perform = perform
        self.made: dict[ActionKind, ActForm] = {}
        #: Services of a simulated system, for the form that states a cause.
        self.services: Choices = ()

    def form(self, kind: ActionKind) -> ActForm:
        """The form of an act."""
        if kind not in self.made:
            self.made[kind] = _MAKERS.get(kind, Forms._plain)(self, kind)
        return self.made[kind]

    def drafts(self) -> tuple[ActionKind, ...]:
        """Acts whose forms hold words that were not sent."""
        return tuple(kind for kind, form in self.made.items() if form.dirty())

    def _roles(self) -> Choices:
        return [(role.id, role.title) for role in self._plan.roles]

    def _steps(self) -> Choices:
        """Steps, those of the seat's role first."""
        mine = [(step.id, self._told.names.step(step.id)) for _, step in self._plan.steps()
                if step.role == self._told.role]  # fmt: skip
        others = [(step.id, self._told.names.step(step.id)) for _, step in self._plan.steps()
                  if step.role != self._told.role]  # fmt: skip
        return mine + others

    def _make(self, kind: ActionKind, made: Sequence[Field]) -> ActForm:
        return ActForm(kind, made, self._perform)

    def _plain(self, kind: ActionKind) -> ActForm:
        """A form of words, and of roles or steps to choose."""
        made = plain_fields(kind, self._roles(), self._steps())
        if kind is ActionKind.DIAGNOSE and self.services:
            made.append(fields.choice("service", "Service", self.services, "No particular service"))
        form = self._make(kind, made)
        if kind in (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER):
            form.refill = lambda: self._fill_role(form)
            form.refill()
        return form

    def _fill_role(self, form: ActForm) -> None:
        form.prefill({"role": self._told.role})
        form.mark_field("role")

    def _classify(self, kind: ActionKind) -> ActForm:
        plan = self._plan
        levels = [(level.id, f"{level.id}  {level.title}", _criteria(level)) for level in plan.severities]
        severity = (
            fields.options("severity", "Severity", levels, "Choose a level.")
            if levels
            else fields.line("severity", "Severity", "Name the severity.")
        )
        form = self._make(kind, [
            severity,
            fields.words("reason", "Reason", 2, hint="Which line of the plan decides it"),
            fields.words("statement", "Statement", 3, hint="One sentence for everyone"),
        ])  # fmt: skip
        triage = plan.triage
        if triage and triage.unsure:
            form.note("severity", label(triage.unsure, "caption", wrap=True))
        template = triage.statement if triage and triage.statement else ""

        def fill(level: str | None) -> None:
            statement = form.value("statement")
            if template and statement in (None, form.untouched("statement")):
                form.prefill({"statement": template.replace("{severity}", level) if level else template})
                form.mark_field("statement")

        if levels:
            form.widget("severity").changed.connect(lambda: fill(form.value("severity")))  # type: ignore[attr-defined]
        form.refill = lambda: fill(None)
        form.refill()
        return form

    def _page(self, kind: ActionKind) -> ActForm:
        contacts = [(item.id, item.title) for item in self._plan.contacts]
        contact = (
            fields.choice("contact", "Contact", contacts, "Choose whom to reach", "Choose whom you page.")
            if contacts
            else fields.line(
                "contact", "Contact", "Name whom you page.", "Without spaces, such as duty-manager"
            )
        )
        results = [(word, word.capitalize()) for word in ("answered", "no answer", "failed", "wrong person")]
        form = self._make(kind, [
            contact,
            fields.radios("result", "Result", results, "Say what came of it."),
            fields.words("note", "Note", 2, hint="What was said, or agreed"),
        ])  # fmt: skip
        details = label("", "caption", wrap=True)
        form.note("contact", details)
        by_id = {item.id: item for item in self._plan.contacts}

        def show() -> None:
            found = by_id.get(form.value("contact"))
            reach = f"Reach: {found.reach}" if found and found.reach else ""
            other = f"If that is down: {found.out_of_band}" if found and found.out_of_band else ""
            details.setText("\n".join(part for part in (reach, other) if part))
            details.setVisible(bool(details.text()))

        if isinstance(contact.widget, QComboBox):
            contact.widget.currentIndexChanged.connect(show)
        show()
        return form

    def _update(self, kind: ActionKind) -> ActForm:
        said = [
            (item.id, f"{item.audience.replace('-', ' ').capitalize()}: {item.title}")
            for item in self._plan.communications
        ]
        audience = (
            fields.choice("audience", "Audience", said, "Choose whom you tell", "Choose whom you tell.")
            if said
            else fields.line(
                "audience", "Audience", "Name whom you tell.", "Without spaces, such as all-staff"
            )
        )
        form = ActForm(kind, [
            audience,
            fields.words("text", "Text", 5, "Write what you tell them."),
            fields.minutes("next_in", "Next one in"),
            fields.choice("approved_by", "Approved by", self._roles(), "Not approved"),
        ], self._perform, self._with_audience)  # fmt: skip
        notes = {name: label("", "caption", wrap=True) for name in ("audience", "next_in", "approved_by")}
        for name, note in notes.items():
            form.note(name, note)
        if isinstance(audience.widget, QComboBox):
            audience.widget.currentIndexChanged.connect(lambda: self._fill_update(form, notes))
        self._fill_update(form, notes)
        return form

    def _communication(self, name: Any) -> Communication | None:
        return next((item for item in self._plan.communications if item.id == name), None)

    def _with_audience(self, values: Values) -> Values:
        chosen = self._communication(values.get("audience"))
        return {**values, "audience": chosen.audience} if chosen else values

    def _fill_update(self, form: ActForm, notes: dict[str, QLabel]) -> None:
        """Offer template and interval of the audience chosen, unless something was written already."""
        chosen = self._communication(form.value("audience"))
        severity = self._told.severity
        cadence = next(
            (item for item in self._plan.cadences if chosen and item.audience == chosen.audience), None
        )
        every = cadence.interval(severity or None, 0) if cadence else None
        texts = {
            "audience": _channel_words(chosen),
            "next_in": _cadence_words(cadence, every, severity),
            "approved_by": f"The plan asks for approval by: {self._told.names.role(chosen.approver)}."
            if chosen and chosen.approver else "",
        }  # fmt: skip
        for name, text in texts.items():
            notes[name].setText(text)
            notes[name].setVisible(bool(text))
        if chosen and form.value("text") in (None, form.untouched("text")):
            template = chosen.template.replace("{severity}", severity or "{severity}").strip()
            form.prefill({"text": template})
            form.mark_field("text")
        if form.value("next_in") in (None, form.untouched("next_in")):
            form.prefill({"next_in": every // MINUTE if every else 0})
            form.mark_field("next_in")


def _criteria(level: Severity) -> str:
    lines = [f"•  {line}" for line in level.criteria]
    if level.forced_by:
        lines += [f"Always {level.id} if", *(f"•  {rule}" for rule in level.forced_by)]
    return "\n".join(lines)


def _channel_words(chosen: Communication | None) -> str:
    if chosen is None:
        return ""
    otherwise = f" If it is down: {chosen.fallback}." if chosen.fallback else ""
    return f"{chosen.channel}.{otherwise}"


def _cadence_words(cadence: Cadence | None, every: int | None, severity: str) -> str:
    if cadence is None:
        return ""
    clause = f" (clause {cadence.clause})" if cadence.clause else ""
    if every is None:
        return f"The plan sets an interval once the severity is set{clause}." if not severity else ""
    return (
        f"The plan asks for one every {say_duration(every)}{f' at {severity}' if severity else ''}{clause}."
    )


_MAKERS = {
    ActionKind.CLASSIFY: Forms._classify,
    ActionKind.PAGE: Forms._page,
    ActionKind.POST_UPDATE: Forms._update,
}
