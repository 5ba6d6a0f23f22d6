"""Recorded calls hold the bodies as callers write them: JSON text, or text itself, or lines of JSON."""

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.compat.surface import Surface, SurfaceArgument, SurfaceTool
from generator.release.record import Call
from generator.release.replay import refused_calls, replay

TEXT = {"type": "string", "contentMediaType": "text/csv", "minLength": 3}
LINES = {"type": "array", "items": {"type": "object", "required": ["a"]}}
FORM = {"type": "object", "required": ["a"]}


def deep(levels: int) -> str:
    """Lists in lists, deeper than validators and readers go."""
    return "[" * levels + "]" * levels


def surface(schema: Any, body_type: str = "", examples: tuple[Any, ...] = ()) -> Surface:
    """A package with one tool that takes such a body."""
    arguments = (
        SurfaceArgument("mode", "string", ("execute",), True, True),
        SurfaceArgument("request_body", "string", needed=True),
    )
    tool = SurfaceTool("Send", "POST /send", arguments=arguments, request_schema=schema)
    tool = replace(tool, body_type=body_type, examples=examples)
    return Surface("Shop", "arcade_shop", "1.0.0", tools=(tool,), answer_levels=1)


@pytest.mark.parametrize(
    ("schema", "body_type", "body", "refused"),
    [
        (TEXT, "text/csv", "a,b", False),
        (TEXT, "text/csv", "a", True),
        (LINES, "application/x-ndjson", '{"a": 1}\n\n{"a": 2}\n', False),
        (LINES, "application/x-ndjson", '[{"a": 1}]', False),
        (LINES, "application/x-ndjson", '{"a": 1}\n{"b": 2}', True),
        (LINES, "application/x-ndjson", '{"a": 1}\n{', True),
        (FORM, "application/x-www-form-urlencoded", '{"a": 1}', False),
        (FORM, "application/x-www-form-urlencoded", "a=1", True),
        ({"type": "string"}, "", '"a"', False),
        ({"type": "string"}, "", "a", True),
        ({"type": "object"}, "", deep(300), True),
        ({"type": "array"}, "", deep(200_000), True),
        ({"const": json.loads(deep(300))}, "", "[]", False),
    ],
)
def test_a_recorded_body_is_read_as_its_tool_reads_it(
    schema: Any, body_type: str, body: str, refused: bool
) -> None:
    call = Call("one", "Send", {"mode": "execute", "request_body": body})
    assert bool(refused_calls(surface(schema, body_type), [call])) is refused


@pytest.mark.parametrize(
    ("schema", "body_type", "example", "narrower"),
    [
        (TEXT, "text/csv", "a,b", {**TEXT, "minLength": 4}),
        (LINES, "application/x-ndjson", [{"a": 1}], {**LINES, "minItems": 2}),
        ({"type": "string"}, "", "a", {"type": "string", "minLength": 2}),
        ({"type": "array"}, "", [1], {"type": "array", "maxItems": 0}),
    ],
)
def test_an_example_that_is_no_object_is_played(
    schema: Any, body_type: str, example: Any, narrower: Any
) -> None:
    old = surface(schema, body_type, (example,))
    assert replay(old, old) == ()
    [change] = replay(old, surface(narrower, body_type))
    assert change.code == "replay-refused"
