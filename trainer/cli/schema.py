"""`trainer schema`: the JSON Schema of the files that people write, for editors that complete and check them."""

from __future__ import annotations

import argparse
import json
from copy import deepcopy
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from trainer.cli.console import Subparsers, command, result
from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.team import Team
from trainer.core.time import Duration

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MODELS: Final[dict[str, type[BaseModel]]] = {"plan": Plan, "scenario": Scenario, "team": Team}
_DURATION: Final = TypeAdapter(Duration).json_schema()
_TITLES: Final = {
    "plan": "Incident management plan",
    "scenario": "Exercise scenario",
    "team": "Scripted team",
}


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "schema",
        "print the JSON Schema of a plan, a scenario or a team file",
        "trainer schema scenario > scenario.schema.json",
        run,
    )
    parser.add_argument("kind", choices=tuple(MODELS), help="which kind of file")


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    result(schema_text(arguments.kind), end="")
    return 0


def schema_text(kind: str) -> str:
    """The schema as it is published: indented, with a line feed at the end."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of `plan`, `scenario` or `team` files. What it accepts may still fail cross-checks."""
    generated = MODELS[kind].model_json_schema(by_alias=True, schema_generator=_FileSchema)
    definitions = generated.get("$defs", {})
    if "Condition" in definitions:
        definitions["Condition"] |= {"minProperties": 1, "maxProperties": 1}
    if "ScriptedAct" in definitions:
        definitions["ScriptedAct"] = _flat_act(definitions)
    _allow_bare_zero(generated)
    generated["title"] = _TITLES[kind]
    return {"$schema": DIALECT, "$id": f"urn:incident-trainer:schema:{kind}", **generated}


class _FileSchema(GenerateJsonSchema):
    """The schema of what may be written, which is what the reader accepts: a number where text is wanted is text."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text may be written as a number, such as a clause 4.1 without quotes."""
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A key is its own title."""
        del schema
        return False


def _allow_bare_zero(part: Any) -> None:
    """A duration of nothing needs no unit: `0` may stand where a duration is wanted."""
    if isinstance(part, dict):
        if _DURATION.items() <= {key: part[key] for key in _DURATION if key in part}.items():
            part |= {"type": ["string", "integer"], "minimum": 0, "maximum": 0}
        for inner in part.values():
            _allow_bare_zero(inner)
    elif isinstance(part, list):
        for inner in part:
            _allow_bare_zero(inner)


def _flat_act(definitions: dict[str, Any]) -> dict[str, Any]:
    """An act is written flat: its time and the keys of its action stand side by side.

    An action with a key that the time has too is written apart, under `action`.
    """
    act = deepcopy(definitions["ScriptedAct"])
    timing = {key: part for key, part in act["properties"].items() if key != "action"}
    mapping = act["properties"]["action"]["discriminator"]["mapping"]
    choices = []
    for name, reference in mapping.items():
        action = definitions.pop(reference.rpartition("/")[2])
        keys, needed = {**action["properties"], "do": {"const": name}}, [*action.get("required", ()), "do"]
        if timing.keys() & keys.keys():
            keys, needed = {"action": _closed(keys, needed)}, ["action"]
        choices.append({"description": action.get("description", ""), **_closed({**timing, **keys}, needed)})
    return {"description": act["description"], "oneOf": choices}


def _closed(keys: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    """A mapping with these keys and no others."""
    return {"type": "object", "properties": keys, "required": needed, "additionalProperties": False}
