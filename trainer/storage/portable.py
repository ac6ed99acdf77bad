"""One portable file per exercise: everything the library holds of it, in a form that any ZIP program shows.

The file is canonical: the same exercise gives the same bytes on every machine (no compression, fixed times and order).
A file that does not consist of exactly the bytes that its content asks for was altered, and is refused. Changing what
is written here means a new format version, beside which this one is still read.
"""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from trainer.core.model import Identifier
from trainer.core.problems import quoted
from trainer.core.time import Micros
from trainer.storage.errors import BadPortableFile, DamagedJournal, ExerciseExists, NoSuchExercise
from trainer.storage.journal import StoredEvent, Verification
from trainer.storage.library import LAST_MOMENT, MAX_NAME, Content, Library, Sources

SUFFIX: Final = ".drill"
"""How the names of portable files end, by convention."""
FORMAT_VERSION: Final = 1
MAX_EVENTS: Final = 200_000
MAX_BYTES: Final = 200_000_000

_MANIFEST, _PLAN, _SCENARIO, _EVENTS = _NAMES = (
    "manifest.json",
    "plan.yaml",
    "scenario.yaml",
    "events.jsonl",
)
_LONGEST_MANIFEST: Final = 1_000_000
# The lengths of name and extra field, at the end of the 30 bytes that precede an entry (APPNOTE.TXT, 4.3.7).
_HEADER: Final = struct.Struct("<26xHH")
_NOT_ONE: Final = "this is not a portable exercise file"
_TOO_LARGE: Final = f"it is larger than {MAX_BYTES // 1_000_000} MB, which no exercise is"
_ALTERED: Final = "the file was altered, cut off or packed anew; export the exercise again"


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("a name is one printable line")
    return name


_Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, Field(ge=1, le=MAX_EVENTS)]
_Name = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_printable)]
_Moment = Annotated[int, Field(ge=0, le=LAST_MOMENT)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class _File(_Strict):
    name: _Name
    sha256: _Sha256


class _ScenarioFile(_File):
    title: _Name


class _Announced(BaseModel):
    """What every version of the format says of itself."""

    format: Literal["incident drill"]
    version: int


class _Manifest(_Strict):
    """The file's own account of what is in it."""

    format: Literal["incident drill"] = "incident drill"
    version: Literal[1] = FORMAT_VERSION
    exercise: Identifier
    title: str
    events: _Count
    head: _Sha256
    mark_at: _Moment | None = None
    mark_elapsed: _Moment | None = None
    plan: _File
    scenario: _ScenarioFile


class _Line(_Strict):
    """One line of the journal."""

    seq: _Count
    at: _Moment
    elapsed: _Moment
    text: str
    hash: _Sha256


class _Unsound(Exception):
    """A file is no sound portable file; `found` says why."""

    def __init__(self, problem: str, found: Verification | None = None) -> None:
        super().__init__(problem)
        self.found = found or Verification(False, 0, None, problem)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of bringing in a file; `new` is False where the library held the very same exercise already."""

    exercise: str
    new: bool


def export_exercise(library: Library, exercise: str, path: Path, *, overwrite: bool = False) -> None:
    """Write an exercise to a portable file; it appears under its name only when it is complete.

    Raises NoSuchExercise, DamagedJournal where the exercise is not whole, and BadPortableFile where the file exists
    and `overwrite` is not set, or cannot be written.
    """
    content = library.content(exercise)
    found = content.verify()
    if not found.ok:
        raise DamagedJournal(f"the exercise {exercise} is not exported: {found.problem}")
    data = _packed(content)
    try:
        _unpacked(data)  # nobody shall learn at the import that a file is too large
    except _Unsound as error:
        raise BadPortableFile(f"the exercise {exercise} does not fit into a portable file: {error}") from None
    _write(data, path, overwrite)


def import_exercise(library: Library, path: Path) -> Imported:
    """Bring the exercise of a portable file into a library; everything is verified before anything is written.

    Raises BadPortableFile where the file is not sound, and ExerciseExists where the library holds another exercise,
    or another stage of this one, under the same identifier.
    """
    try:
        content = _unpacked(_read(path))
    except _Unsound as error:
        raise BadPortableFile(f"{path}: {error}") from None
    try:
        present = library.content(content.exercise)
    except NoSuchExercise:
        library.add(content)
        return Imported(content.exercise, new=True)
    if difference := _difference(present, content):
        raise ExerciseExists(
            f"{path}: the library {library.place} already holds an exercise {content.exercise}, and {difference}; "
            "nothing was changed"
        )
    return Imported(content.exercise, new=False)


def verify_file(path: Path) -> Verification:
    """Whether a portable file is complete and unaltered. Raises BadPortableFile where it cannot be read at all."""
    try:
        content = _unpacked(_read(path))
    except _Unsound as error:
        return error.found
    return Verification(True, len(content.events))


def _difference(present: Content, brought: Content) -> str:
    """How the library's exercise differs from one that is brought in; empty where it does not."""
    here, there = present.events, brought.events
    if here == there and present.sources == brought.sources:
        return ""
    if here[: len(there)] == there and len(here) > len(there):
        return f"it has gone on since: {len(here)} events against {len(there)} in the file"
    if there[: len(here)] == here and len(there) > len(here):
        return f"the file holds a later stage: {len(there)} events against {len(here)}; delete the library's first"
    pairs = enumerate(zip(here, there, strict=False), 1)
    differs = next((number for number, (one, other) in pairs if one != other), None)
    return "its files are named otherwise" if differs is None else f"it differs from event {differs} on"


# The bytes -------------------------------------------------------------------------------------------------------


def _packed(content: Content) -> bytes:
    """The portable file of an exercise that is whole."""
    sources = content.sources
    parts = {
        _MANIFEST: _manifest_of(content),
        _PLAN: sources.plan_data,
        _SCENARIO: sources.scenario_data,
        _EVENTS: b"".join(_json(event._asdict()) + b"\n" for event in content.events),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return file.getvalue()


def _manifest_of(content: Content) -> bytes:
    sources = content.sources
    created = content.created()
    mark_at, mark_elapsed = content.mark or (None, None)
    manifest = _Manifest.model_construct(
        exercise=content.exercise,
        title=created.title,
        events=len(content.events),
        head=content.head,
        mark_at=mark_at,
        mark_elapsed=mark_elapsed,
        plan=_File.model_construct(name=sources.plan_name, sha256=created.plan_sha256),
        scenario=_ScenarioFile.model_construct(
            name=sources.scenario_name, title=sources.scenario_title, sha256=created.scenario_sha256
        ),
    )
    return manifest.model_dump_json(indent=2).encode() + b"\n"


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(data: bytes) -> Content:
    """The exercise in a portable file's bytes, verified. Raises _Unsound."""
    if len(data) > MAX_BYTES:
        raise _Unsound(_TOO_LARGE)
    parts = _entries(data)
    manifest = _manifest(parts[_MANIFEST])
    content = Content(
        exercise=manifest.exercise,
        sources=Sources(
            plan_name=manifest.plan.name,
            plan_data=parts[_PLAN],
            scenario_name=manifest.scenario.name,
            scenario_data=parts[_SCENARIO],
            scenario_title=manifest.scenario.title,
        ),
        events=_events(parts[_EVENTS]),
        count=manifest.events,
        head=manifest.head,
        mark=_mark(manifest),
    )
    found = content.verify()
    if not found.ok:
        raise _Unsound(found.problem, found)
    if _packed(content) != data:
        raise _Unsound(_ALTERED)
    return content


def _entries(data: bytes) -> dict[str, bytes]:
    """The bytes of each entry, by name. Checksums are left to the comparison of the whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError):
        raise _Unsound(_NOT_ONE) from None
    if tuple(entry.filename for entry in listed) != _NAMES:
        raise _Unsound(_NOT_ONE)
    if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in listed):
        raise _Unsound(_ALTERED)
    return {entry.filename: _stored_bytes(data, entry) for entry in listed}


def _stored_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    # zipfile would refuse a damaged entry as a whole, and nobody would learn which event was changed.
    header = data[entry.header_offset : entry.header_offset + _HEADER.size]
    if len(header) < _HEADER.size:
        raise _Unsound(_ALTERED)
    start = entry.header_offset + _HEADER.size + sum(_HEADER.unpack(header))
    return data[start : start + entry.file_size]


def _manifest(data: bytes) -> _Manifest:
    try:
        announced = _Announced.model_validate_json(data[:_LONGEST_MANIFEST])
    except ValidationError:
        raise _Unsound(_NOT_ONE) from None
    if announced.version > FORMAT_VERSION:
        raise _Unsound(
            f"a newer version of this program wrote it (format {announced.version}); update the program"
        )
    try:
        return _Manifest.model_validate_json(data[:_LONGEST_MANIFEST])
    except ValidationError as error:
        place = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
        raise _Unsound(f"{_MANIFEST} is not sound at {quoted(place)}; {_ALTERED}") from None


def _events(data: bytes) -> tuple[StoredEvent, ...]:
    # A cut-off file may hold fewer lines than it announces; which events are missing is found by their numbers.
    if data.count(b"\n") > MAX_EVENTS:
        raise _Unsound(f"it holds more than {MAX_EVENTS:,} events")
    events = []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            read = _Line.model_validate_json(line)
        except ValidationError:
            problem = f"event {number} was altered: its line in {_EVENTS} cannot be read"
            raise _Unsound(problem, Verification(False, number - 1, number, problem)) from None
        events.append(StoredEvent(read.seq, read.at, read.elapsed, read.text, read.hash))
    return tuple(events)


def _mark(manifest: _Manifest) -> tuple[Micros, Micros] | None:
    if manifest.mark_at is None or manifest.mark_elapsed is None:
        return None
    return manifest.mark_at, manifest.mark_elapsed


# The file --------------------------------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadPortableFile(f"{path} is not a file; name a portable exercise file")
        if status.st_size > MAX_BYTES:
            raise BadPortableFile(f"{path}: {_TOO_LARGE}")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadPortableFile(f"{path} cannot be read: {_reason(error)}") from None


def _write(data: bytes, path: Path, overwrite: bool) -> None:
    try:
        _require_free(path, overwrite)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _require_free(path, overwrite)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise BadPortableFile(f"{path} cannot be written: {_reason(error)}") from None


def _require_free(path: Path, overwrite: bool) -> None:
    if path.is_dir():
        raise BadPortableFile(f"{path} is a folder; name a file in it")
    if not overwrite and path.exists():
        raise BadPortableFile(f"{path} exists already and was left as it is; choose another name")


def _reason(error: OSError | ValueError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
