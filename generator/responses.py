"""Reads what successful calls answer in JSON, so that a change to it is noticed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import pointers, refs
from generator.api import ResponseBody
from generator.bodies import json_media_type
from generator.jsonschema import SchemaError, request_schema
from generator.nodes import mapping, text
from generator.unsupported import Unsupported

_SUCCESS = re.compile(r"2(\d\d|XX)", re.IGNORECASE | re.ASCII)


def read_response(
    root: Mapping[str, Any], pointer: str, node: Mapping[str, Any]
) -> ResponseBody | None:
    """The JSON that the operation at `pointer` answers to a call that succeeds; None where it says nothing of it.

    Several statuses give one schema, which accepts what any of them does. Texts are left out: nobody
    who uses a tool is shown them. Raises `Unsupported` where the schema cannot be used.
    """
    found = tuple(_schemas(root, pointers.child(pointer, "responses"), node))
    if not found:
        return None
    refers = [{"$ref": each} for each in found]
    version = text(root.get("openapi"))
    try:
        schema = request_schema(
            root,
            refers[0] if len(refers) == 1 else {"anyOf": refers},
            openapi_version=version,
            direction="response",
            texts=False,
        )
    except SchemaError as error:
        where = found[0] if error.pointer == pointers.ROOT else error.pointer
        raise Unsupported(str(error), where) from None
    return ResponseBody(schema, found) if schema else None


def _schemas(root: Mapping[str, Any], pointer: str, node: Mapping[str, Any]) -> Iterator[str]:
    """Pointers to the schemas; `default` stands for success only where no other status does."""
    responses = mapping(node.get("responses"))
    statuses = [status for status in responses if _SUCCESS.fullmatch(status)]
    for status in statuses or [each for each in responses if each == "default"]:
        at, response = refs.follow(root, responses[status], pointers.child(pointer, status))
        content = mapping(mapping(response).get("content"))
        media_type = json_media_type(content)
        if media_type is not None and "schema" in mapping(content[media_type]):
            yield pointers.join([*pointers.split(at), "content", media_type, "schema"])
