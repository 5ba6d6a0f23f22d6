"""Decides what a tool offers of its answers: their schema, a choice of fields, the call of the next page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.json_value import node_at
from generator.core.memory import NO_MEMORY, Memory, digest
from generator.document.nodes import mapping, sequence
from generator.openapi.api import Operation
from generator.openapi.media_types import is_json
from generator.plan.body_arguments import members_of
from generator.plan.toolkit_yaml import Config, ToolConfig

FOLDER = "answers"
"""Of the package's schemas, that with those of answers."""

_HANDFUL = 8
_LEVELS = 10
_SHORT = 1_000
"""Characters that a text may have which nobody wants a part of."""

_FORMS = digest("forms of answers")
_SORTED = json.JSONEncoder(sort_keys=True, check_circular=False).encode

_PARTS = ("allOf", "anyOf", "oneOf")
_SHORT_FORMATS = frozenset(
    ["date", "date-time", "time", "uuid", "email", "uri", "url", "hostname", "ipv4", "ipv6"]
)


def answer_files(
    operations: Iterable[Operation], modules: Mapping[str, str], memory: Memory = NO_MEMORY
) -> Mapping[str, str]:
    """The file with the schema of each operation's answer, by its key; equal schemas share one.

    `modules` are the modules of the tools, after the first of which the file is named.
    """
    named: dict[str, str] = {}
    files: dict[str, str] = {}
    for key, form in _forms(operations, memory).items():
        files[key] = named.setdefault(form, f"{FOLDER}/{modules[key]}.json")
    return files


def _forms(operations: Iterable[Operation], memory: Memory) -> dict[str, str]:
    """What equal answers have in common, by the key of each operation that has one."""
    kept = memory.recall(_FORMS)
    known = kept if isinstance(kept, dict) else {}
    forms: dict[str, str] = {}
    by_digest: dict[str, str] = {}
    for each in operations:
        if each.response is not None:
            form = known.get(each.digest)
            if not isinstance(form, str):
                form = digest(_SORTED(each.response.schema))
            forms[each.key] = by_digest[each.digest] = form
    if "" not in by_digest:
        memory.keep(_FORMS, by_digest)
    return forms


def tells_answers(operations: Iterable[Operation], config: Config) -> bool:
    """Whether the mode of tools that have one also asks for the schema of the answer."""
    return config.answer_mode and any(
        each.body is not None
        and each.response is not None
        and not members_of(each, config.tools.get(each.key, ToolConfig()))
        for each in operations
    )


def takes_fields(operation: Operation, config: Config) -> bool:
    """Whether a call may say which parts of the answer it wants: where there may be many, or long ones."""
    tool = config.tools.get(operation.key, ToolConfig())
    if tool.answer_fields is not None:
        return tool.answer_fields
    if not config.answer_fields or operation.method == "HEAD":
        return False
    reads = operation.method == "GET"
    if not operation.accepts:
        return reads
    if operation.response is None or not all(map(is_json, operation.accepts)):
        return True
    if not reads and operation.response.schema.keys() <= {"type", "properties"}:
        # What does something and describes nothing of its answer has little to say.
        return bool(operation.response.schema.get("properties")) and _is_large(
            operation.response.schema, False
        )
    return _is_large(operation.response.schema, reads)


def _is_large(root: Mapping[str, Any], with_texts: bool) -> bool:
    """Whether there is more than a handful in it, or any number of something.

    Long texts count where reading is all that the operation is for.
    """
    count = 0
    pending: list[tuple[Any, int]] = [(root, 0)]
    while pending:
        schema, depth = pending.pop()
        if not isinstance(schema, dict) or not schema or depth > _LEVELS:
            return True
        inner = [each for keyword in _PARTS for each in sequence(schema.get(keyword))]
        inner += [node_at(root, schema["$ref"])] if "$ref" in schema else []
        members = mapping(schema.get("properties"))
        pending += [(each, depth + 1) for each in (*inner, *members.values())]
        count += len(members)
        if count > _HANDFUL or _is_open(schema, bool(inner)):
            return True
        if with_texts and _is_long_text(schema):
            return True
    return False


def _is_open(schema: Mapping[str, Any], has_parts: bool) -> bool:
    kinds = schema.get("type")
    if kinds == "array" or (isinstance(kinds, list) and "array" in kinds) or "items" in schema:
        return True
    if schema.get("additionalProperties", False) is not False or "patternProperties" in schema:
        return True
    is_plain = kinds in ("string", "integer", "number", "boolean", "null") or (
        isinstance(kinds, list) and "object" not in kinds
    )
    listed = has_parts or "properties" in schema or "enum" in schema or "const" in schema
    return not (is_plain or listed)


def _is_long_text(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type")
    is_text = kinds == "string" or (isinstance(kinds, list) and "string" in kinds)
    if not is_text or "enum" in schema or "const" in schema:
        return False
    most = schema.get("maxLength")
    return schema.get("format") not in _SHORT_FORMATS and not (
        isinstance(most, int) and most <= _SHORT
    )
