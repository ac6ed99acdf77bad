"""Drills of seven invented organisations, kept apart while the detectors are written.

Each world is a plan, a script and a team without a fault; a case spoils one thing, or looks as if it did.
"""

from __future__ import annotations

from typing import Final

from tests.bench import (
    cases_b_in_bank,
    cases_b_in_breach,
    cases_b_in_cold,
    cases_b_in_flags,
    cases_b_in_rail,
    cases_b_in_shop,
    cases_b_in_ward,
)
from tests.bench.case import Case

CASES: Final[tuple[Case, ...]] = (
    *cases_b_in_shop.CASES,
    *cases_b_in_ward.CASES,
    *cases_b_in_bank.CASES,
    *cases_b_in_rail.CASES,
    *cases_b_in_flags.CASES,
    *cases_b_in_breach.CASES,
    *cases_b_in_cold.CASES,
)
