"""A sealed set of drills: an airline, a telecom operator, an insurer and a game studio."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_e_air import AIR_CASES
from tests.bench.cases_e_claims import CLAIMS_CASES
from tests.bench.cases_e_game import GAME_CASES
from tests.bench.cases_e_net import NET_CASES

CASES: Final[tuple[Case, ...]] = AIR_CASES + NET_CASES + CLAIMS_CASES + GAME_CASES
