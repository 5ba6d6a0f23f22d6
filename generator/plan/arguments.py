"""Decides the arguments of a tool: names, Python types, defaults and texts."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.nodes import mapping, sequence
from generator.emit import literals, naming
from generator.emit.naming import ClassName, PythonIdentifier
from generator.emit.prose import ended, line
from generator.openapi.api import Operation, Parameter
from generator.openapi.unsupported import Unsupported
from generator.plan.aliases import argument_aliases, running
from generator.plan.model import Argument, EnumClass
from generator.plan.toolkit_yaml import ArgumentConfig, Config, ToolConfig

MODE_TEXT = "get_request_schema returns the JSON Schema of request_body; execute sends it."
BODY_TEXT = "The request body as JSON text. Required to execute, else ignored."
OPTIONAL_BODY_TEXT = "The request body as JSON text. Optional to execute, else ignored."
TO_EXECUTE = "Required to execute."
REQUIRED = "Required."
"""Said where the listed schema cannot say it, because an earlier name will do as well."""

_BOUNDS = (
    ("minimum", "At least"),
    ("exclusiveMinimum", "More than"),
    ("maximum", "At most"),
    ("exclusiveMaximum", "Less than"),
)

_TEXTS = {"title", "description", "examples", "deprecated"}

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array"}
_SHOWN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


@dataclass(frozen=True, slots=True)
class ParameterType:
    """A parameter's Python type, and the enumeration it names, if any."""

    annotation: str
    shown: str
    enum: ClassName | None = None


def plan_arguments(
    operation: Operation,
    tool: ToolConfig,
    config: Config,
    enums: Mapping[Any, EnumClass],
    had: Mapping[str, str],
) -> tuple[Argument, ...]:
    """`mode` first, then parameters, required ones before others, then `request_body`, then earlier names."""
    names = _names(operation, tool, config, had)
    with_body = operation.body is not None
    given = [
        _argument(parameter, names[parameter.key], tool, config, enums, with_body)
        for parameter in operation.parameters
    ]
    given.sort(key=lambda each: not each.required)
    earlier = [
        alias
        for each in given
        for alias in argument_aliases(each, _words(tool, each.key).aliases, config.version)
    ]
    if operation.body is None:
        return (*given, *earlier)
    body_text = BODY_TEXT if operation.body.required else OPTIONAL_BODY_TEXT
    return (
        _own("mode", "ToolMode", "", "Enum", MODE_TEXT, ClassName("ToolMode")),
        *given,
        _own("request_body", "str | None", "None", "string", body_text),
        *earlier,
    )


def _words(tool: ToolConfig, key: str) -> ArgumentConfig:
    """What toolkit.yaml says of the parameter with this key."""
    return tool.arguments.get(key.partition(":")[2], ArgumentConfig())


def _names(
    operation: Operation, tool: ToolConfig, config: Config, had: Mapping[str, str]
) -> dict[str, str]:
    """Argument names: a person's choice first, then what they were, then derived ones, kept apart by place and name."""
    chosen = {
        each.key: name for each in operation.parameters if (name := _words(tool, each.key).name)
    }
    kept = {
        each.key: had[each.key]
        for each in operation.parameters
        if each.key in had and each.key not in chosen
    }
    aliases = [
        alias.name
        for words in tool.arguments.values()
        for alias in running(words.aliases, config.version)
    ]
    open_names = [
        each for each in operation.parameters if each.key not in chosen and each.key not in kept
    ]
    counts = Counter(each.name for each in open_names)
    derived = {
        each.key: naming.identifier(
            each.name if counts[each.name] == 1 else f"{each.name} {each.place}"
        )
        for each in open_names
    }
    return {**naming.apart(derived, [*chosen.values(), *kept.values(), *aliases]), **kept, **chosen}


def _argument(
    parameter: Parameter,
    name: str,
    tool: ToolConfig,
    config: Config,
    enums: Mapping[Any, EnumClass],
    with_body: bool,
) -> Argument:
    kind = _type(parameter, config, enums)
    words = _words(tool, parameter.key)
    renamed = bool(running(words.aliases, config.version))
    required = parameter.required and not with_body and not renamed
    says = words.description or _says(parameter, config, kind)
    if parameter.required and not required:
        says = f"{ended(says)} {TO_EXECUTE if with_body else REQUIRED}"
    return Argument(
        name=PythonIdentifier(name),
        annotation=kind.annotation if required else f"{kind.annotation} | None",
        default="" if required else "None",
        shown_type=kind.shown,
        enum=kind.enum,
        required=required,
        description=says,
        literal=literals.python_text(says),
        key=parameter.key,
        schema={} if _is_strict_mode(parameter, config) else _rules(parameter.schema, kind),
    )


def _is_strict_mode(parameter: Parameter, config: Config) -> bool:
    strict = config.strict_mode
    return bool(
        strict and parameter.place == "header" and parameter.name.lower() == strict.header.lower()
    )


def _rules(schema: Mapping[str, Any], kind: ParameterType) -> dict[str, Any]:
    """The schema without texts; empty where the type and the enumeration say all of it."""
    named = {"enum"} if kind.enum else set()
    rules = {key: each for key, each in schema.items() if key not in _TEXTS | named}
    items = mapping(rules.get("items"))
    if items:
        rules["items"] = {key: each for key, each in items.items() if key not in _TEXTS | named}
    said = rules.keys() <= {"type", "items"} and mapping(rules.get("items")).keys() <= {"type"}
    return {} if said else rules


def _says(parameter: Parameter, config: Config, kind: ParameterType) -> str:
    if config.strict_mode and _is_strict_mode(parameter, config):
        return config.strict_mode.description
    says = line(parameter.description) or line(
        f"The API's {parameter.place} parameter {parameter.name}."
    )
    facts = line(" ".join(_facts(parameter.schema, named=kind.enum is not None)))
    return f"{ended(says)} {facts}" if facts else says


def _facts(schema: Mapping[str, Any], *, named: bool) -> Iterator[str]:
    """What a value has to be that its Python type does not say; `named`: an enumeration says it."""
    items = mapping(schema.get("items"))
    if not named:
        for each, one_of in ((schema, "One of"), (items, "Items: one of")):
            values = [*sequence(each.get("enum")), *([each["const"]] if "const" in each else [])]
            if shown := [_shown(value) for value in values if value is not None]:
                yield f"{one_of} {', '.join(shown)}."
    for keyword, words in _BOUNDS:
        if isinstance(schema.get(keyword), int | float):
            yield f"{words} {schema[keyword]}."
    if isinstance(schema.get("format"), str):
        yield f"Format {schema['format']}."
    if schema.get("default") is not None:
        yield f"Default {_shown(schema['default'])}."


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _own(
    name: str, annotation: str, default: str, shown: str, says: str, enum: ClassName | None = None
) -> Argument:
    return Argument(
        name=PythonIdentifier(name),
        annotation=annotation,
        default=default,
        shown_type=shown,
        enum=enum,
        required=not default,
        description=says,
        literal=literals.python_text(says),
        key=name,
    )


def _type(parameter: Parameter, config: Config, enums: Mapping[Any, EnumClass]) -> ParameterType:
    if _is_strict_mode(parameter, config):
        return ParameterType("str", "string")
    schema = parameter.schema
    if reason := unfit(parameter):
        raise Unsupported(f"parameter {parameter.name}: {reason}", parameter.pointer)
    enum = enums.get(enum_key(schema))
    if enum:
        return ParameterType(enum.name, "Enum", enum.name)
    if _kinds(schema) == {"array"}:
        return _array_type(mapping(schema.get("items")), enums)
    annotation = _scalar(_kinds(schema))
    return ParameterType(annotation, _SHOWN[annotation])


def unfit(parameter: Parameter) -> str:
    """Why no argument can carry the parameter; "" if one can."""
    kinds = _kinds(parameter.schema)
    if kinds == {"array"}:
        items = _kinds(mapping(parameter.schema.get("items")))
        fits, needed = items <= set(_SCALARS), "a list of strings, numbers or booleans"
    else:
        fits, needed = kinds <= set(_SCALARS), "a string, number, boolean or list of them"
    return "" if fits else f"it is not {needed}"


def _scalar(kinds: set[str]) -> str:
    if kinds == {"integer", "number"}:
        return "float"
    return _SCALARS[next(iter(kinds))] if len(kinds) == 1 else "str"


def _array_type(items: Mapping[str, Any], enums: Mapping[Any, EnumClass]) -> ParameterType:
    enum = enums.get(enum_key(items))
    if enum:
        return ParameterType(f"list[{enum.name}]", "array of Enum", enum.name)
    annotation = _scalar(_kinds(items))
    return ParameterType(f"list[{annotation}]", f"array of {_SHOWN[annotation]}")


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema allows, null aside; string where it says nothing."""
    branches: Sequence[Any] = sequence(schema.get("anyOf")) or sequence(schema.get("oneOf"))
    if branches and "type" not in schema:
        return set().union(*(_kinds(mapping(branch)) for branch in branches))
    values = [*sequence(schema.get("enum")), *([schema["const"]] if "const" in schema else [])]
    if values and "type" not in schema:
        return {_KINDS.get(type(value), "object") for value in values if value is not None}
    kind = schema.get("type", "string")
    return {str(each) for each in (kind if isinstance(kind, list) else [kind])} - {"null"}


def enum_key(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """What identifies the string enumeration of a schema; None where it has none."""
    values = [value for value in sequence(schema.get("enum")) if value is not None]
    if not values or not all(isinstance(value, str) for value in values):
        return None
    return frozenset(values)


def enum_schemas(operation: Operation) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and schema of each parameter that takes one of a set of strings."""
    for parameter in operation.parameters:
        for schema in (parameter.schema, mapping(parameter.schema.get("items"))):
            if enum_key(schema):
                yield parameter.name, schema
