"""Follows the place of a pydantic error through the declared types, to the path in the file.

Among the keys and indexes of an error's place pydantic puts labels of union members and marks of mapping
keys. What is a label and what is a key, only the declaration can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, TypeAdapter

from trainer.core.problems import Path

Schema: TypeAlias = Mapping[str, Any]
"""A node of pydantic's core schema."""

_INNER: Final = ("schema", "lax_schema", "python_schema")
_FIELDS: Final = ("model-fields", "typed-dict", "dataclass-args")
_ITEMS: Final = ("list", "set", "frozenset", "generator")
MAPPINGS: Final = frozenset((*_FIELDS, "dict", "tagged-union", "any"))
"""Types of a schema that a mapping may fit."""
LISTS: Final = frozenset((*_ITEMS, "tuple", "any"))
"""Types of a schema that a list may fit."""
_KEY_MARK: Final = "[key]"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A choice between types on the way to an error: where, and the label of the member that was tried."""

    path: Path
    label: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Where an error stands in the file, whether at the key itself, and what is declared there."""

    path: Path
    at_key: bool
    crossings: tuple[Crossing, ...]
    nodes: tuple[Schema, ...]
    """The declared types that may stand there: several where a choice could not be told from its label."""
    parents: tuple[Schema, ...]
    """The same for what holds it."""


class Declaration:
    """The declared types of a model."""

    def __init__(self, model: type[BaseModel]) -> None:
        root: Schema = TypeAdapter(model).core_schema
        self._definitions: dict[str, Schema] = {}
        if root["type"] == "definitions":
            self._definitions = {schema["ref"]: schema for schema in root["definitions"]}
        self._root = root

    def trail(self, place: tuple[str | int, ...]) -> Trail:
        """Follow the place of an error (pydantic's `loc`)."""
        nodes: tuple[Schema, ...] = tuple(self._bare(self._root))
        parents: tuple[Schema, ...] = ()
        path: list[str | int] = []
        crossings: list[Crossing] = []
        at_key = False
        for step in place:
            unions = [node for node in nodes if node["type"] in ("union", "tagged-union")]
            if unions:
                if any(union["type"] == "union" for union in unions):
                    crossings.append(Crossing(tuple(path), str(step)))
                nodes = tuple(found for union in unions for found in self._members(union, step))
            elif step == _KEY_MARK and any(node["type"] == "dict" for node in parents):
                at_key = True
                nodes = ()
            else:
                path.append(step)
                parents = nodes
                nodes = tuple(found for node in nodes for found in self._below(node, step))
        return Trail(tuple(path), at_key, tuple(crossings), nodes, parents)

    def names(self, nodes: tuple[Schema, ...]) -> list[str]:
        """The keys that a mapping declared so may have, as they are written in a file."""
        fields = [node["fields"] for node in nodes if node["type"] in _FIELDS]
        return [_written(name, field) for known in fields for name, field in _named(known)]

    def _bare(self, schema: Schema) -> Iterator[Schema]:
        """The types behind defaults, optional values, validators and references."""
        while True:
            if schema["type"] == "definition-ref":
                schema = self._definitions[schema["schema_ref"]]
            elif schema["type"] == "chain":
                schema = schema["steps"][0]
            else:
                inner = next((schema[name] for name in _INNER if name in schema), None)
                if inner is None:
                    break
                schema = inner
        yield schema

    def _below(self, node: Schema, step: str | int) -> Iterator[Schema]:
        kind = node["type"]
        if kind in _FIELDS:
            for name, field in _named(node["fields"]):
                if step in (name, *_aliases(field)):
                    yield from self._bare(field["schema"])
        elif kind == "dict" and "values_schema" in node:
            yield from self._bare(node["values_schema"])
        elif kind in _ITEMS and "items_schema" in node:
            yield from self._bare(node["items_schema"])
        elif kind == "tuple" and isinstance(step, int):
            items = node["items_schema"]
            yield from self._bare(items[min(step, len(items) - 1)])

    def _members(self, union: Schema, label: str | int) -> Iterator[Schema]:
        if union["type"] == "tagged-union":
            choice = union["choices"].get(label)
            if choice is not None:
                yield from self._bare(choice)
            return
        members = [choice[0] if isinstance(choice, tuple) else choice for choice in union["choices"]]
        meant = [member for member in members if self._name(member) in str(label)]
        for member in meant or members:
            yield from self._bare(member)

    def _name(self, schema: Schema) -> str:
        """A part of the label that pydantic gives to a member of a union."""
        while schema["type"] not in ("model", "dataclass", "typed-dict"):
            if schema["type"] == "definition-ref":
                schema = self._definitions[schema["schema_ref"]]
            elif "schema" in schema:
                schema = schema["schema"]
            else:
                return str(schema["type"])
        return str(schema["cls"].__name__) if "cls" in schema else str(schema["type"])


@lru_cache(maxsize=32)
def declaration_of(model: type[BaseModel]) -> Declaration:
    """The declared types of a model, prepared once."""
    return Declaration(model)


def _named(fields: Any) -> list[tuple[str, Schema]]:
    # A data class declares its fields in a list, a model in a mapping.
    return list(fields.items()) if isinstance(fields, dict) else [(field["name"], field) for field in fields]


def _aliases(field: Schema) -> list[str]:
    alias = field.get("validation_alias")
    if alias is None:
        return []
    if isinstance(alias, str):
        return [alias]
    paths = alias if alias and isinstance(alias[0], list) else [alias]
    return [str(path[0]) for path in paths if path]


def _written(name: str, field: Schema) -> str:
    return next(iter(_aliases(field)), name)
