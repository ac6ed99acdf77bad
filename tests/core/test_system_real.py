"""A simulation in a real system, on record: what ran, what was probed, and that nothing runs without approval."""

from typing import Any

import pytest

from tests import simulated
from tests.simulated import Shop
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.aar import Report
from trainer.core.actions import Acknowledge, Diagnose, Resolve
from trainer.core.compose import report
from trainer.core.time import SECOND


def world() -> dict[str, Any]:
    """The shop as a real system: one activity, released after five minutes once it is approved."""
    value = simulated.scenario()
    value["simulation"] = {
        "experiments": [
            {
                "id": "stall",
                "target": "practice-shop",
                "inline": {"title": "Stall", "method": [{"type": "action", "name": "freeze the catalogue"}]},
                "activities": [
                    {
                        "name": "freeze the catalogue",
                        "title": "The catalogue is frozen",
                        "release": {"at": "5m"},
                        "known_as": ["catalogue hangs"],
                    }
                ],
                "probe_every": "2s",
            }
        ]
    }
    return value


def approval(dry_run: bool = False) -> cmd.ApproveExperiment:
    actions = ("freeze the catalogue: stop process catalogue",)
    return cmd.ApproveExperiment("stall", "f" * 64, "practice-shop", True, actions, dry_run)


def probe(met: bool, at: float) -> cmd.NoteExperiment:
    return cmd.NoteExperiment(ev.SteadyStateProbed(experiment="stall", met=met, probed=round(at * SECOND)))


def ran(at: float, ok: bool = True) -> cmd.NoteExperiment:
    return cmd.NoteExperiment(
        ev.ActivityRan(
            experiment="stall",
            activity="freeze the catalogue",
            inject="activity-stall-1",
            ok=ok,
            began=round(at * SECOND),
            took=SECOND,
        )
    )


def real() -> Shop:
    shop = Shop(simulated.script(None, world()))
    shop.start()
    return shop


def course(dry_run: bool = False) -> Shop:
    """Approved, frozen at 300 s, felt by the probe of 302 s, well again by that of 720 s."""
    shop = real()
    shop.do(approval(dry_run))
    shop.do(probe(True, 1))
    shop.until(5.02)
    shop.do(ran(300.2))
    shop.until(5.1)
    shop.do(probe(False, 302))
    shop.until(8)
    shop.act("on-call", Acknowledge())
    shop.act("technical", Diagnose(cause="the catalogue hangs"))
    shop.until(12.1)
    shop.do(probe(True, 720))
    shop.until(13)
    shop.act("commander", Resolve())
    return shop


def of(shop: Shop) -> Report:
    return report(shop.script, shop.session.records, "trainer")


def test_onset_impact_and_recovery_stand_at_the_activity_and_at_the_probes():
    told = of(course())
    system = told.exercise.system
    assert (system.modelled, system.real, system.targets) == (False, True, ("practice-shop",))
    assert system.faults[0].began_s == 300.2
    assert [(p.began_s, p.ended_s, p.of) for p in system.impact] == [(302, 720, "stall")]
    assert system.recovered_s == 720
    assert next(m for m in told.metrics if m.name == "User impact").value_s == 418
    assert system.toll is None
    assert system.declared[0].delta_s == 60


def test_a_cause_is_recognised_by_the_words_of_the_activity():
    system = of(course()).exercise.system
    assert [cause.verdict for cause in system.causes] == ["right"]
    assert system.faults[0].found_by == "technical"


def test_the_method_bounds_the_times_of_a_real_system_by_its_probes():
    method = of(course()).method
    assert any("probed every 2 s" in words for words in method.limitations)
    assert any(rule.startswith("Real system:") and "one interval" in rule for rule in method.rules)


def test_a_system_that_was_found_unwell_was_not_made_so_by_the_exercise():
    shop = real()
    shop.do(approval())
    shop.do(probe(False, 1))
    shop.until(2)
    assert of(shop).exercise.system.impact == ()


def test_a_dry_run_breaks_nothing():
    told = of(course(dry_run=True))
    assert told.exercise.system.faults == ()
    assert told.exercise.system.impact == ()
    assert "dry run" in told.exercise.system.experiments[0].approval
    assert any("was a dry run" in said.words for said in told.exercise.system.statements)


def test_without_approval_nothing_runs_and_the_report_says_so():
    shop = real()
    shop.until(30)
    shop.end()
    assert "activity-stall-1" not in shop.delivered()
    told = of(shop)
    assert any("Nothing ran in practice-shop" in said.words for said in told.exercise.system.statements)
    assert any(
        "was not approved, and nothing ran in practice-shop" in words for words in told.method.limitations
    )
    experiment = told.exercise.system.experiments[0]
    assert experiment.approval.startswith("It was not approved")
    assert [(activity.title, activity.result) for activity in experiment.activities] == [
        ("The catalogue is frozen", "did not run")
    ]


@pytest.mark.parametrize("ok", [True, False])
def test_rollbacks_end_what_was_broken(ok: bool):
    shop = real()
    shop.do(approval())
    shop.do(probe(True, 1))
    shop.until(5.02)
    shop.do(ran(300))
    shop.until(7)
    shop.do(cmd.NoteExperiment(ev.RollbacksRan(experiment="stall", reason="stop button", ok=ok)))
    fault = of(shop).exercise.system.faults[0]
    assert fault.ended_s == (420 if ok else None)
    assert fault.ended_by == (
        "the rollbacks of the experiment" if ok else "it was still there when play ended"
    )


def test_the_journal_of_the_experiment_is_kept_beside_what_people_did():
    shop = course()
    shop.do(
        cmd.NoteExperiment(ev.ExperimentJournalKept(experiment="stall", journal='{"status": "completed"}'))
    )
    experiment = of(shop).exercise.system.experiments[0]
    assert experiment.journal == '{"status": "completed"}'
    assert [probe.met for probe in experiment.probes] == [True, False, True]
