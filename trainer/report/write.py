"""Reports written to a folder, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trainer.core.aar import Report
from trainer.report.errors import CannotWrite, UnknownFormat
from trainer.report.html import render_html


@dataclass(frozen=True, slots=True)
class Format:
    """A rendering: the name of its file and how its text is made from the report and the folder of templates."""

    file: str
    render: Callable[[Report, Path], str]


def _json(report: Report, _templates: Path) -> str:
    return report.json_text()


FORMATS: Final[Mapping[str, Format]] = {
    "html": Format("aar.html", render_html),
    "json": Format("aar.json", _json),
}
"""Every format that can be asked for, by its name. A new one is a line here."""


def write_reports(report: Report, folder: Path, formats: Sequence[str], templates: Path) -> tuple[Path, ...]:
    """Write a report in the formats asked for; returns the files in that order.

    The folder is made if it is missing. All renderings are made before the first file is touched, and each is written
    beside its place and then renamed: a file of an earlier report is replaced as a whole or stays as it was. Raises
    ReportError: UnknownFormat, TemplatesMissing, TemplateFault or CannotWrite.
    """
    wanted = [_format(name) for name in dict.fromkeys(formats)]
    texts = [(folder / form.file, form.render(report, templates)) for form in wanted]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error) from error
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts:
            staged.append((_staged(path, text), path))
        for beside, path in staged:
            _put_in_place(beside, path)
    finally:
        for beside, _ in staged:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    return tuple(path for path, _ in texts)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownFormat(name, FORMATS)
    return FORMATS[name]


def _staged(path: Path, text: str) -> Path:
    """The text in a file beside its place, safely on the disk."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise CannotWrite(path, error) from error
    return beside


def _put_in_place(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(path, error) from error
