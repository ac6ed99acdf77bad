"""The smaller parts: configuration files, baskets, what a probe makes of its orders, processes."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from trainer.practice import basket, config, probes, processes, serving
from trainer.practice.errors import PracticeError
from trainer.practice.place import Place
from trainer.practice.probes import Measured


def test_a_changed_line_leaves_comments_and_all_else_as_they_were(tmp_path: Path):
    path = tmp_path / "payment.ini"
    path.write_text(config.DEFAULTS["payment"], encoding="utf-8")
    config.set_value(path, "lists", "45")
    assert path.read_text(encoding="utf-8") == config.DEFAULTS["payment"].replace("lists = 1", "lists = 45")
    with pytest.raises(PracticeError, match="has no line `speed = …`"):
        config.set_value(path, "speed", "2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'payment' is missing"),
        ("[payment]\n", "'workers' is missing"),
        ("[payment]\nworkers = none\n", "workers = none: give a number from 1 to 64"),
        ("[payment]\nworkers = 65\n", "workers = 65: give a number from 1 to 64"),
        ("[payment]\nworkers = nan\n", "give a number from 1 to 64"),
        ("workers = 3\n", "cannot be read"),
        ("[payment]\nworkers = 3\nworkers = 4\n", "cannot be read"),
    ],
)
def test_an_unusable_line_is_named_with_its_file(tmp_path: Path, text: str, said: str):
    path = tmp_path / "payment.ini"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PracticeError) as refused:
        config.number(path, "payment", "workers", 1, 64)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_quota_that_would_fill_a_laptop_is_refused(tmp_path: Path):
    path = tmp_path / "store.ini"
    path.write_text(config.DEFAULTS["store"], encoding="utf-8")
    assert config.quota(path) == 24 * 1024 * 1024
    config.set_value(path, "quota_mib", "100000")
    with pytest.raises(PracticeError, match="from 1 to 256"):
        config.quota(path)


@pytest.mark.parametrize("wanted", [None, {}, [], {"unicorn": 1}, {"mug": 0}, {"mug": True}, {"mug": "2"}])
def test_a_basket_that_cannot_be_sold_is_refused(wanted: object):
    with pytest.raises(basket.NotForSale):
        basket.basket_of(wanted)


def test_the_bad_release_fails_on_baskets_without_anything_reduced_and_on_no_other():
    failed = []
    for wanted in basket.BASKETS:
        lines = basket.basket_of(wanted)
        good = basket.VERSIONS["41"](lines)
        try:
            assert basket.VERSIONS["42"](lines).total == good.total
        except ZeroDivisionError:
            failed.append(wanted)
    assert failed == [each for each in basket.BASKETS if not {"kettle", "blanket"} & set(each)]
    assert len(failed) == 2


def test_a_percentile_is_the_time_that_so_many_orders_did_not_exceed():
    took = tuple(float(number) for number in range(1, 21))
    measured = Measured(20, 20, took, ())
    assert measured.percentile(0.95) == 19.0
    assert measured.percentile(0.5) == 10.0
    assert measured.percentile(1.0) == 20.0
    assert Measured(5, 3, (0.1, 0.1, 0.1, 0.1, 2.0), ("", "")).percentile(0.95) == 2.0
    assert Measured(5, 3, (0.1,) * 5, ("", "")).share == 0.6


def test_a_probe_without_a_shop_or_without_orders_says_so(tmp_path: Path):
    with pytest.raises(PracticeError, match="trainer practice start"):
        probes.good_orders(str(tmp_path))
    with pytest.raises(PracticeError, match="at least one order"):
        probes.measure(str(tmp_path), orders=0)


def test_a_call_to_nobody_is_an_answer_and_not_an_error():
    answer = serving.call(1, "/health", timeout=0.5)
    assert not answer.good
    assert answer.trouble == "connection refused"
    assert answer.json() == {}


def test_a_process_is_known_by_when_it_was_started():
    child = subprocess.Popen(["sleep", "60"])
    found = processes.process(child.pid)
    assert found is not None
    assert found.alive
    other = processes.Process(child.pid, "at another time")
    assert not other.alive
    assert not other.send(signal.SIGKILL)
    assert found.alive
    found.end()
    # It has ended, though nobody has taken note of it yet.
    assert child.returncode is None
    assert not found.alive
    child.wait()
    assert processes.process(child.pid) is None
    assert not found.send(signal.SIGKILL)


def test_processes_are_also_found_where_there_is_no_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    own = processes.process(os.getpid())
    assert own is not None
    assert own.alive
    assert own.state[0] in "RS"
    lines = dict(processes._command_lines())
    assert "pytest" in lines[os.getpid()]


def test_what_was_written_down_badly_is_as_if_nothing_was(tmp_path: Path):
    place = Place(tmp_path)
    assert processes.remembered(place, "web") is None
    place.pid_file("web").parent.mkdir()
    place.pid_file("web").write_text("seven\n", encoding="ascii")
    assert processes.remembered(place, "web") is None
    place.marker.write_text('{"ports": {"web": 1}}', encoding="utf-8")
    with pytest.raises(PracticeError, match="cannot be read"):
        place.ports()
