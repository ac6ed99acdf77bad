"""The bench of planted gaps: what is planted is found, of the right kind, and nothing else is raised."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.bench.case import Case
from tests.bench.cases import ALL
from tests.bench.play import play
from tests.bench.score import Score, score, table
from trainer.core.gaps.finding import NAMES

_LEAST = 0.95


@pytest.fixture(scope="module")
def result() -> Score:
    return score(ALL)


def test_the_bench_is_large_enough() -> None:
    planted = Counter(gap.code for case in ALL for gap in case.planted)
    assert len(ALL) >= 60
    assert {code for code in NAMES if planted[code] < 3} == set()
    assert sum(not case.planted for case in ALL) >= 20


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_every_case_can_be_played_as_written(case: Case) -> None:
    _, refusals = play(case)
    assert refusals == [] or "refused" in case.tags


def test_what_was_planted_is_found_and_little_else(result: Score) -> None:
    print(f"\n{table(result)}")
    assert result.total.recall >= _LEAST, table(result)
    assert result.total.precision >= _LEAST, table(result)


def test_the_kind_is_right(result: Score) -> None:
    assert result.total.kinds >= _LEAST, table(result)


def test_clean_drills_raise_no_alarm(result: Score) -> None:
    assert result.alarmed == [], table(result)
