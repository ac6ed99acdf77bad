"""All cases of the bench."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_a import CASES as FIRST
from tests.bench.cases_b import CASES as SECOND

ALL: Final[tuple[Case, ...]] = (*FIRST, *SECOND)
