"""Surfaces and schemas for the tests that compare two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.compat.surface import (
    Enumeration,
    Host,
    Surface,
    SurfaceArgument,
    SurfaceTool,
    Variable,
)
from generator.core.change_levels import RULES
from generator.jsonschema import request_schema
from generator.schemadiff.differ import compare_schemas
from generator.schemadiff.differences import SchemaDifference


def body(
    schema: Mapping[str, Any], version: str = "3.1.0", **components: Mapping[str, Any]
) -> dict[str, Any]:
    """The request schema that the generator makes of a schema and what it refers to."""
    root = {"components": {"schemas": components}, "body": schema}
    return request_schema(root, "#/body", openapi_version=version)


def found(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Code and path of each difference."""
    return [(each.code, each.path) for each in compare_schemas(old, new)]


def levels(findings: tuple[SchemaDifference, ...]) -> set[str]:
    """The levels of the findings."""
    return {RULES[each.code].value for each in findings}


TRACK = SurfaceTool(
    name="Track",
    operation="POST /track",
    description="Record an event.",
    arguments=(
        SurfaceArgument(
            "mode", "string", ("execute", "get_request_schema"), True, True, "What to do."
        ),
        SurfaceArgument("limit", "integer", description="How many.", key="query:limit"),
        SurfaceArgument("color", "string", ("blue", "red"), key="query:color"),
        SurfaceArgument("request_body", "string", needed=True, description="The body."),
    ),
    request_schema={
        "type": "object",
        "required": ["event"],
        "properties": {"event": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
    },
    response_fields=(("outcome", "string"), ("status", "integer")),
    response_schema={"type": "object", "properties": {"id": {"type": "string"}}},
    secrets=("KEY",),
    behavior={"operations": ["create"], "read_only": False, "destructive": None},
    limits=(("", 32000), ("/items/*", 100)),
    deduplicate=("/id",),
    examples=({"event": "Bought", "age": 3},),
)

SURFACE = Surface(
    toolkit="Shop",
    package="arcade_shop",
    version="1.2.3",
    secrets=("KEY",),
    authentication=("bearer",),
    environment=(Variable("SHOP_BASE_URL", "Server URL."), Variable("SHOP_REGION", "Region: us.")),
    hosts=(Host("https://eu.shop.example/v1", "eu"), Host("https://shop.example/v1", "us")),
    tools=(SurfaceTool("List", "GET /orders", secrets=("KEY",)), TRACK),
    enums=(Enumeration("Color", ("blue", "red")),),
    answer_levels=6,
)
