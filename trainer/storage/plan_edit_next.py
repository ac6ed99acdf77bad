"""The next version of a plan, from what a lead accepted after a drill: checked as a whole before it is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from trainer.core.amend.draft import line, with_more
from trainer.core.amend.offers import Offer
from trainer.core.amend.places import CannotApply, applied, in_words, present
from trainer.core.amendments import Amendment, Edit, Place
from trainer.core.plan import PlanChange
from trainer.core.problems import one_line
from trainer.storage.plan_edit import CannotAmend, amended, diff, next_version, readable

_SHOWN: Final = 60
_GROWS: Final = "text"
"""The key of a step whose value several changes may each add a sentence to, also where there was none."""


@dataclass(frozen=True)
class NextPlan:
    """A plan's next version: the file, how it differs from the one before, and what the next drill has to retest.

    `notes` are places that somebody changed since the drill and that the accepted changes now set.
    """

    version: str
    data: bytes = field(repr=False)
    diff: str = field(repr=False)
    changes: tuple[str, ...]
    retest: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """What a next version is made from: the plan as the exercise used it, and the file that is in force now.

    `name` is what messages and the difference call the file; `exercise` and `on` stand in its change log.
    """

    used: bytes = field(repr=False)
    present: bytes = field(repr=False)
    name: str
    exercise: str
    on: date


def next_plan(basis: Basis, offers: Sequence[Offer]) -> NextPlan:
    """The next version with every change that the lead accepted, as it was edited where it was edited.

    Raises CannotAmend, with the name of the change, where none was accepted, where one still has something to fill in,
    where two contradict each other, where a place is not there any more, or where the new plan has new errors.
    """
    taken = [offer.amendment for offer in offers if offer.taken]
    if not taken:
        raise CannotAmend("no change was accepted yet, so there is no next version to write")
    _filled(offers)
    joined = _Joined(_values(basis.used, "the plan of the exercise"), _values(basis.present, basis.name))
    if str(joined.used.get("id")) != str(joined.now.get("id")):
        raise CannotAmend(
            f"{basis.name} is the plan {joined.now.get('id')}, and the exercise drilled {joined.used.get('id')}; name "
            "the file of that plan"
        )
    for amendment in taken:
        joined.take(amendment)
    change = _change(basis, joined.now, taken)
    data = amended(basis.present, joined.edits, change, basis.name)
    return NextPlan(
        version=change.version,
        data=data,
        diff=diff(basis.present, data, basis.name),
        changes=tuple(amendment.id for amendment in taken),
        retest=change.retest,
        notes=tuple(joined.notes),
    )


def _values(data: bytes, name: str) -> dict[str, Any]:
    return dict(readable(data, name).value or {})


def _filled(offers: Iterable[Offer]) -> None:
    for offer in offers:
        if offer.taken and offer.unfilled:
            name, what = offer.amendment.id, offer.unfilled[0]
            raise CannotAmend(
                f'{name} still has to be filled in: {what} (on the command line: --set {name}="...")'
            )


@dataclass
class _Joined:
    """Edits one after another on the values of a plan, each as it has to be after those before it."""

    used: dict[str, Any]
    now: dict[str, Any]
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _set_by: dict[Place, str] = field(default_factory=dict)

    def take(self, amendment: Amendment) -> None:
        """Add the edits of a change. Raises CannotAmend, with its name."""
        for edit in amendment.edits:
            fitting = self._fitting(amendment.id, edit)
            try:
                self.now = applied(self.now, (fitting,))
            except CannotApply as error:
                raise CannotAmend(f"{amendment.id} does not fit the plan any more: {error}") from error
            self.edits.append(fitting)
            if fitting.do == "set":
                self._set_by[fitting.place] = amendment.id

    def _fitting(self, name: str, edit: Edit) -> Edit:
        """An edit as it is meant, on a value that was changed since it was made."""
        if edit.do == "add":
            return edit
        was, is_now = present(self.used, edit.place), present(self.now, edit.place)
        if is_now in (was, edit.value):
            return edit
        longer = _added_to(was or ("" if edit.place[-1] == _GROWS else None), is_now, edit.value)
        if longer is not None:
            return edit.model_copy(update={"value": longer})
        other = self._set_by.get(edit.place)
        if other is not None:
            raise CannotAmend(
                f"{name} and {other} give {in_words(edit.place)} different values; reject one of them"
            )
        self.notes.append(
            f"{name}: {in_words(edit.place)} has changed since the drill, from {_shown(was)} to {_shown(is_now)}; it "
            f"becomes {_shown(edit.value)}"
        )
        return edit


def _added_to(was: object, is_now: object, value: object) -> str | None:
    """What a text becomes when something is added to it that was meant for an earlier state; None for other values."""
    if not (isinstance(was, str) and isinstance(is_now, str) and isinstance(value, str)):
        return None
    body = was.rstrip()
    if not value.startswith(body):
        return None
    more = value[len(body) :].strip()
    return is_now if more in is_now else with_more(is_now, more)


def _shown(value: object) -> str:
    return "nothing" if value is None else one_line(str(value), _SHOWN)


def _change(basis: Basis, now: dict[str, Any], taken: Sequence[Amendment]) -> PlanChange:
    """The entry of the change log."""
    log = now.get("changes")
    known = (
        {str(entry.get("version")) for entry in log if isinstance(entry, dict)}
        if isinstance(log, list)
        else set()
    )
    version = next_version(str(now.get("version", "")))
    while version in known:
        version = next_version(version)
    steps = _steps(now)
    retest = dict.fromkeys(step for amendment in taken for step in amendment.retest if step in steps)
    return PlanChange.model_validate(
        {
            "version": version,
            "date": basis.on.isoformat(),
            "what": [line(amendment.title) for amendment in taken],
            "exercise": basis.exercise,
            **({"retest": list(retest)} if retest else {}),
        }
    )


def _steps(value: dict[str, Any]) -> set[str]:
    """The steps of a plan by its values."""
    procedures = value.get("procedures")
    homes = procedures if isinstance(procedures, list) else []
    lists = [home.get("steps") for home in homes if isinstance(home, dict)]
    return {
        str(step.get("id"))
        for steps in lists
        if isinstance(steps, list)
        for step in steps
        if isinstance(step, dict)
    }


def write_plan(found: NextPlan, to: Path, source: Path | None = None, force: bool = False) -> None:
    """Write the next version, all of it or nothing. Raises CannotAmend where a file is in the way or cannot be written.

    `source` is the file that it was made from; it and any other file stay as they are unless `force` is given.
    """
    if not force and source is not None and _same_file(source, to):
        raise CannotAmend(
            f"{to} is the plan itself and was left as it is; choose another name, or add --force"
        )
    if not force and to.exists():
        raise CannotAmend(f"{to} exists already and was left as it is; choose another name, or add --force")
    beside = to.with_name(f".{to.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(found.data)
        beside.replace(to)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise CannotAmend(f"{to} cannot be written: {error.strerror or error}") from error


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
