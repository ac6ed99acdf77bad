"""All cases of the bench, by the author who wrote them."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_a import CASES as FIRST
from tests.bench.cases_b import CASES as SECOND
from tests.bench.cases_c import CASES as THIRD
from tests.bench.cases_d import CASES as FOURTH
from tests.bench.cases_e import CASES as FIFTH

SETS: Final[dict[str, tuple[Case, ...]]] = {"a": FIRST, "b": SECOND, "c": THIRD, "d": FOURTH, "e": FIFTH}
ALL: Final[tuple[Case, ...]] = tuple(case for cases in SETS.values() for case in cases)
