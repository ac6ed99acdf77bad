"""The shop as a whole: one start, one stop, nothing left behind; every refusal is one clear line."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.practice.shops import terminal, until, until_well
from trainer.practice import config, faults, probes, processes, serving, shop
from trainer.practice.changes import TRACE
from trainer.practice.errors import PracticeError
from trainer.practice.place import FOLDER_VARIABLE, SERVERS, SERVICES, SUPERVISOR, Place, default_folder


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A shop of its own for a test that ends or kills it."""
    place = shop.start(str(tmp_path / "a shop"))
    yield place
    shop.stop(place)


def standings(place: Place) -> dict[str, str]:
    return {each.service: each.standing for each in shop.status(place)}


def refused(call: object, *arguments: object) -> str:
    with pytest.raises(PracticeError) as error:
        call(*arguments)  # type: ignore[operator]
    assert "\n" not in str(error.value)
    return str(error.value)


def test_one_start_brings_everything_up_and_customers_order(healthy: Place):
    assert standings(healthy) == dict.fromkeys((SUPERVISOR, *SERVICES), "up")
    until_well(healthy)
    until(lambda: healthy.metrics.read_text(encoding="utf-8").count('"good": [') > 0, "customers order")
    order = terminal(healthy, f'curl -s -d \'{{"basket": {{"mug": 2}}}}\' {healthy.url("web")}/checkout')
    assert '"total": 1700' in order
    number = order.split('"order": ')[1].split(",")[0]
    assert '"mug": 2' in terminal(healthy, f"curl -s {healthy.url('web')}/orders/{number}")


def test_everything_listens_on_the_loopback_interface_alone(healthy: Place):
    listening = subprocess.run(
        ["lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-a", "-p", ",".join(pids(healthy))],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    addresses = {line.split()[8] for line in listening.splitlines()[1:]}
    assert addresses == {f"127.0.0.1:{port}" for port in healthy.ports().values()}


def pids(place: Place) -> list[str]:
    return [str(each.pid) for _, each in processes.of_folder(place)]


def test_a_stop_ends_every_process_and_gives_the_ports_back(place: Place):
    faults.lock_database(str(place.folder))
    faults.freeze_service("payment", str(place.folder))
    known, ports = dict(processes.of_folder(place)), place.ports()
    assert len(known) == len(SERVICES) + 2
    assert set(shop.stop(place)) == set(known)
    assert not any(each.alive for each in known.values())
    for port in ports.values():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    assert shop.stop(place) == ()


def test_a_second_start_in_the_same_folder_is_refused_in_one_line(healthy: Place):
    before = pids(healthy)
    said = refused(shop.start, str(healthy.folder))
    assert "already runs" in said
    assert "shop stop" in said
    assert sorted(pids(healthy)) == sorted(before)


def test_after_everything_was_killed_the_status_says_what_is_gone_and_a_start_brings_it_back(place: Place):
    for _, each in processes.of_folder(place):
        each.send(signal.SIGKILL)
    until(lambda: not pids(place), "everything is killed")
    assert standings(place) == dict.fromkeys((SUPERVISOR, *SERVICES), "gone")
    assert "is not running" in refused(probes.good_orders, str(place.folder))
    shop.start(str(place.folder))
    assert set(standings(place).values()) == {"up"}
    until_well(place)


def test_the_supervisor_notes_what_is_gone_and_restarts_nothing(healthy: Place):
    gone = processes.remembered(healthy, "payment")
    assert gone is not None
    gone.send(signal.SIGKILL)
    log = healthy.log(SUPERVISOR)
    until(lambda: f"process {gone.pid} is gone" in log.read_text(encoding="utf-8"), "the end is noted")
    assert standings(healthy)["payment"] == "gone"
    assert f"process {gone.pid}" in log.read_text(encoding="utf-8")


def test_a_shop_whose_folder_is_taken_away_ends(place: Place):
    folder = place.folder
    shutil.rmtree(folder, ignore_errors=True)
    until(lambda: not pids(place), "the shop ends without its folder")


def test_a_number_that_another_process_has_now_is_never_killed(place: Place):
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        old = processes.remembered(place, "web")
        assert old is not None
        old.end()
        place.pid_file("web").write_text(f"{stranger.pid}\n", encoding="ascii")
        assert standings(place)["web"] == "gone"
        assert shop.stop_service(place, "web") is False
        shop.restart_service(place, "web")
        shop.stop(place)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_service_that_runs_is_not_started_a_second_time(healthy: Place):
    assert "already runs" in refused(shop.start_service, healthy, "web")
    faults.freeze_service("web", str(healthy.folder))
    assert "kill -CONT" in refused(shop.start_service, healthy, "web")
    assert "no service 'wbe'" in refused(shop.start_service, healthy, "wbe")


def test_a_service_whose_port_was_taken_says_so(healthy: Place):
    shop.stop_service(healthy, "payment")
    port = healthy.port("payment")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        assert f"port {port} of payment is in use" in refused(shop.start_service, healthy, "payment")
    shop.start_service(healthy, "payment")
    until_well(healthy)


def test_a_service_that_cannot_start_says_why(healthy: Place):
    config.set_value(healthy.config("web"), "version", "43")
    said = refused(shop.restart_service, healthy, "web")
    assert "web did not start" in said
    assert "installed are 41, 42" in said
    config.set_value(healthy.config("web"), "version", "41")
    terminal(healthy, "./shop start web")
    until_well(healthy)


def test_what_a_fault_left_in_files_is_undone_by_a_stop(place: Place):
    folder = str(place.folder)
    faults.slow_payment(folder=folder)
    faults.deploy_bad_release(folder)
    faults.fill_disk(folder)
    shop.stop(place)
    assert config.word(place.config("payment"), "fraud check", "lists") == "1"
    assert config.word(place.config("web"), "release", "version") == "41"
    assert not (place.data / "trace-debug.log").exists()
    assert faults.undo_all(folder) == "the practice shop is not running"


def test_a_configuration_that_people_have_spoilt_keeps_nothing_from_ending_and_comes_back_anew(place: Place):
    faults.slow_payment(folder=str(place.folder))
    place.config("payment").write_text("lists\n", encoding="utf-8")
    assert len(shop.stop(place)) == len(SERVICES) + 1
    assert "payment.ini cannot be read" in refused(shop.start, str(place.folder))
    assert not pids(place)
    place.config("payment").unlink()
    shop.start(str(place.folder))
    assert config.word(place.config("payment"), "fraud check", "lists") == "1"


def test_the_shops_own_command_works_from_any_folder_without_the_program_on_the_path(healthy: Place):
    told = subprocess.run(
        [str(healthy.folder / "shop"), "status"], cwd="/", env={}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert "orders per minute" in told.stdout


def test_the_first_of_four_ports_may_be_chosen_and_one_in_use_is_refused(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port} for store is in use" in refused(shop.start, str(tmp_path / "shop"), port)
    assert "--port 80" in refused(shop.start, str(tmp_path / "shop"), 80)


def test_an_unusable_folder_is_refused_in_one_line(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert "is a file" in refused(shop.start, str(file))
    assert "cannot be written" in refused(shop.start, str(file / "below"))
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letters.txt").write_text("", encoding="utf-8")
    assert "holds other files (letters.txt)" in refused(shop.start, str(taken))
    assert [each.name for each in taken.iterdir()] == ["letters.txt"]


def test_a_folder_of_something_else_is_not_touched_whoever_asks(tmp_path: Path):
    """A stranger's experiment may name any folder, and other programs have files of the same names."""
    files = {"shop.json": '{"name": "a shop of our own"}', f"data/{TRACE}": "ours", "run/store.pid": "1"}
    files |= {"config/web.ini": "[release]\nversion = 42\n", "README.txt": "ours"}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    folder = str(tmp_path)
    assert "holds other files" in refused(shop.start, folder)
    for break_it in (faults.kill_service, faults.fill_disk, faults.lock_database, faults.slow_payment):
        assert "is not running" in refused(lambda break_it=break_it: break_it(folder=folder))
    for fault in faults.FAULTS:
        assert isinstance(fault.undo(folder=folder), faults.Idle)
    assert faults.undo_all(folder) == "the practice shop is not running"
    assert shop.stop(Place.of(folder)) == ()
    left = {
        str(path.relative_to(tmp_path)): path.read_text(encoding="utf-8")
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert left == files


def test_a_shop_whose_marker_was_spoilt_or_removed_can_be_started_again(place: Place):
    shop.stop(place)
    place.marker.write_text("spoilt", encoding="utf-8")
    shop.stop(shop.start(str(place.folder)))
    place.marker.unlink()
    assert shop.start(str(place.folder)) == place


@pytest.mark.parametrize("name", ["two\nlines", "a\x1bb", os.fsdecode(b"\xff")])
def test_a_folder_that_nobody_could_type_is_refused_in_one_line(tmp_path: Path, name: str):
    assert "cannot be shown" in refused(Place.of, str(tmp_path / name))


def test_two_shops_in_folders_with_blanks_quotes_and_accents_leave_each_other_alone(tmp_path: Path):
    folders = [str(tmp_path / name) for name in ("Übung 'eins' $(id)", "Übung")]
    with ThreadPoolExecutor() as pool:
        places = list(pool.map(shop.start, folders))
    try:
        one, other = places
        assert not set(one.ports().values()) & set(other.ports().values())
        faults.kill_service("payment", str(one.folder))
        assert standings(one)["payment"] == "gone"
        assert standings(other) == dict.fromkeys((SUPERVISOR, *SERVICES), "up")
        assert len(shop.stop(one)) == len(SERVICES)
        assert standings(other) == dict.fromkeys((SUPERVISOR, *SERVICES), "up")
    finally:
        for each in places:
            shop.stop(each)


def test_a_link_in_the_place_of_the_debug_log_lets_nothing_outside_grow(healthy: Place, tmp_path: Path):
    outside = tmp_path / "letters.txt"
    outside.write_text("ours", encoding="utf-8")
    (healthy.data / TRACE).symlink_to(outside)
    try:
        assert "cannot be written" in refused(faults.fill_disk, str(healthy.folder))
    finally:
        faults.free_disk(str(healthy.folder))
    assert not (healthy.data / TRACE).is_symlink()
    assert outside.read_text(encoding="utf-8") == "ours"


def test_what_asks_for_a_shop_that_is_not_there_says_how_to_start_one(tmp_path: Path):
    nowhere = tmp_path / "nowhere"
    for call in (faults.kill_service, faults.fill_disk):
        said = refused(lambda call=call: call(folder=str(nowhere)))
        assert "trainer practice start" in said
    assert "trainer practice start" in refused(shop.status, Place.of(nowhere))
    assert faults.undo_all(str(nowhere)) == "the practice shop is not running"
    assert not nowhere.exists()


def test_two_commands_on_one_shop_wait_for_each_other(healthy: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trainer.practice.place._PATIENCE", 0.1)
    with healthy.held():
        assert "another command is at work" in refused(shop.restart_service, healthy, "web")
    shop.restart_service(healthy, "web")


def test_the_folder_is_the_one_of_the_surroundings_or_among_the_users_own_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "here"))
    assert Place.of().folder == tmp_path / "here"
    assert Place.of("").folder == tmp_path / "here"
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "incident-trainer" / "practice-shop"


def test_without_signals_it_refuses_and_says_what_there_is_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.platform", "win32")
    said = refused(shop.start, str(tmp_path / "shop"))
    assert "Windows" in said
    assert "modelled system" in said


def test_a_caller_that_hangs_up_does_not_disturb_a_service(healthy: Place):
    with socket.create_connection(("127.0.0.1", healthy.port("web"))) as hasty:
        hasty.sendall(b"POST /checkout HTTP/1.0\r\nContent-Length: 500\r\n\r\nhalf")
    for service in SERVERS:
        assert serving.call(healthy.port(service), "/health").good
    assert serving.call(healthy.port("web"), "/checkout", {"basket": {"unicorn": 1}}).status == 400
    assert serving.call(healthy.port("web"), "/nowhere").status == 404
    assert (healthy.folder / "shop").stat().st_mode & 0o111
