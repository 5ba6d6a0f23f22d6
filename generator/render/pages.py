"""Lists the pages of a package, the files that people read; a page more is a template and a line here."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from generator.plan.model import Package, Tool
from generator.release.changelog import Section
from generator.render.printed_tools import PrintedTools
from generator.render.publish.clients import clients
from generator.render.publish.example_call import example_call, members_of
from generator.render.publish.launch import launch
from generator.render.publish.registry import registry_name
from generator.render.templates import print_template

_END = "end"
"""What the documentation page says below its tools."""

_TEMPLATES = {
    "README.md": "README.md.j2",
    "LICENSE": "LICENSE.j2",
    "CHANGELOG.md": "CHANGELOG.md.j2",
    "pyproject.toml": "pyproject.toml.j2",
    _END: "docs/page_end.md.j2",
}


def pages(
    package: Package, changelog: tuple[Section, ...], printed: PrintedTools
) -> dict[str, str]:
    """The text of each page by its path in the package."""
    page = f"docs/{package.page}.md"
    # What is printed of these facts alone stays while tools change, and needs no template then.
    facts = _facts(package, changelog)
    texts = {**printed.once("pages", facts, partial(_print_pages, facts))}
    tools = [printed.of("docs", tool, partial(_of_tool, package, tool)) for tool in package.tools]
    values = {"package": package, "tools": tools, "end": texts.pop(_END)}
    return {**texts, page: print_template("docs/page.md.j2", **values)}


def _print_pages(facts: dict[str, Any]) -> dict[str, str]:
    return {path: print_template(name, **facts) for path, name in _TEMPLATES.items()}


def _facts(package: Package, changelog: tuple[Section, ...]) -> dict[str, Any]:
    """What the pages say besides of each tool."""
    provider = next(
        (each.authorization.provider for each in package.tools if each.authorization), ""
    )
    return {
        "package": replace(package, tools=(), reasons={}, origins={}),
        "changelog": changelog,
        "count": len(package.tools),
        "with_bodies": any(tool.has_modes for tool in package.tools),
        "with_fields": any(tool.endpoint.fields for tool in package.tools),
        "with_pages": any(tool.endpoint.paging for tool in package.tools),
        "with_choice": any(tool.optional_secrets for tool in package.tools),
        "granted": sum(tool.authorization is not None for tool in package.tools),
        "provider": provider,
        "example": _example(package),
        "launch": launch(package),
        "clients": clients(package),
        "registry_name": registry_name(package),
    }


def _of_tool(package: Package, tool: Tool) -> dict[str, str]:
    """What the page says of one tool: its line in the list, and its section."""
    values = {"toolkit": package.toolkit, "module": package.module, "tool": tool}
    return {
        "row": print_template("docs/tool_row.md.j2", **values),
        "section": print_template("docs/tool.md.j2", **values, access=_access(tool)),
    }


def _access(tool: Tool) -> str:
    """The secrets that a tool needs, in words; empty where it needs none."""
    choices = [" and ".join(f"`{name}`" for name in each) for each in tool.alternatives if each]
    if not choices:
        return ""
    if tool.endpoint.key_optional:
        return f"This tool works without a secret; where set, {', or '.join(choices)} is sent."
    if len(choices) > 1:
        return f"This tool needs secrets: {', or '.join(choices)}; the first that is set is sent."
    noun = "secret" if len(tool.secrets) == 1 else "secrets"
    return f"This tool needs the {noun} {choices[0]}."


def _example(package: Package) -> dict[str, str] | None:
    """A call of the first tool whose request body has an example."""
    tool = next((tool for tool in package.tools if tool.examples), None)
    if tool is None:
        return None
    arguments = example_call(tool, members_of(package))
    return {"tool": tool.name, "arguments": json.dumps(arguments, indent=2, ensure_ascii=False)}
