"""A simulation in a real system, on record: what ran, what was probed, and that nothing runs without approval."""

from typing import Any

import pytest

from tests import simulated
from tests.simulated import Shop, system_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.aar import Report
from trainer.core.actions import Acknowledge, Diagnose, Resolve
from trainer.core.compose import report
from trainer.core.engine import Refused
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
    system = system_of(told)
    assert (system.modelled, system.real, system.targets) == (False, True, ("practice-shop",))
    assert system.faults[0].began_s == 300.2
    assert [(p.began_s, p.ended_s, p.of) for p in system.impact] == [(302, 720, "stall")]
    assert system.recovered_s == 720
    assert next(m for m in told.metrics if m.name == "User impact").value_s == 418
    assert system.toll is None
    assert system.declared[0].delta_s == 60


def test_a_cause_is_recognised_by_the_words_of_the_activity():
    system = system_of(of(course()))
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
    assert system_of(of(shop)).impact == ()


def test_a_dry_run_breaks_nothing():
    told = of(course(dry_run=True))
    assert system_of(told).faults == ()
    assert system_of(told).impact == ()
    assert "dry run" in system_of(told).experiments[0].approval
    assert any("was a dry run" in said.words for said in system_of(told).statements)


def test_without_approval_nothing_runs_and_the_report_says_so():
    shop = real()
    shop.until(30)
    shop.end()
    assert "activity-stall-1" not in shop.delivered()
    told = of(shop)
    assert any("Nothing ran in practice-shop" in said.words for said in system_of(told).statements)
    assert any(
        "was not approved, and nothing ran in practice-shop" in words for words in told.method.limitations
    )
    experiment = system_of(told).experiments[0]
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
    fault = system_of(of(shop)).faults[0]
    assert fault.ended_s == (420 if ok else None)
    assert fault.ended_by == (
        "the rollbacks of the experiment" if ok else "it was still there when play ended"
    )


def test_the_journal_of_the_experiment_is_kept_beside_what_people_did():
    shop = course()
    shop.do(
        cmd.NoteExperiment(ev.ExperimentJournalKept(experiment="stall", journal='{"status": "completed"}'))
    )
    experiment = system_of(of(shop)).experiments[0]
    assert experiment.journal == '{"status": "completed"}'
    assert [probe.met for probe in experiment.probes] == [True, False, True]


# The clock of a real system -------------------------------------------------------------------------------------------


def test_a_real_system_keeps_real_time_until_its_rollbacks_have_run():
    shop = real()
    shop.do(approval())
    with pytest.raises(Refused, match="until the rollbacks of the experiment stall have run"):
        shop.do(cmd.SetSpeed(2))
    shop.do(cmd.NoteExperiment(ev.RollbacksRan(experiment="stall", reason="stop button", ok=True)))
    shop.do(cmd.SetSpeed(2))
    assert shop.state.clock.speed == 2
    with pytest.raises(Refused, match="normal speed"):
        shop.do(approval())


def test_play_on_a_real_system_that_was_approved_before_does_not_start_fast():
    shop = Shop(simulated.script(None, world()))
    shop.do(approval())
    with pytest.raises(Refused, match="the speed stays 1"):
        shop.start(60)
    shop.start()
    assert shop.state.status == "running"


def test_the_clock_of_a_step_starts_with_the_probe_and_not_when_its_answer_came():
    told = of(course())
    steps = {step.step: step for step in told.steps}
    assert steps["roll-back"].started_s == 302
    assert steps["verify"].started_s == 720
    probes = [(e.elapsed_s, e.title) for e in told.timeline if e.title.startswith("The steady state")]
    assert [at for at, _ in probes] == [0, 302, 720]
    assert [e.elapsed_s for e in told.timeline] == sorted(e.elapsed_s for e in told.timeline)


def test_a_probe_never_stands_later_than_it_was_recorded():
    shop = real()
    shop.do(approval())
    shop.until(1)
    shop.do(probe(True, 90))
    assert shop.session.records[-1].happened == shop.session.records[-1].elapsed == 60 * SECOND


# How it ended ---------------------------------------------------------------------------------------------------------

NOTHING = "nothing had to be rolled back: no action had been begun"
NONE = "the experiment declares no rollbacks; what it broke is repaired by people"


def test_an_experiment_of_which_nothing_had_begun_is_over_and_nothing_ran():
    shop = real()
    shop.do(approval())
    shop.do(
        cmd.NoteExperiment(ev.RollbacksRan(experiment="stall", reason="stop button", ok=True, text=NOTHING))
    )
    told = of(shop)
    assert told.timeline[-1].title == "The experiment stall is over: stop button"
    assert [ran.result for ran in system_of(told).experiments[0].rollbacks] == ["none to run"]


def test_where_people_repair_what_was_broken_the_end_of_the_experiment_does_not():
    shop = real()
    shop.do(approval())
    shop.do(probe(True, 1))
    shop.until(5.02)
    shop.do(ran(300))
    shop.until(7)
    shop.do(cmd.NoteExperiment(ev.RollbacksRan(experiment="stall", reason="time limit", ok=True, text=NONE)))
    told = of(shop)
    assert system_of(told).faults[0].ended_by == "it was still there when play ended"
    assert told.timeline[-1].title == "The experiment stall is over: time limit"
