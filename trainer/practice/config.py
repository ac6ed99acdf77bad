"""Configuration files of the shop's services: read by them, edited by people and by faults."""

from __future__ import annotations

import re
from configparser import ConfigParser, Error
from pathlib import Path
from typing import Final

from trainer.practice.errors import PracticeError
from trainer.practice.place import write_file

LARGEST_QUOTA: Final = 256
"""MiB; a fault that fills the quota must not fill the disk of a laptop."""
DEFAULTS: Final = {
    "store": """\
# Configuration of the store. Read again by: kill -HUP <process>, or when the store is started.

[database]
# What the folder data/ may hold in all, in MiB. The database can grow up to what other files leave of it.
quota_mib = 24
# How long a request waits for the database, in milliseconds.
wait_ms = 400
# Older orders are moved out of the database.
keep_orders = 20000
""",
    "payment": """\
# Configuration of the payment service. Read again by: kill -HUP <process>, or when it is started.

[payment]
# Payments that are worked on at the same time; others wait.
workers = 8

[fraud check]
# With how many lists a card is compared. Each takes about 40 ms. One is what our contract asks for.
lists = 1
""",
    "web": """\
# Configuration of the storefront. Read when it is started.

[release]
# Versions that are installed: 41, 42
version = 41

[timeouts]
# How long it waits for the payment service and for the store, in seconds.
payment = 4
store = 3
""",
    "customers": """\
# The customers: real orders at a steady rate, whether or not earlier ones were answered. Read at the start.

[customers]
orders_per_minute = 300
# How long a customer waits for an answer, in seconds.
patience = 5
""",
}


def number(path: Path, section: str, key: str, least: float, most: float) -> float:
    """A number from a file. Raises PracticeError that names file, section and key."""
    text = word(path, section, key)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise PracticeError(f"{path}: [{section}] {key} = {text}: give a number from {least:g} to {most:g}")
    return value


def quota(path: Path) -> int:
    """The quota of the database's folder, in bytes, from the store's file. Raises PracticeError."""
    return int(number(path, "database", "quota_mib", 1, LARGEST_QUOTA) * 1024 * 1024)


def word(path: Path, section: str, key: str) -> str:
    """A value from a file. Raises PracticeError that names file, section and key."""
    parser = ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8"), str(path))
        return parser[section][key].strip()
    except KeyError as error:
        raise PracticeError(f"{path}: {error.args[0]!r} is missing; write: [{section}] {key} = …") from error
    except (OSError, ValueError, Error) as error:
        raise PracticeError(f"{path} cannot be read: {' '.join(str(error).split())}") from error


def set_value(path: Path, key: str, value: str) -> None:
    """Change the line of a key, comments and all else kept. Raises PracticeError where there is no such line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PracticeError(f"{path} cannot be read: {error}") from error
    changed, count = re.subn(rf"(?m)^{re.escape(key)}\s*=.*$", f"{key} = {value}", text, count=1)
    if not count:
        raise PracticeError(f"{path} has no line `{key} = …`")
    write_file(path, changed)
