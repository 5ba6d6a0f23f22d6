"""Reads what successful calls answer in JSON, so that a change to it is noticed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import pointers, refs
from generator.api import ResponseBody
from generator.bodies import json_media_type
from generator.jsonschema import SchemaError, request_schema
from generator.nodes import mapping, text
from generator.ref_walk import REF
from generator.unsupported import Unsupported

_SUCCESS = re.compile(r"2(\d\d|XX)", re.IGNORECASE | re.ASCII)


class Responses:
    """The answers of one document; operations that answer the same cost no more than one."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._known: dict[tuple[str, ...], dict[str, Any]] = {}

    def of(self, pointer: str, node: Mapping[str, Any]) -> ResponseBody | None:
        """The JSON that the operation at `pointer` answers to a call that succeeds; None where nothing is said of it.

        Several statuses give one schema, which accepts what any of them does. Texts are left out:
        nobody who uses a tool is shown them. Raises `Unsupported` where the schema cannot be used.
        """
        found = tuple(self._schemas(pointers.child(pointer, "responses"), node))
        if found and found not in self._known:
            self._known[found] = self._schema(found)
        schema = self._known[found] if found else {}
        return ResponseBody(schema, found) if schema else None

    def _schema(self, found: tuple[str, ...]) -> dict[str, Any]:
        refers = [{"$ref": each} for each in found]
        try:
            return request_schema(
                self._root,
                refers[0] if len(refers) == 1 else {"anyOf": refers},
                openapi_version=text(self._root.get("openapi")),
                direction="response",
                texts=False,
            )
        except SchemaError as error:
            where = found[0] if error.pointer == pointers.ROOT else error.pointer
            raise Unsupported(str(error), where) from None

    def _schemas(self, pointer: str, node: Mapping[str, Any]) -> Iterator[str]:
        """Pointers to the schemas; `default` stands for success only where no other status does."""
        responses = mapping(node.get("responses"))
        statuses = [status for status in responses if _SUCCESS.fullmatch(status)]
        for status in statuses or [each for each in responses if each == "default"]:
            child = pointers.child(pointer, status)
            at, response = refs.follow(self._root, responses[status], child)
            content = mapping(mapping(response).get("content"))
            media_type = json_media_type(content)
            if media_type is None or "schema" not in mapping(content[media_type]):
                continue
            schema = mapping(content[media_type])["schema"]
            is_plain = isinstance(schema, dict) and schema.keys() == {REF}
            at = pointers.join([*pointers.split(at), "content", media_type, "schema"])
            yield refs.follow(self._root, schema, at)[0] if is_plain else at
