"""The JSON Schema that editors are given, and the copies of it that ship."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.cli.bad_models import BAD_MODELS
from tests.core.diagnosed import PLAN_TEXT, SCENARIO_TEXT
from trainer.cli import schema
from trainer.shipped import scenarios_folder
from trainer.storage.files import kind_of_file
from trainer.storage.yaml_source import parse_source, read_source

KINDS = ("plan", "scenario", "team")
SHIPPED = sorted(scenarios_folder().rglob("*.yaml"))


def validator(kind):
    return jsonschema.Draft202012Validator(schema.schema(kind))


def accepts(kind, text):
    return validator(kind).is_valid(parse_source(text.encode(), "x").value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_a_sound_schema_with_its_identity(kind, capsys):
    parser = argparse.ArgumentParser()
    schema.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["schema", kind])
    assert arguments.run(arguments) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["$id"] == f"urn:incident-trainer:schema:{kind}"
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert printed["title"]
    assert printed["description"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_copy_that_ships_is_what_the_command_prints(kind):
    """Write it anew with: trainer schema KIND > scenarios/schemas/KIND.schema.json"""
    shipped = scenarios_folder() / "schemas" / f"{kind}.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema.schema_text(kind)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.name for path in SHIPPED])
def test_the_files_that_ship_fit_the_schema(path: Path):
    value = read_source(path).value
    kind = kind_of_file(value)
    assert [error.message for error in validator(kind).iter_errors(value)] == []


def test_sound_files_fit_the_schema_however_yaml_is_read():
    for kind, text in (("plan", PLAN_TEXT), ("scenario", SCENARIO_TEXT)):
        assert accepts(kind, text)
        assert validator(kind).is_valid(yaml.safe_load(text))


SHAPE = ("unknown-key", "missing-key", "wrong-type", "unknown-value", "unknown-anchor", "bad-condition")


@pytest.mark.parametrize("name", [name for name, bad in BAD_MODELS.items() if bad.kind in SHAPE])
def test_a_fault_of_shape_is_one_in_the_schema_too(name):
    bad = BAD_MODELS[name]
    assert not accepts(bad.file, bad.text())


@pytest.mark.parametrize(
    "duration", ["90s", "1h30m", "2 days", "0:45:00", "01:30:00", "0", "1.5h", " 5m ", "1h 5 min"]
)
def test_the_schema_takes_every_way_to_write_a_duration(duration):
    assert accepts("scenario", f"id: s\ntitle: S\nlength: {duration}\n")


@pytest.mark.parametrize("duration", ["90", "1.5", "-1m", "five minutes", "10:30", "true", "[5m]", "''"])
def test_the_schema_refuses_what_is_no_duration(duration):
    assert not accepts("scenario", f"id: s\ntitle: S\nlength: {duration}\n")


def test_a_number_is_as_good_as_text():
    assert accepts("plan", "id: 2031\ntitle: Plan\nversion: 1.10\n")


def test_an_act_of_a_team_is_written_flat():
    head = "team: T\nmembers:\n- role: engineer\n  acts:\n  - "
    assert accepts("team", head + "{at: 2m, do: page, contact: supplier, result: no answer}")
    assert not accepts("team", head + "{at: 2m, do: page, step: supplier}")
    assert not accepts("team", head + "{at: 2m, do: page, action: {do: page, contact: supplier}}")
    assert not accepts("team", head + "{at: 2m, contact: supplier}")
