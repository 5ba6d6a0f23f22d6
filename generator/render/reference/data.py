"""Says what docs/index.html shows, as JSON: the plan, less what only the package needs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from generator.plan.model import Argument, EnumClass, LeftOut, Package, Tool
from generator.plan.runtime_model import Body, Credential, Field, Server
from generator.render.printed_tools import PrintedTools
from generator.render.publish.launch import launch
from generator.render.reference.answers import answers
from generator.render.reference.groups import groups_of
from generator.render.reference.places import Carried, carried_by
from generator.render.reference.tokens import ESTIMATE, tokens_of

_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def reference_data(package: Package, printed: PrintedTools) -> str:
    """The page's data, as JSON that is safe inside a script element."""
    documented = _documented(package, printed)
    before = data_text(_shared(package)).removesuffix("}")
    after = data_text({"estimate": ESTIMATE}).removeprefix("{").removesuffix("}")
    tools = ",".join(_tool_texts(package, printed, documented))
    answers = ",".join(documented.values())
    return f'{before},"documented":[{answers}],{after},"tools":[{tools}]}}'


def data_text(data: object) -> str:
    """JSON that is only that inside a script element, whatever its texts say."""
    return _ENCODE(data).replace("<", "\\u003c")


def _tool_texts(
    package: Package, printed: PrintedTools, documented: Iterable[str]
) -> Iterator[str]:
    """What the page knows of each tool: what follows from the tool is printed once."""
    groups = groups_of(package)
    numbers = {file: index for index, file in enumerate(documented)}
    values = {str(each.name): [one.value for one in each.members] for each in package.enums}
    for tool in package.tools:
        texts = printed.of("docs/index.html", tool, partial(_texts, package, tool, values))
        others = {
            "why": package.reasons.get(tool.key, {}),
            "group": groups[tool.key],
            "documented": numbers.get(tool.answer_file),
        }
        yield f'{texts["tool"][:-1]},{data_text(others)[1:-1]},"tokens":{texts["tokens"]}}}'


def _texts(package: Package, tool: Tool, values: Mapping[str, list[str]]) -> dict[str, str]:
    tokens = tokens_of(package.toolkit, tool, values)
    return {"tool": data_text(_tool(package, tool)), "tokens": data_text(tokens)}


def _shared(package: Package) -> dict[str, Any]:
    """What the page says of the package as a whole."""
    return {
        "toolkit": package.toolkit,
        "title": package.title,
        "package": package.module,
        "requirement": launch(package).requirement,
        "version": package.version,
        "description": package.description,
        "overview": package.overview,
        "author": package.author,
        "license": package.license,
        "auth": package.secret_label,
        "server": _server(package.api.servers, package.api.default_region),
        "secrets": [
            {"name": each.name, "description": each.description} for each in package.secrets
        ],
        "environment": [{"name": name, "description": says} for name, says in package.environment],
        "enums": [_enum(each) for each in package.enums],
        "answers": answers(),
        **_left_out(package.left_out),
    }


def _documented(package: Package, printed: PrintedTools) -> dict[str, str]:
    """What the document says of answers, each schema once, by the file that the package has it in."""
    found: dict[str, str] = {}
    for tool in package.tools:
        if tool.answer_file and tool.answer_file not in found and tool.answer_schema is not None:
            texts = printed.of("docs/index.html answers", tool, partial(_answer, tool))
            found[tool.answer_file] = texts["schema"]
    return found


def _answer(tool: Tool) -> dict[str, str]:
    return {"schema": data_text(tool.answer_schema)}


def _left_out(left_out: LeftOut) -> dict[str, Any]:
    """What there is no tool for, where there is any."""
    if not (left_out.by_choice or left_out.unable):
        return {}
    told = {
        "chosen": left_out.by_choice,
        "include": left_out.include,
        "exclude": left_out.exclude,
        "unable": left_out.unable,
    }
    return {"leftOut": told}


def _server(servers: tuple[Server, ...], region: str) -> str:
    """The URL that calls go to where nobody says otherwise; empty where the document names none."""
    own = [each.url for each in servers if each.region == region]
    return own[0] if own else servers[0].url if servers else ""


def _enum(enum: EnumClass) -> dict[str, Any]:
    return {
        "name": enum.name,
        "description": enum.description,
        "members": [
            {"value": each.value, "description": each.description} for each in enum.members
        ],
    }


def _tool(package: Package, tool: Tool) -> dict[str, Any]:
    carried = carried_by(tool.endpoint)
    behavior = tool.behavior
    return {
        "name": tool.name,
        "method": tool.method,
        "path": tool.path,
        "summary": tool.summary,
        "details": _details(tool),
        "effect": _effect(tool),
        "operations": behavior.operations,
        "behavior": {"destructive": behavior.destructive, "idempotent": behavior.idempotent},
        "secrets": tool.secrets,
        "optionalSecrets": tool.optional_secrets,
        "authorization": _authorization(tool),
        "aliases": [{"name": each.name, "until": each.until} for each in tool.aliases],
        "arguments": [_argument(each, carried.get(each.name)) for each in tool.arguments],
        "body": _body(tool, tool.endpoint.body) if tool.endpoint.body else None,
        "examples": [
            {"summary": each.summary, "text": each.text, "language": each.language}
            for each in tool.examples
        ],
        "server": _server(tool.endpoint.servers, "") if tool.endpoint.servers else None,
        "credential": _credential(package, tool),
        "accept": tool.endpoint.accept,
    }


def _details(tool: Tool) -> str:
    """What is said of a tool after its summary."""
    return tool.description.removeprefix(tool.summary).lstrip(". ")


def _effect(tool: Tool) -> str:
    """What a call does, in a word."""
    if tool.behavior.read_only:
        return "reads"
    return "deletes" if "delete" in tool.behavior.operations else "changes"


def _authorization(tool: Tool) -> dict[str, Any] | None:
    needed = tool.authorization
    return {"provider": needed.provider, "scopes": needed.scopes} if needed else None


def _argument(argument: Argument, carried: Carried | None) -> dict[str, Any]:
    kind = argument.type
    facts = {
        "name": argument.name,
        "type": kind.scalar,
        "isArray": kind.is_array,
        "isJson": kind.is_json,
        "enum": kind.enum,
        "required": argument.required,
        "needed": argument.required or bool(carried and carried.required),
        "description": argument.description,
        "deprecatedFor": argument.deprecated_for,
        "schema": dict(argument.schema),
        "rules": dict(argument.rules),
    }
    if carried:
        facts |= carried.facts
    # What is false or empty is left out; the page takes what is missing for that.
    told = {key: value for key, value in facts.items() if value not in (False, "", None, {})}
    return {**told, "explode": False} if carried and carried.explode is False else told


def _body(tool: Tool, body: Body) -> dict[str, Any]:
    return {
        "schema": tool.schema,
        "required": body.required,
        "kind": body.kind,
        "mediaType": body.media_type,
        "limits": [(each.pointer, each.bytes) for each in body.limits],
        "deduplicate": body.deduplicate,
        "formats": body.strict_formats,
        "unions": body.strict_unions,
        "members": [
            (each.argument, each.name, each.required, each.is_json) for each in body.members
        ],
        "nulls": body.nulls,
        **(
            {"fields": [*map(_field, body.fields)], "files": body.files_variable}
            if body.fields
            else {}
        ),
    }


def _field(field: Field) -> dict[str, Any]:
    """How a field of a form, or a part, is written; what is left to custom is left out."""
    facts = {
        "name": field.name,
        "contentType": field.content_type,
        "style": field.style,
        "allowReserved": field.allow_reserved,
        "isFile": field.is_file,
        "headers": field.headers,
    }
    told = {key: value for key, value in facts.items() if value}
    return told if field.explode is None else {**told, "explode": field.explode}


def _credential(package: Package, tool: Tool) -> Mapping[str, str] | None:
    """The first way to send a key."""
    if not tool.endpoint.secured:
        return None
    own = tool.endpoint.credentials
    credentials: tuple[Credential, ...] = package.api.credentials if own is None else own
    if not credentials:
        return None
    first = credentials[0]
    return {
        "kind": first.kind,
        "name": first.name,
        "prefix": first.prefix,
        "pattern": first.key_pattern,
        "secret": first.secret or package.api.secret or "TOKEN",
    }
