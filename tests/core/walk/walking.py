"""A small walk-through and short words for what is said in it, for tests."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from tests.builders import PLAN, Room, created, script_of
from trainer.core import aar
from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.commands import LeaveOutStep, OpenStep
from trainer.core.compose import report
from trainer.core.events import Record
from trainer.core.facts import Facts, gather
from trainer.core.history import EarlierDrill
from trainer.core.outcomes import Judgement
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.walk.questions import questions_of

WALK: dict[str, Any] = {
    "id": "walk",
    "title": "Walk",
    "plan": "plan",
    "kinds": ["walk-through"],
    "length": "60m",
    "roles": ["on-call", "commander", "comms"],
    "objectives": [{"id": "start", "title": "Start", "steps": ["acknowledge", "classify", "declare"]}],
    "truth": {"severity": "SEV1"},
    "walkthrough": {"procedures": ["detection"]},
}


def plan_with(**changes: dict[str, Any]) -> dict[str, Any]:
    """The small plan with some keys of steps changed: `plan_with(declare={"role": None})`; None takes a key away."""
    plan = copy.deepcopy(PLAN)
    names = {name.replace("_", "-"): change for name, change in changes.items()}
    for procedure in plan["procedures"]:
        for step in procedure["steps"]:
            step.update(names.get(step["id"], {}))
            for key in [key for key, value in step.items() if value is None]:
                del step[key]
    return plan


def walk_script(plan: dict[str, Any] | None = None, **changes: Any) -> Script:
    """The script of a walk through the detection procedure, with keys of the scenario changed."""
    return script_of(plan, {**WALK, **changes}).as_kind(Kind.WALKTHROUGH)


class WalkRoom(Room):
    """A walk-through that has begun."""

    def __init__(self, plan: dict[str, Any] | None = None, **changes: Any) -> None:
        super().__init__(walk_script(plan, **changes))
        self.start()

    def open(self, step: str) -> None:
        self.do(OpenStep(step))

    def leave_out(self, step: str, reason: str = "no time") -> None:
        self.do(LeaveOutStep(step, reason))

    def says(
        self,
        step: str,
        question: str,
        answer: str = "confirmed",
        note: str = "",
        takes: str | None = None,
        role: str | None = None,
    ) -> Record:
        """An answer in the owner's role, or in another."""
        fields = {"step": step, "question": question, "answer": answer, "note": note, "takes": takes}
        if note == "" and answer != "confirmed":
            fields["note"] = f"it is {answer}"
        who = role or self.script.steps[step].role or "commander"
        return self.act(who, AnswerStep.model_validate(fields))

    def confirms(self, step: str, takes: str | None = None, besides: Sequence[str] = ()) -> None:
        """Every question about a step is confirmed, `besides` some."""
        for question in questions_of(self.script, self.script.steps[step]):
            if question.id not in besides:
                self.says(step, question.id, takes=takes if question.id == "time" else None)

    def shows(self, step: str, minutes: float = 1, now: str = "done", note: str = "") -> None:
        """A step is done for real, or tried."""
        role = self.script.steps[step].role or "commander"
        self.act(role, ShowStep(step=step, now="begun"))
        self.wait(minutes)
        self.act(role, ShowStep.model_validate({"step": step, "now": now, "note": note}))

    def facts(self) -> Facts:
        return gather(self.script, self.session.records)

    def judged(self, step: str) -> Judgement:
        return self.facts().of_step[step][0]

    def report(self) -> aar.Report:
        return report(self.script, self.session.records, "test")

    def gaps(self) -> dict[str, aar.Gap]:
        """The gaps by their names."""
        return {gap.id: gap for gap in self.report().gaps}


def only_gap(room: WalkRoom) -> aar.Gap:
    """The one gap of a walk that is no artefact."""
    found = [gap for gap in room.report().gaps if gap.kind != "artefact"]
    assert len(found) == 1, [gap.id for gap in found]
    return found[0]


def after(drills: Sequence[EarlierDrill], plan: dict[str, Any] | None = None) -> WalkRoom:
    """A walk whose journal begins with earlier drills."""
    from trainer.core.commands import StartClock
    from trainer.core.events import EarlierDrillsNoted
    from trainer.session import Session
    from trainer.storage.memory import MemoryJournal

    room = WalkRoom(plan)
    room.journal = MemoryJournal()
    first = created(room.script)
    noted = EarlierDrillsNoted(drills=tuple(drills))
    room.journal.append(((room.clock.wall(), 0, first), (room.clock.wall(), 0, noted)))
    room.session = Session(room.script, room.journal, room.clock)
    room.do(StartClock())
    return room
