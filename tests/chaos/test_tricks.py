"""Experiments that try to hide what they do, or where: each is refused with one line, and nothing falls over."""

from __future__ import annotations

from copy import deepcopy
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chaos.test_safety import ALLOWED, FUNCTION, act, inline, refused, shown
from trainer.chaos.allowed import PRACTICE, Allowed
from trainer.chaos.carrying import Carrier, Ran
from trainer.chaos.hosts import host_of
from trainer.chaos.production import production_word

ASK = {"type": "http", "url": "http://localhost:8080/health"}


def probe(provider: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return act(provider or ASK, kind="probe", **{"name": "ask", **more})


def held(*probes: dict[str, Any]) -> dict[str, Any]:
    return inline(**{"steady-state-hypothesis": {"title": "well", "probes": list(probes)}})


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]evil.example/",
        "http://[::1].evil.example:80/",
        "http://localhost:/",
        "http://localhost%2eevil.example/",
        "http://localhost;evil.example/",
        "http://ⓛocalhost/",
        "http://127.0.0.1。/",
        "http:/\\evil.example",
        "http:evil.example",
    ],
)
def test_an_address_that_programs_could_read_in_two_ways_is_not_plain(url):
    assert host_of(url) is None
    assert "is not a plain" in refused(inline(act(), probe({"type": "http", "url": url})))


@pytest.mark.parametrize(
    "name",
    [
        "\uff50\uff52\uff4f\uff44 shop",
        "\uff53\uff48\uff4f\uff50-\uff4c\uff49\uff56\uff45",
        "\U0001d429\U0001d42b\U0001d428\U0001d41d\U0001d42e\U0001d41c\U0001d42d\U0001d422\U0001d428\U0001d427",
    ],
)
def test_letters_that_look_like_others_hide_no_production(name):
    assert production_word(name)


@pytest.mark.parametrize("name", ["\u0440rod", "pr\u043ed", "shop l\u0456ve", "\u03c1rod"])
def test_a_target_in_letters_of_two_alphabets_is_refused(name):
    assert "letters of several alphabets" in refused(inline(), target=name)


@pytest.mark.parametrize("name", ["Übungsladen", "тестовый магазин", "練習用ショップ", "practice shop é"])
def test_a_target_in_anybody_s_own_alphabet_is_taken(name):
    assert shown(inline(), target=name).problems == ()


def test_the_hypothesis_asks_and_does_nothing():
    assert "would be done again and again" in refused(held(act(tolerance=True)))


def test_a_fault_of_the_practice_shop_is_no_probe():
    fault = {"type": "python", "module": "trainer.practice.faults", "func": "kill_service"}
    allowed = Allowed((*ALLOWED.functions, *PRACTICE))
    assert "breaks something" in refused(inline(act(), probe(fault)), allowed)
    assert "breaks something" in refused(held(probe(fault, tolerance=True)), allowed)
    judge = {"type": "probe", "name": "judge", "provider": fault}
    assert "breaks something" in refused(held(probe(tolerance=judge)), allowed)
    assert shown(inline(act(), act(fault, name="break")), allowed).problems == ()


def test_who_approves_is_told_that_probes_are_real_even_in_a_dry_run():
    calls = shown(inline(act(), probe(FUNCTION)))
    assert any("also in a dry run" in line for line in calls.warnings)
    looks = {"type": "python", "module": "trainer.practice.probes", "func": "good_orders"}
    for harmless in (ASK, looks):
        assert not any("dry run" in line for line in shown(inline(act(), probe(harmless))).warnings)


def test_a_reference_never_hides_what_stands_beside_it():
    assert "refers to" in refused(inline(rollbacks=[act(ref="kill")]))
    assert "refers to" in refused(held(probe(tolerance=200, ref="kill")))
    chain = inline({"ref": "first"}, {**probe(), "name": "first", "ref": "kill"}, act())
    assert any("refers to" in line for line in shown(chain).problems)


def test_an_action_s_name_is_no_other_activity_s():
    twice = inline(probe(name="kill"), act())
    assert "two activities of the method are called" in refused(twice)


@pytest.mark.parametrize("timeout", [0, -4, "4", True, [1, -1], [1, 2, 3], {}])
def test_a_timeout_is_a_number_of_seconds_above_none(timeout):
    assert "timeout" in refused(inline(act(), probe({**ASK, "timeout": timeout})))


@pytest.mark.parametrize(("pauses", "fine"), [({"before": 2, "after": 0.5}, True), ({"before": -1}, False)])
def test_a_pause_goes_forward(pauses, fine):
    assert bool(shown(inline(act(pauses=pauses))).problems) is not fine


@pytest.mark.parametrize("pauses", [{"after": True}, {"before": "2"}, [2], 3, None])
def test_pauses_that_are_none_are_refused(pauses):
    assert "pauses" in refused(inline(act(pauses=pauses)))


def test_a_pause_beyond_the_time_limit_is_refused():
    assert "longer than the time limit" in refused(inline(act(pauses={"before": 7_200})), time_limit="90m")


def test_a_rollback_that_would_be_given_up_before_it_began_is_refused():
    late = act({**FUNCTION, "func": "heal"}, name="heal", pauses={"before": 300})
    assert "given up after" in refused(inline(rollbacks=[late]))


def test_an_empty_text_of_arguments_is_for_a_shell_as_well():
    command = {"type": "process", "path": "/bin/ls", "arguments": ""}
    assert "which a shell would read" in refused(inline(act(command)), Allowed(commands=("/bin/ls",)))


@pytest.mark.parametrize(
    "provider",
    [
        {**ASK, "headers": {"Host": "shop.prod.test"}},
        {**ASK, "url": "http://localhost:8001/api/namespaces/prod/pods"},
        {**ASK, "url": "http://localhost:8001/?at=production"},
        {"type": "process", "path": "/bin/ls", "arguments": {"--context-prod": "x"}},
        {"type": "process", "path": "/opt/kubectl-prod", "arguments": []},
        {"type": "python", "module": "shop_prod.faults", "func": "kill"},
    ],
)
def test_production_is_seen_wherever_a_call_names_it(provider):
    allowed = Allowed(("shop.faults.kill", "shop_prod.faults.kill"), ("/bin/ls", "/opt/kubectl-prod"))
    assert "looks like production" in refused(inline(act(), probe(provider)), allowed)


def test_asking_whether_something_is_alive_is_not_production():
    assert shown(inline(act(), probe({**ASK, "url": "http://localhost:8080/health/live"}))).problems == ()


def test_the_configuration_that_functions_are_handed_is_shown_and_looked_at():
    given = shown(inline(configuration={"context": "shop-test"}))
    assert given.problems == ()
    assert given.actions == (
        'kill: shop.faults.kill(service="web"), where it asks for it with configuration {"context": "shop-test"}',
    )
    used = inline(act({**FUNCTION, "arguments": {"service": "${name}"}}), configuration={"name": "web"})
    assert shown(used).actions == ('kill: shop.faults.kill(service="web")',)
    assert "public host" in refused(inline(configuration={"endpoint": "https://api.example.com/"}))
    assert "is a public address" in refused(inline(configuration={"deep": {"list": ["8.8.8.8"]}}))


@pytest.mark.parametrize(
    "provider",
    [
        {**FUNCTION, "arguments": ["web"]},
        {**FUNCTION, "arguments": "web"},
        {**FUNCTION, "arguments": {1: 2}},
        {**FUNCTION, "func": ["kill"]},
        {**ASK, "method": ["GET"]},
        {**ASK, "headers": ["Host"]},
        {**ASK, "url": 5},
        {"type": "process", "path": ["ls"], "arguments": []},
        {"type": "process", "path": "/bin/ls", "arguments": {"a": {}}, "timeout": []},
        {"type": ["python"]},
    ],
)
def test_a_provider_out_of_shape_is_refused_and_shown(provider):
    found = shown(inline(act(), act(provider, name="odd")), Allowed(ALLOWED.functions, ("/bin/ls",)))
    assert found.problems


KEYS = (
    "type", "name", "provider", "module", "func", "arguments", "tolerance", "range", "pauses", "before", "ref",
    "timeout", "url", "method", "headers", "path", "secrets", "key", "a", "background", "controls", "target",
)  # fmt: skip
LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(["", "a", "${a}", "$$", "probe", "action", "python", "http", "process", "range", "env"]),
)
ANY = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
)
WHOLE = deepcopy(
    inline(act(), probe(tolerance=200), rollbacks=[act({**FUNCTION, "func": "heal"}, name="heal")])
    | {
        "steady-state-hypothesis": {
            "title": "w",
            "probes": [probe(tolerance={"type": "range", "range": [0, 1]})],
        },
        "configuration": {"a": {"type": "env", "key": "A", "default": "b"}},
        "secrets": {"g": {"s": {"type": "env", "key": "S"}}},
    }
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, one in inner for each in places(one, (*path, key)))]


@given(st.sampled_from([each for each in places(WHOLE) if each]), ANY)
@settings(max_examples=400, deadline=None)
def test_no_value_anywhere_in_an_experiment_makes_looking_at_it_fall_over(path, value):
    source = deepcopy(WHOLE)
    inner = source
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    found = shown(source, environ={"S": "hunter2"})
    assert all(
        line.isprintable() for line in (*found.problems, *found.actions, *found.probes, *found.rollbacks)
    )


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever comes to /there; who arrives is noted."""

    arrived: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.arrived.append(self.path)
        self.send_response(200 if self.path == "/there" else 307)
        self.send_header("Location", "/there")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_service_cannot_send_a_request_to_another_address_than_the_one_that_was_shown(method):
    Elsewhere.arrived.clear()
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/here"
        tell = act({"type": "http", "url": url, "method": method, "timeout": 5})
        (ran,) = Carrier(inline(tell), dry=False).run(tell)
        server.shutdown()
    assert Elsewhere.arrived == ["/here"]
    assert isinstance(ran, Ran)
    assert (ran.ok, ran.text) == (
        False,
        "it was answered with 307, which sends elsewhere; that is not followed",
    )
