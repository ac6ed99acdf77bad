"""What is refused before anybody may approve: one test for each reason, on plain values, with nothing run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from trainer.chaos.allowed import Allowed
from trainer.chaos.hosts import place_of
from trainer.chaos.preview import Preview, file_beside, preview
from trainer.chaos.production import production_word
from trainer.chaos.resolve import Around
from trainer.core.experiments import Experiment

FUNCTION = {"type": "python", "module": "shop.faults", "func": "kill", "arguments": {"service": "web"}}
ALLOWED = Allowed(functions=("shop.faults.kill", "shop.faults.heal"))


def act(provider: dict[str, Any] | None = None, kind: str = "action", **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": "kill", "provider": provider or FUNCTION, **more}


def inline(*method: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "t", "description": "d", "method": list(method) or [act()], **more}


def shown(
    source: dict[str, Any],
    allowed: Allowed = ALLOWED,
    target: str = "practice shop",
    environ: dict[str, str] | None = None,
    **more: Any,
) -> Preview:
    experiment = Experiment.model_validate({"id": "x", "target": target, "inline": source, **more})
    around = Around(environ or {}, lambda path: path if path.startswith("/") else f"/usr/bin/{path}")
    return preview(experiment, source, around, allowed)


def refused(*arguments: Any, **more: Any) -> str:
    """The one reason that there is."""
    found = shown(*arguments, **more).problems
    assert len(found) == 1, found
    return found[0]


def test_what_is_allowed_is_shown_word_for_word():
    found = shown(
        inline(rollbacks=[act({**FUNCTION, "func": "heal"}, pauses={"before": 2})])
        | {"contributions": {"availability": "high"}}
    )
    assert found.problems == ()
    assert found.actions == ('kill: shop.faults.kill(service="web")',)
    assert found.rollbacks == ('kill: shop.faults.heal(service="web") (waits 2 s before it)',)


@pytest.mark.parametrize(
    "name", ["shop-prod", "PRODUCTION", "shop live", "ShopLive", "prod2", "eu.prd.shop", "shop_prod_eu"]
)
def test_a_target_that_looks_like_production_is_refused(name):
    assert "looks like production" in refused(inline(), target=name)


@pytest.mark.parametrize(
    "name", ["practice shop", "non-prod", "pre-production", "product page", "delivery", "alive", "staging"]
)
def test_other_targets_do_not_look_like_production(name):
    assert production_word(name) == ""


def test_production_is_seen_in_arguments_configuration_and_hosts():
    assert "production" in refused(inline(act({**FUNCTION, "arguments": {"service": "web-prod-1"}})))
    assert "configuration value" in refused(inline(configuration={"where": "production"}))
    probe = act({"type": "http", "url": "http://live.shop.test/"}, kind="probe", name="ask")
    assert "looks like production" in refused(
        inline(act(), probe), Allowed(ALLOWED.functions, (), ("live.shop.test",))
    )


def test_a_function_that_is_not_on_the_list_is_refused_with_the_way_to_allow_it():
    why = refused(inline(act({**FUNCTION, "func": "wipe"})))
    assert "shop.faults.wipe is not allowed on this machine" in why
    assert 'trainer experiments allow function "shop.faults.wipe"' in why


def test_without_a_list_of_its_own_only_the_practice_system_is_allowed():
    practice = {"type": "python", "module": "trainer.practice.faults", "func": "kill"}
    assert shown(inline(act(practice)), Allowed()).problems == ()
    assert "not allowed" in refused(inline(), Allowed())
    hidden = {**practice, "func": "_anything"}
    assert "not allowed" in refused(inline(act(hidden)), Allowed())
    beside = {**practice, "module": "trainer.practice.faults.inner"}
    assert "not allowed" in refused(inline(act(beside)), Allowed())


def test_a_whole_module_never_means_what_that_module_imports():
    practice = {"type": "python", "module": "trainer.practice.faults", "func": "kill"}
    assert shown(inline(act(practice)), Allowed()).starred == ("trainer.practice.faults.kill",)


def test_commands_are_allowed_as_they_begin():
    allowed = Allowed(commands=("/usr/bin/systemctl --user stop shop-*",))
    good = {"type": "process", "path": "systemctl", "arguments": ["--user", "stop", "shop-web"]}
    found = shown(inline(act(good)), allowed)
    assert found.problems == ()
    assert found.actions == ("kill: /usr/bin/systemctl --user stop shop-web",)
    assert "not allowed" in refused(inline(act({**good, "arguments": ["--user", "stop", "mail"]})), allowed)
    assert "not allowed" in refused(inline(act({**good, "arguments": ["--user"]})), allowed)


def test_a_command_line_that_a_shell_would_read_is_refused():
    text = {"type": "process", "path": "/bin/echo", "arguments": "hello; rm -rf /"}
    assert "which a shell would read" in refused(inline(act(text)), Allowed(commands=("/bin/echo",)))


def test_a_command_that_does_not_exist_is_said():
    experiment = Experiment.model_validate({"id": "x", "target": "t", "inline": inline()})
    source = inline(act({"type": "process", "path": "no-such", "arguments": []}))
    found = preview(experiment, source, Around({}, lambda _: None), ALLOWED)
    assert any("there is no command" in line for line in found.problems)


def test_asking_the_loopback_interface_is_allowed_and_telling_it_is_not():
    ask = act({"type": "http", "url": "http://127.0.0.1:8080/health"}, kind="probe", name="ask")
    assert shown(inline(act(), ask)).problems == ()
    tell = act({"type": "http", "url": "http://127.0.0.1:8080/stop", "method": "POST"})
    assert "not allowed" in refused(inline(tell))
    assert shown(inline(tell), Allowed(hosts=("127.0.0.1:8080",))).problems == ()
    assert "not allowed" in refused(inline(tell), Allowed(hosts=("127.0.0.1:9090",)))


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("localhost", "loopback"),
        ("127.0.0.9", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("10.1.2.3", "private"),
        ("192.168.0.1", "private"),
        ("fd12::1", "private"),
        ("staging", "private"),
        ("evil.localhost", "private"),
        ("localhost.evil.example", "private"),
        ("shop.internal", "private"),
        ("8.8.8.8", "public"),
        ("::ffff:8.8.8.8", "public"),
        ("shop.example.com", "public"),
        ("ec2.amazonaws.com", "cloud"),
        ("portal.azure.com", "cloud"),
        ("console.cloud.google.com", "cloud"),
        ("169.254.169.254", "cloud"),
        ("127.1", "unclear"),
        ("2130706433", "unclear"),
        ("0x7f000001", "unclear"),
        ("a b", "unclear"),
    ],
)
def test_a_host_is_placed_by_its_name_alone(host, where):
    assert place_of(host) == where


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://8.8.8.8/", "is a public address"),
        ("http://shop.example.com/", "may be a public host"),
        ("http://portal.azure.com/", "management of a cloud"),
        ("http://10.0.0.1/", "is not allowed on this machine"),
        ("http://127.0.0.1@example.com/", "not a plain"),
        ("http://127.0.0.1\\@example.com/", "not a plain"),
        ("file:///etc/passwd", "not a plain"),
        ("http://2130706433/", "not plainly a host"),
    ],
)
def test_addresses_that_are_refused(url, why):
    assert why in refused(inline(act(), act({"type": "http", "url": url}, kind="probe", name="ask")))


def test_a_listed_public_address_is_refused_all_the_same():
    probe = act({"type": "http", "url": "http://8.8.8.8/"}, kind="probe", name="ask")
    assert "is a public address" in refused(
        inline(act(), probe), Allowed(ALLOWED.functions, (), ("8.8.8.8",))
    )


def test_places_in_arguments_are_looked_at():
    def given(**arguments: Any) -> str:
        return refused(inline(act({**FUNCTION, "arguments": arguments})))

    assert "public address" in given(service="8.8.8.8")
    assert "public host" in given(base_url="https://shop.example.com/x")
    assert "public host" in given(db_host="db.example.com")
    assert "not allowed" in given(deep={"list": ["http://10.0.0.7/"]})
    fine = {**FUNCTION, "arguments": {"file": "orders.sqlite", "url": "http://localhost:1/"}}
    assert shown(inline(act(fine))).problems == ()


def test_configuration_is_put_in_before_it_is_shown():
    source = inline(
        act({**FUNCTION, "arguments": {"service": "${name}", "times": "${times}", "text": "the ${name}"}}),
        configuration={
            "name": {"type": "env", "key": "SHOP_NAME"},
            "times": {"type": "env", "key": "TIMES", "env_var_type": "int"},
        },
    )
    found = shown(source, environ={"SHOP_NAME": "web", "TIMES": "3"})
    assert found.actions == ('kill: shop.faults.kill(service="web", times=3, text="the web")',)
    other = shown(source, environ={"SHOP_NAME": "mail", "TIMES": "3"})
    assert other.digest != found.digest
    assert "needs the variable SHOP_NAME: set it" in shown(source).problems[0]


def test_what_would_be_put_in_a_second_time_is_refused():
    source = inline(
        act({**FUNCTION, "arguments": {"service": "${a}"}}), configuration={"a": "${b}", "b": "something"}
    )
    assert "filled in a second time" in refused(source)
    twice = inline(act({**FUNCTION, "arguments": {"service": "a$$$$b"}}))
    assert "filled in a second time" in refused(twice)
    assert "no configuration or secret" in refused(
        inline(act({**FUNCTION, "arguments": {"a": "${nowhere}"}}))
    )


def test_secrets_are_used_but_never_shown():
    source = inline(
        act({**FUNCTION, "arguments": {"password": "${password}"}}),
        secrets={"shop": {"password": {"type": "env", "key": "SHOP_PASSWORD"}}},
    )
    found = shown(source, environ={"SHOP_PASSWORD": "hunter2"})
    assert found.problems == ()
    assert found.actions == ('kill: shop.faults.kill(password="(secret password)")',)
    assert "hunter2" not in json.dumps(found.document) + repr(found)
    assert "needs the variable SHOP_PASSWORD" in refused(source)


def test_a_secret_decides_neither_where_nor_what():
    secrets = {"shop": {"place": {"type": "env", "key": "PLACE"}}}
    environ = {"PLACE": "http://8.8.8.8/"}
    url = act({"type": "http", "url": "${place}"}, kind="probe", name="ask")
    assert "not a plain" in refused(inline(act(), url, secrets=secrets), environ=environ)
    given = inline(act({**FUNCTION, "arguments": {"url": "${place}"}}), secrets=secrets)
    hidden = refused(given, environ=environ)
    assert "what a secret stands for is refused" in hidden
    assert "8.8.8.8" not in hidden
    vault = {"shop": {"place": {"type": "vault", "path": "x"}}}
    assert "only `type: env`" in refused(inline(secrets=vault))
    assert "stands in the file" in refused(inline(secrets={"shop": {"place": "hunter2"}}))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (
            inline(controls=[{"name": "c", "provider": {"type": "python", "module": "m"}}]),
            "controls are code",
        ),
        (inline(act(controls=[{"name": "c"}])), "controls are code"),
        (inline(configuration={"a": {"type": "probe", "provider": FUNCTION}}), "which would run before"),
        (inline(act(dry=True)), "says `dry` of itself"),
        (inline(act({"type": "rocket"})), "none of python, process and http"),
        (inline({"type": "action", "name": "kill"}), "has no provider"),
        (inline(act(), {"ref": "nowhere"}), "refers to"),
        (inline(act(), act()), "two actions"),
        (inline(act(pauses={"after": "${x}"}), configuration={"x": "long"}), "pauses are not numbers"),
        (inline(act({**FUNCTION, "arguments": {"a": "x" * 5000}})), "too long to be read"),
        ({"title": "t", "method": [act()]}, "no description"),
        (inline(configuration={"a": float("inf")}), "JSON does not know"),
    ],
)
def test_what_an_experiment_may_not_hold(source, why):
    found = shown(source).problems
    assert any(why in line for line in found), found


def test_a_judge_of_an_answer_is_an_activity_like_any_other():
    judge = {"type": "probe", "name": "judge", "provider": {**FUNCTION, "func": "wipe"}}
    probe = act({"type": "http", "url": "http://localhost/"}, kind="probe", tolerance=judge)
    source = inline(**{"steady-state-hypothesis": {"title": "well", "probes": [probe]}})
    assert "shop.faults.wipe is not allowed" in refused(source)
    assert any("shop.faults.wipe" in line for line in shown(source).probes)


def test_what_a_probe_has_to_answer_is_shown():
    probe = act({"type": "http", "url": "http://localhost/"}, kind="probe")
    hypothesis = {
        "title": "well",
        "probes": [{**probe, "tolerance": 200}, {**probe, "tolerance": {"type": "range", "range": [0, 0.5]}}],
    }
    assert shown(inline(**{"steady-state-hypothesis": hypothesis})).probes == (
        "kill: GET http://localhost/, expected 200",
        "kill: GET http://localhost/, expected between 0 and 0.5",
    )


@pytest.mark.parametrize(
    ("more", "why"), [({"probe_every": "50ms"}, "probe_every"), ({"time_limit": "0"}, "time_limit")]
)
def test_limits_that_make_no_sense_are_refused(more, why):
    assert why in refused(inline(), **more)


def test_no_probe_waits_longer_than_the_time_between_two():
    probe = act({"type": "http", "url": "http://localhost/"}, kind="probe", tolerance=200)
    found = shown(
        inline(**{"steady-state-hypothesis": {"title": "well", "probes": [probe]}}), probe_every="1s"
    )
    assert found.document["steady-state-hypothesis"]["probes"][0]["provider"]["timeout"] == 0.9


def test_actions_that_the_scenario_does_not_name_are_left_out_and_said():
    other = {**act({**FUNCTION, "func": "heal"}), "name": "other"}
    found = shown(inline(act(), other), activities=[{"name": "kill"}])
    assert found.actions == ('kill: shop.faults.kill(service="web")',)
    assert found.left_out == ('other: shop.faults.heal(service="web")',)
    assert "no activity" in refused(inline(), activities=[{"name": "nowhere"}, {"name": "kill"}])


def test_nothing_is_imported_by_looking(tmp_path, monkeypatch):
    (tmp_path / "treacherous.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    provider = {"type": "python", "module": "treacherous", "func": "go"}
    assert shown(inline(act(provider)), Allowed(("treacherous.go",))).problems == ()
    assert "treacherous" not in sys.modules


def test_the_file_beside_the_scenario_stays_in_its_folder(tmp_path):
    folder = tmp_path / "scenarios"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "good.json").write_text("{}")
    (tmp_path / "outside.json").write_text("{}")
    (folder / "link.json").symlink_to(tmp_path / "outside.json")
    (folder / "large.json").write_bytes(b" " * 1_000_001)

    def why(name: str, where: Path | None = folder) -> str:
        return file_beside(where, name)[1]

    assert file_beside(folder, "inner/good.json") == (folder.resolve() / "inner" / "good.json", "")
    assert "outside the scenario's folder" in why("../outside.json")
    assert "outside the scenario's folder" in why("link.json")
    assert "outside the scenario's folder" in why(str(tmp_path / "outside.json"))
    assert "is not a file" in why("inner")
    assert "larger than" in why("large.json")
    assert "there is no file" in why("nowhere.json")
    assert "there is no file" in why("a\0b")
    assert "not on this machine any more" in why("good.json", None)
