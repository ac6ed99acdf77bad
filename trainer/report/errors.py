"""What can go wrong when a report is written: one exception tree, each message one line that says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from trainer.core.problems import did_you_mean, one_line, quoted

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class ReportError(Exception):
    """A report could not be written; `str()` is one line for the person who asked for it."""


class UnknownFormat(ReportError):
    """A format that this program does not write; `name` as it was asked for."""

    def __init__(self, name: str, available: Iterable[str]) -> None:
        self.name = name
        known = tuple(available)
        guess = did_you_mean(name, known)
        fix = f"; {guess}" if guess else ""
        super().__init__(f"Unknown report format {quoted(name)}: available are {', '.join(known)}{fix}")


class TemplatesMissing(ReportError):
    """The folder of templates is not there, or the report's main template is not in it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        super().__init__(
            f"{one_line(str(folder))}: there is no report template {quoted(name)} in this folder. "
            "Install the program again, or name the folder that holds the templates."
        )


class TemplateFault(ReportError):
    """A template is faulty; `file` and `line` (from 1; 0 where no line is known) say where."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        self.file = file
        self.line = line
        place = one_line(str(file)) + (f":{line}" if line else "")
        super().__init__(f"{place}: {one_line(message)}")


class CannotWrite(ReportError):
    """A file or folder could not be written; `path` says which."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        reason = error.strerror or type(error).__name__
        super().__init__(f"{one_line(str(path))}: cannot write the report: {reason}. {_advice(error)}")


def _advice(error: OSError) -> str:
    if error.errno in _FULL:
        return "Free some space there, or choose another folder."
    if error.errno in _FORBIDDEN:
        return "Choose a folder you may write to, and close the report where another program holds it open."
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}:
        return "A file and a folder are in each other's way there: choose another folder."
    return "Choose another folder."
