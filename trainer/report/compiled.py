"""Compiled templates, kept in the user's cache folder: compiling them takes longer than filling them in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from trainer import __version__


def cache_folder(environ: Mapping[str, str], platform: str, home: Path) -> Path:
    """Where a user's caches are kept on a platform, as `sys.platform` names it."""
    if platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    # Code that another version of program or Python compiled is not taken for this one's.
    return base / "incident-trainer" / f"templates-{__version__}-{sys.implementation.cache_tag}"


def compiled_templates() -> FileSystemBytecodeCache | None:
    """The cache, in a folder that only its user can enter; None where there can be none."""
    try:
        folder = cache_folder(os.environ, sys.platform, Path.home())
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _own(folder):
            return None
        return FileSystemBytecodeCache(str(folder), "%s.compiled")
    except (OSError, RuntimeError):
        return None


def _own(folder: Path) -> bool:
    """Compiled code is run as it is: a folder that others may write to is not read from."""
    if sys.platform == "win32":
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & 0o022
