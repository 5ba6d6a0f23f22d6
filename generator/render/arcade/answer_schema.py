"""What Arcade makes of the type that tools return: the JSON Schema that they are listed with.

The type is read, not imported: it stands in the runtime, which is for the packages.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from generator.render.templates import runtime_sources

_MODULE = "_runtime/answer.py"
_JSON_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


@cache
def answer_schemas() -> Mapping[str, Mapping[str, Any]]:
    """The schemas of the runtime's types of answers, by the names of their classes."""
    body = ast.parse(runtime_sources()[_MODULE]).body
    aliases = {
        each.targets[0].id: each.value
        for each in body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    schemas: dict[str, Mapping[str, Any]] = {}
    for each in body:
        if isinstance(each, ast.ClassDef):
            schemas[each.name] = _object(each, aliases, schemas)
    return schemas


def _object(
    declared: ast.ClassDef,
    aliases: Mapping[str, ast.expr],
    known: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """An object with the keys of the class and of those that it extends.

    Arcade reads what is said of a key from the source of the class itself, and so of its own keys alone.
    """
    bases = [each.id for each in declared.bases if isinstance(each, ast.Name)]
    properties = {
        name: {key: value for key, value in schema.items() if key != "description"}
        for base in bases
        for name, schema in known.get(base, {}).get("properties", {}).items()
    }
    for field, description in _fields(declared):
        assert isinstance(field.target, ast.Name)
        told = {"description": description} if description else {}
        properties[field.target.id] = {**_schema(field.annotation, aliases), **told}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _fields(declared: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, str]]:
    """The fields, each with the text that stands below it."""
    following = [*declared.body[1:], None]
    for each, after in zip(declared.body, following, strict=True):
        if isinstance(each, ast.AnnAssign):
            yield each, _text(after)


def _text(node: ast.stmt | None) -> str:
    value = node.value if isinstance(node, ast.Expr) else None
    text = value.value if isinstance(value, ast.Constant) else ""
    return inspect.cleandoc(text) if isinstance(text, str) else ""


def _schema(annotation: ast.expr, aliases: Mapping[str, ast.expr]) -> dict[str, Any]:
    """The schema of a type; `TypeError` for one that no answer has had so far."""
    match annotation:
        case ast.Name(id=name) if name in aliases:
            return _schema(aliases[name], aliases)
        case ast.Name(id=name) if name in _JSON_TYPES:
            return {"type": _JSON_TYPES[name]}
        case ast.Subscript(value=ast.Name(id="dict")):
            return {"type": "object"}
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return {"type": "array", "items": _schema(inner, aliases)}
        case ast.Subscript(value=ast.Name(id="Literal"), slice=values):
            return {"type": "string", "enum": list(ast.literal_eval(values))}
    raise TypeError(f"no schema is known for {ast.unparse(annotation)}")
