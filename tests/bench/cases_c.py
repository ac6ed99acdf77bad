"""The third author's cases: a hospital planner, a bank's resilience manager and a reliability engineer plant gaps."""

from __future__ import annotations

from typing import Final

from tests.bench import cases_c_in_bank, cases_c_in_edge, cases_c_in_flow, cases_c_in_keys, cases_c_in_ward
from tests.bench.case import Case

CASES: Final[tuple[Case, ...]] = (
    *cases_c_in_ward.CASES,
    *cases_c_in_bank.CASES,
    *cases_c_in_edge.CASES,
    *cases_c_in_flow.CASES,
    *cases_c_in_keys.CASES,
)
