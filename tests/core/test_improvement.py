"""The improvement plan: what is proposed, and what the lead settled on it since."""

from __future__ import annotations

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core.actions import DoStep, Improvise
from trainer.core.amend.desk import offers_of
from trainer.core.amendments import Edit
from trainer.core.events import Seat

ACTION = "A-G03-mend"
CHANGE = "M-G03-mend"


def ended() -> Drill:
    """A drill of a step without an owner, done by two roles."""
    drill = (
        Drill(plan([step("mend", role=None)]), scenario([inject("alert", "1m", ["mend"])])).start().at("2m")
    )
    drill.do("comms", DoStep(step="mend"))
    drill.at("3m").do("commander", DoStep(step="mend"))
    return drill.end("50m")


def action(drill: Drill, name: str = ACTION) -> aar.CorrectiveAction:
    return next(found for found in drill.report.improvement_plan if found.id == name)


def names(drill: Drill) -> list[str]:
    return [found.id for found in drill.report.improvement_plan]


def newest(drill: Drill) -> int:
    return drill.journal.records()[-1].seq


def test_an_action_is_proposed_without_owner_and_date_and_with_its_amendment():
    found = action(ended())
    assert (found.status, found.owner, found.due, found.evidence) == ("proposed", None, None, ())
    (change,) = found.amendments
    assert (change.id, change.status, change.seq) == (CHANGE, "proposed", None)
    assert change.title == 'Name Communications lead as the owner of "Mend"'
    assert change.before == "id: mend\ntitle: Mend"
    assert change.after == "id: mend\ntitle: Mend\nrole: comms"
    assert change.place == 'Step "Mend": role'
    assert change.retest == ("mend",)


def test_an_assigned_action_has_its_owner_its_date_and_the_event_behind_it():
    drill = ended()
    drill.submit(cmd.AssignAction(ACTION, "Head of operations", "2026-12-01", link="T-12"))
    found = action(drill)
    assert (found.status, found.owner, found.due) == ("assigned", "Head of operations", "2026-12-01")
    assert found.link == "T-12"
    assert found.evidence == (newest(drill),)


def test_the_newest_assignment_counts_and_what_it_leaves_out_stays():
    drill = ended()
    drill.submit(cmd.AssignAction(ACTION, "A", "2026-12-01", text="In our words", link="T-12"))
    drill.submit(cmd.AssignAction(ACTION, "B", "2027-01-15"))
    found = action(drill)
    assert (found.owner, found.due, found.link, found.action) == ("B", "2027-01-15", "T-12", "In our words")
    assert found.evidence == (newest(drill),)


def test_an_assignment_that_was_taken_back_does_not_count():
    drill = ended()
    drill.submit(cmd.AssignAction(ACTION, "A", "2026-12-01")).submit(cmd.UndoLast())
    assert action(drill).status == "proposed"


def test_a_closed_action_shows_its_proof_and_keeps_its_owner():
    drill = ended()
    drill.submit(cmd.AssignAction(ACTION, "A", "2026-12-01"))
    drill.submit(cmd.CloseAction(ACTION, "2026-11-20", "Version 1.1 is out"))
    found = action(drill)
    assert (found.status, found.closed, found.proof, found.owner) == (
        "closed",
        "2026-11-20",
        "Version 1.1 is out",
        "A",
    )
    assert len(found.evidence) == 2


def test_a_risk_that_was_accepted_is_not_called_closed():
    drill = ended()
    drill.submit(
        cmd.CloseAction(ACTION, "2026-11-20", "Signed by the head of operations", accepted_risk=True)
    )
    assert action(drill).status == "accepted risk"


def test_an_action_that_is_given_out_again_is_open_again():
    drill = ended()
    drill.submit(cmd.CloseAction(ACTION, "2026-11-20", "Done"))
    drill.submit(cmd.AssignAction(ACTION, "A", "2026-12-01"))
    found = action(drill)
    assert (found.status, found.closed, found.proof) == ("assigned", None, "")
    assert found.evidence == (newest(drill),)


def test_an_action_in_the_leads_own_words_stands_beside_the_proposed_ones():
    drill = ended()
    drill.submit(cmd.AssignAction("A-own-1", "A", "2026-12-01", text="Print the contact card anew"))
    found = action(drill, "A-own-1")
    assert (found.action, found.owner, found.status) == ("Print the contact card anew", "A", "assigned")


def test_a_gap_that_was_overruled_leads_to_no_action_even_if_one_was_assigned():
    drill = ended()
    drill.submit(cmd.AssignAction(ACTION, "A", "2026-12-01", text="Do it"))
    drill.submit(cmd.JudgeGap("G03-mend", stands=False, reason="Both were asked to"))
    assert ACTION not in names(drill)
    assert [gap.id for gap in drill.report.gaps if not gap.stands] == ["G03-mend"]


def test_what_the_lead_decided_on_an_amendment_stands_with_it():
    drill = ended()
    drill.submit(
        cmd.DecideAmendment(CHANGE, "rejected", reason="The commander has it", by="Head of operations")
    )
    (change,) = action(drill).amendments
    assert (change.status, change.decided_by, change.decided_reason) == (
        "rejected",
        "Head of operations",
        "The commander has it",
    )
    assert change.seq == newest(drill)
    drill.submit(cmd.DecideAmendment(CHANGE, "accepted"))
    (change,) = action(drill).amendments
    assert (change.status, change.decided_by, change.decided_reason) == ("accepted", "lead", "")


def test_an_edited_amendment_shows_the_edited_piece():
    drill = ended()
    edit = Edit(do="set", place=("procedures", "all", "steps", "mend", "role"), value="commander")
    drill.submit(cmd.DecideAmendment(CHANGE, "edited", edits=(edit,)))
    (change,) = action(drill).amendments
    assert change.status == "edited"
    assert change.after == "id: mend\ntitle: Mend\nrole: commander"
    assert change.title.endswith("(as edited: commander)")


def test_an_edit_that_fits_no_plan_is_shown_as_it_is():
    drill = ended()
    edit = Edit(do="set", place=("tools", "gone", "title"), value="X")
    drill.submit(cmd.DecideAmendment(CHANGE, "edited", edits=(edit,)))
    (change,) = action(drill).amendments
    assert (change.place, change.after) == ("tools > gone > title", "title: X")


def test_gaps_in_carrying_it_out_are_practised_together_one_action_for_a_code():
    steps = [step(name, target=target("inject", "5m")) for name in ("one", "two")]
    drill = Drill(plan(steps), scenario([inject("alert", "1m", ["one", "two"])])).start().at("20m")
    drill.do("engineer", DoStep(step="one"))
    drill.do("engineer", DoStep(step="two"))
    report = drill.end("50m").report
    codes = {gap.code for gap in report.gaps if gap.kind == "execution"}
    practised = [found for found in report.improvement_plan if found.poete == "Training"]
    assert len(practised) == max(len(codes), 1)
    assert all(found.amendments == () for found in practised)


def test_the_offers_on_the_desk_are_those_of_the_report_and_name_nobody():
    seats = [Seat(role="comms", name="Robin Winter"), Seat(role="commander")]
    world = scenario([inject("alert", "1m", ["mend"]), inject("power", "5m")])
    drill = Drill(plan([step("mend")]), world, seats=seats).start().at("7m")
    drill.do("comms", Improvise(text="Robin Winter calls the landlord"))
    drill.end("50m")
    offers = offers_of(drill.script, drill.journal.records())
    shown = [change for found in drill.report.improvement_plan for change in found.amendments]
    assert [offer.after for offer in offers if offer.amendment.gap.startswith("G01")] == [
        change.after for change in shown if "G01" in change.id
    ]
    assert "Communications lead calls the landlord" in shown[0].after
    assert "Winter" not in "".join(offer.after for offer in offers)
