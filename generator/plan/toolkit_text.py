"""Writes a first toolkit.yaml: every decision that was derived, for people to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.text import shorten
from generator.emit.prose import one_line
from generator.emit.yaml_values import key_line, quoted, scalar
from generator.plan.model import Argument, Package, Tool

_LONGEST_LINE = 400
"""Characters that toolkit.schema.json allows a line of text."""

_HEAD = """\
# yaml-language-server: $schema={schema}
# Made by toolgen init: what stands here was derived, and can be changed; what is taken out is derived again.
toolkit: {toolkit}
package: {package}
version: {version}
title: {title}
description: {description}
license: {license}

# Where the vendor publishes the document, for toolgen pull:
# source:
#   url: https://…
"""
_TOOLS = """
# A tool an operation. Besides its name it takes summary, description, and aliases for earlier names; an
# argument takes name, description and aliases.
tools:
"""


def toolkit_text(package: Package, schema: str, remarks: tuple[str, ...] = ()) -> str:
    """The file for a package without one; `schema` is where its editor finds the file's own schema."""
    head = _HEAD.format(
        schema=schema,
        toolkit=scalar(str(package.toolkit)),
        package=package.module,
        version=package.version,
        title=_line(package.title),
        description=_line(package.description),
        license=package.license,
    )
    notes = "".join(f"# {each}\n" for each in remarks)
    return head + notes + "".join(_settings(package)) + _TOOLS + "".join(map(_tool, package.tools))


def _line(text: str) -> str:
    return scalar(shorten(one_line(text) or "API", _LONGEST_LINE))


def _settings(package: Package) -> Iterator[str]:
    """The secrets, what is left out by choice, and the variables that say where calls go."""
    yield from _secrets(package)
    for key in ("include", "exclude"):
        if selectors := getattr(package.left_out, key):
            yield f"\n{key}:\n" + "".join(f"  - {quoted(each)}\n" for each in selectors)
    if package.api.base_url_variable:
        yield f"\nenvironment:\n  base_url: {package.api.base_url_variable}\n"
    if package.api.region_variable:
        yield f"  region: {package.api.region_variable}\n"
        yield f"  default_region: {scalar(package.api.default_region)}\n"


def _secrets(package: Package) -> Iterator[str]:
    if len(package.secrets) == 1:
        name = package.secrets[0].name
        yield "\n# Where people find it is said in secret.description.\n"
        yield f"secret:\n  name: {name}\n  label: {scalar(package.secret_label)}\n"
    elif package.secrets:
        yield "\n# One for each security scheme; where people find it is said in its description.\nsecrets:\n"
        for secret in package.secrets:
            for scheme in secret.schemes:
                yield f"{key_line(2, scheme)} {{name: {secret.name}}}\n"


def _tool(tool: Tool) -> str:
    behavior = {
        "operations": list(tool.behavior.operations),
        "destructive": tool.behavior.destructive,
        "idempotent": tool.behavior.idempotent,
    }
    known = {key: value for key, value in behavior.items() if value is not None}
    lines = [key_line(2, tool.key), f"    name: {scalar(str(tool.name))}"]
    lines.append(f"    behavior: {scalar(known)}")
    if arguments := _names(tool):
        lines.append("    arguments:")
        lines += [f"{key_line(6, key)} {scalar(value)}" for key, value in arguments.items()]
    return "\n".join(lines) + "\n"


def _names(tool: Tool) -> Mapping[str, dict[str, Any]]:
    """The arguments' names by the parameters' and members'; of two parameters with one name neither can be given."""
    own: list[tuple[str, Argument]] = [
        (each.key.partition(":")[2], each)
        for each in tool.arguments
        if ":" in each.key and not each.deprecated_for
    ]
    counts = Counter(name for name, _ in own)
    return {name: {"name": str(each.name)} for name, each in own if counts[name] == 1}
