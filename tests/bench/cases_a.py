"""Planted gaps in six small worlds: a web shop, wards, payments, a railway, hosted software and a break-in."""

from __future__ import annotations

from typing import Final

from tests.bench import cases_a_pay, cases_a_rail, cases_a_saas, cases_a_sec, cases_a_shop, cases_a_ward
from tests.bench.case import Case

CASES: Final[tuple[Case, ...]] = (
    *cases_a_shop.CASES,
    *cases_a_ward.CASES,
    *cases_a_pay.CASES,
    *cases_a_rail.CASES,
    *cases_a_saas.CASES,
    *cases_a_sec.CASES,
)
