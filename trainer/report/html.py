"""The report as one HTML file that stands alone: no script, nothing fetched."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

from jinja2 import TemplateNotFound, TemplateSyntaxError

from trainer.core.aar import Report
from trainer.report.arrange import arrange
from trainer.report.errors import ReportError, TemplateFault, TemplatesMissing
from trainer.report.sandbox import environment

MAIN: Final = "aar.html.j2"
"""The template that the report starts from."""


def render_html(report: Report, templates: Path) -> str:
    """The report through `aar.html.j2` of a folder of templates.

    The same report and templates give the same text. Raises TemplatesMissing where the folder holds no such template
    and TemplateFault, with file and line, where a template is wrong.
    """
    if not (templates / MAIN).is_file():
        raise TemplatesMissing(templates, MAIN)
    view = arrange(report)
    try:
        return environment(templates).get_template(MAIN).render(report=report, view=view)
    except ReportError:
        raise
    except Exception as error:
        # A template may provoke any exception at all: whatever it calls, divides or compares.
        fault = _fault(error, templates)
        if fault is None:
            raise
        raise fault from error


def _fault(error: Exception, templates: Path) -> TemplateFault | None:
    """Where in the templates an exception arose; None when it did not arise there."""
    if isinstance(error, TemplateSyntaxError) and error.filename is not None:
        return TemplateFault(Path(error.filename), error.lineno, error.message or "bad syntax")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(templates):
            return TemplateFault(Path(frame.filename), frame.lineno or 0, _reason(error))
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r} in the folder"
    return str(error) or type(error).__name__
