"""A machine that cannot show Qt's windows is told why and what to do, before Qt is loaded."""

import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from trainer import qt_ready
from trainer.qt_ready import chosen_platform, explain, missing_libraries, problem

ROOT = Path(__file__).resolve().parent.parent
DEBIAN = {"ID": "debian"}


class CFunction:
    """A C function of a simulated library: gives *value*, counts its calls, takes a restype."""

    def __init__(self, value: int) -> None:
        self.value = value
        self.calls: list[tuple[object, ...]] = []
        self.restype: object = None

    def __call__(self, *arguments: object) -> int:
        self.calls.append(arguments)
        return self.value


class Machine:
    """A Linux machine that lacks the libraries named, with screens that answer or do not."""

    def __init__(self, *lacks: str, pyside: bool = True, x11: bool = True, wayland: bool = True) -> None:
        self.lacks = lacks
        self.pyside = pyside
        self.library = SimpleNamespace(
            xcb_connect=CFunction(4096),
            xcb_connection_has_error=CFunction(0 if x11 else 1),
            xcb_disconnect=CFunction(0),
            wl_display_connect=CFunction(8192 if wayland else 0),
            wl_display_disconnect=CFunction(0),
        )

    def load(self, soname: str) -> SimpleNamespace:
        if soname in self.lacks:
            raise OSError(f"{soname}: cannot open shared object file")
        return self.library

    def find(self, name: str) -> object:
        return self.pyside or None

    def missing(self, platform: str) -> tuple[str, ...]:
        return missing_libraries(platform, load=self.load, find=self.find, system="linux")

    def problem(self, **environ: str) -> str | None:
        return problem(environ, load=self.load, find=self.find, system="linux")


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, None),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": ""}, "xcb"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=screens.json"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
    ],
)
def test_the_platform_on_linux_is_the_one_qt_would_try_first(environ, platform):
    assert chosen_platform(environ, "linux") == platform


@pytest.mark.parametrize(("system", "platform"), [("win32", "windows"), ("darwin", "cocoa")])
def test_other_systems_always_have_a_screen(system, platform):
    assert chosen_platform({}, system) == platform
    assert chosen_platform({"QT_QPA_PLATFORM": "offscreen"}, system) == "offscreen"


def test_a_complete_machine_misses_nothing():
    assert Machine().missing("xcb") == ()
    assert Machine().problem(DISPLAY=":0") is None


def test_each_platform_asks_only_for_what_it_needs():
    machine = Machine("libxcb-cursor.so.0", "libwayland-client.so.0")
    assert machine.missing("xcb") == ("libxcb-cursor.so.0",)
    assert machine.missing("wayland") == ("libwayland-client.so.0",)
    assert machine.missing("wayland-egl") == ("libwayland-client.so.0",)
    assert machine.missing("offscreen") == ()


def test_libraries_of_every_window_are_asked_for_on_every_platform():
    for platform in ("xcb", "wayland", "offscreen"):
        assert Machine("libEGL.so.1").missing(platform) == ("libEGL.so.1",)


def test_only_linux_is_asked_for_system_libraries():
    machine = Machine("libEGL.so.1", pyside=False)
    assert missing_libraries("windows", load=machine.load, find=machine.find, system="win32") == ("PySide6",)


@pytest.mark.parametrize(
    ("os_release", "command"),
    [
        ({"ID": "debian"}, "apt-get install libxcb-cursor0 libegl1"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "apt-get install libxcb-cursor0 libegl1"),
        ({"ID": "fedora"}, "dnf install xcb-util-cursor libglvnd-egl"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "dnf install xcb-util-cursor libglvnd-egl"),
        ({"ID": "arch"}, "pacman -S xcb-util-cursor libglvnd"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "zypper install libxcb-cursor0 libglvnd"),
    ],
)
def test_the_explanation_gives_one_command_for_the_distribution(os_release, command):
    text = explain(("libxcb-cursor.so.0", "libEGL.so.1"), os_release)
    assert "libxcb-cursor.so.0, libEGL.so.1" in text
    assert [line for line in text.splitlines() if line.endswith(command)]


def test_a_package_that_holds_several_libraries_is_named_once():
    text = explain(("libglib-2.0.so.0", "libgthread-2.0.so.0"), DEBIAN)
    assert text.count("libglib2.0-0") == 1


@pytest.mark.parametrize("os_release", [{}, {"ID": "plan9"}])
def test_an_unknown_distribution_still_gets_the_names(os_release):
    text = explain(("libEGL.so.1",), os_release)
    assert "libEGL.so.1" in text
    assert "package manager" in text


def test_a_missing_pyside_is_explained_with_this_python():
    text = explain(Machine(pyside=False).missing("xcb"), DEBIAN)
    assert f"{sys.executable} -m pip install" in text
    assert "system libraries" not in text


def test_the_named_requirement_is_the_declared_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert qt_ready.PYSIDE_REQUIREMENT in project["dependencies"]


def test_without_a_screen_the_message_says_so_and_names_what_else_is_missing():
    text = Machine("libGL.so.1").problem()
    assert text is not None
    assert "no screen" in text
    assert "libGL.so.1" in text


def test_a_screen_that_does_not_answer_is_named():
    text = Machine(x11=False).problem(DISPLAY=":9")
    assert text is not None
    assert "':9'" in text


def test_a_connection_made_for_the_question_is_given_back():
    machine = Machine()
    assert machine.problem(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0") is None
    assert machine.problem(DISPLAY=":0") is None
    assert len(machine.library.wl_display_disconnect.calls) == 1
    assert len(machine.library.xcb_disconnect.calls) == 1


def test_where_wayland_fails_x11_is_good_enough():
    assert Machine(wayland=False).problem(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0") is None
    lacking = Machine("libwayland-client.so.0", x11=False)
    text = lacking.problem(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0")
    assert text is not None
    assert "libwayland-client.so.0" in text


def test_an_asked_for_offscreen_platform_needs_no_screen():
    assert Machine(x11=False, wayland=False).problem(QT_QPA_PLATFORM="offscreen") is None


def test_this_machine_can_run_the_tests_it_is_running():
    assert missing_libraries("offscreen") == ()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 screens are a matter of Linux")
def test_a_real_x11_screen_that_is_not_there_does_not_answer():
    if missing_libraries("xcb"):
        pytest.skip("the X11 libraries are not installed")
    text = problem({"DISPLAY": ":65000"})
    assert text is not None
    assert "':65000'" in text


def test_asking_loads_no_qt():
    code = (
        "import os, sys; from trainer.qt_ready import problem; problem(os.environ);"
        "sys.exit(any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
