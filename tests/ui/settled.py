"""Reports with what this drill does not bring by itself: a vote, actions of earlier drills, a gap with its symptoms."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.core.aar import PreviousAction, Report, VoteResult
from trainer.core.aar_parts import Ballot
from trainer.core.compose import report
from trainer.core.events import Record
from trainer.core.script import Script

__all__ = ["PREVIOUS", "VOTE", "settled"]

PREVIOUS = (
    PreviousAction(action="Write the number into clause 6.4", exercise="Autumn drill", status="repeated",
                   gap="G04-vendor", owner="Plan owner", due="2026-01-31", overdue=True, held="2025-11-12"),
    PreviousAction(action="Agree who posts to customers", exercise="Autumn drill", status="open",
                   gap="G10-customers", owner="Head of Support", due="2026-06-30", held="2025-11-12", evidence=(7,)),
    PreviousAction(action="Move the severity table to the front", exercise="Summer drill", status="closed",
                   gap="G02-set-severity", owner="Plan owner", due="2025-09-30", held="2025-08-20"),
    PreviousAction(action="Practise taking command aloud", exercise="Summer drill", status="ineffective",
                   gap="G15-take-command", owner="Team lead", due="2025-09-30", held="2025-08-20"),
)  # fmt: skip
VOTE = VoteResult(
    vote="severity", question="Which severity is this?", about="severity", step="set-severity", asked=4,
    counts=(("SEV1", 2), ("SEV2", 1), ("SEV3", 0)), agreement=1 / 3, largest_share=2 / 3, truth="SEV1", right=2,
    surely_wrong=1, evidence=(4, 5, 6),
    ballots=(Ballot(role="commander", choice="SEV1", confidence=4, elapsed_s=330, seq=4),
             Ballot(role="tech", choice="SEV1", confidence=2, elapsed_s=340, seq=5),
             Ballot(role="comms", choice="SEV2", confidence=5, elapsed_s=350, seq=6)),
)  # fmt: skip


def settled(script: Script, records: Sequence[Record]) -> Report:
    """The report of a journal, with a vote and earlier actions where it has none of its own."""
    made = report(script, records, "incident-trainer (tests)")
    told = made.communications
    if not any(vote.ballots for vote in told.votes):
        told = told.model_copy(update={"votes": (VOTE,), "votes_kappa": 0.21})
    return made.model_copy(
        update={"communications": told, "previous_actions": made.previous_actions or PREVIOUS}
    )
