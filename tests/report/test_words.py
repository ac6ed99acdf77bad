"""How times, days, hashes and texts are written."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.report import words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"), (0, "0 s"), (0.04, "less than 0.1 s"), (0.46, "0.4 s"), (-0.46, "−0.4 s"), (45, "45 s"),
        (60, "1 min"), (245, "4 min 05 s"), (245.999, "4 min 05 s"), (3600, "1 h"), (3605, "1 h 00 min 05 s"),
        (4800, "1 h 20 min"), (86_400, "1 day"), (259_200, "3 days"), (90_061, "1 day 01 h 01 min 01 s"),
        (-245, "−4 min 05 s"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_written_in_words_and_never_rounded_up(seconds: float | None, said: str):
    assert words.spoken(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "–"), (0, "00:00"), (245, "04:05"), (245.9, "04:05"), (3845, "1:04:05"), (-61, "−01:01"),
     (-0.5, "00:00"), (360_000, "100:00:00")],
)  # fmt: skip
def test_a_reading_of_the_clock_shows_minutes_and_seconds(seconds: float | None, said: str):
    assert words.clock(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "–"), (0, "±0 s"), (130, "+2 min 10 s"), (-40, "−40 s"), (0.3, "+0.3 s"), (-0.3, "−0.3 s")],
)
def test_a_difference_carries_its_sign(seconds: float | None, said: str):
    assert words.delta(seconds) == said


@given(st.integers(min_value=1, max_value=40 * 86_400))
def test_a_length_in_words_can_be_read_back(seconds: int):
    parts = words.spoken(seconds).replace("days", "day").split()
    units = {"day": "days", "h": "hours", "min": "minutes", "s": "seconds"}
    read = {units[unit]: int(number) for number, unit in zip(parts[::2], parts[1::2], strict=True)}
    assert timedelta(**read).total_seconds() == seconds


def test_days_are_written_out_and_what_is_no_day_stays():
    assert words.day("2026-11-24T09:04:05Z") == "24 November 2026"
    assert words.short_day("2027-01-05") == "5 Jan 2027"
    assert words.wall("2026-11-24T09:04:05.120Z") == "09:04:05"
    for function in (words.day, words.short_day, words.wall):
        assert function("next Tuesday") == "next Tuesday"
        assert function(None) == "–"


def test_a_long_text_is_cut_between_words():
    assert words.short("one two three", 13) == "one two three"
    assert words.short("one two, three", 13) == "one two…"
    assert words.short("o" * 50, 10) == "o" * 9 + "…"
    assert words.short("a\n b\t c", 20) == "a b c"


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_a_cut_text_is_never_longer_than_asked(text: str, limit: int):
    assert len(words.short(text, limit)) <= limit


def test_counts_agree_with_their_nouns():
    assert [words.count(n, "gap") for n in (0, 1, 2, 1200)] == ["0 gaps", "1 gap", "2 gaps", "1,200 gaps"]
    assert words.count(2, "party", "parties") == "2 parties"


def test_ratings_outcomes_and_elements_have_words_and_unknown_ones_stay():
    assert words.rating_words("S") == "Performed with some challenges"
    assert (words.rating_words("?"), words.rating_tone("?")) == ("?", "neutral")
    assert (words.tone("missed"), words.sign("missed")) == ("bad", "cross")
    assert (words.tone("new"), words.sign("new")) == ("neutral", "ring")
    assert words.poete("P/O") == "Planning, Organisation"
    assert words.poete("Planning") == "Planning"


def test_hashes_are_shortened_and_grouped():
    assert words.short_hash("ab" * 32) == "abababababab…"
    assert words.short_hash("short") == "short"
    assert words.hash_groups("0123456789abcdef01") == ["01234567", "89abcdef", "01"]


@given(st.text())
def test_a_css_string_holds_nothing_that_ends_it(text: str):
    inner = str(words.css_string(text))[1:-1]
    assert set(inner) <= set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\\")


@given(st.text())
def test_a_cleaned_text_is_clean_already(text: str):
    once = words.clean(text)
    assert words.clean(once) == once
    once.encode("utf-8")


def test_a_text_of_single_surrogates_can_be_written():
    assert words.clean("a\ud800b") == r"a\ud800b"


def test_paragraphs_part_at_blank_lines():
    assert words.paragraphs("a\nb\n\n \n\nc\n") == ["a\nb", "c"]
