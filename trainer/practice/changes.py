"""What faults change in the shop's files: noted before it is done, and put back where people have not touched it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from trainer.practice import config
from trainer.practice.errors import PracticeError
from trainer.practice.place import Place, write_file, writing

TRACE: Final = "trace-debug.log"
"""The debug log that fills the quota, in the database's folder."""
_CHANGED: Final = ("payment", "web")


def change(place: Place, service: str, section: str, key: str, value: str) -> None:
    """Change a line of a service's configuration, after noting how to undo it. Raises PracticeError."""
    path = place.config(service)
    current = config.word(path, section, key)
    if current == value:
        raise PracticeError(f"{path}: {key} is {value} already")
    noted = _noted(place)
    earlier = noted.get(service, {})
    # A fault on top of the same fault goes back to what was before the first.
    before = earlier["before"] if earlier.get("fault") == current else current
    noted[service] = {"section": section, "key": key, "before": before, "fault": value}
    _note(place, noted)
    config.set_value(path, key, value)


def put_back(place: Place, service: str) -> str:
    """Put a line back where it is still as the fault left it; what was done, empty where nothing was.

    Raises PracticeError.
    """
    noted = _noted(place)
    entry = noted.pop(service, None)
    if entry is None:
        return ""
    done = ""
    path = place.config(service)
    if _reads(path, entry["section"], entry["key"]) == entry["fault"]:
        config.set_value(path, entry["key"], entry["before"])
        done = f"config/{path.name}: {entry['key']} is {entry['before']} again"
    _note(place, noted)
    return done


def _reads(path: Path, section: str, key: str) -> str | None:
    """What stands there now; None where people have made the file unreadable, which is theirs to mend."""
    try:
        return config.word(path, section, key)
    except PracticeError:
        return None


def clean(place: Place) -> None:
    """Put back what faults have changed in files, whether or not anything runs. Raises PracticeError."""
    for service in _CHANGED:
        put_back(place, service)
    with writing(place.data):
        (place.data / TRACE).unlink(missing_ok=True)


def _noted(place: Place) -> dict[str, dict[str, str]]:
    try:
        noted = json.loads(place.undo_record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _note(place: Place, noted: dict[str, dict[str, str]]) -> None:
    write_file(place.undo_record, json.dumps(noted, indent=2) + "\n")
