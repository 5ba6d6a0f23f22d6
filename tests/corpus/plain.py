"""A second, plainer judge for what openapi-core breaks on: OpenAPI's own words and jsonschema.

It takes a parameter for right if any way to read its text fits the schema, since text has no types.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from .original import Operation

Check = Callable[[Any, Any], str]
"""Schema and value in, what is wrong out; nothing where the value fits."""
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def fault(operation: Operation, request: dict[str, Any], check: Check) -> str:
    """What is wrong with the request; nothing where it conforms."""
    path, _, query = request["target"].partition("?")
    values = _path_values(operation.path, path)
    if values is None:
        return f"the path does not match {operation.path}"
    pairs = parse_qsl(query, keep_blank_values=True)
    headers = {name.lower(): value for name, value in request["headers"]}
    for parameter in operation.parameters:
        if is_spread(parameter):
            wrong = _spread(parameter, _unnamed(operation, pairs), check)
        else:
            wrong = _parameter(parameter, values, pairs, headers, check)
        if wrong:
            return f"{parameter['in']} parameter {parameter['name']}: {wrong}"
    return _body(operation, b64decode(request["content"]), headers, check)


def is_spread(parameter: dict[str, Any]) -> bool:
    """Whether it is an object whose members stand in the query under their own names."""
    schema = parameter.get("schema", {})
    form = parameter.get("style", "form") == "form" and parameter.get("explode", True)
    return parameter.get("in") == "query" and form and schema.get("type") == "object"


def _unnamed(operation: Operation, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """What the query holds beside the parameters that are named there."""
    named = {each.get("name") for each in operation.parameters if not is_spread(each)}
    return {name: value for name, value in pairs if name not in named}


def _spread(parameter: dict[str, Any], members: dict[str, str], check: Check) -> str:
    if not members:
        return "is missing" if parameter.get("required") else ""
    typed = {name: next(_typed(value), value) for name, value in members.items()}
    faults = [check(parameter["schema"], each) for each in (members, typed)]
    return "" if "" in faults else faults[0]


def _path_values(template: str, path: str) -> dict[str, str] | None:
    """The values of a path's parameters where each is a whole segment."""
    wanted, given = template.split("/"), path.split("/")
    found = {}
    for one, other in zip(wanted, given, strict=False):
        if one.startswith("{") and one.endswith("}"):
            found[one[1:-1]] = unquote(other)
        elif one != unquote(other):
            return None
    return found if len(wanted) == len(given) else None


def _parameter(
    parameter: dict[str, Any],
    path: dict[str, str],
    pairs: list[tuple[str, str]],
    headers: dict[str, str],
    check: Check,
) -> str:
    name = parameter["name"]
    match parameter["in"]:
        case "path":
            given = [path[name]] if name in path else []
        case "query":
            given = [value for key, value in pairs if key == name]
        case "header":
            given = [headers[name.lower()]] if name.lower() in headers else []
        case place:
            return f"not judged: {place}"
    if not given:
        return "is missing" if parameter.get("required") else ""
    faults = [check(parameter.get("schema", {}), each) for each in _readings(parameter, given)]
    return "" if "" in faults else faults[0]


def _readings(parameter: dict[str, Any], given: list[str]) -> Iterator[Any]:
    """What the text may stand for: a value, a list of values, JSON."""
    split = given
    if not parameter.get("explode", parameter["in"] == "query"):
        split = given[0].split(_SEPARATORS.get(parameter.get("style", ""), ","))
    if len(given) == 1:
        yield given[0]
        yield from _typed(given[0])
    yield split
    yield [next(_typed(each), each) for each in split]


def _typed(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except ValueError:
        return


def _body(operation: Operation, content: bytes, headers: dict[str, str], check: Check) -> str:
    if not content:
        return "the body is missing" if operation.body_required else ""
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    place = operation.contents.get(given)
    if place is None:
        return f"{given} is not among {', '.join(operation.contents) or 'no media types'}"
    if "json" not in given:
        return f"not judged: a body of {given}"
    return check(place.value.get("schema", {}), json.loads(content))
