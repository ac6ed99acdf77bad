"""Files that the program writes for a person into their own folder."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Final

from trainer.storage.tables import data_folder

__all__ = ["keep_scenario"]

_ID: Final = re.compile(r"^id: *([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)


def keep_scenario(text: str, file: Path | None = None) -> Path:
    """Write a scenario that was made here; returns its file. Raises OSError.

    Without a `file` it lies in the person's own folder under its identifier; one that is there already, word for word,
    is not written twice.
    """
    file = file or _own(text)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _own(text: str) -> Path:
    named = _ID.search(text)
    name = named[1] if named else "scenario"
    folder = data_folder() / "scenarios"
    places = (folder / f"{name}{'' if number == 1 else f'-{number}'}.yaml" for number in count(1))
    return next(place for place in places if not place.exists() or _holds(place, text))


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8", errors="replace") == text
