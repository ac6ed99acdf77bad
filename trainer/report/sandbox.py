"""The environment in which templates run: strict, escaping, closed.

A template reads values and formats them. It can call the filters, functions that a template defined itself and the
methods of texts and lists; of the report and of the view it can read the declared fields and nothing else, for the
classes behind them could open files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateRuntimeError,
    Undefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from trainer.report.compiled import compiled_templates
from trainer.report.errors import TemplateFault
from trainer.report.words import FILTERS, clean

_LARGEST: Final = 1_000_000


class _Templates(FileSystemLoader):
    """Templates of one folder; a file that cannot be read or is no UTF-8 text is named."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding="utf-8")
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateFault(self.folder / template, 0, f"not UTF-8 text ({error.reason})") from None
        except TemplateNotFound:
            raise
        except OSError as error:
            raise TemplateFault(self.folder / template, 0, f"cannot be read: {error.strerror}") from None


class _Sandbox(ImmutableSandboxedEnvironment):
    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Declared fields of our own values; of everything else what the sandbox allows."""
        declared = _declared(type(obj))
        if declared is not None:
            return attr in declared
        return bool(super().is_safe_attribute(obj, attr, value))


_FIELDS: Final[dict[type, frozenset[str] | None]] = {}


def _declared(kind: type) -> frozenset[str] | None:
    """The declared fields of one of our own classes; None for any other."""
    if kind not in _FIELDS:
        found: frozenset[str] | None = None
        if issubclass(kind, BaseModel):
            found = frozenset(kind.model_fields)
        elif dataclasses.is_dataclass(kind):
            found = frozenset(field.name for field in dataclasses.fields(kind))
        _FIELDS[kind] = found
    return _FIELDS[kind]


def _shown(value: Any) -> Any:
    """What an expression puts into the report; escaping follows."""
    if isinstance(value, Markup | Undefined):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < _LARGEST else f"{value:.0f}"
    if value is None or isinstance(value, bool) or not isinstance(value, int):
        raise TemplateRuntimeError(
            f"{type(value).__name__} is not a text or a number: format it with a filter"
        )
    return value


def environment(folder: Path) -> Environment:
    """The environment for the templates in a folder."""
    made = _Sandbox(
        loader=_Templates(folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled_templates(),
    )
    made.filters.update(FILTERS)
    return made
