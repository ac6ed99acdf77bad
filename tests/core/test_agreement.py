"""Figures of agreement, against worked examples that were published, and votes counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.core.agreement import fleiss_kappa, largest_share, share_agreeing, weighted_kappa

DIAGNOSES = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
"""Thirty patients, six psychiatrists, five diagnoses: J. L. Fleiss, Psychological Bulletin 76 (1971), table 1."""
FOURTEEN = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
"""Ten subjects, fourteen raters, five categories: a worked example that is printed with a kappa of 0.210."""
COUPLES = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
"""Ninety-one couples on a scale of four: A. Agresti, Categorical Data Analysis (1990); weighted kappa 0.237."""
PROPOSALS = ((20, 5), (10, 15))
"""Fifty proposals, two readers, yes or no: by hand, 35 of 50 alike where chance gives 25, so kappa is 0.4."""


def pairs(table: tuple[tuple[int, ...], ...]) -> list[tuple[int, int]]:
    return [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]


def test_fleiss_own_example_gives_his_own_figure():
    table = [[int(count) for count in row] for row in DIAGNOSES.split()]
    assert round(fleiss_kappa(table) or 0, 3) == 0.430


def test_a_second_printed_example_gives_its_figure():
    assert round(fleiss_kappa(FOURTEEN) or 0, 3) == 0.210


def test_two_votes_by_three_roles_by_hand():
    # Agreeing pairs: 1 and 1/3, mean 2/3. Shares 5/6 and 1/6: 26/36 by chance. (24/36 - 26/36) / (10/36) = -0.2.
    assert fleiss_kappa([(3, 0), (2, 1)]) == pytest.approx(-0.2)


def test_full_agreement_on_different_answers_is_one():
    assert fleiss_kappa([(4, 0), (0, 4)]) == pytest.approx(1)


@pytest.mark.parametrize(
    "table",
    [
        [],
        [(2, 1)],
        [(1, 0), (0, 1)],
        [(2, 1), (2, 2)],
        [(2, 1), (2, 1, 0)],
        [(3, 0), (3, 0)],
    ],
)
def test_kappa_of_many_raters_is_none_where_it_means_nothing(table):
    assert fleiss_kappa(table) is None


def test_weighted_kappa_of_a_printed_table():
    assert round(weighted_kappa(pairs(COUPLES), 4) or 0, 3) == 0.237


def test_with_two_categories_the_weights_change_nothing():
    assert weighted_kappa(pairs(PROPOSALS), 2) == pytest.approx(0.4)


def test_two_ranks_apart_weigh_twice_as_much_as_one():
    # By hand: two of four one rank apart, 0.5 on average; ranks 0,1,2,2 against 1,1,2,1 are 12/16 apart by chance.
    assert weighted_kappa([(0, 1), (1, 1), (2, 2), (2, 1)], 4) == pytest.approx(1 - 0.5 / 0.75)
    # The first pair two ranks apart: 0.75 on average, and 12/16 by chance.
    assert weighted_kappa([(0, 2), (1, 1), (2, 2), (2, 1)], 4) == pytest.approx(0)


@pytest.mark.parametrize("found", [[], [(0, 0), (1, 1)], [(1, 1)] * 5])
def test_kappa_of_two_raters_is_none_where_it_means_nothing(found):
    assert weighted_kappa(found, 4) is None


def test_shares_of_one_vote():
    # Of six pairs among four answers, three among the first three agree.
    assert share_agreeing((3, 1, 0)) == pytest.approx(0.5)
    assert largest_share((3, 1, 0)) == pytest.approx(0.75)


def test_one_answer_agrees_with_nobody_and_none_has_no_share():
    assert share_agreeing((1, 0)) is None
    assert largest_share((0, 0)) is None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_shares_lie_between_none_and_all_and_do_not_ask_for_the_order(counts):
    agreeing, largest = share_agreeing(counts), largest_share(counts)
    assert agreeing is None or 0 <= agreeing <= 1
    assert largest is None or 0 < largest <= 1
    assert share_agreeing(list(reversed(counts))) == agreeing
