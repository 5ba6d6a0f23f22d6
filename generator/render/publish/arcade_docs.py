"""Prints docs/arcade.json: the toolkit in the form from which the pages of Arcade's documentation are made."""

import json
from functools import partial
from typing import Any

from generator.core.json_value import type_name
from generator.emit.literals import NOTICE
from generator.plan.model import Argument, Authorization, Package, Tool
from generator.render.arcade.authorization import requirement
from generator.render.printed_tools import PrintedTools
from generator.render.publish.example_call import Members, example_call, members_of

ARCADE_DOCS = "docs/arcade.json"

_SECRET_TYPES = ("api_key", "token", "client_secret", "webhook_secret", "private_key", "password")
"""Arcade's words for secrets, looked for in their names."""

_ANSWER = {"type": "json", "description": "What became of the call."}


def arcade_docs(package: Package, printed: PrintedTools) -> str:
    """The text of the file: a line a tool.

    Its form allows `generatedAt`, which would be different each time and is left out.
    """
    members = members_of(package)
    # The version, which stands with every tool, is no part of what tools are remembered by.
    kind = f"{ARCADE_DOCS} {package.version}"
    lines = ",\n".join(
        printed.of(kind, tool, partial(_line, package, tool, members))["line"]
        for tool in package.tools
    )
    head = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in _facts(package).items())
    return f'{{\n{head},\n"tools": [\n{lines}\n]\n}}\n'


def _facts(package: Package) -> dict[str, Any]:
    said = package.publication
    shown = {"category": said.category, "iconUrl": said.icon, "docsLink": said.homepage}
    return {
        "generated": NOTICE,
        "id": package.toolkit,
        "label": package.title,
        "version": package.version,
        "description": package.description,
        "metadata": {
            **{name: value for name, value in shown.items() if value},
            "isBYOC": False,
            "isPro": False,
            "type": "arcade_starter",
            "isComingSoon": False,
            "isHidden": False,
        },
        "auth": _toolkit_auth(package),
        "documentationChunks": [],
        "customImports": [],
        "subPages": [],
        **({"summary": package.overview} if package.overview else {}),
    }


def _toolkit_auth(package: Package) -> dict[str, Any] | None:
    """How users authorize the toolkit; None where tools use nothing but secrets."""
    granted = [tool.authorization for tool in package.tools if tool.authorization]
    if not granted:
        return None
    scopes = {scope for each in granted for scope in each.scopes}
    return {
        "type": "mixed" if package.secrets else "oauth2",
        "providerId": _provider(granted[0]),
        "allScopes": sorted(scopes),
    }


def _provider(granted: Authorization) -> str:
    needed = requirement(granted)
    return str(needed.get("provider_id") or needed["id"])


def _line(package: Package, tool: Tool, members: Members) -> dict[str, str]:
    return {"line": json.dumps(_tool(package, tool, members))}


def _tool(package: Package, tool: Tool, members: Members) -> dict[str, Any]:
    name, granted = f"{package.toolkit}.{tool.name}", tool.authorization
    return {
        "name": tool.name,
        "qualifiedName": name,
        "fullyQualifiedName": f"{name}@{package.version}",
        "description": tool.description,
        "parameters": [_parameter(each, members) for each in tool.arguments],
        "auth": _tool_auth(granted) if granted else None,
        "secrets": list(tool.secrets),
        "secretsInfo": [{"name": each, "type": secret_type(each)} for each in tool.secrets],
        "output": _ANSWER,
        "documentationChunks": [],
        "codeExample": _code_example(name, tool, members),
        "metadata": _metadata(package, tool),
    }


def _tool_auth(granted: Authorization) -> dict[str, Any]:
    return {
        "providerId": _provider(granted),
        "providerType": "oauth2",
        "scopes": list(granted.scopes),
    }


def _parameter(argument: Argument, members: Members) -> dict[str, Any]:
    kind = argument.type
    inner = {"innerType": kind.scalar} if kind.is_array else {}
    return {
        "name": argument.name,
        "type": "array" if kind.is_array else kind.scalar,
        **inner,
        "required": argument.required,
        "description": argument.description,
        "enum": list(members[kind.enum]) if kind.enum else None,
        "inferrable": True,
    }


def secret_type(name: str) -> str:
    """What Arcade calls such a secret, as far as its name tells."""
    return next((kind for kind in _SECRET_TYPES if name.lower().endswith(kind)), "unknown")


def _code_example(name: str, tool: Tool, members: Members) -> dict[str, Any]:
    required = {each.name for each in tool.arguments if each.required}
    granted = tool.authorization
    return {
        "toolName": name,
        "parameters": {
            key: {"value": value, "type": _example_type(value), "required": key in required}
            for key, value in example_call(tool, members).items()
        },
        "requiresAuth": granted is not None,
        **({"authProvider": _provider(granted)} if granted else {}),
        "tabLabel": "Call the Tool",
    }


def _example_type(value: Any) -> str:
    """The form's word for the type of an example; it has none for a number that is not whole, or nothing."""
    word = type_name(value)
    return {"number": "integer", "null": "object"}.get(word, word)


def _metadata(package: Package, tool: Tool) -> dict[str, Any]:
    behavior = tool.behavior
    hints = {
        "readOnly": behavior.read_only,
        "destructive": behavior.destructive,
        "idempotent": behavior.idempotent,
        "openWorld": True,
    }
    told = {name: value for name, value in hints.items() if value is not None}
    return {
        "classification": {"serviceDomains": list(package.service_domains)},
        "behavior": {"operations": list(behavior.operations), **told},
    }
