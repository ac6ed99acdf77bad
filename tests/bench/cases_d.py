"""Cases of four organisations: a water utility, an online school, a maker of medicines and a social network."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_pharma import PHARMA_CASES
from tests.bench.cases_d_school import SCHOOL_CASES
from tests.bench.cases_d_small import SMALL_CASES
from tests.bench.cases_d_social import SOCIAL_CASES
from tests.bench.cases_d_water import WATER_CASES

CASES: Final[tuple[Case, ...]] = (*WATER_CASES, *SCHOOL_CASES, *PHARMA_CASES, *SOCIAL_CASES, *SMALL_CASES)
