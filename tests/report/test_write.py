"""Files: whole or not at all, and one clear line where they cannot be written."""

import errno
import json
import os
from pathlib import Path

import pytest

from tests.report import sample
from tests.report.pages import TEMPLATES
from trainer.core.aar import Report
from trainer.report import FORMATS, CannotWrite, ReportError, TemplateFault, UnknownFormat, write_reports


def test_each_format_becomes_a_file_in_the_order_asked_for(tmp_path: Path):
    folder = tmp_path / "new" / "reports"
    written = write_reports(sample.rich(), folder, ["html", "json"], TEMPLATES)
    assert written == (folder / "aar.html", folder / "aar.json")
    assert sorted(path.name for path in folder.iterdir()) == ["aar.html", "aar.json"]
    assert written[0].read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_data_is_the_report_itself(tmp_path: Path):
    (path,) = write_reports(sample.rich(), tmp_path, ["json"], TEMPLATES)
    assert path.read_bytes() == sample.rich().json_text().encode()
    assert Report.model_validate_json(path.read_bytes()) == sample.rich()
    assert json.loads(path.read_bytes())["schema"] == "trainer/aar/1"


def test_a_format_asked_for_twice_is_written_once(tmp_path: Path):
    assert write_reports(sample.empty(), tmp_path, ["json", "json"], TEMPLATES) == (tmp_path / "aar.json",)


def test_an_unknown_format_lists_those_there_are_and_writes_nothing(tmp_path: Path):
    folder = tmp_path / "out"
    with pytest.raises(UnknownFormat) as caught:
        write_reports(sample.empty(), folder, ["json", "htm"], TEMPLATES)
    assert str(caught.value) == 'Unknown report format "htm": available are html, json; did you mean "html"?'
    assert not folder.exists()


def test_every_format_of_the_table_can_be_written(tmp_path: Path):
    written = write_reports(sample.empty(), tmp_path, list(FORMATS), TEMPLATES)
    assert [path.name for path in written] == [form.file for form in FORMATS.values()]


def test_an_earlier_report_is_replaced_as_a_whole(tmp_path: Path):
    for report in (sample.rich(), sample.empty()):
        write_reports(report, tmp_path, ["json", "html"], TEMPLATES)
    assert (tmp_path / "aar.json").read_text(encoding="utf-8") == sample.empty().json_text()
    assert "Nothing happened" in (tmp_path / "aar.html").read_text(encoding="utf-8")


def test_a_faulty_template_leaves_the_earlier_files_as_they_were(tmp_path: Path):
    templates, out = tmp_path / "templates", tmp_path / "out"
    templates.mkdir()
    (templates / "aar.html.j2").write_text("{{ report.nothing }}", encoding="utf-8")
    write_reports(sample.rich(), out, ["json"], TEMPLATES)
    with pytest.raises(TemplateFault):
        write_reports(sample.empty(), out, ["json", "html"], templates)
    assert [path.name for path in out.iterdir()] == ["aar.json"]
    assert (out / "aar.json").read_text(encoding="utf-8") == sample.rich().json_text()


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotWrite, match=r"out: cannot write the report: .*choose another folder"):
        write_reports(sample.empty(), tmp_path / "out", ["json"], TEMPLATES)


def test_a_folder_in_the_way_of_a_file_is_named_and_nothing_is_left_behind(tmp_path: Path):
    (tmp_path / "aar.html").mkdir()
    with pytest.raises(CannotWrite) as caught:
        write_reports(sample.empty(), tmp_path, ["html"], TEMPLATES)
    assert caught.value.path == tmp_path / "aar.html"
    assert [path.name for path in tmp_path.iterdir()] == ["aar.html"]


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "Free some space there, or choose another folder."),
        (errno.EDQUOT, "Free some space there, or choose another folder."),
        (
            errno.EACCES,
            "Choose a folder you may write to, and close the report where another program holds it open.",
        ),
        (
            errno.EROFS,
            "Choose a folder you may write to, and close the report where another program holds it open.",
        ),
        (errno.EIO, "Choose another folder."),
    ],
)
def test_each_reason_comes_with_what_to_do(number: int, advice: str):
    path = Path("somewhere") / "aar.json"
    said = str(CannotWrite(path, OSError(number, os.strerror(number))))
    assert said == f"{path}: cannot write the report: {os.strerror(number)}. {advice}"


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path):
    with pytest.raises(CannotWrite) as caught:
        write_reports(sample.empty(), tmp_path / ("n" * 300), ["json"], TEMPLATES)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENAMETOOLONG


def test_every_error_belongs_to_one_tree():
    assert all(issubclass(kind, ReportError) for kind in (CannotWrite, TemplateFault, UnknownFormat))
