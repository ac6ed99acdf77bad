"""Renderings of the after-action report: templates and charts; what they show was worked out before."""

from trainer.report.errors import CannotWrite, ReportError, TemplateFault, TemplatesMissing, UnknownFormat
from trainer.report.html import render_html
from trainer.report.write import FORMATS, Format, write_reports

__all__ = [
    "FORMATS",
    "CannotWrite",
    "Format",
    "ReportError",
    "TemplateFault",
    "TemplatesMissing",
    "UnknownFormat",
    "render_html",
    "write_reports",
]
