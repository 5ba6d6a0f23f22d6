"""Finds the files among the parts of a multipart body, and says in its schema how callers give them."""

import re
from collections.abc import Mapping
from typing import Any

from generator.jsonschema.schema_walk import ANNOTATIONS
from generator.openapi.media_types import bare, is_range, is_text

_DEFS = "#/$defs/"
_ANY_BYTES = "application/octet-stream"
_PRINTABLE = re.compile(r"[ -~]*")
_OF_STRINGS = {"format", "pattern", "minLength", "maxLength", "contentMediaType"}
_DEEPEST = 20
_LISTS = ("allOf", "anyOf", "oneOf")
FILE: Mapping[str, Any] = {
    "type": "object",
    "description": "A file: its bytes in base64, or its text, or the path of one on the server.",
    "properties": {
        "filename": {"type": "string"},
        "content_type": {"type": "string", "pattern": "^[^/\\s]+/[^/\\r\\n]+$"},
    },
    "oneOf": [
        {
            "required": ["content"],
            "properties": {"content": {"type": "string", "contentEncoding": "base64"}},
        },
        {"required": ["text"], "properties": {"text": {"type": "string"}}},
        {
            "required": ["path"],
            "properties": {
                "path": {
                    "type": "string",
                    "description": "Below the folder of files that the server was started with.",
                }
            },
        },
    ],
    "unevaluatedProperties": False,
}
"""What callers write for a file."""


class FileFinder:
    """Puts what callers write for a file in the place of each file in a schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._defs: dict[str, Any] = schema.get("$defs", {})
        self._found: dict[tuple[str, str], dict[str, Any]] = {}
        self._depth = 0
        self._name = next(
            name for name in ("File", "UploadedFile", "File_") if name not in self._defs
        )

    @property
    def reference(self) -> dict[str, Any]:
        """The schema of a file, by reference."""
        return {"$ref": _DEFS + self._name}

    def definition(self) -> dict[str, Any]:
        """The schema of a file, by the name that it is referred to."""
        return {self._name: dict(FILE)}

    def replaced(self, schema: dict[str, Any], content_type: str) -> dict[str, Any]:
        """The schema of a part, or of each of several; itself where there is no file in it.

        What the document says nothing of may be one, so that what it does not forbid can be sent.
        `content_type` is what the document says of the part besides; empty where it says nothing.
        A reference that comes back to itself stays, and so does what lies deeper than any file does.
        """
        if self._depth == _DEEPEST:
            return schema
        self._depth += 1
        key = (repr(schema), content_type) if "$ref" in schema else None
        if key is None:
            found = self._with_files(schema, content_type)
        else:
            found = self._found.get(key, {})
            if not found:
                self._found[key] = schema
                self._found[key] = found = self._with_files(schema, content_type)
        self._depth -= 1
        return found

    def _with_files(self, schema: dict[str, Any], content_type: str) -> dict[str, Any]:
        target = self._target(schema)
        if _is_binary(target, content_type):
            texts = {key: each for key, each in (target | schema).items() if key in ANNOTATIONS}
            return {
                **self.reference,
                **texts,
                **_of_types(content_type or self.content_type(schema)),
            }
        if not content_type and not target.keys() - ANNOTATIONS:
            return {**target, **schema, "anyOf": [self.reference, {}]}
        if (split := _split(target)) and _is_binary(split[0], content_type):
            return {"anyOf": [self.reference, self.replaced(split[1], content_type)]}
        changed: dict[str, Any] = {
            key: [self.replaced(part, content_type) for part in target[key]]
            for key in _LISTS
            if key in target
        }
        if "array" in target.get("type", ()) and "prefixItems" not in target:
            changed["items"] = self.replaced(target.get("items", {}), content_type)
        if all(changed[key] == target.get(key, {}) for key in changed):
            return schema
        beside = {key: each for key, each in schema.items() if key != "$ref"}
        return {**target, **beside, **changed}

    def objects(self, schema: dict[str, Any]) -> list[Any]:
        """The schema, and those beside it that its value has to fit as well, or may; each once."""
        found: dict[int, Any] = {}
        waiting: list[Any] = [schema]
        while waiting:
            each = waiting.pop()
            if isinstance(each, dict) and id(each) not in found:
                found[id(each)] = each
                waiting += reversed(self._beside(each))
        return [*found.values()]

    def _beside(self, schema: dict[str, Any]) -> list[Any]:
        parts = [part for key in _LISTS for part in schema.get(key, ())]
        parts += [schema[key] for key in ("then", "else") if key in schema]
        parts += [self._defs.get(schema["$ref"].removeprefix(_DEFS))] if "$ref" in schema else []
        return parts

    def content_type(self, schema: dict[str, Any]) -> str:
        """What a file's own schema, or that of each in a list, says of its type; empty for any bytes."""
        target = self._target(schema)
        inner = target["items"] if isinstance(target.get("items"), dict) else target
        said = str(self._target(inner).get("contentMediaType", ""))
        return "" if said == _ANY_BYTES or not _PRINTABLE.fullmatch(said) else said

    def _target(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What the schema's reference leads to; the schema where it is none."""
        for _ in self._defs:
            if "$ref" not in schema:
                break
            schema = self._defs.get(schema["$ref"].removeprefix(_DEFS), {})
        return schema


def _of_types(content_types: str) -> dict[str, Any]:
    """Confines a file to the types that the document allows; empty where that is any."""
    allowed = [bare(each) for each in content_types.split(",") if each.strip()]
    if not allowed or "*/*" in allowed:
        return {}
    if any(map(is_range, allowed)):
        families = "|".join(re.escape(each).replace(r"\*", ".+") for each in allowed)
        return {"properties": {"content_type": {"pattern": f"^({families})$"}}}
    return {"properties": {"content_type": {"enum": allowed}}}


def _split(schema: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Of a schema for strings and values of other types, what it says of each; None for any other."""
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "string" not in kinds or not {*kinds} - {"string", "null"}:
        return None
    others = [each for each in kinds if each not in ("string", "null")]
    rest = {key: each for key, each in schema.items() if key not in _OF_STRINGS}
    return {**schema, "type": "string"}, {**rest, "type": others if others[1:] else others[0]}


def _is_binary(schema: Mapping[str, Any], content_type: str) -> bool:
    """Whether a value of the schema is a string of bytes, not of characters."""
    kinds = schema.get("type", "string")
    if {*([kinds] if isinstance(kinds, str) else kinds)} - {"string", "null"}:
        return False
    if schema.keys() & {"contentEncoding", "enum", "const"}:
        return False
    if schema.get("format") == "binary":
        return True
    said = schema.get("contentMediaType") or content_type
    open_ended = "type" in schema or not schema.keys() - ANNOTATIONS - {"contentMediaType"}
    return bool(said) and open_ended and not any(is_text(each) for each in said.split(","))
