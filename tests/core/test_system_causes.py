"""Stated causes against the truth: right, partly right, wrong."""

import pytest

from trainer.core.simulation import FaultKind
from trainer.core.stated_causes import Trouble, judged

DEPLOYMENT = Trouble(
    "bad-version",
    "Version 417 breaks the basket",
    known_as=("version 417", "new basket"),
    kind=FaultKind.BAD_DEPLOYMENT,
    service="checkout",
    places=("checkout", "Checkout"),
    value="417",
)
LEAK = Trouble(
    "leak", "The catalogue loses memory", kind=FaultKind.LEAK, service="catalogue", places=("catalogue",)
)
REGION = Trouble("region", "North is lost", kind=FaultKind.REGION_LOST, places=("north",))


def verdict(cause: str, *troubles: Trouble, service: str | None = None) -> str:
    return judged(cause, service, troubles or (DEPLOYMENT,)).verdict


@pytest.mark.parametrize(
    "cause",
    [
        "Version 417 is broken",
        "it is the NEW   basket",
        "A bad deployment of checkout",
        "the release of Checkout this morning",
        "417 in checkout",
    ],
)
def test_a_cause_in_the_scenarios_words_or_with_kind_and_place_is_right(cause: str):
    assert verdict(cause) == "right"


def test_the_service_of_the_form_counts_as_the_place():
    assert verdict("the last deployment", service="checkout") == "right"
    assert verdict("the last deployment", service="orders") == "partly right"
    assert verdict("version 417", service="orders") == "partly right"


@pytest.mark.parametrize("cause", ["something in checkout", "somebody deployed something"])
def test_a_cause_that_names_only_the_place_or_only_the_kind_is_partly_right(cause: str):
    assert verdict(cause) == "partly right"


@pytest.mark.parametrize("cause", ["the database is slow", "the network", "4170 errors", ""])
def test_a_cause_that_names_neither_is_wrong(cause: str):
    assert verdict(cause) == "wrong"


def test_what_is_denied_counts_for_nothing():
    assert verdict("it is not version 417, the network is slow") == "wrong"
    assert verdict("not the database: version 417") == "right"
    assert verdict("we ruled out the deployment of checkout") == "wrong"


def test_a_word_of_the_scenario_that_holds_a_denial_is_read_as_it_stands():
    trouble = Trouble(
        "cert", "Certificate", known_as=("certificate was not renewed",), service="web", places=("web",)
    )
    assert verdict("the certificate was not renewed", trouble) == "right"


def test_of_several_troubles_the_nearest_counts():
    match = judged("memory of the catalogue runs full", None, (DEPLOYMENT, LEAK))
    assert (match.verdict, match.trouble) == ("right", "leak")


def test_a_trouble_in_a_region_is_found_by_its_region():
    assert verdict("region north is gone", REGION) == "right"


def test_a_cause_stated_before_anything_failed_is_wrong_and_says_why():
    match = judged("version 417", None, ())
    assert (match.verdict, match.trouble) == ("wrong", None)
    assert "nothing had failed" in match.why


def test_an_activity_in_a_real_system_is_recognised_by_its_words():
    activity = Trouble("stall/freeze", "Freeze the catalogue process", known_as=("frozen",))
    assert verdict("the catalogue process is frozen", activity) == "right"
    assert verdict("something with the catalogue", activity) == "right"
    assert verdict("the network", activity) == "wrong"
