"""Problems in words: one printable line each, and suggestions that help."""

from trainer.core.problems import (
    Located,
    Problem,
    closest,
    did_you_mean,
    has_errors,
    more_problems,
    one_line,
    quoted,
)


def test_a_located_problem_reads_as_file_place_level_message_fix_and_kind():
    problem = Problem("unknown-key", "error", 'unknown key "titel"', 'did you mean "title"?', ("titel",))
    assert str(Located("plan.yaml", 3, 5, problem)) == (
        'plan.yaml:3:5: error: unknown key "titel" (did you mean "title"?) [unknown-key]'
    )


def test_without_a_fix_there_are_no_empty_brackets():
    assert str(Located("a.yaml", 1, 1, Problem("empty-file", "warning", "nothing here"))) == (
        "a.yaml:1:1: warning: nothing here [empty-file]"
    )


def test_names_from_a_file_can_neither_break_the_line_nor_steer_a_terminal():
    hostile = "a\nb\r\x1b[2J\u2028\u202e\x85\udc80\t"
    line = str(Located(hostile, 1, 1, Problem(hostile, "error", hostile, hostile)))
    assert line.isprintable()
    assert r"a\nb\r\x1b[2J\u2028\u202e\x85\udc80\t" in line
    line.encode()


def test_long_texts_are_shortened():
    assert len(one_line("x" * 10_000)) == 400
    assert one_line("x" * 10_000).endswith("…")
    assert len(one_line("\n" * 10_000)) == 400
    assert len(quoted("x" * 10_000)) == 62
    assert one_line("as it is") == "as it is"


def test_the_closest_choice_is_found_in_spite_of_typing_errors():
    choices = ["title", "first_alert", "call started", "Incident-Commander"]
    assert closest("titel", choices) == "title"
    assert closest("First Alert", choices) == "first_alert"
    assert closest("call-started", choices) == "call started"
    assert closest("incident_comander", choices) == "Incident-Commander"
    assert closest("zzz", choices) is None
    assert closest("", choices) is None
    assert closest("title", []) is None


def test_the_closest_of_very_many_choices_is_found():
    choices = [f"inject-{number}" for number in range(5_000)]
    assert closest("injct-4711", choices) == "inject-4711"
    assert closest("x" * 1_000_000, choices) is None


def test_a_suggestion_is_a_question_or_nothing():
    assert did_you_mean("titel", ["title"]) == 'did you mean "title"?'
    assert did_you_mean("zzz", ["title"]) == ""


def test_errors_are_told_from_warnings():
    warning = Located("a", 1, 1, Problem("x", "warning", "y"))
    assert not has_errors([warning])
    assert has_errors([warning, more_problems("a", 3)])


def test_what_is_not_listed_is_counted():
    assert "1,234 more problems are not listed" in str(more_problems("a", 1234))
    assert "1 more problem is not listed" in str(more_problems("a", 1))
