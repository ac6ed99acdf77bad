"""What experiments in a real system have on this machine: the list of what is allowed, and what was left over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from trainer.chaos.allowed import PRACTICE, SORTS, Allowed, Sort, allow, disallow, read_allowed
from trainer.chaos.errors import ChaosError
from trainer.chaos.preview import Preview, file_beside, preview
from trainer.chaos.recovering import Recovery
from trainer.chaos.resolve import Around
from trainer.cli.experiments import RealExperiments
from trainer.core.problems import quoted
from trainer.workspace import AllowedEntry, LeftOver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainer.core.experiments import Experiment
    from trainer.ports import Clock
    from trainer.session import Session


class ExperimentPlace:
    """Everything about experiments that belongs to the machine rather than to one exercise.

    `folder` is the program's data folder; nothing is written there before an experiment runs or something is allowed.
    """

    def __init__(self, folder: Path) -> None:
        self.records = folder / "experiments"
        self.settings = folder / "experiments-allowed.json"
        self.recovery = Recovery(self.records, self.allowed)
        self._looked = False

    def allowed(self) -> Allowed:
        """What is allowed at this moment."""
        return read_allowed(self.settings)

    def join(self, session: Session, clock: Clock, beside: Path | None) -> RealExperiments | None:
        """The experiments of an exercise; None where its script has none. `beside` is its scenario's folder."""
        if not session.script.experiments:
            return None
        return RealExperiments(
            session, clock, self.records, lambda experiment: self.look(experiment, beside), self.recovery
        )

    def look(self, experiment: Experiment, beside: Path | None) -> Preview:
        """What an experiment would do, read anew. Its file is read as plain values; nothing of it is loaded."""
        source, problem = experiment.inline, ""
        if experiment.file is not None:
            source, problem = _read(beside, experiment.file)
        if source is None or problem:
            return Preview(experiment, "", problems=(problem,))
        return preview(experiment, source, Around(_environment()), self.allowed())

    # ---------------------------------------------------------------- what is allowed

    def entries(self) -> tuple[AllowedEntry, ...]:
        """The list, one entry each. Raises ChaosError where it cannot be read."""
        found = self.allowed()
        if found.problem:
            raise ChaosError(found.problem)
        return tuple(
            AllowedEntry(sort, entry, fixed=sort == "function" and entry in PRACTICE)
            for sort in SORTS
            for entry in found.of(sort)
        )

    def allow(self, sort: str, entry: str) -> None:
        """Put an entry on the list. Raises ChaosError."""
        allow(self.settings, _sort(sort), entry)

    def disallow(self, sort: str, entry: str) -> None:
        """Take an entry off the list. Raises ChaosError."""
        disallow(self.settings, _sort(sort), entry)

    # ---------------------------------------------------------------- what was left over

    def recover(self) -> None:
        """Begin to roll back what earlier programs left over and may be rolled back without asking; once."""
        if not self._looked:
            self._looked = True
            self.recovery.begin()

    def left_over(self) -> tuple[LeftOver, ...]:
        """What earlier runs left over, in words; the first call begins to roll back what may be without asking."""
        self.recover()
        return tuple(
            LeftOver(each.key, each.exercise, each.text, each.done, each.waits)
            for each in self.recovery.over()
        )


def _sort(sort: str) -> Sort:
    if sort not in SORTS:
        raise ChaosError(f"{quoted(sort)} is none of {', '.join(SORTS)}")
    return cast(Sort, sort)


def _read(beside: Path | None, name: str) -> tuple[dict[str, object] | None, str]:
    """The values of a file beside the scenario, or why there are none."""
    from trainer.storage.yaml_source import read_source

    path, why = file_beside(beside, name)
    if path is None:
        return None, why
    source = read_source(path)
    errors = [str(each) for each in source.problems if each.problem.level == "error"]
    if source.value is None or errors:
        return None, errors[0] if errors else f"{quoted(name)} holds no experiment"
    return dict(source.value), ""


def folder_of(sha256: str, files: Iterable[Path]) -> Path | None:
    """The folder of the scenario file with these very bytes: an experiment's file lies beside it."""
    import hashlib

    for file in files:
        try:
            if hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
                return file.parent
        except OSError:
            continue
    return None


def _environment() -> dict[str, str]:
    """The environment, and the practice shop's folder where none is named: what is shown says where it would act."""
    from trainer.practice.place import FOLDER_VARIABLE, default_folder

    return {**os.environ, FOLDER_VARIABLE: str(default_folder())}
