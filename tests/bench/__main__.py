"""Prints how well the findings match what was planted: `python -m tests.bench [letter of a set]`."""

from __future__ import annotations

import sys

from tests.bench.cases import SETS
from tests.bench.score import score, table

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(SETS)
    print(table(score(case for name in wanted for case in SETS[name])))
