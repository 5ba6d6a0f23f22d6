"""Prints the module of one tool: its endpoint, and the function that Arcade lists."""

from generator.emit import literals
from generator.emit.python_values import ValuePrinter
from generator.plan.model import MODE, REQUEST_BODY, ArgumentType, Package, Tool, ToolAlias
from generator.render.arcade.authorization import authorization
from generator.render.arcade.metadata import TOOL_IMPORTS, tool_metadata
from generator.render.python_format import import_lines
from generator.render.templates import print_template

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def tool_module(package: Package, tool: Tool) -> str:
    """The source of a tool's module."""
    printer = ValuePrinter({package.api: "API"})
    endpoint = printer.source(tool.endpoint)
    classification = "CLASSIFICATION" if package.service_domains else ""
    granted = tool.authorization
    imports = {
        "typing": ["Annotated"],
        "arcade_core.metadata": TOOL_IMPORTS,
        "arcade_tdk": ["ToolContext", *(["auth"] if granted else []), "tool"],
        ".._api": printer.names | ({classification} - {""}),
        ".._runtime": printer.classes | {tool.answer, "call"},
        "..enums": {each.type.enum for each in tool.arguments if each.type.enum},
    }
    return print_template(
        "module/tools/tool.py.j2",
        tool=tool,
        authorization=authorization(granted) if granted else "",
        arguments=[(each, annotation(each.type, each.required)) for each in tool.arguments],
        call=_call(tool),
        endpoint=endpoint,
        imports=import_lines(imports),
        metadata=tool_metadata(tool.behavior, classification),
    )


def alias_module(tool: Tool, alias: ToolAlias) -> str:
    """The source of the module of a tool's earlier name."""
    return print_template("module/tools/alias.py.j2", tool=tool, alias=alias)


def annotation(kind: ArgumentType, required: bool) -> str:
    """An argument's type as Python source; what is not required may be None."""
    name = kind.enum or _SCALARS[kind.scalar]
    whole = f"list[{name}]" if kind.is_array else name
    return whole if required else f"{whole} | None"


def _call(tool: Tool) -> str:
    """The call of the runtime that carries the tool out."""
    own = [each.name for each in tool.arguments if not each.is_parameter]
    strict = tool.endpoint.strict
    keywords: dict[str, str] = {MODE: MODE} if MODE in own else {}
    keywords |= {"strict": strict.argument} if strict else {}
    keywords |= {REQUEST_BODY: REQUEST_BODY} if REQUEST_BODY in own else {}
    keywords |= {"fields": tool.endpoint.fields} if tool.endpoint.fields else {}
    passed = [
        each.name
        for each in tool.arguments
        if each.is_parameter and each.name not in keywords.values()
    ]
    values = [f"{{{', '.join(f'{literals.python(each)}: {each}' for each in passed)}}}"]
    given = ["ENDPOINT", "context", *(values if passed else [])]
    return f"call({', '.join([*given, *(f'{name}={value}' for name, value in keywords.items())])})"
