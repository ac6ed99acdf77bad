"""Templates: strict about what they name, closed towards the program, faults told with file and line."""

from pathlib import Path

import pytest

from tests.report import sample
from trainer.report import ReportError, TemplateFault, TemplatesMissing, render_html


def rendered(folder: Path, main: str, **others: str) -> str:
    """A template of our own, rendered with the rich report."""
    for name, text in {"aar": main, **others}.items():
        (folder / f"{name}.html.j2").write_text(text, encoding="utf-8")
    return render_html(sample.rich(), folder)


def test_a_template_reads_the_report_and_the_view(tmp_path: Path):
    text = rendered(
        tmp_path,
        "{{ report.summary.targets_met }} of {{ report.summary.targets_judged }}"
        "{% for row in view.steps if row.step.outcome == 'missed' %} {{ row.anchor }}{% endfor %}",
    )
    assert text == "10 of 17 s13 s6"


@pytest.mark.parametrize(
    ("mistake", "reason"),
    [
        ("{{ report.sumary.headline }}", "sumary"),
        ("{{ report.steps[0].elapsd_s }}", "elapsd_s"),
        ("{{ headline }}", "headline"),
        ("{% if view.stepz %}{% endif %}", "stepz"),
        ("{{ report.control.approver }}", "NoneType is not a text or a number"),
        ("{{ report.gaps }}", "tuple is not a text or a number"),
        ("{{ report.summary.headline|spokn }}", "spokn"),
        ("{{ report.summary.headline|spoken }}", "str"),
        ("{% for step in report.steps %}", "end of template"),
        ("{% include 'missing.html.j2' %}", "missing.html.j2"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{% endblock %}", "endblock"),
    ],
)
def test_a_mistake_in_a_template_names_file_line_and_reason(tmp_path: Path, mistake: str, reason: str):
    with pytest.raises(TemplateFault) as caught:
        rendered(tmp_path, f"one\ntwo\n{mistake}\n")
    fault = caught.value
    assert fault.file == tmp_path / "aar.html.j2"
    assert fault.line in (3, 4), "an unclosed block is noticed at the end"
    assert str(fault).startswith(f"{tmp_path / 'aar.html.j2'}:{fault.line}: ")
    assert reason in str(fault)
    assert "\n" not in str(fault)


def test_a_mistake_in_an_included_part_names_that_part(tmp_path: Path):
    with pytest.raises(TemplateFault) as caught:
        rendered(tmp_path, "{% include 'part.html.j2' %}", part="fine\n{{ view.nothing_of_the_kind }}")
    assert (caught.value.file.name, caught.value.line) == ("part.html.j2", 2)


def test_a_part_that_is_no_utf_8_text_is_named(tmp_path: Path):
    (tmp_path / "part.html.j2").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateFault, match=r"part\.html\.j2: not UTF-8 text"):
        rendered(tmp_path, "{% include 'part.html.j2' %}")


def test_a_part_that_is_a_folder_is_no_template(tmp_path: Path):
    (tmp_path / "part.html.j2").mkdir()
    with pytest.raises(TemplateFault, match=r"part\.html\.j2"):
        rendered(tmp_path, "{% include 'part.html.j2' %}")


def test_a_folder_without_the_main_template_says_what_to_do(tmp_path: Path):
    with pytest.raises(TemplatesMissing, match=r"aar\.html\.j2.*Install the program again"):
        render_html(sample.rich(), tmp_path / "nowhere")


@pytest.mark.parametrize(
    "attempt",
    [
        "{{ report.__class__.__mro__ }}",
        "{{ report['__class__'] }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ report.parse_raw(b'', proto='pickle', allow_pickle=true) }}",
        "{{ report.parse_file('/etc/hostname') }}",
        "{{ report.json_text() }}",
        "{{ report|attr('model_dump_json') }}",
        "{{ [report]|map(attribute='parse_file')|first }}",
        "{{ report.model_copy() }}",
        "{{ view.__dataclass_fields__ }}",
        "{{ view.lanes.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ ('{0.__class__}').format(report) }}",
        "{{ report.steps.__len__.__self__ }}",
        "{% set x = view.roles.__class__ %}{{ x }}",
        "{% include '../secret.html.j2' %}",
        "{% include '/etc/hostname' %}",
        "{{ range(10 ** 9)|list|length }}",
    ],
)
def test_a_template_reaches_neither_the_program_nor_other_files(tmp_path: Path, attempt: str):
    (tmp_path / "secret.html.j2").write_text("secret", encoding="utf-8")
    folder = tmp_path / "own"
    folder.mkdir()
    with pytest.raises(ReportError):
        rendered(folder, attempt)


def test_everything_is_escaped_in_templates_of_any_name(tmp_path: Path):
    (tmp_path / "part.css").write_text("{{ '<b>' }}", encoding="utf-8")
    assert rendered(tmp_path, "{{ '<i>' ~ 1 }}{% include 'part.css' %}") == "&lt;i&gt;1&lt;b&gt;"
