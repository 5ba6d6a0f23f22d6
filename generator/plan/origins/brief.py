"""The origins of what is told of all tools, as data: files and pointers, which stay while lines move.

`toolgen why` tells the lines, and the places of all that a schema says.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical
from generator.core.memory import NO_MEMORY, Memory, digest, remembered
from generator.core.stored_values import Stored
from generator.document.nodes import mapping
from generator.openapi.api import Operation, Parameter
from generator.plan.model import Argument, Tool
from generator.plan.origins.of_arguments import OWN, chosen, written_at
from generator.plan.origins.of_tool import of_words
from generator.plan.origins.origin import ANSWER, ROOT, Sources
from generator.plan.tool_names.sources import NameSources

_MOST_PARTS = 100
"""Of a schema, in which a member is looked for."""

_FOUND: Stored[dict[str, Any]] = Stored(dict[str, Any])
_OWN_FILE = "toolgen"
_TOOLGEN = f"{_OWN_FILE}#/rules/"


def brief_origins(sources: Sources, memory: Memory = NO_MEMORY) -> Mapping[str, Any]:
    """The origins by tool; what they refer to in `rules` and `reasons` is told once."""
    operations = {each.key: each for each in sources.api.operations}
    names = NameSources(sources.api, sources.package.toolkit, memory)
    reasons: dict[str, int] = {}
    tools = {
        str(tool.name): _remembered(sources, operations[tool.key], tool, names, memory)
        | _corrections(sources, tool, reasons)
        for tool in sources.package.tools
    }
    used = {each.key for tool in sources.package.tools for each in tool.arguments}
    rules = {key: rule for key, rule in OWN.items() if key in used}
    return {
        **({"rules": rules} if rules else {}),
        **({"reasons": list(reasons)} if reasons else {}),
        "tools": tools,
    }


def _remembered(
    sources: Sources, operation: Operation, tool: Tool, names: NameSources, memory: Memory
) -> dict[str, Any]:
    """What is remembered leaves the document's name open, which says nothing else."""
    name, key = sources.name, _key(sources, tool, names)
    if not key:
        return _of_tool(sources, operation, tool, names)

    def make() -> dict[str, Any]:
        return _renamed(_of_tool(sources, operation, tool, names), name, "")

    return _renamed(remembered(memory, key, _FOUND, make), "", name)


def _renamed(found: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The same, the document called otherwise."""
    begins, length = f"{old}#", len(old)

    def of(reference: str) -> str:
        return new + reference[length:] if reference.startswith(begins) else reference

    return {
        part: of(each) if isinstance(each, str) else [of(one) for one in each]
        for part, each in found.items()
    }


def _key(sources: Sources, tool: Tool, names: NameSources) -> str:
    """The key of where a tool comes from; empty where corrections, or other files, have a part in it."""
    document, config = sources.document, sources.config.document
    if not tool.digest or document.moves or document.corrections:
        return ""
    said = (config.file, mapping(config.root.get("tools")).get(tool.key)) if config else ()
    strict = config.root.get("strict_mode") if config else None
    # The name would be lost among those of other files that have it.
    others = (_OWN_FILE, config.file.rpartition("/")[2] if config else "")
    name = sources.name if sources.name in others else ""
    return digest("origins", tool.digest, name, names.digest, canonical([*said, strict]))


def _of_tool(
    sources: Sources, operation: Operation, tool: Tool, names: NameSources
) -> dict[str, Any]:
    """What is told of the tool by its parts; what begins with a slash goes on from `at`, the operation."""
    at = _reference(sources, operation.pointer)
    found = {each.what: [each.reference] for each in of_words(sources, operation, tool, names)}
    parameters = operation.parameters_by_key()
    for each in tool.arguments:
        found[f".{each.name}"] = list(_of_argument(sources, operation, parameters, tool, each))
    if operation.body:
        found[ROOT] = [_there(sources, operation.body.schema_pointer)]
    if operation.response:
        found[ANSWER] = [_there(sources, each) for each in operation.response.schema_pointers]
    return {"at": at, **{part: _one_or_all(_from(at, each)) for part, each in found.items()}}


def _from(at: str, references: list[str]) -> list[str]:
    """The references, without what they have in common with that of the operation."""
    return [each.removeprefix(at) if each.startswith(f"{at}/") else each for each in references]


def _of_argument(
    sources: Sources,
    operation: Operation,
    parameters: Mapping[str, Parameter],
    tool: Tool,
    argument: Argument,
) -> Iterator[str]:
    """Where the argument is written, and where toolkit.yaml says what it is called or what is said of it."""
    if argument.key in OWN:
        yield f"{_TOOLGEN}{argument.key}"
        return
    at = written_at(operation, parameters, argument)
    key = argument.key.partition(":")[2]
    if argument.key in parameters:
        yield _reference(sources, at)
    elif argument.key.startswith("body:"):
        yield _there(sources, _member_at(sources, at, key))
    else:
        yield _there(sources, at)
    if argument.deprecated_for:
        found = [sources.ours("", "", "", "tools", tool.key, "arguments", key, "aliases")]
    else:
        found = [chosen(sources, tool, argument, what) for what in ("name", "description")]
    yield from (each.reference for each in found if each)


def _member_at(sources: Sources, start: str, name: str) -> str:
    """Where a schema has the member, itself or by what it refers to; else the schema."""
    open_ = [start]
    for pointer in open_:
        own = pointers.child(pointers.child(pointer, "properties"), name)
        if sources.says(own):
            return own
        node = sources.corrected.value(pointer)
        if isinstance(node, dict) and len(open_) < _MOST_PARTS:
            open_ += [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            parts = range(len(node.get("allOf", ())))
            open_ += [pointers.child(pointers.child(pointer, "allOf"), each) for each in parts]
    return start


def _corrections(sources: Sources, tool: Tool, reasons: dict[str, int]) -> dict[str, Any]:
    """The corrections that made the operation what it is, by the path of what each is about."""
    found = sources.package.reasons.get(tool.key, {})
    told = {
        path: [reasons.setdefault(each, len(reasons)) for each in texts]
        for path, texts in found.items()
    }
    return {"corrections": told} if told else {}


def _there(sources: Sources, pointer: str) -> str:
    """The reference to a schema, or where that is not written down to what would have it."""
    if not sources.says(pointer):
        pointer = pointer.rpartition("/")[0]
    return _reference(sources, pointer)


def _reference(sources: Sources, pointer: str) -> str:
    """The reference to what the document has."""
    return sources.theirs("", "", "", pointer).reference


def _one_or_all(found: list[str]) -> str | list[str]:
    return found[0] if len(found) == 1 else found
