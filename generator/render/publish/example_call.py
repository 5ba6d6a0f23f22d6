"""Makes the arguments of a call for people to look at: an example of the document where it has one."""

import json
from collections.abc import Mapping
from typing import Any

from generator.emit.naming import ClassName
from generator.openapi.body_formats import FORMATS
from generator.plan.model import MODE, REQUEST_BODY, Argument, Package, Tool

Members = Mapping[ClassName, tuple[str, ...]]
"""The values of enumerations, by name."""

_STAND_INS: Mapping[str, Any] = {"string": "example", "integer": 1, "number": 1, "boolean": True}


def members_of(package: Package) -> Members:
    """The values of the package's enumerations."""
    return {each.name: tuple(m.value for m in each.members) for each in package.enums}


def example_call(tool: Tool, members: Members, *, body: bool = True) -> dict[str, Any]:
    """The arguments that a call needs, with the first example of a body; without `body`, those
    alone that every such call needs."""
    sent = {each.argument for each in tool.endpoint.parameters if each.required}
    needed: dict[str, Any] = {
        each.name: _value(each, members)
        for each in tool.arguments
        if (each.required or each.name in sent) and each.key not in (MODE, REQUEST_BODY)
    }
    text = _body(tool)
    if tool.has_modes:
        whole: dict[str, Any] = {MODE: "execute", **needed}
        whole |= {REQUEST_BODY: text} if text else {}
    else:
        whole = {**needed, **(json.loads(text) if text else {})}
    return whole if body else {name: whole[name] for name in needed}


def _body(tool: Tool) -> str:
    if not tool.examples:
        return ""
    text = tool.examples[0].text
    if tool.has_modes and tool.endpoint.body and FORMATS[tool.endpoint.body.kind].spell is None:
        return json.dumps(json.loads(text))  # one line, as it is passed on
    return text


def _value(argument: Argument, members: Members) -> Any:
    """A value of the argument's type, which an API need not know."""
    kind = argument.type
    if kind.is_json:
        return "{}"
    single = members[kind.enum][0] if kind.enum else _STAND_INS[kind.scalar]
    return [single] if kind.is_array else single
