"""Tells, before Qt is loaded, what a window would fail for on this machine and how to put it right.

Without this a missing system library ends in an import traceback, and a missing one of the platform
plugin, or a screen that does not answer, in Qt's own abort. Nothing here imports Qt.
"""

import ctypes
import os
import platform as python_platform
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, NamedTuple

PYSIDE = "PySide6"
PYSIDE_REQUIREMENT = "PySide6-Essentials>=6.10,<6.12"

Loader = Callable[[str], Any]


class Packages(NamedTuple):
    """The package that holds one library, by the package manager of each family of distributions."""

    apt: str
    dnf: str
    pacman: str
    zypper: str


# What the libraries of PySide6-Essentials 6.10 and 6.11 name as needed and do not bring along, apart
# from those that a system with Python always has.
ANY_PLATFORM: dict[str, Packages] = {
    "libglib-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libgthread-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
    "libEGL.so.1": Packages("libegl1", "libglvnd-egl", "libglvnd", "libglvnd"),
    "libGL.so.1": Packages("libgl1", "libglvnd-glx", "libglvnd", "libglvnd"),
    "libfontconfig.so.1": Packages("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libfreetype.so.6": Packages("libfreetype6", "freetype", "freetype2", "libfreetype6"),
    "libdbus-1.so.3": Packages("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libxkbcommon.so.0": Packages("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libX11.so.6": Packages("libx11-6", "libX11", "libx11", "libX11-6"),
}
XCB: dict[str, Packages] = {
    "libX11-xcb.so.1": Packages("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    "libxcb.so.1": Packages("libxcb1", "libxcb", "libxcb", "libxcb1"),
    "libxcb-cursor.so.0": Packages("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": Packages("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": Packages("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": Packages(
        "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"
    ),
    "libxcb-randr.so.0": Packages("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render.so.0": Packages("libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
    "libxcb-render-util.so.0": Packages(
        "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil", "libxcb-render-util0"
    ),
    "libxcb-shape.so.0": Packages("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-shm.so.0": Packages("libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
    "libxcb-sync.so.1": Packages("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    "libxcb-util.so.1": Packages("libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
    "libxcb-xfixes.so.0": Packages("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    "libxcb-xkb.so.1": Packages("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxkbcommon-x11.so.0": Packages(
        "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"
    ),
}
WAYLAND: dict[str, Packages] = {
    "libwayland-client.so.0": Packages(
        "libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"
    ),
    "libwayland-cursor.so.0": Packages(
        "libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"
    ),
}
OF_PLATFORM: dict[str, dict[str, Packages]] = {"xcb": XCB, "wayland": WAYLAND}
PACKAGES = ANY_PLATFORM | XCB | WAYLAND

# os-release ID or ID_LIKE -> the field of Packages and the command that installs.
INSTALLERS: dict[str, tuple[str, str]] = {
    "debian": ("apt", "apt-get install"),
    "ubuntu": ("apt", "apt-get install"),
    "fedora": ("dnf", "dnf install"),
    "rhel": ("dnf", "dnf install"),
    "arch": ("pacman", "pacman -S"),
    "opensuse": ("zypper", "zypper install"),
    "opensuse-leap": ("zypper", "zypper install"),
    "opensuse-tumbleweed": ("zypper", "zypper install"),
    "suse": ("zypper", "zypper install"),
}


def candidate_platforms(environ: Mapping[str, str], system: str = sys.platform) -> tuple[str, ...]:
    """The platform plugins Qt would try, in its order; empty on Linux where there is no screen.

    The order is that of QGuiApplication: QT_QPA_PLATFORM if set (a list separated by semicolons),
    else Wayland, else X11.
    """
    asked = environ.get("QT_QPA_PLATFORM", "")
    if asked:
        # "offscreen:configfile=x" carries options for the plugin behind the colon.
        return tuple(part.split(":")[0].strip().lower() for part in asked.split(";") if part.strip())
    if system == "win32":
        return ("windows",)
    if system == "darwin":
        return ("cocoa",)
    found = []
    if environ.get("WAYLAND_DISPLAY"):
        found.append("wayland")
    if environ.get("DISPLAY"):
        found.append("xcb")
    return tuple(found)


def chosen_platform(environ: Mapping[str, str], system: str = sys.platform) -> str | None:
    """The platform plugin Qt would try first, or None on Linux where there is no screen."""
    return next(iter(candidate_platforms(environ, system)), None)


def missing_libraries(
    platform: str,
    *,
    load: Loader = ctypes.CDLL,
    find: Callable[[str], object] = find_spec,
    system: str = sys.platform,
) -> tuple[str, ...]:
    """The names of what Qt needs for *platform* and cannot be loaded here, in the order of need.

    System libraries are named as the loader knows them (``libEGL.so.1``) and are looked for on Linux
    alone: elsewhere PySide6 brings everything along. PySide6 itself is named ``PySide6``.
    """
    absent = [] if find(PYSIDE) else [PYSIDE]
    if system.startswith("linux"):
        needed = ANY_PLATFORM | OF_PLATFORM.get(platform.split("-")[0], {})
        absent += [soname for soname in needed if not _loads(soname, load)]
    return tuple(absent)


def _loads(soname: str, load: Loader) -> bool:
    try:
        load(soname)
    except OSError:
        return False
    return True


def explain(missing: tuple[str, ...], os_release: Mapping[str, str] | None = None) -> str:
    """What is missing and the one command that installs it, in a few lines for a person.

    *os_release* is the content of /etc/os-release, read from this machine when not given.
    """
    lines: list[str] = []
    if PYSIDE in missing:
        lines += [
            "The desktop needs PySide6 (Qt for Python), which this Python does not have. Install it with:",
            f'    {sys.executable} -m pip install "{PYSIDE_REQUIREMENT}"',
        ]
    libraries = tuple(name for name in missing if name != PYSIDE)
    if libraries:
        lines.append(f"Qt needs system libraries that this machine lacks: {', '.join(libraries)}.")
        release = _os_release() if os_release is None else os_release
        command = _install_command(libraries, release)
        lines += ["Install them with:", f"    {command}"] if command else [_WITHOUT_COMMAND]
    return "\n".join(lines)


_WITHOUT_COMMAND = "Install the packages that hold them with the package manager of your system."


def _os_release() -> Mapping[str, str]:
    try:
        return python_platform.freedesktop_os_release()
    except OSError:
        return {}


def _install_command(libraries: tuple[str, ...], os_release: Mapping[str, str]) -> str | None:
    families = [os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()]
    known = next((INSTALLERS[family] for family in families if family in INSTALLERS), None)
    if known is None or not all(soname in PACKAGES for soname in libraries):
        return None
    manager, command = known
    packages = dict.fromkeys(getattr(PACKAGES[soname], manager) for soname in libraries)
    as_root = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{as_root}{command} {' '.join(packages)}"


def problem(
    environ: Mapping[str, str] = os.environ,
    *,
    load: Loader = ctypes.CDLL,
    find: Callable[[str], object] = find_spec,
    system: str = sys.platform,
) -> str | None:
    """Why no window can open here, with the way out, or None when one can.

    Where Qt has a second platform to fall back to, that one counts too.
    """
    platforms = candidate_platforms(environ, system)
    if not platforms:
        absent = missing_libraries("", load=load, find=find, system=system)
        return _NO_SCREEN if not absent else f"{_NO_SCREEN}\n{explain(absent)}"
    found: list[str] = []
    for platform in platforms:
        absent = missing_libraries(platform, load=load, find=find, system=system)
        if absent:
            found.append(explain(absent))
        elif not _screen_answers(platform, environ, load, system):
            found.append(_SILENT_SCREEN[platform].format(name=environ.get(_SCREEN_NAME[platform], "")))
        else:
            return None
    return found[0]


_NO_SCREEN = (
    "There is no screen to open a window on: neither WAYLAND_DISPLAY nor DISPLAY is set.\n"
    "Start the program from a desktop session, or use a command that needs no screen (trainer --help)."
)
_SCREEN_NAME = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
_SILENT_SCREEN = {
    "xcb": (
        "The X11 screen '{name}' (DISPLAY) does not answer or refuses this user.\n"
        "Start the program from the desktop session of the same user, or over ssh with -X."
    ),
    "wayland": (
        "The Wayland screen '{name}' (WAYLAND_DISPLAY) does not answer or refuses this user.\n"
        "Start the program from the desktop session of the same user."
    ),
}


def _screen_answers(platform: str, environ: Mapping[str, str], load: Loader, system: str) -> bool:
    """Whether a connection to the screen of *platform* can be made; platforms without one always answer."""
    if not system.startswith("linux") or platform not in _SCREEN_NAME:
        return True
    name = environ.get(_SCREEN_NAME[platform], "").encode() or None
    return _x11_answers(name, load) if platform == "xcb" else _wayland_answers(name, load)


def _x11_answers(name: bytes | None, load: Loader) -> bool:
    library = load("libxcb.so.1")
    library.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(library.xcb_connect(name, None))
    answers: bool = library.xcb_connection_has_error(connection) == 0
    # xcb hands out a connection even where it failed, and wants it back.
    library.xcb_disconnect(connection)
    return answers


def _wayland_answers(name: bytes | None, load: Loader) -> bool:
    library = load("libwayland-client.so.0")
    library.wl_display_connect.restype = ctypes.c_void_p
    display = library.wl_display_connect(name)
    if not display:
        return False
    library.wl_display_disconnect(ctypes.c_void_p(display))
    return True
