"""Compiled templates are kept, and change nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.report.sample import rich as rich_report
from trainer import shipped
from trainer.report import render_html
from trainer.report.compiled import cache_folder, compiled_templates


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return cache_folder(os.environ, sys.platform, tmp_path)


def test_a_report_from_kept_templates_is_the_same(cache: Path) -> None:
    first = render_html(rich_report(), shipped.templates_folder())
    kept = {file.name: file.read_bytes() for file in cache.iterdir()}
    assert len(kept) > 10
    assert render_html(rich_report(), shipped.templates_folder()) == first
    assert {file.name: file.read_bytes() for file in cache.iterdir()} == kept


def test_a_damaged_cache_is_made_anew(cache: Path) -> None:
    first = render_html(rich_report(), shipped.templates_folder())
    for file in cache.iterdir():
        file.write_bytes(b"damaged")
    assert render_html(rich_report(), shipped.templates_folder()) == first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's cache folder private by itself")
def test_a_folder_that_others_may_write_to_is_not_used(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert compiled_templates() is None


def test_where_no_cache_can_be_made_the_report_is_rendered_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    assert compiled_templates() is None
    assert "</html>" in render_html(rich_report(), shipped.templates_folder())
