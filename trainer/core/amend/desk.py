"""What a lead has on the desk after a drill: the offers of an exercise, worked out from script and journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trainer.core import gaps
from trainer.core.amend.offers import Offer, offers
from trainer.core.compose.names import names_of
from trainer.core.events import Record
from trainer.core.facts import gather
from trainer.core.script import Script


def offers_of(script: Script, records: Sequence[Record]) -> tuple[Offer, ...]:
    """The proposed changes of the plan after an exercise, as its report has them: no participant is named.

    Raises ValueError where the journal does not begin with the creation of an exercise.
    """
    facts = gather(script, records)
    names = names_of(script, facts.created)
    judgements = tuple(names.judged(judgement) for judgement in facts.judgements)
    nameless = replace(facts, records=names.without(facts.records), judgements=judgements)
    return offers(nameless, gaps.find(nameless))
