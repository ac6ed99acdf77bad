"""An exercise joined to its experiments in a real system: its injects become activities, what is found its events.

The adapter hears the session like the virtual team does. What an experiment's process reports waits until `poll`,
which the exercise's own thread calls: nothing is submitted from another one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trainer.chaos.allowed import PRACTICE
from trainer.chaos.errors import ChaosError, missing
from trainer.chaos.launch import Running
from trainer.chaos.lines import Message, Order
from trainer.chaos.preview import Preview
from trainer.chaos.undo import Told, forget, left
from trainer.cli.experiment_run import NoteEvent, Run, not_begun, over, probed, ran
from trainer.core import events as ev
from trainer.core.commands import ApproveExperiment, NoteExperiment
from trainer.core.experiments import Experiment
from trainer.core.problems import one_line
from trainer.core.refusing import Refused
from trainer.core.time import Micros
from trainer.workspace import AllowedEntry, ExperimentView

if TYPE_CHECKING:
    from trainer.chaos.recovering import Recovery
    from trainer.core.events import Record
    from trainer.ports import Clock
    from trainer.session import Session

BEAT: Final = 100_000
"""Microseconds between two looks at what a process reports"""
_LOOK: Final = 500_000
"""Microseconds between two looks at what an earlier process left"""
_CLOSING: Final = 20.0
"""Seconds that closing an exercise waits for the rollbacks; after that the process does them alone"""
_NOT_A_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")


class RealExperiments:
    """The experiments of one open exercise; implements the workspace's Experiments and is asked by the drive."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        records: Path,
        look: Callable[[Experiment], Preview],
        recovery: Recovery,
    ) -> None:
        """`records` is the folder for undo records; `look` reads an experiment anew and says what it would do."""
        self._session, self._clock, self._records = session, clock, records
        self._look, self._recovery = look, recovery
        self._runs = {each.id: Run(each) for each in session.script.experiments.values()}
        self._shown: dict[str, Preview] = {}
        self._looked = -_LOOK
        told = {self._whose(each.undo or each.told) for each in left(records) if each.told is not None}
        for name, run in self._runs.items():
            run.waits = session.state.experiments[name].active or (session.id, name) in told
        self._leave = session.subscribe(self._hear)

    # ---------------------------------------------------------------- what windows ask

    def views(self) -> tuple[ExperimentView, ...]:
        """All experiments as they stand; what is shown is read when it is first asked for, and before approving."""
        return tuple(self._view(run) for run in self._runs.values())

    def look_again(self, experiment: str) -> None:
        """Read an experiment anew: its file, or what is allowed, was changed."""
        self._shown.pop(experiment, None)

    def _view(self, run: Run) -> ExperimentView:
        shown = self._preview(run)
        now = self._clock.monotonic()
        problem = missing()
        return ExperimentView(
            id=run.experiment.id,
            target=run.experiment.target,
            title=str(shown.document.get("title") or run.experiment.id),
            note=run.experiment.note,
            digest=shown.digest,
            stage=run.stage,
            actions=shown.actions,
            rollbacks=shown.rollbacks,
            probes=shown.probes,
            left_out=shown.left_out,
            warnings=shown.warnings,
            problems=(*((problem,) if problem else ()), *shown.problems),
            said=run.said,
            met=run.met,
            since_probe=None if run.probed_at is None else now - run.probed_at,
            time_left=None if run.ends_at is None else max(run.ends_at - now, 0),
            to_allow=tuple(AllowedEntry(*each) for each in shown.to_allow()),
            practice=shown.calls(PRACTICE),
            found=run.found,
            probed=run.probes,
        )

    def _preview(self, run: Run) -> Preview:
        name = run.experiment.id
        if name not in self._shown:
            self._shown[name] = self._look(run.experiment)
        return self._shown[name]

    def approve(
        self, experiment: str, digest: str, typed: str, not_production: bool, dry_run: bool = False
    ) -> None:
        """Let an experiment run as it was shown. Raises Refused with the reason."""
        run = self._runs.get(experiment)
        if run is None:
            raise Refused(f"The scenario has no experiment {experiment}.")
        if why := missing():
            raise Refused(f"This cannot be run here: {why}.")
        self.look_again(experiment)
        shown = self._preview(run)
        if shown.problems:
            raise Refused(f"The experiment may not run: {shown.problems[0]}")
        if shown.digest != digest:
            raise Refused("The experiment was changed since it was shown. Look at it again, then confirm.")
        self._unhindered(run, dry_run)
        if self._session.state.clock.speed != 1:
            raise Refused("A real system keeps real time: set the clock to normal speed first.")
        self._session.submit(
            ApproveExperiment(experiment, digest, typed, not_production, shown.all_lines(), dry_run)
        )
        if run.stage == "shown":
            raise Refused(run.said or "The experiment's process was not started.")

    def _unhindered(self, run: Run, dry_run: bool) -> None:
        if run.running is not None and (run.stage != "dry run" or dry_run):
            raise Refused(f"The experiment {run.experiment.id} runs already, or is being rolled back.")
        if run.waits:
            raise Refused("What an earlier program did is still being rolled back. Wait until that is known.")
        for each in left(self._records):
            if each.undo is not None and each.undo.target == run.experiment.target and each.state != "told":
                raise Refused(
                    f"An earlier experiment on {run.experiment.target} was not rolled back. Roll it back first."
                )

    def stop_experiments(self, reason: str = "") -> None:
        """Interrupt whatever runs and roll everything back; returns at once."""
        self._stop_all(f"it was stopped by hand{': ' + reason.strip() if reason.strip() else ''}")

    def _stop_all(self, reason: str, well: bool = False) -> None:
        for run in self._runs.values():
            if run.running is not None:
                run.stage = "rolling back"
                run.running.stop(reason, well)

    def close(self) -> None:
        """Let go of the exercise: what runs is rolled back, and noted as far as it comes in time."""
        self._stop_all("the exercise was closed")
        for run in self._runs.values():
            if run.running is not None:
                run.running.wait(_CLOSING)
        self.poll()
        self._leave()
        for run in self._runs.values():
            if run.running is not None:
                run.running.let_go()

    # ---------------------------------------------------------------- what the exercise does

    def _hear(self, records: Sequence[Record]) -> None:
        for record in records:
            match record.event:
                case ev.ExperimentApproved() as approved:
                    self._begin(approved)
                case ev.InjectDelivered() as delivered:
                    self._release(delivered.inject, record.elapsed)
                case ev.ExerciseEnded():
                    self._stop_all("the exercise ended", well=True)
                case _:
                    pass

    def _begin(self, approved: ev.ExperimentApproved) -> None:
        run = self._runs[approved.experiment]
        if run.running is not None:
            run.running.stop("it was approved to run for real")
            run.running.let_go()
            run.running = None
        # Read once more: only what stands in the approval is run, whoever asked for it.
        shown = self._look(run.experiment)
        if shown.problems or shown.digest != approved.digest:
            why = shown.problems[0] if shown.problems else "it was changed after it was confirmed"
            not_begun(run, why)
            return
        run.key = self._new_key(run.experiment)
        try:
            run.running = Running(self._order(run, shown, approved.dry_run))
        except ChaosError as error:
            not_begun(run, str(error))
            return
        now = self._clock.monotonic()
        run.stage, run.said, run.over, run.noted, run.met = "starting", "", False, None, None
        run.found, run.probes, run.undoing = "", 0, False
        run.probed_at, run.ends_at = None, now + run.experiment.time_limit

    def _new_key(self, experiment: Experiment) -> str:
        exercise = _NOT_A_NAME.sub("-", self._session.id)[:60]
        return f"{exercise}-{_NOT_A_NAME.sub('-', experiment.id)}-{secrets.token_hex(4)}"

    def _order(self, run: Run, shown: Preview, dry: bool) -> Order:
        experiment = run.experiment
        return Order(
            key=run.key,
            folder=str(self._records),
            exercise=self._session.id,
            experiment=experiment.id,
            target=experiment.target,
            digest=shown.digest,
            probe_every=experiment.probe_every,
            time_limit=experiment.time_limit,
            document=shown.document,
            starred=shown.starred,
            dry=dry,
        )

    def _release(self, inject: str, elapsed: Micros) -> None:
        found = self._session.script.activities.get(inject)
        if found is None or found[0] not in self._runs:
            return
        run, name = self._runs[found[0]], found[1]
        if run.running is not None and not run.over:
            run.running.run(name, inject)
            return
        run.facts.append(
            ev.ActivityRan(
                experiment=run.experiment.id,
                activity=name,
                inject=inject,
                ok=False,
                text="it was not begun: the experiment does not run; approve it again",
                began=elapsed,
            )
        )

    # ---------------------------------------------------------------- what is found

    def busy(self) -> bool:
        """Whether something may still be reported, also while the clock stands."""
        return any(run.running is not None or run.waits or run.facts for run in self._runs.values())

    def poll(self) -> Micros | None:
        """Record what was reported since the last call; real microseconds until the next look, None without need.

        Raises what the journal raises; the experiments are stopped then, for nobody could follow them.
        """
        try:
            for run in self._runs.values():
                self._take_in(run)
                self._note(run)
            self._look_for_earlier()
        except Exception:
            self._stop_all("the exercise's journal could not be written")
            raise
        return BEAT if self.busy() else None

    def _take_in(self, run: Run) -> None:
        running = run.running
        for message in running.came() if running is not None else ():
            run.facts.extend(self._facts(run, message))

    def _note(self, run: Run) -> None:
        while run.facts:
            self._session.submit(NoteExperiment(run.facts[0]))
            noted = run.facts.pop(0)
            if isinstance(noted, ev.RollbacksRan) and run.over and run.key:
                # Its words are durable in the exercise now; the record of a failed rollback stays.
                forget(self._records, run.key)

    def _facts(self, run: Run, message: Message) -> Iterator[NoteEvent]:
        match message.get("said"):
            case "ready":
                dry = self._session.state.experiments[run.experiment.id].approved
                run.stage = "dry run" if dry is not None and dry.dry_run else "running"
            case "ran":
                yield ran(run, message, self._on_exercise_clock)
            case "probed":
                yield from probed(run, message, self._on_exercise_clock)
            case "rolling back":
                run.undoing = True
                run.stage, run.said = "rolling back", f"It is being rolled back: {message.get('reason')}."
            case "over":
                yield from over(run, message)
            case "failed":
                run.over = True
                not_begun(run, str(message.get("text")))
            case "ended":
                yield from self._ended(run, message)

    def _ended(self, run: Run, message: Message) -> Iterator[NoteEvent]:
        run.running, run.ends_at = None, None
        if run.over:
            return
        # The process died in the middle of it: another one reads the record and rolls back.
        known = {each.key: each for each in left(self._records)}
        if run.key in known:
            run.waits, run.stage = True, "rolling back"
            run.said = "The experiment's process ended unexpectedly; what it did is being rolled back."
            self._recovery.begin()
            return
        run.over, run.stage = True, "over"
        last = str(message.get("text") or f"code {message.get('code')}")
        run.said = one_line(f"The experiment's process ended before any action ({last}).", 400)
        yield ev.RollbacksRan(
            experiment=run.experiment.id,
            reason=one_line(f"the experiment's process ended unexpectedly ({last})", 400),
            ok=True,
            text="nothing had to be rolled back: no action had been begun",
        )

    def _on_exercise_clock(self, reading: Any) -> Micros:
        """A reading of the machine's monotonic clock as a reading of the exercise clock, paused time left out."""
        return max(0, self._session.elapsed_at(int(reading)))

    # ---------------------------------------------------------------- what an earlier process left

    def _look_for_earlier(self) -> None:
        """Note what became of runs whose process this adapter does not have, or of rollbacks that are tried again."""
        waiting = [run for run in self._runs.values() if run.waits or run.stage == "not undone"]
        now = self._clock.monotonic()
        if not waiting or now - self._looked < _LOOK:
            return
        self._looked = now
        lying = {self._whose(each.undo or each.told): each for each in left(self._records)}
        reasons = {each.key: each.waits for each in self._recovery.over()}
        for run in waiting:
            found = lying.get((self._session.id, run.experiment.id))
            if found is not None and found.told is not None and found.state != "running":
                run.key = found.key
                self._earlier_told(run, found.told)
            elif found is not None and run.waits:
                run.key, run.stage = found.key, "rolling back"
                if why := reasons.get(found.key):
                    run.stage, run.said = "not undone", one_line(f"It was not rolled back: {why}.", 600)
            elif run.waits:
                self._nothing_left(run)

    @staticmethod
    def _whose(known: Any) -> tuple[str, str]:
        return (known.exercise, known.experiment) if known is not None else ("", "")

    def _nothing_left(self, run: Run) -> None:
        run.waits, run.stage = False, "over"
        run.said = (
            "The program ended before any action of the experiment was begun. Approve it again to go on."
        )
        run.facts.append(
            ev.RollbacksRan(
                experiment=run.experiment.id,
                reason="the program had ended",
                ok=True,
                text="nothing had to be rolled back: nothing of it was on record",
            )
        )
        self._note(run)

    def _earlier_told(self, run: Run, told: Told) -> None:
        run.waits = False
        run.facts.extend(
            over(run, {"reason": told.reason, "ok": told.ok, "text": told.text, "journal": told.journal})
        )
        self._note(run)
