"""Decides which request bodies become arguments of their own: objects of few plain members.

A body does where it is JSON or a form, an object with one to `MOST_MEMBERS` members that it names,
each a string, number or boolean, one of listed values, or a list of such. A union, or members that
the schema has no name for, keep it JSON text. `body` in toolkit.yaml decides otherwise for a tool:
`json`, or `arguments`, with which any object does, its other members written as JSON text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.json_value import node_at
from generator.document.nodes import mapping, sequence
from generator.openapi.api import Operation, Parameter, RequestBody
from generator.openapi.body_formats import FORMATS
from generator.plan.argument_types import Enums, exact_type_of
from generator.plan.model import ArgumentType
from generator.plan.toolkit_yaml import ToolConfig

MOST_MEMBERS = 8
_PLAIN_KEYWORDS = frozenset(
    ["type", "description", "properties", "required", "minProperties", "maxProperties", "$defs"]
)


@dataclass(frozen=True, slots=True)
class BodyMember:
    """A member of a request body that has an argument of its own."""

    name: str
    schema: Mapping[str, Any]
    """Self-contained, whatever the body's schema defines elsewhere."""
    required: bool
    """Whether a body without it is refused."""

    @property
    def key(self) -> str:
        """What tells it from the operation's parameters and its other members."""
        return f"body:{self.name}"

    @property
    def is_nullable(self) -> bool:
        """Whether null is one of its values."""
        kinds, values = self.schema.get("type"), sequence(self.schema.get("enum"))
        return (isinstance(kinds, list) and "null" in kinds) or None in values

    @property
    def described(self) -> Parameter:
        """The member as if it were a parameter, for whoever says what such are."""
        return Parameter(self.name, "query", self.required, "", self.schema, "form", True, "")

    def type(self, enums: Enums) -> ArgumentType:
        """The type of its argument."""
        return exact_type_of(self.schema, enums)


def members_of(operation: Operation, tool: ToolConfig) -> tuple[BodyMember, ...]:
    """The members that are arguments; empty where the body is one argument, or there is none."""
    body = operation.body
    if body is None or tool.body == "json":
        return ()
    if tool.body == "arguments":
        return _members(body) if can_be_arguments(body) else ()
    members = _members(body) if _has_plain_members_alone(body) else ()
    is_plain = len(members) <= MOST_MEMBERS and not any(each.type({}).is_json for each in members)
    return members if is_plain else ()


def can_be_arguments(body: RequestBody) -> bool:
    """Whether the body is an object with members that its schema names."""
    return bool(_members(body)) and body.schema.get("type") == "object"


def _has_plain_members_alone(body: RequestBody) -> bool:
    """Whether there is nothing in the body but members that it names, be they plain or not."""
    keywords = body.schema.keys() - {"additionalProperties"}
    is_closed = body.schema.get("additionalProperties", False) is False
    return (
        FORMATS[body.kind].has_members
        and not body.takes_files
        and body.schema.get("type") == "object"
        and keywords <= _PLAIN_KEYWORDS
        and is_closed
    )


def _members(body: RequestBody) -> tuple[BodyMember, ...]:
    required = {each for each in sequence(body.schema.get("required")) if isinstance(each, str)}
    return tuple(
        BodyMember(name, _self_contained(body.schema, mapping(schema)), name in required)
        for name, schema in mapping(body.schema.get("properties")).items()
        if schema is not False and schema != {"not": {}}
    )


def _self_contained(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with what it refers to in its place, and the definitions that it still needs."""
    visited: set[str] = set()
    while isinstance(ref := schema.get("$ref"), str) and ref not in visited:
        visited.add(ref)
        beside = {key: each for key, each in schema.items() if key != "$ref"}
        schema = {**mapping(node_at(root, ref)), **beside}
    if "$defs" in root and "#/$defs/" in str(schema):  # which a text may say as well
        return {**schema, "$defs": root["$defs"]}
    return schema
